/* bl-workspace-history.c: undo of the list of runs: what adds runs, takes them out or begins
 * them anew is a step between two lists. A run that is in no list any more is held, paused, by
 * the steps that know it; it comes back with the same bits.
 */
#include "bl-workspace-private.h"

/* What is open. Scenes differ where bands, units or preprocessing were changed. */
typedef struct
{
  AeScene *scene;
  BlPixelStore *store;
  GPtrArray *runs;
  BlRun *active; /* borrowed from the runs */
  gboolean has_own_labels;
} State;

typedef struct
{
  BlWorkspace *workspace; /* borrowed: it has the history */
  State before, after;
} Step;

static GPtrArray *
dup_runs (BlWorkspace *self)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    g_ptr_array_add (runs, g_object_ref (bl_workspace_get_run (self, i)));
  return runs;
}

/* Of the scene that is open, with these runs. */
static void
init_state (BlWorkspace *self, State *state, GPtrArray *runs, BlRun *active)
{
  *state = (State){ ae_scene_ref (bl_workspace_get_scene (self)),
                    bl_pixel_store_ref (self->store), runs, active, self->has_own_labels };
}

static void
clear_state (State *state)
{
  g_ptr_array_unref (state->runs);
  bl_pixel_store_unref (state->store);
  ae_scene_unref (state->scene);
}

static void
free_step (gpointer data)
{
  Step *step = data;

  clear_state (&step->before);
  clear_state (&step->after);
  g_free (step);
}

/* First who comes, then who goes, so that the active one is always in the list. Those that stay
 * are left where they are: their columns and chips stay too. */
static void
show_runs (BlWorkspace *self, GPtrArray *wanted, BlRun *active)
{
  for (guint i = 0, position = 0; i < wanted->len; i++, position++)
    {
      guint found;

      if (g_list_store_find (self->runs, wanted->pdata[i], &found))
        position = found;
      else
        g_list_store_insert (self->runs, MIN (position, bl_workspace_get_n_runs (self)),
                             wanted->pdata[i]);
    }
  bl_workspace_activate (self, active);
  for (guint i = bl_workspace_get_n_runs (self); i-- > 0;)
    if (!g_ptr_array_find (wanted, bl_workspace_get_run (self, i), NULL))
      {
        bl_run_pause (bl_workspace_get_run (self, i));
        g_list_store_remove (self->runs, i);
      }
  bl_workspace_send_requests (self);
  bl_workspace_share_cores (self);
}

static void
show_state (BlWorkspace *self, const State *state)
{
  if (state->scene == bl_workspace_get_scene (self))
    {
      show_runs (self, state->runs, state->active);
      return;
    }
  for (guint i = 0; i < bl_workspace_get_n_runs (self); i++)
    bl_run_pause (bl_workspace_get_run (self, i));
  self->active = NULL;
  g_list_store_remove_all (self->runs);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  self->store = bl_pixel_store_ref (state->store);
  self->has_own_labels = state->has_own_labels;
  bl_scene_model_set_scene (self->model, state->scene);
  for (guint i = 0; i < state->runs->len; i++)
    g_list_store_append (self->runs, state->runs->pdata[i]);
  self->active = state->active;
  bl_workspace_send_requests (self);
  bl_workspace_emit (self, BL_WORKSPACE_SCENE_CHANGED);
  bl_workspace_emit (self, BL_WORKSPACE_ACTIVE_CHANGED);
  bl_workspace_emit (self, BL_WORKSPACE_RUN_CHANGED);
}

static gboolean
undo_cb (gpointer user_data)
{
  Step *step = user_data;

  show_state (step->workspace, &step->before);
  return TRUE;
}

static gboolean
redo_cb (gpointer user_data)
{
  Step *step = user_data;

  show_state (step->workspace, &step->after);
  return TRUE;
}

/* Takes the step from the runs as they are to @after, and keeps it. */
static void
take_step (BlWorkspace *self, const char *title, GPtrArray *after, BlRun *active)
{
  Step *step = g_new0 (Step, 1);

  step->workspace = self;
  init_state (self, &step->before, dup_runs (self), self->active);
  init_state (self, &step->after, after, active);
  show_runs (self, after, active);
  bl_undo_history_push (self->history, title, undo_cb, redo_cb, step, free_step);
}

/**
 * bl_workspace_change_scene:
 * @self: a workspace with a scene
 * @scene: the same with other bands, units or preprocessing; a reference is taken
 * @options: of the run on it
 *
 * Shows it with one run; the history puts back the scene that was open and its runs.
 */
void
bl_workspace_change_scene (BlWorkspace *self, AeScene *scene, const BlRunOptions *options)
{
  g_autoptr (BlRun) run = NULL;
  Step *step;

  g_return_if_fail (BL_IS_WORKSPACE (self) && scene != NULL && options != NULL);
  step = g_new0 (Step, 1);
  step->workspace = self;
  init_state (self, &step->before, dup_runs (self), self->active);
  step->after.scene = ae_scene_ref (scene);
  step->after.store = bl_pixel_store_new (scene);
  step->after.has_own_labels = self->has_own_labels;
  step->after.runs = g_ptr_array_new_with_free_func (g_object_unref);
  step->after.active = bl_workspace_make_run (self, scene, step->after.store, options);
  g_ptr_array_add (step->after.runs, step->after.active);
  show_state (self, &step->after);
  bl_undo_history_push (self->history, "Change the scene", undo_cb, redo_cb, step, free_step);
}

/* ------------------------------------------------------------------ labels */

typedef struct
{
  BlWorkspace *workspace; /* borrowed: it has the history */
  AeScene *before, *after;
  gboolean was_own;
} LabelsStep;

static void
free_labels_step (gpointer data)
{
  LabelsStep *step = data;

  ae_scene_unref (step->before);
  ae_scene_unref (step->after);
  g_free (step);
}

static gboolean
undo_labels_cb (gpointer user_data)
{
  LabelsStep *step = user_data;

  step->workspace->has_own_labels = step->was_own;
  bl_scene_model_set_labels (step->workspace->model, step->before);
  return TRUE;
}

static gboolean
redo_labels_cb (gpointer user_data)
{
  LabelsStep *step = user_data;

  step->workspace->has_own_labels = TRUE;
  bl_scene_model_set_labels (step->workspace->model, step->after);
  return TRUE;
}

/**
 * bl_workspace_set_labels:
 * @self: a workspace with a scene
 * @twin: (transfer full): the same scene with other labels
 *
 * Runs go on: they learn nothing from labels. The history puts the labels back.
 */
void
bl_workspace_set_labels (BlWorkspace *self, AeScene *twin)
{
  LabelsStep *step;

  g_return_if_fail (BL_IS_WORKSPACE (self) && twin != NULL);
  step = g_new (LabelsStep, 1);
  *step = (LabelsStep){ self, ae_scene_ref (bl_workspace_get_scene (self)), twin,
                        self->has_own_labels };
  redo_labels_cb (step);
  bl_undo_history_push (self->history, "Change labels", undo_labels_cb, redo_labels_cb, step,
                        free_labels_step);
}

/* ------------------------------------------------------------------ runs */

/**
 * bl_workspace_get_history:
 * @self: the workspace
 *
 * Returns: (transfer none): what was done and can be undone, newest first: it forgets all when
 * another scene is opened. Others push their own steps.
 */
BlUndoHistory *
bl_workspace_get_history (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  return self->history;
}

/* What a run looks like is taken over by the one in its place. */
static void
copy_looks (BlRun *run, BlRun *from)
{
  bl_run_item_set_color (BL_RUN_ITEM (run), bl_run_item_get_color (BL_RUN_ITEM (from)));
  bl_run_item_set_compared (BL_RUN_ITEM (run), bl_run_item_get_compared (BL_RUN_ITEM (from)));
  bl_run_set_is_named (run, bl_run_is_named (from));
  bl_run_item_set_name (BL_RUN_ITEM (run), bl_run_item_get_name (BL_RUN_ITEM (from)));
}

/* A new run in place of @old, which is built the same way or another. */
static BlRun *
replace_run (BlWorkspace *self, const BlRunOptions *options, BlRun *old, const char *title)
{
  gboolean is_same = ae_spec_equal (&options->spec, &bl_run_get_options (old)->spec);
  g_autoptr (BlRun) run
      = bl_workspace_make_run (self, bl_workspace_get_scene (self), self->store, options);
  GPtrArray *after = dup_runs (self);
  guint position;

  if (is_same)
    copy_looks (run, old);
  g_ptr_array_find (after, old, &position);
  g_ptr_array_remove_index (after, position);
  g_ptr_array_insert (after, (int) position, g_object_ref (run));
  take_step (self, title, after, old == self->active ? run : self->active);
  return run; /* the list has it */
}

/* A new run after @old, or at the end. */
static BlRun *
insert_run (BlWorkspace *self, const BlRunOptions *options, BlRun *old, const char *title)
{
  g_autoptr (BlRun) run
      = bl_workspace_make_run (self, bl_workspace_get_scene (self), self->store, options);
  GPtrArray *after = dup_runs (self);
  guint position = after->len;

  if (old != NULL && g_ptr_array_find (after, old, &position))
    position++;
  g_ptr_array_insert (after, (int) position, g_object_ref (run));
  take_step (self, title, after, run);
  return run; /* the list has it */
}

/* As many codes as the other has, by the same layers where both have some. The number of
 * endmembers is no size of a code to compare. */
static void
take_code (AeSpec *spec, const AeSpec *other)
{
  if (((spec->variants | other->variants) & AE_VARIANT_UNMIXING) != 0 || other->n_layers == 0)
    return;
  if (spec->n_layers > 1 && other->n_layers > 1)
    {
      spec->n_layers = other->n_layers;
      memcpy (spec->layers, other->layers, sizeof spec->layers);
    }
  else
    spec->layers[spec->n_layers - 1] = ae_spec_get_code (other);
}

/* The preset, with pixels, seed and length of the active run, and its size of the code where
 * that is wanted. */
static void
fill_options (BlWorkspace *self, guint variants, gboolean same_code, BlRunOptions *options)
{
  const BlRunOptions *active = bl_run_get_options (self->active);

  bl_run_options_init (options, variants,
                       ae_scene_get_n_good_bands (bl_workspace_get_scene (self)));
  options->pixels = active->pixels;
  if (same_code)
    take_code (&options->spec, &active->spec);
  /* Small batches and few epochs are unmixing's alone. */
  if (((active->spec.variants ^ variants) & AE_VARIANT_UNMIXING) == 0)
    options->plan = active->plan;
  options->plan.pretrain_epochs = options->plan.kl_warmup_epochs = 0;
}

/**
 * bl_workspace_add_run:
 * @self: a workspace with a scene
 * @variants: of the new run; pixels, seed and length are those of the active one, so that the
 * two can be compared
 * @same_code: whether it has as many codes, too; else as many as are usual for its variants
 *
 * Returns: (nullable) (transfer none): the new run, active now; %NULL where there are as many
 * as there can be.
 */
BlRun *
bl_workspace_add_run (BlWorkspace *self, guint variants, gboolean same_code)
{
  BlRunOptions options;

  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  if (bl_workspace_get_scene (self) == NULL
      || bl_workspace_get_n_runs (self) >= BL_WORKSPACE_MAX_RUNS)
    return NULL;
  fill_options (self, variants, same_code, &options);
  return insert_run (self, &options, NULL, "Add a run");
}

/**
 * bl_workspace_duplicate_run:
 * @self: a workspace with a scene
 *
 * Returns: (nullable) (transfer none): a run that is made like the active one, active now;
 * %NULL where there are as many as there can be.
 */
BlRun *
bl_workspace_duplicate_run (BlWorkspace *self)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (self), NULL);
  if (self->active == NULL || bl_workspace_get_n_runs (self) >= BL_WORKSPACE_MAX_RUNS)
    return NULL;
  return insert_run (self, bl_run_get_options (self->active), NULL, "Duplicate a run");
}

/**
 * bl_workspace_remove_run:
 * @self: the workspace
 * @run: one of its runs; where it is the last one, a new one like it takes its place
 *
 * Takes it out, paused; the history puts it back.
 *
 * Returns: whether there is one less.
 */
gboolean
bl_workspace_remove_run (BlWorkspace *self, BlRun *run)
{
  g_autofree char *title = NULL;
  GPtrArray *after;
  guint position;
  BlRun *active;

  g_return_val_if_fail (BL_IS_WORKSPACE (self), FALSE);
  if (!g_list_store_find (self->runs, run, &position))
    return FALSE;
  title = g_strdup_printf ("Remove “%s”", bl_run_item_get_name (BL_RUN_ITEM (run)));
  if (bl_workspace_get_n_runs (self) == 1)
    {
      if (bl_run_is_built (run))
        replace_run (self, bl_run_get_options (run), run, title);
      return FALSE;
    }
  after = dup_runs (self);
  g_ptr_array_remove_index (after, position);
  active = self->active != run ? self->active : after->pdata[MIN (position, after->len - 1)];
  take_step (self, title, after, active);
  return TRUE;
}

/**
 * bl_workspace_begin_beside:
 * @self: a workspace whose active run was trained
 * @options: of another network, or of other pixels; copied
 *
 * Begins another run beside the active one, which is not touched, or in its place where there
 * are as many as there can be; the history leads back. Tells "run-began".
 */
void
bl_workspace_begin_beside (BlWorkspace *self, const BlRunOptions *options)
{
  g_autoptr (BlRun) old = NULL;

  g_return_if_fail (BL_IS_WORKSPACE (self) && self->active != NULL);
  old = g_object_ref (self->active);
  bl_run_pause (old);
  if (bl_workspace_get_n_runs (self) < BL_WORKSPACE_MAX_RUNS)
    insert_run (self, options, old, "Change the network");
  else
    replace_run (self, options, old, "Change the network");
  bl_workspace_tell_began (self, old);
}

/**
 * bl_workspace_reset:
 * @self: the workspace
 * @new_seed: another seed, or the same again
 *
 * The active run begins anew, idle; the history puts back how far it had come.
 */
void
bl_workspace_reset (BlWorkspace *self, gboolean new_seed)
{
  BlRunOptions options;
  BlRun *old;

  g_return_if_fail (BL_IS_WORKSPACE (self));
  if (self->active == NULL)
    return;
  old = self->active;
  if (!bl_run_has_steps (old))
    {
      bl_run_reset (old, new_seed);
      return;
    }
  options = *bl_run_get_options (old);
  options.plan.seed += new_seed ? 1 : 0;
  bl_run_pause (old);
  replace_run (self, &options, old, "Reset");
}
