/* bl-scene-controller.c: changes to the scene (units, bands, preprocessing), and what is asked
 * where a file can be read in more than one way: a header that does not fit, several arrays,
 * another order of axes. What was open stays until an answer is given.
 */
#include "bl-scene-controller.h"

#include "ae-scene-edits.h"
#include "bl-array-dialog.h"
#include "bl-worker.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

struct _BlSceneController
{
  BlController parent_instance;
  BlWorker *editing; /* the scene: units, bands, preprocessing */
  BlWorker *listing; /* arrays of files */
};

G_DEFINE_FINAL_TYPE (BlSceneController, bl_scene_controller, BL_TYPE_CONTROLLER)

static BlWorkspace *
get_workspace (BlSceneController *self)
{
  return bl_controller_get_workspace (BL_CONTROLLER (self));
}

/* ------------------------------------------------------------------ changes of the scene */

/* What is wanted, until it is there. A model is of the spectra that it was trained on, so
 * whoever has trained is asked first. */
typedef struct
{
  AeScene *scene;
  AeWavelengthUnits units;
  char *bands, *steps; /* nullable */
  double nodata;       /* NAN: as in the file */
} Request;

static Request *
request_new (AeScene *scene)
{
  Request *self = g_new0 (Request, 1);

  self->scene = ae_scene_ref (scene);
  self->nodata = NAN;
  return self;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  ae_scene_unref (request->scene);
  g_free (request->bands);
  g_free (request->steps);
  g_free (request);
}

static gpointer
edit_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Request *request = inputs;
  AeSceneEdits edits = { request->units, request->bands, request->steps };

  edits.has_nodata = !isnan (request->nodata);
  edits.nodata = request->nodata;
  return ae_scene_apply_edits (request->scene, &edits, bl_worker_task_get_cancellable (task),
                               error);
}

static const BlWorkerJob edit_job
    = { "change scene", edit_in_thread, request_free, (GDestroyNotify) ae_scene_unref };

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlSceneController *self = user_data;
  const Request *request = bl_worker_get_inputs (result);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeScene) scene = bl_worker_run_finish (result, &error);

  if (request->scene != bl_workspace_get_scene (get_workspace (self))) /* another is open */
    return;
  if (scene == NULL)
    {
      bl_controller_show_error (BL_CONTROLLER (self), error->message);
      bl_scene_model_refuse_edits (bl_workspace_get_model (get_workspace (self)));
      return;
    }
  bl_workspace_set_scene (get_workspace (self), scene);
}

static guint
count_trained (BlSceneController *self)
{
  GListModel *runs = bl_workspace_get_runs (get_workspace (self));
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
  BlSceneController *self = user_data;
  Request *request = g_object_steal_data (G_OBJECT (dialog), "request");

  if (strcmp (response, "change") == 0
      && request->scene == bl_workspace_get_scene (get_workspace (self)))
    {
      bl_worker_run_async (self->editing, &edit_job, request, edited_cb, self);
      return;
    }
  bl_scene_model_refuse_edits (bl_workspace_get_model (get_workspace (self)));
  request_free (request);
}

static void
ask_first (BlSceneController *self, Request *request, guint n)
{
  GtkWidget *owner = bl_controller_get_owner (BL_CONTROLLER (self));
  GtkWidget *dialog = adw_message_dialog_new (owner != NULL ? GTK_WINDOW (owner) : NULL,
                                              "Change the scene and begin anew?", NULL);

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
  g_object_set_data_full (G_OBJECT (dialog), "request", request, request_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
take_request (BlSceneController *self, Request *request)
{
  guint n = count_trained (self);

  if (n > 0)
    ask_first (self, request, n);
  else
    bl_worker_run_async (self->editing, &edit_job, request, edited_cb, self);
}

static void
edit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSceneController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  const char *bands, *steps;
  guint units;
  Request *request;

  if (scene == NULL)
    return;
  g_variant_get (parameter, "(u&s&s)", &units, &bands, &steps);
  request = request_new (scene);
  request->units = MIN (units, AE_WAVELENGTH_N_UNITS - 1);
  request->bands = bands[0] != '\0' ? g_strdup (bands) : NULL;
  request->steps = steps[0] != '\0' ? g_strdup (steps) : NULL;
  if (!ae_scene_get_chosen_nodata (scene, &request->nodata))
    request->nodata = NAN;
  take_request (self, request);
}

/* What stands for no data besides what the file says; NAN: nothing. The rest stays as it is. */
static void
nodata_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSceneController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  Request *request;

  if (scene == NULL)
    return;
  request = request_new (scene);
  request->units = ae_scene_get_chosen_units (scene);
  request->bands = ae_scene_dup_chosen_bands (scene);
  request->steps = g_strdup (ae_scene_get_preprocessing (scene));
  request->nodata = g_variant_get_double (parameter);
  take_request (self, request);
}

static void
reset_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSceneController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  Request *request;

  if (scene == NULL)
    return;
  request = request_new (scene);
  take_request (self, request);
}

/* ------------------------------------------------------------------ a header that does not fit
 */

static void
size_mismatch_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  BlSceneController *self = user_data;

  if (g_str_equal (response, "assume"))
    bl_workspace_open (get_workspace (self), g_object_get_data (G_OBJECT (dialog), "path"),
                       &(AeReaderOptions){ .assume = TRUE });
}

/* Offers the nearest reading that is consistent, with the arithmetic. */
static void
size_mismatch_cb (BlSceneController *self, const char *path, const char *message)
{
  GtkWidget *owner = bl_controller_get_owner (BL_CONTROLLER (self)), *dialog;

  if (owner == NULL)
    {
      bl_controller_show_error (BL_CONTROLLER (self), message);
      return;
    }
  dialog
      = adw_message_dialog_new (GTK_WINDOW (owner), "The header does not fit its file", NULL);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), message);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", "_Cancel", "assume",
                                    "_Open it so", NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "assume",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "path", g_strdup (path), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (size_mismatch_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* ------------------------------------------------------------------ a file of several arrays
 */

typedef struct
{
  char *path, *message;
} Asked;

static void
free_asked (gpointer data)
{
  Asked *asked = data;

  g_free (asked->path);
  g_free (asked->message);
  g_free (asked);
}

static gpointer
list_in_thread (BlWorkerTask *task, gpointer inputs, GError **error)
{
  const Asked *asked = inputs;

  return ae_reader_list_choices (asked->path, NULL);
}

static const BlWorkerJob list_job
    = { "list arrays", list_in_thread, free_asked, (GDestroyNotify) g_ptr_array_unref };

static void
array_chosen_cb (const char *path, const char *variable, gpointer user_data)
{
  bl_workspace_open (get_workspace (user_data), path,
                     &(AeReaderOptions){ .variable = variable });
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BlController *self = user_data;
  const Asked *asked = bl_worker_get_inputs (result);
  GtkWidget *owner = bl_controller_get_owner (self);
  g_autoptr (GPtrArray) choices = bl_worker_run_finish (result, NULL);

  if (choices == NULL || choices->len == 0 || owner == NULL)
    bl_controller_show_error (self, asked->message);
  else
    bl_array_dialog_show (GTK_WINDOW (owner), asked->path, choices, array_chosen_cb, self);
}

static void
ambiguous_cb (BlSceneController *self, const char *path, const char *message)
{
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ g_strdup (path), g_strdup (message) };
  bl_worker_run_async (self->listing, &list_job, asked, listed_cb, self);
}

/* ------------------------------------------------------------------ another order of axes */

static void
reopen_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  BlSceneController *self = user_data;
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));
  const char *axes = g_variant_get_string (parameter, NULL);
  g_autofree char *path = NULL;
  g_autofree char *variable = NULL;
  AeReaderOptions options;

  if (scene == NULL || ae_scene_get_path (scene) == NULL)
    return;
  options = bl_workspace_get_opening (get_workspace (self));
  path = g_strdup (ae_scene_get_path (scene));
  variable = g_strdup (options.variable);
  bl_workspace_open (get_workspace (self), path,
                     &(AeReaderOptions){ .variable = variable,
                                         .axes = axes[0] != '\0' ? axes : NULL,
                                         .assume = options.assume });
}

/* ------------------------------------------------------------------ the type */

static const GActionEntry actions[] = {
  { "edit", edit_action, "(uss)", NULL, NULL, { 0 } },
  { "nodata", nodata_action, "d", NULL, NULL, { 0 } },
  { "reset", reset_action, NULL, NULL, NULL, { 0 } },
  { "reopen", reopen_action, "s", NULL, NULL, { 0 } },
};

static void
scene_changed_cb (BlSceneController *self)
{
  AeScene *scene = bl_workspace_get_scene (get_workspace (self));

  bl_controller_set_enabled (BL_CONTROLLER (self), "edit", scene != NULL);
  bl_controller_set_enabled (BL_CONTROLLER (self), "nodata", scene != NULL);
  bl_controller_set_enabled (BL_CONTROLLER (self), "reset", scene != NULL);
  bl_controller_set_enabled (BL_CONTROLLER (self), "reopen",
                             scene != NULL && ae_scene_get_path (scene) != NULL);
}

static void
bl_scene_controller_constructed (GObject *object)
{
  BlSceneController *self = BL_SCENE_CONTROLLER (object);
  BlWorkspace *workspace = get_workspace (self);

  G_OBJECT_CLASS (bl_scene_controller_parent_class)->constructed (object);
  g_signal_connect_object (workspace, "ambiguous", G_CALLBACK (ambiguous_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "size-mismatch", G_CALLBACK (size_mismatch_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self,
                           G_CONNECT_SWAPPED);
  scene_changed_cb (self);
}

static void
bl_scene_controller_dispose (GObject *object)
{
  BlSceneController *self = BL_SCENE_CONTROLLER (object);

  g_clear_pointer (&self->editing, bl_worker_free);
  g_clear_pointer (&self->listing, bl_worker_free);
  G_OBJECT_CLASS (bl_scene_controller_parent_class)->dispose (object);
}

static void
bl_scene_controller_class_init (BlSceneControllerClass *class)
{
  G_OBJECT_CLASS (class)->constructed = bl_scene_controller_constructed;
  G_OBJECT_CLASS (class)->dispose = bl_scene_controller_dispose;
  BL_CONTROLLER_CLASS (class)->group = "scene";
}

static void
bl_scene_controller_init (BlSceneController *self)
{
  self->editing = bl_worker_new (BL_WORKER_REPLACE);
  self->listing = bl_worker_new (BL_WORKER_ALL);
  bl_controller_add_actions (BL_CONTROLLER (self), actions, G_N_ELEMENTS (actions));
}

/**
 * bl_scene_controller_new:
 * @workspace: whose scene it is; a reference is taken
 *
 * Returns: (transfer full): a controller. Main thread.
 */
BlSceneController *
bl_scene_controller_new (BlWorkspace *workspace)
{
  g_return_val_if_fail (BL_IS_WORKSPACE (workspace), NULL);
  return g_object_new (BL_TYPE_SCENE_CONTROLLER, "workspace", workspace, NULL);
}
