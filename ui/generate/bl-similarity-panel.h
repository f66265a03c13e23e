/* bl-similarity-panel.h: where in the scene spectra like the generated one live. */
#pragma once

#include "ae-angles.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SIMILARITY_PANEL (bl_similarity_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSimilarityPanel, bl_similarity_panel, BL, SIMILARITY_PANEL, BlPanel)

/* A click on the picture, or on a nearest pixel, activates win.pin-pixel.
 *
 * Signal "found" (guint pixel, double degrees): what is nearest to the newest spectrum, or, of
 * a scene too large for one frame, to one of the last. */
void bl_similarity_panel_set_angles (BlSimilarityPanel *self, AeAngles *angles);
void bl_similarity_panel_set_spectrum (BlSimilarityPanel *self, const float *spectrum);

G_END_DECLS
