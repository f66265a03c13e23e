/* plot-scatter.h: paints many points straight into an image. */
#pragma once

#include "plot-series-kind.h"

G_BEGIN_DECLS

extern const PlotSeriesKind plot_kind_points;

cairo_surface_t *plot_scatter_render (const PlotFrame *frame, const PlotSeries *series,
                                      const PlotTheme *theme, double scale);
PlotMarker plot_scatter_marker (guint index);

G_END_DECLS
