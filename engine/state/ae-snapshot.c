/* ae-snapshot.c: life of a snapshot; its fields are its maker's. */
#include "ae-snapshot.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (AeSnapshot, ae_snapshot, ae_snapshot_ref, ae_snapshot_unref)

/**
 * ae_snapshot_new:
 *
 * Returns: (transfer full): a snapshot with nothing known: losses that were never measured are
 * NAN. Its maker fills it in before anyone else sees it.
 */
AeSnapshot *
ae_snapshot_new (void)
{
  AeSnapshot *self = g_new0 (AeSnapshot, 1);

  atomic_init (&self->ref_count, 1);
  ae_loss_terms_set_unknown (&self->batch_loss);
  self->validation_loss = self->batch_loss;
  self->start_loss = NAN;
  self->pca_mse = NAN;
  self->pca_validation_mse = NAN;
  return self;
}

/**
 * ae_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeSnapshot *
ae_snapshot_ref (AeSnapshot *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_snapshot_unref:
 * @self: (transfer full): a snapshot
 *
 * Any thread.
 */
void
ae_snapshot_unref (AeSnapshot *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_clear_pointer (&self->model, ae_model_unref);
  g_clear_pointer (&self->scaler, ae_scaler_unref);
  g_clear_pointer (&self->history, ae_history_unref);
  g_clear_pointer (&self->pca, ae_pca_code_unref);
  g_free (self->reason);
  g_free (self);
}

/**
 * ae_run_state_to_string:
 * @state: one of them
 *
 * Returns: (transfer none): "idle", "running", "paused", "stopping", "finished" or "failed".
 */
const char *
ae_run_state_to_string (AeRunState state)
{
  static const char *const names[]
      = { "idle", "running", "paused", "stopping", "finished", "failed" };

  g_return_val_if_fail (state < G_N_ELEMENTS (names), "unknown");
  return names[state];
}
