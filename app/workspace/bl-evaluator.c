/* bl-evaluator.c: what a model comes to is a third of a second's work: never on the main
 * thread, never two at a time, and while runs train only now and then and only while somebody
 * looks.
 */
#include "bl-evaluator.h"

#include "ae-evaluation.h"

#define LOOK_MS     250
#define TRAINING_US (4 * G_USEC_PER_SEC) /* between two judgements while something trains */

struct _BlEvaluator
{
  BlWorkspace *workspace; /* borrowed; outlives it */
  GCancellable *cancellable;
  guint timer;
  gboolean is_busy, is_watched;
  gint64 judged_us;
};

/* Of a run at one moment. */
typedef struct
{
  AeModel *model;
  AeHyperparams hyperparams;
  AePixels *pixels;
  char *name;
  guint epochs;
  double seconds, samples_per_s;
  AeComparisonRow *row, *baseline;
} Case;

static void
case_free (gpointer data)
{
  Case *c = data;

  ae_model_unref (c->model);
  ae_pixels_unref (c->pixels);
  g_free (c->name);
  ae_comparison_row_free (c->row);
  ae_comparison_row_free (c->baseline);
  g_free (c);
}

static void
evaluate_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Case *c = task_data;
  GError *error = NULL;
  g_autoptr (AeEvaluation) result
      = ae_evaluation_new (c->model, &c->hyperparams, c->pixels, cancellable, &error);

  if (result == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  c->row = ae_evaluation_dup_row (result, c->model, c->name, c->epochs, c->seconds,
                                  c->samples_per_s);
  c->baseline = ae_evaluation_dup_baseline_row (result, ae_model_get_bands (c->model));
  g_task_return_boolean (task, TRUE);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlRun *run = BL_RUN (source);
  GTask *task = G_TASK (result);
  Case *c = g_task_get_task_data (task);
  BlEvaluator *self;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return; /* the judge is gone */
  self = user_data;
  self->is_busy = FALSE;
  self->judged_us = g_get_monotonic_time ();
  if (g_task_propagate_boolean (task, NULL) && bl_run_get_pixels (run) == c->pixels)
    bl_run_item_set_rows (BL_RUN_ITEM (run), g_steal_pointer (&c->row),
                          g_steal_pointer (&c->baseline));
}

/* Which moment of the run its numbers are of. */
static char *
dup_moment (const AeSnapshot *s)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, s->generation, s->step);
}

/* At least one. */
static guint
count_training (BlEvaluator *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);

      n += bl_run_is_training (run);
    }
  return MAX (n, 1);
}

static gboolean
is_due (BlEvaluator *self, BlRun *run, const AeSnapshot *s)
{
  g_autofree char *moment = NULL;

  if (s == NULL || s->step == 0 || s->model == NULL || bl_run_get_pixels (run) == NULL)
    return FALSE;
  if (bl_run_is_training (run)
      && (!self->is_watched
          || (bl_run_item_get_row (BL_RUN_ITEM (run)) != NULL
              && g_get_monotonic_time () - self->judged_us
                     < TRAINING_US / count_training (self))))
    return FALSE;
  moment = dup_moment (s);
  return g_strcmp0 (moment, g_object_get_data (G_OBJECT (run), "judged-moment")) != 0
         || bl_run_item_get_row (BL_RUN_ITEM (run)) == NULL;
}

static void
evaluator (BlEvaluator *self, BlRun *run, const AeSnapshot *s)
{
  g_autoptr (GTask) task = g_task_new (run, self->cancellable, judged_cb, self);
  Case *c = g_new0 (Case, 1);

  c->model = ae_model_ref (s->model);
  c->hyperparams = s->hyperparams;
  c->pixels = ae_pixels_ref (bl_run_get_pixels (run));
  c->name = g_strdup (bl_run_item_get_name (BL_RUN_ITEM (run)));
  c->epochs = s->epoch;
  c->seconds = s->seconds;
  c->samples_per_s = s->samples_per_s;
  g_object_set_data_full (G_OBJECT (run), "judged-moment", dup_moment (s), g_free);
  g_object_set_data (G_OBJECT (run), "judged-turn", GUINT_TO_POINTER (1));
  self->is_busy = TRUE;
  g_task_set_task_data (task, c, case_free);
  g_task_run_in_thread (task, evaluate_in_thread);
}

/* Those that rest come first; among those that train, each in its turn. */
static gboolean
look (BlEvaluator *self, gboolean at_training, gboolean whose_turn)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);
      AeRun *training = bl_run_peek (run);
      g_autoptr (AeSnapshot) s = training != NULL ? ae_run_dup_snapshot (training) : NULL;

      if (bl_run_is_training (run) != at_training
          || (whose_turn && g_object_get_data (G_OBJECT (run), "judged-turn") != NULL)
          || !is_due (self, run, s))
        continue;
      evaluator (self, run, s);
      return TRUE;
    }
  return FALSE;
}

/* Once each of those that train has had its turn: not as soon as nothing is due, or the first
 * would always be the next.
 */
static void
begin_round (BlEvaluator *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);

      if (bl_run_is_training (run) && g_object_get_data (G_OBJECT (run), "judged-turn") == NULL)
        return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (GObject) run = g_list_model_get_item (runs, i);

      g_object_set_data (run, "judged-turn", NULL);
    }
}

static gboolean
look_cb (gpointer user_data)
{
  BlEvaluator *self = user_data;

  if (self->is_busy || look (self, FALSE, FALSE) || look (self, TRUE, TRUE))
    return G_SOURCE_CONTINUE;
  begin_round (self);
  return G_SOURCE_CONTINUE;
}

/**
 * bl_evaluator_new:
 * @workspace: borrowed; outlives it
 *
 * Returns: (transfer full): a judge. Main thread, as all of these.
 */
BlEvaluator *
bl_evaluator_new (BlWorkspace *workspace)
{
  BlEvaluator *self = g_new0 (BlEvaluator, 1);

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  self->workspace = workspace;
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_add (LOOK_MS, look_cb, self);
  return self;
}

/**
 * bl_evaluator_free:
 * @self: (transfer full): a judge
 *
 * What is being computed is given up.
 */
void
bl_evaluator_free (BlEvaluator *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_source_remove (self->timer);
  g_free (self);
}

/**
 * bl_evaluator_set_is_watched:
 * @self: a judge
 * @is_watched: whether the numbers are on screen: then runs are judged while they train, too
 */
void
bl_evaluator_set_is_watched (BlEvaluator *self, gboolean is_watched)
{
  self->is_watched = is_watched;
}
