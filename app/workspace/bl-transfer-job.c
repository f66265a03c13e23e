/* bl-transfer-job.c: hands the points of the curves over to the main thread one by one, and the
 * whole work when it is done.
 */
#include "bl-transfer-job.h"

#include "bl-worker.h"

struct _BlTransferJob
{
  BlWorker *worker;
  BlTransferEvents events;
  gpointer user_data;
  GArray *losses[AE_TRANSFER_WAYS]; /* double */
  AeTransferWork *work;             /* nullable: once it is done */
};

typedef struct
{
  char *model;
  AeScene *scene;
  gboolean resample;
  guint epochs;
} Inputs;

typedef struct
{
  AeTransferWay way;
  double loss;
} Point;

static void
inputs_free (gpointer data)
{
  Inputs *inputs = data;

  g_free (inputs->model);
  ae_scene_unref (inputs->scene);
  g_free (inputs);
}

static void
work_free (gpointer data)
{
  ae_transfer_work_clear (data);
  g_free (data);
}

/* ------------------------------------------------------------------ on the worker's thread */

static void
progress_cb (AeTransferWay way, guint epoch, double loss, gpointer task)
{
  Point *point = g_new (Point, 1);

  *point = (Point){ way, loss };
  bl_worker_task_post (task, point);
}

static gpointer
transfer_in_thread (BlWorkerTask *task, gpointer data, GError **error)
{
  const Inputs *inputs = data;
  AeTransferWork *work = g_new0 (AeTransferWork, 1);

  ae_transfer_work_init (work);
  work->epochs = inputs->epochs;
  if ((work->run = ae_project_load_model (inputs->model, error)) == NULL
      || (work->adapter
          = ae_input_adapter_new (work->run->input, inputs->scene, inputs->resample, error))
             == NULL
      || !ae_transfer_work_run (work, progress_cb, task, bl_worker_task_get_cancellable (task),
                                error))
    g_clear_pointer (&work, work_free);
  return work;
}

/* ------------------------------------------------------------------ on the main thread */

static void
point_cb (gpointer item, gpointer user_data)
{
  BlTransferJob *self = user_data;
  const Point *point = item;

  g_array_append_val (self->losses[point->way], point->loss);
  self->events.epoch (self, self->user_data);
}

static const BlWorkerJob transfer_job = { .name = "transfer",
                                          .func = transfer_in_thread,
                                          .free_inputs = inputs_free,
                                          .free_result = work_free,
                                          .free_item = g_free,
                                          .item = point_cb,
                                          .is_long = TRUE };

/* The losses before the first epoch are known only then. */
static void
take_losses (BlTransferJob *self)
{
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      const AeTransferCurve *curve = &self->work->transfer->curves[way];

      g_array_set_size (self->losses[way], 0);
      if (curve->is_possible)
        g_array_append_vals (self->losses[way], curve->losses, curve->n + 1);
    }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlTransferJob *self = user_data;
  g_autoptr (GError) error = NULL;

  self->work = bl_worker_run_finish (result, &error);
  if (self->work != NULL)
    take_losses (self);
  self->events.done (self, error != NULL ? error->message : NULL, self->user_data);
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
  Inputs *inputs = g_new (Inputs, 1);

  self->events = *events;
  self->user_data = user_data;
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    self->losses[way] = g_array_new (FALSE, FALSE, sizeof (double));
  *inputs = (Inputs){ g_strdup (model), ae_scene_ref (scene), resample, epochs };
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  bl_worker_run_async (self->worker, &transfer_job, inputs, done_cb, self);
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
  bl_worker_free (self->worker);
  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    g_array_unref (self->losses[way]);
  g_clear_pointer (&self->work, work_free);
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
  return self->work;
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
