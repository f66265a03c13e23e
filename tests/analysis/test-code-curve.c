/* test-code-curve.c: scenes whose noise and dimension are known: recovered, or said to be
 * unknown; the curve against PCA's own errors one by one. */
#include "ae-code-curve.h"
#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-rng.h"

#include <math.h>
#include <string.h>

#define BANDS     40
#define MATERIALS 6

/* What a made-up scene is like. */
typedef struct
{
  guint lines, samples;
  double noise;         /* of a band, before its own factor; scene units */
  guint constant_bands; /* at the end */
  guint masked;         /* pixels at the beginning that hold nonsense */
  gboolean is_smooth;   /* abundances change slowly over the scene */
} Recipe;

/* Noise is not the same in all bands. */
static double
get_noise (const Recipe *recipe, guint band)
{
  return recipe->noise * (1.0 + (double) (band % 4));
}

static void
fill_abundances (const Recipe *recipe, guint pixel, AeRng *rng, double *out)
{
  double x = (pixel % recipe->samples) / (double) recipe->samples, sum = 0;
  double y = (pixel / recipe->samples) / (double) recipe->lines;

  for (guint m = 0; m < MATERIALS; m++)
    {
      out[m] = recipe->is_smooth ? 1.2 + sin (1.7 * (m + 1) * x + m) * cos ((m + 1) * y)
                                 : ae_rng_uniform (rng);
      sum += out[m];
    }
  for (guint m = 0; m < MATERIALS; m++)
    out[m] /= sum;
}

/* Parts that sum to one of six spectra, and noise. */
static AeScene *
make_scene (const Recipe *recipe)
{
  AeSceneBuilder b = { 0 };
  g_autoptr (GError) error = NULL;
  gsize n = (gsize) recipe->lines * recipe->samples;
  AeScene *scene;
  AeRng rng;

  ae_rng_init (&rng, 11, AE_STREAM_SAMPLE, 0);
  b.name = g_strdup ("made");
  b.lines = recipe->lines;
  b.samples = recipe->samples;
  b.bands = BANDS;
  b.cube = g_new (float, n *BANDS);
  b.mask = g_new0 (guint8, n);
  for (guint p = 0; p < n; p++)
    {
      double parts[MATERIALS];

      fill_abundances (recipe, p, &rng, parts);
      for (guint j = 0; j < BANDS; j++)
        {
          double value = 0;

          for (guint m = 0; m < MATERIALS; m++)
            value += parts[m] * (1000 + 400 * sin (0.13 * (m + 1) * j + 2 * m));
          value += get_noise (recipe, j) * ae_rng_normal (&rng);
          b.cube[p * BANDS + j] = j + recipe->constant_bands >= BANDS ? 7.0f : (float) value;
        }
      b.mask[p] = p < recipe->masked;
      if (b.mask[p])
        for (guint j = 0; j < BANDS; j++)
          b.cube[p * BANDS + j] = 1e7f * (float) ((p + j) % 3);
    }
  scene = ae_scene_new_take (&b, &error);
  g_assert_no_error (error);
  return scene;
}

static AePixels *
make_pixels (AeScene *scene, double validation)
{
  AePixelsOptions options = { .seed = 1, .validation = validation, .scaling = AE_SCALING_BAND };
  g_autoptr (GError) error = NULL;
  AePixels *pixels = ae_pixels_new (scene, &options, NULL, &error);

  g_assert_no_error (error);
  return pixels;
}

static AeCodeCurve *
make_curve (AePixels *pixels)
{
  g_autoptr (GError) error = NULL;
  AeCodeCurve *curve = ae_code_curve_new (pixels, NULL, &error);

  g_assert_no_error (error);
  return curve;
}

/* The noise that was put in, as the network sees it. */
static double
get_true_noise (const Recipe *recipe, AePixels *pixels)
{
  const float *factor = ae_scaler_get_factor (ae_pixels_get_scaler (pixels));
  double squares = 0;

  for (guint j = 0; j + recipe->constant_bands < BANDS; j++)
    squares += pow (get_noise (recipe, j) * (double) factor[j], 2);
  return sqrt (squares / BANDS);
}

static gboolean
is_near (double a, double b, double share)
{
  return fabs (a / b - 1) <= share;
}

/* ------------------------------------------------------------------ known noise */

static void
check_known (const Recipe *recipe)
{
  g_autoptr (AeScene) scene = make_scene (recipe);
  g_autoptr (AePixels) pixels = make_pixels (scene, 0.1);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);
  double truth = get_true_noise (recipe, pixels);

  g_test_message ("noise %g of %g, size %u, subspace %u", curve->noise_rmse, truth, curve->size,
                  curve->subspace);
  g_assert_cmpint (curve->noise_method, ==, AE_NOISE_BANDS);
  g_assert_true (is_near (curve->noise_rmse, truth, 0.04));
  g_assert_false (is_near (curve->noise_rmse, 1.1 * truth, 0.04));
  /* Parts that sum to one lie in a plane of one dimension less than there are materials; with
   * the origin, and bands that never change, a space of as many. */
  g_assert_cmpuint (curve->size, ==, MATERIALS - 1);
  g_assert_cmpuint (curve->subspace, ==, MATERIALS);
}

static void
test_known (void)
{
  check_known (&(Recipe){ .lines = 60, .samples = 60, .noise = 1 });
  check_known (&(Recipe){ .lines = 60, .samples = 60, .noise = 0.1 });
}

static void
test_constant_bands (void)
{
  check_known (&(Recipe){ .lines = 60, .samples = 60, .noise = 1, .constant_bands = 5 });
}

static void
test_masked (void)
{
  check_known (&(Recipe){ .lines = 60, .samples = 60, .noise = 1, .masked = 130 });
}

/* A noise that is twice as strong is told as such: the estimate does not follow from the
 * signal. */
static void
test_double (void)
{
  const Recipe quiet = { .lines = 50, .samples = 50, .noise = 1 };
  const Recipe loud = { .lines = 50, .samples = 50, .noise = 2 };
  g_autoptr (AeScene) a = make_scene (&quiet);
  g_autoptr (AeScene) b = make_scene (&loud);
  g_autoptr (AePixels) x = make_pixels (a, 0);
  g_autoptr (AePixels) y = make_pixels (b, 0);
  g_autoptr (AeCodeCurve) one = make_curve (x);
  g_autoptr (AeCodeCurve) two = make_curve (y);

  g_assert_true (is_near (two->noise_rmse / one->noise_rmse,
                          get_true_noise (&loud, y) / get_true_noise (&quiet, x), 0.03));
}

/* What the demo's water vapour does is shared by its bands and no noise of theirs. */
static gboolean
is_vapour (double nm)
{
  return (nm > 1345 && nm < 1425) || (nm > 1795 && nm < 1955);
}

static void
test_demo (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, 100, 100);
  g_autoptr (AePixels) pixels = make_pixels (scene, 0);
  const float *cube = ae_scene_peek_cube (scene), *clean = ae_scene_get_truth_clean (scene);
  const float *factor = ae_scaler_get_factor (ae_pixels_get_scaler (pixels));
  guint bands = ae_pixels_get_bands (pixels);
  gsize n = ae_pixels_get_n_training (pixels);
  g_autoptr (AePca) pca
      = ae_pca_new (ae_pixels_get_training_rows (pixels), n, bands, NULL, NULL);
  g_autofree double *deviation = g_new (double, bands);
  double told = 0, truth = 0;
  AeNoiseMethod method;

  g_assert_true (ae_scene_noise_estimate (pixels, pca, deviation, &method, NULL, NULL));
  g_assert_cmpuint (bands, ==, ae_scene_get_bands (scene));
  for (guint j = 0; j < bands; j++)
    {
      double squares = 0;

      if (is_vapour (ae_scene_get_wavelengths_nm (scene)[j]))
        continue;
      for (gsize p = 0; p < n; p++)
        squares += pow ((double) cube[p * bands + j] - (double) clean[p * bands + j], 2);
      truth += squares / (double) n * pow ((double) factor[j], 2);
      told += deviation[j] * deviation[j];
    }
  g_test_message ("noise %g of %g", sqrt (told / bands), sqrt (truth / bands));
  g_assert_true (is_near (sqrt (told / truth), 1, 0.06));
}

/* ------------------------------------------------------------------ little or nothing to see
 */

static void
test_noise_free (void)
{
  g_autoptr (AeScene) scene = make_scene (&(Recipe){ .lines = 40, .samples = 40 });
  g_autoptr (AePixels) pixels = make_pixels (scene, 0.1);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);

  g_assert_cmpfloat (curve->noise_rmse, <, 1e-4);
  g_assert_cmpuint (curve->size, ==, MATERIALS - 1);
  g_assert_cmpuint (curve->subspace, ==, MATERIALS);
}

static void
test_constant (void)
{
  g_autoptr (AeScene) scene
      = make_scene (&(Recipe){ .lines = 20, .samples = 20, .constant_bands = BANDS });
  g_autoptr (AePixels) pixels = make_pixels (scene, 0.1);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);

  g_assert_cmpfloat (curve->noise_rmse, ==, 0);
  g_assert_cmpuint (curve->size, ==, 0);
  for (guint k = 0; k < curve->n; k++)
    g_assert_cmpfloat (curve->rmse[k], ==, 0);
}

static void
test_fewer_pixels_than_bands (void)
{
  const Recipe recipe = { .lines = 6, .samples = 6, .noise = 20, .is_smooth = TRUE };
  g_autoptr (AeScene) scene = make_scene (&recipe);
  g_autoptr (AePixels) pixels = make_pixels (scene, 0.1);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);
  double truth = get_true_noise (&recipe, pixels);

  g_test_message ("noise %g of %g, size %u", curve->noise_rmse, truth, curve->size);
  g_assert_cmpint (curve->noise_method, ==, AE_NOISE_NEIGHBOURS);
  g_assert_cmpstr (ae_noise_method_to_string (curve->noise_method), ==, "neighbours");
  g_assert_true (is_near (curve->noise_rmse, truth, 0.25));
  g_assert_cmpuint (curve->size, <, MATERIALS);
  g_assert_cmpuint (curve->n, ==, BANDS);
}

static void
test_one_pixel (void)
{
  g_autoptr (AeScene) scene = make_scene (&(Recipe){ .lines = 1, .samples = 1, .noise = 1 });
  g_autoptr (AePixels) pixels = make_pixels (scene, 0.1);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);

  g_assert_cmpint (curve->noise_method, ==, AE_NOISE_UNKNOWN);
  g_assert_null (ae_noise_method_to_string (curve->noise_method));
  g_assert_true (isnan (curve->noise_rmse));
  g_assert_cmpuint (curve->size, ==, 0);
}

/* ------------------------------------------------------------------ neighbours */

/* A plane that slopes differently along both axes has no noise, and no pixel is the neighbour
 * of one at the other end of a line. */
static void
test_slope (void)
{
  AeSceneBuilder b = { .name = g_strdup ("slope"), .lines = 30, .samples = 20, .bands = 2 };
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScaler) scaler = NULL;
  g_autoptr (AeInput) input = NULL;
  g_autoptr (AeInputAdapter) adapter = NULL;
  const double zero[2] = { 0, 0 }, one[2] = { 1, 1 };
  double deviation[2];
  gsize n_pairs;

  b.cube = g_new (float, 30 * 20 * 2);
  b.mask = g_new0 (guint8, 30 * 20);
  for (guint p = 0; p < 600; p++)
    {
      b.cube[2 * p] = 3.0f * (float) (p % 20) + 50.0f * (float) (p / 20);
      b.cube[2 * p + 1] = (p % 20 + p / 20) % 2 == 0 ? 1.0f : -1.0f;
    }
  b.mask[25] = 1;
  b.cube[50] = b.cube[51] = 1e6f;
  scene = ae_scene_new_take (&b, NULL);
  scaler = ae_scaler_new_from_values (AE_SCALING_NONE, 2, zero, one);
  input = ae_input_new (scene, scaler);
  adapter = ae_input_adapter_new (input, scene, FALSE, NULL);
  g_assert_true (ae_scene_noise_estimate_neighbours (adapter, deviation, &n_pairs, NULL, NULL));
  g_assert_cmpuint (n_pairs, ==, 30 * 19 + 29 * 20 - 4); /* the masked one has four */
  g_assert_cmpfloat_with_epsilon (deviation[0], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (deviation[1], sqrt (2.0), 0.01); /* √(2² / 2) */
}

/* ------------------------------------------------------------------ the curve */

static void
check_curve (double validation)
{
  g_autoptr (AeScene) scene = make_scene (&(Recipe){ .lines = 40, .samples = 30, .noise = 1 });
  g_autoptr (AePixels) pixels = make_pixels (scene, validation);
  g_autoptr (AeCodeCurve) curve = make_curve (pixels);
  gsize n_validation = ae_pixels_get_n_validation (pixels);
  g_autoptr (AePca) pca = ae_pca_new (ae_pixels_get_training_rows (pixels),
                                      ae_pixels_get_n_training (pixels), BANDS, NULL, NULL);

  g_assert_cmpuint (curve->n, ==, BANDS);
  g_assert_true (curve->is_validation == (n_validation > 0));
  for (guint k = 1; k <= curve->n; k++)
    {
      double mse
          = n_validation > 0
                ? ae_pca_get_mse (pca, k, ae_pixels_get_validation_rows (pixels), n_validation)
                : ae_pca_get_training_mse (pca, k);

      g_assert_cmpfloat_with_epsilon (curve->rmse[k - 1], sqrt (mse), 1e-7);
      if (k > 1 && k < curve->n) /* one size further is another error */
        g_assert_cmpfloat (curve->rmse[k - 2] - curve->rmse[k - 1], >, 1e-7);
    }
}

static void
test_curve (void)
{
  check_curve (0.2);
  check_curve (0);
}

static void
test_limits (void)
{
  g_autoptr (AeScene) scene = make_scene (&(Recipe){ .lines = 8, .samples = 8, .noise = 1 });
  g_autoptr (AePixels) pixels = make_pixels (scene, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ae_code_curve_get_most_pixels (scene, 0), ==, 0);
  g_assert_cmpuint (ae_code_curve_get_most_pixels (scene, 20), ==, 20);
  g_cancellable_cancel (cancellable);
  g_assert_null (ae_code_curve_new (pixels, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/code-curve/known-noise", test_known);
  g_test_add_func ("/code-curve/constant-bands", test_constant_bands);
  g_test_add_func ("/code-curve/masked", test_masked);
  g_test_add_func ("/code-curve/twice-the-noise", test_double);
  g_test_add_func ("/code-curve/demo", test_demo);
  g_test_add_func ("/code-curve/noise-free", test_noise_free);
  g_test_add_func ("/code-curve/constant", test_constant);
  g_test_add_func ("/code-curve/fewer-pixels-than-bands", test_fewer_pixels_than_bands);
  g_test_add_func ("/code-curve/one-pixel", test_one_pixel);
  g_test_add_func ("/code-curve/slope", test_slope);
  g_test_add_func ("/code-curve/curve", test_curve);
  g_test_add_func ("/code-curve/limits", test_limits);
  return g_test_run ();
}
