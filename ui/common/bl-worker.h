/* bl-worker.h: work on another thread, owned by whoever asked for it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BlWorker BlWorker;
typedef struct _BlWorkerTask BlWorkerTask;

/**
 * BlWorkerPolicy:
 * @BL_WORKER_REPLACE: a request cancels and drops the one before it
 * @BL_WORKER_NEXT: one at a time: what is under way is finished and told, then the newest of
 *   those that wait is begun, and the others of them are dropped
 * @BL_WORKER_ALL: each is done and told, beside the others
 *
 * What becomes of a request when there is another.
 */
typedef enum
{
  BL_WORKER_REPLACE,
  BL_WORKER_NEXT,
  BL_WORKER_ALL,
} BlWorkerPolicy;

/**
 * BlWorkerFunc:
 * @task: for progress and the cancellable
 * @inputs: of the request; it may change them, for they are its own until it returns
 * @error: set where there is no result
 *
 * On the worker's thread.
 *
 * Returns: (nullable) (transfer full): the result.
 */
typedef gpointer (*BlWorkerFunc) (BlWorkerTask *task, gpointer inputs, GError **error);

/**
 * BlWorkerJob:
 * @name: of the thread, for whoever looks at it in a debugger
 * @func: computes the result
 * @free_inputs: (nullable): frees the inputs, and all that they hold
 * @free_result: (nullable): frees a result that nobody takes
 * @free_item: (nullable): frees an item, told or not
 * @progress: (nullable): told how far it is, 0 to 1: the newest alone
 * @item: (nullable): told of each item, in their order, and before the result
 * @is_long: minutes: it has a thread of its own, which lets the window go first
 *
 * A kind of work, constant. All but @func are called on the main thread; @progress and @item
 * with the data of the request.
 */
typedef struct
{
  const char *name;
  BlWorkerFunc func;
  GDestroyNotify free_inputs, free_result, free_item;
  void (*progress) (double fraction, gpointer user_data);
  void (*item) (gpointer item, gpointer user_data);
  gboolean is_long;
} BlWorkerJob;

BlWorker *bl_worker_new (BlWorkerPolicy policy);
void bl_worker_free (BlWorker *self);
void bl_worker_run_async (BlWorker *self, const BlWorkerJob *job, gpointer inputs,
                          GAsyncReadyCallback callback, gpointer user_data);
gpointer bl_worker_run_finish (GAsyncResult *result, GError **error);
gpointer bl_worker_get_inputs (GAsyncResult *result);
void bl_worker_cancel (BlWorker *self);
gboolean bl_worker_is_busy (const BlWorker *self);

void bl_worker_task_set_fraction (BlWorkerTask *self, double fraction);
void bl_worker_task_post (BlWorkerTask *self, gpointer item);
GCancellable *bl_worker_task_get_cancellable (BlWorkerTask *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlWorker, bl_worker_free)

G_END_DECLS
