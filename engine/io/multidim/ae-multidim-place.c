/* ae-multidim-place.c: where the image of a netCDF or HDF5 file lies, by rule: a map of evenly
 * spaced coordinates (CF), map info (NEON), corners (PRISMA), a grid of HDF-EOS; and for an
 * image in the sensor's own geometry a lookup table (EMIT) or latitude and longitude of each
 * pixel.
 */
#include "ae-multidim.h"

#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

#include "ae-map-info.h"

/* Coordinates that differ from even ones by more than this share of a step are not even. */
#define MOST_UNEVEN 0.01

/* ------------------------------------------------------------------ systems */

static char *
dup_wkt (OGRSpatialReferenceH system, gboolean is_good)
{
  char *wkt = NULL, *copy;

  if (is_good)
    OSRExportToWkt (system, &wkt);
  copy = wkt != NULL && *wkt != '\0' ? g_strdup (wkt) : NULL;
  VSIFree (wkt);
  OSRDestroySpatialReference (system);
  return copy;
}

static char *
dup_epsg (double code)
{
  OGRSpatialReferenceH system;

  if (!(code > 0 && code < 1e6))
    return NULL;
  system = OSRNewSpatialReference (NULL);
  return dup_wkt (system, OSRImportFromEPSG (system, (int) code) == OGRERR_NONE);
}

static double
get_number (const AeMultidim *tree, const char *path, const char *name)
{
  const char *const names[] = { name, NULL };
  guint n;
  g_autofree double *number = ae_multidim_dup_attribute (tree, path, names, &n, NULL);

  return n == 1 ? number[0] : NAN;
}

/* The first text of an array of that name, wherever it is. */
static char *
dup_text_of (const AeMultidim *tree, const char *name)
{
  g_autofree char *wanted = ae_names_dup_folded (name);

  for (guint i = 0; i < tree->texts->len; i++)
    {
      const char *path = tree->texts->pdata[i];
      g_autofree char *folded = ae_names_dup_folded (strrchr (path, '/') + 1);
      g_auto (GStrv) texts
          = strcmp (folded, wanted) == 0 ? ae_multidim_dup_text_array (tree, path) : NULL;

      if (texts != NULL)
        return g_strdup (texts[0]);
    }
  return NULL;
}

/* As GDAL understands the array's grid mapping. */
static char *
dup_system (const AeMultidim *tree, const AeMultidimArray *array)
{
  GDALMDArrayH handle = ae_multidim_open_array (tree, array->path);
  OGRSpatialReferenceH system = handle != NULL ? GDALMDArrayGetSpatialRef (handle) : NULL;

  if (handle != NULL)
    GDALMDArrayRelease (handle);
  return system != NULL ? dup_wkt (system, TRUE) : NULL;
}

/* A system that an array of the grid mapping or the root tells as text. */
static char *
dup_mapping (const AeMultidim *tree, const AeMultidimArray *array)
{
  static const char *const names[] = { "crs_wkt", "spatial_ref", "projection_wkt", NULL };
  static const char *const link[] = { "grid_mapping", NULL };
  g_autofree char *mapping = ae_multidim_dup_text (tree, array->path, link);
  char *text = dup_system (tree, array);

  for (guint i = 0; text == NULL && i < tree->arrays->len; i++)
    {
      const AeMultidimArray *other = g_ptr_array_index (tree->arrays, i);

      if (other->rank <= 1 && (mapping == NULL || ae_multidim_path_ends (other->path, mapping)))
        text = ae_multidim_dup_text (tree, other->path, names);
    }
  for (guint i = 0; text == NULL && i < tree->texts->len; i++)
    text = ae_multidim_dup_text (tree, tree->texts->pdata[i], names);
  return text != NULL ? text : ae_multidim_dup_text (tree, "", names);
}

/* ------------------------------------------------------------------ maps */

static gboolean
place_by_map_info (const AeMultidim *tree, AeSceneBuilder *b)
{
  g_autofree char *text = dup_text_of (tree, "Map_Info");
  g_autofree char *code = dup_text_of (tree, "EPSG Code");
  g_auto (GStrv) info = text != NULL ? g_strsplit_set (text, ",{}", -1) : NULL;
  gboolean has_brace = info != NULL && info[0] != NULL && *info[0] == '\0';

  if (info == NULL || !ae_map_info_parse (info + has_brace, b->geotransform))
    return FALSE;
  b->projection = code != NULL ? dup_epsg (g_ascii_strtod (code, NULL)) : NULL;
  if (b->projection == NULL)
    b->projection = dup_text_of (tree, "Coordinate_System_String");
  return TRUE;
}

/* Corners are the centres of pixels. */
static gboolean
place_by_corners (const AeMultidim *tree, AeSceneBuilder *b)
{
  double x = get_number (tree, "", "Product_ULcorner_easting");
  double y = get_number (tree, "", "Product_ULcorner_northing");
  double right = get_number (tree, "", "Product_LRcorner_easting");
  double bottom = get_number (tree, "", "Product_LRcorner_northing");
  double width = (right - x) / (b->samples - 1.0), height = (y - bottom) / (b->lines - 1.0);
  double code = get_number (tree, "", "Epsg_Code");

  if (!isfinite (code) || !(width > 0) || !(height > 0) || isinf (width) || isinf (height))
    return FALSE;
  b->geotransform[0] = x - width / 2;
  b->geotransform[1] = width;
  b->geotransform[3] = y + height / 2;
  b->geotransform[5] = -height;
  b->projection = dup_epsg (code);
  return TRUE;
}

/* Two numbers in brackets after a key. */
static gboolean
get_pair (const char *text, const char *key, double *a, double *b)
{
  const char *at = strstr (text, key);
  char *end;

  at = at != NULL ? strchr (at, '(') : NULL;
  if (at == NULL)
    return FALSE;
  *a = g_ascii_strtod (at + 1, &end);
  if (*end != ',')
    return FALSE;
  *b = g_ascii_strtod (end + 1, &end);
  return *end == ')' && isfinite (*a) && isfinite (*b);
}

/* The corners of an HDF-EOS grid are those of the image. */
static gboolean
place_by_grid (const AeMultidim *tree, const AeMultidimArray *array, AeSceneBuilder *b)
{
  g_autofree char *text
      = strstr (array->path, "/GRIDS/") != NULL ? dup_text_of (tree, "StructMetadata.0") : NULL;
  double left, top, right, bottom, code = NAN;

  if (text == NULL || !get_pair (text, "UpperLeftPointMtrs", &left, &top)
      || !get_pair (text, "LowerRightMtrs", &right, &bottom) || !(right > left)
      || !(top > bottom))
    return FALSE;
  b->geotransform[0] = left;
  b->geotransform[1] = (right - left) / b->samples;
  b->geotransform[3] = top;
  b->geotransform[5] = (bottom - top) / b->lines;
  for (guint i = 0; !isfinite (code) && i < tree->groups->len; i++)
    code = get_number (tree, tree->groups->pdata[i], "epsg_code");
  b->projection = dup_epsg (code);
  return TRUE;
}

/* Centre of the first and distance of the next; of numbers of one axis, evenly spaced. */
static gboolean
get_steps (const AeMultidim *tree, const AeMultidimArray *array, guint axis, double *first,
           double *step, gboolean *is_degrees)
{
  const char *name = array->dim_names[array->axis[axis]];
  guint n = ae_multidim_array_get_size (array, axis);

  for (guint i = 0; i < tree->lists->len; i++)
    {
      const AeMultidimList *list = g_ptr_array_index (tree->lists, i);
      g_autofree double *values = NULL;
      gboolean is_even;

      if (list->is_attribute || list->n != n || g_strcmp0 (list->name, name) != 0)
        continue;
      values = ae_multidim_dup_array (tree, list->owner, n);
      if (values == NULL)
        return FALSE;
      *first = values[0];
      *step = (values[n - 1] - values[0]) / (n - 1);
      *is_degrees = list->units != NULL && g_str_has_prefix (list->units, "degree");
      is_even = isfinite (*step) && *step != 0;
      for (guint k = 0; is_even && k < n; k++)
        is_even = fabs (values[k] - *first - k * *step) <= MOST_UNEVEN * fabs (*step);
      return is_even;
    }
  return FALSE;
}

static gboolean
place_by_coordinates (const AeMultidim *tree, const AeMultidimArray *array, AeSceneBuilder *b)
{
  double x, y, width, height;
  gboolean is_degrees = FALSE;

  if (array->axis[0] < 0 || array->axis[1] < 0
      || !get_steps (tree, array, 0, &y, &height, &is_degrees)
      || !get_steps (tree, array, 1, &x, &width, &is_degrees))
    return FALSE;
  b->projection = dup_mapping (tree, array);
  if (b->projection == NULL && is_degrees)
    b->projection = dup_epsg (4326);
  if (b->projection == NULL)
    return FALSE;
  b->geotransform[0] = x - width / 2;
  b->geotransform[1] = width;
  b->geotransform[3] = y - height / 2;
  b->geotransform[5] = height;
  return TRUE;
}

/* ------------------------------------------------------------------ the sensor's geometry */

static const AeMultidimArray *
find_plane (const AeMultidim *tree, const char *const *names, guint64 lines, guint64 samples,
            const char *word)
{
  const AeMultidimArray *found = NULL;

  for (guint i = 0; i < tree->arrays->len; i++)
    {
      const AeMultidimArray *array = g_ptr_array_index (tree->arrays, i);
      g_autofree char *folded = ae_names_dup_folded (strrchr (array->path, '/') + 1);

      if (array->rank != 2 || (lines > 0 && array->dims[0] != lines)
          || (samples > 0 && array->dims[1] != samples))
        continue;
      for (guint k = 0; names[k] != NULL; k++)
        if (g_str_has_prefix (folded, names[k])
            && (found == NULL || (word != NULL && strstr (folded, word) != NULL)))
          found = array;
    }
  return found;
}

static double *
dup_degrees (const AeMultidim *tree, const AeMultidimArray *array, gsize n, double most)
{
  double *degrees = ae_multidim_dup_plane (tree, array, 0);

  for (gsize i = 0; degrees != NULL && i < n; i++)
    if (!(fabs (degrees[i]) <= most))
      degrees[i] = NAN;
  return degrees;
}

/* The detector's own where each has them: Latitude_VNIR. */
static void
fill_degrees (const AeMultidim *tree, const AeMultidimArray *array, AeSceneBuilder *b,
              AeSceneLocation *location)
{
  static const char *const latitudes[] = { "latitude", "lat", NULL };
  static const char *const longitudes[] = { "longitude", "lon", NULL };
  g_autofree char *folded = ae_names_dup_folded (strrchr (array->path, '/') + 1);
  const char *word = strstr (folded, "vnir") != NULL   ? "vnir"
                     : strstr (folded, "swir") != NULL ? "swir"
                                                       : NULL;
  const AeMultidimArray *lat = find_plane (tree, latitudes, b->lines, b->samples, word);
  const AeMultidimArray *lon = find_plane (tree, longitudes, b->lines, b->samples, word);
  gsize n = (gsize) b->lines * b->samples;

  if (lat == NULL || lon == NULL)
    return;
  location->latitudes = dup_degrees (tree, lat, n, 90);
  location->longitudes = dup_degrees (tree, lon, n, 360);
  if (location->latitudes == NULL || location->longitudes == NULL)
    {
      g_clear_pointer (&location->latitudes, g_free);
      g_clear_pointer (&location->longitudes, g_free);
    }
}

/* EMIT's tables count from 1 and have 0 where nothing lies; other programs write negative
 * numbers for places that were filled from their neighbours. */
static guint32 *
dup_lookup (const double *x, const double *y, gsize n, const AeSceneBuilder *b)
{
  guint32 *lookup = g_try_new (guint32, n);

  for (gsize i = 0; lookup != NULL && i < n; i++)
    {
      double sample = fabs (x[i]), line = fabs (y[i]);

      lookup[i] = sample >= 1 && sample <= b->samples && line >= 1 && line <= b->lines
                      ? ((guint32) line - 1) * b->samples + (guint32) sample - 1
                      : AE_SCENE_NOWHERE;
    }
  return lookup;
}

static void
fill_lookup (const AeMultidim *tree, const AeMultidimArray *array, AeSceneBuilder *b,
             AeSceneLocation *location)
{
  static const char *const x_names[] = { "gltx", NULL }, *const y_names[] = { "glty", NULL };
  static const char *const transform_names[] = { "geotransform", NULL };
  const AeMultidimArray *x = find_plane (tree, x_names, 0, 0, NULL);
  const AeMultidimArray *y
      = x != NULL ? find_plane (tree, y_names, x->dims[0], x->dims[1], NULL) : NULL;
  guint n;
  g_autofree double *transform
      = ae_multidim_dup_attribute (tree, "", transform_names, &n, NULL);
  g_autofree double *xs = NULL, *ys = NULL;

  if (x != NULL && (y == NULL || n != 6))
    ae_scene_builder_warn (b,
                           "The file has a lookup table of %" G_GUINT64_FORMAT
                           " × %" G_GUINT64_FORMAT " places (“%s”), but %s; it is left out.",
                           x->dims[0], x->dims[1], x->path + 1,
                           y == NULL ? "not the half for the lines (glt_y)"
                                     : "no geotransform that says where they lie");
  if (y == NULL || n != 6)
    return;
  xs = ae_multidim_dup_plane (tree, x, 0);
  ys = ae_multidim_dup_plane (tree, y, 0);
  if (xs != NULL && ys != NULL)
    location->lookup = dup_lookup (xs, ys, (gsize) (x->dims[0] * x->dims[1]), b);
  if (location->lookup == NULL)
    return;
  location->map_lines = (guint) x->dims[0];
  location->map_samples = (guint) x->dims[1];
  memcpy (location->map_transform, transform, sizeof location->map_transform);
  location->map_projection = dup_mapping (tree, array);
}

/**
 * ae_multidim_fill_place:
 * @array: that the scene is read from
 * @builder: with its size; gets a georeference, or a location of its pixels
 */
void
ae_multidim_fill_place (const AeMultidim *tree, const AeMultidimArray *array,
                        AeSceneBuilder *builder)
{
  AeSceneLocation *location;

  memset (builder->geotransform, 0, sizeof builder->geotransform);
  builder->has_georeference
      = place_by_map_info (tree, builder) || place_by_corners (tree, builder)
        || place_by_grid (tree, array, builder) || place_by_coordinates (tree, array, builder);
  if (builder->has_georeference)
    return;
  location = g_new0 (AeSceneLocation, 1);
  fill_degrees (tree, array, builder, location);
  fill_lookup (tree, array, builder, location);
  if (location->latitudes != NULL || location->lookup != NULL)
    builder->location = location;
  else
    ae_scene_location_free (location);
}
