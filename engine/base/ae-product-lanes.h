/* ae-product-lanes.h: the vectors that the product is made of, and how large its tile is.
 *
 * AVX-512 where the program is built for it. On other x86-64 AVX2: where the program is built
 * for any such processor (packages), its functions alone are, and LANES_ARE_THERE asks the
 * machine. LANES is not defined where there is neither, or in the double twin. The tile fills
 * the registers: sums, one row of B, one element of A. Private to ae-product.c.
 */
#pragma once

#include "ae-types.h"

#if defined(__x86_64__) && !defined(AE_DOUBLE)

#include <immintrin.h>

#if defined(__AVX512F__)

#define LANES         16
#define TILE_ROWS     8
#define TILE_ROWS_MAX 8
#define TILE_VECTORS  3
#define LEFT_OVER_MAX 0 /* columns: a row of C has no vector for so few; not tried here */
#define TARGET
#define LANES_ARE_THERE TRUE

typedef __m512 Lanes;
typedef __mmask16 Mask;

#define lanes_zero()                        _mm512_setzero_ps ()
#define lanes_all(x)                        _mm512_set1_ps (x)
#define lanes_load(at)                      _mm512_loadu_ps (at)
#define lanes_load_masked(at, mask)         _mm512_maskz_loadu_ps (mask, at)
#define lanes_store(at, value)              _mm512_storeu_ps (at, value)
#define lanes_store_masked(at, mask, value) _mm512_mask_storeu_ps (at, mask, value)
#define lanes_multiply_add(a, b, c)         _mm512_fmadd_ps (a, b, c)
#define lanes_mask(count)                   ((__mmask16) (0xFFFFu >> (16 - (count))))

#else

#define LANES         8
#define TILE_ROWS     6
#define TILE_ROWS_MAX 8
#define TILE_VECTORS  2
#define LEFT_OVER_MAX 2   /* columns: a row of C has no vector for so few */
#define PACKED_ROWS   64  /* of A: from here on, and */
#define PACKED_SUM    192 /* with so long a sum, pack() pays; not tried with AVX-512 */
#if defined(__AVX2__) && defined(__FMA__)
#define TARGET
#define LANES_ARE_THERE TRUE
#else
#define TARGET          __attribute__ ((target ("avx2,fma")))
#define LANES_ARE_THERE (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
#endif

typedef __m256 Lanes;
typedef __m256i Mask;

#define lanes_zero()                        _mm256_setzero_ps ()
#define lanes_all(x)                        _mm256_set1_ps (x)
#define lanes_load(at)                      _mm256_loadu_ps (at)
#define lanes_load_masked(at, mask)         _mm256_maskload_ps (at, mask)
#define lanes_store(at, value)              _mm256_storeu_ps (at, value)
#define lanes_store_masked(at, mask, value) _mm256_maskstore_ps (at, mask, value)
#define lanes_multiply_add(a, b, c)         _mm256_fmadd_ps (a, b, c)
#define lanes_mask(count)                                                                      \
  _mm256_cmpgt_epi32 (_mm256_set1_epi32 ((int) (count)),                                       \
                      _mm256_setr_epi32 (0, 1, 2, 3, 4, 5, 6, 7))

/* All lanes added up. */
static inline TARGET float
lanes_sum (__m256 x)
{
  __m128 four = _mm_add_ps (_mm256_castps256_ps128 (x), _mm256_extractf128_ps (x, 1));
  __m128 two = _mm_add_ps (four, _mm_movehl_ps (four, four));

  return _mm_cvtss_f32 (_mm_add_ss (two, _mm_movehdup_ps (two)));
}

#endif

#define ALWAYS_INLINE TARGET __attribute__ ((always_inline))

#endif
