/* bl-sweep-job.c: hands the trials of a study over to the main thread one by one. */
#include "bl-sweep-job.h"

#include "bl-job.h"

struct _BlSweepJob
{
  BlRun *run;
  AeSweep sweep;
  AePixels *pixels;
  float *pin;
  guint8 *is_target;
  BlSweepEvents events;
  gpointer user_data;
  BlJob *job;
  BlJob *worker;     /* the same, for its own thread */
  GPtrArray *trials; /* AeSweepTrial: the main thread's copies */
  gboolean is_over;
};

static void
trial_heard_cb (gpointer news, gpointer data)
{
  BlSweepJob *self = data;
  AeSweepTrial **trial = news;

  g_ptr_array_add (self->trials, g_steal_pointer (trial));
  self->events.trial (self, self->user_data);
}

static void
free_trial_news (gpointer news)
{
  ae_sweep_trial_free (*(AeSweepTrial **) news);
  g_free (news);
}

static void
stopped_cb (gpointer news, gpointer data)
{
  BlSweepJob *self = data;
  const char *message = news;

  self->is_over = TRUE;
  self->events.done (self, FALSE, message, self->user_data);
}

static void
done_cb (gpointer news, gpointer data)
{
  BlSweepJob *self = data;

  self->is_over = TRUE;
  self->events.done (self, TRUE, NULL, self->user_data);
}

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
trial_cb (guint done, const AeSweepTrial *trial, gpointer user_data)
{
  BlSweepJob *self = user_data;
  AeSweepTrial **news = g_new (AeSweepTrial *, 1);

  *news = copy_trial (trial, ae_pixels_get_bands (self->pixels));
  bl_job_post (self->worker, trial_heard_cb, news, free_trial_news);
}

static void
sweep_in_thread (BlJob *worker, gpointer data)
{
  BlSweepJob *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trials = NULL;

  self->worker = worker;
  trials = ae_sweep_run (&self->sweep, self->pixels, trial_cb, self,
                         bl_job_get_cancellable (worker), &error);
  if (trials != NULL)
    bl_job_post (worker, done_cb, NULL, NULL);
  else
    bl_job_post (worker, stopped_cb, g_strdup (error->message), g_free);
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

  g_return_val_if_fail (BL_IS_RUN (run), NULL);
  self->run = g_object_ref (run);
  self->sweep = *sweep;
  self->pixels = ae_pixels_ref (pixels);
  self->pin = g_memdup2 (pin, ae_pixels_get_bands (pixels) * sizeof (float));
  self->sweep.pin = self->pin;
  self->is_target
      = g_memdup2 (sweep->is_target, ae_scene_get_n_pixels (ae_pixels_get_scene (pixels)));
  self->sweep.is_target = self->is_target;
  self->events = *events;
  self->user_data = user_data;
  self->trials = g_ptr_array_new_with_free_func (ae_sweep_trial_free);
  self->job = bl_job_new ("study", sweep_in_thread, self);
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
  bl_job_free (self->job);
  g_ptr_array_unref (self->trials);
  ae_pixels_unref (self->pixels);
  g_object_unref (self->run);
  g_free (self->pin);
  g_free (self->is_target);
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
  return &self->sweep;
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
