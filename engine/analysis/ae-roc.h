/* ae-roc.h: how well a score tells targets from background. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AeRoc:
 * @auc: area under the curve, 0 … 1; 0.5 is chance
 * @n_targets: pixels that are to be found
 * @n_background: pixels that are not
 * @n: points of the curve, from (0, 0) to (1, 1)
 * @false_rate: (n): share of the background at or above a threshold
 * @true_rate: (n): share of the targets
 */
typedef struct
{
  double auc;
  gsize n_targets, n_background;
  gsize n;
  double *false_rate, *true_rate;
} AeRoc;

AeRoc *ae_roc_new (const float *scores, const guint8 *is_target, gsize n, GError **error);
void ae_roc_free (AeRoc *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeRoc, ae_roc_free)

G_END_DECLS
