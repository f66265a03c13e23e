/* ae-reader-raster.c: GeoTIFF, ERDAS .lan, .gis and .img, and their like, through GDAL.
 *
 * Not for ENVI (ae-reader-envi.c), nor for netCDF and HDF5, whose arrays need their axes'
 * names (ae-reader-multidim.c). Band metadata are read in the habits of GDAL's ENVI driver,
 * of GDAL's IMAGERY domain and of EnMAP-Box.
 */
#include <cpl_string.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ae-band-order.h"
#include "ae-calibration.h"
#include "ae-companion.h"
#include "ae-envi-pair.h"
#include "ae-error.h"
#include "ae-file.h"
#include "ae-gdal.h"
#include "ae-product-xml.h"
#include "ae-raster-files.h"
#include "ae-read-context.h"
#include "ae-sidecar.h"
#include "ae-wavelengths.h"

/* Bytes of a strip read at once. */
#define STRIP_BYTES (16u << 20)

/* What a scene on demand reads from. */
typedef struct
{
  GDALDatasetH dataset;
  int *bands; /* nullable: which of the file, from 1, each band of the scene is */
  char *name;
  const AeCalibration *calibration; /* the scene's */
} Source;

static void
source_free (gpointer data)
{
  Source *self = data;
  g_auto (AeGdalQuiet) quiet = { 0 };

  ae_gdal_quiet_begin (&quiet);
  GDALClose (self->dataset);
  g_free (self->bands);
  g_free (self->name);
  g_free (self);
}

/* What GDAL is to open: of an ESRI pair or of a product the image, whichever was named. */
static char *
dup_image_path (const AeReadContext *reading)
{
  guint64 size;

  if (ae_read_context_has_ending (reading, ".hdr")
      && ae_envi_pair_is_esri (reading->head, reading->n_head))
    return ae_envi_pair_find_data (reading->path, NULL, 0, &size);
  if (ae_read_context_has_ending (reading, ".xml")
      && strstr (reading->name, "METADATA") != NULL)
    return ae_companion_find (reading->path, "METADATA", "SPECTRAL_IMAGE", ".tif");
  return g_strdup (reading->path);
}

static gboolean
has_word (const AeReadContext *reading, const char *word)
{
  return memmem (reading->head, reading->n_head, word, strlen (word)) != NULL;
}

/* One that says how large its image is; without that there is nothing to open. */
static gboolean
is_esri_header (const guint8 *head, gsize n)
{
  g_autofree char *text = g_ascii_strdown ((const char *) head, (gssize) n);

  return ae_envi_pair_is_esri (head, n) && strstr (text, "nrows") != NULL
         && strstr (text, "ncols") != NULL;
}

/* The header itself, or an image beside which it lies. */
static gboolean
has_esri_header (const AeReadContext *reading)
{
  static const char *const endings[] = { ".hdr", ".HDR" };
  const char *dot = strrchr (reading->path, '.');
  g_autofree char *stem = dot != NULL && strchr (dot, '/') == NULL
                              ? g_strndup (reading->path, (gsize) (dot - reading->path))
                              : g_strdup (reading->path);

  if (ae_read_context_has_ending (reading, ".hdr"))
    return is_esri_header (reading->head, reading->n_head);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (stem, endings[i], NULL);
      guint8 head[1024];
      gssize n = ae_file_read_head (path, head, sizeof head);

      if (n > 0 && is_esri_header (head, (gsize) n))
        return TRUE;
    }
  return FALSE;
}

/* Metadata of a product whose image is to lie beside them. */
static gboolean
is_product (const AeReadContext *reading)
{
  return ae_read_context_has_ending (reading, ".xml") && has_word (reading, "<")
         && strstr (reading->name, "METADATA") != NULL;
}

/* By the first bytes alone: libraries do not look at a file here. */
static gboolean
raster_probe (const AeReadContext *reading)
{
  static const struct
  {
    const char *bytes;
    guint n;
  } signs[] = {
    { "II*\0", 4 },  { "MM\0*", 4 },  { "II+\0", 4 }, { "MM\0+", 4 }, { "EHFA_HEADER", 11 },
    { "HEADER", 6 }, { "HEAD74", 6 }, { "NITF", 4 },  { "NSIF", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (reading->n_head >= signs[i].n
        && memcmp (reading->head, signs[i].bytes, signs[i].n) == 0)
      return TRUE;
  return has_word (reading, "<VRTDataset") || has_word (reading, "IsisCube")
         || has_word (reading, "Product_Observational") || has_esri_header (reading)
         || is_product (reading);
}

/* Whole lines straight to their place. */
static gboolean
read_lines (GDALDatasetH dataset, const int *band_map, const char *name, guint first, guint n,
            float *out, GError **error)
{
  int samples = GDALGetRasterXSize (dataset), bands = GDALGetRasterCount (dataset);
  GSpacing pixel = (GSpacing) bands * (GSpacing) sizeof *out;
  g_auto (AeGdalQuiet) quiet = { 0 };

  ae_gdal_quiet_begin (&quiet);
  if (GDALDatasetRasterIOEx (dataset, GF_Read, 0, (int) first, samples, (int) n, out, samples,
                             (int) n, GDT_Float32, bands, (int *) band_map, pixel,
                             pixel * samples, sizeof *out, NULL)
      == CE_None)
    return TRUE;
  return ae_gdal_fail (&quiet, name, "cannot be read to the end", error);
}

static gboolean
read_on_demand_cb (gpointer source, guint first_line, guint n_lines, float *out, GError **error)
{
  const Source *self = source;
  gsize samples = (gsize) GDALGetRasterXSize (self->dataset);

  if (!read_lines (self->dataset, self->bands, self->name, first_line, n_lines, out, error))
    return FALSE;
  ae_calibration_apply (self->calibration, out, n_lines * samples);
  return TRUE;
}

/* Strips of whole rows of the file's blocks, or blocks would be decoded again and again. */
static guint
choose_strip (GDALDatasetH dataset, const AeSceneBuilder *b)
{
  guint64 line = (guint64) b->samples * b->bands * sizeof (float);
  guint n = (guint) CLAMP (STRIP_BYTES / line, 1, b->lines);
  int width, height;

  GDALGetBlockSize (GDALGetRasterBand (dataset, 1), &width, &height);
  if (height > 1 && (guint) height < n)
    n -= n % (guint) height;
  return n;
}

static gboolean
read_cube (const AeReadContext *reading, GDALDatasetH dataset, const int *band_map,
           AeSceneBuilder *b, GError **error)
{
  guint step = choose_strip (dataset, b);

  for (guint line = 0; line < b->lines; line += step)
    {
      guint n = MIN (step, b->lines - line);
      float *out = b->cube + (gsize) line * b->samples * b->bands;

      if (!ae_read_context_check_cancelled (reading, error)
          || !read_lines (dataset, band_map, reading->name, line, n, out, error))
        return FALSE;
      ae_calibration_apply (b->calibration, out, (gsize) n * b->samples);
      ae_read_context_report (reading, (double) (line + n) / b->lines);
    }
  return TRUE;
}

static const char *
get_item (GDALMajorObjectH object, const char *key, const char *domain)
{
  const char *value = GDALGetMetadataItem (object, key, domain);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* One number of a band's metadata. A scale turns micrometres into nanometres. */
static gboolean
get_band_number (GDALMajorObjectH band, const char *key, const char *domain, double *out)
{
  const char *text = get_item (band, key, domain);
  char *end;

  if (text == NULL)
    return FALSE;
  *out = g_ascii_strtod (text, &end);
  return end != text;
}

/* One number a band under a key; NULL unless every band has it. */
static double *
dup_band_numbers (GDALDatasetH dataset, guint bands, const char *key, const char *domain)
{
  g_autofree double *numbers = g_new (double, bands);

  for (guint i = 0; i < bands; i++)
    if (!get_band_number (GDALGetRasterBand (dataset, (int) i + 1), key, domain, &numbers[i]))
      return NULL;
  return g_steal_pointer (&numbers);
}

/* A list of the whole file, "{1, 2, 3}", as ENVI's domain keeps it. */
static double *
dup_list_numbers (GDALDatasetH dataset, guint bands, const char *key)
{
  const char *text = get_item (dataset, key, "ENVI");
  g_auto (GStrv) items = text != NULL ? g_strsplit_set (text, "{}, \n\r\t", -1) : NULL;
  g_autofree double *numbers = g_new (double, bands);
  guint n = 0;

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    if (*items[i] != '\0' && n++ < bands)
      numbers[n - 1] = g_ascii_strtod (items[i], NULL);
  return n == bands ? g_steal_pointer (&numbers) : NULL;
}

static double *
dup_numbers (GDALDatasetH dataset, guint bands, const char *const *keys)
{
  for (guint i = 0; keys[i] != NULL; i++)
    {
      double *numbers = dup_band_numbers (dataset, bands, keys[i], NULL);

      if (numbers == NULL)
        numbers = dup_list_numbers (dataset, bands, keys[i]);
      if (numbers != NULL)
        return numbers;
    }
  return NULL;
}

static const char *
find_units (GDALDatasetH dataset)
{
  static const char *const keys[]
      = { "wavelength_units", "wavelength units", "WAVELENGTH_UNITS" };
  GDALMajorObjectH band = GDALGetRasterBand (dataset, 1);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *units = get_item (band, keys[i], NULL);

      if (units == NULL)
        units = get_item (dataset, keys[i], NULL);
      if (units == NULL)
        units = get_item (dataset, keys[i], "ENVI");
      if (units != NULL)
        return units;
    }
  return NULL;
}

static void
fill_wavelengths (GDALDatasetH dataset, AeSceneBuilder *b)
{
  static const char *const centres[] = { "wavelength", "WAVELENGTH", "Wavelength", NULL };
  static const char *const widths[] = { "fwhm", "FWHM", NULL };
  double *imagery = dup_band_numbers (dataset, b->bands, "CENTRAL_WAVELENGTH_UM", "IMAGERY");
  double *values;

  if (imagery != NULL)
    {
      ae_wavelengths_put (b, imagery, b->bands,
                          dup_band_numbers (dataset, b->bands, "FWHM_UM", "IMAGERY"), b->bands,
                          "micrometers");
      return;
    }
  values = dup_numbers (dataset, b->bands, centres);
  if (values != NULL)
    ae_wavelengths_put (b, values, b->bands, dup_numbers (dataset, b->bands, widths), b->bands,
                        find_units (dataset));
}

static void
fill_bad_bands (GDALDatasetH dataset, AeSceneBuilder *b)
{
  static const char *const keys[] = { "bbl", "BBL", NULL };
  g_autofree double *good = dup_numbers (dataset, b->bands, keys);
  guint n_good = 0;

  for (guint i = 0; good != NULL && i < b->bands; i++)
    n_good += good[i] != 0.0;
  if (n_good == 0)
    return;
  b->bad_bands = g_new (guint8, b->bands);
  for (guint i = 0; i < b->bands; i++)
    b->bad_bands[i] = good[i] == 0.0;
}

static void
fill_band_names (GDALDatasetH dataset, AeSceneBuilder *b)
{
  guint n_named = 0;

  b->band_names = g_new0 (char *, b->bands + 1);
  for (guint i = 0; i < b->bands; i++)
    {
      const char *name = GDALGetDescription (GDALGetRasterBand (dataset, (int) i + 1));

      n_named += name != NULL && *name != '\0';
      b->band_names[i] = g_utf8_make_valid (name != NULL ? name : "", -1);
    }
  if (n_named == 0)
    g_clear_pointer (&b->band_names, g_strfreev);
}

static void
fill_georeference (GDALDatasetH dataset, AeSceneBuilder *b)
{
  const char *projection = GDALGetProjectionRef (dataset);

  if (GDALGetGeoTransform (dataset, b->geotransform) != CE_None)
    return;
  b->has_georeference = TRUE;
  b->projection = projection != NULL && *projection != '\0' ? g_strdup (projection) : NULL;
}

static void
fill_classes (GDALDatasetH dataset, AeSceneBuilder *b)
{
  GDALRasterBandH band = GDALGetRasterBand (dataset, 1);
  char **names = GDALGetRasterCategoryNames (band);

  if (b->bands != 1 || names == NULL)
    return;
  b->class_names = g_strdupv (names);
  b->n_classes = g_strv_length (names);
}

static void
take_list (double *out, const GArray *list, guint n)
{
  for (guint i = 0; list->len == n && i < n; i++)
    out[i] = g_array_index (list, double, i);
}

static gboolean
are_all (const double *numbers, guint n, double value)
{
  for (guint i = 0; i < n; i++)
    if (numbers[i] != value)
      return FALSE;
  return TRUE;
}

/* Scale, offset and no-data of each band; where the image itself has no scale, that of its
 * metadata. */
static void
fill_calibration (GDALDatasetH dataset, const AeProductXml *xml, const guint *places,
                  AeSceneBuilder *b)
{
  AeCalibration *calibration = ae_calibration_new (b->bands);
  g_autofree double *gains = g_new (double, b->bands);
  g_autofree double *offsets = g_new (double, b->bands);
  g_autofree double *missing = g_new (double, b->bands);

  for (guint i = 0; i < b->bands; i++)
    {
      GDALRasterBandH band = GDALGetRasterBand (dataset, (int) i + 1);
      int has_missing = FALSE;

      gains[i] = GDALGetRasterScale (band, NULL);
      offsets[i] = GDALGetRasterOffset (band, NULL);
      missing[i] = GDALGetRasterNoDataValue (band, &has_missing);
      if (!has_missing)
        missing[i] = NAN;
    }
  if (xml != NULL && xml->wavelengths->len == b->bands && are_all (gains, b->bands, 1)
      && are_all (offsets, b->bands, 0))
    {
      take_list (gains, xml->gains, b->bands);
      take_list (offsets, xml->offsets, b->bands);
    }
  if (!ae_calibration_scale (calibration, gains, b->bands, offsets, b->bands))
    ae_scene_builder_warn (
        b, "The scales and offsets of the bands are no numbers, or 0, and are left out.");
  ae_calibration_add_missing (calibration, missing, b->bands);
  if (xml != NULL && isfinite (xml->background))
    ae_calibration_add_missing (calibration, &xml->background, 1);
  if (places != NULL)
    {
      AeCalibration *moved = ae_calibration_new_joined (&calibration, 1, places);

      ae_calibration_free (calibration);
      calibration = moved;
    }
  ae_calibration_put (b, calibration);
}

static void
fill_origin (GDALDatasetH dataset, AeSceneBuilder *b)
{
  static const struct
  {
    const char *key, *domain;
    gboolean is_time;
  } items[] = { { "sensor_type", "ENVI", FALSE },    { "acquisition_time", "ENVI", TRUE },
                { "SATELLITEID", "IMAGERY", FALSE }, { "ACQUISITIONDATETIME", "IMAGERY", TRUE },
                { "sensor", NULL, FALSE },           { "sensor_type", NULL, FALSE },
                { "acquisition_time", NULL, TRUE },  { "TIFFTAG_DATETIME", NULL, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      char **to = items[i].is_time ? &b->acquired : &b->sensor;
      const char *text = get_item (dataset, items[i].key, items[i].domain);

      if (*to == NULL && text != NULL)
        *to = g_utf8_make_valid (text, -1);
    }
}

static gboolean
is_rising (const double *nm, guint n)
{
  for (guint i = 1; nm != NULL && i < n; i++)
    if (nm[i] < nm[i - 1])
      return FALSE;
  return TRUE;
}

/* Returns which band of the file each is, where they are put into another order. */
static int *
fill_metadata (const AeReadContext *reading, GDALDatasetH file, GDALDatasetH dataset,
               AeSceneBuilder *b)
{
  g_autofree char *xml_path
      = reading->wants_labels ? NULL : ae_product_xml_find (reading->path);
  g_autoptr (AeProductXml) xml = xml_path != NULL ? ae_product_xml_new_load (xml_path) : NULL;
  g_autofree guint *places = NULL;
  int *band_map = NULL;
  GDALRasterBandH band = GDALGetRasterBand (dataset, 1);
  const char *interleave = get_item (dataset, "INTERLEAVE", "IMAGE_STRUCTURE");

  b->format = g_strdup (GDALGetDriverLongName (GDALGetDatasetDriver (file)));
  b->data_type = g_strdup (ae_gdal_type_name (GDALGetRasterDataType (band)));
  b->interleave = g_strcmp0 (interleave, "PIXEL") == 0  ? AE_INTERLEAVE_BIP
                  : g_strcmp0 (interleave, "LINE") == 0 ? AE_INTERLEAVE_BIL
                                                        : AE_INTERLEAVE_BSQ;
  fill_wavelengths (dataset, b);
  fill_bad_bands (dataset, b);
  fill_band_names (dataset, b);
  if (xml != NULL)
    {
      ae_product_xml_fill_bands (xml, b);
      if (!is_rising (b->wavelengths_nm, b->bands))
        places = ae_band_order_dup_places (b->wavelengths_nm, b->bands);
    }
  fill_calibration (dataset, xml, places, b);
  fill_georeference (file, b);
  fill_classes (dataset, b);
  fill_origin (file, b);
  if (places == NULL)
    return NULL;
  ae_band_order_apply (b, places);
  band_map = g_new (int, b->bands);
  for (guint i = 0; i < b->bands; i++)
    band_map[places[i]] = (int) i + 1;
  return band_map;
}

/* Classes of a product's pixels of which one means that there are no data. */
static const struct
{
  const char *word;
  double background;
} qualities[] = { { "QL_QUALITY_CLASSES", 3 } };

static void
fill_quality (const AeReadContext *reading, AeSceneBuilder *b)
{
  gsize n = (gsize) b->lines * b->samples, n_bad = 0;

  for (guint i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      const char *from
          = strstr (reading->name, "METADATA") != NULL ? "METADATA" : "SPECTRAL_IMAGE";
      g_autofree char *path
          = ae_companion_find (reading->path, from, qualities[i].word, ".tif");
      GDALDatasetH dataset = path != NULL ? GDALOpenEx (path, GDAL_OF_RASTER | GDAL_OF_READONLY,
                                                        ae_raster_files_drivers, NULL, NULL)
                                          : NULL;
      g_autofree float *classes = NULL;

      if (dataset == NULL)
        continue;
      if ((guint) GDALGetRasterYSize (dataset) == b->lines
          && (guint) GDALGetRasterXSize (dataset) == b->samples
          && GDALGetRasterCount (dataset) == 1)
        classes = g_try_new (float, n);
      if (classes != NULL && b->mask == NULL
          && read_lines (dataset, NULL, reading->name, 0, b->lines, classes, NULL))
        {
          b->mask = g_new0 (guint8, n);
          for (gsize p = 0; p < n; p++)
            n_bad += b->mask[p] = classes[p] == qualities[i].background;
          ae_scene_builder_warn (b,
                                 "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                                 " pixels are background, as %s says.",
                                 n_bad, n, qualities[i].word);
        }
      GDALClose (dataset);
    }
}

/* A photograph is readable and is no scene; a single band may be labels. */
static void
warn_of_few_bands (const AeReadContext *reading, AeSceneBuilder *b)
{
  if (b->bands == 1 && !reading->wants_labels)
    ae_scene_builder_warn (
        b, "The image has one band; if it is a label image, add it to its scene as labels.");
}

/* ERDAS 7.4 files hold four bits a number at least. */
static gboolean
is_never_packed (GDALDatasetH dataset)
{
  return strcmp (GDALGetDriverShortName (GDALGetDatasetDriver (dataset)), "LAN") == 0;
}

static gboolean
load_dataset (AeReadContext *reading, GDALDatasetH file, GDALDatasetH dataset,
              AeSceneBuilder *b, gboolean *is_kept, GError **error)
{
  g_autofree int *band_map = NULL;
  guint64 bytes;

  b->lines = (guint) GDALGetRasterYSize (dataset);
  b->samples = (guint) GDALGetRasterXSize (dataset);
  b->bands = (guint) GDALGetRasterCount (dataset);
  if (b->bands == 0)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                   "%s holds no image; choose another file", reading->name);
      return FALSE;
    }
  if (!ae_raster_files_check (reading, file, b, error))
    return FALSE;
  bytes = (guint64) b->lines * b->samples * b->bands / (is_never_packed (dataset) ? 2 : 1);
  if (!ae_read_context_has_ending (reading, ".hdr")
      && !ae_read_context_has_ending (reading, ".xml") && !has_word (reading, "<VRTDataset")
      && !ae_read_context_check_plausible (reading, bytes, !is_never_packed (dataset), error))
    return FALSE;
  band_map = fill_metadata (reading, file, dataset, b);
  if (!reading->wants_labels)
    {
      ae_sidecar_fill (b, reading->path);
      fill_quality (reading, b);
    }
  warn_of_few_bands (reading, b);
  if (!ae_read_context_fits_memory (reading, b))
    {
      Source *source = g_new0 (Source, 1);

      source->dataset = dataset;
      source->bands = g_steal_pointer (&band_map);
      source->name = g_strdup (reading->name);
      source->calibration = b->calibration;
      b->source = source;
      b->source_free = source_free;
      b->read = read_on_demand_cb;
      *is_kept = TRUE;
      return TRUE;
    }
  return ae_read_context_alloc_cube (reading, b, error)
         && read_cube (reading, dataset, band_map, b, error);
}

static gboolean
raster_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  g_autofree char *path = dup_image_path (reading);
  g_auto (AeGdalQuiet) quiet = { 0 };
  GDALDatasetH dataset, stack;
  gboolean is_kept = FALSE, ok;

  if (path == NULL)
    {
      g_set_error (
          error, AE_ERROR, AE_ERROR_NOT_FOUND,
          "%s describes an image that does not lie beside it; put both into one folder",
          reading->name);
      return FALSE;
    }
  ae_gdal_quiet_begin (&quiet);
  dataset = GDALOpenEx (path, GDAL_OF_RASTER | GDAL_OF_READONLY, ae_raster_files_drivers, NULL,
                        NULL);
  if (dataset == NULL)
    return ae_gdal_fail (&quiet, reading->name, "cannot be opened", error);
  stack = reading->wants_labels ? dataset : ae_raster_files_stack_pages (dataset, b);
  ok = load_dataset (reading, dataset, stack, b, &is_kept, error);
  if (!is_kept)
    GDALClose (stack);
  if (stack != dataset)
    GDALClose (dataset);
  return ok;
}

const AeFormat ae_format_raster = {
  .info = { .names = { "GeoTIFF", "ERDAS" },
            .suffixes = { "tif", "tiff", "lan", "gis", "img", "vrt" },
            .mime_types = { "image/tiff" },
            .needs_subprocess = TRUE },
  .probe = raster_probe,
  .load = raster_load,
};
