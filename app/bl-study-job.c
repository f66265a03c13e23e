/* bl-study-job.c: hands the trials of a study over to the main thread one by one. The thread
 * steps back for the window, and is joined before the job is gone.
 */
#include "bl-study-job.h"

#include "ae-team.h"

struct _BlStudyJob
{
  BlRun *run;
  AeStudy study;
  AePixels *pixels;
  float *pin;
  BlStudyEvents events;
  gpointer user_data;
  GCancellable *cancellable;
  GThread *thread;
  GPtrArray *trials; /* AeStudyTrial: the main thread's copies */
  gboolean is_over;
};

/* What crosses to the main thread: a trial, or the end. */
typedef struct
{
  BlStudyJob *job;
  GCancellable *cancellable;
  AeStudyTrial *trial;
  gboolean is_end, is_whole;
  char *message;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  ae_study_trial_free (news->trial);
  g_object_unref (news->cancellable);
  g_free (news->message);
  g_free (news);
}

static gboolean
heard_cb (gpointer data)
{
  News *news = data;
  BlStudyJob *self = news->job;

  if (g_cancellable_is_cancelled (news->cancellable))
    return G_SOURCE_REMOVE; /* the job may be gone */
  if (news->trial != NULL)
    {
      g_ptr_array_add (self->trials, g_steal_pointer (&news->trial));
      self->events.trial (self, self->user_data);
    }
  if (news->is_end)
    {
      self->is_over = TRUE;
      self->events.done (self, news->is_whole, news->message, self->user_data);
    }
  return G_SOURCE_REMOVE;
}

static News *
send (BlStudyJob *self)
{
  News *news = g_new0 (News, 1);

  news->job = self;
  news->cancellable = g_object_ref (self->cancellable);
  return news;
}

static void
post (News *news)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, heard_cb, news, news_free);
}

static AeStudyTrial *
copy_trial (const AeStudyTrial *trial, guint bands)
{
  AeStudyTrial *copy = g_memdup2 (trial, sizeof *trial);

  copy->row = ae_comparison_row_copy (trial->row);
  copy->baseline = trial->baseline != NULL ? ae_comparison_row_copy (trial->baseline) : NULL;
  copy->history = trial->history != NULL ? ae_history_ref (trial->history) : NULL;
  copy->output
      = trial->output != NULL ? g_memdup2 (trial->output, bands * sizeof (float)) : NULL;
  return copy;
}

static void
trial_cb (guint done, const AeStudyTrial *trial, gpointer user_data)
{
  BlStudyJob *self = user_data;
  News *news = send (self);

  news->trial = copy_trial (trial, ae_pixels_get_bands (self->pixels));
  post (news);
}

static gpointer
study_in_thread (gpointer data)
{
  BlStudyJob *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) trials = NULL;
  News *news;

  ae_thread_step_back ();
  trials = ae_study_run (&self->study, self->pixels, trial_cb, self, self->cancellable, &error);
  news = send (self);
  news->is_end = TRUE;
  news->is_whole = trials != NULL;
  news->message = error != NULL ? g_strdup (error->message) : NULL;
  post (news);
  return NULL;
}

/**
 * bl_study_job_new:
 * @run: whose study it is; a reference is taken
 * @study: copied; its bands must be those of @pixels
 * @pixels: a reference is taken
 * @pin: (nullable): (bands) scaled; copied
 * @events: copied
 * @user_data: for them
 *
 * Returns: (transfer full): a study that is under way. Main thread, as all of these.
 */
BlStudyJob *
bl_study_job_new (BlRun *run, const AeStudy *study, AePixels *pixels, const float *pin,
                  const BlStudyEvents *events, gpointer user_data)
{
  BlStudyJob *self = g_new0 (BlStudyJob, 1);

  self->run = g_object_ref (run);
  self->study = *study;
  self->pixels = ae_pixels_ref (pixels);
  self->pin = g_memdup2 (pin, ae_pixels_get_bands (pixels) * sizeof (float));
  self->study.pin = self->pin;
  self->events = *events;
  self->user_data = user_data;
  self->cancellable = g_cancellable_new ();
  self->trials = g_ptr_array_new_with_free_func (ae_study_trial_free);
  self->thread = g_thread_new ("study", study_in_thread, self);
  return self;
}

/**
 * bl_study_job_free:
 * @self: (transfer full): a study, over or not
 *
 * Ends it after the step under way; no event comes any more.
 */
void
bl_study_job_free (BlStudyJob *self)
{
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->trials);
  ae_pixels_unref (self->pixels);
  g_object_unref (self->run);
  g_free (self->pin);
  g_free (self);
}

/**
 * bl_study_job_get_study:
 * @self: a study
 *
 * Returns: (transfer none): what it is of.
 */
const AeStudy *
bl_study_job_get_study (const BlStudyJob *self)
{
  return &self->study;
}

/**
 * bl_study_job_get_trials:
 * @self: a study
 *
 * Returns: (transfer none) (element-type AeStudyTrial): those that are there by now.
 */
GPtrArray *
bl_study_job_get_trials (const BlStudyJob *self)
{
  return self->trials;
}

/**
 * bl_study_job_get_run:
 * @self: a study
 *
 * Returns: (transfer none): whose it is.
 */
BlRun *
bl_study_job_get_run (const BlStudyJob *self)
{
  return self->run;
}

/**
 * bl_study_job_is_over:
 * @self: a study
 *
 * Returns: whether its end was told.
 */
gboolean
bl_study_job_is_over (const BlStudyJob *self)
{
  return self->is_over;
}
