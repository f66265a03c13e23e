/* bl-unusual.c: one GTask around AeBackground. Freeing it cancels it. */
#include "bl-unusual.h"

#include "ae-background.h"

typedef struct
{
  AeScene *scene;
  guint codes;
  float *rx, *residual; /* (lines × samples) */
} Job;

struct _BlUnusual
{
  GCancellable *cancellable;
  BlUnusualFunc done;
  gpointer user_data;
  guint codes;
  float *rx, *residual; /* NULL until they are there */
};

static void
job_free (gpointer data)
{
  Job *job = data;

  ae_scene_unref (job->scene);
  g_free (job->rx);
  g_free (job->residual);
  g_free (job);
}

static void
work_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  g_autoptr (AeFeed) feed = ae_feed_new_plain (job->scene, &error);
  g_autoptr (AeBackground) background = NULL;
  gsize n = ae_scene_get_n_pixels (job->scene);

  if (feed != NULL)
    background = ae_background_new (feed, NULL, NULL, cancellable, &error);
  job->rx = g_new (float, n);
  job->residual = g_new (float, n);
  if (background != NULL
      && ae_background_fill_maps (background, feed, job->codes, job->rx, job->residual, NULL,
                                  NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlUnusual *self = user_data;
  GTask *task = G_TASK (result);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  if (g_task_propagate_boolean (task, &error))
    {
      self->rx = g_steal_pointer (&job->rx);
      self->residual = g_steal_pointer (&job->residual);
    }
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
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  self->done = done;
  self->user_data = user_data;
  self->codes = job->codes = codes;
  job->scene = ae_scene_ref (scene);
  task = g_task_new (NULL, self->cancellable, ready_cb, self);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, work_in_thread);
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
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_free (self->rx);
  g_free (self->residual);
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
  return self->rx;
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
  return self->residual;
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
