/* bl-run-label.h: label of a run: its colour and marker, its name, and how far it has come. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_LABEL (bl_run_label_get_type ())
G_DECLARE_FINAL_TYPE (BlRunLabel, bl_run_label, BL, RUN_LABEL, AdwBin)

GtkWidget *bl_run_label_new (BlRunItem *run);

G_END_DECLS
