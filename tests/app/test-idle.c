/* test-idle.c: the real window at rest has no timeout armed, with a scene and with a run that
 * is paused and put aside.
 */
#include "app-fixture.h"
#include "find.h"

#include "bl-application.h"
#include "bl-window.h"

#define TRIES   20
#define REST_MS                                                                                \
  1000 /* longer than any interval of the window's but that of what is unsaved                 \
        */

static gboolean
has_scene (GtkWidget *window)
{
  GtkWidget *title = find_type (window, ADW_TYPE_WINDOW_TITLE);

  return adw_window_title_get_subtitle (ADW_WINDOW_TITLE (title))[0] != '\0';
}

/* Whatever was under way ends, and nothing begins by itself. What a thread still hands in
 * begins another rest; a clock that goes on has none. */
static void
assert_rests (void)
{
  int sleep_ms = 0;

  for (guint try = 0; try < TRIES && sleep_ms != -1; try++)
    {
      fixture_wait (fixture_get_sleep_ms () == -1);
      g_usleep (REST_MS * 1000);
      sleep_ms = fixture_get_sleep_ms ();
    }
  g_assert_cmpint (sleep_ms, ==, -1);
}

static gboolean
planted_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* The check itself: a timer that polls is found. */
static void
test_planted (void)
{
  guint planted = g_timeout_add_seconds (30, planted_cb, NULL);
  int sleep_ms = fixture_get_sleep_ms ();

  g_assert_cmpint (sleep_ms, >, 0);
  g_assert_cmpint (sleep_ms, <=, 31000);
  g_source_remove (planted);
}

static void
test_window (void)
{
  g_autoptr (BlApplication) application = bl_application_new ();
  g_autoptr (GError) error = NULL;
  BlWindow *window;

  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_set_default (G_APPLICATION (application));
  /* A cursor blinks for ten seconds where a row has the focus: GTK's own clock. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  window = bl_window_new (ADW_APPLICATION (application));
  gtk_window_present (GTK_WINDOW (window));
  assert_rests ();

  bl_window_open_demo (window);
  fixture_wait (has_scene (GTK_WIDGET (window)));
  assert_rests ();

  bl_window_train (window);
  fixture_wait (bl_window_is_training (window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL));
  fixture_wait (!bl_window_is_training (window));
  assert_rests ();

  gtk_window_destroy (GTK_WINDOW (window));
  assert_rests ();
}

/* Folders of its own: what a user has there is neither read nor changed. */
static void
set_up (void)
{
  static const char *const names[]
      = { "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME" };
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bandloom-idle-XXXXXX", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_setenv (names[i], folder, TRUE);
  g_setenv ("BANDLOOM_AUTOSAVE_SECONDS", "0.5", TRUE);
  g_setenv ("GTK_A11Y", "none", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE); /* nobody answers there for half a minute */
}

int
main (int argc, char *argv[])
{
  set_up ();
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_test_message ("no display");
      return 77;
    }
  g_test_add_func ("/idle/planted", test_planted);
  g_test_add_func ("/idle/window", test_window);
  return g_test_run ();
}
