/* test-blas.c: factors and determinants of matrices whose own are known. */
#include "ae-blas.h"

#include <math.h>

#include "ae-rng.h"

#define N 7

/* L·Lᵀ of a lower triangle with a positive diagonal. */
static void
fill_product (const double *factor, double *out)
{
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      {
        out[i * N + j] = 0;
        for (guint k = 0; k <= MIN (i, j); k++)
          out[i * N + j] += factor[i * N + k] * factor[j * N + k];
      }
}

static double
get_distance (const double *a, const double *b)
{
  double most = 0;

  for (guint i = 0; i < N; i++)
    for (guint j = 0; j <= i; j++)
      most = MAX (most, fabs (a[i * N + j] - b[i * N + j]));
  return most;
}

static void
test_cholesky (void)
{
  double factor[N * N] = { 0 }, a[N * N];
  AeRng rng;

  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j <= i; j++)
      factor[i * N + j] = i == j ? 1 + ae_rng_uniform (&rng) : ae_rng_normal (&rng);
  fill_product (factor, a);
  g_assert_true (ae_cholesky (N, a));
  g_assert_cmpfloat (get_distance (a, factor), <, 1e-12);
  factor[3 * N + 1] = -factor[3 * N + 1]; /* a flipped sign must be found */
  g_assert_cmpfloat (get_distance (a, factor), >, 1e-6);
}

/* Two right-hand sides whose solutions are known. */
static void
test_solve (void)
{
  double a[] = { 4, 1, 0, 3 }, b[] = { 6, 7, 3, -2 };
  static const double wanted[] = { 1, 2, 1, -1 };

  g_assert_true (ae_solve_positive (2, 2, a, b));
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (b[i], wanted[i], 1e-14);
  g_assert_cmpfloat (fabs (b[1] - 7.0 / 3.0), >, 1e-2); /* as if A were diagonal */
}

static void
test_not_positive (void)
{
  double a[] = { 1, 2, 2, 1 }, zeros[4] = { 0 }, singular[] = { 1, 2, 2, 1 }, b[] = { 1, 1 };

  g_assert_false (ae_solve_positive (2, 1, singular, b));

  g_assert_false (ae_cholesky (2, a));
  g_assert_false (ae_cholesky (2, zeros));
}

/* Of powers x_i^j: the product of all differences x_k − x_i with k > i. */
static void
test_vandermonde (void)
{
  double a[N * N], truth = 1;

  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      a[i * N + j] = pow (0.3 + 0.7 * i, j);
  for (guint i = 0; i < N; i++)
    for (guint k = i + 1; k < N; k++)
      truth *= 0.7 * (k - i);
  g_assert_cmpfloat (fabs (ae_determinant (N, a) / truth - 1), <, 1e-9);
}

/* Exchanged rows turn the sign, which pivots alone would hide. */
static void
test_signs (void)
{
  double odd[] = { 0, 2, 0, 3, 0, 0, 0, 0, 5 }, even[] = { 0, 2, 0, 0, 0, 5, 3, 0, 0 },
         singular[] = { 1, 2, 3, 2, 4, 6, 1, 1, 1 };

  g_assert_cmpfloat (ae_determinant (3, odd), ==, -30);
  g_assert_cmpfloat (ae_determinant (3, even), ==, 30);
  g_assert_cmpfloat (fabs (ae_determinant (3, singular)), <, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ae_blas_init ();
  g_test_add_func ("/blas/cholesky", test_cholesky);
  g_test_add_func ("/blas/solve", test_solve);
  g_test_add_func ("/blas/not-positive", test_not_positive);
  g_test_add_func ("/blas/vandermonde", test_vandermonde);
  g_test_add_func ("/blas/signs", test_signs);
  return g_test_run ();
}
