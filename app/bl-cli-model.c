/* bl-cli-model.c: says how a scene is fed to a saved model: as it is, or resampled, never in
 * silence. */
#include "bl-cli-model.h"

#include "ae-error.h"
#include "bl-cli-print.h"

#define MUCH_OUTSIDE 0.5

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

  g_option_context_add_main_entries (context, entries, NULL);
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
AeFeed *
bl_cli_model_feed (const BlCliModel *self, const AeProjectRun *run, AeScene *scene,
                   GError **error)
{
  AeFeed *feed = ae_feed_new (run->input, scene, self->resample, error);

  /* The engine cannot know what the option is called here. */
  if (feed == NULL && error != NULL && !self->resample
      && ae_input_get_wavelengths_nm (run->input) != NULL
      && ae_scene_get_wavelengths_nm (scene) != NULL)
    g_prefix_error (error, "%s", "Without --resample: ");
  return feed;
}

static const char *
find_warning (double outside)
{
  return outside > MUCH_OUTSIDE
             ? "Most values are far from those that the model was trained on; does the scene "
               "have other units?"
             : NULL;
}

/**
 * bl_cli_model_add_json:
 * @feed: how the scene was fed
 * @outside: share of its values far from the model's
 * @json: within an object, which gets the members
 */
void
bl_cli_model_add_json (const AeFeed *feed, double outside, JsonBuilder *json)
{
  const char *warning = find_warning (outside);

  json_builder_set_member_name (json, "resampled");
  json_builder_add_boolean_value (json, ae_feed_is_resampled (feed));
  bl_cli_json_int (json, "resampled_bands", ae_feed_count_resampled (feed));
  bl_cli_json_int (json, "bridged_bands", ae_feed_count_bridged (feed));
  json_builder_set_member_name (json, "warnings");
  json_builder_begin_array (json);
  if (warning != NULL)
    json_builder_add_string_value (json, warning);
  json_builder_end_array (json);
}

/**
 * bl_cli_model_print:
 * @feed: how the scene was fed
 * @outside: share of its values far from the model's
 */
void
bl_cli_model_print (const AeFeed *feed, double outside)
{
  const char *warning = find_warning (outside);

  if (ae_feed_is_resampled (feed))
    bl_cli_line ("resampled", "%u of %u bands by wavelength, %u of them across a gap",
                 ae_feed_count_resampled (feed), ae_input_get_bands (ae_feed_get_input (feed)),
                 ae_feed_count_bridged (feed));
  if (warning != NULL)
    bl_cli_line ("note", "%s", warning);
}
