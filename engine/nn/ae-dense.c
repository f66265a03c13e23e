/* ae-dense.c: y = x·W and its gradients.
 *
 * Weights are stored (inputs, units): the forward product then reads both factors along
 * their rows, which is the faster form, and the first layer needs no product for its input.
 * The other two forms go through a transposed copy where the caller keeps one.
 */
#include "ae-dense.h"

#include "ae-blas.h"
#include "ae-product.h"

#include <string.h>

/**
 * ae_dense_forward:
 * @y: (out) (n, out)
 * @x: (n, in)
 * @dense: the layer's weight and bias
 * @n: rows
 *
 * y = x·W + b. Any thread.
 */
void
ae_dense_forward (ae_real *y, const ae_real *x, const AeDense *dense, gsize n)
{
  const ae_real *straight = dense->is_tied ? dense->w_t : dense->w;
  gsize in = dense->in, out = dense->out;

  if (straight != NULL)
    {
      ae_product_from (n, out, in, x, straight, dense->bias, y);
      return;
    }
  for (gsize i = 0; i < n; i++)
    memcpy (y + i * out, dense->bias, out * sizeof *y);
  ae_gemm (FALSE, TRUE, n, out, in, 1, x, in, dense->w, in, 1, y, out);
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
 * Forward: y = x·W + b. So dW = xᵀ·dy, or dyᵀ·x for a tied array. Any thread.
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
 * Forward: y = x·W + b. So dx = dy·Wᵀ. Any thread.
 */
void
ae_dense_backward_input (ae_real *dx, const ae_real *dy, const AeDense *dense, gsize n,
                         gboolean add)
{
  const ae_real *straight = dense->is_tied ? dense->w : dense->w_t;
  gsize in = dense->in, out = dense->out;

  if (straight != NULL)
    ae_product (FALSE, n, in, out, dy, out, straight, in, add, dx, in);
  else
    ae_gemm (FALSE, TRUE, n, in, out, 1, dy, out, dense->w, out, add ? 1 : 0, dx, in);
}
