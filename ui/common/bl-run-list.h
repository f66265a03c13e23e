/* bl-run-list.h: the runs as a list to choose the active one from. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_LIST (bl_run_list_get_type ())
G_DECLARE_FINAL_TYPE (BlRunList, bl_run_list, BL, RUN_LIST, AdwBin)

void bl_run_list_set_runs (BlRunList *self, GListModel *runs);
void bl_run_list_set_active (BlRunList *self, BlRunItem *run);

G_END_DECLS
