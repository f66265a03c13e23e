/* bl-image-panel-draw.c: what was chosen, as pixels and in words. */
#include "bl-image-panel-private.h"

#include <math.h>

#include "bl-plots.h"
#include "plot-palette.h"

#define MAP_CUT 0.01

/* ------------------------------------------------------------------ words */

BlImageShow
bl_image_panel_get_show (BlImagePanel *self)
{
  g_return_val_if_fail (BL_IS_IMAGE_PANEL (self), SHOW_TRUE);
  return (BlImageShow) gtk_drop_down_get_selected (self->show);
}

static char *
dup_bands_text (BlImagePanel *self)
{
  BlImageShow show = bl_image_panel_get_show (self);
  BlComposite words = { 0 };
  g_autofree char *text = NULL;

  words.is_grey = bl_rgb_bands_get_bands (self->channels, words.bands) == 1;
  text = bl_composite_dup_text (&words, self->scene);
  return show > SHOW_FALSE
             ? g_steal_pointer (&text)
             : g_strconcat (text, bl_composite_get_reservation (self->scene, (BlColours) show),
                            NULL);
}

void
bl_image_panel_describe (BlImagePanel *self)
{
  g_return_if_fail (BL_IS_IMAGE_PANEL (self));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *bands = NULL;
  guint32 pin;
  guint samples;

  if (self->scene == NULL)
    return;
  samples = ae_scene_get_samples (self->scene);
  bands = dup_bands_text (self);
  g_string_append_printf (text, "%u lines, %u samples, shown: %s",
                          ae_scene_get_lines (self->scene), samples, bands);
  if (bl_panel_get_pin (BL_PANEL (self), &pin))
    g_string_append_printf (text, ", pinned line %u, sample %u", pin / samples, pin % samples);
  bl_selection_append_words (bl_panel_get_selection (BL_PANEL (self)), text);
  plot_view_set_description (self->plot, text->str);
}

gboolean
bl_image_panel_is_map (BlImageShow show)
{
  return show >= SHOW_RX;
}

/* ------------------------------------------------------------------ drawing */

static void
finish_image (BlImagePanel *self, const guint32 *pixels)
{
  plot_chart_set_keys (plot_view_get_chart (self->plot), NULL, NULL);
  plot_chart_set_image (plot_view_get_chart (self->plot), pixels,
                        ae_scene_get_lines (self->scene), ae_scene_get_samples (self->scene));
  bl_selection_show_area (bl_panel_get_selection (BL_PANEL (self)),
                          plot_view_get_chart (self->plot));
  bl_image_panel_describe (self);
}

void
bl_image_panel_draw_channels (BlImagePanel *self)
{
  g_return_if_fail (BL_IS_IMAGE_PANEL (self));

  g_autofree guint32 *pixels = g_new (guint32, ae_scene_get_n_pixels (self->scene));
  g_autofree char *note = dup_bands_text (self);

  if (!bl_rgb_bands_mix (self->channels, pixels))
    return;
  plot_chart_set_color_bar (plot_view_get_chart (self->plot), NULL, PLOT_PALETTE_VIRIDIS, 0,
                            NAN);
  bl_card_set_note (self->card, note);
  finish_image (self, pixels);
}

static void
draw_map (BlImagePanel *self, const float *map, const char *unit, const char *note)
{
  gsize n = ae_scene_get_n_pixels (self->scene);
  g_autofree guint32 *pixels = g_new (guint32, n);
  double low, high;

  plot_palette_find_limits (map, n, MAP_CUT, &low, &high);
  plot_palette_map (pixels, map, n, PLOT_PALETTE_VIRIDIS, low, high);
  plot_chart_set_color_bar (plot_view_get_chart (self->plot), unit, PLOT_PALETTE_VIRIDIS, low,
                            high);
  bl_card_set_note (self->card, note);
  finish_image (self, pixels);
}

static void
draw_labels (BlImagePanel *self)
{
  gsize n = ae_scene_get_n_pixels (self->scene), n_labelled;
  g_autofree guint32 *pixels = g_new (guint32, n);
  g_autofree char *note = NULL;

  n_labelled = bl_composite_paint_labels (pixels, bl_panel_get_scene (BL_PANEL (self)));
  note
      = n_labelled > 0
            ? g_strdup_printf ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pixels have a label",
                               n_labelled, n)
            : g_strdup ("no labels: open a label image, or select pixels and press a digit");
  plot_chart_set_color_bar (plot_view_get_chart (self->plot), NULL, PLOT_PALETTE_VIRIDIS, 0,
                            NAN);
  bl_card_set_note (self->card, note);
  finish_image (self, pixels);
  bl_plots_name_classes (plot_view_get_chart (self->plot),
                         bl_panel_get_scene (BL_PANEL (self)));
}

static void
draw_unusual (BlImagePanel *self, BlImageShow show)
{
  const float *map = self->unusual != NULL ? show == SHOW_RX
                                                 ? bl_anomaly_maps_get_rx (self->unusual)
                                                 : bl_anomaly_maps_get_residual (self->unusual)
                                           : NULL;
  g_autofree char *note = NULL;

  if (map == NULL)
    {
      bl_image_panel_start_mapping (self);
      return;
    }
  note = show == SHOW_RX ? g_strdup ("squared distance from all pixels (Mahalanobis)")
                         : g_strdup_printf ("what %u principal components leave, RMSE",
                                            bl_anomaly_maps_get_codes (self->unusual));
  draw_map (self, map, show == SHOW_RX ? "RX" : "RMSE", note);
}

void
bl_image_panel_refresh (BlImagePanel *self)
{
  g_return_if_fail (BL_IS_IMAGE_PANEL (self));

  BlImageShow show = bl_image_panel_get_show (self);

  if (self->scene == NULL)
    return;
  if (show == SHOW_RX || show == SHOW_RESIDUAL)
    draw_unusual (self, show);
  else if (show == SHOW_ERROR && self->view != NULL && self->view->error_map != NULL)
    draw_map (self, self->view->error_map, "RMSE",
              "what the active run's model leaves, scaled units");
  else if (show == SHOW_ERROR)
    bl_card_set_note (self->card, "no model yet: train one");
  else if (show == SHOW_LABELS)
    draw_labels (self);
  else
    bl_image_panel_draw_channels (self);
}
