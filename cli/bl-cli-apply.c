/* bl-cli-apply.c: `bandloom-cli encode` and `reconstruct`: a saved model on a scene. */
#include "ae-apply.h"
#include "ae-raster-writer.h"
#include "bl-cli-model.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli.h"

#include <string.h>

typedef struct
{
  BlCliScene scene;
  BlCliModel model;
  char *output;
  char *what;
  int threads;
  gboolean as_json, is_code, on_map, in_scene_units;
} Options;

static void
add_options (Options *self, GOptionContext *context, AeApplyWhat what)
{
  const GOptionEntry units[] = {
    { "scene-units", 0, 0, G_OPTION_ARG_NONE, &self->in_scene_units,
      "Undo the preprocessing that the model was trained on: norm alone can be", NULL },
    { NULL },
  };
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "Where to; the ending says the format: " AE_RASTER_WRITER_ENDINGS, "FILE" },
    { "on-map", 0, 0, G_OPTION_ARG_NONE, &self->on_map,
      "Write a map, of a scene whose file has a lookup table", NULL },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { NULL },
  };

  bl_cli_options_add (context, entries);
  if (what == AE_APPLY_RECONSTRUCTION)
    bl_cli_options_add (context, units);
  bl_cli_model_add_options (&self->model, context);
  bl_cli_scene_add_options (&self->scene, context);
}

static char *
dup_units (const Options *options, const AeProjectRun *run)
{
  return options->in_scene_units ? g_strdup ("scene units") : ae_input_dup_units (run->input);
}

static void
print_json (const Options *options, const AeProjectRun *run, const AeInputAdapter *adapter,
            const AeApplied *applied)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  AeScene *scene = ae_input_adapter_get_scene (adapter);
  g_autofree char *units = dup_units (options, run);

  json_builder_begin_object (json);
  bl_cli_json_string (json, "units", options->is_code ? "code" : units);
  bl_cli_json_string (json, "scene", ae_scene_get_name (scene));
  bl_cli_json_string (json, "run", run->name);
  bl_cli_json_int (json, "pixels", (gint64) applied->pixels);
  bl_cli_json_int (json, "latent", ae_model_get_code (run->training->model));
  bl_cli_json_number (json, "rmse", applied->rmse);
  bl_cli_json_number (json, "sam_deg", applied->sam_deg);
  bl_cli_json_int (json, "lines", ae_scene_get_lines (scene));
  bl_cli_json_int (json, "samples", ae_scene_get_samples (scene));
  bl_cli_json_int (json, "bands", applied->bands);
  bl_cli_model_add_json (adapter, applied->outside, applied->beyond, json);
  bl_cli_json_string (json, "file", options->output);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_lines (const Options *options, const AeProjectRun *run, const AeInputAdapter *adapter,
             const AeApplied *applied)
{
  AeScene *scene = ae_input_adapter_get_scene (adapter);
  g_autofree char *units = dup_units (options, run);

  bl_cli_title (ae_scene_get_name (scene));
  bl_cli_line ("model", "%s, run “%s”, %u codes", options->model.name, run->name,
               ae_model_get_code (run->training->model));
  bl_cli_line ("pixels", "%" G_GSIZE_FORMAT, applied->pixels);
  bl_cli_line ("reconstruction", "RMSE %.6f, SAM %.4f°", applied->rmse, applied->sam_deg);
  bl_cli_model_print (adapter, applied->outside, applied->beyond);
  bl_cli_line ("written", "%s, %u × %u × %u, in %s", options->output,
               ae_scene_get_lines (scene), ae_scene_get_samples (scene), applied->bands,
               options->is_code ? "codes" : units);
}

static int
apply (Options *options, AeApplyWhat what, const char *path)
{
  g_autoptr (AeProjectRun) run = NULL;
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeInputAdapter) adapter = NULL;
  BlCliProgress progress = { 0 };
  AeApplyOptions wanted = { .what = what,
                            .path = options->output,
                            .on_map = options->on_map,
                            .in_scene_units = options->in_scene_units,
                            .threads = (guint) MAX (options->threads, 0),
                            .progress = bl_cli_progress_take,
                            .progress_data = &progress };
  AeApplied applied;
  GError *error = NULL;
  gboolean is_good;

  options->is_code = what == AE_APPLY_CODES;

  if ((run = ae_project_load_model (options->model.name, &error)) == NULL
      || (scene = bl_cli_scene_open (&options->scene, path, &error)) == NULL
      || (adapter = bl_cli_model_feed (&options->model, run, scene, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  is_good = ae_apply (run->training->model, adapter, &wanted, &applied, NULL, &error);
  bl_cli_progress_clear (&progress);
  if (!is_good)
    return bl_cli_report_by_code (error);
  if (options->as_json)
    print_json (options, run, adapter, &applied);
  else
    print_lines (options, run, adapter, &applied);
  return BL_CLI_OK;
}

static int
run (int argc, char **argv, AeApplyWhat what, const char *description)
{
  Options options = { 0 };
  g_autoptr (GOptionContext) context = bl_cli_options_new ("MODEL SCENE -o FILE", description);
  g_autofree char *command = g_strdup (argv[0]);
  int exit_code = BL_CLI_OK;

  add_options (&options, context, what);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      if (argc != 3)
        exit_code = bl_cli_refuse ("%s takes a model (FILE.bandloom, or FILE.bandloom#RUN) and "
                                   "a scene",
                                   command);
      else if (options.output == NULL)
        exit_code = bl_cli_refuse ("%s: say where to with -o FILE", command);
      else if (options.threads < 0)
        exit_code = bl_cli_refuse ("--threads: %d; give 0 or more", options.threads);
      else
        {
          options.model.name = argv[1];
          exit_code = apply (&options, what, argv[2]);
        }
    }
  bl_cli_scene_clear (&options.scene);
  g_free (options.output);
  return exit_code;
}

/**
 * bl_cli_encode:
 * @argc: arguments
 * @argv: from "encode" on
 *
 * Returns: the exit code.
 */
int
bl_cli_encode (int argc, char **argv)
{
  return run (argc, argv, AE_APPLY_CODES,
              "Writes the codes of all pixels, one band a unit of the coding layer; of a "
              "variational\nmodel their means. Pixels without data are NaN.\n\n"
              "  bandloom-cli train samson_1.mat --epochs 50 --save samson.bandloom\n"
              "  bandloom-cli encode samson.bandloom samson_1.mat -o codes.hdr");
}

/**
 * bl_cli_reconstruct:
 * @argc: arguments
 * @argv: from "reconstruct" on
 *
 * Returns: the exit code.
 */
int
bl_cli_reconstruct (int argc, char **argv)
{
  return run (
      argc, argv, AE_APPLY_RECONSTRUCTION,
      "Writes what the model makes of each spectrum, in the scene's units; of a model that "
      "was trained\non preprocessed spectra such a spectrum, and says so; --scene-units undoes "
      "norm. Bands that "
      "it does not\nknow and pixels without data are NaN.\n\n"
      "  bandloom-cli reconstruct samson.bandloom samson_1.mat -o clean.tif");
}
