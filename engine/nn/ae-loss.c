/* ae-loss.c: sums over rows; the caller divides by the batch through a scale. */
#include "ae-loss.h"

#include <math.h>

/**
 * ae_loss_mse:
 * @dy: (out) (nullable) (n, bands): gradient of scale · Σ over rows of the row's MSE
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @bands: columns
 * @scale: usually 1 / batch
 *
 * Returns: Σ over rows of (1/bands) Σ (y − target)², without @scale. Any thread.
 */
double
ae_loss_mse (ae_real *AE_RESTRICT dy, const ae_real *AE_RESTRICT y, const ae_real *AE_RESTRICT target,
             gsize n, gsize bands, double scale)
{
  ae_real factor = (ae_real) (2.0 * scale / (double) bands);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const ae_real *a = y + i * bands, *b = target + i * bands;
      ae_real *d = dy != NULL ? dy + i * bands : NULL;
      ae_real lanes[16] = { 0 };
      gsize j = 0;

      for (; j + 16 <= bands; j += 16)
        for (gsize l = 0; l < 16; l++)
          {
            ae_real e = a[j + l] - b[j + l];

            lanes[l] += e * e;
          }
      for (; j < bands; j++)
        lanes[0] += (a[j] - b[j]) * (a[j] - b[j]);
      for (gsize l = 0; l < 16; l++)
        sum += (double) lanes[l];
      if (d != NULL)
        for (j = 0; j < bands; j++)
          d[j] = factor * (a[j] - b[j]);
    }
  return sum / (double) bands;
}

/* Gradient of θ² with θ = arccos c, c = y·t / (|y||t|): dθ²/dc = −2 θ / sin θ, which tends to −2 at 0. */
static void
angle_gradient (ae_real *d, const ae_real *y, const ae_real *t, gsize bands, double cosine,
                double angle, double norm_y, double norm_t, double scale)
{
  double sine = sqrt (MAX (1.0 - cosine * cosine, 0.0));
  double slope = sine > 1e-6 ? -2.0 * angle / sine : -2.0;
  ae_real along_t = (ae_real) (scale * slope / (norm_y * norm_t));
  ae_real along_y = (ae_real) (scale * slope * cosine / (norm_y * norm_y));

  for (gsize j = 0; j < bands; j++)
    d[j] = along_t * t[j] - along_y * y[j];
}

/**
 * ae_loss_angle:
 * @dy: (out) (nullable) (n, bands): gradient of scale · Σ over rows of the squared angle
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @bands: columns
 * @scale: usually 1 / batch
 *
 * The spectral angle (Kruse et al. 1993) between reconstruction and input, squared so that it
 * is smooth at 0. A row whose spectrum or reconstruction is all zero counts with angle 0.
 *
 * Returns: Σ over rows of θ² in rad², without @scale. Any thread.
 */
double
ae_loss_angle (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands, double scale)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const ae_real *a = y + i * bands, *t = target + i * bands;
      double aa = 0, tt = 0, at = 0, norm_a, norm_t, cosine, angle;

      for (gsize j = 0; j < bands; j++)
        {
          aa += (double) a[j] * (double) a[j];
          tt += (double) t[j] * (double) t[j];
          at += (double) a[j] * (double) t[j];
        }
      norm_a = sqrt (aa);
      norm_t = sqrt (tt);
      if (norm_a < 1e-12 || norm_t < 1e-12)
        {
          for (gsize j = 0; dy != NULL && j < bands; j++)
            dy[i * bands + j] = 0;
          if (isnan (norm_a))
            return NAN;
          continue;
        }
      cosine = CLAMP (at / (norm_a * norm_t), -1.0, 1.0);
      /* For small angles arccos loses half the digits; the chord |a/|a| − t/|t|| does not. */
      angle = cosine > 0.999 ? 0 : acos (cosine);
      if (cosine > 0.999)
        {
          double chord2 = 0;

          for (gsize j = 0; j < bands; j++)
            {
              double e = (double) a[j] / norm_a - (double) t[j] / norm_t;

              chord2 += e * e;
            }
          angle = 2.0 * asin (MIN (0.5 * sqrt (chord2), 1.0));
          cosine = 1.0 - 0.5 * chord2;
        }
      sum += angle * angle;
      if (isnan (angle))
        return NAN;
      if (dy != NULL)
        angle_gradient (dy + i * bands, a, t, bands, cosine, angle, norm_a, norm_t, scale);
    }
  return sum;
}
