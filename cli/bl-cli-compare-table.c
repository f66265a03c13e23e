/* bl-cli-compare-table.c: the numbers of compared runs as a table for people, as CSV and as
 * JSON.
 */
#include "bl-cli-compare.h"

#include "ae-file.h"
#include "bl-cli-print.h"

#include <math.h>
#include <string.h>

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

/* ------------------------------------------------------------------ rows */

static gboolean
has_baseline (GPtrArray *rows, guint code)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const AeComparisonRow *row = rows->pdata[i];

      if (row->is_baseline && row->code == code)
        return TRUE;
    }
  return FALSE;
}

static AeComparisonRow *
dup_row (const BlComparedRun *run)
{
  const BlCliTraining *t = run->training;
  AeComparisonRow *row;

  if (t != NULL)
    return ae_evaluation_dup_row (t->result, t->model, run->name, t->epochs, t->seconds,
                                  t->samples_per_s);
  row = ae_comparison_row_new (run->name);
  row->failure = g_strdup (run->failure);
  return row;
}

/* The runs in their order, those that failed too, then PCA of each code size among them. */
static GPtrArray *
list_rows (GPtrArray *runs)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (ae_comparison_row_free);

  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (rows, dup_row (runs->pdata[i]));
  for (guint i = 0; i < runs->len; i++)
    {
      const BlCliTraining *t = ((const BlComparedRun *) runs->pdata[i])->training;

      if (t != NULL && !has_baseline (rows, t->result->code))
        g_ptr_array_add (rows, ae_evaluation_dup_baseline_row (t->result, t->spec.bands));
    }
  return rows;
}

/* ------------------------------------------------------------------ for people */

/* With a star where it is the best of its column. */
static char *
dup_cell (GPtrArray *rows, const AeComparisonRow *row, guint c)
{
  g_autofree char *text = ae_comparison_dup_cell (row, c);

  return g_strconcat (text, ae_comparison_is_best (rows, row, c) ? "*" : "", NULL);
}

static void
add_padded (GString *line, const char *text, guint width)
{
  for (guint i = (guint) g_utf8_strlen (text, -1); i < width; i++)
    g_string_append_c (line, ' ');
  g_string_append (line, text);
}

/* Turned on its side: as many columns as there are runs, a line a number; runs are few. */
static void
print_line (GPtrArray *rows, const guint *widths, const char *title, guint c)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const AeComparisonRow *row = rows->pdata[i];
      g_autofree char *cell
          = c < AE_COMPARISON_N_COLUMNS ? dup_cell (rows, row, c) : g_strdup (row->name);

      g_string_append (line, "  ");
      add_padded (line, cell, widths[i]);
    }
  bl_cli_line (title, "%s", line->str);
}

static guint *
measure_widths (GPtrArray *rows)
{
  guint *widths = g_new0 (guint, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    {
      const AeComparisonRow *row = rows->pdata[i];

      widths[i] = (guint) g_utf8_strlen (row->name, -1);
      for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
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
  g_autoptr (GPtrArray) rows = list_rows (runs);
  g_autofree guint *widths = measure_widths (rows);

  bl_cli_title (title);
  print_line (rows, widths, "", AE_COMPARISON_N_COLUMNS);
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    if (!ae_comparison_is_empty (rows, c))
      print_line (rows, widths, ae_comparison_get_title (c), c);
  for (guint i = 0; i < rows->len; i++)
    {
      const AeComparisonRow *row = rows->pdata[i];

      if (row->failure != NULL)
        bl_cli_line ("failed", "%s: %s", row->name, row->failure);
    }
}

/* ------------------------------------------------------------------ for programs */

/**
 * bl_cli_compare_save_csv:
 * @runs: (element-type BlComparedRun)
 * @path: replaced
 * @error: AE_ERROR_IO
 *
 * Writes what ae_comparison_dup_csv() makes of the table.
 *
 * Returns: whether it is written.
 */
gboolean
bl_cli_compare_save_csv (GPtrArray *runs, const char *path, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (runs);
  g_autofree char *text = ae_comparison_dup_csv (rows);

  return ae_file_write (path, text, strlen (text), error);
}

static void
add_baseline (JsonBuilder *json, GPtrArray *runs)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (ae_comparison_row_free);

  json_builder_set_member_name (json, "baseline");
  json_builder_begin_array (json);
  for (guint i = 0; i < runs->len; i++)
    {
      const BlCliTraining *t = ((const BlComparedRun *) runs->pdata[i])->training;
      AeComparisonRow *row;

      if (t == NULL || has_baseline (seen, t->result->code))
        continue;
      g_ptr_array_add (seen, row = ae_evaluation_dup_baseline_row (t->result, t->spec.bands));
      json_builder_begin_object (json);
      bl_cli_json_int (json, "code", t->result->code);
      bl_cli_json_number (json, "parameters", row->values[AE_COMPARISON_PARAMETERS]);
      bl_cli_json_number (json, "pca_mse", t->result->training.pca_mse);
      bl_cli_json_number (json, "pca_rmse", sqrt (t->result->training.pca_mse));
      bl_cli_json_number (json, "pca_val_rmse", sqrt (t->result->validation.pca_mse));
      bl_cli_json_number (json, "pca_psnr_clean_db", row->values[AE_COMPARISON_PSNR_CLEAN]);
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
  add_baseline (json, runs);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}
