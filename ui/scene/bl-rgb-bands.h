/* bl-rgb-bands.h: the three bands that a picture is mixed from, read on a worker. */
#pragma once

#include <gio/gio.h>

#include "bl-composite.h"

G_BEGIN_DECLS

typedef struct _BlRgbBands BlRgbBands;

/* On the main thread: another picture can be mixed; complete: it is the one that was asked for.
 */
typedef void (*BlRgbBandsFunc) (gboolean is_complete, gpointer user_data);

BlRgbBands *bl_rgb_bands_new (AeScene *scene, BlRgbBandsFunc changed, gpointer user_data);
void bl_rgb_bands_free (BlRgbBands *self);
void bl_rgb_bands_set_bands (BlRgbBands *self, const guint *bands, guint n);
void bl_rgb_bands_set_cut (BlRgbBands *self, double cut);
guint bl_rgb_bands_get_bands (BlRgbBands *self, guint bands[3]);
gboolean bl_rgb_bands_mix (BlRgbBands *self, guint32 *pixels);
const BlChannel *bl_rgb_bands_peek (BlRgbBands *self, guint channel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlRgbBands, bl_rgb_bands_free)

G_END_DECLS
