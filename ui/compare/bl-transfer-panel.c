/* bl-transfer-panel.c: asks for a transfer and shows it as it comes in. */
#include "bl-transfer-panel.h"

#include "bl-widgets.h"

#include <math.h>

#define EPOCHS 30

struct _BlTransferPanel
{
  AdwBin parent_instance;
  GtkDropDown *model_run;
  GtkWidget *file, *resample, *run, *stop, *save, *said;
  GtkSpinButton *epochs;
  PlotView *curves, *labels;
};

G_DEFINE_FINAL_TYPE (BlTransferPanel, bl_transfer_panel, ADW_TYPE_BIN)

static void
run_cb (BlTransferPanel *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "transfer.start", "(uub)",
                              gtk_drop_down_get_selected (self->model_run),
                              (guint) gtk_spin_button_get_value_as_int (self->epochs),
                              gtk_check_button_get_active (GTK_CHECK_BUTTON (self->resample)));
}

static void
bl_transfer_panel_class_init (BlTransferPanelClass *class)
{
}

static GtkWidget *
make_model_row (BlTransferPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *runs = gtk_drop_down_new (NULL, NULL);

  self->file = bl_widgets_add_button (box, "Model…", "transfer.open");
  gtk_widget_set_tooltip_text (self->file, "A project with a trained model, of another scene");
  self->model_run = GTK_DROP_DOWN (runs);
  bl_widgets_set_accessible_label (runs, "Run of the project");
  gtk_widget_set_hexpand (runs, TRUE);
  gtk_widget_set_visible (runs, FALSE);
  gtk_box_append (GTK_BOX (box), runs);
  return box;
}

static GtkWidget *
make_buttons (BlTransferPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->run = bl_widgets_add_button (box, "Transfer", NULL);
  self->stop = bl_widgets_add_button (box, "Stop", "transfer.stop");
  self->save = bl_widgets_add_button (box, "Save models…", "transfer.save");
  g_signal_connect_swapped (self->run, "clicked", G_CALLBACK (run_cb), self);
  return box;
}

static GtkWidget *
make_controls (BlTransferPanel *self)
{
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *epochs = gtk_spin_button_new_with_range (1, 10000, 1);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_widget_add_css_class (grid, "bl-sweep-panel");
  gtk_grid_attach (GTK_GRID (grid), make_model_row (self), 0, 0, 2, 1);
  gtk_grid_attach (GTK_GRID (grid), gtk_label_new ("Epochs of each"), 0, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), epochs, 1, 1, 1, 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (epochs), EPOCHS);
  bl_widgets_set_accessible_label (epochs, "Epochs of each way");
  self->epochs = GTK_SPIN_BUTTON (epochs);
  self->resample = gtk_check_button_new_with_label ("Resample by wavelength");
  gtk_widget_set_tooltip_text (self->resample,
                               "Where the scene has other bands than the model: interpolate "
                               "between the two nearest");
  gtk_grid_attach (GTK_GRID (grid), self->resample, 0, 2, 2, 1);
  gtk_grid_attach (GTK_GRID (grid), make_buttons (self), 0, 3, 2, 1);
  self->said = bl_widgets_new_words ();
  gtk_grid_attach (GTK_GRID (grid), self->said, 0, 4, 2, 1);
  return grid;
}

static void
bl_transfer_panel_init (BlTransferPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_box_append (GTK_BOX (box), make_controls (self));
  self->curves = bl_widgets_add_plot (box, BL_PLOT_TRANSFER,
                                      "A trained model, carried over to this scene");
  self->labels = bl_widgets_add_plot (box, BL_PLOT_LABEL_EFFICIENCY,
                                      "With labels: accuracy of a classifier on a few");
  bl_transfer_panel_set_model (self, NULL, NULL);
  adw_bin_set_child (ADW_BIN (self), box);
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
    plot_chart_set_level (chart, line->name, line->losses[0], &style);
  else
    plot_chart_set_line (chart, line->name, xs, line->losses, line->n, &style);
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
  plot_chart_set_line (chart, feature->name, xs, ys, n,
                       &(PlotStyle){ .label = feature->name,
                                     .ink = PLOT_COLOR_CLASS (index),
                                     .marker = index == 0   ? PLOT_MARKER_DISC
                                               : index == 1 ? PLOT_MARKER_SQUARE
                                                            : PLOT_MARKER_TRIANGLE });
  plot_chart_set_error_band (chart, feature->name, lo, hi, n);
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
  gtk_label_set_label (GTK_LABEL (self->said), text);
  gtk_widget_set_sensitive (self->run, !is_busy);
  gtk_widget_set_sensitive (self->file, !is_busy);
  gtk_widget_set_visible (self->stop, is_busy);
  gtk_widget_set_visible (self->save, is_done);
}
