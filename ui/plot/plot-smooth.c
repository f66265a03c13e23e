/* plot-smooth.c: the exponential moving average, corrected for its start. */
#include "plot-smooth.h"

#include <math.h>

/**
 * plot_smooth:
 * @out: (n), may be @values
 * @values: (n), NAN where there is none
 * @weight: of the past, from 0 (no smoothing) to below 1
 *
 * Smooths a curve by an exponential moving average whose weights always sum to one: the
 * weighted sum of the past is divided by the sum of its weights (Kingma and Ba 2014, section 3,
 * the same correction as in Adam). The difference to the running mean is averaged instead of
 * the values, so a constant stays that constant to the last bit. A gap stays a gap and does
 * not wear the average out. Any thread.
 */
void
plot_smooth (double *out, const double *values, gsize n, double weight)
{
  double mean = 0.0, total = 0.0;

  g_return_if_fail (weight >= 0.0 && weight < 1.0);
  for (gsize i = 0; i < n; i++)
    {
      if (!isfinite (values[i]))
        {
          out[i] = NAN;
          continue;
        }
      total = weight * total + (1.0 - weight);
      mean = total == 1.0 - weight ? values[i]
                                   : mean + (1.0 - weight) / total * (values[i] - mean);
      out[i] = mean;
    }
}
