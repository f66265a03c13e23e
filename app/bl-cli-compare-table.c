/* bl-cli-compare-table.c: the numbers of compared runs as a table for people, as CSV and as
 * JSON. One list of columns serves all three.
 */
#include "bl-cli-compare.h"

#include "ae-error.h"
#include "bl-cli-print.h"

#include <math.h>
#include <string.h>

/* What is better: more, less, or neither. */
typedef enum
{
  NEITHER,
  LESS,
  MORE,
} Better;

/* A row: a run, or PCA of some code size, told by a run that has it. */
typedef struct
{
  const BlComparedRun *run;
  gboolean is_pca;
} Row;

typedef struct
{
  const char *title, *key;
  const char *format;
  Better better;
  double (*get) (const Row *row);
} Column;

/**
 * bl_compared_run_new:
 *
 * Returns: (transfer full): a run of nothing yet.
 */
BlComparedRun *
bl_compared_run_new (void)
{
  return g_new0 (BlComparedRun, 1);
}

/**
 * bl_compared_run_free:
 * @run: (transfer full): a #BlComparedRun
 */
void
bl_compared_run_free (gpointer run)
{
  BlComparedRun *self = run;

  g_free (self->name);
  g_clear_pointer (&self->training, bl_cli_training_free);
  g_free (self->failure);
  g_free (self);
}

/* ------------------------------------------------------------------ columns */

/* Held-out pixels judge, where there are any. */
static const AeResultPart *
judge (const Row *row)
{
  const AeResult *result = row->run->training->result;

  return result->validation.n > 0 ? &result->validation : &result->training;
}

static double
get_parameters (const Row *row)
{
  const BlCliTraining *t = row->run->training;

  /* The axes and the mean. */
  if (row->is_pca)
    return (t->result->code + 1.0) * t->spec.bands;
  return (double) ae_model_get_n_parameters (t->model);
}

static double
get_epochs (const Row *row)
{
  return row->is_pca ? NAN : row->run->training->epochs;
}

static double
get_seconds (const Row *row)
{
  return row->is_pca ? NAN : row->run->training->seconds;
}

static double
get_rate (const Row *row)
{
  return row->is_pca ? NAN : row->run->training->samples_per_s;
}

static double
get_mse (const Row *row)
{
  return row->is_pca ? judge (row)->pca_mse : judge (row)->mse;
}

static double
get_rmse (const Row *row)
{
  return row->is_pca ? sqrt (judge (row)->pca_mse) : judge (row)->rmse;
}

static double
get_angle (const Row *row)
{
  return row->is_pca ? NAN : judge (row)->sam_deg;
}

static double
get_clean (const Row *row)
{
  return row->is_pca ? judge (row)->pca_psnr_clean_db : judge (row)->psnr_clean_db;
}

static double
get_sparsity (const Row *row)
{
  const BlCliTraining *t = row->run->training;

  return row->is_pca || !(t->spec.variants & AE_VARIANT_SPARSE)
             ? NAN
             : t->result->training.loss.sparsity;
}

static double
get_kl (const Row *row)
{
  const AeResult *result = row->run->training->result;
  double sum = 0;

  if (row->is_pca || result->kl_per_unit == NULL)
    return NAN;
  for (guint j = 0; j < result->code; j++)
    sum += result->kl_per_unit[j];
  return sum;
}

static double
get_active (const Row *row)
{
  return row->is_pca ? row->run->training->result->code
                     : row->run->training->result->active_units;
}

static double
get_activation (const Row *row)
{
  return row->is_pca ? NAN : row->run->training->result->mean_activation;
}

static const Column columns[] = {
  { "parameters", "parameters", "%.0f", NEITHER, get_parameters },
  { "epochs", "epochs", "%.0f", NEITHER, get_epochs },
  { "seconds", "seconds", "%.2f", NEITHER, get_seconds },
  { "samples/s", "samples_per_s", "%.0f", MORE, get_rate },
  { "MSE", "mse", "%.6g", LESS, get_mse },
  { "RMSE", "rmse", "%.6f", LESS, get_rmse },
  { "SAM deg", "sam_deg", "%.4f", LESS, get_angle },
  { "PSNR clean", "psnr_clean_db", "%.2f", MORE, get_clean },
  { "sparsity", "sparsity", "%.4g", NEITHER, get_sparsity },
  { "KL nats", "kl_nats", "%.3f", NEITHER, get_kl },
  { "active", "active_units", "%.0f", NEITHER, get_active },
  { "activation", "mean_activation", "%.4f", NEITHER, get_activation },
};

#define N_COLUMNS G_N_ELEMENTS (columns)

/* ------------------------------------------------------------------ rows */

static gboolean
has_code (const GArray *rows, guint code)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);

      if (row->is_pca && row->run->training->result->code == code)
        return TRUE;
    }
  return FALSE;
}

/* The runs in their order, those that failed too, then PCA of each code size among them. */
static GArray *
list_rows (GPtrArray *runs)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  for (guint i = 0; i < runs->len; i++)
    {
      Row row = { runs->pdata[i], FALSE };

      g_array_append_val (rows, row);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      Row row = { runs->pdata[i], TRUE };

      if (row.run->training != NULL && !has_code (rows, row.run->training->result->code))
        g_array_append_val (rows, row);
    }
  return rows;
}

static double
get_value (const Row *row, guint c)
{
  return row->run->training != NULL ? columns[c].get (row) : NAN;
}

static gboolean
is_best (const GArray *rows, guint c, double value)
{
  if (columns[c].better == NEITHER || !isfinite (value))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      double other = get_value (&g_array_index (rows, Row, i), c);

      if (columns[c].better == LESS ? other < value : other > value)
        return FALSE;
    }
  return TRUE;
}

static char *
dup_name (const Row *row)
{
  if (row->is_pca)
    return g_strdup_printf ("PCA-%u", row->run->training->result->code);
  return g_strdup (row->run->name);
}

/* ------------------------------------------------------------------ for people */

/* With a star where it is the best of its column; a dash where there is no such number. */
static char *
dup_cell (const GArray *rows, const Row *row, guint c)
{
  double value = get_value (row, c);
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return g_strdup ("–");
  g_ascii_formatd (text, sizeof text, columns[c].format, value);
  return g_strconcat (text, is_best (rows, c, value) ? "*" : "", NULL);
}

static gboolean
is_empty (const GArray *rows, guint c)
{
  for (guint i = 0; i < rows->len; i++)
    if (isfinite (get_value (&g_array_index (rows, Row, i), c)))
      return FALSE;
  return TRUE;
}

static void
add_padded (GString *line, const char *text, guint width, gboolean left)
{
  guint n = (guint) g_utf8_strlen (text, -1);

  if (left)
    g_string_append (line, text);
  for (guint i = n; i < width; i++)
    g_string_append_c (line, ' ');
  if (!left)
    g_string_append (line, text);
}

/* Turned on its side: as many columns as there are runs, a line a number; runs are few. */
static void
print_line (const GArray *rows, const guint *widths, const char *title, guint c)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *cell = c < N_COLUMNS ? dup_cell (rows, row, c) : dup_name (row);

      g_string_append (line, "  ");
      add_padded (line, cell, widths[i], FALSE);
    }
  bl_cli_line (title, "%s", line->str);
}

static guint *
measure_widths (const GArray *rows)
{
  guint *widths = g_new0 (guint, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *name = dup_name (row);

      widths[i] = (guint) g_utf8_strlen (name, -1);
      for (guint c = 0; c < N_COLUMNS; c++)
        {
          g_autofree char *cell = dup_cell (rows, row, c);

          widths[i] = MAX (widths[i], (guint) g_utf8_strlen (cell, -1));
        }
    }
  return widths;
}

/**
 * bl_cli_compare_print:
 * @runs: (element-type BlComparedRun)
 * @title: above the table
 *
 * Prints the table: a column a run and a code size of PCA, a line a number.
 */
void
bl_cli_compare_print (GPtrArray *runs, const char *title)
{
  g_autoptr (GArray) rows = list_rows (runs);
  g_autofree guint *widths = measure_widths (rows);

  bl_cli_title (title);
  print_line (rows, widths, "", N_COLUMNS);
  for (guint c = 0; c < N_COLUMNS; c++)
    if (!is_empty (rows, c))
      print_line (rows, widths, columns[c].title, c);
  for (guint i = 0; i < runs->len; i++)
    {
      const BlComparedRun *run = runs->pdata[i];

      if (run->failure != NULL)
        bl_cli_line ("failed", "%s: %s", run->name, run->failure);
    }
}

/* ------------------------------------------------------------------ for programs */

static void
add_field (GString *out, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", parts);

  g_string_append_printf (out, "\"%s\"", doubled);
}

/**
 * bl_cli_compare_save_csv:
 * @runs: (element-type BlComparedRun)
 * @path: replaced
 * @error: AE_ERROR_IO
 *
 * Writes a line a run and code size of PCA; an empty field where there is no such number, and
 * numbers with a point whatever the locale.
 *
 * Returns: whether it is written.
 */
gboolean
bl_cli_compare_save_csv (GPtrArray *runs, const char *path, GError **error)
{
  g_autoptr (GArray) rows = list_rows (runs);
  g_autoptr (GString) out = g_string_new ("name");
  g_autoptr (GError) cause = NULL;

  for (guint c = 0; c < N_COLUMNS; c++)
    g_string_append_printf (out, ",%s", columns[c].key);
  g_string_append (out, ",failure\n");
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autofree char *name = dup_name (row);
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      add_field (out, name);
      for (guint c = 0; c < N_COLUMNS; c++)
        {
          double value = get_value (row, c);

          g_string_append_printf (
              out, ",%s", isfinite (value) ? g_ascii_dtostr (text, sizeof text, value) : "");
        }
      g_string_append_c (out, ',');
      if (row->run->failure != NULL)
        add_field (out, row->run->failure);
      g_string_append_c (out, '\n');
    }
  if (g_file_set_contents (path, out->str, (gssize) out->len, &cause))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_IO, "%s could not be written: %s.", path,
               cause->message);
  return FALSE;
}

static void
add_baseline (JsonBuilder *json, const GArray *rows)
{
  json_builder_set_member_name (json, "baseline");
  json_builder_begin_array (json);
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      const AeResult *result;

      if (!row->is_pca)
        continue;
      result = row->run->training->result;
      json_builder_begin_object (json);
      bl_cli_json_int (json, "code", result->code);
      bl_cli_json_number (json, "parameters", get_parameters (row));
      bl_cli_json_number (json, "pca_mse", result->training.pca_mse);
      bl_cli_json_number (json, "pca_rmse", sqrt (result->training.pca_mse));
      bl_cli_json_number (json, "pca_val_rmse", sqrt (result->validation.pca_mse));
      bl_cli_json_number (json, "pca_psnr_clean_db", get_clean (row));
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

/**
 * bl_cli_compare_print_json:
 * @runs: (element-type BlComparedRun)
 *
 * Prints one object: `runs`, each with its name and the members of `train`, or with `failure`;
 * and `baseline`.
 */
void
bl_cli_compare_print_json (GPtrArray *runs)
{
  g_autoptr (GArray) rows = list_rows (runs);
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  json_builder_set_member_name (json, "runs");
  json_builder_begin_array (json);
  for (guint i = 0; i < runs->len; i++)
    {
      const BlComparedRun *run = runs->pdata[i];

      json_builder_begin_object (json);
      bl_cli_json_string (json, "name", run->name);
      bl_cli_json_string (json, "failure", run->failure);
      if (run->training != NULL)
        bl_cli_training_add_json (run->training, json);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  add_baseline (json, rows);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}
