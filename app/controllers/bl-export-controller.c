/* bl-export-controller.c: what a run came to, for other programs: its model, its curves, codes
 * and reconstructions, and the command line that repeats it. Written on a worker from a frozen
 * model.
 */
#include "bl-export-controller.h"

#include "ae-apply.h"
#include "ae-model-export.h"
#include "ae-raster-writer.h"
#include "ae-reproduce.h"
#include "bl-worker.h"

#include <adwaita.h>
#include <string.h>

static gboolean write_image (gconstpointer job, GError **error);
static gboolean write_model (gconstpointer job, GError **error);
static const char *get_model_ending (guint i);
static const char *get_history_ending (guint i);

/* An action that asks for a file: which formats there are is said by whoever writes them. */
typedef struct
{
  const char *action;
  const char *title;
  const char *part; /* of the proposed name */
  const char *(*get_ending) (guint i);
  gboolean (*write) (gconstpointer job, GError **error);
  AeApplyWhat kind; /* of an image */
} Export;

static const Export exports[] = {
  { "model", "Export the model", "", get_model_ending, write_model },
  { "losses", "Export the loss curves", "", get_history_ending, write_model },
  { "codes", "Export the codes", "-codes", ae_raster_writer_get_ending, write_image,
    AE_APPLY_CODES },
  { "error", "Export the error map", "-error", ae_raster_writer_get_ending, write_image,
    AE_APPLY_ERROR },
  { "reconstruction", "Export the reconstruction", "-reconstruction",
    ae_raster_writer_get_ending, write_image, AE_APPLY_RECONSTRUCTION },
};

struct _BlExportController
{
  BlController parent_instance;
  BlWorker *worker;
  const Export *asked; /* nullable: for which a dialog is open */
};

G_DEFINE_FINAL_TYPE (BlExportController, bl_export_controller, BL_TYPE_CONTROLLER)

static BlWorkspace *
get_workspace (BlExportController *self)
{
  return bl_controller_get_workspace (BL_CONTROLLER (self));
}

static const char *
get_model_ending (guint i)
{
  return ae_model_export_get_ending (AE_MODEL_EXPORT_MODEL, i);
}

static const char *
get_history_ending (guint i)
{
  return ae_model_export_get_ending (AE_MODEL_EXPORT_HISTORY, i);
}

/* ------------------------------------------------------------------ writing a file */

/* A worker's own: nothing in it is written by anyone else. */
typedef struct
{
  char *path;
  const Export *what;
  AeScene *scene;
  AeProjectRun *run;
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  ae_scene_unref (job->scene);
  ae_project_run_free (job->run);
  g_free (job);
}

static gboolean
write_image (gconstpointer data, GError **error)
{
  const Job *job = data;
  g_autoptr (AeInputAdapter) adapter
      = ae_input_adapter_new (job->run->input, job->scene, FALSE, error);
  AeApplyOptions options = { .what = job->what->kind, .path = job->path };
  AeApplied applied;

  return adapter != NULL
         && ae_apply (job->run->training->model, adapter, &options, &applied, NULL, error);
}

static gboolean
write_model (gconstpointer data, GError **error)
{
  const Job *job = data;

  return ae_model_export (job->run, job->path, AE_ONNX_WHOLE, AE_MODEL_EXPORT_RAW, NULL, error);
}

static gpointer
export_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Job *job = inputs;

  job->what->write (job, error);
  return NULL;
}

static const BlWorkerJob export_job = { "export", export_in_thread, free_job };

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlExportController *self = user_data;
  const Job *job = bl_worker_get_inputs (result);
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *text = g_strdup_printf ("Written: %s", name);
  g_autoptr (GError) error = NULL;

  bl_worker_run_finish (result, &error);
  bl_controller_tell_written (BL_CONTROLLER (self), job->path, error);
}

/* The model as it is now, with what it is fed. */
static AeProjectRun *
make_run (BlExportController *self, const AeSnapshot *snapshot)
{
  AeTrainingState *state = ae_training_state_new (0);
  g_autoptr (AeInput) input
      = ae_input_new (bl_workspace_get_scene (get_workspace (self)), snapshot->scaler);
  g_autofree char *name = ae_spec_dup_variant_names (ae_model_get_spec (snapshot->model));
  BlRunOptions options;

  bl_workspace_peek (get_workspace (self), &options);
  state->model = ae_model_ref (snapshot->model);
  state->spec = *ae_model_get_spec (snapshot->model);
  state->plan = snapshot->plan;
  state->history = ae_history_ref (snapshot->history);
  return ae_project_run_new (name, &options.pixels, input, state);
}

static void
export_to (BlExportController *self, const Export *what, const char *path)
{
  g_autoptr (AeSnapshot) snapshot = bl_workspace_dup_snapshot (get_workspace (self));
  Job *job;

  if (snapshot == NULL)
    return;
  job = g_new0 (Job, 1);
  job->path = g_strdup (path);
  job->what = what;
  job->scene = ae_scene_ref (bl_workspace_get_scene (get_workspace (self)));
  job->run = make_run (self, snapshot);
  bl_worker_run_async (self->worker, &export_job, job, exported_cb, self);
}

static void
export_chosen_cb (const char *path, gpointer user_data)
{
  BlExportController *self = user_data;

  export_to (self, self->asked, path);
}

static char *
dup_title (const Export *what)
{
  GString *title = g_string_new (what->title);

  for (guint i = 0; what->get_ending (i) != NULL; i++)
    g_string_append_printf (title, "%s%s", i == 0 ? " (" : ", ", what->get_ending (i));
  return g_string_free (g_string_append_c (title, ')'), FALSE);
}

static void
export_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlExportController *self = user_data;
  g_autofree char *stem = bl_workspace_dup_stem (get_workspace (self)), *name = NULL,
                  *title = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    if (strcmp (g_action_get_name (G_ACTION (action)), exports[i].action) == 0)
      self->asked = &exports[i];
  title = dup_title (self->asked);
  name = g_strconcat (stem, self->asked->part, self->asked->get_ending (0), NULL);
  bl_controller_save_dialog (BL_CONTROLLER (self), title, name, export_chosen_cb);
}

/* ------------------------------------------------------------------ the command line */

static char *
dup_command (BlExportController *self, const AeSnapshot *snapshot)
{
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  const char *path = ae_scene_get_path (scene);
  AeReaderOptions opening = bl_workspace_get_opening (get_workspace (self));
  BlRunOptions options;
  AeCommand command = { .path = path != NULL ? path : "demo:", .scene = scene };

  bl_workspace_peek (get_workspace (self), &options);
  command.variable = opening.variable;
  command.axes = opening.axes;
  command.assume = opening.assume;
  command.pixels = &options.pixels;
  command.spec = ae_model_get_spec (snapshot->model);
  command.plan = &snapshot->plan;
  command.hyperparams = &snapshot->hyperparams;
  command.epochs = snapshot->epoch;
  command.history = snapshot->history;
  return ae_reproduce_dup_train (&command);
}

static void
command_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  BlExportController *self = user_data;

  if (strcmp (response, "copy") != 0)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)),
                          g_object_get_data (G_OBJECT (dialog), "command"));
  bl_controller_show_toast (BL_CONTROLLER (self), "Copied", BL_TOAST_BRIEF);
}

static void
command_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlExportController *self = user_data;
  g_autoptr (AeSnapshot) snapshot = bl_workspace_dup_snapshot (get_workspace (self));
  GtkWidget *owner = bl_controller_get_owner (BL_CONTROLLER (self)), *dialog, *label;
  g_autofree char *command = NULL;

  if (snapshot == NULL || owner == NULL)
    return;
  command = dup_command (self, snapshot);
  dialog
      = adw_message_dialog_new (GTK_WINDOW (owner), "The same run on the command line", NULL);
  label = gtk_label_new (command);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "close", "_Close", "copy",
                                    "C_opy", NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "copy");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "copy",
                                              ADW_RESPONSE_SUGGESTED);
  g_object_set_data_full (G_OBJECT (dialog), "command", g_steal_pointer (&command), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (command_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ------------------------------------------------------------------ the type */

static void
update_actions (BlExportController *self)
{
  gboolean has_run = bl_workspace_has_run (get_workspace (self));

  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    bl_controller_set_enabled (BL_CONTROLLER (self), exports[i].action, has_run);
  bl_controller_set_enabled (BL_CONTROLLER (self), "command", has_run);
}

static void
bl_export_controller_constructed (GObject *object)
{
  BlExportController *self = BL_EXPORT_CONTROLLER (object);

  G_OBJECT_CLASS (bl_export_controller_parent_class)->constructed (object);
  g_signal_connect_object (get_workspace (self), "run-changed", G_CALLBACK (update_actions),
                           self, G_CONNECT_SWAPPED);
  update_actions (self);
}

static void
bl_export_controller_dispose (GObject *object)
{
  g_clear_pointer (&BL_EXPORT_CONTROLLER (object)->worker, bl_worker_free);
  G_OBJECT_CLASS (bl_export_controller_parent_class)->dispose (object);
}

static void
bl_export_controller_class_init (BlExportControllerClass *class)
{
  G_OBJECT_CLASS (class)->constructed = bl_export_controller_constructed;
  G_OBJECT_CLASS (class)->dispose = bl_export_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "export";
}

static void
bl_export_controller_init (BlExportController *self)
{
  GActionEntry entry = { "command", command_action, NULL, NULL, NULL, { 0 } };

  self->worker = bl_worker_new (BL_WORKER_ALL);
  bl_controller_add_actions (BL_CONTROLLER (self), &entry, 1);
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      entry = (GActionEntry){ exports[i].action, export_action, NULL, NULL, NULL, { 0 } };
      bl_controller_add_actions (BL_CONTROLLER (self), &entry, 1);
    }
}

/**
 * bl_export_controller_new:
 * @workspace: whose active run is written; a reference is taken
 *
 * Returns: (transfer full): a controller. Main thread.
 */
BlExportController *
bl_export_controller_new (BlWorkspace *workspace)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  return g_object_new (BL_TYPE_EXPORT_CONTROLLER, "workspace", workspace, NULL);
}
