/* bl-plots.c: the table of plots, by which panels name theirs and projects find them again. */
#include "bl-plots.h"

#include "plot-palette.h"

#include <string.h>

/* Which part of a latent space is in view means nothing without the axes that were chosen. */
static const BlPlotInfo infos[BL_N_PLOTS] = {
  [BL_PLOT_SCENE_IMAGE] = { "scene-image", "Scene image", TRUE },
  [BL_PLOT_SPECTRUM] = { "spectrum", "Pixel spectrum", TRUE },
  [BL_PLOT_LOSS] = { "loss", "Loss curves", TRUE },
  [BL_PLOT_RECONSTRUCTION] = { "reconstruction", "Reconstructed spectra", TRUE },
  [BL_PLOT_RESIDUAL] = { "residual", "Residual", TRUE },
  [BL_PLOT_LATENT] = { "latent", "Latent space", FALSE },
  [BL_PLOT_CODE_SIZE] = { "code-size", "Code size", TRUE },
  [BL_PLOT_NETWORK] = { "network", "Network", TRUE },
  [BL_PLOT_WEIGHTS] = { "weights", "First-layer weights", TRUE },
  [BL_PLOT_SAMPLES] = { "samples", "VAE samples", TRUE },
  [BL_PLOT_KL] = { "kl", "KL per unit", TRUE },
  [BL_PLOT_SPARSITY] = { "sparsity", "Sparsity cost", TRUE },
  [BL_PLOT_DENOISING] = { "denoising", "Denoised spectrum", TRUE },
  [BL_PLOT_RUN_LOSS] = { "run-loss", "Loss", TRUE, TRUE },
  [BL_PLOT_RUN_LATENT] = { "run-latent", "Latent space", FALSE, TRUE },
  [BL_PLOT_RUN_RECONSTRUCTION] = { "run-reconstruction", "Reconstruction", TRUE, TRUE },
  [BL_PLOT_RUN_RESIDUAL] = { "run-residual", "Residual", TRUE, TRUE },
  [BL_PLOT_RUN_ERRORS] = { "run-errors", "Error map", TRUE, TRUE },
  [BL_PLOT_RUN_CODES] = { "run-codes", "Code map", TRUE, TRUE },
  [BL_PLOT_ALL_LOSSES] = { "all-losses", "Loss curves of all runs", TRUE },
  [BL_PLOT_SWEEP] = { "sweep", "Sweep", TRUE },
  [BL_PLOT_SWEEP_SPECTRA] = { "sweep-spectra", "Sweep, pinned pixel", TRUE },
  [BL_PLOT_TRANSFER] = { "transfer", "Transfer", TRUE },
  [BL_PLOT_LABEL_EFFICIENCY] = { "label-efficiency", "Label efficiency", TRUE },
  [BL_PLOT_LATENT_PAD] = { "latent-pad", "Latent pad", FALSE },
  [BL_PLOT_LATENT_SPECTRA] = { "latent-spectra", "Spectra of the latent space", TRUE },
  [BL_PLOT_GENERATED] = { "generated", "Generated spectrum", TRUE },
  [BL_PLOT_ANGLES] = { "angles", "Angle map", TRUE },
  [BL_PLOT_LARGE_IMAGE] = { "large-image", "Large image", TRUE },
  [BL_PLOT_LARGE_SPECTRUM] = { "large-spectrum", "Scene spectrum", TRUE },
  [BL_PLOT_HISTOGRAM] = { "histogram", "Band histogram", TRUE },
};

/**
 * bl_plots_get:
 * @plot: which one
 *
 * Returns: (transfer none): its row; static. Any thread.
 */
const BlPlotInfo *
bl_plots_get (BlPlot plot)
{
  g_return_val_if_fail (plot < BL_N_PLOTS, NULL);
  return &infos[plot];
}

/**
 * bl_plots_name:
 * @view: a plot
 * @plot: which one it is
 * @run: (nullable): the name of its run, for those that are of one
 *
 * Gives it its id and its accessible name. Main thread.
 */
void
bl_plots_name (PlotView *view, BlPlot plot, const char *run)
{
  const BlPlotInfo *info = bl_plots_get (plot);
  g_autofree char *id = NULL, *label = NULL;

  g_return_if_fail (PLOT_IS_VIEW (view));
  g_return_if_fail (info != NULL && info->is_of_run == (run != NULL));
  if (run == NULL)
    {
      plot_view_set_id (view, info->id);
      plot_view_set_label (view, info->label);
      return;
    }
  id = g_strdup_printf ("%s/%s", info->id, run);
  label = g_strdup_printf ("%s, %s", info->label, run);
  plot_view_set_id (view, id);
  plot_view_set_label (view, label);
}

/**
 * bl_plots_find:
 * @id: (nullable): of a plot
 *
 * Returns: (transfer none) (nullable): its row.
 */
const BlPlotInfo *
bl_plots_find (const char *id)
{
  gsize n = id != NULL ? strcspn (id, "/") : 0;

  for (guint i = 0; n > 0 && i < BL_N_PLOTS; i++)
    if (strncmp (infos[i].id, id, n) == 0 && infos[i].id[n] == '\0'
        && infos[i].is_of_run == (id[n] == '/'))
      return &infos[i];
  return NULL;
}

/**
 * bl_plots_dup_id_of_label:
 * @label: an accessible name, in English
 *
 * For projects that were saved before plots had ids.
 *
 * Returns: (transfer full) (nullable): the id of the plot that was called so.
 */
char *
bl_plots_dup_id_of_label (const char *label)
{
  g_return_val_if_fail (label != NULL, NULL);
  for (guint i = 0; i < BL_N_PLOTS; i++)
    if (strcmp (infos[i].label, label) == 0 && !infos[i].is_of_run)
      return g_strdup (infos[i].id);
  for (guint i = 0; i < BL_N_PLOTS; i++)
    {
      gsize n = strlen (infos[i].label);

      if (infos[i].is_of_run && strncmp (infos[i].label, label, n) == 0
          && g_str_has_prefix (label + n, ", "))
        return g_strdup_printf ("%s/%s", infos[i].id, label + n + 2);
    }
  return NULL;
}

/**
 * bl_plots_name_classes:
 * @chart: that shows what bl_composite_paint_labels() painted
 * @scene: with labels or without
 *
 * Names each class that occurs in the legend: "3 Water · 412", or "class 3 · 412" where it has
 * no name. Main thread.
 */
void
bl_plots_name_classes (PlotChart *chart, AeScene *scene)
{
  const guint16 *labels = ae_scene_get_labels (scene);
  guint n = labels != NULL ? ae_scene_get_n_classes (scene) : 0;
  g_autofree gsize *counts = g_new0 (gsize, (gsize) n + 1);
  g_autofree guint32 *colours = g_new0 (guint32, (gsize) n + 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_return_if_fail (PLOT_IS_CHART (chart));
  for (gsize i = 0; i < (n > 0 ? ae_scene_get_n_pixels (scene) : 0); i++)
    if (labels[i] < n)
      counts[labels[i]]++;
  for (guint c = 1; c < n; c++)
    {
      const char *name = ae_scene_get_class_name (scene, c);

      if (counts[c] == 0)
        continue;
      if (!ae_scene_get_class_colour (scene, c, &colours[names->len]))
        colours[names->len] = plot_palette_class (c, FALSE);
      g_ptr_array_add (names,
                       name != NULL && *name != '\0'
                           ? g_strdup_printf ("%u %s · %" G_GSIZE_FORMAT, c, name, counts[c])
                           : g_strdup_printf ("class %u · %" G_GSIZE_FORMAT, c, counts[c]));
    }
  g_ptr_array_add (names, NULL);
  plot_chart_set_keys (chart, (const char *const *) names->pdata, colours);
}
