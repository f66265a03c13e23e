/* bl-run.c: makes the training thread when it is wanted, on a worker, and passes on what it
 * tells.
 */
#include "bl-run.h"

#include "ae-error.h"
#include "ae-trainer-backend.h"
#include "bl-model-history.h"

#include <math.h>

struct _BlRun
{
  BlRunItem parent_instance;
  AeScene *scene;
  BlPixelStore *store;
  BlRunSettings build;
  gboolean is_named; /* by a person */

  GCancellable *preparing;
  guint steps_wanted; /* what to do when it is ready */
  AeRun *run;
  AePixels *pixels; /* that it trains on */
  AeViewRequest request;
  guint share;
  BlModelHistory *past; /* models that it has been */
};

/* What a worker needs to make a training, and what it makes. */
typedef struct
{
  BlRunSettings build;
  BlPixelStore *store;
  AeTrainingState *state; /* nullable: to go on from */
  AePixels *pixels;
  AeTrainingBackend *backend;
} Making;

enum
{
  ERROR_SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlRun, bl_run, BL_TYPE_RUN_ITEM)

static void
making_free (gpointer data)
{
  Making *making = data;

  if (making->backend != NULL)
    making->backend->class->free (making->backend);
  g_clear_pointer (&making->pixels, ae_pixels_unref);
  ae_training_state_unref (making->state);
  bl_pixel_store_unref (making->store);
  g_free (making);
}

/* ------------------------------------------------------------------ what the thread tells */

static void
take_view (BlRun *self, AeView *view)
{
  g_autoptr (AeSnapshot) snapshot = self->run != NULL ? ae_run_dup_snapshot (self->run) : NULL;

  if (snapshot != NULL)
    bl_model_history_keep (self->past, snapshot);
  /* Who looks back still sees the curve go on. */
  if (!isnan (bl_run_item_get_past (BL_RUN_ITEM (self))))
    view = bl_run_item_get_view (BL_RUN_ITEM (self));
  bl_run_item_set_view (BL_RUN_ITEM (self), view, snapshot);
}

static void
past_view_cb (AeView *view, gpointer user_data)
{
  BlRunItem *item = user_data;

  if (!isnan (bl_run_item_get_past (item)))
    bl_run_item_set_view (item, view, bl_run_item_get_snapshot (item));
}

static void
state_changed_cb (AeRun *run, AeRunState state, const char *reason, gpointer user_data)
{
  BlRun *self = user_data;

  take_view (self, bl_run_item_get_view (BL_RUN_ITEM (self)));
  bl_run_item_set_state (BL_RUN_ITEM (self), state, reason);
  if (state == AE_RUN_FAILED)
    g_signal_emit (self, signals[ERROR_SAID], 0, reason);
}

static void
view_ready_cb (AeRun *run, gpointer user_data)
{
  g_autoptr (AeView) view = ae_run_steal_view (run);

  if (view != NULL)
    take_view (user_data, view);
}

/* ------------------------------------------------------------------ making it */

static void
go (BlRun *self)
{
  if (self->steps_wanted == BL_STEPS_TO_THE_END)
    ae_run_start (self->run);
  else if (self->steps_wanted == BL_STEPS_EPOCH)
    ae_run_step_epoch (self->run);
  else if (self->steps_wanted != BL_STEPS_NONE)
    ae_run_step (self->run, self->steps_wanted);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Making *making = task_data;
  BlRunSettings *build = &making->build;
  GError *error = NULL;

  making->pixels = bl_pixel_store_get (making->store, &build->pixels, cancellable, &error);
  if (making->pixels != NULL)
    {
      build->spec.bands = ae_pixels_get_bands (making->pixels);
      making->backend = ae_trainer_backend_new (&build->spec, &build->plan, &build->hyperparams,
                                                making->pixels, &error);
    }
  if (making->backend != NULL && making->state != NULL
      && !ae_trainer_backend_restore (making->backend, making->state, &error))
    g_clear_pointer (&making->backend, making->backend->class->free);
  if (making->backend != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlRun *self = BL_RUN (source);
  GTask *task = G_TASK (result);
  Making *making = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  /* Cancelled: nobody waits for it any more, or for another. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  g_clear_object (&self->preparing);
  if (!g_task_propagate_boolean (task, &error))
    {
      bl_run_item_set_state (BL_RUN_ITEM (self), AE_RUN_IDLE, NULL);
      g_signal_emit (self, signals[ERROR_SAID], 0, error->message);
      return;
    }
  self->pixels = g_steal_pointer (&making->pixels);
  self->run = ae_run_new (g_steal_pointer (&making->backend), self->scene, state_changed_cb,
                          view_ready_cb, self);
  ae_run_set_request (self->run, &self->request);
  ae_run_set_knobs (self->run, &self->build.hyperparams);
  ae_run_set_share (self->run, self->share);
  go (self);
  bl_run_item_set_state (BL_RUN_ITEM (self), ae_run_get_state (self->run), NULL);
}

/* Scaling a whole scene is not for the main thread. */
static void
make (BlRun *self, AeTrainingState *state)
{
  Making *making = g_new0 (Making, 1);
  g_autoptr (GTask) task
      = g_task_new (self, self->preparing = g_cancellable_new (), made_cb, NULL);

  making->build = self->build;
  making->store = bl_pixel_store_ref (self->store);
  making->state = state;
  g_task_set_task_data (task, making, making_free);
  g_task_run_in_thread (task, make_in_thread);
  bl_run_item_set_state (BL_RUN_ITEM (self), AE_RUN_RUNNING, NULL);
}

static void
drop (BlRun *self)
{
  if (self->preparing != NULL)
    g_cancellable_cancel (self->preparing);
  g_clear_object (&self->preparing);
  g_clear_pointer (&self->run, ae_run_free);
  g_clear_pointer (&self->pixels, ae_pixels_unref);
  bl_run_item_set_past (BL_RUN_ITEM (self), NAN);
  if (self->past != NULL)
    bl_model_history_forget (self->past);
}

/* ------------------------------------------------------------------ the type */

static void
bl_run_dispose (GObject *object)
{
  BlRun *self = BL_RUN (object);

  drop (self);
  g_clear_pointer (&self->past, bl_model_history_free);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_run_parent_class)->dispose (object);
}

static void
bl_run_class_init (BlRunClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_run_dispose;
  signals[ERROR_SAID] = g_signal_new ("error", BL_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
bl_run_init (BlRun *self)
{
  self->share = 1;
}

/**
 * bl_run_new:
 * @scene: a reference is taken
 * @store: of its pixels; a reference is taken
 * @build: what to make; copied
 *
 * Returns: (transfer full): a run that is not made yet. Main thread, as all of these.
 */
BlRun *
bl_run_new (AeScene *scene, BlPixelStore *store, const BlRunSettings *build)
{
  BlRun *self = g_object_new (BL_TYPE_RUN, NULL);

  self->scene = ae_scene_ref (scene);
  self->store = bl_pixel_store_ref (store);
  self->build = *build;
  self->past = bl_model_history_new (scene, past_view_cb, self);
  return self;
}

/**
 * bl_run_get_settings:
 * @self: a run
 *
 * Returns: (transfer none): what it is made from.
 */
const BlRunSettings *
bl_run_get_settings (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), NULL);
  return &self->build;
}

/**
 * bl_run_set_settings:
 * @self: a run that is not made
 * @build: what to make; copied
 */
void
bl_run_set_settings (BlRun *self, const BlRunSettings *build)
{
  g_return_if_fail (BL_IS_RUN (self));
  self->build = *build;
}

/**
 * bl_run_set_knobs:
 * @self: a run
 * @hyperparams: act from the next batch on; copied
 */
void
bl_run_set_knobs (BlRun *self, const AeHyperparams *hyperparams)
{
  g_return_if_fail (BL_IS_RUN (self));
  self->build.hyperparams = *hyperparams;
  if (self->run != NULL)
    ae_run_set_knobs (self->run, hyperparams);
}

/**
 * bl_run_set_request:
 * @self: a run
 * @request: what is wanted to be seen of it; copied
 */
void
bl_run_set_request (BlRun *self, const AeViewRequest *request)
{
  g_return_if_fail (BL_IS_RUN (self));

  double past = bl_run_item_get_past (BL_RUN_ITEM (self));

  self->request = *request;
  if (self->run != NULL)
    ae_run_set_request (self->run, request);
  if (!isnan (past))
    bl_model_history_ask (self->past, past, request);
}

/**
 * bl_run_look_back:
 * @self: a run
 * @epoch: anywhere on its curve; NAN for now
 *
 * Shows the model as it was at the kept moment nearest to that epoch, while training goes on.
 */
void
bl_run_look_back (BlRun *self, double epoch)
{
  double nearest = NAN;

  g_return_if_fail (BL_IS_RUN (self));
  if (!isnan (epoch) && !bl_model_history_find (self->past, epoch, &nearest))
    return;
  if (nearest == bl_run_item_get_past (BL_RUN_ITEM (self)))
    return;
  bl_run_item_set_past (BL_RUN_ITEM (self), nearest);
  if (!isnan (nearest))
    bl_model_history_ask (self->past, nearest, &self->request);
  else if (self->run != NULL)
    ae_run_set_request (self->run, &self->request); /* a view of now */
}

/**
 * bl_run_look_by:
 * @self: a run
 * @by: −1 to the kept moment before, 1 to the one after; after the last comes now
 */
void
bl_run_look_by (BlRun *self, int by)
{
  double next = NAN;

  g_return_if_fail (BL_IS_RUN (self));
  if (bl_model_history_find_next (self->past, bl_run_item_get_past (BL_RUN_ITEM (self)), by,
                                  &next)
      || by > 0)
    bl_run_look_back (self, next);
}

/**
 * bl_run_set_share:
 * @self: a run
 * @n_runs: that train at the same time, at least 1
 */
void
bl_run_set_share (BlRun *self, guint n_runs)
{
  g_return_if_fail (BL_IS_RUN (self));
  if (self->share == n_runs)
    return;
  self->share = n_runs;
  if (self->run != NULL)
    ae_run_set_share (self->run, n_runs);
}

/**
 * bl_run_proceed:
 * @self: a run
 * @steps: how far
 *
 * Trains; makes the training where there is none.
 */
void
bl_run_proceed (BlRun *self, guint steps)
{
  g_return_if_fail (BL_IS_RUN (self));
  self->steps_wanted = steps;
  if (self->run != NULL)
    go (self);
  else if (self->preparing == NULL)
    make (self, NULL);
}

/**
 * bl_run_pause:
 * @self: a run
 */
void
bl_run_pause (BlRun *self)
{
  g_return_if_fail (BL_IS_RUN (self));
  self->steps_wanted = BL_STEPS_NONE;
  if (self->run != NULL)
    ae_run_pause (self->run);
}

/**
 * bl_run_reset:
 * @self: a run
 * @new_seed: another seed, or the same again
 *
 * Back to the first batch, idle.
 */
void
bl_run_reset (BlRun *self, gboolean new_seed)
{
  g_return_if_fail (BL_IS_RUN (self));
  if (self->run == NULL)
    return;
  if (new_seed)
    self->build.plan.seed++;
  ae_run_reset (self->run, self->build.plan.seed);
}

/**
 * bl_run_restore:
 * @self: a run
 * @state: (transfer full): how far it came
 *
 * Makes the training as it was; it stands where it stood.
 */
void
bl_run_restore (BlRun *self, AeTrainingState *state)
{
  g_return_if_fail (BL_IS_RUN (self));
  drop (self);
  self->steps_wanted = BL_STEPS_NONE;
  make (self, state);
}

/**
 * bl_run_discard:
 * @self: a run
 *
 * Ends the training after the step under way; the next one begins anew. For a change of layers
 * or variant.
 */
void
bl_run_discard (BlRun *self)
{
  g_return_if_fail (BL_IS_RUN (self));
  if (!bl_run_is_built (self))
    return;
  drop (self);
  bl_run_item_set_view (BL_RUN_ITEM (self), NULL, NULL);
  bl_run_item_set_rows (BL_RUN_ITEM (self), NULL, NULL);
  bl_run_item_set_repeat (BL_RUN_ITEM (self), NULL, NULL, 0);
  bl_run_item_set_state (BL_RUN_ITEM (self), AE_RUN_IDLE, NULL);
}

/**
 * bl_run_is_built:
 * @self: a run
 *
 * Returns: whether there is a training, or one is being made.
 */
gboolean
bl_run_is_built (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), FALSE);
  return self->run != NULL || self->preparing != NULL;
}

/**
 * bl_run_is_training:
 * @self: a run
 *
 * Returns: whether it takes steps, or will at once.
 */
gboolean
bl_run_is_training (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), FALSE);
  return bl_run_item_get_state (BL_RUN_ITEM (self)) == AE_RUN_RUNNING;
}

/**
 * bl_run_peek:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): the training, to ask it for its state.
 */
AeRun *
bl_run_peek (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), NULL);
  return self->run;
}

/**
 * bl_run_get_pixels:
 * @self: a run
 *
 * Returns: (nullable) (transfer none): those that it trains on.
 */
AePixels *
bl_run_get_pixels (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), NULL);
  return self->pixels;
}

/**
 * bl_run_is_named:
 * @self: a run
 *
 * Returns: whether a person chose its name.
 */
gboolean
bl_run_is_named (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), FALSE);
  return self->is_named;
}

/**
 * bl_run_set_is_named:
 * @self: a run
 * @is_named: whether a person chose its name
 */
void
bl_run_set_is_named (BlRun *self, gboolean is_named)
{
  g_return_if_fail (BL_IS_RUN (self));
  self->is_named = is_named;
}
