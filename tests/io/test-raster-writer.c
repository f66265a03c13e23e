/* test-raster-writer.c: what is written in ENVI, GeoTIFF and NumPy is read again with the same
 * numbers, wavelengths, georeference and gaps; what fails leaves nothing behind. */
#include "ae-error.h"
#include "ae-raster-writer.h"
#include "file-fixtures.h"
#include "scene-fixtures.h"

#include <locale.h>
#include <signal.h>
#include <sys/resource.h>

#define LINES   7
#define SAMPLES 5
#define BANDS   4

static const double wavelengths[BANDS] = { 400.25, 500.5, 610.123456, 2500 };
static const double transform[6] = { 500000.5, 30, 0, 4649776.25, 0, -30 };

/* Scenes with an owner's georeference, for the writer to copy. */
static AeScene *
make_like (void)
{
  AeSceneBuilder b = fixture_builder (LINES, SAMPLES, BANDS);

  memcpy (b.geotransform, transform, sizeof transform);
  b.has_georeference = TRUE;
  b.projection = g_strdup (
      "PROJCS[\"WGS 84 / UTM zone 33N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
      "84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]"
      "]"
      ",PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER["
      "\"central_meridian\",15],PARAMETER[\"scale_factor\",0.9996],PARAMETER[\"false_easting\","
      "500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]");
  return fixture_scene (&b);
}

static float
value_at (gsize pixel, guint band)
{
  return pixel == 11 ? (float) NAN : fixture_value (pixel, band) / 3;
}

static void
fill_lines (guint first, guint n, float *out)
{
  for (gsize p = 0; p < (gsize) n * SAMPLES; p++)
    for (guint b = 0; b < BANDS; b++)
      out[p * BANDS + b] = value_at (first * SAMPLES + p, b);
}

/* In strips of three lines, the last of one. */
static void
write_all (const char *path, const AeScene *like)
{
  AeRasterInfo info = { .lines = LINES,
                        .samples = SAMPLES,
                        .bands = BANDS,
                        .description = "a test",
                        .wavelengths_nm = wavelengths,
                        .like = like };
  g_autoptr (GError) error = NULL;
  g_autoptr (AeRasterWriter) writer = ae_raster_writer_new (path, &info, &error);
  float lines[3 * SAMPLES * BANDS];

  g_assert_no_error (error);
  for (guint first = 0; first < LINES; first += 3)
    {
      guint n = MIN (3, LINES - first);

      fill_lines (first, n, lines);
      g_assert_true (ae_raster_writer_write (writer, first, n, lines, &error));
    }
  g_assert_true (ae_raster_writer_finish (writer, &error));
  g_assert_no_error (error);
}

static void
assert_numbers (AeScene *scene)
{
  float row[BANDS];

  g_assert_cmpuint (ae_scene_get_lines (scene), ==, LINES);
  g_assert_cmpuint (ae_scene_get_samples (scene), ==, SAMPLES);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, BANDS);
  for (gsize p = 0; p < LINES * SAMPLES; p++)
    {
      g_assert_cmpint (ae_scene_is_masked (scene, p), ==, p == 11);
      g_assert_true (ae_scene_read_pixel (scene, p, row, NULL));
      for (guint b = 0; b < BANDS && p != 11; b++)
        g_assert_cmpfloat (row[b], ==, value_at (p, b));
    }
}

static void
assert_wavelengths (AeScene *scene)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);

  g_assert_nonnull (nm);
  for (guint b = 0; b < BANDS; b++)
    g_assert_cmpfloat_with_epsilon (nm[b], wavelengths[b], 1e-6);
}

static void
assert_georeference (AeScene *scene)
{
  double found[6];
  const char *projection = NULL;

  g_assert_true (ae_scene_get_georeference (scene, found, &projection));
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (found[i], transform[i], 1e-6);
  g_assert_nonnull (projection);
  g_assert_nonnull (strstr (projection, "UTM"));
}

/* A locale with a decimal comma, where the system has one: files must not change by it. */
static void
set_comma (void)
{
  static const char *const names[]
      = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (setlocale (LC_ALL, names[i]) != NULL)
      return;
  g_test_message ("no locale with a decimal comma is installed");
}

static void
test_round_trip (Folder *folder, gconstpointer data)
{
  const char *name = data;
  gboolean is_npy = g_str_has_suffix (name, ".npy");
  g_autofree char *path = folder_path (folder, name);
  g_autoptr (AeScene) like = make_like ();
  g_autoptr (AeScene) scene = NULL;

  set_comma ();
  write_all (path, like);
  setlocale (LC_ALL, "C");
  scene = folder_open (folder, name, NULL);
  assert_numbers (scene);
  if (!is_npy)
    {
      assert_wavelengths (scene);
      assert_georeference (scene);
    }
}

static void
test_refused (Folder *folder, gconstpointer data)
{
  AeRasterInfo info = { .lines = 1, .samples = 1, .bands = 1 };
  g_autofree char *unknown = folder_path (folder, "a.png");
  g_autofree char *nowhere = folder_path (folder, "no/a.npy");
  g_autofree char *nowhere_too = folder_path (folder, "no/a.img");
  g_autoptr (GError) error = NULL;

  g_assert_null (ae_raster_writer_new (unknown, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (ae_raster_writer_new (nowhere, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (ae_raster_writer_new (nowhere_too, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
}

/* The scene that is read is not written over. */
static void
test_not_itself (Folder *folder, gconstpointer data)
{
  g_autofree char *path = folder_path (folder, "mine.img");
  g_autofree char *header = folder_path (folder, "mine.hdr");
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  AeRasterInfo info = { .lines = LINES, .samples = SAMPLES, .bands = 1 };

  write_all (path, NULL);
  scene = folder_open (folder, "mine.hdr", NULL);
  info.like = scene;
  g_assert_null (ae_raster_writer_new (path, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (ae_raster_writer_new (header, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  assert_numbers (scene);
}

/* A full disk: an error, and no half file. */
static void
test_full_disk (Folder *folder, gconstpointer data)
{
  g_autofree char *path = folder_path (folder, data);
  AeRasterInfo info = { .lines = 64, .samples = 64, .bands = 8 };
  g_autofree float *lines = g_new0 (float, 64 * 64 * 8);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeRasterWriter) writer = NULL;
  struct rlimit old, low;

  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  low = old;
  low.rlim_cur = 20000;
  writer = ae_raster_writer_new (path, &info, &error);
  g_assert_no_error (error);
  setrlimit (RLIMIT_FSIZE, &low);
  g_assert_false (ae_raster_writer_write (writer, 0, 64, lines, &error)
                  && ae_raster_writer_finish (writer, &error));
  ae_raster_writer_free (g_steal_pointer (&writer));
  setrlimit (RLIMIT_FSIZE, &old);
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
add (const char *path, const void *data, void (*test) (Folder *, gconstpointer))
{
  g_test_add (path, Folder, data, folder_set_up, test, folder_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/raster-writer/envi", "a.img", test_round_trip);
  add ("/raster-writer/envi-by-header", "b.hdr", test_round_trip);
  add ("/raster-writer/geotiff", "a.tif", test_round_trip);
  add ("/raster-writer/npy", "a.npy", test_round_trip);
  add ("/raster-writer/refused", NULL, test_refused);
  add ("/raster-writer/not-itself", NULL, test_not_itself);
  add ("/raster-writer/full-disk/npy", "full.npy", test_full_disk);
  add ("/raster-writer/full-disk/envi", "full.img", test_full_disk);
  add ("/raster-writer/full-disk/geotiff", "full.tif", test_full_disk);
  return g_test_run ();
}
