/* plot-legend.h: names of the series, laid out above a plot so that they never cover data. */
#pragma once

#include "plot-chart.h"
#include "plot-text.h"

G_BEGIN_DECLS

#define PLOT_LEGEND_MAX 64

/**
 * PlotLegendEntry:
 * @series: NULL of a colour of the image
 * @marker: of a class; NONE draws a piece of line, or a box for bars
 * @x: left edge, from the legend's
 * @row: counted from 0
 */
typedef struct
{
  const char *label; /* the chart's */
  GdkRGBA color;
  PlotMarker marker;
  const PlotSeries *series;
  double x, width;
  guint row;
} PlotLegendEntry;

typedef struct
{
  guint n, n_rows, n_left_out;
  gboolean is_table; /* in columns of one width */
  double width;      /* of the widest row */
  double row_height;
  PlotLegendEntry entries[PLOT_LEGEND_MAX];
} PlotLegend;

void plot_legend_collect (PlotLegend *self, PlotChart *chart, cairo_t *cr,
                          const PlotTheme *theme);
void plot_legend_wrap (PlotLegend *self, double width, guint max_rows);
void plot_legend_paint (const PlotLegend *self, cairo_t *cr, double x, double y,
                        const PlotTheme *theme);

G_END_DECLS
