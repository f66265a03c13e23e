/* bl-window-export.c: what a run came to, for other programs: its model, its curves, codes and
 * reconstructions, and the command line that repeats it. Written on a worker from a frozen
 * model.
 */
#include "bl-window-private.h"

#include "ae-apply.h"
#include "ae-reproduce.h"
#include "ae-model-export.h"
#include "bl-file-dialog.h"

#include <string.h>

typedef struct
{
  const char *action; /* its parameter */
  const char *title;
  const char *ending; /* proposed */
  AeApplyWhat kind;   /* of an image */
} What;

static const What whats[] = {
  { "model", "Export the model (.onnx, .npz)", ".onnx" },
  { "losses", "Export the loss curves (.csv)", ".csv" },
  { "codes", "Export the codes (.img, .tif, .npy)", "-codes.img", AE_APPLY_CODES },
  { "error", "Export the error map (.img, .tif, .npy)", "-error.img", AE_APPLY_ERROR },
  { "reconstruction", "Export the reconstruction (.img, .tif, .npy)", "-reconstruction.img",
    AE_APPLY_RECONSTRUCTION },
};

/* A worker's own: nothing in it is written by anyone else. */
typedef struct
{
  char *path;
  const What *what;
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
apply (const Job *job, GError **error)
{
  g_autoptr (AeInputAdapter) adapter
      = ae_input_adapter_new (job->run->input, job->scene, FALSE, error);
  AeApplyOptions options = { .what = job->what->kind, .path = job->path };
  AeApplied applied;

  return adapter != NULL
         && ae_apply (job->run->training->model, adapter, &options, &applied, NULL, error);
}

static gpointer
export_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Job *job = inputs;

  if (job->what >= &whats[2]) /* an image */
    apply (job, error);
  else
    ae_model_export (job->run, job->path, AE_ONNX_WHOLE, AE_MODEL_EXPORT_RAW, NULL, error);
  return NULL;
}

static const BlWorkerJob export_job = { "export", export_in_thread, free_job };

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWindow *self = user_data;
  const Job *job = bl_worker_get_inputs (result);
  g_autofree char *name = g_filename_display_basename (job->path);
  g_autofree char *text = g_strdup_printf ("Written: %s", name);
  g_autoptr (GError) error = NULL;

  bl_worker_run_finish (result, &error);
  if (error == NULL)
    bl_window_show_toast (self, text);
  else
    bl_window_show_error (self, error->message);
}

/* The model as it is now, with what it is fed. */
static AeProjectRun *
make_run (BlWindow *self, const AeSnapshot *snapshot)
{
  AeTrainingState *state = ae_training_state_new (0);
  g_autoptr (AeInput) input
      = ae_input_new (bl_workspace_get_scene (self->workspace), snapshot->scaler);
  g_autofree char *name = ae_spec_dup_variant_names (ae_model_get_spec (snapshot->model));
  BlRunOptions options;

  bl_workspace_peek (self->workspace, &options);
  state->model = ae_model_ref (snapshot->model);
  state->spec = *ae_model_get_spec (snapshot->model);
  state->plan = snapshot->plan;
  state->history = ae_history_ref (snapshot->history);
  return ae_project_run_new (name, &options.pixels, input, state);
}

static void
export_to (BlWindow *self, const What *what, const char *path)
{
  g_autoptr (AeSnapshot) snapshot = bl_workspace_dup_snapshot (self->workspace);
  Job *job;

  if (snapshot == NULL)
    return;
  job = g_new0 (Job, 1);
  job->path = g_strdup (path);
  job->what = what;
  job->scene = ae_scene_ref (bl_workspace_get_scene (self->workspace));
  job->run = make_run (self, snapshot);
  bl_worker_run_async (self->worker, &export_job, job, exported_cb, self);
}

/* What was asked for is known by its own table. */
static void
export_chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;

  export_to (self, g_object_get_data (G_OBJECT (self), "export-what"), path);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  const char *wanted = g_variant_get_string (parameter, NULL);
  g_autofree char *stem = bl_window_dup_stem (self);
  g_autofree char *proposed = NULL;
  const What *what = &whats[0];

  for (guint i = 0; i < G_N_ELEMENTS (whats); i++)
    if (strcmp (wanted, whats[i].action) == 0)
      what = &whats[i];
  proposed = g_strconcat (stem, what->ending, NULL);
  g_object_set_data (G_OBJECT (self), "export-what", (gpointer) what);
  bl_file_dialog_save (widget, what->title, proposed, export_chosen_cb, self);
}

/* ------------------------------------------------------------------ the command line */

static char *
dup_command (BlWindow *self, const AeSnapshot *snapshot)
{
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  const char *path = ae_scene_get_path (scene);
  AeReaderOptions opening = bl_workspace_get_opening (self->workspace);
  BlRunOptions options;
  AeCommand command = { .path = path != NULL ? path : "demo:", .scene = scene };

  bl_workspace_peek (self->workspace, &options);
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
  BlWindow *self = user_data;

  if (strcmp (response, "copy") != 0)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          g_object_get_data (G_OBJECT (dialog), "command"));
  bl_window_show_toast_briefly (self, "Copied");
}

static void
command_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  g_autoptr (AeSnapshot) snapshot = bl_workspace_dup_snapshot (self->workspace);
  g_autofree char *command = NULL;
  GtkWidget *dialog, *label;

  if (snapshot == NULL)
    return;
  command = dup_command (self, snapshot);
  dialog = adw_message_dialog_new (GTK_WINDOW (self), "The same run on the command line", NULL);
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
  g_signal_connect (dialog, "response", G_CALLBACK (command_response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * bl_window_class_install_exports:
 * @class: the window's
 *
 * Its actions that write for other programs.
 */
void
bl_window_class_install_exports (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.export", "s", export_action);
  gtk_widget_class_install_action (class, "win.command", NULL, command_action);
}
