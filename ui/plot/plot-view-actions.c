/* plot-view-actions.c: what the menu of a plot offers. */
#include "plot-view-private.h"

#include "plot-export.h"

static void
copy_csv_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = plot_export_csv (PLOT_VIEW (widget)->chart);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

static void
reset_zoom_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  plot_view_reset_zoom (PLOT_VIEW (widget));
}

static void
log_y_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlotChart *chart = PLOT_VIEW (widget)->chart;

  plot_chart_set_log (chart, PLOT_AXIS_Y, !plot_chart_get_log (chart, PLOT_AXIS_Y));
}

static void
show_error (PlotView *self, const char *message)
{
  GtkWidget *dialog
      = gtk_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                GTK_MESSAGE_ERROR, GTK_BUTTONS_CLOSE, "The plot was not saved");

  gtk_message_dialog_format_secondary_text (GTK_MESSAGE_DIALOG (dialog), "%s", message);
  g_signal_connect (dialog, "response", G_CALLBACK (gtk_window_destroy), NULL);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
response_cb (PlotView *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (GError) error = NULL;
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      const char *path = g_file_peek_path (file);
      if (path == NULL)
        show_error (self, "Choose a folder on this computer: the place has no path");
      else if (!plot_export_file (self->chart, path, self->layout.width, self->layout.height,
                                  &error))
        show_error (self, error->message);
    }
  g_clear_object (&self->chooser);
}

static char *
propose_name (PlotView *self)
{
  const char *name = plot_chart_get_title (self->chart);
  char *proposed = g_strdup_printf ("%s.svg", name != NULL          ? name
                                              : self->label != NULL ? self->label
                                                                    : "Plot");

  return g_strdelimit (proposed, G_DIR_SEPARATOR_S, '-');
}

static void
export_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlotView *self = PLOT_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *proposed = propose_name (self);

  if (self->chooser != NULL)
    return;
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      "Save plot as PNG, SVG, PDF or CSV", GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
      GTK_FILE_CHOOSER_ACTION_SAVE, "_Save", "_Cancel");
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), proposed);
  g_signal_connect_object (chooser, "response", G_CALLBACK (response_cb), self,
                           G_CONNECT_SWAPPED);
  self->chooser = chooser;
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GMenuModel *
make_menu (PlotView *self)
{
  GMenu *menu = g_menu_new ();
  gboolean is_log = plot_chart_get_log (self->chart, PLOT_AXIS_Y);

  if (plot_chart_is_empty (self->chart))
    return G_MENU_MODEL (menu);
  g_menu_append (menu, "Show everything", "plot.reset-zoom");
  if (plot_chart_can_log (self->chart))
    g_menu_append (menu, is_log ? "Linear scale" : "Logarithmic scale", "plot.log-y");
  g_menu_append (menu, "Copy data as CSV", "plot.copy-csv");
  g_menu_append (menu, "Save plot…", "plot.export");
  return G_MENU_MODEL (menu);
}

/**
 * plot_view_popup:
 *
 * Shows the context menu at a place; made anew, because it has what applies to the chart as it
 * is: of a plot without data nothing. Private to the view.
 */
void
plot_view_popup (PlotView *self, double x, double y)
{
  g_autoptr (GMenuModel) model = make_menu (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (g_menu_model_get_n_items (model) == 0)
    return;
  self->menu = gtk_popover_menu_new_from_model (model);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
menu_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PlotView *self = PLOT_VIEW (widget);

  plot_view_popup (self, 0.5 * self->layout.width, 0.5 * self->layout.height);
}

/**
 * plot_view_init_actions:
 *
 * Gives the class its actions. Private to the view.
 */
void
plot_view_init_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "plot.export", NULL, export_cb);
  gtk_widget_class_install_action (class, "plot.copy-csv", NULL, copy_csv_cb);
  gtk_widget_class_install_action (class, "plot.reset-zoom", NULL, reset_zoom_cb);
  gtk_widget_class_install_action (class, "plot.log-y", NULL, log_y_cb);
  gtk_widget_class_install_action (class, "plot.menu", NULL, menu_cb);
  gtk_widget_class_add_binding_action (class, GDK_KEY_F10, GDK_SHIFT_MASK, "plot.menu", NULL);
}
