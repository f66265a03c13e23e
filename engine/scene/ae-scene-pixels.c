/* ae-scene-pixels.c: a scene's values, from memory or from the file on demand. */
#include "ae-scene-private.h"

#include <string.h>

/* About how many numbers a strip holds that is read to pick something out of it. */
#define STRIP_NUMBERS (4u << 20)

#define MOST_CACHED ((guint64) 256 << 20)

/**
 * ae_scene_peek_cube:
 *
 * Returns: (nullable): (n_pixels, bands) all values, band fastest; %NULL when the scene is
 * read on demand. Borrowed, any thread.
 */
const float *
ae_scene_peek_cube (const AeScene *self)
{
  return self->data.cube;
}

static guint
strip_lines (const AeScene *self)
{
  gsize line = (gsize) self->data.samples * self->data.bands;

  return (guint) CLAMP (STRIP_NUMBERS / line, 1, self->data.lines);
}

/**
 * ae_scene_read_lines:
 * @first_line: 0-based
 * @n_lines: at least 1
 * @out: (n_lines, samples, bands)
 *
 * Copies whole lines in scene units. Any thread; scenes on demand read one caller at a time.
 *
 * Returns: %FALSE with %AE_ERROR_IO or %AE_ERROR_DAMAGED where the file fails.
 */
gboolean
ae_scene_read_lines (AeScene *self, guint first_line, guint n_lines, float *out, GError **error)
{
  AeScene *owner = self->origin != NULL ? self->origin : self;
  const AeSceneBuilder *b = &self->data;
  gsize line = (gsize) b->samples * b->bands;
  gboolean ok;

  g_return_val_if_fail (
      n_lines > 0 && first_line < b->lines && n_lines <= b->lines - first_line, FALSE);

  if (b->cube != NULL)
    {
      memcpy (out, b->cube + first_line * line, n_lines * line * sizeof *out);
      return TRUE;
    }
  g_mutex_lock (&owner->lock);
  ok = b->read (b->source, first_line, n_lines, out, error);
  g_mutex_unlock (&owner->lock);
  return ok;
}

/**
 * ae_scene_read_pixel:
 * @pixel: line × samples + sample
 * @out: (bands)
 *
 * Copies one spectrum, bad bands included. Any thread. Errors as ae_scene_read_lines().
 */
gboolean
ae_scene_read_pixel (AeScene *self, gsize pixel, float *out, GError **error)
{
  guint32 index = (guint32) pixel;

  return ae_scene_read_pixels (self, &index, 1, out, error);
}

typedef struct
{
  guint32 pixel;
  guint32 slot; /* row of the caller's matrix */
} Wanted;

static int
compare_wanted_cb (const void *a, const void *b)
{
  const Wanted *x = a, *y = b;

  return (x->pixel > y->pixel) - (x->pixel < y->pixel);
}

static gboolean
read_one_pixel (AeScene *self, gsize pixel, float *out, GError **error)
{
  AeScene *owner = self->origin != NULL ? self->origin : self;
  gboolean ok;

  g_mutex_lock (&owner->lock);
  ok = self->data.read_pixel (self->data.source, pixel, out, error);
  g_mutex_unlock (&owner->lock);
  return ok;
}

/* Pixels of one line, in order. The whole line is read for many of them, or where the source
 * knows no other way. */
static gboolean
read_pixels_of_line (AeScene *self, const Wanted *wanted, gsize n, float *line, float *out,
                     GError **error)
{
  guint samples = self->data.samples, bands = self->data.bands;
  gboolean whole = self->data.read_pixel == NULL || n > samples / 8;

  if (whole && !ae_scene_read_lines (self, wanted->pixel / samples, 1, line, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      float *row = out + (gsize) wanted[i].slot * bands;

      if (whole)
        memcpy (row, line + (gsize) (wanted[i].pixel % samples) * bands, bands * sizeof *out);
      else if (!read_one_pixel (self, wanted[i].pixel, row, error))
        return FALSE;
    }
  return TRUE;
}

/* Each line of the file is visited once, in order, whatever the order of the pixels. */
static gboolean
read_pixels_on_demand (AeScene *self, const guint32 *pixels, gsize n, float *out,
                       GError **error)
{
  guint samples = self->data.samples;
  g_autofree float *line = g_new (float, (gsize) samples * self->data.bands);
  g_autofree Wanted *wanted = g_new (Wanted, n);
  gsize end;

  for (gsize i = 0; i < n; i++)
    wanted[i] = (Wanted){ pixels[i], (guint32) i };
  qsort (wanted, n, sizeof *wanted, compare_wanted_cb);
  for (gsize i = 0; i < n; i = end)
    {
      for (end = i + 1; end < n && wanted[end].pixel / samples == wanted[i].pixel / samples;)
        end++;
      if (!read_pixels_of_line (self, wanted + i, end - i, line, out, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ae_scene_read_pixels:
 * @pixels: (n) pixel indices in any order
 * @out: (n, bands)
 *
 * Copies many spectra, bad bands included. Any thread. Errors as ae_scene_read_lines().
 */
gboolean
ae_scene_read_pixels (AeScene *self, const guint32 *pixels, gsize n, float *out, GError **error)
{
  gsize bands = self->data.bands;

  if (self->data.cube == NULL)
    return n == 0 || read_pixels_on_demand (self, pixels, n, out, error);
  for (gsize i = 0; i < n; i++)
    memcpy (out + i * bands, self->data.cube + pixels[i] * bands, bands * sizeof *out);
  return TRUE;
}

/* Lines of one band from a source that can, or picked out of whole lines. */
static gboolean
read_band_lines (AeScene *self, guint band, guint first_line, guint n_lines, float *strip,
                 float *out, GError **error)
{
  AeScene *owner = self->origin != NULL ? self->origin : self;
  const AeSceneBuilder *b = &self->data;
  gboolean ok;

  if (b->read_band != NULL)
    {
      g_mutex_lock (&owner->lock);
      ok = b->read_band (b->source, band, first_line, n_lines, out, error);
      g_mutex_unlock (&owner->lock);
      return ok;
    }
  if (!ae_scene_read_lines (self, first_line, n_lines, strip, error))
    return FALSE;
  for (gsize p = 0; p < (gsize) n_lines * b->samples; p++)
    out[p] = strip[p * b->bands + band];
  return TRUE;
}

/**
 * ae_scene_read_band:
 * @band: 0-based
 * @out: (n_pixels)
 *
 * Copies one band of the whole image. Any thread. Errors as ae_scene_read_lines().
 */
gboolean
ae_scene_read_band (AeScene *self, guint band, float *out, GError **error)
{
  gsize bands = self->data.bands, n = ae_scene_get_n_pixels (self),
        samples = self->data.samples;
  guint step = strip_lines (self);
  g_autofree float *strip = NULL;

  g_return_val_if_fail (band < bands, FALSE);

  if (self->data.cube != NULL)
    {
      for (gsize p = 0; p < n; p++)
        out[p] = self->data.cube[p * bands + band];
      return TRUE;
    }
  strip = self->data.read_band == NULL ? g_new (float, step *samples *bands) : NULL;
  for (guint line = 0; line < self->data.lines; line += step)
    if (!read_band_lines (self, band, line, MIN (step, self->data.lines - line), strip,
                          out + line * samples, error))
      return FALSE;
  return TRUE;
}

/* Every step-th pixel of a line that is there by pixel. */
static void
thin_line (const AeSceneBuilder *b, const float *line, const guint *bands, guint n_bands,
           guint step, gsize plane, float *out)
{
  for (guint k = 0; k < n_bands; k++)
    for (guint s = 0, n = 0; s < b->samples; s += step, n++)
      out[k * plane + n] = line[(gsize) s * b->bands + bands[k]];
}

/**
 * ae_scene_read_preview:
 * @bands: (n_bands) 0-based
 * @step: every step-th line and sample is taken, from the first
 * @out: (n_bands, ⌈lines / step⌉, ⌈samples / step⌉)
 *
 * Reads a few bands thinly, for pictures of scenes that are larger than the screen. Of a
 * scene on demand only the lines that are needed are read. Any thread. Errors as
 * ae_scene_read_lines().
 */
gboolean
ae_scene_read_preview (AeScene *self, const guint *bands, guint n_bands, guint step, float *out,
                       GError **error)
{
  const AeSceneBuilder *b = &self->data;
  gsize across = (b->samples + step - 1) / step, down = (b->lines + step - 1) / step;
  g_autofree float *line = g_new (float, (gsize) b->samples * b->bands);

  g_return_val_if_fail (step > 0, FALSE);

  for (gsize i = 0; i < down; i++)
    {
      guint at = (guint) i * step;

      if (b->cube != NULL)
        thin_line (b, b->cube + (gsize) at * b->samples * b->bands, bands, n_bands, step,
                   across * down, out + i * across);
      else if (b->read_band == NULL)
        {
          if (!ae_scene_read_lines (self, at, 1, line, error))
            return FALSE;
          thin_line (b, line, bands, n_bands, step, across * down, out + i * across);
        }
      for (guint k = 0; b->cube == NULL && b->read_band != NULL && k < n_bands; k++)
        {
          if (!read_band_lines (self, bands[k], at, 1, NULL, line, error))
            return FALSE;
          for (gsize n = 0; n < across; n++)
            out[(k * down + i) * across + n] = line[n * step];
        }
    }
  return TRUE;
}

/**
 * ae_scene_get_cache_bytes:
 *
 * Returns: how much of the scene one user of it should hold at a time: 256 MiB, or half of what
 * the scene was opened with where that is less. Training sample, scatter points and nearest
 * pixels keep to it. Any thread.
 */
gsize
ae_scene_get_cache_bytes (const AeScene *self)
{
  guint64 limit = self->data.memory_limit;

  return limit > 0 ? (gsize) MIN (MOST_CACHED, limit / 2) : MOST_CACHED;
}
