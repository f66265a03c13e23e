/* bl-cli-generate.c: `bandloom-cli sample MODEL` and `bandloom-cli decode MODEL`: spectra out
 * of a saved model's latent space. The same seed gives the same codes as the window.
 */
#include "ae-apply.h"
#include "ae-generator.h"
#include "ae-mixture.h"
#include "ae-number.h"
#include "ae-project.h"
#include "ae-spectra-file.h"
#include "bl-cli-print.h"
#include "bl-cli-scene.h"
#include "bl-cli.h"

#include <errno.h>
#include <string.h>

#define MOST_SAMPLES 1000000

typedef struct
{
  char *output, *code, *like;
  gint n;
  gint64 seed;
  gboolean as_json;
} Options;

static int
check (const Options *options, const AeProjectRun *run)
{
  if (options->n < 1 || options->n > MOST_SAMPLES)
    return bl_cli_refuse ("-n: %d spectra; give 1 to %d", options->n, MOST_SAMPLES);
  if (options->like == NULL
      && (ae_model_get_spec (run->training->model)->variants & AE_VARIANT_VARIATIONAL) == 0)
    return bl_cli_refuse (
        "sample: the run “%s” is not variational, so there is no distribution to "
        "draw its codes from; give a scene whose codes it is to be like (--like), or train "
        "with --variant variational",
        run->name);
  return BL_CLI_OK;
}

/* Decoded in blocks, so that a million spectra need no second copy of their codes. */
static float *
dup_spectra (const AeProjectRun *run, const float *codes, guint n)
{
  const AeModel *model = run->training->model;
  float *spectra = g_new (float, (gsize) n *ae_model_get_bands (model));

  ae_generator_decode (model, ae_input_get_scaler (run->input), codes, n, spectra);
  return spectra;
}

/* ------------------------------------------------------------------ sample */

static void
print_samples (const Options *options, const AeProjectRun *run)
{
  g_autofree char *units = ae_input_dup_units (run->input);
  g_autoptr (JsonBuilder) json = NULL;
  guint latent = ae_model_get_code (run->training->model);

  if (!options->as_json)
    {
      bl_cli_title (run->name);
      bl_cli_line ("drawn", "%d spectra from %s over %u units, seed %" G_GINT64_FORMAT,
                   options->n, options->like != NULL ? "codes like the scene's" : "N(0, 1)",
                   latent, options->seed);
      bl_cli_line ("written", "%s", options->output);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  bl_cli_json_int (json, "samples", options->n);
  bl_cli_json_int (json, "latent", latent);
  bl_cli_json_int (json, "seed", options->seed);
  bl_cli_json_string (json, "file", options->output);
  bl_cli_json_string (json, "run", run->name);
  bl_cli_json_string (json, "units", units);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

/* Codes like those of a scene: drawn from Gaussians fitted to them, as the window draws. */
static gboolean
fill_like (const Options *options, const AeProjectRun *run, float *codes, GError **error)
{
  const AeModel *model = run->training->model;
  BlCliScene how = { 0 };
  g_autoptr (AeScene) scene = bl_cli_scene_open (&how, options->like, error);
  g_autoptr (AeInputAdapter) adapter
      = scene != NULL ? ae_input_adapter_new (run->input, scene, FALSE, error) : NULL;
  AeApplyOptions wanted = { 0 };
  g_autofree float *seen = NULL;
  gsize n;

  if (adapter == NULL
      || (seen = ae_apply_dup_codes (model, adapter, &wanted, NULL, &n, NULL, error)) == NULL)
    return FALSE;
  ae_mixture_fill_like (codes, (gsize) options->n, seen, n, ae_model_get_code (model),
                        (guint64) options->seed);
  return TRUE;
}

static int
sample (const Options *options, const char *name)
{
  g_autoptr (AeProjectRun) run = NULL;
  g_autofree float *codes = NULL;
  g_autofree float *spectra = NULL;
  GError *error = NULL;
  guint latent;
  int code;

  if (options->output == NULL)
    return bl_cli_refuse ("sample: say where to with -o FILE (" AE_SPECTRA_ENDINGS ")");
  if ((run = ae_project_load_model (name, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if ((code = check (options, run)) != BL_CLI_OK)
    return code;
  latent = ae_model_get_code (run->training->model);
  codes = g_new (float, (gsize) options->n *latent);
  if (options->like == NULL)
    ae_generator_fill_prior (codes, (gsize) options->n, latent, (guint64) options->seed);
  else if (!fill_like (options, run, codes, &error))
    return bl_cli_report (error, BL_CLI_FAILED);
  spectra = dup_spectra (run, codes, (guint) options->n);
  if (!ae_spectra_save (options->output, spectra, (guint) options->n,
                        ae_input_get_bands (run->input),
                        ae_input_get_wavelengths_nm (run->input), NULL, &error))
    return bl_cli_report_by_code (error);
  print_samples (options, run);
  return BL_CLI_OK;
}

/**
 * bl_cli_sample:
 * @argc: arguments
 * @argv: from "sample" on
 *
 * Returns: the exit code.
 */
int
bl_cli_sample (int argc, char **argv)
{
  Options options = { .n = 100, .seed = 1 };
  const GOptionEntry entries[] = {
    { "number", 'n', 0, G_OPTION_ARG_INT, &options.n, "How many; default 100", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, "Default 1", "S" },
    { "like", 0, 0, G_OPTION_ARG_FILENAME, &options.like,
      "Draw from Gaussians fitted to the codes of this scene, in place of N(0, 1)", "SCENE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "Where to; the ending says the format: .csv, .npy, or .sli (ENVI spectral library)",
      "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "MODEL -o FILE", "Draws codes from N(0, 1), decodes them with a variational model, and "
                       "writes the spectra in "
                       "scene\nunits. The same seed gives the same file.\n\n"
                       "  bandloom-cli sample samson.bandloom -n 1000 --seed 7 -o samples.npy");
  int exit_code = BL_CLI_OK;

  bl_cli_options_add (context, entries);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? sample (&options, argv[1])
                          : bl_cli_refuse ("sample takes one model: FILE.bandloom, or "
                                           "FILE.bandloom#RUN");
  g_free (options.output);
  g_free (options.like);
  return exit_code;
}

/* ------------------------------------------------------------------ decode */

/* As many numbers as the coding layer has units, with a point whatever the locale. */
static int
read_code (const char *text, guint latent, float *code)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  guint n = g_strv_length (words);

  if (n != latent)
    return bl_cli_refuse ("--code: %u numbers given, the coding layer has %u units", n, latent);
  for (guint i = 0; i < n; i++)
    {
      double value = 0;

      if (!ae_number_parse (g_strstrip (words[i]), &value) || !(value > -1e6 && value < 1e6))
        return bl_cli_refuse ("--code: “%s” is not a number of a code; write for example "
                              "0.5,-1,0",
                              words[i]);
      code[i] = (float) value;
    }
  return BL_CLI_OK;
}

static void
add_floats (JsonBuilder *json, const char *key, const float *values, guint n)
{
  json_builder_set_member_name (json, key);
  json_builder_begin_array (json);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (json, (double) values[i]);
  json_builder_end_array (json);
}

static void
print_spectrum (const Options *options, const AeProjectRun *run, const float *code,
                const float *spectrum)
{
  g_autofree char *units = ae_input_dup_units (run->input);
  g_autoptr (JsonBuilder) json = NULL;
  guint bands = ae_input_get_bands (run->input);
  const double *wavelengths = ae_input_get_wavelengths_nm (run->input);

  if (!options->as_json)
    {
      for (guint j = 0; j < bands; j++)
        bl_cli_line ("", "%10.2f  %.9g", wavelengths != NULL ? wavelengths[j] : j + 1.0,
                     (double) spectrum[j]);
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  add_floats (json, "spectrum", spectrum, bands);
  bl_cli_json_numbers (json, "wavelengths", wavelengths, wavelengths != NULL ? bands : 0);
  add_floats (json, "code", code, ae_model_get_code (run->training->model));
  bl_cli_json_string (json, "run", run->name);
  bl_cli_json_string (json, "units", units);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static int
decode (const Options *options, const char *name)
{
  g_autoptr (AeProjectRun) run = NULL;
  g_autofree float *code = NULL;
  g_autofree float *spectrum = NULL;
  GError *error = NULL;
  guint latent;
  int exit_code;

  if (options->code == NULL)
    return bl_cli_refuse ("decode: say which code with --code a,b,…");
  if ((run = ae_project_load_model (name, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  latent = ae_model_get_code (run->training->model);
  code = g_new0 (float, latent);
  if ((exit_code = read_code (options->code, latent, code)) != BL_CLI_OK)
    return exit_code;
  spectrum = dup_spectra (run, code, 1);
  if (options->output != NULL
      && !ae_spectra_save (options->output, spectrum, 1, ae_input_get_bands (run->input),
                           ae_input_get_wavelengths_nm (run->input), NULL, &error))
    return bl_cli_report_by_code (error);
  print_spectrum (options, run, code, spectrum);
  return BL_CLI_OK;
}

/**
 * bl_cli_decode:
 * @argc: arguments
 * @argv: from "decode" on
 *
 * Returns: the exit code.
 */
int
bl_cli_decode (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_STRING, &options.code, "One number a unit of the coding layer",
      "A,B,…" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "Also to a file: " AE_SPECTRA_ENDINGS, "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "MODEL --code A,B,…",
      "Decodes one code to a spectrum in scene units: a line a band, wavelength and value.\n\n"
      "  bandloom-cli decode samson.bandloom --code 0.5,-1.2,0,0");
  int exit_code = BL_CLI_OK;

  bl_cli_options_add (context, entries);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? decode (&options, argv[1])
                          : bl_cli_refuse ("decode takes one model: FILE.bandloom, or "
                                           "FILE.bandloom#RUN");
  g_free (options.code);
  g_free (options.output);
  return exit_code;
}
