/* ae-dense.c: y = x·W and its gradients.
 *
 * Weights are stored (inputs, units): the forward product then reads both factors along
 * their rows, which is the faster form, and the first layer needs no product for its input.
 * The other two forms go through a transposed copy where the caller keeps one.
 */
#include "ae-dense.h"

#include "ae-blas.h"
#include "ae-product.h"

/* y = x·B with B (k, n) found in `straight`, or else transposed in `turned`. */
static void
product (ae_real *y, const ae_real *x, const ae_real *straight, const ae_real *turned,
         gsize rows, gsize k, gsize n, gboolean add)
{
  if (straight != NULL)
    ae_product (FALSE, rows, n, k, x, k, straight, n, add, y, n);
  else
    ae_gemm (FALSE, TRUE, rows, n, k, 1, x, k, turned, k, add ? 1 : 0, y, n);
}

/**
 * ae_dense_forward:
 * @y: (out) (n, out)
 * @x: (n, in)
 * @dense: the layer's weight
 * @n: rows
 *
 * y = x·W. Any thread.
 */
void
ae_dense_forward (ae_real *y, const ae_real *x, const AeDense *dense, gsize n)
{
  const ae_real *straight = dense->is_tied ? dense->w_t : dense->w;

  product (y, x, straight, dense->w, n, dense->in, dense->out, FALSE);
}

/**
 * ae_dense_backward_weight:
 * @dw: (inout) (shape of the stored weight): the gradient
 * @dy: (n, out): gradient before bias and activation
 * @x: (n, in): the layer's input
 * @dense: the layer's weight
 * @n: rows
 * @add: whether to add to @dw, as the second use of a tied array must, or to overwrite it
 *
 * Forward: y = x·W. So dW = xᵀ·dy, or dyᵀ·x for a tied array. Any thread.
 */
void
ae_dense_backward_weight (ae_real *dw, const ae_real *dy, const ae_real *x,
                          const AeDense *dense, gsize n, gboolean add)
{
  gsize in = dense->in, out = dense->out;

  if (dense->is_tied)
    ae_product (TRUE, out, in, n, dy, out, x, in, add, dw, in);
  else
    ae_product (TRUE, in, out, n, x, in, dy, out, add, dw, out);
}

/**
 * ae_dense_backward_input:
 * @dx: (inout) (n, in): the gradient
 * @dy: (n, out): gradient before bias and activation
 * @dense: the layer's weight
 * @n: rows
 * @add: whether to add to @dx, as the second head on one input must, or to overwrite it
 *
 * Forward: y = x·W. So dx = dy·Wᵀ. Any thread.
 */
void
ae_dense_backward_input (ae_real *dx, const ae_real *dy, const AeDense *dense, gsize n,
                         gboolean add)
{
  const ae_real *straight = dense->is_tied ? dense->w : dense->w_t;

  product (dx, dy, straight, dense->w, n, dense->out, dense->in, add);
}
