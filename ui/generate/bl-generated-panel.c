/* bl-generated-panel.c: draws one decoded spectrum, and says where it breaks with what real
 * ones do. It decodes nothing.
 */
#include "bl-generated-panel.h"

#include <math.h>

#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-plots.h"
#include "plot-view.h"

struct _BlGeneratedPanel
{
  BlPanel parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkWidget *band;
  BlBandAxis *axis;
  char *said; /* of the spectrum alone */
};

static guint band_toggled; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlGeneratedPanel, bl_generated_panel, BL_TYPE_PANEL)

/* What no real spectrum does, or hardly one, in a few words; NULL where there is nothing. */
static char *
dup_flags (const float *spectrum, guint bands, const double *xs, AeAngles *angles)
{
  g_autoptr (GString) text = g_string_new (NULL);
  AeSpectrumFlags flags;

  ae_spectrum_find_flags (spectrum, bands, angles, &flags);
  if (flags.n_negative > 0)
    g_string_append_printf (text, "negative in %u bands", flags.n_negative);
  if (flags.has_step)
    g_string_append_printf (
        text, xs != NULL ? "%slarge step at %.0f" : "%slarge step in band %.0f",
        text->len > 0 ? ", " : "", xs != NULL ? xs[flags.step_band] : flags.step_band + 1.0);
  if (flags.is_rough)
    g_string_append_printf (text, "%srougher than real spectra", text->len > 0 ? ", " : "");
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static void
toggled_cb (BlGeneratedPanel *self)
{
  g_signal_emit (self, band_toggled, 0);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlGeneratedPanel *self = BL_GENERATED_PANEL (panel);
  PlotChart *chart = plot_view_get_chart (self->plot);

  g_clear_pointer (&self->axis, bl_band_axis_free);
  plot_chart_clear (chart);
  plot_view_set_description (self->plot, "no spectrum yet");
  if (scene == NULL)
    return;
  self->axis = bl_band_axis_new (scene);
  bl_band_axis_label (self->axis, chart);
  plot_chart_set_has_legend (chart, TRUE);
}

static void
bl_generated_panel_dispose (GObject *object)
{
  g_clear_pointer (&BL_GENERATED_PANEL (object)->axis, bl_band_axis_free);
  g_clear_pointer (&BL_GENERATED_PANEL (object)->said, g_free);
  G_OBJECT_CLASS (bl_generated_panel_parent_class)->dispose (object);
}

static void
bl_generated_panel_class_init (BlGeneratedPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_generated_panel_dispose;
  band_toggled = g_signal_new ("band-toggled", BL_TYPE_GENERATED_PANEL, G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  panel_class->scene_changed = scene_changed;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-generated-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlGeneratedPanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratedPanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlGeneratedPanel, band);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
bl_generated_panel_init (BlGeneratedPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_plots_name (self->plot, BL_PLOT_GENERATED, NULL);
}

static double *
dup_good_xs (const BlBandAxis *axis)
{
  double *xs = g_new (double, axis->n_good + 1);

  for (guint j = 0; j < axis->n_good; j++)
    xs[j] = axis->xs[axis->good[j]];
  return xs;
}

/**
 * bl_generated_panel_set_spectrum:
 * @self: the panel
 * @spectrum: (nullable) (good bands), scene units
 * @nearest: (nullable) (good bands): the real spectrum that is most like it
 * @angles: (nullable): the scene's pixels
 */
void
bl_generated_panel_set_spectrum (BlGeneratedPanel *self, const float *spectrum,
                                 const float *nearest, AeAngles *angles)
{
  g_return_if_fail (BL_IS_GENERATED_PANEL (self));

  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree double *xs = NULL;
  g_autofree char *flags = NULL;

  if (spectrum == NULL || self->axis == NULL)
    {
      plot_chart_remove (chart, "generated");
      plot_chart_remove (chart, "nearest");
      plot_view_set_description (self->plot, "no spectrum yet");
      bl_card_set_note (self->card, "");
      return;
    }
  xs = dup_good_xs (self->axis);
  if (nearest != NULL)
    bl_band_axis_set_line (
        self->axis, chart, "nearest", nearest,
        &(PlotStyle){ .label = "nearest pixel", .ink = PLOT_COLOR_DIM, .width = 1.4 });
  bl_band_axis_set_line (
      self->axis, chart, "generated", spectrum,
      &(PlotStyle){ .label = "generated", .ink = PLOT_COLOR_CLASS (0), .width = 1.8 });
  flags = dup_flags (spectrum, self->axis->n_good, self->axis->is_nm ? xs : NULL, angles);
  bl_card_set_note (self->card,
                    flags != NULL ? flags : "like real spectra in range and roughness");
  g_free (self->said);
  self->said = g_strdup_printf ("%u bands; %s", self->axis->n_good,
                                flags != NULL ? flags : "nothing unusual");
  plot_view_set_description (self->plot, self->said);
}

/**
 * bl_generated_panel_set_has_spread:
 * @self: the panel
 * @has_spread: whether the model knows how wide a code is: a variational one does
 */
void
bl_generated_panel_set_has_spread (BlGeneratedPanel *self, gboolean has_spread)
{
  g_return_if_fail (BL_IS_GENERATED_PANEL (self));
  gtk_widget_set_visible (self->band, has_spread);
}

/**
 * bl_generated_panel_set_band:
 * @self: the panel
 * @low: (good bands): lower edge around the spectrum that was set last
 * @high: (good bands): upper edge
 *
 * The next spectrum takes it away.
 */
void
bl_generated_panel_set_band (BlGeneratedPanel *self, const float *low, const float *high)
{
  g_autofree char *text = NULL;
  double widest = 0;

  g_return_if_fail (BL_IS_GENERATED_PANEL (self));
  if (self->axis == NULL)
    return;
  bl_band_axis_set_error_band (self->axis, plot_view_get_chart (self->plot), "generated", low,
                               high);
  for (guint j = 0; j < self->axis->n_good; j++)
    widest = MAX (widest, (double) (high[j] - low[j]) / 2);
  text = g_strdup_printf ("%s; 2 standard deviations are at most %.3g", self->said, widest);
  plot_view_set_description (self->plot, text);
}

/**
 * bl_generated_panel_get_wants_band:
 * @self: the panel
 *
 * Returns: whether the band was asked for.
 */
gboolean
bl_generated_panel_get_wants_band (BlGeneratedPanel *self)
{
  g_return_val_if_fail (BL_IS_GENERATED_PANEL (self), FALSE);
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->band));
}
