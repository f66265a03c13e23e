/* bl-run-column.c: loss, latent space, reconstruction and maps of a run, one under the other.
 * What the axes have in common with the columns beside it is the links' matter.
 */
#include "bl-run-column.h"

#include "bl-band-axis.h"
#include "bl-latent-points.h"
#include "bl-loss-lines.h"
#include "bl-throttle.h"
#include "bl-plots.h"
#include "bl-run-label.h"

#include <math.h>

struct _BlRunColumn
{
  BlPanel parent_instance;
  BlRunItem *run;
  BlColumnLinks links;
  gboolean is_linked;
  GtkWidget *box, *problem;
  PlotView *loss, *latent, *spectrum, *residual, *error_map, *code_map;
  AeScene *scene;
  BlBandAxis *axis;
  guint64 shown_serial;
  double error_high, shown_high; /* of the scale of errors */
  BlThrottle *curves;
};

G_DEFINE_FINAL_TYPE (BlRunColumn, bl_run_column, BL_TYPE_PANEL)

static PlotChart *
chart_of (PlotView *view)
{
  return plot_view_get_chart (view);
}

static PlotView *
add_plot (BlRunColumn *self, GtkWidget *box, BlPlot plot, const char *title, int height)
{
  PlotView *view = PLOT_VIEW (plot_view_new ());

  bl_plots_name (view, plot, bl_run_item_get_name (self->run));
  plot_chart_set_title (chart_of (view), title);
  plot_view_set_description (view, "nothing yet");
  plot_view_set_scroll_zooms (view, FALSE); /* the page scrolls */
  gtk_widget_set_size_request (GTK_WIDGET (view), -1, height);
  gtk_widget_set_vexpand (GTK_WIDGET (view), TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (view), TRUE);
  plot_chart_set_has_legend (chart_of (view), FALSE);
  plot_chart_set_is_compact (chart_of (view), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  return view;
}

/* ------------------------------------------------------------------ loss */

static void
show_loss (gpointer user_data)
{
  BlRunColumn *self = user_data;
  const AeSnapshot *s = bl_run_item_get_snapshot (self->run);
  PlotChart *chart = chart_of (self->loss);
  PlotColorRole ink = bl_run_item_get_ink (self->run);
  const BlBandPoint *band;
  guint n_band;
  g_autofree char *words = NULL;

  if (s == NULL || s->history == NULL || ae_history_get_n_points (s->history) == 0)
    {
      bl_loss_lines_clear (chart);
      plot_view_set_description (self->loss, "no batch yet");
      return;
    }
  bl_loss_lines_set_training (chart, s->history,
                              &(PlotStyle){ .ink = ink, .width = 1, .alpha = 0.25 },
                              &(PlotStyle){ .label = "training", .ink = ink, .width = 1.6 });
  bl_loss_lines_set_validation (
      chart, s->history,
      &(PlotStyle){
          .label = "validation", .ink = ink, .width = 1.2, .dash = PLOT_DASH_DASHED });
  band = bl_run_item_get_band (self->run, &n_band);
  bl_loss_lines_set_band (
      chart, BL_LOSS_LINES_SEEDS, band, n_band,
      &(PlotStyle){ .label = "over seeds", .ink = ink, .width = 1, .alpha = 0.8 });
  bl_loss_lines_set_pca (chart, s);
  plot_chart_set_cursor (chart, bl_run_item_get_past (self->run), NAN);
  words = g_strdup_printf ("epoch %u, training %.3g, validation %.3g", s->epoch,
                           s->batch_loss.total, s->validation_loss.total);
  plot_view_set_description (self->loss, words);
}

/* ------------------------------------------------------------------ latent space */

static void
mark_pin (BlRunColumn *self, const AeView *view, guint x, guint y)
{
  double px = 0, py = 0;
  guint32 pin;
  gboolean has_pin = bl_panel_get_pin (BL_PANEL (self), &pin),
           is_there = has_pin && view->n_pins > 0 && view->pins[0].pixel == pin;

  if (is_there)
    {
      px = (double) view->pins[0].code[x];
      py = (double) view->pins[0].code[y];
    }
  plot_chart_set_pins (chart_of (self->latent), &px, &py, is_there ? 1 : 0);
}

static void
show_latent (BlRunColumn *self, const AeView *view)
{
  PlotChart *chart = chart_of (self->latent);
  BlSelection *selection = bl_panel_get_selection (BL_PANEL (self));
  g_autofree char *title = NULL;
  guint x, y;

  g_autoptr (GString) said = g_string_new (NULL);

  bl_latent_points_find_best (view, &x, &y);
  title = g_strdup_printf ("Latent space, codes %u and %u", x + 1, y + 1);
  plot_chart_set_points (chart, BL_LATENT_POINTS, view->codes + x, view->codes + y,
                         view->n_points, view->code, NULL);
  if (ae_scene_get_labels (self->scene) != NULL)
    bl_latent_points_color_by_class (chart, view, self->scene);
  else
    plot_chart_set_point_density (chart, BL_LATENT_POINTS, PLOT_PALETTE_VIRIDIS);
  plot_chart_set_title (chart, title);
  mark_pin (self, view, x, y);
  g_string_append_printf (
      said, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " points shown, codes %u and %u of %u",
      view->n_points, view->n_points_total, x + 1, y + 1, view->code);
  bl_selection_show_points (selection, chart, BL_LATENT_POINTS, view);
  bl_selection_append_words (selection, said);
  plot_view_set_description (self->latent, said->str);
}

/* ------------------------------------------------------------------ reconstruction */

static void
show_pin (BlRunColumn *self, const AeViewPin *pin)
{
  PlotChart *chart = chart_of (self->spectrum), *below = chart_of (self->residual);
  g_autofree float *rest = g_new (float, self->axis->n_good + 1);
  g_autofree char *words
      = g_strdup_printf ("spectral angle %.3f°, RMSE %.5f", pin->sam_deg, pin->rmse);
  g_autofree char *title = g_strdup_printf ("Reconstruction, %.2f°", pin->sam_deg);

  for (guint i = 0; i < self->axis->n_good; i++)
    rest[i] = pin->output[i] - pin->input[i];
  bl_band_axis_set_line (
      self->axis, chart, "input", pin->input,
      &(PlotStyle){ .label = "input", .ink = PLOT_COLOR_TEXT, .width = 2.2, .alpha = 0.35 });
  bl_band_axis_set_line (
      self->axis, chart, "output", pin->output,
      &(PlotStyle){ .label = "output", .ink = bl_run_item_get_ink (self->run), .width = 1.3 });
  bl_band_axis_set_line (
      self->axis, below, "residual", rest,
      &(PlotStyle){ .label = "residual", .ink = bl_run_item_get_ink (self->run), .width = 1 });
  plot_chart_set_title (chart, title);
  plot_view_set_description (self->spectrum, words);
}

/* ------------------------------------------------------------------ maps */

static void
show_error_map (BlRunColumn *self, const AeView *view)
{
  gsize n = ae_scene_get_n_pixels (self->scene);
  g_autofree guint32 *pixels = g_new (guint32, n);
  g_autofree char *words = g_strdup_printf ("RMSE %.5f, mean angle %.2f°, white from %.3g",
                                            view->rmse, view->sam_deg, self->error_high);

  plot_palette_map (pixels, view->error_map, n, PLOT_PALETTE_VIRIDIS, 0, self->error_high);
  plot_chart_set_image (chart_of (self->error_map), pixels, ae_scene_get_lines (self->scene),
                        ae_scene_get_samples (self->scene));
  plot_view_set_description (self->error_map, words);
  self->shown_high = self->error_high;
}

static void
show_maps (BlRunColumn *self, const AeView *view)
{
  BlSelection *selection = bl_panel_get_selection (BL_PANEL (self));

  if (view->error_map != NULL && self->error_high > 0)
    show_error_map (self, view);
  if (view->code_map == NULL)
    return;
  plot_chart_set_image (chart_of (self->code_map), view->code_map,
                        ae_scene_get_lines (self->scene), ae_scene_get_samples (self->scene));
  plot_view_set_description (self->code_map, "three main axes of the codes as colours");
  bl_selection_show_area (selection, chart_of (self->error_map));
  bl_selection_show_area (selection, chart_of (self->code_map));
}

/* ------------------------------------------------------------------ all of it */

static void
clear_views (BlRunColumn *self)
{
  PlotView *views[]
      = { self->latent, self->spectrum, self->residual, self->error_map, self->code_map };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      plot_chart_clear (chart_of (views[i]));
      plot_view_set_description (views[i], "nothing yet");
    }
  plot_chart_set_title (chart_of (self->latent), "Latent space");
  plot_chart_set_title (chart_of (self->spectrum), "Reconstruction");
  self->shown_serial = 0;
}

static void
mark_maps (BlRunColumn *self)
{
  bl_panel_show_pin (BL_PANEL (self), chart_of (self->error_map));
  bl_panel_show_pin (BL_PANEL (self), chart_of (self->code_map));
}

static gboolean
is_of_this_scene (BlRunColumn *self, const AeView *view)
{
  return view != NULL && self->scene != NULL && self->axis != NULL
         && ae_model_get_bands (view->snapshot->model) == self->axis->n_good;
}

static void
refresh_curves (BlRunColumn *self)
{
  if (bl_run_item_get_state (self->run) == AE_RUN_RUNNING)
    bl_throttle_request (self->curves);
  else
    bl_throttle_flush (self->curves);
}

static void
refresh_view (BlRunColumn *self)
{
  const AeView *view = bl_run_item_get_view (self->run);

  if (!is_of_this_scene (self, view))
    {
      clear_views (self);
      return;
    }
  if (view->n_pins > 0)
    show_pin (self, &view->pins[0]);
  if (view->codes == NULL || view->full_serial == self->shown_serial)
    return;
  show_latent (self, view);
  show_maps (self, view);
  mark_maps (self);
  self->shown_serial = view->full_serial;
}

/**
 * bl_run_column_refresh:
 * @self: a column
 *
 * Shows what the run has come to, as far as it is new.
 */
void
bl_run_column_refresh (BlRunColumn *self)
{
  g_return_if_fail (BL_IS_RUN_COLUMN (self));
  refresh_curves (self);
  refresh_view (self);
}

static void
changed_cb (BlRunColumn *self)
{
  gboolean has_failed = bl_run_item_get_state (self->run) == AE_RUN_FAILED;
  const char *reason = bl_run_item_get_reason (self->run);

  gtk_label_set_label (GTK_LABEL (self->problem), has_failed && reason != NULL ? reason : "");
  gtk_widget_set_visible (self->problem, has_failed);
  bl_run_column_refresh (self);
}

static void
view_cb (BlRunColumn *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh_view (self);
}

static void
curves_cb (BlRunColumn *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh_curves (self);
}

/* ------------------------------------------------------------------ what a click does */

static void
map_clicked_cb (PlotView *plot, double x, double y, guint modifiers, BlRunColumn *self)
{
  bl_panel_pin_at (BL_PANEL (self), x, y);
}

static void
latent_clicked_cb (PlotView *plot, double x, double y, guint modifiers, BlRunColumn *self)
{
  const AeView *view = bl_run_item_get_view (self->run);
  guint ax, ay;

  if (!is_of_this_scene (self, view) || view->n_points == 0)
    return;
  bl_latent_points_find_best (view, &ax, &ay);
  bl_selection_set_pin (bl_panel_get_selection (BL_PANEL (self)),
                        bl_latent_points_find_nearest (view, ax, ay, x, y));
}

static void
map_lasso_cb (PlotView *plot, const double *polygon, guint n, BlRunColumn *self)
{
  bl_selection_select_area (bl_panel_get_selection (BL_PANEL (self)), polygon, n);
}

static void
latent_lasso_cb (PlotView *plot, const double *polygon, guint n, BlRunColumn *self)
{
  const AeView *view = bl_run_item_get_view (self->run);
  guint x, y;

  if (!is_of_this_scene (self, view) || view->codes == NULL)
    return;
  bl_latent_points_find_best (view, &x, &y);
  bl_selection_select_points (bl_panel_get_selection (BL_PANEL (self)), view, x, y, polygon, n);
}

/* ------------------------------------------------------------------ what the model tells */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlRunColumn *self = BL_RUN_COLUMN (panel);

  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  clear_views (self);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->axis = bl_band_axis_new (scene);
  bl_band_axis_label (self->axis, chart_of (self->spectrum));
  bl_band_axis_label (self->axis, chart_of (self->residual));
  plot_chart_set_axis (chart_of (self->spectrum), PLOT_AXIS_X, NULL, NULL);
  plot_chart_set_axis (chart_of (self->spectrum), PLOT_AXIS_Y, NULL, NULL);
  plot_chart_set_axis (chart_of (self->residual), PLOT_AXIS_X, NULL, NULL);
  plot_chart_set_axis (chart_of (self->residual), PLOT_AXIS_Y, NULL, NULL);
  bl_run_column_refresh (self);
}

static void
labels_changed (BlPanel *panel, AeScene *scene)
{
  BlRunColumn *self = BL_RUN_COLUMN (panel);

  g_clear_pointer (&self->scene, ae_scene_unref);
  self->scene = ae_scene_ref (scene);
  self->shown_serial = 0;
  view_cb (self);
}

static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BlRunColumn *self = BL_RUN_COLUMN (panel);

  self->shown_serial = 0;
  mark_maps (self);
  bl_run_column_refresh (self);
}

static void
selection_changed (BlPanel *panel, BlSelection *selection)
{
  BlRunColumn *self = BL_RUN_COLUMN (panel);

  self->shown_serial = 0;
  view_cb (self);
  plot_view_redraw_now (self->latent);
  plot_view_redraw_now (self->error_map);
  plot_view_redraw_now (self->code_map);
}

/* ------------------------------------------------------------------ the type */

static void
bl_run_column_dispose (GObject *object)
{
  BlRunColumn *self = BL_RUN_COLUMN (object);

  g_clear_pointer (&self->curves, bl_throttle_free);
  bl_run_column_unlink (self);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->axis, bl_band_axis_free);
  G_OBJECT_CLASS (bl_run_column_parent_class)->dispose (object);
}

static void
bl_run_column_class_init (BlRunColumnClass *class)
{
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_run_column_dispose;
  panel_class->scene_changed = scene_changed;
  panel_class->labels_changed = labels_changed;
  panel_class->selection_changed = selection_changed;
  panel_class->pin_changed = pin_changed;
}

static void
bl_run_column_init (BlRunColumn *self)
{
  self->curves = bl_throttle_new (BL_COST_SMALL_CURVES, show_loss, self);
}

static void
add_plots (BlRunColumn *self)
{
  GtkWidget *maps = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->loss = add_plot (self, self->box, BL_PLOT_RUN_LOSS, "Loss", 92);
  self->latent = add_plot (self, self->box, BL_PLOT_RUN_LATENT, "Latent space", 122);
  self->spectrum = add_plot (self, self->box, BL_PLOT_RUN_RECONSTRUCTION, "Reconstruction", 92);
  self->residual = add_plot (self, self->box, BL_PLOT_RUN_RESIDUAL, NULL, 48);
  gtk_widget_set_vexpand (GTK_WIDGET (self->residual), FALSE);
  gtk_box_append (GTK_BOX (self->box), maps);
  self->error_map = add_plot (self, maps, BL_PLOT_RUN_ERRORS, "Error", 100);
  self->code_map = add_plot (self, maps, BL_PLOT_RUN_CODES, "Codes", 100);
  plot_chart_set_empty_text (chart_of (self->loss), "not trained yet");
  plot_chart_set_log (chart_of (self->loss), PLOT_AXIS_Y, TRUE);
  plot_chart_set_has_axes (chart_of (self->error_map), FALSE);
  plot_chart_set_has_axes (chart_of (self->code_map), FALSE);
  plot_chart_set_include (chart_of (self->residual), PLOT_AXIS_Y, 0);
  g_signal_connect (self->error_map, "clicked", G_CALLBACK (map_clicked_cb), self);
  g_signal_connect (self->code_map, "clicked", G_CALLBACK (map_clicked_cb), self);
  g_signal_connect (self->latent, "clicked", G_CALLBACK (latent_clicked_cb), self);
  g_signal_connect (self->error_map, "lasso", G_CALLBACK (map_lasso_cb), self);
  g_signal_connect (self->code_map, "lasso", G_CALLBACK (map_lasso_cb), self);
  g_signal_connect (self->latent, "lasso", G_CALLBACK (latent_lasso_cb), self);
}

static void
link_plots (BlRunColumn *self)
{
  plot_link_add (self->links.loss, self->loss);
  plot_link_add (self->links.latent, self->latent);
  plot_link_add (self->links.spectrum, self->spectrum);
  plot_link_add (self->links.residual, self->residual);
  plot_link_add (self->links.maps, self->error_map);
  plot_link_add (self->links.maps, self->code_map);
  self->is_linked = TRUE;
}

/**
 * bl_run_column_new:
 * @run: a reference is taken
 * @links: of the rows; they outlive the column, or bl_run_column_unlink() comes first
 *
 * Returns: (transfer floating): a column that follows the run. Main thread, as all of these.
 */
GtkWidget *
bl_run_column_new (BlRunItem *run, const BlColumnLinks *links)
{
  BlRunColumn *self = g_object_new (BL_TYPE_RUN_COLUMN, NULL);

  g_return_val_if_fail (BL_IS_RUN_ITEM (run), NULL);
  self->run = g_object_ref (run);
  self->links = *links;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->problem = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_widget_set_margin_start (self->problem, 10);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_add_css_class (self->problem, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "bl-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "bl-compare-column");
  gtk_box_append (GTK_BOX (self->box), bl_run_label_new (run));
  gtk_box_append (GTK_BOX (self->box), self->problem);
  add_plots (self);
  link_plots (self);
  adw_bin_set_child (ADW_BIN (self), self->box);
  g_signal_connect_swapped (run, "notify::state", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::reason", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (run, "notify::view", G_CALLBACK (view_cb), self);
  g_signal_connect_swapped (run, "notify::snapshot", G_CALLBACK (curves_cb), self);
  g_signal_connect_swapped (run, "notify::past", G_CALLBACK (curves_cb), self);
  g_signal_connect_swapped (run, "notify::repeat", G_CALLBACK (curves_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (bl_run_column_refresh), NULL);
  changed_cb (self);
  return GTK_WIDGET (self);
}

/**
 * bl_run_column_unlink:
 * @self: a column that is about to go
 *
 * Takes its plots out of the rows.
 */
void
bl_run_column_unlink (BlRunColumn *self)
{
  g_return_if_fail (BL_IS_RUN_COLUMN (self));
  if (!self->is_linked)
    return;
  plot_link_remove (self->links.loss, self->loss);
  plot_link_remove (self->links.latent, self->latent);
  plot_link_remove (self->links.spectrum, self->spectrum);
  plot_link_remove (self->links.residual, self->residual);
  plot_link_remove (self->links.maps, self->error_map);
  plot_link_remove (self->links.maps, self->code_map);
  self->is_linked = FALSE;
}

/**
 * bl_run_column_get_run:
 * @self: a column
 *
 * Returns: (transfer none): whose it is.
 */
BlRunItem *
bl_run_column_get_run (BlRunColumn *self)
{
  g_return_val_if_fail (BL_IS_RUN_COLUMN (self), NULL);
  return self->run;
}

/**
 * bl_run_column_set_is_active:
 * @self: a column
 * @is_active: whether the run is the one that the other pages show
 */
void
bl_run_column_set_is_active (BlRunColumn *self, gboolean is_active)
{
  g_return_if_fail (BL_IS_RUN_COLUMN (self));
  if (is_active)
    gtk_widget_add_css_class (GTK_WIDGET (self), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "active");
}

/**
 * bl_run_column_get_error_high:
 * @self: a column
 *
 * Returns: RMSE that 98 of 100 pixels stay below, scaled units; 0 while there is no map.
 */
double
bl_run_column_get_error_high (BlRunColumn *self)
{
  g_return_val_if_fail (BL_IS_RUN_COLUMN (self), 0);

  const AeView *view = bl_run_item_get_view (self->run);
  double low, high;

  if (!is_of_this_scene (self, view) || view->error_map == NULL)
    return 0;
  plot_palette_find_limits (view->error_map, ae_scene_get_n_pixels (self->scene), 0.02, &low,
                            &high);
  return isfinite (high) ? high : 0;
}

/**
 * bl_run_column_set_error_high:
 * @self: a column
 * @high: RMSE at the upper end of the scale of all error maps
 */
void
bl_run_column_set_error_high (BlRunColumn *self, double high)
{
  g_return_if_fail (BL_IS_RUN_COLUMN (self));
  self->error_high = high;
  if (fabs (high - self->shown_high) > 0.02 * high)
    self->shown_serial = 0; /* the map is of another scale */
}
