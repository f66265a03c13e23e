/* ae-linear-start.h: the best linear code of some pixels in closed form, one for each variant:
 * where a training from PCA begins. For ae-pca-start alone.
 */
#pragma once

#include "ae-baseline.h"

G_BEGIN_DECLS

/**
 * AeLinearStart:
 * @bands: inputs and outputs
 * @n: units that carry something; at most as many as were asked for
 * @encode: (n, bands): code = encode · (x − center)
 * @center: (bands): the input whose code is 0
 * @decode: (n, bands): reconstruction = mean + Σ code · decode
 * @mean: (bands): the reconstruction of code 0
 * @sigma: (n): standard deviation of the latent noise; 0 where there is none
 * @low, @high: (n): the code's range over the pixels; 0 before ae_pca_code_start_measure()
 *
 * All in double, in scaled units.
 */
typedef struct
{
  guint bands, n;
  double *encode;
  double *center;
  double *decode;
  double *mean;
  double *sigma;
  double *low, *high;
} AeLinearStart;

AeLinearStart *ae_pca_code_start_new_pca (const AePca *pca, guint k, gboolean is_tied);
AeLinearStart *ae_pca_code_start_new_denoising (const AePca *pca, guint k,
                                                const float *deviation, double noise_level,
                                                double masked_fraction, gboolean is_tied,
                                                GError **error);
AeLinearStart *ae_pca_code_start_new_variational (const AePca *pca, guint k, double beta,
                                                  gboolean is_tied);
guint ae_pca_code_start_count_regular (const AePca *pca, guint k);
void ae_pca_code_start_free (AeLinearStart *self);
void ae_pca_code_start_measure (AeLinearStart *self, const float *rows, gsize n);
double ae_pca_code_start_get_variational_loss (const AePca *pca, guint k, double beta,
                                               gboolean is_drawn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeLinearStart, ae_pca_code_start_free)

G_END_DECLS
