/* bl-compare-page.h: runs side by side, their table, and their curves in one plot. */
#pragma once

#include <adwaita.h>

#include "ae-scene.h"
#include "bl-run-item.h"
#include "bl-selection.h"
#include "bl-sweep-panel.h"
#include "bl-transfer-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_COMPARE_PAGE (bl_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (BlComparePage, bl_compare_page, BL, COMPARE_PAGE, AdwBin)

void bl_compare_page_set_runs (BlComparePage *self, GListModel *runs);
void bl_compare_page_set_scene (BlComparePage *self, AeScene *scene);
void bl_compare_page_set_labels (BlComparePage *self, AeScene *scene);
void bl_compare_page_set_selection (BlComparePage *self, BlSelection *selection);
void bl_compare_page_set_active (BlComparePage *self, BlRunItem *run);
void bl_compare_page_set_pin (BlComparePage *self, guint32 pixel, gboolean has_pin);
BlSweepPanel *bl_compare_page_get_sweep (BlComparePage *self);
BlTransferPanel *bl_compare_page_get_transfer (BlComparePage *self);

G_END_DECLS
