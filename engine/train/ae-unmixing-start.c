/* ae-unmixing-start.c: what an unmixing network knows of its scene before the first step: how
 * its numbers are scaled, what spectra of length one are like, and endmembers to begin at: the
 * purest pixels, or those that are given.
 */
#include "ae-unmixing-start.h"

#include <math.h>
#include <string.h>

#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-metrics.h"
#include "ae-rng.h"
#include "ae-unmix.h"
#include "ae-vca.h"

/* Corners are looked for among so many pixels, and compared by so many. */
#define MOST_PIXELS 20000
#define FIT_PIXELS  300
#define TRIES       30
/* Of the sums of abundances that are free, deviation by mean: above it light and shade are more
 * than abundances that sum to one can say. */
#define UNEVEN 0.15

/**
 * ae_unmixing_start_check:
 * @spec: a valid one
 * @plan: how it is to be trained
 * @pixels: on what
 * @error: %AE_ERROR_INVALID, %AE_ERROR_NO_DATA saying what does not fit
 *
 * Returns: whether there is something to start from, or it is no unmixing.
 */
gboolean
ae_unmixing_start_check (const AeSpec *spec, const AePlan *plan, const AePixels *pixels,
                         GError **error)
{
  guint n = ae_spec_get_code (spec);

  if (!(spec->variants & AE_VARIANT_UNMIXING))
    return TRUE;
  if (plan->pretrain_epochs > 0)
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID,
                           "Greedy epochs: unmixing trains whole, as its decoder has one layer "
                           "only; give 0");
      return FALSE;
    }
  if (n > AE_ENDMEMBERS_MOST)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%u endmembers are more than can be told apart; give 2 to %d units of the "
                   "coding layer",
                   n, AE_ENDMEMBERS_MOST);
      return FALSE;
    }
  if (ae_pixels_get_n_training (pixels) < n)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "%" G_GSIZE_FORMAT
                   " training pixels cannot be %u endmembers; ask for fewer, or hold out less",
                   ae_pixels_get_n_training (pixels), n);
      return FALSE;
    }
  return TRUE;
}

/* ------------------------------------------------------------------ the pixels */

typedef struct
{
  guint n_endmembers, bands;
  gsize n;
  float *rows; /* (n, bands): scene units */
} Spectra;

/* Every so many-th training pixel, so that there are not too many. */
static void
init_spectra (Spectra *self, const AeNetwork *network, const AePixels *pixels)
{
  const float *scaled = ae_pixels_get_training_rows (pixels);
  AeScaler *scaler = ae_pixels_get_scaler (pixels);
  const float *offset = ae_scaler_get_offset (scaler), *unit = ae_scaler_get_unit (scaler);
  gsize all = ae_pixels_get_n_training (pixels);

  self->n_endmembers = ae_spec_get_code (&network->spec);
  self->bands = network->spec.bands;
  self->n = MIN (all, MOST_PIXELS);
  self->rows = g_new (float, self->n * self->bands);
  for (gsize i = 0; i < self->n; i++)
    for (guint b = 0; b < self->bands; b++)
      self->rows[i * self->bands + b]
          = scaled[i * all / self->n * self->bands + b] * unit[b] + offset[b];
}

static double
get_length (const float *row, guint bands)
{
  double sum = 0;

  for (guint b = 0; b < bands; b++)
    sum += (double) row[b] * (double) row[b];
  return sqrt (sum);
}

/* Mean and deviation of spectra of length one. */
static void
fill_input (const Spectra *self, ae_real *mean, ae_real *gain)
{
  g_autofree double *sums = g_new0 (double, self->bands);
  g_autofree double *squares = g_new0 (double, self->bands);

  for (gsize i = 0; i < self->n; i++)
    {
      const float *row = self->rows + i * self->bands;
      double length = get_length (row, self->bands);

      for (guint b = 0; b < self->bands && length > 0; b++)
        {
          double u = (double) row[b] / length;

          sums[b] += u / (double) self->n;
          squares[b] += u * u / (double) self->n;
        }
    }
  for (guint b = 0; b < self->bands; b++)
    {
      double deviation = sqrt (MAX (squares[b] - sums[b] * sums[b], 0.0));

      mean[b] = (ae_real) sums[b];
      gain[b] = (ae_real) (deviation > 1e-9 ? 1.0 / deviation : 0.0);
    }
}

/* ------------------------------------------------------------------ the best corners */

/* What some endmembers make of a few pixels, each of them as bright as it likes. */
typedef struct
{
  double angle;          /* mean */
  double sum, deviation; /* of the abundances' sums */
} Fit;

static void
measure (const Spectra *self, const float *endmembers, Fit *out)
{
  guint n = self->n_endmembers;
  gsize count = MIN (self->n, FIT_PIXELS), n_angles = 0;
  double angles = 0, sums = 0, squares = 0;
  g_autofree double *a = g_new (double, n);
  g_autofree float *made = g_new (float, self->bands);
  g_autoptr (AeUnmixer) unmixer = ae_unmixer_new (endmembers, n, self->bands, FALSE, NULL);

  *out = (Fit){ .angle = G_PI, .sum = 1 };
  for (gsize i = 0; i < count && unmixer != NULL; i++)
    {
      const float *row = self->rows + i * self->n / count * self->bands;
      double sum = 0, angle;

      ae_unmixer_fill (unmixer, row, 1, a, NULL);
      for (guint b = 0; b < self->bands; b++)
        {
          double value = 0;

          for (guint j = 0; j < n; j++)
            value += a[j] * (double) endmembers[(gsize) j * self->bands + b];
          made[b] = (float) value;
        }
      for (guint j = 0; j < n; j++)
        sum += a[j];
      angle = ae_metrics_get_angle (row, made, self->bands);
      if (!isfinite (angle) || !isfinite (sum))
        continue;
      angles += angle;
      sums += sum;
      squares += sum * sum;
      n_angles++;
    }
  if (n_angles == 0)
    return;
  out->angle = angles / (double) n_angles;
  out->sum = sums / (double) n_angles;
  out->deviation
      = sqrt (MAX (squares / (double) n_angles - out->sum * out->sum, 0.0));
}

/* No endmember is negative, and none is nothing. */
static void
fill_corners (const Spectra *self, const AeSubspace *subspace, const gsize *corners, float *out)
{
  for (guint j = 0; j < self->n_endmembers; j++)
    {
      float *spectrum = out + (gsize) j * self->bands;
      double length;

      ae_subspace_fill (subspace, corners[j], spectrum);
      length = get_length (spectrum, self->bands);
      for (guint b = 0; b < self->bands; b++)
        spectrum[b] = MAX (spectrum[b], (float) (1e-6 * length + 1e-30));
    }
}

/* The vertices of several tries whose mixtures come nearest to the pixels. */
static gboolean
find_by_vca (const Spectra *self, const AeSubspace *subspace, guint64 seed, float *out)
{
  g_autofree float *trial = g_new (float, (gsize) self->n_endmembers *self->bands);
  gsize corners[AE_ENDMEMBERS_MOST];
  double best = INFINITY;
  Fit fit;

  for (guint t = 0; t < TRIES; t++)
    {
      if (!ae_vca_find (subspace, seed, t, t % 3 == 2, corners, NULL))
        return FALSE;
      fill_corners (self, subspace, corners, trial);
      measure (self, trial, &fit);
      if (fit.angle < best)
        {
          best = fit.angle;
          memcpy (out, trial, (gsize) self->n_endmembers * self->bands * sizeof *out);
        }
    }
  return isfinite (best);
}

/* Among spectra of length one: shade would be a corner of its own. */
static gboolean
find_by_nfindr (const Spectra *self, const AeSubspace *subspace, guint64 seed, float *out)
{
  guint p = subspace->p;
  g_autofree float *codes = g_memdup2 (subspace->codes, subspace->n * p * sizeof *codes);
  gsize corners[AE_ENDMEMBERS_MOST];

  for (gsize i = 0; i < subspace->n; i++)
    {
      double length = get_length (codes + i * p, p);

      for (guint k = 0; k < p && length > 0; k++)
        codes[i * p + k] = (float) ((double) codes[i * p + k] / length);
    }
  if (!ae_endmembers_find (codes, subspace->n, p, p, seed, corners, NULL))
    return FALSE;
  fill_corners (self, subspace, corners, out);
  return TRUE;
}

static gboolean
find (const Spectra *self, const AeSpec *spec, guint64 seed, float *out)
{
  g_autoptr (AeSubspace) subspace
      = ae_subspace_new (self->rows, self->n, self->bands, self->n_endmembers, NULL);

  if (subspace == NULL)
    return FALSE;
  return spec->start == AE_START_NFINDR ? find_by_nfindr (self, subspace, seed, out)
                                        : find_by_vca (self, subspace, seed, out);
}

/* ------------------------------------------------------------------ into the network */

/* Where sums of abundances differ much between pixels it is light that differs, and what a
 * share is can only be said of endmembers of the same brightness. */
static void
level (const Spectra *self, gboolean is_free, float *endmembers)
{
  gsize n = self->n_endmembers, bands = self->bands;
  double mean = 0;
  Fit fit;

  measure (self, endmembers, &fit);
  for (gsize i = 0; i < n * bands && fit.sum > 0; i++)
    endmembers[i] *= (float) fit.sum;
  if (!is_free || !(fit.deviation > UNEVEN * fit.sum))
    return;
  for (gsize j = 0; j < n; j++)
    mean += get_length (endmembers + j * bands, (guint) bands) / (double) n;
  for (gsize j = 0; j < n; j++)
    {
      double length = get_length (endmembers + j * bands, (guint) bands);

      for (gsize b = 0; b < bands && length > 0; b++)
        endmembers[j * bands + b] *= (float) (mean / length);
    }
}

static void
fill_scale (const AeNetwork *network, const AePixels *pixels, ae_real *values)
{
  AeScaler *scaler = ae_pixels_get_scaler (pixels);

  for (guint b = 0; b < network->spec.bands; b++)
    {
      values[network->unmixing.origin + b] = (ae_real) ae_scaler_get_offset (scaler)[b];
      values[network->unmixing.unit + b] = (ae_real) ae_scaler_get_unit (scaler)[b];
    }
}

/**
 * ae_unmixing_start_fill:
 * @network: what is to be trained
 * @pixels: on what; ae_unmixing_start_check() has let them pass
 * @seed: of the search for corners
 * @endmembers: (nullable) (code, bands), scene units: where to begin, in place of corners
 * @values: (inout) (params->n_values): initial values; of an unmixing network what is fixed and
 * the endmembers are replaced
 *
 * Nothing is done for other networks. Any thread; some tenths of a second.
 */
void
ae_unmixing_start_fill (const AeNetwork *network, const AePixels *pixels, guint64 seed,
                        const float *endmembers, ae_real *values)
{
  const AeLayer *decoder = &network->layers[network->n_encoder];
  const AeSpec *spec = &network->spec;
  Spectra spectra;
  g_autofree float *start = NULL;
  gsize count = (gsize) ae_spec_get_code (spec) * spec->bands;
  gboolean is_found = TRUE;

  if (!(spec->variants & AE_VARIANT_UNMIXING))
    return;
  init_spectra (&spectra, network, pixels);
  fill_scale (network, pixels, values);
  fill_input (&spectra, values + network->unmixing.mean, values + network->unmixing.gain);
  start = g_new (float, count);
  if (endmembers != NULL)
    memcpy (start, endmembers, count * sizeof *start);
  else if (spec->start == AE_START_RANDOM || !(is_found = find (&spectra, spec, seed, start)))
    for (gsize i = 0; i < count; i++)
      start[i] = (float) fabs ((double) values[decoder->weight + i]);
  level (&spectra, spec->brightness == AE_BRIGHTNESS_FREE, start);
  for (guint j = 0; j < decoder->in; j++)
    values[network->unmixing.sizes + j]
        = (ae_real) (get_length (start + (gsize) j * spec->bands, spec->bands)
                     / sqrt (spec->bands));
  for (gsize i = 0; i < count; i++)
    values[decoder->weight + i] = (ae_real) MAX (start[i], 0.0f);
  g_free (spectra.rows);
}
