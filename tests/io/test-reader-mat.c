/* test-reader-mat.c: MATLAB files of every version, layout and state of damage. */
#include <math.h>

#include "ae-error.h"
#include "cube-fixtures.h"

/* Versions 5, 5 packed and 7.3 of one cube, with its labels and wavelengths. */
static void
test_mat_cube (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    enum mat_ft version;
    gboolean packed;
    const char *format;
  } cases[] = {
    { "five.mat", MAT_FT_MAT5, FALSE, "MATLAB 5" },
    { "packed.mat", MAT_FT_MAT5, TRUE, "MATLAB 5" },
    { "seven.mat", MAT_FT_MAT73, FALSE, "MATLAB 7.3" },
    { "seven-packed.mat", MAT_FT_MAT73, TRUE, "MATLAB 7.3" },
  };
  size_t dims[3] = { LINES, SAMPLES, BANDS }, flat[2] = { LINES, SAMPLES },
         list[2] = { 1, BANDS };
  double cube[LINES * SAMPLES * BANDS], wavelengths[BANDS];
  guint8 truth[LINES * SAMPLES] = { 0 };

  fill_column_major (cube, "lsb", dims);
  truth[1 + 2 * LINES] = 3;
  for (guint b = 0; b < BANDS; b++)
    wavelengths[b] = 400 + 10.25 * b;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      mat_t *mat = create (folder, cases[i].name, cases[i].version);
      g_autoptr (AeScene) scene = NULL;

      put (mat, "scene_gt", MAT_C_UINT8, MAT_T_UINT8, 2, flat, truth, cases[i].packed);
      put (mat, "anything", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, cube, cases[i].packed);
      put (mat, "Wavelength", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, list, wavelengths,
           cases[i].packed);
      Mat_Close (mat);
      scene = folder_open (folder, cases[i].name, NULL);
      check_values (scene);
      g_assert_cmpstr (ae_scene_get_format (scene), ==, cases[i].format);
      g_assert_true (ae_scene_has_axis_order (scene));
      g_assert_cmpuint (ae_scene_get_n_classes (scene), ==, 4);
      g_assert_cmpuint (ae_scene_get_labels (scene)[1 * SAMPLES + 2], ==, 3);
      g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[3], ==, 430.75);
    }
}

/* Bands × pixels with rows and columns beside them; and pixels × bands. */
static void
test_mat_unmixing (Folder *folder, gconstpointer unused)
{
  size_t matrix[2] = { BANDS, LINES * SAMPLES }, turned[2] = { LINES * SAMPLES, BANDS },
         one[2] = { 1, 1 };
  size_t dims[3] = { BANDS, LINES, SAMPLES }, turned_dims[3] = { LINES, SAMPLES, BANDS };
  double data[LINES * SAMPLES * BANDS], rows = LINES, columns = SAMPLES, bands = 224;

  for (guint i = 0; i < 3; i++)
    {
      mat_t *mat = create (folder, "unmixing.mat", i == 2 ? MAT_FT_MAT4 : MAT_FT_MAT5);
      g_autoptr (AeScene) scene = NULL;

      fill_column_major (data, i == 1 ? "lsb" : "bls", i == 1 ? turned_dims : dims);
      put (mat, "V", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, i == 1 ? turned : matrix, data, FALSE);
      put (mat, "nRow", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &rows, FALSE);
      put (mat, "nCol", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &columns, FALSE);
      put (mat, "nBand", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &bands, FALSE);
      Mat_Close (mat);
      scene = folder_open (folder, "unmixing.mat", NULL);
      check_values (scene);
    }
}

static void
test_mat_choice (Folder *folder, gconstpointer unused)
{
  size_t dims[3] = { LINES, SAMPLES, BANDS }, small[3] = { LINES, SAMPLES, 3 },
         flat[2] = { 5, 6 };
  double data[LINES * SAMPLES * BANDS];
  mat_t *mat = create (folder, "two.mat", MAT_FT_MAT5);
  const AeReaderOptions options = { .variable = "second" }, wrong = { .variable = "third" };
  g_autofree char *path = folder_path (folder, "two.mat");
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (AeScene) chosen = NULL;
  g_autoptr (AeScene) obvious = NULL;

  fill_column_major (data, "lsb", dims);
  put (mat, "first", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, FALSE);
  put (mat, "second", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, FALSE);
  Mat_Close (mat);
  folder_refuse (folder, "two.mat", NULL, AE_ERROR_AMBIGUOUS,
                 "first (3 × 4 × 20 float64), second (3 × 4 × 20 float64)");
  folder_refuse (folder, "two.mat", &wrong, AE_ERROR_NOT_FOUND, "“third”");
  choices = ae_reader_list_choices (path, NULL);
  g_assert_cmpuint (choices->len, ==, 2);
  g_assert_cmpstr (((AeReaderChoice *) choices->pdata[1])->variable, ==, "second");
  g_assert_cmpuint (((AeReaderChoice *) choices->pdata[1])->bands, ==, BANDS);
  chosen = folder_open (folder, "two.mat", &options);
  check_values (chosen);

  mat = create (folder, "obvious.mat", MAT_FT_MAT5);
  put (mat, "abundances", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, small, data, FALSE);
  put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, FALSE);
  Mat_Close (mat);
  obvious = folder_open (folder, "obvious.mat", NULL);
  check_values (obvious);
  g_assert_cmpuint (ae_scene_get_n_warnings (obvious), ==, 1);

  mat = create (folder, "none.mat", MAT_FT_MAT5);
  put (mat, "y", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, flat, data, FALSE);
  Mat_Close (mat);
  folder_refuse (folder, "none.mat", NULL, AE_ERROR_UNSUPPORTED, "y (5 × 6 float64)");
}

static void
test_mat_axes (Folder *folder, gconstpointer unused)
{
  static const char *const orders[] = { "lsb", "bls", "slb", "bsl", "lbs", "sbl" };
  const size_t sizes[3] = { LINES, SAMPLES, BANDS };
  double data[LINES * SAMPLES * BANDS];

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      const AeReaderOptions options = { .axes = orders[i] };
      mat_t *mat = create (folder, "axes.mat", MAT_FT_MAT5);
      g_autoptr (AeScene) scene = NULL;
      size_t dims[3];

      for (guint k = 0; k < 3; k++)
        dims[k] = sizes[strchr ("lsb", orders[i][k]) - "lsb"];
      fill_column_major (data, orders[i], dims);
      put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, FALSE);
      Mat_Close (mat);
      scene = folder_open (folder, "axes.mat", &options);
      check_values (scene);
    }
  {
    const AeReaderOptions bad = { .axes = "lss" };

    folder_refuse (folder, "axes.mat", &bad, AE_ERROR_INVALID, "lss");
  }
}

static void
test_mat_truncated (Folder *folder, gconstpointer unused)
{
  size_t dims[3] = { LINES, SAMPLES, BANDS };
  double data[LINES * SAMPLES * BANDS];

  for (guint packed = 0; packed < 2; packed++)
    {
      mat_t *mat = create (folder, "whole.mat", MAT_FT_MAT5);
      g_autofree char *path = folder_path (folder, "whole.mat");
      g_autofree char *bytes = NULL;
      gsize n;

      for (guint i = 0; i < G_N_ELEMENTS (data); i++)
        data[i] = sin (i * 12.9898) * 43758.5453;
      put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, packed);
      Mat_Close (mat);
      g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
      for (gsize keep = 1; keep < n; keep += 41)
        {
          g_autofree char *cut = folder_path (folder, "cut.mat");
          g_autoptr (GError) error = NULL;

          folder_write (folder, "cut.mat", bytes, (gssize) keep);
          g_assert_null (ae_reader_open (cut, NULL, NULL, &error));
          g_assert_nonnull (error);
        }
    }
}

static matvar_t *
cube_var (const char *name)
{
  static double data[LINES * SAMPLES * BANDS];
  size_t dims[3] = { LINES, SAMPLES, BANDS };

  fill_column_major (data, "lsb", dims);
  return Mat_VarCreate (name, MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, 0);
}

static matvar_t *
list_var (const char *name, double step)
{
  double numbers[BANDS];
  size_t dims[2] = { 1, BANDS };

  for (guint b = 0; b < BANDS; b++)
    numbers[b] = 400 + step * b;
  return Mat_VarCreate (name, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, dims, numbers, 0);
}

static matvar_t *
struct_var (const char *name, const char *const *fields, matvar_t **members, guint n)
{
  size_t one[2] = { 1, 1 };
  matvar_t *var = Mat_VarCreateStruct (name, 2, one, (const char **) fields, n);

  for (guint i = 0; i < n; i++)
    Mat_VarSetStructFieldByName (var, fields[i], 0, members[i]);
  return var;
}

/* The cube in a structure, in one within another, in a cell; with what lies beside it. */
static void
test_mat_nested (Folder *folder, gconstpointer unused)
{
  static const char *const fields[] = { "data", "wavelength" };
  static const char *const outer[] = { "note", "S" };
  static const struct
  {
    const char *variable;
    enum mat_ft version;
    gboolean is_packed;
    guint kind; /* 0 structure, 1 nested, 2 cell */
  } cases[] = {
    { "S.data", MAT_FT_MAT5, FALSE, 0 },  { "S.data", MAT_FT_MAT5, TRUE, 0 },
    { "T.S.data", MAT_FT_MAT5, TRUE, 1 }, { "C{1}", MAT_FT_MAT5, FALSE, 2 },
    { "S.data", MAT_FT_MAT73, FALSE, 0 }, { "T.S.data", MAT_FT_MAT73, FALSE, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      mat_t *mat = create (folder, "nested.mat", cases[i].version);
      matvar_t *members[] = { cube_var ("data"), list_var ("wavelength", 10) };
      matvar_t *var = struct_var ("S", fields, members, 2);
      const AeReaderOptions options = { .variable = cases[i].variable };
      g_autoptr (AeScene) scene = NULL;
      g_autoptr (AeScene) by_name = NULL;

      if (cases[i].kind == 1)
        {
          matvar_t *inner[] = { list_var ("note", 1), var };

          var = struct_var ("T", outer, inner, 2);
        }
      else if (cases[i].kind == 2)
        {
          size_t one[2] = { 1, 1 };
          matvar_t *cell[] = { cube_var (NULL) };

          Mat_VarFree (var);
          var = Mat_VarCreate ("C", MAT_C_CELL, MAT_T_CELL, 2, one, cell, 0);
        }
      g_assert_cmpint (
          Mat_VarWrite (mat, var,
                        cases[i].is_packed ? MAT_COMPRESSION_ZLIB : MAT_COMPRESSION_NONE),
          ==, 0);
      Mat_VarFree (var);
      Mat_Close (mat);
      scene = folder_open (folder, "nested.mat", NULL);
      check_values (scene);
      by_name = folder_open (folder, "nested.mat", &options);
      check_values (by_name);
      if (cases[i].kind != 2)
        g_assert_cmpfloat (ae_scene_get_wavelengths_nm (scene)[3], ==, 430);
    }
}

/* Of four dimensions one that is 1 is none. */
static void
test_mat_single (Folder *folder, gconstpointer unused)
{
  static const size_t shapes[][4] = { { 1, LINES, SAMPLES, BANDS },
                                      { LINES, 1, SAMPLES, BANDS },
                                      { LINES, SAMPLES, 1, BANDS } };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      mat_t *mat = create (folder, "single.mat", MAT_FT_MAT5);
      size_t dims[4], cube[3] = { LINES, SAMPLES, BANDS };
      double data[LINES * SAMPLES * BANDS];
      g_autoptr (AeScene) scene = NULL;

      memcpy (dims, shapes[i], sizeof dims);
      fill_column_major (data, "lsb", cube);
      put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 4, dims, data, FALSE);
      Mat_Close (mat);
      scene = folder_open (folder, "single.mat", NULL);
      check_values (scene);
    }
}

/* Scale, offset and no-data in variables beside the cube, of whole numbers and of others; a
 * divisor by its size. */
static void
test_mat_calibration (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *gain_name;
    double gain, offset, wanted;
    gboolean is_whole;
  } cases[] = { { "scale_factor", 0.01, 5, 0.01, TRUE },
                { "ScaleFactor", 10000, 0, 0.0001, TRUE },
                { "gain", 2, 1, 2, FALSE } };
  size_t dims[3] = { LINES, SAMPLES, BANDS }, one[2] = { 1, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      mat_t *mat = create (folder, "scaled.mat", MAT_FT_MAT5);
      double data[LINES * SAMPLES * BANDS], missing = -7, gain = cases[i].gain,
                                            offset = cases[i].offset;
      gint16 whole[LINES * SAMPLES * BANDS];
      g_autoptr (AeScene) scene = NULL;
      const float *cube;

      fill_column_major (data, "lsb", dims);
      for (guint b = 0; b < BANDS; b++)
        data[1 + 2 * LINES + b * LINES * SAMPLES] = missing;
      for (guint k = 0; k < LINES * SAMPLES * BANDS; k++)
        whole[k] = (gint16) data[k];
      if (cases[i].is_whole)
        put (mat, "cube", MAT_C_INT16, MAT_T_INT16, 3, dims, whole, FALSE);
      else
        put (mat, "cube", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, data, FALSE);
      put (mat, cases[i].gain_name, MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &gain, FALSE);
      put (mat, "offset", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &offset, FALSE);
      put (mat, "nodata", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, one, &missing, FALSE);
      Mat_Close (mat);
      scene = folder_open (folder, "scaled.mat", NULL);
      cube = ae_scene_peek_cube (scene);
      g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 1);
      g_assert_true (ae_scene_is_masked (scene, SAMPLES + 2));
      for (guint p = 0; p < LINES * SAMPLES; p++)
        for (guint b = 0; b < BANDS && !ae_scene_is_masked (scene, p); b++)
          g_assert_cmpfloat_with_epsilon (
              cube[p * BANDS + b],
              cases[i].wanted * value_at (p / SAMPLES, p % SAMPLES, b) + offset, 1e-3);
    }
}

#define ADD(name, func)                                                                        \
  g_test_add ("/reader-mat/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("cube", test_mat_cube);
  ADD ("unmixing", test_mat_unmixing);
  ADD ("choice", test_mat_choice);
  ADD ("axes", test_mat_axes);
  ADD ("truncated", test_mat_truncated);
  ADD ("nested", test_mat_nested);
  ADD ("single", test_mat_single);
  ADD ("calibration", test_mat_calibration);
  return g_test_run ();
}
