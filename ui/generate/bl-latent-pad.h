/* bl-latent-pad.h: two axes of the latent space as a place: the codes of the scene's pixels as
 * a density, the prior as rings, and a point that is dragged. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_LATENT_PAD (bl_latent_pad_get_type ())
G_DECLARE_FINAL_TYPE (BlLatentPad, bl_latent_pad, BL, LATENT_PAD, AdwBin)

/* Signals: "moved" (double x, double y)  a person wants the point there
 *          "axes-changed" ()             other units are shown */
void bl_latent_pad_set_view (BlLatentPad *self, AeView *view);
void bl_latent_pad_set_code (BlLatentPad *self, const float *code);
void bl_latent_pad_get_axes (BlLatentPad *self, guint *x, guint *y);
void bl_latent_pad_set_words (BlLatentPad *self, const char *words);

G_END_DECLS
