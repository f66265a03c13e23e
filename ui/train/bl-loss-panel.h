/* bl-loss-panel.h: the loss curves of a run, live. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_LOSS_PANEL (bl_loss_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLossPanel, bl_loss_panel, BL, LOSS_PANEL, AdwBin)

void bl_loss_panel_set_past (BlLossPanel *self, double epoch);
void bl_loss_panel_set_snapshot (BlLossPanel *self, const AeSnapshot *snapshot);

G_END_DECLS
