/* bl-window-actions.c: every action of the window, installed in one place. */
#include "bl-window-private.h"

#include "ae-file.h"
#include "bl-file-dialog.h"
#include "bl-file-filters.h"

static void
open_chosen_cb (const char *path, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  bl_window_open_file (user_data, file);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_file_dialog_open (widget, "Open a scene or a project", bl_file_filters_add_scenes,
                       open_chosen_cb, widget);
}

static void
open_uri_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  bl_window_open_file (BL_WINDOW (widget), file);
}

static void
open_demo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_window_open_demo (BL_WINDOW (widget));
}

static void
train_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  if (bl_window_is_comparing (self) && bl_workspace_is_training (self->workspace))
    bl_workspace_pause_all (self->workspace);
  else if (bl_window_is_comparing (self))
    bl_workspace_train_all (self->workspace);
  else if (bl_workspace_get_state (self->workspace) == AE_RUN_RUNNING)
    bl_workspace_pause (self->workspace);
  else
    bl_workspace_train (self->workspace);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_workspace_step (BL_WINDOW (widget)->workspace, g_str_equal (name, "win.step-epoch"));
}

static void
reset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_workspace_reset (BL_WINDOW (widget)->workspace, g_str_equal (name, "win.new-seed"));
}

static void
cancel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_workspace_cancel_opening (BL_WINDOW (widget)->workspace);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  /* Escape ends one thing at a time. */
  if (gtk_revealer_get_reveal_child (self->message_revealer))
    gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  else
    bl_selection_set (bl_workspace_get_selection (self->workspace), NULL);
}

static void
pin_pixel_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_selection_set_pin (bl_workspace_get_selection (BL_WINDOW (widget)->workspace),
                        g_variant_get_uint32 (parameter));
}

/* ------------------------------------------------------------------ recent files */

/* What was opened as a scene or a project: save dialogs add what they wrote under the program's
 * name alone. */
#define OPENED "bandloom-opened"

static char **
dup_recent_uris (void)
{
  g_autolist (GtkRecentInfo) items
      = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();

  for (GList *l = items; l != NULL; l = l->next)
    if (gtk_recent_info_has_group (l->data, OPENED))
      g_strv_builder_add (uris, gtk_recent_info_get_uri (l->data));
  return g_strv_builder_end (uris);
}

static char *
dup_basename (const char *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  return g_file_get_basename (file);
}

/* With its folder where another file has the same name; underscores are no mnemonics here. */
static char *
dup_recent_label (char **uris, guint i)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = dup_basename (uris[i]);
  g_autofree char *place = folder != NULL ? g_file_get_basename (folder) : NULL;
  g_autoptr (GString) label = g_string_new (name);

  for (guint j = 0; uris[j] != NULL && place != NULL; j++)
    {
      g_autofree char *other = dup_basename (uris[j]);

      if (j != i && strcmp (name, other) == 0)
        {
          g_string_append_printf (label, " (%s)", place);
          break;
        }
    }
  g_string_replace (label, "_", "__", 0);
  return g_string_free (g_steal_pointer (&label), FALSE);
}

/**
 * bl_window_show_recent:
 * @self: the window
 *
 * Fills the menu and the welcome page with the files opened last.
 */
void
bl_window_show_recent (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  g_auto (GStrv) uris = dup_recent_uris ();

  g_menu_remove_all (self->recent_section);
  for (guint i = 0; uris[i] != NULL && i < 8; i++)
    {
      g_autofree char *label = dup_recent_label (uris, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "win.open-uri", "s", uris[i]);
      g_menu_append_item (self->recent_section, item);
    }
  bl_welcome_page_set_recent (self->welcome, (const char *const *) uris);
}

/**
 * bl_window_remember:
 * @self: the window
 * @path: a file that was opened
 *
 * Puts it among the recent files.
 */
void
bl_window_remember (BlWindow *self, const char *path)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *program = g_strconcat (g_get_prgname (), " %u", NULL);
  char *groups[] = { OPENED, NULL };
  GtkRecentData data = { .mime_type = "application/octet-stream",
                         .app_name = (char *) g_get_application_name (),
                         .app_exec = program,
                         .groups = groups };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
go_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_selection_go (bl_workspace_get_selection (BL_WINDOW (widget)->workspace),
                   g_str_equal (name, "win.selection-back") ? -1 : 1);
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  const char *page = g_variant_get_string (parameter, NULL);

  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
}

/* ------------------------------------------------------------------ */

/**
 * bl_window_show_error:
 * @self: the window
 * @message: one sentence
 *
 * Shows it above the pages until it is dismissed, and writes it to standard error.
 */
void
bl_window_show_error (BlWindow *self, const char *message)
{
  g_autofree char *shown = ae_file_dup_display (message);

  g_return_if_fail (BL_IS_WINDOW (self));
  g_printerr ("bandloom: %s\n", shown);
  gtk_label_set_label (self->message, shown);
  gtk_revealer_set_reveal_child (self->message_revealer, TRUE);
}

/**
 * bl_window_update_actions:
 * @self: the window
 *
 * Lets through only what makes sense now.
 */
void
bl_window_update_actions (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));

  GtkWidget *widget = GTK_WIDGET (self);
  gboolean has_scene = bl_workspace_get_scene (self->workspace) != NULL;
  gboolean is_opening = bl_workspace_is_opening (self->workspace);
  gboolean is_running = bl_workspace_get_state (self->workspace) == AE_RUN_RUNNING;
  gboolean has_run = bl_workspace_has_run (self->workspace);

  gtk_widget_action_set_enabled (widget, "win.train", has_scene || is_opening);
  gtk_widget_action_set_enabled (widget, "win.step", has_scene && !is_running);
  gtk_widget_action_set_enabled (widget, "win.step-epoch", has_scene && !is_running);
  gtk_widget_action_set_enabled (widget, "win.reset", has_run);
  gtk_widget_action_set_enabled (widget, "win.new-seed", has_run);
  gtk_widget_action_set_enabled (widget, "win.cancel", is_opening);
}

static void
bind_key (GtkWidgetClass *class, guint key, GdkModifierType modifiers, const char *action)
{
  gtk_widget_class_add_binding_action (class, key, modifiers, action, NULL);
}

/* Alt+1 … Alt+4, in the order of the switcher. */
static void
bind_pages (GtkWidgetClass *class)
{
  static const char *const pages[] = { "train", "compare", "generate", "scene" };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_1 + i, GDK_ALT_MASK, "win.page", "s",
                                         pages[i]);
}

/* A digit names the class of what is selected, Delete takes its label away. */
static void
bind_labels (GtkWidgetClass *class)
{
  for (guint label = 1; label < BL_LABELS_MOST_CLASSES; label++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_0 + label, 0, "labels.set", "u", label);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Delete, 0, "labels.set", "u", 0u);
}

/**
 * bl_window_class_install_actions:
 * @class: the window's
 *
 * The actions win.… with their keys, and the keys of the controllers’; the shortcuts window
 * lists the same.
 */
void
bl_window_class_install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.open", NULL, open_action);
  gtk_widget_class_install_action (class, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (class, "win.open-demo", NULL, open_demo_action);
  gtk_widget_class_install_action (class, "win.train", NULL, train_action);
  gtk_widget_class_install_action (class, "win.step", NULL, step_action);
  gtk_widget_class_install_action (class, "win.step-epoch", NULL, step_action);
  gtk_widget_class_install_action (class, "win.reset", NULL, reset_action);
  gtk_widget_class_install_action (class, "win.new-seed", NULL, reset_action);
  gtk_widget_class_install_action (class, "win.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (class, "win.dismiss", NULL, dismiss_action);
  gtk_widget_class_install_action (class, "win.pin-pixel", "u", pin_pixel_action);
  gtk_widget_class_install_action (class, "win.page", "s", page_action);
  gtk_widget_class_install_action (class, "win.selection-back", NULL, go_action);
  gtk_widget_class_install_action (class, "win.selection-forward", NULL, go_action);
  gtk_widget_class_install_property_action (class, "win.show-inspector", "inspector-visible");
  gtk_widget_class_install_property_action (class, "win.same-code-size", "same-code-size");
  bind_key (class, GDK_KEY_o, GDK_CONTROL_MASK, "win.open");
  bind_key (class, GDK_KEY_d, GDK_CONTROL_MASK, "win.open-demo");
  bind_key (class, GDK_KEY_t, GDK_CONTROL_MASK, "win.train");
  bind_key (class, GDK_KEY_period, GDK_CONTROL_MASK, "win.step");
  bind_key (class, GDK_KEY_greater, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.step-epoch");
  bind_key (class, GDK_KEY_r, GDK_CONTROL_MASK, "win.reset");
  bind_key (class, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.new-seed");
  bind_key (class, GDK_KEY_F9, 0, "win.show-inspector");
  bind_key (class, GDK_KEY_Escape, 0, "win.dismiss");
  bind_key (class, GDK_KEY_Left, GDK_ALT_MASK, "win.selection-back");
  bind_key (class, GDK_KEY_Right, GDK_ALT_MASK, "win.selection-forward");
  bind_key (class, GDK_KEY_s, GDK_CONTROL_MASK, "project.save");
  bind_key (class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "project.save-as");
  bind_pages (class);
  bind_labels (class);
  bl_window_class_install_runs (class);
}
