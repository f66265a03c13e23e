/* ae-reader-mat.c: scenes and labels in MATLAB files of versions 4, 5 and 7.3.
 *
 * Names cannot be trusted, shapes can. A cube is an array of three dimensions; a matrix of
 * bands × pixels is one if something in the file tells its rows and columns. Pixels of a
 * matrix follow each other down the columns, as everything does in MATLAB.
 */
#include <math.h>
#include <string.h>

#include "ae-calibration.h"
#include "ae-error.h"
#include "ae-hdf5-sources.h"
#include "ae-mat-arrays.h"
#include "ae-mat-check.h"
#include "ae-names.h"
#include "ae-raw.h"
#include "ae-read-context.h"
#include "ae-wavelengths.h"

/* Bytes of a slab as stored, read at once. */
#define SLAB_BYTES (48u << 20)

/* Scalars that tell the rows and columns of an image. */
static const char *const shape_names[][2]
    = { { "nRow", "nCol" },    { "nRows", "nCols" },   { "rows", "cols" },
        { "lines", "cols" },   { "lines", "samples" }, { "nl", "ns" },
        { "H", "W" },          { "height", "width" },  { "nr", "nc" },
        { "rows", "columns" }, { "lines", "columns" } };

#define N_SHAPE_NAMES G_N_ELEMENTS (shape_names)

/* Arrays with telling names that are looked into for labels. */
#define MOST_LABELS 16

/* An array seen as three dimensions, the first fastest, and which of them is what. */
typedef struct
{
  const AeMatArray *array;
  gsize dims[3];
  char axes[4]; /* a permutation of "lsb" */
  gboolean is_guess;
} View;

typedef struct
{
  mat_t *mat;
  AeReadContext *reading;
  GPtrArray *arrays; /* AeMatArray */
  GHashTable *names; /* utf8 → AeMatArray: the first of each, folded, wherever it lies */
  GHashTable *areas; /* utf8 → AeMatArray: the first of so many rows × columns where it lies */
  const AeMatArray *wavelengths;        /* nullable */
  gsize named_shapes[N_SHAPE_NAMES][2]; /* rows and columns that scalars tell; 0: not there */
  GArray *views;                        /* View: what could be the scene */
} File;

static void
file_clear (File *self)
{
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->areas, g_hash_table_unref);
  g_clear_pointer (&self->arrays, g_ptr_array_unref);
  g_clear_pointer (&self->views, g_array_unref);
  if (self->mat != NULL)
    Mat_Close (self->mat);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

static gsize
view_size (const View *view, char axis)
{
  return view->dims[strchr (view->axes, axis) - view->axes];
}

static gboolean
mat_probe (const AeReadContext *reading)
{
  return ae_read_context_has_ending (reading, ".mat")
         || (reading->n_head >= 128 && memcmp (reading->head, "MATLAB", 6) == 0);
}

static const AeMatArray *
find_array (const File *file, const char *name)
{
  g_autofree char *folded = ae_names_dup_folded (name);

  return g_hash_table_lookup (file->names, folded);
}

static gboolean
get_scalar (const File *file, const char *name, gsize *out)
{
  const AeMatArray *array = find_array (file, name);
  g_autofree double *value = array != NULL ? ae_mat_dup_numbers (file->mat, array, 1) : NULL;

  if (value == NULL || !(value[0] >= 1.0 && value[0] <= G_MAXINT32))
    return FALSE;
  *out = (gsize) value[0];
  return TRUE;
}

/* So many pixels, in the structure or cell that the array lies in. */
static char *
dup_area (const AeMatArray *array, gsize pixels)
{
  const char *last = strrchr (array->name, '{');
  gsize n = last != NULL ? (gsize) (last - array->name)
                         : strlen (array->name) - strlen (ae_mat_array_get_last_name (array));

  return g_strdup_printf ("%.*s %" G_GSIZE_FORMAT, (int) n, array->name, pixels);
}

/* Rows and columns of an image of `pixels`, from two scalars or from another array's shape. */
static gboolean
find_image_shape (const File *file, const AeMatArray *matrix, gsize pixels, gsize *rows,
                  gsize *columns)
{
  g_autofree char *area = dup_area (matrix, pixels);
  const AeMatArray *array = g_hash_table_lookup (file->areas, area);

  for (guint i = 0; i < N_SHAPE_NAMES; i++)
    {
      *rows = file->named_shapes[i][0];
      *columns = file->named_shapes[i][1];
      if (*rows > 0 && *rows * *columns == pixels)
        return TRUE;
    }
  if (array == NULL)
    return FALSE;
  *rows = array->dims[0];
  *columns = array->dims[1];
  return TRUE;
}

/* How long the file's list of wavelengths is, if it has one. */
static const AeMatArray *
find_wavelengths (const File *file)
{
  static const char *const names[] = { "wavelength", "wavelengths",  "wavelength_nm",
                                       "lambda",     "lambdas",      "wl",
                                       "wvl",        "wave",         "waves",
                                       "wavelen",    "band_centers", "bandcenters" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AeMatArray *array = find_array (file, names[i]);

      if (array != NULL && array->rank == 2
          && array->count == MAX (array->dims[0], array->dims[1]) && array->count > 1)
        return array;
    }
  return NULL;
}

static void
choose_axes (const File *file, View *view)
{
  const AeMatArray *wavelengths = file->wavelengths;
  const gsize *d = view->dims;
  gsize n = wavelengths != NULL ? wavelengths->count : 0;

  strcpy (view->axes, "lsb");
  if (n == d[2])
    return;
  if ((n == d[0] && n != d[1]) || (n != d[1] && d[1] == d[2] && d[0] != d[1]))
    strcpy (view->axes, "bls");
  else if (n > 0 && n == d[1])
    strcpy (view->axes, "lbs");
  view->is_guess = strcmp (view->axes, "lsb") != 0;
}

/* The user's own order of axes replaces ours. */
static gboolean
apply_axes_option (const File *file, View *view, GError **error)
{
  const char *axes = file->reading->options->axes;

  if (axes == NULL)
    return TRUE;
  if (strlen (axes) != 3 || strchr (axes, 'l') == NULL || strchr (axes, 's') == NULL
      || strchr (axes, 'b') == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "The order of axes “%s” is none; write l, s and b (lines, samples, bands) "
                   "once each, for example lsb",
                   axes);
      return FALSE;
    }
  strcpy (view->axes, axes);
  view->is_guess = FALSE;
  return TRUE;
}

/* Three dimensions; of four one that is 1 is none. */
static gboolean
take_dims (const AeMatArray *array, gsize dims[3])
{
  guint n = 0, n_single = 0;

  for (guint i = 0; i < array->rank; i++)
    if (array->rank == 4 && array->dims[i] == 1 && n_single == 0)
      n_single++;
    else if (n < 3)
      dims[n++] = array->dims[i];
  return n == 3 && array->rank - n_single == 3;
}

static void
add_cubes (File *file)
{
  for (guint i = 0; i < file->arrays->len; i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);
      View view = { array, { 0 }, "lsb", FALSE };

      if (!take_dims (array, view.dims) || view.dims[0] * view.dims[1] < 2)
        continue;
      choose_axes (file, &view);
      g_array_append_val (file->views, view);
    }
}

/* Columns are pixels in most files, rows in some. */
static void
add_matrices (File *file)
{
  for (guint i = 0; i < file->arrays->len; i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);
      gsize rows, columns;
      View view = { array, { 0 }, "bls", FALSE };

      if (array->rank != 2 || MIN (array->dims[0], array->dims[1]) < 2)
        continue;
      if (find_image_shape (file, array, array->dims[1], &rows, &columns))
        view = (View){ array, { array->dims[0], rows, columns }, "bls", FALSE };
      else if (find_image_shape (file, array, array->dims[0], &rows, &columns))
        view = (View){ array, { rows, columns, array->dims[1] }, "lsb", FALSE };
      else
        continue;
      g_array_append_val (file->views, view);
    }
}

/* Flat arrays of the scene's own size. */
static void
add_labels (File *file, gsize lines, gsize samples)
{
  for (guint i = 0; i < file->arrays->len; i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);
      View view = { array, { lines, samples, 1 }, "lsb", FALSE };

      if (array->rank == 2 && array->dims[0] == lines && array->dims[1] == samples)
        g_array_append_val (file->views, view);
    }
}

/* Names and sizes are looked up for every array: once through the file must do. */
static void
index_arrays (File *file)
{
  file->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  file->areas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < file->arrays->len; i++)
    {
      AeMatArray *array = g_ptr_array_index (file->arrays, i);
      g_autofree char *folded = ae_names_dup_folded (ae_mat_array_get_last_name (array));
      g_autofree char *area = dup_area (array, array->dims[0] * array->dims[1]);

      if (!g_hash_table_contains (file->names, folded))
        g_hash_table_insert (file->names, g_steal_pointer (&folded), array);
      if (array->dims[0] > 1 && array->dims[1] > 1 && array->rank <= 3
          && !g_hash_table_contains (file->areas, area))
        g_hash_table_insert (file->areas, g_steal_pointer (&area), array);
    }
  for (guint i = 0; i < N_SHAPE_NAMES; i++)
    {
      gsize *shape = file->named_shapes[i];

      if (!get_scalar (file, shape_names[i][0], &shape[0])
          || !get_scalar (file, shape_names[i][1], &shape[1]))
        shape[0] = shape[1] = 0;
    }
  file->wavelengths = find_wavelengths (file);
}

/* All that has two or three dimensions. */
static void
add_arrays (File *file)
{
  for (guint i = 0; i < file->arrays->len; i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);
      View view = { array,
                    { array->dims[0], array->dims[1], array->rank == 3 ? array->dims[2] : 1 },
                    "lsb",
                    FALSE };

      if (array->rank <= 3 && array->count > 1)
        g_array_append_val (file->views, view);
    }
}

static gboolean
open_file (File *file, AeReadContext *reading, GError **error)
{
  guint64 expected;

  file->reading = reading;
  if (!ae_mat_is_complete (reading->path, reading->head, reading->n_head, reading->size,
                           &expected))
    {
      g_set_error (
          error, AE_ERROR, AE_ERROR_DAMAGED,
          "%s is %" G_GUINT64_FORMAT
          " bytes long, and the arrays in it go beyond that; it is cut off, or no MATLAB "
          "file at all: copy or save it again",
          reading->name, reading->size);
      return FALSE;
    }
  if (!ae_hdf5_check_sources (reading->path, reading->name, error))
    return FALSE;
  file->mat = Mat_Open (reading->path, MAT_ACC_RDONLY);
  if (file->mat == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
                   "%s is no MATLAB file of version 4, 5 or 7.3, or its beginning is damaged; "
                   "save it again",
                   reading->name);
      return FALSE;
    }
  file->arrays = ae_mat_list_arrays (file->mat);
  index_arrays (file);
  file->views = g_array_new (FALSE, FALSE, sizeof (View));
  return TRUE;
}

/* Text in the form "y (145 × 145 uint8), …" of what is in a file without a cube. */
static char *
describe_arrays (const File *file)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (file->arrays->len, 6); i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);
      g_autofree char *shape = ae_mat_array_dup_shape (array);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? ", " : "", array->name, shape);
    }
  if (file->arrays->len == 0)
    g_string_append (text, "no numeric array");
  else if (file->arrays->len > 6)
    g_string_append_printf (text, " and %u more", file->arrays->len - 6);
  return g_string_free (text, FALSE);
}

static gboolean
fail_without_cube (const File *file, GError **error)
{
  g_autofree char *found = describe_arrays (file);

  if (file->reading->wants_labels)
    g_set_error (
        error, AE_ERROR, AE_ERROR_MISMATCH,
        "%s has no array of %u × %u, the scene's size, that could be its labels (it holds %s)",
        file->reading->name, file->reading->lines, file->reading->samples, found);
  else
    g_set_error (error, AE_ERROR, AE_ERROR_UNSUPPORTED,
                 "%s has no array of lines × samples × bands, nor bands × pixels with rows and "
                 "columns (it holds %s); "
                 "choose another file",
                 file->reading->name, found);
  return FALSE;
}

static void
list_choices (const File *file, GPtrArray *choices)
{
  for (guint i = 0; i < file->views->len; i++)
    {
      const View *view = &g_array_index (file->views, View, i);

      g_ptr_array_add (choices,
                       ae_read_context_choice_new (
                           g_strdup (view->array->name), ae_mat_array_dup_shape (view->array),
                           (guint) view_size (view, 'l'), (guint) view_size (view, 's'),
                           (guint) view_size (view, 'b')));
    }
}

/* Some programs write version 7.3 in ways that the library does not follow: then it is the HDF5
 * file that it is as well, with its dimensions in the other order. */
static gboolean
is_only_hdf5 (const File *file)
{
  return file->arrays->len == 0 && Mat_GetVersion (file->mat) == MAT_FT_MAT73;
}

static gboolean
load_hdf5 (const AeReadContext *reading, AeSceneBuilder *b, GPtrArray *choices, GError **error)
{
  const char *axes = reading->options->axes;
  g_autofree char *turned = g_strreverse (g_strdup (axes != NULL ? axes : "lsb"));
  AeReaderOptions options = *reading->options;
  AeReadContext inner = *reading;

  options.axes = turned;
  inner.options = &options;
  return choices != NULL ? ae_format_multidim.list (&inner, choices, error)
                         : ae_format_multidim.load (&inner, b, error);
}

static gboolean
mat_list (AeReadContext *reading, GPtrArray *choices, GError **error)
{
  g_auto (File) file = { 0 };

  if (!open_file (&file, reading, error))
    return FALSE;
  if (is_only_hdf5 (&file))
    return load_hdf5 (reading, NULL, choices, error);
  if (reading->wants_arrays)
    add_arrays (&file);
  else
    {
      add_cubes (&file);
      add_matrices (&file);
    }
  list_choices (&file, choices);
  return TRUE;
}

/* One slab of the array to its places in the cube. `done` numbers lie before it. Pixels go
 * outermost where the slab holds several bands of each, so that writes stay together. */
static void
scatter (const View *view, const AeSceneBuilder *b, const float *slab, gsize first, gsize n)
{
  gsize steps[3], d0 = view->dims[0], d1 = view->dims[1], n2;

  for (guint i = 0; i < 3; i++)
    steps[i] = view->axes[i] == 'b'   ? 1
               : view->axes[i] == 's' ? b->bands
                                      : (gsize) b->samples * b->bands;
  n2 = n / (d0 * d1);
  for (gsize j = 0; j < d1; j++)
    for (gsize i = 0; i < d0; i++)
      {
        float *out = b->cube + i * steps[0] + j * steps[1] + first * steps[2];
        const float *in = slab + i + j * d0;

        for (gsize k = 0; k < n2; k++)
          out[k * steps[2]] = in[k * d0 * d1];
      }
}

/* Along the array's own last dimension in whole steps of the view's last. */
static gboolean
read_view (const File *file, const View *view, AeSceneBuilder *b, GError **error)
{
  const AeMatArray *array = view->array;
  gsize per_last
      = array->count / array->dims[array->rank - 1]; /* numbers a step of the array */
  gsize unit
      = view->dims[0] * view->dims[1] / per_last; /* steps of the array a step of the view */
  gsize bytes
      = view->dims[0] * view->dims[1] * (ae_raw_type_get_size (array->type) + sizeof (float));
  gsize at_once = CLAMP (SLAB_BYTES / bytes, 1, view->dims[2]);
  g_autofree float *slab = g_try_new (float, view->dims[0] * view->dims[1] * at_once);

  for (gsize k = 0; slab != NULL && k < view->dims[2]; k += at_once)
    {
      gsize n = MIN (at_once, view->dims[2] - k);

      if (!ae_read_context_check_cancelled (file->reading, error))
        return FALSE;
      if (!ae_mat_read (file->mat, array, k * unit, n * unit, slab))
        {
          g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                       "%s: the array “%s” cannot be read beyond %.0f %%; the file is damaged "
                       "or cut off",
                       file->reading->name, array->name,
                       100.0 * (double) k / (double) view->dims[2]);
          return FALSE;
        }
      scatter (view, b, slab, k, n * view->dims[0] * view->dims[1]);
      ae_read_context_report (file->reading, (double) (k + n) / (double) view->dims[2]);
    }
  if (slab == NULL)
    g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
                 "%s: there is no memory for the array “%s”", file->reading->name, array->name);
  return slab != NULL;
}

static void
fill_wavelengths (const File *file, AeSceneBuilder *b)
{
  const AeMatArray *array = file->wavelengths;
  double *values = array != NULL ? ae_mat_dup_numbers (file->mat, array, 100000) : NULL;

  if (values != NULL)
    ae_wavelengths_put (b, values, (guint) array->count, NULL, 0, NULL);
}

/* Numbers of the first of these names that is there: one, or one a band. */
static double *
dup_beside (const File *file, const char *const *names, guint bands, guint *n,
            const char **found)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const AeMatArray *array = find_array (file, names[i]);

      if (array == NULL || (array->count != 1 && array->count != bands))
        continue;
      *n = (guint) array->count;
      *found = names[i];
      return ae_mat_dup_numbers (file->mat, array, 100000);
    }
  *n = 0;
  return NULL;
}

/* Scale, offset and no-data that lie beside the array. */
static void
fill_calibration (const File *file, const View *view, AeSceneBuilder *b)
{
  AeCalibration *calibration = ae_calibration_new (b->bands);
  gboolean is_whole
      = view->array->type != AE_RAW_FLOAT32 && view->array->type != AE_RAW_FLOAT64;
  const char *name = NULL, *unused;
  guint n_gains, n_offsets;
  g_autofree double *gains = dup_beside (file, ae_names_gains, b->bands, &n_gains, &name);
  g_autofree double *offsets
      = dup_beside (file, ae_names_offsets, b->bands, &n_offsets, &unused);
  gboolean is_divisor = FALSE;

  if (gains == NULL)
    {
      gains = dup_beside (file, ae_names_divisors, b->bands, &n_gains, &name);
      is_divisor = gains != NULL;
    }
  for (guint i = 0; gains != NULL && i < n_gains; i++)
    if (is_divisor || ae_names_divides (name, gains[i], is_whole))
      gains[i] = 1 / gains[i];
  if (!ae_calibration_scale (calibration, gains, n_gains, offsets, n_offsets))
    ae_scene_builder_warn (
        b, "The scale and offset beside the array are no numbers, or 0, and are left out.");
  for (guint i = 0; ae_names_missing[i] != NULL; i++)
    {
      const char *const one[] = { ae_names_missing[i], NULL };
      guint n;
      g_autofree double *missing = dup_beside (file, one, b->bands, &n, &unused);

      if (missing != NULL)
        ae_calibration_add_missing (calibration, missing, n);
    }
  ae_calibration_put (b, calibration);
}

static gboolean
is_label_name (const char *name)
{
  static const char *const parts[] = { "gt", "map", "label", "truth", "class", "mask" };
  g_autofree char *folded = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (folded, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Whole numbers, not all alike. */
static guint16 *
dup_label_values (const File *file, const AeMatArray *array)
{
  gsize rows = array->dims[0], columns = array->dims[1];
  g_autofree float *values = g_new (float, array->count);
  g_autofree guint16 *labels = g_new (guint16, array->count);
  gboolean differ = FALSE;

  if (!ae_mat_read (file->mat, array, 0, columns, values))
    return NULL;
  for (gsize i = 0; i < array->count; i++)
    {
      if (!(values[i] >= 0.0f && values[i] <= 65535.0f && values[i] == floorf (values[i])))
        return NULL;
      labels[i % rows * columns + i / rows] = (guint16) values[i];
      differ = differ || values[i] != values[0];
    }
  return differ ? g_steal_pointer (&labels) : NULL;
}

/* Labels that lie beside the cube: an array of its lines × samples with a telling name. */
static void
fill_labels (const File *file, AeSceneBuilder *b)
{
  guint n = 0;

  for (guint i = 0; i < file->arrays->len && b->labels == NULL && n < MOST_LABELS; i++)
    {
      const AeMatArray *array = g_ptr_array_index (file->arrays, i);

      if (array->rank != 2 || array->dims[0] != b->lines || array->dims[1] != b->samples
          || !is_label_name (ae_mat_array_get_last_name (array)))
        continue;
      b->labels = dup_label_values (file, array);
      n++;
    }
}

static const char *
describe_version (const File *file)
{
  switch (Mat_GetVersion (file->mat))
    {
    case MAT_FT_MAT73:
      return "MATLAB 7.3";
    case MAT_FT_MAT4:
      return "MATLAB 4";
    case MAT_FT_MAT5:
    default:
      return "MATLAB 5";
    }
}

static void
fill_from_view (const File *file, const View *view, AeSceneBuilder *b)
{
  g_autofree char *shape = ae_mat_array_dup_shape (view->array);

  b->format = g_strdup (describe_version (file));
  b->data_type = g_strdup (ae_raw_type_get_name (view->array->type));
  b->interleave = view->axes[0] == 'b' ? AE_INTERLEAVE_BIP : AE_INTERLEAVE_BSQ;
  b->lines = (guint) view_size (view, 'l');
  b->samples = (guint) view_size (view, 's');
  b->bands = (guint) view_size (view, 'b');
  if (view->is_guess)
    ae_scene_builder_warn (
        b, "The array “%s” (%s) was taken as %u lines, %u samples and %u bands.",
        view->array->name, shape, b->lines, b->samples, b->bands);
  if (file->views->len > 1)
    ae_scene_builder_warn (b,
                           "The array “%s” (%s) was taken of several that could be the scene.",
                           view->array->name, shape);
}

/* Of several flat arrays the one whose name says so. */
static void
keep_telling_labels (File *file)
{
  guint n_telling = 0, last = 0;

  for (guint i = 0; i < file->views->len; i++)
    if (is_label_name (ae_mat_array_get_last_name (g_array_index (file->views, View, i).array)))
      {
        n_telling++;
        last = i;
      }
  if (n_telling != 1 || file->reading->options->variable != NULL)
    return;
  g_array_remove_range (file->views, last + 1, file->views->len - last - 1);
  g_array_remove_range (file->views, 0, last);
}

static gboolean
find_view (File *file, View *view, GError **error)
{
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);
  guint chosen;

  if (file->reading->wants_labels)
    {
      add_labels (file, file->reading->lines, file->reading->samples);
      keep_telling_labels (file);
    }
  else if (file->reading->wants_arrays)
    add_arrays (file);
  else
    {
      add_cubes (file);
      add_matrices (file);
    }
  if (file->views->len == 0)
    return fail_without_cube (file, error);
  list_choices (file, choices);
  if (!ae_read_context_choose (file->reading, choices, &chosen, error))
    return FALSE;
  *view = g_array_index (file->views, View, chosen);
  return file->reading->wants_labels || file->reading->wants_arrays
         || apply_axes_option (file, view, error);
}

static gboolean
mat_load (AeReadContext *reading, AeSceneBuilder *b, GError **error)
{
  g_auto (File) file = { 0 };
  View view;

  if (!open_file (&file, reading, error))
    return FALSE;
  if (is_only_hdf5 (&file) && !reading->wants_labels)
    return load_hdf5 (reading, b, NULL, error);
  if (!find_view (&file, &view, error))
    return FALSE;
  fill_from_view (&file, &view, b);
  if (!ae_read_context_check_plausible (
          reading, (guint64) view.array->count * ae_raw_type_get_size (view.array->type), TRUE,
          error)
      || !ae_read_context_alloc_cube (reading, b, error) || !read_view (&file, &view, b, error))
    return FALSE;
  if (reading->wants_labels || reading->wants_arrays)
    return TRUE;
  fill_calibration (&file, &view, b);
  ae_calibration_apply (b->calibration, b->cube, (gsize) b->lines * b->samples);
  fill_wavelengths (&file, b);
  fill_labels (&file, b);
  return TRUE;
}

const AeFormat ae_format_mat = {
  .info = { .names = { "MATLAB" },
            .suffixes = { "mat" },
            .mime_types = { "application/x-matlab-data" },
            .has_axis_order = TRUE,
            .needs_subprocess = TRUE },
  .probe = mat_probe,
  .load = mat_load,
  .list = mat_list,
};
