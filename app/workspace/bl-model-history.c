/* bl-model-history.c: keeps a model every few epochs, more rarely the longer a run is, so that
 * its memory is bounded; views of them are computed on a worker, the newest question first.
 */
#include "bl-model-history.h"

#include "ae-viewing.h"
#include "bl-worker.h"

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

  BlWorker *worker;
  AeViewing **viewing; /* a box that the requests share: one is under way at a time */
};

typedef struct
{
  AeViewing **viewing;
  AeSnapshot *snapshot;
  AeViewRequest request;
} Look;

static void
clear_viewing (gpointer data)
{
  AeViewing **viewing = data;

  ae_viewing_free (*viewing);
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_rc_box_release_full (look->viewing, clear_viewing);
  ae_snapshot_unref (look->snapshot);
  g_free (look);
}

/**
 * bl_model_history_new:
 * @scene: a reference is taken
 * @func: told of views
 * @user_data: for it
 *
 * Returns: (transfer full): an empty history. Main thread, as all of these.
 */
BlModelHistory *
bl_model_history_new (AeScene *scene, BlModelHistoryFunc func, gpointer user_data)
{
  BlModelHistory *self = g_new0 (BlModelHistory, 1);

  self->scene = ae_scene_ref (scene);
  self->func = func;
  self->user_data = user_data;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) ae_snapshot_unref);
  self->worker = bl_worker_new (BL_WORKER_NEXT);
  self->viewing = g_rc_box_new (AeViewing *);
  *self->viewing = ae_viewing_new (scene);
  self->stride = 1;
  return self;
}

/**
 * bl_model_history_free:
 * @self: (transfer full): a history
 *
 * No view comes any more.
 */
void
bl_model_history_free (BlModelHistory *self)
{
  bl_worker_free (self->worker);
  g_rc_box_release_full (self->viewing, clear_viewing);
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
 * @self: a history
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
 * @self: a history
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
 * @self: a history
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
 * @self: a history
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
 * @self: a history
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

static gpointer
look_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Look *look = inputs;

  return ae_viewing_look (*look->viewing, look->snapshot, &look->request, TRUE);
}

static const BlWorkerJob look_job
    = { "look back", look_in_thread, look_free, (GDestroyNotify) ae_view_unref };

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlModelHistory *self = user_data;
  g_autoptr (AeView) view = bl_worker_run_finish (result, NULL);

  if (view != NULL)
    self->func (view, self->user_data);
}

/**
 * bl_model_history_ask:
 * @self: a history
 * @epoch: of which moment
 * @request: what to see of it
 *
 * Asks for a view; one that was asked for and not yet begun is given up.
 */
void
bl_model_history_ask (BlModelHistory *self, double epoch, const AeViewRequest *request)
{
  gssize i = find (self, epoch);
  Look *look;

  if (i < 0)
    return;
  look = g_new (Look, 1);
  *look = (Look){ g_rc_box_acquire (self->viewing), ae_snapshot_ref (self->kept->pdata[i]),
                  *request };
  bl_worker_run_async (self->worker, &look_job, look, looked_cb, self);
}
