/* test-baseline.c: exact PCA against its definition and against known errors of a real scene;
 * the linear autoencoder against PCA.
 */
#include "ae-reader.h"
#include "train-fixture.h"

/* ------------------------------------------------------------------ by definition */

static double
covariance (const float *rows, gsize n, guint bands, const double *mean, guint a, guint b)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += ((double) rows[i * bands + a] - mean[a]) * ((double) rows[i * bands + b] - mean[b]);
  return sum / (double) n;
}

/* The covariance written out, times a component, is the component times its variance. */
static void
test_definition (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (24, 0);
  gsize n = ae_pixels_get_n_training (pixels);
  guint bands = ae_pixels_get_bands (pixels);
  const float *rows = ae_pixels_get_training_rows (pixels);
  g_autoptr (AePca) pca = ae_pca_new (rows, n, bands, NULL, NULL);
  double total = 0;

  for (guint a = 0; a < bands; a += 29)
    {
      double along[5] = { 0 };

      for (guint b = 0; b < bands; b++)
        {
          double c = covariance (rows, n, bands, pca->mean, a, b);

          for (guint k = 0; k < G_N_ELEMENTS (along); k++)
            along[k] += c * pca->components[k * bands + b];
        }
      for (guint k = 0; k < G_N_ELEMENTS (along); k++)
        g_assert_cmpfloat_with_epsilon (along[k],
                                        pca->variances[k] * pca->components[k * bands + a],
                                        1e-10 * pca->variances[0]);
    }
  for (guint j = 0; j < bands; j++)
    {
      total += covariance (rows, n, bands, pca->mean, j, j);
      g_assert_true (j == 0 || pca->variances[j] <= pca->variances[j - 1]);
    }
  g_assert_cmpfloat_with_epsilon (ae_pca_get_training_mse (pca, 0) * bands / total, 1, 1e-9);
}

/* Three ways to the same error: the variances left out, the scores, and the reconstruction. */
static void
test_errors (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (24, 0);
  gsize n = ae_pixels_get_n_training (pixels);
  guint bands = ae_pixels_get_bands (pixels);
  const float *rows = ae_pixels_get_training_rows (pixels);
  g_autoptr (AePca) pca = ae_pca_new (rows, n, bands, NULL, NULL);
  g_autofree float *out = g_new (float, n *bands);

  for (guint k = 1; k <= 9; k += 4)
    {
      double mse = ae_pca_get_training_mse (pca, k), sum = 0;

      ae_pca_reconstruct (pca, k, rows, n, out);
      for (gsize i = 0; i < n * bands; i++)
        sum += ((double) out[i] - (double) rows[i]) * ((double) out[i] - (double) rows[i]);
      g_assert_cmpfloat_with_epsilon (ae_pca_get_mse (pca, k, rows, n) / mse, 1, 1e-8);
      g_assert_cmpfloat_with_epsilon (sum / (double) (n * bands) / mse, 1, 1e-5);
    }
  g_assert_cmpfloat (ae_pca_get_training_mse (pca, bands), ==, 0);
}

static void
test_refusals (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  float row[4] = { 1, 2, 3, 4 };

  g_assert_null (ae_pca_new (row, 0, 4, NULL, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
  g_cancellable_cancel (cancellable);
  g_assert_null (ae_pca_new (row, 1, 4, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ------------------------------------------------------------------ a real scene */

static AePixels *
samson_pixels (AeScaling scaling)
{
  const char *folder = g_getenv ("BANDLOOM_TEST_DATA");
  g_autofree char *path
      = g_build_filename (folder != NULL ? folder : "", "samson", "samson_1.mat", NULL);
  AePixelsOptions options = { .seed = 1, .scaling = scaling };
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = NULL;
  AePixels *pixels;

  if (folder == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("samson/samson_1.mat is not there; set BANDLOOM_TEST_DATA");
      return NULL;
    }
  scene = ae_reader_open (path, NULL, NULL, &error);
  g_assert_no_error (error);
  pixels = ae_pixels_new (scene, &options, NULL, &error);
  g_assert_no_error (error);
  return pixels;
}

/* Published: Samson divided by its maximum, all pixels, RMSE of exact PCA with k codes. */
static void
test_samson (void)
{
  static const struct
  {
    guint k;
    double rmse;
  } known[] = { { 1, 0.04134 }, { 2, 0.00734 },  { 3, 0.00562 },
                { 5, 0.00326 }, { 10, 0.00154 }, { 20, 0.00100 } };
  g_autoptr (AePixels) pixels = samson_pixels (AE_SCALING_GLOBAL);
  g_autoptr (AePca) pca = NULL;

  if (pixels == NULL)
    return;
  g_assert_cmpuint (ae_pixels_get_n_training (pixels), ==, 9025);
  pca = ae_pca_new (ae_pixels_get_training_rows (pixels), 9025, 156, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpfloat_with_epsilon (sqrt (ae_pca_get_training_mse (pca, known[i].k)),
                                    known[i].rmse, 0.6e-5);
  g_assert_cmpfloat_with_epsilon (ae_pca_get_training_mse (pca, 3), 3.155e-5, 0.0006e-5);
}

/* ------------------------------------------------------------------ linear = PCA */

/* By Eckart and Young nothing linear is below; the preset has to come within `most`. */
static void
check_linear (AePixels *pixels, const char *layers, double most)
{
  FixtureRun run = fixture_run (pixels, AE_VARIANT_LINEAR, layers);
  g_autoptr (AeTrainer) trainer = fixture_train (&run, pixels);
  AeTrainerErrors e = fixture_evaluate (trainer, &run.hyperparams, FALSE);
  g_autoptr (AePca) pca
      = ae_pca_new (ae_pixels_get_training_rows (pixels), ae_pixels_get_n_training (pixels),
                    ae_pixels_get_bands (pixels), NULL, NULL);
  double best = ae_pca_get_training_mse (pca, ae_spec_get_code (&run.spec));

  g_test_message ("%s codes: MSE %.5e, PCA %.5e, ratio %.4f", layers, e.rmse * e.rmse, best,
                  e.rmse * e.rmse / best);
  g_assert_cmpfloat (e.rmse * e.rmse, >=, best * (1 - 1e-6));
  g_assert_cmpfloat (e.rmse * e.rmse, <=, best * most);
}

static void
test_linear_demo (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (96, 0.1);

  check_linear (pixels, "1", 1.01);
  check_linear (pixels, "2", 1.01);
  check_linear (pixels, "3", 1.01);
}

static void
test_linear_samson (void)
{
  g_autoptr (AePixels) pixels = samson_pixels (AE_SCALING_GLOBAL);

  if (pixels != NULL)
    check_linear (pixels, "3", 1.01);
}

static void
test_linear_samson_by_band (void)
{
  g_autoptr (AePixels) pixels = samson_pixels (AE_SCALING_BAND);

  if (pixels != NULL)
    check_linear (pixels, "3", 1.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/baseline/definition", test_definition);
  g_test_add_func ("/baseline/errors", test_errors);
  g_test_add_func ("/baseline/refusals", test_refusals);
  g_test_add_func ("/baseline/samson", test_samson);
  g_test_add_func ("/baseline/linear/demo", test_linear_demo);
  g_test_add_func ("/baseline/linear/samson", test_linear_samson);
  g_test_add_func ("/baseline/linear/samson-by-band", test_linear_samson_by_band);
  return g_test_run ();
}
