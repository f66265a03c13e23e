/* ae-dense.h: the matrix products of a fully connected layer. The activation, and the bias's
 * gradient with it, are in ae-activation. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeDense:
 * @w: (in, out); of a tied decoder the encoder's array, (out, in)
 * @w_t: (nullable): a copy of @w transposed; spares the slower form of product where it is
 * there
 * @bias: (out): added by the forward product
 * @in, @out: inputs and units
 * @is_tied: whether @w is stored (out, in)
 *
 * One layer's weight and bias as its products see them; borrowed pointers, a value for one
 * call.
 */
typedef struct
{
  const ae_real *w;
  const ae_real *w_t;
  const ae_real *bias;
  gsize in, out;
  gboolean is_tied;
} AeDense;

void ae_dense_forward (ae_real *y, const ae_real *x, const AeDense *dense, gsize n);
void ae_dense_backward_weight (ae_real *dw, const ae_real *dy, const ae_real *x,
                               const AeDense *dense, gsize n, gboolean add);
void ae_dense_backward_input (ae_real *dx, const ae_real *dy, const AeDense *dense, gsize n,
                              gboolean add);

G_END_DECLS
