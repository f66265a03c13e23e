/* ae-unmixing.c: spectra without their brightness, softmax with a temperature, the sparsity of
 * abundances, the volume of the simplex of endmembers, the spectra that they make, and the
 * projection of endmembers after a step.
 */
#include "ae-unmixing.h"

#include <math.h>

/* Keeps the slope of the root finite where an abundance is 0. */
#define ROOT_MIN 1e-3

static inline double
unscale (ae_real value, gsize band, const AeUnmixingScale *scale)
{
  return (double) value * (double) scale->unit[band] + (double) scale->origin[band];
}

/**
 * ae_unit_spectra_forward:
 * @u: (out) (n, bands): what an encoder is to see
 * @x: (n, bands): scaled spectra
 * @scale: how they are scaled
 * @mean: (bands): of spectra of length one
 * @gain: (bands): one by the deviation of such spectra
 * @n: rows
 * @bands: columns
 *
 * u = (s / ‖s‖ − mean) · gain with s the spectrum in scene units: light and shade make no
 * difference. Has no backward pass, as it is the first. Any thread.
 */
void
ae_unit_spectra_forward (ae_real *AE_RESTRICT u, const ae_real *AE_RESTRICT x,
                         const AeUnmixingScale *scale, const ae_real *mean, const ae_real *gain,
                         gsize n, gsize bands)
{
  for (gsize i = 0; i < n; i++)
    {
      const ae_real *row = x + i * bands;
      double sum = 0, factor;

      for (gsize b = 0; b < bands; b++)
        {
          double s = unscale (row[b], b, scale);

          sum += s * s;
        }
      factor = sum > 0 ? 1.0 / sqrt (sum) : 0;
      for (gsize b = 0; b < bands; b++)
        u[i * bands + b]
            = (ae_real) ((unscale (row[b], b, scale) * factor - (double) mean[b])
                         * (double) gain[b]);
    }
}

/**
 * ae_mixed_spectra_forward:
 * @y: (inout) (n, bands): Σ a_j e_j in scene units; replaced by scaled spectra
 * @brightness: (out) (n): of each
 * @x: (nullable) (n, bands): scaled spectra whose brightness each gets; %NULL: 1
 * @scale: how they are scaled
 * @n: rows
 * @bands: columns
 *
 * y = (b p − origin) / unit with p = Σ a_j e_j and b = (s · p) / ‖p‖², which brings it nearest
 * to the spectrum s; not negative. Any thread.
 */
void
ae_mixed_spectra_forward (ae_real *AE_RESTRICT y, ae_real *AE_RESTRICT brightness,
                          const ae_real *AE_RESTRICT x, const AeUnmixingScale *scale, gsize n,
                          gsize bands)
{
  for (gsize i = 0; i < n; i++)
    {
      ae_real *row = y + i * bands;
      double sp = 0, pp = 0, factor = 1;

      for (gsize b = 0; b < bands && x != NULL; b++)
        {
          sp += unscale (x[i * bands + b], b, scale) * (double) row[b];
          pp += (double) row[b] * (double) row[b];
        }
      if (x != NULL)
        factor = pp > 0 && sp > 0 ? sp / pp : 0;
      brightness[i] = (ae_real) factor;
      for (gsize b = 0; b < bands; b++)
        row[b] = (ae_real) ((factor * (double) row[b] - (double) scale->origin[b])
                            / (double) scale->unit[b]);
    }
}

/**
 * ae_mixed_spectra_backward:
 * @dy: (inout) (n, bands): gradient by the scaled spectra; replaced by that by Σ a_j e_j
 * @brightness: (n): from ae_mixed_spectra_forward()
 * @scale: how they are scaled
 * @n: rows
 * @bands: columns
 *
 * dp = b dy / unit. That b follows p adds nothing: b is where the squared error is least, so
 * the error does not change with it, and an angle or a divergence does not depend on it. With a
 * corrupted input, whose b is not the clean one's, that is an approximation for the squared
 * error. Any thread.
 */
void
ae_mixed_spectra_backward (ae_real *AE_RESTRICT dy, const ae_real *AE_RESTRICT brightness,
                           const AeUnmixingScale *scale, gsize n, gsize bands)
{
  for (gsize i = 0; i < n; i++)
    for (gsize b = 0; b < bands; b++)
      dy[i * bands + b] = (ae_real) ((double) dy[i * bands + b] * (double) brightness[i]
                                     / (double) scale->unit[b]);
}

/**
 * ae_abundances_forward:
 * @a: (inout) (n, units): pre-activations v; replaced by abundances
 * @temperature: T, > 0; a low one makes abundances more extreme
 * @n: rows
 * @units: columns
 *
 * a_j = exp (v_j / T) / Σ exp (v_k / T): not negative, and each row sums to one. Any thread.
 */
void
ae_abundances_forward (ae_real *a, double temperature, gsize n, gsize units)
{
  for (gsize i = 0; i < n; i++)
    {
      ae_real *row = a + i * units;
      double highest = (double) row[0], sum = 0;

      for (gsize j = 1; j < units; j++)
        highest = MAX (highest, (double) row[j]);
      for (gsize j = 0; j < units; j++)
        {
          double e = exp (((double) row[j] - highest) / temperature);

          row[j] = (ae_real) e;
          sum += e;
        }
      for (gsize j = 0; j < units; j++)
        row[j] = (ae_real) ((double) row[j] / sum);
    }
}

/**
 * ae_abundances_backward:
 * @da: (inout) (n, units): gradient by the abundances; replaced by that before the softmax
 * @a: (n, units): from ae_abundances_forward()
 * @temperature: T
 * @n: rows
 * @units: columns
 *
 * dv_j = a_j (da_j − Σ a_k da_k) / T. Any thread.
 */
void
ae_abundances_backward (ae_real *AE_RESTRICT da, const ae_real *AE_RESTRICT a,
                        double temperature, gsize n, gsize units)
{
  for (gsize i = 0; i < n; i++)
    {
      ae_real *d = da + i * units;
      const ae_real *row = a + i * units;
      double mean = 0;

      for (gsize j = 0; j < units; j++)
        mean += (double) row[j] * (double) d[j];
      for (gsize j = 0; j < units; j++)
        d[j] = (ae_real) ((double) row[j] * ((double) d[j] - mean) / temperature);
    }
}

/**
 * ae_abundance_sparsity_add_sums:
 * @sums: (inout) (units): Σ over rows of √(a + 10⁻³) of each unit is added
 * @a: (n, units): abundances
 * @n: rows
 * @units: columns
 *
 * The ℓ½ penalty, which for rows that sum to one is least where one material is alone (Qian et
 * al., "Hyperspectral unmixing via L1/2 sparsity-constrained nonnegative matrix factorization",
 * 2011). Any thread.
 */
void
ae_abundance_sparsity_add_sums (double *AE_RESTRICT sums, const ae_real *AE_RESTRICT a, gsize n,
                                gsize units)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < units; j++)
      sums[j] += sqrt ((double) a[i * units + j] + ROOT_MIN);
}

/**
 * ae_abundance_sparsity_backward:
 * @da: (inout) (n, units): the gradient of scale · Σ √(a + 10⁻³) is added
 * @a: (n, units): abundances
 * @scale: of the sum over rows
 * @n: rows
 * @units: columns
 *
 * Any thread.
 */
void
ae_abundance_sparsity_backward (ae_real *AE_RESTRICT da, const ae_real *AE_RESTRICT a,
                                double scale, gsize n, gsize units)
{
  for (gsize i = 0; i < n * units; i++)
    da[i] += (ae_real) (0.5 * scale / sqrt ((double) a[i] + ROOT_MIN));
}

static double
get_mean (const ae_real *e, gsize units, gsize bands, gsize band)
{
  double sum = 0;

  for (gsize j = 0; j < units; j++)
    sum += (double) e[j * bands + band];
  return sum / (double) units;
}

/**
 * ae_simplex_volume_forward:
 * @e: (units, bands): endmembers
 * @size: what they are measured in
 * @units: rows
 * @bands: columns
 *
 * The usual stand-in for the volume of the simplex, which is no convex function (Berman et al.,
 * "ICE: a statistical approach to identifying endmembers", 2004). Any thread.
 *
 * Returns: ½ Σ ‖e_j − mean‖² / size².
 */
double
ae_simplex_volume_forward (const ae_real *e, double size, gsize units, gsize bands)
{
  double sum = 0;

  for (gsize b = 0; b < bands; b++)
    {
      double mean = get_mean (e, units, bands, b);

      for (gsize j = 0; j < units; j++)
        {
          double d = (double) e[j * bands + b] - mean;

          sum += 0.5 * d * d;
        }
    }
  return sum / (size * size);
}

/**
 * ae_simplex_volume_backward:
 * @de: (inout) (units, bands): the gradient of scale · ½ Σ ‖e_j − mean‖² / size² is added
 * @e: (units, bands): endmembers
 * @scale: of the term
 * @size: what they are measured in
 * @units: rows
 * @bands: columns
 *
 * The gradient is (e_j − mean) / size²: what the mean adds sums to 0. Any thread.
 */
void
ae_simplex_volume_backward (ae_real *AE_RESTRICT de, const ae_real *AE_RESTRICT e, double scale,
                            double size, gsize units, gsize bands)
{
  double factor = scale / (size * size);

  for (gsize b = 0; b < bands; b++)
    {
      double mean = get_mean (e, units, bands, b);

      for (gsize j = 0; j < units; j++)
        de[j * bands + b] += (ae_real) (factor * ((double) e[j * bands + b] - mean));
    }
}

/**
 * ae_endmembers_project:
 * @e: (inout) (n): weights after an optimiser's step
 * @before: (n): the same before it
 * @rate: share of the step that is taken
 * @n: how many
 *
 * Takes a share of the step and the nearest weights that are not negative. Any thread.
 */
void
ae_endmembers_project (ae_real *AE_RESTRICT e, const ae_real *AE_RESTRICT before, double rate,
                       gsize n)
{
  ae_real share = (ae_real) rate;

  for (gsize i = 0; i < n; i++)
    {
      ae_real value = rate > 0 ? before[i] + share * (e[i] - before[i]) : before[i];

      e[i] = value < 0 ? 0 : value;
    }
}
