/* ae-product.c: C = op(A)·B for the sizes of a layer.
 *
 * A general BLAS copies both factors into packed panels and clears C first. For 128 rows and a
 * layer of 268 × 130 that is a sixth of the time; here the factors are in the second-level
 * cache and are read where they are, but for the few columns of B that are at work, where there
 * are rows enough to pay for a copy. A tile of C stays in registers while k runs: 8 rows × 48
 * columns with AVX-512, 6 × 16 with AVX2. Elsewhere, and in the double twin, BLAS does it.
 */
#include "ae-product.h"

#include "ae-blas.h"
#include "ae-product-lanes.h"

#include <string.h>

/* An address sanitizer that looks at each access makes these loops fifteen times as slow, and
 * with them every test that trains. So it looks only where this file is built for its own test,
 * which goes through all shapes. */
#if defined(__SANITIZE_ADDRESS__) && !defined(AE_PRODUCT_IS_TESTED)
#define UNCHECKED __attribute__ ((no_sanitize ("address", "undefined")))
#else
#define UNCHECKED
#endif

#define SMALL 1024 /* the most columns, and the longest sum, that is not BLAS's */

#ifdef LANES

#define PANEL  (TILE_VECTORS * LANES)
#define COLUMN (SMALL + 8) /* of few_columns(): not a power of two, for the caches' sake */

/* One tile: rows × (vectors × LANES) of C, the last vector masked unless all of it is there.
 * Element (r, p) of op(A) is a[r · row_step + p · k_step]. The sums start from `start`, rows
 * start_step apart (0: the same for all), or from 0 where there is none. Called with constant
 * rows and vectors, so all loops over the tile unroll and the tile lives in registers. */
static inline ALWAYS_INLINE UNCHECKED void
tile (const gsize rows, const gsize vectors, const gboolean is_whole, gsize k, const float *a,
      gsize row_step, gsize k_step, const float *b, gsize ldb, const float *start,
      gsize start_step, float *c, gsize ldc, Mask mask)
{
  Lanes sum[TILE_ROWS_MAX][TILE_VECTORS];

#pragma GCC unroll 8
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 3
    for (gsize v = 0; v < vectors; v++)
      sum[r][v] = start == NULL ? lanes_zero ()
                  : is_whole || v + 1 < vectors
                      ? lanes_load (start + r * start_step + v * LANES)
                      : lanes_load_masked (start + r * start_step + v * LANES, mask);
  for (gsize p = 0; p < k; p++)
    {
      Lanes bv[TILE_VECTORS];

#pragma GCC unroll 3
      for (gsize v = 0; v < vectors; v++)
        bv[v] = is_whole || v + 1 < vectors ? lanes_load (b + p * ldb + v * LANES)
                                            : lanes_load_masked (b + p * ldb + v * LANES, mask);
#pragma GCC unroll 8
      for (gsize r = 0; r < rows; r++)
        {
          Lanes av = lanes_all (a[r * row_step + p * k_step]);

#pragma GCC unroll 3
          for (gsize v = 0; v < vectors; v++)
            sum[r][v] = lanes_multiply_add (av, bv[v], sum[r][v]);
        }
    }
#pragma GCC unroll 8
  for (gsize r = 0; r < rows; r++)
#pragma GCC unroll 3
    for (gsize v = 0; v < vectors; v++)
      if (is_whole || v + 1 < vectors)
        lanes_store (c + r * ldc + v * LANES, sum[r][v]);
      else
        lanes_store_masked (c + r * ldc + v * LANES, mask, sum[r][v]);
}

static inline ALWAYS_INLINE const float *
at_row (const float *start, gsize i, gsize step)
{
  return start != NULL ? start + i * step : NULL;
}

/* All rows of C under one group of columns, of whose last vector `last` lanes are there: a
 * count, for a function that is handed a vector leaves the upper halves of the registers in
 * use, and the next scalar code waits for them. The layout of A is a constant, too: addresses
 * of a tile's rows then need no registers of their own. A single vector takes more rows where a
 * full tile has few: eight sums are what hides the time of a multiply-add. */
static inline ALWAYS_INLINE UNCHECKED void
columns (const gsize vectors, const gboolean trans_a, const gboolean is_whole, gsize m, gsize k,
         const float *a, gsize lda, const float *b, gsize ldb, const float *start,
         gsize start_step, float *c, gsize ldc, gsize last)
{
  const Mask mask = lanes_mask (last);
  const gsize row_step = trans_a ? 1 : lda, k_step = trans_a ? lda : 1;
  const gsize most = vectors == 1 ? TILE_ROWS_MAX : TILE_ROWS;
  gsize i = 0;

  for (; i + most <= m; i += most)
    tile (most, vectors, is_whole, k, a + i * row_step, row_step, k_step, b, ldb,
          at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
  if (m - i >= 4)
    {
      tile (4, vectors, is_whole, k, a + i * row_step, row_step, k_step, b, ldb,
            at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
      i += 4;
    }
  if (m - i >= 2)
    {
      tile (2, vectors, is_whole, k, a + i * row_step, row_step, k_step, b, ldb,
            at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
      i += 2;
    }
  if (m - i >= 1)
    tile (1, vectors, is_whole, k, a + i * row_step, row_step, k_step, b, ldb,
          at_row (start, i, start_step), start_step, c + i * ldc, ldc, mask);
}

typedef void (*Columns) (gsize m, gsize k, const float *a, gsize lda, const float *b, gsize ldb,
                         const float *start, gsize start_step, float *c, gsize ldc, gsize last);

#define COLUMNS(vectors, trans, whole)                                                         \
  static TARGET UNCHECKED void columns_##vectors##_##trans##_##whole (                         \
      gsize m, gsize k, const float *a, gsize lda, const float *b, gsize ldb,                  \
      const float *start, gsize start_step, float *c, gsize ldc, gsize last)                   \
  {                                                                                            \
    columns (vectors, trans, whole, m, k, a, lda, b, ldb, start, start_step, c, ldc, last);    \
  }

#if LANES == 16 /* a mask costs nothing there */
COLUMNS (1, 0, 0)
COLUMNS (2, 0, 0)
COLUMNS (3, 0, 0)
COLUMNS (1, 1, 0)
COLUMNS (2, 1, 0)
COLUMNS (3, 1, 0)

#define PAIR(vectors, trans)                                                                   \
  {                                                                                            \
    columns_##vectors##_##trans##_0, columns_##vectors##_##trans##_0                           \
  }
static const Columns kernels[2][TILE_VECTORS][2] = {
  { PAIR (1, 0), PAIR (2, 0), PAIR (3, 0) },
  { PAIR (1, 1), PAIR (2, 1), PAIR (3, 1) },
};
#else
COLUMNS (1, 0, 0)
COLUMNS (2, 0, 0)
COLUMNS (1, 1, 0)
COLUMNS (2, 1, 0)
COLUMNS (1, 0, 1)
COLUMNS (2, 0, 1)
COLUMNS (1, 1, 1)
COLUMNS (2, 1, 1)

#define PAIR(vectors, trans)                                                                   \
  {                                                                                            \
    columns_##vectors##_##trans##_0, columns_##vectors##_##trans##_1                           \
  }
static const Columns kernels[2][TILE_VECTORS][2] = {
  { PAIR (1, 0), PAIR (2, 0) },
  { PAIR (1, 1), PAIR (2, 1) },
};
#endif

#if LEFT_OVER_MAX > 0

/* The sums of one tile of few_columns(): `rows` rows of A, each along k, with each column. */
static inline ALWAYS_INLINE UNCHECKED void
dots (const gsize rows, const gsize n, gsize k, const float *a, gsize lda, const float *columns,
      const float *start, gsize start_step, float *c, gsize ldc)
{
  Lanes sum[4][LEFT_OVER_MAX];
  const Mask mask = lanes_mask (k % LANES);

  for (gsize r = 0; r < rows; r++)
    for (gsize j = 0; j < n; j++)
      sum[r][j] = lanes_zero ();
  for (gsize p = 0; p + LANES <= k; p += LANES)
    for (gsize r = 0; r < rows; r++)
      for (gsize j = 0; j < n; j++)
        sum[r][j] = lanes_multiply_add (lanes_load (a + r * lda + p),
                                        lanes_load (columns + j * COLUMN + p), sum[r][j]);
  for (gsize r = 0; r < rows; r++)
    for (gsize j = 0; j < n; j++)
      {
        Lanes last = lanes_load_masked (a + r * lda + k / LANES * LANES, mask);

        sum[r][j] = lanes_multiply_add (
            last, lanes_load_masked (columns + j * COLUMN + k / LANES * LANES, mask),
            sum[r][j]);
        c[r * ldc + j]
            = lanes_sum (sum[r][j]) + (start != NULL ? start[r * start_step + j] : 0);
      }
}

/* The last one or two columns, where a vector would be nearly empty: a layer of 130 units has
 * two beyond sixteen vectors. Lanes go along k instead, and are added at the end. */
static TARGET UNCHECKED void
few_columns (gsize m, gsize n, gsize k, const float *a, gsize lda, const float *b, gsize ldb,
             const float *start, gsize start_step, float *c, gsize ldc)
{
  float columns[LEFT_OVER_MAX * COLUMN];
  gsize i = 0;

  for (gsize p = 0; p < k; p++)
    for (gsize j = 0; j < n; j++)
      columns[j * COLUMN + p] = b[p * ldb + j];
  for (; i + 4 <= m && n == 2; i += 4)
    dots (4, 2, k, a + i * lda, lda, columns, at_row (start, i, start_step), start_step,
          c + i * ldc, ldc);
  for (; i + 4 <= m; i += 4)
    dots (4, 1, k, a + i * lda, lda, columns, at_row (start, i, start_step), start_step,
          c + i * ldc, ldc);
  for (; i < m; i++)
    dots (1, n, k, a + i * lda, lda, columns, at_row (start, i, start_step), start_step,
          c + i * ldc, ldc);
}

#endif

#ifdef PACKED_ROWS

/* A group of columns of B, row after row, each on cache lines of its own. Where the rows of B
 * are 130 numbers apart every third vector lies across two lines, and those of a long sum push
 * each other out of the first-level cache: there, and with many rows of A, the copy pays. */
static inline ALWAYS_INLINE UNCHECKED void
pack (gsize k, gsize width, const float *b, gsize ldb, float *panel)
{
  for (gsize p = 0; p < k && width == PANEL; p++)
#pragma GCC unroll 3
    for (gsize v = 0; v < TILE_VECTORS; v++)
      lanes_store (panel + p * PANEL + v * LANES, lanes_load (b + p * ldb + v * LANES));
  for (gsize p = 0; p < k && width < PANEL; p++)
    memcpy (panel + p * PANEL, b + p * ldb, width * sizeof *panel);
}

#endif

static TARGET UNCHECKED void
small_product (gboolean trans_a, gsize m, gsize n, gsize k, const float *a, gsize lda,
               const float *b, gsize ldb, const float *start, gsize start_step, float *c,
               gsize ldc)
{
  gsize left_over = n > LANES && !trans_a && n % LANES <= LEFT_OVER_MAX ? n % LANES : 0;
  gsize vectors = (n - left_over + LANES - 1) / LANES;
#ifdef PACKED_ROWS
  _Alignas(64) float panel[SMALL * PANEL];
#endif

#if LEFT_OVER_MAX > 0
  if (left_over > 0)
    few_columns (m, left_over, k, a, lda, b + n - left_over, ldb,
                 at_row (start, n - left_over, 1), start_step, c + n - left_over, ldc);
#endif
  /* Full groups first; where they are of three, 4 = 2 + 2, so that no group is a single thin
   * one where two will do. */
  for (gsize j = 0; vectors > 0;)
    {
      gsize group = TILE_VECTORS == 3 && vectors == 4 ? 2 : MIN (vectors, TILE_VECTORS);
      gsize width = MIN (group * LANES, n - left_over - j);
      gboolean is_whole = width == group * LANES;
      const float *from = b + j;
      gsize step = ldb;

#ifdef PACKED_ROWS
      if (m >= PACKED_ROWS && k >= PACKED_SUM)
        {
          pack (k, width, from, ldb, panel);
          from = panel;
          step = PANEL;
        }
#endif
      kernels[trans_a != 0][group - 1][is_whole](m, k, a, lda, from, step, at_row (start, j, 1),
                                                 start_step, c + j, ldc,
                                                 width - (group - 1) * LANES);
      j += width;
      vectors -= group;
    }
}

#endif

/* Whether the product is one for the kernels above. */
static inline gboolean
is_small (gsize n, gsize k)
{
#ifdef LANES
  return k <= SMALL && n <= SMALL && LANES_ARE_THERE;
#else
  return FALSE;
#endif
}

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
 * over k runs in an order that is the column's own, one fused multiply-add at a time, so the
 * bits of an element depend on its row of A and column of B alone. (BLAS, which stands in
 * where there is no AVX2, keeps this only for calls of the same size.) Any thread.
 */
void
ae_product (gboolean trans_a, gsize m, gsize n, gsize k, const ae_real *a, gsize lda,
            const ae_real *b, gsize ldb, gboolean add, ae_real *c, gsize ldc)
{
#ifdef LANES
  if (is_small (n, k))
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
#ifdef LANES
  if (is_small (n, k))
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
