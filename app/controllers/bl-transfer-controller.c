/* bl-transfer-controller.c: a model of another scene carried over to this one: what the panel
 * asks for, and what it is given back.
 */
#include "bl-transfer-controller.h"

#include "bl-file-filters.h"
#include "bl-transfer-job.h"
#include "bl-worker.h"

#include <math.h>
#include <string.h>

static const char *const way_names[AE_TRANSFER_WAYS]
    = { "as it is", "decoder refitted", "all fine-tuned", "from scratch" };
static const char *const feature_names[AE_TRANSFER_N_FEATURES]
    = { "codes", "PCA", "all bands" };

struct _BlTransferController
{
  BlController parent_instance;
  BlTransferPanel *panel; /* nullable */
  BlWorker *worker;       /* looks into projects */
  BlTransferJob *job;     /* nullable: the last one, done or not */
  char *model;            /* nullable: a project */
};

G_DEFINE_FINAL_TYPE (BlTransferController, bl_transfer_controller, BL_TYPE_CONTROLLER)

/* ------------------------------------------------------------------ what the panel shows */

static void
show_lines (BlTransferController *self, const BlTransferLine *lines, guint n)
{
  if (self->panel != NULL)
    bl_transfer_panel_set_lines (self->panel, lines, n);
}

static void
show_accuracy (BlTransferController *self, const BlTransferAccuracy *features, guint n)
{
  if (self->panel != NULL)
    bl_transfer_panel_set_accuracy (self->panel, features, n);
}

static void
show_progress (BlTransferController *self, const char *text, gboolean is_busy, gboolean is_done)
{
  if (self->panel != NULL)
    bl_transfer_panel_set_progress (self->panel, text, is_busy, is_done);
  bl_controller_set_enabled (BL_CONTROLLER (self), "stop", is_busy);
  bl_controller_set_enabled (BL_CONTROLLER (self), "save", is_done);
}

static void
update_actions (BlTransferController *self)
{
  BlWorkspace *workspace = bl_controller_get_workspace (BL_CONTROLLER (self));

  bl_controller_set_enabled (BL_CONTROLLER (self), "start",
                             self->model != NULL && bl_workspace_get_scene (workspace) != NULL);
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
  BlTransferController *self = user_data;
  const char *path = bl_worker_get_inputs (result);
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeProject) project = bl_worker_run_finish (result, &error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) runs = NULL;

  if (project == NULL || project->runs->len == 0)
    {
      bl_controller_show_error (BL_CONTROLLER (self),
                                error != NULL
                                    ? error->message
                                    : "The project holds no trained model; choose another");
      return;
    }
  for (guint i = 0; i < project->runs->len; i++)
    g_strv_builder_add (names, ((AeProjectRun *) project->runs->pdata[i])->name);
  runs = g_strv_builder_end (names);
  g_clear_pointer (&self->job, bl_transfer_job_free);
  g_free (self->model);
  self->model = g_strdup (path);
  if (self->panel != NULL)
    bl_transfer_panel_set_model (self->panel, name, (const char *const *) runs);
  update_actions (self);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  BlTransferController *self = user_data;

  bl_worker_run_async (self->worker, &list_job, g_strdup (path), listed_cb, self);
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bl_controller_open_dialog (BL_CONTROLLER (user_data), "A project with a trained model",
                             bl_file_filters_add_projects, chosen_cb);
}

/* ------------------------------------------------------------------ what comes in */

static void
show_curves (BlTransferController *self)
{
  const AeTransferWork *work = bl_transfer_job_get_work (self->job);
  BlTransferLine lines[AE_TRANSFER_WAYS];

  for (guint way = 0; way < AE_TRANSFER_WAYS; way++)
    {
      GArray *losses = bl_transfer_job_get_losses (self->job, way);

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
  show_lines (self, lines, AE_TRANSFER_WAYS);
}

static void
show_labels (BlTransferController *self, const AeTransferWork *work)
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
  show_accuracy (self, features, work->has_labels ? AE_TRANSFER_N_FEATURES : 0);
}

static void
epoch_cb (BlTransferJob *job, gpointer user_data)
{
  BlTransferController *self = user_data;
  g_autofree char *text = NULL;
  guint way = AE_TRANSFER_DECODER;

  self->job = job;
  for (guint i = AE_TRANSFER_DECODER; i < AE_TRANSFER_WAYS; i++)
    if (bl_transfer_job_get_losses (job, i)->len > 0)
      way = i;
  text = g_strdup_printf ("%s: epoch %u", way_names[way],
                          bl_transfer_job_get_losses (job, way)->len);
  show_curves (self);
  show_progress (self, text, TRUE, FALSE);
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
  BlTransferController *self = user_data;
  const AeTransferWork *work;
  g_autofree char *text = NULL;

  self->job = job;
  work = bl_transfer_job_get_work (job);
  if (work == NULL)
    {
      show_progress (self, message, FALSE, FALSE);
      return;
    }
  text = dup_summary (work);
  show_curves (self);
  show_labels (self, work);
  show_progress (self, text, FALSE, TRUE);
}

/* ------------------------------------------------------------------ beginning one */

static void
start_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const BlTransferEvents events = { epoch_cb, done_cb };
  BlTransferController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (bl_controller_get_workspace (BL_CONTROLLER (self)));
  g_autofree char *model = NULL;
  gboolean resample;
  guint run, epochs;

  g_variant_get (parameter, "(uub)", &run, &epochs, &resample);
  if (scene == NULL || self->model == NULL)
    return;
  model = g_strdup_printf ("%s#%u", self->model, run + 1);
  g_clear_pointer (&self->job, bl_transfer_job_free);
  show_lines (self, NULL, 0);
  show_accuracy (self, NULL, 0);
  show_progress (self, "reading the pixels", TRUE, FALSE);
  self->job = bl_transfer_job_new (model, scene, epochs, resample, &events, self);
}

static void
stop_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlTransferController *self = user_data;

  g_clear_pointer (&self->job, bl_transfer_job_free);
  show_progress (self, "stopped", FALSE, FALSE);
}

/* ------------------------------------------------------------------ its file */

static void
save_chosen_cb (const char *path, gpointer user_data)
{
  BlTransferController *self = user_data;
  const AeTransferWork *work = self->job != NULL ? bl_transfer_job_get_work (self->job) : NULL;
  g_autoptr (AeProject) project = NULL;
  g_autoptr (GError) error = NULL;

  if (work == NULL)
    return;
  project = ae_transfer_work_dup_project (work);
  ae_project_save (project, path, &error);
  bl_controller_tell_written (BL_CONTROLLER (self), path, error);
}

static void
save_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  bl_controller_save_dialog (BL_CONTROLLER (user_data),
                             "Save the fitted models as runs of a project",
                             "transferred." AE_PROJECT_SUFFIX, save_chosen_cb);
}

/* ------------------------------------------------------------------ the type */

static const GActionEntry actions[] = {
  { "open", open_action, NULL, NULL, NULL, { 0 } },
  { "start", start_action, "(uub)", NULL, NULL, { 0 } },
  { "stop", stop_action, NULL, NULL, NULL, { 0 } },
  { "save", save_action, NULL, NULL, NULL, { 0 } },
};

/* A transfer is to the scene that is open. */
static void
scene_changed_cb (BlTransferController *self)
{
  g_clear_pointer (&self->job, bl_transfer_job_free);
  show_lines (self, NULL, 0);
  show_accuracy (self, NULL, 0);
  if (self->model != NULL)
    show_progress (self, "", FALSE, FALSE);
  update_actions (self);
}

static void
bl_transfer_controller_constructed (GObject *object)
{
  BlController *self = BL_CONTROLLER (object);

  G_OBJECT_CLASS (bl_transfer_controller_parent_class)->constructed (object);
  g_signal_connect_object (bl_controller_get_workspace (self), "scene-changed",
                           G_CALLBACK (scene_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
bl_transfer_controller_dispose (GObject *object)
{
  BlTransferController *self = BL_TRANSFER_CONTROLLER (object);

  g_clear_pointer (&self->worker, bl_worker_free);
  g_clear_pointer (&self->job, bl_transfer_job_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_object (&self->panel);
  G_OBJECT_CLASS (bl_transfer_controller_parent_class)->dispose (object);
}

static void
bl_transfer_controller_class_init (BlTransferControllerClass *class)
{
  G_OBJECT_CLASS (class)->constructed = bl_transfer_controller_constructed;
  G_OBJECT_CLASS (class)->dispose = bl_transfer_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "transfer";
}

static void
bl_transfer_controller_init (BlTransferController *self)
{
  self->worker = bl_worker_new (BL_WORKER_ALL);
  bl_controller_add_actions (BL_CONTROLLER (self), actions, G_N_ELEMENTS (actions));
  bl_controller_set_enabled (BL_CONTROLLER (self), "start", FALSE);
  bl_controller_set_enabled (BL_CONTROLLER (self), "stop", FALSE);
  bl_controller_set_enabled (BL_CONTROLLER (self), "save", FALSE);
}

/**
 * bl_transfer_controller_new:
 * @workspace: to whose scene a model is carried; a reference is taken
 * @panel: (nullable): what asks and shows; a reference is taken
 *
 * Returns: (transfer full): a controller without a model. Main thread.
 */
BlTransferController *
bl_transfer_controller_new (BlWorkspace *workspace, BlTransferPanel *panel)
{
  BlTransferController *self;

  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  self = g_object_new (BL_TYPE_TRANSFER_CONTROLLER, "workspace", workspace, NULL);
  g_set_object (&self->panel, panel);
  return self;
}
