/* ae-npz.c: a ZIP archive, nothing compressed, of arrays in NumPy's own format 1.0. Every
 * number has its least byte first. Dates are those of no day, so the same arrays give the same
 * bytes.
 */
#include "ae-npz.h"

#include <string.h>

#define NO_DAY 0x21 /* 1 January 1980 */

typedef struct
{
  char *name;
  guint32 crc, size, offset;
} Entry;

struct _AeNpz
{
  GByteArray *bytes;
  GArray *entries; /* Entry */
};

static void
clear_entry (gpointer entry)
{
  g_free (((Entry *) entry)->name);
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

  self->bytes = g_byte_array_new ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  return self;
}

/* ------------------------------------------------------------------ ZIP */

/* CRC-32 of ISO 3309, as ZIP has it. */
static guint32
crc_of (const guint8 *data, gsize n)
{
  guint32 table[256], crc = 0xFFFFFFFFu;

  for (guint i = 0; i < 256; i++)
    {
      table[i] = i;
      for (guint k = 0; k < 8; k++)
        table[i] = table[i] & 1 ? table[i] >> 1 ^ 0xEDB88320u : table[i] >> 1;
    }
  for (gsize i = 0; i < n; i++)
    crc = table[(crc ^ data[i]) & 255] ^ crc >> 8;
  return ~crc;
}

static void
put16 (GByteArray *bytes, guint value)
{
  guint16 word = GUINT16_TO_LE ((guint16) value);

  g_byte_array_append (bytes, (const guint8 *) &word, sizeof word);
}

static void
put32 (GByteArray *bytes, guint32 value)
{
  guint32 word = GUINT32_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &word, sizeof word);
}

/* What the header before an array and the one in the directory have in common. */
static void
put_common (GByteArray *bytes, const Entry *entry)
{
  put16 (bytes, 20);      /* version */
  put16 (bytes, 1 << 11); /* the name is UTF-8 */
  put16 (bytes, 0);       /* stored */
  put16 (bytes, 0);
  put16 (bytes, NO_DAY);
  put32 (bytes, entry->crc);
  put32 (bytes, entry->size);
  put32 (bytes, entry->size);
  put16 (bytes, (guint) strlen (entry->name));
  put16 (bytes, 0);
}

static void
put_directory (GByteArray *bytes, const Entry *entry)
{
  put32 (bytes, 0x02014B50);
  put16 (bytes, 20);
  put_common (bytes, entry);
  put16 (bytes, 0);
  put16 (bytes, 0);
  put16 (bytes, 0);
  put32 (bytes, 0);
  put32 (bytes, entry->offset);
  g_byte_array_append (bytes, (const guint8 *) entry->name, (guint) strlen (entry->name));
}

/* ------------------------------------------------------------------ arrays */

static GByteArray *
begin_array (const char *type, const char *shape)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *text
      = g_strdup_printf ("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", type, shape);
  guint n = (guint) strlen (text), total = (10 + n + 1 + 63) / 64 * 64;
  g_autofree char *padded = g_strnfill (total - 10, ' ');

  memcpy (padded, text, n);
  padded[total - 11] = '\n';
  g_byte_array_append (bytes, (const guint8 *) "\x93NUMPY\x01\x00", 8);
  put16 (bytes, total - 10);
  g_byte_array_append (bytes, (const guint8 *) padded, total - 10);
  return bytes;
}

static void
take_array (AeNpz *self, const char *name, GByteArray *array)
{
  Entry entry = { g_strconcat (name, ".npy", NULL), crc_of (array->data, array->len),
                  array->len, self->bytes->len };

  put32 (self->bytes, 0x04034B50);
  put_common (self->bytes, &entry);
  g_byte_array_append (self->bytes, (const guint8 *) entry.name, (guint) strlen (entry.name));
  g_byte_array_append (self->bytes, array->data, array->len);
  g_byte_array_unref (array);
  g_array_append_val (self->entries, entry);
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

  for (gsize i = 0; i < (gsize) MAX (rows, 1) * cols; i++)
    {
      guint32 word;

      memcpy (&word, data + i, sizeof word);
      put32 (array, word);
    }
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
  guint from = self->bytes->len, n = self->entries->len, size;
  GBytes *bytes;

  for (guint i = 0; i < n; i++)
    put_directory (self->bytes, &g_array_index (self->entries, Entry, i));
  size = self->bytes->len - from;
  put32 (self->bytes, 0x06054B50);
  put32 (self->bytes, 0);
  put16 (self->bytes, n);
  put16 (self->bytes, n);
  put32 (self->bytes, size);
  put32 (self->bytes, from);
  put16 (self->bytes, 0);
  bytes = g_byte_array_free_to_bytes (self->bytes);
  g_array_unref (self->entries);
  g_free (self);
  return bytes;
}
