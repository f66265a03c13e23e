/* bl-untrained-view.c: makes the network that the settings describe, as a training would begin
 * with it, looks at the scene through it once, and lets go of all but the view. No run is made:
 * nothing is there that could be saved or compared.
 */
#include "bl-untrained-view.h"

#include "ae-trainer-backend.h"
#include "bl-model-history.h"
#include "bl-worker.h"
#include "bl-workspace-private.h"

/* After the last change of the settings. */
#define DELAY_MS 150

/* Scaled pixels; for more a person has to ask, by training. */
#define MOST_BYTES (128u << 20)

struct _BlUntrainedView
{
  BlWorkspace *workspace; /* borrowed: it outlives this */
  BlUntrainedViewFunc func;
  gpointer user_data;
  BlWorker *worker;
  BlRunSettings *settings; /* nullable: of the active run */
  AeScene *scene;          /* nullable: what the models are of */
  BlModelHistory *models;  /* nullable: that one model, and looks through it */
  gboolean has_view;       /* one was told of, and not yet that it is gone */
  guint timeout_id;
  guint serial; /* of the settings: what was asked before they changed is not shown */
};

typedef struct
{
  BlPixelStore *store;
  BlRunOptions options;
  guint serial;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  bl_pixel_store_unref (question->store);
  g_free (question);
}

/* ------------------------------------------------------------------ on the worker's thread */

static AeSnapshot *
make_snapshot (Question *question, AePixels *pixels, GError **error)
{
  AeTrainingBackend *backend;
  AeSnapshot *snapshot;

  question->options.spec.bands = ae_pixels_get_bands (pixels);
  backend = ae_trainer_backend_new (&question->options.spec, &question->options.plan,
                                    &question->options.hyperparams, pixels, error);
  if (backend == NULL)
    return NULL;
  if (backend->class->prepare != NULL)
    backend->class->prepare (backend);
  snapshot = ae_snapshot_new ();
  backend->class->fill_snapshot (backend, snapshot);
  backend->class->free (backend);
  return snapshot;
}

static gpointer
make_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  Question *question = inputs;
  g_autoptr (AePixels) pixels = bl_pixel_store_get (
      question->store, &question->options.pixels, bl_worker_task_get_cancellable (task), error);

  return pixels != NULL ? make_snapshot (question, pixels, error) : NULL;
}

static const BlWorkerJob make_job = { .name = "untrained",
                                      .func = make_in_thread,
                                      .free_inputs = question_free,
                                      .free_result = (GDestroyNotify) ae_snapshot_unref,
                                      .is_long = TRUE };

/* ------------------------------------------------------------------ on the main thread */

static gboolean
is_wanted (BlUntrainedView *self)
{
  BlRun *active = bl_workspace_get_active (self->workspace);

  return active != NULL && !bl_run_is_built (active);
}

static gboolean
is_small (const AeScene *scene)
{
  gsize n = ae_scene_get_n_pixels (scene) - ae_scene_get_n_masked (scene);

  return ae_scene_peek_cube (scene) != NULL
         && n * ae_scene_get_n_good_bands (scene) * sizeof (float) <= MOST_BYTES;
}

static void
forget_models (BlUntrainedView *self)
{
  g_clear_pointer (&self->models, bl_model_history_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
}

static void
forget_view (BlUntrainedView *self)
{
  if (!self->has_view)
    return;
  self->has_view = FALSE;
  self->func (NULL, self->user_data);
}

static void
look (BlUntrainedView *self)
{
  AeViewRequest request;

  if (self->models == NULL || !is_wanted (self))
    return;
  bl_workspace_fill_request (self->workspace, TRUE, &request);
  bl_model_history_ask (self->models, 0, &request);
}

static void
viewed_cb (AeView *view, gpointer user_data)
{
  BlUntrainedView *self = user_data;

  if (!is_wanted (self))
    return;
  self->has_view = TRUE;
  self->func (view, self->user_data);
}

/* Settings that no network can be made of show nothing; Train says why. */
static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlUntrainedView *self = user_data;
  const Question *question = bl_worker_get_inputs (result);
  gboolean is_newest = question->serial == self->serial;
  g_autoptr (AeSnapshot) snapshot = bl_worker_run_finish (result, NULL);
  AeScene *scene = bl_workspace_get_scene (self->workspace);

  if (snapshot == NULL || !is_newest || scene == NULL || !is_wanted (self))
    return;
  forget_models (self);
  self->scene = ae_scene_ref (scene);
  self->models = bl_model_history_new (scene, viewed_cb, self);
  bl_model_history_keep (self->models, snapshot);
  look (self);
}

static gboolean
make_cb (gpointer user_data)
{
  BlUntrainedView *self = user_data;
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  Question *question;

  self->timeout_id = 0;
  if (!is_wanted (self) || scene == NULL || self->settings == NULL || !is_small (scene)
      || !bl_run_settings_check (self->settings, NULL))
    return G_SOURCE_REMOVE;
  question = g_new (Question, 1);
  *question = (Question){ bl_pixel_store_ref (self->workspace->store),
                          *bl_run_settings_get_options (self->settings), self->serial };
  bl_worker_run_async (self->worker, &make_job, question, made_cb, self);
  return G_SOURCE_REMOVE;
}

static void
make_soon (BlUntrainedView *self)
{
  self->serial++;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (is_wanted (self))
    self->timeout_id = g_timeout_add (DELAY_MS, make_cb, self);
}

static void
leave_settings (BlUntrainedView *self)
{
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
}

static void
active_changed_cb (BlUntrainedView *self)
{
  static const char *const network[] = { "notify::spec", "notify::plan", "notify::pixels" };
  BlRun *active = bl_workspace_get_active (self->workspace);

  leave_settings (self);
  forget_models (self);
  forget_view (self);
  if (active == NULL)
    return;
  self->settings = g_object_ref (bl_run_item_get_settings (BL_RUN_ITEM (active)));
  for (guint i = 0; i < G_N_ELEMENTS (network); i++)
    g_signal_connect_swapped (self->settings, network[i], G_CALLBACK (make_soon), self);
  make_soon (self);
}

/* Once there is a training, its own views come, and this one is shown until then; one that was
 * given up leaves none. */
static void
run_changed_cb (BlUntrainedView *self)
{
  if (bl_workspace_get_view (self->workspace) != NULL)
    forget_view (self);
  if (!is_wanted (self))
    forget_models (self);
  else if (!self->has_view && self->models == NULL)
    make_soon (self);
}

/**
 * bl_untrained_view_new:
 * @workspace: borrowed: it must outlive this
 * @func: told of each view, and of %NULL when there is none any more
 * @user_data: for it
 *
 * Follows the active run as long as there is no training of it. Of scenes on demand, and of
 * large ones, there is no view. Main thread.
 *
 * Returns: (transfer full): an untrained view.
 */
BlUntrainedView *
bl_untrained_view_new (BlWorkspace *workspace, BlUntrainedViewFunc func, gpointer user_data)
{
  BlUntrainedView *self;
  BlSceneModel *model;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace) && func != NULL, NULL);
  self = g_new0 (BlUntrainedView, 1);
  self->workspace = workspace;
  self->func = func;
  self->user_data = user_data;
  self->worker = bl_worker_new (BL_WORKER_NEXT);
  model = bl_workspace_get_model (workspace);
  g_signal_connect_swapped (workspace, "active-changed", G_CALLBACK (active_changed_cb), self);
  g_signal_connect_swapped (workspace, "run-changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (workspace, "view-changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (model, "notify::parts", G_CALLBACK (look), self);
  g_signal_connect_swapped (bl_scene_model_get_selection (model), "notify::pin",
                            G_CALLBACK (look), self);
  active_changed_cb (self);
  return self;
}

/**
 * bl_untrained_view_free:
 * @self: (transfer full): an untrained view; nobody is told any more
 */
void
bl_untrained_view_free (BlUntrainedView *self)
{
  BlSceneModel *model = bl_workspace_get_model (self->workspace);

  g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_signal_handlers_disconnect_by_data (model, self);
  g_signal_handlers_disconnect_by_data (bl_scene_model_get_selection (model), self);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  leave_settings (self);
  bl_worker_free (self->worker);
  forget_models (self);
  g_free (self);
}
