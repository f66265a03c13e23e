/* bl-generated-panel.h: the spectrum that a code stands for, in scene units, beside the pixel
 * that is most like it. */
#pragma once

#include "ae-angles.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_GENERATED_PANEL (bl_generated_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlGeneratedPanel, bl_generated_panel, BL, GENERATED_PANEL, BlPanel)

/* Signal "band-toggled" (): whether the band is wanted has changed. */
void bl_generated_panel_set_spectrum (BlGeneratedPanel *self, const float *spectrum,
                                      const float *nearest, AeAngles *angles);
void bl_generated_panel_set_band (BlGeneratedPanel *self, const float *low, const float *high);
gboolean bl_generated_panel_get_wants_band (BlGeneratedPanel *self);

void bl_generated_panel_set_has_spread (BlGeneratedPanel *self, gboolean has_spread);

G_END_DECLS
