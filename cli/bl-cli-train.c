/* bl-cli-train.c: `bandloom-cli train SCENE`: trains one model. */
#include "ae-reproduce.h"
#include "bl-cli-project.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-settings.h"
#include "bl-cli-training.h"
#include "bl-cli-unmixing.h"
#include "bl-cli.h"

#include "ae-error.h"

#define MANY_BANDS 8192 /* no layer may be wider than this anyway */

typedef struct
{
  BlCliScene scene;
  BlCliSettings settings;
  BlCliKeeping keeping;
  BlCliUnmixing unmixing;
  gboolean as_json;
} Options;

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { NULL },
  };

  bl_cli_options_add (context, entries);
  bl_cli_settings_add_options (&self->settings, context);
  bl_cli_unmixing_add_options (&self->unmixing, context);
  bl_cli_keeping_add_options (&self->keeping, context);
  bl_cli_scene_add_options (&self->scene, context);
}

/* A mistake in the options that needs no scene is told before one is read. */
static gboolean
check_early (const BlCliSettings *settings, AePixelsOptions *pixels, GError **error)
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;

  return bl_cli_settings_fill_pixels (settings, pixels, error)
         && bl_cli_settings_fill_spec (settings, MANY_BANDS, &spec, error)
         && bl_cli_settings_fill_plan (settings, &spec, &plan, error)
         && bl_cli_settings_fill_knobs (settings, &spec, &hyperparams, error);
}

static char *
dup_command (const BlCliTraining *training, const Options *options)
{
  AeScene *scene = ae_pixels_get_scene (training->pixels);
  const char *path = ae_scene_get_path (scene);
  AeCommand command = { .path = path != NULL ? path : "demo:",
                        .variable = options->scene.variable,
                        .axes = options->scene.axes,
                        .labels = options->scene.labels,
                        .assume = options->scene.assume,
                        .scene = scene,
                        .pixels = &options->keeping.pixels,
                        .spec = &training->spec,
                        .plan = &training->plan,
                        .hyperparams = &training->hyperparams,
                        .epochs = training->epochs };

  return ae_reproduce_dup_train (&command);
}

/* A longer plan moves the whole course of a cosine, and the first part had the shorter one's.
 */
static void
print_stretch (const BlCliTraining *training, const BlCliKeeping *keeping)
{
  const AePlan *before = keeping->resumed != NULL ? &keeping->resumed->training->plan : NULL;

  if (before != NULL && before->epochs != training->plan.epochs
      && before->schedule == AE_SCHEDULE_COSINE)
    bl_cli_line (
        "note",
        "The learning rate first fell over %u epochs, then as over %u: not the numbers "
        "of %u in one go; for those plan them from the start, with --stop-after",
        before->epochs, training->plan.epochs, training->plan.epochs);
}

static void
print (const BlCliTraining *training, const AeUnmixingScore *score, const BlCliSeeds *seeds,
       const Options *options)
{
  g_autoptr (JsonBuilder) json = NULL;
  g_autofree char *command = dup_command (training, options);
  const BlCliKeeping *keeping = &options->keeping;

  if (!options->as_json)
    {
      bl_cli_training_print (training);
      bl_cli_unmixing_print (&options->unmixing, score, training->pixels,
                             &training->hyperparams);
      bl_cli_seeds_print (seeds);
      if (keeping->save != NULL)
        bl_cli_line ("saved", "%s, run “%s”", keeping->save, keeping->name);
      print_stretch (training, keeping);
      bl_cli_line ("again with", "%s", command);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  bl_cli_training_add_json (training, json);
  bl_cli_unmixing_add_json (&options->unmixing, score, training->pixels,
                            &training->hyperparams, json);
  bl_cli_seeds_add_json (seeds, json);
  bl_cli_json_string (json, "command", command);
  bl_cli_json_string (json, "file", keeping->save);
  bl_cli_json_string (json, "run", keeping->save != NULL ? keeping->name : NULL);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

/* What to train, from the options or from the saved run. */
static gboolean
fill (const Options *options, AeScene *scene, AeSpec *spec, AePlan *plan,
      AeHyperparams *hyperparams, GError **error)
{
  const BlCliSettings *settings = &options->settings;
  const AeProjectRun *resumed = options->keeping.resumed;

  if (resumed == NULL)
    return bl_cli_settings_fill_spec (settings, ae_scene_get_n_good_bands (scene), spec, error)
           && bl_cli_settings_fill_plan (settings, spec, plan, error)
           && bl_cli_settings_fill_knobs (settings, spec, hyperparams, error);
  *spec = resumed->training->spec;
  *plan = resumed->training->plan;
  *hyperparams = resumed->training->hyperparams;
  return bl_cli_settings_take_length (settings, plan, error);
}

/* A mistake in what was typed, as against a file that is not what it should be. */
static int
code_of (const GError *error)
{
  return g_error_matches (error, AE_ERROR, AE_ERROR_INVALID) ? BL_CLI_USAGE : BL_CLI_FAILED;
}

/* One training, or the best of several seeds; the saved one is that one, trained again. */
static BlCliTraining *
run (Options *options, const AeSpec *spec, AePlan *plan, const AeHyperparams *hyperparams,
     AePixels *pixels, BlCliSeeds *seeds, GError **error)
{
  guint n = (guint) options->unmixing.n_seeds;

  if (n > 1 && !(spec->variants & AE_VARIANT_UNMIXING))
    {
      ae_error_set (error, AE_ERROR_INVALID,
                    "--seeds: several seeds are told of unmixing; use sweep --factor seed");
      return NULL;
    }
  if (n > 1)
    {
      if (!bl_cli_seeds_run (seeds, &options->unmixing, n, spec, plan, hyperparams, pixels,
                             error))
        return NULL;
      plan->seed = seeds->best;
    }
  return bl_cli_training_run_kept (spec, plan, hyperparams, pixels, &options->keeping, error);
}

static int
train (Options *options, const char *path)
{
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AePixels) pixels = NULL;
  g_autoptr (BlCliTraining) training = NULL;
  BlCliKeeping *keeping = &options->keeping;
  AePixelsOptions pixel_options;
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  g_autofree char *advice = NULL;
  g_autoptr (AeUnmixingScore) score = NULL;
  g_auto (BlCliSeeds) seeds = { 0 };
  GError *error = NULL;

  if (!bl_cli_unmixing_take_number (&options->unmixing, &options->settings, &error)
      || !check_early (&options->settings, &pixel_options, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if (!bl_cli_keeping_load (keeping, &options->settings, &error))
    return bl_cli_report (error, code_of (error));
  if (keeping->resumed != NULL)
    pixel_options = keeping->resumed->pixels;
  if ((scene = bl_cli_keeping_open_scene (keeping, &options->scene, path, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (!bl_cli_unmixing_prepare (&options->unmixing, &options->settings, scene, &error))
    return bl_cli_report_by_code (error);
  if (options->unmixing.start != NULL)
    keeping->endmembers = options->unmixing.start->spectra;
  if (!fill (options, scene, &spec, &plan, &hyperparams, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if ((advice = ae_plan_dup_advice (&plan, &spec, &hyperparams)) != NULL)
    g_printerr ("note: %s\n", advice);
  if (!bl_cli_keeping_prepare (keeping, &options->scene, scene, &error)
      || (pixels = ae_pixels_new (scene, &pixel_options, NULL, &error)) == NULL
      || !bl_cli_keeping_begin (keeping, pixels, &pixel_options, &spec, &error)
      || (keeping->resumed == NULL
          && !bl_cli_unmixing_choose (&options->unmixing, &options->settings, &spec, &plan,
                                      pixels, &hyperparams, &error))
      || (training = run (options, &spec, &plan, &hyperparams, pixels, &seeds, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (spec.variants & AE_VARIANT_UNMIXING)
    score = ae_unmixing_score_new (training->model, pixels, options->unmixing.truth);
  if (score != NULL
      && !bl_cli_unmixing_save (&options->unmixing, score, pixels, &error))
    return bl_cli_report (error, BL_CLI_FAILED);
  print (training, score, &seeds, options);
  return BL_CLI_OK;
}

/**
 * bl_cli_train:
 * @argc: arguments
 * @argv: from "train" on
 *
 * Returns: the exit code.
 */
int
bl_cli_train (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE",
      "Errors are in scaled units, those that the network sees; angles in scene units. PCA is "
      "exact,\nwith the same code size, fitted on the same training pixels. Ctrl-C ends "
      "training and reports.");
  int exit_code = BL_CLI_OK;

  bl_cli_settings_init (&options.settings);
  bl_cli_keeping_init (&options.keeping);
  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 || (argc == 1 && options.keeping.resume != NULL)
                    ? train (&options, argc == 2 ? argv[1] : NULL)
                    : bl_cli_refuse ("train takes one scene: a file, or demo:");
  bl_cli_settings_clear (&options.settings);
  bl_cli_keeping_clear (&options.keeping);
  bl_cli_unmixing_clear (&options.unmixing);
  bl_cli_scene_clear (&options.scene);
  return exit_code;
}
