/* bl-window-transfer.c: a model of another scene carried over to this one: what the Compare
 * page asks for, and what it is given back.
 */
#include "bl-window-private.h"

#include "bl-file-dialog.h"

#include <math.h>
#include <string.h>

static const char *const way_names[AE_TRANSFER_WAYS]
    = { "as it is", "decoder refitted", "all fine-tuned", "from scratch" };
static const char *const feature_names[AE_TRANSFER_N_FEATURES]
    = { "codes", "PCA", "all bands" };

static BlTransferPanel *
get_panel (BlWindow *self)
{
  return bl_compare_page_get_transfer (self->compare_page);
}

/* ------------------------------------------------------------------ which model */

static gpointer
list_in_thread (BlWorkerTask *task, gpointer path, GError **error)
{
  return ae_project_load (path, error);
}

static const BlWorkerJob list_job
    = { "read project", list_in_thread, g_free, (GDestroyNotify) ae_project_free };

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlWindow *self = user_data;
  const char *path = bl_worker_get_inputs (result);
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeProject) project = bl_worker_run_finish (result, &error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) runs = NULL;

  if (project == NULL || project->runs->len == 0)
    {
      bl_window_show_error (self, error != NULL
                                      ? error->message
                                      : "The project holds no trained model; choose another");
      return;
    }
  for (guint i = 0; i < project->runs->len; i++)
    g_strv_builder_add (names, ((AeProjectRun *) project->runs->pdata[i])->name);
  runs = g_strv_builder_end (names);
  g_clear_pointer (&self->transfer, bl_transfer_job_free);
  g_free (self->transfer_model);
  self->transfer_model = g_strdup (path);
  bl_transfer_panel_set_model (get_panel (self), name, (const char *const *) runs);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;

  bl_worker_run_async (self->worker, &list_job, g_strdup (path), listed_cb, self);
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) projects = gtk_file_filter_new ();

  gtk_file_filter_set_name (projects, "Projects");
  gtk_file_filter_add_suffix (projects, "bandloom");
  gtk_file_chooser_add_filter (chooser, projects);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_file_dialog_open (widget, "A project with a trained model", add_filters, chosen_cb,
                       widget);
}

/* ------------------------------------------------------------------ what comes in */

static void
show_curves (BlWindow *self)
{
  const AeTransferWork *work = bl_transfer_job_get_work (self->transfer);
  BlTransferLine lines[AE_TRANSFER_WAYS];

  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      GArray *losses = bl_transfer_job_get_losses (self->transfer, way);

      lines[way] = (BlTransferLine){
        .name = way_names[way],
        .losses = (const double *) (void *) losses->data,
        .n = losses->len,
        .first = work != NULL ? 0 : 1,
        .is_level = way == AE_TRANSFER_AS_IS,
        .epochs_to_equal = work != NULL && way != AE_TRANSFER_SCRATCH
                               ? work->transfer->curves[way].epochs_to_equal
                               : -1,
      };
    }
  bl_transfer_panel_set_lines (get_panel (self), lines, AE_TRANSFER_WAYS);
}

static void
show_labels (BlWindow *self, const AeTransferWork *work)
{
  BlTransferAccuracy features[AE_TRANSFER_N_FEATURES];
  double mean[AE_TRANSFER_N_FEATURES][AE_TRANSFER_N_COUNTS],
      deviation[AE_TRANSFER_N_FEATURES][AE_TRANSFER_N_COUNTS];

  for (guint f = 0; f < AE_TRANSFER_N_FEATURES; f++)
    {
      for (guint c = 0; c < AE_TRANSFER_N_COUNTS; c++)
        {
          const AeLabelEfficiency *found = &work->labels[f][c];

          mean[f][c] = found->classes > 1 ? found->mean : (double) NAN;
          deviation[f][c] = found->deviation;
        }
      features[f] = (BlTransferAccuracy){ feature_names[f], ae_transfer_counts, mean[f],
                                          deviation[f], AE_TRANSFER_N_COUNTS };
    }
  bl_transfer_panel_set_accuracy (get_panel (self), features,
                                  work->has_labels ? AE_TRANSFER_N_FEATURES : 0);
}

static void
epoch_cb (BlTransferJob *job, gpointer user_data)
{
  BlWindow *self = user_data;
  g_autofree char *text = NULL;
  guint way = AE_TRANSFER_DECODER;

  self->transfer = job;
  for (guint i = AE_TRANSFER_DECODER; i < AE_TRANSFER_WAYS; i++)
    if (bl_transfer_job_get_losses (job, i)->len > 0)
      way = i;
  text = g_strdup_printf ("%s: epoch %u", way_names[way],
                          bl_transfer_job_get_losses (job, way)->len);
  show_curves (self);
  bl_transfer_panel_set_progress (get_panel (self), text, TRUE, FALSE);
}

/* In plain sight: how the scene was fed, and which way cannot be. */
static char *
dup_summary (const AeTransferWork *work)
{
  GString *text = g_string_new (NULL);

  if (ae_input_adapter_is_resampled (work->adapter))
    g_string_append_printf (text, "%u of %u bands resampled by wavelength",
                            ae_input_adapter_count_resampled (work->adapter),
                            ae_input_get_bands (ae_input_adapter_get_input (work->adapter)));
  else
    g_string_append_printf (text, "all %u bands of the model are there",
                            ae_input_get_bands (ae_input_adapter_get_input (work->adapter)));
  if (ae_input_adapter_count_bridged (work->adapter) > 0)
    g_string_append_printf (text, ", %u of them across a gap",
                            ae_input_adapter_count_bridged (work->adapter));
  if (!work->transfer->curves[AE_TRANSFER_DECODER].is_possible)
    g_string_append_printf (text, "%sa tied decoder cannot be refitted alone",
                            text->len > 0 ? "; " : "");
  return g_string_free (text, FALSE);
}

static void
done_cb (BlTransferJob *job, const char *message, gpointer user_data)
{
  BlWindow *self = user_data;
  const AeTransferWork *work;
  g_autofree char *text = NULL;

  self->transfer = job;
  work = bl_transfer_job_get_work (job);
  if (work == NULL)
    {
      bl_transfer_panel_set_progress (get_panel (self), message, FALSE, FALSE);
      return;
    }
  text = dup_summary (work);
  show_curves (self);
  show_labels (self, work);
  bl_transfer_panel_set_progress (get_panel (self), text, FALSE, TRUE);
}

/* ------------------------------------------------------------------ beginning one */

static void
transfer_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const BlTransferEvents events = { epoch_cb, done_cb };
  BlWindow *self = BL_WINDOW (widget);
  AeScene *scene = bl_workspace_get_scene (self->workspace);
  g_autofree char *model = NULL;
  gboolean resample;
  guint run, epochs;

  g_variant_get (parameter, "(uub)", &run, &epochs, &resample);
  if (scene == NULL || self->transfer_model == NULL)
    return;
  model = g_strdup_printf ("%s#%u", self->transfer_model, run + 1);
  g_clear_pointer (&self->transfer, bl_transfer_job_free);
  bl_transfer_panel_set_lines (get_panel (self), NULL, 0);
  bl_transfer_panel_set_accuracy (get_panel (self), NULL, 0);
  bl_transfer_panel_set_progress (get_panel (self), "reading the pixels", TRUE, FALSE);
  self->transfer = bl_transfer_job_new (model, scene, epochs, resample, &events, self);
}

static void
stop_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);

  g_clear_pointer (&self->transfer, bl_transfer_job_free);
  bl_transfer_panel_set_progress (get_panel (self), "stopped", FALSE, FALSE);
}

/* ------------------------------------------------------------------ its file */

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlWindow *self = user_data;
  const AeTransferWork *work
      = self->transfer != NULL ? bl_transfer_job_get_work (self->transfer) : NULL;
  g_autoptr (AeProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = g_strdup_printf ("Written: %s", name);

  if (work == NULL)
    return;
  project = ae_transfer_work_dup_project (work);
  if (ae_project_save (project, path, &error))
    bl_window_show_toast (self, text);
  else
    bl_window_show_error (self, error->message);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_file_dialog_save (widget, "Save the fitted models as runs of a project",
                       "transferred.bandloom", save_chosen_cb, widget);
}

static void
scene_changed_cb (BlWindow *self)
{
  g_clear_pointer (&self->transfer, bl_transfer_job_free);
  bl_transfer_panel_set_lines (get_panel (self), NULL, 0);
  bl_transfer_panel_set_accuracy (get_panel (self), NULL, 0);
  if (self->transfer_model != NULL)
    bl_transfer_panel_set_progress (get_panel (self), "", FALSE, FALSE);
}

/**
 * bl_window_start_transfers:
 * @self: a window with a workspace
 *
 * A transfer is to the scene that is open.
 */
void
bl_window_start_transfers (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  g_signal_connect_swapped (self->workspace, "scene-changed", G_CALLBACK (scene_changed_cb),
                            self);
}

/**
 * bl_window_class_install_transfers:
 * @class: the window's
 *
 * Its actions that carry a model over.
 */
void
bl_window_class_install_transfers (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.open-transfer", NULL, open_action);
  gtk_widget_class_install_action (class, "win.transfer", "(uub)", transfer_action);
  gtk_widget_class_install_action (class, "win.stop-transfer", NULL, stop_action);
  gtk_widget_class_install_action (class, "win.save-transfer", NULL, save_action);
}
