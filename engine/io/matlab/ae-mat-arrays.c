/* ae-mat-arrays.c: lists and reads numeric arrays of MATLAB files of any version. Does not
 * know what they mean: see ae-reader-mat.c. */
#include "ae-mat-arrays.h"

#include <string.h>

static void
array_free (AeMatArray *self)
{
  g_free (self->name);
  g_free (self);
}

static gboolean
get_type (const matvar_t *var, AeRawType *type)
{
  switch (var->class_type)
    {
    case MAT_C_DOUBLE:
      *type = AE_RAW_FLOAT64;
      return TRUE;
    case MAT_C_SINGLE:
      *type = AE_RAW_FLOAT32;
      return TRUE;
    case MAT_C_INT8:
      *type = AE_RAW_INT8;
      return TRUE;
    case MAT_C_UINT8:
      *type = AE_RAW_UINT8;
      return TRUE;
    case MAT_C_INT16:
      *type = AE_RAW_INT16;
      return TRUE;
    case MAT_C_UINT16:
      *type = AE_RAW_UINT16;
      return TRUE;
    case MAT_C_INT32:
      *type = AE_RAW_INT32;
      return TRUE;
    case MAT_C_UINT32:
      *type = AE_RAW_UINT32;
      return TRUE;
    case MAT_C_INT64:
      *type = AE_RAW_INT64;
      return TRUE;
    case MAT_C_UINT64:
      *type = AE_RAW_UINT64;
      return TRUE;
    default:
      return FALSE;
    }
}

static AeMatArray *
array_new (const matvar_t *var)
{
  AeMatArray *self;
  guint64 count = 1;
  AeRawType type;
  int rank = var->rank;

  while (rank > 2 && var->dims[rank - 1] == 1)
    rank--;
  if (var->name == NULL || var->isComplex || rank < 2 || rank > 4 || !get_type (var, &type))
    return NULL;
  for (int i = 0; i < rank; i++)
    if (var->dims[i] == 0 || var->dims[i] > G_MAXINT32
        || !g_uint64_checked_mul (&count, count, var->dims[i]))
      return NULL;
  self = g_new0 (AeMatArray, 1);
  self->name = g_strdup (var->name);
  self->type = type;
  self->rank = (guint) rank;
  self->count = count;
  memcpy (self->dims, var->dims, (gsize) rank * sizeof *self->dims);
  return self;
}

/**
 * ae_mat_list_arrays:
 * @mat: an open file
 *
 * Returns: (transfer full) (element-type AeMatArray): its full, real, numeric arrays, in the
 * order of the file. Nothing inside structures or cells.
 */
GPtrArray *
ae_mat_list_arrays (mat_t *mat)
{
  GPtrArray *arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) array_free);
  matvar_t *var;

  Mat_Rewind (mat);
  while ((var = Mat_VarReadNextInfo (mat)) != NULL)
    {
      AeMatArray *array = array_new (var);

      if (array != NULL)
        g_ptr_array_add (arrays, array);
      Mat_VarFree (var);
    }
  return arrays;
}

/**
 * ae_mat_array_dup_shape:
 *
 * Returns: (transfer full): for example "95 × 95 × 156 float64".
 */
char *
ae_mat_array_dup_shape (const AeMatArray *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->rank; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i > 0 ? " × " : "", self->dims[i]);
  g_string_append_printf (text, " %s", ae_raw_type_get_name (self->type));
  return g_string_free (text, FALSE);
}

/* Numbers first … first + n of the last dimension, as the library gives them. */
static void *
dup_raw (mat_t *mat, const AeMatArray *array, gsize first, gsize n)
{
  matvar_t *var = Mat_VarReadInfo (mat, array->name);
  int start[4] = { 0 }, stride[4] = { 1, 1, 1, 1 }, edge[4];
  gsize count = array->count / array->dims[array->rank - 1] * n;
  void *raw;
  int code = 1;

  for (guint i = 0; i < array->rank; i++)
    edge[i] = (int) array->dims[i];
  start[array->rank - 1] = (int) first;
  edge[array->rank - 1] = (int) n;
  raw = g_try_malloc0 (count * ae_raw_type_get_size (array->type));
  if (var != NULL && raw != NULL)
    {
      var->rank = (int) array->rank;
      code = Mat_VarReadData (mat, var, raw, start, stride, edge);
    }
  if (var != NULL)
    Mat_VarFree (var);
  if (code == 0)
    return raw;
  g_free (raw);
  return NULL;
}

/**
 * ae_mat_read:
 * @array: of that file
 * @first: index along the last dimension
 * @n: how many along it
 * @out: (count / last dimension × n), the first dimension fastest
 *
 * Returns: %FALSE where the file does not hold what it promises.
 */
gboolean
ae_mat_read (mat_t *mat, const AeMatArray *array, gsize first, gsize n, float *out)
{
  g_autofree void *raw = dup_raw (mat, array, first, n);

  if (raw == NULL)
    return FALSE;
  ae_raw_convert (out, raw, array->count / array->dims[array->rank - 1] * n, array->type,
                  FALSE);
  return TRUE;
}

/**
 * ae_mat_dup_numbers:
 * @highest: larger arrays are not looked at
 *
 * Returns: (transfer full) (nullable): all numbers of a small array.
 */
double *
ae_mat_dup_numbers (mat_t *mat, const AeMatArray *array, gsize highest)
{
  g_autofree void *raw
      = array->count <= highest ? dup_raw (mat, array, 0, array->dims[array->rank - 1]) : NULL;
  g_autofree float *narrow = NULL;
  double *numbers;

  if (raw == NULL)
    return NULL;
  if (array->type == AE_RAW_FLOAT64)
    return g_steal_pointer (&raw);
  narrow = g_new (float, array->count);
  ae_raw_convert (narrow, raw, array->count, array->type, FALSE);
  numbers = g_new (double, array->count);
  for (gsize i = 0; i < array->count; i++)
    numbers[i] = narrow[i];
  return numbers;
}
