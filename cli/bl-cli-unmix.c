/* bl-cli-unmix.c: `bandloom-cli unmix`: how much of each endmember is in each pixel, by least
 * squares, with spectra from a file or with the scene's own purest pixels. */
#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-raster-writer.h"
#include "ae-spectra-file.h"
#include "ae-unmix-scene.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli-unmixing.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BlCliScene scene;
  char *endmembers, *output, *spectra, *method;
  int n, threads;
  gint64 seed;
  gboolean as_json, on_map;
} Options;

typedef struct
{
  const Options *options;
  AeScene *scene;
  AeKnownSpectra *known;
  guint32 pixels[AE_ENDMEMBERS_MOST]; /* where they were found */
  gboolean is_found;                  /* in the scene itself */
  AeKnownSpectra *truth;              /* nullable: the demo scene's */
  guint match[AE_ENDMEMBERS_MOST];
  double angles[AE_ENDMEMBERS_MOST], mean_angle;
  AeUnmixed unmixed;
  BlCliProgress progress;
} Work;

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { "endmembers", 0, 0, G_OPTION_ARG_FILENAME, &self->endmembers,
      "A spectral library (ENVI .sli or .csv) in the scene's units, or auto: the scene's "
      "purest "
      "pixels",
      "FILE|auto" },
    { "number", 'n', 0, G_OPTION_ARG_INT, &self->n, "With auto: how many", "N" },
    { "method", 0, 0, G_OPTION_ARG_STRING, &self->method,
      "fcls (not negative, sum to one; the default) or nnls (not negative)", "NAME" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "The abundances, a band each: " AE_RASTER_WRITER_ENDINGS,
      "FILE" },
    { "on-map", 0, 0, G_OPTION_ARG_NONE, &self->on_map,
      "Write a map, of a scene whose file has a lookup table", NULL },
    { "spectra", 0, 0, G_OPTION_ARG_FILENAME, &self->spectra,
      "The endmembers' spectra, as .csv, .npy or an ENVI library (.sli)", "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed,
      "With auto: of the places that the search begins at; default 1", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { NULL },
  };

  self->seed = 1;
  bl_cli_options_add (context, entries);
  bl_cli_scene_add_options (&self->scene, context);
}

/* ------------------------------------------------------------------ the spectra */

static gboolean
get_endmembers (Work *w, GError **error)
{
  w->is_found = strcmp (w->options->endmembers, "auto") == 0;
  w->known = w->is_found
                 ? ae_unmix_find_endmembers (w->scene, (guint) w->options->n,
                                             (guint64) w->options->seed, w->pixels, NULL, error)
                 : bl_cli_unmixing_load_spectra (w->options->endmembers, w->scene, error);
  return w->known != NULL;
}

/* The demo scene knows what it is made of. */
static gboolean
compare_with_truth (Work *w, GError **error)
{
  w->mean_angle = NAN;
  w->truth = ae_known_spectra_new_from_truth (w->scene, ae_scene_get_good_bands (w->scene),
                                              ae_scene_get_n_good_bands (w->scene));
  if (w->truth == NULL || w->known->n > MIN (w->truth->n, AE_ENDMEMBERS_MOST))
    {
      g_clear_pointer (&w->truth, ae_known_spectra_free);
      return TRUE;
    }
  return ae_known_spectra_match (w->truth, w->known->spectra, w->known->n, w->match, w->angles,
                                 &w->mean_angle, error);
}

static gboolean
save_spectra (const Work *w, GError **error)
{
  guint bands = w->known->bands;
  const double *wavelengths = ae_scene_get_wavelengths_nm (w->scene);
  g_autofree double *good = wavelengths != NULL ? g_new (double, bands) : NULL;

  if (w->options->spectra == NULL)
    return TRUE;
  for (guint b = 0; b < bands && good != NULL; b++)
    good[b] = wavelengths[ae_scene_get_good_bands (w->scene)[b]];
  return ae_spectra_save (w->options->spectra, w->known->spectra, w->known->n, bands, good,
                          (const char *const *) w->known->names, error);
}

/* ------------------------------------------------------------------ what is told */

static void
print_json (const Work *w)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  guint samples = ae_scene_get_samples (w->scene);

  json_builder_begin_object (json);
  bl_cli_json_string (json, "scene", ae_scene_get_name (w->scene));
  bl_cli_json_string (json, "method", w->options->method);
  json_builder_set_member_name (json, "endmembers");
  json_builder_begin_array (json);
  for (guint i = 0; i < w->known->n; i++)
    {
      json_builder_begin_object (json);
      bl_cli_json_string (json, "name", w->known->names[i]);
      bl_cli_json_number (json, "mean_abundance", w->unmixed.mean[i]);
      if (w->is_found)
        {
          bl_cli_json_int (json, "line", w->pixels[i] / samples);
          bl_cli_json_int (json, "sample", w->pixels[i] % samples);
        }
      bl_cli_json_string (json, "truth",
                          w->truth != NULL ? w->truth->names[w->match[i]] : NULL);
      bl_cli_json_number (json, "angle_rad", w->truth != NULL ? w->angles[i] : NAN);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
  bl_cli_json_int (json, "pixels", (gint64) w->unmixed.pixels);
  bl_cli_json_int (json, "bands", w->unmixed.bands);
  bl_cli_json_number (json, "rmse", w->unmixed.rmse);
  bl_cli_json_number (json, "sam_rad", w->unmixed.angle_rad);
  bl_cli_json_number (json, "sum_error", w->unmixed.sum_error);
  bl_cli_json_number (json, "mean_angle_rad", w->mean_angle);
  bl_cli_json_string (json, "file", w->options->output);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static void
print_lines (const Work *w)
{
  guint samples = ae_scene_get_samples (w->scene);

  bl_cli_title (ae_scene_get_name (w->scene));
  bl_cli_line ("pixels", "%" G_GSIZE_FORMAT " at %u bands", w->unmixed.pixels,
               w->unmixed.bands);
  for (guint i = 0; i < w->known->n; i++)
    if (w->is_found)
      bl_cli_line (w->known->names[i], "%.1f %% on average; line %u, sample %u",
                   100 * w->unmixed.mean[i], w->pixels[i] / samples, w->pixels[i] % samples);
    else
      bl_cli_line (w->known->names[i], "%.1f %% on average", 100 * w->unmixed.mean[i]);
  bl_cli_line ("left over", "RMSE %.4g in the scene's units, spectral angle %.4f rad",
               w->unmixed.rmse, w->unmixed.angle_rad);
  if (w->truth != NULL)
    bl_cli_line ("truth", "spectral angle to it %.4f rad on average", w->mean_angle);
  if (w->options->output != NULL)
    bl_cli_line ("written", "%s", w->options->output);
}

static gboolean
work (Work *w, const char *path, GError **error)
{
  AeUnmixOptions wanted = { .sums_to_one = strcmp (w->options->method, "fcls") == 0,
                            .path = w->options->output,
                            .on_map = w->options->on_map,
                            .threads = (guint) w->options->threads,
                            .progress = bl_cli_progress_take,
                            .progress_data = &w->progress };

  return (w->scene = bl_cli_scene_open (&w->options->scene, path, error)) != NULL
         && get_endmembers (w, error) && compare_with_truth (w, error)
         && ae_unmix_scene (w->scene, w->known, &wanted, &w->unmixed, NULL, error)
         && save_spectra (w, error);
}

static int
unmix (const Options *options, const char *path)
{
  Work w = { .options = options };
  GError *error = NULL;
  gboolean is_good = work (&w, path, &error);

  bl_cli_progress_clear (&w.progress);
  if (is_good && options->as_json)
    print_json (&w);
  else if (is_good)
    print_lines (&w);
  ae_unmixed_clear (&w.unmixed);
  ae_known_spectra_free (w.known);
  ae_known_spectra_free (w.truth);
  g_clear_pointer (&w.scene, ae_scene_unref);
  if (is_good)
    return BL_CLI_OK;
  return bl_cli_report_by_code (error);
}

static int
refuse (Options *options)
{
  if (options->endmembers == NULL)
    return bl_cli_refuse ("unmix needs --endmembers, a spectral library or auto");
  if (options->threads < 0)
    return bl_cli_refuse ("--threads is 0 or more");
  if (strcmp (options->endmembers, "auto") == 0
      && (options->n < 2 || options->n > AE_ENDMEMBERS_MOST))
    return bl_cli_refuse ("--endmembers auto needs -n, from 2 to %u", AE_ENDMEMBERS_MOST);
  if (options->method == NULL)
    options->method = g_strdup ("fcls");
  if (strcmp (options->method, "fcls") != 0 && strcmp (options->method, "nnls") != 0)
    return bl_cli_refuse ("--method is fcls or nnls, not %s", options->method);
  return BL_CLI_OK;
}

/**
 * bl_cli_unmix:
 * @argc: arguments
 * @argv: from "unmix" on
 *
 * Returns: the exit code.
 */
int
bl_cli_unmix (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE",
      "How much of each endmember is in each pixel: least squares with abundances that are "
      "not\n"
      "negative and sum to one (FCLS), or are not negative (NNLS: with the brightness), exact, "
      "strip\nby strip. The endmembers are those of a file, or the scene's purest pixels "
      "(N-FINDR).\n\n"
      "  bandloom-cli unmix scene.hdr --endmembers materials.sli -o abundances.tif\n"
      "  bandloom-cli unmix samson_1.mat --endmembers auto -n 3 -o abundances.npy");
  int exit_code = BL_CLI_OK;

  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      if (argc != 2)
        exit_code = bl_cli_refuse ("unmix takes a scene");
      else if ((exit_code = refuse (&options)) == BL_CLI_OK)
        exit_code = unmix (&options, argv[1]);
    }
  bl_cli_scene_clear (&options.scene);
  g_free (options.endmembers);
  g_free (options.output);
  g_free (options.spectra);
  g_free (options.method);
  return exit_code;
}
