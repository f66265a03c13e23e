/* plot-series.h: what is drawn in a plot: arrays and how they look. */
#pragma once

#include "plot-range.h"
#include "plot-theme.h"

G_BEGIN_DECLS

typedef enum
{
  PLOT_DASH_SOLID,
  PLOT_DASH_DASHED,
  PLOT_DASH_DOTTED,
} PlotDash;

typedef enum
{
  PLOT_MARKER_NONE,
  PLOT_MARKER_DISC,
  PLOT_MARKER_SQUARE,
  PLOT_MARKER_TRIANGLE,
  PLOT_MARKER_DIAMOND,
  PLOT_MARKER_PLUS,
  PLOT_MARKER_CROSS,
  PLOT_MARKER_RING,
} PlotMarker;

/**
 * PlotStyle:
 * @label: (nullable): its name in the legend and under the pointer; NULL leaves it out of both
 * @ink: colour by role; 0 takes the next
 * @width: of lines in logical pixels, of dots in pixels; 0 for the usual
 * @alpha: opacity; 0 for the usual
 * @dash: of lines
 * @marker: at the points of a line
 * @outside_range: drawn, but the axes are not fitted to it
 *
 * How a series looks. Zero in every field is a good style; copied by those who take it.
 */
typedef struct
{
  const char *label;
  PlotColorRole ink;
  double width;
  double alpha;
  PlotDash dash;
  PlotMarker marker;
  gboolean outside_range;
} PlotStyle;

typedef struct _PlotGraph PlotGraph;

/* What lines, bars, points do: plot-series-kind.h. */
typedef struct _PlotSeriesKind PlotSeriesKind;

/**
 * PlotPointColor:
 *
 * What the colour of scattered points says.
 */
typedef enum
{
  PLOT_POINT_PLAIN,
  PLOT_POINT_CLASS,
  PLOT_POINT_VALUE,
  PLOT_POINT_RGB,
  PLOT_POINT_DENSITY,
} PlotPointColor;

/**
 * PlotSeries:
 * @n: points, bars, or columns of a bundle
 * @n_rows: lines of a bundle, cells of a sheet
 * @columns: of a sheet
 * @xs: (n); NULL counts 0, 1, 2 …
 * @ys: (n), or (n_rows, n) of a bundle
 * @lo: (n) lower edge of the error band; NULL without
 * @hi: (n) upper edge
 * @px: (n) x of scattered points
 * @py: (n) y of scattered points
 * @classes: (n); 0xff is no class
 * @values: (n)
 * @colors: (n) 0xFFRRGGBB; of a sheet (n_rows)
 * @contrast: (n_rows, n) of a sheet: faint curves behind; NULL without
 * @captions: (n_rows) of a sheet: words in its cells; NULL without
 * @selected: (n) non-zero for points in the selection; NULL while there is none
 * @graph: of a graph, whose nodes are its n points
 *
 * One series; it owns all that it points to. Made and changed through #PlotChart.
 */
typedef struct
{
  char *id;
  char *label;
  const PlotSeriesKind *kind;
  PlotStyle style;
  guint order;
  gsize n, n_rows, columns;
  double *xs, *ys, *lo, *hi;
  float *px, *py, *values;
  guint8 *classes, *selected;
  guint32 *colors;
  double *contrast;
  char **captions;
  PlotGraph *graph;
  PlotPointColor color_by;
  PlotPalette palette;
  double value_lo, value_hi;
  gsize n_selected;
} PlotSeries;

PlotSeries *plot_series_new (const char *id, const PlotSeriesKind *kind);
void plot_series_free (PlotSeries *self);
void plot_series_set_style (PlotSeries *self, const PlotStyle *style);
void plot_series_clear_data (PlotSeries *self);
PlotRange plot_series_get_x_range (const PlotSeries *self, gboolean is_log);
PlotRange plot_series_get_y_range (const PlotSeries *self, gboolean is_log);
double plot_series_get_x (const PlotSeries *self, gsize i);
gssize plot_series_find_x (const PlotSeries *self, double x);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotSeries, plot_series_free)

G_END_DECLS
