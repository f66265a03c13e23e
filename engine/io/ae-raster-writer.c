/* ae-raster-writer.c: images of float32 in formats that others read. GDAL writes ENVI and
 * GeoTIFF; NumPy's is a header of one line before the numbers. All of it is written beside, and
 * put in place when it is whole.
 */
#include "ae-raster-writer.h"

#include "ae-envi-header.h"
#include "ae-error.h"
#include "ae-file.h"
#include "ae-gdal.h"
#include "ae-map-buffer.h"
#include "ae-wavelengths.h"

#include <cpl_string.h>
#include <glib/gstdio.h>
#include <ogr_srs_api.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Along each side of an image. */
#define POINTS 8

typedef enum
{
  FORMAT_ENVI,
  FORMAT_GEOTIFF,
  FORMAT_NPY,
} Format;

struct _AeRasterWriter
{
  char *path;   /* of the numbers */
  char *header; /* nullable: beside them */
  AeFileWriter *numbers_file;
  AeFileWriter *header_file; /* nullable */
  Format format;
  guint lines, samples, bands;
  GDALDatasetH dataset;
  AeMapBuffer *map; /* nullable: lines are kept there until all are known */
};

/* The first of each format is the one to propose. */
static const struct
{
  const char *ending;
  Format format;
} endings[] = {
  { ".img", FORMAT_ENVI },     { ".hdr", FORMAT_ENVI }, { ".dat", FORMAT_ENVI },
  { ".bil", FORMAT_ENVI },     { ".raw", FORMAT_ENVI }, { ".tif", FORMAT_GEOTIFF },
  { ".tiff", FORMAT_GEOTIFF }, { ".npy", FORMAT_NPY },
};

/**
 * ae_raster_writer_get_ending:
 * @i: which of the formats, the one to propose first
 *
 * Returns: (transfer none) (nullable): the ending with its dot; %NULL behind the last.
 */
const char *
ae_raster_writer_get_ending (guint i)
{
  for (guint e = 0; e < G_N_ELEMENTS (endings); e++)
    if ((e == 0 || endings[e].format != endings[e - 1].format) && i-- == 0)
      return endings[e].ending;
  return NULL;
}

static gboolean
find_format (const char *path, Format *out, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i].ending))
      {
        *out = endings[i].format;
        return TRUE;
      }
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
               "%s: the ending says the format, and this one is not known; use one "
               "of " AE_RASTER_WRITER_ENDINGS,
               path);
  return FALSE;
}

static gboolean
fail (const AeRasterWriter *self, const char *why, GError **error)
{
  return ae_file_writer_fail (self->numbers_file, why, error);
}

/* ------------------------------------------------------------------ GDAL */

/* A list in braces, numbers with a point whatever the locale. */
static char *
dup_number_list (const double *numbers, guint n)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (buffer, sizeof buffer, "%.10g", numbers[i]);
      g_string_append_printf (text, "%s%s", i == 0 ? "" : ", ", buffer);
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

static char *
dup_flag_list (const guint8 *bad, guint n)
{
  GString *text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d", i == 0 ? "" : ", ", !bad[i]);
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

/* Whether the bands are those of the scene, as many and in its order. */
static gboolean
has_bands_of_scene (const AeRasterInfo *info)
{
  return info->like != NULL && info->band_names == NULL
         && info->bands == ae_scene_get_bands (info->like)
         && info->wavelengths_nm == ae_scene_get_wavelengths_nm (info->like);
}

/* In the units of the scene's file where the bands are the scene's. */
static const double *
get_axis (const AeRasterInfo *info, AeWavelengthUnits *units)
{
  *units = AE_WAVELENGTH_NANOMETRES;
  if (!has_bands_of_scene (info) || ae_scene_get_axis (info->like) == NULL)
    return info->wavelengths_nm;
  *units = ae_scene_get_wavelength_units (info->like);
  return ae_scene_get_axis (info->like);
}

static void
describe_scene_bands (AeRasterWriter *self, const AeScene *scene)
{
  g_autofree double *widths = ae_scene_dup_widths (scene);
  guint rgb[3];

  if (widths != NULL)
    {
      g_autofree char *list = dup_number_list (widths, ae_scene_get_bands (scene));

      GDALSetMetadataItem (self->dataset, "fwhm", list, "ENVI");
    }
  if (ae_scene_get_default_bands (scene, rgb))
    {
      g_autofree char *list
          = g_strdup_printf ("{%u, %u, %u}", rgb[0] + 1, rgb[1] + 1, rgb[2] + 1);

      GDALSetMetadataItem (self->dataset, "default_bands", list, "ENVI");
    }
}

/* Where the image begins in the one that it was cut from. */
static void
describe_start (AeRasterWriter *self, const AeScene *scene)
{
  static const char *const keys[][2] = { { "x start", "x_start" }, { "y start", "y_start" } };
  const char *text = ae_scene_get_header_text (scene);
  g_autoptr (AeEnviHeader) header
      = text != NULL ? ae_envi_header_new_parse (text, strlen (text), "", NULL) : NULL;

  for (guint i = 0; header != NULL && self->map == NULL && i < G_N_ELEMENTS (keys); i++)
    if (ae_envi_header_get (header, keys[i][0]) != NULL)
      GDALSetMetadataItem (self->dataset, keys[i][1], ae_envi_header_get (header, keys[i][0]),
                           "ENVI");
}

/* Sensor and time of the scene. */
static void
describe_origin (AeRasterWriter *self, const AeScene *scene)
{
  const char *domain = self->format == FORMAT_ENVI ? "ENVI" : NULL;

  if (ae_scene_get_sensor (scene) != NULL)
    GDALSetMetadataItem (self->dataset, "sensor_type", ae_scene_get_sensor (scene), domain);
  if (ae_scene_get_acquired (scene) != NULL)
    GDALSetMetadataItem (self->dataset, "acquisition_time", ae_scene_get_acquired (scene),
                         domain);
}

static void
describe_envi (AeRasterWriter *self, const AeRasterInfo *info)
{
  AeWavelengthUnits units;
  const double *axis = get_axis (info, &units);

  if (axis != NULL)
    {
      g_autofree char *list = dup_number_list (axis, info->bands);

      GDALSetMetadataItem (self->dataset, "wavelength", list, "ENVI");
      GDALSetMetadataItem (self->dataset, "wavelength_units",
                           ae_wavelength_units_to_envi (units), "ENVI");
    }
  if (has_bands_of_scene (info))
    describe_scene_bands (self, info->like);
  if (info->like != NULL)
    describe_start (self, info->like);
  if (info->bad_bands != NULL)
    {
      g_autofree char *list = dup_flag_list (info->bad_bands, info->bands);

      GDALSetMetadataItem (self->dataset, "bbl", list, "ENVI");
    }
  GDALSetDescription (self->dataset,
                      info->description != NULL ? info->description : self->path);
}

static void
set_number (GDALRasterBandH band, const char *key, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (buffer, sizeof buffer, "%.10g", number);
  GDALSetMetadataItem (band, key, buffer, NULL);
}

static void
describe_band (GDALRasterBandH band, const AeRasterInfo *info, guint i, const double *widths,
               Format format)
{
  AeWavelengthUnits units;
  const double *axis;

  if (info->band_names != NULL)
    GDALSetDescription (band, info->band_names[i]);
  axis = get_axis (info, &units);
  if (format == FORMAT_ENVI || axis == NULL)
    return;
  set_number (band, "wavelength", axis[i]);
  GDALSetMetadataItem (band, "wavelength_units", ae_wavelength_units_to_word (units), NULL);
  if (widths != NULL)
    set_number (band, "fwhm", widths[i]);
}

/* Of an ENVI scene with nothing but its map info: the two systems that all such files use. */
static char *
dup_map_info_projection (const AeScene *like)
{
  const char *header = ae_scene_get_header_text (like);
  const char *info = header != NULL ? strstr (header, "map info") : NULL;
  const char *from = info != NULL ? strchr (info, '{') : NULL;
  const char *to = from != NULL ? strchr (from, '}') : NULL;
  g_autofree char *text = to != NULL ? g_strndup (from + 1, (gsize) (to - from - 1)) : NULL;
  g_auto (GStrv) words = text != NULL ? g_strsplit (text, ",", -1) : NULL;
  guint n = words != NULL ? g_strv_length (words) : 0;
  OGRSpatialReferenceH system;
  char *found = NULL, *projection;

  for (guint i = 0; i < n; i++)
    g_strstrip (words[i]);
  if (n < 8 || strstr (text, "WGS") == NULL)
    return NULL;
  system = OSRNewSpatialReference (NULL);
  OSRSetWellKnownGeogCS (system, "WGS84");
  if (g_ascii_strcasecmp (words[0], "UTM") == 0 && n >= 9)
    OSRSetUTM (system, atoi (words[7]), g_ascii_strcasecmp (words[8], "South") != 0);
  if (g_str_has_prefix (words[0], "Geographic") || OSRIsProjected (system))
    OSRExportToWkt (system, &found);
  projection = g_strdup (found);
  VSIFree (found);
  OSRDestroySpatialReference (system);
  return projection;
}

/* Degrees of pixels of a grid, from which other programs make a map. */
static void
set_control_points (GDALDatasetH dataset, const AeScene *scene)
{
  const AeSceneLocation *location = ae_scene_get_location (scene);
  guint lines = ae_scene_get_lines (scene), samples = ae_scene_get_samples (scene);
  GDAL_GCP points[POINTS * POINTS];
  char name[] = "";
  int n = 0;

  if (location == NULL || location->latitudes == NULL)
    return;
  for (guint i = 0; i < POINTS * POINTS; i++)
    {
      guint line = (lines - 1) * (i / POINTS) / (POINTS - 1);
      guint sample = (samples - 1) * (i % POINTS) / (POINTS - 1);
      gsize pixel = (gsize) line * samples + sample;

      if (isfinite (location->latitudes[pixel]) && isfinite (location->longitudes[pixel]))
        points[n++] = (GDAL_GCP){ name,
                                  name,
                                  sample + 0.5,
                                  line + 0.5,
                                  location->longitudes[pixel],
                                  location->latitudes[pixel],
                                  0 };
    }
  if (n > 3)
    GDALSetGCPs (dataset, n, points, SRS_WKT_WGS84_LAT_LONG);
}

static void
georeference (AeRasterWriter *self, const AeScene *like)
{
  double transform[6];
  const char *projection = NULL;
  g_autofree char *made = NULL;

  if (self->map != NULL)
    {
      const AeSceneLocation *location = ae_scene_get_location (like);

      if (location->map_projection != NULL)
        GDALSetProjection (self->dataset, location->map_projection);
      GDALSetGeoTransform (self->dataset, (double *) location->map_transform);
      return;
    }
  if (like != NULL && self->format == FORMAT_GEOTIFF)
    set_control_points (self->dataset, like);
  if (like == NULL || !ae_scene_get_georeference (like, transform, &projection))
    return;
  if (projection == NULL)
    projection = made = dup_map_info_projection (like);
  if (projection != NULL)
    GDALSetProjection (self->dataset, projection);
  GDALSetGeoTransform (self->dataset, transform);
}

static gboolean
create_dataset (AeRasterWriter *self, const AeRasterInfo *info, GError **error)
{
  const char *const envi[] = { "INTERLEAVE=BIL", "SUFFIX=ADD", NULL };
  const char *const tiff[] = { "INTERLEAVE=BAND", "BIGTIFF=IF_SAFER", NULL };
  gboolean is_envi = self->format == FORMAT_ENVI;
  g_auto (AeGdalQuiet) quiet = { 0 };
  g_autofree double *widths
      = has_bands_of_scene (info) ? ae_scene_dup_widths (info->like) : NULL;
  GDALDriverH driver;

  ae_gdal_quiet_begin (&quiet);
  driver = GDALGetDriverByName (is_envi ? "ENVI" : "GTiff");
  self->dataset = driver == NULL
                      ? NULL
                      : GDALCreate (driver, ae_file_writer_get_beside (self->numbers_file),
                                    (int) self->samples, (int) self->lines, (int) self->bands,
                                    GDT_Float32, (char **) (is_envi ? envi : tiff));
  if (self->dataset == NULL)
    return fail (self, quiet.said->str, error);
  georeference (self, info->like);
  if (info->like != NULL)
    describe_origin (self, info->like);
  if (is_envi)
    describe_envi (self, info);
  else if (info->description != NULL)
    GDALSetMetadataItem (self->dataset, "TIFFTAG_IMAGEDESCRIPTION", info->description, NULL);
  for (guint i = 0; i < info->bands; i++)
    describe_band (GDALGetRasterBand (self->dataset, (int) i + 1), info, i, widths,
                   self->format);
  GDALSetRasterNoDataValue (GDALGetRasterBand (self->dataset, 1), (double) NAN);
  return TRUE;
}

static gboolean
write_dataset (AeRasterWriter *self, guint first, guint n_lines, const float *data,
               GError **error)
{
  g_auto (AeGdalQuiet) quiet = { 0 };
  GSpacing pixel = (GSpacing) self->bands * (GSpacing) sizeof *data;
  CPLErr status;

  ae_gdal_quiet_begin (&quiet);
  status = GDALDatasetRasterIOEx (self->dataset, GF_Write, 0, (int) first, (int) self->samples,
                                  (int) n_lines, (void *) data, (int) self->samples,
                                  (int) n_lines, GDT_Float32, (int) self->bands, NULL, pixel,
                                  pixel * (GSpacing) self->samples, sizeof *data, NULL);
  return status == CE_None || fail (self, quiet.said->str, error);
}

/* What is in GDAL's hands reaches the disk here, so a full disk may show only now. */
static gboolean
close_dataset (AeRasterWriter *self, GError **error)
{
  g_auto (AeGdalQuiet) quiet = { 0 };

  ae_gdal_quiet_begin (&quiet);
  CPLErrorReset ();
  GDALFlushCache (self->dataset);
  GDALClose (self->dataset);
  self->dataset = NULL;
  return CPLGetLastErrorType () < CE_Failure || fail (self, quiet.said->str, error);
}

/* ------------------------------------------------------------------ NumPy */

/* Format 1.0: magic, length, a dictionary padded so that the numbers begin at a multiple of 64.
 */
static gboolean
create_npy (AeRasterWriter *self, GError **error)
{
  g_autofree char *text
      = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (%u, %u, %u), }",
                         self->lines, self->samples, self->bands);
  g_autofree char *padded = NULL;
  gsize total = (10 + strlen (text) + 1 + 63) / 64 * 64;
  guint8 head[10] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 0, 0 };

  head[8] = (guint8) (total - 10);
  head[9] = (guint8) ((total - 10) >> 8);
  padded = g_strdup_printf ("%-*s\n", (int) (total - sizeof head - 1), text);
  return ae_file_writer_put (self->numbers_file, head, sizeof head, error)
         && ae_file_writer_put (self->numbers_file, padded, total - sizeof head, error);
}

static gboolean
write_npy (AeRasterWriter *self, guint n_lines, const float *data, GError **error)
{
  gsize n = (gsize) n_lines * self->samples * self->bands;
  g_autofree guint32 *words = NULL;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      words = g_memdup2 (data, n * sizeof *data);
      for (gsize i = 0; i < n; i++)
        words[i] = GUINT32_TO_LE (words[i]);
      data = (const float *) words;
    }
  return ae_file_writer_put (self->numbers_file, data, n * sizeof *data, error);
}

/* ------------------------------------------------------------------ life */

static char *
dup_beside (const char *path, const char *ending)
{
  const char *dot = strrchr (path, '.');
  g_autofree char *stem = g_strndup (path, (gsize) (dot - path));

  return g_strconcat (stem, ending, NULL);
}

static gboolean
is_same_file (const char *a, const char *b)
{
  GStatBuf x, y;

  return a != NULL && b != NULL && g_stat (a, &x) == 0 && g_stat (b, &y) == 0
         && x.st_ino == y.st_ino && x.st_dev == y.st_dev;
}

/* Writing over the scene that is being read would lose it. */
static gboolean
check_not_scene (const AeRasterWriter *self, const AeScene *like, GError **error)
{
  const char *scene = like != NULL ? ae_scene_get_path (like) : NULL;
  g_autofree char *numbers = NULL;

  if (scene == NULL)
    return TRUE;
  numbers = strrchr (scene, '.') != NULL ? dup_beside (scene, ".img") : NULL;
  if (!is_same_file (scene, self->path) && !is_same_file (scene, self->header)
      && !is_same_file (numbers, self->path))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
               "%s is the scene itself; write to another file", self->path);
  return FALSE;
}

/* GDAL adds .hdr to the name that it writes numbers to. */
static gboolean
begin_files (AeRasterWriter *self, GError **error)
{
  g_autofree char *beside = NULL;

  self->numbers_file = ae_file_writer_new (self->path, NULL, error);
  if (self->numbers_file == NULL || self->header == NULL)
    return self->numbers_file != NULL;
  beside = g_strconcat (ae_file_writer_get_beside (self->numbers_file), ".hdr", NULL);
  self->header_file = ae_file_writer_new (self->header, beside, error);
  return self->header_file != NULL;
}

/**
 * ae_raster_writer_new:
 * @path: where; its ending says the format: .img, .hdr (and .dat, .bil, .raw) ENVI, .tif
 * GeoTIFF, .npy NumPy with the shape (lines, samples, bands)
 * @info: what it will be
 * @error: %AE_ERROR_INVALID for an unknown ending or the scene's own file; %AE_ERROR_IO
 *
 * Numbers are float32, NAN where there is no data; GeoTIFF and ENVI get the georeference and
 * say their wavelengths.
 *
 * Returns: (transfer full): a writer, for one thread.
 */
AeRasterWriter *
ae_raster_writer_new (const char *path, const AeRasterInfo *info, GError **error)
{
  g_autoptr (AeRasterWriter) self = NULL;
  Format format;

  if (!find_format (path, &format, error))
    return NULL;
  self = g_new0 (AeRasterWriter, 1);
  self->format = format;
  self->path = g_str_has_suffix (path, ".hdr") ? dup_beside (path, ".img") : g_strdup (path);
  self->header = format == FORMAT_ENVI ? dup_beside (self->path, ".hdr") : NULL;
  self->lines = info->lines;
  self->samples = info->samples;
  self->bands = info->bands;
  if (info->on_map)
    {
      self->map = ae_map_buffer_new (info->like, info->bands, error);
      if (self->map == NULL)
        return NULL;
      self->lines = ae_scene_get_location (info->like)->map_lines;
      self->samples = ae_scene_get_location (info->like)->map_samples;
    }
  if (!check_not_scene (self, info->like, error) || !begin_files (self, error))
    return NULL;
  if (format == FORMAT_NPY ? !create_npy (self, error) : !create_dataset (self, info, error))
    return NULL;
  return g_steal_pointer (&self);
}

static gboolean
write_lines (AeRasterWriter *self, guint first, guint n_lines, const float *data,
             GError **error)
{
  return self->format == FORMAT_NPY ? write_npy (self, n_lines, data, error)
                                    : write_dataset (self, first, n_lines, data, error);
}

static gboolean
write_map (AeRasterWriter *self, GError **error)
{
  g_autofree float *line = g_new (float, (gsize) self->samples * self->bands);

  for (guint y = 0; self->map != NULL && y < self->lines; y++)
    {
      ae_map_buffer_fill_line (self->map, y, line);
      if (!write_lines (self, y, 1, line, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ae_raster_writer_write:
 * @self: a writer
 * @first: first line
 * @n_lines: how many; lines come in their order
 * @data: (n_lines, samples, bands): their numbers, band fastest
 * @error: %AE_ERROR_IO
 *
 * Returns: whether they were taken.
 */
gboolean
ae_raster_writer_write (AeRasterWriter *self, guint first, guint n_lines, const float *data,
                        GError **error)
{
  if (self->map != NULL)
    {
      ae_map_buffer_put (self->map, first, n_lines, data);
      return TRUE;
    }
  return write_lines (self, first, n_lines, data, error);
}

/**
 * ae_raster_writer_finish:
 * @self: a writer that got all its lines
 * @error: %AE_ERROR_IO: a full disk may show only now
 *
 * Returns: whether the file is whole.
 */
gboolean
ae_raster_writer_finish (AeRasterWriter *self, GError **error)
{
  return write_map (self, error) && (self->dataset == NULL || close_dataset (self, error))
         && ae_file_writer_finish (self->numbers_file, error)
         && (self->header_file == NULL || ae_file_writer_finish (self->header_file, error));
}

/**
 * ae_raster_writer_free:
 * @self: (nullable) (transfer full): a writer
 *
 * What was there before stays where it was not finished.
 */
void
ae_raster_writer_free (AeRasterWriter *self)
{
  if (self == NULL)
    return;
  if (self->dataset != NULL)
    close_dataset (self, NULL);
  ae_map_buffer_free (self->map);
  ae_file_writer_free (self->numbers_file);
  ae_file_writer_free (self->header_file);
  g_free (self->path);
  g_free (self->header);
  g_free (self);
}
