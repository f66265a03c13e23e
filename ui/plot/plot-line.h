/* plot-line.h: paints curves, bands, bundles and levels. */
#pragma once

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

void plot_line_paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                      const PlotTheme *theme);
void plot_line_paint_line_set (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                               const PlotTheme *theme);
void plot_line_paint_level (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                            const PlotTheme *theme);
void plot_line_set_dash (cairo_t *cr, PlotDash dash, double width);
void plot_line_paint_marker (cairo_t *cr, PlotMarker marker, double x, double y, double size);

G_END_DECLS
