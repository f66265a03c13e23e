/* ae-team-lease.c: one job at a time, done by the training threads between two steps.
 *
 * The threads of a step meet several times within a millisecond: a view that takes one core
 * from them stops all, and threads of its own would have to be woken and find a core each,
 * for which the system takes its time. Those that train are awake, one on each core.
 */
#include "ae-team-lease.h"

#include <pthread.h>
#include <stdatomic.h>

struct _AeTeamLease
{
  AeLend lend;
  gpointer lender;

  pthread_mutex_t mutex;
  pthread_cond_t change;
  gboolean is_open; /* under the mutex, as the next two: steps follow each other */
  AeTeamFunc func;  /* the job that waits, or is under way */
  gpointer data;
  atomic_bool has_job; /* spares the lender the lock */
};

/**
 * ae_team_lease_new:
 * @lend: how a job is run; called on the lender's thread
 * @lender: for it
 *
 * Returns: (transfer full): a closed lease.
 */
AeTeamLease *
ae_team_lease_new (AeLend lend, gpointer lender)
{
  AeTeamLease *self = g_new0 (AeTeamLease, 1);

  self->lend = lend;
  self->lender = lender;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->change, NULL);
  return self;
}

/**
 * ae_team_lease_free:
 * @self: (transfer full): a closed lease that nobody uses
 */
void
ae_team_lease_free (AeTeamLease *self)
{
  pthread_cond_destroy (&self->change);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

/**
 * ae_team_lease_open:
 * @self: a lease
 *
 * Steps follow each other from now on, and ae_team_lease_poll() between them. The lender's
 * thread.
 */
void
ae_team_lease_open (AeTeamLease *self)
{
  pthread_mutex_lock (&self->mutex);
  self->is_open = TRUE;
  pthread_mutex_unlock (&self->mutex);
}

/* Under the mutex, which is let go while the job runs. */
static void
serve (AeTeamLease *self)
{
  AeTeamFunc func = self->func;
  gpointer data = self->data;

  if (func == NULL)
    return;
  pthread_mutex_unlock (&self->mutex);
  self->lend (func, data, self->lender);
  pthread_mutex_lock (&self->mutex);
  self->func = NULL;
  atomic_store_explicit (&self->has_job, FALSE, memory_order_relaxed);
  pthread_cond_signal (&self->change);
}

/**
 * ae_team_lease_poll:
 * @self: an open lease
 *
 * Does the job that waits, if there is one. The lender's thread, between two steps.
 */
void
ae_team_lease_poll (AeTeamLease *self)
{
  if (!atomic_load_explicit (&self->has_job, memory_order_relaxed))
    return;
  pthread_mutex_lock (&self->mutex);
  serve (self);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * ae_team_lease_close:
 * @self: a lease
 *
 * Does the job that waits, and takes no other: the lender goes to sleep. Its thread.
 */
void
ae_team_lease_close (AeTeamLease *self)
{
  pthread_mutex_lock (&self->mutex);
  serve (self);
  self->is_open = FALSE;
  pthread_mutex_unlock (&self->mutex);
}

/**
 * ae_team_lease_run:
 * @self: a lease
 * @func: called once on each of the lender's threads; it may not depend on how many they are
 * @data: for it; what was written before is seen by @func, what it writes by the caller after
 *
 * Waits for a gap between two steps and for the end of the job. One other thread than the
 * lender's.
 *
 * Returns: FALSE where nothing trains: the caller has the machine to itself, and does it.
 */
gboolean
ae_team_lease_run (AeTeamLease *self, AeTeamFunc func, gpointer data)
{
  gboolean is_open;

  pthread_mutex_lock (&self->mutex);
  is_open = self->is_open;
  if (is_open)
    {
      self->func = func;
      self->data = data;
      atomic_store_explicit (&self->has_job, TRUE, memory_order_relaxed);
    }
  while (self->func != NULL)
    pthread_cond_wait (&self->change, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
  return is_open;
}
