/* ae-project.c: a project in memory: its life, and finding things in it. The file is written by
 * ae-project-save.c and read by ae-project-load.c.
 */
#include "ae-project.h"

#include "ae-error.h"
#include "ae-file.h"
#include "ae-wavelengths.h"

#include <string.h>
#include <unistd.h>

#define HEAD_BYTES 65536

/**
 * ae_project_new:
 *
 * Returns: (transfer full): a project without scene and runs.
 */
AeProject *
ae_project_new (void)
{
  AeProject *self = g_new0 (AeProject, 1);

  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_project_run_free);
  self->notes = ae_project_annotations_new ();
  self->settings
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return self;
}

/**
 * ae_project_free:
 * @self: (nullable) (transfer full): a project
 */
void
ae_project_free (AeProject *self)
{
  if (self == NULL)
    return;
  ae_project_scene_free (self->scene);
  g_ptr_array_unref (self->runs);
  ae_project_annotations_free (self->notes);
  g_hash_table_unref (self->settings);
  g_free (self);
}

/* ------------------------------------------------------------------ the scene */

static char *
dup_hash (AeScene *scene, guint64 *size)
{
  const char *path = ae_scene_get_path (scene), *header = ae_scene_get_header_text (scene);
  g_autofree char *head = g_malloc (HEAD_BYTES);
  int fd = path != NULL ? ae_file_open (path, AE_FILE_ANY_SIZE, size, NULL) : -1;
  gssize n = 0;

  if (fd >= 0)
    {
      n = MAX (pread (fd, head, HEAD_BYTES, 0), 0);
      close (fd);
    }
  else
    *size = 0;
  if (header != NULL)
    return g_compute_checksum_for_string (G_CHECKSUM_SHA256, header, -1);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) head, (gsize) n);
}

/**
 * ae_project_scene_new:
 * @scene: an open scene
 * @error: %AE_ERROR_UNSUPPORTED where it has no file and is not the demo scene
 *
 * Looks into the scene's file for its hash. How the scene was opened (variable, axes, labels)
 * is for the caller to add; what was changed of it is known.
 *
 * Returns: (transfer full): which scene it is.
 */
AeProjectScene *
ae_project_scene_new (AeScene *scene, GError **error)
{
  const char *path = ae_scene_get_path (scene);
  gboolean is_demo = ae_scene_get_truth_clean (scene) != NULL;
  AeProjectScene *self;

  if (path == NULL && !is_demo)
    {
      g_set_error_literal (
          error, AE_ERROR, AE_ERROR_UNSUPPORTED,
          "The scene is not from a file, so a project cannot refer to it; save "
          "the scene first");
      return NULL;
    }
  self = g_new0 (AeProjectScene, 1);
  self->path = path != NULL ? g_canonicalize_filename (path, NULL) : g_strdup ("demo:");
  self->name = g_strdup (ae_scene_get_name (scene));
  self->hash = dup_hash (scene, &self->size);
  self->lines = ae_scene_get_lines (scene);
  self->samples = ae_scene_get_samples (scene);
  self->bands = ae_scene_get_bands (scene);
  if (ae_scene_get_chosen_units (scene) != AE_WAVELENGTH_NONE)
    self->units = g_strdup (ae_wavelength_units_to_word (ae_scene_get_chosen_units (scene)));
  self->kept_bands = ae_scene_dup_chosen_bands (scene);
  self->preprocessing = g_strdup (ae_scene_get_preprocessing (scene));
  self->has_nodata = ae_scene_get_chosen_nodata (scene, &self->nodata);
  return self;
}

/**
 * ae_project_scene_free:
 * @self: (nullable) (transfer full): a reference to a scene
 */
void
ae_project_scene_free (AeProjectScene *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->name);
  g_free (self->variable);
  g_free (self->axes);
  g_free (self->labels);
  g_free (self->units);
  g_free (self->kept_bands);
  g_free (self->preprocessing);
  g_free (self->hash);
  g_free (self);
}

/**
 * ae_project_scene_get_options:
 * @self: which scene
 *
 * Returns: how it was opened, and what was changed of it; texts are borrowed.
 */
AeReaderOptions
ae_project_scene_get_options (const AeProjectScene *self)
{
  AeReaderOptions options
      = { .variable = self->variable, .axes = self->axes, .assume = self->assume };

  if (self->units != NULL)
    options.edits.units = ae_wavelength_units_from_string (self->units);
  options.edits.kept_bands = self->kept_bands;
  options.edits.preprocessing = self->preprocessing;
  options.edits.has_nodata = self->has_nodata;
  options.edits.nodata = self->nodata;
  return options;
}

/**
 * ae_project_scene_take_options:
 * @self: which scene, from ae_project_scene_new()
 * @options: how it was opened; copied. What was changed of it is known already
 */
void
ae_project_scene_take_options (AeProjectScene *self, const AeReaderOptions *options)
{
  g_free (self->variable);
  g_free (self->axes);
  self->variable = g_strdup (options->variable);
  self->axes = g_strdup (options->axes);
  self->assume = options->assume;
}

/**
 * ae_project_scene_check:
 * @self: which scene it should be
 * @scene: one that was opened
 * @error: %AE_ERROR_MISMATCH saying what differs
 *
 * Returns: whether it is that scene, wherever its file is now.
 */
gboolean
ae_project_scene_check (const AeProjectScene *self, AeScene *scene, GError **error)
{
  guint64 size;
  g_autofree char *hash = dup_hash (scene, &size);

  if (ae_scene_get_lines (scene) != self->lines || ae_scene_get_samples (scene) != self->samples
      || ae_scene_get_bands (scene) != self->bands)
    g_set_error (
        error, AE_ERROR, AE_ERROR_MISMATCH,
        "%s has %u × %u pixels and %u bands; the project is on %s with %u × %u and %u; "
        "point to that scene",
        ae_scene_get_name (scene), ae_scene_get_lines (scene), ae_scene_get_samples (scene),
        ae_scene_get_bands (scene), self->name, self->lines, self->samples, self->bands);
  else if (size != self->size || strcmp (hash, self->hash) != 0)
    g_set_error (error, AE_ERROR, AE_ERROR_MISMATCH,
                 "%s is not the file that the project was saved with: its %s differs; point to "
                 "that file, or train anew",
                 ae_scene_get_name (scene), size != self->size ? "size" : "header");
  else
    return TRUE;
  return FALSE;
}

/* ------------------------------------------------------------------ runs */

/**
 * ae_project_run_new:
 * @name: for people
 * @pixels: which ones it trains on; copied without its progress function
 * @input: what the model is fed; a reference is taken
 * @training: (transfer full): model, curves and state
 *
 * Returns: (transfer full): a run as it is saved.
 */
AeProjectRun *
ae_project_run_new (const char *name, const AePixelsOptions *pixels, AeInput *input,
                    AeTrainingState *training)
{
  AeProjectRun *self = g_new0 (AeProjectRun, 1);

  self->name = g_strdup (name);
  self->pixels = *pixels;
  self->pixels.progress = NULL;
  self->pixels.progress_data = NULL;
  self->pixels.scaler = NULL; /* the input has it */
  self->input = ae_input_ref (input);
  self->training = training;
  return self;
}

/**
 * ae_project_run_free:
 * @self: (nullable) (transfer full): a run
 */
void
ae_project_run_free (AeProjectRun *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  ae_input_unref (self->input);
  ae_training_state_unref (self->training);
  g_free (self);
}

static AeProjectRun *
find_by_name (const AeProject *self, const char *name)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      AeProjectRun *run = g_ptr_array_index (self->runs, i);

      if (strcmp (run->name, name) == 0)
        return run;
    }
  return NULL;
}

static AeProjectRun *
find_by_number (const AeProject *self, const char *text)
{
  guint64 number;

  return g_ascii_string_to_unsigned (text, 10, 1, self->runs->len, &number, NULL)
             ? g_ptr_array_index (self->runs, number - 1)
             : NULL;
}

static char *
dup_names (const AeProject *self)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < self->runs->len; i++)
    {
      const AeProjectRun *run = g_ptr_array_index (self->runs, i);

      g_string_append_printf (names, "%s“%s”", i == 0 ? "" : ", ", run->name);
    }
  return g_string_free (names, FALSE);
}

/**
 * ae_project_find_run:
 * @self: a project
 * @name: (nullable): a run's name, or its number from 1; %NULL is the last one
 * @error: %AE_ERROR_NOT_FOUND listing those that there are
 *
 * Returns: (transfer none): the run.
 */
AeProjectRun *
ae_project_find_run (const AeProject *self, const char *name, GError **error)
{
  g_autofree char *names = NULL;
  AeProjectRun *run = NULL;

  if (self->runs->len == 0)
    {
      g_set_error_literal (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                           "The project has no run; train one and save it");
      return NULL;
    }
  if (name == NULL)
    return g_ptr_array_index (self->runs, self->runs->len - 1);
  if ((run = find_by_name (self, name)) != NULL || (run = find_by_number (self, name)) != NULL)
    return run;
  names = dup_names (self);
  g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND, "The project has no run “%s”; it has %s",
               name, names);
  return NULL;
}

/**
 * ae_project_add_run:
 * @self: a project
 * @run: (transfer full): takes the place of one of the same name, or comes last
 */
void
ae_project_add_run (AeProject *self, AeProjectRun *run)
{
  AeProjectRun *old = find_by_name (self, run->name);
  guint index;

  if (old != NULL && g_ptr_array_find (self->runs, old, &index))
    {
      ae_project_run_free (old);
      self->runs->pdata[index] = run;
    }
  else
    g_ptr_array_add (self->runs, run);
}

/**
 * ae_project_dup_free_name:
 * @self: a project
 * @spec: of a run to be added
 *
 * Returns: (transfer full): its variants, with a number where there is such a run already.
 */
char *
ae_project_dup_free_name (const AeProject *self, const AeSpec *spec)
{
  char *base = ae_spec_dup_variant_names (spec), *name = g_strdup (base);

  for (guint number = 2; find_by_name (self, name) != NULL; number++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", base, number);
    }
  g_free (base);
  return name;
}

/**
 * ae_project_remove_run:
 * @self: a project
 * @name: of a run; one that is not there is ignored
 */
void
ae_project_remove_run (AeProject *self, const char *name)
{
  AeProjectRun *run = find_by_name (self, name);

  if (run != NULL)
    g_ptr_array_remove (self->runs, run);
}

/* ------------------------------------------------------------------ settings */

/**
 * ae_project_set_text:
 * @self: a project
 * @key: which setting
 * @text: (nullable): its value; %NULL removes it
 */
void
ae_project_set_text (AeProject *self, const char *key, const char *text)
{
  if (text == NULL)
    g_hash_table_remove (self->settings, key);
  else
    g_hash_table_replace (self->settings, g_strdup (key), g_bytes_new (text, strlen (text)));
}

/**
 * ae_project_dup_text:
 * @self: a project
 * @key: which setting
 *
 * Returns: (nullable) (transfer full): its value, valid UTF-8; %NULL where there is none.
 */
char *
ae_project_dup_text (const AeProject *self, const char *key)
{
  GBytes *bytes = g_hash_table_lookup (self->settings, key);
  gsize n;
  const char *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &n);
  return g_utf8_make_valid (data != NULL ? data : "", (gssize) n);
}

/* ------------------------------------------------------------------ a model by name */

/**
 * ae_project_split_name:
 * @name: FILE, or FILE#RUN
 * @path: (out) (transfer full): the file
 * @run: (out) (transfer full) (nullable): the run; %NULL is the last one
 *
 * A file whose own name has a # in it is taken for itself where it is there.
 */
void
ae_project_split_name (const char *name, char **path, char **run)
{
  const char *mark = strrchr (name, '#');

  *run = NULL;
  if (mark == NULL || g_file_test (name, G_FILE_TEST_EXISTS))
    {
      *path = g_strdup (name);
      return;
    }
  *path = g_strndup (name, (gsize) (mark - name));
  *run = g_strdup (mark + 1);
}

/**
 * ae_project_load_model:
 * @name: FILE, or FILE#RUN with a run's name or number from 1; without, the last run
 * @error: as ae_project_load() and ae_project_find_run()
 *
 * For who wants a model alone: `run->training->model` is frozen and may be shared; its input is
 * `run->input`: scaler, wavelengths, bands.
 *
 * Returns: (transfer full): the run.
 */
AeProjectRun *
ae_project_load_model (const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *run_name = NULL;
  g_autoptr (AeProject) project = NULL;
  AeProjectRun *run;
  guint index;

  ae_project_split_name (name, &path, &run_name);
  project = ae_project_load (path, error);
  run = project != NULL ? ae_project_find_run (project, run_name, error) : NULL;
  if (run == NULL || !g_ptr_array_find (project->runs, run, &index))
    return NULL;
  return g_ptr_array_steal_index (project->runs, index);
}
