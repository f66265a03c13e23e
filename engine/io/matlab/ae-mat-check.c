/* ae-mat-check.c: walks the elements of a MATLAB file of version 4 or 5 and adds up their
 * lengths. The library that reads them takes a short read for zeros; this keeps a file that
 * was cut off from turning into a scene with a black end, and dimensions that no file of
 * this size can have from turning into memory.
 *
 * Layouts: MAT-File Format, The MathWorks: version 5 is a header of 128 bytes and elements of
 * (type, bytes) of 32 bits each; version 4 is (type, rows, columns, imaginary, name length)
 * of 32 bits each, the name, and the numbers.
 */
#include "ae-mat-check.h"

#include "ae-file.h"
#include "ae-mat-nest.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>

#define HEADER_5     128
#define MAX_ELEMENTS 100000

/* Enough of an element for its flags and dimensions. */
#define PEEK 256

/* Of version 4: the type is a number of four digits, MOPT. */
#define HIGHEST_TYPE_4 4052
#define LONGEST_NAME_4 4096

/* Deflate's limit, about. */
#define HIGHEST_COMPRESSION 1100

/* Numbers of the format. */
enum
{
  TYPE_INT32 = 5,
  TYPE_UINT32 = 6,
  TYPE_MATRIX = 14,
  TYPE_COMPRESSED = 15,
  CLASS_OBJECT = 3,   /* cells, structures and objects are 1 to 3 */
  CLASS_NUMBERS = 15, /* the last; above are functions and such, laid out otherwise */
};

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

/* The beginning of a packed element, unpacked. */
static gsize
unpack (const guint8 *packed, gsize n, guint8 *out)
{
  g_autoptr (GConverter) inflater
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  gsize n_read = 0, n_written = 0;

  if (g_converter_convert (inflater, packed, n, out, PEEK, G_CONVERTER_NO_FLAGS, &n_read,
                           &n_written, NULL)
      == G_CONVERTER_ERROR)
    return 0;
  return n_written;
}

/* Could an array of these dimensions lie in so many bytes? A number takes at least one, a
 * member of a cell or structure at least an empty tag. */
static gboolean
can_hold (const guint8 *body, gsize n, guint64 bytes, gboolean swap)
{
  guint64 count = 1;
  guint32 class_type, n_dims;

  if (n < 16 || get_word (body, swap) != TYPE_UINT32)
    return FALSE;
  class_type = get_word (body + 8, swap) & 0xff;
  if (class_type > CLASS_NUMBERS)
    return TRUE;
  if (n < 24 || get_word (body + 16, swap) != TYPE_INT32)
    return FALSE;
  n_dims = get_word (body + 20, swap) / 4;
  for (guint i = 0; i < n_dims && 24 + 4 * i + 4 <= n; i++)
    if (!g_uint64_checked_mul (&count, count, get_word (body + 24 + 4 * i, swap)))
      return FALSE;
  return count <= (class_type <= CLASS_OBJECT ? bytes / 8 : bytes);
}

/* A packed element as a whole, or nothing. */
static guint8 *
dup_unpacked (const guint8 *packed, gsize n, gsize n_inner)
{
  g_autoptr (GConverter) inflater
      = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autofree guint8 *out = g_try_malloc (n_inner);
  gsize n_in = 0, n_out = 0;

  while (out != NULL && n_out < n_inner)
    {
      gsize n_read = 0, n_written = 0;
      GConverterResult result = g_converter_convert (
          inflater, packed + n_in, n - n_in, out + n_out, n_inner - n_out, G_CONVERTER_NO_FLAGS,
          &n_read, &n_written, NULL);

      n_in += n_read;
      n_out += n_written;
      if (result == G_CONVERTER_ERROR || (result == G_CONVERTER_FINISHED && n_out < n_inner)
          || (n_read == 0 && n_written == 0))
        return NULL;
    }
  return g_steal_pointer (&out);
}

/* What holds others is looked through to its end. */
static gboolean
is_nest_sane (FILE *file, guint64 offset, guint64 bytes, gboolean is_packed, guint64 inner,
              gboolean swap)
{
  g_autofree guint8 *stored = NULL;
  g_autofree guint8 *body = NULL;

  if (bytes > AE_MAT_NEST_MAX_BYTES || inner + 8 > AE_MAT_NEST_MAX_BYTES
      || inner / HIGHEST_COMPRESSION > bytes)
    return FALSE;
  stored = g_try_malloc (MAX (bytes, 1));
  if (stored == NULL || !read_at (file, offset, stored, bytes))
    return FALSE;
  if (!is_packed)
    return ae_mat_nest_is_sane (stored, bytes, swap);
  body = dup_unpacked (stored, bytes, inner + 8);
  return body != NULL && ae_mat_nest_is_sane (body + 8, inner, swap);
}

/* What the library reads of an array when it lists a file. */
static gboolean
is_listable (FILE *file, guint64 offset, guint64 bytes, const guint8 *body, gsize n,
             gboolean is_packed, guint64 inner, gboolean swap)
{
  guint32 class_type = n >= 12 ? get_word (body + 8, swap) & 0xff : 0;

  if (class_type <= CLASS_OBJECT)
    return is_nest_sane (file, offset, bytes, is_packed, inner, swap);
  return ae_mat_nest_is_head_sane (body, n, swap);
}

static gboolean
is_sane (FILE *file, guint64 offset, guint32 type, guint64 bytes, guint64 size, gboolean swap)
{
  guint8 stored[PEEK], body[PEEK];
  gsize n = (gsize) MIN (PEEK, MIN (bytes, size - MIN (size, offset))), n_body;
  guint64 inner;

  if (!read_at (file, offset, stored, n))
    return FALSE;
  if (type == TYPE_MATRIX)
    return can_hold (stored, n, bytes, swap)
           && is_listable (file, offset, bytes, stored, n, FALSE, 0, swap);
  if (type != TYPE_COMPRESSED)
    return TRUE;
  n_body = unpack (stored, n, body);
  if (n_body < 8 || get_word (body, swap) != TYPE_MATRIX)
    return TRUE;
  inner = get_word (body + 4, swap);
  return inner / HIGHEST_COMPRESSION <= bytes && can_hold (body + 8, n_body - 8, inner, swap)
         && is_listable (file, offset, bytes, body + 8, n_body - 8, TRUE, inner, swap);
}

static guint64
walk_5 (FILE *file, const guint8 *head, guint64 size)
{
  gboolean swap = (head[126] == 'I') != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  guint64 offset = HEADER_5;
  guint8 tag[8];

  for (guint i = 0; i < MAX_ELEMENTS && offset < size; i++)
    {
      guint64 bytes;

      if (!read_at (file, offset, tag, sizeof tag))
        return size + 1;
      bytes = get_word (tag + 4, swap);
      if (!is_sane (file, offset + 8, get_word (tag, swap), bytes, size, swap))
        return size + 1;
      offset += 8 + bytes;
    }
  return offset;
}

static gboolean
is_big (gboolean swap)
{
  return swap == (G_BYTE_ORDER == G_LITTLE_ENDIAN);
}

static guint64
walk_4 (FILE *file, guint64 size)
{
  static const guint sizes[10] = { 8, 4, 4, 2, 2, 1, 0, 0, 0, 0 };
  guint64 offset = 0;
  gboolean swap = FALSE;
  guint8 h[20];

  for (guint i = 0; i < MAX_ELEMENTS && offset < size; i++)
    {
      guint32 type;
      guint64 n;

      if (!read_at (file, offset, h, sizeof h))
        return size + 1;
      /* The first array says the byte order of all. */
      if (i == 0)
        swap = get_word (h, FALSE) > HIGHEST_TYPE_4;
      type = get_word (h, swap);
      n = (guint64) get_word (h + 4, swap) * get_word (h + 8, swap);
      /* Its thousands say the order again, and the library believes them. */
      if (type > HIGHEST_TYPE_4 || type / 1000 != (is_big (swap) ? 1 : 0) || n > size * 8
          || get_word (h + 16, swap) > LONGEST_NAME_4)
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
  int fd;

  *expected = size;
  if (is_73)
    return TRUE;
  fd = ae_file_open (path, AE_FILE_ANY_SIZE, NULL, NULL);
  file = fd >= 0 ? fdopen (fd, "rb") : NULL;
  if (file == NULL)
    return FALSE;
  *expected = is_5 ? walk_5 (file, head, size) : walk_4 (file, size);
  fclose (file);
  return *expected <= size;
}
