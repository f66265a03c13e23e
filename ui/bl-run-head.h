/* bl-run-head.h: a run's name and state in a line, with a menu of what can be done with it. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_HEAD (bl_run_head_get_type ())
G_DECLARE_FINAL_TYPE (BlRunHead, bl_run_head, BL, RUN_HEAD, AdwBin)

GtkWidget *bl_run_head_new (BlRunItem *run, GListModel *runs);

G_END_DECLS
