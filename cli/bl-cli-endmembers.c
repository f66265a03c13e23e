/* bl-cli-endmembers.c: `bandloom-cli endmembers`: what a model decodes at the corners of a
 * scene's codes, and which known spectrum each is. */
#include "ae-apply.h"
#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-generator.h"
#include "ae-known-spectra.h"
#include "ae-spectra-file.h"
#include "ae-spectral-library-file.h"
#include "bl-cli-model.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

typedef struct
{
  BlCliScene scene;
  BlCliModel model;
  char *output, *library;
  int n, threads;
  gint64 seed;
  gboolean as_json;
} Options;

typedef struct
{
  const Options *options;
  AeProjectRun *run;
  AeScene *scene;
  AeInputAdapter *adapter;
  guint n, code, bands;
  guint32 pixels[AE_ENDMEMBERS_MOST];
  float *spectra;                  /* (n, bands), scene units */
  AeKnownSpectra *known;           /* NULL: nothing to compare with */
  guint match[AE_ENDMEMBERS_MOST]; /* of each endmember, where there are enough to go round */
  double angles[AE_ENDMEMBERS_MOST];
  double mean_angle;
  BlCliProgress progress;
} Work;

static void
add_options (Options *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->as_json, "Print one JSON object", NULL },
    { "number", 'n', 0, G_OPTION_ARG_INT, &self->n,
      "How many; at most one more than the code has units (default: as many as that)", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output,
      "Their spectra, as .csv, .npy or an ENVI library (.sli)", "FILE" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &self->library,
      "A spectral library to match them to, ENVI or .csv", "FILE" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed,
      "Of the places that the search begins at; default 1", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { NULL },
  };

  self->seed = 1;
  bl_cli_options_add (context, entries);
  bl_cli_model_add_options (&self->model, context);
  bl_cli_scene_add_options (&self->scene, context);
}

/* ------------------------------------------------------------------ corners */

static gboolean
is_unmixing (const Work *w)
{
  return (ae_model_get_spec (w->run->training->model)->variants & AE_VARIANT_UNMIXING) != 0;
}

/* Unmixing has its endmembers in the decoder's weights: what is decoded of one alone. Each is
 * purest where its abundance is the most. */
static void
take_weights (Work *w, const float *codes, const guint32 *pixels, gsize n)
{
  g_autofree float *alone = g_new0 (float, (gsize) w->code *w->code);

  for (guint i = 0; i < w->code; i++)
    {
      gsize purest = 0;

      alone[(gsize) i * w->code + i] = 1;
      for (gsize k = 1; k < n; k++)
        if (codes[k * w->code + i] > codes[purest * w->code + i])
          purest = k;
      w->pixels[i] = pixels[purest];
    }
  w->spectra = g_new (float, (gsize) w->n *w->bands);
  ae_generator_decode (w->run->training->model, ae_input_get_scaler (w->run->input), alone,
                       w->n, w->spectra);
}

static gboolean
find_corners (Work *w, GError **error)
{
  AeApplyOptions wanted = { .threads = (guint) w->options->threads,
                            .progress = bl_cli_progress_take,
                            .progress_data = &w->progress };
  g_autofree guint32 *pixels = NULL;
  gsize n, corners[AE_ENDMEMBERS_MOST];
  g_autofree float *codes = ae_apply_dup_codes (w->run->training->model, w->adapter, &wanted,
                                                &pixels, &n, NULL, error);
  g_autofree float *chosen = g_new (float, (gsize) AE_ENDMEMBERS_MOST * w->code);

  if (codes == NULL)
    return FALSE;
  if (is_unmixing (w))
    {
      take_weights (w, codes, pixels, n);
      return TRUE;
    }
  if (!ae_endmembers_find (codes, n, w->code, w->n, (guint64) w->options->seed, corners, error))
    return FALSE;
  for (guint i = 0; i < w->n; i++)
    {
      w->pixels[i] = pixels[corners[i]];
      memcpy (chosen + (gsize) i * w->code, codes + corners[i] * w->code,
              w->code * sizeof *chosen);
    }
  w->spectra = g_new (float, (gsize) w->n * w->bands);
  ae_generator_decode (w->run->training->model, ae_input_get_scaler (w->run->input), chosen,
                       w->n, w->spectra);
  return TRUE;
}

/* ------------------------------------------------------------------ what they are */

static gboolean
find_known (Work *w, GError **error)
{
  g_autoptr (AeSpectralLibrary) library = NULL;

  if (w->options->library == NULL)
    {
      /* The demo scene knows what it is made of. */
      if (!ae_input_adapter_is_resampled (w->adapter))
        w->known = ae_known_spectra_new_from_truth (
            w->scene, ae_input_get_numbers (w->run->input), w->bands);
      return TRUE;
    }
  library = ae_spectral_library_new_load (w->options->library, error);
  if (library == NULL)
    return FALSE;
  w->known = ae_known_spectra_new_from_library (
      library, ae_input_get_wavelengths_nm (w->run->input), w->bands);
  return TRUE;
}

static gboolean
match (Work *w, GError **error)
{
  w->mean_angle = NAN;
  if (w->known == NULL
      || ae_known_spectra_match (w->known, w->spectra, w->n, w->match, w->angles,
                                 &w->mean_angle, error))
    return TRUE;
  g_prefix_error (error, "%s", "-n: ");
  return FALSE;
}

static gboolean
save (const Work *w, GError **error)
{
  g_auto (GStrv) names = g_new0 (char *, w->n + 1);

  if (w->options->output == NULL)
    return TRUE;
  for (guint i = 0; i < w->n; i++)
    names[i] = w->known != NULL ? g_strdup (w->known->names[w->match[i]])
                                : g_strdup_printf ("endmember %u", i + 1);
  return ae_spectra_save (w->options->output, w->spectra, w->n, w->bands,
                          ae_input_get_wavelengths_nm (w->run->input),
                          (const char *const *) names, error);
}

/* ------------------------------------------------------------------ what is told */

static void
print_json (const Work *w)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  guint samples = ae_scene_get_samples (w->scene);

  json_builder_begin_object (json);
  bl_cli_json_string (json, "scene", ae_scene_get_name (w->scene));
  bl_cli_json_string (json, "run", w->run->name);
  json_builder_set_member_name (json, "endmembers");
  json_builder_begin_array (json);
  for (guint i = 0; i < w->n; i++)
    {
      json_builder_begin_object (json);
      bl_cli_json_int (json, "line", w->pixels[i] / samples);
      bl_cli_json_int (json, "sample", w->pixels[i] % samples);
      bl_cli_json_string (json, "name", w->known != NULL ? w->known->names[w->match[i]] : NULL);
      bl_cli_json_number (json, "angle_rad", w->known != NULL ? w->angles[i] : NAN);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
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
  bl_cli_line ("model", "%s, run “%s”, %u codes", w->options->model.name, w->run->name,
               w->code);
  for (guint i = 0; i < w->n; i++)
    {
      g_autofree char *label = g_strdup_printf ("endmember %u", i + 1);

      if (w->known != NULL)
        bl_cli_line (label, "line %u, sample %u: %s, %.4f rad", w->pixels[i] / samples,
                     w->pixels[i] % samples, w->known->names[w->match[i]], w->angles[i]);
      else
        bl_cli_line (label, "line %u, sample %u", w->pixels[i] / samples,
                     w->pixels[i] % samples);
    }
  if (w->known != NULL)
    bl_cli_line ("mean angle", "%.4f rad", w->mean_angle);
  if (w->options->output != NULL)
    bl_cli_line ("written", "%s", w->options->output);
}

static gboolean
work (Work *w, const char *path, GError **error)
{
  if ((w->run = ae_project_load_model (w->options->model.name, error)) == NULL
      || (w->scene = bl_cli_scene_open (&w->options->scene, path, error)) == NULL
      || (w->adapter = bl_cli_model_feed (&w->options->model, w->run, w->scene, error)) == NULL)
    return FALSE;
  w->code = ae_model_get_code (w->run->training->model);
  w->bands = ae_model_get_bands (w->run->training->model);
  w->n = w->options->n > 0 ? (guint) w->options->n
         : is_unmixing (w) ? w->code
                           : MIN (w->code + 1, AE_ENDMEMBERS_MOST);
  if (is_unmixing (w) && w->n != w->code)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "-n: the model was trained to unmix %u endmembers and has no others; "
                         "leave -n out",
                         w->code);
  if (!find_corners (w, error))
    return FALSE;
  return find_known (w, error) && match (w, error) && save (w, error);
}

static int
find_endmembers (const Options *options, const char *path)
{
  Work w = { .options = options };
  GError *error = NULL;
  gboolean is_good = work (&w, path, &error);

  bl_cli_progress_clear (&w.progress);
  if (is_good && options->as_json)
    print_json (&w);
  else if (is_good)
    print_lines (&w);
  g_free (w.spectra);
  ae_known_spectra_free (w.known);
  g_clear_pointer (&w.adapter, ae_input_adapter_free);
  g_clear_pointer (&w.scene, ae_scene_unref);
  g_clear_pointer (&w.run, ae_project_run_free);
  if (is_good)
    return BL_CLI_OK;
  return bl_cli_report_by_code (error);
}

/**
 * bl_cli_endmembers:
 * @argc: arguments
 * @argv: from "endmembers" on
 *
 * Returns: the exit code.
 */
int
bl_cli_endmembers (int argc, char **argv)
{
  Options options = { 0 };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "MODEL SCENE",
      "Pixels are mixtures of a few materials: their codes fill a simplex whose corners are "
      "the\npurest. The decoder says what a corner looks like, without the pixel's noise. "
      "Matched to a\nlibrary, or to the demo scene's truth, by spectral angle with the best "
      "assignment.\n\n"
      "  bandloom-cli train samson_1.mat --variant linear --layers 2 --save samson.bandloom\n"
      "  bandloom-cli endmembers samson.bandloom samson_1.mat -o endmembers.sli");
  int exit_code = BL_CLI_OK;

  add_options (&options, context);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    {
      if (argc != 3)
        exit_code = bl_cli_refuse ("endmembers takes a model (FILE.bandloom, or "
                                   "FILE.bandloom#RUN) and a scene");
      else if (options.n < 0 || options.threads < 0)
        exit_code = bl_cli_refuse ("-n and --threads are 0 or more");
      else
        {
          options.model.name = argv[1];
          exit_code = find_endmembers (&options, argv[2]);
        }
    }
  bl_cli_scene_clear (&options.scene);
  g_free (options.output);
  g_free (options.library);
  return exit_code;
}
