/* test-calibration.c: from the numbers of a file to values: one scene in every container, with
 * every kind of scale, of no data, of axis order and of unit, has one checksum. */
#include <math.h>

#include <cpl_conv.h>

#include "ae-calibration.h"
#include "array-fixtures.h"

/* Values are stored × 0.5 + b (scale a number) or stored × (0.5 + b / 4) − b (one a band). */
typedef enum
{
  SCALE_NONE,
  SCALE_ONE,
  SCALE_BANDS,
  N_SCALES,
} Scale;

typedef enum
{
  MISSING_NONE,
  MISSING_NUMBER,
  MISSING_ZERO,
  N_MISSING,
} Missing;

typedef enum
{
  CONTAINER_ENVI,
  CONTAINER_TIFF,
  CONTAINER_NETCDF,
  CONTAINER_HDF5,
  CONTAINER_NPY,
  CONTAINER_MAT,
  N_CONTAINERS,
} Container;

static const struct
{
  const char *word; /* as ENVI and attributes have it */
  double factor;    /* the axis is factor × nm, or factor / nm */
  gboolean is_reciprocal;
} units[]
    = { { "Nanometers", 1, FALSE },  { "um", 1e-3, FALSE },       { "Angstroms", 10, FALSE },
        { "Wavenumber", 1e7, TRUE }, { "eV", 1239.841984, TRUE }, { "GHz", 299792458, TRUE } };

#define N_VALUES (LINES * SAMPLES * BANDS)

static double
gain_of (Scale scale, guint band)
{
  return scale == SCALE_NONE ? 1 : scale == SCALE_ONE ? 0.5 : 0.5 + band / 4.0;
}

static double
offset_of (Scale scale, guint band)
{
  return scale == SCALE_NONE ? 0 : scale == SCALE_ONE ? 3 : -(double) band;
}

/* Pixel 5 is empty where the scene has a number for that. */
static double
stored_at (guint l, guint s, guint b, Missing missing)
{
  if (l * SAMPLES + s != 5 || missing == MISSING_NONE)
    return (double) value_at (l, s, b);
  return missing == MISSING_ZERO ? 0 : -9999;
}

static double
axis_at (guint unit, guint band)
{
  double nm = 400 + 10.0 * band;

  return units[unit].is_reciprocal ? units[unit].factor / nm : units[unit].factor * nm;
}

static char *
dup_axis_text (guint unit)
{
  GString *text = g_string_new (NULL);

  for (guint b = 0; b < BANDS; b++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, "%s%s", b > 0 ? ", " : "",
                              g_ascii_dtostr (buffer, sizeof buffer, axis_at (unit, b)));
    }
  return g_string_free (text, FALSE);
}

static void
write_envi (Folder *folder, const char *name, const char *axes, Scale scale, Missing missing,
            guint unit)
{
  g_autoptr (GString) header = g_string_new (NULL);
  g_autofree char *axis = dup_axis_text (unit);
  g_autofree char *image = g_strconcat (name, ".img", NULL);
  g_autofree char *path = g_strconcat (name, ".hdr", NULL);
  gint16 data[N_VALUES];
  const guint sizes[3] = { LINES, SAMPLES, BANDS };
  guint n = 0, at[3];

  for (at[0] = 0; at[0] < sizes[strchr ("lsb", axes[0]) - "lsb"]; at[0]++)
    for (at[1] = 0; at[1] < sizes[strchr ("lsb", axes[1]) - "lsb"]; at[1]++)
      for (at[2] = 0; at[2] < sizes[strchr ("lsb", axes[2]) - "lsb"]; at[2]++)
        data[n++]
            = (gint16) stored_at (at[strchr (axes, 'l') - axes], at[strchr (axes, 's') - axes],
                                  at[strchr (axes, 'b') - axes], missing);
  g_string_printf (header,
                   "ENVI\nsamples=%d\nlines=%d\nbands=%d\ndata type=2\ninterleave=%s\n"
                   "wavelength units=%s\nwavelength={%s}\n",
                   SAMPLES, LINES, BANDS,
                   axes[0] == 'b'   ? "bsq"
                   : axes[1] == 'b' ? "bil"
                                    : "bip",
                   units[unit].word, axis);
  if (missing != MISSING_NONE)
    g_string_append_printf (header, "data ignore value = %d\n",
                            missing == MISSING_ZERO ? 0 : -9999);
  for (guint k = 0; k < 2 && scale != SCALE_NONE; k++)
    {
      g_string_append (header, k ? "data offset values = {" : "data gain values = {");
      for (guint b = 0; b < BANDS; b++)
        g_string_append_printf (header, "%s%g", b > 0 ? "," : "",
                                k ? offset_of (scale, b) : gain_of (scale, b));
      g_string_append (header, "}\n");
    }
  folder_write (folder, image, data, sizeof data);
  folder_write (folder, path, header->str, -1);
}

static void
write_tiff (Folder *folder, const char *name, const char *axes, Scale scale, Missing missing,
            guint unit)
{
  char *options[]
      = { (char *) (axes[2] == 'b' ? "INTERLEAVE=PIXEL" : "INTERLEAVE=BAND"), NULL };
  g_autofree char *path = folder_path (folder, name);
  GDALDatasetH dataset;

  GDALAllRegister ();
  dataset = GDALCreate (GDALGetDriverByName ("GTiff"), path, SAMPLES, LINES, BANDS, GDT_Int16,
                        options);
  for (guint b = 0; b < BANDS; b++)
    {
      GDALRasterBandH band = GDALGetRasterBand (dataset, (int) b + 1);
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      gint16 plane[LINES * SAMPLES];

      for (guint p = 0; p < LINES * SAMPLES; p++)
        plane[p] = (gint16) stored_at (p / SAMPLES, p % SAMPLES, b, missing);
      g_assert_cmpint (GDALRasterIO (band, GF_Write, 0, 0, SAMPLES, LINES, plane, SAMPLES,
                                     LINES, GDT_Int16, 0, 0),
                       ==, CE_None);
      GDALSetMetadataItem (band, "wavelength",
                           g_ascii_dtostr (text, sizeof text, axis_at (unit, b)), NULL);
      GDALSetMetadataItem (band, "wavelength_units", units[unit].word, NULL);
      if (scale != SCALE_NONE)
        {
          GDALSetRasterScale (band, gain_of (scale, b));
          GDALSetRasterOffset (band, offset_of (scale, b));
        }
      if (missing != MISSING_NONE)
        GDALSetRasterNoDataValue (band, missing == MISSING_ZERO ? 0 : -9999);
    }
  GDALClose (dataset);
}

static void
write_arrays (Folder *folder, const char *name, const char *axes, Scale scale, Missing missing,
              guint unit)
{
  static const char *const dim_names[] = { "y", "x", "z" };
  const size_t sizes[3] = { LINES, SAMPLES, BANDS };
  const char *names[3];
  size_t count[3];
  double data[N_VALUES], axis[BANDS], gains[BANDS], offsets[BANDS];
  const double marker = missing == MISSING_ZERO ? 0 : -9999;
  GDALGroupH root;
  GDALDatasetH dataset = arrays_create (folder, name, &root);
  GDALMDArrayH array, list;
  guint n = 0, at[3];

  for (guint k = 0; k < 3; k++)
    {
      gsize which = (gsize) (strchr ("lsb", axes[k]) - "lsb");

      names[k] = dim_names[which];
      count[k] = sizes[which];
    }
  for (at[0] = 0; at[0] < count[0]; at[0]++)
    for (at[1] = 0; at[1] < count[1]; at[1]++)
      for (at[2] = 0; at[2] < count[2]; at[2]++)
        data[n++] = stored_at (at[strchr (axes, 'l') - axes], at[strchr (axes, 's') - axes],
                               at[strchr (axes, 'b') - axes], missing);
  for (guint b = 0; b < BANDS; b++)
    {
      axis[b] = axis_at (unit, b);
      gains[b] = gain_of (scale, b);
      offsets[b] = offset_of (scale, b);
    }
  array = arrays_add (root, "cube", names, count, 3, GDT_Int16, data);
  list = arrays_add (root, "lambda", &dim_names[2], &sizes[2], 1, GDT_Float64, axis);
  GDALMDArraySetUnit (list, units[unit].word);
  if (scale != SCALE_NONE)
    {
      arrays_set_numbers (array, "scale_factor", gains, scale == SCALE_ONE ? 1 : BANDS);
      arrays_set_numbers (array, "add_offset", offsets, scale == SCALE_ONE ? 1 : BANDS);
    }
  if (missing != MISSING_NONE)
    arrays_set_numbers (array, "missing_value", &marker, 1);
  GDALMDArrayRelease (array);
  GDALMDArrayRelease (list);
  arrays_close (dataset, root);
}

/* The array alone, and a header that is called as it is: what NumPy's format cannot say. */
static void
write_npy (Folder *folder, const char *axes, Scale scale, Missing missing, guint unit)
{
  const guint sizes[] = { LINES, SAMPLES, BANDS };
  guint count[3], at[3], n = 0;
  gint16 data[N_VALUES];
  g_autofree char *path = folder_path (folder, "cube.npy");
  g_autofree char *from = folder_path (folder, "cube.hdr");
  g_autofree char *to = folder_path (folder, "cube.npy.hdr");
  g_autofree char *text = NULL;
  g_autoptr (GString) file = g_string_new (NULL);

  write_envi (folder, "cube", "lsb", scale, missing, unit);
  g_assert_cmpint (g_rename (from, to), ==, 0);
  for (guint k = 0; k < 3; k++)
    count[k] = sizes[strchr ("lsb", axes[k]) - "lsb"];
  for (at[0] = 0; at[0] < count[0]; at[0]++)
    for (at[1] = 0; at[1] < count[1]; at[1]++)
      for (at[2] = 0; at[2] < count[2]; at[2]++)
        data[n++]
            = (gint16) stored_at (at[strchr (axes, 'l') - axes], at[strchr (axes, 's') - axes],
                                  at[strchr (axes, 'b') - axes], missing);
  text = g_strdup_printf ("{'descr': '<i2', 'fortran_order': False, 'shape': (%u, %u, %u), }",
                          count[0], count[1], count[2]);
  g_string_append_len (file, "\x93NUMPY\1\0v\0", 10);
  g_string_append_printf (file, "%-117s\n", text);
  g_string_append_len (file, (const char *) data, sizeof data);
  g_assert_true (g_file_set_contents (path, file->str, (gssize) file->len, NULL));
}

/* In a structure with its wavelengths, scale, offset and no-data. */
static void
write_mat (Folder *folder, const char *axes, Scale scale, Missing missing)
{
  static const char *const fields[]
      = { "cube", "wavelength", "scale_factor", "add_offset", "missing_value" };
  const size_t sizes[] = { LINES, SAMPLES, BANDS };
  size_t dims[3], list[2] = { 1, BANDS }, one[2] = { 1, 1 };
  double axis[BANDS], gains[BANDS], offsets[BANDS],
      marker = missing == MISSING_ZERO ? 0 : -9999;
  gint16 data[N_VALUES];
  mat_t *mat = create (folder, "cube.mat", MAT_FT_MAT5);
  matvar_t *var = Mat_VarCreateStruct ("scene", 2, one, (const char **) fields, 5);
  guint at[3], n = 0;

  for (guint k = 0; k < 3; k++)
    dims[k] = sizes[strchr ("lsb", axes[k]) - "lsb"];
  for (at[2] = 0; at[2] < dims[2]; at[2]++)
    for (at[1] = 0; at[1] < dims[1]; at[1]++)
      for (at[0] = 0; at[0] < dims[0]; at[0]++)
        data[n++]
            = (gint16) stored_at (at[strchr (axes, 'l') - axes], at[strchr (axes, 's') - axes],
                                  at[strchr (axes, 'b') - axes], missing);
  for (guint b = 0; b < BANDS; b++)
    {
      axis[b] = axis_at (0, b);
      gains[b] = gain_of (scale, b);
      offsets[b] = offset_of (scale, b);
    }
  Mat_VarSetStructFieldByName (
      var, "cube", 0, Mat_VarCreate (NULL, MAT_C_INT16, MAT_T_INT16, 3, dims, data, 0));
  Mat_VarSetStructFieldByName (
      var, "wavelength", 0, Mat_VarCreate (NULL, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, list, axis, 0));
  if (scale != SCALE_NONE)
    {
      size_t *shape = scale == SCALE_ONE ? one : list;

      Mat_VarSetStructFieldByName (
          var, "scale_factor", 0,
          Mat_VarCreate (NULL, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, shape, gains, 0));
      Mat_VarSetStructFieldByName (
          var, "add_offset", 0,
          Mat_VarCreate (NULL, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, shape, offsets, 0));
    }
  if (missing != MISSING_NONE)
    Mat_VarSetStructFieldByName (
        var, "missing_value", 0,
        Mat_VarCreate (NULL, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &marker, 0));
  g_assert_cmpint (Mat_VarWrite (mat, var, MAT_COMPRESSION_ZLIB), ==, 0);
  Mat_VarFree (var);
  Mat_Close (mat);
}

static AeScene *
write_and_open (Folder *folder, Container container, const char *axes, Scale scale,
                Missing missing, guint unit, const AeReaderOptions *options)
{
  static const char *const files[N_CONTAINERS]
      = { "cube.img", "cube.tif", "cube.nc", "cube.h5", "cube.npy", "cube.mat" };

  if (container == CONTAINER_ENVI)
    write_envi (folder, "cube", axes, scale, missing, unit);
  else if (container == CONTAINER_TIFF)
    write_tiff (folder, "cube.tif", axes, scale, missing, unit);
  else if (container == CONTAINER_NPY)
    write_npy (folder, axes, scale, missing, unit);
  else if (container == CONTAINER_MAT)
    write_mat (folder, axes, scale, missing);
  else
    write_arrays (folder, "cube.nc", axes, scale, missing, unit);
  if (container == CONTAINER_HDF5)
    arrays_rename (folder, "cube.nc", "cube.h5");
  return folder_open (folder, files[container], options);
}

/* Every value that is there, with its place, and every wavelength. */
static double
checksum (AeScene *scene)
{
  g_autofree float *cube = g_new (float, N_VALUES);
  double sum = 0;

  g_assert_cmpuint (ae_scene_get_lines (scene), ==, LINES);
  g_assert_cmpuint (ae_scene_get_samples (scene), ==, SAMPLES);
  g_assert_cmpuint (ae_scene_get_bands (scene), ==, BANDS);
  g_assert_true (ae_scene_read_lines (scene, 0, LINES, cube, NULL));
  for (guint i = 0; i < N_VALUES; i++)
    if (!ae_scene_is_masked (scene, i / BANDS) && isfinite (cube[i]))
      sum += (double) cube[i] * (1 + i % 97);
  for (guint b = 0; b < BANDS; b++)
    sum += ae_scene_get_wavelengths_nm (scene)[b] * (b + 1);
  return sum;
}

static double
expected_sum (Scale scale, Missing missing)
{
  double sum = 0;

  for (guint i = 0; i < N_VALUES; i++)
    {
      guint l = i / (SAMPLES * BANDS), s = i / BANDS % SAMPLES, b = i % BANDS;

      if (missing == MISSING_NONE || i / BANDS != 5)
        sum += (stored_at (l, s, b, missing) * gain_of (scale, b) + offset_of (scale, b))
               * (1 + i % 97);
    }
  for (guint b = 0; b < BANDS; b++)
    sum += (400 + 10.0 * b) * (b + 1);
  return sum;
}

static void
test_matrix (Folder *folder, gconstpointer unused)
{
  static const char *const orders[] = { "lsb", "bls", "lbs" };
  guint n = 0;

  for (Container c = 0; c < N_CONTAINERS; c++)
    for (guint o = 0; o < G_N_ELEMENTS (orders); o++)
      for (Scale scale = 0; scale < N_SCALES; scale++)
        for (Missing missing = 0; missing < N_MISSING; missing++, n++)
          {
            /* NumPy's format names no axes. */
            const AeReaderOptions npy = { .axes = orders[o] };
            g_autoptr (AeScene) scene
                = write_and_open (folder, c, orders[o], scale, missing,
                                  n % G_N_ELEMENTS (units), c == CONTAINER_NPY ? &npy : NULL);

            g_assert_cmpfloat_with_epsilon (checksum (scene), expected_sum (scale, missing),
                                            0.01);
            g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, missing != MISSING_NONE);
            g_assert_cmpint (ae_scene_get_units_guessed (scene), ==, c == CONTAINER_MAT);
          }
}

/* A step that is left out, or done twice, or in another order, is another sum. */
static void
test_planted (Folder *folder, gconstpointer unused)
{
  g_autoptr (AeScene) scene
      = write_and_open (folder, CONTAINER_HDF5, "lsb", SCALE_BANDS, MISSING_NUMBER, 3, NULL);
  double sum = checksum (scene);

  g_assert_cmpfloat (fabs (sum - expected_sum (SCALE_NONE, MISSING_NUMBER)), >, 1);
  g_assert_cmpfloat (fabs (sum - expected_sum (SCALE_ONE, MISSING_NUMBER)), >, 1);
  g_assert_cmpfloat (fabs (sum - expected_sum (SCALE_BANDS, MISSING_NONE)), >, 1);
  g_assert_cmpfloat (fabs (sum - expected_sum (SCALE_BANDS, MISSING_NUMBER)), <, 0.01);
}

/* Read on demand: by lines, by band and by pixel. */
static void
test_on_demand (Folder *folder, gconstpointer unused)
{
  static const char *const orders[] = { "lsb", "bls", "lbs" };
  const AeReaderOptions options = { .memory_limit = 1 };

  for (guint i = 0; i < 2 * G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (AeScene) scene
          = write_and_open (folder, i % 2 ? CONTAINER_TIFF : CONTAINER_ENVI, orders[i / 2],
                            SCALE_BANDS, MISSING_NUMBER, 0, &options);
      float plane[LINES * SAMPLES], row[BANDS];

      g_assert_null (ae_scene_peek_cube (scene));
      g_assert_cmpfloat_with_epsilon (checksum (scene),
                                      expected_sum (SCALE_BANDS, MISSING_NUMBER), 0.01);
      g_assert_true (ae_scene_read_band (scene, 7, plane, NULL));
      g_assert_true (ae_scene_read_pixel (scene, 6, row, NULL));
      g_assert_cmpfloat (row[7], ==, plane[6]);
      g_assert_cmpfloat_with_epsilon (
          row[7], value_at (1, 2, 7) * gain_of (SCALE_BANDS, 7) + offset_of (SCALE_BANDS, 7),
          1e-3);
      g_assert_true (isnan (plane[5]));
    }
}

/* Numbers that other programs write beside an array, each in its own words. */
static void
test_attributes (Folder *folder, gconstpointer unused)
{
  static const char *const names[] = { "y", "x", "band" };
  static const size_t sizes[] = { LINES, SAMPLES, BANDS };
  static const struct
  {
    const char *first, *second;
    double a, b, gain, offset;
    guint n_masked;
  } cases[] = {
    { "Scale_Factor", "Data_Ignore_Value", 10000, 1, 1e-4, 0, 1 },
    { "scale factor", NULL, 10000, 0, 1e-4, 0, 0 },
    { "scale_factor", "add_offset", 0.01, 5, 0.01, 5, 0 },
    { "slope", "intercept", 0.02, 1, 0.02, 1, 0 },
    { "gain", "offset", 4, -1, 0.25, -1, 0 },
    { "quantification_value", "_FillValue", 1000, 1, 1e-3, 0, 1 },
    { "valid_min", "valid_max", 101, 3000, 1, 0, 1 },
    { "missing_value", NULL, 1, 0, 1, 0, 1 },
  };
  double data[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++)
    data[i] = value_at (i / (SAMPLES * BANDS), i / BANDS % SAMPLES, i % BANDS);
  for (guint b = 0; b < BANDS; b++)
    data[b] = 1;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GDALGroupH root;
      GDALDatasetH dataset = arrays_create (folder, "a.nc", &root);
      GDALMDArrayH array = arrays_add (root, "r", names, sizes, 3, GDT_Int16, NULL);
      GDALExtendedDataTypeH type = GDALExtendedDataTypeCreate (GDT_Float64);
      const GUInt64 start[3] = { 0 };
      g_autoptr (AeScene) scene = NULL;

      arrays_set_numbers (array, cases[i].first, &cases[i].a, 1);
      if (cases[i].second != NULL)
        arrays_set_numbers (array, cases[i].second, &cases[i].b, 1);
      g_assert_true (GDALMDArrayWrite (array, start, sizes, NULL, NULL, type, data, NULL, 0));
      GDALExtendedDataTypeRelease (type);
      GDALMDArrayRelease (array);
      arrays_close (dataset, root);
      arrays_rename (folder, "a.nc", "a.h5");
      scene = folder_open (folder, "a.h5", NULL);
      g_assert_cmpfloat_with_epsilon (ae_scene_peek_cube (scene)[N_VALUES - 1],
                                      data[N_VALUES - 1] * cases[i].gain + cases[i].offset,
                                      1e-3);
      g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, cases[i].n_masked);
    }
}

/* The unit itself: 0 marks a pixel only where it is 0 throughout; lists of another length and
 * gains of 0 are refused. */
static void
test_rules (void)
{
  AeCalibration *calibration = ae_calibration_new (2);
  const double gains[] = { 2, 3 }, zero = 0, wrong[] = { 1, 2, 3 }, none[] = { 1, 0 };
  AeSceneBuilder b = { .bands = 2 };
  float values[] = { 0, 0, 0, 5, 7, 9 };

  g_assert_false (ae_calibration_scale (calibration, wrong, 3, NULL, 0));
  g_assert_false (ae_calibration_scale (calibration, none, 2, NULL, 0));
  g_assert_true (ae_calibration_scale (calibration, gains, 2, gains, 1));
  g_assert_true (ae_calibration_add_missing (calibration, &zero, 1));
  ae_calibration_set_range (calibration, -INFINITY, 8, FALSE);
  ae_calibration_put (&b, calibration);
  g_assert_nonnull (b.calibration);
  ae_calibration_apply (b.calibration, values, 3);
  g_assert_true (isnan (values[0]) && isnan (values[1]));
  g_assert_cmpfloat (values[2], ==, 2);
  g_assert_cmpfloat (values[3], ==, 17);
  g_assert_cmpfloat (values[4], ==, 16);
  g_assert_true (isnan (values[5]));
  g_assert_cmpuint (b.warnings->len, ==, 1);
  ae_scene_builder_clear (&b);
}

#define ADD(name, func)                                                                        \
  g_test_add ("/calibration/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibration/rules", test_rules);
  ADD ("matrix", test_matrix);
  ADD ("planted", test_planted);
  ADD ("on-demand", test_on_demand);
  ADD ("attributes", test_attributes);
  return g_test_run ();
}
