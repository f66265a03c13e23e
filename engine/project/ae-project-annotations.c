/* ae-project-annotations.c: what a user has marked. Labels and selections are kept as runs of
 * equal pixels: what is drawn with a lasso has few of them, and a file cannot make them grow.
 */
#include "ae-project-annotations.h"

#include <string.h>

#define RUN_WORDS 3 /* first pixel, how many, value */

static void
free_spectrum (gpointer data)
{
  AeProjectSpectrum *spectrum = data;

  g_free (spectrum->list);
  g_free (spectrum->name);
  g_bytes_unref (spectrum->values);
  g_free (spectrum);
}

/**
 * ae_project_annotations_new:
 *
 * Returns: (transfer full): nothing marked.
 */
AeProjectAnnotations *
ae_project_annotations_new (void)
{
  AeProjectAnnotations *self = g_new0 (AeProjectAnnotations, 1);

  self->class_names = g_ptr_array_new_with_free_func (g_free);
  self->class_colours = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->selections = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->spectra = g_ptr_array_new_with_free_func (free_spectrum);
  return self;
}

/**
 * ae_project_annotations_free:
 * @self: (nullable) (transfer full): notes
 */
void
ae_project_annotations_free (AeProjectAnnotations *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->labels, g_bytes_unref);
  g_ptr_array_unref (self->class_names);
  g_array_unref (self->class_colours);
  g_ptr_array_unref (self->selections);
  g_ptr_array_unref (self->spectra);
  g_free (self);
}

/**
 * ae_project_annotations_add_spectrum:
 * @self: notes
 * @list: which list it is in
 * @name: the user's
 * @values: (bands) scene units; copied
 * @bands: that are not left out
 */
void
ae_project_annotations_add_spectrum (AeProjectAnnotations *self, const char *list,
                                     const char *name, const float *values, guint bands)
{
  AeProjectSpectrum *spectrum = g_new (AeProjectSpectrum, 1);

  spectrum->list = g_strdup (list);
  spectrum->name = g_strdup (name);
  spectrum->values = g_bytes_new (values, bands * sizeof *values);
  g_ptr_array_add (self->spectra, spectrum);
}

/* ------------------------------------------------------------------ runs */

static guint32
get_value (const void *values, gsize i, gsize width)
{
  return width == 1 ? ((const guint8 *) values)[i] : ((const guint16 *) values)[i];
}

/**
 * ae_rle_new:
 * @values: (n): guint8 or guint16
 * @n: how many, below 2^32
 * @width: bytes of one, 1 or 2
 *
 * Returns: (transfer full): a run for each stretch of equal values other than 0: first pixel,
 * how many, value; uint32, least byte first.
 */
GBytes *
ae_rle_new (const void *values, gsize n, gsize width)
{
  GByteArray *words = g_byte_array_new ();

  for (gsize i = 0; i < n;)
    {
      guint32 value = get_value (values, i, width);
      gsize end = i + 1;

      while (end < n && get_value (values, end, width) == value)
        end++;
      if (value != 0)
        {
          guint32 run[RUN_WORDS]
              = { GUINT32_TO_LE ((guint32) i), GUINT32_TO_LE ((guint32) (end - i)),
                  GUINT32_TO_LE (value) };

          g_byte_array_append (words, (const guint8 *) run, sizeof run);
        }
      i = end;
    }
  return g_byte_array_free_to_bytes (words);
}

static void
put_value (void *out, gsize i, gsize width, guint32 value)
{
  if (width == 1)
    ((guint8 *) out)[i] = (guint8) value;
  else
    ((guint16 *) out)[i] = (guint16) value;
}

/**
 * ae_rle_fill:
 * @runs: from ae_rle_new(), or a file that may be anything
 * @out: (n): filled; 0 where no run is
 * @n: pixels
 * @width: bytes of one, 1 or 2
 *
 * Returns: whether all runs are in order and lie within the pixels; @out is all 0 otherwise.
 */
gboolean
ae_rle_fill (GBytes *runs, void *out, gsize n, gsize width)
{
  gsize size, done = 0;
  const guint8 *data = g_bytes_get_data (runs, &size);
  gsize n_runs = size / (RUN_WORDS * sizeof (guint32));
  gboolean is_good = size % (RUN_WORDS * sizeof (guint32)) == 0;

  memset (out, 0, n * width);
  for (gsize r = 0; r < n_runs && is_good; r++)
    {
      guint32 run[RUN_WORDS];
      gsize first, count;

      memcpy (run, data + r * sizeof run, sizeof run);
      first = GUINT32_FROM_LE (run[0]);
      count = GUINT32_FROM_LE (run[1]);
      is_good = first >= done && count > 0 && first <= n && count <= n - first
                && GUINT32_FROM_LE (run[2]) < (width == 1 ? 256u : 65536u);
      for (gsize i = first; is_good && i < first + count; i++)
        put_value (out, i, width, GUINT32_FROM_LE (run[2]));
      done = first + count;
    }
  if (!is_good)
    memset (out, 0, n * width);
  return is_good;
}
