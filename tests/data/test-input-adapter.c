/* test-feed.c: a model is fed the bands that it was trained on, or nothing: another grid is
 * refused, or interpolated where that is asked for, with known answers. */
#include "ae-error.h"
#include "ae-input-adapter.h"
#include "scene-fixtures.h"

/* A scene whose value at a wavelength is that wavelength: linear, so interpolation is exact. */
static AeScene *
make_scene (double first_nm, double step_nm, guint bands, const guint8 *bad)
{
  AeSceneBuilder b = fixture_builder (3, 4, bands);

  b.wavelengths_nm = g_new (double, bands);
  for (guint i = 0; i < bands; i++)
    b.wavelengths_nm[i] = first_nm + step_nm * i;
  for (gsize p = 0; p < 12; p++)
    for (guint i = 0; i < bands; i++)
      b.cube[p * bands + i] = (float) (b.wavelengths_nm[i] * (1 + (double) p / 10));
  if (bad != NULL)
    b.bad_bands = g_memdup2 (bad, bands);
  return fixture_scene (&b);
}

static AeInput *
make_input (AeScene *scene)
{
  guint bands = ae_scene_get_n_good_bands (scene);
  g_autofree double *offset = g_new (double, bands);
  g_autofree double *factor = g_new (double, bands);
  g_autoptr (AeScaler) scaler = NULL;

  for (guint i = 0; i < bands; i++)
    {
      offset[i] = 100;
      factor[i] = 0.5;
    }
  scaler = ae_scaler_new_from_values (AE_SCALING_BAND, bands, offset, factor);
  return ae_input_new (scene, scaler);
}

static void
assert_refused (AeInput *input, AeScene *scene, gboolean resample, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ae_input_adapter_new (input, scene, resample, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, word));
}

/* Each model band of each pixel is (wavelength × (1 + p / 10) − 100) / 2. */
static void
assert_fed (AeInput *input, AeScene *scene, gboolean resample, guint resampled)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeInputAdapter) adapter = ae_input_adapter_new (input, scene, resample, &error);
  guint bands = ae_input_get_bands (input);
  const double *nm = ae_input_get_wavelengths_nm (input);
  g_autofree float *out = g_new (float, (gsize) 12 * bands);
  guint32 pixels[12];
  gsize n;

  g_assert_no_error (error);
  g_assert_cmpuint (ae_input_adapter_count_resampled (adapter), ==, resampled);
  g_assert_true (ae_input_adapter_read_lines (adapter, 1, 2, out, pixels, &n, &error));
  g_assert_cmpuint (n, ==, 8);
  for (gsize i = 0; i < n; i++)
    for (guint b = 0; b < bands; b++)
      {
        double wanted = (nm[b] * (1 + (double) pixels[i] / 10) - 100) / 2;

        g_assert_cmpuint (pixels[i], ==, 4 + i);
        g_assert_cmpfloat_with_epsilon (out[i * bands + b], wanted, 0.01);
      }
}

static void
test_same_grid (void)
{
  g_autoptr (AeScene) scene = make_scene (400, 10, 20, NULL);
  g_autoptr (AeScene) rounded = make_scene (400.004, 10, 20, NULL);
  g_autoptr (AeInput) input = make_input (scene);

  assert_fed (input, scene, FALSE, 0);
  assert_fed (input, scene, TRUE, 0);
  assert_fed (input, rounded, FALSE, 0);
}

static void
test_other_grid (void)
{
  g_autoptr (AeScene) scene = make_scene (400, 10, 20, NULL); /* to 590 */
  g_autoptr (AeScene) shifted = make_scene (395, 10, 21, NULL);
  g_autoptr (AeScene) finer = make_scene (390, 5, 60, NULL);
  g_autoptr (AeScene) shorter = make_scene (420, 10, 20, NULL);
  g_autoptr (AeInput) input = make_input (scene);

  assert_refused (input, shifted, FALSE, "resampling");
  assert_fed (input, shifted, TRUE, 20);
  assert_refused (input, finer, FALSE, "60 from 390");
  assert_fed (input, finer, TRUE, 0);
  assert_refused (input, shorter, TRUE, "2 of the model's 20 bands");
}

static void
test_bad_bands (void)
{
  guint8 bad[20] = { 0 };
  g_autoptr (AeScene) scene = make_scene (400, 10, 20, NULL);
  g_autoptr (AeScene) holed = NULL;
  g_autoptr (AeInput) all = make_input (scene);
  g_autoptr (AeInput) some = NULL;
  g_autoptr (AeInputAdapter) adapter = NULL;

  bad[7] = bad[8] = bad[9] = 1;
  holed = make_scene (400, 10, 20, bad);
  some = make_input (holed);
  assert_refused (all, holed, FALSE, "band 8");
  assert_fed (all, holed, TRUE, 3);
  adapter = ae_input_adapter_new (all, holed, TRUE, NULL);
  g_assert_cmpuint (ae_input_adapter_count_bridged (adapter), ==, 3);
  assert_fed (some, scene, FALSE, 0); /* what it does not know it does not miss */
  assert_fed (some, holed, FALSE, 0);
}

static void
test_no_wavelengths (void)
{
  AeSceneBuilder b = fixture_builder (3, 4, 20), c = fixture_builder (3, 4, 21);
  g_autoptr (AeScene) with = make_scene (400, 10, 20, NULL);
  g_autoptr (AeScene) without = fixture_scene (&b);
  g_autoptr (AeScene) more = fixture_scene (&c);
  g_autoptr (AeInput) knows = make_input (with);
  g_autoptr (AeInput) numbered = make_input (without);
  g_autoptr (AeInputAdapter) adapter = NULL;

  assert_refused (knows, without, TRUE, "has none");
  assert_refused (numbered, with, TRUE, "cannot be compared");
  assert_refused (numbered, more, TRUE, "20 bands");
  adapter = ae_input_adapter_new (numbered, without, FALSE, NULL);
  g_assert_nonnull (adapter);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feed/same-grid", test_same_grid);
  g_test_add_func ("/feed/other-grid", test_other_grid);
  g_test_add_func ("/feed/bad-bands", test_bad_bands);
  g_test_add_func ("/feed/no-wavelengths", test_no_wavelengths);
  return g_test_run ();
}
