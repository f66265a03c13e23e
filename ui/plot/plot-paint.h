/* plot-paint.h: a whole chart as ink. */
#pragma once

#include "plot-layout.h"

G_BEGIN_DECLS

void plot_paint_chart (cairo_t *cr, PlotChart *chart, const PlotLayout *layout,
                       const PlotTheme *theme, double scale);
void plot_paint (cairo_t *cr, PlotChart *chart, const PlotTheme *theme, double width,
                 double height, double scale);

G_END_DECLS
