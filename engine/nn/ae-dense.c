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
 * ae_dense_backward:
 * @dx: (out) (nullable) (n, in): overwritten; %NULL for the first layer
 * @dw: (inout) (shape of @w): the gradient is added, so a tied array gathers both uses
 * @dy: (n, out): gradient before bias and activation
 * @x: (n, in): the layer's input
 * @w: as in ae_dense_forward()
 * @n: rows
 * @in: inputs
 * @out: units
 * @transposed: as in ae_dense_forward()
 *
 * Forward: y = x·W. So dW += xᵀ·dy (or its transpose, dyᵀ·x) and dx = dy·Wᵀ. Any thread.
 */
void
ae_dense_backward (ae_real *dx, ae_real *dw, const ae_real *dy, const ae_real *x, const ae_real *w,
                   gsize n, gsize in, gsize out, gboolean transposed)
{
  if (transposed)
    ae_gemm (TRUE, FALSE, out, in, n, 1, dy, out, x, in, 1, dw, in);
  else
    ae_gemm (TRUE, FALSE, in, out, n, 1, x, in, dy, out, 1, dw, out);
  if (dx != NULL)
    ae_gemm (FALSE, !transposed, n, in, out, 1, dy, out, w, transposed ? in : out, 0, dx, in);
}
