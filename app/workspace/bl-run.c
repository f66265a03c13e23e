/* bl-run.c: makes the training thread when it is wanted, on a worker, and passes on what it
 * tells.
 */
#include "bl-run.h"

#include "ae-error.h"
#include "ae-trainer-backend.h"
#include "bl-model-history.h"
#include "bl-worker.h"

#include <math.h>

struct _BlRun
{
  BlRunItem parent_instance;
  AeScene *scene;
  BlPixelStore *store;
  gboolean is_named;      /* by a person */
  gboolean is_own_change; /* of its settings, which stay those of its network */
  BlRunOptions made;      /* that the training was made from, and what is live now */

  BlWorker *maker;    /* of the training */
  guint steps_wanted; /* what to do when it is ready */
  AeRun *run;
  AePixels *pixels; /* that it trains on */
  AeViewRequest request;
  guint share;
  BlModelHistory *past; /* models that it has been */
};

/* What a training is made from. */
typedef struct
{
  BlRunOptions options;
  BlPixelStore *store;
  AeTrainingState *state; /* nullable: to go on from */
} Making;

typedef struct
{
  AePixels *pixels;
  AeTrainingBackend *backend;
} Made;

enum
{
  ERROR_SAID,
  NETWORK_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlRun, bl_run, BL_TYPE_RUN_ITEM)

static void
making_free (gpointer data)
{
  Making *making = data;

  ae_training_state_unref (making->state);
  bl_pixel_store_unref (making->store);
  g_free (making);
}

static void
made_free (gpointer data)
{
  Made *made = data;

  if (made->backend != NULL)
    made->backend->class->free (made->backend);
  g_clear_pointer (&made->pixels, ae_pixels_unref);
  g_free (made);
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

static gpointer
make_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  Making *making = inputs;
  BlRunOptions *options = &making->options;
  Made *made = g_new0 (Made, 1);

  made->pixels = bl_pixel_store_get (making->store, &options->pixels,
                                     bl_worker_task_get_cancellable (task), error);
  if (made->pixels != NULL)
    {
      options->spec.bands = ae_pixels_get_bands (made->pixels);
      made->backend = ae_trainer_backend_new (&options->spec, &options->plan,
                                              &options->hyperparams, made->pixels, error);
    }
  if (made->backend == NULL
      || (making->state != NULL
          && !ae_trainer_backend_restore (made->backend, making->state, error)))
    g_clear_pointer (&made, made_free);
  return made;
}

static const BlWorkerJob make_job = { "make training", make_in_thread, making_free, made_free };

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlRun *self = user_data;
  g_autoptr (GError) error = NULL;
  Made *made = bl_worker_run_finish (result, &error);

  if (made == NULL)
    {
      bl_run_item_set_is_built (BL_RUN_ITEM (self), FALSE);
      bl_run_item_set_state (BL_RUN_ITEM (self), AE_RUN_IDLE, NULL);
      g_signal_emit (self, signals[ERROR_SAID], 0, error->message);
      return;
    }
  self->pixels = g_steal_pointer (&made->pixels);
  self->run = ae_run_new (g_steal_pointer (&made->backend), self->scene, state_changed_cb,
                          view_ready_cb, self);
  made_free (made);
  ae_run_set_request (self->run, &self->request);
  ae_run_set_knobs (self->run, &bl_run_get_options (self)->hyperparams);
  ae_run_set_share (self->run, self->share);
  go (self);
  bl_run_item_set_state (BL_RUN_ITEM (self), ae_run_get_state (self->run), NULL);
}

/* Scaling a whole scene is not for the main thread. */
static void
make (BlRun *self, AeTrainingState *state)
{
  Making *making = g_new (Making, 1);

  self->made = *bl_run_get_options (self);
  *making = (Making){ *bl_run_get_options (self), bl_pixel_store_ref (self->store), state };
  bl_worker_run_async (self->maker, &make_job, making, made_cb, self);
  bl_run_item_set_is_built (BL_RUN_ITEM (self), TRUE);
  bl_run_item_set_state (BL_RUN_ITEM (self), AE_RUN_RUNNING, NULL);
}

static void
drop (BlRun *self)
{
  bl_worker_cancel (self->maker);
  g_clear_pointer (&self->run, ae_run_free);
  g_clear_pointer (&self->pixels, ae_pixels_unref);
  bl_run_item_set_is_built (BL_RUN_ITEM (self), FALSE);
  bl_run_item_set_past (BL_RUN_ITEM (self), NAN);
  if (self->past != NULL)
    bl_model_history_forget (self->past);
}

/* ------------------------------------------------------------------ what its settings tell */

static void
set_own_options (BlRun *self, const BlRunOptions *options)
{
  self->is_own_change = TRUE;
  bl_run_settings_set_options (bl_run_item_get_settings (BL_RUN_ITEM (self)), options);
  self->is_own_change = FALSE;
}

/* Another network: what was trained stays as it is, with its settings, and whoever wants the
 * other makes another run. Before the first step there is nothing to keep. */
static void
network_changed_cb (BlRun *self)
{
  BlRunSettings *settings = bl_run_item_get_settings (BL_RUN_ITEM (self));
  BlRunOptions wanted = *bl_run_settings_get_options (settings);
  g_autofree char *typed = NULL;

  if (self->is_own_change || !bl_run_is_built (self)
      || (ae_spec_equal (&wanted.spec, &self->made.spec)
          && ae_plan_equal (&wanted.plan, &self->made.plan)
          && ae_pixels_options_equal (&wanted.pixels, &self->made.pixels)))
    return;
  if (!bl_run_has_steps (self))
    {
      bl_run_discard (self);
      return;
    }
  typed = g_strdup (bl_run_settings_get_layers (settings));
  set_own_options (self, &self->made);
  if (wanted.spec.n_layers == 0)
    bl_run_settings_set_layers (settings, typed); /* none: they stay to be mended */
  else
    g_signal_emit (self, signals[NETWORK_WANTED], 0, &wanted);
}

static void
hyperparams_changed_cb (BlRun *self)
{
  self->made.hyperparams = bl_run_get_options (self)->hyperparams;
  if (self->run != NULL)
    ae_run_set_knobs (self->run, &bl_run_get_options (self)->hyperparams);
}

static void
connect_settings (BlRun *self)
{
  static const char *const network[] = { "notify::spec", "notify::plan", "notify::pixels" };
  BlRunSettings *settings = bl_run_item_get_settings (BL_RUN_ITEM (self));

  for (guint i = 0; i < G_N_ELEMENTS (network); i++)
    g_signal_connect_object (settings, network[i], G_CALLBACK (network_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::hyperparams", G_CALLBACK (hyperparams_changed_cb),
                           self, G_CONNECT_SWAPPED);
}

/* ------------------------------------------------------------------ the type */

static void
bl_run_dispose (GObject *object)
{
  BlRun *self = BL_RUN (object);

  drop (self);
  g_clear_pointer (&self->maker, bl_worker_free);
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
  signals[NETWORK_WANTED] = g_signal_new ("network-wanted", BL_TYPE_RUN, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bl_run_init (BlRun *self)
{
  self->share = 1;
  self->maker = bl_worker_new (BL_WORKER_REPLACE);
}

/**
 * bl_run_new:
 * @scene: a reference is taken
 * @store: of its pixels; a reference is taken
 * @options: what to make; copied
 *
 * Returns: (transfer full): a run that is not made yet. Main thread, as all of these.
 */
BlRun *
bl_run_new (AeScene *scene, BlPixelStore *store, const BlRunOptions *options)
{
  BlRun *self = g_object_new (BL_TYPE_RUN, NULL);

  self->scene = ae_scene_ref (scene);
  self->store = bl_pixel_store_ref (store);
  bl_run_settings_set_options (bl_run_item_get_settings (BL_RUN_ITEM (self)), options);
  connect_settings (self);
  self->past = bl_model_history_new (scene, past_view_cb, self);
  return self;
}

/**
 * bl_run_get_options:
 * @self: a run
 *
 * Returns: (transfer none): what its settings say now.
 */
const BlRunOptions *
bl_run_get_options (BlRun *self)
{
  g_return_val_if_fail (BL_IS_RUN (self), NULL);
  return bl_run_settings_get_options (bl_run_item_get_settings (BL_RUN_ITEM (self)));
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
  else if (!bl_worker_is_busy (self->maker))
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

static void
take_next_seed (BlRun *self)
{
  BlRunOptions options = *bl_run_get_options (self);

  options.plan.seed++;
  set_own_options (self, &options);
  self->made = options;
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
    take_next_seed (self);
  ae_run_reset (self->run, bl_run_get_options (self)->plan.seed);
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
  bl_run_item_set_metrics (BL_RUN_ITEM (self), NULL, NULL);
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
  return bl_run_item_get_is_built (BL_RUN_ITEM (self));
}

/**
 * bl_run_has_steps:
 * @self: a run
 *
 * Returns: whether it has been trained, or is about to be: then there is something to lose.
 */
gboolean
bl_run_has_steps (BlRun *self)
{
  g_autoptr (AeSnapshot) snapshot = NULL;

  g_return_val_if_fail (BL_IS_RUN (self), FALSE);
  if (self->run == NULL)
    return bl_worker_is_busy (self->maker);
  snapshot = ae_run_dup_snapshot (self->run);
  return bl_run_is_training (self) || (snapshot != NULL && snapshot->step > 0);
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
