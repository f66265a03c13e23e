/* ae-metrics.c: measures of reconstructions and codes. In double throughout, so that it is the
 * same for the float engine and its double twin.
 */
#include "ae-metrics.h"

#include <math.h>

/**
 * ae_metrics_get_psnr:
 * @mse: mean squared error of scaled values, whose range in a band is 1
 *
 * Returns: the peak signal-to-noise ratio 10 log10 (1 / @mse), dB; infinite for no error. Any
 * thread, as all that follow.
 */
double
ae_metrics_get_psnr (double mse)
{
  return mse > 0 ? -10.0 * log10 (mse) : INFINITY;
}

/**
 * ae_metrics_get_angle:
 * @a: (bands)
 * @b: (bands)
 * @bands: how many; those where one is not finite are left out
 *
 * Returns: their spectral angle in radians (Kruse et al. 1993); NAN where they share fewer than
 * two bands, or one is 0 in all of them.
 */
double
ae_metrics_get_angle (const float *a, const float *b, gsize bands)
{
  double ab = 0, aa = 0, bb = 0;
  gsize shared = 0;

  for (gsize i = 0; i < bands; i++)
    if (isfinite (a[i]) && isfinite (b[i]))
      {
        ab += (double) a[i] * (double) b[i];
        aa += (double) a[i] * (double) a[i];
        bb += (double) b[i] * (double) b[i];
        shared++;
      }
  if (shared < 2 || !(aa > 0) || !(bb > 0))
    return NAN;
  return acos (CLAMP (ab / sqrt (aa * bb), -1, 1));
}

/**
 * ae_metrics_is_active_kl:
 * @kl: mean KL divergence of a latent unit from N(0, 1), nats
 *
 * Returns: whether the unit carries anything.
 */
gboolean
ae_metrics_is_active_kl (double kl)
{
  return kl > AE_METRICS_ACTIVE_KL;
}

/**
 * ae_metrics_is_active_deviation:
 * @deviation: of a unit that is not variational, over the pixels
 * @largest: of all units of the code
 *
 * Returns: whether the unit varies.
 */
gboolean
ae_metrics_is_active_deviation (double deviation, double largest)
{
  return largest > 0 && deviation > 1e-3 * largest;
}
