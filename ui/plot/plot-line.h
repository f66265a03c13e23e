/* plot-line.h: paints curves, bands, bundles and levels. */
#pragma once

#include "plot-series-kind.h"

G_BEGIN_DECLS

extern const PlotSeriesKind plot_kind_line, plot_kind_level, plot_kind_line_set;

void plot_line_set_dash (cairo_t *cr, PlotDash dash, double width);
void plot_line_paint_marker (cairo_t *cr, PlotMarker marker, double x, double y, double size);

G_END_DECLS
