/* ae-blas.c: calls into BLAS and LAPACK; no other file may include their headers. */
#include "ae-blas.h"

#include "ae-error.h"

#include <cblas.h>

/* LAPACK's Fortran symbols; the distribution's OpenBLAS carries them without a C header. */
extern void dsyevd_ (const char *jobz, const char *uplo, const int *n, double *a,
                     const int *lda, double *w, double *work, const int *lwork, int *iwork,
                     const int *liwork, int *info);
extern void dpotrf_ (const char *uplo, const int *n, double *a, const int *lda, int *info);
extern void dposv_ (const char *uplo, const int *n, const int *nrhs, double *a, const int *lda,
                    double *b, const int *ldb, int *info);
extern void dgetrf_ (const int *m, const int *n, double *a, const int *lda, int *ipiv,
                     int *info);

/**
 * ae_blas_init:
 *
 * Tells BLAS to stay on the calling thread: Bandloom's own team splits the batch. Idempotent;
 * call it before the first product. Any thread.
 */
void
ae_blas_init (void)
{
  openblas_set_num_threads (1);
}

/**
 * ae_blas_dup_description:
 *
 * Returns: (transfer full): library, version and kernel, for example
 * "OpenBLAS 0.3.21 SkylakeX". Any thread.
 */
char *
ae_blas_dup_description (void)
{
  return g_strdup_printf ("%s, kernel %s", openblas_get_config (), openblas_get_corename ());
}

/**
 * ae_gemm:
 * @trans_a: whether A is stored as (k, m)
 * @trans_b: whether B is stored as (n, k)
 * @m: rows of C
 * @n: columns of C
 * @k: inner size
 * @alpha: factor of the product
 * @a: (m, k), row-major, rows @lda apart
 * @lda: see @a
 * @b: (k, n), row-major, rows @ldb apart
 * @ldb: see @b
 * @beta: factor of what C holds; 0 = overwrite
 * @c: (m, n), row-major, rows @ldc apart
 * @ldc: see @c
 *
 * C = alpha · op(A) · op(B) + beta · C, on the calling thread. Any thread.
 */
void
ae_gemm (gboolean trans_a, gboolean trans_b, gsize m, gsize n, gsize k, ae_real alpha,
         const ae_real *a, gsize lda, const ae_real *b, gsize ldb, ae_real beta, ae_real *c,
         gsize ldc)
{
  enum CBLAS_TRANSPOSE ta = trans_a ? CblasTrans : CblasNoTrans;
  enum CBLAS_TRANSPOSE tb = trans_b ? CblasTrans : CblasNoTrans;

#ifdef AE_DOUBLE
  cblas_dgemm (CblasRowMajor, ta, tb, (int) m, (int) n, (int) k, alpha, a, (int) lda, b,
               (int) ldb, beta, c, (int) ldc);
#else
  cblas_sgemm (CblasRowMajor, ta, tb, (int) m, (int) n, (int) k, alpha, a, (int) lda, b,
               (int) ldb, beta, c, (int) ldc);
#endif
}

/**
 * ae_gemm_double:
 * @m: rows of A and C
 * @n: rows of B, columns of C
 * @k: columns of A and B
 * @a: (m, k), row-major
 * @b: (n, k), row-major
 * @c: (out) (m, n), row-major
 *
 * C = A·Bᵀ in double, for scores along components. Any thread.
 */
void
ae_gemm_double (gsize m, gsize n, gsize k, const double *a, const double *b, double *c)
{
  cblas_dgemm (CblasRowMajor, CblasNoTrans, CblasTrans, (int) m, (int) n, (int) k, 1.0, a,
               (int) k, b, (int) k, 0.0, c, (int) n);
}

/**
 * ae_syrk_double:
 * @n: columns of A; size of C
 * @k: rows of A
 * @a: (k, n), row-major, rows @lda apart
 * @lda: see @a
 * @beta: factor of what C holds
 * @c: (n, n), row-major, rows @ldc apart; only the upper triangle is written
 * @ldc: see @c
 *
 * C = Aᵀ·A + beta · C in double, for covariances. Any thread.
 */
void
ae_syrk_double (gsize n, gsize k, const double *a, gsize lda, double beta, double *c, gsize ldc)
{
  cblas_dsyrk (CblasRowMajor, CblasUpper, CblasTrans, (int) n, (int) k, 1.0, a, (int) lda, beta,
               c, (int) ldc);
}

/**
 * ae_cholesky:
 * @n: size
 * @a: (inout) (n, n), row-major, symmetric with the lower triangle filled; that becomes L, what
 *   lies above the diagonal is not touched
 *
 * A = L·Lᵀ (LAPACK dpotrf). Any thread.
 *
 * Returns: %FALSE where A is not positive definite; @a is used up then.
 */
gboolean
ae_cholesky (gsize n, double *a)
{
  int size = (int) n, info = 0;

  /* Row-major lower is column-major upper. */
  dpotrf_ ("U", &size, a, &size, &info);
  return info == 0;
}

/**
 * ae_solve_positive:
 * @n: size
 * @m: right-hand sides
 * @a: (n, n), row-major, symmetric with the upper triangle filled; used up
 * @b: (inout) (m, n): right-hand sides, one a row; the solutions take their place
 *
 * A·x = b for a positive definite A (LAPACK dposv). Any thread.
 *
 * Returns: %FALSE where A is not positive definite; @b is then as it was.
 */
gboolean
ae_solve_positive (gsize n, gsize m, double *a, double *b)
{
  int size = (int) n, sides = (int) m, info = 0;

  /* Row-major upper is column-major lower. */
  dposv_ ("L", &size, &sides, a, &size, b, &size, &info);
  return info == 0;
}

/**
 * ae_determinant:
 * @n: size
 * @a: (n, n), row-major; used up
 *
 * The product of the pivots of A = P·L·U (LAPACK dgetrf), each exchange of rows turning its
 * sign. Any thread.
 *
 * Returns: the determinant; 0 for a singular matrix.
 */
double
ae_determinant (gsize n, double *a)
{
  int size = (int) n, info = 0;
  g_autofree int *pivots = g_new (int, n);
  double product = 1;

  /* A matrix and its transpose have the same determinant, so the order of storage is all one.
   */
  dgetrf_ (&size, &size, a, &size, pivots, &info);
  for (int i = 0; i < size; i++)
    product *= pivots[i] == i + 1 ? a[i * size + i] : -a[i * size + i];
  return product;
}

/**
 * ae_symmetric_eigen:
 * @n: size
 * @a: (n, n), symmetric with the row-major upper triangle filled; replaced by the
 *     eigenvectors, one a row, in the order of @values
 * @values: (out) (n): eigenvalues, ascending
 * @error: AE_ERROR_NON_FINITE when the iteration does not converge, as with NaN in @a
 *
 * The eigenproblem of a symmetric matrix by divide and conquer (LAPACK dsyevd). Any thread.
 */
gboolean
ae_symmetric_eigen (gsize n, double *a, double *values, GError **error)
{
  int size = (int) n, lwork = -1, liwork = -1, info = 0, want_iwork;
  double want_work;
  g_autofree double *work = NULL;
  g_autofree int *iwork = NULL;

  /* Row-major upper is column-major lower; column-major eigenvectors are rows for us. */
  dsyevd_ ("V", "L", &size, a, &size, values, &want_work, &lwork, &want_iwork, &liwork, &info);
  lwork = (int) want_work;
  liwork = want_iwork;
  work = g_new (double, lwork);
  iwork = g_new (int, liwork);
  dsyevd_ ("V", "L", &size, a, &size, values, work, &lwork, iwork, &liwork, &info);
  if (info == 0)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_NON_FINITE,
               "The eigenvalues of a %d × %d covariance could not be computed; the pixels hold "
               "values that are not finite or far too large",
               size, size);
  return FALSE;
}
