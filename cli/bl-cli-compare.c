/* bl-cli-compare.c: `bandloom-cli compare SCENE --run 'OPTIONS' …`: several trainings on the
 * same pixels, in the same batches where their seeds are the same, in one table, with the best
 * linear answers of the same code sizes. How the table looks is in bl-cli-compare-table.c.
 */
#include "bl-cli-compare.h"

#include "ae-error.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-settings.h"
#include "bl-cli.h"

#include <string.h>

#define MOST_RUNS  64
#define MANY_BANDS 8192 /* while the scene is not read: no layer may be wider */

typedef struct
{
  char **runs, *csv;
  BlCliScene scene;
  gboolean as_json;
} Options;

/* One --run, parsed. */
typedef struct
{
  BlCliSettings settings;
  char *name;
} Wish;

static void
wish_clear (gpointer data)
{
  Wish *wish = data;

  bl_cli_settings_clear (&wish->settings);
  g_free (wish->name);
}

/* ------------------------------------------------------------------ what was asked for */

/* The same options as those of `train`, and a name. */
static gboolean
parse_run (const char *text, Wish *wish, GError **error)
{
  const GOptionEntry entries[]
      = { { "name", 0, 0, G_OPTION_ARG_STRING, &wish->name, NULL, NULL }, { NULL } };
  g_autoptr (GOptionContext) context = bl_cli_options_new ("", "");
  g_autofree char *line = g_strconcat ("run ", text, NULL);
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) cause = NULL;

  bl_cli_settings_init (&wish->settings);
  bl_cli_settings_add_options (&wish->settings, context);
  bl_cli_options_add (context, entries);
  if (g_shell_parse_argv (line, NULL, &words, &cause)
      && g_option_context_parse_strv (context, &words, &cause) && g_strv_length (words) == 1)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "--run “%s”: %s", text,
               cause != NULL ? cause->message : "only options belong there, no other words");
  return FALSE;
}

static GArray *
parse_runs (char **texts, GError **error)
{
  GArray *wishes = g_array_new (FALSE, TRUE, sizeof (Wish));
  guint n = texts != NULL ? g_strv_length (texts) : 0;

  g_array_set_clear_func (wishes, wish_clear);
  g_array_set_size (wishes, MIN (n, MOST_RUNS));
  if (n > MOST_RUNS)
    g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "--run: %u given; at most %u go in a table",
                 n, MOST_RUNS);
  for (guint i = 0; i < wishes->len && n <= MOST_RUNS; i++)
    if (!parse_run (texts[i], &g_array_index (wishes, Wish, i), error))
      break;
  return wishes;
}

static gboolean
fill (const Wish *wish, guint bands, BlComparedRun *run, AePixelsOptions *pixels,
      GError **error)
{
  return bl_cli_settings_fill_pixels (&wish->settings, pixels, error)
         && bl_cli_settings_fill_spec (&wish->settings, bands, &run->spec, error)
         && bl_cli_settings_fill_plan (&wish->settings, &run->spec, &run->plan, error)
         && bl_cli_settings_fill_knobs (&wish->settings, &run->spec, &run->hyperparams, error);
}

/* ------------------------------------------------------------------ training */

/* Pixels that were made for a run before serve all that ask for the same ones. */
typedef struct
{
  AePixelsOptions options;
  AePixels *pixels;
} Prepared;

static void
prepared_clear (gpointer data)
{
  g_clear_pointer (&((Prepared *) data)->pixels, ae_pixels_unref);
}

static gboolean
are_same (const AePixelsOptions *a, const AePixelsOptions *b)
{
  return a->seed == b->seed && a->validation == b->validation && a->split == b->split
         && a->scaling == b->scaling && a->max_pixels == b->max_pixels;
}

static AePixels *
get_pixels (GArray *prepared, AeScene *scene, const AePixelsOptions *options, GError **error)
{
  Prepared made = { .options = *options };

  for (guint i = 0; i < prepared->len; i++)
    if (are_same (&g_array_index (prepared, Prepared, i).options, options))
      return g_array_index (prepared, Prepared, i).pixels;
  made.pixels = ae_pixels_new (scene, options, NULL, error);
  if (made.pixels != NULL)
    g_array_append_val (prepared, made);
  return made.pixels;
}

/* A run that fails says so in its row, and the others go on. */
static void
train_run (BlComparedRun *run, AePixels *pixels)
{
  g_autoptr (GError) error = NULL;

  run->training
      = bl_cli_training_run (&run->spec, &run->plan, &run->hyperparams, pixels, &error);
  if (run->training == NULL)
    run->failure = g_strdup (error->message);
}

static gboolean
train_all (GPtrArray *runs, GArray *wishes, AeScene *scene, GError **error)
{
  g_autoptr (GArray) prepared = g_array_new (FALSE, FALSE, sizeof (Prepared));
  g_autofree AePixelsOptions *pixels = g_new0 (AePixelsOptions, wishes->len);

  g_array_set_clear_func (prepared, prepared_clear);
  for (guint i = 0; i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      BlComparedRun *run = bl_compared_run_new ();

      g_ptr_array_add (runs, run);
      if (!fill (wish, ae_scene_get_n_good_bands (scene), run, &pixels[i], error))
        return FALSE;
      run->name
          = wish->name != NULL ? g_strdup (wish->name) : ae_spec_dup_variant_names (&run->spec);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      BlComparedRun *run = runs->pdata[i];
      AePixels *rows = get_pixels (prepared, scene, &pixels[i], error);

      if (rows == NULL)
        return FALSE;
      train_run (run, rows);
      if (run->training != NULL && run->training->is_interrupted)
        {
          g_ptr_array_set_size (runs, (int) i + 1);
          break;
        }
    }
  return TRUE;
}

/* ------------------------------------------------------------------ the command */

/* A mistake in the options that needs no scene is told before one is read. */
static gboolean
check_early (GArray *wishes, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (bl_compared_run_free);
  AePixelsOptions pixels;

  for (guint i = 0; i < wishes->len; i++)
    {
      g_ptr_array_add (runs, bl_compared_run_new ());
      if (!fill (&g_array_index (wishes, Wish, i), MANY_BANDS, runs->pdata[i], &pixels, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare (Options *options, const char *path)
{
  g_autoptr (GArray) wishes = NULL;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (bl_compared_run_free);
  g_autoptr (AeScene) scene = NULL;
  GError *error = NULL;

  if (options->runs == NULL)
    return bl_cli_refuse (
        "compare: say what to compare with --run 'OPTIONS', once for each run");
  wishes = parse_runs (options->runs, &error);
  if (error != NULL || !check_early (wishes, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if ((scene = bl_cli_scene_open (&options->scene, path, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (!train_all (runs, wishes, scene, &error))
    return bl_cli_report_by_code (error);
  if (options->csv != NULL && !bl_cli_compare_save_csv (runs, options->csv, &error))
    return bl_cli_report (error, BL_CLI_FAILED);
  if (options->as_json)
    bl_cli_compare_print_json (runs);
  else
    bl_cli_compare_print (runs, ae_scene_get_name (scene));
  return BL_CLI_OK;
}

/**
 * bl_cli_compare:
 * @argc: arguments
 * @argv: from "compare" on
 *
 * Returns: the exit code.
 */
int
bl_cli_compare (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "run", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options.runs,
      "The options of `train` for one run, and --name; once for each", "'OPTIONS'" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &options.csv, "Also write the table", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE --run 'OPTIONS' …",
      "Trains the runs one after the other. Where their seeds are the same, so are their "
      "pixels "
      "and\nbatches; a run's numbers are those that `train` gives with the same options. PCA "
      "is "
      "exact, one\nrow for each code size. A star marks the best of a column.\n\n"
      "  bandloom-cli compare samson.mat --run '--variant linear --layers 3' \\\n"
      "      --run '--layers 40,3 --name deep' --run '--variant tied,denoising --layers 40,3'");
  int exit_code = BL_CLI_OK;

  bl_cli_options_add (context, entries);
  bl_cli_scene_add_options (&options.scene, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? compare (&options, argv[1])
                          : bl_cli_refuse ("compare takes one scene: a file, or demo:");
  g_strfreev (options.runs);
  g_free (options.csv);
  bl_cli_scene_clear (&options.scene);
  return exit_code;
}
