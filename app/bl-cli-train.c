/* bl-cli-train.c: `bandloom-cli train SCENE`: trains one model. */
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-settings.h"
#include "bl-cli-training.h"
#include "bl-cli.h"

#define MANY_BANDS 8192 /* no layer may be wider than this anyway */

typedef struct
{
  BlCliScene scene;
  BlCliSettings settings;
  gboolean as_json;
} Options;

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
  bl_cli_settings_add_options (&self->settings, context);
  bl_cli_scene_add_options (&self->scene, context);
}

/* A mistake in the options that needs no scene is told before one is read. */
static gboolean
check_early (const BlCliSettings *settings, AePixelsOptions *pixels, GError **error)
{
  AeSpec spec;
  AePlan plan;
  AeKnobs knobs;

  return bl_cli_settings_fill_pixels (settings, pixels, error)
         && bl_cli_settings_fill_spec (settings, MANY_BANDS, &spec, error)
         && bl_cli_settings_fill_plan (settings, &spec, &plan, error)
         && bl_cli_settings_fill_knobs (settings, &spec, &knobs, error);
}

static void
print (const BlCliTraining *training, gboolean as_json)
{
  g_autoptr (JsonBuilder) json = NULL;

  if (!as_json)
    {
      bl_cli_training_print (training);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  bl_cli_training_add_json (training, json);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static int
train (const Options *options, const char *path)
{
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AePixels) pixels = NULL;
  g_autoptr (BlCliTraining) training = NULL;
  const BlCliSettings *settings = &options->settings;
  AePixelsOptions pixel_options;
  AeSpec spec;
  AePlan plan;
  AeKnobs knobs;
  GError *error = NULL;

  if (!check_early (settings, &pixel_options, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if ((scene = bl_cli_scene_open (&options->scene, path, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (!bl_cli_settings_fill_spec (settings, ae_scene_get_n_good_bands (scene), &spec, &error)
      || !bl_cli_settings_fill_plan (settings, &spec, &plan, &error)
      || !bl_cli_settings_fill_knobs (settings, &spec, &knobs, &error))
    return bl_cli_report (error, BL_CLI_USAGE);
  if ((pixels = ae_pixels_new (scene, &pixel_options, NULL, &error)) == NULL
      || (training = bl_cli_training_run (&spec, &plan, &knobs, pixels, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  print (training, options->as_json);
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
  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? train (&options, argv[1])
                          : bl_cli_refuse ("train takes one scene: a file, or demo:");
  bl_cli_settings_clear (&options.settings);
  bl_cli_scene_clear (&options.scene);
  return exit_code;
}
