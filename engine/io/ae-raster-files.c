/* ae-raster-files.c: images in several parts: files that others name, which must lie beside
 * them, and pages of a TIFF that are bands. Reads no pixels: see ae-reader-raster.c.
 */
#include "ae-raster-files.h"

#include <cpl_string.h>
#include <gdal_vrt.h>
#include <stdlib.h>
#include <string.h>

#include "ae-error.h"
#include "ae-file.h"

/* Pages of one band and one size are the bands of a scene. */
#define LEAST_PAGES 3
#define MOST_PAGES  4096

const char *const ae_raster_files_drivers[]
    = { "GTiff", "LAN", "HFA", "NITF", "PDS4", "ISIS3", "EHdr", "VRT", NULL };

static char *
dup_folder (const char *path)
{
  char *real = realpath (path, NULL);
  char *folder = g_path_get_dirname (real != NULL ? real : path);

  free (real);
  return folder;
}

/* A description that a description names may lead anywhere. */
static gboolean
is_description (const char *path)
{
  guint8 head[64];
  gssize n = ae_file_read_head (path, head, sizeof head);
  gssize i = 0;

  while (i < n && g_ascii_isspace (head[i]))
    i++;
  return i < n && head[i] == '<';
}

static gboolean
check_file (const AeReadContext *reading, const char *path, const char *folder, gboolean is_vrt,
            GError **error)
{
  g_autofree char *other = dup_folder (path);
  g_autofree char *shown = ae_file_dup_display (path);

  if (strcmp (other, folder) != 0)
    return ae_error_set (
        error, AE_ERROR_UNSUPPORTED,
        "%s takes its pixels from %s, which is not in its folder; put both into "
        "one folder",
        reading->name, shown);
  if (is_vrt && is_description (path))
    return ae_error_set (
        error, AE_ERROR_UNSUPPORTED,
        "%s takes its pixels from %s, which takes them from elsewhere; name the "
        "image itself",
        reading->name, shown);
  return TRUE;
}

/**
 * ae_raster_files_check:
 * @dataset: that was opened
 * @b: gets a sentence where it is read together with others
 *
 * Some formats say where their pixels lie: beside the file, or it is refused.
 *
 * Returns: %FALSE with %AE_ERROR_UNSUPPORTED.
 */
gboolean
ae_raster_files_check (const AeReadContext *reading, GDALDatasetH dataset, AeSceneBuilder *b,
                       GError **error)
{
  g_autofree char *folder = dup_folder (reading->path);
  const char *driver = GDALGetDriverShortName (GDALGetDatasetDriver (dataset));
  gboolean is_vrt = strcmp (driver, "VRT") == 0;
  gboolean has_own_pixels = strcmp (driver, "GTiff") == 0 || strcmp (driver, "NITF") == 0
                            || strcmp (driver, "EHdr") == 0;
  char **files = GDALGetFileList (dataset);
  g_autofree char *shown = NULL;
  gboolean ok = TRUE;
  guint n = 0;

  for (guint i = 0; ok && files != NULL && files[i] != NULL; i++)
    {
      if (strcmp (files[i], reading->path) == 0)
        continue;
      ok = check_file (reading, files[i], folder, is_vrt, error);
      if (n++ == 0)
        shown = ae_file_dup_display (files[i]);
    }
  if (ok && n == 1 && !has_own_pixels)
    ae_scene_builder_warn (b, "It is read together with %s.", shown);
  else if (ok && n > 1 && !has_own_pixels)
    ae_scene_builder_warn (b, "It is read together with %u files beside it, the first is %s.",
                           n, shown);
  CSLDestroy (files);
  return ok;
}

/* ------------------------------------------------------------------ pages */

static void
release_cb (void *dataset)
{
  GDALReleaseDataset (dataset);
}

static GPtrArray *
open_pages (GDALDatasetH dataset)
{
  char **names = GDALGetMetadata (dataset, "SUBDATASETS");
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (release_cb);

  for (guint i = 0; i < MOST_PAGES; i++)
    {
      g_autofree char *key = g_strdup_printf ("SUBDATASET_%u_NAME", i + 1);
      const char *name = CSLFetchNameValue (names, key);
      GDALDatasetH page = name != NULL ? GDALOpenEx (name, GDAL_OF_RASTER | GDAL_OF_READONLY,
                                                     ae_raster_files_drivers, NULL, NULL)
                                       : NULL;

      if (page == NULL)
        break;
      g_ptr_array_add (pages, page);
      if (GDALGetRasterCount (page) != 1
          || GDALGetRasterXSize (page) != GDALGetRasterXSize (dataset)
          || GDALGetRasterYSize (page) != GDALGetRasterYSize (dataset)
          || GDALGetRasterDataType (GDALGetRasterBand (page, 1))
                 != GDALGetRasterDataType (GDALGetRasterBand (dataset, 1)))
        return NULL;
    }
  return pages->len >= LEAST_PAGES ? g_steal_pointer (&pages) : NULL;
}

static void
describe_page (GDALRasterBandH to, GDALDatasetH page)
{
  GDALRasterBandH from = GDALGetRasterBand (page, 1);
  const char *name = GDALGetDescription (from);
  int has_nodata = FALSE;
  double nodata = GDALGetRasterNoDataValue (from, &has_nodata);

  GDALSetMetadata (to, GDALGetMetadata (from, NULL), NULL);
  if (name == NULL || *name == '\0')
    name = GDALGetMetadataItem (page, "TIFFTAG_IMAGEDESCRIPTION", NULL);
  if (name != NULL)
    GDALSetDescription (to, name);
  GDALSetRasterScale (to, GDALGetRasterScale (from, NULL));
  GDALSetRasterOffset (to, GDALGetRasterOffset (from, NULL));
  if (has_nodata)
    GDALSetRasterNoDataValue (to, nodata);
}

/**
 * ae_raster_files_stack_pages:
 * @dataset: a file
 * @b: gets a sentence
 *
 * Returns: (transfer full): a dataset whose bands are the file's pages, or @dataset as it is
 * where they are not of one size and one band each.
 */
GDALDatasetH
ae_raster_files_stack_pages (GDALDatasetH dataset, AeSceneBuilder *b)
{
  g_autoptr (GPtrArray) pages = GDALGetRasterCount (dataset) == 1 ? open_pages (dataset) : NULL;
  GDALDriverH driver = GDALGetDriverByName ("VRT");
  GDALDatasetH stack;

  if (pages == NULL || driver == NULL)
    return dataset;
  stack = GDALCreate (driver, "", GDALGetRasterXSize (dataset), GDALGetRasterYSize (dataset), 0,
                      GDT_Float32, NULL);
  if (stack == NULL)
    return dataset;
  for (guint i = 0; i < pages->len; i++)
    {
      GDALRasterBandH from = GDALGetRasterBand (pages->pdata[i], 1), to;

      GDALAddBand (stack, GDALGetRasterDataType (from), NULL);
      to = GDALGetRasterBand (stack, (int) i + 1);
      VRTAddSimpleSource ((VRTSourcedRasterBandH) to, from, 0, 0, GDALGetRasterXSize (dataset),
                          GDALGetRasterYSize (dataset), 0, 0, GDALGetRasterXSize (dataset),
                          GDALGetRasterYSize (dataset), NULL, VRT_NODATA_UNSET);
      describe_page (to, pages->pdata[i]);
    }
  ae_scene_builder_warn (b, "%u pages of one band each were put together.", pages->len);
  return stack;
}
