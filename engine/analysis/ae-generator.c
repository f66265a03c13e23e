/* ae-generator.c: small pure functions over a frozen model; nothing is kept. */
#include "ae-generator.h"

#include "ae-rng.h"

#include <math.h>
#include <string.h>

#define EDGE  0.05 /* probability left out at each end of a sheet */
#define DRAWS 64   /* for the band around a spectrum */

/**
 * ae_generator_decode:
 * @model: a frozen model
 * @scaler: its scaler
 * @codes: (n, code)
 * @n: how many
 * @spectra: (out) (n, bands): the good bands in scene units
 *
 * Any thread; one spectrum takes about 20 µs.
 */
void
ae_generator_decode (const AeModel *model, const AeScaler *scaler, const float *codes, gsize n,
                     float *spectra)
{
  guint bands = ae_model_get_bands (model), code = ae_model_get_code (model);
  g_autofree ae_real *z = g_new (ae_real, n *code);
  g_autofree ae_real *y = g_new (ae_real, n *bands);

  for (gsize i = 0; i < n * code; i++)
    z[i] = codes[i];
  ae_model_decode (model, z, n, y);
  for (gsize i = 0; i < n * bands; i++)
    spectra[i] = (float) y[i];
  ae_scaler_invert (scaler, spectra, n, spectra, bands, NULL);
}

/**
 * ae_generator_fill_prior:
 * @codes: (out) (n, dims): drawn from N(0, 1)
 * @n: how many
 * @dims: of a code
 * @seed: the same seed, the same codes
 */
void
ae_generator_fill_prior (float *codes, gsize n, guint dims, guint64 seed)
{
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_normal (&rng, codes, n * dims);
}

/**
 * ae_normal_quantile:
 * @p: 0 … 1, ends excluded
 *
 * Returns: x with Φ(x) = @p, to twelve digits, by bisection of the complementary error
 * function.
 */
double
ae_normal_quantile (double p)
{
  double low = -40, high = 40;

  for (guint i = 0; i < 80; i++)
    {
      double x = (low + high) / 2;

      *(0.5 * erfc (-x / G_SQRT2) < p ? &low : &high) = x;
    }
  return (low + high) / 2;
}

/**
 * ae_generator_fill_sheet:
 * @codes: (out) (side × side, dims): row by row, the second axis falling
 * @side: cells along each edge, at least 2
 * @code: (dims): what the other units stay at
 * @dims: of a code
 * @x: unit along the rows
 * @y: unit along the columns
 * @mean: of the two units
 * @deviation: of the two units
 *
 * A grid that is even in probability: quantiles 0.05 to 0.95 of normal distributions (Kingma
 * and Welling 2014, figure 4).
 */
void
ae_generator_fill_sheet (float *codes, guint side, const float *code, guint dims, guint x,
                         guint y, const double mean[2], const double deviation[2])
{
  for (guint row = 0; row < side; row++)
    for (guint column = 0; column < side; column++)
      {
        float *z = codes + ((gsize) row * side + column) * dims;
        double px = EDGE + (1 - 2 * EDGE) * column / (side - 1.0);
        double py = EDGE + (1 - 2 * EDGE) * (side - 1.0 - row) / (side - 1.0);

        memcpy (z, code, dims * sizeof *z);
        z[x] = (float) (mean[0] + deviation[0] * ae_normal_quantile (px));
        z[y] = (float) (mean[1] + deviation[1] * ae_normal_quantile (py));
      }
}

/**
 * ae_generator_fill_line:
 * @codes: (out) (steps, dims)
 * @steps: at least 2
 * @from: (dims): the first, to the bit
 * @to: (dims): the last, to the bit
 * @dims: of a code
 *
 * Evenly along the straight line in latent space.
 */
void
ae_generator_fill_line (float *codes, guint steps, const float *from, const float *to,
                        guint dims)
{
  for (guint s = 0; s < steps; s++)
    for (guint j = 0; j < dims; j++)
      {
        double t = s / (steps - 1.0);

        codes[s * dims + j] = s == 0 ? from[j]
                              : s + 1 == steps
                                  ? to[j]
                                  : (float) ((1 - t) * (double) from[j] + t * (double) to[j]);
      }
}

/**
 * ae_generator_measure_band:
 * @model: a frozen model
 * @scaler: its scaler
 * @code: (code): the middle
 * @deviation: (code): of the draws around it, as the encoder's own spread
 * @seed: of the draws; the same ones for every code, so that the band does not flicker
 * @low: (out) (bands): mean − 2 standard deviations of the decoded draws, scene units
 * @high: (out) (bands): mean + 2 standard deviations
 *
 * Any thread; about a millisecond.
 */
void
ae_generator_measure_band (const AeModel *model, const AeScaler *scaler, const float *code,
                           const float *deviation, guint64 seed, float *low, float *high)
{
  guint dims = ae_model_get_code (model), bands = ae_model_get_bands (model);
  g_autofree float *codes = g_new (float, DRAWS *dims);
  g_autofree float *spectra = g_new (float, (gsize) DRAWS *bands);

  ae_generator_fill_prior (codes, DRAWS, dims, seed);
  for (guint i = 0; i < DRAWS; i++)
    for (guint j = 0; j < dims; j++)
      codes[i * dims + j] = code[j] + deviation[j] * codes[i * dims + j];
  ae_generator_decode (model, scaler, codes, DRAWS, spectra);
  for (guint b = 0; b < bands; b++)
    {
      double sum = 0, squares = 0, mean, spread;

      for (guint i = 0; i < DRAWS; i++)
        sum += (double) spectra[i * bands + b];
      mean = sum / DRAWS;
      for (guint i = 0; i < DRAWS; i++)
        squares += ((double) spectra[i * bands + b] - mean)
                   * ((double) spectra[i * bands + b] - mean);
      spread = 2 * sqrt (squares / (DRAWS - 1));
      low[b] = (float) (mean - spread);
      high[b] = (float) (mean + spread);
    }
}
