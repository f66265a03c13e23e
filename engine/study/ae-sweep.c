/* ae-sweep.c: trains one trial after the other on the calling thread and its team, each to the
 * end of the plan. A trial that fails is a result like the others.
 */
#include "ae-sweep.h"

#include "ae-apply.h"
#include "ae-rx.h"
#include "ae-error.h"
#include "ae-roc.h"
#include "ae-trainer.h"

#include <math.h>
#include <string.h>

/**
 * ae_sweep_list_factors:
 *
 * Returns: (transfer container) (element-type AeParamInfo): what can be swept: the plan's, the
 * live ones, and the spec's.
 */
GPtrArray *
ae_sweep_list_factors (void)
{
  static const AeParamGroup groups[] = { AE_PARAM_PLAN, AE_PARAM_LIVE, AE_PARAM_SPEC };
  GPtrArray *factors = g_ptr_array_new ();
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    for (guint i = 0; i < n; i++)
      if (params[i].group == groups[g] && params[i].factor != NULL)
        g_ptr_array_add (factors, (gpointer) &params[i]);
  return factors;
}

/**
 * ae_sweep_dup_factors:
 * @last_separator: before the last of them
 *
 * Returns: (transfer full): their names on the command line, separated by commas.
 */
char *
ae_sweep_dup_factors (const char *last_separator)
{
  g_autoptr (GPtrArray) factors = ae_sweep_list_factors ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < factors->len; i++)
    g_string_append_printf (text, "%s%s",
                            i == 0                  ? ""
                            : i + 1 == factors->len ? last_separator
                                                    : ", ",
                            ((const AeParamInfo *) factors->pdata[i])->factor);
  return g_string_free (text, FALSE);
}

/**
 * ae_sweep_find_factor:
 * @key: as on the command line
 * @error: AE_ERROR_INVALID, with those that there are
 *
 * Returns: (nullable) (transfer none): what it stands for.
 */
const AeParamInfo *
ae_sweep_find_factor (const char *key, GError **error)
{
  const AeParamInfo *factor = ae_param_info_find_factor (key);
  g_autofree char *all = NULL;

  if (factor != NULL)
    return factor;
  all = ae_sweep_dup_factors (", ");
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "“%s” is not known; there are %s", key, all);
  return NULL;
}

/**
 * ae_sweep_is_repeat:
 * @self: a study
 *
 * Returns: whether its trials differ in nothing but the seed.
 */
gboolean
ae_sweep_is_repeat (const AeSweep *self)
{
  return self->factor == ae_param_info_find (AE_PARAM_PLAN, "seed");
}

/* To what a person would type: 0.3, and not 0.30000000000000004. */
static double
round_value (const AeParamInfo *factor, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (factor->kind != AE_PARAM_DOUBLE)
    return round (value);
  return g_ascii_strtod (g_ascii_formatd (text, sizeof text, "%.10g", value), NULL);
}

/**
 * ae_sweep_space:
 * @self: a study whose factor is set
 * @from, @to: the first and the last value
 * @n: how many; brought into 1 … AE_SWEEP_MAX_TRIALS
 *
 * Fills in the values: evenly, or in equal ratios where that is the factor's scale and both
 * ends are above 0. Whole numbers are not repeated.
 */
void
ae_sweep_space (AeSweep *self, double from, double to, guint n)
{
  gboolean is_log = self->factor->is_log && from > 0 && to > 0;
  guint wanted = CLAMP (n, 1, AE_SWEEP_MAX_TRIALS);

  self->n = 0;
  for (guint i = 0; i < wanted; i++)
    {
      double t = wanted > 1 ? (double) i / (wanted - 1) : 0;
      double value = is_log ? from * pow (to / from, t) : from + (to - from) * t;

      value = round_value (self->factor, value);
      if (self->n == 0 || self->values[self->n - 1] != value)
        self->values[self->n++] = value;
    }
}

static void
vary (const AeSweep *self, double value, AeSpec *spec, AePlan *plan, AeHyperparams *hyperparams)
{
  *spec = self->spec;
  *plan = self->plan;
  *hyperparams = self->hyperparams;
  ae_param_info_set_value (self->factor,
                           self->factor->group == AE_PARAM_SPEC   ? (gpointer) spec
                           : self->factor->group == AE_PARAM_PLAN ? (gpointer) plan
                                                                  : hyperparams,
                           value);
}

/**
 * ae_sweep_validate:
 * @self: a study
 * @error: AE_ERROR_INVALID with a sentence
 *
 * Returns: whether each trial can be run, and ends.
 */
gboolean
ae_sweep_validate (const AeSweep *self, GError **error)
{
  const AeParamInfo *factor = self->factor;

  if (self->n == 0 || self->n > AE_SWEEP_MAX_TRIALS)
    g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "%u trials; give 1 to %d", self->n,
                 AE_SWEEP_MAX_TRIALS);
  else if (self->plan.epochs == 0)
    g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                         "A study needs runs that end: give a number of epochs");
  else if (!ae_param_info_is_used (factor, self->spec.variants))
    g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                 "%s makes no difference to this variant; choose another", factor->title);
  else
    {
      for (guint i = 0; i < self->n; i++)
        {
          AeSpec spec;
          AePlan plan;
          AeHyperparams hyperparams;

          if (self->values[i] < 0)
            {
              g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "%s: %g is below 0",
                           factor->title, self->values[i]);
              return FALSE;
            }
          vary (self, self->values[i], &spec, &plan, &hyperparams);
          if (!ae_spec_validate (&spec, error)
              || !ae_hyperparams_validate (&hyperparams, &spec, error))
            return FALSE;
        }
      return TRUE;
    }
  return FALSE;
}

/* ------------------------------------------------------------------ one trial */

/**
 * ae_sweep_trial_free:
 * @trial: (nullable) (transfer full): an #AeSweepTrial
 */
void
ae_sweep_trial_free (gpointer trial)
{
  AeSweepTrial *self = trial;

  if (self == NULL)
    return;
  ae_comparison_row_free (self->row);
  ae_comparison_row_free (self->baseline);
  g_clear_pointer (&self->history, ae_history_unref);
  g_free (self->output);
  g_free (self);
}

static gboolean
train (AeTrainer *trainer, const AeHyperparams *hyperparams, GCancellable *cancellable,
       GError **error)
{
  AeTrainerReport report;

  while (!ae_trainer_is_done (trainer, NULL))
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !ae_trainer_step (trainer, hyperparams, &report, error))
      return FALSE;
  return TRUE;
}

/* The scene as all trials see it, and what is usual in it: the same for all of them. */
typedef struct
{
  AeInputAdapter *adapter;
  AeRx *background;
  float *map, *other; /* (pixels) */
  gsize n;
} Search;

static void
search_clear (Search *self)
{
  g_clear_pointer (&self->adapter, ae_input_adapter_free);
  g_clear_pointer (&self->background, ae_rx_free);
  g_clear_pointer (&self->map, g_free);
  g_clear_pointer (&self->other, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static gboolean
search_begin (Search *self, AePixels *pixels, GCancellable *cancellable, GError **error)
{
  AeScene *scene = ae_pixels_get_scene (pixels);
  g_autoptr (AeInput) input = ae_input_new (scene, ae_pixels_get_scaler (pixels));

  self->n = ae_scene_get_n_pixels (scene);
  self->map = g_new (float, self->n);
  self->other = g_new (float, self->n);
  return (self->adapter = ae_input_adapter_new (input, scene, FALSE, error)) != NULL
         && (self->background = ae_rx_new (self->adapter, NULL, NULL, cancellable, error))
                != NULL;
}

/* Only after the training: labels judge, they do not teach. */
static gboolean
find_targets (Search *self, const AeModel *model, const guint8 *is_target, AeSweepTrial *trial,
              GCancellable *cancellable, GError **error)
{
  AeApplyOptions options = { .what = AE_APPLY_ERROR, .map = self->map };
  g_autoptr (AeRoc) roc = NULL;
  g_autoptr (AeRoc) pca = NULL;
  AeApplied applied;

  if (!ae_apply (model, self->adapter, &options, &applied, cancellable, error)
      || (roc = ae_roc_new (self->map, is_target, self->n, error)) == NULL
      || !ae_rx_fill_maps (self->background, self->adapter, ae_model_get_code (model),
                           self->other, self->map, NULL, NULL, cancellable, error)
      || (pca = ae_roc_new (self->map, is_target, self->n, error)) == NULL)
    return FALSE;
  trial->auc = roc->auc;
  trial->pca_auc = pca->auc;
  return TRUE;
}

static gboolean
evaluator (AeSweepTrial *trial, const AeSweep *self, AeTrainer *trainer,
           const AeHyperparams *hyperparams, AePixels *pixels, Search *search, const char *name,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (AeModel) model = ae_trainer_dup_result (trainer);
  g_autoptr (AeEvaluation) result
      = ae_evaluation_new (model, hyperparams, pixels, cancellable, error);
  guint bands = ae_model_get_bands (model);
  double seconds = ae_trainer_get_seconds (trainer);
  double samples = (double) ae_pixels_get_n_training (pixels) * ae_trainer_get_epoch (trainer);

  if (result == NULL)
    return FALSE;
  ae_comparison_row_free (trial->row);
  trial->row = ae_evaluation_dup_row (result, model, name, ae_trainer_get_epoch (trainer),
                                      seconds, samples / seconds);
  trial->baseline = ae_evaluation_dup_baseline_row (result, bands);
  trial->history = ae_history_copy (ae_trainer_get_history (trainer));
  if (self->is_target != NULL
      && !find_targets (search, model, self->is_target, trial, cancellable, error))
    return FALSE;
  if (self->pin == NULL)
    return TRUE;
  trial->output = g_new (float, bands);
  ae_model_reconstruct (model, self->pin, 1, trial->output, NULL);
  return TRUE;
}

static AeSweepTrial *
try (const AeSweep *self, double value, AePixels *pixels, Search *search,
     GCancellable *cancellable, GError **error)
{
  AeSweepTrial *trial = g_new0 (AeSweepTrial, 1);
  g_autofree char *name = g_strdup_printf ("%s %g", self->factor->factor, value);
  g_autoptr (AeTrainer) trainer = NULL;
  GError *cause = NULL;
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;

  vary (self, value, &spec, &plan, &hyperparams);
  trial->value = value;
  trial->auc = trial->pca_auc = NAN;
  trial->row = ae_comparison_row_new (name);
  trainer = ae_trainer_new (&spec, &plan, pixels, &cause);
  if (trainer != NULL && train (trainer, &hyperparams, cancellable, &cause)
      && evaluator (trial, self, trainer, &hyperparams, pixels, search, name, cancellable,
                    &cause))
    return trial;
  if (!g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      trial->row->failure = g_strdup (cause->message);
      g_error_free (cause);
      return trial;
    }
  g_propagate_error (error, cause);
  ae_sweep_trial_free (trial);
  return NULL;
}

/**
 * ae_sweep_run:
 * @self: a study that is valid
 * @pixels: on what
 * @func: (nullable): told after each trial, on the calling thread
 * @user_data: for it
 * @cancellable: (nullable): looked at between two steps
 * @error: as ae_sweep_validate(), G_IO_ERROR_CANCELLED, or where the targets cannot be searched
 *
 * Takes the time of all its trials; not for the main thread.
 *
 * Returns: (transfer full) (element-type AeSweepTrial): one a value, in their order.
 */
GPtrArray *
ae_sweep_run (const AeSweep *self, AePixels *pixels, AeSweepFunc func, gpointer user_data,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func (ae_sweep_trial_free);
  g_auto (Search) search = { 0 };

  if (!ae_sweep_validate (self, error)
      || (self->is_target != NULL && !search_begin (&search, pixels, cancellable, error)))
    return NULL;
  for (guint i = 0; i < self->n; i++)
    {
      AeSweepTrial *trial = try (self, self->values[i], pixels, &search, cancellable, error);

      if (trial == NULL)
        return NULL;
      g_ptr_array_add (trials, trial);
      if (func != NULL)
        func (i + 1, trial, user_data);
    }
  return g_steal_pointer (&trials);
}

/* ------------------------------------------------------------------ what came of it */

/* One column more; empty where there is no number, as in the others. */
static char *
dup_with_aucs (const char *csv, GArray *aucs)
{
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_autoptr (GString) text = g_string_new (lines[0]);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, ",auc\n");
  for (guint i = 0; i < aucs->len && lines[i + 1] != NULL; i++)
    {
      double auc = g_array_index (aucs, double, i);

      g_string_append_printf (text, "%s,%s\n", lines[i + 1],
                              isfinite (auc) ? g_ascii_dtostr (digits, sizeof digits, auc)
                                             : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * ae_sweep_dup_csv:
 * @self: a study
 * @trials: (element-type AeSweepTrial): its
 *
 * Returns: (transfer full): a line a trial as ae_comparison_dup_csv() writes them, then a line
 * for PCA of each code size among them; where targets were searched, with one column more.
 */
char *
ae_sweep_dup_csv (const AeSweep *self, GPtrArray *trials)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GArray) aucs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *text = NULL;

  for (guint i = 0; i < trials->len; i++)
    {
      const AeSweepTrial *trial = trials->pdata[i];

      g_ptr_array_add (rows, trial->row);
      g_array_append_val (aucs, trial->auc);
    }
  for (guint i = 0; i < trials->len; i++)
    {
      const AeSweepTrial *trial = trials->pdata[i];

      if (trial->baseline == NULL || (i > 0 && self->factor->kind != AE_PARAM_CODE))
        continue;
      g_ptr_array_add (rows, trial->baseline);
      g_array_append_val (aucs, trial->pca_auc);
    }
  text = ae_comparison_dup_csv (rows);
  return self->is_target != NULL ? dup_with_aucs (text, aucs) : g_steal_pointer (&text);
}

/**
 * ae_sweep_dup_mean:
 * @trials: (element-type AeSweepTrial): of one run with several seeds
 *
 * Returns: (nullable) (transfer full): mean and standard deviation over those that did not
 * fail; %NULL where all did.
 */
AeComparisonRow *
ae_sweep_dup_mean (GPtrArray *trials)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  for (guint i = 0; i < trials->len; i++)
    {
      AeComparisonRow *row = ((AeSweepTrial *) trials->pdata[i])->row;

      if (row->failure == NULL)
        g_ptr_array_add (rows, row);
    }
  return rows->len > 0 ? ae_comparison_row_new_mean (rows) : NULL;
}
