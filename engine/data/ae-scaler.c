/* ae-scaler.c: linear maps between scene units and what the network sees, one a band.
 *
 * All scalings but "none" centre each band on the mean of the training pixels, or of most.
 * Errors of reconstruction do not change by that, but the network learns faster: on the demo
 * scene the stacked network ends 50 epochs at an RMSE of 0.0045 rather than 0.0074.
 *
 * Not a place for anything that depends on neighbouring bands or pixels.
 */
#include "ae-scaler.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "ae-error.h"

struct _AeScaler
{
  atomic_int ref_count;
  AeScaling scaling;
  guint bands;
  float *offset;    /* (bands) */
  float *factor;    /* (bands) */
  float *unit;      /* (bands): 1 / factor */
  float *deviation; /* (bands) */
};

/* What one pass over the pixels gathers of each band. Sums are of differences from the
 * first pixel, which keeps their squares accurate. */
typedef struct
{
  guint bands;
  gsize n;
  float *first; /* (bands) */
  float *lowest;
  float *highest;
  double *sum;
  double *squares;
  float *kept; /* (n_kept, bands): every so many rows; NULL where no order is asked for */
  gsize n_kept, every;
} Statistics;

/* Rows of which the order of a band's values is taken; beyond each end lie so many of all. */
#define MOST_KEPT   20000
#define OUTER_SHARE 0.001

static const char *const names[AE_SCALING_N]
    = { "band", "global", "standard", "minmax", "none", "percentile" };

/**
 * ae_scaling_to_string:
 *
 * Returns: the word that the command line and the project file use.
 */
const char *
ae_scaling_to_string (AeScaling scaling)
{
  g_return_val_if_fail (scaling < AE_SCALING_N, NULL);
  return names[scaling];
}

/**
 * ae_scaling_from_string:
 * @text: a word of ae_scaling_to_string()
 * @out: (out): what it means
 *
 * Returns: whether it is one.
 */
gboolean
ae_scaling_from_string (const char *text, AeScaling *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *out = (AeScaling) i;
        return TRUE;
      }
  return FALSE;
}

static AeScaler *
scaler_alloc (AeScaling scaling, guint bands)
{
  AeScaler *self = g_new0 (AeScaler, 1);

  atomic_init (&self->ref_count, 1);
  self->scaling = scaling;
  self->bands = bands;
  self->offset = g_new0 (float, bands);
  self->factor = g_new (float, bands);
  self->deviation = g_new (float, bands);
  self->unit = g_new (float, bands);
  for (guint i = 0; i < bands; i++)
    self->factor[i] = self->unit[i] = self->deviation[i] = 1.0f;
  return self;
}

static void
fill_unit (AeScaler *self)
{
  for (guint i = 0; i < self->bands; i++)
    self->unit[i] = 1.0f / self->factor[i];
}

static void
statistics_init (Statistics *self, guint bands, AeScaling scaling, gsize n)
{
  memset (self, 0, sizeof *self);
  self->bands = bands;
  self->first = g_new (float, bands);
  self->lowest = g_new (float, bands);
  self->highest = g_new (float, bands);
  self->sum = g_new0 (double, bands);
  self->squares = g_new0 (double, bands);
  self->every = (n + MOST_KEPT - 1) / MOST_KEPT;
  if (scaling == AE_SCALING_PERCENTILE)
    self->kept = g_new (float, (n + self->every - 1) / self->every * bands);
}

static void
statistics_clear (Statistics *self)
{
  g_free (self->first);
  g_free (self->lowest);
  g_free (self->highest);
  g_free (self->sum);
  g_free (self->squares);
  g_free (self->kept);
}

static void
statistics_add (Statistics *self, const float *restrict row)
{
  float *restrict lowest = self->lowest, *restrict highest = self->highest;
  double *restrict sum = self->sum, *restrict squares = self->squares;
  const float *restrict first = self->first;

  if (self->kept != NULL && self->n % self->every == 0)
    memcpy (self->kept + self->n_kept++ * self->bands, row, self->bands * sizeof *row);
  if (self->n++ == 0)
    {
      memcpy (self->first, row, self->bands * sizeof *row);
      memcpy (self->lowest, row, self->bands * sizeof *row);
      memcpy (self->highest, row, self->bands * sizeof *row);
    }
  for (guint i = 0; i < self->bands; i++)
    {
      double d = (double) row[i] - (double) first[i];

      lowest[i] = row[i] < lowest[i] ? row[i] : lowest[i];
      highest[i] = row[i] > highest[i] ? row[i] : highest[i];
      sum[i] += d;
      squares[i] += d * d;
    }
}

static double
statistics_mean (const Statistics *self, guint band)
{
  return self->first[band] + self->sum[band] / self->n;
}

/* Of the population, not an estimate: the fitted pixels are all there are. */
static double
statistics_deviation (const Statistics *self, guint band)
{
  double mean = self->sum[band] / self->n;

  if (self->lowest[band] == self->highest[band])
    return 0.0;
  return sqrt (MAX (self->squares[band] / self->n - mean * mean, 0.0));
}

/* A span of nothing is no unit: such bands keep factor 1. */
static float
inverse_or_one (double span)
{
  double inverse = 1.0 / span;

  return span > 0.0 && isfinite ((float) inverse) ? (float) inverse : 1.0f;
}

static void
set_by_global_range (AeScaler *self, const Statistics *s)
{
  double lowest = s->lowest[0], highest = s->highest[0], largest = 0.0;

  for (guint i = 0; i < self->bands; i++)
    {
      lowest = MIN (lowest, s->lowest[i]);
      highest = MAX (highest, s->highest[i]);
    }
  largest = MAX (fabs (lowest), fabs (highest));
  for (guint i = 0; i < self->bands; i++)
    self->factor[i]
        = inverse_or_one (self->scaling == AE_SCALING_GLOBAL ? largest : highest - lowest);
}

static void
set_by_band (AeScaler *self, const Statistics *s)
{
  for (guint i = 0; i < self->bands; i++)
    if (self->scaling == AE_SCALING_BAND || s->lowest[i] == s->highest[i])
      self->factor[i] = inverse_or_one ((double) s->highest[i] - s->lowest[i]);
    else
      self->factor[i] = inverse_or_one (statistics_deviation (s, i));
}

static int
compare_cb (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* One value at least is left out at each end, as one pixel may be what makes the range. The
 * centre is the mean of the others. */
static void
set_by_percentiles (AeScaler *self, const Statistics *s)
{
  gsize first = (gsize) ceil (OUTER_SHARE * (double) (s->n_kept - 1));
  gsize last = s->n_kept - 1 - MIN (first, s->n_kept - 1);
  g_autofree float *column = g_new (float, s->n_kept);

  for (guint i = 0; i < self->bands; i++)
    {
      double sum = 0;

      for (gsize k = 0; k < s->n_kept; k++)
        column[k] = s->kept[k * self->bands + i];
      qsort (column, s->n_kept, sizeof *column, compare_cb);
      if (first >= last)
        {
          first = 0;
          last = s->n_kept - 1;
        }
      for (gsize k = first; k <= last; k++)
        sum += column[k];
      self->factor[i] = inverse_or_one ((double) column[last] - column[first]);
      self->offset[i] = (float) (sum / (double) (last - first + 1));
    }
}

static AeScaler *
scaler_new_from_statistics (AeScaling scaling, const Statistics *s)
{
  AeScaler *self = scaler_alloc (scaling, s->bands);

  if (scaling == AE_SCALING_BAND || scaling == AE_SCALING_STANDARD)
    set_by_band (self, s);
  else if (scaling == AE_SCALING_PERCENTILE)
    set_by_percentiles (self, s);
  else if (scaling != AE_SCALING_NONE)
    set_by_global_range (self, s);
  for (guint i = 0;
       i < s->bands && scaling != AE_SCALING_NONE && scaling != AE_SCALING_PERCENTILE; i++)
    self->offset[i] = (float) statistics_mean (s, i);
  for (guint i = 0; i < s->bands; i++)
    self->deviation[i] = (float) (statistics_deviation (s, i) * self->factor[i]);
  fill_unit (self);
  return self;
}

static gboolean
check_pixels (gsize n, GError **error)
{
  if (n > 0)
    return TRUE;
  g_set_error_literal (
      error, AE_ERROR, AE_ERROR_NO_DATA,
      "There are no pixels to fit the scaling on; loosen the mask or choose another scene");
  return FALSE;
}

/**
 * ae_scaler_new_fit_rows:
 * @rows: (n, bands) values of good bands only
 * @n: how many rows
 * @bands: numbers in a row
 *
 * Fits on a matrix. Any thread.
 *
 * Returns: (transfer full): a scaler, or %NULL with %AE_ERROR_NO_DATA when @n is 0.
 */
AeScaler *
ae_scaler_new_fit_rows (AeScaling scaling, const float *rows, gsize n, guint bands,
                        GError **error)
{
  Statistics s;
  AeScaler *self;

  if (!check_pixels (n, error))
    return NULL;
  statistics_init (&s, bands, scaling, n);
  for (gsize i = 0; i < n; i++)
    statistics_add (&s, rows + i * bands);
  self = scaler_new_from_statistics (scaling, &s);
  statistics_clear (&s);
  return self;
}

/**
 * ae_scaler_new_fit:
 * @scene: where the pixels are
 * @pixels: (n) indices; masked ones are not skipped
 * @n: how many
 *
 * Fits on the given pixels of the scene's good bands: minima, maxima, means and deviations
 * in double, in the order given. Constant bands get factor 1, so that they map to 0 (by
 * band) and never to infinity. Any thread.
 *
 * Returns: (transfer full): a scaler, or %NULL with %AE_ERROR_NO_DATA when @n is 0, or
 * %AE_ERROR_IO from reading.
 */
AeScaler *
ae_scaler_new_fit (AeScaling scaling, AeScene *scene, const guint32 *pixels, gsize n,
                   GError **error)
{
  guint bands = ae_scene_get_n_good_bands (scene);
  const guint *good = ae_scene_get_good_bands (scene);
  g_autofree float *full = g_new (float, (gsize) 256 * ae_scene_get_bands (scene));
  g_autofree float *row = g_new (float, bands);
  AeScaler *self = NULL;
  Statistics s;
  gsize done = 0;

  if (!check_pixels (n, error))
    return NULL;
  statistics_init (&s, bands, scaling, n);
  while (done < n)
    {
      gsize step = MIN (n - done, 256);

      if (!ae_scene_read_pixels (scene, pixels + done, step, full, error))
        break;
      for (gsize i = 0; i < step; i++)
        {
          for (guint g = 0; g < bands; g++)
            row[g] = full[i * ae_scene_get_bands (scene) + good[g]];
          statistics_add (&s, row);
        }
      done += step;
    }
  if (done == n)
    self = scaler_new_from_statistics (scaling, &s);
  statistics_clear (&s);
  return self;
}

/**
 * ae_scaler_new_from_values:
 * @bands: good bands
 * @offset: (bands) in scene units
 * @factor: (bands) 1 / scene units
 *
 * Restores a scaler from stored numbers. Its deviations are not known and read 1.
 *
 * Returns: (transfer full): a scaler. Any thread.
 */
AeScaler *
ae_scaler_new_from_values (AeScaling scaling, guint bands, const double *offset,
                           const double *factor)
{
  AeScaler *self = scaler_alloc (scaling, bands);

  for (guint i = 0; i < bands; i++)
    {
      self->offset[i] = (float) offset[i];
      self->factor[i] = (float) factor[i];
    }
  fill_unit (self);
  return self;
}

/**
 * ae_scaler_ref:
 *
 * Returns: (transfer full): @self. Any thread.
 */
AeScaler *
ae_scaler_ref (AeScaler *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_scaler_unref:
 * @self: (nullable) (transfer full): a scaler
 *
 * Any thread.
 */
void
ae_scaler_unref (AeScaler *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_free (self->offset);
  g_free (self->factor);
  g_free (self->unit);
  g_free (self->deviation);
  g_free (self);
}

/**
 * ae_scaler_get_scaling:
 *
 * Returns: by which rule it was fitted.
 */
AeScaling
ae_scaler_get_scaling (const AeScaler *self)
{
  return self->scaling;
}

/**
 * ae_scaler_get_bands:
 *
 * Returns: numbers in a scaled spectrum: the good bands.
 */
guint
ae_scaler_get_bands (const AeScaler *self)
{
  return self->bands;
}

/**
 * ae_scaler_get_offset:
 *
 * Returns: (bands) scaled = (value − offset) × factor. Borrowed.
 */
const float *
ae_scaler_get_offset (const AeScaler *self)
{
  return self->offset;
}

/**
 * ae_scaler_get_factor:
 *
 * Returns: (bands) see ae_scaler_get_offset(). Borrowed.
 */
const float *
ae_scaler_get_factor (const AeScaler *self)
{
  return self->factor;
}

/**
 * ae_scaler_get_unit:
 *
 * Returns: (bands) scene units in a scaled 1: 1 / factor. Borrowed.
 */
const float *
ae_scaler_get_unit (const AeScaler *self)
{
  return self->unit;
}

/**
 * ae_scaler_get_deviation:
 *
 * Returns: (bands) standard deviation of each scaled band over the fitted pixels, 0 for a
 * constant one. Borrowed.
 */
const float *
ae_scaler_get_deviation (const AeScaler *self)
{
  return self->deviation;
}

static void
gather (float *restrict out, const float *restrict in, const guint *restrict good, guint bands)
{
  for (guint i = 0; i < bands; i++)
    out[i] = in[good[i]];
}

/* `out` may be `in`. */
static void
scale_row (float *out, const float *in, const float *restrict offset,
           const float *restrict factor, guint bands)
{
  for (guint i = 0; i < bands; i++)
    out[i] = (in[i] - offset[i]) * factor[i];
}

/* Whether the good bands are simply the first ones, which needs no gathering. */
static gboolean
is_leading (const guint *good, guint bands)
{
  return good == NULL || good[bands - 1] == bands - 1;
}

/**
 * ae_scaler_apply:
 * @in: n spectra in scene units
 * @in_stride: numbers from one spectrum to the next
 * @good: (nullable): (bands) which numbers of a spectrum to take, ascending
 * @n: how many spectra
 * @out: (n, bands) scaled; may be @in when the strides agree and @good is %NULL
 *
 * scaled = (value − offset) × factor. Any thread.
 */
void
ae_scaler_apply (const AeScaler *self, const float *in, gsize in_stride, const guint *good,
                 gsize n, float *out)
{
  gboolean leading = is_leading (good, self->bands);

  for (gsize i = 0; i < n; i++)
    {
      const float *row = in + i * in_stride;
      float *scaled = out + i * self->bands;

      if (!leading)
        {
          gather (scaled, row, good, self->bands);
          row = scaled;
        }
      scale_row (scaled, row, self->offset, self->factor, self->bands);
    }
}

/**
 * ae_scaler_invert:
 * @in: (n, bands) scaled
 * @n: how many spectra
 * @out: n spectra in scene units; places that @good leaves out are not touched
 * @out_stride: numbers from one spectrum to the next
 * @good: (nullable): (bands) where to put the numbers, ascending
 *
 * value = scaled / factor + offset. Any thread.
 */
void
ae_scaler_invert (const AeScaler *self, const float *in, gsize n, float *out, gsize out_stride,
                  const guint *good)
{
  const float *offset = self->offset, *factor = self->factor;
  gboolean leading = is_leading (good, self->bands);

  for (gsize i = 0; i < n; i++)
    {
      const float *row = in + i * self->bands;
      float *value = out + i * out_stride;

      if (leading)
        for (guint g = 0; g < self->bands; g++)
          value[g] = row[g] / factor[g] + offset[g];
      else
        for (guint g = 0; g < self->bands; g++)
          value[good[g]] = row[g] / factor[g] + offset[g];
    }
}
