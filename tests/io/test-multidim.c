/* test-multidim.c: axes and lists in netCDF and HDF5, found by rule. */
#include <math.h>

#include <cpl_conv.h>
#include <hdf5.h>

#include "ae-error.h"
#include "array-fixtures.h"

/* Numbers that tell line, band and sample, as (line, band, sample). */
static GDALMDArrayH
add_cube (GDALGroupH root, const char *name, const char *band_dim, guint bands)
{
  const char *names[] = { "rows", band_dim, "cols" };
  const size_t sizes[] = { LINES, bands, SAMPLES };
  g_autofree double *data = g_new (double, LINES *bands *SAMPLES);
  guint n = 0;

  for (guint l = 0; l < LINES; l++)
    for (guint b = 0; b < bands; b++)
      for (guint s = 0; s < SAMPLES; s++)
        data[n++] = value_at (l, s, b);
  return arrays_add (root, name, names, sizes, 3, GDT_UInt16, data);
}

/* Two detectors as PRISMA has them: lists of the root, 0 for an unused band, falling in one. */
static void
test_detectors (Folder *folder, gconstpointer unused)
{
  const double vnir[] = { 0, 900, 800, 700, 600 }, swir[] = { 1000, 1200, 1400, 1600, 1800, 0 };
  const double low = 0, high_vnir = 65535, high_swir = 131070;
  GDALGroupH root;
  GDALDatasetH dataset = arrays_create (folder, "p.nc", &root);
  g_autoptr (AeScene) both = NULL;
  g_autoptr (AeScene) one = NULL;
  const AeReaderOptions options = { .variable = "SWIR_Cube" };
  const double *nm;

  GDALMDArrayRelease (add_cube (root, "VNIR_Cube", "d1", 5));
  GDALMDArrayRelease (add_cube (root, "SWIR_Cube", "d2", 6));
  arrays_set_group_numbers (root, "List_Cw_Vnir", vnir, 5);
  arrays_set_group_numbers (root, "List_Cw_Swir", swir, 6);
  arrays_set_group_numbers (root, "L2ScaleVnirMin", &low, 1);
  arrays_set_group_numbers (root, "L2ScaleVnirMax", &high_vnir, 1);
  arrays_set_group_numbers (root, "L2ScaleSwirMin", &low, 1);
  arrays_set_group_numbers (root, "L2ScaleSwirMax", &high_swir, 1);
  arrays_close (dataset, root);
  arrays_rename (folder, "p.nc", "p.he5");
  both = folder_open (folder, "p.he5", NULL);
  nm = ae_scene_get_wavelengths_nm (both);
  g_assert_cmpuint (ae_scene_get_bands (both), ==, 11);
  g_assert_cmpuint (ae_scene_get_n_good_bands (both), ==, 9);
  for (guint b = 1; b < 11; b++)
    g_assert_cmpfloat (nm[b], >=, nm[b - 1]);
  g_assert_cmpfloat (nm[0], ==, 600);
  g_assert_cmpfloat (ae_scene_peek_cube (both)[0], ==, value_at (0, 0, 4));
  for (guint b = 0; b < 11; b++)
    if (nm[b] == 1400)
      g_assert_cmpfloat (ae_scene_peek_cube (both)[11 * (SAMPLES + 2) + b], ==,
                         2 * value_at (1, 2, 2));
  one = folder_open (folder, "p.he5", &options);
  g_assert_cmpuint (ae_scene_get_bands (one), ==, 6);
  g_assert_cmpfloat (ae_scene_peek_cube (one)[6 * (SAMPLES + 2) + 2], ==,
                     2 * value_at (1, 2, 2));
}

/* Lists of a group beside the cube; the last part of a name is enough. */
static void
test_lists (Folder *folder, gconstpointer unused)
{
  static const char *const flag_names[] = { "good_wavelengths", "bad_bands", "bbl" };
  const char *dim = "n";
  const size_t n = 7;
  const double nm[] = { 400, 500, 600, 700, 800, 900, 1000 },
               widths[] = { 5, 5, 6, 6, 6, 7, 7 };
  const double good[] = { 1, 1, 0, 1, 1, 1, 0 }, bad[] = { 0, 0, 1, 0, 0, 0, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
    {
      GDALGroupH root, group;
      GDALDatasetH dataset = arrays_create (folder, "l.nc", &root);
      const AeReaderOptions options = { .variable = "first" };
      g_autoptr (AeScene) scene = NULL;

      GDALMDArrayRelease (add_cube (root, "first", "k", 7));
      GDALMDArrayRelease (add_cube (root, "second", "k", 7));
      group = GDALGroupCreateGroup (root, "sensor", NULL);
      GDALMDArrayRelease (arrays_add (group, "wavelengths", &dim, &n, 1, GDT_Float32, nm));
      GDALMDArrayRelease (arrays_add (group, "fwhm", &dim, &n, 1, GDT_Float32, widths));
      GDALMDArrayRelease (
          arrays_add (group, flag_names[i], &dim, &n, 1, GDT_Byte, i == 1 ? bad : good));
      GDALGroupRelease (group);
      arrays_close (dataset, root);
      arrays_rename (folder, "l.nc", "l.h5");
      folder_refuse (folder, "l.h5", NULL, AE_ERROR_AMBIGUOUS, "several arrays");
      scene = folder_open (folder, "l.h5", &options);
      g_assert_cmpuint (ae_scene_get_bands (scene), ==, 7);
      g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[3], ==, 700);
      g_assert_cmpfloat (ae_scene_get_fwhm_nm (scene)[2], ==, 6);
      g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 5);
      g_assert_true (ae_scene_is_bad_band (scene, 2) && ae_scene_is_bad_band (scene, 6));
      g_assert_cmpfloat (ae_scene_peek_cube (scene)[7 * (SAMPLES + 2) + 4], ==,
                         value_at (1, 2, 4));
    }
}

/* One variable a band, in any order, by attribute or by name. */
static void
test_stack (Folder *folder, gconstpointer unused)
{
  static const char *const names[] = { "Rrs_667", "Rrs_412", "Rrs_555", "Rrs_443" };
  static const double nm[] = { 667, 412, 555, 443 };
  static const char *const dims[] = { "y", "x" };
  const size_t sizes[] = { LINES, SAMPLES };

  for (guint by_name = 0; by_name < 2; by_name++)
    {
      GDALGroupH root;
      GDALDatasetH dataset = arrays_create (folder, "s.nc", &root);
      g_autoptr (AeScene) scene = NULL;

      for (guint i = 0; i < 4; i++)
        {
          const char letters[] = { 'a' + (char) i, '\0' };
          double data[LINES * SAMPLES];
          GDALMDArrayH array;

          for (guint p = 0; p < LINES * SAMPLES; p++)
            data[p] = nm[i] + p;
          array = arrays_add (root, by_name ? names[i] : letters, dims, sizes, 2, GDT_Float32,
                              data);
          if (!by_name)
            arrays_set_numbers (array, "wavelength", &nm[i], 1);
          GDALMDArrayRelease (array);
        }
      arrays_close (dataset, root);
      scene = folder_open (folder, "s.nc", NULL);
      g_assert_cmpuint (ae_scene_get_bands (scene), ==, 4);
      for (guint b = 0; b < 4; b++)
        g_assert_cmpfloat (ae_scene_peek_cube (scene)[4 * 5 + b], ==,
                           ae_scene_get_wavelengths_nm (scene)[b] + 5);
      g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[1], ==, 443);
    }
}

/* Packs nothing, under an id that no other program has once this one is gone. */
static size_t
pass_through_cb (unsigned flags, size_t n_values, const unsigned *values, size_t n,
                 size_t *n_buffer, void **buffer)
{
  return n;
}

/* A filter that is not there is named, with what to do; the file is not called damaged. */
static void
test_filters (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    H5Z_filter_t id;
    const char *name, *words;
  } cases[] = { { 32000, "lzf", "LZF" },
                { 32001, "blosc", "Blosc" },
                { 32015, "zstd", "Zstandard" },
                { 300, "made-up", "made-up" } };
  const hsize_t dims[] = { LINES, SAMPLES, BANDS };
  float data[LINES * SAMPLES * BANDS] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const H5Z_class2_t filter
          = { H5Z_CLASS_T_VERS, cases[i].id, 1, 1, cases[i].name, NULL, NULL, pass_through_cb };
      g_autofree char *path = folder_path (folder, "packed.h5");
      hid_t file, space, list, array;

      g_assert_cmpint (H5Zregister (&filter), >=, 0);
      file = H5Fcreate (path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
      space = H5Screate_simple (3, dims, NULL);
      list = H5Pcreate (H5P_DATASET_CREATE);
      H5Pset_chunk (list, 3, dims);
      H5Pset_filter (list, cases[i].id, 0, 0, NULL);
      array
          = H5Dcreate2 (file, "cube", H5T_NATIVE_FLOAT, space, H5P_DEFAULT, list, H5P_DEFAULT);
      g_assert_cmpint (H5Dwrite (array, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, data),
                       >=, 0);
      H5Dclose (array);
      H5Pclose (list);
      H5Sclose (space);
      H5Fclose (file);
      H5Zunregister (cases[i].id);
      folder_refuse (folder, "packed.h5", NULL, AE_ERROR_UNSUPPORTED, cases[i].words);
      folder_refuse (folder, "packed.h5", NULL, AE_ERROR_UNSUPPORTED, "h5repack");
    }
}

#define ADD(name, func)                                                                        \
  g_test_add ("/multidim/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("detectors", test_detectors);
  ADD ("lists", test_lists);
  ADD ("stack", test_stack);
  ADD ("filters", test_filters);
  return g_test_run ();
}
