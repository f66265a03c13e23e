/* bl-window-runs.c: actions on the list of runs. They take a run's place in it, so that a menu,
 * a key and a script say the same.
 */
#include "bl-window-private.h"

static BlRun *
get_run (BlWindow *self, guint position)
{
  g_autoptr (BlRun) run
      = g_list_model_get_item (bl_workspace_get_runs (self->workspace), position);

  return run; /* the list holds it */
}

static void
say_full (BlWindow *self)
{
  g_autofree char *text
      = g_strdup_printf ("There are %u runs; remove one to add another", BL_WORKSPACE_MAX_RUNS);

  bl_window_show_toast (self, text);
}

/* ------------------------------------------------------------------ adding */

static gboolean
add (BlWindow *self, const char *variants)
{
  AeSpec spec = { 0 };

  if (!ae_spec_set_variants_from_string (&spec, variants, NULL))
    return TRUE;
  if (bl_workspace_add_run (self->workspace, spec.variants, self->same_code_size) != NULL)
    return TRUE;
  say_full (self);
  return FALSE;
}

/* What people compare first. A run that was not begun makes room for them. */
static void
add_four (BlWindow *self)
{
  static const char *const four[] = { "plain", "denoising", "sparse", "variational" };
  BlRun *unused = bl_workspace_has_run (self->workspace)
                      ? NULL
                      : bl_workspace_get_active (self->workspace);

  for (guint i = 0; i < G_N_ELEMENTS (four); i++)
    if (!add (self, four[i]))
      return;
  if (unused != NULL)
    bl_workspace_remove_run (self->workspace, unused);
}

static void
add_run_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  const char *variants = g_variant_get_string (parameter, NULL);

  if (bl_workspace_get_scene (self->workspace) == NULL)
    return;
  if (g_str_equal (variants, "four"))
    add_four (self);
  else
    add (self, variants);
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  BlRun *run = get_run (self, g_variant_get_uint32 (parameter));

  if (run == NULL)
    return;
  bl_workspace_set_active (self->workspace, run);
  if (bl_workspace_duplicate_run (self->workspace) == NULL)
    say_full (self);
}

/* ------------------------------------------------------------------ choosing */

static void
select_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  BlRun *run = get_run (self, g_variant_get_uint32 (parameter));

  if (run == NULL)
    return;
  bl_workspace_set_active (self->workspace, run);
  if (g_str_equal (name, "win.set-up-run"))
    adw_view_stack_set_visible_child_name (self->pages, "train");
}

static void
toggle_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  BlRun *run = get_run (self, g_variant_get_uint32 (parameter));

  if (run == NULL)
    return;
  if (bl_run_is_training (run))
    bl_run_pause (run);
  else if (run == bl_workspace_get_active (self->workspace))
    bl_workspace_train (self->workspace);
  else
    bl_run_proceed (run, BL_STEPS_TO_THE_END);
}

static void
rename_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  const char *text;
  g_autofree char *trimmed = NULL;
  BlRun *run;
  guint position;

  g_variant_get (parameter, "(u&s)", &position, &text);
  run = get_run (self, position);
  trimmed = g_strstrip (g_strdup (text));
  if (run == NULL || trimmed[0] == '\0')
    return;
  bl_run_set_is_named (run, TRUE);
  bl_run_item_set_name (BL_RUN_ITEM (run), trimmed);
}

/* ------------------------------------------------------------------ taking out */

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlWindow *self = BL_WINDOW (widget);
  BlRun *run = get_run (self, g_variant_get_uint32 (parameter));
  g_autofree char *text = NULL;

  if (run == NULL)
    return;
  text = g_strdup_printf ("Removed “%s”", bl_run_item_get_name (BL_RUN_ITEM (run)));
  if (!bl_workspace_remove_run (self->workspace, run))
    return;
  bl_window_show_toast_with_action (self, text, BL_TOAST_OFFER, "_Undo", "win.undo");
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_undo_history_undo (bl_workspace_get_history (BL_WINDOW (widget)->workspace));
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_undo_history_redo (bl_workspace_get_history (BL_WINDOW (widget)->workspace));
}

/* ------------------------------------------------------------------ looking back */

static void
look_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlRun *active = bl_workspace_get_active (BL_WINDOW (widget)->workspace);

  if (active != NULL)
    bl_run_look_back (active, g_variant_get_double (parameter));
}

static void
look_by_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BlRun *active = bl_workspace_get_active (BL_WINDOW (widget)->workspace);

  if (active != NULL)
    bl_run_look_by (active, g_str_equal (name, "win.look-before") ? -1 : 1);
}

/* ------------------------------------------------------------------ */

static void
say_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  bl_window_show_error (BL_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_active (BlWindow *self)
{
  BlRunItem *active;

  if (self->workspace == NULL) /* closing: the list is being emptied */
    return;
  active = (BlRunItem *) bl_workspace_get_active (self->workspace);
  bl_run_strip_set_active (self->runs, active);
  bl_compare_page_set_active (self->compare_page, active);
}

static void
code_curve_cb (const AeCodeCurve *curve, gpointer user_data)
{
  BlWindow *self = user_data;

  bl_run_settings_panel_set_code_curve (self->settings_panel, curve);
}

/**
 * bl_window_start_runs:
 * @self: a window with a workspace
 *
 * Shows the workspace's list of runs, and judges them.
 */
void
bl_window_start_runs (BlWindow *self)
{
  g_return_if_fail (BL_IS_WINDOW (self));
  bl_run_strip_set_runs (self->runs, bl_workspace_get_runs (self->workspace));
  bl_compare_page_set_runs (self->compare_page, bl_workspace_get_runs (self->workspace));
  g_signal_connect_swapped (self->workspace, "active-changed", G_CALLBACK (show_active), self);
  g_signal_connect_object (bl_workspace_get_runs (self->workspace), "items-changed",
                           G_CALLBACK (show_active), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  bl_collected_spectra_set_undo_history (bl_generate_page_get_collected (self->generate_page),
                                         bl_workspace_get_history (self->workspace));
  bl_collected_spectra_set_undo_history (bl_scene_page_get_collected (self->scene_page),
                                         bl_workspace_get_history (self->workspace));
  self->evaluator = bl_evaluator_new (self->workspace);
  self->code_curve = bl_code_curve_job_new (self->workspace, code_curve_cb, self);
}

/**
 * bl_window_is_comparing:
 * @self: a window
 *
 * Returns: whether all runs are on screen: then what is said to one is said to all.
 */
gboolean
bl_window_is_comparing (BlWindow *self)
{
  g_return_val_if_fail (BL_IS_WINDOW (self), FALSE);
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "compare") == 0;
}

/**
 * bl_window_class_install_runs:
 * @class: the window's
 *
 * Its actions on the list of runs.
 */
void
bl_window_class_install_runs (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.add-run", "s", add_run_action);
  gtk_widget_class_install_action (class, "win.duplicate-run", "u", duplicate_action);
  gtk_widget_class_install_action (class, "win.select-run", "u", select_action);
  gtk_widget_class_install_action (class, "win.set-up-run", "u", select_action);
  gtk_widget_class_install_action (class, "win.toggle-run", "u", toggle_action);
  gtk_widget_class_install_action (class, "win.rename-run", "(us)", rename_action);
  gtk_widget_class_install_action (class, "win.remove-run", "u", remove_action);
  gtk_widget_class_install_action (class, "win.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_install_action (class, "win.redo", NULL, redo_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.redo", NULL);
  gtk_widget_class_install_action (class, "win.look-back", "d", look_back_action);
  gtk_widget_class_install_action (class, "win.look-before", NULL, look_by_action);
  gtk_widget_class_install_action (class, "win.look-after", NULL, look_by_action);
  gtk_widget_class_add_binding_action (class, GDK_KEY_bracketleft, GDK_CONTROL_MASK,
                                       "win.look-before", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_bracketright, GDK_CONTROL_MASK,
                                       "win.look-after", NULL);
  gtk_widget_class_install_action (class, "win.show-error", "s", say_action);
}
