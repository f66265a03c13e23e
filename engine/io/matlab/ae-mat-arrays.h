/* ae-mat-arrays.h: the table of arrays in a MATLAB file. */
#pragma once

#include <matio.h>

#include "ae-raw.h"

G_BEGIN_DECLS

/* A variable that holds others; read as a whole when one of them is asked for. */
typedef struct
{
  matvar_t *var;
  gboolean is_read;
} AeMatRoot;

/**
 * AeMatArray:
 * @name: of the variable; within structures and cells "S.data", "C{1}", "S(2).data"
 * @root: (nullable): what it lies in
 * @steps: (element-type guint): which member of each level
 * @type: of its numbers as read
 * @rank: 2 or more, without trailing ones beyond the second
 * @dims: (rank), the first fastest
 * @count: how many numbers
 */
typedef struct
{
  char *name;
  AeRawType type;
  guint rank;
  gsize dims[4];
  gsize count;
  AeMatRoot *root;
  GArray *steps;
} AeMatArray;

/* AeMatArray: full, real, numeric, of rank 2 to 4 */
GPtrArray *ae_mat_list_arrays (mat_t *mat);
/* What follows the last dot: "data" of "S.data" */
const char *ae_mat_array_get_last_name (const AeMatArray *self);
char *ae_mat_array_dup_shape (const AeMatArray *self);
double *ae_mat_dup_numbers (mat_t *mat, const AeMatArray *array, gsize highest);
gboolean ae_mat_read (mat_t *mat, const AeMatArray *array, gsize first, gsize n, float *out);

G_END_DECLS
