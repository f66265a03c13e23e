/* ae-trainer-state.c: takes a training's state out and puts it back, so that it goes on with
 * the same bits as if it had never stopped.
 *
 * Little has to be kept: random numbers are a function of the seed and of counters, an epoch's
 * order follows from the seed, and the codes that a greedy phase trains on follow from the
 * parameters of the parts before it.
 */
#include "ae-trainer-state.h"

#include "ae-error.h"
#include "ae-param-info.h"
#include "ae-trainer-private.h"

#include <math.h>
#include <string.h>

/**
 * ae_trainer_dup_state:
 * @self: a trainer
 * @hyperparams: where they stand
 *
 * Returns: (transfer full): all that ae_trainer_restore() needs. Same thread as
 * ae_trainer_step(); the state may go to any other.
 */
AeTrainingState *
ae_trainer_dup_state (const AeTrainer *self, const AeHyperparams *hyperparams)
{
  AeTrainingState *state
      = ae_training_state_new (ae_phase_trainer_get_network (self->stage)->params->n_values);

  state->spec = self->spec;
  state->plan = self->plan;
  state->hyperparams = *hyperparams;
  state->n_training = ae_pixels_get_n_training (self->pixels);
  state->n_validation = ae_pixels_get_n_validation (self->pixels);
  state->phase = self->phase;
  state->step = self->step;
  state->epoch = self->epoch;
  state->phase_epoch = self->phase_epoch;
  state->seconds = self->seconds;
  state->first_loss = self->first_loss;
  state->best = self->best;
  state->best_epoch = self->best_epoch;
  state->model = ae_trainer_dup_result (self);
  state->part = ae_phase_trainer_get_network (self->stage)->spec;
  ae_phase_trainer_save (self->stage, state);
  state->history = ae_history_copy (self->history);
  return state;
}

static gboolean
mismatch (GError **error, const char *what)
{
  g_set_error (error, AE_ERROR, AE_ERROR_MISMATCH,
               "The saved training cannot go on here: %s; train a new model instead", what);
  return FALSE;
}

/* What may differ is how long and on how many threads; all else decides the numbers. The seed
 * is that of the saved training. */
static gboolean
is_same_plan (const AePlan *a, const AePlan *b)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == AE_PARAM_PLAN && !params[i].is_length
        && strcmp (params[i].key, "seed") != 0 && !ae_param_info_equal (&params[i], a, b))
      return FALSE;
  return TRUE;
}

static gboolean
check (const AeTrainer *self, const AeTrainingState *state, GError **error)
{
  if (!ae_spec_equal (&self->spec, &state->spec))
    return mismatch (error, "it is of another network");
  if (!is_same_plan (&self->plan, &state->plan))
    return mismatch (error, "batch, optimiser, schedule or phases differ");
  if (ae_pixels_get_n_training (self->pixels) != state->n_training
      || ae_pixels_get_n_validation (self->pixels) != state->n_validation)
    return mismatch (error, "the scene does not give the same number of pixels");
  if (state->phase >= self->n_phases)
    return mismatch (error, "its phase is none of the plan's");
  return TRUE;
}

/* A part that is trained already: only its codes are wanted, for the part after it. */
static void
pass_part (AeTrainer *self)
{
  AeCodes codes = { 0 };

  ae_trainer_start_phase (self);
  ae_pretrain_fill_codes (self->stage, self->team, &codes);
  g_clear_pointer (&self->stage, ae_phase_trainer_free);
  ae_codes_clear (&self->codes);
  self->codes = codes;
  self->phase++;
}

/* A start that was there is not made again; and the model of a state is the best one, where the
 * best is what its plan keeps. */
static void
recall_start (AeTrainer *self, const AeTrainingState *state)
{
  gboolean is_whole = !ae_trainer_is_pretraining (self);

  self->is_prepared = state->stage_step > 0
                      || (state->step == 0 && ae_history_get_start (self->history) != NULL);
  self->start_knobs = state->hyperparams;
  self->has_best = self->is_prepared && is_whole && state->plan.keep == AE_KEEP_BEST
                   && self->plan.keep == AE_KEEP_BEST && state->n_validation > 0
                   && isfinite (state->best);
  if (self->has_best)
    memcpy (self->best_values, ae_model_get_values (state->model),
            self->network->params->n_values * sizeof *self->best_values);
}

/**
 * ae_trainer_restore:
 * @self: a trainer made with the state's spec and plan, on the same pixels; epochs, patience,
 * time limit and threads may differ
 * @state: what ae_trainer_dup_state() gave; copied
 * @error: %AE_ERROR_MISMATCH saying what does not fit, and the trainer is then as it was;
 * %AE_ERROR_DAMAGED where counters contradict each other, and it is then at step 0
 *
 * From now on it goes on as the other one would have. Same thread as ae_trainer_step().
 *
 * Returns: whether it could be.
 */
gboolean
ae_trainer_restore (AeTrainer *self, const AeTrainingState *state, GError **error)
{
  gsize n = self->network->params->n_values;

  if (!check (self, state, error))
    return FALSE;
  ae_trainer_reset (self, state->plan.seed);
  memcpy (self->values, ae_model_get_values (state->model), n * sizeof *self->values);
  if (state->phase > 0 && state->phase + 1 < self->n_phases)
    while (self->phase < state->phase)
      pass_part (self);
  self->phase = state->phase;
  ae_trainer_start_phase (self);
  if (!ae_phase_trainer_restore (self->stage, state, error))
    {
      ae_trainer_reset (self, state->plan.seed);
      return FALSE;
    }
  self->step = state->step;
  self->epoch = state->epoch;
  self->phase_epoch = state->phase_epoch;
  self->seconds = state->seconds;
  self->first_loss = state->first_loss;
  self->best = state->best;
  self->best_epoch = state->best_epoch;
  ae_history_unref (self->history);
  self->history = ae_history_thaw (state->history);
  recall_start (self, state);
  ae_trainer_check_end (self);
  return TRUE;
}

/**
 * ae_trainer_hold_frozen:
 * @self: a trainer after a step
 *
 * Puts the frozen encoder back, byte for byte: weight decay and what is left of momentum would
 * move it even where its gradient is left out.
 */
void
ae_trainer_hold_frozen (AeTrainer *self)
{
  const AeParams *params = self->network->params;
  ae_real *values;

  if (self->frozen == NULL)
    return;
  values = ae_phase_trainer_get_values (self->stage);
  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (!view->is_alias && !g_str_has_prefix (view->name, "decoder."))
        memcpy (values + view->offset, self->frozen + view->offset,
                (gsize) view->rows * view->cols * sizeof *values);
    }
}

/**
 * ae_trainer_start_from:
 * @self: a trainer at step 0 that trains whole
 * @model: of the same spec
 * @freeze_encoder: leave the encoder as it is, and fit the decoder to it
 * @error: %AE_ERROR_MISMATCH for another spec; %AE_ERROR_INVALID where a tied decoder has no
 * weights of its own to fit, or with greedy pretraining
 *
 * Trains on from the parameters of a model that was trained elsewhere, as after a random start:
 * nothing is put in their place, and the first step is of the full rate.
 *
 * Returns: whether it can.
 */
gboolean
ae_trainer_start_from (AeTrainer *self, const AeModel *model, gboolean freeze_encoder,
                       GError **error)
{
  gsize n = self->network->params->n_values;

  if (!ae_spec_equal (&self->spec, ae_model_get_spec (model)))
    return mismatch (error, "the model is of another network");
  if (self->n_phases > 1 || (freeze_encoder && (self->spec.variants & AE_VARIANT_TIED)))
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                           self->n_phases > 1
                               ? "A trained model is trained on whole, not layer by layer"
                               : "A tied decoder is the encoder: it cannot be fitted while the "
                                 "encoder stays; fine-tune both");
      return FALSE;
    }
  memcpy (self->values, ae_model_get_values (model), n * sizeof *self->values);
  self->spec.start = AE_START_RANDOM;
  ae_trainer_start_phase (self);
  if (freeze_encoder && self->frozen == NULL)
    self->frozen = ae_real_alloc (n);
  if (freeze_encoder)
    memcpy (self->frozen, ae_model_get_values (model), n * sizeof *self->frozen);
  return TRUE;
}
