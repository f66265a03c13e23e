/* test-linear.c: the linear code that crosses threads is the PCA it was made from. */
#include "ae-baseline.h"
#include "ae-pca-code.h"
#include "ae-rng.h"

#include <math.h>

#define N     300
#define BANDS 12
#define CODE  4

static void
test_against_pca (void)
{
  float rows[N * BANDS], expected[N * BANDS], got[N * BANDS];
  g_autoptr (AePca) pca = NULL;
  g_autoptr (AePcaCode) linear = NULL;
  double squares = 0;
  AeRng rng;

  ae_rng_init (&rng, 3, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_normal (&rng, rows, N * BANDS);
  for (guint i = 0; i < N * BANDS; i++)
    rows[i] = rows[i] * (float) (1 + i % BANDS) + 5;
  pca = ae_pca_new (rows, N, BANDS, NULL, NULL);
  linear = ae_pca_code_new (BANDS, CODE, pca->mean, pca->components);
  ae_pca_reconstruct (pca, CODE, rows, N, expected);
  ae_pca_code_reconstruct (linear, rows, N, got);
  for (guint i = 0; i < N * BANDS; i++)
    {
      g_assert_cmpfloat_with_epsilon (got[i], expected[i], 1e-4);
      squares += ((double) got[i] - (double) rows[i]) * ((double) got[i] - (double) rows[i]);
    }
  g_assert_cmpfloat_with_epsilon (squares / (N * BANDS), ae_pca_get_training_mse (pca, CODE),
                                  1e-3);
  g_assert_cmpuint (ae_pca_code_get_code (linear), ==, CODE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/linear/against-pca", test_against_pca);
  return g_test_run ();
}
