/* bl-window.c: the window: puts pages and controllers together, and shows what both tell. What
 * its own actions do is in bl-window-actions.c.
 */
#include "bl-window-private.h"

#include <math.h>

G_DEFINE_FINAL_TYPE (BlWindow, bl_window, ADW_TYPE_APPLICATION_WINDOW)

/* ------------------------------------------------------------------ what the scene says */

static char *
dup_scene_title (AeScene *scene)
{
  return g_strdup_printf ("%s · %u×%u · %u bands", ae_scene_get_name (scene),
                          ae_scene_get_lines (scene), ae_scene_get_samples (scene),
                          ae_scene_get_bands (scene));
}

static char *
dup_scene_status (AeScene *scene)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint bad = ae_scene_get_bands (scene) - ae_scene_get_n_good_bands (scene);

  if (ae_scene_get_units_guessed (scene))
    g_string_append (text, ae_scene_get_wavelength_units (scene) == AE_WAVELENGTH_MICROMETRES
                               ? "µm (guessed)"
                               : "nm (guessed)");
  if (bad > 0)
    g_string_append_printf (text, "%s%u bad bands left out", text->len > 0 ? " · " : "", bad);
  if (ae_scene_get_n_masked (scene) > 0)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT " pixels without data",
                            text->len > 0 ? " · " : "", ae_scene_get_n_masked (scene));
  return g_strdup (text->str);
}

static void
say_warnings (BlWindow *self, AeScene *scene)
{
  guint n = ae_scene_get_n_warnings (scene);
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = n == 1 ? g_strdup (ae_scene_get_warning (scene, 0))
                : g_strdup_printf ("%s (and %u more)", ae_scene_get_warning (scene, 0), n - 1);
  bl_window_show_toast (self, text);
}

/* One page needs no switcher. */
static void
show_switcher (BlWindow *self)
{
  g_autoptr (GListModel) pages = G_LIST_MODEL (adw_view_stack_get_pages (self->pages));

  gtk_widget_set_visible (GTK_WIDGET (self->switcher), g_list_model_get_n_items (pages) > 1);
}

static void
scene_changed_cb (BlWorkspace *workspace, gpointer user_data)
{
  BlWindow *self = user_data;
  AeScene *scene = bl_workspace_get_scene (workspace);
  g_autofree char *title = dup_scene_title (scene);
  g_autofree char *status = dup_scene_status (scene);

  adw_window_title_set_subtitle (self->title, title);
  bl_status_bar_set_scene_text (self->status, status);
  gtk_stack_set_visible_child_name (self->stack, "work");
  show_switcher (self);
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  say_warnings (self, scene);
  if (ae_scene_get_path (scene) != NULL)
    bl_window_remember (self, ae_scene_get_path (scene));
}

static void
opening_cb (BlWorkspace *workspace, double fraction, gpointer user_data)
{
  BlWindow *self = user_data;

  bl_opening_bar_set_fraction (self->opening_bar, fraction);
  bl_window_update_actions (self);
}

static void
error_cb (BlWorkspace *workspace, const char *message, gpointer user_data)
{
  bl_window_show_error (user_data, message);
}

/* ------------------------------------------------------------------ what the run says */

static void
show_status (gpointer user_data)
{
  BlWindow *self = user_data;
  g_autoptr (AeSnapshot) snapshot = bl_workspace_dup_snapshot (self->workspace);

  bl_status_bar_set_snapshot (self->status, snapshot);
}

static void
update_status (BlWindow *self)
{
  if (bl_workspace_get_state (self->workspace) == AE_RUN_RUNNING)
    bl_throttle_request (self->status_throttle);
  else
    bl_throttle_flush (self->status_throttle);
}

/* Of the active run, or of all where all are on screen. */
static void
show_train_button (BlWindow *self)
{
  gboolean is_for_all
      = bl_window_is_comparing (self)
        && g_list_model_get_n_items (bl_workspace_get_runs (self->workspace)) > 1;
  gboolean is_running = is_for_all ? bl_workspace_is_training (self->workspace)
                                   : bl_workspace_get_state (self->workspace) == AE_RUN_RUNNING;

  adw_button_content_set_label (self->train_content, is_running
                                                         ? is_for_all ? "Pause all" : "Pause"
                                                     : is_for_all ? "Train all"
                                                                  : "Train");
  adw_button_content_set_icon_name (self->train_content, is_running
                                                             ? "media-playback-pause-symbolic"
                                                             : "media-playback-start-symbolic");
}

static void
run_changed_cb (BlWorkspace *workspace, gpointer user_data)
{
  BlWindow *self = user_data;
  AeRunState state = bl_workspace_get_state (workspace);
  gboolean is_running = state == AE_RUN_RUNNING;

  show_train_button (self);
  if (state == AE_RUN_FINISHED && !self->was_finished
      && bl_workspace_get_reason (workspace) != NULL)
    bl_window_show_toast (self, bl_workspace_get_reason (workspace));
  self->was_finished = state == AE_RUN_FINISHED;
  if (is_running)
    gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  bl_window_update_actions (self);
  update_status (self);
}

static void
active_changed_cb (BlWorkspace *workspace, gpointer user_data)
{
  BlWindow *self = user_data;
  BlRunItem *active = BL_RUN_ITEM (bl_workspace_get_active (workspace));

  bl_run_settings_panel_set_settings (self->settings_panel, bl_run_item_get_settings (active));
  bl_panel_set_run (BL_PANEL (self->train_page), active);
  bl_panel_set_run (BL_PANEL (self->generate_page), active);
  bl_panel_set_run (BL_PANEL (self->scene_page), active);
  update_status (self);
}

static void
run_began_cb (BlWorkspace *workspace, BlRun *old, gpointer user_data)
{
  BlRun *run = bl_workspace_get_active (workspace);
  g_autofree char *text
      = g_strdup_printf ("“%s” is a new run; “%s” is as it was",
                         bl_run_item_get_name (BL_RUN_ITEM (run)),
                         bl_run_item_get_name (BL_RUN_ITEM (old)));

  bl_window_show_toast_with_action (user_data, text, BL_TOAST_OFFER, "_Undo", "win.undo");
}

static void
view_changed_cb (BlWorkspace *workspace, gpointer user_data)
{
  update_status (user_data);
}

static void
untrained_changed_cb (AeView *view, gpointer user_data)
{
  BlWindow *self = user_data;

  bl_train_page_set_untrained_view (self->train_page, view);
}

/* ------------------------------------------------------------------ dropping files */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  GSList *files = gdk_file_list_get_files (g_value_get_boxed (value));

  if (files != NULL)
    bl_window_open_file (user_data, files->data);
  g_slist_free (files);
  return TRUE;
}

/* ------------------------------------------------------------------ the type */

static void
connect_workspace (BlWindow *self)
{
  /* First, so that no view is left of a run that is no longer the active one. */
  self->untrained = bl_untrained_view_new (self->workspace, untrained_changed_cb, self);
  g_signal_connect (self->workspace, "scene-changed", G_CALLBACK (scene_changed_cb), self);
  g_signal_connect (self->workspace, "opening", G_CALLBACK (opening_cb), self);
  g_signal_connect (self->workspace, "error", G_CALLBACK (error_cb), self);
  g_signal_connect (self->workspace, "run-began", G_CALLBACK (run_began_cb), self);
  g_signal_connect (self->workspace, "run-changed", G_CALLBACK (run_changed_cb), self);
  g_signal_connect_swapped (self->workspace, "any-changed", G_CALLBACK (show_train_button),
                            self);
  g_signal_connect (self->workspace, "active-changed", G_CALLBACK (active_changed_cb), self);
  g_signal_connect (self->workspace, "view-changed", G_CALLBACK (view_changed_cb), self);
}

static void
bl_window_dispose (GObject *object)
{
  BlWindow *self = BL_WINDOW (object);

  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_data (self->workspace, self);
  g_clear_object (&self->scene);
  g_clear_object (&self->sweep);
  g_clear_object (&self->transfer);
  g_clear_object (&self->export);
  g_clear_object (&self->project);
  g_clear_object (&self->labels);
  g_clear_pointer (&self->evaluator, bl_evaluator_free);
  g_clear_pointer (&self->code_curve, bl_code_curve_job_free);
  g_clear_pointer (&self->untrained, bl_untrained_view_free);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->status_throttle, bl_throttle_free);
  g_clear_handle_id (&self->narrow_id, g_source_remove);
  G_OBJECT_CLASS (bl_window_parent_class)->dispose (object);
}

enum
{
  PROP_INSPECTOR_VISIBLE = 1,
  PROP_SAME_CODE_SIZE, /* whether a run that is added has as many codes as the active one */
};

static void
bl_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BlWindow *self = BL_WINDOW (object);

  if (id == PROP_SAME_CODE_SIZE)
    g_value_set_boolean (value, self->same_code_size);
  else /* actions ask before the template is there */
    g_value_set_boolean (value, self->pages == NULL || bl_window_get_shows_sidebar (self));
}

static void
bl_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_SAME_CODE_SIZE)
    BL_WINDOW (object)->same_code_size = g_value_get_boolean (value);
  else
    bl_window_set_shows_sidebar (BL_WINDOW (object), g_value_get_boolean (value));
}

static void
bl_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (bl_window_parent_class)->size_allocate (widget, width, height, baseline);
  bl_window_follow_width (BL_WINDOW (widget), width);
}

static void
bl_window_class_init (BlWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_window_dispose;
  G_OBJECT_CLASS (class)->get_property = bl_window_get_property;
  G_OBJECT_CLASS (class)->set_property = bl_window_set_property;
  widget_class->size_allocate = bl_window_size_allocate;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_INSPECTOR_VISIBLE,
      g_param_spec_boolean ("inspector-visible", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_SAME_CODE_SIZE,
      g_param_spec_boolean ("same-code-size", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_type_ensure (BL_TYPE_WELCOME_PAGE);
  g_type_ensure (BL_TYPE_TRAIN_PAGE);
  g_type_ensure (BL_TYPE_COMPARE_PAGE);
  g_type_ensure (BL_TYPE_GENERATE_PAGE);
  g_type_ensure (BL_TYPE_SCENE_PAGE);
  g_type_ensure (BL_TYPE_SPLIT);
  g_type_ensure (BL_TYPE_RUN_STRIP);
  g_type_ensure (BL_TYPE_RUN_SETTINGS_PANEL);
  g_type_ensure (BL_TYPE_STATUS_BAR);
  g_type_ensure (BL_TYPE_OPENING_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/app/bl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, split);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, train_page);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, compare_page);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, generate_page);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, scene_page);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, runs);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, settings_panel);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, status);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, train_content);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, message);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, opening_bar);
  gtk_widget_class_bind_template_child (widget_class, BlWindow, recent_section);
  bl_window_class_install_actions (widget_class);
}

static void
page_cb (AdwViewStack *pages, GParamSpec *spec, gpointer user_data)
{
  BlWindow *self = user_data;

  bl_window_show_settings (self);
  g_object_notify (G_OBJECT (self), "inspector-visible");
  bl_evaluator_set_is_watched (self->evaluator, bl_window_is_comparing (self));
  bl_run_strip_set_is_comparing (self->runs, bl_window_is_comparing (self));
  show_train_button (self);
}

/* The pages follow the scene themselves from now on. */
static void
give_model (BlWindow *self)
{
  BlSceneModel *model = bl_workspace_get_model (self->workspace);

  bl_panel_set_model (BL_PANEL (self->train_page), model);
  bl_panel_set_model (BL_PANEL (self->compare_page), model);
  bl_panel_set_model (BL_PANEL (self->generate_page), model);
  bl_panel_set_model (BL_PANEL (self->scene_page), model);
}

/* ------------------------------------------------------------------ its controllers */

static void
controller_error_cb (BlWindow *self, const char *message)
{
  bl_window_show_error (self, message);
}

static void
controller_toast_cb (BlWindow *self, const char *text, guint seconds, const char *button,
                     const char *action)
{
  bl_window_show_toast_with_action (self, text, seconds, button, action);
}

/* Its actions are the window's, what it tells is shown here. */
static gpointer
adopt (BlWindow *self, gpointer controller)
{
  g_signal_connect_object (controller, "error", G_CALLBACK (controller_error_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (controller, "toast", G_CALLBACK (controller_toast_cb), self,
                           G_CONNECT_SWAPPED);
  bl_controller_insert (controller, GTK_WIDGET (self));
  return controller;
}

static void
start_controllers (BlWindow *self)
{
  BlWorkspace *workspace = self->workspace;

  self->scene = adopt (self, bl_scene_controller_new (workspace));
  self->sweep = adopt (self, bl_sweep_controller_new (
                                 workspace, bl_compare_page_get_sweep (self->compare_page)));
  self->transfer
      = adopt (self, bl_transfer_controller_new (
                         workspace, bl_compare_page_get_transfer (self->compare_page)));
  self->labels = adopt (self, bl_labels_controller_new (workspace));
  self->export = adopt (self, bl_export_controller_new (workspace));
  self->project = adopt (self, bl_project_controller_new (workspace, self->labels));
  g_object_bind_property (self->project, "title", self->title, "title", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->project, "saved", G_CALLBACK (bl_window_remember), self,
                           G_CONNECT_SWAPPED);
  bl_project_controller_offer_recovery (self->project);
}

static void
bl_window_init (BlWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->status_throttle = bl_throttle_new (BL_COST_WORDS, show_status, self);
  self->same_code_size = TRUE;
  self->workspace = bl_workspace_new ();
  connect_workspace (self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect (self->pages, "notify::visible-child", G_CALLBACK (page_cb), self);
  self->shows_settings = TRUE;
  bl_window_show_recent (self);
  give_model (self);
  bl_window_start_runs (self);
  start_controllers (self);
  bl_window_start_annotations (self);
  run_changed_cb (self->workspace, self);
}

/**
 * bl_window_new:
 * @application: whose window
 *
 * Returns: (transfer none): an empty window. Main thread, as all of these.
 */
BlWindow *
bl_window_new (AdwApplication *application)
{
  return g_object_new (BL_TYPE_WINDOW, "application", application, NULL);
}

/**
 * bl_window_open_file:
 * @self: the window
 * @file: a local file, or one that is reachable as one
 */
void
bl_window_open_file (BlWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = NULL;

  g_return_if_fail (BL_IS_WINDOW (self));
  if (path == NULL)
    {
      text
          = g_strdup_printf ("%s is not on this computer; copy it here and open the copy", uri);
      bl_window_show_error (self, text);
      return;
    }
  text = g_strdup_printf ("Reading %s", name);
  bl_opening_bar_set_text (self->opening_bar, text);
  if (g_str_has_suffix (path, "." AE_PROJECT_SUFFIX))
    bl_project_controller_open (self->project, path);
  else
    bl_workspace_open (self->workspace, path, NULL);
}

/**
 * bl_window_open_demo:
 * @self: the window
 */
void
bl_window_open_demo (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  bl_opening_bar_set_text (self->opening_bar, "Making the demo scene");
  bl_workspace_open (self->workspace, "demo:", NULL);
}

/**
 * bl_window_train:
 * @self: the window
 *
 * Trains as soon as there is a scene.
 */
void
bl_window_train (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  bl_workspace_train (self->workspace);
}

/**
 * bl_window_is_training:
 * @self: the window
 *
 * Returns: whether any of its runs trains.
 */
gboolean
bl_window_is_training (BlWindow *self)
{
  g_return_val_if_fail (BL_IS_WINDOW (self), FALSE);
  return bl_workspace_is_training (self->workspace);
}
