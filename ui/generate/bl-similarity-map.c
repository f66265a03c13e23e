/* bl-similarity-map.c: compares, finds the nearest and colours. It draws nothing and runs on
 * any thread.
 */
#include "bl-similarity-map.h"

#include <math.h>

#include "plot-palette.h"

#define MOST_DRAWN (1u << 20) /* more cells than that are not seen on a panel */
#define NEAR_DEG   2.0f

/**
 * bl_similarity_map_get_step:
 * @scene: a scene
 *
 * Returns: every how many lines and samples are drawn, so that the picture stays of a size that
 * is drawn in a frame. Any thread.
 */
guint
bl_similarity_map_get_step (AeScene *scene)
{
  return (guint) ceil (sqrt ((double) ae_scene_get_n_pixels (scene) / MOST_DRAWN));
}

static guint
thin (guint n, guint step)
{
  return (n + step - 1) / step;
}

/**
 * bl_similarity_map_dup_thinned:
 * @pixels: (lines × samples of the scene)
 * @scene: a scene
 *
 * Returns: (transfer full): the picture as a map of this scene has it, every so many lines and
 * samples. Any thread.
 */
guint32 *
bl_similarity_map_dup_thinned (const guint32 *pixels, AeScene *scene)
{
  guint step = bl_similarity_map_get_step (scene), samples = ae_scene_get_samples (scene),
        lines = ae_scene_get_lines (scene);
  guint32 *thinned = g_new (guint32, (gsize) thin (lines, step) * thin (samples, step));
  gsize at = 0;

  for (guint y = 0; y < lines; y += step)
    for (guint x = 0; x < samples; x += step)
      thinned[at++] = pixels[(gsize) y * samples + x];
  return thinned;
}

/* Of a large scene only some pixels are compared: those between take the angle before them. */
static void
colour (BlSimilarityMap *self, AeScene *scene, AeAngles *angles, const float *degrees)
{
  const guint32 *pixels = ae_angles_get_pixels (angles);
  gsize n = ae_angles_get_n (angles), n_drawn = (gsize) self->lines * self->samples;
  guint samples = ae_scene_get_samples (scene), lines = ae_scene_get_lines (scene);
  g_autofree float *map = g_new (float, n_drawn);
  gsize next = 0, at = 0;
  float last = NAN;

  for (guint y = 0; y < lines; y += self->step)
    for (guint x = 0; x < samples; x += self->step)
      {
        gsize p = (gsize) y * samples + x;

        for (; next < n && pixels[next] <= p; next++)
          last = degrees[next];
        map[at++] = ae_scene_is_masked (scene, p) ? NAN : last;
      }
  plot_palette_map (self->colors, map, n_drawn, PLOT_PALETTE_VIRIDIS, BL_SIMILARITY_FAR_DEG, 0);
}

/**
 * bl_similarity_map_new:
 * @scene: a scene
 * @angles: its pixels, at least one
 * @spectrum: (good bands), scene units
 *
 * Compares with every pixel of @angles, whose memory has to be read once. Any thread.
 *
 * Returns: (transfer full): the map
 */
BlSimilarityMap *
bl_similarity_map_new (AeScene *scene, AeAngles *angles, const float *spectrum)
{
  BlSimilarityMap *self = g_new0 (BlSimilarityMap, 1);
  guint32 nearest[BL_SIMILARITY_NEAREST];
  g_autofree float *degrees = NULL;

  self->n = ae_angles_get_n (angles);
  self->step = bl_similarity_map_get_step (scene);
  self->lines = thin (ae_scene_get_lines (scene), self->step);
  self->samples = thin (ae_scene_get_samples (scene), self->step);
  self->colors = g_new (guint32, (gsize) self->lines * self->samples);
  degrees = g_new (float, self->n);
  ae_angles_measure (angles, spectrum, degrees);
  self->n_nearest = ae_angles_find_nearest (angles, degrees, BL_SIMILARITY_NEAREST, nearest);
  for (guint i = 0; i < self->n_nearest; i++)
    {
      self->nearest[i] = ae_angles_get_pixels (angles)[nearest[i]];
      self->nearest_deg[i] = (double) degrees[nearest[i]];
    }
  for (gsize i = 0; i < self->n; i++)
    self->n_near += degrees[i] < NEAR_DEG;
  colour (self, scene, angles, degrees);
  return self;
}

/**
 * bl_similarity_map_free:
 * @self: (nullable) (transfer full): a map
 */
void
bl_similarity_map_free (BlSimilarityMap *self)
{
  if (self == NULL)
    return;
  g_free (self->colors);
  g_free (self);
}
