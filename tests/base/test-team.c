/* test-team.c: every member runs once a call, meetings hold, and nothing is lost over many
 * short calls. Run it under the thread sanitizer, too. */
#include "ae-team.h"

#include <string.h>

#define RUNS     3000
#define MEETINGS 3

typedef struct
{
  AeTeam *team;
  guint64 parts[8]; /* one a member */
  guint64 totals[8][MEETINGS];
  guint64 input;
} Work;

/* Each member writes its part, then all read all parts: only right if the meeting holds. No
 * atomics here, on purpose: the team alone must order these. */
static void
add_up (guint member, guint members, gpointer user_data)
{
  Work *work = user_data;

  for (guint round = 0; round < MEETINGS; round++)
    {
      guint64 total = 0;

      work->parts[member] = work->input * (member + 1) + round;
      ae_team_barrier (work->team);
      for (guint m = 0; m < members; m++)
        total += work->parts[m];
      work->totals[member][round] = total;
      ae_team_barrier (work->team);
    }
}

static void
check_team (guint members)
{
  Work work = { .team = ae_team_new (members) };

  g_assert_cmpuint (ae_team_get_members (work.team), ==, members);
  for (guint run = 1; run <= RUNS; run++)
    {
      work.input = run;
      ae_team_run (work.team, add_up, &work);
      for (guint m = 0; m < members; m++)
        for (guint round = 0; round < MEETINGS; round++)
          g_assert_cmpuint (work.totals[m][round], ==,
                            (guint64) run * members * (members + 1) / 2 + round * members);
      /* Some calls come late, when the workers already sleep. */
      if (run % 1000 == 0)
        g_usleep (5000);
    }
  ae_team_free (work.team);
}

static void
test_members (gconstpointer data)
{
  check_team (GPOINTER_TO_UINT (data));
}

/* Some stay out for a while, and nobody waits for them or wakes them. */
static void
test_active (void)
{
  g_autoptr (AeTeam) team = ae_team_new (4);
  Work work = { .team = team };

  for (guint run = 1; run <= 400; run++)
    {
      guint active = 1 + (run * 7 + run / 5) % 4;

      ae_team_set_active (team, active);
      g_assert_cmpuint (ae_team_get_active (team), ==, active);
      for (guint i = 0; i < run % 4; i++)
        {
          work.input = run + i;
          memset (work.parts, 0, sizeof work.parts);
          ae_team_run (team, add_up, &work);
          g_assert_cmpuint (work.totals[active - 1][0], ==,
                            (guint64) work.input * active * (active + 1) / 2);
          g_assert_cmpuint (work.parts[active % 8], ==, 0);
        }
      if (run % 100 == 0)
        g_usleep (5000); /* so that those who take part sleep as well */
    }
  ae_team_set_active (team, 0);
  g_assert_cmpuint (ae_team_get_active (team), ==, 1);
  ae_team_set_active (team, 9);
  g_assert_cmpuint (ae_team_get_active (team), ==, 4);
  ae_team_set_active (team, 2); /* and freed while two are parked */
}

/* Made and freed without a run, and by default one member a core. */
static void
test_life (void)
{
  for (guint i = 0; i < 50; i++)
    ae_team_free (ae_team_new (1 + i % 4));
  {
    g_autoptr (AeTeam) team = ae_team_new (0);

    g_assert_cmpuint (ae_team_get_members (team), ==, g_get_num_processors ());
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint members = 1; members <= 5; members++)
    {
      g_autofree char *path = g_strdup_printf ("/team/%u-members", members);

      g_test_add_data_func (path, GUINT_TO_POINTER (members), test_members);
    }
  g_test_add_func ("/team/active", test_active);
  g_test_add_func ("/team/life", test_life);
  return g_test_run ();
}
