/* ae-comparison.c: one list of columns serves the table of the window, that of the command line
 * and the file.
 */
#include "ae-comparison.h"

#include <math.h>

/* What is better: more, less, or neither. */
typedef enum
{
  NEITHER,
  LESS,
  MORE,
} Better;

typedef struct
{
  const char *title, *key, *format;
  Better better;
  const char *help, *source;
} Column;

static const Column fixed_columns[AE_COMPARISON_N_COLUMNS] = {
  [AE_COMPARISON_PARAMETERS]
  = { "parameters", "parameters", "%.0f", NEITHER,
      "Weights and biases that are learned; tied weights count once" },
  [AE_COMPARISON_EPOCHS]
  = { "epochs", "epochs", "%.0f", NEITHER, "How often each training pixel was seen" },
  [AE_COMPARISON_SECONDS]
  = { "seconds", "seconds", "%.1f", NEITHER, "Time of training, pauses left out" },
  [AE_COMPARISON_SAMPLES_PER_S]
  = { "samples/s", "samples_per_s", "%.0f", MORE, "Pixels in a second of training" },
  [AE_COMPARISON_MSE]
  = { "MSE", "mse", "%.3g", LESS,
      "Mean squared error over held-out pixels and bands, in scaled units: mean of (x̂ − x)²" },
  [AE_COMPARISON_RMSE]
  = { "RMSE", "rmse", "%.3g", LESS,
      "Root mean squared error over held-out pixels and bands, in scaled units: √MSE" },
  [AE_COMPARISON_TO_PCA]
  = { "beside PCA", "rmse_to_pca", "%.3g", LESS,
      "RMSE beside that of PCA with as many codes, the best linear undercomplete answer",
      "Baldi and Hornik, Neural networks and principal component analysis, 1989" },
  [AE_COMPARISON_SAM]
  = { "SAM deg", "sam_deg", "%.3g", LESS,
      "Spectral angle between a pixel and its reconstruction, a mean in degrees of "
      "arccos (x · x̂ / ‖x‖ ‖x̂‖), in the scene's units",
      "Kruse et al., The spectral image processing system, 1993" },
  [AE_COMPARISON_PSNR_CLEAN]
  = { "PSNR clean", "psnr_clean_db", "%.1f", MORE,
      "Peak signal-to-noise ratio of the reconstruction against the scene without noise, in "
      "decibels: 10 lg (peak² / MSE)" },
  [AE_COMPARISON_KL]
  = { "KL nats", "kl_nats", "%.3g", NEITHER,
      "Divergence of the posterior from the prior, summed over the units of the code: "
      "KL (q (z|x) ‖ N (0, 1))",
      "Kingma and Welling, Auto-encoding variational Bayes, 2014" },
  [AE_COMPARISON_ACTIVE_UNITS]
  = { "active", "active_units", "%.0f", NEITHER,
      "Units of the code that vary from pixel to pixel; the others say nothing" },
  [AE_COMPARISON_MEAN_ACTIVATION]
  = { "activation", "mean_activation", "%.3g", NEITHER,
      "Mean activation of the coding layer over pixels and units, which the sparse variant "
      "draws to its target" },
};

static Column
get_column (guint column)
{
  guint place = AE_COMPARISON_FIRST_TERM;

  for (guint t = 0; t < AE_N_TERMS; t++)
    {
      const AeTermInfo *info = ae_term_info_get (t);

      if (info->column != NULL && place++ == column)
        return (Column){ info->title, info->key, "%.3g", NEITHER, info->column, info->hint };
    }
  return fixed_columns[column];
}

static void
free_row (AeComparisonRow *self)
{
  ae_comparison_row_free (self);
}

static AeComparisonRow *
copy_row (AeComparisonRow *self)
{
  return ae_comparison_row_copy (self);
}

G_DEFINE_BOXED_TYPE (AeComparisonRow, ae_comparison_row, copy_row, free_row)

static gboolean
is_same_number (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

/**
 * ae_comparison_row_equal:
 * @a: (nullable): a row
 * @b: (nullable): another
 *
 * Returns: whether both say the same; no number is the same as no number.
 */
gboolean
ae_comparison_row_equal (const AeComparisonRow *a, const AeComparisonRow *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    if (!is_same_number (a->values[c], b->values[c])
        || !is_same_number (a->deviations[c], b->deviations[c]))
      return FALSE;
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->failure, b->failure) == 0
         && a->is_baseline == b->is_baseline && a->code == b->code && a->n_seeds == b->n_seeds;
}

/**
 * ae_comparison_find_term:
 * @term: a term of the loss
 *
 * Returns: its column; the number of columns where it has none.
 */
AeComparisonColumn
ae_comparison_find_term (AeLossTerm term)
{
  guint column = AE_COMPARISON_FIRST_TERM;

  if (ae_term_info_get (term)->column == NULL)
    return AE_COMPARISON_N_COLUMNS;
  for (guint t = 0; t < term; t++)
    column += ae_term_info_get (t)->column != NULL;
  return column;
}

/**
 * ae_comparison_row_new:
 * @name: copied
 *
 * Returns: (transfer full): a row without numbers.
 */
AeComparisonRow *
ae_comparison_row_new (const char *name)
{
  AeComparisonRow *self = g_new0 (AeComparisonRow, 1);

  self->name = g_strdup (name);
  self->n_seeds = 1;
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    self->values[c] = self->deviations[c] = NAN;
  return self;
}

/**
 * ae_comparison_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): another that says the same.
 */
AeComparisonRow *
ae_comparison_row_copy (const AeComparisonRow *self)
{
  AeComparisonRow *copy = g_memdup2 (self, sizeof *self);

  copy->name = g_strdup (self->name);
  copy->failure = g_strdup (self->failure);
  return copy;
}

/* Mean and standard deviation (n − 1) of a column; both NAN where a row has no number. */
static void
summarize (GPtrArray *rows, guint column, double *mean, double *deviation)
{
  double sum = 0, squares = 0;

  for (guint i = 0; i < rows->len; i++)
    sum += ((const AeComparisonRow *) rows->pdata[i])->values[column];
  *mean = sum / rows->len;
  for (guint i = 0; i < rows->len; i++)
    {
      double d = ((const AeComparisonRow *) rows->pdata[i])->values[column] - *mean;

      squares += d * d;
    }
  *deviation = rows->len > 1 ? sqrt (squares / (rows->len - 1)) : NAN;
}

/**
 * ae_comparison_row_new_mean:
 * @rows: (element-type AeComparisonRow): the same run with different seeds, at least one
 *
 * Returns: (transfer full): their means, with the standard deviations (n − 1) beside them; the
 * name of the first.
 */
AeComparisonRow *
ae_comparison_row_new_mean (GPtrArray *rows)
{
  AeComparisonRow *self = ae_comparison_row_copy (rows->pdata[0]);

  self->n_seeds = rows->len;
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    summarize (rows, c, &self->values[c], &self->deviations[c]);
  return self;
}

/**
 * ae_comparison_row_free:
 * @self: (transfer full) (nullable): an #AeComparisonRow
 */
void
ae_comparison_row_free (gpointer self)
{
  AeComparisonRow *row = self;

  if (row == NULL)
    return;
  g_free (row->name);
  g_free (row->failure);
  g_free (row);
}

/**
 * ae_comparison_get_title:
 * @column: a column
 *
 * Returns: (transfer none): its head, for people.
 */
const char *
ae_comparison_get_title (AeComparisonColumn column)
{
  return get_column (column).title;
}

/**
 * ae_comparison_get_key:
 * @column: a column
 *
 * Returns: (transfer none): its head in files.
 */
const char *
ae_comparison_get_key (AeComparisonColumn column)
{
  return get_column (column).key;
}

/**
 * ae_comparison_dup_tooltip:
 * @column: a column
 *
 * Returns: (transfer full): what it is: a sentence, with the formula where there is one, and
 * below it where it was published or, of a term of the loss, how it is computed.
 */
char *
ae_comparison_dup_tooltip (AeComparisonColumn column)
{
  Column of = get_column (column);

  return g_strconcat (of.help, ".", of.source != NULL ? "\n" : NULL, of.source, NULL);
}

/**
 * ae_comparison_is_empty:
 * @rows: (element-type AeComparisonRow): of a table
 * @column: a column
 *
 * Returns: whether no row has such a number.
 */
gboolean
ae_comparison_is_empty (GPtrArray *rows, AeComparisonColumn column)
{
  for (guint i = 0; i < rows->len; i++)
    if (isfinite (((const AeComparisonRow *) rows->pdata[i])->values[column]))
      return FALSE;
  return TRUE;
}

/**
 * ae_comparison_is_best:
 * @rows: (element-type AeComparisonRow): of a table
 * @row: one of them
 * @column: a column
 *
 * Returns: whether no other row is better there; never where more is neither better nor worse,
 * and never of a single number.
 */
gboolean
ae_comparison_is_best (GPtrArray *rows, const AeComparisonRow *row, AeComparisonColumn column)
{
  double value = row->values[column];
  guint n = 0;

  if (get_column (column).better == NEITHER || !isfinite (value))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      double other = ((const AeComparisonRow *) rows->pdata[i])->values[column];

      if (get_column (column).better == LESS ? other < value : other > value)
        return FALSE;
      n += isfinite (other) ? 1 : 0;
    }
  return n > 1;
}

/**
 * ae_comparison_compare:
 * @a: a row
 * @b: another
 * @column: by which
 *
 * For sorting: what has no number is always last, whatever the direction should be.
 *
 * Returns: below, at or above 0.
 */
int
ae_comparison_compare (const AeComparisonRow *a, const AeComparisonRow *b,
                       AeComparisonColumn column)
{
  double x = a->values[column], y = b->values[column];

  if (!isfinite (x) || !isfinite (y))
    return (isfinite (x) ? 0 : 1) - (isfinite (y) ? 0 : 1);
  return (x > y) - (x < y);
}

/* "12 % below PCA-20" */
static char *
dup_beside_pca (const AeComparisonRow *row)
{
  double change = 100.0 * (row->values[AE_COMPARISON_TO_PCA] - 1.0);
  double spread = 100.0 * row->deviations[AE_COMPARISON_TO_PCA];
  const char *format = fabs (change) < 9.95 ? "%.1f" : "%.0f";
  char value[G_ASCII_DTOSTR_BUF_SIZE], deviation[G_ASCII_DTOSTR_BUF_SIZE];
  gboolean is_mean = isfinite (spread) && spread > 0;

  g_ascii_formatd (value, sizeof value, format, fabs (change));
  g_ascii_formatd (deviation, sizeof deviation, format, is_mean ? spread : 0.0);
  return g_strdup_printf ("%s%s%s %% %s PCA-%u", value, is_mean ? " ± " : "",
                          is_mean ? deviation : "", change <= 0 ? "below" : "above", row->code);
}

/**
 * ae_comparison_dup_cell:
 * @row: a row
 * @column: a column
 *
 * Returns: (transfer full): the number with a point whatever the locale, "±" and its deviation
 * where it is a mean of different ones, and a dash where there is none; beside PCA in words.
 */
char *
ae_comparison_dup_cell (const AeComparisonRow *row, AeComparisonColumn column)
{
  char value[G_ASCII_DTOSTR_BUF_SIZE], deviation[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (row->values[column]))
    return g_strdup ("–");
  if (column == AE_COMPARISON_TO_PCA)
    return dup_beside_pca (row);
  g_ascii_formatd (value, sizeof value, get_column (column).format, row->values[column]);
  if (!isfinite (row->deviations[column]) || row->deviations[column] == 0)
    return g_strdup (value);
  g_ascii_formatd (deviation, sizeof deviation, get_column (column).format,
                   row->deviations[column]);
  return g_strconcat (value, " ± ", deviation, NULL);
}

/* ------------------------------------------------------------------ the file */

static void
add_text (GString *out, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (out, "\"%s\"", doubled);
}

static void
add_number (GString *out, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (out, ',');
  if (isfinite (value))
    g_string_append (out, g_ascii_dtostr (text, sizeof text, value));
}

/**
 * ae_comparison_dup_csv:
 * @rows: (element-type AeComparisonRow): of a table
 *
 * Writes a line a row with all digits, a point whatever the locale, and an empty field where
 * there is no such number; after each column that of its standard deviation over the seeds,
 * named _sd, where a row is a mean.
 *
 * Returns: (transfer full): the file's text, head and newline at the end included.
 */
char *
ae_comparison_dup_csv (GPtrArray *rows)
{
  GString *out = g_string_new ("name");
  gboolean has_means = FALSE;

  for (guint i = 0; i < rows->len; i++)
    has_means = has_means || ((const AeComparisonRow *) rows->pdata[i])->n_seeds > 1;
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    {
      g_string_append_printf (out, ",%s", get_column (c).key);
      if (has_means)
        g_string_append_printf (out, ",%s_sd", get_column (c).key);
    }
  g_string_append (out, has_means ? ",seeds,failure\n" : ",failure\n");
  for (guint i = 0; i < rows->len; i++)
    {
      const AeComparisonRow *row = rows->pdata[i];

      add_text (out, row->name);
      for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
        {
          add_number (out, row->values[c]);
          if (has_means)
            add_number (out, row->deviations[c]);
        }
      if (has_means)
        g_string_append_printf (out, ",%u", row->n_seeds);
      g_string_append_c (out, ',');
      if (row->failure != NULL)
        add_text (out, row->failure);
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}
