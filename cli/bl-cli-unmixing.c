/* bl-cli-unmixing.c: `train --variant unmixing`: endmembers to begin at, the sparsity that the
 * rule chooses, and what came of it beside the truth.
 */
#include "bl-cli-unmixing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ae-code-curve.h"
#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-spectra-file.h"
#include "ae-spectral-library-file.h"
#include "bl-cli-print.h"

/**
 * bl_cli_unmixing_add_options:
 * @self: where they go; outlives the parsing
 * @context: gets them
 */
void
bl_cli_unmixing_add_options (BlCliUnmixing *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "endmembers", 0, 0, G_OPTION_ARG_STRING, &self->endmembers,
      "Of unmixing: how many; auto (HySime); a spectral library to begin at; or pixels to "
      "begin at, as SAMPLE,LINE;SAMPLE,LINE",
      "WHAT" },
    { "truth", 0, 0, G_OPTION_ARG_FILENAME, &self->truth_path,
      "Endmembers and abundances of the scene in a MATLAB file, found by their shapes",
      "FILE" },
    { "spectra", 0, 0, G_OPTION_ARG_FILENAME, &self->spectra,
      "Write the endmembers, as .csv, .npy or an ENVI library (.sli)", "FILE" },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &self->n_seeds,
      "Of unmixing: train so many seeds from --seed on, and tell their mean and deviation; "
      "the one of least loss is the result",
      "N" },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

/**
 * bl_cli_unmixing_clear:
 * @self: what was given
 */
void
bl_cli_unmixing_clear (BlCliUnmixing *self)
{
  g_free (self->endmembers);
  g_free (self->truth_path);
  g_free (self->spectra);
  g_free (self->why);
  ae_known_spectra_free (self->start);
  ae_truth_free (self->truth);
}

/* ------------------------------------------------------------------ how many, and where */

static gboolean
parse_number (const char *text, guint *n)
{
  char *end;
  guint64 value = g_ascii_strtoull (text, &end, 10);

  if (!g_ascii_isdigit (*text) || *end != '\0')
    return FALSE;
  *n = (guint) MIN (value, G_MAXINT);
  return TRUE;
}

/**
 * bl_cli_unmixing_take_number:
 * @self: what was given
 * @settings: (inout): gets the number where it is one
 * @error: %AE_ERROR_INVALID naming the option
 *
 * Returns: whether what was typed can be meant, as far as one can tell without a scene.
 */
gboolean
bl_cli_unmixing_take_number (BlCliUnmixing *self, BlCliSettings *settings, GError **error)
{
  if (self->n_seeds < 0)
    return ae_error_set (error, AE_ERROR_INVALID, "--seeds: %d; give 1 or more", self->n_seeds);
  if (self->endmembers == NULL)
    return TRUE;
  if (parse_number (self->endmembers, &self->n) && self->n < 2)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "--endmembers: %u; with fewer than 2 there is nothing to tell apart",
                         self->n);
  settings->n_endmembers = self->n > 0 ? self->n : 2;
  return TRUE;
}

static gboolean
find_number (BlCliUnmixing *self, AeScene *scene, GError **error)
{
  AePixelsOptions options
      = { .seed = 1, .max_pixels = ae_code_curve_get_most_pixels (scene, 0) };
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &options, NULL, error);
  g_autoptr (AeCodeCurve) curve
      = pixels != NULL ? ae_code_curve_new (pixels, NULL, error) : NULL;

  if (curve == NULL)
    return FALSE;
  if (curve->subspace < 2)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "--endmembers auto: %s has a signal of %u dimensions above its noise, "
                         "which is nothing to unmix; say how many",
                         ae_scene_get_name (scene), curve->subspace);
  self->n = MIN (curve->subspace, AE_ENDMEMBERS_MOST);
  self->why = g_strdup_printf ("HySime: the signal has %u dimensions above the noise",
                               curve->subspace);
  return TRUE;
}

/* "12,40;7,3": a spectrum of each pixel. */
static gboolean
take_pixels (BlCliUnmixing *self, AeScene *scene, GError **error)
{
  g_auto (GStrv) words = g_strsplit (self->endmembers, ";", -1);
  guint n = g_strv_length (words), all = ae_scene_get_bands (scene),
        bands = ae_scene_get_n_good_bands (scene);
  g_autofree float *spectrum = g_new (float, all);

  self->start = g_new0 (AeKnownSpectra, 1);
  self->start->n = n;
  self->start->bands = bands;
  self->start->spectra = g_new0 (float, (gsize) n *bands);
  self->start->names = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      guint sample, line;
      char rest;

      if (sscanf (words[i], "%u,%u%c", &sample, &line, &rest) != 2
          || sample >= ae_scene_get_samples (scene) || line >= ae_scene_get_lines (scene))
        return ae_error_set (error, AE_ERROR_INVALID,
                             "--endmembers: “%s” is no pixel of %s; write SAMPLE,LINE with "
                             "samples 0 to %u and lines 0 to %u",
                             words[i], ae_scene_get_name (scene),
                             ae_scene_get_samples (scene) - 1, ae_scene_get_lines (scene) - 1);
      if (!ae_scene_read_pixel (scene, (gsize) line * ae_scene_get_samples (scene) + sample,
                                spectrum, error))
        return FALSE;
      self->start->names[i] = g_strdup_printf ("pixel %u,%u", sample, line);
      for (guint b = 0; b < bands; b++)
        self->start->spectra[(gsize) i * bands + b]
            = spectrum[ae_scene_get_good_bands (scene)[b]];
    }
  return TRUE;
}

static gboolean
check_start (const BlCliUnmixing *self, AeScene *scene, GError **error)
{
  const AeKnownSpectra *start = self->start;

  if (start->n < 2 || start->n > AE_ENDMEMBERS_MOST)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "--endmembers: %s has %u spectra; give 2 to %d, those to begin at",
                         self->endmembers, start->n, AE_ENDMEMBERS_MOST);
  for (gsize i = 0; i < (gsize) start->n * start->bands; i++)
    if (!isfinite (start->spectra[i]))
      return ae_error_set (error, AE_ERROR_INVALID,
                           "--endmembers: “%s” has no value at band %u of %s; take spectra of "
                           "all its wavelengths, or leave those bands out with --bands",
                           start->names[i / start->bands],
                           ae_scene_get_good_bands (scene)[i % start->bands] + 1,
                           ae_scene_get_name (scene));
  return TRUE;
}

/**
 * bl_cli_unmixing_prepare:
 * @self: what was given
 * @settings: (inout): gets the number of endmembers
 * @scene: what it is for
 * @error: %AE_ERROR_INVALID naming the option; as of the files
 *
 * Reads what the options name.
 *
 * Returns: whether it is there.
 */
gboolean
bl_cli_unmixing_prepare (BlCliUnmixing *self, BlCliSettings *settings, AeScene *scene,
                         GError **error)
{
  gboolean is_found = TRUE;

  if (self->truth_path != NULL)
    self->truth = ae_truth_new_load (self->truth_path, scene, error);
  else
    self->truth = ae_truth_new_from_scene (scene);
  if (self->truth_path != NULL && self->truth == NULL)
    return FALSE;
  if (self->endmembers == NULL || self->n > 0)
    return TRUE;
  if (strcmp (self->endmembers, "auto") == 0)
    is_found = find_number (self, scene, error);
  else if (strchr (self->endmembers, ';') != NULL
           && !g_file_test (self->endmembers, G_FILE_TEST_EXISTS))
    is_found = take_pixels (self, scene, error) && check_start (self, scene, error);
  else
    is_found = (self->start = bl_cli_unmixing_load_spectra (self->endmembers, scene, error))
                   != NULL
               && check_start (self, scene, error);
  if (is_found && self->start != NULL)
    self->n = self->start->n;
  settings->n_endmembers = self->n;
  return is_found;
}

/**
 * bl_cli_unmixing_choose:
 * @self: what was given
 * @settings: what else was given
 * @spec: what is to be trained
 * @plan: how
 * @pixels: on what
 * @knobs: (inout): gets the sparsity of abundances that the rule chooses, unless one was given
 * @error: as ae_unmixing_rule_find()
 *
 * Nothing to do for other variants.
 *
 * Returns: whether training can begin.
 */
gboolean
bl_cli_unmixing_choose (BlCliUnmixing *self, const BlCliSettings *settings, const AeSpec *spec,
                        const AePlan *plan, AePixels *pixels, AeHyperparams *knobs,
                        GError **error)
{
  if (!(spec->variants & AE_VARIANT_UNMIXING)
      || bl_cli_settings_is_given (settings, AE_PARAM_LIVE, "abundance_sparsity"))
    return TRUE;
  if (!ae_unmixing_rule_find (spec, plan, knobs, pixels,
                              self->start != NULL ? self->start->spectra : NULL, &self->rule,
                              NULL, error))
    return FALSE;
  self->has_rule = TRUE;
  knobs->abundance_sparsity = self->rule.chosen;
  return TRUE;
}

/**
 * bl_cli_unmixing_load_spectra:
 * @path: a spectral library
 * @scene: at whose good bands the spectra are wanted
 * @error: %AE_ERROR_INVALID where bands cannot be brought together
 *
 * Without wavelengths in both, bands are matched by their number where there are as many.
 *
 * Returns: (transfer full) (nullable): all of them; NAN where nothing is known.
 */
AeKnownSpectra *
bl_cli_unmixing_load_spectra (const char *path, AeScene *scene, GError **error)
{
  g_autoptr (AeSpectralLibrary) library = ae_spectral_library_new_load (path, error);
  guint bands = ae_scene_get_n_good_bands (scene), all = ae_scene_get_bands (scene);
  const guint *numbers = ae_scene_get_good_bands (scene);
  const double *wavelengths = ae_scene_get_wavelengths_nm (scene);
  g_autofree double *good = NULL;
  AeKnownSpectra *known;

  if (library == NULL)
    return NULL;
  if (wavelengths != NULL && ae_spectral_library_get_wavelengths_nm (library) != NULL)
    {
      good = g_new (double, bands);
      for (guint b = 0; b < bands; b++)
        good[b] = wavelengths[numbers[b]];
      return ae_known_spectra_new_from_library (library, good, bands);
    }
  if (ae_spectral_library_get_bands (library) != all
      && ae_spectral_library_get_bands (library) != bands)
    {
      g_set_error (
          error, AE_ERROR, AE_ERROR_INVALID,
          "%s has %u bands and %s has %u, and not both tell wavelengths, so they cannot "
          "be brought together; give the scene's wavelengths or spectra of its bands",
          ae_spectral_library_get_name (library), ae_spectral_library_get_bands (library),
          ae_scene_get_name (scene), all);
      return NULL;
    }
  known = ae_known_spectra_new_from_library (library, NULL, bands);
  for (guint i = 0; i < known->n; i++)
    for (guint b = 0; b < bands; b++)
      known->spectra[(gsize) i * bands + b] = ae_spectral_library_get_spectrum (
          library, i)[ae_spectral_library_get_bands (library) == all ? numbers[b] : b];
  return known;
}

/* ------------------------------------------------------------------ what came of it */

/* Those of the truth, of where it began, or numbers. */
static char *
dup_name (const BlCliUnmixing *self, const AeUnmixingScore *score, guint i)
{
  if (self->truth != NULL && score->match[i] != G_MAXUINT)
    return g_strdup (self->truth->names[score->match[i]]);
  if (self->start != NULL)
    return g_strdup (self->start->names[i]);
  return g_strdup_printf ("endmember %u", i + 1);
}

/**
 * bl_cli_unmixing_save:
 * @self: what was given
 * @score: what came of it
 * @pixels: of the scene
 * @error: as ae_spectra_save()
 *
 * Writes the endmembers where a file was named.
 *
 * Returns: whether they are there.
 */
gboolean
bl_cli_unmixing_save (const BlCliUnmixing *self, const AeUnmixingScore *score, AePixels *pixels,
                      GError **error)
{
  AeScene *scene = ae_pixels_get_scene (pixels);
  const double *wavelengths = ae_scene_get_wavelengths_nm (scene);
  g_autofree double *good = wavelengths != NULL ? g_new (double, score->bands) : NULL;
  g_auto (GStrv) names = g_new0 (char *, score->n + 1);

  if (self->spectra == NULL)
    return TRUE;
  for (guint b = 0; b < score->bands && good != NULL; b++)
    good[b] = wavelengths[ae_scene_get_good_bands (scene)[b]];
  for (guint i = 0; i < score->n; i++)
    names[i] = dup_name (self, score, i);
  return ae_spectra_save (self->spectra, score->endmembers, score->n, score->bands, good,
                          (const char *const *) names, error);
}

static void
add_endmembers (const BlCliUnmixing *self, const AeUnmixingScore *score, AePixels *pixels,
                JsonBuilder *json)
{
  guint samples = ae_scene_get_samples (ae_pixels_get_scene (pixels));

  json_builder_set_member_name (json, "endmembers");
  json_builder_begin_array (json);
  for (guint i = 0; i < score->n; i++)
    {
      g_autofree char *name = dup_name (self, score, i);

      json_builder_begin_object (json);
      bl_cli_json_string (json, "name", name);
      bl_cli_json_number (json, "mean_abundance", score->mean_abundance[i]);
      bl_cli_json_int (json, "line", score->purest[i] / samples);
      bl_cli_json_int (json, "sample", score->purest[i] % samples);
      bl_cli_json_number (json, "angle_rad", score->angles[i]);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_rule (const BlCliUnmixing *self, JsonBuilder *json)
{
  json_builder_set_member_name (json, "sparsity_rule");
  if (!self->has_rule)
    {
      json_builder_add_null_value (json);
      return;
    }
  json_builder_begin_object (json);
  bl_cli_json_number (json, "chosen", self->rule.chosen);
  bl_cli_json_number (json, "tolerance", self->rule.tolerance);
  bl_cli_json_numbers (json, "sparsity", self->rule.sparsity, AE_UNMIXING_RULE_TRIALS);
  bl_cli_json_numbers (json, "angle_rad", self->rule.angle_rad, AE_UNMIXING_RULE_TRIALS);
  json_builder_end_object (json);
}

/**
 * bl_cli_unmixing_add_json:
 * @self: what was given
 * @score: (nullable): what came of it; %NULL for other variants
 * @pixels: of the scene
 * @knobs: where they stood
 * @json: within an object, which gets the members
 */
void
bl_cli_unmixing_add_json (const BlCliUnmixing *self, const AeUnmixingScore *score,
                          AePixels *pixels, const AeHyperparams *knobs, JsonBuilder *json)
{
  if (score == NULL)
    return;
  add_endmembers (self, score, pixels, json);
  bl_cli_json_string (json, "endmembers_found_by", self->why);
  bl_cli_json_number (json, "mean_angle_rad", score->mean_angle_rad);
  bl_cli_json_number (json, "abundance_rmse", score->abundance_rmse);
  bl_cli_json_number (json, "sum_error", score->sum_error);
  bl_cli_json_number (json, "reconstruction_angle_rad", score->angle_rad);
  bl_cli_json_number (json, "abundance_sparsity", knobs->abundance_sparsity);
  add_rule (self, json);
  bl_cli_json_string (json, "spectra", self->spectra);
}

static void
print_rule (const BlCliUnmixing *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint t = 0; t < AE_UNMIXING_RULE_TRIALS; t++)
    g_string_append_printf (text, "%s%.4f (%g)", t > 0 ? ", " : "", self->rule.angle_rad[t],
                            self->rule.sparsity[t]);
  bl_cli_line ("sparsity",
               "%g: the most whose angle in short trials is within %.0f %% of that without",
               self->rule.chosen, 100 * self->rule.tolerance);
  bl_cli_line ("", "%s rad (sparsity)", text->str);
}

/**
 * bl_cli_unmixing_print:
 * @self: what was given
 * @score: (nullable): what came of it; %NULL for other variants
 * @pixels: of the scene
 * @knobs: where they stood
 *
 * Prints it as aligned lines.
 */
void
bl_cli_unmixing_print (const BlCliUnmixing *self, const AeUnmixingScore *score,
                       AePixels *pixels, const AeHyperparams *knobs)
{
  guint samples = ae_scene_get_samples (ae_pixels_get_scene (pixels));

  if (score == NULL)
    return;
  if (self->why != NULL)
    bl_cli_line ("endmembers", "%u; %s", score->n, self->why);
  if (self->has_rule)
    print_rule (self);
  for (guint i = 0; i < score->n; i++)
    {
      g_autofree char *name = dup_name (self, score, i);
      g_autofree char *angle = isnan (score->angles[i])
                                   ? g_strdup ("")
                                   : g_strdup_printf (", %.4f rad from the truth",
                                                      score->angles[i]);

      bl_cli_line (name, "%.1f %% on average, purest at line %u, sample %u%s",
                   100 * score->mean_abundance[i], score->purest[i] / samples,
                   score->purest[i] % samples, angle);
    }
  if (!isnan (score->mean_angle_rad))
    bl_cli_line ("truth", "mean angle %.4f rad, abundance RMSE %.4f", score->mean_angle_rad,
                 score->abundance_rmse);
  bl_cli_line ("sums", "one to %.1g", score->sum_error);
  if (self->spectra != NULL)
    bl_cli_line ("written", "%s", self->spectra);
}
