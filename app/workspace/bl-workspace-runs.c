/* bl-workspace-runs.c: the list of runs: adding, taking out, naming, and what they share. */
#include "bl-workspace-private.h"

/**
 * bl_workspace_get_run:
 * @self: the workspace
 * @i: below bl_workspace_get_n_runs()
 *
 * Returns: (transfer none): the list's.
 */
BlRun *
bl_workspace_get_run (BlWorkspace *self, guint i)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  g_autoptr (BlRun) run = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

  return run; /* the list holds it */
}

/**
 * bl_workspace_get_n_runs:
 * @self: the workspace
 *
 * Returns: how many there are.
 */
guint
bl_workspace_get_n_runs (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->runs));
}

/* ------------------------------------------------------------------ what all runs share */

/**
 * bl_workspace_fill_request:
 * @self: the workspace
 * @is_seen: whether any of it is on screen
 * @request: (out): what is on screen of a run
 */
void
bl_workspace_fill_request (BlWorkspace *self, gboolean is_seen, AeViewRequest *request)
{
  guint parts = bl_scene_model_get_parts (self->model);
  guint32 pin;

  *request = (AeViewRequest){ .want_codes = is_seen,
                              .want_code_map = is_seen && (parts & BL_VIEW_CODE_MAP) != 0,
                              .want_error_map = is_seen && (parts & BL_VIEW_ERROR_MAP) != 0,
                              .want_units = is_seen && (parts & BL_VIEW_UNITS) != 0 };
  if (is_seen && bl_selection_get_pin (bl_workspace_get_selection (self), &pin))
    request->pins[request->n_pins++] = pin;
}

/**
 * bl_workspace_send_requests:
 * @self: the workspace
 *
 * Asks each run for what is on screen: only that is worth computing.
 */
void
bl_workspace_send_requests (BlWorkspace *self)
{
  guint parts;

  g_return_if_fail (BL_IS_WORKSPACE (self));
  parts = bl_scene_model_get_parts (self->model);
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    {
      BlRun *run = bl_workspace_get_run (self, i);
      AeViewRequest request;

      bl_workspace_fill_request (self, run == self->active || (parts & BL_VIEW_ALL_RUNS) != 0,
                                 &request);
      bl_run_set_request (run, &request);
    }
}

/**
 * bl_workspace_share_cores:
 * @self: the workspace
 *
 * Tells each run how many train.
 */
void
bl_workspace_share_cores (BlWorkspace *self)
{
  guint n = 0;

  g_return_if_fail (BL_IS_WORKSPACE (self));

  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    n += bl_run_is_training (bl_workspace_get_run (self, i)) ? 1 : 0;
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    bl_run_set_share (bl_workspace_get_run (self, i), MAX (n, 1));
}

static void
run_changed_cb (BlRun *run, GParamSpec *property, BlWorkspace *self)
{
  bl_workspace_share_cores (self);
  bl_workspace_emit (self, BL_WORKSPACE_ANY_CHANGED);
  if (run == self->active)
    bl_workspace_emit (self, BL_WORKSPACE_RUN_CHANGED);
}

static void
snapshot_cb (BlRun *run, GParamSpec *property, BlWorkspace *self)
{
  if (run == self->active)
    bl_workspace_emit (self, BL_WORKSPACE_VIEW_CHANGED);
}

static void
run_error_cb (BlRun *run, const char *message, BlWorkspace *self)
{
  g_autofree char *text = NULL;

  if (bl_workspace_get_n_runs (self) > 1)
    text = g_strdup_printf ("%s: %s", bl_run_item_get_name (BL_RUN_ITEM (run)), message);
  bl_workspace_say_error (self, text != NULL ? text : message);
}

/* Only the active run's is anybody's doing. */
static void
network_wanted_cb (BlRun *run, const BlRunOptions *options, BlWorkspace *self)
{
  if (run == self->active)
    bl_workspace_begin_beside (self, options);
}

/* ------------------------------------------------------------------ names and colours */

static gboolean
is_name_taken (BlWorkspace *self, const BlRun *but, const char *name)
{
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    {
      BlRun *run = bl_workspace_get_run (self, i);

      if (run != but && g_strcmp0 (bl_run_item_get_name (BL_RUN_ITEM (run)), name) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * bl_workspace_name_run:
 * @self: the workspace
 * @run: of it
 *
 * Names it after its variants, with a number where that is taken; never over a person's own
 * words.
 */
void
bl_workspace_name_run (BlWorkspace *self, BlRun *run)
{
  g_autofree char *stem = ae_spec_dup_variant_names (&bl_run_get_options (run)->spec);
  g_autofree char *name = g_strdup (stem);

  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (bl_run_is_named (run))
    return;
  for (guint n = 2; is_name_taken (self, run, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s %u", stem, n);
    }
  bl_run_item_set_name (BL_RUN_ITEM (run), name);
}

/* A run is named after its variants. */
static void
spec_cb (BlWorkspace *self, GParamSpec *property, BlRunSettings *settings)
{
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    {
      BlRun *run = bl_workspace_get_run (self, i);

      if (bl_run_item_get_settings (BL_RUN_ITEM (run)) == settings)
        bl_workspace_name_run (self, run);
    }
}

static guint
find_free_color (BlWorkspace *self)
{
  for (guint color = 0; color < BL_WORKSPACE_MAX_RUNS; color++)
    {
      gboolean is_taken = FALSE;

      for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
        is_taken
            = is_taken
              || bl_run_item_get_color (BL_RUN_ITEM (bl_workspace_get_run (self, i))) == color;
      if (!is_taken)
        return color;
    }
  return 0;
}

/* ------------------------------------------------------------------ the list */

static void
connect_run (BlWorkspace *self, BlRun *run)
{
  static const char *const changes[]
      = { "notify::name", "notify::built", "notify::state", "notify::reason" };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_connect (run, changes[i], G_CALLBACK (run_changed_cb), self);
  g_signal_connect (run, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect (run, "error", G_CALLBACK (run_error_cb), self);
  g_signal_connect (run, "network-wanted", G_CALLBACK (network_wanted_cb), self);
  g_signal_connect_object (bl_run_item_get_settings (BL_RUN_ITEM (run)), "notify::spec",
                           G_CALLBACK (spec_cb), self, G_CONNECT_SWAPPED);
}

/**
 * bl_workspace_activate:
 * @self: the workspace
 * @run: one of its runs
 */
void
bl_workspace_activate (BlWorkspace *self, BlRun *run)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (run == self->active)
    return;
  self->active = run;
  bl_workspace_send_requests (self);
  bl_workspace_emit (self, BL_WORKSPACE_ACTIVE_CHANGED);
  bl_workspace_emit (self, BL_WORKSPACE_RUN_CHANGED);
}

/**
 * bl_workspace_make_run:
 * @self: a workspace
 * @scene: that it is to train on
 * @store: of the scene's pixels
 * @options: what to make
 *
 * Returns: (transfer full): a run with a name and a colour of its own that is in no list yet.
 */
BlRun *
bl_workspace_make_run (BlWorkspace *self, AeScene *scene, BlPixelStore *store,
                       const BlRunOptions *options)
{
  BlRun *run;

  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  run = bl_run_new (scene, store, options);
  bl_run_item_set_color (BL_RUN_ITEM (run), find_free_color (self));
  bl_workspace_name_run (self, run);
  connect_run (self, run);
  return run;
}

/**
 * bl_workspace_append_run:
 * @self: a workspace with a scene
 * @options: what to make
 *
 * Returns: (transfer none): a run at the end of the list, not yet the active one.
 */
BlRun *
bl_workspace_append_run (BlWorkspace *self, const BlRunOptions *options)
{
  g_autoptr (BlRun) run
      = bl_workspace_make_run (self, bl_workspace_get_scene (self), self->store, options);

  g_return_val_if_fail (run != NULL, NULL);
  g_list_store_append (self->runs, run);
  return run;
}

/**
 * bl_workspace_clear_runs:
 * @self: the workspace
 *
 * Ends them all: each stops after the step under way.
 */
void
bl_workspace_clear_runs (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  bl_undo_history_clear (self->history);
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    {
      g_signal_handlers_disconnect_by_data (bl_workspace_get_run (self, i), self);
      bl_run_pause (bl_workspace_get_run (self, i));
    }
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    bl_run_discard (bl_workspace_get_run (self, i));
  self->active = NULL;
  g_list_store_remove_all (self->runs);
}

/**
 * bl_workspace_get_runs:
 * @self: the workspace
 *
 * Returns: (transfer none) (element-type BlRun): the runs, in their order; pages take them for
 * #BlRunItem.
 */
GListModel *
bl_workspace_get_runs (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return G_LIST_MODEL (self->runs);
}

/**
 * bl_workspace_get_active:
 * @self: the workspace
 *
 * Returns: (nullable) (transfer none): the run that is set up and shown by itself; there is one
 * where there is a scene.
 */
BlRun *
bl_workspace_get_active (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return self->active;
}

/**
 * bl_workspace_set_active:
 * @self: the workspace
 * @run: one of its runs
 */
void
bl_workspace_set_active (BlWorkspace *self, BlRun *run)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (run != self->active && g_list_store_find (self->runs, run, NULL))
    bl_workspace_activate (self, run);
}

/* ------------------------------------------------------------------ all at once */

/**
 * bl_workspace_train_all:
 * @self: the workspace
 *
 * Trains every run that has not ended or failed.
 */
void
bl_workspace_train_all (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (self->opening != NULL || bl_workspace_get_scene (self) == NULL
      || !bl_workspace_can_proceed (self))
    return;
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    {
      BlRun *run = bl_workspace_get_run (self, i);
      AeRunState state = bl_run_item_get_state (BL_RUN_ITEM (run));

      if (state == AE_RUN_IDLE || state == AE_RUN_PAUSED)
        bl_run_proceed (run, BL_STEPS_TO_THE_END);
    }
}

/**
 * bl_workspace_pause_all:
 * @self: the workspace
 */
void
bl_workspace_pause_all (BlWorkspace *self)
{
  g_return_if_fail (BL_IS_WORKSPACE (self));
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    if (bl_run_is_training (bl_workspace_get_run (self, i)))
      bl_run_pause (bl_workspace_get_run (self, i));
}

/**
 * bl_workspace_is_training:
 * @self: the workspace
 *
 * Returns: whether any run takes steps.
 */
gboolean
bl_workspace_is_training (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    if (bl_run_is_training (bl_workspace_get_run (self, i)))
      return TRUE;
  return FALSE;
}
