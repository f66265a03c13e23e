/* bl-evaluator.c: evaluates runs, one at a time, on a worker. What a model comes to is a third
 * of a second's work: a run that rests is evaluated at once, those that train now and then,
 * each in its turn, and only while the table is on screen. Runs tell when they have changed;
 * nothing is looked at in between.
 */
#include "bl-evaluator.h"

#include "ae-evaluation.h"
#include "bl-worker.h"

#define TRAINING_US (4 * G_USEC_PER_SEC) /* between two evaluations while one run trains */

struct _BlEvaluator
{
  BlWorkspace *workspace; /* borrowed; outlives it */
  BlWorker *worker;
  GPtrArray *entries; /* Entry: one a run of the workspace */
  gboolean is_watched;
  gint64 evaluated_us; /* when the last one was ready */
};

/* What is known of a run. */
typedef struct
{
  BlRun *run;
  guint64 generation, step; /* the moment that its numbers are of, or were to be */
  gboolean has_failed;      /* at that moment: it would again */
  gint64 begun_us;          /* 0: never */
} Entry;

/* Of a run at one moment. */
typedef struct
{
  BlRun *run;
  AeModel *model;
  AeHyperparams hyperparams;
  AePixels *pixels;
  char *name;
  guint epochs;
  double seconds, samples_per_s;
} Case;

typedef struct
{
  AeComparisonRow *row, *baseline;
} Rows;

static void
case_free (gpointer data)
{
  Case *c = data;

  g_object_unref (c->run);
  ae_model_unref (c->model);
  ae_pixels_unref (c->pixels);
  g_free (c->name);
  g_free (c);
}

static void
rows_free (gpointer data)
{
  Rows *rows = data;

  ae_comparison_row_free (rows->row);
  ae_comparison_row_free (rows->baseline);
  g_free (rows);
}

static gpointer
evaluate_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Case *c = inputs;
  g_autoptr (AeEvaluation) result = ae_evaluation_new (
      c->model, &c->hyperparams, c->pixels, bl_worker_task_get_cancellable (task), error);
  Rows *rows;

  if (result == NULL)
    return NULL;
  rows = g_new (Rows, 1);
  rows->row = ae_evaluation_dup_row (result, c->model, c->name, c->epochs, c->seconds,
                                     c->samples_per_s);
  rows->baseline = ae_evaluation_dup_baseline_row (result, ae_model_get_bands (c->model));
  return rows;
}

static const BlWorkerJob evaluate_job
    = { "evaluate run", evaluate_in_thread, case_free, rows_free };

/* ------------------------------------------------------------------ whose turn it is */

/* At least one. */
static guint
count_training (BlEvaluator *self)
{
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += bl_run_is_training (((Entry *) self->entries->pdata[i])->run);
  return MAX (n, 1);
}

static gboolean
is_due (BlEvaluator *self, const Entry *entry, const AeSnapshot *s)
{
  gboolean has_row = bl_run_item_get_metrics (BL_RUN_ITEM (entry->run)) != NULL;
  gboolean is_known = entry->begun_us > 0 && s != NULL && s->generation == entry->generation
                      && s->step == entry->step && (has_row || entry->has_failed);

  if (s == NULL || s->step == 0 || s->model == NULL || bl_run_get_pixels (entry->run) == NULL
      || is_known)
    return FALSE;
  return !bl_run_is_training (entry->run)
         || (self->is_watched
             && (!has_row
                 || g_get_monotonic_time () - self->evaluated_us
                        >= TRAINING_US / count_training (self)));
}

/* Those that rest come first; among equals, the one whose last turn is longest ago. */
static gboolean
is_before (const Entry *a, const Entry *b)
{
  gboolean is_a_training = bl_run_is_training (a->run),
           is_b_training = bl_run_is_training (b->run);

  return is_a_training != is_b_training ? is_b_training : a->begun_us < b->begun_us;
}

static AeSnapshot *
dup_snapshot (BlRun *run)
{
  AeRun *training = bl_run_peek (run);

  return training != NULL ? ae_run_dup_snapshot (training) : NULL;
}

static Entry *
find_next (BlEvaluator *self)
{
  Entry *next = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];
      g_autoptr (AeSnapshot) s = dup_snapshot (entry->run);

      if (is_due (self, entry, s) && (next == NULL || is_before (entry, next)))
        next = entry;
    }
  return next;
}

static Entry *
find (BlEvaluator *self, const BlRun *run)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (((Entry *) self->entries->pdata[i])->run == run)
      return self->entries->pdata[i];
  return NULL;
}

static void update (BlEvaluator *self);

static void
evaluated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlEvaluator *self = user_data;
  const Case *c = bl_worker_get_inputs (result);
  Rows *rows = bl_worker_run_finish (result, NULL);
  Entry *entry = find (self, c->run);

  self->evaluated_us = g_get_monotonic_time ();
  if (entry != NULL)
    entry->has_failed = rows == NULL;
  if (rows != NULL && bl_run_get_pixels (c->run) == c->pixels)
    bl_run_item_set_metrics (BL_RUN_ITEM (c->run), g_steal_pointer (&rows->row),
                             g_steal_pointer (&rows->baseline));
  g_clear_pointer (&rows, rows_free);
  update (self);
}

/* Begins with the next that is due, unless one is under way. */
static void
update (BlEvaluator *self)
{
  Entry *entry;
  g_autoptr (AeSnapshot) s = NULL;
  Case *c;

  if (bl_worker_is_busy (self->worker) || (entry = find_next (self)) == NULL)
    return;
  s = dup_snapshot (entry->run);
  entry->generation = s->generation;
  entry->step = s->step;
  entry->has_failed = FALSE;
  entry->begun_us = g_get_monotonic_time ();
  c = g_new (Case, 1);
  *c = (Case){ .run = g_object_ref (entry->run),
               .model = ae_model_ref (s->model),
               .hyperparams = s->hyperparams,
               .pixels = ae_pixels_ref (bl_run_get_pixels (entry->run)),
               .name = g_strdup (bl_run_item_get_name (BL_RUN_ITEM (entry->run))),
               .epochs = s->epoch,
               .seconds = s->seconds,
               .samples_per_s = s->samples_per_s };
  bl_worker_run_async (self->worker, &evaluate_job, c, evaluated_cb, self);
}

/* ------------------------------------------------------------------ the workspace's runs */

static Entry *
entry_new (BlEvaluator *self, BlRun *run)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->run = g_object_ref (run);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (run, "notify::snapshot", G_CALLBACK (update), self);
  return entry;
}

static void
entry_free (BlEvaluator *self, Entry *entry)
{
  g_signal_handlers_disconnect_by_data (entry->run, self);
  g_object_unref (entry->run);
  g_free (entry);
}

/* What is known of runs that stay is kept. */
static void
runs_cb (BlEvaluator *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->entries);

  self->entries = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);
      guint known = 0;

      while (known < before->len && ((Entry *) before->pdata[known])->run != run)
        known++;
      g_ptr_array_add (self->entries, known < before->len
                                          ? g_ptr_array_remove_index_fast (before, known)
                                          : entry_new (self, run));
    }
  for (guint i = 0; i < before->len; i++)
    entry_free (self, before->pdata[i]);
  update (self);
}

/**
 * bl_evaluator_new:
 * @workspace: borrowed; outlives it
 *
 * Returns: (transfer full): an evaluator. Main thread, as all of these.
 */
BlEvaluator *
bl_evaluator_new (BlWorkspace *workspace)
{
  BlEvaluator *self = g_new0 (BlEvaluator, 1);

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  self->workspace = workspace;
  self->worker = bl_worker_new (BL_WORKER_NEXT);
  self->entries = g_ptr_array_new ();
  g_signal_connect_swapped (bl_workspace_get_runs (workspace), "items-changed",
                            G_CALLBACK (runs_cb), self);
  runs_cb (self);
  return self;
}

/**
 * bl_evaluator_free:
 * @self: (transfer full): an evaluator
 *
 * What is being computed is given up.
 */
void
bl_evaluator_free (BlEvaluator *self)
{
  g_signal_handlers_disconnect_by_data (bl_workspace_get_runs (self->workspace), self);
  bl_worker_free (self->worker);
  for (guint i = 0; i < self->entries->len; i++)
    entry_free (self, self->entries->pdata[i]);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

/**
 * bl_evaluator_set_is_watched:
 * @self: an evaluator
 * @is_watched: whether the numbers are on screen: then runs are entry while they train, too
 */
void
bl_evaluator_set_is_watched (BlEvaluator *self, gboolean is_watched)
{
  self->is_watched = is_watched;
  update (self);
}
