/* ae-product.c: C = op(A)·B for the sizes of a layer.
 *
 * A general BLAS copies both factors into packed panels and clears C first. For 128 rows and a
 * layer of 268 × 130 that is a sixth of the time; here the factors are in the second-level
 * cache and are read where they are. With AVX-512 a tile of 8 rows × 48 columns of C stays in
 * 24 registers while k runs. Elsewhere, and in the double twin, BLAS does the work.
 */
#include "ae-product.h"

#include "ae-blas.h"

#include <string.h>

#if defined(__AVX512F__) && !defined(AE_DOUBLE)

#include <immintrin.h>

#define TILE_ROWS    8
#define TILE_VECTORS 3
#define LANES        16

/* One tile: rows × (vectors × 16) of C, the last vector masked. Element (r, p) of op(A) is
 * a[r · row_step + p · k_step]. The sums start from `start`, rows start_step apart (0: the same
 * for all), or from 0 where there is none. Called with constant rows and vectors, so all loops
 * over the tile unroll and the tile lives in registers. */
static inline __attribute__ ((always_inline)) void
tile (const gsize rows, const gsize vectors, gsize k, const float *a, gsize row_step,
      gsize k_step, const float *b, gsize ldb, const float *start, gsize start_step, float *c,
      gsize ldc, __mmask16 mask)
{
  __m512 sum[TILE_ROWS][TILE_VECTORS];

#pragma GCC unroll 8
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 3
    for (gsize v = 0; v < vectors; v++)
      sum[r][v] = start != NULL ? _mm512_maskz_loadu_ps (v + 1 == vectors ? mask : 0xFFFF,
                                                         start + r * start_step + v * LANES)
                                : _mm512_setzero_ps ();
  for (gsize p = 0; p < k; p++)
    {
      __m512 bv[TILE_VECTORS];

#pragma GCC unroll 3
      for (gsize v = 0; v < vectors; v++)
        bv[v] = v + 1 == vectors ? _mm512_maskz_loadu_ps (mask, b + p * ldb + v * LANES)
                                 : _mm512_loadu_ps (b + p * ldb + v * LANES);
#pragma GCC unroll 8
      for (gsize r = 0; r < rows; r++)
        {
          __m512 av = _mm512_set1_ps (a[r * row_step + p * k_step]);

#pragma GCC unroll 3
          for (gsize v = 0; v < vectors; v++)
            sum[r][v] = _mm512_fmadd_ps (av, bv[v], sum[r][v]);
        }
    }
#pragma GCC unroll 8
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 3
    for (gsize v = 0; v < vectors; v++)
      _mm512_mask_storeu_ps (c + r * ldc + v * LANES, v + 1 == vectors ? mask : 0xFFFF,
                             sum[r][v]);
}

static inline const float *
at_row (const float *start, gsize i, gsize step)
{
  return start != NULL ? start + i * step : NULL;
}

/* All rows of C under one group of columns. The layout of A is a constant, too: addresses of
 * a tile's rows then need no registers of their own. */
static inline __attribute__ ((always_inline)) void
columns (const gsize vectors, const gboolean trans_a, gsize m, gsize k, const float *a,
         gsize lda, const float *b, gsize ldb, const float *start, gsize start_step, float *c,
         gsize ldc, __mmask16 mask)
{
  const gsize row_step = trans_a ? 1 : lda, k_step = trans_a ? lda : 1;
  gsize i = 0;

  for (; i + 8 <= m; i += 8)
    tile (8, vectors, k, a + i * row_step, row_step, k_step, b, ldb,
          at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
  if (m - i >= 4)
    {
      tile (4, vectors, k, a + i * row_step, row_step, k_step, b, ldb,
            at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
      i += 4;
    }
  if (m - i >= 2)
    {
      tile (2, vectors, k, a + i * row_step, row_step, k_step, b, ldb,
            at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
      i += 2;
    }
  if (m - i >= 1)
    tile (1, vectors, k, a + i * row_step, row_step, k_step, b, ldb,
          at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
}

#define COLUMNS(vectors, trans)                                                                \
  static void columns_##vectors##_##trans (                                                    \
      gsize m, gsize k, const float *a, gsize lda, const float *b, gsize ldb,                  \
      const float *start, gsize start_step, float *c, gsize ldc, __mmask16 mask)               \
  {                                                                                            \
    columns (vectors, trans, m, k, a, lda, b, ldb, start, start_step, c, ldc, mask);           \
  }

COLUMNS (1, 0)
COLUMNS (2, 0)
COLUMNS (3, 0)
COLUMNS (1, 1)
COLUMNS (2, 1)
COLUMNS (3, 1)

static void
small_product (gboolean trans_a, gsize m, gsize n, gsize k, const float *a, gsize lda,
               const float *b, gsize ldb, const float *start, gsize start_step, float *c,
               gsize ldc)
{
  static void (*const kernels[2][3]) (gsize, gsize, const float *, gsize, const float *, gsize,
                                      const float *, gsize, float *, gsize, __mmask16)
      = {
          { columns_1_0, columns_2_0, columns_3_0 },
          { columns_1_1, columns_2_1, columns_3_1 },
        };
  gsize vectors = (n + LANES - 1) / LANES;

  /* Groups of three vectors; 4 = 2 + 2, so that no group is a single thin one where two will
   * do. */
  for (gsize j = 0; vectors > 0;)
    {
      gsize group = vectors == 4 ? 2 : MIN (vectors, TILE_VECTORS);
      gsize width = MIN (group * LANES, n - j);
      __mmask16 mask = (__mmask16) (0xFFFFu >> (group * LANES - width));

      kernels[trans_a != 0][group - 1](m, k, a, lda, b + j, ldb, at_row (start, j, 1),
                                       start_step, c + j, ldc, mask);
      j += width;
      vectors -= group;
    }
}

#define SMALL_PRODUCT 1

#endif

/**
 * ae_product:
 * @trans_a: whether A is stored as (k, m)
 * @m: rows of C
 * @n: columns of C
 * @k: inner size
 * @a: (m, k), row-major, rows @lda apart
 * @lda: see @a
 * @b: (k, n), row-major, rows @ldb apart
 * @ldb: see @b
 * @add: whether to add to what C holds, or to overwrite it
 * @c: (m, n), row-major, rows @ldc apart
 * @ldc: see @c
 *
 * C = op(A)·B, or C += op(A)·B. For sizes up to a few hundred; larger ones are BLAS's. The sum
 * over k runs in order, one fused multiply-add at a time, so the bits of an element depend on
 * its row of A and column of B alone. Any thread.
 */
void
ae_product (gboolean trans_a, gsize m, gsize n, gsize k, const ae_real *a, gsize lda,
            const ae_real *b, gsize ldb, gboolean add, ae_real *c, gsize ldc)
{
#ifdef SMALL_PRODUCT
  if (k <= 1024 && n <= 1024)
    {
      small_product (trans_a, m, n, k, a, lda, b, ldb, add ? c : NULL, ldc, c, ldc);
      return;
    }
#endif
  ae_gemm (trans_a, FALSE, m, n, k, 1, a, lda, b, ldb, add ? 1 : 0, c, ldc);
}

/**
 * ae_product_from:
 * @m: rows of C
 * @n: columns of C
 * @k: inner size
 * @a: (m, k), row-major
 * @b: (k, n), row-major
 * @start: (n): what each row of C starts from, a layer's bias
 * @c: (out) (m, n), row-major
 *
 * C = A·B with @start added to every row: ae_product() for a layer forward, without a walk of
 * its own for the bias. Any thread.
 */
void
ae_product_from (gsize m, gsize n, gsize k, const ae_real *a, const ae_real *b,
                 const ae_real *start, ae_real *c)
{
#ifdef SMALL_PRODUCT
  if (k <= 1024 && n <= 1024)
    {
      small_product (FALSE, m, n, k, a, k, b, n, start, 0, c, n);
      return;
    }
#endif
  for (gsize i = 0; i < m; i++)
    memcpy (c + i * n, start, n * sizeof *c);
  ae_gemm (FALSE, FALSE, m, n, k, 1, a, k, b, n, 1, c, n);
}

/**
 * ae_transpose:
 * @out: (out) (cols, rows), row-major
 * @in: (rows, cols), row-major
 * @rows: of @in
 * @cols: of @in
 * @first_row: where to begin, a multiple of 16 for speed
 * @n_rows: how many rows of @in to write, so that several threads can share the work
 *
 * Any thread.
 */
void
ae_transpose (ae_real *AE_RESTRICT out, const ae_real *AE_RESTRICT in, gsize rows, gsize cols,
              gsize first_row, gsize n_rows)
{
  /* Squares of 16: both sides touch whole cache lines. */
  for (gsize i = first_row; i < first_row + n_rows; i += 16)
    for (gsize j = 0; j < cols; j += 16)
      {
        gsize i_end = MIN (i + 16, first_row + n_rows), j_end = MIN (j + 16, cols);

        for (gsize jj = j; jj < j_end; jj++)
          for (gsize ii = i; ii < i_end; ii++)
            out[jj * rows + ii] = in[ii * cols + jj];
      }
}
