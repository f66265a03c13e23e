/* bl-code-curve-job.c: one request of a worker whenever another scene is open, or the active
 * run takes other pixels of it. Scaled pixels are those of the store, so that a training that
 * begins later has them already.
 */
#include "bl-code-curve-job.h"

#include "bl-worker.h"
#include "bl-workspace-private.h"

struct _BlCodeCurveJob
{
  BlWorkspace *workspace; /* borrowed: it outlives the job */
  BlCodeCurveFunc func;
  gpointer user_data;
  BlWorker *worker;
  BlRunSettings *settings; /* nullable: of the active run */
  BlPixelStore *store;     /* nullable: what the last request was of */
  AePixelsOptions pixels;
};

typedef struct
{
  BlPixelStore *store;
  AePixelsOptions pixels;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  bl_pixel_store_unref (question->store);
  g_free (question);
}

static gpointer
compute_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Question *question = inputs;
  GCancellable *cancellable = bl_worker_task_get_cancellable (task);
  g_autoptr (AePixels) pixels
      = bl_pixel_store_get (question->store, &question->pixels, cancellable, error);

  return pixels != NULL ? ae_code_curve_new (pixels, cancellable, error) : NULL;
}

static const BlWorkerJob curve_job = { .name = "code sizes",
                                       .func = compute_in_thread,
                                       .free_inputs = question_free,
                                       .free_result = (GDestroyNotify) ae_code_curve_free };

/* A scene of which nothing can be computed has no curve; training it says why. */
static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlCodeCurveJob *self = user_data;
  g_autoptr (AeCodeCurve) curve = bl_worker_run_finish (result, NULL);

  self->func (curve, self->user_data);
}

static void
request (BlCodeCurveJob *self)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  BlPixelStore *store = self->workspace->store;
  AePixelsOptions pixels;
  Question *question;

  if (self->settings == NULL || store == NULL || scene == NULL)
    return;
  pixels = bl_run_settings_get_options (self->settings)->pixels;
  if (store == self->store && ae_pixels_options_equal (&pixels, &self->pixels))
    return;
  if (store != self->store)
    self->func (NULL, self->user_data);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  self->store = bl_pixel_store_ref (store);
  self->pixels = pixels;
  question = g_new (Question, 1);
  *question = (Question){ bl_pixel_store_ref (store), pixels };
  question->pixels.max_pixels = ae_code_curve_get_most_pixels (scene, pixels.max_pixels);
  bl_worker_run_async (self->worker, &curve_job, question, ready_cb, self);
}

static void
leave_settings (BlCodeCurveJob *self)
{
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
}

static void
active_changed_cb (BlCodeCurveJob *self)
{
  BlRun *active = bl_workspace_get_active (self->workspace);

  leave_settings (self);
  if (active == NULL)
    return;
  self->settings = g_object_ref (bl_run_item_get_settings (BL_RUN_ITEM (active)));
  g_signal_connect_swapped (self->settings, "notify::pixels", G_CALLBACK (request), self);
  request (self);
}

/**
 * bl_code_curve_job_new:
 * @workspace: borrowed: it must outlive the job
 * @func: told of each curve on the main thread; of %NULL where there is none yet, or none at
 * all
 * @user_data: for it
 *
 * Returns: (transfer full): a job that follows the workspace. What is under way is cancelled
 * when another scene is open. Main thread.
 */
BlCodeCurveJob *
bl_code_curve_job_new (BlWorkspace *workspace, BlCodeCurveFunc func, gpointer user_data)
{
  BlCodeCurveJob *self;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace) && func != NULL, NULL);
  self = g_new0 (BlCodeCurveJob, 1);
  self->workspace = workspace;
  self->func = func;
  self->user_data = user_data;
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  g_signal_connect_swapped (workspace, "active-changed", G_CALLBACK (active_changed_cb), self);
  active_changed_cb (self);
  return self;
}

/**
 * bl_code_curve_job_free:
 * @self: (transfer full): a job; nobody is told any more
 */
void
bl_code_curve_job_free (BlCodeCurveJob *self)
{
  g_signal_handlers_disconnect_by_data (self->workspace, self);
  leave_settings (self);
  bl_worker_free (self->worker);
  g_clear_pointer (&self->store, bl_pixel_store_unref);
  g_free (self);
}
