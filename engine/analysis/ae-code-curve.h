/* ae-code-curve.h: how many codes a scene has: exact PCA's error against the code size, beside
 * the scene's noise. */
#pragma once

#include "ae-scene-noise.h"

G_BEGIN_DECLS

/* Sizes that are looked at, where there are so many bands and no more stand above the noise. */
#define AE_CODE_CURVE_MOST 40

/* Squares of more bands are not for a look at a scene. */
#define AE_CODE_CURVE_MOST_BANDS 2048

/**
 * AeCodeCurve:
 * @bands: good bands
 * @n: sizes 1 … @n
 * @rmse: (n): of exact PCA of that size on the held-out pixels, or on the training pixels where
 *   none are held out; scaled units
 * @is_validation: which of the two
 * @noise_rmse: root mean square over the bands of the noise, scaled units; NAN: unknown
 * @noise_method: how it was estimated
 * @size: the code size at which signal meets noise; 0: unknown, or there is nothing to learn
 * @subspace: dimension of the signal by HySime; 0 as @size
 *
 * Immutable once made.
 */
typedef struct
{
  guint bands;
  guint n;
  double *rmse;
  gboolean is_validation;
  double noise_rmse;
  AeNoiseMethod noise_method;
  guint size;
  guint subspace;
} AeCodeCurve;

AeCodeCurve *ae_code_curve_new (AePixels *pixels, GCancellable *cancellable, GError **error);
void ae_code_curve_free (AeCodeCurve *self);
gsize ae_code_curve_get_most_pixels (const AeScene *scene, gsize max_pixels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeCodeCurve, ae_code_curve_free)

G_END_DECLS
