/* bl-window-scene-edits.c: changes to the scene: units, bands, preprocessing. A model is of the
 * spectra that it was trained on, so whoever has trained is asked first.
 */
#include "bl-window-private.h"

#include "ae-scene-edits.h"

#include <string.h>

/* What is wanted, until it is there. */
typedef struct
{
  AeScene *scene;
  AeWavelengthUnits units;
  char *bands, *steps; /* nullable */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  ae_scene_unref (wish->scene);
  g_free (wish->bands);
  g_free (wish->steps);
  g_free (wish);
}

static gpointer
edit_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Wish *wish = inputs;
  AeSceneEdits edits = { wish->units, wish->bands, wish->steps };

  edits.has_nodata = ae_scene_get_chosen_nodata (wish->scene, &edits.nodata);

  return ae_scene_apply_edits (wish->scene, &edits, bl_worker_task_get_cancellable (task),
                               error);
}

static const BlWorkerJob treat_job
    = { "change scene", edit_in_thread, wish_free, (GDestroyNotify) ae_scene_unref };

static void
treated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWindow *self = user_data;
  const Wish *wish = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = bl_worker_run_finish (result, &error);

  if (wish->scene != bl_workspace_get_scene (self->workspace)) /* another is open */
    return;
  if (scene == NULL)
    {
      bl_window_show_error (self, error->message);
      bl_scene_model_refuse_edits (bl_workspace_get_model (self->workspace));
      return;
    }
  bl_workspace_set_scene (self->workspace, scene);
}

static guint
count_trained (BlWindow *self)
{
  GListModel *runs = bl_workspace_get_runs (self->workspace);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (runs); i++)
    {
      g_autoptr (BlRun) run = g_list_model_get_item (runs, i);

      n += bl_run_is_built (run);
    }
  return n;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  BlWindow *self = user_data;
  Wish *wish = g_object_steal_data (G_OBJECT (dialog), "wish");

  if (strcmp (response, "change") == 0
      && wish->scene == bl_workspace_get_scene (self->workspace))
    {
      bl_worker_run_async (self->changing, &treat_job, wish, treated_cb, self);
      return;
    }
  bl_scene_model_refuse_edits (bl_workspace_get_model (self->workspace));
  wish_free (wish);
}

static void
ask_first (BlWindow *self, Wish *wish, guint n)
{
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_WINDOW (self), "Change the scene and begin anew?", NULL);

  adw_message_dialog_format_body (
      ADW_MESSAGE_DIALOG (dialog),
      n == 1 ? "%u run was trained on the spectra as they are; it ends with them. Save the "
               "project first to keep it."
             : "%u runs were trained on the spectra as they are; they end with them. Save the "
               "project first to keep them.",
      n);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "change",
                                    "_Begin anew", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "change",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "wish", wish, wish_free);
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
scene_edits_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  const char *bands, *steps;
  guint units, n;
  Wish *wish;

  if (scene == NULL)
    return;
  g_variant_get (parameter, "(u&s&s)", &units, &bands, &steps);
  wish = g_new0 (Wish, 1);
  wish->scene = ae_scene_ref (scene);
  wish->units = MIN (units, AE_WAVELENGTH_N_UNITS - 1);
  wish->bands = bands[0] != '\0' ? g_strdup (bands) : NULL;
  wish->steps = steps[0] != '\0' ? g_strdup (steps) : NULL;
  n = count_trained (self);
  if (n > 0)
    ask_first (self, wish, n);
  else
    bl_worker_run_async (self->changing, &treat_job, wish, treated_cb, self);
}

/**
 * bl_window_class_install_scene_edits:
 * @class: the window's
 *
 * win.treat "(uss)": units as #AeWavelengthUnits, kept bands, preprocessing; see #AeSceneEdits.
 */
void
bl_window_class_install_scene_edits (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.treat", "(uss)", scene_edits_action);
}
