/* ae-trainer-backend.c: drives an AeTrainer for a run: knob marks, throughput, the PCA line. */
#include "ae-trainer-backend.h"

#include "ae-baseline.h"
#include "ae-param-info.h"
#include "ae-rates.h"
#include "ae-trainer-state.h"

#include <math.h>
#include <stdatomic.h>

#define TICKS 16

typedef struct
{
  gint64 at_us;
  guint64 samples;
} Tick;

typedef struct
{
  AeTrainingBackend base; /* first */
  AeTrainer *trainer;
  AePixels *pixels;
  AeHyperparams hyperparams;
  AeTrainerReport report;
  AeLossTerms validation;
  gboolean has_report;
  AeModel *good; /* after a failure */

  guint64 samples;
  Tick ticks[TICKS];
  guint n_ticks;

  /* The PCA line, on a thread of its own: it must not hold up the first batch, unless that
   * begins at PCA, and there is no thread then. It is the backend's: begun with it, cancelled
   * and joined before anything that it reads is freed. It reads the pixels, which nobody
   * changes, and writes the three values below, once, before it says that they are known. */
  GThread *pca_thread; /* nullable */
  GCancellable *cancellable;
  double pca_mse, pca_validation_mse; /* these three are read once they are known */
  AePcaCode *pca;
  atomic_bool is_pca_known;
} TrainerBackend;

static void
take_pca (TrainerBackend *self, const AePca *pca)
{
  guint bands = ae_pixels_get_bands (self->pixels);
  guint code = MIN (ae_spec_get_code (ae_trainer_get_spec (self->trainer)), bands);
  gsize n_validation = ae_pixels_get_n_validation (self->pixels);

  self->pca = ae_pca_code_new (bands, code, pca->mean, pca->components);
  self->pca_mse = ae_pca_get_training_mse (pca, code);
  self->pca_validation_mse
      = n_validation > 0 ? ae_pca_get_mse (
            pca, code, ae_pixels_get_validation_rows (self->pixels), n_validation)
                         : NAN;
  atomic_store_explicit (&self->is_pca_known, TRUE, memory_order_release);
}

static gpointer
pca_main (gpointer data)
{
  TrainerBackend *self = data;
  g_autoptr (AePca) pca = ae_pca_new (
      ae_pixels_get_training_rows (self->pixels), ae_pixels_get_n_training (self->pixels),
      ae_pixels_get_bands (self->pixels), self->cancellable, NULL);

  if (pca != NULL)
    take_pca (self, pca);
  return NULL;
}

/* ------------------------------------------------------------------ marks */

static void
mark_changes (TrainerBackend *self, const AeHyperparams *old, const AeHyperparams *hyperparams)
{
  guint n;
  const AeParamInfo *infos = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (infos[i].group == AE_PARAM_LIVE && !ae_param_info_equal (&infos[i], old, hyperparams))
      ae_trainer_mark_param (self->trainer, &infos[i], ae_param_info_get_value (&infos[i], old),
                             ae_param_info_get_value (&infos[i], hyperparams));
}

static void
take_knobs (TrainerBackend *self, const AeHyperparams *hyperparams)
{
  if (hyperparams == NULL || ae_hyperparams_equal (hyperparams, &self->hyperparams))
    return;
  if (ae_trainer_get_step (self->trainer) > 0)
    mark_changes (self, &self->hyperparams, hyperparams);
  self->hyperparams = *hyperparams;
}

/* ------------------------------------------------------------------ throughput */

static void
tick (TrainerBackend *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->n_ticks > 0
      && now - self->ticks[self->n_ticks - 1].at_us < AE_RATES_SPEED_US / (TICKS - 2))
    return;
  if (self->n_ticks == TICKS)
    {
      for (guint i = 1; i < TICKS; i++)
        self->ticks[i - 1] = self->ticks[i];
      self->n_ticks--;
    }
  self->ticks[self->n_ticks++] = (Tick){ now, self->samples };
}

static double
get_samples_per_s (const TrainerBackend *self)
{
  const Tick *first = &self->ticks[0], *last = &self->ticks[MAX (self->n_ticks, 1) - 1];

  /* A pause lies between two ticks: what was before it does not count. */
  for (const Tick *t = last; t > first; t--)
    if (t->at_us - (t - 1)->at_us > AE_RATES_SPEED_US)
      {
        first = t;
        break;
      }
  if (last->at_us == first->at_us)
    {
      double seconds = ae_trainer_get_seconds (self->trainer);

      return seconds > 0 ? (double) self->samples / seconds : 0;
    }
  return (double) (last->samples - first->samples) * 1e6
         / (double) (last->at_us - first->at_us);
}

/* ------------------------------------------------------------------ the class */

static AeTrainingBackendResult
step (AeTrainingBackend *base, const AeHyperparams *hyperparams, gboolean *epoch_ended,
      char **reason, GError **error)
{
  TrainerBackend *self = (TrainerBackend *) base;
  guint64 n = ae_pixels_get_n_training (self->pixels);
  guint batch = ae_trainer_get_plan (self->trainer)->batch;
  const char *why;

  take_knobs (self, hyperparams);
  g_clear_pointer (&self->good, ae_model_unref);
  if (!ae_trainer_step (self->trainer, &self->hyperparams, &self->report, error))
    {
      self->good = ae_trainer_dup_good_model (self->trainer);
      return AE_LEARNER_FAILED;
    }
  self->has_report = TRUE;
  self->samples += self->report.epoch_ended ? n - (n - 1) / batch * batch : batch;
  tick (self);
  if (self->report.epoch_ended)
    self->validation = self->report.validation;
  *epoch_ended = self->report.epoch_ended;
  if (!self->report.epoch_ended || !ae_trainer_is_done (self->trainer, &why))
    return AE_LEARNER_MORE;
  *reason = g_strdup (why);
  return AE_LEARNER_DONE;
}

static void
fill_progress (TrainerBackend *self, AeSnapshot *snapshot)
{
  AeTrainer *trainer = self->trainer;

  snapshot->step = ae_trainer_get_step (trainer);
  snapshot->epoch = ae_trainer_get_epoch (trainer);
  snapshot->batch_in_epoch = ae_trainer_get_batch_in_epoch (trainer);
  snapshot->batches_per_epoch = ae_trainer_get_batches_per_epoch (trainer);
  snapshot->plan = *ae_trainer_get_plan (trainer);
  snapshot->epochs_planned = snapshot->plan.epochs;
  snapshot->phase = ae_trainer_get_phase (trainer);
  snapshot->n_phases
      = ae_trainer_get_n_phases (trainer) > 1 ? ae_trainer_get_n_phases (trainer) : 0;
  snapshot->seconds = ae_trainer_get_seconds (trainer);
  snapshot->samples_per_s = get_samples_per_s (self);
  snapshot->n_training = ae_pixels_get_n_training (self->pixels);
  snapshot->n_validation = ae_pixels_get_n_validation (self->pixels);
  snapshot->threads = ae_trainer_get_threads (trainer);
  snapshot->best_epoch = ae_trainer_get_best_epoch (trainer);
  snapshot->start_loss = ae_trainer_get_start_loss (trainer);
}

/* What a run has come to, one from a file too, is its result; while it goes on, the model as it
 * is. */
static AeModel *
dup_shown_model (TrainerBackend *self, AeRunState state)
{
  gboolean has_ended = state == AE_RUN_FINISHED || state == AE_RUN_IDLE;

  if (self->good != NULL)
    return ae_model_ref (self->good);
  return has_ended ? ae_trainer_dup_result (self->trainer)
                   : ae_trainer_dup_model (self->trainer);
}

static void
fill_snapshot (AeTrainingBackend *base, AeSnapshot *snapshot)
{
  TrainerBackend *self = (TrainerBackend *) base;

  fill_progress (self, snapshot);
  snapshot->hyperparams = self->hyperparams;
  if (self->has_report)
    {
      snapshot->batch_loss = self->report.loss;
      snapshot->mean_activation = self->report.mean_activation;
      snapshot->validation_loss = self->validation;
    }
  snapshot->model = dup_shown_model (self, snapshot->state);
  snapshot->scaler = ae_scaler_ref (ae_pixels_get_scaler (self->pixels));
  snapshot->history = ae_history_copy (ae_trainer_get_history (self->trainer));
  if (atomic_load_explicit (&self->is_pca_known, memory_order_acquire))
    {
      snapshot->pca = ae_pca_code_ref (self->pca);
      snapshot->pca_mse = self->pca_mse;
      snapshot->pca_validation_mse = self->pca_validation_mse;
    }
}

static void
clear_progress (TrainerBackend *self)
{
  self->has_report = FALSE;
  ae_loss_terms_set_unknown (&self->validation);
  self->samples = 0;
  self->n_ticks = 0;
  g_clear_pointer (&self->good, ae_model_unref);
}

static AeTrainingState *
dup_state (AeTrainingBackend *base)
{
  TrainerBackend *self = (TrainerBackend *) base;

  return ae_trainer_dup_state (self->trainer, &self->hyperparams);
}

static void
set_share (AeTrainingBackend *base, guint n_runs)
{
  TrainerBackend *self = (TrainerBackend *) base;
  guint wanted = ae_trainer_get_plan (self->trainer)->threads;
  guint threads = wanted > 0 ? wanted : g_get_num_processors ();

  ae_trainer_set_threads (self->trainer, threads / n_runs);
}

static void
run (AeTrainingBackend *base, AeTeamFunc func, gpointer data)
{
  ae_trainer_run (((TrainerBackend *) base)->trainer, func, data);
}

static void
reset (AeTrainingBackend *base, guint64 seed)
{
  TrainerBackend *self = (TrainerBackend *) base;

  ae_trainer_reset (self->trainer, seed);
  ae_trainer_prepare (self->trainer, &self->hyperparams, NULL);
  clear_progress (self);
}

static void
free_backend (AeTrainingBackend *base)
{
  TrainerBackend *self = (TrainerBackend *) base;

  g_cancellable_cancel (self->cancellable);
  if (self->pca_thread != NULL)
    g_thread_join (self->pca_thread);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->pca, ae_pca_code_unref);
  g_clear_pointer (&self->good, ae_model_unref);
  ae_trainer_free (self->trainer);
  ae_pixels_unref (self->pixels);
  g_free (self);
}

/* The window's thread shares the cores with these: it goes first. What cannot begin says so at
 * its first step. */
static void
prepare (AeTrainingBackend *backend)
{
  TrainerBackend *self = (TrainerBackend *) backend;
  const AePca *pca;

  ae_trainer_lower_priority (self->trainer);
  ae_trainer_prepare (self->trainer, &self->hyperparams, NULL);
  pca = self->pca_thread != NULL ? NULL : ae_trainer_get_pca (self->trainer, NULL);
  if (pca != NULL)
    take_pca (self, pca);
}

static const AeTrainingBackendClass class = {
  .prepare = prepare,
  .step = step,
  .fill_snapshot = fill_snapshot,
  .dup_state = dup_state,
  .set_share = set_share,
  .run = run,
  .reset = reset,
  .free = free_backend,
};

/**
 * ae_trainer_backend_new:
 * @spec: what to build
 * @plan: how to train it
 * @hyperparams: where they stand at the start
 * @pixels: on what; a reference is taken
 * @error: as ae_trainer_new() and ae_hyperparams_validate()
 *
 * Returns: (transfer full): a backend for ae_run_new(). The PCA line of the same code size is
 * computed on a thread of its own and appears in snapshots when it is known; where training
 * begins at PCA, in the first.
 */
AeTrainingBackend *
ae_trainer_backend_new (const AeSpec *spec, const AePlan *plan,
                        const AeHyperparams *hyperparams, AePixels *pixels, GError **error)
{
  TrainerBackend *self;
  AeTrainer *trainer;

  if (!ae_hyperparams_validate (hyperparams, spec, error)
      || (trainer = ae_trainer_new (spec, plan, pixels, error)) == NULL)
    return NULL;
  self = g_new0 (TrainerBackend, 1);
  self->base.class = &class;
  self->trainer = trainer;
  self->pixels = ae_pixels_ref (pixels);
  self->hyperparams = *hyperparams;
  clear_progress (self);
  self->cancellable = g_cancellable_new ();
  atomic_init (&self->is_pca_known, FALSE);
  if (spec->start != AE_START_PCA)
    self->pca_thread = g_thread_new ("PCA", pca_main, self);
  return &self->base;
}

/* The losses last measured, so that a window that shows a restored run is not blank. */
static void
recall_losses (TrainerBackend *self)
{
  const AeHistory *history = ae_trainer_get_history (self->trainer);
  guint n = ae_history_get_n_points (history);
  const AeHistoryPoint *points = ae_history_get_points (history);

  if (n == 0)
    return;
  self->report = (AeTrainerReport){ .loss = points[n - 1].train, .mean_activation = NAN };
  self->has_report = TRUE;
  for (guint i = n; i > 0 && isnan (self->validation.total); i--)
    {
      self->validation.total = points[i - 1].validation;
      self->validation.values[AE_TERM_RECONSTRUCTION] = points[i - 1].validation_reconstruction;
    }
}

/**
 * ae_trainer_backend_restore:
 * @backend: from ae_trainer_backend_new(), not yet in a run
 * @state: to go on from; copied
 * @error: as ae_trainer_restore()
 *
 * Returns: whether it goes on from there.
 */
gboolean
ae_trainer_backend_restore (AeTrainingBackend *backend, const AeTrainingState *state,
                            GError **error)
{
  TrainerBackend *self = (TrainerBackend *) backend;

  if (!ae_trainer_restore (self->trainer, state, error))
    return FALSE;
  clear_progress (self);
  self->hyperparams = state->hyperparams;
  recall_losses (self);
  return TRUE;
}
