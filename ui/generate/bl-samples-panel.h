/* bl-samples-panel.h: many spectra from one latent space: samples, a grid, a line between two.
 */
#pragma once

#include "ae-angles.h"
#include "ae-view.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SAMPLES_PANEL (bl_samples_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSamplesPanel, bl_samples_panel, BL, SAMPLES_PANEL, BlPanel)

void bl_samples_panel_set_angles (BlSamplesPanel *self, AeAngles *angles,
                                  double typical_degrees, double most_degrees);
void bl_samples_panel_set_view (BlSamplesPanel *self, AeView *view);
void bl_samples_panel_set_code (BlSamplesPanel *self, const float *code, guint n, guint x,
                                guint y);

G_END_DECLS
