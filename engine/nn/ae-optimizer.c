/* ae-optimizer.c: the parameter update, on a range of the flat buffer, so that it can be shared
 * out. */
#include "ae-optimizer.h"

#include <math.h>

#if defined(__AVX512F__) && !defined(AE_DOUBLE)
#include <immintrin.h>

/* 1/x and √x by the processor's 14-bit estimates and one step of Newton's method: 1e-7
 * relative, a third of the time of the exact instructions. */
static inline __m512
reciprocal (__m512 x)
{
  __m512 r = _mm512_rcp14_ps (x);

  return _mm512_mul_ps (r, _mm512_fnmadd_ps (x, r, _mm512_set1_ps (2.0f)));
}

static inline __m512
square_root (__m512 x)
{
  __m512 safe = _mm512_max_ps (x, _mm512_set1_ps (1e-37f));
  __m512 r = _mm512_rsqrt14_ps (safe);
  __m512 half = _mm512_mul_ps (_mm512_set1_ps (0.5f), safe);

  r = _mm512_mul_ps (r, _mm512_fnmadd_ps (_mm512_mul_ps (half, r), r, _mm512_set1_ps (1.5f)));
  return _mm512_mul_ps (x, r);
}

/* The vector part of ae_adam_update(); returns how many parameters are done. */
static gsize
adam_vectors (float *w, float *m, float *v, const float *g, gsize n, float rate, float root)
{
  const __m512 b1 = _mm512_set1_ps (AE_ADAM_BETA1), b2 = _mm512_set1_ps (AE_ADAM_BETA2);
  const __m512 c1 = _mm512_set1_ps (1.0 - AE_ADAM_BETA1),
               c2 = _mm512_set1_ps (1.0 - AE_ADAM_BETA2);
  const __m512 step = _mm512_set1_ps (rate), scale = _mm512_set1_ps (root);
  const __m512 epsilon = _mm512_set1_ps (AE_ADAM_EPSILON);
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    {
      __m512 gi = _mm512_loadu_ps (g + i);
      __m512 mi = _mm512_fmadd_ps (b1, _mm512_loadu_ps (m + i), _mm512_mul_ps (c1, gi));
      __m512 vi = _mm512_fmadd_ps (b2, _mm512_loadu_ps (v + i),
                                   _mm512_mul_ps (_mm512_mul_ps (c2, gi), gi));
      __m512 below = _mm512_fmadd_ps (square_root (vi), scale, epsilon);

      _mm512_storeu_ps (m + i, mi);
      _mm512_storeu_ps (v + i, vi);
      _mm512_storeu_ps (w + i, _mm512_fnmadd_ps (_mm512_mul_ps (step, mi), reciprocal (below),
                                                 _mm512_loadu_ps (w + i)));
    }
  return i;
}

#else

static inline gsize
adam_vectors (ae_real *w, ae_real *m, ae_real *v, const ae_real *g, gsize n, ae_real rate,
              ae_real root)
{
  return 0;
}

#endif

/**
 * ae_adam_prepare:
 * @self: (out)
 * @rate: learning rate
 * @t: number of this update, from 1
 */
void
ae_adam_prepare (AeAdamStep *self, double rate, guint64 t)
{
  self->rate = rate;
  self->correction1 = 1.0 - pow (AE_ADAM_BETA1, (double) t);
  self->correction2 = 1.0 - pow (AE_ADAM_BETA2, (double) t);
}

/**
 * ae_adam_update:
 * @w: (inout) (n): parameters
 * @m: (inout) (n): first moment
 * @v: (inout) (n): second moment
 * @g: (n): gradient
 * @n: how many
 * @step: this update's constants
 *
 * Kingma and Ba 2015, algorithm 1, with beta 0.9 and 0.999 and epsilon 1e-8 outside the root:
 * w −= rate · m̂ / (√v̂ + ε). Any thread, on ranges that do not overlap.
 */
void
ae_adam_update (ae_real *AE_RESTRICT w, ae_real *AE_RESTRICT m, ae_real *AE_RESTRICT v,
                const ae_real *AE_RESTRICT g, gsize n, const AeAdamStep *step)
{
  const ae_real b1 = AE_ADAM_BETA1, b2 = AE_ADAM_BETA2, epsilon = AE_ADAM_EPSILON;
  const ae_real c1 = (ae_real) (1.0 - AE_ADAM_BETA1), c2 = (ae_real) (1.0 - AE_ADAM_BETA2);
  const ae_real rate = (ae_real) (step->rate / step->correction1);
  const ae_real root = (ae_real) (1.0 / sqrt (step->correction2));

  for (gsize i = adam_vectors (w, m, v, g, n, rate, root); i < n; i++)
    {
      ae_real mi = b1 * m[i] + c1 * g[i];
      ae_real vi = b2 * v[i] + c2 * g[i] * g[i];

      m[i] = mi;
      v[i] = vi;
#ifdef AE_DOUBLE
      w[i] -= rate * mi / (sqrt (vi) * root + epsilon);
#else
      w[i] -= rate * mi / (sqrtf (vi) * root + epsilon);
#endif
    }
}

/**
 * ae_momentum_update:
 * @w: (inout) (n): parameters
 * @m: (inout) (n): velocity
 * @g: (n): gradient
 * @n: how many
 * @rate: learning rate
 * @momentum: 0 … 1 exclusive
 *
 * Gradient descent with momentum (Polyak 1964): m = momentum·m + g; w −= rate·m.
 */
void
ae_momentum_update (ae_real *AE_RESTRICT w, ae_real *AE_RESTRICT m,
                    const ae_real *AE_RESTRICT g, gsize n, double rate, double momentum)
{
  const ae_real a = (ae_real) rate, b = (ae_real) momentum;

  for (gsize i = 0; i < n; i++)
    {
      m[i] = b * m[i] + g[i];
      w[i] -= a * m[i];
    }
}

/**
 * ae_gradient_sum:
 * @sum: (out) (n): the sum of @parts over the range
 * @parts: (n_parts): gradient buffers of the row blocks
 * @n_parts: at least 1
 * @first: start of the range in each part
 * @n: its length
 *
 * Adds in the order of the parts whatever the number of threads, so the bits are the same.
 */
void
ae_gradient_sum (ae_real *AE_RESTRICT sum, const ae_real *const *parts, guint n_parts,
                 gsize first, gsize n)
{
  const ae_real *AE_RESTRICT a = parts[0] + first;

  for (gsize i = 0; i < n; i++)
    sum[i] = a[i];
  for (guint p = 1; p < n_parts; p++)
    {
      const ae_real *AE_RESTRICT b = parts[p] + first;

      for (gsize i = 0; i < n; i++)
        sum[i] += b[i];
    }
}

/**
 * ae_gradient_add_decay:
 * @g: (inout) (n): decay · w is added
 * @w: (n): weights (no biases)
 * @n: how many
 * @decay: factor of ½ Σ w² in the loss
 *
 * Returns: Σ w², for the loss term.
 */
double
ae_gradient_add_decay (ae_real *AE_RESTRICT g, const ae_real *AE_RESTRICT w, gsize n,
                       double decay)
{
  ae_real lanes[16] = { 0 };
  ae_real d = (ae_real) decay;
  double sum = 0;
  gsize i = 0;

  for (; i + 16 <= n; i += 16)
    for (gsize l = 0; l < 16; l++)
      {
        ae_real wi = w[i + l];

        g[i + l] += d * wi;
        lanes[l] += wi * wi;
      }
  for (; i < n; i++)
    {
      g[i] += d * w[i];
      lanes[0] += w[i] * w[i];
    }
  for (gsize l = 0; l < 16; l++)
    sum += (double) lanes[l];
  return sum;
}
