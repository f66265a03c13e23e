/* ae-envi-header.c: parses the key = value text of an ENVI header. Opens no data file.
 *
 * Real headers are written by hand and by forty years of programs: keys in any case and
 * order, comments, CRLF, lists over many lines with commas anywhere, "=" and braces inside
 * braces. What can be understood is; what cannot is named with its line.
 */
#include "ae-envi-header.h"

#include <string.h>

#include "ae-error.h"
#include "ae-file.h"

struct _AeEnviHeader
{
  char *name;
  char *text;         /* valid UTF-8, for people */
  GHashTable *values; /* lower-case key → value without its outer braces */
};

/* Where the parser is. */
typedef struct
{
  AeEnviHeader *header;
  const char *at;
  const char *end;
  guint line;
} Cursor;

static const char *
find_char (const char *start, const char *stop, char wanted)
{
  while (start < stop && *start != wanted)
    start++;
  return start < stop ? start : NULL;
}

/* One line without its end; moves on. FALSE at the end of the text. */
static gboolean
next_line (Cursor *c, const char **start, const char **stop)
{
  const char *newline;

  if (c->at >= c->end)
    return FALSE;
  newline = find_char (c->at, c->end, '\n');
  *start = c->at;
  *stop = newline != NULL ? newline : c->end;
  c->at = newline != NULL ? newline + 1 : c->end;
  if (*stop > *start && (*stop)[-1] == '\r')
    (*stop)--;
  c->line++;
  return TRUE;
}

static gboolean
is_comment (const char *start, const char *stop)
{
  while (start < stop && g_ascii_isspace (*start))
    start++;
  return start < stop && *start == ';';
}

/* Lower case, single spaces for blanks and underscores, none at the ends. */
static char *
dup_key (const char *start, const char *stop)
{
  GString *key = g_string_new (NULL);

  for (; start < stop; start++)
    if (!g_ascii_isspace (*start) && *start != '_')
      g_string_append_c (key, g_ascii_tolower (*start));
    else if (key->len > 0 && key->str[key->len - 1] != ' ')
      g_string_append_c (key, ' ');
  if (key->len > 0 && key->str[key->len - 1] == ' ')
    g_string_truncate (key, key->len - 1);
  return g_string_free (key, FALSE);
}

static int
count_braces (const char *start, const char *stop)
{
  int depth = 0;

  for (; start < stop; start++)
    depth += (*start == '{') - (*start == '}');
  return depth;
}

/* Keys that no list holds in a line of its own: one of them says that the list before it was
 * not closed. */
static gboolean
begins_next_key (const char *start, const char *stop)
{
  static const char *const keys[] = { "samples",
                                      "lines",
                                      "bands",
                                      "header offset",
                                      "file type",
                                      "data type",
                                      "interleave",
                                      "byte order",
                                      "sensor type",
                                      "wavelength",
                                      "fwhm",
                                      "wavelength units",
                                      "band names",
                                      "bbl",
                                      "map info",
                                      "default bands",
                                      "data ignore value",
                                      "data gain values",
                                      "data offset values",
                                      "coordinate system string",
                                      "description",
                                      "class names",
                                      "class lookup",
                                      "classes",
                                      "spectra names",
                                      "x start",
                                      "y start",
                                      "acquisition time" };
  const char *equals = find_char (start, stop, '=');
  g_autofree char *key = equals != NULL ? dup_key (start, equals) : NULL;

  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (keys); i++)
    if (strcmp (key, keys[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A value in braces runs over lines until they balance. Where they never do, a name holds
 * one of its own: then the first line that ends with a brace ends the value. */
static gboolean
read_braces (Cursor *c, const char *start, const char *stop, gboolean balanced, GString *value)
{
  int depth = 0;

  do
    {
      gboolean closes;

      if (value->len > 0 && is_comment (start, stop))
        continue;
      if (value->len > 0 && !balanced && begins_next_key (start, stop))
        return FALSE;
      depth += count_braces (start, stop);
      g_string_append_len (value, start, stop - start);
      g_string_append_c (value, '\n');
      while (stop > start && g_ascii_isspace (stop[-1]))
        stop--;
      closes = stop > start && stop[-1] == '}';
      if (depth <= 0 || (!balanced && closes))
        return TRUE;
    }
  while (next_line (c, &start, &stop));
  return FALSE;
}

static void
strip_braces (GString *value)
{
  g_strstrip (value->str);
  g_string_truncate (value, strlen (value->str));
  if (value->len > 0 && value->str[0] == '{')
    g_string_erase (value, 0, 1);
  if (value->len > 0 && value->str[value->len - 1] == '}')
    g_string_truncate (value, value->len - 1);
  g_strstrip (value->str);
}

/* "Nanometers" and 'bil' as other programs write them. */
static void
strip_quotes (GString *value)
{
  g_strstrip (value->str);
  g_string_truncate (value, strlen (value->str));
  if (value->len >= 2 && strchr ("\"'", value->str[0]) != NULL
      && value->str[value->len - 1] == value->str[0])
    {
      g_string_truncate (value, value->len - 1);
      g_string_erase (value, 0, 1);
    }
}

static gboolean
read_entry (Cursor *c, const char *start, const char *equals, const char *stop, GError **error)
{
  g_autofree char *key = dup_key (start, equals);
  GString *value = g_string_new (NULL);
  const char *from = equals + 1;
  guint line = c->line;
  gboolean ok = TRUE;

  while (from < stop && g_ascii_isspace (*from))
    from++;
  if (from < stop && *from == '{')
    {
      Cursor again = *c;

      ok = read_braces (c, from, stop, TRUE, value);
      if (!ok)
        {
          *c = again;
          g_string_truncate (value, 0);
          ok = read_braces (c, from, stop, FALSE, value);
        }
    }
  else
    {
      g_string_append_len (value, from, stop - from);
      strip_quotes (value);
    }
  if (!ok)
    g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                 "%s, line %u: the list “%s” opens with { and never closes; the header is cut "
                 "off or lacks a }",
                 c->header->name, line, key);
  strip_braces (value);
  g_hash_table_replace (c->header->values, g_steal_pointer (&key), g_strdup (value->str));
  g_string_free (value, TRUE);
  return ok;
}

/* A header that lost its first line still says how large the image is. */
static gboolean
describes_image (const char *text)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);

  return strstr (folded, "samples") != NULL && strstr (folded, "lines") != NULL
         && strstr (folded, "data type") != NULL && strchr (folded, '=') != NULL;
}

/* The first line that is not blank must be ENVI; others also end in .hdr, and deserve their
 * name. */
static gboolean
check_magic (Cursor *c, gsize length, GError **error)
{
  Cursor begin;
  const char *start, *stop;
  g_autofree char *first = NULL;

  if (!ae_file_check_lfs (c->header->name, c->at, length, AE_ERROR_UNKNOWN_FORMAT, error))
    return FALSE;
  if (length >= 3 && memcmp (c->at, "\xef\xbb\xbf", 3) == 0)
    c->at += 3;
  do
    {
      begin = *c;
      g_clear_pointer (&first, g_free);
      if (!next_line (c, &start, &stop))
        start = stop = c->at;
      first = dup_key (start, MIN (stop, start + 80));
    }
  while (*first == '\0' && c->at < c->end);
  if (strcmp (first, "envi") == 0)
    return TRUE;
  *c = begin;
  if (describes_image (c->at))
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
      "%s is not an ENVI header: its first line must be “ENVI”; it is of another program",
      c->header->name);
  return FALSE;
}

/* UTF-16 with its mark, or plain text with a zero in every second byte; and lines that end in
 * CR alone. */
static char *
dup_text (const char *bytes, gsize length)
{
  const guint8 *b = (const guint8 *) bytes;
  const char *charset = NULL;
  char *text;

  if (length >= 4)
    charset = (b[0] == 0xff && b[1] == 0xfe) || (b[1] == 0 && b[3] == 0)   ? "UTF-16LE"
              : (b[0] == 0xfe && b[1] == 0xff) || (b[0] == 0 && b[2] == 0) ? "UTF-16BE"
                                                                           : NULL;
  text = charset != NULL ? g_convert (bytes, (gssize) (length & ~(gsize) 1), "UTF-8", charset,
                                      NULL, NULL, NULL)
                         : NULL;
  if (text == NULL)
    text = g_utf8_make_valid (bytes, (gssize) length);
  if (strchr (text, '\n') == NULL)
    g_strdelimit (text, "\r", '\n');
  return text;
}

/**
 * ae_envi_header_new_parse:
 * @text: the header, any bytes
 * @length: how many
 * @name: what to call it in messages
 *
 * Parses a header; nothing is checked yet but that it is one. Any thread.
 *
 * Returns: (transfer full): the header, or %NULL with %AE_ERROR_UNKNOWN_FORMAT (another
 * program's) or %AE_ERROR_DAMAGED (a list never closes).
 */
AeEnviHeader *
ae_envi_header_new_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (AeEnviHeader) self = g_new0 (AeEnviHeader, 1);
  Cursor c = { self, NULL, NULL, 0 };
  const char *start, *stop;

  self->name = g_strdup (name);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->text = dup_text (text, length);
  c.at = self->text;
  c.end = self->text + strlen (self->text);
  if (!check_magic (&c, strlen (self->text), error))
    return NULL;
  while (next_line (&c, &start, &stop))
    {
      const char *equals = find_char (start, stop, '=');

      if (equals == NULL || is_comment (start, stop))
        continue;
      if (!read_entry (&c, start, equals, stop, error))
        return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * ae_envi_header_new_load:
 * @path: of a .hdr file
 *
 * Returns: (transfer full): the header, or %NULL with the errors of ae_envi_header_new_parse()
 * or of ae_file_read(). Worker thread.
 */
AeEnviHeader *
ae_envi_header_new_load (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  gsize length;

  if (!ae_file_read (path, AE_ENVI_HEADER_MAX_BYTES, &text, &length, error))
    return NULL;
  return ae_envi_header_new_parse (text, length, name, error);
}

/**
 * ae_envi_header_free:
 * @self: (nullable) (transfer full): a header
 */
void
ae_envi_header_free (AeEnviHeader *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_free (self);
}

/**
 * ae_envi_header_get_name:
 *
 * Returns: what it is called in messages.
 */
const char *
ae_envi_header_get_name (const AeEnviHeader *self)
{
  return self->name;
}

/**
 * ae_envi_header_get_text:
 *
 * Returns: the whole header, made valid UTF-8.
 */
const char *
ae_envi_header_get_text (const AeEnviHeader *self)
{
  return self->text;
}

/* Programs that copy headers leave `file type` at its default; class names still tell. */
static gboolean
names_classes (const AeEnviHeader *self)
{
  const char *bands = ae_envi_header_get (self, "bands");

  return bands != NULL && strcmp (bands, "1") == 0
         && (ae_envi_header_get (self, "classes") != NULL
             || ae_envi_header_get (self, "class names") != NULL);
}

/**
 * ae_envi_header_get_kind:
 *
 * Returns: what its `file type` says the data are; one band with classes is a
 * classification whatever that says.
 */
AeEnviHeaderKind
ae_envi_header_get_kind (const AeEnviHeader *self)
{
  const char *type = ae_envi_header_get (self, "file type");
  g_autofree char *folded = type != NULL ? g_ascii_strdown (type, -1) : NULL;

  if (folded != NULL && strstr (folded, "spectral library") != NULL)
    return AE_ENVI_HEADER_LIBRARY;
  if ((folded != NULL && strstr (folded, "classification") != NULL) || names_classes (self))
    return AE_ENVI_HEADER_CLASSIFICATION;
  return AE_ENVI_HEADER_STANDARD;
}

/**
 * ae_envi_header_get:
 * @key: in lower case
 *
 * Returns: (nullable): its value without outer braces and spaces; %NULL where the key is
 * missing or empty.
 */
const char *
ae_envi_header_get (const AeEnviHeader *self, const char *key)
{
  const char *value = g_hash_table_lookup (self->values, key);

  return value != NULL && *value != '\0' ? value : NULL;
}

/**
 * ae_envi_header_is_compressed:
 *
 * Returns: whether the data are a gzip stream.
 */
gboolean
ae_envi_header_is_compressed (const AeEnviHeader *self)
{
  const char *value = ae_envi_header_get (self, "file compression");

  return value != NULL && g_ascii_strtoull (value, NULL, 10) == 1;
}

/**
 * ae_envi_header_dup_list:
 * @key: in lower case
 *
 * Returns: (transfer full) (nullable): the items between commas, without spaces at their
 * ends. An empty item at the very start or end is a stray comma and left out.
 */
char **
ae_envi_header_dup_list (const AeEnviHeader *self, const char *key)
{
  const char *value = ae_envi_header_get (self, key);
  g_autoptr (GPtrArray) items = NULL;
  g_auto (GStrv) pieces = NULL;

  if (value == NULL)
    return NULL;
  items = g_ptr_array_new_with_free_func (g_free);
  pieces = g_strsplit (value, ",", -1);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      gboolean is_end = i == 0 || pieces[i + 1] == NULL;

      g_strstrip (pieces[i]);
      if (*pieces[i] != '\0' || !is_end)
        g_ptr_array_add (items, g_utf8_make_valid (pieces[i], -1));
    }
  g_ptr_array_add (items, NULL);
  return (char **) g_ptr_array_steal (items, NULL);
}

/**
 * ae_envi_header_dup_numbers:
 * @key: in lower case
 * @n: (out): how many
 *
 * Returns: (transfer full) (nullable): the list's numbers, in the notation of files whatever
 * the locale; %NULL where the key is missing or an item is no number.
 */
double *
ae_envi_header_dup_numbers (const AeEnviHeader *self, const char *key, guint *n)
{
  const char *value = ae_envi_header_get (self, key);
  g_auto (GStrv) items = value != NULL ? g_strsplit_set (value, ", \t\r\n", -1) : NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  *n = 0;
  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      char *end;
      double number = g_ascii_strtod (items[i], &end);

      if (*items[i] == '\0')
        continue;
      if (*end != '\0' || end == items[i])
        return NULL;
      g_array_append_val (numbers, number);
    }
  *n = numbers->len;
  return numbers->len > 0 ? (double *) g_array_steal (numbers, NULL) : NULL;
}
