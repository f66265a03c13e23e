/* bl-reconstruction-panel.c: input and output above, what is left below, on a scale of its own.
 */
#include "bl-reconstruction-panel.h"

#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-plots.h"
#include "plot-view.h"

#include <math.h>

struct _BlReconstructionPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot, *residual;
  BlBandAxis *axis;
};

G_DEFINE_FINAL_TYPE (BlReconstructionPanel, bl_reconstruction_panel, BL_TYPE_PANEL)

static void
show_pin (BlReconstructionPanel *self, const AeViewPin *pin)
{
  PlotChart *chart = plot_view_get_chart (self->plot),
            *below = plot_view_get_chart (self->residual);
  g_autofree float *rest = g_new (float, self->axis->n_good + 1);
  g_autofree char *text
      = g_strdup_printf ("spectral angle %.3f°, RMSE %.5f", pin->sam_deg, pin->rmse);

  for (guint i = 0; i < self->axis->n_good; i++)
    rest[i] = pin->output[i] - pin->input[i];
  bl_band_axis_set_line (
      self->axis, chart, "input", pin->input,
      &(PlotStyle){
          .label = "input", .ink = PLOT_COLOR_CLASS (0), .width = 2.2, .alpha = 0.55 });
  bl_band_axis_set_line (
      self->axis, chart, "output", pin->output,
      &(PlotStyle){ .label = "output", .ink = PLOT_COLOR_CLASS (1), .width = 1.4 });
  bl_band_axis_set_line (self->axis, below, "residual", rest,
                         &(PlotStyle){ .ink = PLOT_COLOR_CLASS (2), .width = 1 });
  bl_card_set_note (self->card, text);
  plot_view_set_description (self->plot, text);
}

static void
prepare (BlReconstructionPanel *self)
{
  PlotChart *chart = plot_view_get_chart (self->plot),
            *below = plot_view_get_chart (self->residual);

  plot_chart_clear (chart);
  plot_chart_clear (below);
  gtk_widget_set_visible (GTK_WIDGET (self->residual), FALSE);
  bl_card_set_note (self->card, "");
  plot_view_set_description (self->plot, "no reconstruction yet");
  if (self->axis == NULL)
    return;
  /* The same axis for both, named once. */
  bl_band_axis_label (self->axis, chart);
  plot_chart_set_axis (chart, PLOT_AXIS_X, NULL, NULL);
  bl_band_axis_label (self->axis, below);
  plot_chart_set_axis (below, PLOT_AXIS_Y, "residual", NULL);
  plot_chart_set_include (below, PLOT_AXIS_Y, 0);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlReconstructionPanel *self = BL_RECONSTRUCTION_PANEL (panel);

  g_clear_pointer (&self->axis, bl_band_axis_free);
  self->axis = scene != NULL ? bl_band_axis_new (scene) : NULL;
  prepare (self);
}

static void
bl_reconstruction_panel_dispose (GObject *object)
{
  g_clear_pointer (&BL_RECONSTRUCTION_PANEL (object)->axis, bl_band_axis_free);
  G_OBJECT_CLASS (bl_reconstruction_panel_parent_class)->dispose (object);
}

static void
bl_reconstruction_panel_class_init (BlReconstructionPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_reconstruction_panel_dispose;
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-reconstruction-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlReconstructionPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlReconstructionPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlReconstructionPanel, residual);
}

static void
bl_reconstruction_panel_init (BlReconstructionPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_plots_name (self->plot, BL_PLOT_RECONSTRUCTION, NULL);
  bl_plots_name (self->residual, BL_PLOT_RESIDUAL, NULL);
}

/**
 * bl_reconstruction_panel_set_view:
 * @self: the panel
 * @view: (nullable): the first of its pinned pixels is shown; nothing is kept
 */
void
bl_reconstruction_panel_set_view (BlReconstructionPanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_RECONSTRUCTION_PANEL (self));
  if (view == NULL || view->n_pins == 0 || self->axis == NULL)
    {
      prepare (self);
      return;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->residual), TRUE);
  show_pin (self, &view->pins[0]);
}
