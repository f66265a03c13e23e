/* plot-chart-series.c: the chart's setters for curves, bars and bundles. Everything is copied.
 */
#include "plot-bars.h"
#include "plot-chart-private.h"
#include "plot-line.h"
#include "plot-graph.h"
#include "plot-small-multiples.h"

#include <math.h>
#include <string.h>

static double *
widen (const float *values, gsize n)
{
  double *out = values != NULL ? g_new (double, n) : NULL;

  for (gsize i = 0; values != NULL && i < n; i++)
    out[i] = values[i];
  return out;
}

static double *
copy (const double *values, gsize n)
{
  return values != NULL ? g_memdup2 (values, n * sizeof *values) : NULL;
}

/**
 * plot_chart_ensure:
 *
 * The series of that id, emptied and with its new style; made when it is not there. Only
 * series with an automatic ink take a place in the order of colours. Private to the kit.
 *
 * Returns: (transfer none): the chart's own
 */
PlotSeries *
plot_chart_ensure (PlotChart *self, const char *id, const PlotSeriesKind *kind,
                   const PlotStyle *style)
{
  PlotSeries *series = plot_chart_get_series (self, id);

  if (series == NULL)
    {
      series = plot_series_new (id, kind);
      series->order = self->n_orders;
      self->n_orders += style == NULL || style->ink == PLOT_COLOR_AUTO;
      g_ptr_array_add (self->series, series);
    }
  series->kind = kind;
  plot_series_clear_data (series);
  plot_series_set_style (series, style);
  return series;
}

/**
 * plot_chart_set_line:
 * @id: its short name
 * @xs: (nullable): (n), not decreasing; NULL counts 0, 1, 2 …
 * @ys: (n); NAN is a gap
 * @style: (nullable): copied
 *
 * Sets a curve.
 */
void
plot_chart_set_line (PlotChart *self, const char *id, const double *xs, const double *ys,
                     gsize n, const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (ys != NULL || n == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_line, style);
  series->n = n;
  series->xs = copy (xs, n);
  series->ys = copy (ys, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_line_floats:
 * @xs: (nullable): (n), not decreasing; NULL counts 0, 1, 2 …
 * @ys: (n); NAN is a gap
 * @style: (nullable): copied
 *
 * Sets a curve from floats, such as a spectrum over its wavelengths.
 */
void
plot_chart_set_line_floats (PlotChart *self, const char *id, const float *xs, const float *ys,
                            gsize n, const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (ys != NULL || n == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_line, style);
  series->n = n;
  series->xs = widen (xs, n);
  series->ys = widen (ys, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_error_band:
 * @id: of a curve that was set before, with as many points
 * @lo: (n) lower edge
 * @hi: (n) upper edge
 *
 * Puts a soft band about a curve, such as mean ± standard deviation. Setting the curve again
 * takes it away.
 */
void
plot_chart_set_error_band (PlotChart *self, const char *id, const double *lo, const double *hi,
                           gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = plot_chart_get_series (self, id);
  g_return_if_fail (series != NULL && series->kind == &plot_kind_line && series->n == n);
  g_free (series->lo);
  g_free (series->hi);
  series->lo = copy (lo, n);
  series->hi = copy (hi, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_level:
 * @y: where; NAN hides it
 * @style: (nullable): copied
 *
 * Sets a line across the whole plot, such as what exact PCA reaches.
 */
void
plot_chart_set_level (PlotChart *self, const char *id, double y, const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL);
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_level, style);
  series->n = 1;
  series->ys = copy (&y, 1);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_bars:
 * @values: (n); NAN leaves a bar out
 * @style: (nullable): copied
 *
 * Sets bars at 0, 1, 2 …, named by plot_chart_set_categories(). Several series of bars stand
 * side by side.
 */
void
plot_chart_set_bars (PlotChart *self, const char *id, const double *values, gsize n,
                     const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (values != NULL || n == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_bars, style);
  series->n = n;
  series->ys = copy (values, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_line_set:
 * @xs: (nullable): (n) shared by all lines
 * @rows: (n_rows, n), row-major; NAN is a gap
 * @style: (nullable): copied; an alpha of 0 fades with the number of lines
 *
 * Sets many lines at once, faint enough to see through: samples, or weights over wavelength.
 */
void
plot_chart_set_line_set (PlotChart *self, const char *id, const float *xs, const float *rows,
                         gsize n_rows, gsize n, const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (rows != NULL || n * n_rows == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_line_set, style);
  series->n = n;
  series->n_rows = n_rows;
  series->xs = widen (xs, n);
  series->ys = widen (rows, n_rows * n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_small_multiples:
 * @xs: (nullable): (n) shared by all curves
 * @rows: (n_rows, n), row-major; NAN is a gap
 * @columns: cells beside each other; 0 chooses
 * @style: (nullable): copied
 *
 * Sets small multiples: a cell a curve. The chart's x counts columns and its y lines, so a
 * click at x, y is in cell floor (y) · columns + floor (x). Best without axes.
 */
void
plot_chart_set_small_multiples (PlotChart *self, const char *id, const float *xs,
                                const float *rows, gsize n_rows, gsize n, guint columns,
                                const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (rows != NULL || n * n_rows == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_small_multiples, style);
  series->n = n_rows > 0 ? n : 0;
  series->n_rows = n_rows;
  series->columns = columns > 0 ? columns : MAX ((gsize) ceil (sqrt ((double) n_rows)), 1);
  series->xs = widen (xs, n);
  series->ys = widen (rows, n_rows * n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_small_multiples_colors:
 * @id: of a sheet with as many cells
 * @colors: (n_rows) 0xFFRRGGBB
 *
 * Gives the cells a ground, such as the true colour of each spectrum. Setting the sheet again
 * takes it away.
 */
void
plot_chart_set_small_multiples_colors (PlotChart *self, const char *id, const guint32 *colors,
                                       gsize n_rows)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = plot_chart_get_series (self, id);
  g_return_if_fail (series != NULL && series->kind == &plot_kind_small_multiples
                    && series->n_rows == n_rows);
  g_free (series->colors);
  series->colors = g_memdup2 (colors, n_rows * sizeof *colors);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_small_multiples_contrast:
 * @id: of a sheet with as many cells
 * @rows: (n_rows, n) of the sheet's columns
 *
 * Draws a second curve, faint, behind that of each cell, to the same scale. Setting the sheet
 * again takes it away.
 */
void
plot_chart_set_small_multiples_contrast (PlotChart *self, const char *id, const float *rows,
                                         gsize n_rows)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = plot_chart_get_series (self, id);
  g_return_if_fail (series != NULL && series->kind == &plot_kind_small_multiples
                    && series->n_rows == n_rows);
  g_free (series->contrast);
  series->contrast = widen (rows, n_rows * series->n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_small_multiples_captions:
 * @id: of a sheet with as many cells
 * @captions: (n_rows): copied
 *
 * Writes a few words into the upper corner of each cell. Setting the sheet again takes them
 * away.
 */
void
plot_chart_set_small_multiples_captions (PlotChart *self, const char *id,
                                         const char *const *captions, gsize n_rows)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  PlotSeries *series = plot_chart_get_series (self, id);
  g_return_if_fail (series != NULL && series->kind == &plot_kind_small_multiples
                    && series->n_rows == n_rows);
  g_strfreev (series->captions);
  series->captions = g_new0 (char *, n_rows + 1);
  for (gsize i = 0; i < n_rows; i++)
    series->captions[i] = g_strdup (captions[i]);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_graph_take:
 * @id: of the series
 * @graph: (transfer full): nodes, links and words
 * @style: (nullable): copied
 *
 * Sets a drawing of nodes that are linked, which fills the chart. Best without axes.
 */
void
plot_chart_set_graph_take (PlotChart *self, const char *id, PlotGraph *graph,
                           const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && graph != NULL);
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_graph, style);
  series->n = graph->nodes->len;
  series->ys = g_new (double, MAX (series->n, 1));
  for (gsize i = 0; i < series->n; i++)
    series->ys[i] = g_array_index (graph->nodes, PlotNode, i).value;
  series->graph = graph;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_rug:
 * @values: (n) along x
 * @style: (nullable): copied
 *
 * Sets a histogram with a tick a value at the foot of the plot: where the values of now lie
 * under a curve.
 */
void
plot_chart_set_rug (PlotChart *self, const char *id, const double *values, gsize n,
                    const PlotStyle *style)
{
  g_return_if_fail (PLOT_IS_CHART (self) && id != NULL && (values != NULL || n == 0));
  PlotSeries *series = plot_chart_ensure (self, id, &plot_kind_rug, style);
  series->n = n;
  series->xs = copy (values, n);
  plot_chart_changed (self);
}
