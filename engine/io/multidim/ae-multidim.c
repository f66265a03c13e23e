/* ae-multidim.c: the table of arrays, groups and attributes of a netCDF or HDF5 file. Does not
 * know what they mean: see ae-multidim-lists.c and ae-reader-multidim.c. */
#include "ae-hdf5-sources.h"
#include "ae-multidim.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <string.h>

#define MAX_DEPTH  8
#define MAX_ARRAYS 4096
#define MAX_LISTS  4096

/* An attribute longer than this is no list of one number a band. */
#define MAX_NUMBERS 100000

/* A plane of more numbers than this is left alone. */
#define MAX_PLANE ((guint64) 1 << 28)

static const char *const drivers[] = { "netCDF", "HDF5", NULL };

static void
array_free (AeMultidimArray *self)
{
  g_free (self->path);
  for (guint i = 0; i < AE_MULTIDIM_MAX_RANK; i++)
    g_free (self->dim_names[i]);
  g_free (self);
}

static void
list_free (AeMultidimList *self)
{
  g_free (self->owner);
  g_free (self->name);
  g_free (self->units);
  g_free (self);
}

/**
 * ae_multidim_clear:
 * @self: opened, or zeroes
 */
void
ae_multidim_clear (AeMultidim *self)
{
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_pointer (&self->arrays, g_ptr_array_unref);
  g_clear_pointer (&self->root, GDALGroupRelease);
  g_clear_pointer (&self->dataset, GDALClose);
}

/**
 * ae_multidim_dup_shape:
 *
 * Returns: (transfer full): for example "20 × 24 × 30 float32".
 */
char *
ae_multidim_dup_shape (const AeMultidimArray *array)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < array->rank; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " × " : "", array->dims[i]);
  g_string_append_printf (text, " %s", ae_gdal_type_name (array->type));
  return g_string_free (text, FALSE);
}

/* ------------------------------------------------------------------ the tree */

static AeMultidimArray *
array_new (const char *path, GDALMDArrayH handle)
{
  size_t n_dims = 0;
  GDALDimensionH *dims = GDALMDArrayGetDimensions (handle, &n_dims);
  GDALExtendedDataTypeH type = GDALMDArrayGetDataType (handle);
  AeMultidimArray *self = NULL;

  if (n_dims <= AE_MULTIDIM_MAX_RANK && GDALExtendedDataTypeGetClass (type) == GEDTC_NUMERIC)
    {
      self = g_new0 (AeMultidimArray, 1);
      self->path = g_strdup (path);
      self->rank = (guint) n_dims;
      self->type = GDALExtendedDataTypeGetNumericDataType (type);
      for (guint i = 0; i < n_dims; i++)
        {
          self->dims[i] = GDALDimensionGetSize (dims[i]);
          self->dim_names[i] = g_strdup (GDALDimensionGetName (dims[i]));
        }
    }
  GDALExtendedDataTypeRelease (type);
  GDALReleaseDimensions (dims, n_dims);
  return self;
}

static void
add_list (AeMultidim *self, const char *owner, const char *name, guint64 n, const char *units,
          gboolean is_attribute)
{
  AeMultidimList *list;

  if (n < 2 || n > MAX_NUMBERS || self->lists->len >= MAX_LISTS)
    return;
  list = g_new (AeMultidimList, 1);
  *list = (AeMultidimList){ g_strdup (owner), g_strdup (name),
                            units != NULL && *units != '\0' ? g_strdup (units) : NULL,
                            (guint) n, is_attribute };
  g_ptr_array_add (self->lists, list);
}

static void
list_attributes (AeMultidim *self, const char *owner, GDALAttributeH *attributes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      GDALExtendedDataTypeH type = GDALAttributeGetDataType (attributes[i]);

      if (GDALExtendedDataTypeGetClass (type) == GEDTC_NUMERIC)
        add_list (self, owner, GDALAttributeGetName (attributes[i]),
                  GDALAttributeGetTotalElementsCount (attributes[i]), NULL, TRUE);
      GDALExtendedDataTypeRelease (type);
    }
}

static void
list_array (AeMultidim *self, const char *path, GDALMDArrayH handle)
{
  AeMultidimArray *array = array_new (path, handle);
  GDALAttributeH *attributes;
  size_t n = 0;

  if (array == NULL)
    {
      if (self->texts->len < MAX_LISTS)
        g_ptr_array_add (self->texts, g_strdup (path));
      return;
    }
  g_ptr_array_add (self->arrays, array);
  if (array->rank == 1)
    add_list (self, path, strrchr (path, '/') + 1, array->dims[0], GDALMDArrayGetUnit (handle),
              FALSE);
  if (array->rank < 3)
    return;
  attributes = GDALMDArrayGetAttributes (handle, &n, NULL);
  list_attributes (self, path, attributes, n);
  GDALReleaseAttributes (attributes, n);
}

static void
list_group (AeMultidim *self, GDALGroupH group, const char *path, guint depth)
{
  char **arrays = GDALGroupGetMDArrayNames (group, NULL);
  char **groups = depth < MAX_DEPTH ? GDALGroupGetGroupNames (group, NULL) : NULL;
  size_t n = 0;
  GDALAttributeH *attributes = GDALGroupGetAttributes (group, &n, NULL);

  g_ptr_array_add (self->groups, g_strdup (path));
  list_attributes (self, path, attributes, n);
  GDALReleaseAttributes (attributes, n);
  for (guint i = 0; arrays != NULL && arrays[i] != NULL && self->arrays->len < MAX_ARRAYS; i++)
    {
      GDALMDArrayH handle = GDALGroupOpenMDArray (group, arrays[i], NULL);
      g_autofree char *full = g_strconcat (path, "/", arrays[i], NULL);

      if (handle == NULL)
        continue;
      list_array (self, full, handle);
      GDALMDArrayRelease (handle);
    }
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      GDALGroupH inner = GDALGroupOpenGroup (group, groups[i], NULL);
      g_autofree char *full = g_strconcat (path, "/", groups[i], NULL);

      if (inner == NULL)
        continue;
      list_group (self, inner, full, depth + 1);
      GDALGroupRelease (inner);
    }
  CSLDestroy (arrays);
  CSLDestroy (groups);
}

/**
 * ae_multidim_open:
 * @self: zeroes; to be cleared in any case
 * @reading: outlives it
 * @quiet: begun
 *
 * Opens the file and lists what is in it. No numbers are read.
 *
 * Returns: %FALSE with %AE_ERROR_DAMAGED, or an error of ae_hdf5_check_sources().
 */
gboolean
ae_multidim_open (AeMultidim *self, AeReadContext *reading, const AeGdalQuiet *quiet,
                  GError **error)
{
  self->reading = reading;
  if (!ae_hdf5_check_sources (reading->path, reading->name, error))
    return FALSE;
  self->dataset = GDALOpenEx (reading->path, GDAL_OF_MULTIDIM_RASTER | GDAL_OF_READONLY,
                              drivers, NULL, NULL);
  self->root = self->dataset != NULL ? GDALDatasetGetRootGroup (self->dataset) : NULL;
  if (self->root == NULL)
    return ae_gdal_fail (quiet, reading->name, "cannot be opened as netCDF or HDF5", error);
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) array_free);
  self->groups = g_ptr_array_new_with_free_func (g_free);
  self->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) list_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  list_group (self, self->root, "", 0);
  return TRUE;
}

/* ------------------------------------------------------------------ numbers and texts */

/**
 * ae_multidim_open_array:
 *
 * Returns: (nullable): to be released.
 */
GDALMDArrayH
ae_multidim_open_array (const AeMultidim *self, const char *path)
{
  return GDALGroupOpenMDArrayFromFullname (self->root, path, NULL);
}

/**
 * ae_multidim_dup_array:
 * @path: of an array of one dimension
 * @n: how long it is
 *
 * Returns: (transfer full) (nullable): its numbers.
 */
double *
ae_multidim_dup_array (const AeMultidim *self, const char *path, guint n)
{
  GDALMDArrayH handle = ae_multidim_open_array (self, path);
  GDALExtendedDataTypeH type;
  const GUInt64 start = 0;
  const size_t count = n;
  double *values;

  if (handle == NULL)
    return NULL;
  type = GDALExtendedDataTypeCreate (GDT_Float64);
  values = g_new (double, n);
  if (!GDALMDArrayRead (handle, &start, &count, NULL, NULL, type, values, values,
                        n * sizeof *values))
    g_clear_pointer (&values, g_free);
  GDALExtendedDataTypeRelease (type);
  GDALMDArrayRelease (handle);
  return values;
}

/**
 * ae_multidim_dup_plane:
 * @array: of two dimensions longer than one, or three
 * @last: where in the last of three dimensions; 0 for two
 *
 * Returns: (transfer full) (nullable): its numbers, or %NULL where they cannot be read or are
 * too many.
 */
double *
ae_multidim_dup_plane (const AeMultidim *self, const AeMultidimArray *array, guint last)
{
  GDALMDArrayH handle = ae_multidim_open_array (self, array->path);
  GDALExtendedDataTypeH type;
  GUInt64 start[AE_MULTIDIM_MAX_RANK] = { 0 };
  size_t count[AE_MULTIDIM_MAX_RANK];
  double *values;
  guint64 n = 1;

  if (handle == NULL)
    return NULL;
  for (guint i = 0; i < array->rank; i++)
    {
      count[i] = i == 2 ? 1 : (size_t) array->dims[i];
      n = count[i] > 0 && n < MAX_PLANE / count[i] ? n * count[i] : MAX_PLANE;
    }
  start[2] = last;
  type = GDALExtendedDataTypeCreate (GDT_Float64);
  values = n < MAX_PLANE ? g_try_new (double, n) : NULL;
  if (values != NULL
      && !GDALMDArrayRead (handle, start, count, NULL, NULL, type, values, values,
                           n * sizeof *values))
    g_clear_pointer (&values, g_free);
  GDALExtendedDataTypeRelease (type);
  GDALMDArrayRelease (handle);
  return values;
}

/**
 * ae_multidim_dup_text_array:
 * @path: of an array of texts, of one dimension or none
 *
 * Returns: (transfer full) (nullable): its texts, valid UTF-8.
 */
char **
ae_multidim_dup_text_array (const AeMultidim *self, const char *path)
{
  GDALMDArrayH handle = ae_multidim_open_array (self, path);
  GDALExtendedDataTypeH type = handle != NULL ? GDALMDArrayGetDataType (handle) : NULL;
  guint64 n = handle != NULL ? GDALMDArrayGetTotalElementsCount (handle) : 0;
  const GUInt64 start = 0;
  const size_t count = (size_t) n;
  char **texts = NULL;

  if (type != NULL && GDALExtendedDataTypeGetClass (type) == GEDTC_STRING && n > 0
      && n <= MAX_NUMBERS && GDALMDArrayGetDimensionCount (handle) <= 1)
    {
      g_autofree char **read = g_new0 (char *, n);

      if (GDALMDArrayRead (handle, &start, &count, NULL, NULL, type, read, read,
                           n * sizeof *read))
        {
          texts = g_new0 (char *, n + 1);
          for (guint64 i = 0; i < n; i++)
            texts[i] = g_utf8_make_valid (read[i] != NULL ? read[i] : "", -1);
        }
      for (guint64 i = 0; i < n; i++)
        CPLFree (read[i]);
    }
  if (type != NULL)
    GDALExtendedDataTypeRelease (type);
  if (handle != NULL)
    GDALMDArrayRelease (handle);
  return texts;
}

/**
 * ae_multidim_path_ends:
 * @path: of an array
 * @end: one or more whole parts of a path: "location/glt_x"
 *
 * Returns: whether the path ends so, in any case of letters.
 */
gboolean
ae_multidim_path_ends (const char *path, const char *end)
{
  gsize n = strlen (path), m = strlen (end);

  return n > m && path[n - m - 1] == '/' && g_ascii_strcasecmp (path + n - m, end) == 0;
}

/**
 * ae_multidim_find_end:
 * @end: as in ae_multidim_path_ends()
 *
 * Returns: (nullable) (transfer none): the first array whose path ends so.
 */
const AeMultidimArray *
ae_multidim_find_end (const AeMultidim *self, const char *end)
{
  for (guint i = 0; i < self->arrays->len; i++)
    {
      const AeMultidimArray *array = g_ptr_array_index (self->arrays, i);

      if (ae_multidim_path_ends (array->path, end))
        return array;
    }
  return NULL;
}

static gboolean
has_path (const AeMultidim *self, const char *path)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (strcmp (self->groups->pdata[i], path) == 0)
      return TRUE;
  return FALSE;
}

/* Of an array, a group, or the root (""). */
static GDALAttributeH *
get_attributes (const AeMultidim *self, const char *path, size_t *n)
{
  /* The netCDF driver keeps scales and fill values back otherwise. */
  static const char *const show_all[] = { "SHOW_ALL=YES", NULL };
  GDALAttributeH *attributes = NULL;

  *n = 0;
  if (*path == '\0')
    return GDALGroupGetAttributes (self->root, n, NULL);
  if (has_path (self, path))
    {
      GDALGroupH group = GDALGroupOpenGroupFromFullname (self->root, path, NULL);

      if (group == NULL)
        return NULL;
      attributes = GDALGroupGetAttributes (group, n, NULL);
      GDALGroupRelease (group);
    }
  else
    {
      GDALMDArrayH array = ae_multidim_open_array (self, path);

      if (array == NULL)
        return NULL;
      attributes = GDALMDArrayGetAttributes (array, n, (char **) show_all);
      GDALMDArrayRelease (array);
    }
  return attributes;
}

/* The first of `names` that is there, as its index among the attributes. */
static gboolean
find_attribute (GDALAttributeH *attributes, size_t n, const char *const *names, size_t *index)
{
  for (guint k = 0; names[k] != NULL; k++)
    {
      g_autofree char *wanted = ae_names_dup_folded (names[k]);

      for (*index = 0; *index < n; (*index)++)
        {
          g_autofree char *name
              = ae_names_dup_folded (GDALAttributeGetName (attributes[*index]));

          if (strcmp (name, wanted) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* Numbers, or a text that is one number. */
static double *
dup_numbers (GDALAttributeH attribute, guint *n)
{
  GDALExtendedDataTypeH type = GDALAttributeGetDataType (attribute);
  gboolean is_text = GDALExtendedDataTypeGetClass (type) == GEDTC_STRING;
  size_t count = 0;
  double *numbers = NULL;

  GDALExtendedDataTypeRelease (type);
  *n = 0;
  if (is_text)
    {
      const char *text = GDALAttributeReadAsString (attribute);
      char *end = NULL;
      double number = text != NULL ? g_ascii_strtod (text, &end) : 0;

      if (text == NULL || end == text || *(end + strspn (end, " \t")) != '\0')
        return NULL;
      numbers = g_new (double, 1);
      numbers[0] = number;
      *n = 1;
    }
  else if (GDALAttributeGetTotalElementsCount (attribute) <= MAX_NUMBERS)
    {
      double *read = GDALAttributeReadAsDoubleArray (attribute, &count);

      if (read != NULL && count > 0)
        {
          numbers = g_memdup2 (read, count * sizeof *read);
          *n = (guint) count;
        }
      CPLFree (read);
    }
  return numbers;
}

/**
 * ae_multidim_dup_attribute:
 * @path: of an array or a group; "" is the root
 * @names: (array zero-terminated=1): of one meaning, in any spelling; the first found is taken
 * @n: (out): how many numbers
 * @found: (out) (optional) (transfer full): its name in the file
 *
 * Returns: (transfer full) (nullable): its numbers.
 */
double *
ae_multidim_dup_attribute (const AeMultidim *self, const char *path, const char *const *names,
                           guint *n, char **found)
{
  size_t count, index;
  GDALAttributeH *attributes = get_attributes (self, path, &count);
  double *numbers = NULL;

  *n = 0;
  if (attributes != NULL && find_attribute (attributes, count, names, &index))
    {
      numbers = dup_numbers (attributes[index], n);
      if (numbers != NULL && found != NULL)
        *found = g_strdup (GDALAttributeGetName (attributes[index]));
    }
  GDALReleaseAttributes (attributes, count);
  return numbers;
}

/**
 * ae_multidim_dup_text:
 * @path: of an array or a group; "" is the root
 * @names: (array zero-terminated=1): as in ae_multidim_dup_attribute()
 *
 * Returns: (transfer full) (nullable): an attribute's text, valid UTF-8.
 */
char *
ae_multidim_dup_text (const AeMultidim *self, const char *path, const char *const *names)
{
  size_t count, index;
  GDALAttributeH *attributes = get_attributes (self, path, &count);
  char *text = NULL;

  if (attributes != NULL && find_attribute (attributes, count, names, &index))
    {
      const char *read = GDALAttributeReadAsString (attributes[index]);

      text = read != NULL ? g_utf8_make_valid (read, -1) : NULL;
    }
  GDALReleaseAttributes (attributes, count);
  return text;
}
