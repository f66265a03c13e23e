/* bl-plots.h: the plots of the window: their ids and their accessible names, in one table. */
#pragma once

#include "ae-scene.h"
#include "plot-view.h"

G_BEGIN_DECLS

/**
 * BlPlot:
 *
 * Every plot that the window has; those of a run are there once for each column.
 */
typedef enum
{
  BL_PLOT_SCENE_IMAGE,
  BL_PLOT_SPECTRUM,
  BL_PLOT_LOSS,
  BL_PLOT_RECONSTRUCTION,
  BL_PLOT_RESIDUAL,
  BL_PLOT_LATENT,
  BL_PLOT_CODE_SIZE,
  BL_PLOT_NETWORK,
  BL_PLOT_WEIGHTS,
  BL_PLOT_SAMPLES,
  BL_PLOT_KL,
  BL_PLOT_SPARSITY,
  BL_PLOT_DENOISING,
  BL_PLOT_RUN_LOSS,
  BL_PLOT_RUN_LATENT,
  BL_PLOT_RUN_RECONSTRUCTION,
  BL_PLOT_RUN_RESIDUAL,
  BL_PLOT_RUN_ERRORS,
  BL_PLOT_RUN_CODES,
  BL_PLOT_ALL_LOSSES,
  BL_PLOT_SWEEP,
  BL_PLOT_SWEEP_SPECTRA,
  BL_PLOT_TRANSFER,
  BL_PLOT_LABEL_EFFICIENCY,
  BL_PLOT_LATENT_PAD,
  BL_PLOT_LATENT_SPECTRA,
  BL_PLOT_GENERATED,
  BL_PLOT_ANGLES,
  BL_PLOT_LARGE_IMAGE,
  BL_PLOT_LARGE_SPECTRUM,
  BL_PLOT_HISTOGRAM,
  BL_N_PLOTS
} BlPlot;

/**
 * BlPlotInfo:
 * @id: what a project names it by: stays what it is
 * @label: what it is called when it is spoken. In English also what projects named its zoom by
 *   before there were ids
 * @keeps_zoom: whether the part that is in view goes into the project
 * @is_of_run: there is one for each run; id and label end with the run's name
 */
typedef struct
{
  const char *id;
  const char *label;
  gboolean keeps_zoom;
  gboolean is_of_run;
} BlPlotInfo;

const BlPlotInfo *bl_plots_get (BlPlot plot);
void bl_plots_name (PlotView *view, BlPlot plot, const char *run);

const BlPlotInfo *bl_plots_find (const char *id);
char *bl_plots_dup_id_of_label (const char *label);
void bl_plots_name_classes (PlotChart *chart, AeScene *scene);

G_END_DECLS
