/* test-run.c: the training thread's states and what crosses it, with a scripted backend. */
#include "ae-run.h"
#include "fake-backend.h"

#include <string.h>

typedef struct
{
  GString *states; /* "running paused " */
  char *reason;
  guint views;
  GThread *thread;
} Seen;

static void
changed_cb (AeRun *run, AeRunState state, const char *reason, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_true (g_thread_self () == seen->thread);
  g_string_append_printf (seen->states, "%s ", ae_run_state_to_string (state));
  g_free (seen->reason);
  seen->reason = g_strdup (reason);
}

static void
view_cb (AeRun *run, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_true (g_thread_self () == seen->thread);
  seen->views++;
}

static void
seen_init (Seen *seen)
{
  *seen = (Seen){ .states = g_string_new (NULL), .thread = g_thread_self () };
}

static void
seen_clear (Seen *seen)
{
  g_string_free (seen->states, TRUE);
  g_free (seen->reason);
}

static AeRun *
new_run (const FakeScript *script, Seen *seen)
{
  seen_init (seen);
  return ae_run_new (fake_backend_new (script), NULL, changed_cb, view_cb, seen);
}

/* Runs the main context until the state is there; the time it took, or a failed test. */
static double
wait_for (AeRun *run, AeRunState state)
{
  gint64 start = g_get_monotonic_time ();

  while (ae_run_get_state (run) != state)
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
      g_usleep (200);
    }
  return (double) (g_get_monotonic_time () - start) * 1e-3;
}

/* Runs the main context until the states seen so far are these. */
static void
wait_for_states (const Seen *seen, const char *states)
{
  gint64 start = g_get_monotonic_time ();

  while (g_strcmp0 (seen->states->str, states) != 0)
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
      g_usleep (200);
    }
}

static guint64
get_step (AeRun *run)
{
  g_autoptr (AeSnapshot) snapshot = ae_run_dup_snapshot (run);

  return snapshot != NULL ? snapshot->step : 0;
}

static void
wait_for_step (AeRun *run, guint64 step)
{
  gint64 start = g_get_monotonic_time ();

  while (get_step (run) < step)
    {
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
      g_usleep (200);
    }
}

static void
test_start_and_pause (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .step_us = 300 }, &seen);
  guint64 step;
  double ms;

  g_assert_cmpint (ae_run_get_state (run), ==, AE_RUN_IDLE);
  ae_run_start (run);
  wait_for (run, AE_RUN_RUNNING);
  wait_for_step (run, 20);
  ae_run_pause (run);
  ms = wait_for (run, AE_RUN_PAUSED);
  g_test_message ("pause answered after %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 100);
  step = get_step (run);
  g_usleep (30000);
  g_assert_cmpuint (get_step (run), ==, step);
  g_assert_cmpstr (seen.states->str, ==, "running paused ");
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_steps (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .epoch = 10 }, &seen);

  ae_run_step (run, 3);
  wait_for (run, AE_RUN_PAUSED);
  g_assert_cmpuint (get_step (run), ==, 3);
  ae_run_step_epoch (run);
  wait_for_states (&seen, "running paused running paused ");
  g_assert_cmpuint (get_step (run), ==, 10);
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_reset_repeats (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ 0 }, &seen);
  g_autoptr (AeSnapshot) first = NULL;
  g_autoptr (AeSnapshot) second = NULL;

  ae_run_reset (run, 7);
  ae_run_step (run, 50);
  wait_for (run, AE_RUN_PAUSED);
  first = ae_run_dup_snapshot (run);
  ae_run_reset (run, 7);
  wait_for (run, AE_RUN_IDLE);
  g_assert_cmpuint (get_step (run), ==, 0);
  ae_run_step (run, 50);
  wait_for_states (&seen, "idle running paused idle running paused ");
  second = ae_run_dup_snapshot (run);
  g_assert_cmpuint (second->generation, ==, first->generation + 1);
  g_assert_cmpuint (ae_history_get_n_points (second->history), ==, 50);
  for (guint i = 0; i < 50; i++)
    {
      double a = ae_history_get_points (first->history)[i].train.total;
      double b = ae_history_get_points (second->history)[i].train.total;

      g_assert_cmpfloat (a, ==, fake_backend_loss (7, i + 1, 0));
      g_assert_cmpfloat (a, ==, b);
    }
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_failure_keeps_model (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .fail_at = 12 }, &seen);
  g_autoptr (AeSnapshot) snapshot = NULL;

  ae_run_start (run);
  wait_for (run, AE_RUN_FAILED);
  g_assert_cmpstr (seen.reason, ==, "The scripted loss is not finite");
  snapshot = ae_run_dup_snapshot (run);
  g_assert_cmpuint (snapshot->step, ==, 11);
  g_assert_cmpint (snapshot->state, ==, AE_RUN_FAILED);
  g_assert_nonnull (snapshot->model);
  /* It can go on from there. */
  ae_run_step (run, 5);
  wait_for (run, AE_RUN_PAUSED);
  g_assert_cmpuint (get_step (run), ==, 16);
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_end_of_plan (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .done_at = 40 }, &seen);

  ae_run_start (run);
  wait_for (run, AE_RUN_FINISHED);
  g_assert_cmpstr (seen.reason, ==, "The script ends");
  g_assert_cmpuint (get_step (run), ==, 40);
  g_assert_cmpstr (seen.states->str, ==, "running finished ");
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_stop (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .step_us = 1000 }, &seen);
  double ms;

  ae_run_start (run);
  wait_for (run, AE_RUN_RUNNING);
  ae_run_stop (run);
  g_assert_cmpint (ae_run_get_state (run), ==, AE_RUN_STOPPING);
  ms = wait_for (run, AE_RUN_FINISHED);
  g_test_message ("stop answered after %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 100);
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_knobs (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ 0 }, &seen);
  AeHyperparams hyperparams = { .learning_rate = 0.25 };
  g_autoptr (AeSnapshot) snapshot = NULL;

  ae_run_step (run, 5);
  wait_for (run, AE_RUN_PAUSED);
  ae_run_set_knobs (run, &hyperparams);
  ae_run_step (run, 1);
  wait_for_states (&seen, "running paused running paused ");
  snapshot = ae_run_dup_snapshot (run);
  g_assert_cmpfloat (snapshot->hyperparams.learning_rate, ==, 0.25);
  g_assert_cmpfloat (snapshot->batch_loss.total, ==, fake_backend_loss (1, 6, 0.25));
  ae_run_free (run);
  seen_clear (&seen);
}

static void
test_views_come (void)
{
  Seen seen;
  AeRun *run = new_run (&(FakeScript){ .step_us = 200 }, &seen);
  gint64 start = g_get_monotonic_time ();
  guint taken = 0;

  ae_run_set_view_interval (run, 5);
  ae_run_start (run);
  while (taken < 5)
    {
      g_autoptr (AeView) view = ae_run_steal_view (run);

      if (view != NULL)
        {
          g_assert_nonnull (view->snapshot->model);
          taken++;
        }
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
    }
  g_assert_cmpuint (seen.views, >, 0);
  ae_run_free (run);
  seen_clear (&seen);
}

/* In every state, at once and after a while: nothing hangs, nothing is called back. */
static void
test_free_any_time (void)
{
  for (guint i = 0; i < 24; i++)
    {
      Seen seen;
      AeRun *run = new_run (
          &(FakeScript){ .step_us = i % 3 * 100, .fail_at = i % 5 == 4 ? 3 : 0 }, &seen);

      if (i % 4 > 0)
        ae_run_start (run);
      if (i % 4 > 1)
        ae_run_pause (run);
      if (i % 4 > 2)
        ae_run_reset (run, i);
      if (i % 2)
        g_usleep (2000);
      ae_run_free (run);
      g_main_context_iteration (NULL, FALSE);
      g_assert_cmpstr (seen.states->str, ==, "");
      seen_clear (&seen);
    }
}

static void
test_four_at_once (void)
{
  Seen seen[4];
  AeRun *runs[4];
  gint64 start;

  for (guint i = 0; i < 4; i++)
    {
      runs[i] = new_run (&(FakeScript){ .step_us = 100 }, &seen[i]);
      ae_run_start (runs[i]);
    }
  for (guint i = 0; i < 4; i++)
    wait_for_step (runs[i], 10);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 4; i++)
    {
      ae_run_free (runs[i]);
      seen_clear (&seen[i]);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/start-and-pause", test_start_and_pause);
  g_test_add_func ("/run/steps", test_steps);
  g_test_add_func ("/run/reset-repeats", test_reset_repeats);
  g_test_add_func ("/run/failure-keeps-model", test_failure_keeps_model);
  g_test_add_func ("/run/end-of-plan", test_end_of_plan);
  g_test_add_func ("/run/stop", test_stop);
  g_test_add_func ("/run/knobs", test_knobs);
  g_test_add_func ("/run/views-come", test_views_come);
  g_test_add_func ("/run/free-any-time", test_free_any_time);
  g_test_add_func ("/run/four-at-once", test_four_at_once);
  return g_test_run ();
}
