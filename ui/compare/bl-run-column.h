/* bl-run-column.h: all that there is to see of one run, from top to bottom. */
#pragma once

#include "bl-run-item.h"
#include "bl-panel.h"
#include "plot-link.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_COLUMN (bl_run_column_get_type ())
G_DECLARE_FINAL_TYPE (BlRunColumn, bl_run_column, BL, RUN_COLUMN, BlPanel)

/**
 * BlColumnLinks:
 *
 * What the columns of a page share: each row's axes. Borrowed.
 */
typedef struct
{
  PlotLink *loss, *latent, *spectrum, *residual, *maps;
} BlColumnLinks;

GtkWidget *bl_run_column_new (BlRunItem *run, const BlColumnLinks *links);
void bl_run_column_unlink (BlRunColumn *self);
BlRunItem *bl_run_column_get_run (BlRunColumn *self);
void bl_run_column_set_is_active (BlRunColumn *self, gboolean is_active);
double bl_run_column_get_error_high (BlRunColumn *self);
void bl_run_column_set_error_high (BlRunColumn *self, double high);
void bl_run_column_refresh (BlRunColumn *self);

G_END_DECLS
