/* bl-project-saver-open.c: reads a project on a worker, opens its scene, makes its runs again;
 * and what a crash left behind.
 */
#include "bl-project-saver-private.h"

#include "ae-file.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ opening */

typedef struct
{
  AeProjectFile *file;
  AeProject *project;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  ae_project_file_free (reading->file);
  ae_project_free (reading->project);
  g_free (reading);
}

static gpointer
read_in_thread (BlWorkerTask *task, gpointer path, GError **error)
{
  g_autoptr (AeProjectFile) file = ae_project_file_new (path);
  AeProject *project = ae_project_file_load (file, error);
  Reading *reading;

  if (project == NULL)
    return NULL;
  reading = g_new (Reading, 1);
  *reading = (Reading){ g_steal_pointer (&file), project };
  return reading;
}

static const BlWorkerJob read_job = { "read project", read_in_thread, g_free, reading_free };

static gboolean
is_scene_there (const AeProjectScene *scene)
{
  return strcmp (scene->path, "demo:") == 0 || g_file_test (scene->path, G_FILE_TEST_EXISTS);
}

/**
 * bl_project_saver_drop_opening:
 * @self: a saver
 *
 * A project that waits for its scene waits no more; left-over work stays where it is.
 */
void
bl_project_saver_drop_opening (BlProjectSaver *self)
{
  g_clear_pointer (&self->opening, ae_project_free);
  g_clear_pointer (&self->opening_file, ae_project_file_free);
  g_clear_pointer (&self->claim, bl_recovery_free);
  self->is_scene_wanted = FALSE;
}

/**
 * bl_project_saver_opening_cb:
 * @self: a saver
 * @fraction: as the workspace's "opening" says
 *
 * The scene did not come, or another is wanted.
 */
void
bl_project_saver_opening_cb (BlProjectSaver *self, double fraction)
{
  if (self->opening == NULL || self->is_beginning)
    return;
  if (bl_workspace_get_n_openings (self->workspace) != self->n_openings
      || (fraction < 0 && self->is_scene_wanted))
    bl_project_saver_drop_opening (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlProjectSaver *self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = bl_worker_run_finish (result, &error);

  if (reading == NULL || reading->project->scene == NULL)
    {
      self->events.said (reading == NULL
                             ? error->message
                             : "The project names no scene: there is nothing to open",
                         self->user_data);
      g_clear_pointer (&reading, reading_free);
      bl_project_saver_drop_opening (self);
      return;
    }
  self->opening = g_steal_pointer (&reading->project);
  self->opening_file = g_steal_pointer (&reading->file);
  self->n_openings = bl_workspace_get_n_openings (self->workspace);
  reading_free (reading);
  if (is_scene_there (self->opening->scene))
    bl_project_saver_open_at (self, self->opening->scene->path);
  else
    self->events.moved (self->opening->scene->path, self->user_data);
}

/**
 * bl_project_saver_open:
 * @self: a saver
 * @path: a project
 *
 * Reads it, then opens its scene; bl_project_saver_set_scene() goes on from there. What was
 * open stays until then, and for good when it does not come.
 */
void
bl_project_saver_open (BlProjectSaver *self, const char *path)
{
  bl_project_saver_drop_opening (self);
  bl_worker_run_async (self->reader, &read_job, g_strdup (path), read_cb, self);
}

/**
 * bl_project_saver_open_at:
 * @self: a saver that opens a project
 * @scene_path: where its scene is
 */
void
bl_project_saver_open_at (BlProjectSaver *self, const char *scene_path)
{
  AeReaderOptions options;

  if (self->opening == NULL)
    return;
  options = ae_project_scene_get_options (self->opening->scene);
  self->is_scene_wanted = self->is_beginning = TRUE;
  bl_workspace_open (self->workspace, scene_path, &options);
  self->is_beginning = FALSE;
  self->n_openings = bl_workspace_get_n_openings (self->workspace);
}

/**
 * bl_project_saver_cancel_opening:
 * @self: a saver that said that a scene has moved
 *
 * Nobody knows where the scene is. Nothing has changed.
 */
void
bl_project_saver_cancel_opening (BlProjectSaver *self)
{
  bl_project_saver_drop_opening (self);
}

/* A worker may still be writing the one before. */
static void
take_project (BlProjectSaver *self, AeProject *project)
{
  if (!self->is_writing)
    ae_project_free (self->project);
  self->project = project;
}

/**
 * bl_project_saver_restore_run:
 * @self: a saver
 * @kept: a run of its project
 *
 * Returns: (nullable) (transfer none): the window's run that it is now; %NULL where there is no
 * room.
 */
BlRun *
bl_project_saver_restore_run (BlProjectSaver *self, const AeProjectRun *kept)
{
  AeTrainingState *state = kept->training;
  BlRunOptions options = { state->spec, state->plan, state->hyperparams, kept->pixels };
  BlRun *run;

  options.plan.threads = 0;
  run = bl_workspace_restore (self->workspace, kept->name, &options,
                              ae_training_state_ref (state));
  if (run != NULL)
    g_ptr_array_add (self->names, g_strdup (kept->name));
  return run;
}

static void
restore_runs (BlProjectSaver *self)
{
  g_autofree char *name = ae_project_dup_text (self->project, "run");
  g_autoptr (GString) progress = g_string_new (NULL);
  BlRun *active = NULL;

  for (guint i = 0; i < self->project->runs->len; i++)
    {
      const AeProjectRun *kept = self->project->runs->pdata[i];
      BlRun *run = bl_project_saver_restore_run (self, kept);

      if (run == NULL)
        break;
      bl_project_saver_append_progress (progress, kept->name, 0, kept->training->step);
      if (active == NULL || g_strcmp0 (kept->name, name) == 0)
        active = run;
    }
  if (active != NULL)
    bl_workspace_set_active (self->workspace, active);
  /* What was just read is kept already. */
  g_free (self->kept_progress);
  self->kept_progress = g_strdup (progress->str);
}

/* What was marked on the way here is of no project, or of one that is kept. */
static void
forget_changes (BlProjectSaver *self)
{
  self->n_notes = 0;
  g_clear_handle_id (&self->timer, g_source_remove);
}

/* The project is the one of a file, or of work that was left over of one. */
static void
take_opened (BlProjectSaver *self, AeProjectFile *file, BlRecovery *claim)
{
  g_autofree char *origin = ae_project_dup_text (self->project, "origin");
  g_autofree char *known = ae_project_dup_text (self->project, "known");

  self->aside = claim;
  if (claim == NULL)
    self->file = file;
  else
    {
      ae_project_file_free (file);
      self->file = origin != NULL ? ae_project_file_new (origin) : NULL;
      if (self->file != NULL && known != NULL)
        ae_project_file_set_known (self->file, known);
    }
  if (self->file == NULL)
    return;
  ae_project_file_set_keeps_marks (self->file, TRUE);
  self->path = g_strdup (ae_project_file_get_path (self->file));
}

/**
 * bl_project_saver_set_scene:
 * @self: a saver whose workspace has another scene
 *
 * Where that is the one that a project waits for, makes its runs again; otherwise begins a
 * project without a file. What was put aside of the one before is left over.
 */
void
bl_project_saver_set_scene (BlProjectSaver *self)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autoptr (AeProject) opened
      = self->is_scene_wanted ? g_steal_pointer (&self->opening) : NULL;
  g_autoptr (AeProjectFile) file = g_steal_pointer (&self->opening_file);
  g_autoptr (BlRecovery) claim = g_steal_pointer (&self->claim);
  g_autoptr (GError) error = NULL;

  bl_project_saver_drop_opening (self);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->file, ae_project_file_free);
  g_clear_pointer (&self->lock, bl_lock_free);
  g_clear_pointer (&self->aside, bl_recovery_free);
  g_clear_pointer (&self->kept_progress, g_free);
  self->is_elsewhere = FALSE;
  self->merge = AE_PROJECT_ASK;
  g_ptr_array_set_size (self->names, 0);
  g_clear_object (&self->asked);
  self->is_asking = FALSE;
  forget_changes (self);
  take_project (self, ae_project_new ());
  if (opened == NULL)
    return;
  if (!ae_project_scene_check (opened->scene, scene, &error))
    {
      self->events.said (error->message, self->user_data);
      return;
    }
  take_project (self, g_steal_pointer (&opened));
  take_opened (self, g_steal_pointer (&file), g_steal_pointer (&claim));
  restore_runs (self);
  self->events.restored (self->project, self->user_data);
  forget_changes (self);
  if (self->path != NULL)
    bl_project_saver_take_lock (self, self->path);
}

/* ------------------------------------------------------------------ after a crash */

/**
 * bl_project_saver_restore:
 * @self: a saver
 *
 * Opens the newest work that was left over. It stays as it is until its runs are in the window;
 * from then on it is where this window puts its own aside.
 */
void
bl_project_saver_restore (BlProjectSaver *self)
{
  BlRecovery *claim;

  bl_project_saver_drop_opening (self);
  if ((claim = bl_recovery_claim_newest ()) == NULL)
    return;
  bl_project_saver_open (self, bl_recovery_get_path (claim));
  self->claim = claim;
}

/* ------------------------------------------------------------------ other windows */

/* A name for the file that is the same for all who open it. */
static char *
dup_lock_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *real = realpath (path, NULL), *real_folder = realpath (folder, NULL);
  g_autofree char *place
      = real != NULL
            ? g_strdup (real)
            : g_build_filename (real_folder != NULL ? real_folder : folder, name, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, place, -1);
  g_autofree char *lock = g_strconcat ("open-", digest, ".lock", NULL);

  free (real);
  free (real_folder);
  return g_build_filename (g_get_user_state_dir (), "bandloom", lock, NULL);
}

/**
 * bl_project_saver_take_lock:
 * @self: a saver
 * @path: a project that it saves to from now on
 *
 * Tells other windows that this one has the project open. Where another has, that is said.
 *
 * Returns: whether it may be saved there.
 */
gboolean
bl_project_saver_take_lock (BlProjectSaver *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = ae_file_dup_display (name);
  g_autofree char *text = NULL;
  g_autofree char *lock_path = NULL;
  BlLock *lock;
  gboolean is_taken;

  if (self->lock != NULL && g_strcmp0 (path, self->path) == 0)
    return TRUE;
  lock_path = dup_lock_path (path);
  lock = bl_lock_new (lock_path, &is_taken);
  if (is_taken)
    {
      text = g_strdup_printf (
          "%s is open in another window; save under another name, or close it "
          "there",
          shown);
      self->is_elsewhere = self->is_elsewhere || g_strcmp0 (path, self->path) == 0;
      self->events.said (text, self->user_data);
      return FALSE;
    }
  bl_lock_free (self->lock);
  self->lock = lock;
  self->is_elsewhere = FALSE;
  return TRUE;
}

/* ------------------------------------------------------------------ other programs */

/* The workspace holds it. */
static BlRun *
find_run (BlProjectSaver *self, const char *name)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);

      if (g_strcmp0 (bl_run_item_get_name (BL_RUN_ITEM (run)), name) == 0)
        return run;
    }
  return NULL;
}

static const AeProjectRun *
find_kept (BlProjectSaver *self, const char *name)
{
  for (guint i = 0; i < self->project->runs->len; i++)
    {
      const AeProjectRun *kept = self->project->runs->pdata[i];

      if (strcmp (kept->name, name) == 0)
        return kept;
    }
  return NULL;
}

static void
forget_name (BlProjectSaver *self, const char *name)
{
  guint index;

  if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &index))
    g_ptr_array_remove_index (self->names, index);
}

static void
rename_run (BlProjectSaver *self, const char *before, const char *after)
{
  BlRun *run = find_run (self, before);

  if (run == NULL)
    return;
  bl_run_set_is_named (run, TRUE);
  bl_run_item_set_name (BL_RUN_ITEM (run), after);
}

/* The window has gone on with a run that the file has otherwise: it is another run now. */
static void
step_aside (BlProjectSaver *self, const char *name)
{
  g_autofree char *free_name = NULL;

  for (guint number = 2; find_run (self, name) != NULL && free_name == NULL; number++)
    {
      free_name = g_strdup_printf ("%s %u", name, number);
      if (find_run (self, free_name) != NULL || find_kept (self, free_name) != NULL)
        g_clear_pointer (&free_name, g_free);
    }
  if (free_name != NULL)
    rename_run (self, name, free_name);
}

/**
 * bl_project_saver_apply_merged:
 * @self: a saver whose project was saved
 * @merged: what that changed of it
 *
 * The window has the same runs under the same names, as far as there is room.
 */
void
bl_project_saver_apply_merged (BlProjectSaver *self, const AeProjectMerged *merged)
{
  for (guint i = 0; i < merged->renamed->len; i += 2)
    {
      const char *before = merged->renamed->pdata[i], *after = merged->renamed->pdata[i + 1];

      rename_run (self, before, after);
      forget_name (self, before);
      g_ptr_array_add (self->names, g_strdup (after));
    }
  for (guint i = 0; i < merged->taken->len; i++)
    {
      const char *name = merged->taken->pdata[i];
      const AeProjectRun *kept = find_kept (self, name);

      step_aside (self, name);
      forget_name (self, name);
      if (kept != NULL)
        bl_project_saver_restore_run (self, kept);
    }
}
