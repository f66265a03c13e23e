/* ae-team.c: worker threads that share one function call; not a task queue.
 *
 * A step of training meets several times within a millisecond, so a waiting member first
 * spins for a few tens of microseconds and only then sleeps. Spinning is short enough that
 * a window sharing the cores is not starved.
 *
 * Members may be left out for a while, so that several teams can share the cores. Those are
 * parked: they wait apart, and the meetings of the others do not wake them.
 */
#include "ae-team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>

/* On the scale of nice: a third of the usual share where cores are short. */
#define STEP_BACK 5

#define SPINS 1500 /* pauses before sleeping: some tens of microseconds */

typedef struct
{
  AeTeam *team;
  guint index;
  guint seen;         /* the generation it has taken part in, or stayed out of, last */
  gboolean is_parked; /* under the mutex */
  pthread_t thread;
} Member;

struct _AeTeam
{
  guint members;
  guint active;    /* the first so many take part */
  guint kept;      /* after the run under way; `active` but while some are sent to park */
  guint n_parked;  /* under the mutex */
  Member *others;  /* members − 1 */
  AeTeamFunc func; /* written before the generation grows, read after, as are those above */
  gpointer user_data;
  gboolean is_over;

  _Alignas(64) atomic_uint generation; /* grows with each run */
  _Alignas(64) atomic_uint arrived;    /* at the meeting under way */
  _Alignas(64) atomic_uint meeting;    /* grows when a meeting is complete */
  atomic_uint sleepers;
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  pthread_cond_t parking; /* someone parked, or is to leave */
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Waits until the word is no longer `old`. */
static void
wait_for_change (AeTeam *self, atomic_uint *word, guint old)
{
  for (guint i = 0; i < SPINS; i++)
    {
      if (atomic_load_explicit (word, memory_order_acquire) != old)
        return;
      relax ();
    }
  pthread_mutex_lock (&self->mutex);
  atomic_fetch_add (&self->sleepers, 1);
  while (atomic_load (word) == old)
    pthread_cond_wait (&self->wake, &self->mutex);
  atomic_fetch_sub (&self->sleepers, 1);
  pthread_mutex_unlock (&self->mutex);
}

/* Lets the word grow and wakes whoever sleeps. Sequentially consistent on both words: either
 * the sleeper sees the new value, or we see the sleeper. */
static void
advance (AeTeam *self, atomic_uint *word)
{
  atomic_fetch_add (word, 1);
  if (atomic_load (&self->sleepers) == 0)
    return;
  pthread_mutex_lock (&self->mutex);
  pthread_cond_broadcast (&self->wake);
  pthread_mutex_unlock (&self->mutex);
}

static void
park (Member *member)
{
  AeTeam *self = member->team;

  pthread_mutex_lock (&self->mutex);
  member->is_parked = TRUE;
  self->n_parked++;
  pthread_cond_broadcast (&self->parking);
  while (member->is_parked)
    pthread_cond_wait (&self->parking, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
}

static void *
member_main (void *data)
{
  Member *member = data;
  AeTeam *self = member->team;

  for (;;)
    {
      gboolean leaves;

      wait_for_change (self, &self->generation, member->seen);
      member->seen++;
      if (self->is_over)
        return NULL;
      leaves = member->index >= self->kept; /* once all have met, the caller may change it */
      self->func (member->index, self->active, self->user_data);
      ae_team_barrier (self);
      if (leaves)
        park (member);
    }
}

/**
 * ae_team_new:
 * @members: how many threads take part, the caller's included; 0 = one for each core
 *
 * Returns: (transfer full): a team whose workers wait. Use it from one thread at a time.
 */
AeTeam *
ae_team_new (guint members)
{
  AeTeam *self = aligned_alloc (64, (sizeof (AeTeam) + 63) / 64 * 64);

  *self = (AeTeam){ .members = members > 0 ? members : g_get_num_processors () };
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, NULL);
  pthread_cond_init (&self->parking, NULL);
  self->active = self->kept = self->members;
  self->others = g_new0 (Member, self->members);
  for (guint i = 1; i < self->members; i++)
    {
      Member *member = &self->others[i];

      *member = (Member){ .team = self, .index = i };
      if (pthread_create (&member->thread, NULL, member_main, member) != 0)
        g_error ("the system gives no more threads (asked for number %u)", i + 1);
    }
  return self;
}

/**
 * ae_team_free:
 * @self: (transfer full): a team that is not running
 *
 * Ends and joins the workers.
 */
void
ae_team_free (AeTeam *self)
{
  ae_team_set_active (self, self->members);
  self->is_over = TRUE;
  advance (self, &self->generation);
  for (guint i = 1; i < self->members; i++)
    pthread_join (self->others[i].thread, NULL);
  pthread_cond_destroy (&self->parking);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->others);
  free (self);
}

/**
 * ae_team_get_members:
 * @self: a team
 *
 * Returns: how many threads there are; no run has more.
 */
guint
ae_team_get_members (const AeTeam *self)
{
  return self->members;
}

/**
 * ae_team_get_active:
 * @self: a team
 *
 * Returns: how many threads take part in a run.
 */
guint
ae_team_get_active (const AeTeam *self)
{
  return self->active;
}

static void
nothing_cb (guint member, guint members, gpointer user_data)
{
}

static void
send_to_park (AeTeam *self, guint active)
{
  self->kept = active;
  ae_team_run (self, nothing_cb, NULL);
  pthread_mutex_lock (&self->mutex);
  while (self->n_parked < self->members - active)
    pthread_cond_wait (&self->parking, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
}

static void
call_back (AeTeam *self, guint active)
{
  pthread_mutex_lock (&self->mutex);
  for (guint i = self->active; i < active; i++)
    {
      self->others[i].seen = atomic_load (&self->generation);
      self->others[i].is_parked = FALSE;
      self->n_parked--;
    }
  pthread_cond_broadcast (&self->parking);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * ae_team_set_active:
 * @self: a team that is not running
 * @active: how many take part from the next run on; brought into 1 … members
 *
 * The others sleep until they are wanted again. Of the thread that runs the team.
 */
void
ae_team_set_active (AeTeam *self, guint active)
{
  active = CLAMP (active, 1, self->members);
  if (active < self->active)
    send_to_park (self, active);
  else if (active > self->active)
    call_back (self, active);
  self->active = self->kept = active;
}

/**
 * ae_team_run:
 * @self: a team
 * @func: what each member does
 * @user_data: handed to @func
 *
 * Calls @func once on every active member at the same time and returns when all are done. What
 * the caller wrote before is seen by all members, what they wrote is seen by the caller after.
 */
void
ae_team_run (AeTeam *self, AeTeamFunc func, gpointer user_data)
{
  if (self->active == 1)
    {
      func (0, 1, user_data);
      return;
    }
  self->func = func;
  self->user_data = user_data;
  advance (self, &self->generation);
  func (0, self->active, user_data);
  ae_team_barrier (self);
}

/**
 * ae_team_barrier:
 * @self: a team inside ae_team_run()
 *
 * Waits until every active member is here; each must call it equally often.
 */
void
ae_team_barrier (AeTeam *self)
{
  guint active = self->active; /* not after arriving: the caller may go on and change it */
  guint meeting;

  if (active == 1)
    return;
  meeting = atomic_load_explicit (&self->meeting, memory_order_relaxed);
  if (atomic_fetch_add_explicit (&self->arrived, 1, memory_order_acq_rel) + 1 == active)
    {
      atomic_store_explicit (&self->arrived, 0, memory_order_relaxed);
      advance (self, &self->meeting);
    }
  else
    wait_for_change (self, &self->meeting, meeting);
}

/**
 * ae_thread_lower_priority:
 *
 * Lets other threads go first from now on: a window that shares the cores with training is to
 * answer at once. Of the calling thread; where the system knows no priorities of threads (other
 * than Linux), nothing happens.
 */
void
ae_thread_lower_priority (void)
{
#ifdef __linux__
  setpriority (PRIO_PROCESS, 0, STEP_BACK); /* 0: this thread alone, not its process */
#endif
}

static void
lower_priority_cb (guint member, guint members, gpointer user_data)
{
  ae_thread_lower_priority ();
}

/**
 * ae_team_lower_priority:
 * @self: a team that is not running
 *
 * ae_thread_lower_priority() for every member, the caller's thread included.
 */
void
ae_team_lower_priority (AeTeam *self)
{
  ae_team_run (self, lower_priority_cb, NULL);
}
