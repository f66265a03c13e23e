/* bl-spectrum-panel.c: one curve, and where red, green and blue of the picture are taken. */
#include "bl-spectrum-panel.h"

#include "bl-band-axis.h"
#include "bl-card.h"
#include "bl-composite.h"
#include "plot-view.h"

#include <math.h>

struct _BlSpectrumPanel
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  AeScene *scene;
  BlBandAxis *axis;
};

G_DEFINE_FINAL_TYPE (BlSpectrumPanel, bl_spectrum_panel, ADW_TYPE_BIN)

static void
mark_channels (BlSpectrumPanel *self)
{
  const char *names[] = { "R", "G", "B" };
  PlotChart *chart = plot_view_get_chart (self->plot);
  guint bands[3];
  gboolean is_grey;
  double xs[3];

  bl_composite_choose_bands (self->scene, bands, &is_grey);
  for (guint c = 0; c < 3; c++)
    xs[c] = self->axis->xs[bands[c]];
  /* Marks go from left to right, or their words give way to each other. */
  if (xs[0] > xs[2])
    {
      double x = xs[0];

      xs[0] = xs[2];
      xs[2] = x;
      names[0] = "B";
      names[2] = "R";
    }
  if (xs[2] - xs[0] < 0.2 * (self->axis->xs[self->axis->n - 1] - self->axis->xs[0]))
    {
      names[2] = xs[0] == self->axis->xs[bands[0]] ? "R G B" : "B G R";
      names[0] = names[1] = "";
    }
  plot_chart_set_marks (chart, xs, names, is_grey ? 0 : 3);
}

static void
clear (BlSpectrumPanel *self)
{
  g_clear_pointer (&self->axis, bl_band_axis_free);
  g_clear_pointer (&self->scene, ae_scene_unref);
}

static void
bl_spectrum_panel_dispose (GObject *object)
{
  clear (BL_SPECTRUM_PANEL (object));
  G_OBJECT_CLASS (bl_spectrum_panel_parent_class)->dispose (object);
}

static void
bl_spectrum_panel_class_init (BlSpectrumPanelClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_spectrum_panel_dispose;
}

static void
bl_spectrum_panel_init (BlSpectrumPanel *self)
{
  self->plot = PLOT_VIEW (plot_view_new ());
  self->card = BL_CARD (bl_card_new ("Pixel spectrum", GTK_WIDGET (self->plot)));
  plot_view_set_label (self->plot, "Pixel spectrum");
  plot_chart_set_empty_text (plot_view_get_chart (self->plot), "Click a pixel of the scene");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
}

/**
 * bl_spectrum_panel_set_scene:
 * @self: the panel
 * @scene: (nullable): a reference is taken
 */
void
bl_spectrum_panel_set_scene (BlSpectrumPanel *self, AeScene *scene)
{
  PlotChart *chart = plot_view_get_chart (self->plot);

  clear (self);
  plot_chart_clear (chart);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->axis = bl_band_axis_new (scene);
  bl_band_axis_label (self->axis, chart);
  mark_channels (self);
}

/**
 * bl_spectrum_panel_set_pin:
 * @self: the panel
 * @pixel: of the scene
 * @has_pin: whether there is one
 */
void
bl_spectrum_panel_set_pin (BlSpectrumPanel *self, guint32 pixel, gboolean has_pin)
{
  PlotChart *chart = plot_view_get_chart (self->plot);
  g_autofree float *values = NULL;
  g_autofree float *good = NULL;
  g_autofree char *text = NULL;
  guint samples;

  if (self->scene == NULL || !has_pin)
    {
      plot_chart_remove (chart, "input");
      bl_card_set_note (self->card, "");
      plot_view_set_description (self->plot, "no pinned pixel");
      return;
    }
  values = g_new0 (float, self->axis->n);
  good = g_new0 (float, self->axis->n_good + 1);
  samples = ae_scene_get_samples (self->scene);
  ae_scene_read_pixel (self->scene, pixel, values, NULL);
  for (guint i = 0; i < self->axis->n_good; i++)
    good[i] = values[self->axis->good[i]];
  bl_band_axis_set_line (self->axis, chart, "input", good,
                         &(PlotStyle){ .ink = PLOT_INK_CLASS (0) });
  text = g_strdup_printf ("pinned line %u, sample %u%s", pixel / samples, pixel % samples,
                          ae_scene_is_masked (self->scene, pixel) ? " (no data)" : "");
  bl_card_set_note (self->card, text);
  plot_view_set_description (self->plot, text);
}
