/* bl-cli-project.c: `--save` and `--resume`: what is kept of a training, and where. Mistakes
 * are told before anything is trained; a file that is there already is never lost: runs are
 * added to a project, and what is no project is refused.
 */
#include "bl-cli-project.h"

#include "ae-error.h"
#include "ae-file.h"
#include "bl-cli.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define AUTOSAVE_SECONDS 60

/* How long another program is waited for that saves the same project just now. */
#define MOST_WAITS 600
#define WAIT_US    100000

/**
 * bl_cli_keeping_init:
 * @self: (out): with nothing given
 */
void
bl_cli_keeping_init (BlCliKeeping *self)
{
  *self = (BlCliKeeping){ .autosave = AUTOSAVE_SECONDS };
}

/**
 * bl_cli_keeping_clear:
 * @self: keeping
 */
void
bl_cli_keeping_clear (BlCliKeeping *self)
{
  g_free (self->save);
  g_free (self->resume);
  g_free (self->name);
  ae_project_file_free (self->file);
  ae_project_free (self->project);
  ae_project_run_free (self->resumed);
  ae_project_scene_free (self->resumed_scene);
  ae_input_unref (self->input);
}

/**
 * bl_cli_keeping_add_options:
 * @self: where they go; outlives the parsing
 * @context: gets them
 */
void
bl_cli_keeping_add_options (BlCliKeeping *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "save", 0, 0, G_OPTION_ARG_FILENAME, &self->save,
      "Save model and training as a run of this project (.bandloom); runs that it has stay",
      "FILE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name,
      "The run's name in the project; by default its variants", "NAME" },
    { "autosave", 0, 0, G_OPTION_ARG_DOUBLE, &self->autosave,
      "With --save: also save every so many seconds; default 60, 0 = only at the end", "S" },
    { "resume", 0, 0, G_OPTION_ARG_FILENAME, &self->resume,
      "Go on from this project (FILE, or FILE#RUN), in place of the model's options; --epochs "
      "is then the total",
      "FILE" },
    { "stop-after", 0, 0, G_OPTION_ARG_INT, &self->stop_after,
      "End after so many epochs of a longer plan, to be resumed", "N" },
    { NULL },
  };

  bl_cli_options_add (context, entries);
}

/**
 * bl_cli_keeping_load:
 * @self: keeping
 * @settings: as given
 * @error: %AE_ERROR_INVALID for options that contradict each other; as ae_project_load()
 *
 * Reads what `--resume` names.
 *
 * Returns: whether training can begin as far as one can tell without a scene.
 */
gboolean
bl_cli_keeping_load (BlCliKeeping *self, const BlCliSettings *settings, GError **error)
{
  g_autoptr (AeProject) project = NULL;
  g_autofree char *path = NULL;
  g_autofree char *run = NULL;
  g_autofree char *given = NULL;
  guint index;

  if (self->stop_after < 0)
    return ae_error_set (error, AE_ERROR_INVALID, "--stop-after: give 1 or more epochs");
  if (!(self->autosave >= 0))
    return ae_error_set (error, AE_ERROR_INVALID, "--autosave: give 0 or more seconds");
  if (self->name != NULL && (self->save == NULL || *self->name == '\0'))
    return ae_error_set (error, AE_ERROR_INVALID,
                         "--name: it names the run that --save FILE saves; give both");
  if (self->resume == NULL)
    return TRUE;
  if ((given = bl_cli_settings_dup_given (settings)) != NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%s: --resume goes on with the settings of the saved run; only --epochs, "
                   "--patience, --max-seconds and --threads may be given with it",
                   given);
      return FALSE;
    }
  ae_project_split_name (self->resume, &path, &run);
  project = ae_project_load (path, error);
  if (project == NULL || (self->resumed = ae_project_find_run (project, run, error)) == NULL)
    return FALSE;
  g_ptr_array_find (project->runs, self->resumed, &index);
  g_ptr_array_steal_index (project->runs, index);
  self->resumed_scene = g_steal_pointer (&project->scene);
  return TRUE;
}

/* Where it was, as it was opened. */
static AeScene *
open_saved_scene (const BlCliKeeping *self, GError **error)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const AeProjectScene *saved = self->resumed_scene;
  BlCliScene options = { 0 };

  if (saved == NULL)
    {
      ae_error_set (error, AE_ERROR_INVALID,
                    "The project names no scene; give one: train SCENE --resume FILE");
      return NULL;
    }
  if (strcmp (saved->path, "demo:") != 0 && !g_file_test (saved->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NOT_FOUND,
                   "The project's scene is no longer at %s; say where it is: train SCENE "
                   "--resume %s",
                   saved->path, self->resume);
      return NULL;
    }
  options = (BlCliScene){ .variable = saved->variable,
                          .axes = saved->axes,
                          .assume = saved->assume,
                          .labels = saved->labels,
                          .units = saved->units,
                          .bands = saved->kept_bands,
                          .preprocess = saved->preprocessing };
  if (saved->has_nodata)
    options.nodata = g_ascii_formatd (buffer, sizeof buffer, "%.9g", saved->nodata);
  return bl_cli_scene_open (&options, saved->path, error);
}

/**
 * bl_cli_keeping_open_scene:
 * @self: keeping, loaded
 * @options: how to open the scene
 * @path: (nullable): which one; %NULL is the saved run's own
 * @error: as bl_cli_scene_open(); %AE_ERROR_MISMATCH where it is not the saved run's
 *
 * Returns: (transfer full): the scene to train on.
 */
AeScene *
bl_cli_keeping_open_scene (BlCliKeeping *self, const BlCliScene *options, const char *path,
                           GError **error)
{
  g_autoptr (AeScene) scene = path != NULL ? bl_cli_scene_open (options, path, error)
                                           : open_saved_scene (self, error);

  if (scene != NULL && self->resumed_scene != NULL
      && !ae_project_scene_check (self->resumed_scene, scene, error))
    return NULL;
  return g_steal_pointer (&scene);
}

static gboolean
check_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (access (folder, W_OK) == 0 && (access (path, F_OK) != 0 || access (path, W_OK) == 0))
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_IO,
               "%s cannot be saved: %s; choose another place, nothing has been trained", path,
               errno == ENOENT ? "there is no such folder" : "it may not be written there");
  return FALSE;
}

static void
take_options (AeProjectScene *scene, const BlCliScene *options)
{
  scene->variable = g_strdup (options->variable);
  scene->axes = g_strdup (options->axes);
  scene->assume = options->assume;
  scene->labels
      = options->labels != NULL ? g_canonicalize_filename (options->labels, NULL) : NULL;
}

/**
 * bl_cli_keeping_prepare:
 * @self: keeping
 * @options: how the scene was opened
 * @scene: to be trained on
 * @error: where it could not be saved: the place, a file that is no project, a project on
 * another scene
 *
 * Looks at where `--save` wants to save, before anything is trained.
 *
 * Returns: whether it can be saved there, or need not be.
 */
gboolean
bl_cli_keeping_prepare (BlCliKeeping *self, const BlCliScene *options, AeScene *scene,
                        GError **error)
{
  if (self->save == NULL)
    return TRUE;
  if (!check_folder (self->save, error))
    return FALSE;
  self->file = ae_project_file_new (self->save);
  if (g_file_test (self->save, G_FILE_TEST_EXISTS))
    {
      if ((self->project = ae_project_file_load (self->file, error)) == NULL)
        return FALSE;
      if (self->project->scene != NULL)
        return ae_project_scene_check (self->project->scene, scene, error);
    }
  else
    self->project = ae_project_new ();
  self->project->scene = ae_project_scene_new (scene, error);
  if (self->project->scene == NULL)
    return FALSE;
  take_options (self->project->scene, options);
  return TRUE;
}

static gboolean
is_same_scaling (const AeInput *saved, const AeScaler *scaler)
{
  const AeScaler *other = ae_input_get_scaler (saved);
  gsize bytes = ae_scaler_get_bands (other) * sizeof (float);

  return ae_scaler_get_bands (scaler) == ae_scaler_get_bands (other)
         && memcmp (ae_scaler_get_offset (scaler), ae_scaler_get_offset (other), bytes) == 0
         && memcmp (ae_scaler_get_factor (scaler), ae_scaler_get_factor (other), bytes) == 0;
}

/**
 * bl_cli_keeping_begin:
 * @self: keeping, prepared
 * @pixels: what is trained on
 * @options: how they were chosen
 * @spec: what is trained
 * @error: %AE_ERROR_MISMATCH where the scene's values are not those of the saved run
 *
 * Returns: whether training may begin.
 */
gboolean
bl_cli_keeping_begin (BlCliKeeping *self, AePixels *pixels, const AePixelsOptions *options,
                      const AeSpec *spec, GError **error)
{
  self->input = ae_input_new (ae_pixels_get_scene (pixels), ae_pixels_get_scaler (pixels));
  self->pixels = *options;
  if (self->name == NULL && self->project != NULL)
    self->name = self->resumed != NULL ? g_strdup (self->resumed->name)
                                       : ae_project_dup_free_name (self->project, spec);
  self->saved_us = g_get_monotonic_time ();
  if (self->resumed == NULL
      || is_same_scaling (self->resumed->input, ae_pixels_get_scaler (pixels)))
    return TRUE;
  g_set_error_literal (error, AE_ERROR, AE_ERROR_MISMATCH,
                       "The scene's values or bad bands are not those that the saved run was "
                       "trained on; point to the scene as it was");
  return FALSE;
}

/**
 * bl_cli_keeping_is_due:
 * @self: keeping, begun
 *
 * Returns: whether it is time to save in between.
 */
gboolean
bl_cli_keeping_is_due (const BlCliKeeping *self)
{
  return self->project != NULL && self->autosave > 0
         && (double) (g_get_monotonic_time () - self->saved_us) >= self->autosave * 1e6;
}

/* Another program had a run of that name saved, which is not to be lost. */
static void
take_name (BlCliKeeping *self, const AeProjectMerged *merged)
{
  for (guint i = 0; i < merged->renamed->len; i += 2)
    if (strcmp (merged->renamed->pdata[i], self->name) == 0)
      {
        g_autofree char *shown = ae_file_dup_display (merged->renamed->pdata[i + 1]);

        g_printerr ("note: Another program saved a run of that name; this one is saved as "
                    "“%s”\n",
                    shown);
        g_free (self->name);
        self->name = g_strdup (merged->renamed->pdata[i + 1]);
        return;
      }
}

static gboolean
save_once (BlCliKeeping *self, GError **error)
{
  g_auto (AeProjectMerged) merged = { 0 };
  gboolean is_saved
      = ae_project_file_save (self->file, self->project, AE_PROJECT_KEEP_BOTH, &merged, error);

  take_name (self, &merged);
  return is_saved;
}

/**
 * bl_cli_keeping_save:
 * @self: keeping, begun
 * @trainer: as it is now
 * @hyperparams: where they stand
 * @error: as ae_project_file_save()
 *
 * What other programs saved meanwhile stays; where they saved another run of this name, the run
 * is called otherwise from now on.
 *
 * Returns: whether it is saved, or need not be.
 */
gboolean
bl_cli_keeping_save (BlCliKeeping *self, const AeTrainer *trainer,
                     const AeHyperparams *hyperparams, GError **error)
{
  g_autoptr (GError) busy = NULL;

  if (self->project == NULL)
    return TRUE;
  self->saved_us = g_get_monotonic_time ();
  ae_project_add_run (self->project,
                      ae_project_run_new (self->name, &self->pixels, self->input,
                                          ae_trainer_dup_state (trainer, hyperparams)));
  for (guint i = 0; i < MOST_WAITS; i++)
    {
      g_clear_error (&busy);
      if (save_once (self, &busy))
        return TRUE;
      if (!g_error_matches (busy, AE_ERROR, AE_ERROR_BUSY))
        break;
      g_usleep (WAIT_US);
    }
  g_propagate_error (error, g_steal_pointer (&busy));
  return FALSE;
}
