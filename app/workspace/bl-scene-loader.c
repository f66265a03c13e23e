/* bl-scene-loader.c: one GTask around ae_reader_open(). Freeing it is cancelling it: the worker
 * ends by itself soon after and what it read is dropped.
 */
#include "bl-scene-loader.h"

#include <stdatomic.h>

#define POLL_MS 50

/* Shared with the worker, which may outlive the opening. */
typedef struct
{
  atomic_int ref_count;
  atomic_int permille;
  char *path;
  AeReaderOptions options; /* its texts are owned */
} Job;

struct _BlSceneLoader
{
  Job *job;
  GCancellable *cancellable;
  guint poll;
  AeProgressFunc progress;
  BlSceneLoaderDone done;
  gpointer user_data;
};

static void
job_unref (gpointer data)
{
  Job *job = data;

  if (atomic_fetch_sub (&job->ref_count, 1) != 1)
    return;
  g_free (job->path);
  g_free ((char *) job->options.variable);
  g_free ((char *) job->options.axes);
  g_free ((char *) job->options.edits.kept_bands);
  g_free ((char *) job->options.edits.preprocessing);
  g_free (job);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  Job *job = user_data;

  atomic_store (&job->permille, (int) (fraction * 1000));
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  AeScene *scene = ae_reader_open (job->path, &job->options, cancellable, &error);

  if (scene != NULL)
    g_task_return_pointer (task, scene, (GDestroyNotify) ae_scene_unref);
  else
    g_task_return_error (task, error);
}

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSceneLoader *self = user_data;
  GTask *task = G_TASK (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = NULL;

  /* A cancelled opening is freed already. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  scene = g_task_propagate_pointer (task, &error);
  g_clear_handle_id (&self->poll, g_source_remove);
  self->done (scene, self->job->path, error, self->user_data);
}

static gboolean
poll_cb (gpointer user_data)
{
  BlSceneLoader *self = user_data;

  self->progress (atomic_load (&self->job->permille) / 1000.0, self->user_data);
  return G_SOURCE_CONTINUE;
}

/* BANDLOOM_MEMORY_MIB bounds the pixels that are held; half of the machine's memory where it is
 * not set. */
static guint64
get_memory_limit (void)
{
  const char *text = g_getenv ("BANDLOOM_MEMORY_MIB");

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) << 20 : 0;
}

static void
take_options (Job *job, const AeReaderOptions *options)
{
  if (options != NULL)
    {
      job->options = *options;
      job->options.variable = g_strdup (options->variable);
      job->options.axes = g_strdup (options->axes);
      job->options.edits.kept_bands = g_strdup (options->edits.kept_bands);
      job->options.edits.preprocessing = g_strdup (options->edits.preprocessing);
    }
  if (job->options.memory_limit == 0)
    job->options.memory_limit = get_memory_limit ();
  job->options.progress = progress_cb;
  job->options.progress_data = job;
}

/**
 * bl_scene_loader_new:
 * @path: what to read; "demo:" is the demo scene
 * @options: (nullable): how, and what is changed of it once it is open; copied, without its
 *   progress function
 * @progress: told how far it is
 * @done: told the end, when nobody freed the opening before
 * @user_data: for both
 *
 * Returns: (transfer full): an opening under way. Main thread. Free it also after @done.
 */
BlSceneLoader *
bl_scene_loader_new (const char *path, const AeReaderOptions *options, AeProgressFunc progress,
                     BlSceneLoaderDone done, gpointer user_data)
{
  BlSceneLoader *self = g_new0 (BlSceneLoader, 1);
  g_autoptr (GTask) task = NULL;

  self->job = g_new0 (Job, 1);
  atomic_init (&self->job->ref_count, 2);
  self->job->path = g_strdup (path);
  take_options (self->job, options);
  self->cancellable = g_cancellable_new ();
  self->progress = progress;
  self->done = done;
  self->user_data = user_data;
  self->poll = g_timeout_add (POLL_MS, poll_cb, self);
  task = g_task_new (NULL, self->cancellable, ready_cb, self);
  g_task_set_task_data (task, self->job, job_unref);
  g_task_run_in_thread (task, read_in_thread);
  return self;
}

/**
 * bl_scene_loader_free:
 * @self: (transfer full): an opening, finished or not
 *
 * Cancels it where it is under way; nothing is called any more. Returns at once.
 */
void
bl_scene_loader_free (BlSceneLoader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_object_unref (self->cancellable);
  job_unref (self->job);
  g_free (self);
}
