/* ae-vector.h: sixteen floats at a time with a mask for the end, for a kernel whose functions
 * the compiler makes poor vectors of. AE_VECTOR says whether it is there: with AVX-512, in
 * single precision. Private to this folder's .c files.
 */
#pragma once

#include "ae-types.h"

#if defined(__AVX512F__) && !defined(AE_DOUBLE)

#include <immintrin.h>

#define AE_VECTOR 1
#define AE_LANES  16

/* The lanes that are there, of `left` numbers that are left. */
static inline __mmask16
ae_vector_mask (gsize left)
{
  return left >= AE_LANES ? 0xFFFF : (__mmask16) ((1u << left) - 1);
}

/* e^x = 2^n · e^r with |r| ≤ ½ ln 2; e^r by its Taylor polynomial of degree 7: the steps of
 * fast_exp() in ae-activation.c. What is not a number stays none: the bounds come first in
 * minimum and maximum, which then return the second. */
static inline __m512
ae_vector_exp (__m512 x)
{
  const __m512 one = _mm512_set1_ps (1.0f), magic = _mm512_set1_ps (12582912.0f);
  __m512 t, n, r, p;

  x = _mm512_max_ps (_mm512_set1_ps (-87.0f), x);
  x = _mm512_min_ps (_mm512_set1_ps (88.0f), x);
  t = _mm512_fmadd_ps (x, _mm512_set1_ps (1.44269504f), magic);
  n = _mm512_sub_ps (t, magic);
  r = _mm512_fnmadd_ps (n, _mm512_set1_ps (0.693359375f), x);
  r = _mm512_fmadd_ps (n, _mm512_set1_ps (2.12194440e-4f), r);
  p = _mm512_fmadd_ps (r, _mm512_set1_ps (1.9841270e-4f), _mm512_set1_ps (1.3888889e-3f));
  p = _mm512_fmadd_ps (r, p, _mm512_set1_ps (8.3333333e-3f));
  p = _mm512_fmadd_ps (r, p, _mm512_set1_ps (4.1666667e-2f));
  p = _mm512_fmadd_ps (r, p, _mm512_set1_ps (1.6666667e-1f));
  p = _mm512_fmadd_ps (r, p, _mm512_set1_ps (0.5f));
  p = _mm512_fmadd_ps (r, p, one);
  p = _mm512_fmadd_ps (r, p, one);
  /* The low bits of t are n; added to the exponent of p. */
  return _mm512_scalef_ps (p, n);
}

#endif
