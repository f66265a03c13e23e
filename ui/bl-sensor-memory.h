/* bl-sensor-memory.h: how a sensor's scenes were last shown, so that the next one begins that
 * way. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * BlSensorPicture:
 * @show: which kind of picture, a number of the image panel's
 * @stretch: which stretch, likewise
 * @bands: red, green and blue, where they were chosen by hand
 */
typedef struct
{
  guint show, stretch;
  guint bands[3];
} BlSensorPicture;

typedef struct _BlSensorMemory BlSensorMemory;

BlSensorMemory *bl_sensor_memory_new (AeScene *scene);
void bl_sensor_memory_free (BlSensorMemory *self);
gboolean bl_sensor_memory_recall (BlSensorMemory *self, BlSensorPicture *picture);
void bl_sensor_memory_keep (BlSensorMemory *self, const BlSensorPicture *picture);

G_END_DECLS
