/* ae-dense.c: y = x·W and its gradients, through BLAS.
 *
 * Weights are stored (inputs, units): the forward product then reads both factors along
 * their rows, which is the faster form, and the first layer needs no product for its input.
 */
#include "ae-dense.h"

#include "ae-blas.h"

/**
 * ae_dense_forward:
 * @y: (out) (n, out)
 * @x: (n, in)
 * @w: (in, out); with @transposed (out, in), the encoder's array of a tied pair
 * @n: rows
 * @in: inputs
 * @out: units
 * @transposed: whether @w is used transposed
 *
 * y = x·W. Any thread.
 */
void
ae_dense_forward (ae_real *y, const ae_real *x, const ae_real *w, gsize n, gsize in, gsize out,
                  gboolean transposed)
{
  ae_gemm (FALSE, transposed, n, out, in, 1, x, in, w, transposed ? in : out, 0, y, out);
}

/**
 * ae_dense_backward_weight:
 * @dw: (inout) (shape of the weight): the gradient
 * @dy: (n, out): gradient before bias and activation
 * @x: (n, in): the layer's input
 * @n: rows
 * @in: inputs
 * @out: units
 * @transposed: as in ae_dense_forward()
 * @add: whether to add to @dw, as the second use of a tied array must, or to overwrite it
 *
 * Forward: y = x·W. So dW = xᵀ·dy, or dyᵀ·x in the transposed layout. Any thread.
 */
void
ae_dense_backward_weight (ae_real *dw, const ae_real *dy, const ae_real *x, gsize n, gsize in, gsize out,
                          gboolean transposed, gboolean add)
{
  if (transposed)
    ae_gemm (TRUE, FALSE, out, in, n, 1, dy, out, x, in, add ? 1 : 0, dw, in);
  else
    ae_gemm (TRUE, FALSE, in, out, n, 1, x, in, dy, out, add ? 1 : 0, dw, out);
}

/**
 * ae_dense_backward_input:
 * @dx: (inout) (n, in): the gradient
 * @dy: (n, out): gradient before bias and activation
 * @w: as in ae_dense_forward()
 * @n: rows
 * @in: inputs
 * @out: units
 * @transposed: as in ae_dense_forward()
 * @add: whether to add to @dx, as the second head on one input must, or to overwrite it
 *
 * Forward: y = x·W. So dx = dy·Wᵀ. Any thread.
 */
void
ae_dense_backward_input (ae_real *dx, const ae_real *dy, const ae_real *w, gsize n, gsize in, gsize out,
                         gboolean transposed, gboolean add)
{
  ae_gemm (FALSE, !transposed, n, in, out, 1, dy, out, w, transposed ? in : out, add ? 1 : 0, dx, in);
}
