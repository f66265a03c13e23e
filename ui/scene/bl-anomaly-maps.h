/* bl-anomaly-maps.h: how unusual each pixel of a scene is, computed on a worker. */
#pragma once

#include <gio/gio.h>

#include "ae-scene.h"

G_BEGIN_DECLS

typedef struct _BlAnomalyMaps BlAnomalyMaps;

/* On the main thread, once: the maps are there, or a sentence why not. */
typedef void (*BlAnomalyMapsFunc) (const char *failure, gpointer user_data);

BlAnomalyMaps *bl_anomaly_maps_new (AeScene *scene, guint codes, BlAnomalyMapsFunc done,
                                    gpointer user_data);
void bl_anomaly_maps_free (BlAnomalyMaps *self);
const float *bl_anomaly_maps_get_rx (BlAnomalyMaps *self);
const float *bl_anomaly_maps_get_residual (BlAnomalyMaps *self);
guint bl_anomaly_maps_get_codes (BlAnomalyMaps *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlAnomalyMaps, bl_anomaly_maps_free)

G_END_DECLS
