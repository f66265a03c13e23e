/* ae-reader-multidim.c: scenes in netCDF (3 and 4) and HDF5 files, through GDAL's arrays.
 *
 * Every array of three dimensions longer than one is a candidate. Which dimension is the
 * bands is told by its name, by its coordinate's unit, or by a list of wavelengths as long.
 */
#include <math.h>
#include <string.h>

#include <cpl_string.h>

#include "ae-error.h"
#include "ae-gdal.h"
#include "ae-raw.h"
#include "ae-read-context.h"
#include "ae-wavelengths.h"

/* Bytes of a slab read at once. */
#define SLAB_BYTES (16u << 20)

#define MAX_RANK   8
#define MAX_DEPTH  6
#define MAX_ARRAYS 4096

/* One array of the file. */
typedef struct
{
  char *path; /* "/group/name" */
  guint rank;
  guint64 dims[MAX_RANK];
  char *dim_names[MAX_RANK];
  GDALDataType type;
  int axis[3];       /* dimension of lines, samples, bands; −1 where there is none */
  gboolean is_named; /* the bands were told, not guessed */
} Array;

typedef struct
{
  AeReadContext *reading;
  GDALDatasetH dataset;
  GDALGroupH root;
  GPtrArray *arrays; /* Array: everything numeric */
  GPtrArray *cubes;  /* Array, borrowed: what could be the scene */
} File;

static const char *const drivers[] = { "netCDF", "HDF5", NULL };

static void
array_free (Array *self)
{
  g_free (self->path);
  for (guint i = 0; i < MAX_RANK; i++)
    g_free (self->dim_names[i]);
  g_free (self);
}

static void
file_clear (File *self)
{
  g_clear_pointer (&self->cubes, g_ptr_array_unref);
  g_clear_pointer (&self->arrays, g_ptr_array_unref);
  g_clear_pointer (&self->root, GDALGroupRelease);
  g_clear_pointer (&self->dataset, GDALClose);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

static gboolean
multidim_probe (const AeReadContext *reading)
{
  static const char hdf5[] = "\x89HDF\r\n\x1a\n";

  if (reading->n_head >= 8 && memcmp (reading->head, hdf5, 8) == 0)
    return TRUE;
  if (reading->n_head >= 520 && memcmp (reading->head + 512, hdf5, 8) == 0)
    return TRUE;
  return reading->n_head >= 4 && memcmp (reading->head, "CDF", 3) == 0
         && strchr ("\1\2\5", reading->head[3]) != NULL && reading->head[3] != '\0';
}

static gboolean
is_spectral_name (const char *name)
{
  static const char *const parts[]
      = { "wave", "band", "lambda", "spectr", "channel", "frequency" };
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (parts); i++)
    if (strstr (folded, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_wavelength_name (const char *path)
{
  const char *name = strrchr (path, '/') != NULL ? strrchr (path, '/') + 1 : path;
  g_autofree char *folded = g_ascii_strdown (name, -1);

  return strstr (folded, "wavelength") != NULL || strcmp (folded, "wl") == 0
         || strcmp (folded, "lambda") == 0 || strstr (folded, "band_cent") != NULL
         || strcmp (folded, "wave") == 0;
}

static Array *
array_new (const char *path, GDALMDArrayH handle)
{
  size_t n_dims = 0;
  GDALDimensionH *dims = GDALMDArrayGetDimensions (handle, &n_dims);
  GDALExtendedDataTypeH type = GDALMDArrayGetDataType (handle);
  Array *self = NULL;

  if (n_dims >= 1 && n_dims <= MAX_RANK && GDALExtendedDataTypeGetClass (type) == GEDTC_NUMERIC)
    {
      self = g_new0 (Array, 1);
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
list_group (File *file, GDALGroupH group, const char *path, guint depth)
{
  char **arrays = GDALGroupGetMDArrayNames (group, NULL);
  char **groups = depth < MAX_DEPTH ? GDALGroupGetGroupNames (group, NULL) : NULL;

  for (guint i = 0; arrays != NULL && arrays[i] != NULL && file->arrays->len < MAX_ARRAYS; i++)
    {
      GDALMDArrayH handle = GDALGroupOpenMDArray (group, arrays[i], NULL);
      g_autofree char *full = g_strconcat (path, "/", arrays[i], NULL);
      Array *array = handle != NULL ? array_new (full, handle) : NULL;

      if (array != NULL)
        g_ptr_array_add (file->arrays, array);
      if (handle != NULL)
        GDALMDArrayRelease (handle);
    }
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      GDALGroupH inner = GDALGroupOpenGroup (group, groups[i], NULL);
      g_autofree char *full = g_strconcat (path, "/", groups[i], NULL);

      if (inner == NULL)
        continue;
      list_group (file, inner, full, depth + 1);
      GDALGroupRelease (inner);
    }
  CSLDestroy (arrays);
  CSLDestroy (groups);
}

/* The list of wavelengths of so many bands; of several the first. */
static const Array *
find_wavelengths (const File *file, guint64 bands)
{
  for (guint i = 0; i < file->arrays->len; i++)
    {
      const Array *array = g_ptr_array_index (file->arrays, i);

      if (array->rank == 1 && array->dims[0] == bands && is_wavelength_name (array->path))
        return array;
    }
  return NULL;
}

/* Which of the three long dimensions the bands are. */
static int
choose_bands (const File *file, Array *array, const int long_dims[3])
{
  const guint64 *d = array->dims;

  array->is_named = TRUE;
  for (guint i = 0; i < 3; i++)
    if (is_spectral_name (array->dim_names[long_dims[i]]))
      return long_dims[i];
  for (guint i = 0; i < 3; i++)
    if (find_wavelengths (file, d[long_dims[2 - i]]) != NULL)
      return long_dims[2 - i];
  array->is_named = FALSE;
  if (d[long_dims[1]] == d[long_dims[2]] && d[long_dims[0]] != d[long_dims[1]])
    return long_dims[0];
  return long_dims[2];
}

static void
set_axes (Array *array, const int *dims, guint n_dims, int bands)
{
  guint next = 0;

  array->axis[0] = array->axis[1] = -1;
  array->axis[2] = bands;
  for (guint i = 0; i < n_dims; i++)
    if (dims[i] != bands && next < 2)
      array->axis[next++] = dims[i];
}

/* The user's order of the array's long dimensions replaces ours. */
static gboolean
apply_axes_option (const AeReadContext *reading, Array *array, const int long_dims[3])
{
  const char *axes = reading->options->axes;

  if (axes == NULL || strlen (axes) != 3 || !strchr (axes, 'l') || !strchr (axes, 's')
      || !strchr (axes, 'b'))
    return FALSE;
  array->axis[0] = long_dims[strchr (axes, 'l') - axes];
  array->axis[1] = long_dims[strchr (axes, 's') - axes];
  array->axis[2] = long_dims[strchr (axes, 'b') - axes];
  array->is_named = TRUE;
  return TRUE;
}

static void
consider (File *file, Array *array)
{
  int long_dims[3] = { 0 };
  guint n_long = 0;

  for (guint i = 0; i < array->rank; i++)
    if (array->dims[i] > 1)
      {
        if (n_long < 3)
          long_dims[n_long] = (int) i;
        n_long++;
      }
  if (file->reading->wants_labels && n_long == 2)
    set_axes (array, long_dims, 2, -1);
  else if (!file->reading->wants_labels && n_long == 3)
    {
      if (!apply_axes_option (file->reading, array, long_dims))
        set_axes (array, long_dims, 3, choose_bands (file, array, long_dims));
    }
  else
    return;
  if (array->dims[array->axis[0]] > G_MAXINT32 || array->dims[array->axis[1]] > G_MAXINT32)
    return;
  if (array->axis[2] >= 0 && array->dims[array->axis[2]] > G_MAXINT32)
    return;
  if (file->reading->wants_labels
      && (array->dims[array->axis[0]] != file->reading->lines
          || array->dims[array->axis[1]] != file->reading->samples))
    return;
  g_ptr_array_add (file->cubes, array);
}

static guint
size_of (const Array *array, guint axis)
{
  return array->axis[axis] < 0 ? 1 : (guint) array->dims[array->axis[axis]];
}

static char *
dup_shape (const Array *array)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < array->rank; i++)
    g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, i > 0 ? " × " : "", array->dims[i]);
  g_string_append_printf (text, " %s", ae_gdal_type_name (array->type));
  return g_string_free (text, FALSE);
}

static void
list_choices (const File *file, GPtrArray *choices)
{
  for (guint i = 0; i < file->cubes->len; i++)
    {
      const Array *array = g_ptr_array_index (file->cubes, i);

      g_ptr_array_add (choices,
                       ae_read_context_choice_new (g_strdup (array->path), dup_shape (array),
                                                   size_of (array, 0), size_of (array, 1),
                                                   size_of (array, 2)));
    }
}

static gboolean
open_file (File *file, AeReadContext *reading, const AeGdalQuiet *quiet, GError **error)
{
  file->reading = reading;
  file->dataset = GDALOpenEx (reading->path, GDAL_OF_MULTIDIM_RASTER | GDAL_OF_READONLY,
                              drivers, NULL, NULL);
  file->root = file->dataset != NULL ? GDALDatasetGetRootGroup (file->dataset) : NULL;
  if (file->root == NULL)
    return ae_gdal_fail (quiet, reading->name, "cannot be opened as netCDF or HDF5", error);
  file->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify) array_free);
  file->cubes = g_ptr_array_new ();
  list_group (file, file->root, "", 0);
  for (guint i = 0; i < file->arrays->len; i++)
    consider (file, g_ptr_array_index (file->arrays, i));
  return TRUE;
}

static gboolean
multidim_list (AeReadContext *reading, GPtrArray *choices, GError **error)
{
  g_auto (AeGdalQuiet) quiet = { 0 };
  g_auto (File) file = { 0 };

  ae_gdal_quiet_begin (&quiet);
  if (!open_file (&file, reading, &quiet, error))
    return FALSE;
  list_choices (&file, choices);
  return TRUE;
}

/* Lines first … first + n into the cube, whatever the order of dimensions. */
static gboolean
read_lines (GDALMDArrayH handle, const Array *array, const AeSceneBuilder *b, guint first,
            guint n, float *out)
{
  GUInt64 start[MAX_RANK] = { 0 };
  size_t count[MAX_RANK];
  GInt64 step[MAX_RANK];
  GPtrDiff_t stride[MAX_RANK] = { 0 };
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float32);
  int ok;

  for (guint i = 0; i < array->rank; i++)
    {
      count[i] = 1;
      step[i] = 1;
    }
  start[array->axis[0]] = first;
  count[array->axis[0]] = n;
  stride[array->axis[0]] = (GPtrDiff_t) b->samples * b->bands;
  count[array->axis[1]] = b->samples;
  stride[array->axis[1]] = (GPtrDiff_t) b->bands;
  if (array->axis[2] >= 0)
    {
      count[array->axis[2]] = b->bands;
      stride[array->axis[2]] = 1;
    }
  ok = GDALMDArrayRead (handle, start, count, step, stride, type, out, out,
                        (size_t) n * b->samples * b->bands * sizeof *out);
  GDALExtendedDataTypeRelease (type);
  return ok;
}

static gboolean
read_cube (const File *file, GDALMDArrayH handle, const Array *array, const AeGdalQuiet *quiet,
           AeSceneBuilder *b, GError **error)
{
  guint64 line = (guint64) b->samples * b->bands * sizeof (float);
  guint step = (guint) CLAMP (SLAB_BYTES / line, 1, b->lines);

  for (guint first = 0; first < b->lines; first += step)
    {
      guint n = MIN (step, b->lines - first);

      if (!ae_read_context_check_cancelled (file->reading, error))
        return FALSE;
      if (!read_lines (handle, array, b, first, n,
                       b->cube + (gsize) first * b->samples * b->bands))
        return ae_gdal_fail (quiet, file->reading->name, "cannot be read to the end", error);
      ae_read_context_report (file->reading, (double) (first + n) / b->lines);
    }
  return TRUE;
}

/* Packed numbers: value = number · scale + offset, and the marker of no data is a number. */
static void
unpack (GDALMDArrayH handle, AeSceneBuilder *b)
{
  int has_scale = FALSE, has_offset = FALSE;
  double scale = GDALMDArrayGetScale (handle, &has_scale),
         offset = GDALMDArrayGetOffset (handle, &has_offset);
  float nodata = (float) b->nodata;
  gsize n = (gsize) b->lines * b->samples * b->bands;

  scale = has_scale ? scale : 1.0;
  offset = has_offset ? offset : 0.0;
  if (scale == 1.0 && offset == 0.0)
    return;
  for (gsize i = 0; i < n; i++)
    b->cube[i]
        = b->has_nodata && b->cube[i] == nodata ? NAN : (float) (b->cube[i] * scale + offset);
  ae_scene_builder_warn (b, "The array's scale (%g) and offset (%g) are applied.", scale,
                         offset);
}

static void
fill_wavelengths (const File *file, AeSceneBuilder *b)
{
  const Array *array = find_wavelengths (file, b->bands);
  GDALMDArrayH handle
      = array != NULL ? GDALGroupOpenMDArrayFromFullname (file->root, array->path, NULL) : NULL;
  GDALExtendedDataTypeH type;
  const GUInt64 start = 0;
  const size_t count = b->bands;
  double *values;

  if (handle == NULL)
    return;
  type = GDALExtendedDataTypeCreate (GDT_Float64);
  values = g_new (double, count);
  if (GDALMDArrayRead (handle, &start, &count, NULL, NULL, type, values, values,
                       count * sizeof *values))
    ae_wavelengths_put (b, values, b->bands, NULL, 0, GDALMDArrayGetUnit (handle));
  else
    g_free (values);
  GDALExtendedDataTypeRelease (type);
  GDALMDArrayRelease (handle);
}

static void
fill_metadata (const File *file, const Array *array, GDALMDArrayH handle, AeSceneBuilder *b)
{
  g_autofree char *shape = dup_shape (array);
  int has_nodata = FALSE;

  b->format = g_strdup (memcmp (file->reading->head, "CDF", 3) == 0 ? "netCDF" : "HDF5");
  b->data_type = g_strdup (ae_gdal_type_name (array->type));
  b->interleave = array->axis[2] > array->axis[1]   ? AE_INTERLEAVE_BIP
                  : array->axis[2] > array->axis[0] ? AE_INTERLEAVE_BIL
                                                    : AE_INTERLEAVE_BSQ;
  b->lines = size_of (array, 0);
  b->samples = size_of (array, 1);
  b->bands = size_of (array, 2);
  b->nodata = GDALMDArrayGetNoDataValueAsDouble (handle, &has_nodata);
  b->has_nodata = has_nodata;
  if (!array->is_named && array->axis[2] >= 0)
    ae_scene_builder_warn (
        b,
        "Nothing names the bands of “%s” (%s); it was taken as %u lines, %u samples, %u bands.",
        array->path, shape, b->lines, b->samples, b->bands);
  if (file->cubes->len > 1)
    ae_scene_builder_warn (b,
                           "The array “%s” (%s) was taken of several that could be the scene.",
                           array->path, shape);
  if (!file->reading->wants_labels)
    fill_wavelengths (file, b);
}

static const Array *
find_cube (const File *file, GError **error)
{
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);
  guint chosen;

  list_choices (file, choices);
  if (choices->len == 0)
    g_set_error (
        error, AE_ERROR, AE_ERROR_UNSUPPORTED,
        "%s has no array of %s among its %u; choose another file.", file->reading->name,
        file->reading->wants_labels ? "the scene's lines × samples" : "three dimensions",
        file->arrays->len);
  else if (ae_read_context_choose (file->reading, choices, &chosen, error))
    return g_ptr_array_index (file->cubes, chosen);
  return NULL;
}

static gboolean
multidim_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  g_auto (AeGdalQuiet) quiet = { 0 };
  g_auto (File) file = { 0 };
  const Array *array;
  GDALMDArrayH handle;
  gboolean ok;

  ae_gdal_quiet_begin (&quiet);
  if (!open_file (&file, reading, &quiet, error))
    return FALSE;
  array = find_cube (&file, error);
  if (array == NULL)
    return FALSE;
  handle = GDALGroupOpenMDArrayFromFullname (file.root, array->path, NULL);
  if (handle == NULL)
    return ae_gdal_fail (&quiet, reading->name, "cannot be read", error);
  fill_metadata (&file, array, handle, b);
  ok = ae_read_context_check_plausible (reading, (guint64) b->lines * b->samples * b->bands,
                                        TRUE, error)
       && ae_read_context_alloc_cube (reading, b, error)
       && read_cube (&file, handle, array, &quiet, b, error);
  if (ok)
    unpack (handle, b);
  GDALMDArrayRelease (handle);
  return ok;
}

/* libhdf5 follows lengths in a damaged file into memory that is not there: a subprocess. */
const AeFormat ae_format_multidim = {
  .info = { .names = { "netCDF", "HDF5" },
            .suffixes = { "nc", "h5", "hdf5", "he5" },
            .mime_types = { "application/x-netcdf", "application/x-hdf5" },
            .has_axis_order = TRUE,
            .needs_subprocess = TRUE },
  .probe = multidim_probe,
  .load = multidim_load,
  .list = multidim_list,
};
