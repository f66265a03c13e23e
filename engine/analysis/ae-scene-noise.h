/* ae-scene-noise.h: how much of a scene is noise, by its bands or by its neighbouring pixels,
 * and the dimension of what is not noise. */
#pragma once

#include "ae-input-adapter.h"
#include "ae-noise.h"

G_BEGIN_DECLS

/**
 * AeNoiseMethod:
 * @AE_NOISE_UNKNOWN: no estimate: no two pixels with data are neighbours
 * @AE_NOISE_BANDS: what the other bands do not tell of a band (ae_noise_estimate())
 * @AE_NOISE_NEIGHBOURS: differences of neighbouring pixels: where there are too few pixels for
 *   the other; what differs in the scene itself from pixel to pixel counts as noise
 *
 * How the noise was estimated.
 */
typedef enum
{
  AE_NOISE_UNKNOWN,
  AE_NOISE_BANDS,
  AE_NOISE_NEIGHBOURS,
} AeNoiseMethod;

/* "bands", "neighbours", NULL */
const char *ae_noise_method_to_string (AeNoiseMethod method);
gboolean ae_scene_noise_estimate_neighbours (AeInputAdapter *adapter,
                                             double *deviation /* (bands), scaled */,
                                             gsize *n_pairs, GCancellable *cancellable,
                                             GError **error);
gboolean ae_scene_noise_estimate (AePixels *pixels, const AePca *pca,
                                  double *deviation /* (bands), scaled */,
                                  AeNoiseMethod *method, GCancellable *cancellable,
                                  GError **error);
gboolean ae_scene_noise_count_subspace (const AePca *pca, gsize n, const AeScaler *scaler,
                                        const double *deviation /* (bands), scaled */,
                                        guint *dimension, GError **error);

G_END_DECLS
