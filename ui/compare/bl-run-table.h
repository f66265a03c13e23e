/* bl-run-table.h: the numbers of all runs and of PCA, to sort, copy and save. */
#pragma once

#include <adwaita.h>

#include "ae-comparison.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_TABLE (bl_run_table_get_type ())
G_DECLARE_FINAL_TYPE (BlRunTable, bl_run_table, BL, RUN_TABLE, AdwBin)

/* Actions: table.copy, table.save */
void bl_run_table_set_rows (BlRunTable *self, GPtrArray *rows);

G_END_DECLS
