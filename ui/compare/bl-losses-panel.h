/* bl-losses-panel.h: the loss curves of all runs in one plot. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_LOSSES_PANEL (bl_losses_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLossesPanel, bl_losses_panel, BL, LOSSES_PANEL, AdwBin)

void bl_losses_panel_set_runs (BlLossesPanel *self, GListModel *runs);
void bl_losses_panel_refresh (BlLossesPanel *self);

G_END_DECLS
