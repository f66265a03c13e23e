/* bl-anomaly-maps.c: one request of a worker around AeRx. Freeing it cancels it. */
#include "bl-anomaly-maps.h"

#include "ae-rx.h"
#include "bl-worker.h"

typedef struct
{
  AeScene *scene;
  guint codes;
} Question;

typedef struct
{
  float *rx, *residual; /* (lines × samples) */
} Maps;

struct _BlAnomalyMaps
{
  BlWorker *worker;
  BlAnomalyMapsFunc done;
  gpointer user_data;
  guint codes;
  Maps *maps; /* NULL until they are there */
};

static void
question_free (gpointer data)
{
  ae_scene_unref (((Question *) data)->scene);
  g_free (data);
}

static void
maps_free (gpointer data)
{
  Maps *maps = data;

  g_free (maps->rx);
  g_free (maps->residual);
  g_free (maps);
}

static gpointer
work_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  GCancellable *cancellable = bl_worker_task_get_cancellable (task);
  const Question *question = inputs;
  g_autoptr (AeInputAdapter) adapter = ae_input_adapter_new_plain (question->scene, error);
  g_autoptr (AeRx) background = NULL;
  gsize n = ae_scene_get_n_pixels (question->scene);
  Maps *maps;

  if (adapter != NULL)
    background = ae_rx_new (adapter, NULL, NULL, cancellable, error);
  if (background == NULL)
    return NULL;
  maps = g_new (Maps, 1);
  *maps = (Maps){ g_new (float, n), g_new (float, n) };
  if (!ae_rx_fill_maps (background, adapter, question->codes, maps->rx, maps->residual, NULL,
                        NULL, cancellable, error))
    g_clear_pointer (&maps, maps_free);
  return maps;
}

static const BlWorkerJob unusual_job
    = { "unusual pixels", work_in_thread, question_free, maps_free };

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlAnomalyMaps *self = user_data;
  g_autoptr (GError) error = NULL;

  self->maps = bl_worker_run_finish (result, &error);
  self->done (error != NULL ? error->message : NULL, self->user_data);
}

/**
 * bl_anomaly_maps_new:
 * @scene: a scene; a reference is taken
 * @codes: components of the residual
 * @done: told the end, unless it was freed before
 * @user_data: for it
 *
 * Returns: (transfer full): under way. Main thread, as all of these.
 */
BlAnomalyMaps *
bl_anomaly_maps_new (AeScene *scene, guint codes, BlAnomalyMapsFunc done, gpointer user_data)
{
  BlAnomalyMaps *self = g_new0 (BlAnomalyMaps, 1);
  Question *question = g_new (Question, 1);

  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  self->done = done;
  self->user_data = user_data;
  self->codes = codes;
  *question = (Question){ ae_scene_ref (scene), codes };
  bl_worker_run_async (self->worker, &unusual_job, question, ready_cb, self);
  return self;
}

/**
 * bl_anomaly_maps_free:
 * @self: (transfer full): finished or not
 *
 * Returns at once.
 */
void
bl_anomaly_maps_free (BlAnomalyMaps *self)
{
  bl_worker_free (self->worker);
  g_clear_pointer (&self->maps, maps_free);
  g_free (self);
}

/**
 * bl_anomaly_maps_get_rx:
 * @self: unusual
 *
 * Returns: (nullable) (transfer none): (lines × samples) the squared Mahalanobis distance from
 * all pixels; %NULL until it is there.
 */
const float *
bl_anomaly_maps_get_rx (BlAnomalyMaps *self)
{
  return self->maps != NULL ? self->maps->rx : NULL;
}

/**
 * bl_anomaly_maps_get_residual:
 * @self: unusual
 *
 * Returns: (nullable) (transfer none): (lines × samples) what the components leave, RMSE.
 */
const float *
bl_anomaly_maps_get_residual (BlAnomalyMaps *self)
{
  return self->maps != NULL ? self->maps->residual : NULL;
}

/**
 * bl_anomaly_maps_get_codes:
 * @self: unusual
 *
 * Returns: components of the residual.
 */
guint
bl_anomaly_maps_get_codes (BlAnomalyMaps *self)
{
  return self->codes;
}
