/* test-throttle.c: parts of a page are shown in slots that all share, once however often they
 * were asked for, and the last change always is.
 */
#include "bl-throttle.h"
#include "plot-slots.h"

#define SLOW BL_COST_SPECTRA /* a machine that pauses between two calls is no rest of it */

typedef struct
{
  guint n_calls;
  int newest, shown;
} Part;

static void
show_cb (gpointer user_data)
{
  Part *part = user_data;

  part->n_calls++;
  part->shown = part->newest;
}

static void
iterate_until (const guint *counter, guint n)
{
  while (*counter < n)
    g_main_context_iteration (NULL, TRUE);
}

/* ------------------------------------------------------------------ the table */

/* Slots that begin where no slot of @rate a second does, until their pattern repeats. */
static guint
count_astray (guint interval_ms, guint rate)
{
  guint astray = 0;

  for (guint i = 1; i <= 1000; i++)
    astray += i * interval_ms % (1000 / rate) != 0;
  return astray;
}

/* What lays out the window does so in slots of the plots, on any machine; all else in those of
 * most machines. A table of odd numbers would be seen. */
static void
test_table (void)
{
  static const BlCost laid_out[] = { BL_COST_ROWS, BL_COST_WORDS, BL_COST_TABLE };

  for (BlCost cost = 0; cost < BL_N_COSTS; cost++)
    g_assert_cmpuint (count_astray (bl_cost_get_interval_ms (cost), PLOT_SLOTS_RATE), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (laid_out); i++)
    g_assert_cmpuint (
        count_astray (bl_cost_get_interval_ms (laid_out[i]), PLOT_SLOTS_SPARE_RATE), ==, 0);
  g_assert_cmpuint (
      bl_cost_get_interval_ms (BL_COST_TABLE) % bl_cost_get_interval_ms (BL_COST_WORDS), ==, 0);
  g_assert_cmpuint (count_astray (160, PLOT_SLOTS_RATE), >, 0);
}

/* ------------------------------------------------------------------ when */

static void
test_due (void)
{
  const gint64 slot = (gint64) bl_cost_get_interval_ms (BL_COST_WORDS) * 1000, at = 1000 * slot;

  /* After a rest at once, and not a moment before that. */
  g_assert_cmpint (bl_cost_get_due (BL_COST_WORDS, at, at + 2 * slot), ==, at + 2 * slot);
  g_assert_cmpint (bl_cost_get_due (BL_COST_WORDS, at, at + 2 * slot - 1), ==, at + 2 * slot);
  g_assert_cmpint (bl_cost_get_due (BL_COST_WORDS, at, at + slot + 7), ==, at + 2 * slot);
  g_assert_cmpint (bl_cost_get_due (BL_COST_WORDS, at, at), ==, at + slot);
  /* Whenever they were shown last: the same slots. */
  for (gint64 done = at - slot; done < at; done += 12347)
    g_assert_cmpint (bl_cost_get_due (BL_COST_WORDS, done, at + 11), ==, at + slot);
}

/* A timeout that is counted from here fires in its slot, never before it. */
static void
test_wait (void)
{
  for (gint64 now = 0; now < 100000; now += 613)
    {
      gint64 due = plot_slots_get_next (now, 50000);
      gint64 fires = now + plot_slots_get_wait_ms (now, due) * 1000;

      g_assert_cmpint (due, >, now);
      g_assert_cmpint (due % 50000, ==, 0);
      g_assert_cmpint (fires, >=, due);
      g_assert_cmpint (fires, <=, due + 1000);
    }
}

/* ------------------------------------------------------------------ asking */

/* The first at once; of a hundred that follow one, with the newest. */
static void
test_ask (void)
{
  Part part = { 0 };
  g_autoptr (BlThrottle) throttle = bl_throttle_new (SLOW, show_cb, &part);

  part.newest = 1;
  bl_throttle_request (throttle);
  g_assert_cmpuint (part.n_calls, ==, 1);
  for (int i = 2; i <= 101; i++)
    {
      part.newest = i;
      bl_throttle_request (throttle);
    }
  g_assert_cmpuint (part.n_calls, ==, 1);
  g_assert_cmpint (part.shown, ==, 1);
  iterate_until (&part.n_calls, 2);
  g_assert_cmpint (part.shown, ==, 101);
}

/* What was hurried is not shown again: a part that asked at the same time has had its slot, and
 * this one none. */
static void
test_hurry (void)
{
  Part part = { 0 }, other = { 0 };
  g_autoptr (BlThrottle) throttle = bl_throttle_new (SLOW, show_cb, &part);
  g_autoptr (BlThrottle) throttle_of_other = bl_throttle_new (SLOW, show_cb, &other);

  for (guint i = 0; i < 2; i++)
    {
      bl_throttle_request (throttle);
      bl_throttle_request (throttle_of_other);
    }
  part.newest = 5;
  bl_throttle_flush (throttle);
  g_assert_cmpuint (part.n_calls, ==, 2);
  g_assert_cmpint (part.shown, ==, 5);
  iterate_until (&other.n_calls, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (part.n_calls, ==, 2);
}

/* Who is gone is not called. */
static void
test_free (void)
{
  Part part = { 0 }, other = { 0 };
  BlThrottle *throttle = bl_throttle_new (SLOW, show_cb, &part);
  g_autoptr (BlThrottle) throttle_of_other = bl_throttle_new (SLOW, show_cb, &other);

  for (guint i = 0; i < 2; i++)
    {
      bl_throttle_request (throttle);
      bl_throttle_request (throttle_of_other);
    }
  bl_throttle_free (throttle);
  iterate_until (&other.n_calls, 2);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (part.n_calls, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/throttle/table", test_table);
  g_test_add_func ("/throttle/due", test_due);
  g_test_add_func ("/throttle/wait", test_wait);
  g_test_add_func ("/throttle/ask", test_ask);
  g_test_add_func ("/throttle/hurry", test_hurry);
  g_test_add_func ("/throttle/free", test_free);
  return g_test_run ();
}
