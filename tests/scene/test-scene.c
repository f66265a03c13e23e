/* test-scene.c: masks, bad bands, reading and sharing of scenes. */
#include "ae-error.h"
#include "scene-fixtures.h"

static void
test_plain (void)
{
  AeSceneBuilder b = fixture_builder (3, 4, 5);
  g_autoptr (AeScene) scene = fixture_scene (&b);
  float row[5], band[12], lines[2 * 4 * 5];
  const guint32 pixels[3] = { 11, 0, 6 };
  float rows[3 * 5];

  g_assert_null (b.cube);
  g_assert_cmpuint (ae_scene_get_n_pixels (scene), ==, 12);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 5);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
  g_assert_cmpuint (ae_scene_get_n_warnings (scene), ==, 0);
  g_assert_true (ae_scene_read_pixel (scene, 7, row, NULL));
  g_assert_cmpfloat (row[3], ==, fixture_value (7, 3));
  g_assert_true (ae_scene_read_band (scene, 2, band, NULL));
  g_assert_cmpfloat (band[11], ==, fixture_value (11, 2));
  g_assert_true (ae_scene_read_lines (scene, 1, 2, lines, NULL));
  g_assert_cmpfloat (lines[5], ==, fixture_value (5, 0));
  g_assert_true (ae_scene_read_pixels (scene, pixels, 3, rows, NULL));
  g_assert_cmpfloat (rows[1 * 5 + 4], ==, fixture_value (0, 4));
  g_assert_cmpfloat (rows[2 * 5 + 1], ==, fixture_value (6, 1));
}

static void
test_not_finite (void)
{
  AeSceneBuilder b = fixture_builder (4, 4, 3);
  g_autoptr (AeScene) scene = NULL;

  b.cube[5 * 3 + 1] = NAN;
  b.cube[6 * 3 + 2] = INFINITY;
  b.cube[7 * 3 + 0] = -1.23e34f;
  scene = fixture_scene (&b);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 3);
  for (guint p = 0; p < 16; p++)
    g_assert_cmpint (ae_scene_is_masked (scene, p), ==, p >= 5 && p <= 7);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 3);
}

/* A band that is bad already does not mask the pixels in which it is not a number. */
static void
test_bad_band_is_ignored (void)
{
  AeSceneBuilder b = fixture_builder (4, 4, 3);
  g_autoptr (AeScene) scene = NULL;

  b.bad_bands = g_new0 (guint8, 3);
  b.bad_bands[1] = 1;
  for (guint p = 0; p < 16; p += 2)
    b.cube[p * 3 + 1] = NAN;
  scene = fixture_scene (&b);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 2);
  g_assert_cmpuint (ae_scene_get_good_bands (scene)[1], ==, 2);
  g_assert_true (ae_scene_is_bad_band (scene, 1));
}

static void
test_empty_bands (void)
{
  AeSceneBuilder b = fixture_builder (4, 4, 4);
  g_autoptr (AeScene) scene = NULL;

  b.has_nodata = TRUE;
  b.nodata = -9999;
  for (guint p = 0; p < 16; p++)
    b.cube[p * 4 + 2] = p % 2 ? -9999.0f : NAN;
  for (guint p = 0; p < 10; p++)
    b.cube[p * 4 + 3] = NAN;
  for (guint i = 0; i < 4; i++)
    b.cube[3 * 4 + i] = -9999.0f;
  scene = fixture_scene (&b);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 2);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 1);
  g_assert_true (ae_scene_is_masked (scene, 3));
  g_assert_cmpuint (ae_scene_get_n_warnings (scene), ==, 2);
  g_assert_nonnull (strstr (ae_scene_get_warning (scene, 0), "band 3"));
}

/* −9999 is never a measurement; 0 may be one, unless a pixel holds nothing else. */
static void
test_nodata (void)
{
  for (guint soft = 0; soft < 2; soft++)
    {
      AeSceneBuilder b = fixture_builder (4, 4, 3);
      float nodata = soft ? 0.0f : -9999.0f;
      g_autoptr (AeScene) scene = NULL;

      b.has_nodata = TRUE;
      b.nodata = nodata;
      b.cube[5 * 3 + 1] = nodata;
      for (guint i = 0; i < 3; i++)
        b.cube[9 * 3 + i] = nodata;
      scene = fixture_scene (&b);
      g_assert_true (ae_scene_is_masked (scene, 9));
      g_assert_cmpint (ae_scene_is_masked (scene, 5), ==, !soft);
    }
}

static void
test_nothing_left (void)
{
  AeSceneBuilder b = fixture_builder (2, 2, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error2 = NULL;
  g_autoptr (GError) error3 = NULL;

  for (guint i = 0; i < 12; i++)
    b.cube[i] = NAN;
  g_assert_null (ae_scene_new_take (&b, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
  g_assert_nonnull (strstr (error->message, "fixture"));

  b = fixture_builder (2, 2, 3);
  b.bad_bands = g_new (guint8, 3);
  memset (b.bad_bands, 1, 3);
  g_assert_null (ae_scene_new_take (&b, &error2));
  g_assert_error (error2, AE_ERROR, AE_ERROR_NO_DATA);

  b = fixture_builder (2, 2, 3);
  b.bands = 0;
  g_assert_null (ae_scene_new_take (&b, &error3));
  g_assert_error (error3, AE_ERROR, AE_ERROR_DAMAGED);
}

/* A constant cube is odd, not empty. */
static void
test_constant (void)
{
  AeSceneBuilder b = fixture_builder (2, 2, 3);
  g_autoptr (AeScene) scene = NULL;

  memset (b.cube, 0, 12 * sizeof *b.cube);
  scene = fixture_scene (&b);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
}

static void
test_find_band (void)
{
  AeSceneBuilder b = fixture_builder (2, 2, 4);
  g_autoptr (AeScene) scene = NULL;

  b.wavelengths_nm = g_new (double, 4);
  for (guint i = 0; i < 4; i++)
    b.wavelengths_nm[i] = 450 + 50 * i;
  b.bad_bands = g_new0 (guint8, 4);
  b.bad_bands[2] = 1;
  b.units = AE_WAVELENGTH_NANOMETRES;
  scene = fixture_scene (&b);
  g_assert_cmpuint (ae_scene_find_band (scene, 0), ==, 0);
  g_assert_cmpuint (ae_scene_find_band (scene, 510), ==, 1);
  g_assert_cmpuint (ae_scene_find_band (scene, 552), ==, 3);
  g_assert_cmpuint (ae_scene_find_band (scene, 1e9), ==, 3);
}

static void
test_labels_share_pixels (void)
{
  AeSceneBuilder b = fixture_builder (2, 3, 4);
  AeScene *scene = fixture_scene (&b);
  guint16 *labels = g_new0 (guint16, 6);
  g_autoptr (AeScene) twin = NULL;
  float row[4];

  labels[4] = 7;
  twin = ae_scene_dup_with_labels (scene, labels, 0, NULL);
  g_assert_true (ae_scene_peek_cube (twin) == ae_scene_peek_cube (scene));
  g_assert_null (ae_scene_get_labels (scene));
  ae_scene_unref (scene);
  g_assert_cmpuint (ae_scene_get_n_classes (twin), ==, 8);
  g_assert_cmpuint (ae_scene_get_labels (twin)[4], ==, 7);
  g_assert_true (ae_scene_read_pixel (twin, 5, row, NULL));
  g_assert_cmpfloat (row[3], ==, fixture_value (5, 3));
}

/* Twins of twins: each change keeps those before it, and the pixels stay one. */
static void
test_twins (void)
{
  AeSceneBuilder b = fixture_builder (2, 3, 3);
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScene) labelled = NULL;
  g_autoptr (AeScene) metric = NULL;
  g_autoptr (AeScene) fewer = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 bad[3] = { 0, 1, 0 }, all[3] = { 1, 1, 1 };
  guint8 water[3];
  guint16 *labels = g_new0 (guint16, 6);

  labels[0] = 2;
  b.wavelengths_nm = g_new (double, 3);
  for (guint i = 0; i < 3; i++)
    b.wavelengths_nm[i] = 1000 + 450 * i;
  b.units = AE_WAVELENGTH_NANOMETRES;
  b.units_guessed = TRUE;
  scene = fixture_scene (&b);
  labelled = ae_scene_dup_with_labels (scene, labels, 0, NULL);
  metric = ae_scene_dup_with_units (labelled, AE_WAVELENGTH_WAVENUMBERS, &error);
  g_assert_no_error (error);
  fewer = ae_scene_dup_with_bad_bands (metric, bad, &error);
  g_clear_pointer (&labelled, ae_scene_unref);
  g_clear_pointer (&metric, ae_scene_unref);
  g_assert_cmpuint (ae_scene_get_labels (fewer)[0], ==, 2);
  g_assert_cmpfloat (ae_scene_get_wavelengths_nm (fewer)[0], ==, 10000);
  g_assert_false (ae_scene_get_units_guessed (fewer));
  g_assert_cmpuint (ae_scene_get_n_good_bands (fewer), ==, 2);
  g_assert_true (ae_scene_peek_cube (fewer) == ae_scene_peek_cube (scene));
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 3);
  g_assert_cmpuint (ae_scene_fill_water_bands (scene, water), ==, 2);
  g_assert_cmpuint (water[0], ==, 0);
  g_assert_null (ae_scene_dup_with_units (scene, AE_WAVELENGTH_MICROMETRES, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (ae_scene_dup_with_bad_bands (scene, all, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
}

/* A source that counts what is asked of it. */
typedef struct
{
  guint samples, bands, n_lines, n_freed;
} Source;

static gboolean
read_cb (gpointer data, guint first_line, guint n_lines, float *out, GError **error)
{
  Source *source = data;

  source->n_lines += n_lines;
  for (gsize p = 0; p < (gsize) n_lines * source->samples; p++)
    for (guint i = 0; i < source->bands; i++)
      out[p * source->bands + i] = fixture_value ((gsize) first_line * source->samples + p, i);
  return TRUE;
}

static void
free_cb (gpointer data)
{
  ((Source *) data)->n_freed++;
}

static void
test_on_demand (void)
{
  AeSceneBuilder b = { 0 };
  Source source = { 6, 3, 0, 0 };
  const guint32 pixels[4] = { 47, 2, 3, 44 };
  float rows[4 * 3], band[48];
  AeScene *scene;

  b.lines = 8;
  b.samples = 6;
  b.bands = 3;
  b.source = &source;
  b.read = read_cb;
  b.source_free = free_cb;
  scene = fixture_scene (&b);
  g_assert_null (ae_scene_peek_cube (scene));
  g_assert_true (ae_scene_read_pixels (scene, pixels, 4, rows, NULL));
  g_assert_cmpuint (source.n_lines, ==, 2);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (rows[i * 3 + 2], ==, fixture_value (pixels[i], 2));
  g_assert_true (ae_scene_read_band (scene, 1, band, NULL));
  for (guint p = 0; p < 48; p++)
    g_assert_cmpfloat (band[p], ==, fixture_value (p, 1));
  ae_scene_unref (scene);
  g_assert_cmpuint (source.n_freed, ==, 1);
}

static gpointer
share_cb (gpointer data)
{
  for (guint i = 0; i < 100000; i++)
    ae_scene_unref (ae_scene_ref (data));
  return NULL;
}

static void
test_threads (void)
{
  AeSceneBuilder b = fixture_builder (2, 2, 2);
  g_autoptr (AeScene) scene = fixture_scene (&b);
  GThread *other = g_thread_new ("share", share_cb, scene);

  share_cb (scene);
  g_thread_join (other);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/plain", test_plain);
  g_test_add_func ("/scene/not-finite", test_not_finite);
  g_test_add_func ("/scene/bad-band-is-ignored", test_bad_band_is_ignored);
  g_test_add_func ("/scene/empty-bands", test_empty_bands);
  g_test_add_func ("/scene/nodata", test_nodata);
  g_test_add_func ("/scene/nothing-left", test_nothing_left);
  g_test_add_func ("/scene/constant", test_constant);
  g_test_add_func ("/scene/find-band", test_find_band);
  g_test_add_func ("/scene/labels-share-pixels", test_labels_share_pixels);
  g_test_add_func ("/scene/twins", test_twins);
  g_test_add_func ("/scene/on-demand", test_on_demand);
  g_test_add_func ("/scene/threads", test_threads);
  return g_test_run ();
}
