/* ae-rx.c: mean and covariance of all pixels, strip by strip, and distances from them.
 * In double: a covariance of two hundred bands has eigenvalues over ten orders of magnitude.
 */
#include "ae-rx.h"

#include "ae-blas.h"
#include "ae-error.h"

#include <math.h>
#include <string.h>

/* Rows of a strip. */
#define STRIP_ROWS 4096
#define BLOCK_ROWS 256

/* 1.5 GiB of numbers; as many as a layer may have units. */
#define MOST_BANDS 8192

/* Directions with less than this share of the largest variance are rounding, not scene. */
#define LEAST_SHARE 1e-12

struct _AeRx
{
  guint bands, kept;  /* kept: directions that have a variance */
  gsize n;            /* pixels */
  double *mean;       /* (bands), scaled */
  double *components; /* (kept, bands), largest variance first */
  double *variances;  /* (kept) */
  double *centred;    /* (BLOCK_ROWS, bands) */
  double *scores;     /* (BLOCK_ROWS, kept) */
};

/* One walk over a scene. */
typedef struct
{
  AeInputAdapter *adapter;
  guint lines, step; /* lines of a strip */
  float *rows;
  guint32 *pixels;
  AeProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
} Walk;

static void
walk_init (Walk *self, AeInputAdapter *adapter, AeProgressFunc progress, gpointer user_data,
           GCancellable *cancellable)
{
  AeScene *scene = ae_input_adapter_get_scene (adapter);
  guint samples = ae_scene_get_samples (scene);
  gsize capacity;

  *self = (Walk){ .adapter = adapter,
                  .lines = ae_scene_get_lines (scene),
                  .step = MAX (STRIP_ROWS / samples, 1),
                  .progress = progress,
                  .user_data = user_data,
                  .cancellable = cancellable };
  capacity = (gsize) self->step * samples;
  self->rows
      = g_new (float, capacity *ae_input_get_bands (ae_input_adapter_get_input (adapter)));
  self->pixels = g_new (guint32, capacity);
}

static void
walk_clear (Walk *self)
{
  g_free (self->rows);
  g_free (self->pixels);
}

static gboolean
walk_read (Walk *self, guint first, gsize *n, GError **error)
{
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_CANCELLED,
                           "Computing the anomaly map was cancelled");
      return FALSE;
    }
  if (self->progress != NULL)
    self->progress ((double) first / self->lines, self->user_data);
  return ae_input_adapter_read_lines (self->adapter, first,
                                      MIN (self->step, self->lines - first), self->rows,
                                      self->pixels, n, error);
}

/* ------------------------------------------------------------------ fitting */

static void
centre_block (AeRx *self, const float *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < self->bands; j++)
      self->centred[i * self->bands + j] = (double) rows[i * self->bands + j] - self->mean[j];
}

/* Adds to the sums of differences from a pixel of the first strip, and of their products. */
static void
add_strip (AeRx *self, const float *rows, gsize n, double *sum, double *products)
{
  guint bands = self->bands;

  if (self->n == 0 && n > 0)
    for (guint j = 0; j < bands; j++)
      self->mean[j] = (double) rows[j];
  for (gsize first = 0; first < n; first += BLOCK_ROWS)
    {
      gsize m = MIN (BLOCK_ROWS, n - first);

      centre_block (self, rows + first * bands, m);
      for (gsize i = 0; i < m; i++)
        for (guint j = 0; j < bands; j++)
          sum[j] += self->centred[i * bands + j];
      ae_syrk_double (bands, m, self->centred, bands, 1.0, products, bands);
    }
  self->n += n;
}

static void
finish_covariance (AeRx *self, double *sum, double *products)
{
  double n = (double) self->n;

  for (guint i = 0; i < self->bands; i++)
    sum[i] /= n;
  for (guint i = 0; i < self->bands; i++)
    for (guint j = i; j < self->bands; j++)
      products[(gsize) i * self->bands + j]
          = (products[(gsize) i * self->bands + j] - n * sum[i] * sum[j]) / MAX (n - 1, 1);
  for (guint i = 0; i < self->bands; i++)
    self->mean[i] += sum[i];
}

static gboolean
take_components (AeRx *self, double *covariance, GError **error)
{
  guint bands = self->bands;
  g_autofree double *values = g_new (double, bands);

  if (!ae_symmetric_eigen (bands, covariance, values, error))
    return FALSE;
  self->components = g_new (double, (gsize) bands *bands);
  self->variances = g_new (double, bands);
  for (guint i = bands; i > 0 && values[i - 1] > LEAST_SHARE * values[bands - 1]; i--)
    {
      memcpy (self->components + (gsize) self->kept * bands,
              covariance + (gsize) (i - 1) * bands, bands * sizeof (double));
      self->variances[self->kept++] = values[i - 1];
    }
  self->scores = g_new (double, (gsize) BLOCK_ROWS *MAX (self->kept, 1));
  return TRUE;
}

static gboolean
fit (AeRx *self, Walk *walk, GError **error)
{
  g_autofree double *sum = g_new0 (double, self->bands);
  g_autofree double *products = g_new0 (double, (gsize) self->bands * self->bands);
  gsize n;

  for (guint first = 0; first < walk->lines; first += walk->step)
    {
      if (!walk_read (walk, first, &n, error))
        return FALSE;
      add_strip (self, walk->rows, n, sum, products);
    }
  if (self->n < 2)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "%s: %" G_GSIZE_FORMAT " pixels have data; a background needs two at least",
                   ae_scene_get_name (ae_input_adapter_get_scene (walk->adapter)), self->n);
      return FALSE;
    }
  finish_covariance (self, sum, products);
  return take_components (self, products, error);
}

/* The covariance is bands × bands, and its decomposition needs it three times over. */
static gboolean
check_bands (AeInputAdapter *adapter, guint bands, GError **error)
{
  if (bands <= MOST_BANDS)
    return TRUE;
  return ae_error_set (
      error, AE_ERROR_TOO_LARGE,
      "%s has %u bands: their covariance would take %.0f GiB; leave bands out, "
      "down to %d",
      ae_scene_get_name (ae_input_adapter_get_scene (adapter)), bands,
      3.0 * sizeof (double) * bands * bands / (1 << 30), MOST_BANDS);
}

/**
 * ae_rx_new:
 * @adapter: a scene, with the scaling that distances are to be in; RX is the same in any
 * @progress: (nullable)
 * @user_data: for @progress
 * @cancellable: (nullable): looked at between two strips
 * @error: as ae_input_adapter_read_lines(); %AE_ERROR_NO_DATA, %AE_ERROR_NON_FINITE,
 *   %AE_ERROR_CANCELLED; %AE_ERROR_TOO_LARGE with the memory that so many bands need
 *
 * Mean and covariance (n − 1) of all pixels that have data. Worker thread for large scenes; no
 * more than a strip is in memory.
 *
 * Returns: (transfer full): the background, for one thread at a time.
 */
AeRx *
ae_rx_new (AeInputAdapter *adapter, AeProgressFunc progress, gpointer user_data,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (AeRx) self = g_new0 (AeRx, 1);
  gboolean is_good;
  Walk walk;

  ae_blas_init ();
  self->bands = ae_input_get_bands (ae_input_adapter_get_input (adapter));
  if (!check_bands (adapter, self->bands, error))
    return NULL;
  self->mean = g_new0 (double, self->bands);
  self->centred = g_new (double, (gsize) BLOCK_ROWS * self->bands);
  walk_init (&walk, adapter, progress, user_data, cancellable);
  is_good = fit (self, &walk, error);
  walk_clear (&walk);
  return is_good ? g_steal_pointer (&self) : NULL;
}

/**
 * ae_rx_free:
 * @self: (transfer full): a background
 */
void
ae_rx_free (AeRx *self)
{
  g_free (self->mean);
  g_free (self->components);
  g_free (self->variances);
  g_free (self->centred);
  g_free (self->scores);
  g_free (self);
}

/**
 * ae_rx_get_n_pixels:
 * @self: a background
 *
 * Returns: how many pixels it is of.
 */
gsize
ae_rx_get_n_pixels (const AeRx *self)
{
  return self->n;
}

/* ------------------------------------------------------------------ distances */

static void
score_block (AeRx *self, const float *rows, gsize n, guint codes, float *rx, float *residual)
{
  guint bands = self->bands;

  centre_block (self, rows, n);
  ae_gemm_double (n, self->kept, bands, self->centred, self->components, self->scores);
  for (gsize i = 0; i < n; i++)
    {
      const double *scores = self->scores + i * self->kept;
      const double *centred = self->centred + i * bands;
      double distance = 0, rest = 0;

      for (guint c = 0; c < self->kept; c++)
        distance += scores[c] * scores[c] / self->variances[c];
      rx[i] = (float) distance;
      if (residual == NULL)
        continue;
      for (guint j = 0; j < bands; j++)
        rest += centred[j] * centred[j];
      for (guint c = 0; c < MIN (codes, self->kept); c++)
        rest -= scores[c] * scores[c];
      residual[i] = (float) sqrt (MAX (rest, 0.0) / bands);
    }
}

/**
 * ae_rx_score:
 * @self: a background
 * @rows: (n, bands): scaled as it was
 * @n: rows
 * @codes: components of the residual
 * @rx: (out) (n): (x − m)ᵀ C⁻¹ (x − m), the squared Mahalanobis distance (Reed and Yu, 1990);
 *   directions without variance are left out
 * @residual: (out) (n) (nullable): RMSE of what @codes principal components leave, scaled units
 */
void
ae_rx_score (AeRx *self, const float *rows, gsize n, guint codes, float *rx, float *residual)
{
  for (gsize first = 0; first < n; first += BLOCK_ROWS)
    score_block (self, rows + first * self->bands, MIN (BLOCK_ROWS, n - first), codes,
                 rx + first, residual != NULL ? residual + first : NULL);
}

static void
score_strip (AeRx *self, const Walk *walk, gsize n, guint codes, float *rx, float *residual)
{
  float block_rx[BLOCK_ROWS], block_residual[BLOCK_ROWS];

  for (gsize first = 0; first < n; first += BLOCK_ROWS)
    {
      gsize m = MIN (BLOCK_ROWS, n - first);

      score_block (self, walk->rows + first * self->bands, m, codes, block_rx,
                   residual != NULL ? block_residual : NULL);
      for (gsize i = 0; i < m; i++)
        {
          rx[walk->pixels[first + i]] = block_rx[i];
          if (residual != NULL)
            residual[walk->pixels[first + i]] = block_residual[i];
        }
    }
}

/**
 * ae_rx_fill_maps:
 * @self: a background
 * @adapter: the scene
 * @codes: components of the residual
 * @rx: (out) (lines × samples): as ae_rx_score(); NAN without data
 * @residual: (out) (nullable) (lines × samples)
 * @progress: (nullable)
 * @user_data: for @progress
 * @cancellable: (nullable): looked at between two strips
 * @error: as ae_input_adapter_read_lines(); %AE_ERROR_CANCELLED
 *
 * Returns: whether they are filled.
 */
gboolean
ae_rx_fill_maps (AeRx *self, AeInputAdapter *adapter, guint codes, float *rx, float *residual,
                 AeProgressFunc progress, gpointer user_data, GCancellable *cancellable,
                 GError **error)
{
  gsize n_pixels = ae_scene_get_n_pixels (ae_input_adapter_get_scene (adapter)), n;
  gboolean is_good = TRUE;
  Walk walk;

  for (gsize p = 0; p < n_pixels; p++)
    {
      rx[p] = NAN;
      if (residual != NULL)
        residual[p] = NAN;
    }
  walk_init (&walk, adapter, progress, user_data, cancellable);
  for (guint first = 0; first < walk.lines && is_good; first += walk.step)
    {
      is_good = walk_read (&walk, first, &n, error);
      if (is_good)
        score_strip (self, &walk, n, codes, rx, residual);
    }
  walk_clear (&walk);
  return is_good;
}
