/* ae-blas.h: matrix products, factors and the eigenproblem; the only door to BLAS and LAPACK.
 */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

void ae_blas_init (void);
char *ae_blas_dup_description (void);
void ae_gemm (gboolean trans_a, gboolean trans_b, gsize m, gsize n, gsize k, ae_real alpha,
              const ae_real *a, gsize lda, const ae_real *b, gsize ldb, ae_real beta,
              ae_real *c, gsize ldc);
void ae_gemm_double (gsize m, gsize n, gsize k, const double *a, const double *b, double *c);
void ae_syrk_double (gsize n, gsize k, const double *a, gsize lda, double beta, double *c,
                     gsize ldc);
gboolean ae_cholesky (gsize n, double *a);
gboolean ae_solve_positive (gsize n, gsize m, double *a, double *b);
double ae_determinant (gsize n, double *a);
gboolean ae_symmetric_eigen (gsize n, double *a, double *values, GError **error);

G_END_DECLS
