/* bl-loss-lines.h: the curves of a run's history, for every plot that shows losses. */
#pragma once

#include "ae-snapshot.h"
#include "bl-run-item.h"
#include "plot-chart.h"

G_BEGIN_DECLS

/* For bl_loss_lines_set_band(): the band about the line of the run itself. */
#define BL_LOSS_LINES_SEEDS "seeds"

void bl_loss_lines_set_training (PlotChart *chart, const AeHistory *history,
                                 const PlotStyle *raw, const PlotStyle *smooth);
void bl_loss_lines_set_validation (PlotChart *chart, const AeHistory *history,
                                   const PlotStyle *style);
void bl_loss_lines_set_band (PlotChart *chart, const char *id, const BlBandPoint *band, guint n,
                             const PlotStyle *style);
void bl_loss_lines_set_pca (PlotChart *chart, const AeSnapshot *snapshot);

void bl_loss_lines_clear (PlotChart *chart);

G_END_DECLS
