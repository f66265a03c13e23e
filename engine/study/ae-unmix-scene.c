/* ae-unmix-scene.c: least squares abundances strip by strip: no more than a strip is in memory,
 * whatever the scene's size. Where no spectra are given, the corners of the pixels are taken.
 */
#include "ae-unmix-scene.h"

#include "ae-baseline.h"
#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-raster-writer.h"
#include "ae-team.h"
#include "ae-unmix.h"

#include <math.h>
#include <string.h>

#define STRIP_ROWS 8192
#define BLOCK_ROWS 256
/* Corners are looked for among so many pixels. */
#define CORNER_PIXELS 50000

typedef struct
{
  AeScene *scene;
  const AeKnownSpectra *known;
  const AeUnmixOptions *options;
  AeUnmixer *unmixer;
  AeRasterWriter *writer; /* nullable */
  AeTeam *team;
  guint n, bands;    /* endmembers, and bands that are used */
  guint *numbers;    /* (bands): of the scene */
  float *endmembers; /* (n, bands) */
  float *lines;      /* (capacity, all bands) */
  float *rows;       /* (capacity, bands) */
  gboolean *is_data; /* (capacity) */
  double *abundances, *squares, *angles;
  float *written; /* (capacity, n) */
  gsize capacity, count;
  AeUnmixed sums;
} Work;

/* ------------------------------------------------------------------ which bands */

/* Good bands of the scene at which every endmember has a value. */
static gboolean
choose_bands (Work *w, GError **error)
{
  guint good = ae_scene_get_n_good_bands (w->scene);
  const guint *numbers = ae_scene_get_good_bands (w->scene);

  w->numbers = g_new (guint, good);
  w->endmembers = g_new (float, (gsize) w->n *good);
  for (guint b = 0; b < good; b++)
    {
      gboolean is_known = TRUE;

      for (guint i = 0; i < w->n && is_known; i++)
        is_known = isfinite (w->known->spectra[(gsize) i * good + b]);
      if (is_known)
        w->numbers[w->bands++] = b;
    }
  for (guint i = 0; i < w->n; i++)
    for (guint b = 0; b < w->bands; b++)
      w->endmembers[(gsize) i * w->bands + b]
          = w->known->spectra[(gsize) i * good + w->numbers[b]];
  for (guint b = 0; b < w->bands; b++)
    w->numbers[b] = numbers[w->numbers[b]];
  if (w->bands > 0)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
               "At none of the %u bands of %s do all %u endmembers have a value; take spectra "
               "of its wavelengths",
               good, ae_scene_get_name (w->scene), w->n);
  return FALSE;
}

static gboolean
open_writer (Work *w, GError **error)
{
  AeRasterInfo info
      = { .lines = ae_scene_get_lines (w->scene),
          .samples = ae_scene_get_samples (w->scene),
          .bands = w->n,
          .description = w->options->sums_to_one ? "Abundances that sum to one (FCLS)"
                                                 : "Abundances that are not negative (NNLS)",
          .band_names = (const char *const *) w->known->names,
          .like = w->scene,
          .on_map = w->options->on_map };

  if (w->options->path == NULL)
    return TRUE;
  return (w->writer = ae_raster_writer_new (w->options->path, &info, error)) != NULL;
}

static gboolean
init_work (Work *w, GError **error)
{
  guint samples = ae_scene_get_samples (w->scene);

  w->n = w->known->n;
  if (!choose_bands (w, error)
      || (w->unmixer
          = ae_unmixer_new (w->endmembers, w->n, w->bands, w->options->sums_to_one, error))
             == NULL)
    return FALSE;
  w->capacity = (gsize) MAX (STRIP_ROWS / samples, 1) * samples;
  w->team
      = ae_team_new (w->options->threads > 0 ? w->options->threads : g_get_num_processors ());
  w->lines = g_new (float, w->capacity *ae_scene_get_bands (w->scene));
  w->rows = g_new (float, w->capacity * w->bands);
  w->is_data = g_new (gboolean, w->capacity);
  w->abundances = g_new (double, w->capacity * w->n);
  w->squares = g_new (double, w->capacity);
  w->angles = g_new (double, w->capacity);
  w->written = g_new (float, w->capacity * w->n);
  w->sums = (AeUnmixed){ .bands = w->bands, .mean = g_new0 (double, w->n) };
  return open_writer (w, error);
}

static void
clear_work (Work *w)
{
  g_clear_pointer (&w->writer, ae_raster_writer_free);
  g_clear_pointer (&w->unmixer, ae_unmixer_free);
  g_clear_pointer (&w->team, ae_team_free);
  g_free (w->numbers);
  g_free (w->endmembers);
  g_free (w->lines);
  g_free (w->rows);
  g_free (w->is_data);
  g_free (w->abundances);
  g_free (w->squares);
  g_free (w->angles);
  g_free (w->written);
}

/* ------------------------------------------------------------------ a strip */

/* The angle between a pixel and what its abundances make of it. */
static double
measure_angle (const Work *w, const float *x, const double *a)
{
  double xx = 0, xy = 0, yy = 0;

  for (guint b = 0; b < w->bands; b++)
    {
      double y = 0;

      for (guint i = 0; i < w->n; i++)
        y += a[i] * w->endmembers[(gsize) i * w->bands + b];
      xx += (double) x[b] * x[b];
      xy += x[b] * y;
      yy += y * y;
    }
  return xx > 0 && yy > 0 ? acos (CLAMP (xy / sqrt (xx * yy), -1, 1)) : 0;
}

static void
unmix_share (guint member, guint members, gpointer user_data)
{
  Work *w = user_data;

  for (gsize first = (gsize) member * BLOCK_ROWS; first < w->count;
       first += (gsize) members * BLOCK_ROWS)
    {
      gsize n = MIN (BLOCK_ROWS, w->count - first);

      ae_unmixer_fill (w->unmixer, w->rows + first * w->bands, n, w->abundances + first * w->n,
                       w->squares + first);
      for (gsize i = first; i < first + n; i++)
        w->angles[i] = measure_angle (w, w->rows + i * w->bands, w->abundances + i * w->n);
    }
}

static void
gather (Work *w, gsize first_pixel)
{
  gsize all = ae_scene_get_bands (w->scene);
  float nodata = (float) ae_scene_get_nodata (w->scene);

  for (gsize i = 0; i < w->count; i++)
    {
      float *row = w->rows + i * w->bands;

      for (guint b = 0; b < w->bands; b++)
        row[b] = w->lines[i * all + w->numbers[b]];
      w->is_data[i] = !ae_scene_is_masked (w->scene, first_pixel + i)
                      && !ae_scene_has_missing (row, w->bands, nodata);
    }
}

static void
add_sums (Work *w)
{
  for (gsize i = 0; i < w->count; i++)
    {
      double sum = 0;

      for (guint j = 0; j < w->n; j++)
        {
          double a = w->abundances[i * w->n + j];

          w->written[i * w->n + j] = w->is_data[i] ? (float) a : NAN;
          sum += a;
          if (w->is_data[i])
            w->sums.mean[j] += a;
        }
      if (!w->is_data[i])
        continue;
      w->sums.pixels++;
      w->sums.rmse += w->squares[i];
      w->sums.angle_rad += w->angles[i];
      w->sums.sum_error = MAX (w->sums.sum_error, fabs (sum - 1));
    }
}

static gboolean
unmix_strip (Work *w, guint first, guint n_lines, GError **error)
{
  gsize samples = ae_scene_get_samples (w->scene);

  w->count = n_lines * samples;
  if (!ae_scene_read_lines (w->scene, first, n_lines, w->lines, error))
    return FALSE;
  gather (w, first * samples);
  ae_team_run (w->team, unmix_share, w);
  add_sums (w);
  if (w->options->map != NULL)
    memcpy (w->options->map + first * samples * w->n, w->written,
            w->count * w->n * sizeof *w->written);
  return w->writer == NULL
         || ae_raster_writer_write (w->writer, first, n_lines, w->written, error);
}

static gboolean
unmix_all (Work *w, GCancellable *cancellable, GError **error)
{
  guint lines = ae_scene_get_lines (w->scene),
        step = (guint) (w->capacity / ae_scene_get_samples (w->scene));

  for (guint first = 0; first < lines; first += step)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !unmix_strip (w, first, MIN (step, lines - first), error))
        return FALSE;
      if (w->options->progress != NULL)
        w->options->progress ((double) MIN (first + step, lines) / lines,
                              w->options->progress_data);
    }
  if (w->sums.pixels > 0)
    return w->writer == NULL || ae_raster_writer_finish (w->writer, error);
  g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA, "Every pixel of %s is masked",
               ae_scene_get_name (w->scene));
  return FALSE;
}

/**
 * ae_unmix_scene:
 * @scene: any
 * @endmembers: on its good bands, in its units; bands at which one of them is NAN are left out
 * @options: how, and where to
 * @out: (out): what came of it; clear it with ae_unmixed_clear() where this returned %TRUE
 * @cancellable: (nullable): looked at between two strips
 * @error: %AE_ERROR_INVALID; as ae_scene_read_lines() and ae_raster_writer_new();
 * %AE_ERROR_NO_DATA
 *
 * Pixels without data become NAN. The numbers do not depend on the threads. What is not
 * finished is removed. Any thread.
 *
 * Returns: whether it is done.
 */
gboolean
ae_unmix_scene (AeScene *scene, const AeKnownSpectra *endmembers, const AeUnmixOptions *options,
                AeUnmixed *out, GCancellable *cancellable, GError **error)
{
  Work w = { .scene = scene, .known = endmembers, .options = options };
  gboolean is_good;

  g_return_val_if_fail (scene != NULL && endmembers != NULL, FALSE);
  g_return_val_if_fail (endmembers->bands == ae_scene_get_n_good_bands (scene), FALSE);
  is_good = init_work (&w, error) && unmix_all (&w, cancellable, error);
  if (is_good)
    {
      double n = (double) w.sums.pixels;

      w.sums.rmse = sqrt (w.sums.rmse / (n * w.bands));
      w.sums.angle_rad /= n;
      for (guint i = 0; i < w.n; i++)
        w.sums.mean[i] /= n;
      *out = w.sums;
    }
  else
    ae_unmixed_clear (&w.sums);
  clear_work (&w);
  return is_good;
}

/**
 * ae_unmixed_clear:
 * @self: what ae_unmix_scene() filled
 */
void
ae_unmixed_clear (AeUnmixed *self)
{
  g_clear_pointer (&self->mean, g_free);
}

/* ------------------------------------------------------------------ endmembers of the scene
 * itself */

/* (n, k): pixels along the leading components. */
static float *
dup_codes (const AePca *pca, guint k, const float *rows, gsize n)
{
  float *codes = g_new (float, n *k);

  for (gsize i = 0; i < n; i++)
    for (guint c = 0; c < k; c++)
      {
        double sum = 0;

        for (guint b = 0; b < pca->bands; b++)
          sum += pca->components[(gsize) c * pca->bands + b]
                 * (rows[i * pca->bands + b] - pca->mean[b]);
        codes[i * k + c] = (float) sum;
      }
  return codes;
}

/**
 * ae_unmix_find_endmembers:
 * @scene: any
 * @n: how many; 2 … %AE_ENDMEMBERS_MOST
 * @seed: of the sample of pixels, and of the places that the search begins at
 * @pixels: (out) (array length=n): where each is
 * @cancellable: (nullable)
 * @error: %AE_ERROR_INVALID: fewer pixels or bands than that; as ae_pixels_new() and
 * ae_pca_new()
 *
 * The corners of the pixels along their n − 1 leading principal components (N-FINDR: Winter,
 * N-FINDR: an algorithm for fast autonomous spectral end-member determination, 1999). The
 * spectrum of a corner is its pixel without what these components leave, which is noise, and
 * without negative values. Any thread.
 *
 * Returns: (transfer full): (n, good bands), scene units, named "endmember 1" and so on.
 */
AeKnownSpectra *
ae_unmix_find_endmembers (AeScene *scene, guint n, guint64 seed, guint32 *pixels,
                          GCancellable *cancellable, GError **error)
{
  AePixelsOptions chosen
      = { .seed = seed, .scaling = AE_SCALING_NONE, .max_pixels = CORNER_PIXELS };
  g_autoptr (AePixels) sample = NULL;
  g_autoptr (AePca) pca = NULL;
  g_autofree float *codes = NULL;
  g_autofree gsize *corners = g_new (gsize, MAX (n, 1));
  AeKnownSpectra *self;
  const float *rows;
  guint bands;
  gsize n_rows;

  g_return_val_if_fail (scene != NULL, NULL);
  if (n < 2 || n > AE_ENDMEMBERS_MOST || n > ae_scene_get_n_good_bands (scene))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%u endmembers cannot be found in %u bands; ask for 2 to %u", n,
                   ae_scene_get_n_good_bands (scene),
                   MIN (AE_ENDMEMBERS_MOST, ae_scene_get_n_good_bands (scene)));
      return NULL;
    }
  if ((sample = ae_pixels_new (scene, &chosen, cancellable, error)) == NULL)
    return NULL;
  bands = ae_pixels_get_bands (sample);
  n_rows = ae_pixels_get_n_training (sample);
  rows = ae_pixels_get_training_rows (sample);
  if ((pca = ae_pca_new (rows, n_rows, bands, cancellable, error)) == NULL)
    return NULL;
  codes = dup_codes (pca, n - 1, rows, n_rows);
  if (!ae_endmembers_find (codes, n_rows, n - 1, n, seed, corners, error))
    return NULL;
  self = g_new (AeKnownSpectra, 1);
  *self = (AeKnownSpectra){ n, bands, g_new (float, (gsize) n *bands), g_new0 (char *, n + 1) };
  for (guint i = 0; i < n; i++)
    {
      float *spectrum = self->spectra + (gsize) i * bands;

      ae_pca_reconstruct (pca, n - 1, rows + corners[i] * bands, 1, spectrum);
      for (guint b = 0; b < bands; b++)
        spectrum[b] = MAX (spectrum[b], 0);
      pixels[i] = ae_pixels_get_training (sample)[corners[i]];
      self->names[i] = g_strdup_printf ("endmember %u", i + 1);
    }
  return self;
}
