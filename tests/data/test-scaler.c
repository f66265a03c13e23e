/* test-scaler.c: each scaling against its definition, and there and back again. */
#include "ae-error.h"
#include "ae-scaler.h"
#include "scene-fixtures.h"

/* 4 × 4 pixels, bands: rising, negative, constant, bad. */
static AeScene *
make_scene (void)
{
  AeSceneBuilder b = fixture_builder (4, 4, 4);

  for (guint p = 0; p < 16; p++)
    {
      b.cube[p * 4 + 0] = (float) p;
      b.cube[p * 4 + 1] = -100.0f - 2.0f * (float) p;
      b.cube[p * 4 + 2] = 7.5f;
      b.cube[p * 4 + 3] = 1e6f;
    }
  b.bad_bands = g_new0 (guint8, 4);
  b.bad_bands[3] = 1;
  return fixture_scene (&b);
}

static AeScaler *
fit (AeScene *scene, AeScaling scaling)
{
  guint32 pixels[16];
  g_autoptr (GError) error = NULL;
  AeScaler *scaler;

  for (guint i = 0; i < 16; i++)
    pixels[i] = 15 - i;
  scaler = ae_scaler_new_fit (scaling, scene, pixels, 16, &error);
  g_assert_no_error (error);
  return scaler;
}

static void
test_ranges (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  static const float expected[5][2][3] = {
    /* pixel 0, pixel 15 */
    { { -0.5f, 0.5f, 0 }, { 0.5f, -0.5f, 0 } },
    { { -7.5f / 130, 15.0f / 130, 0 }, { 7.5f / 130, -15.0f / 130, 0 } },
    { { -1.6269784f, 1.6269784f, 0 }, { 1.6269784f, -1.6269784f, 0 } },
    { { -7.5f / 145, 15.0f / 145, 0 }, { 7.5f / 145, -15.0f / 145, 0 } },
    { { 0, -100, 7.5f }, { 15, -130, 7.5f } },
  };

  for (guint s = 0; s <= AE_SCALING_NONE; s++)
    {
      g_autoptr (AeScaler) scaler = fit (scene, (AeScaling) s);
      float out[16 * 3];

      g_assert_cmpuint (ae_scaler_get_bands (scaler), ==, 3);
      ae_scaler_apply (scaler, ae_scene_peek_cube (scene), 4, ae_scene_get_good_bands (scene),
                       16, out);
      for (guint i = 0; i < 3; i++)
        {
          g_assert_cmpfloat_with_epsilon (out[i], expected[s][0][i], 1e-5);
          g_assert_cmpfloat_with_epsilon (out[15 * 3 + i], expected[s][1][i], 1e-5);
        }
    }
}

/* The deviation is that of the scaled numbers, whatever the scaling. */
static void
test_deviation (void)
{
  g_autoptr (AeScene) scene = make_scene ();

  for (guint s = 0; s < AE_SCALING_N; s++)
    {
      g_autoptr (AeScaler) scaler = fit (scene, (AeScaling) s);
      float out[16 * 3];

      ae_scaler_apply (scaler, ae_scene_peek_cube (scene), 4, ae_scene_get_good_bands (scene),
                       16, out);
      for (guint i = 0; i < 3; i++)
        {
          double sum = 0, squares = 0;

          for (guint p = 0; p < 16; p++)
            {
              sum += out[p * 3 + i];
              squares += (double) out[p * 3 + i] * out[p * 3 + i];
            }
          g_assert_cmpfloat_with_epsilon (ae_scaler_get_deviation (scaler)[i],
                                          sqrt (MAX (squares / 16 - sum * sum / 256, 0)), 2e-4);
        }
    }
}

static void
test_there_and_back (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  const guint *good = ae_scene_get_good_bands (scene);
  const guint picked[3] = { 0, 1, 3 };

  for (guint s = 0; s < AE_SCALING_N; s++)
    {
      g_autoptr (AeScaler) scaler = fit (scene, (AeScaling) s);
      float scaled[16 * 3], back[16 * 4], spread[4] = { 0, 0, -5, 0 };

      memset (back, 0, sizeof back);
      ae_scaler_apply (scaler, ae_scene_peek_cube (scene), 4, good, 16, scaled);
      ae_scaler_invert (scaler, scaled, 16, back, 4, good);
      for (guint p = 0; p < 16; p++)
        for (guint i = 0; i < 3; i++)
          g_assert_cmpfloat_with_epsilon (back[p * 4 + i],
                                          ae_scene_peek_cube (scene)[p * 4 + i], 1e-4);
      g_assert_cmpfloat (back[3], ==, 0.0f);
      ae_scaler_invert (scaler, scaled, 1, spread, 4, picked);
      g_assert_cmpfloat (spread[2], ==, -5.0f);
      g_assert_cmpfloat_with_epsilon (spread[3], 7.5, 1e-5);
    }
}

/* One pixel beyond all others makes the range of a band, and not that of its middle. */
static void
test_percentile (void)
{
  enum
  {
    N = 500
  };
  g_autofree float *rows = g_new (float, 2 * N);
  g_autoptr (AeScaler) hot = NULL;
  g_autoptr (AeScaler) plain = NULL;
  g_autoptr (AeScaler) band = NULL;

  for (guint p = 0; p < N; p++)
    {
      rows[2 * p] = (float) (p * 7 % N);
      rows[2 * p + 1] = 3;
    }
  plain = ae_scaler_new_fit_rows (AE_SCALING_PERCENTILE, rows, N, 2, NULL);
  rows[2 * 11] = 65535;
  hot = ae_scaler_new_fit_rows (AE_SCALING_PERCENTILE, rows, N, 2, NULL);
  band = ae_scaler_new_fit_rows (AE_SCALING_BAND, rows, N, 2, NULL);
  g_assert_cmpfloat_with_epsilon (ae_scaler_get_unit (plain)[0], N - 3, 1e-3);
  g_assert_cmpfloat_with_epsilon (ae_scaler_get_unit (hot)[0], N - 3, 3);
  g_assert_cmpfloat_with_epsilon (ae_scaler_get_offset (hot)[0],
                                  ae_scaler_get_offset (plain)[0], 2);
  g_assert_cmpfloat (ae_scaler_get_unit (band)[0], ==, 65535);
  g_assert_cmpfloat (ae_scaler_get_unit (hot)[1], ==, 1);
  g_assert_cmpfloat (ae_scaler_get_offset (hot)[1], ==, 3);
}

static void
test_names (void)
{
  AeScaling scaling = AE_SCALING_BAND;

  for (guint s = 0; s < AE_SCALING_N; s++)
    {
      g_assert_true (ae_scaling_from_string (ae_scaling_to_string ((AeScaling) s), &scaling));
      g_assert_cmpuint (scaling, ==, s);
    }
  g_assert_false (ae_scaling_from_string ("bands", &scaling));
  g_assert_false (ae_scaling_from_string (NULL, &scaling));
}

static void
test_values (void)
{
  const double offset[2] = { 10, -1 }, factor[2] = { 0.5, 4 };
  g_autoptr (AeScaler) scaler
      = ae_scaler_new_from_values (AE_SCALING_STANDARD, 2, offset, factor);
  const float in[2] = { 12, 0 };
  float out[2];

  ae_scaler_apply (scaler, in, 2, NULL, 1, out);
  g_assert_cmpfloat (out[0], ==, 1.0f);
  g_assert_cmpfloat (out[1], ==, 4.0f);
  g_assert_cmpint (ae_scaler_get_scaling (scaler), ==, AE_SCALING_STANDARD);
}

static void
test_no_pixels (void)
{
  g_autoptr (AeScene) scene = make_scene ();
  g_autoptr (GError) error = NULL;

  g_assert_null (ae_scaler_new_fit (AE_SCALING_BAND, scene, NULL, 0, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scaler/ranges", test_ranges);
  g_test_add_func ("/scaler/deviation", test_deviation);
  g_test_add_func ("/scaler/there-and-back", test_there_and_back);
  g_test_add_func ("/scaler/names", test_names);
  g_test_add_func ("/scaler/values", test_values);
  g_test_add_func ("/scaler/no-pixels", test_no_pixels);
  g_test_add_func ("/scaler/percentile", test_percentile);
  return g_test_run ();
}
