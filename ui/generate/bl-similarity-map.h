/* bl-similarity-map.h: the angle of a scene's pixels to one spectrum, as numbers and as a
 * picture.
 */
#pragma once

#include "ae-angles.h"

G_BEGIN_DECLS

#define BL_SIMILARITY_NEAREST 5
#define BL_SIMILARITY_FAR_DEG 12.0 /* this and more is the darkest */

/**
 * BlSimilarityMap:
 * @nearest: pixels of the scene, the nearest first
 * @nearest_deg: their angles
 * @n_nearest: how many there are
 * @n: pixels that were compared
 * @n_near: how many of them are within 2°
 * @step: every so many lines and samples of the scene are drawn
 * @lines, @samples: of the picture
 * @colors: (lines × samples) 0xFFRRGGBB; pixels without data are 0
 */
typedef struct
{
  guint32 nearest[BL_SIMILARITY_NEAREST];
  double nearest_deg[BL_SIMILARITY_NEAREST];
  guint n_nearest;
  gsize n, n_near;
  guint step, lines, samples;
  guint32 *colors;
} BlSimilarityMap;

BlSimilarityMap *bl_similarity_map_new (AeScene *scene, AeAngles *angles,
                                        const float *spectrum);
void bl_similarity_map_free (BlSimilarityMap *self);
guint bl_similarity_map_get_step (AeScene *scene);
guint32 *bl_similarity_map_dup_thinned (const guint32 *pixels, AeScene *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlSimilarityMap, bl_similarity_map_free)

G_END_DECLS
