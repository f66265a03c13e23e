/* ae-spectral-library-file.c: ENVI spectral libraries, read and written; tables are read by
 * ae-spectral-library-csv.c.
 *
 * A library is an image of one band whose lines are spectra and whose samples are their
 * channels; its list of wavelengths is as long as a line.
 */
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "ae-envi-pair.h"
#include "ae-error.h"
#include "ae-file.h"
#include "ae-envi-header.h"
#include "ae-raw.h"
#include "ae-scene.h"
#include "ae-spectral-library-file.h"
#include "ae-wavelengths.h"

/* Numbers of a library; the largest published one has a tenth of that. */
#define MAX_NUMBERS (64u << 20)

static gboolean
has_ending (const char *path, const char *ending)
{
  gsize n = strlen (path), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

static AeEnviHeader *
load_header (const char *path, char **header_path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  AeEnviHeader *header;

  *header_path = has_ending (path, ".hdr") ? g_strdup (path) : ae_envi_pair_find_header (path);
  if (*header_path == NULL || !g_file_test (*header_path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                   "%s: there is no such file, or no ENVI header beside it; a spectral library "
                   "needs its .hdr",
                   name);
      return NULL;
    }
  header = ae_envi_header_new_load (*header_path, error);
  if (header == NULL || ae_envi_header_get_kind (header) == AE_ENVI_HEADER_LIBRARY)
    return header;
  g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
               "%s is not a spectral library (its file type is “%s”); choose another file",
               name,
               ae_envi_header_get (header, "file type") != NULL
                   ? ae_envi_header_get (header, "file type")
                   : "not given");
  ae_envi_header_free (header);
  return NULL;
}

static gboolean
check_layout (const AeEnviHeader *header, const AeRawLayout *layout, GError **error)
{
  guint64 n = (guint64) layout->lines * layout->samples;

  if (layout->bands == 1 && n <= MAX_NUMBERS)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
               "%s describes %u spectra of %u channels in %u bands; a spectral library has one "
               "band and at most %u numbers",
               ae_envi_header_get_name (header), layout->lines, layout->samples, layout->bands,
               MAX_NUMBERS);
  return FALSE;
}

/* Markers of deleted channels, −1.23e34 and the declared one, become NAN. */
static void
mark_deleted (const AeEnviHeader *header, float *values, gsize n)
{
  guint n_ignore;
  g_autofree double *ignore
      = ae_envi_header_dup_numbers (header, "data ignore value", &n_ignore);
  float nodata = ignore != NULL ? (float) ignore[0] : NAN;

  for (gsize i = 0; i < n; i++)
    if (!(fabsf (values[i]) < AE_SCENE_HUGE) || values[i] == nodata)
      values[i] = NAN;
}

static float *
read_values (const AeEnviHeader *header, const char *header_path, AeRawLayout *layout,
             GError **error)
{
  guint64 expected = 0, size = 0;
  g_autofree char *data = NULL;
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;
  g_autofree float *values = NULL;
  gboolean ok;
  int fd;

  ae_raw_layout_get_size (layout, &expected);
  data = ae_envi_pair_find_data (header_path, ae_envi_header_get (header, "data file"),
                                 expected, &size);
  fd = data != NULL ? ae_file_open (data, AE_FILE_ANY_SIZE, &size, NULL) : -1;
  if (fd < 0)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                   "%s describes a data file of %" G_GUINT64_FORMAT
                   " bytes, and none that can be read lies beside it",
                   ae_envi_header_get_name (header), expected);
      return NULL;
    }
  name = g_path_get_basename (data);
  ok = ae_envi_header_check_size (header, name, size, FALSE, layout, &note, error);
  if (ok)
    {
      values = g_new (float, (gsize) layout->lines * layout->samples);
      ok = ae_raw_read_lines (fd, name, layout, 0, layout->lines, values, error);
    }
  close (fd);
  return ok ? g_steal_pointer (&values) : NULL;
}

/* (bands) nanometres; NULL where the header has none, or another number of them. */
static double *
dup_wavelengths (const AeEnviHeader *header, guint bands, gboolean *units_guessed)
{
  guint n;
  g_autofree char *word = NULL;
  g_autofree double *values = ae_envi_header_dup_wavelengths (header, bands, &n, &word);
  AeWavelengthUnits units = ae_wavelength_units_from_string (word);

  if (values == NULL || n != bands || units == AE_WAVELENGTH_RAMAN_SHIFT
      || !ae_wavelengths_convert (values, NULL, n, &units, units_guessed))
    return NULL;
  return g_steal_pointer (&values);
}

/**
 * ae_spectral_library_new_load:
 * @path: either half of an ENVI spectral library, or a table (.csv, .tsv, .txt)
 *
 * Worker thread for large ones.
 *
 * Returns: (transfer full): the library, or %NULL with %AE_ERROR_NOT_FOUND,
 * %AE_ERROR_UNSUPPORTED (not a library), %AE_ERROR_DAMAGED or %AE_ERROR_IO.
 */
AeSpectralLibrary *
ae_spectral_library_new_load (const char *path, GError **error)
{
  g_autofree char *header_path = NULL;
  g_autoptr (AeEnviHeader) header = NULL;
  gboolean units_guessed = FALSE;
  AeRawLayout layout;
  double *wavelengths_nm;
  float *values;

  if (has_ending (path, ".csv") || has_ending (path, ".tsv") || has_ending (path, ".txt"))
    return ae_spectral_library_load_csv (path, error);
  header = load_header (path, &header_path, error);
  if (header == NULL || !ae_envi_header_get_layout (header, &layout, error)
      || !check_layout (header, &layout, error))
    return NULL;
  values = read_values (header, header_path, &layout, error);
  if (values == NULL)
    return NULL;
  mark_deleted (header, values, (gsize) layout.lines * layout.samples);
  wavelengths_nm = dup_wavelengths (header, layout.samples, &units_guessed);
  return ae_spectral_library_new_take (g_path_get_basename (path), layout.lines, layout.samples,
                                       values, wavelengths_nm, units_guessed,
                                       ae_envi_header_dup_list (header, "spectra names"));
}

/* A comma or a brace in a name would end it for every reader. */
static void
append_names (GString *text, const AeSpectralLibrary *self)
{
  g_string_append (text, "spectra names = {");
  for (guint i = 0; i < ae_spectral_library_get_n_spectra (self); i++)
    {
      g_autofree char *name = g_strdelimit (
          g_strdup (ae_spectral_library_get_spectrum_name (self, i)), ",{}\n\r", ' ');

      g_string_append_printf (text, "%s\n %s", i > 0 ? "," : "", name);
    }
  g_string_append (text, "}\n");
}

static void
append_wavelengths (GString *text, const AeSpectralLibrary *self)
{
  const double *wavelengths_nm = ae_spectral_library_get_wavelengths_nm (self);
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (wavelengths_nm == NULL)
    return;
  g_string_append (text, "wavelength units = Nanometers\nwavelength = {");
  for (guint i = 0; i < ae_spectral_library_get_bands (self); i++)
    g_string_append_printf (text, "%s\n %s", i > 0 ? "," : "",
                            g_ascii_dtostr (number, sizeof number, wavelengths_nm[i]));
  g_string_append (text, "}\n");
}

static char *
make_header (const AeSpectralLibrary *self)
{
  GString *text = g_string_new ("ENVI\n");

  g_string_append_printf (text,
                          "samples = %u\nlines = %u\nbands = 1\nheader offset = 0\n"
                          "file type = ENVI Spectral Library\ndata type = 4\ninterleave = bsq\n"
                          "byte order = %d\n",
                          ae_spectral_library_get_bands (self),
                          ae_spectral_library_get_n_spectra (self),
                          G_BYTE_ORDER == G_BIG_ENDIAN);
  append_wavelengths (text, self);
  append_names (text, self);
  return g_string_free (text, FALSE);
}

/**
 * ae_spectral_library_save:
 * @path: of the data file, "x.sli"; the header goes to "x.hdr"
 *
 * Writes float32 in this machine's byte order, NAN for deleted channels; numbers in the
 * header have a decimal point whatever the locale. Each file is replaced whole or not at all.
 *
 * Returns: %FALSE with %AE_ERROR_IO.
 */
gboolean
ae_spectral_library_save (const AeSpectralLibrary *self, const char *path, GError **error)
{
  const float *values = ae_spectral_library_get_spectrum (self, 0);
  gsize bytes = (gsize) ae_spectral_library_get_n_spectra (self)
                * ae_spectral_library_get_bands (self) * sizeof *values;
  g_autofree char *stem
      = has_ending (path, ".sli") ? g_strndup (path, strlen (path) - 4) : g_strdup (path);
  g_autofree char *header_path = g_strconcat (stem, ".hdr", NULL);
  g_autofree char *text = make_header (self);

  return ae_file_write (path, values, bytes, error)
         && ae_file_write (header_path, text, strlen (text), error);
}
