/* bl-overlay-panel.h: the loss curves of all runs in one plot. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_OVERLAY_PANEL (bl_overlay_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlOverlayPanel, bl_overlay_panel, BL, OVERLAY_PANEL, AdwBin)

void bl_overlay_panel_set_runs (BlOverlayPanel *self, GListModel *runs);
void bl_overlay_panel_refresh (BlOverlayPanel *self);

G_END_DECLS
