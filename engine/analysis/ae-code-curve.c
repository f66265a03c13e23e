/* ae-code-curve.c: exact PCA's error at each code size and the size at which signal meets
 * noise, from one eigen-decomposition of the training pixels' covariance.
 */
#include "ae-code-curve.h"

#include "ae-error.h"

#include <math.h>

/* Of scaled pixels that are gathered for the curve alone. */
#define MOST_BYTES (256u << 20)

/**
 * ae_code_curve_get_most_pixels:
 * @scene: a scene
 * @max_pixels: as in #AePixelsOptions
 *
 * A network trains on all pixels of a scene that is in memory; a curve needs no more than a
 * sample of 256 MiB. Any thread.
 *
 * Returns: @max_pixels where that many pixels or all are less, otherwise a smaller number.
 */
gsize
ae_code_curve_get_most_pixels (const AeScene *scene, gsize max_pixels)
{
  gsize most
      = MAX (MOST_BYTES / (MAX (ae_scene_get_n_good_bands (scene), 1) * sizeof (float)), 1);
  gsize n = ae_scene_get_n_pixels (scene) - ae_scene_get_n_masked (scene);

  return MIN (n, max_pixels > 0 ? max_pixels : n) > most ? most : max_pixels;
}

static void
fill_noise (AeCodeCurve *self, const double *deviation)
{
  double squares = 0;

  for (guint j = 0; j < self->bands; j++)
    squares += deviation[j] * deviation[j];
  self->noise_rmse
      = self->noise_method != AE_NOISE_UNKNOWN ? sqrt (squares / self->bands) : NAN;
}

/* @n_signal: components that are signal. The curve goes on behind them. */
static gboolean
fill_rmse (AeCodeCurve *self, AePixels *pixels, const AePca *pca, guint n_signal,
           GCancellable *cancellable, GError **error)
{
  self->n = MIN (self->bands, MAX (AE_CODE_CURVE_MOST, n_signal + n_signal / 4));
  self->rmse = g_new (double, MAX (self->n, 1));
  self->is_validation = ae_pixels_get_n_validation (pixels) > 0;
  if (self->is_validation
      && !ae_pca_fill_mse (pca, ae_pixels_get_validation_rows (pixels),
                           ae_pixels_get_n_validation (pixels), self->n, self->rmse,
                           cancellable, error))
    return FALSE;
  for (guint k = 0; k < self->n; k++)
    self->rmse[k]
        = sqrt (self->is_validation ? self->rmse[k] : ae_pca_get_training_mse (pca, k + 1));
  return TRUE;
}

/* Noise that is strong in a few bands is met by the error as a whole long before the last
 * component of the others is. */
static void
find_size (AeCodeCurve *self, guint n_signal)
{
  self->size = n_signal;
  for (guint k = n_signal; k > 0; k--)
    if (self->rmse[k - 1] <= self->noise_rmse)
      self->size = k;
  self->n = MIN (self->n, MAX (AE_CODE_CURVE_MOST, self->size + self->size / 4));
}

static gboolean
check_bands (const AePixels *pixels, GError **error)
{
  guint bands = ae_pixels_get_bands (pixels);

  if (bands <= AE_CODE_CURVE_MOST_BANDS)
    return TRUE;
  ae_error_set (error, AE_ERROR_INVALID,
                "%s: the principal components of %u bands are too much for a look; leave bands "
                "out until there are %d",
                ae_scene_get_name (ae_pixels_get_scene (pixels)), bands,
                AE_CODE_CURVE_MOST_BANDS);
  return FALSE;
}

/**
 * ae_code_curve_new:
 * @pixels: of a scene
 * @cancellable: (nullable)
 * @error: %AE_ERROR_INVALID: more bands than %AE_CODE_CURVE_MOST_BANDS; the cancellable's, or
 *   as ae_pca_new() and ae_scene_noise_estimate()
 *
 * PCA is fitted to the training pixels, as the baseline of a run is, so that @rmse is what the
 * run will be held against. The size is the least at which what PCA leaves of the pixels is no
 * more than their noise, or at which a further component would let in more noise than signal
 * (ae_noise_count_signal()), whichever comes first. Any thread; memory beside the pixels is a
 * few squares of the bands.
 *
 * Returns: (transfer full): the curve.
 */
AeCodeCurve *
ae_code_curve_new (AePixels *pixels, GCancellable *cancellable, GError **error)
{
  g_autoptr (AeCodeCurve) self = g_new0 (AeCodeCurve, 1);
  g_autoptr (AePca) pca = NULL;
  g_autofree double *deviation = NULL;
  guint n_signal = 0;
  gsize n;

  g_return_val_if_fail (pixels != NULL, NULL);
  if (!check_bands (pixels, error))
    return NULL;
  self->bands = ae_pixels_get_bands (pixels);
  n = ae_pixels_get_n_training (pixels);
  deviation = g_new0 (double, self->bands);
  pca = ae_pca_new (ae_pixels_get_training_rows (pixels), n, self->bands, cancellable, error);
  if (pca == NULL
      || !ae_scene_noise_estimate (pixels, pca, deviation, &self->noise_method, cancellable,
                                   error))
    return NULL;
  fill_noise (self, deviation);
  if (self->noise_method != AE_NOISE_UNKNOWN && pca->variances[0] > 0)
    {
      n_signal = ae_noise_count_signal (pca, n, deviation);
      if (!ae_scene_noise_count_subspace (pca, n, ae_pixels_get_scaler (pixels), deviation,
                                          &self->subspace, error))
        return NULL;
    }
  if (!fill_rmse (self, pixels, pca, n_signal, cancellable, error))
    return NULL;
  find_size (self, n_signal);
  return g_steal_pointer (&self);
}

/**
 * ae_code_curve_free:
 * @self: (transfer full): a curve
 */
void
ae_code_curve_free (AeCodeCurve *self)
{
  g_free (self->rmse);
  g_free (self);
}
