/* test-opening-bar.c: the bar of a file that is read comes after a while, goes at the end, and
 * leaves no clock behind, however early it ends.
 */
#include "app-fixture.h"

#include "bl-opening-bar.h"

static GtkProgressBar *
find_bar (GtkWidget *widget)
{
  if (GTK_IS_PROGRESS_BAR (widget))
    return GTK_PROGRESS_BAR (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkProgressBar *found = find_bar (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* In a window, for its frames are its clock. */
static void
test_silent_reader (void)
{
  GtkWidget *window = gtk_window_new ();
  BlOpeningBar *bar = g_object_new (BL_TYPE_OPENING_BAR, NULL);
  GtkProgressBar *progress = find_bar (GTK_WIDGET (bar));

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bar));
  gtk_window_present (GTK_WINDOW (window));
  bl_opening_bar_set_text (bar, "Reading a file");
  fixture_wait (fixture_get_sleep_ms () == -1);
  bl_opening_bar_set_fraction (bar, 0);
  g_assert_false (bl_opening_bar_get_is_shown (bar));
  g_assert_cmpint (fixture_get_sleep_ms (), >, 0);
  fixture_wait (bl_opening_bar_get_is_shown (bar));

  bl_opening_bar_set_fraction (bar, 0.25);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (progress), ==, 0.25);
  bl_opening_bar_set_fraction (bar, 3);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (progress), ==, 1);
  bl_opening_bar_set_fraction (bar, -1);
  g_assert_false (bl_opening_bar_get_is_shown (bar));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (progress), ==, 0);
  fixture_wait (fixture_get_sleep_ms () == -1);

  /* Over before it is shown; and closed while it pulses. */
  bl_opening_bar_set_fraction (bar, 0);
  bl_opening_bar_set_fraction (bar, -1);
  fixture_wait (fixture_get_sleep_ms () == -1);
  g_assert_false (bl_opening_bar_get_is_shown (bar));
  bl_opening_bar_set_fraction (bar, 0);
  fixture_wait (bl_opening_bar_get_is_shown (bar));
  gtk_window_destroy (GTK_WINDOW (window));
  fixture_wait (fixture_get_sleep_ms () == -1);
}

/* Nobody holds it, and its timer does not call what is gone. */
static void
test_finalised (void)
{
  BlOpeningBar *bar = g_object_ref_sink (g_object_new (BL_TYPE_OPENING_BAR, NULL));

  bl_opening_bar_set_fraction (bar, 0);
  g_assert_finalize_object (bar);
  g_assert_cmpint (fixture_get_sleep_ms (), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_test_message ("no display");
      return 77;
    }
  adw_init ();
  g_test_add_func ("/opening-bar/silent-reader", test_silent_reader);
  g_test_add_func ("/opening-bar/finalised", test_finalised);
  return g_test_run ();
}
