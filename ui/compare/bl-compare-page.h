/* bl-compare-page.h: runs side by side, their table, and their curves in one plot. */
#pragma once

#include "ae-scene.h"
#include "bl-run-item.h"
#include "bl-panel.h"
#include "bl-sweep-panel.h"
#include "bl-transfer-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_COMPARE_PAGE (bl_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (BlComparePage, bl_compare_page, BL, COMPARE_PAGE, BlPanel)

void bl_compare_page_set_runs (BlComparePage *self, GListModel *runs);
void bl_compare_page_set_active (BlComparePage *self, BlRunItem *run);
BlSweepPanel *bl_compare_page_get_sweep (BlComparePage *self);
BlTransferPanel *bl_compare_page_get_transfer (BlComparePage *self);

G_END_DECLS
