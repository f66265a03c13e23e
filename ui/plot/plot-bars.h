/* plot-bars.h: paints bars and rugs. */
#pragma once

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

void plot_bars_paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                      guint index, guint n_groups, const PlotTheme *theme);
void plot_bars_paint_rug (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                          const PlotTheme *theme);

G_END_DECLS
