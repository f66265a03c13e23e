/* ae-latent.h: the variational coding layer: z = mu + sigma·eps, and KL(q ‖ N(0, 1)). */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

typedef enum
{
  AE_LATENT_LOG_VARIANCE, /* the second head gives γ = ln σ² */
  AE_LATENT_SIGMA,        /* the second head gives σ */
} AeLatentForm;

double ae_latent_forward (ae_real *z, const ae_real *mu, const ae_real *spread,
                          const ae_real *eps, AeLatentForm form, gsize n, gsize units);
void ae_latent_backward (ae_real *dmu, ae_real *dspread, const ae_real *dz, const ae_real *mu,
                         const ae_real *spread, const ae_real *eps, AeLatentForm form,
                         double scale, gsize n, gsize units);
void ae_latent_fill_eps (ae_real *eps, gsize first, gsize n, gsize units);
void ae_latent_add_kl_per_unit (double *sums, const ae_real *mu, const ae_real *spread,
                                AeLatentForm form, gsize n, gsize units);

G_END_DECLS
