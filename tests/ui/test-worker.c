/* test-worker.c: what was asked for arrives once and whole, what is stale never, and all that
 * was handed over is freed on the main thread.
 */
#include "bl-worker.h"

#define N_REPORTS 500

static GThread *main_thread;

/* Of one test: what the worker's thread waits for, and what came of it. */
typedef struct
{
  GMutex mutex;
  GCond changed;
  gboolean is_open;  /* gated functions go on */
  guint n_begun;     /* functions that were entered */
  guint n_ended;     /* and left */
  guint n_cancelled; /* of those that saw it */
  guint inputs_freed, results_freed, items_freed, freed_elsewhere;

  GArray *arrived; /* int: results, in their order; −1: an error */
  GArray *items;   /* int */
  guint n_progress;
  double fraction;
  guint n_items_at_end; /* told when the result came */
  gboolean gives_up;    /* at the first item */
  BlWorker *worker;
} Bench;

typedef struct
{
  Bench *bench;
  int value;
} Inputs;

static Bench *
bench_new (BlWorkerPolicy policy)
{
  Bench *self = g_new0 (Bench, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->arrived = g_array_new (FALSE, FALSE, sizeof (int));
  self->items = g_array_new (FALSE, FALSE, sizeof (int));
  self->worker = bl_worker_new (policy);
  return self;
}

static void
bench_free (Bench *self)
{
  bl_worker_free (self->worker);
  g_assert_cmpuint (self->freed_elsewhere, ==, 0);
  g_array_unref (self->arrived);
  g_array_unref (self->items);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static void
count_freed (Bench *bench, guint *counter)
{
  (*counter)++;
  bench->freed_elsewhere += g_thread_self () != main_thread;
}

static void
free_inputs (gpointer data)
{
  Inputs *inputs = data;

  count_freed (inputs->bench, &inputs->bench->inputs_freed);
  g_free (inputs);
}

/* Results and items are inputs of their own, with a value. */
static void
free_result (gpointer data)
{
  Inputs *result = data;

  count_freed (result->bench, &result->bench->results_freed);
  g_free (result);
}

static void
free_item (gpointer data)
{
  Inputs *item = data;

  count_freed (item->bench, &item->bench->items_freed);
  g_free (item);
}

static Inputs *
make (Bench *bench, int value)
{
  Inputs *inputs = g_new (Inputs, 1);

  *inputs = (Inputs){ bench, value };
  return inputs;
}

/* ------------------------------------------------------------------ on the worker's thread */

static void
enter (Bench *bench)
{
  g_assert_true (g_thread_self () != main_thread);
  g_mutex_lock (&bench->mutex);
  bench->n_begun++;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->mutex);
}

static void
leave (Bench *bench, BlWorkerTask *task)
{
  g_mutex_lock (&bench->mutex);
  bench->n_ended++;
  bench->n_cancelled += g_cancellable_is_cancelled (bl_worker_task_get_cancellable (task));
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->mutex);
}

/* Ten times its input, once the gate is open; it does not look whether it was cancelled. */
static gpointer
multiply (BlWorkerTask *task, gpointer data, GError **error)
{
  Inputs *inputs = data;
  Bench *bench = inputs->bench;

  enter (bench);
  g_mutex_lock (&bench->mutex);
  while (!bench->is_open)
    g_cond_wait (&bench->changed, &bench->mutex);
  g_mutex_unlock (&bench->mutex);
  leave (bench, task);
  return make (bench, 10 * inputs->value);
}

static gpointer
fail (BlWorkerTask *task, gpointer data, GError **error)
{
  Inputs *inputs = data;

  enter (inputs->bench);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no %d", inputs->value);
  leave (inputs->bench, task);
  return NULL;
}

static gpointer
report (BlWorkerTask *task, gpointer data, GError **error)
{
  Inputs *inputs = data;

  enter (inputs->bench);
  for (int i = 1; i <= N_REPORTS; i++)
    {
      bl_worker_task_set_fraction (task, (double) i / N_REPORTS);
      bl_worker_task_post (task, make (inputs->bench, i));
    }
  leave (inputs->bench, task);
  return make (inputs->bench, inputs->value);
}

/* Ends when it is cancelled, as what takes minutes does. */
static gpointer
go_on (BlWorkerTask *task, gpointer data, GError **error)
{
  Inputs *inputs = data;

  enter (inputs->bench);
  while (!g_cancellable_is_cancelled (bl_worker_task_get_cancellable (task)))
    g_usleep (200);
  leave (inputs->bench, task);
  return make (inputs->bench, inputs->value);
}

/* ------------------------------------------------------------------ on the main thread */

static void
progress_cb (double fraction, gpointer user_data)
{
  Bench *bench = user_data;

  bench->n_progress++;
  bench->fraction = fraction;
}

static void
item_cb (gpointer item, gpointer user_data)
{
  Bench *bench = user_data;

  g_array_append_val (bench->items, ((Inputs *) item)->value);
  if (bench->gives_up)
    g_clear_pointer (&bench->worker, bl_worker_free);
}

static const BlWorkerJob multiply_job
    = { .name = "multiply", multiply, free_inputs, free_result, .free_item = free_item };
static const BlWorkerJob fail_job = { .name = "fail", fail, free_inputs, free_result };
static const BlWorkerJob report_job
    = { "report", report, free_inputs, free_result, free_item, progress_cb, item_cb, FALSE };
static const BlWorkerJob long_job
    = { .name = "go on", go_on, free_inputs, free_result, .is_long = TRUE };

static void
end_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  Inputs *found = bl_worker_run_finish (result, &error);
  int value = found != NULL ? found->value : -1;

  g_assert_true ((found == NULL) == (error != NULL));
  g_assert_true (g_thread_self () == main_thread);
  g_array_append_val (bench->arrived, value);
  bench->n_items_at_end = bench->items->len;
  g_free (found);
}

static void
ask (Bench *bench, const BlWorkerJob *job, int value)
{
  bl_worker_run_async (bench->worker, job, make (bench, value), end_cb, bench);
}

static void
open_gate (Bench *bench)
{
  g_mutex_lock (&bench->mutex);
  bench->is_open = TRUE;
  g_cond_broadcast (&bench->changed);
  g_mutex_unlock (&bench->mutex);
}

/* Blocks the main loop, so that nothing is told meanwhile. */
static void
wait_for (Bench *bench, const guint *counter, guint n)
{
  g_mutex_lock (&bench->mutex);
  while (*counter < n)
    g_cond_wait (&bench->changed, &bench->mutex);
  g_mutex_unlock (&bench->mutex);
}

/* Until all that was handed over is back. */
static void
iterate_until (Bench *bench, guint n_inputs_freed)
{
  while (bench->inputs_freed < n_inputs_freed)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (bench->inputs_freed, ==, n_inputs_freed);
}

static int
get_arrived (const Bench *bench, guint i)
{
  g_assert_cmpuint (i, <, bench->arrived->len);
  return g_array_index (bench->arrived, int, i);
}

/* ------------------------------------------------------------------ the tests */

static void
test_result (void)
{
  Bench *bench = bench_new (BL_WORKER_REPLACE);

  open_gate (bench);
  g_assert_false (bl_worker_is_busy (bench->worker));
  ask (bench, &multiply_job, 4);
  g_assert_true (bl_worker_is_busy (bench->worker));
  iterate_until (bench, 1);
  g_assert_false (bl_worker_is_busy (bench->worker));
  g_assert_cmpuint (bench->arrived->len, ==, 1);
  g_assert_cmpint (get_arrived (bench, 0), ==, 40);
  g_assert_cmpuint (bench->results_freed, ==, 0);
  bench_free (bench);
}

static void
error_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;
  g_autoptr (GError) error = NULL;
  const Inputs *inputs = bl_worker_get_inputs (result);

  g_assert_null (bl_worker_run_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpstr (error->message, ==, "no 7");
  g_assert_cmpint (inputs->value, ==, 7);
  g_array_append_val (bench->arrived, inputs->value);
}

static void
test_error (void)
{
  Bench *bench = bench_new (BL_WORKER_REPLACE);

  bl_worker_run_async (bench->worker, &fail_job, make (bench, 7), error_cb, bench);
  iterate_until (bench, 1);
  g_assert_cmpuint (bench->arrived->len, ==, 1);
  bench_free (bench);
}

/* However much is reported while the main thread is away, it is told at once: the newest
 * fraction, and each item in its order, before the result. */
static void
test_progress (void)
{
  Bench *bench = bench_new (BL_WORKER_REPLACE);

  ask (bench, &report_job, 3);
  wait_for (bench, &bench->n_ended, 1);
  g_assert_cmpuint (bench->n_progress, ==, 0);
  iterate_until (bench, 1);
  g_assert_cmpuint (bench->n_progress, ==, 1);
  g_assert_cmpfloat (bench->fraction, ==, 1);
  g_assert_cmpuint (bench->items->len, ==, N_REPORTS);
  for (int i = 0; i < N_REPORTS; i++)
    g_assert_cmpint (g_array_index (bench->items, int, (guint) i), ==, i + 1);
  g_assert_cmpuint (bench->n_items_at_end, ==, N_REPORTS);
  g_assert_cmpuint (bench->items_freed, ==, N_REPORTS);
  bench_free (bench);
}

/* Results that arrived though another had been asked for since. */
static guint
count_stale (BlWorkerPolicy policy)
{
  Bench *bench = bench_new (policy);
  guint stale = 0;

  ask (bench, &multiply_job, 1);
  wait_for (bench, &bench->n_begun, 1);
  ask (bench, &multiply_job, 2);
  open_gate (bench);
  iterate_until (bench, 2);
  for (guint i = 0; i < bench->arrived->len; i++)
    stale += get_arrived (bench, i) != 20;
  g_assert_cmpuint (bench->arrived->len, ==, stale + 1);
  g_assert_cmpuint (bench->results_freed, ==, 1 - stale);
  g_assert_cmpuint (bench->n_cancelled, ==, 1 - stale);
  bench_free (bench);
  return stale;
}

/* What counts them would see one: where each request is told, one is there. */
static void
test_stale (void)
{
  g_assert_cmpuint (count_stale (BL_WORKER_REPLACE), ==, 0);
  g_assert_cmpuint (count_stale (BL_WORKER_ALL), ==, 1);
}

/* What is under way is told; of those that wait the newest alone is ever begun. */
static void
test_next (void)
{
  Bench *bench = bench_new (BL_WORKER_NEXT);

  for (int i = 1; i <= 5; i++)
    ask (bench, &multiply_job, i);
  wait_for (bench, &bench->n_begun, 1);
  open_gate (bench);
  iterate_until (bench, 5);
  g_assert_cmpuint (bench->n_begun, ==, 2);
  g_assert_cmpuint (bench->arrived->len, ==, 2);
  g_assert_cmpint (get_arrived (bench, 0), ==, 10);
  g_assert_cmpint (get_arrived (bench, 1), ==, 50);
  g_assert_cmpuint (bench->n_cancelled, ==, 0);
  bench_free (bench);
}

static void
again_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;

  end_cb (source, result, user_data);
  if (bench->arrived->len == 1)
    bl_worker_run_async (bench->worker, &multiply_job, make (bench, 9), again_cb, bench);
}

/* A callback that asks again knows better than who waited. */
static void
test_again (void)
{
  Bench *bench = bench_new (BL_WORKER_NEXT);

  bl_worker_run_async (bench->worker, &multiply_job, make (bench, 1), again_cb, bench);
  bl_worker_run_async (bench->worker, &multiply_job, make (bench, 2), again_cb, bench);
  open_gate (bench);
  iterate_until (bench, 3);
  g_assert_cmpuint (bench->arrived->len, ==, 2);
  g_assert_cmpint (get_arrived (bench, 1), ==, 90);
  bench_free (bench);
}

/* The owner goes while one is under way and one waits: nobody is told, all is freed. */
static void
test_owner_gone (void)
{
  Bench *bench = bench_new (BL_WORKER_NEXT);

  ask (bench, &multiply_job, 1);
  ask (bench, &multiply_job, 2);
  wait_for (bench, &bench->n_begun, 1);
  g_clear_pointer (&bench->worker, bl_worker_free);
  g_assert_cmpuint (bench->inputs_freed, ==, 1); /* of the one that waited */
  open_gate (bench);
  iterate_until (bench, 2);
  g_assert_cmpuint (bench->arrived->len, ==, 0);
  g_assert_cmpuint (bench->results_freed, ==, 1);
  g_assert_cmpuint (bench->n_cancelled, ==, 1);
  bench_free (bench);
}

/* At the first of many items: the others are freed untold, and the result. */
static void
test_owner_gone_in_callback (void)
{
  Bench *bench = bench_new (BL_WORKER_REPLACE);

  bench->gives_up = TRUE;
  ask (bench, &report_job, 3);
  wait_for (bench, &bench->n_ended, 1);
  iterate_until (bench, 1);
  g_assert_null (bench->worker);
  g_assert_cmpuint (bench->items->len, ==, 1);
  g_assert_cmpuint (bench->items_freed, ==, N_REPORTS);
  g_assert_cmpuint (bench->arrived->len, ==, 0);
  g_assert_cmpuint (bench->results_freed, ==, 1);
  bench_free (bench);
}

static void
gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Bench *bench = user_data;

  end_cb (source, result, user_data);
  g_clear_pointer (&bench->worker, bl_worker_free);
}

static void
test_owner_gone_at_the_end (void)
{
  Bench *bench = bench_new (BL_WORKER_NEXT);

  open_gate (bench);
  bl_worker_run_async (bench->worker, &multiply_job, make (bench, 1), gone_cb, bench);
  bl_worker_run_async (bench->worker, &multiply_job, make (bench, 2), gone_cb, bench);
  iterate_until (bench, 2);
  g_assert_cmpuint (bench->arrived->len, ==, 1);
  bench_free (bench);
}

/* A long job's thread is over when its worker is; a short one's is not waited for. */
static void
test_long (void)
{
  Bench *bench = bench_new (BL_WORKER_REPLACE);

  ask (bench, &long_job, 1);
  wait_for (bench, &bench->n_begun, 1);
  g_clear_pointer (&bench->worker, bl_worker_free);
  g_assert_cmpuint (bench->n_ended, ==, 1);
  g_assert_cmpuint (bench->n_cancelled, ==, 1);
  iterate_until (bench, 1);
  g_assert_cmpuint (bench->arrived->len, ==, 0);
  g_assert_cmpuint (bench->results_freed, ==, 1);
  bench_free (bench);
}

/* Given up, and asked again at once. */
static void
test_cancel (void)
{
  Bench *bench = bench_new (BL_WORKER_NEXT);

  ask (bench, &multiply_job, 1);
  wait_for (bench, &bench->n_begun, 1);
  ask (bench, &multiply_job, 2);
  bl_worker_cancel (bench->worker);
  g_assert_false (bl_worker_is_busy (bench->worker));
  ask (bench, &multiply_job, 3);
  wait_for (bench, &bench->n_begun, 2);
  open_gate (bench);
  iterate_until (bench, 3);
  g_assert_cmpuint (bench->arrived->len, ==, 1);
  g_assert_cmpint (get_arrived (bench, 0), ==, 30);
  bench_free (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  main_thread = g_thread_self ();
  g_test_add_func ("/worker/result", test_result);
  g_test_add_func ("/worker/error", test_error);
  g_test_add_func ("/worker/progress", test_progress);
  g_test_add_func ("/worker/stale", test_stale);
  g_test_add_func ("/worker/next", test_next);
  g_test_add_func ("/worker/again", test_again);
  g_test_add_func ("/worker/cancel", test_cancel);
  g_test_add_func ("/worker/long", test_long);
  g_test_add_func ("/worker/owner-gone", test_owner_gone);
  g_test_add_func ("/worker/owner-gone-in-callback", test_owner_gone_in_callback);
  g_test_add_func ("/worker/owner-gone-at-the-end", test_owner_gone_at_the_end);
  return g_test_run ();
}
