/* ae-product.h: small matrix products without packing, for layers whose factors are in cache
 * anyway. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

void ae_product (gboolean trans_a, gsize m, gsize n, gsize k, const ae_real *a, gsize lda,
                 const ae_real *b, gsize ldb, gboolean add, ae_real *c, gsize ldc);
void ae_product_from (gsize m, gsize n, gsize k, const ae_real *a, const ae_real *b,
                      const ae_real *start, ae_real *c);
void ae_transpose (ae_real *out, const ae_real *in, gsize rows, gsize cols, gsize first_row,
                   gsize n_rows);

G_END_DECLS
