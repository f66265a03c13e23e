/* ae-mixture.h: a mixture of Gaussians fitted to codes, to draw new ones where real ones lie.
 */
#pragma once

#include "ae-rng.h"

G_BEGIN_DECLS

/**
 * AeMixture:
 *
 * Weights, means and full covariances. Immutable after its fit; any thread may use it.
 */
typedef struct _AeMixture AeMixture;

AeMixture *ae_mixture_new_fit (const float *codes, gsize n, guint dims, guint components,
                               guint64 seed);
void ae_mixture_free (AeMixture *self);
guint ae_mixture_get_components (const AeMixture *self);
double ae_mixture_get_weight (const AeMixture *self, guint component);
const double *ae_mixture_get_mean (const AeMixture *self, guint component);
double ae_mixture_get_log_density (const AeMixture *self, const float *code);
void ae_mixture_sample (const AeMixture *self, AeRng *rng, gsize n, float *out);
void ae_mixture_fill_like (float *out, gsize n_out, const float *codes, gsize n, guint dims,
                           guint64 seed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeMixture, ae_mixture_free)

G_END_DECLS
