/* ae-reader.c: finds out what a file is and lets that format's reader open it.
 *
 * The formats are a table. None of them trusts a file: every size is compared with the file's
 * before memory is asked for.
 */
#include "ae-reader.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-reading.h"

/* No compression of these formats packs numbers tighter than deflate's 1032 : 1. */
#define HIGHEST_COMPRESSION 1100

/* From this size on a cube is worth pages of two megabytes. */
#define LARGE_PAGE (2u << 20)

static const AeFormat *const formats[] = {
  &ae_format_envi, &ae_format_mat, &ae_format_npy, &ae_format_multidim, &ae_format_raster,
};

static const AeReaderOptions default_options = { 0 };

/**
 * ae_reading_has_ending:
 * @ending: with its dot, in lower case
 *
 * Returns: whether the file's name ends so, in any case.
 */
gboolean
ae_reading_has_ending (const AeReading *reading, const char *ending)
{
  gsize n = strlen (reading->name), m = strlen (ending);

  return n > m && g_ascii_strcasecmp (reading->name + n - m, ending) == 0;
}

/**
 * ae_reading_check_cancelled:
 *
 * Returns: %FALSE with %AE_ERROR_CANCELLED once the user has had enough.
 */
gboolean
ae_reading_check_cancelled (const AeReading *reading, GError **error)
{
  if (!g_cancellable_is_cancelled (reading->cancellable))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_CANCELLED, "%s: opening was cancelled.",
               reading->name);
  return FALSE;
}

/**
 * ae_reading_report:
 * @fraction: 0 … 1
 */
void
ae_reading_report (const AeReading *reading, double fraction)
{
  if (reading->options->progress != NULL)
    reading->options->progress (fraction, reading->options->progress_data);
}

static guint64
cube_bytes (const AeSceneBuilder *b)
{
  guint64 n = (guint64) b->lines * b->samples;

  if (!g_uint64_checked_mul (&n, n, b->bands) || !g_uint64_checked_mul (&n, n, sizeof (float)))
    return G_MAXUINT64;
  return n;
}

static guint64
memory_limit (const AeReading *reading)
{
  if (reading->options->memory_limit > 0)
    return reading->options->memory_limit;
  return (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE) / 2;
}

/**
 * ae_reading_fits_memory:
 * @builder: with its dimensions set
 *
 * Returns: whether the scene should be held in memory; otherwise it is read on demand.
 */
gboolean
ae_reading_fits_memory (const AeReading *reading, const AeSceneBuilder *builder)
{
  return cube_bytes (builder) <= memory_limit (reading);
}

/**
 * ae_reading_alloc_cube:
 * @builder: with its dimensions set; gets @cube, uninitialised
 *
 * Large cubes lie on large pages, which take a fraction of the time to come into being.
 *
 * Returns: %FALSE with %AE_ERROR_TOO_LARGE.
 */
gboolean
ae_reading_alloc_cube (const AeReading *reading, AeSceneBuilder *builder, GError **error)
{
  guint64 bytes = cube_bytes (builder);
  void *cube = NULL;

  if (bytes <= memory_limit (reading)
      && posix_memalign (&cube, bytes >= LARGE_PAGE ? LARGE_PAGE : 64, MAX (bytes, 1)) == 0)
    {
      if (bytes >= LARGE_PAGE)
        madvise (cube, bytes, MADV_HUGEPAGE);
      builder->cube = cube;
      return TRUE;
    }
  g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
               "%s: %u × %u × %u values need %.1f GiB of memory and %.1f are allowed; cut the "
               "image or convert it to ENVI, "
               "which is read on demand.",
               reading->name, builder->lines, builder->samples, builder->bands,
               (double) bytes / 0x1p30, (double) memory_limit (reading) / 0x1p30);
  return FALSE;
}

/**
 * ae_reading_alloc_mask:
 * @builder: with its dimensions set; its mask is promised to be searched
 *
 * Returns: (transfer none): (lines × samples) for a reader that looks for missing values
 * while it reads.
 */
guint8 *
ae_reading_alloc_mask (AeSceneBuilder *builder)
{
  builder->mask = g_new0 (guint8, (gsize) builder->lines * builder->samples);
  builder->mask_is_searched = TRUE;
  return builder->mask;
}

/**
 * ae_reading_check_plausible:
 * @bytes: what the file claims to hold
 * @may_be_packed: whether its format knows compression
 *
 * Returns: %FALSE with %AE_ERROR_DAMAGED where no compression could put that into a file of
 * this size.
 */
gboolean
ae_reading_check_plausible (const AeReading *reading, guint64 bytes, gboolean may_be_packed,
                            GError **error)
{
  if (bytes / (may_be_packed ? HIGHEST_COMPRESSION : 1) <= reading->size)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
               "%s is %" G_GUINT64_FORMAT " bytes long and claims to hold %" G_GUINT64_FORMAT
               "; it is damaged or cut off.",
               reading->name, reading->size, bytes);
  return FALSE;
}

/**
 * ae_reading_choice_new: (skip)
 * @variable: (transfer full): what to ask for
 * @shape: (transfer full): for people
 */
AeReaderChoice *
ae_reading_choice_new (char *variable, char *shape, guint lines, guint samples, guint bands)
{
  AeReaderChoice *self = g_new (AeReaderChoice, 1);

  *self = (AeReaderChoice){ variable, shape, lines, samples, bands };
  return self;
}

/**
 * ae_reader_choice_free:
 * @self: (nullable) (transfer full): a choice
 */
void
ae_reader_choice_free (AeReaderChoice *self)
{
  if (self == NULL)
    return;
  g_free (self->variable);
  g_free (self->shape);
  g_free (self);
}

static char *
describe_choices (GPtrArray *choices)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (choices->len, 8); i++)
    {
      const AeReaderChoice *choice = g_ptr_array_index (choices, i);

      g_string_append_printf (text, "%s%s (%s)", i > 0 ? ", " : "", choice->variable,
                              choice->shape);
    }
  if (choices->len > 8)
    g_string_append_printf (text, " and %u more", choices->len - 8);
  return g_string_free (text, FALSE);
}

/* A cube with many times the bands of all others is the one that is meant: abundance maps
 * and pictures beside it have a few. */
static gboolean
find_obvious (GPtrArray *choices, guint *chosen)
{
  guint second = 0;
  const AeReaderChoice *best;

  *chosen = 0;
  for (guint i = 1; i < choices->len; i++)
    {
      const AeReaderChoice *choice = g_ptr_array_index (choices, i);

      best = g_ptr_array_index (choices, *chosen);
      if (choice->bands > best->bands)
        *chosen = i;
    }
  best = g_ptr_array_index (choices, *chosen);
  for (guint i = 0; i < choices->len; i++)
    if (i != *chosen)
      second = MAX (second, ((const AeReaderChoice *) g_ptr_array_index (choices, i))->bands);
  return best->bands >= 16 && best->bands >= 4 * second;
}

/**
 * ae_reading_choose:
 * @choices: #AeReaderChoice, at least one
 * @chosen: (out): which
 *
 * Takes the one that the user named, or the only one, or the obvious one.
 *
 * Returns: %FALSE with %AE_ERROR_AMBIGUOUS, or %AE_ERROR_NOT_FOUND for a name that is none.
 */
gboolean
ae_reading_choose (const AeReading *reading, GPtrArray *choices, guint *chosen, GError **error)
{
  const char *variable = reading->options->variable;
  g_autofree char *list = NULL;

  for (guint i = 0; variable != NULL && i < choices->len; i++)
    if (strcmp (((const AeReaderChoice *) g_ptr_array_index (choices, i))->variable, variable)
        == 0)
      {
        *chosen = i;
        return TRUE;
      }
  *chosen = 0;
  if (variable == NULL && (choices->len == 1 || find_obvious (choices, chosen)))
    return TRUE;
  list = describe_choices (choices);
  if (variable != NULL)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s has no array “%s” that could be a scene; choose one of: %s.",
                 reading->name, variable, list);
  else
    g_set_error (error, AE_ERROR, AE_ERROR_AMBIGUOUS,
                 "%s holds several arrays that could be the scene; choose one of: %s.",
                 reading->name, list);
  return FALSE;
}

static void
reading_clear (AeReading *self)
{
  g_free (self->path);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeReading, reading_clear)

static gboolean
read_head (AeReading *self, GError **error)
{
  FILE *file = fopen (self->path, "rb");
  int code = errno;

  if (file != NULL)
    {
      self->n_head = fread (self->head, 1, sizeof self->head, file);
      code = ferror (file) ? EIO : 0;
      fclose (file);
      if (code == 0)
        return TRUE;
    }
  g_set_error (error, AE_ERROR, AE_ERROR_IO, "%s cannot be read: %s.", self->path,
               g_strerror (code));
  return FALSE;
}

/* Looks at the file itself: is it there, is it a file, does it hold anything? */
static gboolean
reading_init (AeReading *self, const char *path, const AeReaderOptions *options,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;

  memset (self, 0, sizeof *self);
  self->path = g_file_get_path (file);
  self->name = g_filename_display_basename (path);
  self->options = options != NULL ? options : &default_options;
  self->cancellable = cancellable;
  info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE, 0, NULL, NULL);
  if (info == NULL)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s: there is no such file, or it may not be read; check the path.", path);
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s is a folder; choose the file inside it.", path);
  else if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                 "%s is not a regular file; choose another.", path);
  else if (g_file_info_get_size (info) == 0)
    g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                 "%s is empty (0 bytes); copy or download it again.", path);
  else
    {
      self->size = (guint64) g_file_info_get_size (info);
      return read_head (self, error);
    }
  return FALSE;
}

static gboolean
check_lfs (const AeReading *reading, GError **error)
{
  if (!g_str_has_prefix ((const char *) reading->head, "version https://git-lfs"))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
               "%s is a Git LFS pointer of %" G_GUINT64_FORMAT
               " bytes, not the file itself; fetch it with “git lfs pull”.",
               reading->name, reading->size);
  return FALSE;
}

static const AeFormat *
find_format (const AeReading *reading, GError **error)
{
  if (!check_lfs (reading, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->probe (reading))
      return formats[i];
  g_set_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
               "%s is of no format that Bandloom reads; it opens ENVI (with its .hdr), "
               "GeoTIFF, ERDAS, netCDF, HDF5, MATLAB "
               "and NumPy files.",
               reading->name);
  return NULL;
}

static gboolean
load (AeReading *reading, AeSceneBuilder *builder, GError **error)
{
  const AeFormat *format = find_format (reading, error);

  if (format == NULL || !ae_reading_check_cancelled (reading, error))
    return FALSE;
  builder->name = g_strdup (reading->name);
  builder->path = g_strdup (reading->path);
  ae_reading_report (reading, 0.0);
  if (!format->load (reading, builder, error) || !ae_reading_check_cancelled (reading, error))
    return FALSE;
  ae_reading_report (reading, 1.0);
  return TRUE;
}

/* Names in a file may be any bytes; a sentence for a window must be UTF-8. */
static void
clean_error (GError **error)
{
  char *message;

  if (error == NULL || *error == NULL || g_utf8_validate ((*error)->message, -1, NULL))
    return;
  message = g_utf8_make_valid ((*error)->message, -1);
  g_free ((*error)->message);
  (*error)->message = message;
}

static AeScene *
open_file (const char *path, const AeReaderOptions *options, GCancellable *cancellable,
           GError **error)
{
  g_auto (AeReading) reading = { 0 };
  AeSceneBuilder builder = { 0 };

  if (strcmp (path, "demo:") == 0)
    return ae_demo_scene_new (AE_DEMO_SCENE_SEED, AE_DEMO_SCENE_LINES, AE_DEMO_SCENE_SAMPLES);
  if (!reading_init (&reading, path, options, cancellable, error))
    return NULL;
  /* Small files are read in one go: whoever cancelled meanwhile wants no scene, either. */
  if (load (&reading, &builder, error) && ae_reading_check_cancelled (&reading, error))
    {
      builder.memory_limit = memory_limit (&reading);
      return ae_scene_new_take (&builder, error);
    }
  clean_error (error);
  ae_scene_builder_clear (&builder);
  return NULL;
}

/**
 * ae_reader_open:
 * @path: a file, or "demo:"
 * @options: (nullable): copied nothing of, must live until the call returns
 * @cancellable: (nullable): seen within a fifth of a second
 *
 * Opens a scene. Values become float32, by pixel; a scene larger than the memory limit is
 * read on demand where its format allows. Worker thread.
 *
 * Returns: (transfer full): the scene, or %NULL with one of #AeError and a sentence.
 */
AeScene *
ae_reader_open (const char *path, const AeReaderOptions *options, GCancellable *cancellable,
                GError **error)
{
  g_autoptr (AeScene) scene = open_file (path, options, cancellable, error);

  if (scene == NULL || options == NULL)
    return g_steal_pointer (&scene);
  return ae_scene_dup_treated (scene, &options->treatment, cancellable, error);
}

/**
 * ae_reader_list_choices:
 * @path: a file
 *
 * Returns: (transfer full) (element-type AeReaderChoice): the arrays of a file that could be
 * a scene; empty for formats that hold one. %NULL with an error where the file cannot be
 * opened. Worker thread.
 */
GPtrArray *
ae_reader_list_choices (const char *path, GError **error)
{
  g_auto (AeReading) reading = { 0 };
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);
  const AeFormat *format;

  if (strcmp (path, "demo:") == 0)
    return g_steal_pointer (&choices);
  if (!reading_init (&reading, path, NULL, NULL, error))
    return NULL;
  format = find_format (&reading, error);
  if (format == NULL || (format->list != NULL && !format->list (&reading, choices, error)))
    return NULL;
  return g_steal_pointer (&choices);
}

/**
 * ae_reader_get_patterns:
 *
 * Returns: (transfer none): file name patterns for a file dialog, ended by %NULL.
 */
const char *const *
ae_reader_get_patterns (void)
{
  static const char *const patterns[] = {
    "*.hdr", "*.HDR",  "*.img", "*.dat", "*.raw", "*.bsq", "*.bil", "*.bip",  "*.mat", "*.npy",
    "*.tif", "*.tiff", "*.TIF", "*.lan", "*.LAN", "*.nc",  "*.h5",  "*.hdf5", "*.he5", NULL,
  };

  return patterns;
}

/* One band of whole numbers to labels. */
static guint16 *
take_labels (const AeSceneBuilder *b, const AeReading *reading, GError **error)
{
  gsize n = (gsize) b->lines * b->samples;
  g_autofree guint16 *labels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    {
      float value = b->cube[i];

      if (!(value >= 0.0f && value <= 65535.0f && value == floorf (value)))
        {
          g_set_error (
              error, AE_ERROR, AE_ERROR_UNSUPPORTED,
              "%s: pixel %" G_GSIZE_FORMAT " (line %" G_GSIZE_FORMAT ", sample %" G_GSIZE_FORMAT
              ") is %g; labels are whole numbers from 0 to 65535.",
              reading->name, i, i / b->samples + 1, i % b->samples + 1, (double) value);
          return NULL;
        }
      labels[i] = (guint16) value;
    }
  return g_steal_pointer (&labels);
}

static gboolean
check_labels (const AeSceneBuilder *b, const AeReading *reading, GError **error)
{
  if (b->cube != NULL && b->bands == 1 && b->lines == reading->lines
      && b->samples == reading->samples)
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_MISMATCH,
      "%s is %u × %u pixels with %u bands; the scene's labels must be %u × %u with one.",
      reading->name, b->lines, b->samples, b->bands, reading->lines, reading->samples);
  return FALSE;
}

/**
 * ae_reader_open_labels:
 * @scene: whose pixels are labelled
 * @path: a label image in any format that a scene may have
 * @variable: (nullable): which array of the file
 *
 * Reads labels, with class names where the file has them. Worker thread.
 *
 * Returns: (transfer full): a scene that shares the pixels of @scene, or %NULL with
 * %AE_ERROR_MISMATCH (another size), %AE_ERROR_UNSUPPORTED (not whole numbers) or an error
 * of ae_reader_open().
 */
AeScene *
ae_reader_open_labels (AeScene *scene, const char *path, const char *variable, GError **error)
{
  const AeReaderOptions options = { .variable = variable };
  g_auto (AeReading) reading = { 0 };
  AeSceneBuilder builder = { 0 };
  guint16 *labels = NULL;
  AeScene *labelled = NULL;

  if (!reading_init (&reading, path, &options, NULL, error))
    return NULL;
  reading.wants_labels = TRUE;
  reading.lines = ae_scene_get_lines (scene);
  reading.samples = ae_scene_get_samples (scene);
  if (load (&reading, &builder, error) && check_labels (&builder, &reading, error))
    labels = take_labels (&builder, &reading, error);
  if (labels != NULL)
    labelled = ae_scene_dup_with_classes (scene, labels, builder.n_classes,
                                          g_steal_pointer (&builder.class_names),
                                          g_steal_pointer (&builder.class_colours));
  clean_error (error);
  ae_scene_builder_clear (&builder);
  return labelled;
}
