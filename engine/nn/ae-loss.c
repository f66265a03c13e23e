/* ae-loss.c: sums over rows; the caller divides by the batch through a scale. */
#include "ae-loss.h"

#include <math.h>
#include <string.h>

/* Of a spectrum's sum: the least that a band is taken for in a divergence. */
#define SHARE_MIN 1e-6

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
ae_loss_mse (ae_real *AE_RESTRICT dy, const ae_real *AE_RESTRICT y,
             const ae_real *AE_RESTRICT target, gsize n, gsize bands, double scale)
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

/* A scaled value in the units of the scene, where an angle means something. */
static inline double
unscale (ae_real value, gsize band, const float *origin, const float *unit)
{
  return (double) value * (unit != NULL ? (double) unit[band] : 1.0)
         + (origin != NULL ? (double) origin[band] : 0.0);
}

/* What the angle of one row is made of. */
typedef struct
{
  double norm_y, norm_t;
  double cosine, angle;
} Angle;

/* FALSE where one of the two is all zero: no angle. */
static gboolean
measure (Angle *self, const ae_real *y, const ae_real *t, gsize bands, const float *origin,
         const float *unit)
{
  double yy = 0, tt = 0, yt = 0, chord2 = 0;

  for (gsize j = 0; j < bands; j++)
    {
      double a = unscale (y[j], j, origin, unit), b = unscale (t[j], j, origin, unit);

      yy += a * a;
      tt += b * b;
      yt += a * b;
    }
  self->norm_y = sqrt (yy);
  self->norm_t = sqrt (tt);
  if (self->norm_y < 1e-12 || self->norm_t < 1e-12)
    return FALSE;
  self->cosine = CLAMP (yt / (self->norm_y * self->norm_t), -1.0, 1.0);
  if (!(self->cosine > 0.999))
    {
      self->angle = acos (self->cosine);
      return TRUE;
    }
  /* For small angles arccos loses half the digits; the chord |y/|y| − t/|t|| does not. */
  for (gsize j = 0; j < bands; j++)
    {
      double e = unscale (y[j], j, origin, unit) / self->norm_y
                 - unscale (t[j], j, origin, unit) / self->norm_t;

      chord2 += e * e;
    }
  self->angle = 2.0 * asin (MIN (0.5 * sqrt (chord2), 1.0));
  self->cosine = 1.0 - 0.5 * chord2;
  return TRUE;
}

/* dθ²/dc with θ = arccos c: −2 θ / sin θ, which tends to −2 at 0. */
static double
get_square_slope (const Angle *angle)
{
  double sine = sqrt (MAX (1.0 - angle->cosine * angle->cosine, 0.0));

  return sine > 1e-6 ? -2.0 * angle->angle / sine : -2.0;
}

/* dθ/dc: −1 / sin θ. The gradient of the angle has no direction at 0. */
static double
get_slope (const Angle *angle)
{
  double sine = sqrt (MAX (1.0 - angle->cosine * angle->cosine, 0.0));

  return sine > 1e-6 ? -1.0 / sine : 0.0;
}

/* Gradient by y of what has this slope by c = y·t / (|y||t|). */
static void
angle_gradient (ae_real *d, const ae_real *y, const ae_real *t, gsize bands, const Angle *angle,
                double slope, double scale, const float *origin, const float *unit)
{
  double along_t = scale * slope / (angle->norm_y * angle->norm_t);
  double along_y = scale * slope * angle->cosine / (angle->norm_y * angle->norm_y);

  for (gsize j = 0; j < bands; j++)
    {
      double by_scene_unit = along_t * unscale (t[j], j, origin, unit)
                             - along_y * unscale (y[j], j, origin, unit);

      d[j] = (ae_real) (by_scene_unit * (unit != NULL ? (double) unit[j] : 1.0));
    }
}

/**
 * ae_loss_angle:
 * @dy: (out) (nullable) (n, bands): gradient of scale · Σ over rows of the squared angle
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @bands: columns
 * @scale: usually 1 / batch
 * @origin: (nullable) (bands): what a scaled 0 is in scene units
 * @unit: (nullable) (bands): what a scaled 1 is more than that
 *
 * The spectral angle (Kruse et al. 1993) between reconstruction and input in the units of the
 * scene, squared so that it is smooth at 0. A row whose spectrum or reconstruction is all zero
 * counts with angle 0.
 *
 * Returns: Σ over rows of θ² in rad², without @scale. Any thread.
 */
double
ae_loss_angle (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
               double scale, const float *origin, const float *unit)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      Angle angle;

      if (measure (&angle, y + i * bands, target + i * bands, bands, origin, unit))
        {
          sum += angle.angle * angle.angle;
          if (dy != NULL)
            angle_gradient (dy + i * bands, y + i * bands, target + i * bands, bands, &angle,
                            get_square_slope (&angle), scale, origin, unit);
        }
      else if (dy != NULL)
        memset (dy + i * bands, 0, bands * sizeof *dy);
    }
  return sum;
}

/**
 * ae_loss_sad:
 * @dy: (out) (nullable) (n, bands): gradient of scale · Σ over rows of the angle
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @bands: columns
 * @scale: usually 1 / batch
 * @origin: (nullable) (bands): what a scaled 0 is in scene units
 * @unit: (nullable) (bands): what a scaled 1 is more than that
 *
 * As ae_loss_angle(), not squared: a pixel far away pulls no harder than one that is near, so
 * those that are no mixtures do not bend the others' endmembers (spectral angle distance;
 * Palsson et al. 2018).
 *
 * Returns: Σ over rows of θ in rad, without @scale. Any thread.
 */
double
ae_loss_sad (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
             double scale, const float *origin, const float *unit)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      Angle angle;

      if (measure (&angle, y + i * bands, target + i * bands, bands, origin, unit))
        {
          sum += angle.angle;
          if (dy != NULL)
            angle_gradient (dy + i * bands, y + i * bands, target + i * bands, bands, &angle,
                            get_slope (&angle), scale, origin, unit);
        }
      else if (dy != NULL)
        memset (dy + i * bands, 0, bands * sizeof *dy);
    }
  return sum;
}

/* A row's divergence; its gradient by y, times scale, where d is given. */
static double
diverge (ae_real *d, const ae_real *y, const ae_real *t, gsize bands, double scale,
         const float *origin, const float *unit)
{
  double least = 0, sum_t = 0, sum_y = 0, sum = 0, mean = 0;

  for (gsize j = 0; j < bands; j++)
    least += SHARE_MIN * MAX (unscale (t[j], j, origin, unit), 0.0);
  for (gsize j = 0; j < bands; j++)
    {
      sum_t += MAX (unscale (t[j], j, origin, unit), least);
      sum_y += MAX (unscale (y[j], j, origin, unit), least);
    }
  if (d != NULL)
    memset (d, 0, bands * sizeof *d);
  if (!(least > 0))
    return 0;
  for (gsize j = 0; j < bands; j++)
    {
      double p = MAX (unscale (t[j], j, origin, unit), least) / sum_t,
             q = MAX (unscale (y[j], j, origin, unit), least) / sum_y;

      sum += (p - q) * log (p / q);
      mean += q * (log (q / p) + 1.0 - p / q);
    }
  for (gsize j = 0; j < bands && d != NULL; j++)
    {
      double value = unscale (y[j], j, origin, unit),
             p = MAX (unscale (t[j], j, origin, unit), least) / sum_t,
             q = MAX (value, least) / sum_y;

      if (value > least)
        d[j] = (ae_real) (scale * (log (q / p) + 1.0 - p / q - mean) / sum_y
                          * (unit != NULL ? (double) unit[j] : 1.0));
    }
  return sum;
}

/**
 * ae_loss_sid:
 * @dy: (out) (nullable) (n, bands): gradient of scale · Σ over rows of the divergence
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @bands: columns
 * @scale: usually 1 / batch
 * @origin: (nullable) (bands): what a scaled 0 is in scene units
 * @unit: (nullable) (bands): what a scaled 1 is more than that
 *
 * Spectral information divergence (Chang 2000) of both spectra in scene units, each divided by
 * its sum: Σ p ln (p / q) + q ln (q / p). What is below a millionth of the input's sum counts
 * as that much; a row without light counts with 0.
 *
 * Returns: Σ over rows in nats, without @scale. Any thread.
 */
double
ae_loss_sid (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
             double scale, const float *origin, const float *unit)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += diverge (dy != NULL ? dy + i * bands : NULL, y + i * bands, target + i * bands,
                    bands, scale, origin, unit);
  return sum;
}

/**
 * ae_loss_sum_angles:
 * @y: (n, bands): reconstruction
 * @target: (n, bands): input
 * @n: rows
 * @bands: columns
 * @origin: (nullable) (bands): what a scaled 0 is in scene units
 * @unit: (nullable) (bands): what a scaled 1 is more than that
 *
 * Returns: Σ over rows of the spectral angle in rad, in the units of the scene. Any thread.
 */
double
ae_loss_sum_angles (const ae_real *y, const ae_real *target, gsize n, gsize bands,
                    const float *origin, const float *unit)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      Angle angle;

      if (measure (&angle, y + i * bands, target + i * bands, bands, origin, unit))
        sum += angle.angle;
    }
  return sum;
}
