/* ae-trainer.c: epochs, phases, validation, stop conditions and history around the step of
 * ae-phase-step. Synchronous: whoever calls ae_trainer_step() waits for one batch.
 */
#include "ae-trainer-private.h"

#include "ae-error.h"
#include "ae-unmixing-start.h"

#include <math.h>
#include <string.h>

#define GOOD_STEPS 32 /* between two copies of parameters known to be good */
/* A loss so many times the first one is an explosion, even where it is still finite. */
#define EXPLODED 1e6
#define WARMUP_EPOCHS 5 /* of each phase, after a start at PCA */
/* The output layer's part of the learning rate then: what is left to learn is small beside the
 * pixels, and each of its weights moves the output at once. */
#define OUTPUT_RATE 0.3

/* ------------------------------------------------------------------ phases */

gboolean
ae_trainer_is_pretraining (const AeTrainer *self)
{
  return self->phase + 1 < self->n_phases;
}

static void
start_stage (AeTrainer *self, AeNetwork *network, const AePhaseRows *rows,
             const ae_real *initial)
{
  g_clear_pointer (&self->stage, ae_phase_trainer_free);
  self->stage = ae_phase_trainer_new (network, &self->plan, rows, self->team);
  ae_phase_trainer_set_seed_substream (self->stage,
                                       ae_trainer_is_pretraining (self) ? self->phase + 1 : 0);
  if (self->spec.start == AE_START_PCA)
    ae_phase_trainer_set_layer_rate (self->stage, network->n_layers - 1, OUTPUT_RATE);
  ae_phase_trainer_restart (self->stage, self->plan.seed, initial);
  self->phase_epoch = 0;
  self->first_loss = NAN;
  self->best = INFINITY;
  self->best_epoch = self->epoch; /* patience begins anew with each phase */
  self->has_best = FALSE;
  self->is_prepared = FALSE;
}

/* The scaled pixels, with what a noise level and an angle are measured in. */
static void
init_rows (const AeTrainer *self, AePhaseRows *rows)
{
  AeScaler *scaler = ae_pixels_get_scaler (self->pixels);

  *rows = (AePhaseRows){
    .training = ae_pixels_get_training_rows (self->pixels),
    .n_training = ae_pixels_get_n_training (self->pixels),
    .validation = ae_pixels_get_validation_rows (self->pixels),
    .n_validation = ae_pixels_get_n_validation (self->pixels),
    .deviation = ae_scaler_get_deviation (scaler),
    .origin = ae_scaler_get_offset (scaler),
    .unit = ae_scaler_get_unit (scaler),
  };
}

static void
start_whole (AeTrainer *self)
{
  AePhaseRows rows;

  init_rows (self, &rows);
  ae_codes_clear (&self->codes);
  start_stage (self, ae_network_new (&self->spec, NULL), &rows, self->values);
}

/* Starts the part's training, on the pixels or on the codes of the part before it. */
static void
start_part (AeTrainer *self)
{
  AeSpec spec;
  AeNetwork *network;
  ae_real *initial;
  AePhaseRows rows;

  init_rows (self, &rows);
  if (self->phase > 0)
    {
      rows.training = self->codes.training;
      rows.validation = self->codes.validation;
      rows.deviation = self->codes.deviation;
      rows.origin = rows.unit = NULL;
    }
  ae_pretrain_init_spec (&self->spec, self->phase, &spec);
  network = ae_network_new (&spec, NULL);
  initial = ae_real_alloc0 (network->params->n_values);
  ae_pretrain_copy_values (self->network, self->phase, network, self->values, initial, FALSE);
  start_stage (self, network, &rows, initial);
  ae_real_free (initial);
}

void
ae_trainer_start_phase (AeTrainer *self)
{
  if (ae_trainer_is_pretraining (self))
    start_part (self);
  else
    start_whole (self);
}

/* Takes the part's parameters into the whole, and its codes as the next part's rows. */
static void
end_part (AeTrainer *self)
{
  AeCodes codes = { 0 };
  AeHistoryMark mark = { .kind = AE_MARK_FINE_TUNING };

  ae_pretrain_copy_values (self->network, self->phase,
                           ae_phase_trainer_get_network (self->stage), self->values,
                           ae_phase_trainer_get_values (self->stage), TRUE);
  if (self->phase + 2 < self->n_phases)
    ae_pretrain_fill_codes (self->stage, self->team, &codes);
  self->phase++;
  g_clear_pointer (&self->stage, ae_phase_trainer_free);
  ae_codes_clear (&self->codes);
  self->codes = codes;
  ae_trainer_start_phase (self);
  if (ae_trainer_is_pretraining (self))
    mark = (AeHistoryMark){ .kind = AE_MARK_PHASE,
                            .phase = self->phase + 1,
                            .before = self->spec.layers[self->phase - 1],
                            .after = self->spec.layers[self->phase] };
  mark.step = self->step;
  mark.epoch = self->epoch;
  ae_history_add_mark (self->history, &mark);
}

/* ------------------------------------------------------------------ hyperparams and terms */

/* After a start at PCA the rate grows to the slider’s: Adam’s first steps are of full length
 * whatever the gradient, and would throw the start away before its moments are known. */
static double
get_warmup (const AeTrainer *self)
{
  double batches = (double) ae_phase_trainer_get_batches_per_epoch (self->stage);

  if (self->spec.start != AE_START_PCA)
    return 1.0;
  return MIN (1.0, ((double) ae_phase_trainer_get_step (self->stage) + 1.0)
                       / (WARMUP_EPOCHS * batches));
}

static double
get_rate (const AeTrainer *self, const AeHyperparams *hyperparams)
{
  double rate = hyperparams->learning_rate * get_warmup (self), t;

  if (self->plan.schedule != AE_SCHEDULE_COSINE || self->plan.epochs == 0)
    return rate;
  t = ((double) self->epoch
       + (double) ae_phase_trainer_get_batch_in_epoch (self->stage)
             / (double) ae_phase_trainer_get_batches_per_epoch (self->stage))
      / (double) self->plan.epochs;
  return rate * (0.01 + 0.99 * 0.5 * (1.0 + cos (G_PI * MIN (t, 1.0))));
}

static double
get_kl_weight (const AeTrainer *self, const AeHyperparams *hyperparams)
{
  guint batches = ae_phase_trainer_get_batches_per_epoch (self->stage);
  double epochs = (double) ae_phase_trainer_get_step (self->stage) / (double) batches;

  if (self->plan.kl_warmup_epochs == 0)
    return hyperparams->kl_weight;
  return hyperparams->kl_weight * MIN (1.0, epochs / (double) self->plan.kl_warmup_epochs);
}

void
ae_trainer_weigh (const AeTrainer *self, const AePhaseTerms *terms,
                  const AeHyperparams *hyperparams, AeLossTerms *out)
{
  ae_loss_terms_weigh (out, terms->values, &ae_phase_trainer_get_network (self->stage)->spec,
                       hyperparams);
}

/* ------------------------------------------------------------------ one batch */

static gboolean
fail (AeTrainer *self, const AeHyperparams *hyperparams, double loss, GError **error)
{
  const char *what = isfinite (loss) ? "exploded" : "is no longer a finite number";

  ae_phase_trainer_restore_checkpoint (self->stage);
  g_set_error (error, AE_ERROR, AE_ERROR_NON_FINITE,
               "The loss %s at batch %" G_GUINT64_FORMAT
               " (%.3g): the learning rate %g is probably too high; the "
               "last good model is kept, continue with %g or less",
               what, self->step + 1, loss, hyperparams->learning_rate,
               hyperparams->learning_rate / 10);
  return FALSE;
}

static gboolean
is_exploded (AeTrainer *self, double reconstruction)
{
  if (isnan (self->first_loss) && isfinite (reconstruction))
    self->first_loss = reconstruction;
  return !isfinite (reconstruction) || reconstruction > EXPLODED * (self->first_loss + 1e-6);
}

static void
set_done (AeTrainer *self, char *reason)
{
  g_free (self->done);
  self->done = reason;
}

/* Whether the plan's end is reached now. */
void
ae_trainer_check_end (AeTrainer *self)
{
  guint first = self->epoch - self->phase_epoch; /* of the phase */

  if (self->plan.epochs > 0 && self->epoch >= self->plan.epochs)
    set_done (self, self->plan.epochs == 1
                        ? g_strdup ("The epoch is done")
                        : g_strdup_printf ("All %u epochs are done", self->plan.epochs));
  else if (self->plan.max_seconds > 0 && self->seconds >= self->plan.max_seconds)
    set_done (self, g_strdup_printf ("The time limit of %g seconds is reached",
                                     self->plan.max_seconds));
  else if (self->plan.patience > 0 && !ae_trainer_is_pretraining (self)
           && self->epoch >= MAX (self->best_epoch, first + 1) + self->plan.patience)
    set_done (self, g_strdup_printf (
                        "No better validation loss for %u epochs (the best was in epoch %u)",
                        self->plan.patience, self->best_epoch));
}

static void
end_epoch (AeTrainer *self, const AeHyperparams *hyperparams, AeTrainerReport *report)
{
  const AePhaseRows *rows = ae_phase_trainer_get_rows (self->stage);
  AePhaseTerms terms;
  double watched = report->loss.total;

  self->epoch++;
  self->phase_epoch++;
  report->epoch_ended = TRUE;
  if (rows->n_validation > 0)
    {
      ae_phase_trainer_evaluate (self->stage, hyperparams, rows->validation, rows->n_validation,
                                 &terms);
      ae_trainer_weigh (self, &terms, hyperparams, &report->validation);
      watched = ae_trainer_judge (self, hyperparams, report->validation.total);
    }
  ae_trainer_watch (self, watched);
}

static void
add_history (AeTrainer *self, const AeTrainerReport *report)
{
  AeHistoryPoint point = {
    .step = self->step,
    .epoch = (double) self->epoch
             + (double) ae_phase_trainer_get_batch_in_epoch (self->stage)
                   / (double) ae_phase_trainer_get_batches_per_epoch (self->stage),
    .seconds = self->seconds,
    .train = report->loss,
    .validation = report->validation.total,
    .validation_reconstruction = report->validation.values[AE_TERM_RECONSTRUCTION],
    .phase = self->phase,
  };

  ae_history_add (self->history, &point);
}

static void
clear_report (AeTrainerReport *report)
{
  *report = (AeTrainerReport){ 0 };
  ae_loss_terms_set_unknown (&report->validation);
}

/**
 * ae_trainer_step:
 * @self: a trainer
 * @hyperparams: as of this batch
 * @report: (out): what it gave
 * @error: AE_ERROR_INVALID for the hyperparams; AE_ERROR_NON_FINITE when the loss is no longer
 * finite, with the likely cause: the parameters are then the last good ones and training can go
 * on with other hyperparams
 *
 * Trains on one batch; at the end of an epoch evaluates the held-out pixels, and at the end of
 * a phase of greedy pretraining goes on to the next. After ae_trainer_is_done() says so, it may
 * still be called and trains on. One thread at a time.
 */
gboolean
ae_trainer_step (AeTrainer *self, const AeHyperparams *hyperparams, AeTrainerReport *report,
                 GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gboolean is_copying = ae_phase_trainer_get_step (self->stage) % GOOD_STEPS == 0;
  AeHyperparams applied = *hyperparams;
  AePhaseTerms terms;

  applied.learning_rate = get_rate (self, hyperparams);
  applied.kl_weight = get_kl_weight (self, hyperparams);
  applied.abundance_sparsity *= ae_phase_trainer_get_opening (self->stage);
  applied.simplex_volume *= ae_phase_trainer_get_opening (self->stage);
  clear_report (report);
  if (!ae_hyperparams_validate (hyperparams, &self->spec, error)
      || !ae_trainer_prepare (self, hyperparams, error))
    return FALSE;
  if (is_copying)
    ae_phase_trainer_set_pending_checkpoint (self->stage);
  ae_phase_trainer_step (self->stage, &applied, &terms);
  ae_trainer_hold_frozen (self);
  ae_trainer_weigh (self, &terms, &applied, &report->loss);
  report->mean_activation = terms.mean_activation;
  if (!isfinite (report->loss.total)
      || is_exploded (self, terms.values[AE_TERM_RECONSTRUCTION]))
    return fail (self, hyperparams, report->loss.total, error);
  if (is_copying)
    ae_phase_trainer_accept_checkpoint (self->stage);
  self->step++;
  if (ae_phase_trainer_is_epoch_start (self->stage))
    end_epoch (self, hyperparams, report);
  self->seconds += (double) (g_get_monotonic_time () - start) * 1e-6;
  add_history (self, report);
  if (report->epoch_ended && ae_trainer_is_pretraining (self)
      && self->phase_epoch >= self->plan.pretrain_epochs)
    end_part (self);
  if (report->epoch_ended)
    ae_trainer_check_end (self);
  return TRUE;
}

/* ------------------------------------------------------------------ life */

/**
 * ae_trainer_new:
 * @spec: what to build; its bands must be those of @pixels
 * @plan: how to train it
 * @pixels: on what; a reference is taken
 * @error: AE_ERROR_INVALID, AE_ERROR_MISMATCH, AE_ERROR_NO_DATA
 *
 * Returns: (transfer full): a trainer at step 0. It starts its workers, so it may be made on
 * one thread and used on another, but by one at a time.
 */
AeTrainer *
ae_trainer_new (const AeSpec *spec, const AePlan *plan, AePixels *pixels, GError **error)
{
  AeTrainer *self;
  g_autoptr (AeNetwork) network = NULL;

  if (!ae_plan_validate (plan, error) || (network = ae_network_new (spec, error)) == NULL)
    return NULL;
  if (spec->bands != ae_pixels_get_bands (pixels))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_MISMATCH,
                   "The network expects %u bands, the scene has %u usable ones", spec->bands,
                   ae_pixels_get_bands (pixels));
      return NULL;
    }
  if (ae_pixels_get_n_training (pixels) == 0)
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_NO_DATA,
                           "No pixel is left to train on; hold out fewer, or check the mask");
      return NULL;
    }
  if (!ae_unmixing_start_check (spec, plan, pixels, error))
    return NULL;
  self = g_new0 (AeTrainer, 1);
  self->spec = *spec;
  self->plan = *plan;
  self->plan.threads = plan->threads > 0 ? plan->threads : g_get_num_processors ();
  self->pixels = ae_pixels_ref (pixels);
  self->team = ae_team_new (self->plan.threads);
  self->network = g_steal_pointer (&network);
  self->values = ae_real_alloc0 (self->network->params->n_values);
  self->best_values = ae_real_alloc0 (self->network->params->n_values);
  self->n_phases = plan->pretrain_epochs > 0 && spec->n_layers > 1 ? spec->n_layers + 1 : 1;
  ae_trainer_reset (self, plan->seed);
  return self;
}

/**
 * ae_trainer_free:
 * @self: (transfer full): a trainer
 *
 * Ends its workers.
 */
void
ae_trainer_free (AeTrainer *self)
{
  g_clear_pointer (&self->stage, ae_phase_trainer_free);
  ae_codes_clear (&self->codes);
  ae_team_free (self->team);
  ae_network_free (self->network);
  ae_real_free (self->values);
  ae_real_free (self->best_values);
  g_free (self->noisier);
  g_free (self->endmembers);
  ae_real_free (self->frozen);
  g_clear_pointer (&self->pca, ae_pca_free);
  g_clear_pointer (&self->history, ae_history_unref);
  ae_pixels_unref (self->pixels);
  g_free (self->done);
  g_free (self);
}

/**
 * ae_trainer_reset:
 * @self: a trainer
 * @seed: of weights, batches, noise and latent draws; the same seed gives the same history
 *
 * Back to step 0. The split of the pixels stays.
 */
void
ae_trainer_reset (AeTrainer *self, guint64 seed)
{
  self->plan.seed = seed;
  ae_network_fill_initial (self->network, seed, self->values);
  g_clear_pointer (&self->noisier, g_free);
  self->n_carried = 0;
  ae_unmixing_start_fill (self->network, self->pixels, seed, self->endmembers, self->values);
  self->phase = 0;
  self->step = 0;
  self->epoch = 0;
  self->seconds = 0;
  self->best_epoch = 0;
  g_clear_pointer (&self->done, g_free);
  g_clear_pointer (&self->history, ae_history_unref);
  self->history = ae_history_new ();
  ae_codes_clear (&self->codes);
  ae_trainer_start_phase (self);
}

/**
 * ae_trainer_set_endmembers:
 * @self: a trainer of an unmixing network at step 0
 * @endmembers: (nullable) (code, bands), scene units: where training begins, in place of those
 * that it finds; copied
 *
 * Same thread as ae_trainer_step().
 */
void
ae_trainer_set_endmembers (AeTrainer *self, const float *endmembers)
{
  gsize n = (gsize) ae_spec_get_code (&self->spec) * self->spec.bands;

  g_return_if_fail (self->spec.variants & AE_VARIANT_UNMIXING);
  g_free (self->endmembers);
  self->endmembers = g_memdup2 (endmembers, n * sizeof *endmembers);
  ae_trainer_reset (self, self->plan.seed);
}

/**
 * ae_trainer_is_done:
 * @self: a trainer
 * @reason: (out) (nullable) (transfer none): a sentence
 *
 * Returns: whether the plan's end is reached: epochs, time, or no progress.
 */
gboolean
ae_trainer_is_done (const AeTrainer *self, const char **reason)
{
  if (reason != NULL)
    *reason = self->done;
  return self->done != NULL;
}

/**
 * ae_trainer_evaluate:
 * @self: a trainer
 * @hyperparams: weights of the terms
 * @rows: (n, bands), scaled
 * @n: rows
 * @out: (out): of the whole network as it is, without corruption
 *
 * Within greedy pretraining the whole network is the parts so far. Same thread as
 * ae_trainer_step().
 */
void
ae_trainer_evaluate (AeTrainer *self, const AeHyperparams *hyperparams, const float *rows,
                     gsize n, AeTrainerErrors *out)
{
  AePhaseTerms terms;
  AePhaseTrainer *stage = self->stage, *whole = NULL;

  if (ae_trainer_is_pretraining (self))
    {
      AePhaseRows none;

      init_rows (self, &none);
      ae_pretrain_copy_values (self->network, self->phase, ae_phase_trainer_get_network (stage),
                               self->values, ae_phase_trainer_get_values (stage), TRUE);
      whole = ae_phase_trainer_new (ae_network_new (&self->spec, NULL), &self->plan, &none,
                                    self->team);
      ae_phase_trainer_restart (whole, self->plan.seed, self->values);
      self->stage = whole;
    }
  ae_phase_trainer_evaluate (self->stage, hyperparams, rows, n, &terms);
  ae_trainer_weigh (self, &terms, hyperparams, &out->loss);
  self->stage = stage;
  g_clear_pointer (&whole, ae_phase_trainer_free);
  out->rmse = sqrt (terms.mse);
  out->sam_deg = terms.sam_rad * 180.0 / G_PI;
  out->mean_activation = terms.mean_activation;
}

static AeModel *
dup_model (const AeTrainer *self, const ae_real *stage_values)
{
  gsize n = self->network->params->n_values;
  const ae_real *whole = stage_values;
  ae_real *assembled = NULL;
  AeModel *model;

  if (ae_trainer_is_pretraining (self))
    {
      assembled = ae_real_alloc (n);
      memcpy (assembled, self->values, n * sizeof *assembled);
      ae_pretrain_copy_values (self->network, self->phase,
                               ae_phase_trainer_get_network (self->stage), assembled,
                               (ae_real *) stage_values, TRUE);
      whole = assembled;
    }
  model = ae_model_new_from_values (&self->spec, whole, n, NULL);
  ae_real_free (assembled);
  return model;
}

/**
 * ae_trainer_dup_model:
 * @self: a trainer
 *
 * Returns: (transfer full): the whole network as it is now, frozen. Same thread as
 * ae_trainer_step().
 */
AeModel *
ae_trainer_dup_model (const AeTrainer *self)
{
  return dup_model (self, ae_phase_trainer_get_values (self->stage));
}

/**
 * ae_trainer_dup_result:
 * @self: a trainer
 *
 * Returns: (transfer full): the model that is the result if training ends now: as the plan
 * says, the one of the epoch with the least validation loss, of before the first step too, or
 * the last. Within greedy phases, without held-out pixels and before the end of an epoch the
 * last. Same thread as ae_trainer_step().
 */
AeModel *
ae_trainer_dup_result (const AeTrainer *self)
{
  if (!self->has_best)
    return ae_trainer_dup_model (self);
  return ae_model_new_from_values (&self->spec, self->best_values,
                                   self->network->params->n_values, NULL);
}

/**
 * ae_trainer_dup_good_model:
 * @self: a trainer
 *
 * Returns: (transfer full): the last copy, at most 32 batches old, whose loss was finite.
 */
AeModel *
ae_trainer_dup_good_model (const AeTrainer *self)
{
  return dup_model (self, ae_phase_trainer_get_checkpoint (self->stage));
}
