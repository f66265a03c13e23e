/* ae-scene-pixels.c: a scene's values, from memory or from the file on demand. */
#include "ae-scene-private.h"

#include <string.h>

/* About how many numbers a strip holds that is read to pick something out of it. */
#define STRIP_NUMBERS (4u << 20)

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

/* Each line of the file is read once, in order, whatever the order of the pixels. */
static gboolean
read_pixels_on_demand (AeScene *self, const guint32 *pixels, gsize n, float *out,
                       GError **error)
{
  guint samples = self->data.samples, bands = self->data.bands;
  g_autofree float *line = g_new (float, (gsize) samples *bands);
  g_autofree Wanted *wanted = g_new (Wanted, n);
  guint loaded = G_MAXUINT;

  for (gsize i = 0; i < n; i++)
    wanted[i] = (Wanted){ pixels[i], (guint32) i };
  qsort (wanted, n, sizeof *wanted, compare_wanted_cb);
  for (gsize i = 0; i < n; i++)
    {
      if (wanted[i].pixel / samples != loaded)
        {
          loaded = wanted[i].pixel / samples;
          if (!ae_scene_read_lines (self, loaded, 1, line, error))
            return FALSE;
        }
      memcpy (out + (gsize) wanted[i].slot * bands,
              line + (gsize) (wanted[i].pixel % samples) * bands, bands * sizeof *out);
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
  gsize bands = self->data.bands, n = ae_scene_get_n_pixels (self), done = 0;
  guint step = strip_lines (self);
  g_autofree float *strip = NULL;

  g_return_val_if_fail (band < bands, FALSE);

  if (self->data.cube != NULL)
    {
      for (gsize p = 0; p < n; p++)
        out[p] = self->data.cube[p * bands + band];
      return TRUE;
    }
  strip = g_new (float, (gsize) step * self->data.samples * bands);
  for (guint line = 0; line < self->data.lines; line += step)
    {
      guint n_lines = MIN (step, self->data.lines - line);

      if (!ae_scene_read_lines (self, line, n_lines, strip, error))
        return FALSE;
      for (gsize p = 0; p < (gsize) n_lines * self->data.samples; p++)
        out[done++] = strip[p * bands + band];
    }
  return TRUE;
}
