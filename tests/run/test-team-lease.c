/* test-lease.c: threads that train, lent between two steps: every job is done once, none is
 * left behind when the lender goes to sleep. */
#include "ae-team-lease.h"

#include <pthread.h>
#include <stdatomic.h>

#define MEMBERS 3

typedef struct
{
  AeTeamLease *lease;
  atomic_bool is_over;
  guint served;
} Lender;

static void
lease_poll_cb (AeTeamFunc func, gpointer data, gpointer user_data)
{
  Lender *self = user_data;

  self->served++;
  for (guint i = 0; i < MEMBERS; i++)
    func (i, MEMBERS, data);
}

static void
add_cb (guint member, guint members, gpointer data)
{
  guint *sum = data; /* plain: what orders its writes and reads is the lease */

  *sum += member + 1;
}

/* Stretches of steps with sleep between them, as a run that is paused again and again. */
static void *
lender_main (void *data)
{
  Lender *self = data;

  while (!atomic_load (&self->is_over))
    {
      ae_team_lease_open (self->lease);
      for (guint i = 0; i < 50; i++)
        ae_team_lease_poll (self->lease);
      ae_team_lease_close (self->lease);
    }
  return NULL;
}

static void
test_closed (void)
{
  Lender lender = { 0 };
  guint sum = 0;

  lender.lease = ae_team_lease_new (lease_poll_cb, &lender);
  g_assert_false (ae_team_lease_run (lender.lease, add_cb, &sum));
  ae_team_lease_open (lender.lease);
  ae_team_lease_poll (lender.lease); /* nothing waits */
  ae_team_lease_close (lender.lease);
  g_assert_false (ae_team_lease_run (lender.lease, add_cb, &sum));
  g_assert_cmpuint (sum, ==, 0);
  g_assert_cmpuint (lender.served, ==, 0);
  ae_team_lease_free (lender.lease);
}

static void
test_jobs (void)
{
  Lender lender = { 0 };
  pthread_t thread;
  guint done = 0, refused = 0;

  lender.lease = ae_team_lease_new (lease_poll_cb, &lender);
  g_assert_cmpint (pthread_create (&thread, NULL, lender_main, &lender), ==, 0);
  while (done < 300)
    {
      guint sum = 0;

      if (ae_team_lease_run (lender.lease, add_cb, &sum))
        {
          g_assert_cmpuint (sum, ==, 1 + 2 + 3);
          done++;
        }
      else
        {
          g_assert_cmpuint (sum, ==, 0);
          refused++;
        }
    }
  atomic_store (&lender.is_over, TRUE);
  pthread_join (thread, NULL);
  g_assert_cmpuint (lender.served, ==, done);
  g_test_message ("%u done, %u refused", done, refused);
  ae_team_lease_free (lender.lease);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/loan/closed", test_closed);
  g_test_add_func ("/run/loan/jobs", test_jobs);
  return g_test_run ();
}
