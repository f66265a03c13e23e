/* plot-series.c: the arrays behind a plot. What is made of them is its kind's matter.
 */
#include "plot-series.h"

#include "plot-graph.h"

#include <math.h>

/**
 * plot_series_new:
 *
 * Makes an empty series. The caller owns it. Any thread, one at a time.
 */
PlotSeries *
plot_series_new (const char *id, const PlotSeriesKind *kind)
{
  PlotSeries *self = g_new0 (PlotSeries, 1);

  self->id = g_strdup (id);
  self->kind = kind;
  return self;
}

/**
 * plot_series_clear_data:
 *
 * Lets go of the arrays; name and style stay.
 */
void
plot_series_clear_data (PlotSeries *self)
{
  g_clear_pointer (&self->xs, g_free);
  g_clear_pointer (&self->ys, g_free);
  g_clear_pointer (&self->lo, g_free);
  g_clear_pointer (&self->hi, g_free);
  g_clear_pointer (&self->px, g_free);
  g_clear_pointer (&self->py, g_free);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->classes, g_free);
  g_clear_pointer (&self->selected, g_free);
  g_clear_pointer (&self->colors, g_free);
  g_clear_pointer (&self->contrast, g_free);
  g_clear_pointer (&self->captions, g_strfreev);
  g_clear_pointer (&self->graph, plot_graph_free);
  self->color_by = PLOT_POINT_PLAIN;
  self->n = self->n_rows = self->columns = self->n_selected = 0;
}

/**
 * plot_series_free:
 *
 * Frees a series and its arrays.
 */
void
plot_series_free (PlotSeries *self)
{
  plot_series_clear_data (self);
  g_free (self->label);
  g_free (self->id);
  g_free (self);
}

/**
 * plot_series_set_style:
 * @style: (nullable): copied; NULL is the usual
 *
 * Sets how the series looks.
 */
void
plot_series_set_style (PlotSeries *self, const PlotStyle *style)
{
  g_autofree char *label = g_strdup (style != NULL ? style->label : NULL);

  self->style = style != NULL ? *style : (PlotStyle){ 0 };
  g_free (self->label);
  self->label = g_steal_pointer (&label);
  self->style.label = self->label;
}

/**
 * plot_series_get_x_range:
 *
 * The range of its x values; empty for a series that spans the whole plot.
 */
PlotRange
plot_series_get_x_range (const PlotSeries *self, gboolean is_log)
{
  return self->kind->get_x_range (self, is_log);
}

/**
 * plot_series_get_y_range:
 *
 * The range of its y values, error band included; bars reach down to 0.
 */
PlotRange
plot_series_get_y_range (const PlotSeries *self, gboolean is_log)
{
  return self->kind->get_y_range (self, is_log);
}

/**
 * plot_series_get_x:
 * @i: a point
 *
 * Returns: its x; its place where there are none
 */
double
plot_series_get_x (const PlotSeries *self, gsize i)
{
  return self->xs != NULL ? self->xs[i] : (double) i;
}

/**
 * plot_series_find_x:
 *
 * Finds the point nearest to a value of x, by bisection: x does not decrease.
 *
 * Returns: its index, or −1 in an empty series
 */
gssize
plot_series_find_x (const PlotSeries *self, double x)
{
  gsize a = 0, b = self->n;

  if (self->n == 0)
    return -1;
  if (self->xs == NULL)
    return (gssize) CLAMP (round (x), 0.0, (double) (self->n - 1));
  while (b - a > 1)
    {
      gsize middle = (a + b) / 2;

      if (self->xs[middle] <= x)
        a = middle;
      else
        b = middle;
    }
  return a + 1 < self->n && self->xs[a + 1] - x < x - self->xs[a] ? (gssize) a + 1 : (gssize) a;
}
