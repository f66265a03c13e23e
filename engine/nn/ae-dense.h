/* ae-dense.h: the matrix products of a fully connected layer. Bias and activation are in ae-activation. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

void ae_dense_forward (ae_real *y, const ae_real *x, const ae_real *w, gsize n, gsize in, gsize out, gboolean transposed);
void ae_dense_backward_weight (ae_real *dw, const ae_real *dy, const ae_real *x, gsize n, gsize in, gsize out, gboolean transposed, gboolean add);
void ae_dense_backward_input (ae_real *dx, const ae_real *dy, const ae_real *w, gsize n, gsize in, gsize out, gboolean transposed, gboolean add);

G_END_DECLS
