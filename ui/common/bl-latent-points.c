/* bl-latent-points.c: which units to look at, which pixel is near a place, which class it is
 * of. */
#include "bl-latent-points.h"

#include <math.h>

#define NO_CLASS 0xff

/**
 * bl_latent_points_find_best:
 * @view: with codes
 * @best: (out): the unit that carries most: by its KL where there is one, else by its spread
 * @second: (out): the next; the same where there is one unit only
 */
void
bl_latent_points_find_best (const AeView *view, guint *best, guint *second)
{
  const float *weights = view->kl_per_unit != NULL ? view->kl_per_unit : view->code_deviation;

  *best = 0;
  for (guint j = 0; j < view->code; j++)
    if (weights[j] > weights[*best])
      *best = j;
  *second = *best == 0 && view->code > 1 ? 1 : 0;
  for (guint j = 0; j < view->code; j++)
    if (j != *best && weights[j] > weights[*second])
      *second = j;
}

/**
 * bl_latent_points_find_nearest:
 * @view: with codes
 * @x_unit, @y_unit: the axes of the plot
 * @x, @y: a place in it
 *
 * Near is meant in standard deviations of each unit: a plot stretches its axes alike.
 *
 * Returns: the pixel of the scene whose code is nearest.
 */
guint32
bl_latent_points_find_nearest (const AeView *view, guint x_unit, guint y_unit, double x,
                               double y)
{
  double sx = MAX ((double) view->code_deviation[x_unit], 1e-9);
  double sy = MAX ((double) view->code_deviation[y_unit], 1e-9);
  double best = INFINITY;
  guint32 pixel = 0;

  for (gsize i = 0; i < view->n_points; i++)
    {
      double dx = ((double) view->codes[i * view->code + x_unit] - x) / sx;
      double dy = ((double) view->codes[i * view->code + y_unit] - y) / sy;

      if (dx * dx + dy * dy < best)
        {
          best = dx * dx + dy * dy;
          pixel = view->points[i];
        }
    }
  return pixel;
}

/**
 * bl_latent_points_color_by_class:
 * @chart: a chart with points of @view
 * @view: whose points they are
 * @scene: with labels
 *
 * Colours the points by their labels, and names the classes. What has no label is grey.
 */
void
bl_latent_points_color_by_class (PlotChart *chart, const AeView *view, AeScene *scene)
{
  const guint16 *labels = ae_scene_get_labels (scene);
  g_autofree guint8 *classes = g_new (guint8, view->n_points);
  guint n = MIN (ae_scene_get_n_classes (scene), NO_CLASS - 1);
  g_auto (GStrv) names = g_new0 (char *, (gsize) n + 1);

  g_return_if_fail (PLOT_IS_CHART (chart));
  for (gsize i = 0; i < view->n_points; i++)
    {
      guint16 label = labels[view->points[i]];

      classes[i] = label == 0 || label >= NO_CLASS ? NO_CLASS : (guint8) (label - 1);
    }
  for (guint c = 1; c < n; c++)
    {
      const char *name = ae_scene_get_class_name (scene, c);

      names[c - 1]
          = name != NULL && *name != '\0' ? g_strdup (name) : g_strdup_printf ("class %u", c);
    }
  plot_chart_set_class_names (chart, (const char *const *) names);
  plot_chart_set_point_classes (chart, BL_LATENT_POINTS, classes, view->n_points);
}
