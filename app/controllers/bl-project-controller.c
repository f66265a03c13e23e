/* bl-project-controller.c: saving and opening projects: dialogs, and what the saver tells.
 * Files are the saver's.
 */
#include "bl-project-controller.h"

#include "ae-file.h"
#include "bl-file-filters.h"
#include "bl-project-marks.h"
#include "bl-project-saver.h"
#include "bl-recovery.h"

#include <adwaita.h>
#include <string.h>

struct _BlProjectController
{
  BlController parent_instance;
  BlLabelsController *labels;
  BlProjectSaver *saver;
};

enum
{
  SAVED,
  FILL,
  RESTORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlProjectController, bl_project_controller, BL_TYPE_CONTROLLER)

static BlWorkspace *
get_workspace (BlProjectController *self)
{
  return bl_controller_get_workspace (BL_CONTROLLER (self));
}

/* ------------------------------------------------------------------ what the saver says */

static void
said_cb (const char *message, gpointer user_data)
{
  bl_controller_show_error (user_data, message);
}

static void
saved_cb (const char *path, gpointer user_data)
{
  BlProjectController *self = user_data;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("Saved as %s", name);

  bl_controller_show_toast (BL_CONTROLLER (self), text, BL_TOAST_BRIEF);
  g_object_notify (G_OBJECT (self), "title");
  g_signal_emit (self, signals[SAVED], 0, path);
}

static void
fill_cb (AeProject *project, gpointer user_data)
{
  BlProjectController *self = user_data;

  bl_project_marks_fill (get_workspace (self), project);
  g_signal_emit (self, signals[FILL], 0, project);
}

static void
restored_cb (const AeProject *project, gpointer user_data)
{
  BlProjectController *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!bl_project_marks_restore (get_workspace (self), project, &error))
    bl_controller_show_error (BL_CONTROLLER (self), error->message);
  /* A project that the command line saved names the file of its labels. */
  if (project->notes->labels == NULL && project->scene != NULL
      && project->scene->labels != NULL)
    bl_labels_controller_open (self->labels, project->scene->labels);
  g_signal_emit (self, signals[RESTORED], 0, project);
}

/* ------------------------------------------------------------------ a scene that has moved */

static void
pointed_cb (const char *path, gpointer user_data)
{
  bl_project_saver_open_at (BL_PROJECT_CONTROLLER (user_data)->saver, path);
}

static void
moved_response_cb (BlController *self, const char *response)
{
  if (strcmp (response, "point") == 0)
    bl_controller_open_dialog (self, "Where is the scene?", bl_file_filters_add_scenes,
                               pointed_cb);
  else
    bl_project_saver_cancel_opening (BL_PROJECT_CONTROLLER (self)->saver);
}

static void
moved_cb (const char *path, gpointer user_data)
{
  GtkWidget *owner = bl_controller_get_owner (user_data), *dialog;
  g_autofree char *shown = ae_file_dup_display (path);

  if (owner == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (owner), "The project’s scene has moved", NULL);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "%s is no longer there. Point to it to go on where you were; "
                                  "the project stays as it is.",
                                  shown);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "point",
                                    "_Point to the scene…", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "point",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "point");
  g_signal_connect_object (dialog, "response", G_CALLBACK (moved_response_cb), user_data,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ------------------------------------------------------------------ two have changed it */

static void
differs_response_cb (BlProjectController *self, const char *response)
{
  if (strcmp (response, "both") == 0)
    bl_project_saver_save_merged (self->saver, AE_PROJECT_KEEP_BOTH);
  else if (strcmp (response, "replace") == 0)
    bl_project_saver_save_merged (self->saver, AE_PROJECT_REPLACE);
}

static void
differs_cb (const char *message, gpointer user_data)
{
  GtkWidget *owner = bl_controller_get_owner (user_data), *dialog;
  g_autofree char *shown = ae_file_dup_display (message);

  if (owner == NULL)
    return;
  dialog
      = adw_message_dialog_new (GTK_WINDOW (owner), "The project was changed elsewhere", NULL);
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  "%s. Kept both, the runs of this window have other names; of "
                                  "marks on the scene those of this window are kept.",
                                  shown);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "replace",
                                    "_Replace", "both", "_Keep both", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "both",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "both");
  g_signal_connect_object (dialog, "response", G_CALLBACK (differs_response_cb), user_data,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ------------------------------------------------------------------ saving */

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlProjectController *self = user_data;
  g_autofree char *ended = strchr (strrchr (path, G_DIR_SEPARATOR), '.') != NULL
                               ? g_strdup (path)
                               : g_strconcat (path, "." AE_PROJECT_SUFFIX, NULL);

  bl_project_saver_save (self->saver, ended);
}

static void
save_as_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlProjectController *self = user_data;
  g_autofree char *stem = bl_workspace_dup_stem (get_workspace (self));
  g_autofree char *name = g_strconcat (stem, "." AE_PROJECT_SUFFIX, NULL);

  bl_controller_save_dialog (user_data, "Save the project", name, save_chosen_cb);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlProjectController *self = user_data;

  if (bl_project_saver_can_save (self->saver))
    bl_project_saver_save (self->saver, NULL);
  else
    save_as_action (action, parameter, user_data);
}

/* ------------------------------------------------------------------ after a crash */

static void
restore_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlProjectController *self = user_data;
  bl_project_saver_restore (self->saver);
}

/* ------------------------------------------------------------------ the type */

static const GActionEntry actions[] = {
  { "save", save_action, NULL, NULL, NULL, { 0 } },
  { "save-as", save_as_action, NULL, NULL, NULL, { 0 } },
  { "restore", restore_action, NULL, NULL, NULL, { 0 } },
};

static void
update_actions (BlProjectController *self)
{
  gboolean has_scene = bl_workspace_get_scene (get_workspace (self)) != NULL;

  bl_controller_set_enabled (BL_CONTROLLER (self), "save", has_scene);
  bl_controller_set_enabled (BL_CONTROLLER (self), "save-as", has_scene);
}

static void
scene_changed_cb (BlProjectController *self)
{
  bl_project_saver_set_scene (self->saver);
  g_object_notify (G_OBJECT (self), "title");
  update_actions (self);
}

static void
bl_project_controller_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  const char *path = bl_project_saver_get_path (BL_PROJECT_CONTROLLER (object)->saver);

  g_autofree char *name = path != NULL ? g_filename_display_basename (path) : NULL;

  if (path != NULL && bl_project_saver_is_read_only (BL_PROJECT_CONTROLLER (object)->saver))
    g_value_take_string (value, g_strdup_printf ("%s (read only)", name));
  else if (path != NULL)
    g_value_set_string (value, name);
  else
    g_value_set_static_string (value, "Bandloom");
}

static void
bl_project_controller_constructed (GObject *object)
{
  static const BlProjectSaverEvents events
      = { said_cb, saved_cb, fill_cb, restored_cb, moved_cb, differs_cb };
  BlProjectController *self = BL_PROJECT_CONTROLLER (object);
  BlWorkspace *workspace = get_workspace (self);

  G_OBJECT_CLASS (bl_project_controller_parent_class)->constructed (object);
  self->saver = bl_project_saver_new (workspace, &events, self);
  g_signal_connect_object (workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
  /* What the user marks is kept with the rest, whether anything trains or not. */
  g_signal_connect_object (bl_workspace_get_model (workspace), "notify::labels",
                           G_CALLBACK (bl_project_controller_touch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bl_workspace_get_selection (workspace), "changed",
                           G_CALLBACK (bl_project_controller_touch), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

static void
bl_project_controller_dispose (GObject *object)
{
  BlProjectController *self = BL_PROJECT_CONTROLLER (object);

  g_clear_pointer (&self->saver, bl_project_saver_free);
  g_clear_object (&self->labels);
  G_OBJECT_CLASS (bl_project_controller_parent_class)->dispose (object);
}

static void
bl_project_controller_class_init (BlProjectControllerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = bl_project_controller_get_property;
  object_class->constructed = bl_project_controller_constructed;
  object_class->dispose = bl_project_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "project";
  g_object_class_install_property (
      object_class, 1,
      g_param_spec_string ("title", NULL, NULL, NULL,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  signals[SAVED] = g_signal_new ("saved", BL_TYPE_PROJECT_CONTROLLER, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FILL] = g_signal_new ("fill", BL_TYPE_PROJECT_CONTROLLER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[RESTORED] = g_signal_new ("restored", BL_TYPE_PROJECT_CONTROLLER, G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bl_project_controller_init (BlProjectController *self)
{
  bl_controller_add_actions (BL_CONTROLLER (self), actions, G_N_ELEMENTS (actions));
}

/**
 * bl_project_controller_new:
 * @workspace: what is kept; a reference is taken
 * @labels: opens the file of labels that a project names; a reference is taken
 *
 * Returns: (transfer full): a controller without a file. Main thread, as all of these.
 */
BlProjectController *
bl_project_controller_new (BlWorkspace *workspace, BlLabelsController *labels)
{
  BlProjectController *self;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace) && BL_IS_LABELS_CONTROLLER (labels), NULL);
  self = g_object_new (BL_TYPE_PROJECT_CONTROLLER, "workspace", workspace, NULL);
  self->labels = g_object_ref (labels);
  return self;
}

/**
 * bl_project_controller_open:
 * @self: a controller
 * @path: a project
 *
 * Reads it, then opens its scene. What was open stays until then, and for good when it does not
 * come.
 */
void
bl_project_controller_open (BlProjectController *self, const char *path)
{
  g_return_if_fail (BL_IS_PROJECT_CONTROLLER (self));
  bl_project_saver_open (self->saver, path);
}

/**
 * bl_project_controller_touch:
 * @self: a controller
 *
 * The user marked something that "fill" tells of: it is kept with the next round.
 */
void
bl_project_controller_touch (BlProjectController *self)
{
  g_return_if_fail (BL_IS_PROJECT_CONTROLLER (self));
  if (self->saver != NULL)
    bl_project_saver_touch (self->saver);
}

/**
 * bl_project_controller_offer_recovery:
 * @self: a controller that somebody listens to
 *
 * Offers what a crash left behind, where there is such work.
 */
void
bl_project_controller_offer_recovery (BlProjectController *self)
{
  g_return_if_fail (BL_IS_PROJECT_CONTROLLER (self));
  if (bl_recovery_has_left_over ())
    bl_controller_offer (BL_CONTROLLER (self), "Work that was not saved is still there",
                         "Restore", "project.restore", BL_TOAST_STAYS);
}
