/* ae-mat-check.c: walks the elements of a MATLAB file of version 4 or 5 and adds up their
 * lengths. The library that reads them takes a short read for zeros; this keeps a file that
 * was cut off from turning into a scene with a black end.
 *
 * Layouts: MAT-File Format, The MathWorks: version 5 is a header of 128 bytes and elements of
 * (type, bytes) of 32 bits each; version 4 is (type, rows, columns, imaginary, name length)
 * of 32 bits each, the name, and the numbers.
 */
#include "ae-mat-check.h"

#include <stdio.h>
#include <string.h>

#define HEADER_5     128
#define MAX_ELEMENTS 100000

static guint32
get_word (const guint8 *bytes, gboolean swap)
{
  guint32 word;

  memcpy (&word, bytes, sizeof word);
  return swap ? GUINT32_SWAP_LE_BE (word) : word;
}

static gboolean
read_at (FILE *file, guint64 offset, guint8 *out, gsize n)
{
  return fseeko (file, (off_t) offset, SEEK_SET) == 0 && fread (out, 1, n, file) == n;
}

static guint64
walk_5 (FILE *file, const guint8 *head, guint64 size)
{
  gboolean swap = (head[126] == 'I') != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  guint64 offset = HEADER_5;
  guint8 tag[8];

  for (guint i = 0; i < MAX_ELEMENTS && offset < size; i++)
    {
      if (!read_at (file, offset, tag, sizeof tag))
        return size + 1;
      offset += 8 + (guint64) get_word (tag + 4, swap);
    }
  return offset;
}

static guint64
walk_4 (FILE *file, guint64 size)
{
  static const guint sizes[10] = { 8, 4, 4, 2, 2, 1, 0, 0, 0, 0 };
  guint64 offset = 0;
  guint8 h[20];

  for (guint i = 0; i < MAX_ELEMENTS && offset < size; i++)
    {
      gboolean swap;
      guint32 type;
      guint64 n;

      if (!read_at (file, offset, h, sizeof h))
        return size + 1;
      type = get_word (h, FALSE);
      swap = type > 9999;
      type = get_word (h, swap);
      n = (guint64) get_word (h + 4, swap) * get_word (h + 8, swap);
      if (type > 9999 || n > size * 8)
        return size + 1;
      offset += 20 + (guint64) get_word (h + 16, swap)
                + n * sizes[type / 10 % 10] * (get_word (h + 12, swap) ? 2 : 1);
    }
  return offset;
}

/**
 * ae_mat_is_complete:
 * @head: the file's first bytes
 * @size: of the file
 * @expected: (out): what its elements add up to, as far as they can be followed
 *
 * Files of version 7.3 are HDF5, which looks after itself.
 *
 * Returns: whether every element lies within the file.
 */
gboolean
ae_mat_is_complete (const char *path, const guint8 *head, gsize n_head, guint64 size,
                    guint64 *expected)
{
  gboolean is_5 = n_head >= HEADER_5
                  && (memcmp (head + 126, "IM", 2) == 0 || memcmp (head + 126, "MI", 2) == 0);
  gboolean is_73 = is_5 && (head[125] == 2 || head[124] == 2);
  FILE *file;

  *expected = size;
  if (is_73)
    return TRUE;
  file = fopen (path, "rb");
  if (file == NULL)
    return FALSE;
  *expected = is_5 ? walk_5 (file, head, size) : walk_4 (file, size);
  fclose (file);
  return *expected <= size;
}
