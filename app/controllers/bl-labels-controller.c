/* bl-labels-controller.c: labels of the scene: from a file, by a digit typed on a selection, to
 * a file.
 */
#include "bl-labels-controller.h"

#include "ae-labels-file.h"
#include "ae-reader.h"
#include "bl-file-filters.h"
#include "bl-worker.h"

struct _BlLabelsController
{
  BlController parent_instance;
  BlWorker *worker; /* reads files */
};

G_DEFINE_FINAL_TYPE (BlLabelsController, bl_labels_controller, BL_TYPE_CONTROLLER)

static BlWorkspace *
get_workspace (BlLabelsController *self)
{
  return bl_controller_get_workspace (BL_CONTROLLER (self));
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
tell_labelled (BlLabelsController *self, gsize n, guint label)
{
  g_autofree char *text
      = label > 0 ? g_strdup_printf ("%" G_GSIZE_FORMAT " pixels are of class %u now", n, label)
                  : g_strdup_printf ("%" G_GSIZE_FORMAT " pixels have no label now", n);

  bl_controller_show_toast (BL_CONTROLLER (self), text, BL_TOAST_USUAL);
}

static void
set_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlLabelsController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  BlSelection *selection = bl_workspace_get_selection (get_workspace (self));
  const guint8 *mask = bl_selection_get_mask (selection);
  guint label = MIN (g_variant_get_uint32 (parameter), BL_LABELS_MOST_CLASSES - 1), n_classes;
  gsize n_selected = bl_selection_get_n (selection), n;
  const guint16 *known;
  guint16 *labels;

  if (scene == NULL || mask == NULL)
    return;
  n = ae_scene_get_n_pixels (scene);
  known = ae_scene_get_labels (scene);
  labels = known != NULL ? g_memdup2 (known, n * sizeof *labels) : g_new0 (guint16, n);
  for (gsize i = 0; i < n; i++)
    if (mask[i])
      labels[i] = (guint16) label;
  n_classes = MAX (ae_scene_get_n_classes (scene), label + 1);
  bl_workspace_set_labels (
      get_workspace (self),
      ae_scene_dup_with_labels (scene, labels, n_classes, dup_class_names (scene, n_classes)));
  tell_labelled (self, n_selected, label);
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
  BlLabelsController *self = user_data;
  const Opening *opening = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) twin = bl_worker_run_finish (result, &error);

  if (bl_workspace_get_scene (get_workspace (self)) != opening->scene)
    return;
  if (twin != NULL)
    bl_workspace_set_labels (get_workspace (self), g_steal_pointer (&twin));
  else
    bl_controller_show_error (BL_CONTROLLER (self), error->message);
}

/**
 * bl_labels_controller_open:
 * @self: a controller whose workspace has a scene
 * @path: of its labels
 *
 * Reads them on a worker.
 */
void
bl_labels_controller_open (BlLabelsController *self, const char *path)
{
  Opening *opening;

  g_return_if_fail (BL_IS_LABELS_CONTROLLER (self));
  g_return_if_fail (bl_workspace_get_scene (get_workspace (self)) != NULL);
  opening = g_new (Opening, 1);
  *opening = (Opening){ ae_scene_ref (bl_workspace_get_scene (get_workspace (self))),
                        g_strdup (path) };
  bl_worker_run_async (self->worker, &open_job, opening, opened_cb, self);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  bl_labels_controller_open (user_data, path);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bl_controller_open_dialog (user_data, "Open labels of this scene", bl_file_filters_add_scenes,
                             chosen_cb);
}

/* ------------------------------------------------------------------ to a file */

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlLabelsController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  g_autoptr (GError) error = NULL;

  if (scene == NULL)
    return;
  ae_labels_save (scene, path, &error);
  bl_controller_tell_written (BL_CONTROLLER (self), path, error);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlLabelsController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  g_autofree char *stem = NULL;
  g_autofree char *proposed = NULL;

  if (scene == NULL || ae_scene_get_labels (scene) == NULL)
    {
      bl_controller_show_error (BL_CONTROLLER (self),
                                "There are no labels yet: select pixels and type a digit, or "
                                "open a file of labels");
      return;
    }
  stem = bl_workspace_dup_stem (get_workspace (self));
  proposed = g_strconcat (stem, "-labels.img", NULL);
  bl_controller_save_dialog (BL_CONTROLLER (self), "Save the labels as an ENVI classification",
                             proposed, save_chosen_cb);
}

/* ------------------------------------------------------------------ the type */

static const GActionEntry actions[] = {
  { "set", set_action, "u", NULL, NULL, { 0 } },
  { "open", open_action, NULL, NULL, NULL, { 0 } },
  { "save", save_action, NULL, NULL, NULL, { 0 } },
};

static void
scene_changed_cb (BlLabelsController *self)
{
  gboolean has_scene = bl_workspace_get_scene (get_workspace (self)) != NULL;

  bl_controller_set_enabled (BL_CONTROLLER (self), "open", has_scene);
  bl_controller_set_enabled (BL_CONTROLLER (self), "save", has_scene);
}

static void
bl_labels_controller_constructed (GObject *object)
{
  BlLabelsController *self = BL_LABELS_CONTROLLER (object);

  G_OBJECT_CLASS (bl_labels_controller_parent_class)->constructed (object);
  g_signal_connect_object (get_workspace (self), "scene-changed", G_CALLBACK (scene_changed_cb),
                           self, G_CONNECT_SWAPPED);
  scene_changed_cb (self);
}

static void
bl_labels_controller_dispose (GObject *object)
{
  g_clear_pointer (&BL_LABELS_CONTROLLER (object)->worker, bl_worker_free);
  G_OBJECT_CLASS (bl_labels_controller_parent_class)->dispose (object);
}

static void
bl_labels_controller_class_init (BlLabelsControllerClass *class)
{
  G_OBJECT_CLASS (class)->constructed = bl_labels_controller_constructed;
  G_OBJECT_CLASS (class)->dispose = bl_labels_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "labels";
}

static void
bl_labels_controller_init (BlLabelsController *self)
{
  self->worker = bl_worker_new (BL_WORKER_ALL);
  bl_controller_add_actions (BL_CONTROLLER (self), actions, G_N_ELEMENTS (actions));
}

/**
 * bl_labels_controller_new:
 * @workspace: whose scene is labelled; a reference is taken
 *
 * Returns: (transfer full): a controller. Main thread, as all of these.
 */
BlLabelsController *
bl_labels_controller_new (BlWorkspace *workspace)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  return g_object_new (BL_TYPE_LABELS_CONTROLLER, "workspace", workspace, NULL);
}
