/* ae-npz.c: a ZIP archive, nothing compressed, of arrays in NumPy's own format 1.0. Every
 * number has its least byte first. Dates are those of no day, so the same arrays give the same
 * bytes.
 */
#include "ae-npz.h"

#include "ae-npy.h"

#include <string.h>
#include <zip.h>

#define NO_DAY     (0x21u << 16) /* 1 January 1980, midnight, as ZIP has it */
#define UTF8_NAMES (1u << 11)    /* flag of an entry */
#define VERSION    20            /* of ZIP: 2.0, on no system in particular */

/* A file in memory that can be written anywhere. */
typedef struct
{
  GByteArray *bytes;
  gsize at;
} Memory;

struct _AeNpz
{
  Memory memory;
  zipFile zip;
};

/* ------------------------------------------------------------------ a file in memory */

static voidpf
open_cb (voidpf memory, const void *name, int mode)
{
  return memory;
}

static uLong
read_cb (voidpf memory, voidpf stream, void *out, uLong n)
{
  Memory *self = stream;

  n = MIN (n, self->bytes->len - self->at);
  memcpy (out, self->bytes->data + self->at, n);
  self->at += n;
  return n;
}

static uLong
write_cb (voidpf memory, voidpf stream, const void *data, uLong n)
{
  Memory *self = stream;

  if (self->at + n > self->bytes->len)
    g_byte_array_set_size (self->bytes, (guint) (self->at + n));
  memcpy (self->bytes->data + self->at, data, n);
  self->at += n;
  return n;
}

static ZPOS64_T
tell_cb (voidpf memory, voidpf stream)
{
  return ((Memory *) stream)->at;
}

static long
seek_cb (voidpf memory, voidpf stream, ZPOS64_T offset, int origin)
{
  Memory *self = stream;

  if (origin == ZLIB_FILEFUNC_SEEK_CUR)
    offset += self->at;
  else if (origin == ZLIB_FILEFUNC_SEEK_END)
    offset += self->bytes->len;
  if (offset > self->bytes->len)
    return -1;
  self->at = offset;
  return 0;
}

static int
done_cb (voidpf memory, voidpf stream)
{
  return 0;
}

/**
 * ae_npz_new:
 *
 * Returns: (transfer full): an archive without arrays.
 */
AeNpz *
ae_npz_new (void)
{
  AeNpz *self = g_new0 (AeNpz, 1);
  zlib_filefunc64_def functions = { .zopen64_file = open_cb,
                                    .zread_file = read_cb,
                                    .zwrite_file = write_cb,
                                    .ztell64_file = tell_cb,
                                    .zseek64_file = seek_cb,
                                    .zclose_file = done_cb,
                                    .zerror_file = done_cb,
                                    .opaque = &self->memory };

  self->memory.bytes = g_byte_array_new ();
  self->zip = zipOpen2_64 (NULL, APPEND_STATUS_CREATE, NULL, &functions);
  return self;
}

static void
put32 (GByteArray *bytes, guint32 value)
{
  guint32 word = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &word, sizeof word);
}

/* ------------------------------------------------------------------ arrays */

static GByteArray *
begin_array (const char *type, const char *shape)
{
  GByteArray *bytes = g_byte_array_new ();

  ae_npy_append_header (bytes, type, shape);
  return bytes;
}

static void
take_array (AeNpz *self, const char *name, GByteArray *array)
{
  const zip_fileinfo info = { .dosDate = NO_DAY };
  g_autofree char *entry = g_strconcat (name, ".npy", NULL);

  zipOpenNewFileInZip4_64 (self->zip, entry, &info, NULL, 0, NULL, 0, NULL, 0, 0, 0, -MAX_WBITS,
                           DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, NULL, 0, VERSION, UTF8_NAMES, 0);
  zipWriteInFileInZip (self->zip, array->data, array->len);
  zipCloseFileInZip (self->zip);
  g_byte_array_unref (array);
}

/**
 * ae_npz_add_floats:
 * @self: an archive
 * @name: of the array
 * @rows: first axis; 0 where there is only the second
 * @cols: second axis
 * @data: (rows, cols)
 */
void
ae_npz_add_floats (AeNpz *self, const char *name, guint rows, guint cols, const float *data)
{
  g_autofree char *shape
      = rows > 0 ? g_strdup_printf ("(%u, %u)", rows, cols) : g_strdup_printf ("(%u,)", cols);
  GByteArray *array = begin_array ("<f4", shape);

  ae_npy_append_floats (array, data, (gsize) MAX (rows, 1) * cols);
  take_array (self, name, array);
}

/**
 * ae_npz_add_doubles:
 * @self: an archive
 * @name: of the array
 * @n: its length
 * @data: (n)
 */
void
ae_npz_add_doubles (AeNpz *self, const char *name, guint n, const double *data)
{
  g_autofree char *shape = g_strdup_printf ("(%u,)", n);
  GByteArray *array = begin_array ("<f8", shape);

  for (guint i = 0; i < n; i++)
    {
      guint64 word;

      memcpy (&word, data + i, sizeof word);
      put32 (array, (guint32) word);
      put32 (array, (guint32) (word >> 32));
    }
  take_array (self, name, array);
}

/**
 * ae_npz_add_uints:
 * @self: an archive
 * @name: of the array
 * @n: its length
 * @data: (n)
 */
void
ae_npz_add_uints (AeNpz *self, const char *name, guint n, const guint *data)
{
  g_autofree char *shape = g_strdup_printf ("(%u,)", n);
  GByteArray *array = begin_array ("<u4", shape);

  for (guint i = 0; i < n; i++)
    put32 (array, data[i]);
  take_array (self, name, array);
}

/**
 * ae_npz_add_text:
 * @self: an archive
 * @name: of the array
 * @text: what it holds, as bytes without an axis: str (file[name], "utf-8") in Python
 */
void
ae_npz_add_text (AeNpz *self, const char *name, const char *text)
{
  guint n = (guint) MAX (strlen (text), 1);
  g_autofree char *type = g_strdup_printf ("|S%u", n);
  GByteArray *array = begin_array (type, "()");

  g_byte_array_append (array, (const guint8 *) text, n);
  take_array (self, name, array);
}

/**
 * ae_npz_free_to_bytes:
 * @self: (transfer full): an archive
 *
 * Returns: (transfer full): the file's content.
 */
GBytes *
ae_npz_free_to_bytes (AeNpz *self)
{
  GBytes *bytes;

  zipClose (self->zip, NULL);
  bytes = g_byte_array_free_to_bytes (self->memory.bytes);
  g_free (self);
  return bytes;
}
