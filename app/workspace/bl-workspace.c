/* bl-workspace.c: opens scenes, keeps the runs on them, hands on what the active one tells. It
 * draws nothing and reads no widget.
 */
#include "bl-workspace-private.h"

#include "ae-error.h"

#include <string.h>

static guint signals[BL_WORKSPACE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (BlWorkspace, bl_workspace, G_TYPE_OBJECT)

/**
 * bl_workspace_emit:
 * @self: the workspace
 * @signal: one without arguments
 */
void
bl_workspace_emit (BlWorkspace *self, BlWorkspaceSignal signal)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  g_signal_emit (self, signals[signal], 0);
}

/**
 * bl_workspace_tell_began:
 * @self: the workspace
 * @old: the run whose settings were changed
 *
 * Emits "run-began".
 */
void
bl_workspace_tell_began (BlWorkspace *self, BlRun *old)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  g_signal_emit (self, signals[BL_WORKSPACE_RUN_BEGAN], 0, old);
}

/**
 * bl_workspace_say_error:
 * @self: the workspace
 * @message: one sentence
 */
void
bl_workspace_say_error (BlWorkspace *self, const char *message)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  g_signal_emit (self, signals[BL_WORKSPACE_ERROR_SAID], 0, message);
}

/* ------------------------------------------------------------------ opening */

static void
opening_progress_cb (double fraction, gpointer user_data)
{
  g_signal_emit (user_data, signals[BL_WORKSPACE_OPENING], 0, fraction);
}

/* What the runs on another scene begin with: the settings of now, where a run could be made of
 * them; with other bands, layers in proportion.
 */
static void
fill_next_options (BlWorkspace *self, AeScene *scene, BlRunOptions *options)
{
  guint bands = ae_scene_get_n_good_bands (scene);
  BlRunSettings *settings
      = self->active != NULL ? bl_run_item_get_settings (BL_RUN_ITEM (self->active)) : NULL;

  bl_run_options_init (options, AE_VARIANT_STACKED, bands);
  if (settings == NULL)
    return;
  if (!bl_run_settings_check (settings, NULL))
    {
      bl_run_options_init (options, bl_run_get_options (self->active)->spec.variants, bands);
      return;
    }
  *options = *bl_run_settings_get_options (settings);
  ae_spec_set_layers_from_string (&options->spec, bl_run_settings_get_layers (settings), NULL);
  if (options->spec.bands == bands)
    return;
  options->spec.bands = bands;
  ae_spec_propose_layers (&options->spec);
}

/**
 * bl_workspace_set_scene:
 * @self: the workspace
 * @scene: takes the place of the one that is open, and of the runs on it; a reference is taken
 *
 * The pinned pixel stays where it can, and so do the active run's settings.
 */
void
bl_workspace_set_scene (BlWorkspace *self, AeScene *scene)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));

  AeScene *old = bl_workspace_get_scene (self);
  gboolean is_twin = old != NULL && ae_scene_get_opened (old) == ae_scene_get_opened (scene);
  BlRunOptions options;

  fill_next_options (self, scene, &options);
  if (is_twin)
    {
      bl_workspace_change_scene (self, scene, &options);
      return;
    }
  bl_workspace_clear_runs (self);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  self->store = bl_pixel_store_new (scene);
  self->has_own_labels = FALSE;
  bl_scene_model_set_axes (self->model, self->axes);
  bl_scene_model_set_scene (self->model, scene);
  self->active = bl_workspace_append_run (self, &options);
  bl_workspace_send_requests (self);
  g_signal_emit (self, signals[BL_WORKSPACE_SCENE_CHANGED], 0);
  g_signal_emit (self, signals[BL_WORKSPACE_ACTIVE_CHANGED], 0);
  g_signal_emit (self, signals[BL_WORKSPACE_RUN_CHANGED], 0);
}

/* How the scene was opened that is there now; one that did not come leaves this as it was. */
static void
keep_opening (BlWorkspace *self)
{
  g_free (self->variable);
  g_free (self->axes);
  self->variable = g_steal_pointer (&self->wanted_variable);
  self->axes = g_steal_pointer (&self->wanted_axes);
  self->is_assumed = self->wanted_assumed;
}

static void
opening_done_cb (AeScene *scene, const char *path, const GError *error, gpointer user_data)
{
  BlWorkspace *self = user_data;
  g_autofree char *opened = g_strdup (path);
  gboolean train = self->is_train_wanted;

  self->is_train_wanted = FALSE;
  if (scene != NULL)
    {
      keep_opening (self);
      bl_workspace_set_scene (self, scene);
    }
  else if (g_error_matches (error, AE_ERROR, AE_ERROR_AMBIGUOUS))
    g_signal_emit (self, signals[BL_WORKSPACE_AMBIGUOUS], 0, opened, error->message);
  else if (g_error_matches (error, AE_ERROR, AE_ERROR_SIZE_MISMATCH))
    g_signal_emit (self, signals[BL_WORKSPACE_SIZE_MISMATCH], 0, opened, error->message);
  else
    bl_workspace_say_error (self, error->message);
  g_clear_pointer (&self->opening, bl_scene_loader_free);
  g_signal_emit (self, signals[BL_WORKSPACE_OPENING], 0, -1.0);
  if (scene != NULL && train)
    bl_workspace_train (self);
}

/**
 * bl_workspace_open:
 * @self: the workspace
 * @path: a file, or "demo:"
 * @options: (nullable): how: which array of it, and so on; copied
 *
 * Reads it on a worker; the scene that is open stays until the new one is there, and for good
 * when it does not come.
 */
void
bl_workspace_open (BlWorkspace *self, const char *path, const AeReaderOptions *options)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  g_clear_pointer (&self->opening, bl_scene_loader_free);
  g_free (self->wanted_variable);
  g_free (self->wanted_axes);
  self->wanted_variable = g_strdup (options != NULL ? options->variable : NULL);
  self->wanted_axes = g_strdup (options != NULL ? options->axes : NULL);
  self->wanted_assumed = options != NULL && options->assume;
  self->n_openings++;
  self->opening
      = bl_scene_loader_new (path, options, opening_progress_cb, opening_done_cb, self);
  g_signal_emit (self, signals[BL_WORKSPACE_OPENING], 0, 0.0);
}

/**
 * bl_workspace_cancel_opening:
 * @self: the workspace
 *
 * Stops reading at once; what was open stays.
 */
void
bl_workspace_cancel_opening (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  g_clear_pointer (&self->opening, bl_scene_loader_free);
  self->is_train_wanted = FALSE;
  g_signal_emit (self, signals[BL_WORKSPACE_OPENING], 0, -1.0);
}

/**
 * bl_workspace_get_n_openings:
 * @self: the workspace
 *
 * Returns: how often a scene was asked for: who waits for one sees that another is wanted.
 */
guint
bl_workspace_get_n_openings (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), 0);
  return self->n_openings;
}

/**
 * bl_workspace_is_opening:
 * @self: the workspace
 *
 * Returns: whether a file is being read.
 */
gboolean
bl_workspace_is_opening (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  return self->opening != NULL;
}

/**
 * bl_workspace_get_scene:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): the scene that is open.
 */
AeScene *
bl_workspace_get_scene (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return bl_scene_model_get_scene (self->model);
}

/**
 * bl_workspace_get_model:
 * @self: the workspace
 *
 * Returns: (transfer none): the scene that is open, for whoever shows it.
 */
BlSceneModel *
bl_workspace_get_model (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return self->model;
}

/**
 * bl_workspace_dup_stem:
 * @self: a workspace with a scene
 *
 * Returns: (transfer full): what files about the scene may be called, without an ending.
 */
char *
bl_workspace_dup_stem (BlWorkspace *self)
{
  char *stem, *dot;

  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  stem = g_strdup (ae_scene_get_name (bl_workspace_get_scene (self)));
  dot = strrchr (stem, '.');
  if (dot != NULL && dot > stem)
    *dot = '\0';
  return g_strdelimit (stem, G_DIR_SEPARATOR_S " :", '-');
}

/**
 * bl_workspace_get_selection:
 * @self: the workspace
 *
 * Returns: (transfer none): what is selected and pinned of the scene.
 */
BlSelection *
bl_workspace_get_selection (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return bl_scene_model_get_selection (self->model);
}

/**
 * bl_workspace_has_own_labels:
 * @self: the workspace
 *
 * Returns: whether its labels were given by hand or read from a file of their own.
 */
gboolean
bl_workspace_has_own_labels (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  return self->has_own_labels;
}

/* ------------------------------------------------------------------ commands */

/**
 * bl_workspace_can_proceed:
 * @self: a workspace with a scene
 *
 * Applies the layers that are typed, where the active run is not made yet; says what is wrong
 * with its settings, where anything is.
 *
 * Returns: whether it is made, or can be.
 */
gboolean
bl_workspace_can_proceed (BlWorkspace *self)
{
  BlRunSettings *settings;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  settings = bl_run_item_get_settings (BL_RUN_ITEM (self->active));
  if (bl_run_is_built (self->active))
    return TRUE;
  if (!bl_run_settings_apply_layers (settings, &error)
      || !bl_run_settings_check (settings, &error))
    {
      bl_workspace_say_error (self, error->message);
      return FALSE;
    }
  bl_workspace_name_run (self, self->active);
  return TRUE;
}

static void
proceed (BlWorkspace *self, guint steps)
{
  if (self->opening != NULL || bl_workspace_get_scene (self) == NULL)
    self->is_train_wanted = self->opening != NULL;
  else if (bl_workspace_can_proceed (self))
    bl_run_proceed (self->active, steps);
}

/**
 * bl_workspace_train:
 * @self: the workspace
 *
 * Makes the active run where it is not made, and trains it. While a scene is still being read
 * it waits for it.
 */
void
bl_workspace_train (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  proceed (self, BL_STEPS_TO_THE_END);
}

/**
 * bl_workspace_pause:
 * @self: the workspace
 */
void
bl_workspace_pause (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (self->active != NULL)
    bl_run_pause (self->active);
}

/**
 * bl_workspace_step:
 * @self: the workspace
 * @whole_epoch: to the end of the epoch, or one batch
 */
void
bl_workspace_step (BlWorkspace *self, gboolean whole_epoch)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  proceed (self, whole_epoch ? BL_STEPS_EPOCH : 1);
}

/**
 * bl_workspace_discard_run:
 * @self: the workspace
 *
 * Ends the active run; the next Train builds another. For a change of layers or variant.
 */
void
bl_workspace_discard_run (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (self->active != NULL)
    bl_run_discard (self->active);
}

/**
 * bl_workspace_has_run:
 * @self: the workspace
 *
 * Returns: whether the active run is made, or being made.
 */
gboolean
bl_workspace_has_run (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  return self->active != NULL && bl_run_is_built (self->active);
}

/**
 * bl_workspace_get_state:
 * @self: the workspace
 *
 * Returns: of the active run; running while it is being made, idle without one.
 */
AeRunState
bl_workspace_get_state (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), AE_RUN_IDLE);
  return self->active != NULL ? bl_run_item_get_state (BL_RUN_ITEM (self->active))
                              : AE_RUN_IDLE;
}

/**
 * bl_workspace_get_reason:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): why the active run finished or failed.
 */
const char *
bl_workspace_get_reason (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return self->active != NULL ? bl_run_item_get_reason (BL_RUN_ITEM (self->active)) : NULL;
}

/**
 * bl_workspace_get_view:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): the newest view of the active run.
 */
AeView *
bl_workspace_get_view (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return self->active != NULL ? bl_run_item_get_view (BL_RUN_ITEM (self->active)) : NULL;
}

/**
 * bl_workspace_dup_snapshot:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer full): the newest snapshot of the active run.
 */
AeSnapshot *
bl_workspace_dup_snapshot (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);

  AeRun *run = self->active != NULL ? bl_run_peek (self->active) : NULL;

  return run != NULL ? ae_run_dup_snapshot (run) : NULL;
}

/**
 * bl_workspace_restore:
 * @self: a workspace with a scene
 * @name: of the run
 * @options: what it was made from
 * @state: (transfer full): how far it came
 *
 * Makes a run that was kept; it stands where it stood. It takes the place of the active one
 * where that is not made yet.
 *
 * Returns: (nullable) (transfer none): the run; %NULL where there are as many as there can be.
 */
BlRun *
bl_workspace_restore (BlWorkspace *self, const char *name, const BlRunOptions *options,
                      AeTrainingState *state)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);

  BlRun *run = self->active;

  if (!bl_run_is_built (run))
    bl_run_settings_set_options (bl_run_item_get_settings (BL_RUN_ITEM (run)), options);
  else if (bl_workspace_get_n_runs (self) < BL_WORKSPACE_MAX_RUNS)
    run = bl_workspace_append_run (self, options);
  else
    {
      ae_training_state_unref (state);
      return NULL;
    }
  bl_run_set_is_named (run, strcmp (bl_run_item_get_name (BL_RUN_ITEM (run)), name) != 0);
  bl_run_item_set_name (BL_RUN_ITEM (run), name);
  bl_run_restore (run, state);
  if (run == self->active)
    bl_workspace_emit (self, BL_WORKSPACE_ACTIVE_CHANGED);
  return run;
}

/**
 * bl_workspace_peek:
 * @self: the workspace
 * @options: (out): what the active run was made from
 *
 * Returns: (nullable) (transfer none): the active run's training, to ask it for its state.
 */
AeRun *
bl_workspace_peek (BlWorkspace *self, BlRunOptions *options)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  if (self->active == NULL)
    return NULL;
  *options = *bl_run_get_options (self->active);
  return bl_run_peek (self->active);
}

/**
 * bl_workspace_get_opening:
 * @self: the workspace
 *
 * Returns: how the scene was opened: which array of its file, in which order of axes, with what
 * assumed; texts are borrowed.
 */
AeReaderOptions
bl_workspace_get_opening (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), (AeReaderOptions){ 0 });
  return (AeReaderOptions){ .variable = self->variable,
                            .axes = self->axes,
                            .assume = self->is_assumed };
}

/* ------------------------------------------------------------------ the type */

static void
bl_workspace_dispose (GObject *object)
{
  BlWorkspace *self = BL_WORKSPACE (object);

  g_clear_pointer (&self->opening, bl_scene_loader_free);
  if (self->runs != NULL)
    bl_workspace_clear_runs (self);
  g_clear_object (&self->history);
  g_clear_object (&self->runs);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  if (self->model != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      g_signal_handlers_disconnect_by_data (bl_workspace_get_selection (self), self);
      bl_selection_set_undo_history (bl_workspace_get_selection (self), NULL);
    }
  g_clear_object (&self->model);
  g_clear_pointer (&self->variable, g_free);
  g_clear_pointer (&self->axes, g_free);
  g_clear_pointer (&self->wanted_axes, g_free);
  g_clear_pointer (&self->wanted_variable, g_free);
  G_OBJECT_CLASS (bl_workspace_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n, GType first, GType second)
{
  return g_signal_new (name, BL_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n, first, second);
}

static void
bl_workspace_class_init (BlWorkspaceClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_workspace_dispose;
  signals[BL_WORKSPACE_SCENE_CHANGED] = add_signal ("scene-changed", 0, 0, 0);
  signals[BL_WORKSPACE_OPENING] = add_signal ("opening", 1, G_TYPE_DOUBLE, 0);
  signals[BL_WORKSPACE_SIZE_MISMATCH]
      = add_signal ("size-mismatch", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[BL_WORKSPACE_AMBIGUOUS] = add_signal ("ambiguous", 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[BL_WORKSPACE_ERROR_SAID] = add_signal ("error", 1, G_TYPE_STRING, 0);
  signals[BL_WORKSPACE_RUN_BEGAN] = add_signal ("run-began", 1, BL_TYPE_RUN, 0);
  signals[BL_WORKSPACE_RUN_CHANGED] = add_signal ("run-changed", 0, 0, 0);
  signals[BL_WORKSPACE_VIEW_CHANGED] = add_signal ("view-changed", 0, 0, 0);
  signals[BL_WORKSPACE_ACTIVE_CHANGED] = add_signal ("active-changed", 0, 0, 0);
  signals[BL_WORKSPACE_ANY_CHANGED] = add_signal ("any-changed", 0, 0, 0);
}

static void
bl_workspace_init (BlWorkspace *self)
{
  self->runs = g_list_store_new (BL_TYPE_RUN_ITEM);
  self->history = bl_undo_history_new ();
  self->model = bl_scene_model_new ();
  bl_selection_set_undo_history (bl_scene_model_get_selection (self->model), self->history);
  g_signal_connect_swapped (self->model, "notify::parts",
                            G_CALLBACK (bl_workspace_send_requests), self);
  g_signal_connect_swapped (bl_scene_model_get_selection (self->model), "notify::pin",
                            G_CALLBACK (bl_workspace_send_requests), self);
}

/**
 * bl_workspace_new:
 *
 * Returns: (transfer full): an empty workspace. Main thread.
 */
BlWorkspace *
bl_workspace_new (void)
{
  return g_object_new (BL_TYPE_WORKSPACE, NULL);
}
