/* ae-observer.c: the viewing thread's loop: when to look, not what is seen (that is
 * ae-viewing).
 *
 * Where its run trains alone, the many pixels of a full view are borne by the training threads
 * between two steps; among several runs each has but a part of the cores, and its own is used.
 * It must not cost training more than a few percent of the machine: after a full view it rests
 * for many times as long as that took (ae-rates). Views of the pinned pixels alone are cheap
 * and come as often as the interval allows; the last full view's clouds and maps go along by
 * copy of the pointers' contents only where they were asked for.
 */
#include "ae-observer.h"

#include "ae-wakeup.h"
#include "ae-mailbox.h"
#include "ae-rates.h"
#include "ae-team.h"
#include "ae-viewing.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

struct _AeObserver
{
  AeWakeup *wakeup;
  AeMailbox snapshots; /* from the training thread */
  AeMailbox views;     /* to the owner */
  atomic_uint interval_ms;
  atomic_bool is_alone;
  AeTeamLease *lease; /* borrowed */

  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  AeViewRequest request; /* under the mutex, as the next two */
  gboolean has_request;
  gboolean is_over;
  atomic_bool has_work;

  /* The viewing thread's own. */
  AeViewing *viewing;
  AeSnapshot *snapshot;
  AeViewRequest current;
  gint64 next_us;      /* no view before */
  gint64 next_full_us; /* no full view before */
  gboolean is_stale;   /* the newest snapshot has had no full view */
};

static void
wait_until (AeObserver *self, gint64 due_us)
{
  struct timespec due = { due_us / G_USEC_PER_SEC, due_us % G_USEC_PER_SEC * 1000 };

  pthread_cond_timedwait (&self->wake, &self->mutex, &due);
}

/* Takes what is new under the lock; FALSE when it is over. Sleeps until there is something to
 * do and its time has come. */
static gboolean
wait_for_work (AeObserver *self)
{
  gboolean is_over;

  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      gint64 now = g_get_monotonic_time ();
      gboolean has_news = atomic_load_explicit (&self->has_work, memory_order_acquire);

      if (self->is_over || (has_news && now >= self->next_us))
        break;
      if (has_news)
        wait_until (self, self->next_us);
      else if (self->is_stale && now >= self->next_full_us)
        break;
      else if (self->is_stale)
        wait_until (self, self->next_full_us);
      else
        pthread_cond_wait (&self->wake, &self->mutex);
    }
  atomic_store_explicit (&self->has_work, FALSE, memory_order_relaxed);
  if (self->has_request)
    {
      /* Something new is on screen: it is drawn at once. */
      self->current = self->request;
      self->has_request = FALSE;
      self->is_stale = TRUE;
      self->next_full_us = 0;
    }
  is_over = self->is_over;
  pthread_mutex_unlock (&self->mutex);
  return !is_over;
}

/* A part of a look, on as many threads as there are. */
static void
share_cb (AeTeamFunc func, gpointer data, gpointer user_data)
{
  AeObserver *self = user_data;

  if (!atomic_load (&self->is_alone) || !ae_team_lease_run (self->lease, func, data))
    func (0, 1, data);
}

static void
look (AeObserver *self)
{
  gint64 start = g_get_monotonic_time ();
  gboolean is_full = start >= self->next_full_us;
  AeView *view = ae_viewing_look (self->viewing, self->snapshot, &self->current, is_full);
  gint64 took = g_get_monotonic_time () - start;
  gint64 rest = self->current.want_code_map ? AE_RATES_REST_FACTOR_MAP : AE_RATES_REST_FACTOR;

  view->compute_ms = (double) took * 1e-3;
  self->next_us = start + MAX ((gint64) atomic_load (&self->interval_ms) * 1000, took);
  if (is_full)
    self->next_full_us
        = start + MAX (took + MIN (took * rest, AE_RATES_REST_MOST_US), self->next_us - start);
  self->is_stale = !is_full;
  ae_mailbox_post (&self->views, view);
  ae_wakeup_signal (self->wakeup);
}

static void *
observer_main (void *data)
{
  AeObserver *self = data;

  ae_thread_lower_priority ();
  while (wait_for_work (self))
    {
      AeSnapshot *letter = ae_mailbox_take (&self->snapshots);

      if (letter != NULL)
        {
          g_clear_pointer (&self->snapshot, ae_snapshot_unref);
          self->snapshot = letter;
        }
      if (self->snapshot != NULL && self->snapshot->model != NULL)
        look (self);
      else
        self->is_stale = FALSE;
    }
  return NULL;
}

static void
tell (AeObserver *self)
{
  pthread_mutex_lock (&self->mutex);
  atomic_store_explicit (&self->has_work, TRUE, memory_order_release);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * ae_observer_new:
 * @scene: (nullable): whose pixels are viewed; a reference is taken
 * @lease: of the threads that train; borrowed, and closed before this is freed
 * @heard: called in the caller's thread-default main context when a view waits
 * @user_data: for @heard
 *
 * Returns: (transfer full): an observer with its thread started.
 */
AeObserver *
ae_observer_new (AeScene *scene, AeTeamLease *lease, void (*heard) (gpointer user_data),
                 gpointer user_data)
{
  AeObserver *self = g_new0 (AeObserver, 1);
  pthread_condattr_t attributes;

  ae_mailbox_init (&self->snapshots, (GDestroyNotify) ae_snapshot_unref);
  ae_mailbox_init (&self->views, (GDestroyNotify) ae_view_unref);
  atomic_init (&self->interval_ms, AE_RATES_VIEW_MS);
  atomic_init (&self->is_alone, TRUE);
  self->lease = lease;
  self->wakeup = ae_wakeup_new (NULL, heard, user_data);
  self->viewing = ae_viewing_new (scene);
  ae_viewing_set_share (self->viewing, share_cb, self);
  pthread_mutex_init (&self->mutex, NULL);
  /* g_get_monotonic_time() counts by this clock. */
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&self->wake, &attributes);
  pthread_condattr_destroy (&attributes);
  if (pthread_create (&self->thread, NULL, observer_main, self) != 0)
    g_error ("the system gives no more threads");
  return self;
}

/**
 * ae_observer_free:
 * @self: (transfer full): an observer to which nobody posts any more
 *
 * Ends its thread after the view under way (some tens of milliseconds).
 */
void
ae_observer_free (AeObserver *self)
{
  pthread_mutex_lock (&self->mutex);
  self->is_over = TRUE;
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->mutex);
  ae_viewing_cancel (self->viewing);
  pthread_join (self->thread, NULL);
  ae_wakeup_free (self->wakeup);
  ae_mailbox_clear (&self->snapshots);
  ae_mailbox_clear (&self->views);
  g_clear_pointer (&self->snapshot, ae_snapshot_unref);
  ae_viewing_free (self->viewing);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

/**
 * ae_observer_post:
 * @self: an observer
 * @snapshot: (transfer full): the newest
 *
 * Any thread; in a run the training thread.
 */
void
ae_observer_post (AeObserver *self, AeSnapshot *snapshot)
{
  ae_mailbox_post (&self->snapshots, snapshot);
  tell (self);
}

/**
 * ae_observer_set_request:
 * @self: an observer
 * @request: copied
 *
 * The owner's thread.
 */
void
ae_observer_set_request (AeObserver *self, const AeViewRequest *request)
{
  pthread_mutex_lock (&self->mutex);
  self->request = *request;
  self->has_request = TRUE;
  pthread_mutex_unlock (&self->mutex);
  tell (self);
}

/**
 * ae_observer_set_interval:
 * @self: an observer
 * @milliseconds: shortest time between two views
 *
 * The owner's thread.
 */
void
ae_observer_set_interval (AeObserver *self, guint milliseconds)
{
  atomic_store (&self->interval_ms, milliseconds);
}

/**
 * ae_observer_set_alone:
 * @self: an observer
 * @is_alone: whether no other run trains
 *
 * The owner's thread.
 */
void
ae_observer_set_alone (AeObserver *self, gboolean is_alone)
{
  atomic_store (&self->is_alone, is_alone);
}

/**
 * ae_observer_steal_view:
 * @self: an observer
 *
 * Returns: (nullable) (transfer full): the newest view not yet taken.
 */
AeView *
ae_observer_steal_view (AeObserver *self)
{
  return ae_mailbox_take (&self->views);
}
