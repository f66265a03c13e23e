/* ae-comparison.h: runs and baselines as the rows of one table: which numbers there are, how
 * they are written, which is best. The same in the window and on the command line.
 */
#pragma once

#include <glib.h>

#include "ae-param-info.h"

G_BEGIN_DECLS

/* All terms of the loss but the reconstruction and the KL, which stand in units of their own,
 * and the weight decay. */
#define AE_COMPARISON_N_TERMS (AE_N_TERMS - 5)

/**
 * AeComparisonColumn:
 *
 * Of held-out pixels where there are any. The last is their number.
 */
typedef enum
{
  AE_COMPARISON_PARAMETERS,
  AE_COMPARISON_EPOCHS,
  AE_COMPARISON_SECONDS,
  AE_COMPARISON_SAMPLES_PER_S,
  AE_COMPARISON_MSE,
  AE_COMPARISON_RMSE,
  AE_COMPARISON_TO_PCA,
  AE_COMPARISON_SAM,
  AE_COMPARISON_PSNR_CLEAN,
  AE_COMPARISON_FIRST_TERM, /* and those that follow it */
  AE_COMPARISON_KL = AE_COMPARISON_FIRST_TERM + AE_COMPARISON_N_TERMS,
  AE_COMPARISON_ACTIVE_UNITS,
  AE_COMPARISON_MEAN_ACTIVATION,
  AE_COMPARISON_N_COLUMNS,
} AeComparisonColumn;

/**
 * AeComparisonRow:
 * @name: for people; owned
 * @failure: (nullable): why there are no numbers; owned
 * @is_baseline: PCA of a code size
 * @code: units of the coding layer; 0 while unknown
 * @n_seeds: over how many seeds the values are means; 1 for a single run
 * @values: a column each; NAN where there is no such number
 * @deviations: standard deviations over the seeds; NAN for a single run
 */
typedef struct
{
  char *name;
  char *failure;
  gboolean is_baseline;
  guint code;
  guint n_seeds;
  double values[AE_COMPARISON_N_COLUMNS];
  double deviations[AE_COMPARISON_N_COLUMNS];
} AeComparisonRow;

AeComparisonRow *ae_comparison_row_new (const char *name);
AeComparisonRow *ae_comparison_row_copy (const AeComparisonRow *self);
AeComparisonRow *ae_comparison_row_new_mean (GPtrArray *rows);
void ae_comparison_row_free (gpointer self);
gboolean ae_comparison_row_equal (const AeComparisonRow *a, const AeComparisonRow *b);
#define AE_TYPE_COMPARISON_ROW (ae_comparison_row_get_type ()) /* boxed */
GType ae_comparison_row_get_type (void);

AeComparisonColumn ae_comparison_find_term (AeLossTerm term);
const char *ae_comparison_get_title (AeComparisonColumn column);
const char *ae_comparison_get_key (AeComparisonColumn column);
char *ae_comparison_dup_tooltip (AeComparisonColumn column);
gboolean ae_comparison_is_empty (GPtrArray *rows, AeComparisonColumn column);
gboolean ae_comparison_is_best (GPtrArray *rows, const AeComparisonRow *row,
                                AeComparisonColumn column);
int ae_comparison_compare (const AeComparisonRow *a, const AeComparisonRow *b,
                           AeComparisonColumn column);
char *ae_comparison_dup_cell (const AeComparisonRow *row, AeComparisonColumn column);
char *ae_comparison_dup_csv (GPtrArray *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeComparisonRow, ae_comparison_row_free)

G_END_DECLS
