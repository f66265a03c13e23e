/* bl-model-history.c: keeps a model every few epochs, more rarely the longer a run is, so that
 * its memory is bounded; views of them are computed on a worker, the newest question first.
 */
#include "bl-model-history.h"

#include "ae-viewing.h"

#include <math.h>

#define MOST_KEPT  32
#define MOST_BYTES (12u << 20) /* of all that are kept */

struct _BlModelHistory
{
  AeScene *scene;
  BlModelHistoryFunc func;
  gpointer user_data;
  GPtrArray *kept; /* AeSnapshot without curves, by epoch */
  guint stride;    /* epochs between two */
  guint64 generation;

  GCancellable *cancellable;
  AeViewing *viewing; /* the worker's; nobody's while none runs */
  gboolean is_busy, is_wanted;
  double wanted;
  AeViewRequest request;
};

/* What a worker does; it outlives the keeper where need be. */
typedef struct
{
  AeViewing *viewing;
  AeSnapshot *snapshot;
  AeViewRequest request;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->viewing, ae_viewing_free);
  ae_snapshot_unref (look->snapshot);
  g_free (look);
}

/**
 * bl_model_history_new:
 * @scene: a reference is taken
 * @func: told of views
 * @user_data: for it
 *
 * Returns: (transfer full): a keeper of nothing. Main thread, as all of these.
 */
BlModelHistory *
bl_model_history_new (AeScene *scene, BlModelHistoryFunc func, gpointer user_data)
{
  BlModelHistory *self = g_new0 (BlModelHistory, 1);

  self->scene = ae_scene_ref (scene);
  self->func = func;
  self->user_data = user_data;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_snapshot_unref);
  self->cancellable = g_cancellable_new ();
  self->stride = 1;
  return self;
}

/**
 * bl_model_history_free:
 * @self: (transfer full): a keeper
 *
 * No view comes any more.
 */
void
bl_model_history_free (BlModelHistory *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->viewing, ae_viewing_free);
  g_ptr_array_unref (self->kept);
  ae_scene_unref (self->scene);
  g_free (self);
}

/* ------------------------------------------------------------------ keeping */

/* The model and what it is fed; curves are the newest snapshot's matter. */
static AeSnapshot *
strip (const AeSnapshot *snapshot)
{
  AeSnapshot *copy = ae_snapshot_new ();

  copy->state = snapshot->state;
  copy->generation = snapshot->generation;
  copy->step = snapshot->step;
  copy->epoch = snapshot->epoch;
  copy->batches_per_epoch = snapshot->batches_per_epoch;
  copy->hyperparams = snapshot->hyperparams;
  copy->plan = snapshot->plan;
  copy->model = ae_model_ref (snapshot->model);
  copy->scaler = snapshot->scaler != NULL ? ae_scaler_ref (snapshot->scaler) : NULL;
  copy->pca_mse = snapshot->pca_mse;
  copy->pca_validation_mse = snapshot->pca_validation_mse;
  copy->pca = snapshot->pca != NULL ? ae_pca_code_ref (snapshot->pca) : NULL;
  copy->made_us = snapshot->made_us;
  return copy;
}

static gboolean
is_full (const BlModelHistory *self, const AeSnapshot *snapshot)
{
  gsize each = ae_model_get_n_parameters (snapshot->model) * sizeof (float);

  return self->kept->len >= MOST_KEPT || (self->kept->len + 1) * each > MOST_BYTES;
}

/* Every second one goes; the first stays. */
static void
thin_out (BlModelHistory *self)
{
  for (guint i = self->kept->len; i > 1; i--)
    if ((i - 1) % 2 == 1)
      g_ptr_array_remove_index (self->kept, i - 1);
  self->stride *= 2;
}

/**
 * bl_model_history_keep:
 * @self: a keeper
 * @snapshot: of the run; kept where the last one is long enough ago
 */
void
bl_model_history_keep (BlModelHistory *self, const AeSnapshot *snapshot)
{
  const AeSnapshot *last;

  if (snapshot->model == NULL)
    return;
  if (snapshot->generation != self->generation)
    bl_model_history_forget (self);
  self->generation = snapshot->generation;
  last = self->kept->len > 0 ? self->kept->pdata[self->kept->len - 1] : NULL;
  if (last != NULL && snapshot->epoch < last->epoch + self->stride)
    return;
  if (is_full (self, snapshot))
    thin_out (self);
  g_ptr_array_add (self->kept, strip (snapshot));
}

/**
 * bl_model_history_forget:
 * @self: a keeper
 *
 * Keeps nothing: the run begins anew.
 */
void
bl_model_history_forget (BlModelHistory *self)
{
  g_ptr_array_set_size (self->kept, 0);
  self->stride = 1;
}

/**
 * bl_model_history_get_n:
 * @self: a keeper
 *
 * Returns: how many moments are kept.
 */
guint
bl_model_history_get_n (BlModelHistory *self)
{
  return self->kept->len;
}

static gssize
find (BlModelHistory *self, double epoch)
{
  gssize best = -1;

  for (guint i = 0; i < self->kept->len; i++)
    {
      const AeSnapshot *s = self->kept->pdata[i];

      if (best < 0
          || fabs (s->epoch - epoch)
                 < fabs (((AeSnapshot *) self->kept->pdata[best])->epoch - epoch))
        best = i;
    }
  return best;
}

/**
 * bl_model_history_find:
 * @self: a keeper
 * @epoch: anywhere on the curve
 * @nearest: (out): of the moment kept nearest to it
 *
 * Returns: whether any is kept.
 */
gboolean
bl_model_history_find (BlModelHistory *self, double epoch, double *nearest)
{
  gssize i = find (self, epoch);

  if (i < 0)
    return FALSE;
  *nearest = ((AeSnapshot *) self->kept->pdata[i])->epoch;
  return TRUE;
}

/**
 * bl_model_history_find_next:
 * @self: a keeper
 * @epoch: of a moment that is kept; NAN for now
 * @by: −1 or 1
 * @next: (out): the moment before or after it
 *
 * Returns: whether there is one.
 */
gboolean
bl_model_history_find_next (BlModelHistory *self, double epoch, int by, double *next)
{
  gssize i = isnan (epoch) ? (gssize) self->kept->len : find (self, epoch);

  i += by < 0 ? -1 : 1;
  if (i < 0 || i >= (gssize) self->kept->len)
    return FALSE;
  *next = ((AeSnapshot *) self->kept->pdata[i])->epoch;
  return TRUE;
}

/* ------------------------------------------------------------------ looking */

static void
look_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Look *look = task_data;

  g_task_return_pointer (task,
                         ae_viewing_look (look->viewing, look->snapshot, &look->request, TRUE),
                         (GDestroyNotify) ae_view_unref);
}

static void begin (BlModelHistory *self);

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (result);
  Look *look = g_task_get_task_data (task);
  BlModelHistory *self = user_data;
  g_autoptr (AeView) view = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return; /* the keeper is gone */
  view = g_task_propagate_pointer (task, NULL);
  self->viewing = g_steal_pointer (&look->viewing);
  self->is_busy = FALSE;
  if (view != NULL)
    self->func (view, self->user_data);
  if (self->is_wanted)
    begin (self);
}

static void
begin (BlModelHistory *self)
{
  gssize i = find (self, self->wanted);
  g_autoptr (GTask) task = NULL;
  Look *look;

  self->is_wanted = FALSE;
  if (i < 0)
    return;
  look = g_new0 (Look, 1);
  look->viewing
      = self->viewing != NULL ? g_steal_pointer (&self->viewing) : ae_viewing_new (self->scene);
  look->snapshot = ae_snapshot_ref (self->kept->pdata[i]);
  look->request = self->request;
  self->is_busy = TRUE;
  task = g_task_new (NULL, self->cancellable, looked_cb, self);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_in_thread);
}

/**
 * bl_model_history_ask:
 * @self: a keeper
 * @epoch: of which moment
 * @request: what to see of it
 *
 * Asks for a view; one that was asked for and not yet begun is given up.
 */
void
bl_model_history_ask (BlModelHistory *self, double epoch, const AeViewRequest *request)
{
  self->wanted = epoch;
  self->request = *request;
  self->is_wanted = TRUE;
  if (!self->is_busy)
    begin (self);
}
