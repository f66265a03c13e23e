/* ae-model-export.c: a model with all that it takes to feed it, as ONNX or as NumPy arrays. */
#include "ae-model-export.h"

#include "ae-error.h"
#include "ae-file.h"
#include "ae-network.h"
#include "ae-npz.h"
#include "ae-preprocess.h"
#include "ae-project-private.h"

#include <math.h>
#include <string.h>

/* "400,401.5,403": numbers with a point whatever the locale. */
static char *
dup_wavelengths (const AeInput *input)
{
  const double *nm = ae_input_get_wavelengths_nm (input);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ae_input_get_bands (input) && nm != NULL; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, "%s%s", i == 0 ? "" : ",",
                              g_ascii_dtostr (buffer, sizeof buffer, nm[i]));
    }
  return g_string_free (text, FALSE);
}

static char *
dup_numbers (const AeInput *input)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ae_input_get_bands (input); i++)
    g_string_append_printf (text, "%s%u", i == 0 ? "" : ",",
                            ae_input_get_numbers (input)[i] + 1);
  return g_string_free (text, FALSE);
}

static char *
dup_spec (const AeModel *model)
{
  g_autoptr (JsonNode) node = ae_spec_to_json (ae_model_get_spec (model));

  return json_to_string (node, FALSE);
}

/* ------------------------------------------------------------------ preprocessing */

static AePreprocess *
new_steps (const AeInput *input)
{
  const char *text = ae_input_get_preprocessing (input);

  if (text == NULL)
    return NULL;
  return ae_preprocess_new (text, ae_input_get_bands (input), ae_input_get_numbers (input),
                            ae_input_get_wavelengths_nm (input), NULL);
}

/* A graph and a list of arrays hold what is linear, and the norm. */
static gboolean
check_steps (const AeProjectRun *run, const AePreprocess *steps, GError **error)
{
  for (guint i = 0; steps != NULL && i < ae_preprocess_get_n_steps (steps); i++)
    if (strcmp (ae_preprocess_get_step_name (steps, i), "continuum") == 0)
      {
        g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                     "“%s” was trained on preprocessed spectra (%s), and continuum removal "
                     "cannot be put into such a file; export it for spectra that are "
                     "preprocessed already (--input preprocessed)",
                     run->name, ae_input_get_preprocessing (run->input));
        return FALSE;
      }
  return TRUE;
}

static GBytes *
make_onnx (const AeProjectRun *run, AeOnnxPart part, const AePreprocess *steps)
{
  AeScaler *scaler = ae_input_get_scaler (run->input);
  const char *preprocessing = ae_input_get_preprocessing (run->input);
  gboolean is_preprocessed = preprocessing != NULL && steps == NULL;
  guint n = steps != NULL ? ae_preprocess_get_n_steps (steps) : 0;
  g_autofree AeOnnxStep *nodes = g_new0 (AeOnnxStep, n + 1);
  g_autofree char *wavelengths = dup_wavelengths (run->input);
  g_autofree char *numbers = dup_numbers (run->input);
  g_autofree char *spec = dup_spec (run->training->model);
  g_autofree char *out = ae_input_dup_units (run->input);
  const char *in = is_preprocessed ? out : "scene units";
  const char *const metadata[] = { "run",
                                   run->name,
                                   "spec",
                                   spec,
                                   "bands",
                                   numbers,
                                   "wavelengths_nm",
                                   wavelengths,
                                   "preprocessing",
                                   preprocessing != NULL ? preprocessing : "none",
                                   "input_units",
                                   in,
                                   part == AE_ONNX_ENCODER ? NULL : "reconstruction_units",
                                   out,
                                   NULL };
  GBytes *bytes;

  for (guint i = 0; i < n; i++)
    nodes[i].matrix = ae_preprocess_dup_matrix (steps, i);
  bytes = ae_onnx_new_bytes (
      run->training->model, part, is_preprocessed ? "preprocessed_spectrum" : "spectrum", nodes,
      n, ae_scaler_get_offset (scaler), ae_scaler_get_factor (scaler), metadata);
  for (guint i = 0; i < n; i++)
    g_free (nodes[i].matrix);
  return bytes;
}

/* The linear steps as matrices, x = x @ matrix; "norm" divides by the Euclidean length. */
static void
add_steps (AeNpz *npz, const AeProjectRun *run, const AePreprocess *steps)
{
  const char *preprocessing = ae_input_get_preprocessing (run->input);
  guint bands = ae_input_get_bands (run->input);
  g_autofree char *out = ae_input_dup_units (run->input);
  const char *in = preprocessing != NULL && steps == NULL ? out : "scene units";
  GString *names = g_string_new (NULL);

  for (guint i = 0; steps != NULL && i < ae_preprocess_get_n_steps (steps); i++)
    {
      g_autofree float *matrix = ae_preprocess_dup_matrix (steps, i);
      g_autofree char *name = g_strdup_printf ("input.step.%u.matrix", i);

      g_string_append_printf (names, "%s%s", i > 0 ? "," : "",
                              ae_preprocess_get_step_name (steps, i));
      if (matrix != NULL)
        ae_npz_add_floats (npz, name, bands, bands, matrix);
    }
  ae_npz_add_text (npz, "input.steps", names->str);
  ae_npz_add_text (npz, "input.preprocessing", preprocessing != NULL ? preprocessing : "none");
  ae_npz_add_text (npz, "input.units", in);
  ae_npz_add_text (npz, "reconstruction.units", out);
  g_string_free (names, TRUE);
}

/* "elu,linear,elu,linear": of each layer in the order they run. */
static char *
dup_activations (const AeModel *model)
{
  g_autoptr (AeNetwork) network = ae_network_new (ae_model_get_spec (model), NULL);
  GString *text = g_string_new (NULL);

  for (guint l = 0; l < network->n_layers; l++)
    g_string_append_printf (text, "%s%s", l == 0 ? "" : ",",
                            ae_activation_to_string (network->layers[l].activation));
  return g_string_free (text, FALSE);
}

/* Weights are (inputs, units): y = x @ weight + bias. A tied decoder uses the encoder's
 * transposed and has none of its own. */
static GBytes *
make_npz (const AeProjectRun *run, AeOnnxPart part, const AePreprocess *steps)
{
  const AeModel *model = run->training->model;
  const AeParams *params = ae_model_get_params (model);
  AeScaler *scaler = ae_input_get_scaler (run->input);
  guint bands = ae_input_get_bands (run->input);
  g_autofree char *spec = dup_spec (model);
  g_autofree char *activations = dup_activations (model);
  AeNpz *npz = ae_npz_new ();

  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (!view->is_alias)
        ae_npz_add_floats (npz, view->name, view->is_weight ? view->rows : 0, view->cols,
                           ae_model_get_values (model) + view->offset);
    }
  ae_npz_add_floats (npz, "input.offset", 0, bands, ae_scaler_get_offset (scaler));
  ae_npz_add_floats (npz, "input.factor", 0, bands, ae_scaler_get_factor (scaler));
  ae_npz_add_uints (npz, "input.bands", bands, ae_input_get_numbers (run->input));
  if (ae_input_get_wavelengths_nm (run->input) != NULL)
    ae_npz_add_doubles (npz, "input.wavelengths_nm", bands,
                        ae_input_get_wavelengths_nm (run->input));
  add_steps (npz, run, steps);
  ae_npz_add_text (npz, "activations", activations);
  ae_npz_add_text (npz, "spec", spec);
  return ae_npz_free_to_bytes (npz);
}

static void
add_cell (GString *text, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append_printf (text, ",%s",
                            g_ascii_formatd (buffer, sizeof buffer, "%.9g", value));
  else
    g_string_append_c (text, ',');
}

/* Empty where nothing was measured; hyperparams that were turned stand as remarks at their
 * place. */
static GBytes *
make_csv (const AeProjectRun *run, AeOnnxPart part, const AePreprocess *steps)
{
  const AeHistory *history = run->training->history;
  GString *text = g_string_new ("step,epoch,seconds,phase,batches,total,");
  guint n = ae_history_get_n_points (history), n_marks = ae_history_get_n_marks (history);
  const AeHistoryMark *marks = ae_history_get_marks (history);

  for (guint t = 0; t < AE_N_TERMS; t++)
    g_string_append_printf (text, "%s,", ae_term_info_get (t)->key);
  g_string_append (text, "validation,validation_reconstruction,mark\n");
  for (guint i = 0, m = 0; i < n; i++)
    {
      const AeHistoryPoint *p = &ae_history_get_points (history)[i];

      g_string_append_printf (text, "%" G_GUINT64_FORMAT, p->step);
      add_cell (text, p->epoch);
      add_cell (text, p->seconds);
      g_string_append_printf (text, ",%u,%u", p->phase, ae_history_get_weights (history)[i]);
      add_cell (text, p->train.total);
      for (guint t = 0; t < AE_N_TERMS; t++)
        add_cell (text, p->train.values[t]);
      add_cell (text, p->validation);
      add_cell (text, p->validation_reconstruction);
      g_string_append_c (text, ',');
      for (gboolean is_first = TRUE; m < n_marks && marks[m].step <= p->step; m++)
        {
          g_autofree char *words = ae_history_mark_dup_text (&marks[m]);

          g_string_append_printf (text, "%s%s", is_first ? "\"" : "; ", words);
          is_first = FALSE;
          if (m + 1 == n_marks || marks[m + 1].step > p->step)
            g_string_append_c (text, '"');
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free_to_bytes (text);
}

typedef GBytes *(*MakeFunc) (const AeProjectRun *run, AeOnnxPart part,
                             const AePreprocess *steps);

static const struct
{
  const char *ending;
  AeModelExportWhat what;
  MakeFunc make;
} formats[] = {
  { ".onnx", AE_MODEL_EXPORT_MODEL, make_onnx },
  { ".npz", AE_MODEL_EXPORT_MODEL, make_npz },
  { ".csv", AE_MODEL_EXPORT_HISTORY, make_csv },
};

/**
 * ae_model_export_get_ending:
 * @what: what is to be written
 * @i: which of its formats, the one to propose first
 *
 * Returns: (transfer none) (nullable): the ending with its dot; %NULL behind the last.
 */
const char *
ae_model_export_get_ending (AeModelExportWhat what, guint i)
{
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    if (formats[f].what == what && i-- == 0)
      return formats[f].ending;
  return NULL;
}

/**
 * ae_model_export:
 * @run: a saved run
 * @path: where; its ending says the format: .onnx, .npz, or .csv for the loss curves
 * @part: of an ONNX file; an .npz has all
 * @input: what spectra the file is for
 * @bytes: (out) (nullable): how large it became
 * @error: %AE_ERROR_INVALID for another ending; %AE_ERROR_UNSUPPORTED where the preprocessing
 *   cannot be put into the file; %AE_ERROR_IO
 *
 * Written in one go. Preprocessing and scaling are inside: the input is in scene units, and the
 * reconstruction in those of preprocessed spectra; the file says so. Any thread.
 *
 * Returns: whether it is on the disk.
 */
gboolean
ae_model_export (const AeProjectRun *run, const char *path, AeOnnxPart part,
                 AeModelExportInput input, gsize *bytes, GError **error)
{
  g_autoptr (AePreprocess) steps = input == AE_MODEL_EXPORT_RAW ? new_steps (run->input) : NULL;
  g_autoptr (GBytes) content = NULL;
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gconstpointer data;
  guint f = 0;
  gsize n;

  while (f < G_N_ELEMENTS (formats) && !g_str_has_suffix (lower, formats[f].ending))
    f++;
  if (f == G_N_ELEMENTS (formats))
    return ae_error_set (error, AE_ERROR_INVALID,
                         "%s: the ending says the format, and this one is not known; "
                         "use " AE_MODEL_EXPORT_ENDINGS,
                         path);
  if (formats[f].what == AE_MODEL_EXPORT_MODEL && part != AE_ONNX_DECODER
      && !check_steps (run, steps, error))
    return FALSE;
  content = formats[f].make (run, part, steps);
  data = g_bytes_get_data (content, &n);
  if (bytes != NULL)
    *bytes = n;
  return ae_file_write (path, data, n, error);
}
