/* bl-window-labels.c: labels of the scene: from a file, by a digit typed on a selection, to a
 * file.
 */
#include "bl-window-private.h"

#include "ae-labels-file.h"
#include "ae-reader.h"
#include "bl-file-dialog.h"

#include <string.h>

#define MOST_CLASSES 10 /* that a key can name */

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
  const guint8 *mask = bl_selection_get_mask (bl_workspace_get_selection (self->workspace));
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
  text = label > 0 ? g_strdup_printf (
             "%" G_GSIZE_FORMAT " pixels are of class %u now",
             bl_selection_get_n (bl_workspace_get_selection (self->workspace)), label)
                   : g_strdup_printf (
                       "%" G_GSIZE_FORMAT " pixels have no label now",
                       bl_selection_get_n (bl_workspace_get_selection (self->workspace)));
  bl_workspace_set_labels (
      self->workspace,
      ae_scene_dup_with_labels (scene, labels, n_classes, dup_class_names (scene, n_classes)));
  bl_window_show_toast (self, text);
}

/* ------------------------------------------------------------------ from a file */

typedef struct
{
  AeScene *scene;
  char *path;
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  ae_scene_unref (opening->scene);
  g_free (opening->path);
  g_free (opening);
}

static gpointer
open_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Opening *opening = inputs;

  return ae_reader_open_labels (opening->scene, opening->path, NULL, error);
}

static const BlWorkerJob open_job
    = { "read labels", open_in_thread, free_opening, (GDestroyNotify) ae_scene_unref };

/* Labels of a scene that is gone are nobody's. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWindow *self = user_data;
  const Opening *opening = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) twin = bl_worker_run_finish (result, &error);

  if (bl_workspace_get_scene (self->workspace) != opening->scene)
    return;
  if (twin != NULL)
    bl_workspace_set_labels (self->workspace, g_steal_pointer (&twin));
  else
    bl_window_show_error (self, error->message);
}

/**
 * bl_window_open_labels:
 * @self: a window with a scene
 * @path: of its labels
 *
 * Reads them on a worker.
 */
void
bl_window_open_labels (BlWindow *self, const char *path)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  Opening *opening = g_new (Opening, 1);

  *opening
      = (Opening){ ae_scene_ref (bl_workspace_get_scene (self->workspace)), g_strdup (path) };
  bl_worker_run_async (self->worker, &open_job, opening, opened_cb, self);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;

  if (bl_workspace_get_scene (self->workspace) != NULL)
    bl_window_open_labels (self, path);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (bl_workspace_get_scene (BL_WINDOW (widget)->workspace) != NULL)
    bl_file_dialog_open (widget, "Open labels of this scene", bl_window_add_filters, chosen_cb,
                         widget);
}

/* ------------------------------------------------------------------ to a file */

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("Written: %s", name);
  g_autoptr (GError) error = NULL;

  if (scene == NULL)
    return;
  if (ae_labels_save (scene, path, &error))
    bl_window_show_toast (self, text);
  else
    bl_window_show_error (self, error->message);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autofree char *stem = NULL;
  g_autofree char *proposed = NULL;

  if (scene == NULL || ae_scene_get_labels (scene) == NULL)
    {
      bl_window_show_error (
          self, "There are no labels yet: select pixels and type a digit, or open a "
                "file of labels");
      return;
    }
  stem = bl_window_dup_stem (self);
  proposed = g_strconcat (stem, "-labels.img", NULL);
  bl_file_dialog_save (widget, "Save the labels as an ENVI classification", proposed,
                       save_chosen_cb, self);
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
  gtk_widget_class_install_action (class, "win.save-labels", NULL, save_action);
  for (guint label = 1; label < MOST_CLASSES; label++)
    gtk_widget_class_add_binding_action (class, GDK_KEY_0 + label, 0, "win.label-selection",
                                         "u", label);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Delete, 0, "win.label-selection", "u",
                                       0u);
}
