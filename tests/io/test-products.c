/* test-products.c: products of instruments, built after their public descriptions, opened by
 * their own name: values, wavelengths, widths, bad bands, mask and place exact.
 */
#include <math.h>

#include "ae-error.h"
#include "ae-raster-writer.h"
#include "product-fixtures.h"

#define BAD  (2 * P_SAMPLES + 3)
#define FINE (4 * P_SAMPLES + 1)

/* Every value but those of masked pixels is gain × number + offset. */
static void
check_cube (AeScene *scene, guint bands, double gain, double offset)
{
  const float *cube = ae_scene_peek_cube (scene);

  g_assert_cmpuint (ae_scene_get_lines (scene), ==, P_LINES);
  g_assert_cmpuint (ae_scene_get_samples (scene), ==, P_SAMPLES);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, bands);
  for (guint p = 0; p < P_PIXELS; p++)
    for (guint b = 0; b < bands && !ae_scene_is_masked (scene, p); b++)
      g_assert_cmpfloat_with_epsilon (
          cube[p * bands + b], gain * product_number (p / P_SAMPLES, p % P_SAMPLES, b) + offset,
          1e-3 * fabs (gain));
}

static void
check_bands (const AeScene *scene, gboolean has_flags)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene), *fwhm = ae_scene_get_fwhm_nm (scene);

  g_assert_nonnull (nm);
  g_assert_nonnull (fwhm);
  for (guint b = 0; b < P_BANDS; b++)
    {
      g_assert_cmpfloat_with_epsilon (nm[b], product_nm (b), 1e-6);
      g_assert_cmpfloat_with_epsilon (fwhm[b], 5 + 0.5 * b, 1e-6);
      g_assert_cmpint (ae_scene_is_bad_band (scene, b), ==, has_flags && (b == 3 || b == 6));
    }
}

static void
check_mask (const AeScene *scene, gsize n)
{
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, n);
  if (n > 0)
    g_assert_true (ae_scene_is_masked (scene, BAD));
  g_assert_false (ae_scene_is_masked (scene, FINE));
}

static void
check_degrees (const AeScene *scene)
{
  const AeSceneLocation *location = ae_scene_get_location (scene);

  g_assert_nonnull (location);
  g_assert_nonnull (location->latitudes);
  for (guint p = 0; p < P_PIXELS; p++)
    {
      g_assert_cmpfloat (location->latitudes[p], ==,
                         product_latitude (p / P_SAMPLES, p % P_SAMPLES));
      g_assert_cmpfloat (location->longitudes[p], ==,
                         product_longitude (p / P_SAMPLES, p % P_SAMPLES));
    }
}

static void
check_transform (const AeScene *scene, const double *wanted, const char *word)
{
  double transform[6];
  const char *projection = NULL;

  g_assert_true (ae_scene_get_georeference (scene, transform, &projection));
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (transform[i], wanted[i], 1e-6);
  g_assert_null (ae_scene_get_location (scene));
  if (word == NULL)
    return;
  g_assert_nonnull (projection);
  g_assert_nonnull (strstr (projection, word));
}

static void
check_lookup (const AeScene *scene)
{
  const AeSceneLocation *location = ae_scene_get_location (scene);

  g_assert_nonnull (location);
  g_assert_nonnull (location->lookup);
  g_assert_cmpuint (location->map_lines, ==, P_MAP_LINES);
  g_assert_cmpuint (location->map_samples, ==, P_MAP_SAMPLES);
  g_assert_cmpfloat (location->map_transform[1], ==, 0.0005);
  g_assert_nonnull (strstr (location->map_projection, "WGS 84"));
  for (guint i = 0; i < P_MAP_LINES * P_MAP_SAMPLES; i++)
    {
      double sample, line;

      product_lookup_at (i / P_MAP_SAMPLES, i % P_MAP_SAMPLES, &sample, &line);
      g_assert_cmpuint (location->lookup[i], ==,
                        line < 1 ? AE_SCENE_NOWHERE
                                 : (guint) ((line - 1) * P_SAMPLES + sample - 1));
    }
}

static void
test_emit (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) radiance = NULL;
  g_autoptr (AeScene) alone = NULL;
  g_autoptr (AeScene) masked = NULL;
  g_autoptr (AeScene) mask = NULL;

  product_emit (folder, "EMIT_L1B_RAD_001_20220814T223514_2222615_003.nc", "radiance", FALSE);
  product_emit (folder, "EMIT_L2A_RFL_001_20220814T223514_2222615_003.nc", "reflectance",
                FALSE);
  alone = folder_open (folder, "EMIT_L2A_RFL_001_20220814T223514_2222615_003.nc", NULL);
  check_mask (alone, 0);
  product_emit (folder, "EMIT_L2A_MASK_001_20220814T223514_2222615_003.nc", "mask", TRUE);
  radiance = folder_open (folder, "EMIT_L1B_RAD_001_20220814T223514_2222615_003.nc", NULL);
  masked = folder_open (folder, "EMIT_L2A_RFL_001_20220814T223514_2222615_003.nc", NULL);
  check_mask (masked, 1);
  check_mask (radiance, 1);
  check_cube (radiance, P_BANDS, 1, 0);
  check_cube (masked, P_BANDS, 1, 0);
  check_bands (radiance, FALSE);
  check_bands (masked, TRUE);
  check_degrees (masked);
  check_lookup (masked);
  check_lookup (radiance);
  g_assert_cmpstr (ae_scene_get_sensor (masked), ==, "EMIT");
  g_assert_cmpstr (ae_scene_get_acquired (masked), ==, "2022-08-14T22:35:14+0000");
  mask = folder_open (folder, "EMIT_L2A_MASK_001_20220814T223514_2222615_003.nc", NULL);
  g_assert_cmpstr (ae_scene_get_band_name (mask, 7), ==, "Aggregate Flag");
  g_assert_cmpfloat (ae_scene_peek_cube (mask)[BAD * P_BANDS + 7], ==, 1);
  check_lookup (mask);
}

/* In rising wavelength: the four used bands of the first detector, then five of the second; a
 * band without a wavelength is bad. */
static void
check_prisma (AeScene *scene, gboolean is_l1)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  const float *cube = ae_scene_peek_cube (scene);
  guint n_used = 0;

  g_assert_cmpuint (ae_scene_get_bands (scene), ==, 11);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 9);
  for (guint b = 0; b < 11; b++)
    {
      guint d = nm[b] > 1200, from = (guint) (((d ? 2000 : 1000) - nm[b]) / 50 + 0.5);

      if (b > 0)
        g_assert_cmpfloat (nm[b], >=, nm[b - 1]);
      if (ae_scene_is_bad_band (scene, b))
        continue;
      n_used++;
      g_assert_cmpfloat_with_epsilon (ae_scene_get_fwhm_nm (scene)[b], 10 + from, 1e-6);
      for (guint p = 0; p < P_PIXELS; p++)
        if (!ae_scene_is_masked (scene, p))
          {
            double number = product_number (p / P_SAMPLES, p % P_SAMPLES, from);

            g_assert_cmpfloat_with_epsilon (
                cube[p * 11 + b], is_l1 ? number / 100 - 0.5 : number / 65535 * (d + 1), 1e-4);
          }
    }
  g_assert_cmpuint (n_used, ==, 9);
  check_mask (scene, 1);
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "PRISMA");
  g_assert_cmpstr (ae_scene_get_acquired (scene), ==, "2023-04-07T10:07:29.000");
}

static void
test_prisma (Folder *folder, gconstpointer unused)
{
  const double transform[] = { 499985, 30, 0, 4600015, 0, -30 };
  g_autoptr (AeScene) l1 = NULL;
  g_autoptr (AeScene) l2 = NULL;

  product_prisma (folder, "PRS_L1_STD_OFFL_20230407100729_20230407100733_0001.he5", TRUE);
  product_prisma (folder, "PRS_L2D_STD_20230407100729_20230407100733_0001.he5", FALSE);
  l1 = folder_open (folder, "PRS_L1_STD_OFFL_20230407100729_20230407100733_0001.he5", NULL);
  l2 = folder_open (folder, "PRS_L2D_STD_20230407100729_20230407100733_0001.he5", NULL);
  check_prisma (l1, TRUE);
  check_degrees (l1);
  check_prisma (l2, FALSE);
  check_transform (l2, transform, "32N");
}

static void
test_tanager (Folder *folder, gconstpointer unused)
{
  const double transform[] = { 300000, 30, 0, 4000000, 0, -30 };
  g_autoptr (AeScene) basic = NULL;
  g_autoptr (AeScene) ortho = NULL;

  product_tanager (folder, "20250321_054913_40_4001_basic_radiance_hdf5.h5", FALSE);
  product_tanager (folder, "20250321_054913_40_4001_ortho_sr_hdf5.h5", TRUE);
  basic = folder_open (folder, "20250321_054913_40_4001_basic_radiance_hdf5.h5", NULL);
  ortho = folder_open (folder, "20250321_054913_40_4001_ortho_sr_hdf5.h5", NULL);
  check_cube (basic, P_BANDS, 1, 0);
  check_bands (basic, TRUE);
  check_mask (basic, 1);
  check_degrees (basic);
  check_cube (ortho, P_BANDS, 1, 0);
  check_bands (ortho, TRUE);
  check_mask (ortho, 1);
  check_transform (ortho, transform, "11N");
  g_assert_cmpstr (ae_scene_get_sensor (ortho), ==, "Tanager");
  g_assert_cmpstr (ae_scene_get_acquired (basic), ==, "2025-03-21T05:49:13Z");
}

static void
test_neon (Folder *folder, gconstpointer unused)
{
  const double transform[] = { 732000, 1, 0, 4713000, 0, -1 };
  g_autoptr (AeScene) scene = NULL;

  product_neon (folder, "NEON_D01_HARV_DP3_732000_4713000_reflectance.h5");
  scene = folder_open (folder, "NEON_D01_HARV_DP3_732000_4713000_reflectance.h5", NULL);
  check_cube (scene, P_BANDS, 0.0001, 0);
  check_bands (scene, TRUE);
  check_transform (scene, transform, "18N");
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "NEON AOP");
}

static void
test_aviris (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *file, *quantity;
  } files[] = { { "AV320230926t201618_005_L2A_OE_main_RFL_ORT.nc", "reflectance" },
                { "AV320230926t201618_005_L1B_RDN_ORT.nc", "radiance" } };
  const double transform[] = { 400000, 5, 0, 4000005, 0, -5 };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (AeScene) scene = NULL;

      product_aviris (folder, files[i].file, files[i].quantity);
      scene = folder_open (folder, files[i].file, NULL);
      check_cube (scene, P_BANDS, 1, 0);
      check_bands (scene, FALSE);
      check_transform (scene, transform, "11N");
      g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "AVIRIS-3");
    }
}

/* AVIRIS-NG as ENVI: no ending, the image turned on the map. */
static void
test_aviris_ng (Folder *folder, gconstpointer unused)
{
  static const char header[]
      = "ENVI\nsamples = 7\nlines = 6\nbands = 8\nheader offset = 0\ndata type = 4\n"
        "interleave = bil\nbyte order = 0\ndata ignore value = -9999\n"
        "map info = {UTM, 3, 2, 600000, 5000000, 4, 4, 9, North, WGS-84, units=Meters, "
        "rotation=30}\nwavelength units = nm\nwavelength = {400, 407.5, 415, 422.5, 430, "
        "437.5, "
        "445, 452.5}\nfwhm = {5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5}\nbbl = {1,1,1,0,1,1,0,1}\n"
        "sensor type = AVIRIS-NG\nacquisition time = 2018-08-14T22:40:53Z\n";
  float data[P_PIXELS * P_BANDS];
  double t[6], c = cos (G_PI / 6), s = sin (G_PI / 6);
  guint n = 0;
  g_autoptr (AeScene) scene = NULL;

  for (guint l = 0; l < P_LINES; l++)
    for (guint b = 0; b < P_BANDS; b++)
      for (guint x = 0; x < P_SAMPLES; x++)
        data[n++] = l == 2 && x == 3 ? -9999 : (float) product_number (l, x, b);
  folder_write (folder, "ang20180814t224053_corr_v2r2_img.hdr", header, -1);
  folder_write (folder, "ang20180814t224053_corr_v2r2_img", data, sizeof data);
  scene = folder_open (folder, "ang20180814t224053_corr_v2r2_img", NULL);
  check_cube (scene, P_BANDS, 1, 0);
  check_bands (scene, TRUE);
  check_mask (scene, 1);
  g_assert_true (ae_scene_get_georeference (scene, t, NULL));
  /* The tie point, the corner of sample 3 and line 2, is where it is said to be. */
  g_assert_cmpfloat_with_epsilon (t[0] + 2 * t[1] + 1 * t[2], 600000, 1e-6);
  g_assert_cmpfloat_with_epsilon (t[3] + 2 * t[4] + 1 * t[5], 5000000, 1e-6);
  g_assert_cmpfloat_with_epsilon (t[1], 4 * c, 1e-9);
  g_assert_cmpfloat_with_epsilon (t[4], 4 * s, 1e-9);
  g_assert_cmpfloat_with_epsilon (t[5], -4 * c, 1e-9);
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "AVIRIS-NG");
  g_assert_cmpstr (ae_scene_get_acquired (scene), ==, "2018-08-14T22:40:53Z");
}

static void
test_hico (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;

  product_hico (folder, "H2013110182010.L1B_ISS.h5");
  scene = folder_open (folder, "H2013110182010.L1B_ISS.h5", NULL);
  check_cube (scene, P_BANDS, 0.02, 0);
  check_bands (scene, FALSE);
  check_mask (scene, 1);
  check_degrees (scene);
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "HICO");
}

static void
test_pace (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene = NULL;
  const double *nm;
  const float *cube;

  product_pace (folder, "PACE_OCI.20240501T120000.L1B.V3.nc");
  scene = folder_open (folder, "PACE_OCI.20240501T120000.L1B.V3.nc", NULL);
  nm = ae_scene_get_wavelengths_nm (scene);
  cube = ae_scene_peek_cube (scene);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, 2 * P_BANDS + 3);
  for (guint b = 0; b < 2 * P_BANDS + 3; b++)
    {
      double blue = (nm[b] - 400) / 5.5, red = (nm[b] - 437.5) / 5.5,
             swir = (nm[b] - 940) / 5.5;
      double from = swir >= 0 ? swir : fabs (blue - round (blue)) < 1e-6 ? blue : red;

      if (b > 0)
        g_assert_cmpfloat (nm[b], >=, nm[b - 1]);
      for (guint p = 0; p < P_PIXELS; p++)
        if (!ae_scene_is_masked (scene, p))
          g_assert_cmpfloat (
              cube[p * (2 * P_BANDS + 3) + b], ==,
              (float) product_number (p / P_SAMPLES, p % P_SAMPLES, (guint) (from + 0.5)));
    }
  check_mask (scene, 1);
  check_degrees (scene);
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, "OCI");
}

static void
check_dlr (AeScene *scene, gboolean is_desis)
{
  static const guint order[] = { 0, 1, 2, 3, 5, 4, 6, 7 }; /* of the file, by wavelength */
  const double transform[] = { 370000, 30, 0, 5800000, 0, -30 };
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  const float *cube = ae_scene_peek_cube (scene);

  g_assert_cmpuint (ae_scene_get_bands (scene), ==, P_BANDS);
  for (guint b = 0; b < P_BANDS; b++)
    {
      guint from = is_desis ? b : order[b];
      double centre = is_desis || from < 5 ? product_nm (from) : product_nm (from) - 10;

      g_assert_cmpfloat_with_epsilon (nm[b], centre, 1e-6);
      g_assert_cmpfloat_with_epsilon (ae_scene_get_fwhm_nm (scene)[b], 5 + 0.5 * from, 1e-6);
      g_assert_cmpint (ae_scene_is_bad_band (scene, b), ==,
                       !is_desis && (from == 3 || from == 6));
      for (guint p = 0; p < P_PIXELS; p++)
        if (!ae_scene_is_masked (scene, p))
          g_assert_cmpfloat_with_epsilon (
              cube[p * P_BANDS + b],
              0.0001 * product_number (p / P_SAMPLES, p % P_SAMPLES, from)
                  + (from == 0 ? 0.5 : 0),
              1e-6);
    }
  g_assert_true (ae_scene_is_masked (scene, 5));
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, is_desis ? 1 : 2);
  g_assert_cmpint (ae_scene_is_masked (scene, BAD), ==, !is_desis);
  check_transform (scene, transform, NULL);
  g_assert_cmpstr (ae_scene_get_sensor (scene), ==, is_desis ? "DESIS" : "EnMAP");
  g_assert_cmpstr (ae_scene_get_acquired (scene), ==, "2022-06-11T07:23:05Z");
}

static void
test_dlr (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *stem, *image, *xml;
    gboolean is_desis;
  } products[] = { { "ENMAP01-____L2A-DT0000001053_20220611T072305Z_002_V010502_20231124T0829Z",
                     "-SPECTRAL_IMAGE.TIF", "-METADATA.XML", FALSE },
                   { "DESIS-HSI-L2A-DT0460276192_003-20200507T073144-V0210",
                     "-SPECTRAL_IMAGE.tif", "-METADATA.xml", TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    {
      g_autofree char *image = g_strconcat (products[i].stem, products[i].image, NULL);
      g_autofree char *xml = g_strconcat (products[i].stem, products[i].xml, NULL);
      g_autofree char *image_path = folder_path (folder, image);
      g_autoptr (AeScene) by_image = NULL;
      g_autoptr (AeScene) by_xml = NULL;

      product_dlr (folder, products[i].stem, products[i].is_desis);
      by_image = folder_open (folder, image, NULL);
      check_dlr (by_image, products[i].is_desis);
      by_xml = folder_open (folder, xml, NULL);
      check_dlr (by_xml, products[i].is_desis);
      g_remove (image_path);
      folder_refuse (folder, xml, NULL, AE_ERROR_NOT_FOUND, "does not lie beside it");
    }
}

/* The scene as it is, through the writer. */
static void
write_scene (Folder *folder, AeScene *scene, const char *file, gboolean on_map)
{
  g_autofree char *path = folder_path (folder, file);
  AeRasterInfo info = { .lines = ae_scene_get_lines (scene),
                        .samples = ae_scene_get_samples (scene),
                        .bands = ae_scene_get_bands (scene),
                        .wavelengths_nm = ae_scene_get_wavelengths_nm (scene),
                        .like = scene,
                        .on_map = on_map };
  g_autoptr (GError) error = NULL;
  g_autoptr (AeRasterWriter) writer = ae_raster_writer_new (path, &info, &error);

  g_assert_no_error (error);
  g_assert_true (
      ae_raster_writer_write (writer, 0, info.lines, ae_scene_peek_cube (scene), &error)
      && ae_raster_writer_finish (writer, &error));
}

/* By the lookup table each pixel lies where it belongs; without it the degrees go along. */
static void
test_map (Folder *folder, gconstpointer unused)
{
  static const char *const files[] = { "map.tif", "map.img" };
  const double transform[] = { 10, 0.0005, 0, 45, 0, -0.0005 };
  g_autoptr (AeScene) scene = NULL;
  g_autofree char *plain = folder_path (folder, "plain.tif");
  GDALDatasetH dataset;

  product_emit (folder, "EMIT_L2A_RFL_001_20220814T223514_2222615_003.nc", "reflectance",
                FALSE);
  scene = folder_open (folder, "EMIT_L2A_RFL_001_20220814T223514_2222615_003.nc", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (AeScene) map = NULL;
      guint n_in = 0;

      write_scene (folder, scene, files[i], TRUE);
      map = folder_open (folder, files[i], NULL);
      check_transform (map, transform, "WGS");
      g_assert_cmpuint (ae_scene_get_lines (map), ==, P_MAP_LINES);
      for (guint k = 0; k < P_MAP_LINES * P_MAP_SAMPLES; k++)
        {
          const float *spectrum = ae_scene_peek_cube (map) + k * P_BANDS;
          double sample, line;

          product_lookup_at (k / P_MAP_SAMPLES, k % P_MAP_SAMPLES, &sample, &line);
          g_assert_cmpint (ae_scene_is_masked (map, k), ==, line < 1);
          n_in += line >= 1;
          for (guint b = 0; b < P_BANDS && line >= 1; b++)
            g_assert_cmpfloat (
                spectrum[b], ==,
                (float) product_number ((guint) line - 1, (guint) sample - 1, b));
        }
      g_assert_cmpuint (n_in, >, 30);
      g_assert_cmpstr (ae_scene_get_sensor (map), ==, "EMIT");
    }
  write_scene (folder, scene, "plain.tif", FALSE);
  dataset = GDALOpen (plain, GA_ReadOnly);
  g_assert_cmpint (GDALGetGCPCount (dataset), >, 8);
  for (int i = 0; i < GDALGetGCPCount (dataset); i++)
    {
      const GDAL_GCP *point = &GDALGetGCPs (dataset)[i];

      g_assert_cmpfloat_with_epsilon (
          point->dfGCPX,
          product_longitude ((guint) point->dfGCPLine, (guint) point->dfGCPPixel), 1e-9);
      g_assert_cmpfloat_with_epsilon (
          point->dfGCPY, product_latitude ((guint) point->dfGCPLine, (guint) point->dfGCPPixel),
          1e-9);
    }
  GDALClose (dataset);
}

/* Half a table is said, and is no place. */
static void
test_half_lookup (Folder *folder, gconstpointer unused)
{
  static const char *const dims[] = { "downtrack", "crosstrack", "bands" };
  static const char *const map_dims[] = { "ortho_y", "ortho_x" };
  const size_t sizes[] = { 3, 4 };
  const double table[12] = { 1 };
  GDALGroupH root;
  GDALDatasetH dataset = arrays_create (folder, "half.nc", &root);
  g_autoptr (AeScene) scene = NULL;
  gboolean is_said = FALSE;

  GDALMDArrayRelease (
      product_cube (root, "reflectance", "lsb", dims, P_BANDS, GDT_Float32, -9999));
  product_bands (root, "wavelengths", NULL, NULL, "bands");
  GDALMDArrayRelease (arrays_add (root, "glt_x", map_dims, sizes, 2, GDT_Int32, table));
  arrays_close (dataset, root);
  scene = folder_open (folder, "half.nc", NULL);
  g_assert_null (ae_scene_get_location (scene));
  for (guint i = 0; i < ae_scene_get_n_warnings (scene); i++)
    is_said |= strstr (ae_scene_get_warning (scene, i), "glt_x") != NULL;
  g_assert_true (is_said);
}

static void
test_map_refused (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = folder_path (folder, "none.tif");
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  AeRasterInfo info = { .lines = P_LINES, .samples = P_SAMPLES, .bands = 1, .on_map = TRUE };

  product_hico (folder, "hico.h5");
  info.like = scene = folder_open (folder, "hico.h5", NULL);
  g_assert_null (ae_raster_writer_new (path, &info, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* What a header says beside the numbers is in what is written, in the units of the file. */
static void
test_kept (Folder *folder, gconstpointer unused)
{
  static const char *const units[] = { "Micrometers", "Wavenumber", "GHz" };
  static const char *const files[] = { "out.img", "out.tif" };
  float data[2 * 2 * 3] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (units); i++)
    {
      g_autofree char *header = g_strdup_printf (
          "ENVI\nsamples = 2\nlines = 2\nbands = 3\ndata type = 4\ninterleave = bip\n"
          "byte order = 0\nx start = 11\ny start = 21\nsensor type = HySpex\n"
          "acquisition time = 2020-05-06T07:08:09Z\ndefault bands = {3, 2, 1}\n"
          "wavelength units = %s\nwavelength = {1.25, 2.5, 3.125}\nfwhm = {0.5, 0.25, 0.125}\n",
          units[i / 2]);
      g_autoptr (AeScene) scene = NULL;
      g_autoptr (AeScene) back = NULL;
      g_autofree double *widths = NULL;
      guint rgb[3];

      folder_write (folder, "in.hdr", header, -1);
      folder_write (folder, "in.img", data, sizeof data);
      scene = folder_open (folder, "in.img", NULL);
      write_scene (folder, scene, files[i % 2], FALSE);
      back = folder_open (folder, files[i % 2], NULL);
      g_assert_cmpint (ae_scene_get_wavelength_units (back), ==,
                       ae_scene_get_wavelength_units (scene));
      widths = ae_scene_dup_widths (back);
      g_assert_nonnull (widths);
      for (guint b = 0; b < 3; b++)
        {
          g_assert_cmpfloat_with_epsilon (ae_scene_get_axis (back)[b],
                                          ae_scene_get_axis (scene)[b], 1e-9);
          g_assert_cmpfloat_with_epsilon (widths[b], 0.5 / (1 << b), 1e-6);
        }
      g_assert_cmpstr (ae_scene_get_sensor (back), ==, "HySpex");
      g_assert_cmpstr (ae_scene_get_acquired (back), ==, "2020-05-06T07:08:09Z");
      if (i % 2 == 1)
        continue;
      g_assert_true (ae_scene_get_default_bands (back, rgb));
      g_assert_cmpuint (rgb[0], ==, 2);
      g_assert_nonnull (strstr (ae_scene_get_header_text (back), "x start = 11"));
    }
}

#define ADD(name, func)                                                                        \
  g_test_add ("/products/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("emit", test_emit);
  ADD ("prisma", test_prisma);
  ADD ("tanager", test_tanager);
  ADD ("neon", test_neon);
  ADD ("aviris", test_aviris);
  ADD ("aviris-ng", test_aviris_ng);
  ADD ("hico", test_hico);
  ADD ("pace", test_pace);
  ADD ("enmap-desis", test_dlr);
  ADD ("map", test_map);
  ADD ("half-lookup", test_half_lookup);
  ADD ("map-refused", test_map_refused);
  ADD ("kept", test_kept);
  return g_test_run ();
}
