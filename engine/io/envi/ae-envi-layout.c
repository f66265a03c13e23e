/* ae-envi-layout.c: what an ENVI header says of its data file, and whether the file agrees.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ae-error.h"
#include "ae-envi-header.h"

/* ENVI's numbers for its data types; of one size the commonest first, for proposals. */
static const struct
{
  guint code;
  AeRawType type;
} codes[] = {
  { 1, AE_RAW_UINT8 },   { 12, AE_RAW_UINT16 },    { 4, AE_RAW_FLOAT32 },
  { 5, AE_RAW_FLOAT64 }, { 9, AE_RAW_COMPLEX128 }, { 2, AE_RAW_INT16 },
  { 3, AE_RAW_INT32 },   { 6, AE_RAW_COMPLEX64 },  { 13, AE_RAW_UINT32 },
  { 14, AE_RAW_INT64 },  { 15, AE_RAW_UINT64 },
};

/* The beginning of a value, fit to stand in a sentence. */
static char *
dup_excerpt (const char *value)
{
  char *excerpt = g_utf8_substring (value, 0, MIN (g_utf8_strlen (value, -1), 40));

  for (char *c = excerpt; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return excerpt;
}

/* A whole number of the header. FALSE with an error where it is none or missing. */
static gboolean
get_whole (const AeEnviHeader *self, const char *key, gboolean required, guint64 highest,
           guint64 *out, GError **error)
{
  const char *value = ae_envi_header_get (self, key);
  g_autofree char *excerpt = NULL;
  char *end = NULL;
  gboolean ok;

  if (value == NULL && !required)
    return TRUE;
  if (value == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED, "%s has no “%s”; add the line “%s = …”",
                   ae_envi_header_get_name (self), key, key);
      return FALSE;
    }
  excerpt = dup_excerpt (value);
  errno = 0;
  *out = g_ascii_strtoull (value, &end, 10);
  if (*end == '.')
    end += 1 + strspn (end + 1, "0");
  ok = errno == 0 && end != value && *value != '-' && *(end + strspn (end, " \t;")) == '\0'
       && *out <= highest;
  if (!ok)
    g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                 "%s: “%s” is “%s”; expected a whole number from 0 to %" G_GUINT64_FORMAT "",
                 ae_envi_header_get_name (self), key, excerpt, highest);
  return ok;
}

static gboolean
get_size (const AeEnviHeader *self, const char *key, guint *out, GError **error)
{
  guint64 value = 0;

  if (!get_whole (self, key, TRUE, G_MAXINT32, &value, error))
    return FALSE;
  *out = (guint) value;
  if (value > 0)
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_DAMAGED,
      "%s: “%s” is 0, so there is nothing to open; correct the header or choose another file",
      ae_envi_header_get_name (self), key);
  return FALSE;
}

/* A number of ENVI's, or a type in words as other programs write it. */
static gboolean
find_type (const char *value, AeRawType *out)
{
  static const struct
  {
    const char *word;
    AeRawType type;
  } words[] = {
    { "byte", AE_RAW_UINT8 },          { "uchar", AE_RAW_UINT8 },
    { "short", AE_RAW_INT16 },         { "int", AE_RAW_INT16 },
    { "integer", AE_RAW_INT16 },       { "ushort", AE_RAW_UINT16 },
    { "uint", AE_RAW_UINT16 },         { "long", AE_RAW_INT32 },
    { "ulong", AE_RAW_UINT32 },        { "float", AE_RAW_FLOAT32 },
    { "single", AE_RAW_FLOAT32 },      { "real", AE_RAW_FLOAT32 },
    { "double", AE_RAW_FLOAT64 },      { "unsigned short", AE_RAW_UINT16 },
    { "unsigned int", AE_RAW_UINT16 }, { "unsigned byte", AE_RAW_UINT8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (value, words[i].word) == 0)
      {
        *out = words[i].type;
        return TRUE;
      }
  for (AeRawType type = AE_RAW_UINT8; type <= AE_RAW_COMPLEX128; type++)
    if (g_ascii_strcasecmp (value, ae_raw_type_get_name (type)) == 0)
      {
        *out = type;
        return TRUE;
      }
  return FALSE;
}

static gboolean
get_type (const AeEnviHeader *self, AeRawType *out, GError **error)
{
  const char *value = ae_envi_header_get (self, "data type");
  guint64 code = 0;

  if (value != NULL && g_ascii_isalpha (*value) && find_type (value, out))
    return TRUE;
  if (!get_whole (self, "data type", TRUE, G_MAXINT32, &code, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      {
        *out = codes[i].type;
        return TRUE;
      }
  g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
               "%s: “data type” is %" G_GUINT64_FORMAT
               "; expected 1, 2, 3, 4, 5, 6, 9, 12, 13, 14 or 15",
               ae_envi_header_get_name (self), code);
  return FALSE;
}

static gboolean
get_interleave (const AeEnviHeader *self, AeInterleave *out, GError **error)
{
  const char *value = ae_envi_header_get (self, "interleave");
  static const char *const names[] = { "bsq", "bil", "bip" };

  g_autofree char *excerpt = dup_excerpt (value != NULL ? value : "");

  for (guint i = 0; i < 3; i++)
    if (value != NULL && g_ascii_strcasecmp (value, names[i]) == 0)
      {
        *out = (AeInterleave) i;
        return TRUE;
      }
  g_set_error (
      error, AE_ERROR, AE_ERROR_DAMAGED,
      "%s: “interleave” is “%s”; expected bsq, bil or bip: correct that line of the header",
      ae_envi_header_get_name (self), excerpt);
  return FALSE;
}

/**
 * ae_envi_header_get_layout:
 * @out: (out): how the data file is laid out; gains and no-data are not set
 *
 * Returns: %FALSE with %AE_ERROR_DAMAGED (a line is missing or makes no sense) or
 * %AE_ERROR_UNSUPPORTED (an unknown data type).
 */
gboolean
ae_envi_header_get_layout (const AeEnviHeader *self, AeRawLayout *out, GError **error)
{
  guint64 order = 0, unused;

  memset (out, 0, sizeof *out);
  out->nodata = NAN;
  if (!get_size (self, "samples", &out->samples, error)
      || !get_size (self, "lines", &out->lines, error)
      || !get_size (self, "bands", &out->bands, error) || !get_type (self, &out->type, error)
      || !get_interleave (self, &out->interleave, error)
      || !get_whole (self, "header offset", FALSE, G_MAXINT64, &out->offset, error)
      || !get_whole (self, "byte order", FALSE, 1, &order, error))
    return FALSE;
  out->swap = (order == 1) != (G_BYTE_ORDER == G_BIG_ENDIAN);
  if (ae_raw_layout_get_size (out, &unused))
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_DAMAGED,
      "%s: %u lines × %u samples × %u bands cannot be the size of a file; correct the header",
      ae_envi_header_get_name (self), out->lines, out->samples, out->bands);
  return FALSE;
}

/* What else would make the header and the file agree, in words, and as a layout. */
static char *
propose (const AeRawLayout *layout, guint64 actual, AeRawLayout *proposal)
{
  guint64 body = actual - MIN (actual, layout->offset);
  guint64 n = (guint64) layout->lines * layout->samples * layout->bands;
  guint64 line
      = (guint64) layout->samples * layout->bands * ae_raw_type_get_size (layout->type);
  guint64 band
      = (guint64) layout->samples * layout->lines * ae_raw_type_get_size (layout->type);

  *proposal = *layout;
  for (guint i = 0; i < G_N_ELEMENTS (codes) && body % n == 0; i++)
    if (ae_raw_type_get_size (codes[i].type) == body / n)
      {
        proposal->type = codes[i].type;
        return g_strdup_printf ("data type = %u (%s) would fit", codes[i].code,
                                ae_raw_type_get_name (codes[i].type));
      }
  if (body > 0 && body % line == 0 && body / line <= G_MAXINT32)
    {
      proposal->lines = (guint) (body / line);
      return g_strdup_printf ("lines = %u would fit", proposal->lines);
    }
  if (body > 0 && body % band == 0 && body / band <= G_MAXINT32)
    {
      proposal->bands = (guint) (body / band);
      return g_strdup_printf ("bands = %u would fit", proposal->bands);
    }
  if (body >= line && layout->interleave != AE_INTERLEAVE_BSQ)
    {
      proposal->lines = (guint) MIN (body / line, layout->lines);
      return g_strdup_printf ("the first %u lines are complete", proposal->lines);
    }
  if (body >= band && layout->interleave == AE_INTERLEAVE_BSQ)
    {
      proposal->bands = (guint) MIN (body / band, layout->bands);
      return g_strdup_printf ("the first %u bands are complete", proposal->bands);
    }
  return NULL;
}

/**
 * ae_envi_header_check_size:
 * @data_name: the data file, for messages
 * @actual: its size in bytes
 * @assume: take the nearest consistent reading where the sizes disagree
 * @layout: (inout): what the header says; changed where @assume is used
 * @note: (out) (nullable) (transfer full): a sentence on what was passed over or assumed
 *
 * Compares header offset + lines × samples × bands × bytes with the file. A few bytes at the
 * end, less than a line, are allowed.
 *
 * Returns: %FALSE with the arithmetic: %AE_ERROR_SIZE_MISMATCH and a proposal,
 * %AE_ERROR_DAMAGED where there is none.
 */
gboolean
ae_envi_header_check_size (const AeEnviHeader *self, const char *data_name, guint64 actual,
                           gboolean assume, AeRawLayout *layout, char **note, GError **error)
{
  guint64 size = ae_raw_type_get_size (layout->type), expected;
  guint64 line = (guint64) layout->samples * MIN (layout->bands, layout->lines) * size;
  g_autofree char *words = NULL;
  AeRawLayout proposal;

  *note = NULL;
  if (!ae_raw_layout_get_size (layout, &expected))
    return FALSE;
  if (actual == expected)
    return TRUE;
  if (actual > expected && actual - expected < line)
    {
      *note = g_strdup_printf ("%" G_GUINT64_FORMAT " bytes at the end of %s are not used.",
                               actual - expected, data_name);
      return TRUE;
    }
  words = propose (layout, actual, &proposal);
  if (assume && words != NULL)
    {
      *note = g_strdup_printf ("The header does not fit the file; taken instead: %s.", words);
      *layout = proposal;
      return TRUE;
    }
  g_set_error (error, AE_ERROR, words != NULL ? AE_ERROR_SIZE_MISMATCH : AE_ERROR_DAMAGED,
               "%s is %" G_GUINT64_FORMAT " bytes long, but %s describes %" G_GUINT64_FORMAT
               " + %u × %u × %u × %" G_GUINT64_FORMAT " = %" G_GUINT64_FORMAT
               " (header offset + lines × samples × bands × bytes); %s",
               data_name, actual, ae_envi_header_get_name (self), layout->offset, layout->lines,
               layout->samples, layout->bands, size, expected,
               words != NULL ? words : "the file is cut off, or belongs to another header");
  return FALSE;
}
