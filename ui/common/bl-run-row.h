/* bl-run-row.h: a run's name and state in a line, with a menu of what can be done with it. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_ROW (bl_run_row_get_type ())
G_DECLARE_FINAL_TYPE (BlRunRow, bl_run_row, BL, RUN_ROW, AdwBin)

GtkWidget *bl_run_row_new (BlRunItem *run, GListModel *runs);

G_END_DECLS
