/* bl-scene-loader.c: one request of a worker around ae_reader_open(). Freeing it is cancelling
 * it: the thread ends by itself soon after and what it read is dropped.
 */
#include "bl-scene-loader.h"

#include "bl-worker.h"

typedef struct
{
  char *path;
  AeReaderOptions options; /* its texts are owned */
} Question;

struct _BlSceneLoader
{
  BlWorker *worker;
  AeProgressFunc progress;
  BlSceneLoaderDone done;
  gpointer user_data;
};

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->path);
  g_free ((char *) question->options.variable);
  g_free ((char *) question->options.axes);
  g_free ((char *) question->options.edits.kept_bands);
  g_free ((char *) question->options.edits.preprocessing);
  g_free (question);
}

static void
report_cb (double fraction, gpointer task)
{
  bl_worker_task_set_fraction (task, fraction);
}

static gpointer
read_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  Question *question = inputs;

  question->options.progress = report_cb;
  question->options.progress_data = task;
  return ae_reader_open (question->path, &question->options,
                         bl_worker_task_get_cancellable (task), error);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  BlSceneLoader *self = user_data;

  self->progress (fraction, self->user_data);
}

static const BlWorkerJob read_job = { .name = "open scene",
                                      .func = read_in_thread,
                                      .free_inputs = question_free,
                                      .free_result = (GDestroyNotify) ae_scene_unref,
                                      .progress = progress_cb };

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSceneLoader *self = user_data;
  const Question *question = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = bl_worker_run_finish (result, &error);

  self->done (scene, question->path, error, self->user_data);
}

/* BANDLOOM_MEMORY_MIB bounds the pixels that are held; half of the machine's memory where it is
 * not set. */
static guint64
get_memory_limit (void)
{
  const char *text = g_getenv ("BANDLOOM_MEMORY_MIB");

  return text != NULL ? g_ascii_strtoull (text, NULL, 10) << 20 : 0;
}

static Question *
make_question (const char *path, const AeReaderOptions *options)
{
  Question *question = g_new0 (Question, 1);

  question->path = g_strdup (path);
  if (options != NULL)
    {
      question->options = *options;
      question->options.variable = g_strdup (options->variable);
      question->options.axes = g_strdup (options->axes);
      question->options.edits.kept_bands = g_strdup (options->edits.kept_bands);
      question->options.edits.preprocessing = g_strdup (options->edits.preprocessing);
    }
  if (question->options.memory_limit == 0)
    question->options.memory_limit = get_memory_limit ();
  return question;
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

  self->worker = bl_worker_new (BL_WORKER_REPLACE);
  self->progress = progress;
  self->done = done;
  self->user_data = user_data;
  bl_worker_run_async (self->worker, &read_job, make_question (path, options), ready_cb, self);
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
  bl_worker_free (self->worker);
  g_free (self);
}
