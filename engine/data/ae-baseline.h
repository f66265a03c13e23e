/* ae-baseline.h: the best linear answer (exact PCA), to hold every autoencoder against. */
#pragma once

#include <gio/gio.h>

#include "ae-pixels.h"

G_BEGIN_DECLS

/**
 * AePca:
 * @bands: good bands
 * @mean: (bands)
 * @components: (bands, bands), row i the i-th component, largest variance first
 * @variances: (bands), of the training pixels, descending, divisor n
 */
typedef struct
{
  guint bands;
  double *mean;
  double *components;
  double *variances;
} AePca;

AePca *ae_pca_new (const float *rows /* (n, bands) */, gsize n, guint bands,
                   GCancellable *cancellable, GError **error);
void ae_pca_free (AePca *self);
/* Mean over pixels and bands, from the eigenvalues. */
double ae_pca_get_training_mse (const AePca *self, guint k);
double ae_pca_get_mse (const AePca *self, guint k, const float *rows, gsize n);
gboolean ae_pca_fill_mse (const AePca *self, const float *rows, gsize n_rows, guint n,
                          double *mse /* (n) */, GCancellable *cancellable, GError **error);
void ae_pca_reconstruct (const AePca *self, guint k, const float *rows, gsize n,
                         float *out /* (n, bands) */);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AePca, ae_pca_free)

G_END_DECLS
