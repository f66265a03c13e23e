/* plot-small-multiples.h: paints many small curves in a grid. */
#pragma once

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

void plot_small_multiples_paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                                 const PlotTheme *theme);
gssize plot_small_multiples_find (const PlotSeries *series, double x, double y);
guint plot_small_multiples_get_lines (const PlotSeries *series);

G_END_DECLS
