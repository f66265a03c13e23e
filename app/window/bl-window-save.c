/* bl-window-save.c: saving and opening projects from the window: dialogs, and what the saver
 * tells. Files are the saver's.
 */
#include "bl-window-private.h"

#include "ae-file.h"
#include "bl-file-dialog.h"
#include "bl-recovery.h"

#include <string.h>

/* ------------------------------------------------------------------ what the saver says */

static void
said_cb (const char *message, gpointer user_data)
{
  bl_window_show_error (user_data, message);
}

static void
show_name (BlWindow *self)
{
  const char *path = bl_project_saver_get_path (self->saver);
  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  adw_window_title_set_title (self->title, name != NULL ? name : "Bandloom");
}

static void
saved_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("Saved as %s", name);

  bl_window_show_toast_briefly (self, text);
  show_name (self);
  bl_window_remember (self, path);
}

static void
fill_cb (AeProject *project, gpointer user_data)
{
  BlWindow *self = user_data;
  guint32 pin;
  gboolean has_pin = bl_selection_get_pin (bl_workspace_get_selection (self->workspace), &pin);
  g_autofree char *text = g_strdup_printf ("%u", pin);

  ae_project_set_text (project, "pin", has_pin ? text : NULL);
  ae_project_set_text (project, "page", adw_view_stack_get_visible_child_name (self->pages));
  bl_window_fill_annotations (self, project);
}

static void
restored_cb (const AeProject *project, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *pin = ae_project_dup_text (project, "pin");
  g_autofree char *page = ae_project_dup_text (project, "page");

  show_name (self);
  if (page != NULL && adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  if (pin != NULL)
    bl_selection_set_pin (bl_workspace_get_selection (self->workspace),
                          (guint32) g_ascii_strtoull (pin, NULL, 10));
  bl_window_restore_annotations (self, project);
}

/* ------------------------------------------------------------------ a scene that has moved */

static void
pointed_cb (const char *path, gpointer user_data)
{
  bl_project_saver_open_at (BL_WINDOW (user_data)->saver, path);
}

static void
moved_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  BlWindow *self = user_data;

  if (strcmp (response, "point") == 0)
    bl_file_dialog_open (GTK_WIDGET (self), "Where is the scene?", bl_window_add_filters,
                         pointed_cb, self);
}

static void
moved_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *shown = ae_file_dup_display (path);
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (self), "The project’s scene has moved", NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "%s is no longer there. Point to it to go on where you were; "
                                  "the project stays as it is.",
                                  shown);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "point",
                                    "_Point to the scene…", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "point",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "point");
  g_signal_connect (dialog, "response", G_CALLBACK (moved_response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ------------------------------------------------------------------ saving */

/**
 * bl_window_dup_stem:
 * @self: a window with a scene
 *
 * Returns: (transfer full): what files about it may be called, without an ending.
 */
char *
bl_window_dup_stem (BlWindow *self)
{
  g_return_val_if_fail (BL_IS_WINDOW (self), NULL);

  AeScene *scene = bl_workspace_get_scene (self->workspace);
  char *stem = g_strdup (ae_scene_get_name (scene));
  char *dot = strrchr (stem, '.');

  if (dot != NULL && dot > stem)
    *dot = '\0';
  return g_strdelimit (stem, G_DIR_SEPARATOR_S " :", '-');
}

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *ended = strchr (strrchr (path, G_DIR_SEPARATOR), '.') != NULL
                               ? g_strdup (path)
                               : g_strconcat (path, ".bandloom", NULL);

  bl_project_saver_save (self->saver, ended);
}

static void
save_as (BlWindow *self)
{
  g_autofree char *stem = bl_window_dup_stem (self);
  g_autofree char *name = g_strconcat (stem, ".bandloom", NULL);

  bl_file_dialog_save (GTK_WIDGET (self), "Save the project", name, save_chosen_cb, self);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  if (strcmp (name, "win.save") == 0 && bl_project_saver_get_path (self->saver) != NULL)
    bl_project_saver_save (self->saver, NULL);
  else
    save_as (self);
}

/* ------------------------------------------------------------------ after a crash */

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  g_autofree char *path = bl_recovery_dup_newest ();

  if (path != NULL)
    bl_project_saver_restore (self->saver, path);
}

static void
offer_recovery (BlWindow *self)
{
  g_autofree char *path = bl_recovery_dup_newest ();

  if (path != NULL)
    bl_window_show_toast_with_action (self, "Work that was not saved is still there", "Restore",
                                      "win.restore", TRUE);
}

/**
 * bl_window_start_saving:
 * @self: a window with a workspace
 *
 * From now on what is in it is kept; work left over by a crash is offered.
 */
void
bl_window_start_saving (BlWindow *self)
{
  const BlProjectSaverEvents events = { said_cb, saved_cb, fill_cb, restored_cb, moved_cb };

  g_return_if_fail (BL_IS_WINDOW (self));
  self->saver = bl_project_saver_new (self->workspace, &events, self);
  offer_recovery (self);
}

/**
 * bl_window_save_with_scene:
 * @self: a window that shows another scene
 */
void
bl_window_save_with_scene (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  bl_project_saver_set_scene (self->saver);
  show_name (self);
}

/**
 * bl_window_class_install_saving:
 * @class: the window's
 *
 * Its actions that save and restore, with their keys.
 */
void
bl_window_class_install_saving (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (class, "win.save-as", NULL, save_action);
  gtk_widget_class_install_action (class, "win.restore", NULL, restore_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, GDK_CONTROL_MASK, "win.save", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.save-as", NULL);
}
