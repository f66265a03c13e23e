/* ae-spectral-library-csv.c: spectra from tables, as spreadsheets and this program write them:
 * a column a spectrum with the wavelengths in the first, or a row a spectrum with the
 * wavelengths in the first row. Commas, semicolons or tabs part the cells (RFC 4180 for
 * quotes); with semicolons or tabs a comma may stand for the decimal point.
 */
#include <math.h>
#include <string.h>

#include "ae-error.h"
#include "ae-file.h"
#include "ae-spectral-library-file.h"
#include "ae-wavelengths.h"

#define MOST_BYTES (256u << 20)

typedef struct
{
  const char *name; /* for messages */
  GPtrArray *rows;  /* GPtrArray of char */
  guint columns;
  char comma;
} Table;

/* ------------------------------------------------------------------ cells */

static void
free_row (gpointer row)
{
  g_ptr_array_unref (row);
}

/* Whatever the first line that is no remark has most of. */
static char
find_comma (const char *text)
{
  const char *const candidates = ",;\t";
  guint best = 0;
  char comma = ',';

  while (*text == '#' && strchr (text, '\n') != NULL)
    text = strchr (text, '\n') + 1;
  for (guint i = 0; i < 3; i++)
    {
      guint n = 0;

      for (const char *p = text; *p != '\0' && *p != '\n'; p++)
        n += *p == candidates[i];
      if (n > best)
        {
          best = n;
          comma = candidates[i];
        }
    }
  return comma;
}

/* One cell from @at on; leaves @at on what ended it. */
static char *
take_cell (const char **at, char comma)
{
  GString *cell = g_string_new (NULL);
  const char *p = *at;
  gboolean is_quoted = FALSE;

  for (; *p != '\0' && (is_quoted || (*p != comma && *p != '\n')); p++)
    if (*p == '"' && is_quoted && p[1] == '"')
      g_string_append_c (cell, *p++);
    else if (*p == '"')
      is_quoted = !is_quoted;
    else
      g_string_append_c (cell, *p);
  *at = p;
  return g_strstrip (g_string_free (cell, FALSE));
}

static gboolean
is_empty_row (GPtrArray *row)
{
  for (guint i = 0; i < row->len; i++)
    if (((const char *) row->pdata[i])[0] != '\0')
      return FALSE;
  return TRUE;
}

/* Empty lines and those that begin with # are left out. */
static void
parse (Table *self, const char *text)
{
  const char *at = text;

  self->comma = find_comma (text);
  self->rows = g_ptr_array_new_with_free_func (free_row);
  while (*at != '\0')
    {
      GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
      gboolean is_remark = *at == '#';

      do
        g_ptr_array_add (row, take_cell (&at, self->comma));
      while (*at == self->comma && *at++ != '\0');
      if (*at == '\n')
        at++;
      if (is_remark || is_empty_row (row))
        g_ptr_array_unref (row);
      else
        g_ptr_array_add (self->rows, row);
    }
}

static const char *
get_cell (const Table *self, guint row, guint column)
{
  return g_ptr_array_index ((GPtrArray *) self->rows->pdata[row], column);
}

/* An empty cell is a value that is not there: NAN. */
static gboolean
read_number (const Table *self, const char *cell, double *out)
{
  g_autofree char *copy = g_strdup (cell);
  char *end;

  if (self->comma != ',')
    g_strdelimit (copy, ",", '.');
  *out = g_ascii_strtod (copy, &end);
  if (cell[0] == '\0' || g_ascii_strcasecmp (cell, "nan") == 0)
    *out = NAN;
  else if (end == copy || *end != '\0')
    return FALSE;
  return TRUE;
}

static gboolean
refuse (const Table *self, guint row, const char *what, GError **error)
{
  return ae_error_set (
      error, AE_ERROR_DAMAGED,
      "%s, row %u: %s; a table of spectra has names in its first row, and in each "
      "other a wavelength and one number a spectrum",
      self->name, row + 1, what);
}

static gboolean
check_shape (Table *self, GError **error)
{
  if (self->rows->len < 2)
    return refuse (self, 0, "there are no rows of numbers below it", error);
  self->columns = ((GPtrArray *) self->rows->pdata[0])->len;
  if (self->columns < 2)
    return refuse (self, 0, "it has one cell alone", error);
  for (guint r = 1; r < self->rows->len; r++)
    {
      guint n = ((GPtrArray *) self->rows->pdata[r])->len;
      g_autofree char *what
          = g_strdup_printf ("it has %u cells, and the first row %u", n, self->columns);

      if (n != self->columns)
        return refuse (self, r, what, error);
    }
  return TRUE;
}

/* ------------------------------------------------------------------ spectra */

/* A row a spectrum: what stands over the numbers are numbers too. */
static gboolean
is_lying (const Table *self)
{
  double number;

  for (guint c = 1; c < self->columns; c++)
    {
      const char *cell = get_cell (self, 0, c);

      if (cell[0] == '\0' || !read_number (self, cell, &number))
        return FALSE;
    }
  return !read_number (self, get_cell (self, 1, 0), &number)
         || get_cell (self, 1, 0)[0] == '\0';
}

/* "wavelength_nm", "Wavelength (µm)", "nm". */
static AeWavelengthUnits
find_units (const char *head)
{
  g_auto (GStrv) words = g_strsplit_set (head, " _()[]/,", -1);
  AeWavelengthUnits units = AE_WAVELENGTH_NONE;

  for (guint i = 0; words[i] != NULL && units == AE_WAVELENGTH_NONE; i++)
    units = ae_wavelength_units_from_string (words[i]);
  return units;
}

static gboolean
counts_bands (const char *head)
{
  return g_ascii_strcasecmp (head, "band") == 0 || g_ascii_strcasecmp (head, "bands") == 0;
}

/* With @by_rows a spectrum is a row. */
static const char *
get_at (const Table *self, gboolean by_rows, guint spectrum, guint band)
{
  return by_rows ? get_cell (self, spectrum, band) : get_cell (self, band, spectrum);
}

static AeSpectralLibrary *
make_library (const Table *self, GError **error)
{
  gboolean by_rows = is_lying (self);
  guint n = (by_rows ? self->rows->len : self->columns) - 1,
        bands = (by_rows ? self->columns : self->rows->len) - 1;
  g_autofree float *values = g_new (float, (gsize) n *bands);
  g_autofree double *nm = g_new (double, bands);
  g_auto (GStrv) names = g_new0 (char *, n + 1);
  AeWavelengthUnits units = find_units (get_cell (self, 0, 0));
  gboolean is_guessed = FALSE, has_nm = !counts_bands (get_cell (self, 0, 0));
  double number;

  for (guint b = 0; b < bands; b++)
    {
      if (!read_number (self, get_at (self, by_rows, 0, b + 1), &nm[b]) || isnan (nm[b]))
        {
          refuse (self, by_rows ? 0 : b + 1, "its wavelength is no number", error);
          return NULL;
        }
      for (guint i = 0; i < n; i++)
        if (read_number (self, get_at (self, by_rows, i + 1, b + 1), &number))
          values[(gsize) i * bands + b] = (float) number;
        else
          {
            refuse (self, by_rows ? i + 1 : b + 1, "a value is no number", error);
            return NULL;
          }
    }
  for (guint i = 0; i < n; i++)
    names[i] = g_utf8_make_valid (get_at (self, by_rows, i + 1, 0), -1);
  has_nm = has_nm && ae_wavelengths_convert (nm, NULL, bands, &units, &is_guessed);
  return ae_spectral_library_new_take (
      g_strdup (self->name), n, bands, g_steal_pointer (&values),
      has_nm ? g_steal_pointer (&nm) : NULL, has_nm && is_guessed, g_steal_pointer (&names));
}

/**
 * ae_spectral_library_load_csv:
 * @path: a table
 * @error: %AE_ERROR_NOT_FOUND, %AE_ERROR_TOO_LARGE, %AE_ERROR_DAMAGED naming the row
 *
 * Worker thread for large ones.
 *
 * Returns: (transfer full): the library; without wavelengths where its first column counts
 * bands or holds none.
 */
AeSpectralLibrary *
ae_spectral_library_load_csv (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  gboolean has_mark;
  AeSpectralLibrary *library = NULL;
  Table table = { .name = name };

  if (!ae_file_read (path, MOST_BYTES, &text, NULL, error))
    return NULL;
  has_mark = g_str_has_prefix (text, "\xef\xbb\xbf");
  parse (&table, text + (has_mark ? 3 : 0));
  if (check_shape (&table, error))
    library = make_library (&table, error);
  g_ptr_array_unref (table.rows);
  return library;
}
