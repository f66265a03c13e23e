/* bl-unusual.c: one request of a worker around AeBackground. Freeing it cancels it. */
#include "bl-unusual.h"

#include "ae-background.h"
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

struct _BlUnusual
{
  BlWorker *worker;
  BlUnusualFunc done;
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
  g_autoptr (AeFeed) feed = ae_feed_new_plain (question->scene, error);
  g_autoptr (AeBackground) background = NULL;
  gsize n = ae_scene_get_n_pixels (question->scene);
  Maps *maps;

  if (feed != NULL)
    background = ae_background_new (feed, NULL, NULL, cancellable, error);
  if (background == NULL)
    return NULL;
  maps = g_new (Maps, 1);
  *maps = (Maps){ g_new (float, n), g_new (float, n) };
  if (!ae_background_fill_maps (background, feed, question->codes, maps->rx, maps->residual,
                                NULL, NULL, cancellable, error))
    g_clear_pointer (&maps, maps_free);
  return maps;
}

static const BlWorkerJob unusual_job
    = { "unusual pixels", work_in_thread, question_free, maps_free };

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlUnusual *self = user_data;
  g_autoptr (GError) error = NULL;

  self->maps = bl_worker_run_finish (result, &error);
  self->done (error != NULL ? error->message : NULL, self->user_data);
}

/**
 * bl_unusual_new:
 * @scene: a scene; a reference is taken
 * @codes: components of the residual
 * @done: told the end, unless it was freed before
 * @user_data: for it
 *
 * Returns: (transfer full): under way. Main thread, as all of these.
 */
BlUnusual *
bl_unusual_new (AeScene *scene, guint codes, BlUnusualFunc done, gpointer user_data)
{
  BlUnusual *self = g_new0 (BlUnusual, 1);
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
 * bl_unusual_free:
 * @self: (transfer full): finished or not
 *
 * Returns at once.
 */
void
bl_unusual_free (BlUnusual *self)
{
  bl_worker_free (self->worker);
  g_clear_pointer (&self->maps, maps_free);
  g_free (self);
}

/**
 * bl_unusual_get_rx:
 * @self: unusual
 *
 * Returns: (nullable) (transfer none): (lines × samples) the squared Mahalanobis distance from
 * all pixels; %NULL until it is there.
 */
const float *
bl_unusual_get_rx (BlUnusual *self)
{
  return self->maps != NULL ? self->maps->rx : NULL;
}

/**
 * bl_unusual_get_residual:
 * @self: unusual
 *
 * Returns: (nullable) (transfer none): (lines × samples) what the components leave, RMSE.
 */
const float *
bl_unusual_get_residual (BlUnusual *self)
{
  return self->maps != NULL ? self->maps->residual : NULL;
}

/**
 * bl_unusual_get_codes:
 * @self: unusual
 *
 * Returns: components of the residual.
 */
guint
bl_unusual_get_codes (BlUnusual *self)
{
  return self->codes;
}
