/* plot-chart-points.c: the chart's setters for scattered points. Everything is copied. */
#include "plot-chart-private.h"
#include "plot-scatter.h"

#include <string.h>

static float *
gather (const float *values, gsize n, gsize stride)
{
  float *out = g_new (float, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    out[i] = values[i * stride];
  return out;
}

/* The scatter of that id when it has n points; a mismatch is the programmer's mistake. */
static PlotSeries *
find_points (PlotChart *self, const char *id, gsize n)
{
  PlotSeries *series = plot_chart_get_series (self, id);

  g_return_val_if_fail (series != NULL && series->kind == &plot_kind_points, NULL);
  g_return_val_if_fail (series->n == n, NULL);
  return series;
}

/**
 * plot_chart_set_points:
 * @xs: (n), @stride floats apart: a column of the codes
 * @ys: (n), @stride floats apart: another
 * @stride: 1 for arrays of their own
 * @style: (nullable): copied; its width is the size of a dot, 0 chooses by the number of points
 *
 * Sets a scatter. New points of the same number keep the colours and the selection, so a live
 * latent space is one call an update.
 */
void
plot_chart_set_points (PlotChart *self, const char *id, const float *xs, const float *ys,
                       gsize n, gsize stride, const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL
                    && ((xs != NULL && ys != NULL) || n == 0));
  PlotSeries *series = plot_chart_get_series (self, id);
  if (series == NULL || series->kind != &plot_kind_points || series->n != n)
    series = plot_chart_ensure (self, id, &plot_kind_points, style);
  else
    plot_series_set_style (series, style);
  series->n = n;
  g_free (series->px);
  g_free (series->py);
  series->px = gather (xs, n, stride);
  series->py = gather (ys, n, stride);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_point_classes:
 * @id: of a scatter with as many points
 * @classes: (n); 0xff is no class
 *
 * Colours points by class, with a marker of its own for each while there are not too many.
 */
void
plot_chart_set_point_classes (PlotChart *self, const char *id, const guint8 *classes, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = find_points (self, id, n);
  if (series == NULL)
    return;
  g_free (series->classes);
  series->classes = g_memdup2 (classes, n);
  series->color_by = PLOT_POINT_CLASS;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_class_names:
 * @names: (nullable): NULL-terminated; copied
 *
 * Names the classes for the legend.
 */
void
plot_chart_set_class_names (PlotChart *self, const char *const *names)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  g_strfreev (self->class_names);
  self->class_names = g_strdupv ((char **) names);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_point_values:
 * @id: of a scatter with as many points
 * @values: (n); points without a value (NAN) are not drawn
 * @lo: the value of the first colour
 * @hi: the value of the last
 *
 * Colours points by a value; plot_chart_set_color_bar() says what the colours mean.
 */
void
plot_chart_set_point_values (PlotChart *self, const char *id, const float *values, gsize n,
                             PlotPalette palette, double lo, double hi)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = find_points (self, id, n);
  if (series == NULL)
    return;
  g_free (series->values);
  series->values = g_memdup2 (values, n * sizeof *values);
  series->palette = palette;
  series->value_lo = lo;
  series->value_hi = hi;
  series->color_by = PLOT_POINT_VALUE;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_point_colors:
 * @id: of a scatter with as many points
 * @colors: (n) 0xFFRRGGBB
 *
 * Gives every point a colour of its own.
 */
void
plot_chart_set_point_colors (PlotChart *self, const char *id, const guint32 *colors, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = find_points (self, id, n);
  if (series == NULL)
    return;
  g_free (series->colors);
  series->colors = g_memdup2 (colors, n * sizeof *colors);
  series->color_by = PLOT_POINT_RGB;
  plot_chart_changed (self);
}

static void
set_color_by (PlotChart *self, const char *id, PlotPointColor color_by, PlotPalette palette)
{
  PlotSeries *series = plot_chart_get_series (self, id);

  g_return_if_fail (series != NULL && series->kind == &plot_kind_points);
  series->color_by = color_by;
  series->palette = palette;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_point_density:
 *
 * Colours by how many points share a pixel, on a logarithmic scale.
 */
void
plot_chart_set_point_density (PlotChart *self, const char *id, PlotPalette palette)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_color_by (self, id, PLOT_POINT_DENSITY, palette);
}

/**
 * plot_chart_set_point_plain:
 *
 * Draws all points in the series' ink.
 */
void
plot_chart_set_point_plain (PlotChart *self, const char *id)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  set_color_by (self, id, PLOT_POINT_PLAIN, PLOT_PALETTE_VIRIDIS);
}

/**
 * plot_chart_set_selection:
 * @id: of a scatter with as many points
 * @selected: (n) (nullable): non-zero for points in the selection; NULL ends it
 *
 * Brings the selected points out and lets the others step back.
 */
void
plot_chart_set_selection (PlotChart *self, const char *id, const guint8 *selected, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = find_points (self, id, n);
  if (series == NULL)
    return;
  g_free (series->selected);
  series->selected = selected != NULL ? g_memdup2 (selected, n) : NULL;
  series->n_selected = 0;
  for (gsize i = 0; selected != NULL && i < n; i++)
    series->n_selected += selected[i] != 0;
  plot_chart_changed (self);
}
