/* bl-cli-info.c: `bandloom-cli info SCENE`: what the scene's file says, and what was assumed.
 */
#include "ae-code-curve.h"
#include "ae-scene.h"
#include "ae-spec.h"
#include "ae-wavelengths.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

static const char *
interleave_word (AeInterleave interleave)
{
  static const char *const words[] = { "bsq", "bil", "bip" };

  return words[MIN (interleave, G_N_ELEMENTS (words) - 1)];
}

/* Of the good bands of pixels with data. A scene that is read on demand is not read for this.
 */
typedef struct
{
  double lowest, highest, mean;
} Range;

static Range
find_range (const AeScene *scene)
{
  const float *cube = ae_scene_peek_cube (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  Range range = { INFINITY, -INFINITY, 0 };
  gsize n = 0;

  for (gsize p = 0; cube != NULL && p < ae_scene_get_n_pixels (scene); p++)
    for (guint g = 0; !ae_scene_is_masked (scene, p) && g < ae_scene_get_n_good_bands (scene);
         g++)
      {
        double value = cube[p * ae_scene_get_bands (scene) + good[g]];

        range.lowest = MIN (range.lowest, value);
        range.highest = MAX (range.highest, value);
        range.mean += value;
        n++;
      }
  range.mean = n > 0 ? range.mean / (double) n : NAN;
  return n > 0 ? range : (Range){ NAN, NAN, NAN };
}

/* Of the pixels that train takes by itself, so that the errors are its pca_val_rmse; at most
 * 256 MiB of them. */
static AeCodeCurve *
make_curve (AeScene *scene, GError **error)
{
  AePixelsOptions options = { .validation = 0.1 };
  g_autoptr (AePixels) pixels = NULL;
  AePlan plan;

  ae_plan_init (&plan);
  options.seed = plan.seed;
  options.max_pixels = ae_code_curve_get_most_pixels (scene, 0);
  pixels = ae_pixels_new (scene, &options, NULL, error);
  return pixels != NULL ? ae_code_curve_new (pixels, NULL, error) : NULL;
}

/* ------------------------------------------------------------------ JSON */

static void
add_bad_bands (JsonBuilder *json, const AeScene *scene)
{
  json_builder_set_member_name (json, "bad_bands");
  json_builder_begin_array (json);
  for (guint b = 0; b < ae_scene_get_bands (scene); b++)
    if (ae_scene_is_bad_band (scene, b))
      json_builder_add_int_value (json, b + 1);
  json_builder_end_array (json);
}

static void
count_labels (const AeScene *scene, gsize *counts)
{
  const guint16 *labels = ae_scene_get_labels (scene);

  for (gsize p = 0; p < ae_scene_get_n_pixels (scene); p++)
    counts[labels[p]]++;
}

static void
add_labels (JsonBuilder *json, const AeScene *scene)
{
  guint n = ae_scene_get_n_classes (scene);
  g_autofree gsize *counts = g_new0 (gsize, MAX (n, 1));

  json_builder_set_member_name (json, "labels");
  if (ae_scene_get_labels (scene) == NULL)
    {
      json_builder_add_null_value (json);
      return;
    }
  count_labels (scene, counts);
  json_builder_begin_array (json);
  for (guint label = 0; label < n; label++)
    {
      json_builder_begin_object (json);
      bl_cli_json_int (json, "label", label);
      bl_cli_json_string (json, "name", ae_scene_get_class_name (scene, label));
      bl_cli_json_int (json, "pixels", (gint64) counts[label]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_warnings (JsonBuilder *json, const AeScene *scene)
{
  json_builder_set_member_name (json, "warnings");
  json_builder_begin_array (json);
  for (guint i = 0; i < ae_scene_get_n_warnings (scene); i++)
    json_builder_add_string_value (json, ae_scene_get_warning (scene, i));
  json_builder_end_array (json);
}

/* Of a scene in the sensor's own geometry. */
static const char *
location_word (const AeSceneLocation *location)
{
  if (location == NULL)
    return NULL;
  return location->lookup != NULL ? "lookup table" : "latitude and longitude";
}

static void
add_georeference (JsonBuilder *json, const AeScene *scene)
{
  double transform[6];
  const char *projection = NULL;
  gboolean has = ae_scene_get_georeference (scene, transform, &projection);

  bl_cli_json_numbers (json, "geotransform", has ? transform : NULL, 6);
  bl_cli_json_string (json, "projection", has ? projection : NULL);
  bl_cli_json_string (json, "location", location_word (ae_scene_get_location (scene)));
}

static void
add_count (JsonBuilder *json, const char *key, guint count)
{
  if (count > 0)
    bl_cli_json_int (json, key, count);
  else
    bl_cli_json_number (json, key, NAN);
}

static void
add_codes (JsonBuilder *json, const AeCodeCurve *curve)
{
  bl_cli_json_number (json, "noise_rmse", curve != NULL ? curve->noise_rmse : NAN);
  bl_cli_json_string (json, "noise_from",
                      curve != NULL ? ae_noise_method_to_string (curve->noise_method) : NULL);
  add_count (json, "code_size", curve != NULL ? curve->size : 0);
  add_count (json, "signal_dimension", curve != NULL ? curve->subspace : 0);
  bl_cli_json_numbers (json, "pca_val_rmse_by_size",
                       curve != NULL && curve->is_validation ? curve->rmse : NULL,
                       curve != NULL ? curve->n : 0);
}

static void
print_json (AeScene *scene)
{
  g_autoptr (AeCodeCurve) curve = make_curve (scene, NULL);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  Range range = find_range (scene);
  guint bands[3];
  gboolean has_rgb = ae_scene_get_default_bands (scene, bands);
  double rgb[3];

  json_builder_begin_object (json);
  bl_cli_json_string (json, "name", ae_scene_get_name (scene));
  bl_cli_json_string (json, "format", ae_scene_get_format (scene));
  bl_cli_json_string (json, "sensor", ae_scene_get_sensor (scene));
  bl_cli_json_string (json, "acquired", ae_scene_get_acquired (scene));
  bl_cli_json_int (json, "lines", ae_scene_get_lines (scene));
  bl_cli_json_int (json, "samples", ae_scene_get_samples (scene));
  bl_cli_json_int (json, "bands", ae_scene_get_bands (scene));
  bl_cli_json_string (json, "data_type", ae_scene_get_data_type (scene));
  bl_cli_json_string (json, "interleave", interleave_word (ae_scene_get_interleave (scene)));
  bl_cli_json_string (json, "wavelength_units",
                      ae_scene_get_wavelengths_nm (scene) != NULL ? "nm" : NULL);
  bl_cli_json_string (json, "preprocessing", ae_scene_get_preprocessing (scene));
  bl_cli_json_string (json, "file_wavelength_units",
                      ae_wavelength_units_to_word (ae_scene_get_wavelength_units (scene)));
  json_builder_set_member_name (json, "wavelength_units_guessed");
  json_builder_add_boolean_value (json, ae_scene_get_units_guessed (scene));
  bl_cli_json_numbers (json, "wavelengths", ae_scene_get_wavelengths_nm (scene),
                       ae_scene_get_bands (scene));
  bl_cli_json_string (json, "axis_kind",
                      ae_wavelength_units_get_kind (ae_scene_get_wavelength_units (scene)));
  bl_cli_json_numbers (json, "axis", ae_scene_get_axis (scene), ae_scene_get_bands (scene));
  bl_cli_json_numbers (json, "fwhm", ae_scene_get_fwhm_nm (scene), ae_scene_get_bands (scene));
  add_bad_bands (json, scene);
  bl_cli_json_int (json, "masked_pixels", (gint64) ae_scene_get_n_masked (scene));
  bl_cli_json_number (json, "nodata", ae_scene_get_file_nodata (scene));
  bl_cli_json_number (json, "lowest", range.lowest);
  bl_cli_json_number (json, "highest", range.highest);
  bl_cli_json_number (json, "mean", range.mean);
  for (guint i = 0; i < 3; i++)
    rgb[i] = has_rgb ? bands[i] + 1 : 0;
  bl_cli_json_numbers (json, "default_bands", has_rgb ? rgb : NULL, 3);
  add_codes (json, curve);
  add_labels (json, scene);
  add_georeference (json, scene);
  add_warnings (json, scene);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

/* ------------------------------------------------------------------ for people */

static char *
dup_bad_bands_text (const AeScene *scene)
{
  guint bands = ae_scene_get_bands (scene);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "%u of %u", bands - ae_scene_get_n_good_bands (scene), bands);
  for (guint b = 0, last; b < bands; b = last + 1)
    {
      last = b;
      if (!ae_scene_is_bad_band (scene, b))
        continue;
      while (last + 1 < bands && ae_scene_is_bad_band (scene, last + 1))
        last++;
      g_string_append (text, strchr (text->str, ':') == NULL ? ": " : ", ");
      if (last > b)
        g_string_append_printf (text, "%u–%u", b + 1, last + 1);
      else
        g_string_append_printf (text, "%u", b + 1);
    }
  return g_strdup (text->str);
}

/* "energies", "wavenumbers" */
static char *
dup_plural (const char *word)
{
  gsize n = strlen (word);

  if (n > 0 && word[n - 1] == 'y')
    return g_strdup_printf ("%.*sies", (int) n - 1, word);
  return g_strconcat (word, "s", NULL);
}

static void
print_axis (const AeScene *scene)
{
  AeWavelengthUnits units = ae_scene_get_wavelength_units (scene);
  const double *axis = ae_scene_get_axis (scene), *nm = ae_scene_get_wavelengths_nm (scene);
  const char *guessed = ae_scene_get_units_guessed (scene) ? " (guessed)" : "";
  guint last = ae_scene_get_bands (scene) - 1;
  g_autofree char *label = NULL;

  if (axis == NULL)
    {
      bl_cli_line ("wavelengths", "none");
      return;
    }
  label = dup_plural (ae_wavelength_units_get_kind (units));
  if (nm == NULL || units == AE_WAVELENGTH_NANOMETRES)
    bl_cli_line (label, "%.6g to %.6g %s%s", axis[0], axis[last],
                 ae_wavelength_units_to_string (units), guessed);
  else
    bl_cli_line (label, "%.6g to %.6g %s%s, which is %.6g to %.6g nm", axis[0], axis[last],
                 ae_wavelength_units_to_string (units), guessed, nm[0], nm[last]);
}

static void
print_labels (const AeScene *scene)
{
  guint n = ae_scene_get_n_classes (scene);
  g_autofree gsize *counts = g_new0 (gsize, MAX (n, 1));

  if (ae_scene_get_labels (scene) == NULL)
    {
      bl_cli_line ("labels", "none");
      return;
    }
  count_labels (scene, counts);
  for (guint label = 0; label < n; label++)
    {
      const char *name = ae_scene_get_class_name (scene, label);

      bl_cli_line (label == 0 ? "labels" : "", "%3u  %8" G_GSIZE_FORMAT "  %s", label,
                   counts[label],
                   name != NULL ? name
                   : label == 0 ? "unlabelled"
                                : "");
    }
}

static void
print_codes (AeScene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeCodeCurve) curve = make_curve (scene, &error);

  if (curve == NULL)
    bl_cli_line ("noise", "unknown: %s", error->message);
  else if (curve->noise_method == AE_NOISE_UNKNOWN)
    bl_cli_line ("noise", "unknown: no two pixels with data are neighbours");
  else
    bl_cli_line ("noise", "RMSE %.3g in scaled units, %s", curve->noise_rmse,
                 curve->noise_method == AE_NOISE_BANDS
                     ? "what the other bands do not tell of a band"
                     : "no more than that: differences of neighbouring pixels");
  if (curve != NULL && curve->size > 0)
    bl_cli_line ("code size",
                 "%u: there the error of PCA meets the noise; the signal has "
                 "%u dimensions (HySime)",
                 curve->size, curve->subspace);
}

static void
print_place (const AeScene *scene)
{
  const AeSceneLocation *location = ae_scene_get_location (scene);
  double t[6];

  if (ae_scene_get_georeference (scene, t, NULL))
    bl_cli_line ("georeference", "pixels of %g × %g from %.10g, %.10g", hypot (t[1], t[4]),
                 hypot (t[2], t[5]), t[0], t[3]);
  else if (location != NULL && location->lookup != NULL)
    bl_cli_line ("georeference", "lookup table of %u × %u places", location->map_lines,
                 location->map_samples);
  else if (location != NULL)
    bl_cli_line ("georeference", "latitude and longitude of each pixel");
}

static void
print_lines (AeScene *scene)
{
  g_autofree char *bad = dup_bad_bands_text (scene);
  Range range = find_range (scene);
  guint rgb[3];

  bl_cli_title (ae_scene_get_name (scene));
  bl_cli_line ("format", "%s, %s, %s", ae_scene_get_format (scene),
               ae_scene_get_data_type (scene),
               interleave_word (ae_scene_get_interleave (scene)));
  if (ae_scene_get_sensor (scene) != NULL)
    bl_cli_line ("sensor", "%s", ae_scene_get_sensor (scene));
  if (ae_scene_get_acquired (scene) != NULL)
    bl_cli_line ("acquired", "%s", ae_scene_get_acquired (scene));
  bl_cli_line ("size", "%u lines × %u samples × %u bands", ae_scene_get_lines (scene),
               ae_scene_get_samples (scene), ae_scene_get_bands (scene));
  print_axis (scene);
  bl_cli_line ("bad bands", "%s", bad);
  bl_cli_line ("masked pixels", "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT,
               ae_scene_get_n_masked (scene), ae_scene_get_n_pixels (scene));
  if (isfinite (ae_scene_get_file_nodata (scene)))
    bl_cli_line ("no data", "%g", ae_scene_get_file_nodata (scene));
  if (isfinite (range.mean))
    bl_cli_line ("values", "%g to %g, mean %g", range.lowest, range.highest, range.mean);
  if (ae_scene_get_fwhm_nm (scene) != NULL)
    bl_cli_line ("fwhm", "%.4g to %.4g nm", ae_scene_get_fwhm_nm (scene)[0],
                 ae_scene_get_fwhm_nm (scene)[ae_scene_get_bands (scene) - 1]);
  if (ae_scene_get_default_bands (scene, rgb))
    bl_cli_line ("default bands", "%u, %u, %u", rgb[0] + 1, rgb[1] + 1, rgb[2] + 1);
  print_place (scene);
  print_codes (scene);
  print_labels (scene);
  for (guint i = 0; i < ae_scene_get_n_warnings (scene); i++)
    bl_cli_line ("note", "%s", ae_scene_get_warning (scene, i));
}

/**
 * bl_cli_info:
 * @argc: arguments
 * @argv: from "info" on
 *
 * Returns: the exit code.
 */
int
bl_cli_info (int argc, char **argv)
{
  BlCliScene options = { 0 };
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "SCENE", "Bands are counted from 1; wavelengths are in nanometres whatever the file's.");
  g_autoptr (AeScene) scene = NULL;
  GError *error = NULL;
  int exit_code = BL_CLI_OK;

  bl_cli_options_add (context, entries);
  bl_cli_scene_add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      if (argc != 2)
        exit_code = bl_cli_refuse ("info takes one scene: a file, or demo:");
      else if ((scene = bl_cli_scene_open (&options, argv[1], &error)) == NULL)
        exit_code = bl_cli_report (error, BL_CLI_FAILED);
      else if (as_json)
        print_json (scene);
      else
        print_lines (scene);
    }
  bl_cli_scene_clear (&options);
  return exit_code;
}
