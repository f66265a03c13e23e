/* bl-cli-sweep.c: `bandloom-cli sweep SCENE --factor NAME …`: one run again and again, with its
 * seed, a knob or the size of its code changed.
 */
#include "ae-sweep.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-settings.h"
#include "bl-cli.h"

#include "ae-error.h"
#include "ae-file.h"

#include <math.h>
#include <string.h>

#define MANY_BANDS 8192 /* while the scene is not read: no layer may be wider */

typedef struct
{
  BlCliSettings settings;
  BlCliScene scene;
  char *factor, *csv;
  double from, to;
  int steps, target;
  gboolean as_json;
} Options;

static gboolean
fill (Options *options, guint bands, AeSweep *sweep, AePixelsOptions *pixels, GError **error)
{
  return bl_cli_settings_fill_pixels (&options->settings, pixels, error)
         && bl_cli_settings_fill_spec (&options->settings, bands, &sweep->spec, error)
         && bl_cli_settings_fill_plan (&options->settings, &sweep->spec, &sweep->plan, error)
         && bl_cli_settings_fill_knobs (&options->settings, &sweep->spec, &sweep->hyperparams,
                                        error);
}

static gboolean
begin (Options *options, guint bands, AeSweep *sweep, AePixelsOptions *pixels, GError **error)
{
  if (isnan (options->from) || isnan (options->to))
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                           "say where the sweep begins and ends with --from and --to");
      return FALSE;
    }
  if (!fill (options, bands, sweep, pixels, error)
      || (sweep->factor = ae_sweep_find_factor (options->factor, error)) == NULL)
    {
      if (*error != NULL && g_str_has_prefix ((*error)->message, "“"))
        g_prefix_error (error, "--factor: ");
      return FALSE;
    }
  ae_sweep_space (sweep, options->from, options->to, (guint) MAX (options->steps, 0));
  return ae_sweep_validate (sweep, error);
}

/* ------------------------------------------------------------------ what is told */

static void
progress_cb (guint done, const AeSweepTrial *trial, gpointer user_data)
{
  const Options *options = user_data;
  g_autofree char *rmse = ae_comparison_dup_cell (trial->row, AE_COMPARISON_RMSE);

  if (options->as_json)
    return;
  if (trial->row->failure != NULL)
    bl_cli_line (trial->row->name, "failed: %s", trial->row->failure);
  else
    {
      g_autofree char *angle = ae_comparison_dup_cell (trial->row, AE_COMPARISON_SAM);
      g_autofree char *clean = ae_comparison_dup_cell (trial->row, AE_COMPARISON_PSNR_CLEAN);
      g_autofree char *pca = ae_comparison_dup_cell (trial->baseline, AE_COMPARISON_RMSE);

      bl_cli_line (trial->row->name, "RMSE %s, SAM %s deg, PSNR clean %s dB, %s RMSE %s", rmse,
                   angle, clean, trial->baseline->name, pca);
      if (isfinite (trial->auc))
        bl_cli_line ("", "AUC %.4f, %s AUC %.4f", trial->auc, trial->baseline->name,
                     trial->pca_auc);
    }
}

static void
print_mean (GPtrArray *trials)
{
  g_autoptr (AeComparisonRow) mean = ae_sweep_dup_mean (trials);

  if (mean == NULL)
    return;
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    {
      g_autofree char *cell = ae_comparison_dup_cell (mean, c);

      if (c >= AE_COMPARISON_MSE && isfinite (mean->values[c]))
        bl_cli_line (ae_comparison_get_title (c), "%s", cell);
    }
}

static void
add_row (JsonBuilder *json, const AeComparisonRow *row)
{
  for (guint c = 0; c < AE_COMPARISON_N_COLUMNS; c++)
    bl_cli_json_number (json, ae_comparison_get_key (c), row->values[c]);
}

static void
print_json (const AeSweep *sweep, GPtrArray *trials)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  bl_cli_json_string (json, "factor", sweep->factor->factor);
  json_builder_set_member_name (json, "trials");
  json_builder_begin_array (json);
  for (guint i = 0; i < trials->len; i++)
    {
      const AeSweepTrial *trial = trials->pdata[i];

      json_builder_begin_object (json);
      bl_cli_json_number (json, "value", trial->value);
      bl_cli_json_string (json, "failure", trial->row->failure);
      bl_cli_json_number (json, "pca_rmse",
                          trial->baseline != NULL ? trial->baseline->values[AE_COMPARISON_RMSE]
                                                  : NAN);
      bl_cli_json_number (json, "auc", trial->auc);
      bl_cli_json_number (json, "pca_auc", trial->pca_auc);
      add_row (json, trial->row);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static gboolean
save_csv (const AeSweep *sweep, GPtrArray *trials, const char *path, GError **error)
{
  g_autofree char *text = ae_sweep_dup_csv (sweep, trials);

  return path == NULL || ae_file_write (path, text, strlen (text), error);
}

/* ------------------------------------------------------------------ the command */

/* Which pixels are to be found: NULL where nobody asked. */
static gboolean
read_targets (const Options *options, AeScene *scene, guint8 **is_target, GError **error)
{
  gsize n = 0;

  if (options->target < 0)
    return TRUE;
  *is_target = ae_scene_dup_targets (scene, (guint) options->target, &n);
  if (n > 0 && n < ae_scene_get_n_pixels (scene))
    return TRUE;
  if (*is_target == NULL)
    g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                         "--target needs labels: give them with --labels FILE");
  else
    g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                 "--target %d: %s pixels of the scene bear it; name a label that some bear",
                 options->target, n == 0 ? "no" : "all");
  return FALSE;
}

static int
sweep (Options *options, const char *path)
{
  AeSweep sweep = { 0 };
  AePixelsOptions wanted;
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AePixels) pixels = NULL;
  g_autoptr (GPtrArray) trials = NULL;
  g_autofree guint8 *is_target = NULL;
  GError *error = NULL;

  if (options->factor == NULL)
    return bl_cli_refuse ("sweep: say what changes with --factor, such as --factor noise");
  if (!begin (options, MANY_BANDS, &sweep, &wanted, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if ((scene = bl_cli_scene_open (&options->scene, path, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (!begin (options, ae_scene_get_n_good_bands (scene), &sweep, &wanted, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if (!read_targets (options, scene, &is_target, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  sweep.is_target = is_target;
  if ((pixels = ae_pixels_new (scene, &wanted, NULL, &error)) == NULL
      || (trials = ae_sweep_run (&sweep, pixels, progress_cb, options, NULL, &error)) == NULL
      || !save_csv (&sweep, trials, options->csv, &error))
    return bl_cli_report (error, BL_CLI_FAILED);
  if (options->as_json)
    print_json (&sweep, trials);
  else if (ae_sweep_is_repeat (&sweep))
    print_mean (trials);
  return BL_CLI_OK;
}

/**
 * bl_cli_sweep:
 * @argc: arguments
 * @argv: from "sweep" on
 *
 * Returns: the exit code.
 */
int
bl_cli_sweep (int argc, char **argv)
{
  Options options = { .from = NAN, .to = NAN, .steps = 8, .target = -1 };
  g_autofree char *factors = ae_sweep_dup_factors (" or ");
  g_autofree char *what_changes = g_strconcat ("What changes: ", factors, NULL);
  const GOptionEntry entries[] = {
    { "factor", 'f', 0, G_OPTION_ARG_STRING, &options.factor, what_changes, "NAME" },
    { "from", 0, 0, G_OPTION_ARG_DOUBLE, &options.from, "Its first value", "X" },
    { "to", 0, 0, G_OPTION_ARG_DOUBLE, &options.to, "Its last value", "X" },
    { "steps", 'n', 0, G_OPTION_ARG_INT, &options.steps, "How many values [8]", "N" },
    { "target", 0, 0, G_OPTION_ARG_INT, &options.target,
      "Also how well each trial's errors find what bears this label; 0: any label", "N" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, "Also write the table", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE --factor NAME --from X --to X [OPTIONS of train]",
      "Trains the same run on the same pixels once for each value. Rates and weights are "
      "spaced "
      "in\nequal ratios where both ends are above 0. With --factor seed the mean and the "
      "standard\ndeviation over the seeds come last: a single run says less than it seems "
      "to.\nWith --target the area under the ROC curve of each trial's error map is told, "
      "beside "
      "that of\nPCA of its code size. Labels judge: choose the code size before you look.\n\n"
      "  bandloom-cli sweep demo: --variant denoising --factor noise --from 0 --to 1 --steps "
      "8\n"
      "  bandloom-cli sweep demo: --variant sparse --factor seed --from 1 --to 10 --steps 10\n"
      "  bandloom-cli sweep airport.mat --factor code --from 2 --to 20 --target 0");
  int exit_code = BL_CLI_OK;

  bl_cli_settings_init (&options.settings);
  bl_cli_settings_add_options (&options.settings, context);
  bl_cli_options_add (context, entries);
  bl_cli_scene_add_options (&options.scene, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? sweep (&options, argv[1])
                          : bl_cli_refuse ("sweep takes one scene: a file, or demo:");
  bl_cli_settings_clear (&options.settings);
  bl_cli_scene_clear (&options.scene);
  g_free (options.factor);
  g_free (options.csv);
  return exit_code;
}
