/* plot-scatter.h: paints many points straight into an image. */
#pragma once

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

cairo_surface_t *plot_scatter_render (const PlotFrame *frame, const PlotSeries *series,
                                      const PlotTheme *theme, double scale);
void plot_scatter_paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                         const PlotTheme *theme, double scale);
gssize plot_scatter_find (const PlotFrame *frame, const PlotSeries *series, double x, double y,
                          double reach);
PlotMarker plot_scatter_marker (guint klass);

G_END_DECLS
