/* bl-run-menu.h: menu of a run: what can be done with it, and its name. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_MENU (bl_run_menu_get_type ())
G_DECLARE_FINAL_TYPE (BlRunMenu, bl_run_menu, BL, RUN_MENU, AdwBin)

GtkWidget *bl_run_menu_new (BlRunItem *run, GListModel *runs);

G_END_DECLS
