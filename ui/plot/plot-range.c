/* plot-range.c: intervals of data values: fitting, padding, zooming, and following live data
 * without flicker. It knows nothing of pixels (plot-frame) nor of labels (plot-ticks). */
#include "plot-range.h"

#include <math.h>

#define SHRINK_SECONDS 1.2 /* time constant of the slow shrinking */
#define SHRINK_BELOW   0.8 /* shrink only when the data fill less than this of what is shown */

static double
to_scale (double value, gboolean is_log)
{
  return is_log ? log10 (value) : value;
}

static double
from_scale (double value, gboolean is_log)
{
  return is_log ? pow (10.0, value) : value;
}

/**
 * plot_range_is_empty:
 *
 * Tells whether nothing has been added yet. Any thread.
 */
gboolean
plot_range_is_empty (PlotRange range)
{
  return !(range.lo <= range.hi);
}

/**
 * plot_range_add:
 *
 * Widens the range to hold a value; a value that is not finite changes nothing. Any thread.
 */
PlotRange
plot_range_add (PlotRange range, double value)
{
  if (!isfinite (value))
    return range;
  return (PlotRange){ fmin (range.lo, value), fmax (range.hi, value) };
}

/**
 * plot_range_union:
 *
 * The smallest range that holds both; an empty one adds nothing. Any thread.
 */
PlotRange
plot_range_union (PlotRange a, PlotRange b)
{
  if (plot_range_is_empty (b))
    return a;
  return (PlotRange){ fmin (a.lo, b.lo), fmax (a.hi, b.hi) };
}

/**
 * plot_range_of:
 * @values: (n)
 * @is_log: leave out values that a logarithmic axis cannot show
 *
 * The range of the finite values, empty when there are none. Any thread.
 */
PlotRange
plot_range_of (const double *values, gsize n, gboolean is_log)
{
  PlotRange range = PLOT_RANGE_EMPTY;

  for (gsize i = 0; i < n; i++)
    if (!is_log || values[i] > 0.0)
      range = plot_range_add (range, values[i]);
  return range;
}

/**
 * plot_range_of_floats:
 * @values: (n), @stride floats apart
 *
 * The range of the finite values of a column of floats. Any thread.
 */
PlotRange
plot_range_of_floats (const float *values, gsize n, gsize stride)
{
  float lo = G_MAXFLOAT, hi = -G_MAXFLOAT;

  for (gsize i = 0; i < n; i++)
    {
      float v = values[i * stride];

      if (!isfinite (v))
        continue;
      lo = v < lo ? v : lo;
      hi = v > hi ? v : hi;
    }
  return lo <= hi ? (PlotRange){ lo, hi } : PLOT_RANGE_EMPTY;
}

/**
 * plot_range_pad:
 * @fraction: of the range's width, added at either end
 *
 * Makes room around the data; a range of one value gets a width of its own. Any thread.
 */
PlotRange
plot_range_pad (PlotRange range, double fraction, gboolean is_log)
{
  if (plot_range_is_empty (range))
    return is_log ? (PlotRange){ 0.1, 1.0 } : (PlotRange){ 0.0, 1.0 };
  double lo = to_scale (range.lo, is_log), hi = to_scale (range.hi, is_log);
  double width = hi - lo, size = fmax (fabs (lo), fabs (hi));
  if (width <= 1e-12 * size || width <= 0.0)
    {
      double half = is_log ? 0.5 : size > 0.0 ? 0.1 * size : 0.5;

      return (PlotRange){ from_scale (lo - half, is_log), from_scale (hi + half, is_log) };
    }
  return (PlotRange){ from_scale (lo - fraction * width, is_log),
                      from_scale (hi + fraction * width, is_log) };
}

/**
 * plot_range_zoom:
 * @centre: the value that keeps its place
 * @factor: of the new width to the old: below 1 comes closer
 *
 * Scales the range about a value. Any thread.
 */
PlotRange
plot_range_zoom (PlotRange range, double centre, double factor, gboolean is_log)
{
  double lo = to_scale (range.lo, is_log), hi = to_scale (range.hi, is_log);
  double c = to_scale (centre, is_log);

  return (PlotRange){ from_scale (c + (lo - c) * factor, is_log),
                      from_scale (c + (hi - c) * factor, is_log) };
}

/**
 * plot_range_shift:
 * @fraction: of the range's width
 *
 * Moves the range along its axis. Any thread.
 */
PlotRange
plot_range_shift (PlotRange range, double fraction, gboolean is_log)
{
  double lo = to_scale (range.lo, is_log), hi = to_scale (range.hi, is_log);
  double by = (hi - lo) * fraction;

  return (PlotRange){ from_scale (lo + by, is_log), from_scale (hi + by, is_log) };
}

/* One end of a following range: @outward is positive when the data lie beyond what is shown. */
static double
follow_end (double shown, double data, double outward, double share)
{
  return outward > 0.0 ? data : shown + (data - shown) * share;
}

/**
 * plot_range_follow:
 * @shown: what the axis shows; changed
 * @data: what it ought to show, padding included
 * @elapsed_s: seconds since the last call; negative takes @data at once
 *
 * Lets an axis follow live data: it grows at once, and shrinks slowly and only when the data
 * fill clearly less than is shown, so that a noisy curve does not make the axis tremble.
 * Any thread.
 *
 * Returns: whether the range is still on its way
 */
gboolean
plot_range_follow (PlotRange *shown, PlotRange data, double elapsed_s, gboolean is_log)
{
  if (plot_range_is_empty (data))
    return FALSE;
  if (plot_range_is_empty (*shown) || elapsed_s < 0.0 || (is_log && shown->lo <= 0.0))
    {
      *shown = data;
      return FALSE;
    }
  double lo = to_scale (shown->lo, is_log), hi = to_scale (shown->hi, is_log);
  double data_lo = to_scale (data.lo, is_log), data_hi = to_scale (data.hi, is_log);
  gboolean shrinks = data_hi - data_lo < SHRINK_BELOW * (hi - lo);
  double share = shrinks ? 1.0 - exp (-elapsed_s / SHRINK_SECONDS) : 0.0;
  lo = follow_end (lo, data_lo, lo - data_lo, share);
  hi = follow_end (hi, data_hi, data_hi - hi, share);
  *shown = (PlotRange){ from_scale (lo, is_log), from_scale (hi, is_log) };
  return shrinks && data_hi - data_lo < SHRINK_BELOW * (hi - lo);
}
