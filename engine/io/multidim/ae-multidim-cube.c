/* ae-multidim-cube.c: what could be the scene in a netCDF or HDF5 file: an array of three
 * dimensions, or several whose bands are put together. Who reads them is
 * ae-reader-multidim.c.
 */
#include "ae-multidim.h"

#include <string.h>

#include "ae-band-order.h"
#include "ae-calibration.h"
#include "ae-wavelengths.h"

/* So many variables of one band are a scene. */
#define LEAST_STACK 3

/**
 * ae_multidim_cube_free:
 * @self: (transfer full): a cube
 */
void
ae_multidim_cube_free (AeMultidimCube *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

/**
 * ae_multidim_add_cube:
 * @cubes: gets it
 * @name: what to ask for
 *
 * Returns: (transfer none): a cube without parts.
 */
AeMultidimCube *
ae_multidim_add_cube (GPtrArray *cubes, const char *name)
{
  AeMultidimCube *cube = g_new (AeMultidimCube, 1);

  *cube = (AeMultidimCube){ g_strdup (name), g_ptr_array_new (), NULL };
  g_ptr_array_add (cubes, cube);
  return cube;
}

/**
 * ae_multidim_array_set_axes:
 * @dims: (array length=n_dims): its dimensions that are longer than one
 * @bands: which of them the bands are; −1: none
 */
void
ae_multidim_array_set_axes (AeMultidimArray *array, const int *dims, guint n_dims, int bands)
{
  guint next = 0;

  array->axis[0] = array->axis[1] = -1;
  array->axis[2] = bands;
  for (guint i = 0; i < n_dims; i++)
    if (dims[i] != bands && next < 2)
      array->axis[next++] = dims[i];
}

/**
 * ae_multidim_array_list_long:
 * @long_dims: (out): the first three dimensions that are longer than one
 *
 * Returns: how many there are.
 */
guint
ae_multidim_array_list_long (const AeMultidimArray *array, int long_dims[3])
{
  guint n_long = 0;

  for (guint i = 0; i < array->rank; i++)
    if (array->dims[i] > 1)
      {
        if (n_long < 3)
          long_dims[n_long] = (int) i;
        n_long++;
      }
  return n_long;
}

/**
 * ae_multidim_array_get_size:
 * @axis: 0 lines, 1 samples, 2 bands
 *
 * Returns: how many; 1 where there is no such dimension.
 */
guint
ae_multidim_array_get_size (const AeMultidimArray *array, guint axis)
{
  return array->axis[axis] < 0 ? 1 : (guint) array->dims[array->axis[axis]];
}

/**
 * ae_multidim_read_lines:
 * @handle: of an array
 * @array: whose dimensions and axes it has
 * @first: first line
 * @n: how many
 * @out: (n, samples, bands)
 *
 * Reads lines by pixel, whatever the order of the dimensions.
 *
 * Returns: whether they could be read.
 */
gboolean
ae_multidim_read_lines (GDALMDArrayH handle, const AeMultidimArray *array, guint first, guint n,
                        float *out)
{
  GUInt64 start[AE_MULTIDIM_MAX_RANK] = { 0 };
  size_t count[AE_MULTIDIM_MAX_RANK];
  GInt64 step[AE_MULTIDIM_MAX_RANK];
  GPtrDiff_t stride[AE_MULTIDIM_MAX_RANK] = { 0 };
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float32);
  guint samples = ae_multidim_array_get_size (array, 1),
        bands = ae_multidim_array_get_size (array, 2);
  int ok;

  for (guint i = 0; i < array->rank; i++)
    {
      count[i] = 1;
      step[i] = 1;
    }
  start[array->axis[0]] = first;
  count[array->axis[0]] = n;
  stride[array->axis[0]] = (GPtrDiff_t) samples * bands;
  count[array->axis[1]] = samples;
  stride[array->axis[1]] = (GPtrDiff_t) bands;
  if (array->axis[2] >= 0)
    {
      count[array->axis[2]] = bands;
      stride[array->axis[2]] = 1;
    }
  ok = GDALMDArrayRead (handle, start, count, step, stride, type, out, out,
                        (size_t) n * samples * bands * sizeof *out);
  GDALExtendedDataTypeRelease (type);
  return ok;
}

/**
 * ae_multidim_cube_count_bands:
 *
 * Returns: bands of all its parts.
 */
guint
ae_multidim_cube_count_bands (const AeMultidimCube *cube)
{
  guint n = 0;

  for (guint i = 0; i < cube->parts->len; i++)
    n += ae_multidim_array_get_size (cube->parts->pdata[i], 2);
  return n;
}

/**
 * ae_multidim_cube_dup_shape:
 *
 * Returns: (transfer full): for people.
 */
char *
ae_multidim_cube_dup_shape (const AeMultidimCube *cube)
{
  g_autofree char *shape = ae_multidim_dup_shape (cube->parts->pdata[0]);

  if (cube->parts->len == 1)
    return g_steal_pointer (&shape);
  return g_strdup_printf ("%u of %s", cube->parts->len, shape);
}

/* ------------------------------------------------------------------ variables of one band */

/* An attribute of the variable, or a number in its name. */
static gboolean
get_wavelength (const AeMultidim *tree, const AeMultidimArray *array, double *value,
                char **units)
{
  static const char *const names[] = { "wavelength", "radiation_wavelength",
                                       "central_wavelength", "center_wavelength", NULL };
  static const char *const unit_names[]
      = { "wavelength_units", "wavelength_unit", "radiation_wavelength_unit",
          "radiation_wavelength_units", NULL };
  guint n;
  g_autofree double *number = ae_multidim_dup_attribute (tree, array->path, names, &n, NULL);

  if (n == 1)
    {
      *value = number[0];
      *units = ae_multidim_dup_text (tree, array->path, unit_names);
      return TRUE;
    }
  *units = NULL;
  return ae_wavelength_from_name (strrchr (array->path, '/') + 1, value, units);
}

static gboolean
is_beside (const AeMultidimArray *a, const AeMultidimArray *b)
{
  gsize n = (gsize) (strrchr (a->path, '/') - a->path);

  return a->rank == b->rank && memcmp (a->dims, b->dims, sizeof a->dims) == 0
         && strncmp (a->path, b->path, n + 1) == 0 && strchr (b->path + n + 1, '/') == NULL;
}

/**
 * ae_multidim_add_stacks:
 * @tree: a file
 * @cubes: gets those found
 *
 * Flat arrays of one group and size whose wavelengths are known are one cube.
 */
void
ae_multidim_add_stacks (AeMultidim *tree, GPtrArray *cubes)
{
  for (guint i = 0; i < tree->arrays->len; i++)
    {
      AeMultidimArray *first = g_ptr_array_index (tree->arrays, i);
      g_autofree char *group = g_path_get_dirname (first->path);
      int dims[3];
      AeMultidimCube *cube = NULL;
      gboolean is_known = ae_multidim_array_list_long (first, dims) != 2;

      for (guint k = 0; k < i && !is_known; k++)
        is_known = is_beside (first, g_ptr_array_index (tree->arrays, k));
      for (guint k = i; k < tree->arrays->len && !is_known; k++)
        {
          AeMultidimArray *array = g_ptr_array_index (tree->arrays, k);
          g_autofree char *units = NULL;
          double value;

          if (!is_beside (first, array) || !get_wavelength (tree, array, &value, &units))
            continue;
          ae_multidim_array_set_axes (array, dims, 2, -1);
          array->is_named = TRUE;
          cube = cube != NULL ? cube : ae_multidim_add_cube (cubes, group);
          g_ptr_array_add (cube->parts, array);
        }
      if (cube != NULL && cube->parts->len < LEAST_STACK)
        g_ptr_array_remove (cubes, cube);
    }
}

/* ------------------------------------------------------------------ bands of several arrays */

/* Where each band of the parts goes: in rising wavelength where all are known. */
static guint *
dup_places (const double *nm, guint bands)
{
  guint *places;

  if (nm != NULL)
    return ae_band_order_dup_places (nm, bands);
  places = g_new (guint, bands);
  for (guint b = 0; b < bands; b++)
    places[b] = b;
  return places;
}

/* What is known of the bands of one part. */
static void
fill_part (const AeMultidim *tree, const AeMultidimArray *array, AeSceneBuilder *part)
{
  g_autofree char *units = NULL;
  double *value;

  part->bands = ae_multidim_array_get_size (array, 2);
  if (array->axis[2] >= 0)
    {
      ae_multidim_fill_bands (tree, array->path, part);
      return;
    }
  value = g_new (double, 1);
  if (get_wavelength (tree, array, value, &units))
    ae_wavelengths_put (part, value, 1, NULL, 0, units);
  else
    g_free (value);
  part->band_names = g_new0 (char *, 2);
  part->band_names[0] = g_strdup (strrchr (array->path, '/') + 1);
}

static void
take_warnings (AeSceneBuilder *b, const AeSceneBuilder *part)
{
  for (guint i = 0; part->warnings != NULL && i < part->warnings->len; i++)
    {
      gboolean is_said = FALSE;

      for (guint k = 0; b->warnings != NULL && k < b->warnings->len; k++)
        is_said |= strcmp (b->warnings->pdata[k], part->warnings->pdata[i]) == 0;
      if (!is_said)
        ae_scene_builder_warn (b, "%s", (const char *) part->warnings->pdata[i]);
    }
}

/**
 * ae_multidim_cube_join:
 * @cube: of several parts
 * @b: gets wavelengths, widths, bad bands and calibration of the parts put together
 *
 * Returns: (transfer full): where in the scene each band of the parts goes, one part after the
 * other: in rising wavelength where all are known.
 */
guint *
ae_multidim_cube_join (const AeMultidim *tree, const AeMultidimCube *cube, AeSceneBuilder *b)
{
  guint n = cube->parts->len;
  g_autofree AeSceneBuilder *parts = g_new0 (AeSceneBuilder, n);
  g_autofree AeCalibration **calibrations = g_new (AeCalibration *, n);
  g_autofree double *nm = g_new (double, b->bands);
  gboolean has_nm = TRUE, has_fwhm = TRUE;
  guint *places;

  for (guint i = 0, first = 0; i < n; first += parts[i++].bands)
    {
      fill_part (tree, cube->parts->pdata[i], &parts[i]);
      calibrations[i] = ae_multidim_dup_calibration (tree, cube->parts->pdata[i],
                                                     parts[i].bands, &parts[i]);
      has_nm &= parts[i].wavelengths_nm != NULL;
      has_fwhm &= parts[i].fwhm_nm != NULL;
      for (guint k = 0; k < parts[i].bands && has_nm; k++)
        nm[first + k] = parts[i].wavelengths_nm[k];
      take_warnings (b, &parts[i]);
    }
  places = dup_places (has_nm ? nm : NULL, b->bands);
  b->units = parts[0].units;
  b->units_guessed = parts[0].units_guessed;
  b->bad_bands = g_new0 (guint8, b->bands);
  b->wavelengths_nm = has_nm ? g_new (double, b->bands) : NULL;
  b->fwhm_nm = has_nm && has_fwhm ? g_new (double, b->bands) : NULL;
  b->band_names = parts[0].band_names != NULL ? g_new0 (char *, b->bands + 1) : NULL;
  for (guint i = 0, first = 0; i < n; first += parts[i++].bands)
    for (guint k = 0; k < parts[i].bands; k++)
      {
        guint to = places[first + k];

        b->bad_bands[to] = parts[i].bad_bands != NULL && parts[i].bad_bands[k];
        if (b->wavelengths_nm != NULL)
          b->wavelengths_nm[to] = parts[i].wavelengths_nm[k];
        if (b->fwhm_nm != NULL)
          b->fwhm_nm[to] = parts[i].fwhm_nm[k];
        if (b->band_names != NULL)
          b->band_names[to]
              = g_strdup (parts[i].band_names != NULL ? parts[i].band_names[k] : "");
      }
  ae_calibration_put (b, ae_calibration_new_joined (calibrations, n, places));
  for (guint i = 0; i < n; i++)
    {
      ae_calibration_free (calibrations[i]);
      ae_scene_builder_clear (&parts[i]);
    }
  return places;
}
