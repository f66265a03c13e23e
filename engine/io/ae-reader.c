/* ae-reader.c: opens a file with its format's reader (which one, ae-formats knows). No reader
 * trusts a file: every size is compared with the file's before memory is asked for.
 */
#include "ae-reader.h"

#include <math.h>
#include <string.h>

#include "ae-reader-process.h"
#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-format-table.h"
#include "ae-read-context.h"
#include "ae-wavelengths.h"

static gboolean
load (AeReadContext *reading, AeSceneBuilder *builder, GError **error)
{
  const AeFormat *format = ae_read_context_find_format (reading, error);

  if (format == NULL || !ae_read_context_check_cancelled (reading, error))
    return FALSE;
  builder->name = g_strdup (reading->name);
  builder->path = g_strdup (reading->path);
  builder->has_axis_order = format->info.has_axis_order;
  ae_read_context_report (reading, 0.0);
  if (!(format->info.needs_subprocess ? ae_reader_process_load (reading, format, builder, error)
                                      : format->load (reading, builder, error))
      || !ae_read_context_check_cancelled (reading, error))
    return FALSE;
  if (!reading->wants_labels)
    ae_wavelengths_put_names (builder);
  ae_read_context_report (reading, 1.0);
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
  g_auto (AeReadContext) reading = { 0 };
  AeSceneBuilder builder = { 0 };

  if (strcmp (path, "demo:") == 0)
    return ae_demo_scene_new (AE_DEMO_SCENE_SEED, AE_DEMO_SCENE_LINES, AE_DEMO_SCENE_SAMPLES);
  if (!ae_read_context_init (&reading, path, options, cancellable, error))
    return NULL;
  /* Small files are read in one go: whoever cancelled meanwhile wants no scene, either. */
  if (load (&reading, &builder, error) && ae_read_context_check_cancelled (&reading, error))
    {
      builder.memory_limit = ae_read_context_get_memory_limit (&reading);
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
  return ae_scene_apply_edits (scene, &options->edits, cancellable, error);
}

static GPtrArray *
list (const char *path, gboolean wants_arrays, GError **error)
{
  g_auto (AeReadContext) reading = { 0 };
  g_autoptr (GPtrArray) choices
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_reader_choice_free);
  const AeFormat *format;

  if (strcmp (path, "demo:") == 0)
    return g_steal_pointer (&choices);
  if (!ae_read_context_init (&reading, path, NULL, NULL, error))
    return NULL;
  reading.wants_arrays = wants_arrays;
  format = ae_read_context_find_format (&reading, error);
  if (format == NULL
      || (format->info.needs_subprocess
          && !ae_reader_process_list (&reading, format, choices, error))
      || (!format->info.needs_subprocess && format->list != NULL
          && !format->list (&reading, choices, error)))
    return NULL;
  return g_steal_pointer (&choices);
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
  return list (path, FALSE, error);
}

/**
 * ae_reader_list_arrays:
 * @path: a MATLAB file
 *
 * Returns: (transfer full) (element-type AeReaderChoice): its arrays of two and three
 * dimensions, which are called lines, samples and bands whatever they are; %NULL with an error
 * where the file cannot be opened. Worker thread.
 */
GPtrArray *
ae_reader_list_arrays (const char *path, GError **error)
{
  return list (path, TRUE, error);
}

/**
 * ae_reader_dup_array:
 * @path: a MATLAB file
 * @array: of ae_reader_list_arrays()
 * @error: as ae_reader_open()
 *
 * Worker thread.
 *
 * Returns: (transfer full) (nullable): its numbers, the last dimension fastest.
 */
float *
ae_reader_dup_array (const char *path, const AeReaderChoice *array, GError **error)
{
  const AeReaderOptions options = { .variable = array->variable };
  g_auto (AeReadContext) reading = { 0 };
  AeSceneBuilder builder = { 0 };
  gsize count = (gsize) array->lines * array->samples * array->bands;
  float *numbers = NULL;

  if (!ae_read_context_init (&reading, path, &options, NULL, error))
    return NULL;
  reading.wants_arrays = TRUE;
  if (!load (&reading, &builder, error))
    clean_error (error);
  else if (builder.cube == NULL || builder.lines != array->lines
           || builder.samples != array->samples || builder.bands != array->bands)
    ae_error_set (error, AE_ERROR_TOO_LARGE, "%s: the array “%s” is too large to be read whole",
                  reading.name, array->variable);
  else
    numbers = g_memdup2 (builder.cube, count * sizeof *numbers);
  ae_scene_builder_clear (&builder);
  return numbers;
}

/* One band of whole numbers to labels. */
static guint16 *
take_labels (const AeSceneBuilder *b, const AeReadContext *reading, GError **error)
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
              ") is %g; labels are whole numbers from 0 to 65535",
              reading->name, i, i / b->samples + 1, i % b->samples + 1, (double) value);
          return NULL;
        }
      labels[i] = (guint16) value;
    }
  return g_steal_pointer (&labels);
}

static gboolean
check_labels (const AeSceneBuilder *b, const AeReadContext *reading, GError **error)
{
  if (b->cube != NULL && b->bands == 1 && b->lines == reading->lines
      && b->samples == reading->samples)
    return TRUE;
  g_set_error (
      error, AE_ERROR, AE_ERROR_MISMATCH,
      "%s is %u × %u pixels with %u bands; the scene's labels must be %u × %u with one",
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
  g_auto (AeReadContext) reading = { 0 };
  AeSceneBuilder builder = { 0 };
  guint16 *labels = NULL;
  AeScene *labelled = NULL;

  if (!ae_read_context_init (&reading, path, &options, NULL, error))
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
