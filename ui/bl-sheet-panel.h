/* bl-sheet-panel.h: many spectra from one latent space: samples, a grid, a line between two. */
#pragma once

#include <adwaita.h>

#include "ae-angles.h"
#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_SHEET_PANEL (bl_sheet_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSheetPanel, bl_sheet_panel, BL, SHEET_PANEL, AdwBin)

void bl_sheet_panel_set_scene (BlSheetPanel *self, AeScene *scene);
void bl_sheet_panel_set_angles (BlSheetPanel *self, AeAngles *angles, double typical_degrees,
                                double most_degrees);
void bl_sheet_panel_set_view (BlSheetPanel *self, AeView *view);
void bl_sheet_panel_set_code (BlSheetPanel *self, const float *code, guint n, guint x, guint y);

G_END_DECLS
