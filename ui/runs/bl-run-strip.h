/* bl-run-strip.h: the runs, beside each other on all pages, to choose from. */
#pragma once

#include <adwaita.h>

#include "bl-run-item.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_STRIP (bl_run_strip_get_type ())
G_DECLARE_FINAL_TYPE (BlRunStrip, bl_run_strip, BL, RUN_STRIP, AdwBin)

void bl_run_strip_set_runs (BlRunStrip *self, GListModel *runs);
void bl_run_strip_set_active (BlRunStrip *self, BlRunItem *run);
void bl_run_strip_set_is_comparing (BlRunStrip *self, gboolean is_comparing);

G_END_DECLS
