/* bl-project-saver-open.c: reads a project on a worker, opens its scene, makes its runs again;
 * and what a crash left behind.
 */
#include "bl-project-saver-private.h"

#include "bl-recovery.h"

#include <glib/gstdio.h>
#include <string.h>

/* ------------------------------------------------------------------ opening */

static gpointer
read_in_thread (BlWorkerTask *task, gpointer path, GError **error)
{
  return ae_project_load (path, error);
}

static const BlWorkerJob read_job
    = { "read project", read_in_thread, g_free, (GDestroyNotify) ae_project_free };

static gboolean
is_scene_there (const AeProjectScene *scene)
{
  return strcmp (scene->path, "demo:") == 0 || g_file_test (scene->path, G_FILE_TEST_EXISTS);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlProjectSaver *self = user_data;
  g_autoptr (GError) error = NULL;
  AeProject *project = bl_worker_run_finish (result, &error);

  if (project == NULL || project->scene == NULL)
    {
      self->events.said (project == NULL
                             ? error->message
                             : "The project names no scene: there is nothing to open",
                         self->user_data);
      ae_project_free (project);
      return;
    }
  ae_project_free (self->opening);
  self->opening = project;
  g_free (self->opening_path);
  self->opening_path = g_strdup (bl_worker_get_inputs (result));
  if (is_scene_there (project->scene))
    bl_project_saver_open_at (self, project->scene->path);
  else
    self->events.moved (project->scene->path, self->user_data);
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
  if (self->opening != NULL)
    {
      AeReaderOptions options = ae_project_scene_get_options (self->opening->scene);

      bl_workspace_open (self->workspace, scene_path, &options);
    }
}

/* A worker may still be writing the one before. */
static void
take_project (BlProjectSaver *self, AeProject *project)
{
  if (!self->is_writing)
    ae_project_free (self->project);
  self->project = project;
}

static gboolean
is_autosave (const char *path)
{
  g_autofree char *aside = bl_recovery_dup_own ();

  return strcmp (path, aside) == 0;
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
      AeTrainingState *state = kept->training;
      BlRunOptions options = { state->spec, state->plan, state->hyperparams, kept->pixels };
      BlRun *run;

      options.plan.threads = 0;
      run = bl_workspace_restore (self->workspace, kept->name, &options,
                                  ae_training_state_ref (state));
      if (run == NULL)
        break;
      g_ptr_array_add (self->names, g_strdup (kept->name));
      bl_project_saver_append_progress (progress, kept->name, 0, state->step);
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

/**
 * bl_project_saver_set_scene:
 * @self: a saver whose workspace has another scene
 *
 * Where that is the one that a project waits for, makes its runs again; otherwise begins a
 * project without a file.
 */
void
bl_project_saver_set_scene (BlProjectSaver *self)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autoptr (AeProject) opened = g_steal_pointer (&self->opening);
  g_autofree char *path = g_steal_pointer (&self->opening_path);
  g_autofree char *origin = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->kept_progress, g_free);
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
  origin = ae_project_dup_text (self->project, "origin");
  if (is_autosave (path))
    self->path = g_steal_pointer (&origin);
  else
    self->path = g_steal_pointer (&path);
  restore_runs (self);
  self->events.restored (self->project, self->user_data);
  forget_changes (self);
}

/* ------------------------------------------------------------------ after a crash */

/**
 * bl_project_saver_restore:
 * @self: a saver
 * @left_over: from bl_recovery_dup_newest()
 *
 * Opens it, and makes it this window's own, so that it is not offered again but is there should
 * this one crash too.
 */
void
bl_project_saver_restore (BlProjectSaver *self, const char *left_over)
{
  g_autofree char *aside = bl_recovery_dup_own ();

  if (g_rename (left_over, aside) != 0)
    return;
  self->is_autosave = TRUE;
  bl_project_saver_open (self, aside);
}
