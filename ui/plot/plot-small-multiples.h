/* plot-small-multiples.h: paints many small curves in a grid. */
#pragma once

#include "plot-series-kind.h"

G_BEGIN_DECLS

extern const PlotSeriesKind plot_kind_small_multiples;

G_END_DECLS
