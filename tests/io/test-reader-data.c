/* test-reader-data.c: real files of many makers, where they are at hand (BANDLOOM_TEST_DATA).
 * None of them is part of this project. */
#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "ae-error.h"
#include "ae-envi-header.h"
#include "ae-reader.h"

static const char *
data_folder (void)
{
  const char *folder = g_getenv ("BANDLOOM_TEST_DATA");

  return folder != NULL && g_file_test (folder, G_FILE_TEST_IS_DIR) ? folder : NULL;
}

static char *
dup_path (const char *file)
{
  return g_build_filename (data_folder (), file, NULL);
}

static AeScene *
open_real (const char *file)
{
  g_autofree char *path = dup_path (file);
  g_autoptr (GError) error = NULL;
  AeScene *scene = ae_reader_open (path, NULL, NULL, &error);

  g_assert_no_error (error);
  return scene;
}

/* What each file holds: size, type, extremes. */
static const struct
{
  const char *file;
  guint lines, samples, bands;
  const char *type;
  double lowest, highest;
} scenes[] = {
  { "envi-aviris-classic-1px/f080702t01p00r08rdn_c_sc01_ort_img_123_456.img", 1, 1, 224,
    "int16", 1, 5246 },
  { "envi-aviris-ng/ang20140912t192359_corr_v1c_img_400-410_10-20.img", 10, 10, 432, "float32",
    -0.005, -0.005 },
  { "envi-aviris-ng/ang20150420t182808_corr_v1e_img_4200-4210_70-80.img", 10, 10, 432,
    "float32", -1.98575, 1.09767 },
  { "envi-beam-bigendian/l2_flags.img", 11, 11, 1, "int32", 2080768, 2080768 },
  { "envi-beam-bigendian/reflec_1.img", 11, 11, 1, "uint16", -0.2000183, -0.2000183 },
  { "envi-corn-kernel/corn-kernel-hyperspectral.raw", 31, 43, 580, "uint16", 0, 2887 },
  { "envi-emit-raw/emit20220305t002444_subset_raw", 3, 1280, 328, "int16", -27862, 28760 },
  { "envi-gamsberg/cubus_gamsberg_subset", 25, 10, 189, "float32", 0, 5837.2 },
  { "envi-gdal-dtypes/byte.raw", 20, 20, 1, "uint8", 74, 255 },
  { "envi-gdal-dtypes/int16.raw", 20, 20, 1, "int16", 74, 255 },
  { "envi-gdal-dtypes/uint16.raw", 20, 20, 1, "uint16", 74, 255 },
  { "envi-gdal-dtypes/float32.raw", 20, 20, 1, "float32", 74, 255 },
  { "envi-gdal-dtypes/cfloat32.raw", 20, 20, 1, "complex64", 74, 255 },
  { "envi-gdal-small/aea.dat", 3, 434, 1, "uint8", 33, 255 },
  { "envi-gdal-small/envi_rgbsmall_bil.img", 49, 50, 3, "uint8", 0, 222 },
  { "envi-gdal-small/envi_rgbsmall_bip.img", 49, 50, 3, "uint8", 0, 222 },
  { "envi-gdal-small/envi_rgbsmall_bsq.img", 49, 50, 3, "uint8", 0, 222 },
  { "envi-headwall-dark/darkReference", 1, 1600, 978, "uint16", 2, 47 },
  { "envi-hyspex-toy/toy.bil", 167, 150, 4, "uint16", 0, 11386 },
  { "geotiff-enmap-potsdam/enmap_potsdam_tile_64_0.tif", 32, 32, 224, "float32", 0.0234,
    1.0049 },
  { "gulfport/abu-airport-4.mat", 100, 100, 191, "float64", 1, 5061 },
  { "hydice-urban-anomaly/hydice.mat", 80, 100, 162, "uint16", 0, 592 },
  { "indian-pines-gt/92AV3GT.GIS", 145, 145, 1, "uint8", 0, 16 },
  { "netcdf-specim-fx10/capture.nc", 2, 1024, 448, "int16", 287, 2553 },
  { "samson/samson_1.mat", 95, 95, 156, "float64", 0, 1 },
  { "samson/Samson_with_gt.mat", 95, 95, 156, "float64", 0, 1 },
  { "san-diego/Sandiego.mat", 100, 100, 189, "float64", 20, 7136 },
};

static void
test_scenes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (scenes); i++)
    {
      g_autoptr (AeScene) scene = open_real (scenes[i].file);
      const float *cube = ae_scene_peek_cube (scene);
      gsize n = ae_scene_get_n_pixels (scene) * ae_scene_get_bands (scene);
      double lowest = INFINITY, highest = -INFINITY;

      g_test_message ("%s", scenes[i].file);
      g_assert_cmpuint (ae_scene_get_lines (scene), ==, scenes[i].lines);
      g_assert_cmpuint (ae_scene_get_samples (scene), ==, scenes[i].samples);
      g_assert_cmpuint (ae_scene_get_bands (scene), ==, scenes[i].bands);
      g_assert_cmpstr (ae_scene_get_data_type (scene), ==, scenes[i].type);
      for (gsize k = 0; k < n; k++)
        if (!isnan (cube[k]))
          {
            lowest = MIN (lowest, cube[k]);
            highest = MAX (highest, cube[k]);
          }
      g_assert_cmpfloat_with_epsilon (lowest, scenes[i].lowest, 1e-5 * (1 + fabs (lowest)));
      g_assert_cmpfloat_with_epsilon (highest, scenes[i].highest, 1e-5 * (1 + fabs (highest)));
    }
}

static const struct
{
  const char *file;
  int code;
  const char *words;
} refused[] = {
  { "bad-files/SalinasA_gt.mat", AE_ERROR_UNKNOWN_FORMAT, "Git LFS pointer" },
  { "bad-files/enmap_berlin.bsq", AE_ERROR_UNKNOWN_FORMAT, "Git LFS pointer" },
  { "bad-files/enmap_berlin.hdr", AE_ERROR_DAMAGED, "Git LFS pointer" },
  { "envi-classified/ang20150420t182808_class.hdr", AE_ERROR_UNSUPPORTED,
    "classification image" },
  { "indian-pines-gt/92AV3C.spc", AE_ERROR_UNKNOWN_FORMAT, "no format" },
  { "indian-pines-gt/Indian_pines_gt.mat", AE_ERROR_UNSUPPORTED, "145 × 145" },
  { "mat-oddities/matio_test_cases_compressed_le.mat", AE_ERROR_AMBIGUOUS,
    "var70 (32 × 32 × 32 float64)" },
  { "mat-oddities/matio_test_cases_v4_le.mat", AE_ERROR_UNSUPPORTED, "no array of lines" },
  { "mat-oddities/small_v4_be.mat", AE_ERROR_UNSUPPORTED, "no array of lines" },
  { "mat-oddities/test_be_v6.mat", AE_ERROR_UNSUPPORTED, "no array of lines" },
  { "mat-oddities/test_le_hdf5.mat", AE_ERROR_UNSUPPORTED, "no array of lines" },
  { "sli-berlin/library_berlin.hdr", AE_ERROR_UNSUPPORTED, "spectral library" },
  { "sli-doubled-ext/vegSpec.sli", AE_ERROR_UNSUPPORTED, "spectral library" },
  { "sli-usgs-s06av95/s06av95a_envi.sli", AE_ERROR_UNSUPPORTED, "spectral library" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = dup_path (refused[i].file);
      g_autoptr (GError) error = NULL;

      g_assert_null (ae_reader_open (path, NULL, NULL, &error));
      g_assert_error (error, AE_ERROR, (int) refused[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, refused[i].words));
    }
}

/* Every array of the odd MATLAB file is the same ramp in another class. */
static void
test_mat_classes (void)
{
  g_autofree char *path = dup_path ("mat-oddities/matio_test_cases_compressed_le.mat");
  g_autoptr (GPtrArray) choices = ae_reader_list_choices (path, NULL);
  guint n_outer = 0, n_inner = 0;

  for (guint i = 0; i < choices->len; i++)
    {
      const AeReaderOptions options
          = { .variable = ((AeReaderChoice *) choices->pdata[i])->variable };
      gboolean is_inner = strpbrk (options.variable, ".{") != NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (AeScene) scene = NULL;

      /* Of those within structures and cells a few. */
      if (is_inner && n_inner++ % 16 > 0)
        continue;
      scene = ae_reader_open (path, &options, NULL, &error);
      g_assert_no_error (error);
      if (is_inner)
        continue;
      g_assert_cmpuint (ae_scene_get_n_pixels (scene), ==, 1024);
      if (n_outer++ < 8)
        for (guint k = 0; k < 100; k++)
          g_assert_cmpfloat (ae_scene_peek_cube (scene)[k * 32], ==,
                             (float) (1 + k / 32 + 32 * (k % 32)));
    }
  g_assert_cmpuint (n_outer, ==, 10);
  g_assert_cmpuint (n_inner, >, 16);
}

static void
check_same (const char *a, const char *b)
{
  g_autoptr (AeScene) first = open_real (a);
  g_autoptr (AeScene) second = open_real (b);
  gsize bytes = ae_scene_get_n_pixels (first) * ae_scene_get_bands (first) * sizeof (float);

  g_assert_cmpmem (ae_scene_peek_cube (first), bytes, ae_scene_peek_cube (second), bytes);
}

static void
test_same (void)
{
  check_same ("envi-gdal-small/envi_rgbsmall_bil.img", "envi-gdal-small/envi_rgbsmall_bip.img");
  check_same ("envi-gdal-small/envi_rgbsmall_bil.img", "envi-gdal-small/envi_rgbsmall_bsq.hdr");
  check_same ("envi-gdal-dtypes/byte.raw", "envi-gdal-dtypes/cfloat32.hdr");
  check_same ("envi-gdal-dtypes/byte.hdr", "envi-gdal-dtypes/int16.raw");
  check_same ("envi-gdal-dtypes/uint16.hdr", "envi-gdal-dtypes/float32.raw");
  check_same ("samson/samson_1.mat", "samson/Samson_with_gt.mat");
}

static void
test_metadata (void)
{
  g_autoptr (AeScene) enmap = open_real ("geotiff-enmap-potsdam/enmap_potsdam_tile_64_0.tif");
  g_autoptr (AeScene) aviris
      = open_real ("envi-aviris-ng/ang20150420t182808_corr_v1e_img_4200-4210_70-80.hdr");
  g_autoptr (AeScene) gamsberg = open_real ("envi-gamsberg/cubus_gamsberg_subset.hdr");
  g_autoptr (AeScene) gulfport = open_real ("gulfport/abu-airport-4.mat");
  g_autoptr (AeScene) headwall = open_real ("envi-headwall-dark/darkReference.hdr");
  double t[6];

  g_assert_cmpuint (ae_scene_get_n_good_bands (enmap), ==, 218);
  g_assert_cmpuint (ae_scene_get_n_masked (enmap), ==, 0);
  g_assert_cmpfloat_with_epsilon (ae_scene_get_wavelengths_nm (enmap)[0], 418.24, 0.01);
  g_assert_true (ae_scene_get_georeference (enmap, t, NULL));
  g_assert_cmpuint (ae_scene_get_n_good_bands (aviris), <, 432);
  g_assert_cmpint (ae_scene_get_wavelength_units (aviris), ==, AE_WAVELENGTH_NANOMETRES);
  g_assert_true (ae_scene_get_units_guessed (gamsberg));
  g_assert_cmpuint (ae_scene_get_n_classes (gulfport), ==, 2);
  g_assert_cmpfloat_with_epsilon (ae_scene_get_wavelengths_nm (headwall)[977], 1000.95, 0.01);
}

/* Ground truths of two makers on a scene of their size. */
static void
test_labels (void)
{
  static const char *const files[]
      = { "indian-pines-gt/92AV3GT.GIS", "indian-pines-gt/Indian_pines_gt.mat" };
  AeSceneBuilder b = { 0 };
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (GError) error = NULL;

  b.lines = b.samples = 145;
  b.bands = 1;
  b.cube = g_new0 (float, 145 * 145);
  scene = ae_scene_new_take (&b, &error);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = dup_path (files[i]);
      g_autoptr (AeScene) labelled = ae_reader_open_labels (scene, path, NULL, &error);
      guint n_background = 0;

      g_assert_no_error (error);
      g_assert_cmpuint (ae_scene_get_n_classes (labelled), ==, 17);
      for (guint p = 0; p < 145 * 145; p++)
        n_background += ae_scene_get_labels (labelled)[p] == 0;
      g_test_message ("%s: %u pixels without a label", files[i], n_background);
      g_assert_cmpuint (n_background, >, 10000);
      g_assert_cmpuint (n_background, <, 11000);
    }
}

/* Header texts without data: all parse; those that describe an image give a layout. */
static void
test_headers (void)
{
  g_autofree char *folder = dup_path ("envi-headers");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_good = 0, n_bad = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (AeEnviHeader) header = NULL;
      AeRawLayout layout;

      if (!g_str_has_suffix (name, ".hdr"))
        continue;
      header = ae_envi_header_new_load (path, &error);
      g_assert_no_error (error);
      if (ae_envi_header_get_layout (header, &layout, &error))
        {
          n_good++;
          continue;
        }
      g_test_message ("%s", error->message);
      n_bad++;
      g_assert_true (strstr (error->message, "bup") != NULL
                     || strstr (error->message, "is 0") != NULL);
    }
  g_test_message ("%u headers describe an image, %u do not", n_good, n_bad);
  g_assert_cmpuint (n_good, >=, 50);
  g_assert_cmpuint (n_bad, <=, 4);
}

static void
test_other_headers (void)
{
  g_autofree char *folder = dup_path ("envi-headers/not-envi");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (ae_reader_open (path, NULL, NULL, &error));
      g_test_message ("%s", error->message);
      g_assert_true (error->code == AE_ERROR_UNSUPPORTED || error->code == AE_ERROR_NOT_FOUND
                     || error->code == AE_ERROR_UNKNOWN_FORMAT);
    }
}

static void
add (const char *name, GTestFunc func)
{
  g_autofree char *path = g_strconcat ("/reader-data/", name, NULL);

  g_test_add_func (path, func);
}

static void
test_absent (void)
{
  g_test_skip ("no real files: set BANDLOOM_TEST_DATA to their folder");
}

int
main (int argc, char **argv)
{
  gboolean here = data_folder () != NULL;

  g_test_init (&argc, &argv, NULL);
  add ("scenes", here ? test_scenes : test_absent);
  add ("refused", here ? test_refused : test_absent);
  add ("mat-classes", here ? test_mat_classes : test_absent);
  add ("same", here ? test_same : test_absent);
  add ("metadata", here ? test_metadata : test_absent);
  add ("labels", here ? test_labels : test_absent);
  add ("headers", here ? test_headers : test_absent);
  add ("other-headers", here ? test_other_headers : test_absent);
  return g_test_run ();
}
