/* bl-loss-lines.h: the curves of a run's history, for every plot that shows losses. */
#pragma once

#include "ae-snapshot.h"
#include "bl-run-item.h"
#include "plot-chart.h"

G_BEGIN_DECLS

void bl_loss_lines_set_training (PlotChart *chart, const AeHistory *history,
                                 const PlotStyle *raw, const PlotStyle *smooth);
void bl_loss_lines_set_validation (PlotChart *chart, const AeHistory *history,
                                   const PlotStyle *style);
void bl_loss_lines_set_band (PlotChart *chart, const char *id, const BlBandPoint *band, guint n,
                             const PlotStyle *style);
void bl_loss_lines_set_pca (PlotChart *chart, const AeSnapshot *snapshot);

G_END_DECLS
