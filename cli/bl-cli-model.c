/* bl-cli-model.c: says how a scene is fed to a saved model: as it is, or resampled, never in
 * silence. */
#include "bl-cli-model.h"

#include "ae-error.h"
#include "bl-cli-print.h"
#include "bl-cli.h"

#define MUCH_OUTSIDE 0.5

/* Less of them is no word. */
#define LEAST_BEYOND 0.0005

/**
 * bl_cli_model_add_options:
 * @self: where they go
 * @context: gets them
 */
void
bl_cli_model_add_options (BlCliModel *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "resample", 0, 0, G_OPTION_ARG_NONE, &self->resample,
      "Where the scene has other bands than the model, interpolate by wavelength", NULL },
    { NULL },
  };

  bl_cli_options_add (context, entries);
}

/**
 * bl_cli_model_feed:
 * @self: options
 * @run: the model
 * @scene: to be fed to it
 * @error: %AE_ERROR_MISMATCH with what to do
 *
 * Returns: (transfer full): the scene as the model's input.
 */
AeInputAdapter *
bl_cli_model_feed (const BlCliModel *self, const AeProjectRun *run, AeScene *scene,
                   GError **error)
{
  AeInputAdapter *adapter = ae_input_adapter_new (run->input, scene, self->resample, error);

  /* The engine cannot know what the option is called here. */
  if (adapter == NULL && error != NULL && !self->resample
      && ae_input_get_wavelengths_nm (run->input) != NULL
      && ae_scene_get_wavelengths_nm (scene) != NULL)
    g_prefix_error (error, "%s", "Without --resample: ");
  return adapter;
}

static char *
dup_warning (double outside, double beyond)
{
  if (outside > MUCH_OUTSIDE)
    return g_strdup ("Most values are far from those that the model was trained on; does the "
                     "scene have other units?");
  if (beyond >= LEAST_BEYOND)
    return g_strdup_printf ("%.3g %% of the values lie beyond those that the model was trained "
                            "on; there its errors say little",
                            100 * beyond);
  return NULL;
}

/**
 * bl_cli_model_add_json:
 * @adapter: how the scene was fed
 * @outside: share of its values far from the model's
 * @beyond: share of its values beyond the model's
 * @json: within an object, which gets the members
 */
void
bl_cli_model_add_json (const AeInputAdapter *adapter, double outside, double beyond,
                       JsonBuilder *json)
{
  g_autofree char *warning = dup_warning (outside, beyond);

  json_builder_set_member_name (json, "resampled");
  json_builder_add_boolean_value (json, ae_input_adapter_is_resampled (adapter));
  bl_cli_json_int (json, "resampled_bands", ae_input_adapter_count_resampled (adapter));
  bl_cli_json_int (json, "bridged_bands", ae_input_adapter_count_bridged (adapter));
  json_builder_set_member_name (json, "warnings");
  json_builder_begin_array (json);
  if (warning != NULL)
    json_builder_add_string_value (json, warning);
  json_builder_end_array (json);
}

/**
 * bl_cli_model_print:
 * @adapter: how the scene was fed
 * @outside: share of its values far from the model's
 * @beyond: share of its values beyond the model's
 */
void
bl_cli_model_print (const AeInputAdapter *adapter, double outside, double beyond)
{
  g_autofree char *warning = dup_warning (outside, beyond);

  if (ae_input_adapter_is_resampled (adapter))
    bl_cli_line ("resampled", "%u of %u bands by wavelength, %u of them across a gap",
                 ae_input_adapter_count_resampled (adapter),
                 ae_input_get_bands (ae_input_adapter_get_input (adapter)),
                 ae_input_adapter_count_bridged (adapter));
  if (warning != NULL)
    bl_cli_line ("note", "%s", warning);
}
