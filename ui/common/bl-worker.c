/* bl-worker.c: asynchronous requests over GTask: one at a time or newest wins, with progress,
 * cancelled with their owner. It knows nothing of what is computed.
 *
 * Threads: a request is made, told and freed on the main thread (that of the default context
 * when it is made); only its job's function runs on another. From there nothing reaches the
 * main thread but through this file: the result as GTask returns it, progress and items under
 * a lock, told by one idle source however many there are.
 *
 * Ownership: the inputs are the request's, and freed on the main thread when the function has
 * returned, told or not: a worker never waits for a function of GTask's threads, and no
 * function ever sees inputs that are gone. A long job's thread is waited for.
 */
#include "bl-worker.h"

#include "ae-team.h"

#include <math.h>

#define STEP 0.01 /* progress by less is not worth a frame */

struct _BlWorker
{
  BlWorkerPolicy policy;
  GPtrArray *tasks;      /* BlWorkerTask: under way; borrowed, they free themselves */
  BlWorkerTask *waiting; /* nullable: the next, not begun */
  gboolean is_over;      /* freed, while a callback of it still runs */
};

struct _BlWorkerTask
{
  BlWorker *worker; /* main thread; NULL: nobody waits for it any more */
  const BlWorkerJob *job;
  gpointer inputs;
  GAsyncReadyCallback callback;
  gpointer user_data;
  GCancellable *cancellable;
  GMainContext *context;
  GThread *thread; /* nullable: of a long job */

  GMutex mutex; /* of what follows: written by the thread, read on the main one */
  double fraction;
  gboolean has_fraction; /* not told yet */
  GPtrArray *items;      /* nullable: not told yet */
  GSource *notice;       /* nullable: that will tell them */
};

static void
free_items (BlWorkerTask *self, GPtrArray *items)
{
  for (guint i = 0; items != NULL && i < items->len; i++)
    if (self->job->free_item != NULL)
      self->job->free_item (items->pdata[i]);
  g_clear_pointer (&items, g_ptr_array_unref);
}

static void
free_task (BlWorkerTask *self)
{
  if (self->notice != NULL)
    g_source_destroy (self->notice);
  g_clear_pointer (&self->notice, g_source_unref);
  free_items (self, self->items);
  if (self->job->free_inputs != NULL)
    self->job->free_inputs (self->inputs);
  g_object_unref (self->cancellable);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* Nobody is told of it any more. It frees itself when its function has returned. */
static void
drop (BlWorkerTask *self)
{
  self->worker = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->thread, g_thread_join);
}

/* ------------------------------------------------------------------ on the worker's thread */

static void
compute (GTask *async, BlWorkerTask *self)
{
  GError *error = NULL;
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    result = self->job->func (self, self->inputs, &error);
  /* After this line the main thread may free the task. */
  if (error != NULL)
    g_task_return_error (async, error);
  else
    g_task_return_pointer (async, result, self->job->free_result);
}

static void
compute_in_pool (GTask *async, gpointer source, gpointer task, GCancellable *cancellable)
{
  compute (async, task);
}

static gpointer
compute_in_thread (gpointer data)
{
  g_autoptr (GTask) async = data;

  ae_thread_lower_priority ();
  compute (async, g_task_get_task_data (async));
  return NULL;
}

/* ------------------------------------------------------------------ on the main thread */

/* What was left for the main thread until now. An owner who gives up on the way is told nothing
 * more. */
static void
tell_news (BlWorkerTask *self)
{
  GPtrArray *items;
  gboolean has_fraction;
  double fraction;

  g_mutex_lock (&self->mutex);
  if (self->notice != NULL)
    g_source_destroy (self->notice);
  g_clear_pointer (&self->notice, g_source_unref);
  items = g_steal_pointer (&self->items);
  fraction = self->fraction;
  has_fraction = self->has_fraction;
  self->has_fraction = FALSE;
  g_mutex_unlock (&self->mutex);
  if (has_fraction && self->worker != NULL && self->job->progress != NULL)
    self->job->progress (fraction, self->user_data);
  for (guint i = 0; items != NULL && i < items->len && self->worker != NULL; i++)
    if (self->job->item != NULL)
      self->job->item (items->pdata[i], self->user_data);
  free_items (self, items);
}

static gboolean
notice_cb (gpointer data)
{
  tell_news (data);
  return G_SOURCE_REMOVE;
}

static void
clear (gpointer data)
{
  g_ptr_array_unref (((BlWorker *) data)->tasks);
}

static void start (BlWorker *self, BlWorkerTask *task);

static void
returned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWorkerTask *task = user_data;
  BlWorker *self;

  g_clear_pointer (&task->thread, g_thread_join); /* it is at its end */
  tell_news (task);
  self = task->worker;
  if (self != NULL)
    {
      g_rc_box_acquire (self);
      g_ptr_array_remove (self->tasks, task);
      task->callback (NULL, result, task->user_data);
      if (!self->is_over && self->waiting != NULL && self->tasks->len == 0)
        start (self, g_steal_pointer (&self->waiting));
      g_rc_box_release_full (self, clear);
    }
  else
    {
      gpointer nobodys = g_task_propagate_pointer (G_TASK (result), NULL);

      if (nobodys != NULL && task->job->free_result != NULL)
        task->job->free_result (nobodys);
    }
  free_task (task);
}

static void
start (BlWorker *self, BlWorkerTask *task)
{
  g_autoptr (GTask) async = g_task_new (NULL, task->cancellable, returned_cb, task);

  g_task_set_name (async, task->job->name);
  g_task_set_source_tag (async, bl_worker_run_async);
  /* Whoever gave up is not called; the result of what was cancelled is freed here, on the main
   * thread. */
  g_task_set_check_cancellable (async, FALSE);
  g_task_set_task_data (async, task, NULL);
  g_ptr_array_add (self->tasks, task);
  if (task->job->is_long)
    task->thread = g_thread_new (task->job->name, compute_in_thread, g_object_ref (async));
  else
    g_task_run_in_thread (async, compute_in_pool);
}

/**
 * bl_worker_new:
 * @policy: what becomes of a request when there is another
 *
 * Returns: (transfer full): a worker that rests; its requests are its owner's, and end with it.
 * Main thread, as all but the functions of a #BlWorkerTask.
 */
BlWorker *
bl_worker_new (BlWorkerPolicy policy)
{
  BlWorker *self = g_rc_box_new0 (BlWorker);

  self->policy = policy;
  self->tasks = g_ptr_array_new ();
  return self;
}

/**
 * bl_worker_free:
 * @self: (nullable) (transfer full): a worker
 *
 * Cancels its requests: none of their callbacks is called any more. Returns at once, but where
 * a long job is under way, whose thread it waits for. May be called from a callback.
 */
void
bl_worker_free (BlWorker *self)
{
  if (self == NULL)
    return;
  bl_worker_cancel (self);
  self->is_over = TRUE;
  g_rc_box_release_full (self, clear);
}

/**
 * bl_worker_cancel:
 * @self: (nullable): a worker
 *
 * Cancels all that was asked for; nobody is told. It can be asked again at once.
 */
void
bl_worker_cancel (BlWorker *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->waiting, free_task);
  for (guint i = 0; i < self->tasks->len; i++)
    drop (self->tasks->pdata[i]);
  g_ptr_array_set_size (self->tasks, 0);
}

/**
 * bl_worker_is_busy:
 * @self: a worker
 *
 * Returns: whether anything is under way or waits. Within a callback its own request is over.
 */
gboolean
bl_worker_is_busy (const BlWorker *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->tasks->len > 0 || self->waiting != NULL;
}

/**
 * bl_worker_run_async:
 * @self: a worker
 * @job: what to do; static
 * @inputs: (transfer full): what its function needs: copies and references, nothing that others
 *   change
 * @callback: called on the main thread with the end, unless the request was dropped before: by
 *   another, by bl_worker_cancel() or with its worker. It is not called for those
 * @user_data: for it, and for the job's progress and items; need not outlive the worker
 *
 * Asks for a result, as the worker's policy says. A callback may ask again: what it asks for
 * takes the place of what waits.
 */
void
bl_worker_run_async (BlWorker *self, const BlWorkerJob *job, gpointer inputs,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  BlWorkerTask *task;

  g_return_if_fail (self != NULL && !self->is_over);
  g_return_if_fail (job != NULL && job->func != NULL && callback != NULL);

  task = g_new0 (BlWorkerTask, 1);
  task->worker = self;
  task->job = job;
  task->inputs = inputs;
  task->callback = callback;
  task->user_data = user_data;
  task->cancellable = g_cancellable_new ();
  task->context = g_main_context_ref_thread_default ();
  g_mutex_init (&task->mutex);
  if (self->policy == BL_WORKER_REPLACE)
    bl_worker_cancel (self);
  g_clear_pointer (&self->waiting, free_task);
  if (self->policy == BL_WORKER_NEXT && self->tasks->len > 0)
    self->waiting = task;
  else
    start (self, task);
}

/**
 * bl_worker_run_finish:
 * @result: from the callback
 * @error: as the job's function
 *
 * Returns: (nullable) (transfer full): what the function returned.
 */
gpointer
bl_worker_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bl_worker_run_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bl_worker_get_inputs:
 * @result: from the callback
 *
 * Returns: (transfer none): the request's inputs, until the callback returns.
 */
gpointer
bl_worker_get_inputs (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bl_worker_run_async), NULL);

  return ((BlWorkerTask *) g_task_get_task_data (G_TASK (result)))->inputs;
}

/* ------------------------------------------------------------------ progress */

/* Under the lock. An idle source: frames are drawn first, and what comes meanwhile is told with
 * it. */
static void
give_notice (BlWorkerTask *self)
{
  if (self->notice != NULL)
    return;
  self->notice = g_idle_source_new ();
  g_source_set_callback (self->notice, notice_cb, self, NULL);
  g_source_attach (self->notice, self->context);
}

/**
 * bl_worker_task_set_fraction:
 * @self: a task
 * @fraction: of the work that is done, 0 to 1
 *
 * Leaves it for the main thread, in the place of what was left there before. Any thread that
 * works for the task; costs next to nothing.
 */
void
bl_worker_task_set_fraction (BlWorkerTask *self, double fraction)
{
  g_mutex_lock (&self->mutex);
  if (fabs (fraction - self->fraction) >= STEP || (fraction >= 1 && self->fraction < 1))
    {
      self->fraction = fraction;
      self->has_fraction = TRUE;
      give_notice (self);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * bl_worker_task_post:
 * @self: a task
 * @item: (transfer full): a part of what is found
 *
 * Leaves it for the main thread, behind those that were left before; none is lost, but where
 * the request is dropped. Any thread that works for the task.
 */
void
bl_worker_task_post (BlWorkerTask *self, gpointer item)
{
  g_mutex_lock (&self->mutex);
  if (self->items == NULL)
    self->items = g_ptr_array_new ();
  g_ptr_array_add (self->items, item);
  give_notice (self);
  g_mutex_unlock (&self->mutex);
}

/**
 * bl_worker_task_get_cancellable:
 * @self: a task
 *
 * Returns: (transfer none): cancelled when nobody waits for the result any more. Any thread.
 */
GCancellable *
bl_worker_task_get_cancellable (BlWorkerTask *self)
{
  return self->cancellable;
}
