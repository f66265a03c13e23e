/* bl-display-presets.h: how a sensor's scenes were last shown, so that the next one begins that
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

typedef struct _BlDisplayPresets BlDisplayPresets;

BlDisplayPresets *bl_display_presets_new (AeScene *scene);
void bl_display_presets_free (BlDisplayPresets *self);
gboolean bl_display_presets_recall (BlDisplayPresets *self, BlSensorPicture *picture);
void bl_display_presets_keep (BlDisplayPresets *self, const BlSensorPicture *picture);

G_END_DECLS
