/* ae-activation.c: the nonlinearities, forward and backward.
 *
 * The single-precision exponential is a polynomial (relative error below 3e-7, tested against
 * libm); the double twin uses libm. With AVX-512 the forward pass goes through vectors of our
 * own; elsewhere the compiler makes what it can of the loops.
 */
#include "ae-activation.h"

#include "ae-vector.h"

#include <math.h>

#ifdef AE_DOUBLE

static inline ae_real
fast_exp (ae_real x)
{
  return exp (x);
}

#else

/* e^x = 2^n · e^r with |r| ≤ ½ ln 2; e^r by its Taylor polynomial of degree 7. */
static inline ae_real
fast_exp (ae_real x)
{
  union
  {
    guint32 i;
    float f;
  } scale;
  float t, n, r, p;

  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  t = x * 1.44269504f + 12582912.0f; /* 1.5 · 2^23 rounds to the nearest integer */
  n = t - 12582912.0f;
  r = x - n * 0.693359375f + n * 2.12194440e-4f;
  /* The low bits of t are n: no conversion, and nothing to overflow where x is not a number. */
  scale.f = t;
  scale.i = (scale.i + 127u) << 23;
  p = 1.9841270e-4f;
  p = 1.3888889e-3f + r * p;
  p = 8.3333333e-3f + r * p;
  p = 4.1666667e-2f + r * p;
  p = 1.6666667e-1f + r * p;
  p = 0.5f + r * p;
  p = 1.0f + r * p;
  p = 1.0f + r * p;
  return scale.f * p;
}

#endif

#ifdef AE_VECTOR

/* f of sixteen pre-activations. */
static inline __attribute__ ((always_inline)) __m512
vector_value (__m512 v, const AeActivation activation)
{
  const __m512 one = _mm512_set1_ps (1.0f), zero = _mm512_setzero_ps ();

  switch (activation)
    {
    case AE_ACTIVATION_ELU:
      return _mm512_mask_mov_ps (_mm512_sub_ps (ae_vector_exp (v), one),
                                 _mm512_cmp_ps_mask (v, zero, _CMP_GT_OQ), v);
    case AE_ACTIVATION_RELU:
      return _mm512_max_ps (v, zero);
    case AE_ACTIVATION_TANH:
      return _mm512_sub_ps (one, _mm512_div_ps (_mm512_set1_ps (2.0f),
                                                _mm512_add_ps (ae_vector_exp (v + v), one)));
    case AE_ACTIVATION_SIGMOID:
      return _mm512_div_ps (one, _mm512_add_ps (one, ae_vector_exp (-v)));
    case AE_ACTIVATION_LINEAR:
    default:
      return v;
    }
}

#define FORWARD(activation, f)                                                                 \
  for (gsize i = 0; i < n; i += AE_LANES)                                                      \
    {                                                                                          \
      __mmask16 mask = ae_vector_mask (n - i);                                                 \
                                                                                               \
      _mm512_mask_storeu_ps (y + i, mask,                                                      \
                             vector_value (_mm512_maskz_loadu_ps (mask, y + i), activation));  \
    }

#else

/* One loop an activation: f is a macro of the pre-activation v. */
#define FORWARD(activation, f)                                                                 \
  for (gsize i = 0; i < n; i++)                                                                \
    {                                                                                          \
      ae_real v = y[i];                                                                        \
                                                                                               \
      y[i] = (f);                                                                              \
    }

#endif

/**
 * ae_activation_forward:
 * @y: (inout) (n): pre-activations, the bias in them; replaced by f (y)
 * @activation: f
 * @n: how many: rows times units
 *
 * Any thread.
 */
void
ae_activation_forward (ae_real *y, AeActivation activation, gsize n)
{
  switch (activation)
    {
    case AE_ACTIVATION_ELU:
      FORWARD (AE_ACTIVATION_ELU, v > 0 ? v : fast_exp (v) - 1);
      break;
    case AE_ACTIVATION_RELU:
      FORWARD (AE_ACTIVATION_RELU, v > 0 ? v : 0);
      break;
    case AE_ACTIVATION_TANH:
      FORWARD (AE_ACTIVATION_TANH, 1 - 2 / (fast_exp (2 * v) + 1));
      break;
    case AE_ACTIVATION_SIGMOID:
      FORWARD (AE_ACTIVATION_SIGMOID, 1 / (1 + fast_exp (-v)));
      break;
    case AE_ACTIVATION_LINEAR:
    default:
      break;
    }
}

/* One loop an activation: f′ is a macro of the output a. The bias gradient gathers on the way.
 */
#define BACKWARD(derivative)                                                                   \
  for (gsize i = 0; i < n; i++)                                                                \
    {                                                                                          \
      ae_real *AE_RESTRICT drow = dy + i * units;                                              \
      const ae_real *AE_RESTRICT row = y + i * units;                                          \
      for (gsize j = 0; j < units; j++)                                                        \
        {                                                                                      \
          ae_real a = row[j];                                                                  \
          ae_real d = drow[j] * (derivative);                                                  \
          (void) a;                                                                            \
          drow[j] = d;                                                                         \
          dbias[j] += d;                                                                       \
        }                                                                                      \
    }

/**
 * ae_activation_backward:
 * @dy: (inout) (n, units): gradient after the activation; replaced by the one before it
 * @dbias: (inout) (units): the bias gradient is added
 * @y: (n, units): what the forward pass gave, y = f (v + bias)
 * @activation: f
 * @n: rows
 * @units: columns
 *
 * The derivative is taken from the output, so pre-activations need not be kept. Any thread.
 */
void
ae_activation_backward (ae_real *AE_RESTRICT dy, ae_real *AE_RESTRICT dbias,
                        const ae_real *AE_RESTRICT y, AeActivation activation, gsize n,
                        gsize units)
{
  switch (activation)
    {
    case AE_ACTIVATION_ELU: /* f = e^v − 1 below 0, so f′ = f + 1 */
      BACKWARD (a > 0 ? 1 : a + 1);
      break;
    case AE_ACTIVATION_RELU:
      BACKWARD (a > 0 ? 1 : 0);
      break;
    case AE_ACTIVATION_TANH: /* f′ = 1 − f² */
      BACKWARD (1 - a * a);
      break;
    case AE_ACTIVATION_SIGMOID: /* f′ = f (1 − f) */
      BACKWARD (a * (1 - a));
      break;
    case AE_ACTIVATION_LINEAR:
    default:
      BACKWARD (1);
      break;
    }
}
