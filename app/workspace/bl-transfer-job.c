/* bl-transfer-job.c: hands the points of the curves over to the main thread one by one, and the
 * whole work when it is done.
 */
#include "bl-transfer-job.h"

#include "bl-job.h"

struct _BlTransferJob
{
  char *model;
  AeScene *scene;
  gboolean resample;
  AeTransferWork work; /* the thread's until it is done */
  BlTransferEvents events;
  gpointer user_data;
  BlJob *job;
  BlJob *worker;                    /* the same, for its own thread */
  GArray *losses[AE_TRANSFER_WAYS]; /* double: the main thread's copies */
  gboolean is_done;
};

typedef struct
{
  AeTransferWay way;
  double loss;
} Point;

static void
point_heard_cb (gpointer news, gpointer data)
{
  BlTransferJob *self = data;
  const Point *point = news;

  g_array_append_val (self->losses[point->way], point->loss);
  self->events.epoch (self, self->user_data);
}

/* The losses before the first epoch are known only then. */
static void
done_heard_cb (gpointer news, gpointer data)
{
  BlTransferJob *self = data;

  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      const AeTransferCurve *curve = &self->work.transfer->curves[way];

      g_array_set_size (self->losses[way], 0);
      if (curve->is_possible)
        g_array_append_vals (self->losses[way], curve->losses, curve->n + 1);
    }
  self->is_done = TRUE;
  self->events.done (self, NULL, self->user_data);
}

static void
failed_cb (gpointer news, gpointer data)
{
  BlTransferJob *self = data;

  self->events.done (self, news, self->user_data);
}

static void
progress_cb (AeTransferWay way, guint epoch, double loss, gpointer user_data)
{
  BlTransferJob *self = user_data;
  Point *point = g_new (Point, 1);

  *point = (Point){ way, loss };
  bl_job_post (self->worker, point_heard_cb, point, g_free);
}

static void
transfer_in_thread (BlJob *worker, gpointer data)
{
  BlTransferJob *self = data;
  AeTransferWork *work = &self->work;
  g_autoptr (GError) error = NULL;

  self->worker = worker;
  if ((work->run = ae_project_load_model (self->model, &error)) != NULL
      && (work->adapter
          = ae_input_adapter_new (work->run->input, self->scene, self->resample, &error))
             != NULL
      && ae_transfer_work_run (work, progress_cb, self, bl_job_get_cancellable (worker),
                               &error))
    bl_job_post (worker, done_heard_cb, NULL, NULL);
  else
    bl_job_post (worker, failed_cb, g_strdup (error->message), g_free);
}

/**
 * bl_transfer_job_new:
 * @model: FILE#RUN
 * @scene: where it is carried over to; a reference is taken
 * @epochs: of each way
 * @resample: by wavelength, where the bands are others
 * @events: copied
 * @user_data: for them
 *
 * Returns: (transfer full): a transfer that is under way. Main thread, as all of these.
 */
BlTransferJob *
bl_transfer_job_new (const char *model, AeScene *scene, guint epochs, gboolean resample,
                     const BlTransferEvents *events, gpointer user_data)
{
  BlTransferJob *self = g_new0 (BlTransferJob, 1);

  self->model = g_strdup (model);
  self->scene = ae_scene_ref (scene);
  self->resample = resample;
  self->events = *events;
  self->user_data = user_data;
  ae_transfer_work_init (&self->work);
  self->work.epochs = epochs;
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    self->losses[way] = g_array_new (FALSE, FALSE, sizeof (double));
  self->job = bl_job_new ("transfer", transfer_in_thread, self);
  return self;
}

/**
 * bl_transfer_job_free:
 * @self: (nullable) (transfer full): a transfer, over or not
 *
 * Ends it after the step under way; no event comes any more.
 */
void
bl_transfer_job_free (BlTransferJob *self)
{
  if (self == NULL)
    return;
  bl_job_free (self->job);
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    g_array_unref (self->losses[way]);
  ae_transfer_work_clear (&self->work);
  ae_scene_unref (self->scene);
  g_free (self->model);
  g_free (self);
}

/**
 * bl_transfer_job_get_work:
 * @self: a transfer
 *
 * Returns: (nullable) (transfer none): what came of it; %NULL until it is done.
 */
const AeTransferWork *
bl_transfer_job_get_work (const BlTransferJob *self)
{
  return self->is_done ? &self->work : NULL;
}

/**
 * bl_transfer_job_get_losses:
 * @self: a transfer
 * @way: one of its ways
 *
 * Returns: (transfer none) (element-type double): its losses by now: after each epoch; once it
 * is done, before the first one too.
 */
GArray *
bl_transfer_job_get_losses (const BlTransferJob *self, AeTransferWay way)
{
  return self->losses[way];
}
