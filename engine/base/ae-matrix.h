/* ae-matrix.h: a view of numbers laid out in rows. It owns nothing. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeMatrix:
 * @data: the first number; borrowed
 * @rows: how many rows
 * @cols: how many numbers in a row
 * @stride: numbers from one row to the next, at least @cols
 */
typedef struct
{
  ae_real *data;
  gsize    rows;
  gsize    cols;
  gsize    stride;
} AeMatrix;

/**
 * ae_matrix_row:
 * @self: a view
 * @row: below @self->rows
 *
 * Returns: the first number of that row; borrowed. Any thread.
 */
static inline ae_real *
ae_matrix_row (const AeMatrix *self, gsize row)
{
  return self->data + row * self->stride;
}

G_END_DECLS
