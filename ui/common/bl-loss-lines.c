/* bl-loss-lines.c: turns the points of a history into lines named raw, training, validation,
 * pca. */
#include "bl-loss-lines.h"

#include "ae-param-info.h"
#include "plot-smooth.h"

#include <math.h>

#define SMOOTHING 0.9

/* Ids of the lines, which nobody else needs to know. */
#define RAW        "raw"
#define TRAINING   "training"
#define VALIDATION "validation"
#define PCA        "pca"

/**
 * bl_loss_lines_set_training:
 * @chart: where
 * @history: of a run
 * @raw: of the batches as they were
 * @smooth: of the same, smoothed
 *
 * Draws the training loss over epochs. Main thread, as all of these.
 */
void
bl_loss_lines_set_training (PlotChart *chart, const AeHistory *history, const PlotStyle *raw,
                            const PlotStyle *smooth)
{
  guint n = ae_history_get_n_points (history);
  const AeHistoryPoint *points = ae_history_get_points (history);
  g_autofree double *xs = g_new (double, n + 1);
  g_autofree double *ys = g_new (double, n + 1);
  g_autofree double *smoothed = g_new (double, n + 1);

  g_return_if_fail (PLOT_IS_CHART (chart));
  for (guint i = 0; i < n; i++)
    {
      xs[i] = points[i].epoch;
      ys[i] = points[i].train.total;
    }
  plot_smooth (smoothed, ys, n, SMOOTHING);
  plot_chart_set_line (chart, RAW, xs, ys, n, raw);
  plot_chart_set_line (chart, TRAINING, xs, smoothed, n, smooth);
}

/**
 * bl_loss_lines_set_validation:
 * @chart: where
 * @history: of a run
 * @style: how
 *
 * Draws the loss on the held-out pixels where it was evaluated; nothing before.
 */
void
bl_loss_lines_set_validation (PlotChart *chart, const AeHistory *history,
                              const PlotStyle *style)
{
  guint n = ae_history_get_n_points (history), m = 0;
  const AeHistoryPoint *points = ae_history_get_points (history);
  g_autofree double *xs = g_new (double, n + 1);
  g_autofree double *ys = g_new (double, n + 1);

  g_return_if_fail (PLOT_IS_CHART (chart));
  for (guint i = 0; i < n; i++)
    if (!isnan (points[i].validation))
      {
        xs[m] = points[i].epoch;
        ys[m++] = points[i].validation;
      }
  if (m > 0)
    plot_chart_set_line (chart, VALIDATION, xs, ys, m, style);
  else
    plot_chart_remove (chart, VALIDATION);
}

/**
 * bl_loss_lines_set_band:
 * @chart: where
 * @id: of the line
 * @band: (n) losses over several seeds; nullable
 * @n: 0 takes the line away
 * @style: how
 *
 * Draws their mean, and one standard deviation to either side.
 */
void
bl_loss_lines_set_band (PlotChart *chart, const char *id, const BlBandPoint *band, guint n,
                        const PlotStyle *style)
{
  g_autofree double *xs = g_new (double, n + 1);
  g_autofree double *ys = g_new (double, n + 1);
  g_autofree double *lo = g_new (double, n + 1);
  g_autofree double *hi = g_new (double, n + 1);

  g_return_if_fail (PLOT_IS_CHART (chart));
  if (n == 0)
    {
      plot_chart_remove (chart, id);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      xs[i] = band[i].epoch;
      ys[i] = band[i].mean;
      lo[i] = fmax (band[i].mean - band[i].deviation, 0.1 * band[i].mean); /* a log axis */
      hi[i] = band[i].mean + band[i].deviation;
    }
  plot_chart_set_line (chart, id, xs, ys, n, style);
  plot_chart_set_error_band (chart, id, lo, hi, n);
}

/**
 * bl_loss_lines_set_pca:
 * @chart: where
 * @snapshot: with a history of one point at least
 *
 * Draws what exact PCA of the same code size leaves, as a line and no level: the axis shall
 * reach down to it. Nothing until that is known, nor over a loss that is no mean square.
 */
void
bl_loss_lines_set_pca (PlotChart *chart, const AeSnapshot *snapshot)
{
  guint n = ae_history_get_n_points (snapshot->history);
  const AeHistoryPoint *points = ae_history_get_points (snapshot->history);
  double xs[2], ys[2] = { snapshot->pca_mse, snapshot->pca_mse };
  g_autofree char *label = NULL;

  g_return_if_fail (PLOT_IS_CHART (chart));
  if (isnan (snapshot->pca_mse) || snapshot->model == NULL || n == 0
      || ae_model_get_spec (snapshot->model)->loss != AE_LOSS_MSE)
    {
      plot_chart_remove (chart, PCA);
      return;
    }
  label = g_strdup_printf ("PCA-%u", ae_model_get_code (snapshot->model));
  xs[0] = points[0].epoch;
  xs[1] = points[n - 1].epoch;
  plot_chart_set_line (
      chart, PCA, xs, ys, 2,
      &(PlotStyle){ .label = label, .ink = PLOT_COLOR_TEXT, .dash = PLOT_DASH_DOTTED });
}

/**
 * bl_loss_lines_clear:
 * @chart: where
 *
 * Takes away every line that is drawn here, and those of the loss's terms.
 */
void
bl_loss_lines_clear (PlotChart *chart)
{
  static const char *const ids[] = { RAW, TRAINING, VALIDATION, PCA, BL_LOSS_LINES_SEEDS };

  g_return_if_fail (PLOT_IS_CHART (chart));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    plot_chart_remove (chart, ids[i]);
  for (guint t = 0; t < AE_N_TERMS; t++)
    plot_chart_remove (chart, ae_term_info_get (t)->key);
}
