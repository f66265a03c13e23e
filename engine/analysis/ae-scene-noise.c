/* ae-scene-noise.c: the noise of a scene's bands, by the other bands where there are pixels
 * enough and by neighbouring pixels where not, and HySime's dimension of the signal. Not which
 * size of code follows from it: that is ae-code-curve.
 */
#include "ae-scene-noise.h"

#include "ae-blas.h"
#include "ae-error.h"

#include <math.h>

/* Rows of a strip. */
#define STRIP_ROWS 4096

/**
 * ae_noise_method_to_string:
 * @method: a method
 *
 * Returns: (nullable): the word of the command line.
 */
const char *
ae_noise_method_to_string (AeNoiseMethod method)
{
  static const char *const words[] = { NULL, "bands", "neighbours" };

  g_return_val_if_fail (method < G_N_ELEMENTS (words), NULL);
  return words[method];
}

/* ------------------------------------------------------------------ neighbouring pixels */

/* Differences to the right and downwards: each has a mean of its own, where the scene slopes.
 */
enum
{
  RIGHT,
  BELOW,
  N_WAYS
};

/* Gathered strip by strip. */
typedef struct
{
  guint bands, samples;
  gsize n[N_WAYS];
  double *sum[N_WAYS], *squares[N_WAYS]; /* (bands) */
} Differences;

static void
add_difference (Differences *self, guint way, const float *a, const float *b)
{
  double *sum = self->sum[way], *squares = self->squares[way];

  for (guint j = 0; j < self->bands; j++)
    {
      double d = (double) a[j] - (double) b[j];

      sum[j] += d;
      squares[j] += d * d;
    }
  self->n[way]++;
}

/* Pixels ascend, so that the neighbour below, within the strip, is sought once for all. */
static void
add_strip (Differences *self, const float *rows, const guint32 *pixels, gsize n)
{
  gsize below = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float *row = rows + i * self->bands;

      if (i + 1 < n && pixels[i + 1] == pixels[i] + 1 && pixels[i + 1] % self->samples != 0)
        add_difference (self, RIGHT, row + self->bands, row);
      while (below < n && pixels[below] < pixels[i] + self->samples)
        below++;
      if (below < n && pixels[below] == pixels[i] + self->samples)
        add_difference (self, BELOW, rows + below * self->bands, row);
    }
}

/* The variance of both ways together, each about its own mean. */
static double
get_variance (const Differences *self, guint band)
{
  double sum = 0;

  for (guint way = 0; way < N_WAYS; way++)
    if (self->n[way] > 0)
      sum += MAX (self->squares[way][band]
                      - self->sum[way][band] * self->sum[way][band] / (double) self->n[way],
                  0.0);
  return sum / (double) (self->n[RIGHT] + self->n[BELOW]);
}

static gboolean
read_differences (Differences *self, AeInputAdapter *adapter, GCancellable *cancellable,
                  GError **error)
{
  AeScene *scene = ae_input_adapter_get_scene (adapter);
  guint lines = ae_scene_get_lines (scene);
  guint step = MAX (STRIP_ROWS / self->samples, 2);
  g_autofree float *rows = g_new (float, (gsize) step * self->samples * self->bands);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) step * self->samples);
  gsize n;

  for (guint first = 0; first < lines; first += step)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !ae_input_adapter_read_lines (adapter, first, MIN (step, lines - first), rows,
                                           pixels, &n, error))
        return FALSE;
      add_strip (self, rows, pixels, n);
    }
  return TRUE;
}

/**
 * ae_scene_noise_estimate_neighbours:
 * @adapter: a scene, with the scaling that the noise is to be in
 * @deviation: (out) (bands): standard deviation of each band's noise, scaled
 * @n_pairs: (out): of neighbours; 0: nothing is known, and @deviation is not filled
 * @cancellable: (nullable): looked at between two strips
 * @error: the cancellable's, or as ae_input_adapter_read_lines()
 *
 * Half the variance of the differences of neighbouring pixels with data (the shift difference
 * of the minimum noise fraction: Green, Berman, Switzer and Craig 1988, A transformation for
 * ordering multispectral data in terms of image quality). Detail of the scene counts as noise,
 * so that it is an upper bound. No more than a strip is in memory. Any thread.
 *
 * Returns: whether the scene could be read.
 */
gboolean
ae_scene_noise_estimate_neighbours (AeInputAdapter *adapter, double *deviation, gsize *n_pairs,
                                    GCancellable *cancellable, GError **error)
{
  guint bands = ae_input_get_bands (ae_input_adapter_get_input (adapter));
  g_autofree double *sums = g_new0 (double, 4 * (gsize) bands + 1);
  Differences all = { .bands = bands,
                      .samples = ae_scene_get_samples (ae_input_adapter_get_scene (adapter)),
                      .sum = { sums, sums + bands },
                      .squares = { sums + 2 * (gsize) bands, sums + 3 * (gsize) bands } };

  if (!read_differences (&all, adapter, cancellable, error))
    return FALSE;
  *n_pairs = all.n[RIGHT] + all.n[BELOW];
  for (guint j = 0; j<bands && * n_pairs> 0; j++)
    deviation[j] = sqrt (get_variance (&all, j) / 2.0);
  return TRUE;
}

static gboolean
look_at_neighbours (AePixels *pixels, double *deviation, AeNoiseMethod *method,
                    GCancellable *cancellable, GError **error)
{
  AeScene *scene = ae_pixels_get_scene (pixels);
  g_autoptr (AeInput) input = ae_input_new (scene, ae_pixels_get_scaler (pixels));
  g_autoptr (AeInputAdapter) adapter = ae_input_adapter_new (input, scene, FALSE, error);
  gsize n_pairs = 0;

  if (adapter == NULL
      || !ae_scene_noise_estimate_neighbours (adapter, deviation, &n_pairs, cancellable, error))
    return FALSE;
  *method = n_pairs > 0 ? AE_NOISE_NEIGHBOURS : AE_NOISE_UNKNOWN;
  return TRUE;
}

/**
 * ae_scene_noise_estimate:
 * @pixels: of a scene
 * @pca: of its training pixels
 * @deviation: (out) (bands): standard deviation of each band's noise, scaled as @pixels
 * @method: (out): how; %AE_NOISE_UNKNOWN: @deviation is 0
 * @cancellable: (nullable)
 * @error: the cancellable's, or as ae_input_adapter_read_lines()
 *
 * By the bands; where there are no more pixels than bands, by neighbouring pixels. Pixels that
 * are all the same have no noise. Any thread.
 *
 * Returns: whether the scene could be read.
 */
gboolean
ae_scene_noise_estimate (AePixels *pixels, const AePca *pca, double *deviation,
                         AeNoiseMethod *method, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (pixels != NULL && pca != NULL && deviation != NULL, FALSE);
  for (guint j = 0; j < pca->bands; j++)
    deviation[j] = 0;
  if (ae_noise_estimate (pca, ae_pixels_get_n_training (pixels), deviation))
    {
      *method = AE_NOISE_BANDS;
      return TRUE;
    }
  return look_at_neighbours (pixels, deviation, method, cancellable, error);
}

/* ------------------------------------------------------------------ the signal's subspace */

/* Correlation (not centred) of the pixels in scene units, less that of the noise. */
static double *
dup_signal_correlation (const AePca *pca, const AeScaler *scaler, const double *deviation)
{
  guint bands = pca->bands;
  const float *unit = ae_scaler_get_unit (scaler), *offset = ae_scaler_get_offset (scaler);
  g_autofree double *rows = g_new (double, (gsize) bands *bands);
  double *signal = g_new0 (double, (gsize) bands *bands);

  for (guint k = 0; k < bands; k++)
    for (guint j = 0; j < bands; j++)
      rows[(gsize) k * bands + j] = sqrt (pca->variances[k])
                                    * pca->components[(gsize) k * bands + j] * (double) unit[j];
  ae_syrk_double (bands, bands, rows, bands, 0.0, signal, bands);
  for (guint i = 0; i < bands; i++)
    {
      double mean_i = (double) offset[i] + pca->mean[i] * (double) unit[i];

      for (guint j = i; j < bands; j++)
        signal[(gsize) i * bands + j]
            += mean_i * ((double) offset[j] + pca->mean[j] * (double) unit[j]);
      signal[(gsize) i * bands + i]
          -= deviation[i] * deviation[i] * (double) unit[i] * (double) unit[i];
    }
  return signal;
}

/**
 * ae_scene_noise_count_subspace:
 * @pca: of scaled pixels
 * @n: how many pixels it is of
 * @scaler: how they are scaled
 * @deviation: (bands): of the noise of each band, scaled
 * @dimension: (out): of the signal
 * @error: %AE_ERROR_NON_FINITE
 *
 * HySime (Bioucas-Dias and Nascimento 2008, Hyperspectral subspace identification): of the
 * eigenvectors e of the correlation of the signal R_x = R_y − R_n, in scene units and not
 * centred, those are the signal whose projection error falls by more than the noise that they
 * let in: e'·R_y·e > 2·e'·R_n·e, or more than 2 where pixels are few
 * (ae_noise_get_least_share()). Where pixels are mixtures whose parts sum to one, that is the
 * number of endmembers. One eigen-decomposition. Any thread.
 *
 * Returns: whether it could be computed.
 */
gboolean
ae_scene_noise_count_subspace (const AePca *pca, gsize n, const AeScaler *scaler,
                               const double *deviation, guint *dimension, GError **error)
{
  guint bands = pca->bands;
  const float *unit = ae_scaler_get_unit (scaler);
  g_autofree double *vectors = dup_signal_correlation (pca, scaler, deviation);
  g_autofree double *values = g_new (double, bands);
  double least = ae_noise_get_least_share (n, bands);

  if (!ae_symmetric_eigen (bands, vectors, values, error))
    return FALSE;
  *dimension = 0;
  for (guint i = 0; i < bands; i++)
    {
      double noise = 0;

      for (guint j = 0; j < bands; j++)
        {
          double v = vectors[(gsize) i * bands + j] * deviation[j] * (double) unit[j];

          noise += v * v;
        }
      /* e'·R_y·e = value + noise */
      *dimension += values[i] > 0 && values[i] + noise > least * noise;
    }
  return TRUE;
}
