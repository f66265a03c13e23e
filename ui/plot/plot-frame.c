/* plot-frame.c: between data values and places on the paper. No drawing. */
#include "plot-frame.h"

#include <math.h>

static double
to_unit (PlotRange range, gboolean is_log, double value)
{
  if (!is_log)
    return (value - range.lo) / (range.hi - range.lo);
  if (!(value > 0.0))
    return NAN;
  return log10 (value / range.lo) / log10 (range.hi / range.lo);
}

static double
from_unit (PlotRange range, gboolean is_log, double unit)
{
  if (!is_log)
    return range.lo + unit * (range.hi - range.lo);
  return range.lo * pow (range.hi / range.lo, unit);
}

/**
 * plot_frame_to_x:
 *
 * The place of a value along x; NAN for what a logarithmic axis cannot show. Any thread.
 */
double
plot_frame_to_x (const PlotFrame *self, double value)
{
  return self->x + to_unit (self->x_range, self->log_x, value) * self->width;
}

/**
 * plot_frame_to_y:
 *
 * The place of a value along y; NAN for what a logarithmic axis cannot show. Any thread.
 */
double
plot_frame_to_y (const PlotFrame *self, double value)
{
  double unit = to_unit (self->y_range, self->log_y, value);

  return self->y + (self->flip_y ? unit : 1.0 - unit) * self->height;
}

/**
 * plot_frame_from_x:
 *
 * The value at a place along x: the inverse of plot_frame_to_x(). Any thread.
 */
double
plot_frame_from_x (const PlotFrame *self, double x)
{
  return from_unit (self->x_range, self->log_x, (x - self->x) / self->width);
}

/**
 * plot_frame_from_y:
 *
 * The value at a place along y: the inverse of plot_frame_to_y(). Any thread.
 */
double
plot_frame_from_y (const PlotFrame *self, double y)
{
  double unit = (y - self->y) / self->height;

  return from_unit (self->y_range, self->log_y, self->flip_y ? unit : 1.0 - unit);
}

/**
 * plot_frame_contains:
 *
 * Tells whether a place lies in the plot area. Any thread.
 */
gboolean
plot_frame_contains (const PlotFrame *self, double x, double y)
{
  return x >= self->x && x <= self->x + self->width && y >= self->y
         && y <= self->y + self->height;
}

/**
 * plot_frame_fit_aspect:
 *
 * Widens one of the two ranges so that a unit of x is as long as a unit of y. Linear axes
 * only. Any thread.
 */
void
plot_frame_fit_aspect (PlotFrame *self)
{
  double per_x = (self->x_range.hi - self->x_range.lo) / self->width;
  double per_y = (self->y_range.hi - self->y_range.lo) / self->height;
  PlotRange *narrow = per_x < per_y ? &self->x_range : &self->y_range;
  double length = per_x < per_y ? self->width : self->height;
  double centre = 0.5 * (narrow->lo + narrow->hi);
  double half = 0.5 * fmax (per_x, per_y) * length;

  *narrow = (PlotRange){ centre - half, centre + half };
}
