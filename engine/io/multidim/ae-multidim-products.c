/* ae-multidim-products.c: products of known instruments in netCDF and HDF5: one row a family,
 * which says which arrays are the scene and which flags mean no data. Everything else about
 * them is found by rule: bands in ae-multidim-lists.c, the place in ae-multidim-place.c.
 */
#include "ae-multidim.h"

#include <math.h>
#include <string.h>

#include "ae-companion.h"

/* Which flags: PRISMA 1 and 2 defective or saturated, 3 saturated after correction, 4 no
 * number; PACE L2 atmospheric failure, HILT, cloud or ice, navigation failure; HICO navigation
 * failure, saturated, no calibration. */
static const AeMultidimProduct products[] = {
  { "PRISMA",
    NULL,
    { { "VNIR_Cube", { "VNIR_PIXEL_SAT_ERR_MATRIX", "VNIR_PIXEL_L2_ERR_MATRIX" } },
      { "SWIR_Cube", { "SWIR_PIXEL_SAT_ERR_MATRIX", "SWIR_PIXEL_L2_ERR_MATRIX" } } },
    .bad_codes = 1u << 1 | 1u << 3 | 1u << 4 },
  { "PACE OCI",
    NULL,
    { { "rhot_blue", { "qual_blue" } },
      { "rhot_red", { "qual_red" } },
      { "rhot_SWIR", { "qual_SWIR" } } } },
  { "PACE OCI",
    NULL,
    { { "geophysical_data/Rrs", { "geophysical_data/l2_flags" } } },
    .bad_bits = 1u << 0 | 1u << 4 | 1u << 9 | 1u << 25 },
  { "PACE OCI",
    NULL,
    { { "geophysical_data/rhos", { "geophysical_data/l2_flags" } } },
    .bad_bits = 1u << 0 | 1u << 25 },
  { "HICO",
    NULL,
    { { "products/Lt", { "quality/scan_quality_flags", "quality/flags" } } },
    .bad_bits = 1u << 1 | 1u << 5 | 1u << 6 },
  { "Tanager",
    "HYP/Data Fields/nodata_pixels",
    { { "Data Fields/surface_reflectance", { "Data Fields/nodata_pixels" } } } },
  { "Tanager",
    "HYP/Data Fields/toa_radiance",
    { { "Data Fields/toa_radiance", { "Data Fields/nodata_pixels" } } } },
  { "EMIT",
    "location/glt_x",
    { { "reflectance", { NULL } } },
    .companion_from = "_RFL_",
    .companion_to = "_MASK_",
    .mask = "mask",
    .mask_name = "Aggregate Flag" },
  { "EMIT",
    "location/glt_x",
    { { "radiance", { NULL } } },
    .companion_from = "_L1B_RAD_",
    .companion_to = "_L2A_MASK_",
    .mask = "mask",
    .mask_name = "Aggregate Flag" },
  { "EMIT", "location/glt_x", { { "mask", { NULL } } } },
  { "NEON AOP", NULL, { { "Reflectance/Reflectance_Data", { NULL } } } },
  { "NEON AOP", NULL, { { "Radiance/RadianceIntegerPart", { NULL } } } },
  { "AVIRIS", "reflectance/wavelength", { { "reflectance/reflectance", { NULL } } } },
  { "AVIRIS", "radiance/wavelength", { { "radiance/radiance", { NULL } } } },
  { NULL, NULL, { { "radiance_vnir", { NULL } }, { "radiance_swir", { NULL } } } },
};

/* ------------------------------------------------------------------ which it is */

static AeMultidimArray *
find_part (const GPtrArray *cubes, guint n, const char *end, const AeMultidimArray *first)
{
  for (guint i = 0; i < n; i++)
    {
      AeMultidimArray *array = ((AeMultidimCube *) cubes->pdata[i])->parts->pdata[0];
      gsize group = (gsize) (strrchr (array->path, '/') - array->path);

      if (ae_multidim_path_ends (array->path, end)
          && (first == NULL
              || (strncmp (first->path, array->path, group + 1) == 0
                  && strchr (first->path + group + 1, '/') == NULL
                  && ae_multidim_array_get_size (array, 0)
                         == ae_multidim_array_get_size (first, 0)
                  && ae_multidim_array_get_size (array, 1)
                         == ae_multidim_array_get_size (first, 1))))
        return array;
    }
  return NULL;
}

static AeMultidimCube *
add_cube (GPtrArray *cubes, guint n, const AeMultidimProduct *product)
{
  const AeMultidimDetector *d = product->detectors;
  AeMultidimArray *first = find_part (cubes, n, d[0].array, NULL);
  g_autofree char *name = g_strjoin ("+", d[0].array, d[1].array, d[2].array, NULL);
  AeMultidimCube *cube = NULL;

  for (guint k = 1; first != NULL && k < G_N_ELEMENTS (product->detectors); k++)
    {
      AeMultidimArray *part
          = d[k].array != NULL ? find_part (cubes, n, d[k].array, first) : NULL;

      if (part == NULL)
        continue;
      if (cube == NULL)
        {
          cube = ae_multidim_add_cube (cubes, name);
          g_ptr_array_add (cube->parts, first);
        }
      g_ptr_array_add (cube->parts, part);
    }
  for (guint i = 0; cube == NULL && first != NULL && i < n; i++)
    if (((AeMultidimCube *) cubes->pdata[i])->parts->pdata[0] == first)
      cube = cubes->pdata[i];
  return cube;
}

/**
 * ae_multidim_add_product:
 * @tree: a file
 * @cubes: arrays of three dimensions, a cube each; gets one more where some are the detectors
 * of one instrument, with the same lines and samples
 *
 * Returns: (transfer none) (nullable): the cube that is the scene of a known product.
 */
AeMultidimCube *
ae_multidim_add_product (const AeMultidim *tree, GPtrArray *cubes)
{
  guint n = cubes->len;

  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    {
      AeMultidimCube *cube
          = products[i].sign == NULL || ae_multidim_find_end (tree, products[i].sign) != NULL
                ? add_cube (cubes, n, &products[i])
                : NULL;

      if (cube == NULL || (products[i].family == NULL && cube->parts->len == 1))
        continue;
      for (guint k = 0; k < cubes->len; k++)
        if (find_part (cubes, k + 1, products[i].detectors[0].array, NULL) != NULL)
          ((AeMultidimCube *) cubes->pdata[k])->product = NULL;
      cube->product = &products[i];
      return cube;
    }
  return NULL;
}

/* ------------------------------------------------------------------ flags */

static gboolean
is_bad (const AeMultidimProduct *product, double flag)
{
  guint32 bits = fabs (flag) <= G_MAXUINT32 ? (guint32) (gint64) flag : 0;

  if (product->bad_codes != 0)
    return bits < 32 && (product->bad_codes >> bits & 1) != 0;
  return product->bad_bits != 0 ? (bits & product->bad_bits) != 0 : bits != 0;
}

/* Beside the numbers where several have the name. */
static const AeMultidimArray *
find_flags (const AeMultidim *tree, const AeMultidimArray *part,
            const AeMultidimDetector *detector)
{
  g_autofree char *group = g_path_get_dirname (part->path);

  for (guint k = 0; k < G_N_ELEMENTS (detector->quality) && detector->quality[k] != NULL; k++)
    {
      const AeMultidimArray *found = ae_multidim_find_end (tree, detector->quality[k]);

      for (guint i = 0; found != NULL && i < tree->arrays->len; i++)
        {
          const AeMultidimArray *array = g_ptr_array_index (tree->arrays, i);

          if (ae_multidim_path_ends (array->path, detector->quality[k])
              && strncmp (array->path, group, strlen (group)) == 0
              && array->path[strlen (group)] == '/')
            return array;
        }
      if (found != NULL)
        return found;
    }
  return NULL;
}

static gsize
mask_pixels (AeSceneBuilder *b, const AeMultidimProduct *product, const double *flags)
{
  gsize n = (gsize) b->lines * b->samples, n_bad = 0;

  for (gsize p = 0; p < n; p++)
    n_bad += is_bad (product, flags[p]);
  if (n_bad == 0 || n_bad == n)
    return n_bad;
  if (b->mask == NULL)
    b->mask = g_new0 (guint8, n);
  for (gsize p = 0; p < n; p++)
    b->mask[p] |= is_bad (product, flags[p]);
  return n_bad;
}

static void
tell_masked (AeSceneBuilder *b, gsize n_bad, const char *what)
{
  gsize n = (gsize) b->lines * b->samples;

  if (n_bad == n)
    ae_scene_builder_warn (b, "“%s” leaves out every pixel; it is passed over.", what);
  else if (n_bad > 0)
    ae_scene_builder_warn (
        b, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pixels are no data, as “%s” says.",
        n_bad, n, what);
}

/* Flags of each number: lines are read one after the other. */
static gsize
mask_numbers (const AeMultidim *tree, const AeMultidimArray *flags, const AeMultidimArray *part,
              const AeMultidimProduct *product, const guint *places, AeSceneBuilder *b)
{
  GDALMDArrayH handle = ae_multidim_open_array (tree, flags->path);
  guint bands = ae_multidim_array_get_size (part, 2);
  g_autofree float *line = g_new (float, (gsize) b->samples *bands);
  gsize n_bad = 0;
  gboolean ok = handle != NULL;

  for (guint l = 0; ok && l < b->lines; l++)
    {
      float *out = b->cube + (gsize) l * b->samples * b->bands;

      ok = ae_multidim_read_lines (handle, part, l, 1, line);
      for (guint s = 0; ok && s < b->samples; s++)
        for (guint k = 0; k < bands; k++)
          if (is_bad (product, line[(gsize) s * bands + k]))
            {
              out[(gsize) s * b->bands + (places != NULL ? places[k] : k)] = NAN;
              n_bad++;
            }
    }
  if (handle != NULL)
    GDALMDArrayRelease (handle);
  return n_bad;
}

static void
read_flags (const AeMultidim *tree, const AeMultidimArray *flags, const AeMultidimArray *part,
            const AeMultidimProduct *product, const guint *places, AeSceneBuilder *b)
{
  const char *name = strrchr (flags->path, '/') + 1;

  if (flags->rank == part->rank && memcmp (flags->dims, part->dims, sizeof flags->dims) == 0)
    {
      gsize n_bad = mask_numbers (tree, flags, part, product, places, b);

      if (n_bad > 0)
        ae_scene_builder_warn (b, "%" G_GSIZE_FORMAT " %s no data, as “%s” says.", n_bad,
                               n_bad == 1 ? "value is" : "values are", name);
    }
  else if (flags->rank == 2 && flags->dims[0] == b->lines && flags->dims[1] == b->samples)
    {
      g_autofree double *numbers = ae_multidim_dup_plane (tree, flags, 0);

      if (numbers != NULL)
        tell_masked (b, mask_pixels (b, product, numbers), name);
    }
}

/* ------------------------------------------------------------------ masks in a file beside */

/* Which of the masks has that name; their number where none has. */
static guint
find_mask (const AeMultidim *tree, const AeMultidimArray *mask, const char *name)
{
  guint n = (guint) mask->dims[2];

  for (guint i = 0; i < tree->texts->len; i++)
    {
      g_auto (GStrv) texts = ae_multidim_dup_text_array (tree, tree->texts->pdata[i]);
      g_autofree char *wanted = ae_names_dup_folded (name);

      for (guint k = 0; texts != NULL && g_strv_length (texts) == n && k < n; k++)
        {
          g_autofree char *folded = ae_names_dup_folded (texts[k]);

          if (strcmp (folded, wanted) == 0)
            return k;
        }
    }
  return n;
}

static void
read_companion (const AeMultidim *tree, const AeMultidimProduct *product, AeSceneBuilder *b)
{
  g_autofree char *path = ae_companion_find (tree->reading->path, product->companion_from,
                                             product->companion_to, NULL);
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  AeReadContext reading = *tree->reading;
  g_auto (AeGdalQuiet) quiet = { 0 };
  g_auto (AeMultidim) masks = { 0 };
  const AeMultidimArray *mask;
  g_autofree double *numbers = NULL;
  guint which;

  if (path == NULL)
    return;
  reading.path = path;
  reading.name = name;
  ae_gdal_quiet_begin (&quiet);
  mask = ae_multidim_open (&masks, &reading, &quiet, NULL)
             ? ae_multidim_find_end (&masks, product->mask)
             : NULL;
  if (mask != NULL && mask->rank == 3 && mask->dims[0] == b->lines
      && mask->dims[1] == b->samples
      && (which = find_mask (&masks, mask, product->mask_name)) < mask->dims[2])
    numbers = ae_multidim_dup_plane (&masks, mask, which);
  if (numbers != NULL)
    {
      g_autofree char *what = g_strdup_printf ("%s of %s", product->mask_name, name);

      tell_masked (b, mask_pixels (b, product, numbers), what);
    }
  else
    ae_scene_builder_warn (b, "%s lies beside the file and is no mask of it.", name);
}

/**
 * ae_multidim_read_quality:
 * @cube: what was read
 * @places: (nullable): where in the scene each band of its parts went
 * @builder: with its cube; numbers that flags of the product call no data become NAN, pixels
 * are masked
 */
void
ae_multidim_read_quality (const AeMultidim *tree, const AeMultidimCube *cube,
                          const guint *places, AeSceneBuilder *builder)
{
  const AeMultidimProduct *product = cube->product;
  const AeMultidimArray *last = NULL;

  for (guint i = 0, first = 0; product != NULL && i < cube->parts->len; i++)
    {
      const AeMultidimArray *part = cube->parts->pdata[i], *flags = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (product->detectors); k++)
        if (product->detectors[k].array != NULL
            && ae_multidim_path_ends (part->path, product->detectors[k].array))
          flags = find_flags (tree, part, &product->detectors[k]);
      if (flags != NULL && flags != last)
        read_flags (tree, flags, part, product, places != NULL ? places + first : NULL,
                    builder);
      last = flags;
      first += ae_multidim_array_get_size (part, 2);
    }
  if (product != NULL && product->companion_from != NULL)
    read_companion (tree, product, builder);
}

/* ------------------------------------------------------------------ sensor and time */

static char *
find_text (const AeMultidim *tree, const char *const *names)
{
  for (guint i = 0; i < tree->groups->len; i++)
    {
      char *text = ae_multidim_dup_text (tree, tree->groups->pdata[i], names);

      if (text != NULL && *g_strstrip (text) != '\0')
        return text;
      g_free (text);
    }
  return NULL;
}

static void
fill_band_names (const AeMultidim *tree, AeSceneBuilder *b)
{
  for (guint i = 0; b->axis == NULL && b->band_names == NULL && i < tree->texts->len; i++)
    {
      b->band_names = ae_multidim_dup_text_array (tree, tree->texts->pdata[i]);
      if (b->band_names != NULL && g_strv_length (b->band_names) != b->bands)
        g_clear_pointer (&b->band_names, g_strfreev);
    }
}

/**
 * ae_multidim_fill_origin:
 * @cube: of a file
 * @builder: gets the sensor, the time, and names of bands that have no wavelengths
 */
void
ae_multidim_fill_origin (const AeMultidim *tree, const AeMultidimCube *cube,
                         AeSceneBuilder *builder)
{
  static const char *const sensors[]
      = { "instrument", "sensor", "sensor_type", "sensor_name", "Instrument_ID", NULL };
  static const char *const times[] = { "time_coverage_start",
                                       "Product_StartTime",
                                       "acquisition_time",
                                       "acquisition_date",
                                       "collection_start_time",
                                       "start_time",
                                       "Beginning_Date",
                                       "datetime",
                                       "strip_datetime",
                                       "flight_start_time",
                                       NULL };

  builder->sensor = find_text (tree, sensors);
  if (builder->sensor == NULL && cube->product != NULL)
    builder->sensor = g_strdup (cube->product->family);
  builder->acquired = find_text (tree, times);
  fill_band_names (tree, builder);
}
