/* bl-losses-panel.c: what runs have in common on the x axis is chosen here: epochs, batches or
 * seconds. A smoothed curve never hides the raw one.
 */
#include "bl-losses-panel.h"

#include "bl-widgets.h"
#include "bl-loss-lines.h"
#include "bl-plots.h"
#include "plot-smooth.h"
#include "plot-view.h"

#include <math.h>

typedef enum
{
  BY_EPOCH,
  BY_BATCH,
  BY_SECONDS,
} By;

typedef enum
{
  OF_TRAINING,
  OF_VALIDATION,
} Of;

struct _BlLossesPanel
{
  AdwBin parent_instance;
  PlotView *plot;
  GtkDropDown *by, *of;
  GtkRange *smoothing;
  GListModel *runs;
  guint n_drawn; /* runs whose curves are in the plot */
};

G_DEFINE_FINAL_TYPE (BlLossesPanel, bl_losses_panel, ADW_TYPE_BIN)

static double
get_x (const AeHistoryPoint *point, By by)
{
  return by == BY_EPOCH ? point->epoch : by == BY_BATCH ? (double) point->step : point->seconds;
}

static double
get_y (const AeHistoryPoint *point, Of of)
{
  return of == OF_TRAINING ? point->train.total : point->validation;
}

static guint
fill (const AeHistory *history, By by, Of of, double *xs, double *ys)
{
  const AeHistoryPoint *points = ae_history_get_points (history);
  guint m = 0;

  for (guint i = 0; i < ae_history_get_n_points (history); i++)
    {
      xs[m] = get_x (&points[i], by);
      ys[m] = get_y (&points[i], of);
      m += isnan (ys[m]) ? 0 : 1;
    }
  return m;
}

/* Only where epochs are the axis: that is what seeds have in common. */
static void
draw_band (BlLossesPanel *self, BlRunItem *run, guint i)
{
  g_autofree char *id = g_strdup_printf ("seeds %u", i);
  gboolean fits = gtk_drop_down_get_selected (self->by) == BY_EPOCH
                  && gtk_drop_down_get_selected (self->of) == OF_VALIDATION;
  guint n;
  const BlBandPoint *band = bl_run_item_get_band (run, &n);

  bl_loss_lines_set_band (plot_view_get_chart (self->plot), id, band, fits ? n : 0,
                          &(PlotStyle){ .ink = bl_run_item_get_ink (run), .width = 1 });
}

static void
draw_run (BlLossesPanel *self, BlRunItem *run, guint i)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  const AeSnapshot *snapshot = bl_run_item_get_snapshot (run);
  const AeHistory *history = snapshot != NULL ? snapshot->history : NULL;
  guint n = history != NULL ? ae_history_get_n_points (history) : 0;
  g_autofree double *xs = g_new (double, n + 1);
  g_autofree double *ys = g_new (double, n + 1);
  g_autofree double *smooth = g_new (double, n + 1);
  g_autofree char *raw_id = g_strdup_printf ("raw %u", i);
  g_autofree char *id = g_strdup_printf ("smooth %u", i);
  Of of = gtk_drop_down_get_selected (self->of);
  guint m = n > 0 ? fill (history, gtk_drop_down_get_selected (self->by), of, xs, ys) : 0;
  PlotStyle line = { .label = bl_run_item_get_name (run),
                     .ink = bl_run_item_get_ink (run),
                     .width = 1.8,
                     .marker = of == OF_VALIDATION && m < 60 ? bl_run_item_get_marker (run)
                                                             : PLOT_MARKER_NONE };

  plot_smooth (smooth, ys, m, gtk_range_get_value (self->smoothing));
  plot_chart_set_line (
      chart, raw_id, xs, ys, m,
      &(PlotStyle){ .ink = bl_run_item_get_ink (run), .width = 1, .alpha = 0.3 });
  plot_chart_set_line (chart, id, xs, smooth, m, &line);
  draw_band (self, run, i);
}

static void
describe (BlLossesPanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++)
    {
      g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, i);
      const AeSnapshot *s = bl_run_item_get_snapshot (run);

      if (s != NULL && s->step > 0)
        g_string_append_printf (text, "%s%s: epoch %u, %.3g", text->len > 0 ? "; " : "",
                                bl_run_item_get_name (run), s->epoch, s->batch_loss.total);
    }
  plot_view_set_description (self->plot, text->len > 0 ? text->str : "no batch yet");
}

/**
 * bl_losses_panel_refresh:
 * @self: the panel
 *
 * Draws the curves as they are now. Main thread, as all of these.
 */
void
bl_losses_panel_refresh (BlLossesPanel *self)
{
  g_return_if_fail (BL_IS_LOSSES_PANEL (self));
  static const char *const titles[] = { "epoch", "batch", "time" };
  PlotChart *chart = plot_view_get_chart (self->plot);
  By by = gtk_drop_down_get_selected (self->by);
  guint n = self->runs != NULL ? g_list_model_get_n_items (self->runs) : 0;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (n != self->n_drawn)
    plot_chart_clear (chart);
  self->n_drawn = n;
  plot_chart_set_axis (chart, PLOT_AXIS_X, titles[by], by == BY_SECONDS ? "s" : NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (BlRunItem) run = g_list_model_get_item (self->runs, i);

      draw_run (self, run, i);
    }
  if (n > 0)
    describe (self);
}

static void
bl_losses_panel_dispose (GObject *object)
{
  g_clear_object (&BL_LOSSES_PANEL (object)->runs);
  G_OBJECT_CLASS (bl_losses_panel_parent_class)->dispose (object);
}

static void
bl_losses_panel_class_init (BlLossesPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_losses_panel_dispose;
  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-losses-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlLossesPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlLossesPanel, by);
  gtk_widget_class_bind_template_child (widget_class, BlLossesPanel, of);
  gtk_widget_class_bind_template_child (widget_class, BlLossesPanel, smoothing);
  gtk_widget_class_bind_template_callback (widget_class, bl_losses_panel_refresh);
}

static void
bl_losses_panel_init (BlLossesPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->of), "Which loss");
  bl_widgets_set_description (GTK_WIDGET (self->by), "Horizontal axis");
  bl_plots_name (self->plot, BL_PLOT_ALL_LOSSES, NULL);
  plot_chart_set_log (plot_view_get_chart (self->plot), PLOT_AXIS_Y, TRUE);
  g_signal_connect (self, "map", G_CALLBACK (bl_losses_panel_refresh), NULL);
}

/**
 * bl_losses_panel_set_runs:
 * @self: the panel
 * @runs: (element-type BlRunItem): a reference is taken
 */
void
bl_losses_panel_set_runs (BlLossesPanel *self, GListModel *runs)
{
  g_return_if_fail (BL_IS_LOSSES_PANEL (self));
  g_set_object (&self->runs, runs);
}
