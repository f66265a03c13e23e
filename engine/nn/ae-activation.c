/* ae-activation.c: bias and nonlinearity in one walk over the rows, forward and backward.
 *
 * The single-precision exponential is a polynomial (relative error below 3e-7, tested against
 * libm); the double twin uses libm. With AVX-512 whole rows go through vectors; elsewhere the
 * compiler makes what it can of the loops.
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
  float t, n, r;

  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  t = x * 1.44269504f + 12582912.0f; /* 1.5 · 2^23 rounds to the nearest integer */
  n = t - 12582912.0f;
  r = x - n * 0.693359375f + n * 2.12194440e-4f;
  /* The low bits of t are n: no conversion, and nothing to overflow where x is not a number. */
  scale.f = t;
  scale.i = (scale.i + 127u) << 23;
  return scale.f
         * (1.0f
            + r
                  * (1.0f
                     + r
                           * (0.5f
                              + r
                                    * (1.6666667e-1f
                                       + r
                                             * (4.1666667e-2f
                                                + r
                                                      * (8.3333333e-3f
                                                         + r
                                                               * (1.3888889e-3f
                                                                  + r * 1.9841270e-4f)))))));
}

#endif

#ifdef AE_VECTOR

/* The loops below, sixteen columns at a time: f, and f′ from the output a. */
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

static inline __attribute__ ((always_inline)) __m512
vector_derivative (__m512 a, const AeActivation activation)
{
  const __m512 one = _mm512_set1_ps (1.0f), zero = _mm512_setzero_ps ();

  switch (activation)
    {
    case AE_ACTIVATION_ELU:
      return _mm512_add_ps (_mm512_min_ps (a, zero), one);
    case AE_ACTIVATION_RELU:
      return _mm512_maskz_mov_ps (_mm512_cmp_ps_mask (a, zero, _CMP_GT_OQ), one);
    case AE_ACTIVATION_TANH:
      return _mm512_fnmadd_ps (a, a, one);
    case AE_ACTIVATION_SIGMOID:
      return _mm512_mul_ps (a, _mm512_sub_ps (one, a));
    case AE_ACTIVATION_LINEAR:
    default:
      return one;
    }
}

static inline __attribute__ ((always_inline)) void
vector_forward (float *y, const float *bias, const AeActivation activation, gsize n,
                gsize units)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < units; j += AE_LANES)
      {
        __mmask16 mask = ae_vector_mask (units - j);
        float *at = y + i * units + j;
        __m512 v = _mm512_add_ps (_mm512_maskz_loadu_ps (mask, at),
                                  _mm512_maskz_loadu_ps (mask, bias + j));

        _mm512_mask_storeu_ps (at, mask, vector_value (v, activation));
      }
}

/* All rows under sixteen columns, so that the bias gradient stays in a register. */
static inline __attribute__ ((always_inline)) void
vector_backward (float *dy, float *dbias, const float *y, const AeActivation activation,
                 gsize n, gsize units)
{
  for (gsize j = 0; j < units; j += AE_LANES)
    {
      __mmask16 mask = ae_vector_mask (units - j);
      __m512 sum = _mm512_maskz_loadu_ps (mask, dbias + j);

      for (gsize i = 0; i < n; i++)
        {
          float *at = dy + i * units + j;
          __m512 a = _mm512_maskz_loadu_ps (mask, y + i * units + j);
          __m512 d = _mm512_mul_ps (_mm512_maskz_loadu_ps (mask, at),
                                    vector_derivative (a, activation));

          _mm512_mask_storeu_ps (at, mask, d);
          sum = _mm512_add_ps (sum, d);
        }
      _mm512_mask_storeu_ps (dbias + j, mask, sum);
    }
}

#define FORWARD(activation, f)  vector_forward (y, bias, activation, n, units)
#define BACKWARD(activation, d) vector_backward (dy, dbias, y, activation, n, units)

#else

/* One loop an activation: f is a macro of the pre-activation v. */
#define FORWARD(activation, f)                                                                 \
  for (gsize i = 0; i < n; i++)                                                                \
    {                                                                                          \
      ae_real *AE_RESTRICT row = y + i * units;                                                \
      for (gsize j = 0; j < units; j++)                                                        \
        {                                                                                      \
          ae_real v = row[j] + bias[j];                                                        \
          row[j] = (f);                                                                        \
        }                                                                                      \
    }

/* One loop an activation: f′ is a macro of the output a. The bias gradient gathers on the way.
 */
#define BACKWARD(activation, derivative)                                                       \
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

#endif

/**
 * ae_activation_forward:
 * @y: (inout) (n, units): pre-activations without bias; replaced by f (y + bias)
 * @bias: (units)
 * @activation: f
 * @n: rows
 * @units: columns
 *
 * Any thread.
 */
void
ae_activation_forward (ae_real *y, const ae_real *bias, AeActivation activation, gsize n,
                       gsize units)
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
      FORWARD (AE_ACTIVATION_LINEAR, v);
      break;
    }
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
      BACKWARD (AE_ACTIVATION_ELU, a > 0 ? 1 : a + 1);
      break;
    case AE_ACTIVATION_RELU:
      BACKWARD (AE_ACTIVATION_RELU, a > 0 ? 1 : 0);
      break;
    case AE_ACTIVATION_TANH: /* f′ = 1 − f² */
      BACKWARD (AE_ACTIVATION_TANH, 1 - a * a);
      break;
    case AE_ACTIVATION_SIGMOID: /* f′ = f (1 − f) */
      BACKWARD (AE_ACTIVATION_SIGMOID, a * (1 - a));
      break;
    case AE_ACTIVATION_LINEAR:
    default:
      BACKWARD (AE_ACTIVATION_LINEAR, 1);
      break;
    }
}
