/* ae-view.c: life of a view; its fields are the observer's. */
#include "ae-view.h"

#include <math.h>

G_DEFINE_BOXED_TYPE (AeView, ae_view, ae_view_ref, ae_view_unref)

/**
 * ae_view_new:
 *
 * Returns: (transfer full): a view with nothing in it.
 */
AeView *
ae_view_new (void)
{
  AeView *self = g_new0 (AeView, 1);

  atomic_init (&self->ref_count, 1);
  self->rmse = self->sam_deg = self->psnr_db = self->psnr_clean_db = NAN;
  self->mean_activation = NAN;
  return self;
}

/**
 * ae_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeView *
ae_view_ref (AeView *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_view_unref:
 * @self: (transfer full): a view
 *
 * Any thread.
 */
void
ae_view_unref (AeView *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  for (guint i = 0; i < self->n_pins; i++)
    {
      g_free (self->pins[i].input);
      g_free (self->pins[i].output);
      g_free (self->pins[i].code);
    }
  g_clear_pointer (&self->snapshot, ae_snapshot_unref);
  g_free (self->codes);
  g_free (self->points);
  g_free (self->code_mean);
  g_free (self->code_deviation);
  g_free (self->kl_per_unit);
  g_free (self->error_map);
  g_free (self->code_map);
  g_free (self->unit_values);
  g_free (self->unit_deviations);
  g_free (self);
}
