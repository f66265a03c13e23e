/* test-spectral-library.c: libraries there and back, resampled, and real ones. */
#include <math.h>

#include "ae-error.h"
#include "ae-spectral-library-file.h"
#include "file-fixtures.h"

static AeSpectralLibrary *
make_library (void)
{
  static const float values[2][4] = { { 1, 2, 4, 8 }, { 0.5f, NAN, -3, 1e-7f } };
  static const double wavelengths[4] = { 400, 500, 700.125, 1000 };
  const char *names[] = { "Oak, leaf {green}", "Clay", NULL };

  return ae_spectral_library_new_take (
      g_strdup ("two"), 2, 4, g_memdup2 (values, sizeof values),
      g_memdup2 (wavelengths, sizeof wavelengths), FALSE, g_strdupv ((char **) names));
}

static void
test_there_and_back (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeSpectralLibrary) library = make_library ();
  g_autofree char *path = folder_path (folder, "two.sli");
  g_autofree char *header = folder_path (folder, "two.hdr");
  g_autoptr (GError) error = NULL;
  g_autoptr (AeSpectralLibrary) read = NULL;

  g_assert_true (ae_spectral_library_save (library, path, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&read, ae_spectral_library_unref);
      read = ae_spectral_library_new_load (i ? path : header, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ae_spectral_library_get_n_spectra (read), ==, 2);
      g_assert_cmpuint (ae_spectral_library_get_bands (read), ==, 4);
      g_assert_cmpmem (ae_spectral_library_get_spectrum (read, 0), 16,
                       ae_spectral_library_get_spectrum (library, 0), 16);
      g_assert_true (isnan (ae_spectral_library_get_spectrum (read, 1)[1]));
      g_assert_cmpfloat (ae_spectral_library_get_wavelengths_nm (read)[2], ==, 700.125);
      g_assert_false (ae_spectral_library_get_units_guessed (read));
      g_assert_cmpstr (ae_spectral_library_get_spectrum_name (read, 0), ==, "Oak  leaf  green");
      g_assert_cmpstr (ae_spectral_library_get_spectrum_name (read, 1), ==, "Clay");
    }
}

/* Tables as spreadsheets write them; the same two spectra each time. */
static void
test_tables (Folder *folder, gconstpointer unused)
{
  static const char *const texts[] = {
    "wavelength_nm,\"Oak, \"\"leaf\"\"\",Clay\n400,1,0.5\n500,2,\n700.125,4,-3\n",
    "\xef\xbb\xbfWavelength (um);Oak, "
    "\"leaf\";Clay\r\n0,4;1;0,5\r\n0,5;2;NaN\r\n\r\n0,700125;4;-3",
    "# from a field campaign\nnm\tOak, "
    "\"\"\"leaf\"\"\"\tClay\n400\t1\t5e-1\n500\t2\t\n700.125\t4\t-3",
    "name,400,500,700.125\n\"Oak, \"\"leaf\"\"\",1,2,4\nClay,0.5,,-3\n",
  };

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_autofree char *path = folder_path (folder, "table.csv");
      g_autoptr (GError) error = NULL;
      g_autoptr (AeSpectralLibrary) read = NULL;

      folder_write (folder, "table.csv", texts[t], strlen (texts[t]));
      read = ae_spectral_library_new_load (path, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (ae_spectral_library_get_n_spectra (read), ==, 2);
      g_assert_cmpuint (ae_spectral_library_get_bands (read), ==, 3);
      g_assert_cmpfloat_with_epsilon (ae_spectral_library_get_wavelengths_nm (read)[2], 700.125,
                                      1e-9);
      g_assert_cmpint (ae_spectral_library_get_units_guessed (read), ==, t == 3);
      g_assert_cmpfloat (ae_spectral_library_get_spectrum (read, 0)[2], ==, 4);
      g_assert_cmpfloat (ae_spectral_library_get_spectrum (read, 1)[0], ==, 0.5f);
      g_assert_true (isnan (ae_spectral_library_get_spectrum (read, 1)[1]));
      g_assert_cmpstr (ae_spectral_library_get_spectrum_name (read, 1), ==, "Clay");
      if (t != 1) /* quotes that do not begin a cell */
        g_assert_cmpstr (ae_spectral_library_get_spectrum_name (read, 0), ==, "Oak, \"leaf\"");
    }
}

static void
test_bad_tables (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *text, *words;
  } cases[] = {
    { "", "no rows" },
    { "wavelength,a\n", "no rows" },
    { "only\none\n", "one cell" },
    { "wavelength,a\n400,1\n500\n", "row 3: it has 1 cells" },
    { "wavelength,a\n400,1\nred,2\n", "row 3: its wavelength" },
    { "wavelength,a\n400,1\n500,two\n", "row 3: a value" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = folder_path (folder, "bad.csv");
      g_autoptr (GError) error = NULL;

      folder_write (folder, "bad.csv", cases[i].text, strlen (cases[i].text));
      g_assert_null (ae_spectral_library_new_load (path, &error));
      g_assert_error (error, AE_ERROR, AE_ERROR_DAMAGED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* Bands that are only counted give no wavelengths. */
static void
test_counted (Folder *folder, gconstpointer unused)
{
  const char *text = "band,a\n1,0.1\n2,0.2\n";
  g_autofree char *path = folder_path (folder, "counted.csv");
  g_autoptr (AeSpectralLibrary) read = NULL;

  folder_write (folder, "counted.csv", text, strlen (text));
  read = ae_spectral_library_new_load (path, NULL);
  g_assert_nonnull (read);
  g_assert_null (ae_spectral_library_get_wavelengths_nm (read));
}

static void
test_resampled (void)
{
  g_autoptr (AeSpectralLibrary) library = make_library ();
  const double at[6] = { 399, 400, 450, 700.125, 1000, 1001 };
  float out[6];

  ae_spectral_library_fill_resampled (library, 0, at, 6, out);
  g_assert_true (isnan (out[0]));
  g_assert_cmpfloat (out[1], ==, 1);
  g_assert_cmpfloat (out[2], ==, 1.5f);
  g_assert_cmpfloat (out[3], ==, 4);
  g_assert_cmpfloat (out[4], ==, 8);
  g_assert_true (isnan (out[5]));
  ae_spectral_library_fill_resampled (library, 1, at, 6, out);
  g_assert_cmpfloat (out[1], ==, 0.5f);
  g_assert_true (isnan (out[2]));
  ae_spectral_library_fill_resampled (library, 0, NULL, 4, out);
  g_assert_cmpfloat (out[2], ==, 4);
  ae_spectral_library_fill_resampled (library, 0, NULL, 5, out);
  g_assert_true (isnan (out[0]));
}

static void
test_refused (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *header;
    int code;
  } cases[] = {
    { "ENVI\nsamples=4\nlines=2\nbands=1\ndata type=4\ninterleave=bsq\n",
      AE_ERROR_UNSUPPORTED },
    { "ENVI\nsamples=4\nlines=2\nbands=2\ndata type=4\ninterleave=bsq\nfile type=ENVI Spectral "
      "Library\n",
      AE_ERROR_UNSUPPORTED },
    { "ENVI\nsamples=4\nlines=9\nbands=1\ndata type=4\ninterleave=bsq\nfile type=ENVI Spectral "
      "Library\n",
      AE_ERROR_SIZE_MISMATCH },
    { "not a header", AE_ERROR_UNKNOWN_FORMAT },
  };
  g_autofree char *path = folder_path (folder, "bad.hdr");

  folder_write (folder, "bad.sli", "12345678901234567890123456789012", 32);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      folder_write (folder, "bad.hdr", cases[i].header, -1);
      g_assert_null (ae_spectral_library_new_load (path, &error));
      g_assert_error (error, AE_ERROR, cases[i].code);
    }
}

static void
test_real (void)
{
  static const struct
  {
    const char *file, *name;
    guint n, bands;
    double first;
    guint n_deleted;
  } cases[] = {
    { "sli-berlin/library_berlin.sli", NULL, 75, 177, 460, 0 },
    { "sli-doubled-ext/vegSpec.sli", NULL, 2, 2151, 350, 144 },
    { "sli-usgs-s06av95/s06av95a_envi.hdr", NULL, 1365, 224, 365, 50067 },
  };
  const char *folder = g_getenv ("BANDLOOM_TEST_DATA");

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("no real files: set BANDLOOM_TEST_DATA to their folder");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, cases[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (AeSpectralLibrary) library = ae_spectral_library_new_load (path, &error);
      guint n_deleted = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (ae_spectral_library_get_n_spectra (library), ==, cases[i].n);
      g_assert_cmpuint (ae_spectral_library_get_bands (library), ==, cases[i].bands);
      g_assert_cmpfloat_with_epsilon (ae_spectral_library_get_wavelengths_nm (library)[0],
                                      cases[i].first, 40);
      for (guint s = 0; s < cases[i].n; s++)
        for (guint b = 0; b < cases[i].bands; b++)
          n_deleted += isnan (ae_spectral_library_get_spectrum (library, s)[b]) != 0;
      g_test_message ("%s: first %s, %.2f nm, %u deleted", cases[i].file,
                      ae_spectral_library_get_spectrum_name (library, 0),
                      ae_spectral_library_get_wavelengths_nm (library)[0], n_deleted);
      g_assert_cmpuint (n_deleted, ==, cases[i].n_deleted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/spectral-library/there-and-back", Folder, NULL, folder_set_up,
              test_there_and_back, folder_tear_down);
  g_test_add_func ("/spectral-library/resampled", test_resampled);
  g_test_add ("/spectral-library/tables", Folder, NULL, folder_set_up, test_tables,
              folder_tear_down);
  g_test_add ("/spectral-library/bad-tables", Folder, NULL, folder_set_up, test_bad_tables,
              folder_tear_down);
  g_test_add ("/spectral-library/counted", Folder, NULL, folder_set_up, test_counted,
              folder_tear_down);
  g_test_add ("/spectral-library/refused", Folder, NULL, folder_set_up, test_refused,
              folder_tear_down);
  g_test_add_func ("/spectral-library/real", test_real);
  return g_test_run ();
}
