/* ae-corruption.c: additive Gaussian noise and masking (Vincent et al., JMLR 11, 2010). No
 * backward pass: the input has no gradient.
 */
#include "ae-corruption.h"

#define PIECE 1024 /* deviates drawn at once: stays in the first-level cache */

/**
 * ae_corruption_add_noise:
 * @x: (inout) (n, bands)
 * @deviation: (bands): standard deviation of each scaled band
 * @level: noise level in those units, ≥ 0
 * @rng: (inout): where the deviates come from
 * @n: rows
 * @bands: columns
 *
 * x += level · deviation · N(0, 1). Any thread that owns @rng.
 */
void
ae_corruption_add_noise (ae_real *AE_RESTRICT x, const float *AE_RESTRICT deviation,
                         double level, AeRng *rng, gsize n, gsize bands)
{
  float normal[PIECE] __attribute__ ((aligned (AE_ALIGNMENT)));
  float scale = (float) level;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < bands; j += PIECE)
      {
        gsize m = MIN (PIECE, bands - j);
        ae_real *row = x + i * bands + j;

        ae_rng_fill_normal (rng, normal, m);
        for (gsize l = 0; l < m; l++)
          row[l] += (ae_real) (scale * deviation[j + l] * normal[l]);
      }
}

/**
 * ae_corruption_mask:
 * @x: (inout) (n, bands)
 * @fraction: of the inputs that are set to 0, to 1/65,536
 * @rng: (inout): where the draw comes from
 * @n: rows
 * @bands: columns
 *
 * Each input is shut down independently, without making up for it in the others. Any thread
 * that owns @rng.
 */
void
ae_corruption_mask (ae_real *x, double fraction, AeRng *rng, gsize n, gsize bands)
{
  guint16 draws[PIECE] __attribute__ ((aligned (AE_ALIGNMENT)));
  guint32 threshold = (guint32) (CLAMP (fraction, 0.0, 1.0) * 65536.0 + 0.5);
  gsize total = n * bands;

  for (gsize i = 0; i < total; i += PIECE)
    {
      gsize m = MIN (PIECE, total - i);
      ae_real *piece = x + i;

      ae_rng_fill_bits (rng, (guint32 *) draws, (m + 1) / 2);
      for (gsize l = 0; l < m; l++)
        piece[l] = draws[l] < threshold ? 0 : piece[l];
    }
}
