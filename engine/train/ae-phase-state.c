/* ae-phase-state.c: a stage's part of a saved training: parameters, moments and counters. */
#include "ae-phase-trainer-private.h"

#include "ae-error.h"

#include <string.h>

/**
 * ae_phase_trainer_save:
 * @self: a stage
 * @out: a state with buffers of the stage's size: gets the stage's part
 */
void
ae_phase_trainer_save (const AePhaseTrainer *self, AeTrainingState *out)
{
  gsize bytes = self->network->params->n_values * sizeof *self->values;

  memcpy (out->values, self->values, bytes);
  memcpy (out->good, self->good, bytes);
  memcpy (out->moment1, self->moment1, bytes);
  memcpy (out->moment2, self->moment2, bytes);
  out->stage_step = self->step;
  out->batch_in_epoch = self->batch_in_epoch;
}

static gboolean
check (const AePhaseTrainer *self, const AeTrainingState *state, GError **error)
{
  gsize n = self->network->params->n_values;
  const char *what = NULL;

  if (!ae_spec_equal (&state->part, &self->network->spec) || state->n_values != n)
    what = "the sizes of its arrays are not those of its layers";
  else if (state->stage_step % self->batches != state->batch_in_epoch
           || state->stage_step > state->step
           || state->stage_step >= (guint64) 1 << (64 - BLOCKS_BITS))
    what = "its counters contradict each other";
  else if (!ae_real_are_finite (state->values, n) || !ae_real_are_finite (state->good, n)
           || !ae_real_are_finite (state->moment1, n)
           || !ae_real_are_finite (state->moment2, n))
    what = "not all of its numbers are finite";
  if (what == NULL)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
               "The saved training is damaged: %s; train a new model instead", what);
  return FALSE;
}

/**
 * ae_phase_trainer_restore:
 * @self: a stage of the same network on the same rows, restarted with the same seed
 * @state: what ae_phase_trainer_save() gave; copied
 * @error: %AE_ERROR_DAMAGED saying what contradicts itself; the stage is then as it was
 *
 * The next step is the one that would have come next.
 *
 * Returns: whether it could be.
 */
gboolean
ae_phase_trainer_restore (AePhaseTrainer *self, const AeTrainingState *state, GError **error)
{
  gsize bytes = self->network->params->n_values * sizeof *self->values;

  if (!check (self, state, error))
    return FALSE;
  memcpy (self->values, state->values, bytes);
  memcpy (self->good, state->good, bytes);
  memcpy (self->moment1, state->moment1, bytes);
  memcpy (self->moment2, state->moment2, bytes);
  self->step = state->stage_step;
  self->batch_in_epoch = state->batch_in_epoch;
  if (self->batch_in_epoch > 0)
    ae_phase_trainer_shuffle (self);
  return TRUE;
}
