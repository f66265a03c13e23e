/* plot-axes.h: paints the ground of a plot: grid, axes, labels, upright marks. */
#pragma once

#include "plot-frame.h"
#include "plot-text.h"
#include "plot-ticks.h"

G_BEGIN_DECLS

void plot_axes_paint_grid (cairo_t *cr, const PlotFrame *frame, const PlotTicks *x,
                           const PlotTicks *y, const PlotTheme *theme);
void plot_axes_paint_labels (cairo_t *cr, const PlotFrame *frame, const PlotTicks *x,
                             const PlotTicks *y, const PlotTheme *theme);
void plot_axes_paint_mark (cairo_t *cr, const PlotFrame *frame, double x, const char *text,
                           double room, const PlotTheme *theme);

G_END_DECLS
