/* test-product.c: matrix products, transposes and eigenproblems against naive twins. */
#include "ae-blas.h"
#include "ae-error.h"
#include "ae-product.h"
#include "ae-rng.h"

#include <math.h>

#ifdef AE_DOUBLE
#define TOLERANCE 1e-13
#else
#define TOLERANCE 2e-6
#endif

static ae_real *
draw (AeRng *rng, gsize n)
{
  ae_real *out = ae_real_alloc (n);

  for (gsize i = 0; i < n; i++)
    out[i] = (ae_real) ae_rng_normal (rng);
  return out;
}

typedef struct
{
  gboolean trans;
  gsize m, n, k, lda, ldb, ldc;
  const ae_real *a, *b;
} Case;

/* Largest difference from the sum written out, relative to the size of its terms. The numbers
 * between the columns and the stride must be as they were. */
static double
compare (const Case *c, const ae_real *before, const ae_real *after, gboolean add)
{
  double worst = 0;

  for (gsize i = 0; i < c->m; i++)
    for (gsize j = 0; j < c->ldc; j++)
      {
        double sum = add || j >= c->n ? (double) before[i * c->ldc + j] : 0, size = 1;

        for (gsize p = 0; j < c->n && p < c->k; p++)
          {
            double term = (double) c->a[c->trans ? p * c->lda + i : i * c->lda + p]
                          * (double) c->b[p * c->ldb + j];

            sum += term;
            size += fabs (term);
          }
        worst = MAX (worst, fabs ((double) after[i * c->ldc + j] - sum) / size);
      }
  return worst;
}

/* Every row from the same start is the product added to a matrix of such rows. */
static void
check_product_from (gsize m, gsize n, gsize k, AeRng *rng)
{
  Case c = { .m = m, .n = n, .k = k, .lda = k, .ldb = n, .ldc = n };
  ae_real *a = draw (rng, m * k), *b = draw (rng, k * n), *start = draw (rng, n);
  ae_real *before = ae_real_alloc (m * n), *after = ae_real_alloc (m * n);

  for (gsize i = 0; i < m * n; i++)
    before[i] = start[i % n];
  c.a = a;
  c.b = b;
  ae_product_from (m, n, k, a, b, start, after);
  g_assert_cmpfloat (compare (&c, before, after, TRUE), <, TOLERANCE);
  after[m * n - 1] += 1; /* the planted error */
  g_assert_cmpfloat (compare (&c, before, after, TRUE), >, TOLERANCE);
  ae_real_free (a);
  ae_real_free (b);
  ae_real_free (start);
  ae_real_free (before);
  ae_real_free (after);
}

static void
check_product (gsize m, gsize n, gsize k, AeRng *rng)
{
  for (guint bits = 0; bits < 8; bits++)
    {
      gboolean trans = bits & 1, add = (bits & 2) != 0;
      gsize extra = bits & 4 ? 3 : 0;
      Case c = { .trans = trans, .m = m, .n = n, .k = k, .ldb = n + extra, .ldc = n + extra };
      ae_real *a, *b, *before, *after;

      c.lda = (trans ? m : k) + extra;
      c.a = a = draw (rng, c.lda * (trans ? k : m));
      c.b = b = draw (rng, c.ldb * k);
      before = draw (rng, c.ldc * m);
      after = ae_real_alloc (c.ldc * m);
      for (gsize i = 0; i < c.ldc * m; i++)
        after[i] = before[i];
      ae_product (trans, m, n, k, a, c.lda, b, c.ldb, add, after, c.ldc);
      g_assert_cmpfloat (compare (&c, before, after, add), <, TOLERANCE);
      after[0] = -after[0] + 1; /* the planted error */
      g_assert_cmpfloat (compare (&c, before, after, add), >, TOLERANCE);
      ae_real_free (a);
      ae_real_free (b);
      ae_real_free (before);
      ae_real_free (after);
    }
  check_product_from (m, n, k, rng);
}

static void
test_sizes (void)
{
  static const gsize sizes[]
      = { 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 18, 31, 33, 47, 48, 49, 63, 65, 70 };
  AeRng rng;

  ae_blas_init ();
  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      check_product (sizes[i], sizes[j], sizes[(i * 5 + j * 7) % G_N_ELEMENTS (sizes)], &rng);
}

/* Layers of real networks, and sizes beyond those of the small kernels. */
static void
test_layers (void)
{
  AeRng rng;

  ae_rng_init (&rng, 2, AE_STREAM_SAMPLE, 0);
  check_product (128, 130, 268, &rng);
  check_product (64, 21, 192, &rng); /* groups of columns that are copied, the last in part */
  check_product (65, 7, 1024, &rng);
  check_product (33, 268, 130, &rng);
  check_product (5, 1030, 6, &rng);
  check_product (6, 5, 1030, &rng);
}

/* An element depends on its row of A and column of B alone: cutting the rows elsewhere leaves
 * its bits. This is what makes results independent of who computes them. */
static void
check_bits (gsize m, gsize n, gsize k, AeRng *rng)
{
  ae_real *a = draw (rng, m * k), *b = draw (rng, k * n);
  ae_real *whole = ae_real_alloc (m * n), *cut = ae_real_alloc (m * n);

  ae_product (FALSE, m, n, k, a, k, b, n, FALSE, whole, n);
  for (gsize at = 0; at < m; at += 13)
    ae_product (FALSE, MIN (13, m - at), n, k, a + at * k, k, b, n, FALSE, cut + at * n, n);
#if defined(__x86_64__) && !defined(AE_DOUBLE)
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    g_assert_cmpmem (whole, m * n * sizeof *whole, cut, m * n * sizeof *cut);
#endif
  for (gsize i = 0; i < m * n; i++)
    g_assert_cmpfloat_with_epsilon ((double) whole[i], (double) cut[i], TOLERANCE * 100);
  ae_real_free (a);
  ae_real_free (b);
  ae_real_free (whole);
  ae_real_free (cut);
}

static void
test_bits (void)
{
  AeRng rng;

  ae_rng_init (&rng, 3, AE_STREAM_SAMPLE, 0);
  check_bits (67, 51, 40, &rng);
  check_bits (67, 130, 268, &rng); /* two columns beyond the vectors */
  check_bits (29, 49, 37, &rng);
  check_bits (64, 21, 300, &rng); /* copied for all rows, not for thirteen */
}

static void
test_gemm (void)
{
  gsize m = 7, n = 9, k = 11;
  AeRng rng;
  ae_real *a, *b, *c;

  ae_rng_init (&rng, 4, AE_STREAM_SAMPLE, 0);
  a = draw (&rng, m * k);
  b = draw (&rng, k * n);
  c = draw (&rng, m * n);
  for (guint bits = 0; bits < 4; bits++)
    {
      gboolean ta = bits & 1, tb = (bits & 2) != 0;
      double before = (double) c[3 * n + 2], sum = 0;

      for (gsize p = 0; p < k; p++)
        sum += (double) a[ta ? p * m + 3 : 3 * k + p] * (double) b[tb ? 2 * k + p : p * n + 2];
      ae_gemm (ta, tb, m, n, k, 2, a, ta ? m : k, b, tb ? k : n, (ae_real) 0.5, c, n);
      g_assert_cmpfloat_with_epsilon ((double) c[3 * n + 2], 2 * sum + 0.5 * before,
                                      TOLERANCE * 50);
    }
  ae_real_free (a);
  ae_real_free (b);
  ae_real_free (c);
}

/* Shares of a transpose, as several threads take them, make the whole. */
static void
test_transpose (void)
{
  static const gsize sizes[] = { 1, 2, 15, 16, 17, 33, 70 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        gsize rows = sizes[i], cols = sizes[j];
        ae_real *in = ae_real_alloc (rows * cols), *out = ae_real_alloc0 (rows * cols);

        for (gsize e = 0; e < rows * cols; e++)
          in[e] = (ae_real) (e + 1);
        for (gsize first = 0; first < rows; first += 16)
          ae_transpose (out, in, rows, cols, first, MIN (16, rows - first));
        for (gsize r = 0; r < rows; r++)
          for (gsize c = 0; c < cols; c++)
            g_assert_cmpfloat ((double) out[c * rows + r], ==, (double) in[r * cols + c]);
        ae_real_free (in);
        ae_real_free (out);
      }
}

/* A = Qᵀ diag (values) Q with orthonormal rows of Q, and values ascending. */
static void
test_eigen (void)
{
  enum
  {
    N = 23
  };
  double a[N * N], q[N * N], values[N];
  g_autoptr (GError) error = NULL;
  AeRng rng;

  ae_rng_init (&rng, 5, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < N; i++)
    for (guint j = i; j < N; j++)
      a[i * N + j] = a[j * N + i] = ae_rng_normal (&rng);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      q[i * N + j] = j >= i ? a[i * N + j] : 1e300; /* only the upper triangle may be read */
  g_assert_true (ae_symmetric_eigen (N, q, values, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      {
        double product = 0, dot = 0;

        for (guint p = 0; p < N; p++)
          {
            product += a[j * N + p] * q[i * N + p];
            dot += q[i * N + p] * q[j * N + p];
          }
        g_assert_cmpfloat_with_epsilon (product, values[i] * q[i * N + j], 1e-12);
        g_assert_cmpfloat_with_epsilon (dot, i == j, 1e-12);
        g_assert_true (i == 0 || values[i - 1] <= values[i]);
      }
}

/* Twice C = AᵀA, the second time added. */
static void
test_syrk (void)
{
  enum
  {
    N = 6,
    K = 11
  };
  double a[K * N], c[N * N] = { 0 };
  AeRng rng;

  ae_rng_init (&rng, 6, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < K * N; i++)
    a[i] = ae_rng_normal (&rng);
  ae_syrk_double (N, K, a, N, 0, c, N);
  ae_syrk_double (N, K, a, N, 1, c, N);
  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      {
        double sum = 0;

        for (guint p = 0; p < K; p++)
          sum += 2 * a[p * N + i] * a[p * N + j];
        g_assert_cmpfloat_with_epsilon (c[i * N + j], j >= i ? sum : 0, 1e-12);
      }
}

static void
test_alloc (void)
{
  for (gsize n = 0; n < 40; n++)
    {
      ae_real *data = ae_real_alloc0 (n);

      g_assert_cmpuint ((gsize) data % AE_ALIGNMENT, ==, 0);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat ((double) data[i], ==, 0);
      ae_real_free (data);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/product/odd-sizes", test_sizes);
  g_test_add_func ("/product/layers", test_layers);
  g_test_add_func ("/product/bits-do-not-depend-on-the-cut", test_bits);
  g_test_add_func ("/product/gemm", test_gemm);
  g_test_add_func ("/product/transpose", test_transpose);
  g_test_add_func ("/product/eigen", test_eigen);
  g_test_add_func ("/product/syrk", test_syrk);
  g_test_add_func ("/product/alloc", test_alloc);
  return g_test_run ();
}
