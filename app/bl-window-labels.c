/* bl-window-labels.c: labels of the scene: from a file, or by a digit typed on a selection. */
#include "bl-window-private.h"

#include "ae-reader.h"

#include <string.h>

#define MOST_CLASSES 10 /* that a key can name */

static void
labels_changed_cb (BlWorkspace *workspace, gpointer user_data)
{
  BlWindow *self = user_data;
  AeScene *scene = bl_workspace_get_scene (workspace);

  bl_train_page_set_labels (self->train_page, scene);
  bl_compare_page_set_labels (self->compare_page, scene);
  bl_scene_page_set_labels (self->scene_page, scene);
}

/* ------------------------------------------------------------------ by hand */

/* The names that there are, and numbers for classes that have none. */
static char **
dup_class_names (AeScene *scene, guint n)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint c = 0; c < n; c++)
    {
      const char *known
          = c < ae_scene_get_n_classes (scene) ? ae_scene_get_class_name (scene, c) : NULL;
      g_autofree char *made = g_strdup_printf (c == 0 ? "unlabelled" : "Class %u", c);

      g_strv_builder_add (names, known != NULL ? known : made);
    }
  return g_strv_builder_end (names);
}

static void
label_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  const guint8 *mask = bl_selection_get_mask (self->selection);
  guint label = MIN (g_variant_get_uint32 (parameter), MOST_CLASSES - 1), n_classes;
  g_autofree char *text = NULL;
  const guint16 *known;
  guint16 *labels;
  gsize n;

  if (scene == NULL || mask == NULL)
    return;
  n = ae_scene_get_n_pixels (scene);
  known = ae_scene_get_labels (scene);
  labels = known != NULL ? g_memdup2 (known, n * sizeof *labels) : g_new0 (guint16, n);
  for (gsize i = 0; i < n; i++)
    if (mask[i])
      labels[i] = (guint16) label;
  n_classes = MAX (ae_scene_get_n_classes (scene), label + 1);
  text = label > 0 ? g_strdup_printf ("%" G_GSIZE_FORMAT " pixels are of class %u now",
                                      bl_selection_get_n (self->selection), label)
                   : g_strdup_printf ("%" G_GSIZE_FORMAT " pixels have no label now",
                                      bl_selection_get_n (self->selection));
  bl_workspace_take_labels (
      self->workspace,
      ae_scene_dup_with_labels (scene, labels, n_classes, dup_class_names (scene, n_classes)));
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

/* ------------------------------------------------------------------ from a file */

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;
  AeScene *twin;

  g_clear_object (&self->chooser);
  if (path == NULL)
    return;
  twin = ae_reader_open_labels (bl_workspace_get_scene (self->workspace), path, NULL, &error);
  if (twin != NULL)
    bl_workspace_take_labels (self->workspace, twin);
  else
    bl_window_say (self, error->message);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  if (bl_workspace_get_scene (self->workspace) == NULL)
    return;
  g_clear_object (&self->chooser);
  self->chooser
      = gtk_file_chooser_native_new ("Open labels of this scene", GTK_WINDOW (self),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, "_Open", "_Cancel");
  bl_window_add_filters (GTK_FILE_CHOOSER (self->chooser));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/**
 * bl_window_start_labels:
 * @self: a window with a workspace
 *
 * Follows its labels.
 */
void
bl_window_start_labels (BlWindow *self)
{
  g_signal_connect (self->workspace, "labels-changed", G_CALLBACK (labels_changed_cb), self);
}

/**
 * bl_window_class_install_labels:
 * @class: the window's
 *
 * Its actions on labels: 1 to 9 name a class, Delete takes the label away.
 */
void
bl_window_class_install_labels (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.label-selection", "u", label_action);
  gtk_widget_class_install_action (class, "win.open-labels", NULL, open_action);
  for (guint label = 1; label < MOST_CLASSES; label++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_0 + label, 0, "win.label-selection",
                                         "u", label);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Delete, 0, "win.label-selection", "u",
                                       0u);
}
