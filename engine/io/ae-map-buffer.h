/* ae-map-buffer.h: an image in the sensor's geometry that becomes a map. Not public. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

typedef struct _AeMapBuffer AeMapBuffer;

AeMapBuffer *ae_map_buffer_new (const AeScene *scene, guint bands, GError **error);
void ae_map_buffer_put (AeMapBuffer *self, guint first, guint n_lines, const float *data);
void ae_map_buffer_fill_line (const AeMapBuffer *self, guint line, float *out);
void ae_map_buffer_free (AeMapBuffer *self);

G_END_DECLS
