/* ae-code-map.c: three whitened principal axes of the codes, turned to agree with the
 * picture before, as red, green and blue.
 *
 * A latent space may turn, flip and swap its axes as it trains, without any change in what it
 * says. So the axes are those of largest variance, scaled to unit variance, and the orthogonal
 * rotation that brings them closest to the last frame's (the orthogonal Procrustes problem,
 * Schönemann 1966) is undone.
 */
#include "ae-code-map.h"

#include "ae-blas.h"

#include <math.h>
#include <string.h>

#define AXES 3

struct _AeCodeMap
{
  gsize n;
  float *last; /* (n, AXES): the scores that were shown */
};

/**
 * ae_code_map_new:
 *
 * Returns: (transfer full): one for each map that is shown over time.
 */
AeCodeMap *
ae_code_map_new (void)
{
  return g_new0 (AeCodeMap, 1);
}

/**
 * ae_code_map_free:
 * @self: (transfer full): it
 */
void
ae_code_map_free (AeCodeMap *self)
{
  g_free (self->last);
  g_free (self);
}

static void
fill_covariance (const float *codes, gsize n, guint code, double *mean, double *covariance)
{
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < code; j++)
      mean[j] += (double) codes[i * code + j] / (double) n;
  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < code; j++)
      for (guint k = j; k < code; k++)
        covariance[j * code + k] += ((double) codes[i * code + j] - mean[j])
                                    * ((double) codes[i * code + k] - mean[k]) / (double) n;
}

/* (AXES, code): rows give whitened scores; a row of 0 where the codes have fewer dimensions. */
static gboolean
fill_axes (const float *codes, gsize n, guint code, double *mean, double *axes)
{
  g_autofree double *covariance = g_new0 (double, (gsize) code *code);
  g_autofree double *values = g_new0 (double, code);

  fill_covariance (codes, n, code, mean, covariance);
  if (!ae_symmetric_eigen (code, covariance, values, NULL))
    return FALSE;
  for (guint a = 0; a < MIN (AXES, code); a++)
    {
      guint from = code - 1 - a;
      double scale = values[from] > 1e-12 * MAX (values[code - 1], 1e-30)
                         ? 1.0 / sqrt (values[from])
                         : 0;

      for (guint j = 0; j < code; j++)
        axes[a * code + j] = scale * covariance[from * code + j];
    }
  return TRUE;
}

static void
fill_scores (const float *codes, gsize n, guint code, const double *mean, const double *axes,
             float *scores)
{
  for (gsize i = 0; i < n; i++)
    for (guint a = 0; a < AXES; a++)
      {
        double sum = 0;

        for (guint j = 0; j < code; j++)
          sum += axes[a * code + j] * ((double) codes[i * code + j] - mean[j]);
        scores[i * AXES + a] = (float) CLAMP (sum, -6.0, 6.0);
      }
}

/* R = M (MᵀM)^−½ for M = Σ scoreᵀ·last: the orthogonal matrix with the largest trace of RᵀM. */
static gboolean
fill_rotation (const float *scores, const float *last, gsize n, double r[AXES][AXES])
{
  double m[AXES][AXES] = { { 0 } }, gram[AXES * AXES] = { 0 }, values[AXES],
         root[AXES][AXES] = { { 0 } };

  for (gsize i = 0; i < n; i++)
    for (guint a = 0; a < AXES; a++)
      for (guint b = 0; b < AXES; b++)
        m[a][b] += (double) scores[i * AXES + a] * (double) last[i * AXES + b] / (double) n;
  for (guint a = 0; a < AXES; a++)
    for (guint b = 0; b < AXES; b++)
      for (guint k = 0; k < AXES; k++)
        gram[a * AXES + b] += m[k][a] * m[k][b];
  if (!ae_symmetric_eigen (AXES, gram, values, NULL) || !(values[0] > 1e-6))
    return FALSE;
  for (guint a = 0; a < AXES; a++)
    for (guint b = 0; b < AXES; b++)
      for (guint k = 0; k < AXES; k++)
        root[a][b] += gram[k * AXES + a] * gram[k * AXES + b] / sqrt (values[k]);
  memset (r, 0, sizeof (double) * AXES * AXES);
  for (guint a = 0; a < AXES; a++)
    for (guint b = 0; b < AXES; b++)
      for (guint k = 0; k < AXES; k++)
        r[a][b] += m[a][k] * root[k][b];
  return TRUE;
}

static void
rotate (float *scores, gsize n, double r[AXES][AXES])
{
  for (gsize i = 0; i < n; i++)
    {
      float *s = scores + i * AXES;
      double t[AXES] = { 0 };

      for (guint b = 0; b < AXES; b++)
        for (guint a = 0; a < AXES; a++)
          t[b] += (double) s[a] * r[a][b];
      for (guint b = 0; b < AXES; b++)
        s[b] = (float) t[b];
    }
}

static guint32
channel (float score)
{
  return (guint32) CLAMP (128.0f + 52.0f * score, 0.0f, 255.0f);
}

/**
 * ae_code_map_fill:
 * @self: the map's memory of the last frame
 * @codes: (n, code)
 * @n: points, the same ones from frame to frame
 * @code: units
 * @out: (out) (n): 0xFFRRGGBB
 *
 * One thread at a time.
 */
void
ae_code_map_fill (AeCodeMap *self, const float *codes, gsize n, guint code, guint32 *out)
{
  g_autofree double *mean = g_new0 (double, code);
  g_autofree double *axes = g_new0 (double, (gsize) AXES *code);
  float *scores = g_new0 (float, n *AXES + 1);
  double r[AXES][AXES];

  if (n > 0 && fill_axes (codes, n, code, mean, axes))
    fill_scores (codes, n, code, mean, axes, scores);
  if (self->last != NULL && self->n == n && fill_rotation (scores, self->last, n, r))
    rotate (scores, n, r);
  for (gsize i = 0; i < n; i++)
    out[i] = 0xFF000000u | channel (scores[i * AXES]) << 16
             | channel (scores[i * AXES + 1]) << 8 | channel (scores[i * AXES + 2]);
  g_free (self->last);
  self->last = scores;
  self->n = n;
}
