/* bl-job.h: work on a thread of its own that tells the main thread what it comes to. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BlJob BlJob;

/**
 * BlJobFunc:
 * @job: for bl_job_post() and its cancellable
 * @data: of whoever made it
 *
 * On the job's thread.
 */
typedef void (*BlJobFunc) (BlJob *job, gpointer data);

/**
 * BlJobHeard:
 * @news: what was posted
 * @data: of whoever made the job
 *
 * On the main thread.
 */
typedef void (*BlJobHeard) (gpointer news, gpointer data);

BlJob *bl_job_new (const char *name, BlJobFunc func, gpointer data);
void bl_job_free (BlJob *self);
GCancellable *bl_job_get_cancellable (BlJob *self);
void bl_job_post (BlJob *self, BlJobHeard heard, gpointer news, GDestroyNotify free_news);

G_END_DECLS
