/* bl-transfer-panel.c: asks for a transfer and shows it as it comes in. */
#include "bl-transfer-panel.h"

#include "bl-plots.h"
#include "bl-widgets.h"

#include <math.h>

struct _BlTransferPanel
{
  AdwBin parent_instance;
  GtkDropDown *model_run;
  GtkWidget *file, *run, *stop, *save;
  GtkSpinButton *epochs;
  GtkCheckButton *resample;
  GtkLabel *progress;
  PlotView *curves, *labels;
};

G_DEFINE_FINAL_TYPE (BlTransferPanel, bl_transfer_panel, ADW_TYPE_BIN)

static void
run_cb (BlTransferPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "transfer.start", "(uub)",
                              gtk_drop_down_get_selected (self->model_run),
                              (guint) gtk_spin_button_get_value_as_int (self->epochs),
                              gtk_check_button_get_active (self->resample));
}

static void
bl_transfer_panel_class_init (BlTransferPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-transfer-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, model_run);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, file);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, run);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, stop);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, save);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, epochs);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, resample);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, progress);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, curves);
  gtk_widget_class_bind_template_child (widget_class, BlTransferPanel, labels);
  gtk_widget_class_bind_template_callback (widget_class, run_cb);
}

static void
bl_transfer_panel_init (BlTransferPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_accessible_label (GTK_WIDGET (self->model_run), "Run of the project");
  bl_plots_name (self->curves, BL_PLOT_TRANSFER, NULL);
  bl_plots_name (self->labels, BL_PLOT_LABEL_EFFICIENCY, NULL);
  bl_transfer_panel_set_model (self, NULL, NULL);
}

/**
 * bl_transfer_panel_set_model:
 * @self: the panel
 * @name: (nullable): of the project's file; %NULL: none is chosen
 * @runs: (nullable): names of its runs, %NULL after the last
 *
 * Main thread, as all of these.
 */
void
bl_transfer_panel_set_model (BlTransferPanel *self, const char *model, const char *const *runs)
{
  g_return_if_fail (BL_IS_TRANSFER_PANEL (self));
  g_autoptr (GtkStringList) names = gtk_string_list_new (runs);
  g_autofree char *text = NULL;

  gtk_button_set_label (GTK_BUTTON (self->file), model != NULL ? model : "Model…");
  gtk_drop_down_set_model (self->model_run, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->model_run),
                          g_list_model_get_n_items (G_LIST_MODEL (names)) > 1);
  bl_transfer_panel_set_lines (self, NULL, 0);
  bl_transfer_panel_set_accuracy (self, NULL, 0);
  bl_transfer_panel_set_progress (self, model != NULL ? "" : "Choose a trained model first",
                                  FALSE, FALSE);
  gtk_widget_set_sensitive (self->run, model != NULL);
}

/* ------------------------------------------------------------------ the curves */

static void
append_words (GString *words, const BlTransferLine *line)
{
  g_string_append_printf (words, "%s%s %.4g", words->len > 0 ? ", " : "", line->name,
                          line->losses[line->n - 1]);
  if (line->epochs_to_equal >= 0 && !line->is_level)
    g_string_append_printf (words, " (equal after %d epochs)", line->epochs_to_equal);
}

static void
draw_line (PlotChart *chart, const BlTransferLine *line, guint index)
{
  g_autofree double *xs = g_new (double, line->n);
  g_autofree char *id = g_strdup_printf ("way %u", index);
  g_autofree char *label = NULL;
  PlotStyle style = { .ink = PLOT_COLOR_CLASS (index), .width = 1.6 };

  for (guint i = 0; i < line->n; i++)
    xs[i] = line->first + i;
  if (line->is_level)
    {
      style = (PlotStyle){ .ink = PLOT_COLOR_TEXT, .dash = PLOT_DASH_DOTTED };
      label = g_strdup (line->name);
    }
  else
    label = line->epochs_to_equal >= 0
                ? g_strdup_printf ("%s: equal after %d", line->name, line->epochs_to_equal)
                : g_strdup (line->name);
  style.label = label;
  if (line->is_level)
    plot_chart_set_level (chart, id, line->losses[0], &style);
  else
    plot_chart_set_line (chart, id, xs, line->losses, line->n, &style);
}

/**
 * bl_transfer_panel_set_lines:
 * @self: the panel
 * @lines: (n) the ways, in their order
 * @n: how many; 0 clears the plot
 */
void
bl_transfer_panel_set_lines (BlTransferPanel *self, const BlTransferLine *lines, guint n)
{
  g_return_if_fail (BL_IS_TRANSFER_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->curves);
  g_autoptr (GString) words = g_string_new (NULL);

  plot_chart_clear (chart);
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Epoch", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Loss, held out", NULL);
  for (guint i = 0; i < n; i++)
    if (lines[i].n > 0)
      {
        draw_line (chart, &lines[i], i);
        append_words (words, &lines[i]);
      }
  plot_view_set_description (self->curves, words->len > 0 ? words->str : "nothing yet");
}

/* ------------------------------------------------------------------ the labels */

static void
draw_accuracy (PlotChart *chart, const BlTransferAccuracy *feature, guint index, GString *words)
{
  g_autofree double *values = g_new (double, 4 * (gsize) feature->n);
  g_autofree char *id = g_strdup_printf ("features %u", index);
  double *xs = values, *ys = xs + feature->n, *lo = ys + feature->n, *hi = lo + feature->n;
  guint n = 0;

  for (guint i = 0; i < feature->n; i++)
    if (isfinite (feature->mean[i]))
      {
        xs[n] = feature->counts[i];
        ys[n] = 100 * feature->mean[i];
        lo[n] = 100 * (feature->mean[i] - feature->deviation[i]);
        hi[n] = 100 * (feature->mean[i] + feature->deviation[i]);
        g_string_append_printf (words, "%s%s %u: %.1f ± %.1f %%", words->len > 0 ? ", " : "",
                                feature->name, feature->counts[i], ys[n],
                                100 * feature->deviation[i]);
        n++;
      }
  if (n == 0)
    return;
  plot_chart_set_line (chart, id, xs, ys, n,
                       &(PlotStyle){ .label = feature->name,
                                     .ink = PLOT_COLOR_CLASS (index),
                                     .marker = index == 0   ? PLOT_MARKER_DISC
                                               : index == 1 ? PLOT_MARKER_SQUARE
                                                            : PLOT_MARKER_TRIANGLE });
  plot_chart_set_error_band (chart, id, lo, hi, n);
}

/**
 * bl_transfer_panel_set_accuracy:
 * @self: the panel
 * @features: (n) what the classifier saw
 * @n: how many; 0 clears the plot
 */
void
bl_transfer_panel_set_accuracy (BlTransferPanel *self, const BlTransferAccuracy *features,
                                guint n)
{
  g_return_if_fail (BL_IS_TRANSFER_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->labels);
  g_autoptr (GString) words = g_string_new (NULL);

  plot_chart_clear (chart);
  plot_chart_set_log (chart, PLOT_AXIS_X, TRUE);
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Labels a class", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Accuracy", "%");
  for (guint i = 0; i < n; i++)
    draw_accuracy (chart, &features[i], i, words);
  plot_view_set_description (self->labels, words->len > 0 ? words->str : "nothing yet");
}

/**
 * bl_transfer_panel_set_progress:
 * @self: the panel
 * @text: how far it is, or what came of it
 * @is_busy: whether a transfer is under way
 * @is_done: whether there are models to save
 */
void
bl_transfer_panel_set_progress (BlTransferPanel *self, const char *text, gboolean is_busy,
                                gboolean is_done)
{
  g_return_if_fail (BL_IS_TRANSFER_PANEL (self));
  gtk_label_set_label (self->progress, text);
  gtk_widget_set_sensitive (self->run, !is_busy);
  gtk_widget_set_sensitive (self->file, !is_busy);
  gtk_widget_set_visible (self->stop, is_busy);
  gtk_widget_set_visible (self->save, is_done);
}
