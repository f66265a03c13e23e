/* test-reader.c: what is refused and how, and the formats besides ENVI. */
#include <math.h>

#include <gdal.h>

#include "ae-error.h"
#include "cube-fixtures.h"

static void
test_refused (Folder *folder, gconstpointer unused)
{
  static const guint8 png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0";

  g_mkdir (folder->folder, 0700);
  folder_refuse (folder, "missing.img", NULL, AE_ERROR_NOT_FOUND, "no such file");
  folder_refuse (folder, ".", NULL, AE_ERROR_NOT_FOUND, "is a folder");
  folder_write (folder, "empty.mat", "", 0);
  folder_refuse (folder, "empty.mat", NULL, AE_ERROR_DAMAGED, "is empty");
  folder_write (folder, "notes.txt", "Dear diary,\n", -1);
  folder_refuse (folder, "notes.txt", NULL, AE_ERROR_UNKNOWN_FORMAT,
                 "no format that Bandloom reads");
  folder_write (folder, "photo.png", png, sizeof png);
  folder_refuse (folder, "photo.png", NULL, AE_ERROR_UNKNOWN_FORMAT, "photo.png");
  folder_write (
      folder, "text.mat",
      "this is not MATLAB at all, only text of some length, more than a header of 128 "
      "bytes has, so that reading one succeeds and finds nonsense in it.",
      -1);
  folder_refuse (folder, "text.mat", NULL, AE_ERROR_DAMAGED, "no MATLAB file");
  folder_write (folder, "cut.tif", "II*\0\x08\0\0\0\xff\xff", 10);
  folder_refuse (folder, "cut.tif", NULL, AE_ERROR_DAMAGED, "cut.tif");
  folder_write (folder, "cut.nc", "CDF\1\0\0\0\0\0\0\0\n", 12);
  folder_refuse (folder, "cut.nc", NULL, AE_ERROR_UNSUPPORTED, "among its 0");
  folder_write (folder, "cut.h5", "\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0", 16);
  folder_refuse (folder, "cut.h5", NULL, AE_ERROR_DAMAGED, "cut.h5");
}

static void
test_demo (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = ae_reader_open ("demo:", NULL, NULL, &error);
  g_autoptr (GPtrArray) choices = ae_reader_list_choices ("demo:", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ae_scene_get_format (scene), ==, "demo");
  g_assert_false (ae_scene_has_axis_order (scene));
  g_assert_cmpuint (choices->len, ==, 0);
}

static void
write_npy (Folder *folder, const char *name, const char *descr, const char *order,
           const char *shape, const void *data, gsize n)
{
  g_autofree char *dict = g_strdup_printf (
      "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr, order, shape);
  GByteArray *bytes = g_byte_array_new ();
  const guint8 magic[10] = { 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (guint8) strlen (dict), 0 };

  g_byte_array_append (bytes, magic, sizeof magic);
  g_byte_array_append (bytes, (const guint8 *) dict, (guint) strlen (dict));
  g_byte_array_append (bytes, data, (guint) n);
  folder_write (folder, name, bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

static void
test_npy (Folder *folder, gconstpointer unused)
{
  static const char *const orders[] = { "lsb", "bls", "lbs", "slb", "bsl", "sbl" };
  const size_t sizes[3] = { LINES, SAMPLES, BANDS };
  double data[LINES * SAMPLES * BANDS];
  float narrow[G_N_ELEMENTS (data)];

  for (guint i = 0; i < 2 * G_N_ELEMENTS (orders); i++)
    {
      const char *axes = orders[i / 2];
      const AeReaderOptions options = { .axes = axes };
      const char fastest_first[4] = { axes[2], axes[1], axes[0], '\0' };
      size_t shape[3], reversed[3];
      g_autofree char *text = NULL;
      g_autoptr (AeScene) scene = NULL;

      for (guint k = 0; k < 3; k++)
        shape[k] = reversed[2 - k] = sizes[strchr ("lsb", axes[k]) - "lsb"];
      text = g_strdup_printf ("(%zu, %zu, %zu)", shape[0], shape[1], shape[2]);
      fill_column_major (data, i % 2 ? axes : fastest_first, i % 2 ? shape : reversed);
      for (guint n = 0; n < G_N_ELEMENTS (data); n++)
        narrow[n] = (float) data[n];
      write_npy (folder, "cube.npy", "<f4", i % 2 ? "True" : "False", text, narrow,
                 sizeof narrow);
      scene = folder_open (folder, "cube.npy", &options);
      check_values (scene);
    }
  write_npy (folder, "flat.npy", "<f4", "False", "(3, 4)", narrow, 48);
  folder_refuse (folder, "flat.npy", NULL, AE_ERROR_UNSUPPORTED, "2 dimensions");
  write_npy (folder, "object.npy", "|O", "False", "(3, 4, 5)", narrow, 48);
  folder_refuse (folder, "object.npy", NULL, AE_ERROR_UNSUPPORTED, "no number type");
  write_npy (folder, "cut.npy", "<f8", "False", "(30, 40, 50)", narrow, sizeof narrow);
  folder_refuse (folder, "cut.npy", NULL, AE_ERROR_DAMAGED, "promises more");
  write_npy (folder, "huge.npy", "<f8", "False", "(2000000000, 2000000000, 2000000000)", narrow,
             sizeof narrow);
  folder_refuse (folder, "huge.npy", NULL, AE_ERROR_DAMAGED, "promises more");
}

static void
test_all_nan (Folder *folder, gconstpointer unused)
{
  float data[12];

  for (guint i = 0; i < 12; i++)
    data[i] = NAN;
  write_npy (folder, "nan.npy", "<f4", "False", "(1, 3, 4)", data, sizeof data);
  folder_refuse (folder, "nan.npy", NULL, AE_ERROR_NO_DATA, "usable values");
}

/* A GeoTIFF with band metadata as GDAL's ENVI driver and EnMAP-Box write them. */
static void
test_geotiff (Folder *folder, gconstpointer unused)
{
  static const char *const layouts[] = { "INTERLEAVE=PIXEL", "INTERLEAVE=BAND" };

  GDALAllRegister ();
  for (guint k = 0; k < 2; k++)
    {
      char *options[] = { (char *) layouts[k], (char *) (k ? "TILED=YES" : "TILED=NO"), NULL };
      g_autofree char *path = folder_path (folder, "cube.tif");
      GDALDatasetH dataset = GDALCreate (GDALGetDriverByName ("GTiff"), path, SAMPLES, LINES,
                                         BANDS, GDT_UInt16, options);
      double transform[6] = { 10, 2, 0, 20, 0, -2 }, read[6];
      g_autoptr (AeScene) scene = NULL;

      for (guint b = 0; b < BANDS; b++)
        {
          GDALRasterBandH band = GDALGetRasterBand (dataset, (int) b + 1);
          g_autofree char *centre = g_strdup_printf ("%.2f", 0.4 + 0.01 * b);
          float plane[LINES * SAMPLES];

          for (guint p = 0; p < LINES * SAMPLES; p++)
            plane[p] = value_at (p / SAMPLES, p % SAMPLES, b);
          g_assert_cmpint (GDALRasterIO (band, GF_Write, 0, 0, SAMPLES, LINES, plane, SAMPLES,
                                         LINES, GDT_Float32, 0, 0),
                           ==, CE_None);
          GDALSetMetadataItem (band, "wavelength", centre, NULL);
          GDALSetMetadataItem (band, "wavelength_units", "Micrometers", NULL);
          GDALSetMetadataItem (band, "bbl", b == 5 ? "0" : "1", NULL);
        }
      GDALSetGeoTransform (dataset, transform);
      GDALClose (dataset);
      scene = folder_open (folder, "cube.tif", NULL);
      check_values (scene);
      g_assert_cmpfloat_with_epsilon (ae_scene_get_wavelengths_nm (scene)[7], 470, 1e-9);
      g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, BANDS - 1);
      g_assert_true (ae_scene_get_georeference (scene, read, NULL));
      g_assert_cmpfloat (read[3], ==, 20);
    }
}

static GDALMDArrayH
create_array (GDALGroupH root, const char *name, GDALDimensionH *dims, guint n)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float64);
  GDALMDArrayH array = GDALGroupCreateMDArray (root, name, n, dims, type, NULL);

  g_assert_nonnull (array);
  GDALExtendedDataTypeRelease (type);
  return array;
}

static void
write_array (GDALMDArrayH array, const double *data, const size_t *count)
{
  GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float64);
  const GUInt64 start[3] = { 0 };

  g_assert_true (GDALMDArrayWrite (array, start, count, NULL, NULL, type, data, NULL, 0));
  GDALExtendedDataTypeRelease (type);
}

/* netCDF, the dimension called wavelength in each place. */
static void
test_netcdf (Folder *folder, gconstpointer unused)
{
  static const char *const orders[] = { "lsb", "bls", "lbs" };
  const size_t sizes[3] = { LINES, SAMPLES, BANDS }, n_bands = BANDS;
  static const char *const names[] = { "y", "x", "wavelength" };
  double data[LINES * SAMPLES * BANDS], centres[BANDS];

  GDALAllRegister ();
  for (guint b = 0; b < BANDS; b++)
    centres[b] = 400e-9 + 10e-9 * b;
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      const char *axes = orders[i];
      const char fastest_first[4] = { axes[2], axes[1], axes[0], '\0' };
      g_autofree char *path = folder_path (folder, "cube.nc");
      GDALDatasetH dataset
          = GDALCreateMultiDimensional (GDALGetDriverByName ("netCDF"), path, NULL, NULL);
      GDALGroupH root = GDALDatasetGetRootGroup (dataset);
      GDALDimensionH dims[3], band_dim = NULL;
      size_t count[3], reversed[3];
      GDALMDArrayH array, wavelengths;
      g_autoptr (AeScene) scene = NULL;

      for (guint k = 0; k < 3; k++)
        {
          gsize which = (gsize) (strchr ("lsb", axes[k]) - "lsb");

          count[k] = reversed[2 - k] = sizes[which];
          dims[k]
              = GDALGroupCreateDimension (root, names[which], NULL, NULL, sizes[which], NULL);
          band_dim = which == 2 ? dims[k] : band_dim;
        }
      fill_column_major (data, fastest_first, reversed);
      wavelengths = create_array (root, "wavelength", &band_dim, 1);
      GDALMDArraySetUnit (wavelengths, "m");
      write_array (wavelengths, centres, &n_bands);
      array = create_array (root, "radiance", dims, 3);
      write_array (array, data, count);
      GDALMDArrayRelease (wavelengths);
      GDALMDArrayRelease (array);
      for (guint k = 0; k < 3; k++)
        GDALDimensionRelease (dims[k]);
      GDALGroupRelease (root);
      GDALClose (dataset);
      scene = folder_open (folder, "cube.nc", NULL);
      check_values (scene);
      g_assert_cmpint (ae_scene_get_wavelength_units (scene), ==, AE_WAVELENGTH_METRES);
      g_assert_cmpfloat_with_epsilon (ae_scene_get_wavelengths_nm (scene)[2], 420, 1e-6);
    }
}

/* ERDAS 7.4: a header of 128 bytes, then line by line, band by band; the wavelengths lie in a
 * table beside it. */
static void
test_lan (Folder *folder, gconstpointer unused)
{
  guint8 bytes[128 + LINES * SAMPLES * 5 * 2] = "HEAD74";
  const guint16 pack = 2, bands = 5;
  const gint32 width = SAMPLES, height = LINES;
  const AeReaderOptions on_demand = { .memory_limit = 1 };
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScene) lazy = NULL;
  float pixel[5];

  memcpy (bytes + 6, &pack, 2);
  memcpy (bytes + 8, &bands, 2);
  memcpy (bytes + 16, &width, 4);
  memcpy (bytes + 20, &height, 4);
  for (guint l = 0; l < LINES; l++)
    for (guint b = 0; b < bands; b++)
      for (guint s = 0; s < SAMPLES; s++)
        {
          gint16 value = (gint16) value_at (l, s, b);

          memcpy (bytes + 128 + 2 * ((l * bands + b) * SAMPLES + s), &value, 2);
        }
  folder_write (folder, "site.lan", bytes, sizeof bytes);
  folder_write (folder, "site.spc",
                "AVIRIS table\r\nCenter FWHM\r\n400.02 9.78 0.1\r\n409.82 9.82\r\n"
                "419.62 9.85\r\n429.43 9.89\r\n439.25 9.92\r\n",
                -1);
  scene = folder_open (folder, "site.lan", NULL);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, 5);
  g_assert_cmpfloat (ae_scene_peek_cube (scene)[(1 * SAMPLES + 2) * 5 + 3], ==,
                     value_at (1, 2, 3));
  g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[4], ==, 439.25);
  g_assert_cmpfloat (ae_scene_get_fwhm_nm (scene)[0], ==, 9.78);
  lazy = folder_open (folder, "site.lan", &on_demand);
  g_assert_null (ae_scene_peek_cube (lazy));
  g_assert_true (ae_scene_read_pixel (lazy, 1 * SAMPLES + 2, pixel, NULL));
  g_assert_cmpfloat (pixel[3], ==, value_at (1, 2, 3));
}

static gsize
peak_bytes (void)
{
  g_autofree char *status = NULL;
  const char *peak;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  peak = strstr (status, "VmHWM:");
  g_assert_nonnull (peak);
  return g_ascii_strtoull (peak + 6, NULL, 10) * 1024;
}

/* Opening costs at most 1.3 times the cube and 150 MiB. */
static void
test_memory (void)
{
  const char *path = g_getenv ("BANDLOOM_TEST_LARGE");
  Folder folder;
  size_t dims[3] = { 300, 300, 300 };

  if (g_test_subprocess ())
    {
      g_autoptr (AeScene) scene = ae_reader_open (path, NULL, NULL, NULL);
      gsize cube = ae_scene_get_n_pixels (scene) * ae_scene_get_bands (scene) * sizeof (float);

      g_assert_cmpuint (cube, >, 100 << 20);
      g_assert_cmpuint (peak_bytes (), <, cube * 13 / 10 + (150 << 20));
      return;
    }
#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("the address sanitizer takes memory of its own");
  return;
#endif
  folder_set_up (&folder, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = folder_path (&folder, i ? "large.mat" : "large.img");

      if (i)
        {
          mat_t *mat = create (&folder, "large.mat", MAT_FT_MAT5);
          g_autofree double *data = g_new0 (double, dims[0] * dims[1] * dims[2]);

          put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, TRUE);
          Mat_Close (mat);
        }
      else
        {
          g_autofree guint8 *data = g_malloc0 (300 * 300 * 300);

          folder_write (&folder, "large.img", data, 300 * 300 * 300);
          folder_write (
              &folder, "large.hdr",
              "ENVI\nsamples=300\nlines=300\nbands=300\ndata type=1\ninterleave=bsq\n", -1);
        }
      g_setenv ("BANDLOOM_TEST_LARGE", name, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
    }
  folder_tear_down (&folder, NULL);
}

typedef struct
{
  GCancellable *cancellable;
  gint64 cancelled_at;
  double last;
} Watch;

static void
cancel_half_way_cb (double fraction, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpfloat (fraction, >=, watch->last);
  watch->last = fraction;
  if (fraction > 0.3 && watch->cancelled_at == 0)
    {
      watch->cancelled_at = g_get_monotonic_time ();
      g_cancellable_cancel (watch->cancellable);
    }
}

/* How long a reading goes on after it is cancelled at a third, or -1 where it was done before.
 */
static gint64
cancel_half_way (const char *path)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { cancellable, 0, 0.0 };
  const AeReaderOptions options = { .progress = cancel_half_way_cb, .progress_data = &watch };
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = ae_reader_open (path, &options, cancellable, &error);

  if (watch.cancelled_at == 0)
    return -1;
  g_assert_null (scene);
  g_assert_error (error, AE_ERROR, AE_ERROR_CANCELLED);
  return g_get_monotonic_time () - watch.cancelled_at;
}

/* Cancelled while it reads, it is back at once and says so: best of a few, for a busy machine
 * may keep it waiting. */
static void
test_cancel_half_way (Folder *folder, gconstpointer unused)
{
  const gsize n = 4000 * 100 * 100;
  g_autofree guint16 *data = g_new0 (guint16, n);
  g_autofree char *path = folder_path (folder, "large.img");
  gint64 least = G_MAXINT64;

  folder_write (folder, "large.img", data, (gssize) (n * 2));
  folder_write (folder, "large.hdr",
                "ENVI\nsamples=100\nlines=4000\nbands=100\ndata type=12\ninterleave=bsq\n", -1);
  for (guint i = 0; i < 5 && least > 200000; i++)
    {
      gint64 late = cancel_half_way (path);

      if (late < 0)
        {
          g_test_skip ("the file was read before anything was reported");
          return;
        }
      least = MIN (least, late);
    }
#ifdef __SANITIZE_ADDRESS__
  g_assert_cmpint (least, <, 2000000);
#else
  g_assert_cmpint (least, <, 200000);
#endif
}

/* Libraries below must not write to the terminal behind our back. */
static void
test_silent (void)
{
  if (g_test_subprocess ())
    {
      Folder folder;

      folder_set_up (&folder, NULL);
      test_refused (&folder, NULL);
      folder_tear_down (&folder, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
}

#define ADD(name, func)                                                                        \
  g_test_add ("/reader/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader/demo", test_demo);
  g_test_add_func ("/reader/silent", test_silent);
  ADD ("refused", test_refused);
  ADD ("npy", test_npy);
  ADD ("all-nan", test_all_nan);
  ADD ("geotiff", test_geotiff);
  ADD ("netcdf", test_netcdf);
  ADD ("lan", test_lan);
  ADD ("cancel-half-way", test_cancel_half_way);
  g_test_add_func ("/reader/memory", test_memory);
  return g_test_run ();
}
