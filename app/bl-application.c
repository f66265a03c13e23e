/* bl-application.c: starts windows; knows nothing of scenes or runs. */
#include "bl-application.h"

#include "bl-loop-monitor.h"
#include "bl-ui.h"
#include "bl-window.h"

#include <glib-unix.h>

struct _BlApplication
{
  AdwApplication parent_instance;
  BlLoopMonitor *watch; /* nullable */
};

G_DEFINE_FINAL_TYPE (BlApplication, bl_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "train", 't', 0, G_OPTION_ARG_NONE, NULL, "Train as soon as the scene is open", NULL },
  { "version", 'V', 0, G_OPTION_ARG_NONE, NULL, "Print the version", NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, "[FILE|demo:]" },
  { NULL },
};

static BlWindow *
present_window (BlApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (bl_window_new (ADW_APPLICATION (self)));
      if (self->watch != NULL)
        bl_loop_monitor_set_window (self->watch, BL_WINDOW (window));
    }
  gtk_window_present (window);
  return BL_WINDOW (window);
}

static void
open_argument (BlApplication *self, BlWindow *window, GApplicationCommandLine *line,
               const char *text)
{
  g_autoptr (GFile) file = NULL;

  if (g_str_has_prefix (text, "demo:"))
    {
      bl_window_open_demo (window);
      return;
    }
  file = g_application_command_line_create_file_for_arg (line, text);
  bl_window_open_file (window, file);
}

static int
bl_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  BlApplication *self = BL_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autofree const char **files = NULL;
  BlWindow *window = present_window (self);

  if (g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&s", &files) && files[0] != NULL)
    open_argument (self, window, line, files[0]);
  if (g_variant_dict_contains (dict, "train"))
    bl_window_train (window);
  return 0;
}

static int
bl_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;
  g_print ("Bandloom " BL_VERSION "\n");
  return 0;
}

static void
bl_application_activate (GApplication *application)
{
  present_window (BL_APPLICATION (application));
}

/* ------------------------------------------------------------------ actions */

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  bl_loop_monitor_end (BL_APPLICATION (user_data)->watch);
  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (
      gtk_application_get_active_window (user_data), "application-name", "Bandloom",
      "application-icon", "org.bandloom.Bandloom", "version", BL_VERSION, "developer-name",
      "The Bandloom authors", "license-type", GTK_LICENSE_GPL_3_0, "comments",
      "Weaves the hundreds of bands of a pixel into a handful of numbers with an "
      "autoencoder, and lets you watch that happen.",
      NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit_action, NULL, NULL, NULL, { 0 } },
  { "about", about_action, NULL, NULL, NULL, { 0 } },
};

/* Without its window the program ends by itself, but not before a file that is being written is
 * whole. Who asks again, or before there is a window, waits for nothing. */
static gboolean
terminated_cb (gpointer user_data)
{
  gboolean has_window = gtk_application_get_windows (user_data) != NULL;

  quit_action (NULL, NULL, user_data);
  if (!has_window)
    g_application_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static void
bl_application_startup (GApplication *application)
{
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const help_keys[] = { "F1", "<Control>question", NULL };
  BlApplication *self = BL_APPLICATION (application);

  if (g_getenv ("BANDLOOM_TRACE") != NULL)
    self->watch = bl_loop_monitor_new ();
  G_APPLICATION_CLASS (bl_application_parent_class)->startup (application);
  bl_ui_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/bandloom/Bandloom/icons");
  gtk_window_set_default_icon_name ("org.bandloom.Bandloom");
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit", quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "win.show-help-overlay",
                                         help_keys);
  g_unix_signal_add (SIGTERM, terminated_cb, self);
  g_unix_signal_add (SIGINT, terminated_cb, self);
}

static void
bl_application_shutdown (GApplication *application)
{
  BlApplication *self = BL_APPLICATION (application);

  G_APPLICATION_CLASS (bl_application_parent_class)->shutdown (application);
  if (self->watch != NULL)
    bl_loop_monitor_report (self->watch);
  g_clear_pointer (&self->watch, bl_loop_monitor_free);
}

static void
bl_application_class_init (BlApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = bl_application_startup;
  application_class->shutdown = bl_application_shutdown;
  application_class->activate = bl_application_activate;
  application_class->command_line = bl_application_command_line;
  application_class->handle_local_options = bl_application_handle_local_options;
}

static void
bl_application_init (BlApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (
      G_APPLICATION (self), "— explore hyperspectral images with autoencoders");
}

/**
 * bl_application_new:
 *
 * Returns: (transfer full): the application; g_application_run() it.
 */
BlApplication *
bl_application_new (void)
{
  return g_object_new (BL_TYPE_APPLICATION, "application-id", "org.bandloom.Bandloom", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_NON_UNIQUE,
                       "resource-base-path", "/org/bandloom/Bandloom", NULL);
}
