/* test-undo-history.c: what was done is taken back and made again in order, many steps deep,
 * and what is forgotten is freed.
 */
#include "bl-undo-history.h"

/* A number that is changed by steps. */
typedef struct
{
  int *number, before, after, *n_freed;
  BlUndoHistory *nested; /* where a change pushes a step of its own, as setters do */
  gboolean is_stuck;
} Change;

static gboolean
nothing_cb (gpointer user_data)
{
  return TRUE;
}

static gboolean
change (Change *self, int value)
{
  if (self->is_stuck)
    return FALSE;
  *self->number = value;
  if (self->nested != NULL)
    bl_undo_history_push (self->nested, "Nested", nothing_cb, nothing_cb, NULL, NULL);
  return TRUE;
}

static gboolean
undo_cb (gpointer user_data)
{
  Change *self = user_data;

  return change (self, self->before);
}

static gboolean
redo_cb (gpointer user_data)
{
  Change *self = user_data;

  return change (self, self->after);
}

static void
free_cb (gpointer user_data)
{
  Change *self = user_data;

  (*self->n_freed)++;
  g_free (self);
}

static Change *
set (BlUndoHistory *history, int *number, int value, int *n_freed)
{
  Change *step = g_new0 (Change, 1);
  g_autofree char *title = g_strdup_printf ("Set %d", value);

  *step = (Change){ .number = number, .before = *number, .after = value, .n_freed = n_freed };
  *number = value;
  bl_undo_history_push (history, title, undo_cb, redo_cb, step, free_cb);
  return step;
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
test_steps (void)
{
  BlUndoHistory *history = bl_undo_history_new ();
  int number = 0, n_freed = 0;
  guint n_told = 0;

  g_signal_connect (history, "notify::undo-title", G_CALLBACK (count_cb), &n_told);
  g_assert_false (bl_undo_history_undo (history));
  g_assert_null (bl_undo_history_get_undo_title (history));
  for (int i = 1; i <= 5; i++)
    set (history, &number, i, &n_freed);
  g_assert_cmpuint (n_told, ==, 5);
  g_assert_cmpstr (bl_undo_history_get_undo_title (history), ==, "Set 5");
  for (int i = 4; i >= 0; i--)
    {
      g_assert_true (bl_undo_history_undo (history));
      g_assert_cmpint (number, ==, i);
    }
  g_assert_false (bl_undo_history_undo (history));
  g_assert_cmpstr (bl_undo_history_get_redo_title (history), ==, "Set 1");
  for (int i = 1; i <= 3; i++)
    {
      g_assert_true (bl_undo_history_redo (history));
      g_assert_cmpint (number, ==, i);
    }
  /* Another way from here: the two that were not made again are gone. */
  set (history, &number, 9, &n_freed);
  g_assert_cmpint (n_freed, ==, 2);
  g_assert_null (bl_undo_history_get_redo_title (history));
  g_assert_false (bl_undo_history_redo (history));
  g_assert_true (bl_undo_history_undo (history));
  g_assert_cmpint (number, ==, 3);
  g_assert_finalize_object (history);
  g_assert_cmpint (n_freed, ==, 6);
}

/* A step that cannot be taken back stays the next one. */
static void
test_stuck (void)
{
  BlUndoHistory *history = bl_undo_history_new ();
  int number = 0, n_freed = 0;
  Change *step = set (history, &number, 1, &n_freed);

  step->is_stuck = TRUE;
  g_assert_false (bl_undo_history_undo (history));
  g_assert_cmpint (number, ==, 1);
  g_assert_cmpstr (bl_undo_history_get_undo_title (history), ==, "Set 1");
  g_assert_null (bl_undo_history_get_redo_title (history));
  step->is_stuck = FALSE;
  g_assert_true (bl_undo_history_undo (history));
  g_assert_cmpint (number, ==, 0);
  g_assert_finalize_object (history);
  g_assert_cmpint (n_freed, ==, 1);
}

/* What a step does while it is taken back is no step of its own. */
static void
test_nested (void)
{
  BlUndoHistory *history = bl_undo_history_new ();
  int number = 0, n_freed = 0;

  set (history, &number, 1, &n_freed)->nested = history;
  g_assert_true (bl_undo_history_undo (history));
  g_assert_null (bl_undo_history_get_undo_title (history));
  g_assert_cmpstr (bl_undo_history_get_redo_title (history), ==, "Set 1");
  g_assert_true (bl_undo_history_redo (history));
  g_assert_cmpint (number, ==, 1);
  g_assert_cmpstr (bl_undo_history_get_undo_title (history), ==, "Set 1");
  g_assert_false (bl_undo_history_is_applying (history));
  bl_undo_history_clear (history);
  g_assert_cmpint (n_freed, ==, 1);
  g_assert_finalize_object (history);
}

static void
test_depth (void)
{
  BlUndoHistory *history = bl_undo_history_new ();
  int number = 0, n_freed = 0, n_undone = 0;

  for (int i = 1; i <= BL_UNDO_HISTORY_DEPTH + 7; i++)
    set (history, &number, i, &n_freed);
  g_assert_cmpint (n_freed, ==, 7);
  while (bl_undo_history_undo (history))
    n_undone++;
  g_assert_cmpint (n_undone, ==, BL_UNDO_HISTORY_DEPTH);
  g_assert_cmpint (number, ==, 7);
  g_assert_finalize_object (history);
  g_assert_cmpint (n_freed, ==, BL_UNDO_HISTORY_DEPTH + 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo-history/steps", test_steps);
  g_test_add_func ("/undo-history/stuck", test_stuck);
  g_test_add_func ("/undo-history/nested", test_nested);
  g_test_add_func ("/undo-history/depth", test_depth);
  return g_test_run ();
}
