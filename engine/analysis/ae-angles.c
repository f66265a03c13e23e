/* ae-angles.c: rows of unit length, padded to whole vectors with zeros. The angle comes from
 * the chord between two points on the unit sphere, not from its cosine: near 0, where it
 * matters, the cosine has lost half its digits in single precision.
 */
#include "ae-angles.h"

#include "ae-error.h"
#include "ae-types.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define LANES 16
/* The share of real spectra that are less rough than what is called usual, and that have a
 * smaller step: together fewer than one in a hundred are flagged. */
#define USUAL          0.996
#define NEGATIVE_SHARE 0.02 /* of the largest value: below this, noise around zero */

struct _AeAngles
{
  gsize n;
  guint bands, stride;
  guint32 *pixels;
  ae_real *rows; /* (n, stride), of length one; aligned */
  double roughness, step;
  atomic_int ref_count;
};

/* ------------------------------------------------------------------ one spectrum */

static double
get_norm (const float *spectrum, guint bands)
{
  double sum = 0;

  for (guint j = 0; j < bands; j++)
    sum += (double) spectrum[j] * (double) spectrum[j];
  return sqrt (sum);
}

/**
 * ae_spectrum_get_roughness:
 * @spectrum: (bands)
 * @bands: how many
 *
 * Returns: root mean square of the second differences, as a share of the spectrum's root mean
 * square; 0 for fewer than three bands or a spectrum of zeros.
 */
double
ae_spectrum_get_roughness (const float *spectrum, guint bands)
{
  double sum = 0, norm = get_norm (spectrum, bands);

  if (bands < 3 || !(norm > 0))
    return 0;
  for (guint j = 1; j + 1 < bands; j++)
    {
      double d = (double) spectrum[j - 1] - 2 * (double) spectrum[j] + (double) spectrum[j + 1];

      sum += d * d;
    }
  return sqrt (sum / (bands - 2)) / (norm / sqrt (bands));
}

/**
 * ae_spectrum_get_step:
 * @spectrum: (bands)
 * @bands: how many
 * @band: (out) (optional): the band after the step
 *
 * Returns: the largest difference between neighbouring bands, as a share of the spectrum's root
 * mean square.
 */
double
ae_spectrum_get_step (const float *spectrum, guint bands, guint *band)
{
  double most = 0, norm = get_norm (spectrum, bands);
  guint at = 0;

  for (guint j = 1; j < bands; j++)
    {
      double d = fabs ((double) spectrum[j] - (double) spectrum[j - 1]);

      if (d > most)
        {
          most = d;
          at = j;
        }
    }
  if (band != NULL)
    *band = at;
  return norm > 0 ? most / (norm / sqrt (bands)) : 0;
}

/* ------------------------------------------------------------------ making */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
find_quantile (double *values, gsize n, double share)
{
  if (n == 0)
    return 0;
  qsort (values, n, sizeof *values, compare_doubles);
  return values[MIN ((gsize) (share * (double) n), n - 1)];
}

/* Every so many pixels, so that the rows stay within the memory that was given. */
static void
choose_pixels (AeAngles *self, AeScene *scene, gsize max_bytes)
{
  gsize n = ae_scene_get_n_pixels (scene), most, step;

  most = MAX (max_bytes / (self->stride * sizeof (ae_real)), 1);
  step = (n + most - 1) / most;
  self->pixels = g_new (guint32, n / step + 1);
  for (gsize i = 0; i < n; i += step)
    if (!ae_scene_is_masked (scene, i))
      self->pixels[self->n++] = (guint32) i;
}

/* A pixel of zeros has no direction: it is left out. */
static gboolean
take_row (AeAngles *self, gsize to, const float *good)
{
  double norm = get_norm (good, self->bands);

  if (!(norm > 0) || !isfinite (norm))
    return FALSE;
  for (guint j = 0; j < self->bands; j++)
    self->rows[to * self->stride + j] = (ae_real) ((double) good[j] / norm);
  for (guint j = self->bands; j < self->stride; j++)
    self->rows[to * self->stride + j] = 0;
  return TRUE;
}

#define BLOCK 256

static gboolean
read_rows (AeAngles *self, AeScene *scene, GCancellable *cancellable, GError **error)
{
  guint all = ae_scene_get_bands (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  g_autofree float *block = g_new (float, (gsize) BLOCK *all);
  g_autofree float *row = g_new (float, self->bands);
  g_autofree double *roughness = g_new (double, self->n + 1);
  g_autofree double *steps = g_new (double, self->n + 1);
  gsize kept = 0;

  for (gsize first = 0; first < self->n; first += BLOCK)
    {
      gsize n = MIN (BLOCK, self->n - first);

      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error_literal (error, AE_ERROR, AE_ERROR_CANCELLED,
                               "Comparing the scene's pixels was cancelled");
          return FALSE;
        }
      if (!ae_scene_read_pixels (scene, self->pixels + first, n, block, error))
        return FALSE;
      for (gsize i = 0; i < n; i++)
        {
          for (guint j = 0; j < self->bands; j++)
            row[j] = block[i * all + good[j]];
          if (!take_row (self, kept, row))
            continue;
          roughness[kept] = ae_spectrum_get_roughness (row, self->bands);
          steps[kept] = ae_spectrum_get_step (row, self->bands, NULL);
          self->pixels[kept++] = self->pixels[first + i];
        }
    }
  self->n = kept;
  self->roughness = find_quantile (roughness, kept, USUAL);
  self->step = find_quantile (steps, kept, USUAL);
  return TRUE;
}

/**
 * ae_angles_new:
 * @scene: whose pixels, those with data
 * @max_bytes: of memory for them; of larger scenes every so many pixels are taken
 * @cancellable: (nullable)
 * @error: AE_ERROR_CANCELLED, or what reading the scene gives
 *
 * Worker thread: it reads the whole scene.
 *
 * Returns: (transfer full): the pixels, ready to be compared.
 */
AeAngles *
ae_angles_new (AeScene *scene, gsize max_bytes, GCancellable *cancellable, GError **error)
{
  AeAngles *self = g_new0 (AeAngles, 1);

  atomic_init (&self->ref_count, 1);
  self->bands = ae_scene_get_n_good_bands (scene);
  self->stride = (self->bands + LANES - 1) / LANES * LANES;
  choose_pixels (self, scene, max_bytes);
  self->rows = ae_real_alloc (MAX (self->n, 1) * self->stride);
  if (!read_rows (self, scene, cancellable, error))
    g_clear_pointer (&self, ae_angles_unref);
  return self;
}

/**
 * ae_angles_ref:
 * @self: angles
 *
 * Returns: (transfer full): the same. Any thread.
 */
AeAngles *
ae_angles_ref (AeAngles *self)
{
  atomic_fetch_add (&self->ref_count, 1);
  return self;
}

/**
 * ae_angles_unref:
 * @self: (transfer full): angles
 */
void
ae_angles_unref (AeAngles *self)
{
  if (atomic_fetch_sub (&self->ref_count, 1) != 1)
    return;
  ae_real_free (self->rows);
  g_free (self->pixels);
  g_free (self);
}

/**
 * ae_angles_get_n:
 * @self: angles
 *
 * Returns: how many pixels there are.
 */
gsize
ae_angles_get_n (const AeAngles *self)
{
  return self->n;
}

/**
 * ae_angles_get_pixels:
 * @self: angles
 *
 * Returns: (transfer none): their indices in the scene, ascending.
 */
const guint32 *
ae_angles_get_pixels (const AeAngles *self)
{
  return self->pixels;
}

/**
 * ae_angles_get_bands:
 * @self: angles
 *
 * Returns: good bands of the scene.
 */
guint
ae_angles_get_bands (const AeAngles *self)
{
  return self->bands;
}

/**
 * ae_angles_get_usual_roughness:
 * @self: angles
 *
 * Returns: what 996 of 1000 real spectra stay below, as ae_spectrum_get_roughness() measures.
 */
double
ae_angles_get_usual_roughness (const AeAngles *self)
{
  return self->roughness;
}

/**
 * ae_angles_get_usual_step:
 * @self: angles
 *
 * Returns: what 996 of 1000 real spectra stay below, as ae_spectrum_get_step() measures.
 */
double
ae_angles_get_usual_step (const AeAngles *self)
{
  return self->step;
}

/**
 * ae_spectrum_find_flags:
 * @spectrum: (bands), scene units
 * @bands: good bands
 * @real: (nullable): the scene's pixels, for what is usual among them
 * @flags: (out)
 *
 * Any thread.
 */
void
ae_spectrum_find_flags (const float *spectrum, guint bands, const AeAngles *real,
                        AeSpectrumFlags *flags)
{
  float most = 0;

  *flags = (AeSpectrumFlags){ 0 };
  for (guint j = 0; j < bands; j++)
    most = MAX (most, fabsf (spectrum[j]));
  for (guint j = 0; j < bands; j++)
    flags->n_negative += (double) spectrum[j] < -NEGATIVE_SHARE * (double) most;
  if (real == NULL)
    return;
  flags->has_step = ae_spectrum_get_step (spectrum, bands, &flags->step_band) > real->step;
  flags->is_rough = ae_spectrum_get_roughness (spectrum, bands) > real->roughness;
}

/* ------------------------------------------------------------------ comparing */

/* Sixteen at a time in vectors of the width that the machine has: of the plain loop the
 * compiler makes sixteen additions one after the other, and of a vector wider than the
 * machine's a walk through memory that is six times slower. Rows are aligned and padded for
 * it. */
#if defined(__AVX512F__)
#define WIDTH 16
#elif defined(__AVX__)
#define WIDTH 8
#else
#define WIDTH 4
#endif
#define N_SUMS (LANES / WIDTH)

typedef float Lanes __attribute__ ((vector_size (WIDTH * sizeof (float)), may_alias));

static inline float
get_chord2 (const ae_real *a, const ae_real *b, guint stride)
{
  const Lanes *x = (const Lanes *) a, *y = (const Lanes *) b;
  Lanes sums[N_SUMS] = { 0 };
  float total = 0;

  for (guint j = 0; j < stride / WIDTH; j += N_SUMS)
    for (guint s = 0; s < N_SUMS; s++)
      {
        Lanes d = x[j + s] - y[j + s];

        sums[s] += d * d;
      }
  for (guint s = 1; s < N_SUMS; s++)
    sums[0] += sums[s];
  for (guint l = 0; l < WIDTH; l++)
    total += sums[0][l];
  return total;
}

static inline float
to_degrees (float chord2)
{
  return 2 * asinf (MIN (sqrtf (chord2) / 2, 1.0f)) * (float) (180 / G_PI);
}

/* FALSE where the spectrum has no direction. */
static gboolean
normalise (const AeAngles *self, const float *spectrum, ae_real *out)
{
  double norm = get_norm (spectrum, self->bands);

  for (guint j = 0; j < self->stride; j++)
    out[j] = j < self->bands && norm > 0 ? (ae_real) ((double) spectrum[j] / norm) : 0;
  return norm > 0;
}

/**
 * ae_angles_measure:
 * @self: angles
 * @spectrum: (bands), scene units
 * @degrees: (out) (n): the spectral angle to each pixel; 90 where @spectrum is all zero
 *
 * Kruse et al. 1993. Any thread; 21,025 pixels of 268 bands take a millisecond or two.
 */
void
ae_angles_measure (const AeAngles *self, const float *spectrum, float *degrees)
{
  ae_real *unit = ae_real_alloc (self->stride);
  gboolean has_direction = normalise (self, spectrum, unit);

  for (gsize i = 0; i < self->n; i++)
    degrees[i] = has_direction ? (float) to_degrees (
                     get_chord2 (self->rows + i * self->stride, unit, self->stride))
                               : 90.0f;
  ae_real_free (unit);
}

/**
 * ae_angles_find_nearest:
 * @self: angles
 * @degrees: (n): from ae_angles_measure()
 * @k: how many
 * @nearest: (out) (k): places in @degrees, the least angle first; of equal ones the first
 *
 * Returns: how many there are: @k, or fewer in a small scene.
 */
guint
ae_angles_find_nearest (const AeAngles *self, const float *degrees, guint k, guint32 *nearest)
{
  guint found = 0;

  for (gsize i = 0; i < self->n; i++)
    {
      guint at = found;

      if (found == k && degrees[i] >= degrees[nearest[k - 1]])
        continue;
      if (found < k)
        found++;
      else
        at = k - 1;
      for (; at > 0 && degrees[i] < degrees[nearest[at - 1]]; at--)
        nearest[at] = nearest[at - 1];
      nearest[at] = (guint32) i;
    }
  return found;
}

/**
 * ae_angles_find_least:
 * @self: angles
 * @spectrum: (bands), scene units
 * @but: a place that does not count; -1 for none
 *
 * Returns: the angle to the nearest pixel in degrees: how real a spectrum is.
 */
double
ae_angles_find_least (const AeAngles *self, const float *spectrum, gssize but)
{
  ae_real *unit = ae_real_alloc (self->stride);
  float least = G_MAXFLOAT;

  if (normalise (self, spectrum, unit))
    for (gsize i = 0; i < self->n; i++)
      if ((gssize) i != but)
        least = MIN (least, get_chord2 (self->rows + i * self->stride, unit, self->stride));
  ae_real_free (unit);
  return least < G_MAXFLOAT ? (double) to_degrees (least) : 90;
}

/**
 * ae_angles_fill_least:
 * @self: angles
 * @n_probes: of how many pixels, spread over the scene
 * @least: (out) (n_probes): ascending
 *
 * The angle from each of some real pixels to the nearest other one, degrees: how such angles
 * are distributed is the yardstick for generated spectra. Worker thread.
 *
 * Returns: how many were filled: @n_probes, or as many as there are pixels.
 */
guint
ae_angles_fill_least (const AeAngles *self, guint n_probes, double *least)
{
  gsize n = MIN (n_probes, self->n);

  for (gsize p = 0; p < n; p++)
    {
      gsize i = p * self->n / n;
      const ae_real *row = self->rows + i * self->stride;
      float chord2 = 4;

      for (gsize other = 0; other < self->n; other++)
        if (other != i)
          chord2
              = MIN (chord2, get_chord2 (self->rows + other * self->stride, row, self->stride));
      least[p] = (double) to_degrees (chord2);
    }
  qsort (least, n, sizeof *least, compare_doubles);
  return (guint) n;
}

/**
 * ae_angles_get_typical_least:
 * @self: angles
 * @n_probes: of how many pixels, spread over the scene
 *
 * Returns: the median of ae_angles_fill_least(). Worker thread.
 */
double
ae_angles_get_typical_least (const AeAngles *self, guint n_probes)
{
  g_autofree double *least = g_new (double, n_probes + 1);
  guint n = ae_angles_fill_least (self, n_probes, least);

  return find_quantile (least, n, 0.5);
}
