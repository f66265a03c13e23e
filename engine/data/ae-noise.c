/* ae-noise.c: the noise of each band from how far the other bands tell it, and the number of
 * components whose signal is more than their noise. Pure functions of the principal components.
 */
#include "ae-noise.h"

#include <math.h>

/* What has less of the largest variance is rounding. */
#define SINGULAR 1e-10

/**
 * ae_noise_estimate:
 * @pca: of scaled pixels
 * @n: how many pixels it is of
 * @deviation: (out) (bands): standard deviation of each band's noise
 *
 * A band of a hyperspectral image follows from its neighbours but for its noise: that is the
 * residual of the regression of each band on all others (Roger and Arnold 1996; the first step
 * of HySime, Bioucas-Dias and Nascimento 2008). Its variance is 1 / (Σ⁻¹)_bb, and Σ⁻¹ =
 * Vᵀ·Λ⁻¹·V is at hand; n / (n − bands) makes up for the degrees of freedom. Noise that bands
 * share is not seen.
 *
 * Returns: whether there are pixels enough: more than bands, and of these two at least. Any
 * thread.
 */
gboolean
ae_noise_estimate (const AePca *pca, gsize n, double *deviation)
{
  guint bands = pca->bands;

  if (bands < 2 || n <= (gsize) bands + 1 || !(pca->variances[0] > 0))
    return FALSE;
  for (guint b = 0; b < bands; b++)
    {
      double precision = 0;

      for (guint i = 0; i < bands; i++)
        {
          double v = pca->components[(gsize) i * bands + b];

          precision += v * v / MAX (pca->variances[i], SINGULAR * pca->variances[0]);
        }
      deviation[b] = sqrt ((double) n / (double) (n - bands) / precision);
    }
  return TRUE;
}

/**
 * ae_noise_get_least_share:
 * @n: pixels
 * @bands: of them
 *
 * The mean squared error that is expected of k components against the clean spectra is the
 * signal that is left out and the noise that is let in: a component of variance λ and noise ν
 * is worth taking where λ − ν > ν (as in HySime, whose least of both is here the count). Of few
 * pixels noise alone has variances up to ν·(1 + √(bands / n))² (Marchenko and Pastur 1967), and
 * what is no more than that is not known to be signal.
 *
 * Returns: how many times its noise a component's variance must be, 2 at least. Any thread.
 */
double
ae_noise_get_least_share (gsize n, guint bands)
{
  double edge = 1.0 + sqrt ((double) bands / (double) MAX (n, 1));

  return MAX (2.0, edge * edge);
}

/**
 * ae_noise_count_signal:
 * @pca: of scaled pixels
 * @n: how many pixels it is of
 * @deviation: (bands): of the noise of each band
 *
 * Component v has the noise ν = Σ_b v_b²·σ_b².
 *
 * Returns: how many of the components have so much more variance than noise that they are
 * signal (ae_noise_get_least_share()). Any thread.
 */
guint
ae_noise_count_signal (const AePca *pca, gsize n, const double *deviation)
{
  double least = ae_noise_get_least_share (n, pca->bands);
  guint count = 0;

  for (guint i = 0; i < pca->bands; i++)
    {
      double noise = 0;

      for (guint b = 0; b < pca->bands; b++)
        {
          double v = pca->components[(gsize) i * pca->bands + b];

          noise += v * v * deviation[b] * deviation[b];
        }
      count += pca->variances[i] > least * noise;
    }
  return count;
}
