/* ae-sparsity.c: KL(target ‖ mean activation), one term a unit. The mean is over the whole
 * batch, so the row blocks meet between the sums and the backward pass.
 */
#include "ae-sparsity.h"

#include <math.h>

#define MEAN_MIN 1e-7

/**
 * ae_sparsity_kl:
 * @target: p, wanted mean activation
 * @mean: q, clamped to [1e-7, 1 − 1e-7]
 *
 * Returns: p ln (p/q) + (1 − p) ln ((1 − p)/(1 − q)), nats (Ng, "Sparse autoencoder", 2011).
 */
double
ae_sparsity_kl (double target, double mean)
{
  double q = CLAMP (mean, MEAN_MIN, 1.0 - MEAN_MIN);

  return target * log (target / q) + (1.0 - target) * log ((1.0 - target) / (1.0 - q));
}

/**
 * ae_sparsity_kl_slope:
 * @target: p
 * @mean: q
 *
 * Returns: d KL / d q = −p/q + (1 − p)/(1 − q), at the clamped q.
 */
double
ae_sparsity_kl_slope (double target, double mean)
{
  double q = CLAMP (mean, MEAN_MIN, 1.0 - MEAN_MIN);

  return -target / q + (1.0 - target) / (1.0 - q);
}

/**
 * ae_sparsity_add_sums:
 * @sums: (inout) (units): column sums are added
 * @code: (n, units)
 * @n: rows
 * @units: columns
 */
void
ae_sparsity_add_sums (double *AE_RESTRICT sums, const ae_real *AE_RESTRICT code, gsize n,
                      gsize units)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < units; j++)
      sums[j] += (double) code[i * units + j];
}

/**
 * ae_sparsity_forward:
 * @slopes: (out) (units): what each row's code gradient gets from ae_sparsity_backward()
 * @means: (units): mean activation over the batch
 * @units: units of the coding layer
 * @target: p
 * @weight: factor of the term
 * @batch: rows the means are over
 *
 * Returns: weight · Σ over units of KL (p ‖ q).
 */
double
ae_sparsity_forward (ae_real *slopes, const double *means, gsize units, double target,
                     double weight, gsize batch)
{
  double sum = 0;

  for (gsize j = 0; j < units; j++)
    {
      sum += ae_sparsity_kl (target, means[j]);
      slopes[j] = (ae_real) (weight * ae_sparsity_kl_slope (target, means[j]) / (double) batch);
    }
  return weight * sum;
}

/**
 * ae_sparsity_backward:
 * @dcode: (inout) (n, units): the term's gradient is added
 * @slopes: (units): from ae_sparsity_forward(): weight · dKL/dq / batch, as dq/da = 1/batch
 * @n: rows
 * @units: columns
 */
void
ae_sparsity_backward (ae_real *AE_RESTRICT dcode, const ae_real *AE_RESTRICT slopes, gsize n,
                      gsize units)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < units; j++)
      dcode[i * units + j] += slopes[j];
}
