/* bl-keeper.c: between a workspace and its project file. Files are read and written on worker
 * threads; each training is asked for its state between two of its steps. It shows nothing.
 *
 * What has not been saved by hand goes into a file of its own every minute, in the user's
 * folder for such things, with the number of this process in its name. After a crash no such
 * process is there any more, and the next start offers it.
 */
#include "bl-keeper.h"

#include "ae-error.h"
#include "bl-left-over.h"

#include <glib/gstdio.h>
#include <string.h>

#define AUTOSAVE_S 60

struct _BlKeeper
{
  BlWorkspace *workspace; /* borrowed; NULL: freed, but a file is still being written */
  BlKeeperEvents events;
  gpointer user_data;
  GCancellable *cancellable; /* of reading */
  guint timer;

  AeProject *project;   /* what was saved or opened last */
  char *path;           /* nullable: where, by hand */
  gboolean is_asking;   /* the runs, for their states */
  BlRun *asked;         /* which one; NULL while none is */
  guint next;           /* after it, in the list */
  GPtrArray *collected; /* AeProjectRun, borrowed by nobody until they are the project's */
  GPtrArray *names;     /* char: runs of the project that are the window's */
  char *kept_progress;  /* nullable: how far all were when they were last kept anywhere */
  gboolean is_writing;
  char *target;       /* where it goes */
  char *wanted;       /* nullable: to be saved by hand as soon as it can be */
  gboolean is_aside;  /* there is a file aside */
  AeProject *opening; /* waits for its scene */
  char *opening_path;
};

/* What a worker writes. The project is the keeper's, or nobody's where it has another. */
typedef struct
{
  BlKeeper *keeper;
  AeProject *project;
  char *target;
  gboolean by_hand;
} Writing;

static void
remove_aside (BlKeeper *self)
{
  g_autofree char *aside = bl_left_over_dup_own ();

  if (self->is_aside)
    g_remove (aside);
  self->is_aside = FALSE;
}

/* ------------------------------------------------------------------ writing */

static void
drop_collected (BlKeeper *self)
{
  for (guint i = 0; i < self->collected->len; i++)
    ae_project_run_free (self->collected->pdata[i]);
  g_ptr_array_set_size (self->collected, 0);
}

static void
free_keeper (BlKeeper *self)
{
  ae_project_free (self->project);
  ae_project_free (self->opening);
  g_free (self->opening_path);
  g_free (self->path);
  g_free (self->target);
  g_free (self->wanted);
  g_free (self->kept_progress);
  g_clear_object (&self->asked);
  drop_collected (self);
  g_ptr_array_unref (self->collected);
  g_ptr_array_unref (self->names);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Writing *writing = task_data;
  g_autofree char *folder = g_path_get_dirname (writing->target);
  GError *error = NULL;

  if (!writing->by_hand)
    g_mkdir_with_parents (folder, 0700);
  if (ae_project_save (writing->project, writing->target, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void begin (BlKeeper *self, const char *target);

static void
tell_written (BlKeeper *self, const Writing *writing, const GError *error)
{
  if (error != NULL)
    self->events.said (error->message, self->user_data);
  else if (writing->by_hand)
    {
      remove_aside (self);
      self->events.saved (writing->target, self->user_data);
    }
  else
    self->is_aside = TRUE;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writing *writing = user_data;
  BlKeeper *self = writing->keeper;
  g_autoptr (GError) error = NULL;
  g_autofree char *next = g_steal_pointer (&self->wanted);

  g_task_propagate_boolean (G_TASK (result), &error);
  self->is_writing = FALSE;
  if (writing->project != self->project)
    ae_project_free (writing->project);
  if (self->workspace == NULL)
    free_keeper (self);
  else
    {
      tell_written (self, writing, error);
      if (next != NULL)
        begin (self, next);
    }
  g_free (writing->target);
  g_free (writing);
  g_application_release (g_application_get_default ());
}

/* The program does not end before the file is whole. */
static void
write_project (BlKeeper *self)
{
  Writing *writing = g_new0 (Writing, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, written_cb, writing);

  writing->keeper = self;
  writing->project = self->project;
  writing->target = g_strdup (self->target);
  writing->by_hand = g_strcmp0 (self->target, self->path) == 0;
  ae_project_set_text (self->project, "origin", writing->by_hand ? NULL : self->path);
  self->events.fill (self->project, self->user_data);
  self->is_writing = TRUE;
  g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, writing, NULL);
  g_task_run_in_thread (task, write_in_thread);
}

static void ask_next (BlKeeper *self);

/* The project holds the window's runs, and those of its file that the window has no room for.
 */
static void
take_collected (BlKeeper *self)
{
  for (guint i = 0; i < self->names->len; i++)
    ae_project_remove_run (self->project, self->names->pdata[i]);
  g_ptr_array_set_size (self->names, 0);
  for (guint i = 0; i < self->collected->len; i++)
    {
      AeProjectRun *run = self->collected->pdata[i];

      g_ptr_array_add (self->names, g_strdup (run->name));
      ae_project_add_run (self->project, run);
    }
  g_ptr_array_set_size (self->collected, 0);
  ae_project_set_text (
      self->project, "run",
      bl_run_item_get_name (BL_RUN_ITEM (bl_workspace_get_active (self->workspace))));
  write_project (self);
}

static void
state_cb (AeRun *run, AeTrainingState *state, gpointer user_data)
{
  BlKeeper *self = user_data;
  g_autoptr (AeSnapshot) snapshot = NULL;
  g_autoptr (AeInput) input = NULL;

  if (self->asked == NULL || bl_run_peek (self->asked) != run || state == NULL)
    {
      ae_training_state_unref (state);
      return;
    }
  snapshot = ae_run_dup_snapshot (run);
  input = ae_input_new (bl_workspace_get_scene (self->workspace), snapshot->scaler);
  g_ptr_array_add (self->collected,
                   ae_project_run_new (bl_run_item_get_name (BL_RUN_ITEM (self->asked)),
                                       &bl_run_get_build (self->asked)->pixels, input, state));
  ask_next (self);
}

/* One after the other, in their order; a run without a training has nothing to keep. */
static void
ask_next (BlKeeper *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);

  g_clear_object (&self->asked);
  while (self->next < g_list_model_get_n_items (runs))
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, self->next++);

      if (bl_run_peek (run) == NULL)
        continue;
      self->asked = g_object_ref (run);
      ae_run_ask_state (bl_run_peek (run), state_cb, self);
      return;
    }
  self->is_asking = FALSE;
  take_collected (self);
}

static void
append_progress (GString *text, const char *name, guint64 generation, guint64 step)
{
  if (step > 0)
    g_string_append_printf (text, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", name,
                            generation, step);
}

/* How far each run is: the same again means nothing new to keep. */
static char *
dup_progress (BlKeeper *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);
      AeRun *training = bl_run_peek (run);
      g_autoptr (AeSnapshot) snapshot
          = training != NULL ? ae_run_dup_snapshot (training) : NULL;

      if (snapshot != NULL)
        append_progress (text, bl_run_item_get_name (BL_RUN_ITEM (run)), snapshot->generation,
                         snapshot->step);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
refer_to_scene (BlKeeper *self)
{
  g_autoptr (GError) error = NULL;
  AeReaderOptions opening = bl_workspace_get_opening (self->workspace);
  AeProjectScene *scene
      = ae_project_scene_new (bl_workspace_get_scene (self->workspace), &error);

  if (scene == NULL)
    {
      self->events.said (error->message, self->user_data);
      return FALSE;
    }
  ae_project_scene_take_options (scene, &opening);
  ae_project_scene_free (self->project->scene);
  self->project->scene = scene;
  return TRUE;
}

static void
begin (BlKeeper *self, const char *target)
{
  if (!refer_to_scene (self))
    return;
  g_free (self->target);
  self->target = g_strdup (target);
  g_free (self->kept_progress);
  self->kept_progress = dup_progress (self);
  self->is_asking = TRUE;
  self->next = 0;
  drop_collected (self);
  ask_next (self);
}

/* A training that went away while it was asked answers no more: it is left out. */
static void
changed_cb (BlKeeper *self)
{
  if (!self->is_asking || self->asked == NULL || bl_run_peek (self->asked) != NULL)
    return;
  ask_next (self);
}

static gboolean
timer_cb (gpointer user_data)
{
  BlKeeper *self = user_data;
  g_autofree char *progress = dup_progress (self);
  g_autofree char *aside = NULL;

  if (self->is_asking || self->is_writing || progress[0] == '\0'
      || g_strcmp0 (progress, self->kept_progress) == 0)
    return G_SOURCE_CONTINUE;
  aside = bl_left_over_dup_own ();
  begin (self, aside);
  return G_SOURCE_CONTINUE;
}

/* ------------------------------------------------------------------ life */

static guint
get_interval_ms (void)
{
  const char *given = g_getenv ("BANDLOOM_AUTOSAVE_SECONDS"); /* for tests */
  double seconds = given != NULL ? g_ascii_strtod (given, NULL) : 0;

  return (guint) (1000 * (seconds > 0 ? seconds : AUTOSAVE_S));
}

/**
 * bl_keeper_new:
 * @workspace: borrowed; outlives it
 * @events: copied
 * @user_data: for them
 *
 * Returns: (transfer full): a keeper without a file. Main thread, as all of these.
 */
BlKeeper *
bl_keeper_new (BlWorkspace *workspace, const BlKeeperEvents *events, gpointer user_data)
{
  BlKeeper *self = g_new0 (BlKeeper, 1);

  self->workspace = workspace;
  self->events = *events;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->project = ae_project_new ();
  self->collected = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->timer = g_timeout_add (get_interval_ms (), timer_cb, self);
  g_signal_connect_swapped (workspace, "run-changed", G_CALLBACK (changed_cb), self);
  return self;
}

/**
 * bl_keeper_free:
 * @self: (transfer full): a keeper
 *
 * What was saved aside stays where there is something in it that was not saved by hand. Where a
 * file is being written it is written to its end.
 */
void
bl_keeper_free (BlKeeper *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_cancellable_cancel (self->cancellable);
  self->workspace = NULL;
  g_clear_object (&self->asked);
  if (!self->is_writing)
    free_keeper (self);
}

/* ------------------------------------------------------------------ saving */

/**
 * bl_keeper_save:
 * @self: a keeper whose workspace has a scene
 * @path: (nullable): where; %NULL is where it was saved or opened last
 *
 * Asks the trainings for their states and writes them; an event tells the end.
 */
void
bl_keeper_save (BlKeeper *self, const char *path)
{
  g_autofree char *copy = g_strdup (path != NULL ? path : self->path);

  g_return_if_fail (copy != NULL);
  if (self->is_asking || self->is_writing)
    {
      g_free (self->wanted);
      self->wanted = g_steal_pointer (&copy);
      g_free (self->path);
      self->path = g_strdup (self->wanted);
      return;
    }
  g_free (self->path);
  self->path = g_strdup (copy);
  begin (self, copy);
}

/**
 * bl_keeper_get_path:
 * @self: a keeper
 *
 * Returns: (nullable) (transfer none): the project's file; %NULL before it was first saved.
 */
const char *
bl_keeper_get_path (const BlKeeper *self)
{
  return self->path;
}

/* ------------------------------------------------------------------ opening */

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  AeProject *project = ae_project_load (task_data, &error);

  if (project != NULL)
    g_task_return_pointer (task, project, (GDestroyNotify) ae_project_free);
  else
    g_task_return_error (task, error);
}

static gboolean
is_scene_there (const AeProjectScene *scene)
{
  return strcmp (scene->path, "demo:") == 0 || g_file_test (scene->path, G_FILE_TEST_EXISTS);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlKeeper *self = user_data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  AeProject *project;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  project = g_task_propagate_pointer (task, &error);
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
  self->opening_path = g_strdup (g_task_get_task_data (task));
  if (is_scene_there (project->scene))
    bl_keeper_open_at (self, project->scene->path);
  else
    self->events.moved (project->scene->path, self->user_data);
}

/**
 * bl_keeper_open:
 * @self: a keeper
 * @path: a project
 *
 * Reads it, then opens its scene; bl_keeper_take_scene() goes on from there. What was open
 * stays until then, and for good when it does not come.
 */
void
bl_keeper_open (BlKeeper *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, read_cb, self);

  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * bl_keeper_open_at:
 * @self: a keeper that opens a project
 * @scene_path: where its scene is
 */
void
bl_keeper_open_at (BlKeeper *self, const char *scene_path)
{
  if (self->opening != NULL)
    {
      AeReaderOptions options = ae_project_scene_get_options (self->opening->scene);

      bl_workspace_open (self->workspace, scene_path, &options);
    }
}

/* A worker may still be writing the one before. */
static void
take_project (BlKeeper *self, AeProject *project)
{
  if (!self->is_writing)
    ae_project_free (self->project);
  self->project = project;
}

static gboolean
is_aside (const char *path)
{
  g_autofree char *aside = bl_left_over_dup_own ();

  return strcmp (path, aside) == 0;
}

static void
restore_runs (BlKeeper *self)
{
  g_autofree char *name = ae_project_dup_text (self->project, "run");
  g_autoptr (GString) progress = g_string_new (NULL);
  BlRun *active = NULL;

  for (guint i = 0; i < self->project->runs->len; i++)
    {
      const AeProjectRun *kept = self->project->runs->pdata[i];
      AeTrainingState *state = kept->training;
      BlBuild build = { state->spec, state->plan, state->knobs, kept->pixels };
      BlRun *run;

      build.plan.threads = 0;
      run = bl_workspace_restore (self->workspace, kept->name, &build,
                                  ae_training_state_ref (state));
      if (run == NULL)
        break;
      g_ptr_array_add (self->names, g_strdup (kept->name));
      append_progress (progress, kept->name, 0, state->step);
      if (active == NULL || g_strcmp0 (kept->name, name) == 0)
        active = run;
    }
  if (active != NULL)
    bl_workspace_set_active (self->workspace, active);
  /* What was just read is kept already. */
  g_free (self->kept_progress);
  self->kept_progress = g_strdup (progress->str);
}

/**
 * bl_keeper_take_scene:
 * @self: a keeper whose workspace has another scene
 *
 * Where that is the one that a project waits for, makes its runs again; otherwise begins a
 * project without a file.
 */
void
bl_keeper_take_scene (BlKeeper *self)
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
  if (is_aside (path))
    self->path = g_steal_pointer (&origin);
  else
    self->path = g_steal_pointer (&path);
  restore_runs (self);
  self->events.restored (self->project, self->user_data);
}

/* ------------------------------------------------------------------ after a crash */

/**
 * bl_keeper_restore:
 * @self: a keeper
 * @left_over: from bl_left_over_dup_newest()
 *
 * Opens it, and makes it this window's own, so that it is not offered again but is there should
 * this one crash too.
 */
void
bl_keeper_restore (BlKeeper *self, const char *left_over)
{
  g_autofree char *aside = bl_left_over_dup_own ();

  if (g_rename (left_over, aside) != 0)
    return;
  self->is_aside = TRUE;
  bl_keeper_open (self, aside);
}
