/* ae-npy.c: NumPy's array format 1.0 (numpy.lib.format), written to memory: a header of a
 * multiple of 64 bytes, then numbers with the least byte first. Not the reader of such files.
 */
#include "ae-npy.h"

#include <string.h>

/* Bytes of the magic, the version and the length of the rest of the header. */
#define N_FIXED 10

/**
 * ae_npy_append_header:
 * @out: (inout): a file so far empty
 * @type: of a number: "<f4"
 * @shape: a tuple: "(3, 4)"
 *
 * Any thread.
 */
void
ae_npy_append_header (GByteArray *out, const char *type, const char *shape)
{
  g_autofree char *text
      = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  guint length = (guint) (N_FIXED + strlen (text) + 1 + 63) / 64 * 64 - N_FIXED;
  g_autofree char *padded = g_strdup_printf ("%-*s\n", (int) length - 1, text);
  guint16 word = GUINT16_TO_LE ((guint16) length);

  g_byte_array_append (out, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  g_byte_array_append (out, (const guint8 *) &word, sizeof word);
  g_byte_array_append (out, (const guint8 *) padded, length);
}

/**
 * ae_npy_append_floats:
 * @out: (inout): with a header for "<f4"
 * @values: (n)
 * @n: how many
 *
 * Any thread.
 */
void
ae_npy_append_floats (GByteArray *out, const float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 word;

      memcpy (&word, values + i, sizeof word);
      word = GUINT32_TO_LE (word);
      g_byte_array_append (out, (const guint8 *) &word, sizeof word);
    }
}
