/* ae-run.c: the training thread. It takes commands between two steps, posts snapshots into
 * mailboxes, and tells ends and errors through a stack of events that none is dropped from.
 *
 * What crosses: commands under a POSIX mutex that is held for an assignment or two (a flag
 * spares the training thread the lock while there are none); snapshots and events by C11
 * atomics. Views are computed by the observer on a thread of its own.
 */
#include "ae-run.h"

#include "ae-wakeup.h"
#include "ae-team-lease.h"
#include "ae-mailbox.h"
#include "ae-observer.h"
#include "ae-rates.h"
#include "ae-run-commands.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct _Event Event;

struct _Event
{
  Event *next;
  AeRunState state;
  char *reason;
  gboolean is_kept; /* no change of state, but what was asked for */
  AeTrainingState *training;
};

struct _AeRun
{
  /* The owner's thread. */
  AeRunChangedFunc changed;
  AeRunViewFunc viewed;
  gpointer user_data;
  AeRunKeptFunc kept;
  gpointer kept_data;
  AeRunState reported;
  AeSnapshot *newest;
  AeObserver *observer;
  AeWakeup *wakeup;
  pthread_t thread;

  /* Shared. */
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  AeRunCommands commands; /* under the mutex */
  atomic_bool has_commands;
  AeMailbox snapshots;
  AeTeamLease *lease;       /* of the threads that train, to the observer */
  _Atomic (Event *) events; /* newest first */

  /* The training thread's own. */
  AeTrainingBackend *backend;
  AeHyperparams hyperparams;
  gboolean has_knobs;
  AeRunState state;
  guint64 steps_left;
  gboolean until_epoch;
  guint64 generation;
  gint64 posted_us;
  char *reason;
};

/* ------------------------------------------------------------------ the training thread */

static void
post_snapshot (AeRun *self)
{
  AeSnapshot *snapshot = ae_snapshot_new ();

  snapshot->state = self->state;
  self->backend->class->fill_snapshot (self->backend, snapshot);
  snapshot->generation = self->generation;
  snapshot->reason = g_strdup (self->reason);
  snapshot->made_us = self->posted_us = g_get_monotonic_time ();
  ae_observer_post (self->observer, ae_snapshot_ref (snapshot));
  ae_mailbox_post (&self->snapshots, snapshot);
}

static void
push (AeRun *self, Event *event)
{
  event->next = atomic_load_explicit (&self->events, memory_order_relaxed);
  while (!atomic_compare_exchange_weak_explicit (&self->events, &event->next, event,
                                                 memory_order_release, memory_order_relaxed))
    ;
  ae_wakeup_signal (self->wakeup);
}

static void
push_event (AeRun *self, AeRunState state, const char *reason)
{
  Event *event = g_new0 (Event, 1);

  event->state = state;
  event->reason = g_strdup (reason);
  push (self, event);
}

static void
push_kept (AeRun *self)
{
  Event *event = g_new0 (Event, 1);
  const AeTrainingBackendClass *class = self->backend->class;

  event->is_kept = TRUE;
  event->training = class->dup_state != NULL ? class->dup_state (self->backend) : NULL;
  push (self, event);
}

/* A snapshot goes before the event, so that who hears of the change finds it. */
static void
set_state (AeRun *self, AeRunState state, const char *reason)
{
  if (self->state == state && reason == NULL)
    return;
  self->state = state;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  post_snapshot (self);
  push_event (self, state, reason);
}

static void
reset (AeRun *self, guint64 seed)
{
  self->backend->class->reset (self->backend, seed);
  self->generation++;
  self->steps_left = 0;
  self->state = AE_RUN_IDLE;
  g_clear_pointer (&self->reason, g_free);
  post_snapshot (self);
  push_event (self, AE_RUN_IDLE, NULL);
}

static void
apply_commands (AeRun *self, const AeRunCommands *commands)
{
  if (commands->has_knobs)
    {
      self->hyperparams = commands->hyperparams;
      self->has_knobs = TRUE;
    }
  if (commands->share > 0 && self->backend->class->set_share != NULL)
    self->backend->class->set_share (self->backend, commands->share);
  if (commands->has_ask)
    push_kept (self);
  if (commands->has_reset)
    reset (self, commands->seed);
  if (commands->is_stop)
    {
      self->steps_left = 0;
      set_state (self, AE_RUN_FINISHED, "Stopped by hand");
    }
  if (!commands->has_steps_left)
    return;
  self->steps_left = commands->steps_left;
  self->until_epoch = commands->until_epoch;
  if (self->steps_left > 0)
    {
      ae_team_lease_open (self->lease);
      set_state (self, AE_RUN_RUNNING, NULL);
    }
  else if (self->state == AE_RUN_RUNNING)
    set_state (self, AE_RUN_PAUSED, NULL);
}

/* Takes the commands; sleeps for some where there is nothing to do. FALSE: time to go. */
static gboolean
take_commands (AeRun *self, AeRunCommands *out)
{
  *out = (AeRunCommands){ 0 };
  if (self->steps_left == 0)
    ae_team_lease_close (self->lease);
  if (self->steps_left > 0 && !atomic_load_explicit (&self->has_commands, memory_order_acquire))
    return TRUE;
  pthread_mutex_lock (&self->mutex);
  while (self->steps_left == 0
         && !atomic_load_explicit (&self->has_commands, memory_order_relaxed))
    pthread_cond_wait (&self->wake, &self->mutex);
  *out = self->commands;
  self->commands = (AeRunCommands){ 0 };
  atomic_store_explicit (&self->has_commands, FALSE, memory_order_relaxed);
  pthread_mutex_unlock (&self->mutex);
  return !out->is_quit;
}

static void
end_steps_left (AeRun *self)
{
  self->steps_left = 0;
  set_state (self, AE_RUN_PAUSED, NULL);
}

static void
step (AeRun *self)
{
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;
  gboolean epoch_ended = FALSE;
  AeTrainingBackendResult result
      = self->backend->class->step (self->backend, self->has_knobs ? &self->hyperparams : NULL,
                                    &epoch_ended, &reason, &error);

  if (self->steps_left != AE_RUN_OPEN_END)
    self->steps_left--;
  if (result == AE_LEARNER_FAILED)
    {
      self->steps_left = 0;
      set_state (self, AE_RUN_FAILED, error != NULL ? error->message : "Training failed");
    }
  else if (result == AE_LEARNER_DONE)
    {
      self->steps_left = 0;
      set_state (self, AE_RUN_FINISHED, reason != NULL ? reason : "The plan's end is reached");
    }
  else if (self->steps_left == 0 || (self->until_epoch && epoch_ended))
    end_steps_left (self);
  else if (g_get_monotonic_time () - self->posted_us >= AE_RATES_SNAPSHOT_US)
    post_snapshot (self);
}

static void
lend (AeTeamFunc func, gpointer data, gpointer lender)
{
  AeRun *self = lender;

  if (self->backend->class->run != NULL)
    self->backend->class->run (self->backend, func, data);
  else
    func (0, 1, data);
}

static void *
training_main (void *data)
{
  AeRun *self = data;
  AeRunCommands commands;

  if (self->backend->class->prepare != NULL)
    self->backend->class->prepare (self->backend);
  post_snapshot (self);
  while (take_commands (self, &commands))
    {
      apply_commands (self, &commands);
      if (self->steps_left > 0)
        step (self);
      ae_team_lease_poll (self->lease);
    }
  ae_team_lease_close (self->lease);
  return NULL;
}

/* ------------------------------------------------------------------ the owner's thread */

static Event *
take_events (AeRun *self)
{
  Event *newest = atomic_exchange_explicit (&self->events, NULL, memory_order_acquire);
  Event *oldest = NULL;

  while (newest != NULL)
    {
      Event *next = newest->next;

      newest->next = oldest;
      oldest = newest;
      newest = next;
    }
  return oldest;
}

static void
free_event (Event *event)
{
  ae_training_state_unref (event->training);
  g_free (event->reason);
  g_free (event);
}

static void
tell_kept (AeRun *self, AeTrainingState *state)
{
  if (self->kept != NULL)
    self->kept (self, state, self->kept_data);
  else
    ae_training_state_unref (state);
}

static void
tell_changed (AeRun *self, const Event *event)
{
  self->reported = event->state;
  if (self->changed != NULL)
    self->changed (self, event->state, event->reason, self->user_data);
}

static void
events_heard (gpointer user_data)
{
  AeRun *self = user_data;
  Event *event = take_events (self);

  while (event != NULL)
    {
      Event *next = event->next;

      if (event->is_kept)
        tell_kept (self, g_steal_pointer (&event->training));
      else
        tell_changed (self, event);
      free_event (event);
      event = next;
    }
}

static void
view_heard (gpointer user_data)
{
  AeRun *self = user_data;

  if (self->viewed != NULL)
    self->viewed (self, self->user_data);
}

/* Every command is an assignment under the lock and a wake. */
static void
send (AeRun *self, const AeRunCommands *wanted)
{
  pthread_mutex_lock (&self->mutex);
  ae_run_commands_merge (&self->commands, wanted);
  atomic_store_explicit (&self->has_commands, TRUE, memory_order_release);
  pthread_cond_signal (&self->wake);
  pthread_mutex_unlock (&self->mutex);
}

/**
 * ae_run_new:
 * @backend: (transfer full): what to drive; from now on the training thread's alone
 * @scene: (nullable): for views; a reference is taken
 * @changed: (nullable): told of every change of state, on the caller's thread-default main
 * context
 * @view: (nullable): told that a view waits, in the same context
 * @user_data: for both
 *
 * Returns: (transfer full): an idle run with its thread started.
 */
AeRun *
ae_run_new (AeTrainingBackend *backend, AeScene *scene, AeRunChangedFunc changed,
            AeRunViewFunc view, gpointer user_data)
{
  AeRun *self = g_new0 (AeRun, 1);

  self->backend = backend;
  self->changed = changed;
  self->viewed = view;
  self->user_data = user_data;
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, NULL);
  ae_mailbox_init (&self->snapshots, (GDestroyNotify) ae_snapshot_unref);
  self->wakeup = ae_wakeup_new (NULL, events_heard, self);
  self->lease = ae_team_lease_new (lend, self);
  self->observer = ae_observer_new (scene, self->lease, view_heard, self);
  if (pthread_create (&self->thread, NULL, training_main, self) != 0)
    g_error ("the system gives no more threads");
  return self;
}

/**
 * ae_run_free:
 * @self: (transfer full): a run in any state
 *
 * Ends the training thread after the step under way, and the observer; no callback comes any
 * more.
 */
void
ae_run_free (AeRun *self)
{
  Event *event;

  send (self, &(AeRunCommands){ .is_quit = TRUE });
  pthread_join (self->thread, NULL);
  ae_observer_free (self->observer);
  ae_wakeup_free (self->wakeup);
  ae_mailbox_clear (&self->snapshots);
  g_clear_pointer (&self->newest, ae_snapshot_unref);
  for (event = take_events (self); event != NULL;)
    {
      Event *next = event->next;

      free_event (event);
      event = next;
    }
  self->backend->class->free (self->backend);
  ae_team_lease_free (self->lease);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->reason);
  g_free (self);
}

/**
 * ae_run_start:
 * @self: a run
 *
 * Trains until the plan's end or another command. From finished or failed it trains on.
 */
void
ae_run_start (AeRun *self)
{
  send (self, &(AeRunCommands){ .has_steps_left = TRUE, .steps_left = AE_RUN_OPEN_END });
}

/**
 * ae_run_pause:
 * @self: a run
 *
 * Pauses after the step under way.
 */
void
ae_run_pause (AeRun *self)
{
  send (self, &(AeRunCommands){ .has_steps_left = TRUE, .steps_left = 0 });
}

/**
 * ae_run_step:
 * @self: a run
 * @batches: how many, at least 1; those asked for in quick succession add up
 *
 * Trains on so many batches, then pauses.
 */
void
ae_run_step (AeRun *self, guint batches)
{
  send (self, &(AeRunCommands){ .has_steps_left = TRUE, .steps_left = batches });
}

/**
 * ae_run_step_epoch:
 * @self: a run
 *
 * Trains to the end of the epoch, then pauses.
 */
void
ae_run_step_epoch (AeRun *self)
{
  send (self, &(AeRunCommands){
                  .has_steps_left = TRUE, .steps_left = AE_RUN_OPEN_END, .until_epoch = TRUE });
}

/**
 * ae_run_reset:
 * @self: a run
 * @seed: the same gives the same history again
 *
 * Goes back to step 0 and idle.
 */
void
ae_run_reset (AeRun *self, guint64 seed)
{
  send (self, &(AeRunCommands){ .has_reset = TRUE, .seed = seed });
}

/**
 * ae_run_stop:
 * @self: a run
 *
 * Ends training after the step under way: stopping, then finished. The model stays.
 */
void
ae_run_stop (AeRun *self)
{
  if (self->reported == AE_RUN_RUNNING)
    self->reported = AE_RUN_STOPPING;
  send (self, &(AeRunCommands){ .is_stop = TRUE });
}

/**
 * ae_run_set_knobs:
 * @self: a run
 * @hyperparams: copied
 *
 * They act from the next batch on.
 */
void
ae_run_set_knobs (AeRun *self, const AeHyperparams *hyperparams)
{
  send (self, &(AeRunCommands){ .has_knobs = TRUE, .hyperparams = *hyperparams });
}

/**
 * ae_run_set_request:
 * @self: a run
 * @request: copied
 *
 * What the observer computes from now on; at once, also while nothing trains.
 */
void
ae_run_set_request (AeRun *self, const AeViewRequest *request)
{
  ae_observer_set_request (self->observer, request);
}

/**
 * ae_run_set_share:
 * @self: a run
 * @n_runs: how many train at the same time, this one included; at least 1
 *
 * From the next step on it takes its part of the cores, one at least, and its views come less
 * often. What it learns does not depend on it.
 */
void
ae_run_set_share (AeRun *self, guint n_runs)
{
  send (self, &(AeRunCommands){ .share = MAX (n_runs, 1) });
  ae_observer_set_interval (self->observer, AE_RATES_VIEW_MS * MAX (n_runs, 1));
  ae_observer_set_alone (self->observer, n_runs <= 1);
}

/**
 * ae_run_set_view_interval:
 * @self: a run
 * @milliseconds: shortest time between two views
 */
void
ae_run_set_view_interval (AeRun *self, guint milliseconds)
{
  ae_observer_set_interval (self->observer, milliseconds);
}

/**
 * ae_run_request_checkpoint:
 * @self: a run
 * @kept: told the training's state between two steps, once for each time that it is asked, or
 * once for several; the state is then the callee's
 * @user_data: for it
 *
 * What it takes to go on some other day. It copies a few megabytes on the training thread.
 */
void
ae_run_request_checkpoint (AeRun *self, AeRunKeptFunc kept, gpointer user_data)
{
  self->kept = kept;
  self->kept_data = user_data;
  send (self, &(AeRunCommands){ .has_ask = TRUE });
}

/**
 * ae_run_get_state:
 * @self: a run
 *
 * Returns: the state as last reported on this thread.
 */
AeRunState
ae_run_get_state (const AeRun *self)
{
  return self->reported;
}

/**
 * ae_run_dup_snapshot:
 * @self: a run
 *
 * Returns: (nullable) (transfer full): the newest snapshot; %NULL only before the first, which
 * comes within milliseconds of ae_run_new().
 */
AeSnapshot *
ae_run_dup_snapshot (AeRun *self)
{
  AeSnapshot *letter = ae_mailbox_take (&self->snapshots);

  if (letter != NULL)
    {
      g_clear_pointer (&self->newest, ae_snapshot_unref);
      self->newest = letter;
    }
  return self->newest != NULL ? ae_snapshot_ref (self->newest) : NULL;
}

/**
 * ae_run_steal_view:
 * @self: a run
 *
 * Returns: (nullable) (transfer full): the newest view that was not yet taken.
 */
AeView *
ae_run_steal_view (AeRun *self)
{
  return ae_observer_steal_view (self->observer);
}
