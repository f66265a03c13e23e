/* ae-latent.c: reparameterisation and latent loss (Kingma and Welling 2014, appendix B).
 *
 * Two forms of the same mathematics: the second head gives γ = ln σ² (no epsilon needed, the
 * default), or σ itself (with 1e-10 inside the logarithm of σ², as σ may be 0 or negative).
 */
#include "ae-latent.h"

#include "ae-rng.h"

#include <math.h>

#define EVALUATION_SEED      1
#define EVALUATION_SUBSTREAM ((guint64) 0xffff << 16) /* none of a training's */
#define ROW_BITS             24                       /* a row may use 2^24 blocks */
#define SIGMA_EPSILON        1e-10
/* exp of a spread beyond this is of no use and would overflow in single precision. */
#define LOG_VARIANCE_MAX 60.0

static inline double
clamped (ae_real gamma)
{
  return CLAMP ((double) gamma, -LOG_VARIANCE_MAX, LOG_VARIANCE_MAX);
}

/* KL of one unit: ½ (exp γ + μ² − 1 − γ), or ½ (σ² + μ² − 1 − ln (1e-10 + σ²)). */
static inline double
unit_kl (ae_real mu, ae_real spread, AeLatentForm form)
{
  double m = (double) mu, s = (double) spread;

  if (form == AE_LATENT_SIGMA)
    return 0.5 * (s * s + m * m - 1.0 - log (SIGMA_EPSILON + s * s));
  return 0.5 * (exp (clamped (spread)) + m * m - 1.0 - s);
}

/**
 * ae_latent_forward:
 * @z: (out) (n, units)
 * @mu: (n, units): first head
 * @spread: (n, units): second head
 * @eps: (nullable) (n, units): deviates of N(0, 1); %NULL = 0, so that z = mu
 * @form: what the second head means
 * @n: rows
 * @units: columns
 *
 * z = mu + sigma·eps with sigma = exp (γ/2).
 *
 * Returns: Σ over rows and units of the KL divergence to N(0, 1), nats. Any thread.
 */
double
ae_latent_forward (ae_real *z, const ae_real *mu, const ae_real *spread, const ae_real *eps,
                   AeLatentForm form, gsize n, gsize units)
{
  double kl = 0;

  for (gsize i = 0; i < n * units; i++)
    {
      double sigma
          = form == AE_LATENT_SIGMA ? (double) spread[i] : exp (0.5 * clamped (spread[i]));

      z[i] = mu[i] + (eps != NULL ? (ae_real) (sigma * (double) eps[i]) : 0);
      kl += unit_kl (mu[i], spread[i], form);
    }
  return kl;
}

/**
 * ae_latent_backward:
 * @dmu: (out) (n, units)
 * @dspread: (out) (n, units)
 * @dz: (n, units): gradient of the reconstruction by z
 * @mu: as in the forward pass
 * @spread: as in the forward pass
 * @eps: (nullable): as in the forward pass
 * @form: as in the forward pass
 * @scale: factor of the KL sum in the loss: beta / (bands · batch)
 * @n: rows
 * @units: columns
 *
 * Forward: z = mu + exp (γ/2)·eps and KL = ½ (exp γ + μ² − 1 − γ). So dmu = dz + scale·μ and
 * dγ = dz·½ exp (γ/2)·eps + scale·½ (exp γ − 1). In the other form dσ = dz·eps + scale·(σ −
 * σ/(1e-10 + σ²)).
 */
void
ae_latent_backward (ae_real *dmu, ae_real *dspread, const ae_real *dz, const ae_real *mu,
                    const ae_real *spread, const ae_real *eps, AeLatentForm form, double scale,
                    gsize n, gsize units)
{
  for (gsize i = 0; i < n * units; i++)
    {
      double e = eps != NULL ? (double) eps[i] : 0, d = (double) dz[i], s = (double) spread[i];

      dmu[i] = (ae_real) (d + scale * (double) mu[i]);
      if (form == AE_LATENT_SIGMA)
        dspread[i] = (ae_real) (d * e + scale * (s - s / (SIGMA_EPSILON + s * s)));
      else
        {
          double sigma = exp (0.5 * clamped (spread[i]));

          dspread[i] = (ae_real) (0.5 * d * sigma * e + scale * 0.5 * (sigma * sigma - 1.0));
        }
    }
}

/**
 * ae_latent_fill_eps:
 * @eps: (out) (n, units): deviates of N(0, 1)
 * @first: number of the first row
 * @n: rows
 * @units: columns
 *
 * What an evaluation draws codes with: the same for a row whenever and with whichever others it
 * is asked for, so that two losses differ by their networks alone. Any thread.
 */
void
ae_latent_fill_eps (ae_real *eps, gsize first, gsize n, gsize units)
{
  for (gsize i = 0; i < n; i++)
    {
      AeRng rng;

      ae_rng_init (&rng, EVALUATION_SEED, AE_STREAM_LATENT, EVALUATION_SUBSTREAM);
      rng.counter = (guint64) (first + i) << ROW_BITS;
      for (gsize j = 0; j < units; j++)
        eps[i * units + j] = (ae_real) ae_rng_normal (&rng);
    }
}

/**
 * ae_latent_add_kl_per_unit:
 * @sums: (inout) (units): each unit's KL over the rows is added, nats
 * @mu: (n, units)
 * @spread: (n, units)
 * @form: what the second head means
 * @n: rows
 * @units: columns
 */
void
ae_latent_add_kl_per_unit (double *sums, const ae_real *mu, const ae_real *spread,
                           AeLatentForm form, gsize n, gsize units)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < units; j++)
      sums[j] += unit_kl (mu[i * units + j], spread[i * units + j], form);
}
