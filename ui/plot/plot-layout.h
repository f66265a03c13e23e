/* plot-layout.h: where the parts of a plot go. A plain value, made anew for each size. */
#pragma once

#include "plot-chart.h"
#include "plot-legend.h"
#include "plot-ticks.h"

G_BEGIN_DECLS

/**
 * PlotLayout:
 *
 * All places are in units of the cairo context, from the upper left corner of the plot.
 */
typedef struct
{
  double width, height;
  PlotFrame frame;
  PlotTicks x_ticks, y_ticks;
  char x_title[160], y_title[160];
  double left; /* where title and legend begin */
  double title_y, legend_x, legend_y, y_title_y, x_title_y;
  double bar_x;
  PlotLegend legend;
  gboolean is_empty;
  gboolean has_y_row; /* the y axis title has a row of its own */
} PlotLayout;

void plot_layout_init (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme,
                       double width, double height);

G_END_DECLS
