/* bl-widgets.c: the small controls and plots of panels, said once. */
#include "bl-widgets.h"

/**
 * bl_widgets_set_description:
 * @widget: a control
 * @label: what it is called when it is spoken
 *
 * What has the keyboard in a drop-down is the button within. Main thread, as all of these.
 */
void
bl_widgets_set_description (GtkWidget *widget, const char *label)
{
  GtkWidget *inner = GTK_IS_DROP_DOWN (widget) ? gtk_widget_get_first_child (widget) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  if (inner != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    label, -1);
}

/**
 * bl_widgets_set_accessible_label:
 * @widget: a control
 * @label: what it is called, seen by the pointer and spoken
 */
void
bl_widgets_set_accessible_label (GtkWidget *widget, const char *label)
{
  gtk_widget_set_tooltip_text (widget, label);
  bl_widgets_set_description (widget, label);
}

/**
 * bl_widgets_add_button:
 * @box: gets it
 * @label: on it
 * @action: (nullable): what it does
 *
 * Returns: (transfer none): a small button.
 */
GtkWidget *
bl_widgets_add_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "bl-small");
  if (action != NULL)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

/**
 * bl_widgets_new_words:
 *
 * Returns: (transfer floating): a label for what came of it, under the controls.
 */
GtkWidget *
bl_widgets_new_words (void)
{
  GtkWidget *words = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 26);
  gtk_widget_add_css_class (words, "caption");
  return words;
}

/**
 * bl_widgets_add_plot:
 * @box: gets it
 * @plot: which one it is
 * @empty: what stands in it while nothing is drawn
 *
 * Returns: (transfer none): a plot that takes what room there is.
 */
PlotView *
bl_widgets_add_plot (GtkWidget *box, BlPlot plot, const char *empty)
{
  PlotView *view = PLOT_VIEW (plot_view_new ());

  bl_plots_name (view, plot, NULL);
  plot_view_set_description (view, "nothing yet");
  plot_chart_set_empty_text (plot_view_get_chart (view), empty);
  gtk_widget_set_hexpand (GTK_WIDGET (view), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  return view;
}
