/* ae-mat-arrays.c: lists and reads numeric arrays of MATLAB files of any version. Does not
 * know what they mean: see ae-reader-mat.c. */
#include "ae-mat-arrays.h"

#include <string.h>

/* Deeper ones are left alone, and so are members beyond so many. */
#define MOST_DEPTH   8
#define MOST_MEMBERS 1000
#define MOST_ARRAYS  4096

static void
root_clear (void *data)
{
  Mat_VarFree (((AeMatRoot *) data)->var);
}

static void
array_free (AeMatArray *self)
{
  if (self->root != NULL)
    g_rc_box_release_full (self->root, root_clear);
  g_clear_pointer (&self->steps, g_array_unref);
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
array_new (const matvar_t *var, const char *name)
{
  AeMatArray *self;
  guint64 count = 1;
  AeRawType type;
  int rank = var->rank;

  while (rank > 2 && var->dims[rank - 1] == 1)
    rank--;
  if (name == NULL || var->isComplex || rank < 2 || rank > 4 || !get_type (var, &type))
    return NULL;
  for (int i = 0; i < rank; i++)
    if (var->dims[i] == 0 || var->dims[i] > G_MAXINT32
        || !g_uint64_checked_mul (&count, count, var->dims[i]))
      return NULL;
  self = g_new0 (AeMatArray, 1);
  self->name = g_strdup (name);
  self->type = type;
  self->rank = (guint) rank;
  self->count = count;
  memcpy (self->dims, var->dims, (gsize) rank * sizeof *self->dims);
  return self;
}

/* Members of a structure or cell; NULL for what holds none. */
static matvar_t **
get_members (const matvar_t *var, gsize *n, guint *n_fields)
{
  gsize count = 1;

  *n = *n_fields = 0;
  if (var == NULL || var->data == NULL
      || (var->class_type != MAT_C_STRUCT && var->class_type != MAT_C_CELL))
    return NULL;
  for (int i = 0; i < var->rank; i++)
    if (!g_size_checked_mul (&count, count, var->dims[i]))
      return NULL;
  *n_fields = var->class_type == MAT_C_STRUCT ? Mat_VarGetNumberOfFields ((matvar_t *) var) : 1;
  *n = MIN (count * *n_fields, MOST_MEMBERS);
  return var->data;
}

static char *
dup_member_name (const matvar_t *var, const char *name, gsize index, gsize n, guint n_fields)
{
  char *const *fields;

  if (var->class_type == MAT_C_CELL)
    return g_strdup_printf ("%s{%" G_GSIZE_FORMAT "}", name, index + 1);
  fields = Mat_VarGetStructFieldnames (var);
  if (n == n_fields)
    return g_strdup_printf ("%s.%s", name, fields[index % n_fields]);
  return g_strdup_printf ("%s(%" G_GSIZE_FORMAT ").%s", name, index / n_fields + 1,
                          fields[index % n_fields]);
}

/* Arrays within a variable, at any depth. */
static void
list_members (GPtrArray *arrays, AeMatRoot *root, const matvar_t *var, const char *name,
              GArray *steps)
{
  gsize n;
  guint n_fields;
  matvar_t **members = get_members (var, &n, &n_fields);

  for (guint i = 0; i < n && steps->len < MOST_DEPTH && arrays->len < MOST_ARRAYS; i++)
    {
      g_autofree char *full = NULL;
      AeMatArray *array;

      if (members[i] == NULL)
        continue;
      full = dup_member_name (var, name, i, n, n_fields);
      g_array_append_val (steps, i);
      array = array_new (members[i], full);
      if (array != NULL)
        {
          array->root = g_rc_box_acquire (root);
          array->steps = g_array_copy (steps);
          g_ptr_array_add (arrays, array);
        }
      else
        list_members (arrays, root, members[i], full, steps);
      g_array_set_size (steps, steps->len - 1);
    }
}

/**
 * ae_mat_list_arrays:
 * @mat: an open file
 *
 * Returns: (transfer full) (element-type AeMatArray): its full, real, numeric arrays, in the
 * order of the file, those inside structures and cells included.
 */
GPtrArray *
ae_mat_list_arrays (mat_t *mat)
{
  GPtrArray *arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) array_free);
  matvar_t *var;

  Mat_Rewind (mat);
  while ((var = Mat_VarReadNextInfo (mat)) != NULL)
    {
      AeMatArray *array = array_new (var, var->name);
      g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (guint));
      AeMatRoot *root = g_rc_box_new (AeMatRoot);

      root->var = var;
      root->is_read = FALSE;
      /* Parts of four dimensions do not come as they are asked for: these are read whole. */
      if (array != NULL && array->rank == 4)
        {
          array->root = g_rc_box_acquire (root);
          array->steps = g_array_copy (steps);
        }
      if (array != NULL)
        g_ptr_array_add (arrays, array);
      else if (var->name != NULL)
        list_members (arrays, root, var, var->name, steps);
      g_rc_box_release_full (root, root_clear);
    }
  return arrays;
}

/**
 * ae_mat_array_get_last_name:
 *
 * Returns: (transfer none): what it is called where it lies.
 */
const char *
ae_mat_array_get_last_name (const AeMatArray *self)
{
  const char *dot = strrchr (self->name, '.');

  return dot != NULL ? dot + 1 : self->name;
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

/* The variable that the array is, within one that is read whole. */
static const matvar_t *
find_member (mat_t *mat, const AeMatArray *array)
{
  AeMatRoot *root = array->root;
  const matvar_t *var;

  if (!root->is_read)
    {
      matvar_t *whole = Mat_VarRead (mat, root->var->name);

      if (whole == NULL)
        return NULL;
      Mat_VarFree (root->var);
      root->var = whole;
      root->is_read = TRUE;
    }
  var = root->var;
  for (guint i = 0; var != NULL && i < array->steps->len; i++)
    {
      gsize n;
      guint n_fields;
      matvar_t **members = get_members (var, &n, &n_fields);
      guint step = g_array_index (array->steps, guint, i);

      var = step < n ? members[step] : NULL;
    }
  return var;
}

static void *
dup_raw_member (mat_t *mat, const AeMatArray *array, gsize first, gsize n)
{
  const matvar_t *var = find_member (mat, array);
  gsize size = ae_raw_type_get_size (array->type);
  gsize per_last = array->count / array->dims[array->rank - 1] * size;

  if (var == NULL || var->data == NULL || (gsize) var->data_size != size
      || var->nbytes < array->count * size || first + n > array->dims[array->rank - 1])
    return NULL;
  return g_memdup2 ((const char *) var->data + first * per_last, n * per_last);
}

/* Numbers first … first + n of the last dimension, as the library gives them. */
static void *
dup_raw (mat_t *mat, const AeMatArray *array, gsize first, gsize n)
{
  matvar_t *var = array->root == NULL ? Mat_VarReadInfo (mat, array->name) : NULL;
  int start[4] = { 0 }, stride[4] = { 1, 1, 1, 1 }, edge[4];
  gsize count = array->count / array->dims[array->rank - 1] * n;
  void *raw;
  int code = 1;

  if (array->root != NULL)
    return dup_raw_member (mat, array, first, n);
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
