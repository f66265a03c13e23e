/* test-raster-files.c: images in several parts: pages of a TIFF, and a virtual image with files
 * beside it and elsewhere. */
#include <cpl_conv.h>
#include <gdal.h>

#include "ae-error.h"
#include "cube-fixtures.h"

static GDALDatasetH
create_tiff (const char *path, guint bands, char **options)
{
  GDALDatasetH dataset;

  GDALAllRegister ();
  dataset = GDALCreate (GDALGetDriverByName ("GTiff"), path, SAMPLES, LINES, (int) bands,
                        GDT_Float32, options);
  g_assert_nonnull (dataset);
  return dataset;
}

static void
fill_band (GDALDatasetH dataset, guint place, guint band)
{
  float plane[LINES * SAMPLES];

  for (guint p = 0; p < LINES * SAMPLES; p++)
    plane[p] = value_at (p / SAMPLES, p % SAMPLES, band);
  g_assert_cmpint (GDALRasterIO (GDALGetRasterBand (dataset, (int) place), GF_Write, 0, 0,
                                 SAMPLES, LINES, plane, SAMPLES, LINES, GDT_Float32, 0, 0),
                   ==, CE_None);
}

/* One page a band, each with its wavelength; read at once and on demand. */
static void
test_pages (Folder *folder, gconstpointer unused)
{
  char *options[] = { (char *) "APPEND_SUBDATASET=YES", NULL };
  const AeReaderOptions on_demand = { .memory_limit = 1 };
  g_autofree char *path = folder_path (folder, "pages.tif");
  g_autofree float *cube = g_new (float, LINES *SAMPLES *BANDS);
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScene) slow = NULL;

  for (guint b = 0; b < BANDS; b++)
    {
      GDALDatasetH dataset = create_tiff (path, 1, b > 0 ? options : NULL);
      g_autofree char *nm = g_strdup_printf ("%g", 400 + 2.5 * b);

      fill_band (dataset, 1, b);
      GDALSetMetadataItem (GDALGetRasterBand (dataset, 1), "wavelength", nm, NULL);
      GDALSetMetadataItem (GDALGetRasterBand (dataset, 1), "wavelength_units", "nm", NULL);
      GDALClose (dataset);
    }
  scene = folder_open (folder, "pages.tif", NULL);
  check_values (scene);
  g_assert_cmpstr (ae_scene_get_format (scene), ==, "GeoTIFF");
  g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[3], ==, 407.5);
  slow = folder_open (folder, "pages.tif", &on_demand);
  g_assert_null (ae_scene_peek_cube (slow));
  g_assert_true (ae_scene_read_lines (slow, 0, LINES, cube, NULL));
  for (guint i = 0; i < LINES * SAMPLES * BANDS; i++)
    g_assert_cmpfloat (cube[i], ==, ae_scene_peek_cube (scene)[i]);
}

/* Pages of other sizes, an overview say, are no bands. */
static void
test_other_pages (Folder *folder, gconstpointer unused)
{
  char *options[] = { (char *) "APPEND_SUBDATASET=YES", NULL };
  g_autofree char *path = folder_path (folder, "pages.tif");
  g_autoptr (AeScene) scene = NULL;

  GDALAllRegister ();
  for (guint i = 0; i < 4; i++)
    {
      GDALDatasetH dataset
          = GDALCreate (GDALGetDriverByName ("GTiff"), path, SAMPLES >> (i / 2),
                        LINES >> (i / 2), 1, GDT_Float32, i > 0 ? options : NULL);

      GDALClose (dataset);
    }
  scene = folder_open (folder, "pages.tif", NULL);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, 1);
}

/* Bands of a virtual image, in the order of its own, out of @file. */
static void
write_vrt (Folder *folder, const char *name, const char *file, gboolean is_relative)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "<VRTDataset rasterXSize=\"%u\" rasterYSize=\"%u\">\n", SAMPLES,
                          LINES);
  for (guint b = 0; b < BANDS; b++)
    g_string_append_printf (
        text,
        "<VRTRasterBand dataType=\"Float32\" band=\"%u\"><Scale>2</Scale><SimpleSource>"
        "<SourceFilename relativeToVRT=\"%d\">%s</SourceFilename><SourceBand>%u</SourceBand>"
        "</SimpleSource></VRTRasterBand>\n",
        b + 1, is_relative, file, BANDS - b);
  g_string_append (text, "</VRTDataset>\n");
  folder_write (folder, name, text->str, (gssize) text->len);
}

static void
test_vrt (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = folder_path (folder, "any-name.tif");
  g_autofree char *outside = g_build_filename (g_get_tmp_dir (), "bandloom-outside.tif", NULL);
  g_autofree char *content = NULL;
  g_autoptr (AeScene) scene = NULL;
  GDALDatasetH dataset = create_tiff (path, BANDS, NULL);
  const float *cube;
  gsize n;

  for (guint b = 0; b < BANDS; b++)
    fill_band (dataset, b + 1, b);
  GDALClose (dataset);
  write_vrt (folder, "turned.vrt", "any-name.tif", TRUE);
  scene = folder_open (folder, "turned.vrt", NULL);
  cube = ae_scene_peek_cube (scene);
  for (guint p = 0; p < LINES * SAMPLES; p++)
    for (guint b = 0; b < BANDS; b++)
      g_assert_cmpfloat (cube[p * BANDS + b], ==,
                         2 * value_at (p / SAMPLES, p % SAMPLES, BANDS - 1 - b));
  g_assert_true (g_file_get_contents (path, &content, &n, NULL));
  g_assert_true (g_file_set_contents (outside, content, (gssize) n, NULL));
  write_vrt (folder, "outside.vrt", outside, FALSE);
  folder_refuse (folder, "outside.vrt", NULL, AE_ERROR_UNSUPPORTED, "not in its folder");
  write_vrt (folder, "nested.vrt", "turned.vrt", TRUE);
  folder_refuse (folder, "nested.vrt", NULL, AE_ERROR_UNSUPPORTED, "from elsewhere");
  g_remove (outside);
}

#define ADD(name, func)                                                                        \
  g_test_add ("/raster-files/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("pages", test_pages);
  ADD ("other-pages", test_other_pages);
  ADD ("vrt", test_vrt);
  return g_test_run ();
}
