/* bl-reconstruction-panel.h: the pinned pixel before and after the network. */
#pragma once

#include "ae-view.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_RECONSTRUCTION_PANEL (bl_reconstruction_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlReconstructionPanel, bl_reconstruction_panel, BL, RECONSTRUCTION_PANEL,
                      BlPanel)

void bl_reconstruction_panel_set_view (BlReconstructionPanel *self, AeView *view);

G_END_DECLS
