/* plot-bars.h: paints bars and rugs. */
#pragma once

#include "plot-series-kind.h"

G_BEGIN_DECLS

extern const PlotSeriesKind plot_kind_bars, plot_kind_rug;

G_END_DECLS
