/* gradient-check.h: an analytic gradient against central differences, and the proof that the
 * check itself would notice a wrong sign.
 */
#pragma once

#include <math.h>

#include "ae-types.h"

/* The loss at the numbers as they are now. */
typedef double (*GradientCheckFunc) (gpointer data);

/* Largest relative difference between `gradient` and central differences of `loss` at the n
 * numbers of `at`. Gradients that are small beside the largest are held against a thousandth of
 * it: differences of a sum carry its rounding. */
static inline double
gradient_check_measure (ae_real *at, const ae_real *gradient, gsize n, GradientCheckFunc loss,
                        gpointer data)
{
  const double h = 1e-5;
  double worst = 0, most = 0;

  for (gsize i = 0; i < n; i++)
    most = fmax (most, fabs ((double) gradient[i]));
  for (gsize i = 0; i < n; i++)
    {
      ae_real held = at[i];
      double up, down, difference, size;

      at[i] = (ae_real) ((double) held + h);
      up = loss (data);
      at[i] = (ae_real) ((double) held - h);
      down = loss (data);
      at[i] = held;
      difference = (up - down) / (2 * h);
      size = fmax (fmax (fabs (difference), fabs ((double) gradient[i])), 1e-3 * most);
      if (size > 0)
        worst = fmax (worst, fabs (difference - (double) gradient[i]) / size);
    }
  return worst;
}

static inline gsize
gradient_check_largest (const ae_real *gradient, gsize n)
{
  gsize largest = 0;

  for (gsize i = 1; i < n; i++)
    if (fabs ((double) gradient[i]) > fabs ((double) gradient[largest]))
      largest = i;
  return largest;
}

/* Asserts 1e-6 relative; then plants a sign error in one number, and in all, and asserts that
 * the same measure sees each. */
static inline void
gradient_check (const char *what, ae_real *at, ae_real *gradient, gsize n,
                GradientCheckFunc loss, gpointer data)
{
  double worst = gradient_check_measure (at, gradient, n, loss, data);
  gsize largest = gradient_check_largest (gradient, n);

  g_test_message ("%s: %" G_GSIZE_FORMAT " numbers, largest relative difference %.1e", what, n,
                  worst);
  g_assert_cmpfloat (fabs ((double) gradient[largest]), >, 0);
  g_assert_cmpfloat (worst, <=, 1e-6);
  gradient[largest] = -gradient[largest];
  g_assert_cmpfloat (gradient_check_measure (at, gradient, n, loss, data), >, 1.0);
  for (gsize i = 0; i < n; i++)
    gradient[i] = i == largest ? gradient[i] : -gradient[i];
  g_assert_cmpfloat (gradient_check_measure (at, gradient, n, loss, data), >, 1.0);
  for (gsize i = 0; i < n; i++)
    gradient[i] = -gradient[i];
}
