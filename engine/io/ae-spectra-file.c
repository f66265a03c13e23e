/* ae-spectra-file.c: CSV for tables, .npy for NumPy, and ENVI spectral libraries. Whole files
 * are made in memory and put in place at once.
 */
#include "ae-spectra-file.h"

#include <gio/gio.h>
#include <string.h>

#include "ae-error.h"
#include "ae-file.h"
#include "ae-npy.h"
#include "ae-spectral-library-file.h"

static gboolean
has_ending (const char *path, const char *ending)
{
  gsize n = strlen (path), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

/* ------------------------------------------------------------------ CSV */

/* Quoted where a comma, a quote or a line break would part it (RFC 4180). */
static void
add_text (GString *out, const char *text)
{
  if (strpbrk (text, ",\"\n\r") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *text);
    }
  g_string_append_c (out, '"');
}

/* With a point, whatever the locale. */
static void
add_number (GString *out, const char *format, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (out, g_ascii_formatd (text, sizeof text, format, value));
}

static gboolean
save_csv (const char *path, const float *spectra, guint n, guint bands,
          const double *wavelengths_nm, const char *const *names, GError **error)
{
  g_autoptr (GString) out = g_string_new (wavelengths_nm != NULL ? "wavelength_nm" : "band");

  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (out, ',');
      add_text (out, names[i]);
    }
  for (guint j = 0; j < bands; j++)
    {
      g_string_append_c (out, '\n');
      add_number (out, "%.10g", wavelengths_nm != NULL ? wavelengths_nm[j] : j + 1.0);
      for (guint i = 0; i < n; i++)
        {
          g_string_append_c (out, ',');
          add_number (out, "%.9g", (double) spectra[(gsize) i * bands + j]);
        }
    }
  g_string_append_c (out, '\n');
  return ae_file_write (path, out->str, out->len, error);
}

/* ------------------------------------------------------------------ NumPy */

static gboolean
save_npy (const char *path, const float *spectra, guint n, guint bands, GError **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree char *shape = g_strdup_printf ("(%u, %u)", n, bands);

  ae_npy_append_header (out, "<f4", shape);
  ae_npy_append_floats (out, spectra, (gsize) n * bands);
  return ae_file_write (path, out->data, out->len, error);
}

/* ------------------------------------------------------------------ ENVI */

static gboolean
save_library (const char *path, const float *spectra, guint n, guint bands,
              const double *wavelengths_nm, const char *const *names, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (AeSpectralLibrary) library = ae_spectral_library_new_take (
      g_steal_pointer (&name), n, bands,
      g_memdup2 (spectra, (gsize) n * bands * sizeof *spectra),
      wavelengths_nm != NULL ? g_memdup2 (wavelengths_nm, bands * sizeof *wavelengths_nm)
                             : NULL,
      FALSE, g_strdupv ((char **) names));

  return ae_spectral_library_save (library, path, error);
}

/**
 * ae_spectra_save:
 * @path: the ending says the format: .csv (a column a spectrum), .npy (a row a spectrum), or
 *   .sli (an ENVI spectral library, its header beside it)
 * @spectra: (n, bands)
 * @n: at least 1
 * @bands: at least 1
 * @wavelengths_nm: (nullable) (bands)
 * @names: (nullable) (array zero-terminated=1): of the spectra; %NULL numbers them
 * @error: AE_ERROR_INVALID for another ending, AE_ERROR_IO
 *
 * Replaces what was there. Any thread.
 *
 * Returns: whether it is written.
 */
gboolean
ae_spectra_save (const char *path, const float *spectra, guint n, guint bands,
                 const double *wavelengths_nm, const char *const *names, GError **error)
{
  g_auto (GStrv) numbered = g_new0 (char *, n + 1);
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < n; i++)
    numbered[i] = g_strdup_printf ("Spectrum %u", i + 1);
  if (names == NULL)
    names = (const char *const *) numbered;
  if (has_ending (path, ".csv"))
    return save_csv (path, spectra, n, bands, wavelengths_nm, names, error);
  if (has_ending (path, ".npy"))
    return save_npy (path, spectra, n, bands, error);
  if (has_ending (path, ".sli"))
    return save_library (path, spectra, n, bands, wavelengths_nm, names, error);
  return ae_error_set (error, AE_ERROR_INVALID,
                       "%s: the ending says the format of spectra; give " AE_SPECTRA_ENDINGS,
                       name);
}
