/* ae-reader-multidim.c: scenes in netCDF (3 and 4) and HDF5 files, through GDAL's arrays.
 *
 * Every array of three dimensions longer than one is a candidate. Which dimension is the
 * bands is told by its name, by its coordinate's unit, or by a list of wavelengths as long.
 */
#include <math.h>
#include <string.h>

#include "ae-calibration.h"
#include "ae-error.h"
#include "ae-hdf5-sources.h"
#include "ae-multidim.h"
#include "ae-raw.h"
#include "ae-wavelengths.h"

/* Bytes of a slab read at once. */
#define SLAB_BYTES (16u << 20)

typedef struct
{
  AeMultidim tree;
  GPtrArray *cubes;             /* AeMultidimCube */
  const AeMultidimCube *joined; /* of a product that is known, taken where nothing is named */
} File;

static void
file_clear (File *self)
{
  g_clear_pointer (&self->cubes, g_ptr_array_unref);
  ae_multidim_clear (&self->tree);
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

/* ------------------------------------------------------------------ axes */

static gboolean
is_spectral_name (const char *name)
{
  static const char *const parts[]
      = { "wave", "band", "lambda", "spectr", "channel", "frequency", "wvl" };
  g_autofree char *folded = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (parts); i++)
    if (strstr (folded, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether a list of so many bands lies in the file; of flags and widths, too. */
static gboolean
has_list (const File *file, const AeMultidimArray *array, guint64 n)
{
  for (AeMultidimRole role = AE_MULTIDIM_WAVELENGTHS; role <= AE_MULTIDIM_BAD; role++)
    if (ae_multidim_find_list (&file->tree, array->path, n, role) != NULL)
      return TRUE;
  return FALSE;
}

/* Which of the three long dimensions the bands are. */
static int
choose_bands (const File *file, AeMultidimArray *array, const int long_dims[3])
{
  const guint64 *d = array->dims;

  array->is_named = TRUE;
  for (guint i = 0; i < 3; i++)
    if (is_spectral_name (array->dim_names[long_dims[i]]))
      return long_dims[i];
  for (guint i = 0; i < 3; i++)
    if (has_list (file, array, d[long_dims[2 - i]]))
      return long_dims[2 - i];
  array->is_named = FALSE;
  if (d[long_dims[1]] == d[long_dims[2]] && d[long_dims[0]] != d[long_dims[1]])
    return long_dims[0];
  return long_dims[2];
}

/* The user's order of the array's long dimensions replaces ours. */
static gboolean
apply_axes_option (const AeReadContext *reading, AeMultidimArray *array, const int long_dims[3])
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

/* Sets the axes of an array that could be the scene. */
static gboolean
choose_axes (const File *file, AeMultidimArray *array)
{
  const AeReadContext *reading = file->tree.reading;
  int long_dims[3] = { 0 };
  guint n_long = ae_multidim_array_list_long (array, long_dims);

  if (n_long != (reading->wants_labels ? 2 : 3))
    return FALSE;
  for (guint i = 0; i < n_long; i++)
    if (array->dims[long_dims[i]] > G_MAXINT32)
      return FALSE;
  if (reading->wants_labels)
    ae_multidim_array_set_axes (array, long_dims, 2, -1);
  else if (!apply_axes_option (reading, array, long_dims))
    ae_multidim_array_set_axes (array, long_dims, 3, choose_bands (file, array, long_dims));
  return !reading->wants_labels
         || (ae_multidim_array_get_size (array, 0) == reading->lines
             && ae_multidim_array_get_size (array, 1) == reading->samples);
}

/* ------------------------------------------------------------------ choices */

static void
list_choices (const File *file, GPtrArray *choices)
{
  for (guint i = 0; i < file->cubes->len; i++)
    {
      const AeMultidimCube *cube = g_ptr_array_index (file->cubes, i);
      const AeMultidimArray *array = cube->parts->pdata[0];

      g_ptr_array_add (choices, ae_read_context_choice_new (
                                    g_strdup (cube->name), ae_multidim_cube_dup_shape (cube),
                                    ae_multidim_array_get_size (array, 0),
                                    ae_multidim_array_get_size (array, 1),
                                    ae_multidim_cube_count_bands (cube)));
    }
}

static gboolean
open_file (File *file, AeReadContext *reading, const AeGdalQuiet *quiet, GError **error)
{
  file->cubes = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_multidim_cube_free);
  if (!ae_multidim_open (&file->tree, reading, quiet, error))
    return FALSE;
  for (guint i = 0; i < file->tree.arrays->len; i++)
    {
      AeMultidimArray *array = g_ptr_array_index (file->tree.arrays, i);

      if (choose_axes (file, array))
        g_ptr_array_add (ae_multidim_add_cube (file->cubes, array->path)->parts, array);
    }
  if (!reading->wants_labels)
    file->joined = ae_multidim_add_product (&file->tree, file->cubes);
  if (file->cubes->len == 0 && !reading->wants_labels)
    ae_multidim_add_stacks (&file->tree, file->cubes);
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

/* ------------------------------------------------------------------ numbers */

/* The bands of one part to their places. */
static void
scatter (float *out, guint bands, const float *in, guint part_bands, const guint *places,
         gsize n)
{
  for (gsize p = 0; p < n; p++)
    for (guint k = 0; k < part_bands; k++)
      out[p * bands + places[k]] = in[p * part_bands + k];
}

/* Part @index of the cube; @places is %NULL where it is the whole. */
static gboolean
read_part (const File *file, const AeMultidimCube *cube, guint index, const guint *places,
           const AeGdalQuiet *quiet, AeSceneBuilder *b, GError **error)
{
  const AeReadContext *reading = file->tree.reading;
  const AeMultidimArray *array = cube->parts->pdata[index];
  GDALMDArrayH handle = ae_multidim_open_array (&file->tree, array->path);
  guint64 line = (guint64) b->samples * ae_multidim_array_get_size (array, 2) * sizeof (float);
  guint step = (guint) CLAMP (SLAB_BYTES / line, 1, b->lines);
  g_autofree float *slab = places != NULL ? g_new (float, line / sizeof (float) * step) : NULL;
  gboolean ok = handle != NULL || ae_gdal_fail (quiet, reading->name, "cannot be read", error);

  for (guint first = 0; ok && first < b->lines; first += step)
    {
      guint n = MIN (step, b->lines - first);
      float *out = b->cube + (gsize) first * b->samples * b->bands;

      ok = ae_read_context_check_cancelled (reading, error);
      if (ok && !ae_multidim_read_lines (handle, array, first, n, slab != NULL ? slab : out))
        ok = ae_hdf5_check_filters (reading->path, array->path, reading->name, error)
             && ae_gdal_fail (quiet, reading->name, "cannot be read to the end", error);
      if (ok && slab != NULL)
        scatter (out, b->bands, slab, ae_multidim_array_get_size (array, 2), places,
                 (gsize) n * b->samples);
      if (ok && index + 1 == cube->parts->len)
        ae_calibration_apply (b->calibration, out, (gsize) n * b->samples);
      ae_read_context_report (reading,
                              (index + (double) (first + n) / b->lines) / cube->parts->len);
    }
  if (handle != NULL)
    GDALMDArrayRelease (handle);
  return ok;
}

/* ------------------------------------------------------------------ loading */

static void
warn_of_choice (const File *file, const AeMultidimCube *cube, AeSceneBuilder *b)
{
  const AeMultidimArray *array = cube->parts->pdata[0];
  g_autofree char *shape = ae_multidim_cube_dup_shape (cube);

  if (cube == file->joined && cube->parts->len == 1)
    return;
  if (cube == file->joined)
    {
      ae_scene_builder_warn (b, "The detectors “%s” were put together%s.", cube->name,
                             b->wavelengths_nm != NULL ? " in rising wavelength" : "");
      return;
    }
  if (cube->parts->len > 1 && array->axis[2] < 0)
    ae_scene_builder_warn (b, "%u variables of one band each were put together%s.",
                           cube->parts->len,
                           b->wavelengths_nm != NULL ? " by their wavelength" : "");
  else if (!array->is_named && array->axis[2] >= 0)
    ae_scene_builder_warn (
        b,
        "Nothing names the bands of “%s” (%s); it was taken as %u lines, %u samples, %u bands.",
        cube->name, shape, b->lines, b->samples, b->bands);
  else if (array->axis[2] >= 0 && array->axis[2] < array->axis[1])
    ae_scene_builder_warn (b,
                           "The bands of “%s” (%s) are its axis %d; it was turned to %u lines, "
                           "%u samples, %u bands.",
                           cube->name, shape, array->axis[2] + 1, b->lines, b->samples,
                           b->bands);
  if (file->cubes->len > 1)
    ae_scene_builder_warn (b,
                           "The array “%s” (%s) was taken of several that could be the scene.",
                           cube->name, shape);
}

/* Returns the places of the bands where there are several parts. */
static guint *
fill_metadata (const File *file, const AeMultidimCube *cube, AeSceneBuilder *b)
{
  const AeMultidimArray *array = cube->parts->pdata[0];
  guint *places = NULL;

  b->format = g_strdup (memcmp (file->tree.reading->head, "CDF", 3) == 0 ? "netCDF" : "HDF5");
  b->data_type = g_strdup (ae_gdal_type_name (array->type));
  b->interleave = array->axis[2] > array->axis[1]   ? AE_INTERLEAVE_BIP
                  : array->axis[2] > array->axis[0] ? AE_INTERLEAVE_BIL
                                                    : AE_INTERLEAVE_BSQ;
  b->lines = ae_multidim_array_get_size (array, 0);
  b->samples = ae_multidim_array_get_size (array, 1);
  b->bands = ae_multidim_cube_count_bands (cube);
  if (cube->parts->len > 1)
    places = ae_multidim_cube_join (&file->tree, cube, b);
  else if (!file->tree.reading->wants_labels)
    {
      ae_calibration_put (b, ae_multidim_dup_calibration (&file->tree, array, b->bands, b));
      ae_multidim_fill_bands (&file->tree, array->path, b);
    }
  if (!file->tree.reading->wants_labels)
    {
      ae_multidim_fill_place (&file->tree, array, b);
      ae_multidim_fill_origin (&file->tree, cube, b);
    }
  warn_of_choice (file, cube, b);
  return places;
}

static const AeMultidimCube *
find_cube (const File *file, GError **error)
{
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);
  const AeReadContext *reading = file->tree.reading;
  guint chosen;

  if (file->joined != NULL && reading->options->variable == NULL)
    return file->joined;
  list_choices (file, choices);
  if (choices->len == 0)
    g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s has no array of %s among its %u; choose another file", reading->name,
                 reading->wants_labels ? "the scene's lines × samples" : "three dimensions",
                 file->tree.arrays->len);
  else if (ae_read_context_choose (reading, choices, &chosen, error))
    return g_ptr_array_index (file->cubes, chosen);
  return NULL;
}

static gboolean
multidim_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  g_auto (AeGdalQuiet) quiet = { 0 };
  g_auto (File) file = { 0 };
  g_autofree guint *places = NULL;
  const AeMultidimCube *cube;
  guint first = 0;

  ae_gdal_quiet_begin (&quiet);
  if (!open_file (&file, reading, &quiet, error))
    return FALSE;
  cube = find_cube (&file, error);
  if (cube == NULL)
    return FALSE;
  places = fill_metadata (&file, cube, b);
  if (!ae_read_context_check_plausible (reading, (guint64) b->lines * b->samples * b->bands,
                                        TRUE, error)
      || !ae_read_context_alloc_cube (reading, b, error))
    return FALSE;
  for (guint i = 0; i < cube->parts->len; i++)
    {
      if (!read_part (&file, cube, i, places != NULL ? places + first : NULL, &quiet, b, error))
        return FALSE;
      first += ae_multidim_array_get_size (cube->parts->pdata[i], 2);
    }
  ae_multidim_read_quality (&file.tree, cube, places, b);
  return TRUE;
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
