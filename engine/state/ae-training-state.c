/* ae-training-state.c: life of a training state; its fields are its maker's. */
#include "ae-training-state.h"

/**
 * ae_training_state_new:
 * @n_values: length of the buffers
 *
 * Returns: (transfer full): a state of zeroes, for its maker to fill in.
 */
AeTrainingState *
ae_training_state_new (gsize n_values)
{
  AeTrainingState *self = g_new0 (AeTrainingState, 1);

  atomic_init (&self->ref_count, 1);
  self->n_values = n_values;
  self->values = ae_real_alloc0 (n_values);
  self->good = ae_real_alloc0 (n_values);
  self->moment1 = ae_real_alloc0 (n_values);
  self->moment2 = ae_real_alloc0 (n_values);
  return self;
}

/**
 * ae_training_state_ref:
 * @self: a state that nobody writes any more
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeTrainingState *
ae_training_state_ref (AeTrainingState *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_training_state_unref:
 * @self: (nullable) (transfer full): a state
 *
 * Any thread.
 */
void
ae_training_state_unref (AeTrainingState *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_clear_pointer (&self->model, ae_model_unref);
  g_clear_pointer (&self->history, ae_history_unref);
  ae_real_free (self->values);
  ae_real_free (self->good);
  ae_real_free (self->moment1);
  ae_real_free (self->moment2);
  g_free (self);
}
