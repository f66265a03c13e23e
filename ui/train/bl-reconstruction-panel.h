/* bl-reconstruction-panel.h: the pinned pixel before and after the network. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_RECONSTRUCTION_PANEL (bl_reconstruction_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlReconstructionPanel, bl_reconstruction_panel, BL, RECONSTRUCTION_PANEL,
                      AdwBin)

void bl_reconstruction_panel_set_scene (BlReconstructionPanel *self, AeScene *scene);
void bl_reconstruction_panel_set_view (BlReconstructionPanel *self, AeView *view);

G_END_DECLS
