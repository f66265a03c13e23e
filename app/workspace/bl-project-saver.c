/* bl-project-saver.c: between a workspace and its project file. Files are read and written on
 * worker threads; each training is asked for its state between two of its steps. It shows
 * nothing.
 *
 * A project that another program saved meanwhile is merged with, as ae_project_file_save()
 * does.
 *
 * What has not been saved by hand goes into a file of its own within a minute of the change, as
 * bl-recovery.c does. Where nothing changes no clock runs.
 */
#include "bl-project-saver-private.h"

#include "ae-error.h"
#include "ae-file.h"
#include <string.h>

#define AUTOSAVE_S 60

/* How long another program is waited for that saves the same project just now. */
#define MOST_WAITS 200
#define WAIT_US    50000

/* What a worker writes. The project is the saver's, or nobody's where it has another. */
typedef struct
{
  AeProject *project;
  char *target;
  gboolean by_hand;
  AeProjectFile *file; /* by hand: what is known of the target */
  AeProjectMerge merge;
  AeProjectMerged merged;
} Writing;

/* ------------------------------------------------------------------ writing */

static void
drop_collected (BlProjectSaver *self)
{
  for (guint i = 0; i < self->collected->len; i++)
    ae_project_run_free (self->collected->pdata[i]);
  g_ptr_array_set_size (self->collected, 0);
}

static void
free_saver (BlProjectSaver *self)
{
  ae_project_free (self->project);
  ae_project_file_free (self->file);
  bl_project_saver_drop_opening (self);
  bl_recovery_free (self->aside);
  bl_lock_free (self->lock);
  g_free (self->path);
  g_free (self->target);
  g_free (self->wanted);
  g_free (self->kept_progress);
  g_clear_object (&self->asked);
  drop_collected (self);
  g_ptr_array_unref (self->collected);
  g_ptr_array_unref (self->names);
  bl_worker_free (self->writer);
  g_free (self);
}

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  ae_project_file_free (writing->file);
  ae_project_merged_clear (&writing->merged);
  g_free (writing->target);
  g_free (writing);
}

static gboolean
write_once (Writing *writing, GError **error)
{
  ae_project_merged_clear (&writing->merged);
  return writing->by_hand ? ae_project_file_save (writing->file, writing->project,
                                                  writing->merge, &writing->merged, error)
                          : ae_project_save (writing->project, writing->target, error);
}

static gpointer
write_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  g_autoptr (GError) busy = NULL;

  for (guint i = 0; i < MOST_WAITS; i++)
    {
      g_clear_error (&busy);
      if (write_once (inputs, &busy))
        return NULL;
      if (!g_error_matches (busy, AE_ERROR, AE_ERROR_BUSY))
        break;
      g_usleep (WAIT_US);
    }
  g_propagate_error (error, g_steal_pointer (&busy));
  return NULL;
}

static const BlWorkerJob write_job = { "write project", write_in_thread, writing_free };

static void begin (BlProjectSaver *self, const char *target);

static void
tell_written (BlProjectSaver *self, const Writing *writing, const GError *error)
{
  if (error != NULL && writing->by_hand)
    g_clear_pointer (&self->kept_progress, g_free); /* it is kept nowhere */
  if (g_error_matches (error, AE_ERROR, AE_ERROR_CONFLICT))
    self->events.differs (error->message, self->user_data);
  else if (error != NULL)
    self->events.said (error->message, self->user_data);
  else if (writing->by_hand)
    self->events.saved (writing->target, self->user_data);
}

/* The project is still the one that is open. */
static void
take_written (BlProjectSaver *self, Writing *writing, gboolean is_good)
{
  if (self->file == NULL)
    self->file = g_steal_pointer (&writing->file);
  if (is_good && writing->by_hand)
    g_clear_pointer (&self->aside, bl_recovery_remove);
  if (is_good && writing->by_hand && self->workspace != NULL)
    bl_project_saver_apply_merged (self, &writing->merged);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlProjectSaver *self = user_data;
  Writing *writing = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autofree char *next = g_steal_pointer (&self->wanted);

  bl_worker_run_finish (result, &error);
  self->is_writing = FALSE;
  if (writing->project == self->project)
    take_written (self, writing, error == NULL);
  else
    ae_project_free (writing->project);
  if (self->workspace == NULL) /* the window is gone, and nobody is there to be told */
    free_saver (self);
  else
    {
      tell_written (self, writing, error);
      if (next != NULL)
        begin (self, next);
    }
  g_application_release (g_application_get_default ());
}

/* What is known of a file. Another name was chosen by the user, who wants what is there
 * replaced.
 */
static AeProjectFile *
steal_file (BlProjectSaver *self, const char *path)
{
  AeProjectFile *file = g_steal_pointer (&self->file);

  if (file != NULL && strcmp (ae_project_file_get_path (file), path) == 0)
    return file;
  ae_project_file_free (file);
  file = ae_project_file_new (path);
  ae_project_file_set_keeps_marks (file, TRUE);
  ae_project_file_give_up (file);
  return file;
}

/* For whoever restores what is put aside. */
static void
tell_origin (BlProjectSaver *self, gboolean by_hand)
{
  g_autofree char *known
      = self->file != NULL && !by_hand ? ae_project_file_dup_known (self->file) : NULL;

  ae_project_set_text (self->project, "origin", by_hand ? NULL : self->path);
  ae_project_set_text (self->project, "known", known);
}

/* The program does not end before the file is whole. */
static void
write_project (BlProjectSaver *self)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->project = self->project;
  writing->target = g_strdup (self->target);
  writing->by_hand = g_strcmp0 (self->target, self->path) == 0;
  tell_origin (self, writing->by_hand);
  if (writing->by_hand)
    {
      writing->file = steal_file (self, self->target);
      writing->merge = self->merge;
      self->merge = AE_PROJECT_ASK;
    }
  self->events.fill (self->project, self->user_data);
  self->is_writing = TRUE;
  g_application_hold (g_application_get_default ());
  bl_worker_run_async (self->writer, &write_job, writing, written_cb, self);
}

static void ask_next (BlProjectSaver *self);

/* The project holds the window's runs, and those of its file that the window has no room for.
 */
static void
take_collected (BlProjectSaver *self)
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
  BlProjectSaver *self = user_data;
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
                                       &bl_run_get_options (self->asked)->pixels, input,
                                       state));
  ask_next (self);
}

/* One after the other, in their order; a run without a training has nothing to keep. */
static void
ask_next (BlProjectSaver *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);

  g_clear_object (&self->asked);
  while (self->next < g_list_model_get_n_items (runs))
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, self->next++);

      if (bl_run_peek (run) == NULL)
        continue;
      self->asked = g_object_ref (run);
      ae_run_request_checkpoint (bl_run_peek (run), state_cb, self);
      return;
    }
  self->is_asking = FALSE;
  take_collected (self);
}

/**
 * bl_project_saver_append_progress:
 * @text: a line is added to it
 * @name: of a run
 * @generation, @step: how far it is; nothing is added for one that never made a step
 */
void
bl_project_saver_append_progress (GString *text, const char *name, guint64 generation,
                                  guint64 step)
{
  if (step > 0)
    g_string_append_printf (text, "%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT "\n", name,
                            generation, step);
}

/* How far each run is, and how often the user marked something: the same again means nothing
 * new to keep.
 */
static char *
dup_progress (BlProjectSaver *self)
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
        bl_project_saver_append_progress (text, bl_run_item_get_name (BL_RUN_ITEM (run)),
                                          snapshot->generation, snapshot->step);
    }
  if (self->n_notes > 0)
    g_string_append_printf (text, "%u notes\n", self->n_notes);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
refer_to_scene (BlProjectSaver *self)
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
begin (BlProjectSaver *self, const char *target)
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
changed_cb (BlProjectSaver *self)
{
  if (!self->is_asking || self->asked == NULL || bl_run_peek (self->asked) != NULL)
    return;
  ask_next (self);
}

/* ------------------------------------------------------------------ by itself */

static gboolean
has_unsaved (BlProjectSaver *self)
{
  g_autofree char *progress = dup_progress (self);

  return progress[0] != '\0' && g_strcmp0 (progress, self->kept_progress) != 0;
}

static void arm (BlProjectSaver *self);

static gboolean
timer_cb (gpointer user_data)
{
  BlProjectSaver *self = user_data;

  self->timer = 0;
  if (!self->is_asking && !self->is_writing && has_unsaved (self))
    {
      if (self->aside == NULL)
        self->aside = bl_recovery_new ();
      begin (self, bl_recovery_get_path (self->aside));
    }
  arm (self);
  return G_SOURCE_REMOVE;
}

static guint
get_interval_ms (void)
{
  const char *given = g_getenv ("BANDLOOM_AUTOSAVE_SECONDS"); /* for tests */
  double seconds = given != NULL ? g_ascii_strtod (given, NULL) : 0;

  return (guint) (1000 * (seconds > 0 ? seconds : AUTOSAVE_S));
}

/* One shot, where something is unsaved or will be: what trains tells of no step. */
static void
arm (BlProjectSaver *self)
{
  if (self->timer == 0 && (bl_workspace_is_training (self->workspace) || has_unsaved (self)))
    self->timer = g_timeout_add (get_interval_ms (), timer_cb, self);
}

/* ------------------------------------------------------------------ life */

/**
 * bl_project_saver_new:
 * @workspace: borrowed; outlives it
 * @events: copied
 * @user_data: for them
 *
 * Returns: (transfer full): a saver without a file. Main thread, as all of these.
 */
BlProjectSaver *
bl_project_saver_new (BlWorkspace *workspace, const BlProjectSaverEvents *events,
                      gpointer user_data)
{
  BlProjectSaver *self = g_new0 (BlProjectSaver, 1);

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  self->workspace = workspace;
  self->events = *events;
  self->user_data = user_data;
  self->reader = bl_worker_new (BL_WORKER_REPLACE);
  self->writer = bl_worker_new (BL_WORKER_ALL);
  self->project = ae_project_new ();
  self->collected = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (workspace, "run-changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (workspace, "opening", G_CALLBACK (bl_project_saver_opening_cb),
                            self);
  g_signal_connect_swapped (workspace, "any-changed", G_CALLBACK (arm), self);
  g_signal_connect_swapped (bl_workspace_get_runs (workspace), "items-changed",
                            G_CALLBACK (arm), self);
  return self;
}

/**
 * bl_project_saver_free:
 * @self: (transfer full): a saver
 *
 * What was saved aside stays where there is something in it that was not saved by hand. Where a
 * file is being written it is written to its end.
 */
void
bl_project_saver_free (BlProjectSaver *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_signal_handlers_disconnect_by_data (bl_workspace_get_runs (self->workspace), self);
  g_clear_pointer (&self->reader, bl_worker_free);
  self->workspace = NULL;
  g_clear_object (&self->asked);
  if (!self->is_writing)
    free_saver (self);
}

/* ------------------------------------------------------------------ saving */

/**
 * bl_project_saver_save:
 * @self: a saver whose workspace has a scene
 * @path: (nullable): where; %NULL is where it was saved or opened last
 *
 * Asks the trainings for their states and writes them; an event tells the end. A file that
 * another window has open is left alone.
 */
void
bl_project_saver_save (BlProjectSaver *self, const char *path)
{
  g_autofree char *copy = g_strdup (path != NULL ? path : self->path);

  g_return_if_fail (copy != NULL);
  if (!bl_project_saver_take_lock (self, copy))
    return;
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
 * bl_project_saver_save_merged:
 * @self: a saver that said that runs differ
 * @merge: what the user wants
 *
 * Saves again where it was to be saved.
 */
void
bl_project_saver_save_merged (BlProjectSaver *self, AeProjectMerge merge)
{
  if (self->path == NULL)
    return;
  self->merge = merge;
  bl_project_saver_save (self, NULL);
}

/**
 * bl_project_saver_is_read_only:
 * @self: a saver
 *
 * Returns: whether another window had the project open when it was last looked.
 */
gboolean
bl_project_saver_is_read_only (const BlProjectSaver *self)
{
  return self->path != NULL && self->is_elsewhere;
}

/**
 * bl_project_saver_can_save:
 * @self: a saver
 *
 * Where the other window has closed the project by now, this one takes it over.
 *
 * Returns: whether there is a file that bl_project_saver_save() may write to by itself.
 */
gboolean
bl_project_saver_can_save (BlProjectSaver *self)
{
  return self->path != NULL
         && (!self->is_elsewhere || bl_project_saver_take_lock (self, self->path));
}

/**
 * bl_project_saver_get_path:
 * @self: a saver
 *
 * Returns: (nullable) (transfer none): the project's file; %NULL before it was first saved.
 */
const char *
bl_project_saver_get_path (const BlProjectSaver *self)
{
  return self->path;
}

/**
 * bl_project_saver_touch:
 * @self: a saver
 *
 * The user marked something: labels, a selection, a spectrum. It is kept with the next round,
 * whether anything trains or not.
 */
void
bl_project_saver_touch (BlProjectSaver *self)
{
  self->n_notes++;
  arm (self);
}
