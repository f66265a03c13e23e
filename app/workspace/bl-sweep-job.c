/* bl-sweep-job.c: hands the trials of a study over to the main thread one by one. */
#include "bl-sweep-job.h"

#include "bl-worker.h"

/* Shared with the worker: nobody changes it. Referenced on the main thread alone. */
typedef struct
{
  AeSweep sweep;
  AePixels *pixels;
  float *pin;
  guint8 *is_target;
} Inputs;

struct _BlSweepJob
{
  BlRun *run;
  Inputs *inputs;
  BlSweepEvents events;
  gpointer user_data;
  BlWorker *worker;
  GPtrArray *trials; /* AeSweepTrial */
  gboolean is_over;
};

static void
clear_inputs (gpointer data)
{
  Inputs *inputs = data;

  ae_pixels_unref (inputs->pixels);
  g_free (inputs->pin);
  g_free (inputs->is_target);
}

static void
inputs_unref (gpointer data)
{
  g_rc_box_release_full (data, clear_inputs);
}

/* ------------------------------------------------------------------ on the worker's thread */

typedef struct
{
  BlWorkerTask *task;
  guint bands;
} Telling;

static AeSweepTrial *
copy_trial (const AeSweepTrial *trial, guint bands)
{
  AeSweepTrial *copy = g_memdup2 (trial, sizeof *trial);

  copy->row = ae_comparison_row_copy (trial->row);
  copy->baseline = trial->baseline != NULL ? ae_comparison_row_copy (trial->baseline) : NULL;
  copy->history = trial->history != NULL ? ae_history_ref (trial->history) : NULL;
  copy->output
      = trial->output != NULL ? g_memdup2 (trial->output, bands * sizeof (float)) : NULL;
  return copy;
}

static void
tell_trial (guint done, const AeSweepTrial *trial, gpointer user_data)
{
  const Telling *telling = user_data;

  bl_worker_task_post (telling->task, copy_trial (trial, telling->bands));
}

static gpointer
sweep_in_thread (BlWorkerTask *task, gpointer data, GError **error)
{
  const Inputs *inputs = data;
  Telling telling = { task, ae_pixels_get_bands (inputs->pixels) };

  return ae_sweep_run (&inputs->sweep, inputs->pixels, tell_trial, &telling,
                       bl_worker_task_get_cancellable (task), error);
}

/* ------------------------------------------------------------------ on the main thread */

static void
trial_cb (gpointer item, gpointer user_data)
{
  BlSweepJob *self = user_data;
  const AeSweepTrial *trial = item;

  g_ptr_array_add (self->trials,
                   copy_trial (trial, ae_pixels_get_bands (self->inputs->pixels)));
  self->events.trial (self, self->user_data);
}

static const BlWorkerJob study_job = { .name = "study",
                                       .func = sweep_in_thread,
                                       .free_inputs = inputs_unref,
                                       .free_result = (GDestroyNotify) g_ptr_array_unref,
                                       .free_item = ae_sweep_trial_free,
                                       .item = trial_cb,
                                       .is_long = TRUE };

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSweepJob *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trials = bl_worker_run_finish (result, &error);

  self->is_over = TRUE;
  self->events.done (self, trials != NULL, error != NULL ? error->message : NULL,
                     self->user_data);
}

/**
 * bl_sweep_job_new:
 * @run: whose study it is; a reference is taken
 * @sweep: copied, and so are its targets; its bands must be those of @pixels
 * @pixels: a reference is taken
 * @pin: (nullable): (bands) scaled; copied
 * @events: copied
 * @user_data: for them
 *
 * Returns: (transfer full): a study that is under way. Main thread, as all of these.
 */
BlSweepJob *
bl_sweep_job_new (BlRun *run, const AeSweep *sweep, AePixels *pixels, const float *pin,
                  const BlSweepEvents *events, gpointer user_data)
{
  BlSweepJob *self = g_new0 (BlSweepJob, 1);
  Inputs *inputs = g_rc_box_new0 (Inputs);

  g_return_val_if_fail (BL_IS_RUN (run), NULL);
  self->run = g_object_ref (run);
  self->inputs = inputs;
  inputs->sweep = *sweep;
  inputs->pixels = ae_pixels_ref (pixels);
  inputs->pin = g_memdup2 (pin, ae_pixels_get_bands (pixels) * sizeof (float));
  inputs->sweep.pin = inputs->pin;
  inputs->is_target
      = g_memdup2 (sweep->is_target, ae_scene_get_n_pixels (ae_pixels_get_scene (pixels)));
  inputs->sweep.is_target = inputs->is_target;
  self->events = *events;
  self->user_data = user_data;
  self->trials = g_ptr_array_new_with_free_func (ae_sweep_trial_free);
  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  bl_worker_run_async (self->worker, &study_job, g_rc_box_acquire (inputs), done_cb, self);
  return self;
}

/**
 * bl_sweep_job_free:
 * @self: (transfer full): a study, over or not
 *
 * Ends it after the step under way; no event comes any more.
 */
void
bl_sweep_job_free (BlSweepJob *self)
{
  bl_worker_free (self->worker);
  g_ptr_array_unref (self->trials);
  inputs_unref (self->inputs);
  g_object_unref (self->run);
  g_free (self);
}

/**
 * bl_sweep_job_get_study:
 * @self: a study
 *
 * Returns: (transfer none): what it is of.
 */
const AeSweep *
bl_sweep_job_get_study (const BlSweepJob *self)
{
  return &self->inputs->sweep;
}

/**
 * bl_sweep_job_get_trials:
 * @self: a study
 *
 * Returns: (transfer none) (element-type AeSweepTrial): those that are there by now.
 */
GPtrArray *
bl_sweep_job_get_trials (const BlSweepJob *self)
{
  return self->trials;
}

/**
 * bl_sweep_job_get_run:
 * @self: a study
 *
 * Returns: (transfer none): whose it is.
 */
BlRun *
bl_sweep_job_get_run (const BlSweepJob *self)
{
  return self->run;
}

/**
 * bl_sweep_job_is_over:
 * @self: a study
 *
 * Returns: whether its end was told.
 */
gboolean
bl_sweep_job_is_over (const BlSweepJob *self)
{
  return self->is_over;
}
