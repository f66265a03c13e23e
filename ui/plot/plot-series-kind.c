/* plot-series-kind.c: what several kinds of series have in common: y over x, or over 0, 1, 2 …
 * where there is no x.
 */
#include "plot-series-kind.h"

#include <math.h>

/**
 * plot_series_kind_no_range:
 *
 * Returns: the empty range, of what spans the whole plot
 */
PlotRange
plot_series_kind_no_range (const PlotSeries *self, gboolean is_log)
{
  return PLOT_RANGE_EMPTY;
}

static PlotRange
count_range (gsize n, gboolean is_log)
{
  return n == 0 ? PLOT_RANGE_EMPTY : (PlotRange){ is_log ? 1.0 : 0.0, (double) n - 1.0 };
}

/**
 * plot_series_kind_x_range:
 *
 * Returns: the range of its x, or of its places where they are counted
 */
PlotRange
plot_series_kind_x_range (const PlotSeries *self, gboolean is_log)
{
  return self->xs != NULL ? plot_range_of (self->xs, self->n, is_log)
                          : count_range (self->n, is_log);
}

/**
 * plot_series_kind_y_range:
 *
 * Returns: the range of its y over all rows, error band included
 */
PlotRange
plot_series_kind_y_range (const PlotSeries *self, gboolean is_log)
{
  PlotRange range = plot_range_of (self->ys, self->n * MAX (self->n_rows, 1), is_log);

  if (self->lo == NULL)
    return range;
  range = plot_range_union (range, plot_range_of (self->lo, self->n, is_log));
  return plot_range_union (range, plot_range_of (self->hi, self->n, is_log));
}

/**
 * plot_series_kind_get_values:
 * @x: (out): of a point
 * @y: (out): of a point
 */
void
plot_series_kind_get_values (const PlotSeries *self, gsize row, gsize i, double *x, double *y)
{
  *x = plot_series_get_x (self, i);
  *y = self->ys[row * self->n + i];
}

/**
 * plot_series_kind_read:
 * @value: of x
 * @reach: how far the nearest point may be away, in units of the layout
 * @reading: (out): that point
 *
 * Returns: whether there is one
 */
gboolean
plot_series_kind_read (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme,
                       double value, double reach, PlotReading *reading)
{
  gssize at = plot_series_find_x (self, value);

  if (at < 0 || !isfinite (self->ys[at]))
    return FALSE;
  reading->x = plot_frame_to_x (frame, plot_series_get_x (self, (gsize) at));
  if (fabs (reading->x - plot_frame_to_x (frame, value)) > reach)
    return FALSE;
  reading->y = plot_frame_to_y (frame, self->ys[at]);
  reading->value = self->ys[at];
  reading->color = plot_theme_ink (theme, self->style.ink, self->order);
  g_strlcpy (reading->label, self->label, sizeof reading->label);
  return TRUE;
}
