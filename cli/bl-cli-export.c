/* bl-cli-export.c: `bandloom-cli export MODEL -o FILE`: a model for other programs. */
#include "ae-model-export.h"
#include "bl-cli-print.h"
#include "bl-cli.h"

#include <string.h>

typedef struct
{
  char *output, *part, *input;
  gboolean as_json;
} Options;

static gboolean
find_part (const char *text, AeOnnxPart *out)
{
  static const char *const names[] = { "whole", "encoder", "decoder" };

  *out = AE_ONNX_WHOLE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (text != NULL && g_ascii_strcasecmp (text, names[i]) == 0)
      {
        *out = (AeOnnxPart) i;
        return TRUE;
      }
  return text == NULL;
}

static void
print (const Options *options, const AeProjectRun *run, gsize bytes)
{
  g_autoptr (JsonBuilder) json = NULL;
  gboolean is_onnx = g_str_has_suffix (options->output, "onnx");

  if (!options->as_json)
    {
      bl_cli_title (run->name);
      bl_cli_line ("written", "%s, %" G_GSIZE_FORMAT " bytes%s", options->output, bytes,
                   is_onnx ? ", ONNX opset 13" : "");
      return;
    }
  json = json_builder_new ();
  json_builder_begin_object (json);
  bl_cli_json_string (json, "file", options->output);
  bl_cli_json_int (json, "bytes", (gint64) bytes);
  bl_cli_json_string (json, "run", run->name);
  if (is_onnx)
    bl_cli_json_int (json, "opset", AE_ONNX_OPSET);
  json_builder_end_object (json);
  bl_cli_json_print (json);
}

static int
export_model (const Options *options, const char *name)
{
  g_autoptr (AeProjectRun) run = NULL;
  AeModelExportInput input = AE_MODEL_EXPORT_RAW;
  AeOnnxPart part;
  gsize bytes;
  GError *error = NULL;

  if (options->output == NULL)
    return bl_cli_refuse ("export: say where to with -o FILE (.onnx or .npz)");
  if (!find_part (options->part, &part))
    return bl_cli_refuse ("--part: “%s” is not known; there are whole, encoder and decoder",
                          options->part);
  if (g_strcmp0 (options->input, "preprocessed") == 0)
    input = AE_MODEL_EXPORT_PREPROCESSED;
  else if (options->input != NULL && strcmp (options->input, "raw") != 0)
    return bl_cli_refuse ("--input: “%s” is not known; there are raw and preprocessed",
                          options->input);
  if ((run = ae_project_load_model (name, &error)) == NULL)
    return bl_cli_report (error, BL_CLI_FAILED);
  if (!ae_model_export (run, options->output, part, input, &bytes, &error))
    return bl_cli_report_by_code (error);
  print (options, run, bytes);
  return BL_CLI_OK;
}

/**
 * bl_cli_export:
 * @argc: arguments
 * @argv: from "export" on
 *
 * Returns: the exit code.
 */
int
bl_cli_export (int argc, char **argv)
{
  Options options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      "Where to; the ending says the format: " AE_MODEL_EXPORT_ENDINGS,
      "FILE" },
    { "part", 0, 0, G_OPTION_ARG_STRING, &options.part,
      "Of an .onnx: whole (the default), encoder or decoder", "PART" },
    { "input", 0, 0, G_OPTION_ARG_STRING, &options.input,
      "What spectra the file is for: raw (the default; preprocessing is put into the file) or "
      "preprocessed",
      "WHAT" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options.as_json, "Print one JSON object", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = bl_cli_options_new (
      "MODEL -o FILE",
      "ONNX (opset 13) takes `spectrum` in scene units and gives `code` and `reconstruction`: "
      "the "
      "preprocessing\nand the scaling are inside. Of a model with preprocessing the "
      "reconstruction is a preprocessed\nspectrum, as `reconstruction_units` of the file says. "
      "Continuum removal cannot be put into a file:\nwith --input preprocessed the input is "
      "called "
      "`preprocessed_spectrum`. In an .npz spectra go through\n`input.steps` first (norm "
      "divides "
      "by the length, others are x @ input.step.N.matrix); weights are\n(inputs, units), y = x "
      "@ "
      "weight + bias, on scaled values (value - input.offset) * input.factor; a tied\ndecoder "
      "uses "
      "the encoder's, transposed.\n\n"
      "  bandloom-cli export samson.bandloom -o samson.onnx\n"
      "  bandloom-cli export samson.bandloom -o losses.csv\n"
      "  bandloom-cli export samson.bandloom#tied -o decoder.onnx --part decoder");
  int exit_code = BL_CLI_OK;

  bl_cli_options_add (context, entries);
  if (bl_cli_options_parse (context, &argc, &argv, &exit_code))
    exit_code = argc == 2 ? export_model (&options, argv[1])
                          : bl_cli_refuse ("export takes one model: FILE.bandloom, or "
                                           "FILE.bandloom#RUN");
  g_free (options.output);
  g_free (options.part);
  g_free (options.input);
  return exit_code;
}
