/* bl-where-panel.h: where in the scene spectra like the generated one live. */
#pragma once

#include <adwaita.h>

#include "ae-angles.h"

G_BEGIN_DECLS

#define BL_TYPE_WHERE_PANEL (bl_where_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlWherePanel, bl_where_panel, BL, WHERE_PANEL, AdwBin)

/* A click on the picture, or on a nearest pixel, activates win.pin-pixel.
 *
 * Signal "found" (guint pixel, double degrees): what is nearest to the newest spectrum, or, of
 * a scene too large for one frame, to one of the last. */
void bl_where_panel_set_scene (BlWherePanel *self, AeScene *scene);
void bl_where_panel_set_angles (BlWherePanel *self, AeAngles *angles);
void bl_where_panel_set_spectrum (BlWherePanel *self, const float *spectrum);

G_END_DECLS
