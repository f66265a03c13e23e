/* bl-job.c: a thread that steps back for the window, and is joined before the job is gone. What
 * it had posted until then and nobody heard is dropped.
 */
#include "bl-job.h"

#include "ae-team.h"

struct _BlJob
{
  BlJobFunc func;
  gpointer data;
  GCancellable *cancellable;
  GThread *thread;
};

typedef struct
{
  GCancellable *cancellable; /* cancelled: the job may be gone */
  BlJobHeard heard;
  gpointer news, data;
  GDestroyNotify free_news;
} Post;

static gpointer
work_in_thread (gpointer data)
{
  BlJob *self = data;

  ae_thread_lower_priority ();
  self->func (self, self->data);
  return NULL;
}

/**
 * bl_job_new:
 * @name: of the thread
 * @func: what it does
 * @data: for @func and for all that is posted; outlives the job
 *
 * Returns: (transfer full): work that is under way. Main thread.
 */
BlJob *
bl_job_new (const char *name, BlJobFunc func, gpointer data)
{
  BlJob *self = g_new0 (BlJob, 1);

  self->func = func;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->thread = g_thread_new (name, work_in_thread, self);
  return self;
}

/**
 * bl_job_free:
 * @self: (nullable) (transfer full): work, done or not
 *
 * Cancels it and waits for its end. Nothing that it posted is heard any more. Main thread.
 */
void
bl_job_free (BlJob *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_thread_join (self->thread);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * bl_job_get_cancellable:
 * @self: work
 *
 * Returns: (transfer none): cancelled when the job is to end.
 */
GCancellable *
bl_job_get_cancellable (BlJob *self)
{
  return self->cancellable;
}

static void
free_post (gpointer data)
{
  Post *post = data;

  if (post->free_news != NULL)
    post->free_news (post->news);
  g_object_unref (post->cancellable);
  g_free (post);
}

static gboolean
heard_cb (gpointer data)
{
  const Post *post = data;

  if (!g_cancellable_is_cancelled (post->cancellable))
    post->heard (post->news, post->data);
  return G_SOURCE_REMOVE;
}

/**
 * bl_job_post:
 * @self: work
 * @heard: called on the main thread
 * @news: for it; no longer touched by the thread
 * @free_news: (nullable): frees it, heard or not
 *
 * On the job's thread.
 */
void
bl_job_post (BlJob *self, BlJobHeard heard, gpointer news, GDestroyNotify free_news)
{
  Post *post = g_new (Post, 1);

  *post = (Post){ g_object_ref (self->cancellable), heard, news, self->data, free_news };
  g_idle_add_full (G_PRIORITY_DEFAULT, heard_cb, post, free_post);
}
