/* bl-image-panel.c: chooses what is shown; bands are read and maps computed elsewhere. */
#include "bl-image-panel-private.h"

#include "bl-plots.h"
#include "bl-widgets.h"

#include <string.h>

#define TRUE_COLOUR    "True colour"
#define RESIDUAL_CODES 10 /* of the map of PCA's residual, where no model says */

enum
{
  CHANNELS,
  POINTED,
  MAP,
  N_SIGNALS
};

static const double cuts[] = { 0.02, 0, 0.005, 0.05 };
static guint signals[N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlImagePanel, bl_image_panel, BL_TYPE_PANEL)

static void
unusual_cb (const char *failure, gpointer user_data)
{
  BlImagePanel *self = user_data;

  if (failure != NULL)
    bl_card_set_note (self->card, failure);
  else
    bl_image_panel_refresh (self);
  g_signal_emit (self, signals[MAP], 0);
}

/* The maps of what is unusual, on a worker. */
void
bl_image_panel_start_mapping (BlImagePanel *self)
{
  g_return_if_fail (BL_IS_IMAGE_PANEL (self));
  if (self->unusual != NULL)
    return;
  bl_card_set_note (self->card, "computing mean and covariance of all pixels…");
  self->unusual = bl_anomaly_maps_new (
      self->scene, self->view != NULL ? self->view->code : RESIDUAL_CODES, unusual_cb, self);
}

static void
channels_cb (gboolean is_complete, gpointer user_data)
{
  BlImagePanel *self = user_data;

  if (!bl_image_panel_is_map (bl_image_panel_get_show (self)))
    bl_image_panel_draw_channels (self);
  if (is_complete)
    g_signal_emit (self, signals[CHANNELS], 0);
}

/* ------------------------------------------------------------------ what is wanted */

/* Without bands where a preset wants them it is the usual picture. */
static void
choose_bands (BlImagePanel *self)
{
  BlImageShow show = bl_image_panel_get_show (self);
  gboolean is_grey = FALSE;
  guint bands[3];

  if (show == SHOW_BAND)
    {
      bands[0] = bl_band_slider_get_band (self->slider);
      is_grey = TRUE;
    }
  else if (show == SHOW_CHOSEN)
    bl_rgb_bands_get_bands (self->channels, bands);
  else if (!bl_composite_choose_colours (self->scene, (BlColours) show, bands))
    bl_composite_choose_bands (self->scene, bands, &is_grey);
  bl_rgb_bands_set_bands (self->channels, bands, is_grey ? 1 : 3);
}

/* What a user chose is how the sensor's next scene begins. */
static void
keep (BlImagePanel *self)
{
  BlSensorPicture picture = { .show = bl_image_panel_get_show (self),
                              .stretch = gtk_drop_down_get_selected (self->stretch) };

  if (self->is_setting || self->scene == NULL || bl_image_panel_is_map (picture.show))
    return;
  bl_rgb_bands_get_bands (self->channels, picture.bands);
  bl_display_presets_keep (self->memory, &picture);
}

static void
recall (BlImagePanel *self)
{
  BlSensorPicture picture;

  if (!bl_display_presets_recall (self->memory, &picture)
      || bl_image_panel_is_map (picture.show) || picture.stretch >= G_N_ELEMENTS (cuts))
    return;
  self->is_setting = TRUE;
  gtk_drop_down_set_selected (self->show, picture.show);
  gtk_drop_down_set_selected (self->stretch, picture.stretch);
  if (picture.show == SHOW_BAND)
    bl_band_slider_set_band (self->slider, picture.bands[0]);
  gtk_widget_set_visible (GTK_WIDGET (self->slider), picture.show == SHOW_BAND);
  if (picture.show == SHOW_CHOSEN)
    bl_rgb_bands_set_bands (self->channels, picture.bands, 3);
  self->is_setting = FALSE;
}

static void
show_cb (BlImagePanel *self)
{
  BlImageShow show = bl_image_panel_get_show (self);

  gtk_widget_set_visible (GTK_WIDGET (self->slider), show == SHOW_BAND);
  gtk_widget_set_visible (GTK_WIDGET (self->stretch), !bl_image_panel_is_map (show));
  if (self->scene == NULL || self->is_setting)
    return;
  if (!bl_image_panel_is_map (show))
    choose_bands (self);
  keep (self);
  bl_image_panel_refresh (self);
  g_signal_emit (self, signals[bl_image_panel_is_map (show) ? MAP : CHANNELS], 0);
}

static void
slid_cb (BlImagePanel *self)
{
  if (self->scene == NULL || self->is_setting || bl_image_panel_get_show (self) != SHOW_BAND)
    return;
  choose_bands (self);
  keep (self);
}

static void
stretch_cb (BlImagePanel *self)
{
  if (self->channels == NULL)
    return;
  bl_rgb_bands_set_cut (self->channels, cuts[gtk_drop_down_get_selected (self->stretch)]);
  keep (self);
}

/* ------------------------------------------------------------------ the pointer */

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  bl_panel_pin_at (user_data, x, y);
}

static void
hover_cb (PlotView *plot, gboolean is_inside, double x, double y, gpointer user_data)
{
  guint32 pixel = 0;
  gboolean is_in = is_inside && bl_panel_find_pixel (user_data, x, y, &pixel);

  g_signal_emit (user_data, signals[POINTED], 0, is_in, pixel);
}

static void
lasso_cb (PlotView *plot, const double *polygon, guint n, gpointer user_data)
{
  bl_selection_select_area (bl_panel_get_selection (user_data), polygon, n);
}

static void
selection_changed (BlPanel *panel, BlSelection *selection)
{
  BlImagePanel *self = BL_IMAGE_PANEL (panel);

  if (self->scene == NULL)
    return;
  bl_selection_show_area (selection, plot_view_get_chart (self->plot));
  bl_image_panel_describe (self);
}

/* ------------------------------------------------------------------ the type */

static void
clear (BlImagePanel *self)
{
  g_clear_pointer (&self->memory, bl_display_presets_free);
  g_clear_pointer (&self->channels, bl_rgb_bands_free);
  g_clear_pointer (&self->unusual, bl_anomaly_maps_free);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
}

/* What cannot be true colour does not say so: "Bands 118 · 79 · 40". */
static void
name_picture (BlImagePanel *self)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->show));
  guint selected = gtk_drop_down_get_selected (self->show);
  BlComposite usual = { 0 };
  g_autofree char *name = NULL;
  const char *names[] = { TRUE_COLOUR, NULL };

  if (!bl_composite_choose_colours (self->scene, BL_COLOURS_TRUE, usual.bands))
    {
      bl_composite_choose_bands (self->scene, usual.bands, &usual.is_grey);
      name = usual.is_grey ? g_strdup_printf ("Band %u", usual.bands[0] + 1)
                           : g_strdup_printf ("Bands %u · %u · %u", usual.bands[0] + 1,
                                              usual.bands[1] + 1, usual.bands[2] + 1);
      names[0] = name;
    }
  if (strcmp (gtk_string_list_get_string (list, SHOW_TRUE), names[0]) == 0)
    return;
  gtk_string_list_splice (list, SHOW_TRUE, 1, names);
  gtk_drop_down_set_selected (self->show, selected);
}

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlImagePanel *self = BL_IMAGE_PANEL (panel);

  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->channels = bl_rgb_bands_new (scene, channels_cb, self);
  self->memory = bl_display_presets_new (scene);
  self->is_setting = TRUE;
  name_picture (self);
  bl_band_slider_set_scene (self->slider, scene);
  if (bl_image_panel_get_show (self) == SHOW_CHOSEN
      || bl_image_panel_is_map (bl_image_panel_get_show (self)))
    gtk_drop_down_set_selected (self->show, SHOW_TRUE);
  self->is_setting = FALSE;
  recall (self);
  self->is_setting = TRUE; /* nobody chose this */
  choose_bands (self);
  stretch_cb (self);
  self->is_setting = FALSE;
  bl_image_panel_describe (self);
}

static void
labels_changed (BlPanel *panel, AeScene *scene)
{
  BlImagePanel *self = BL_IMAGE_PANEL (panel);

  if (bl_image_panel_get_show (self) == SHOW_LABELS)
    bl_image_panel_refresh (self);
}

static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BlImagePanel *self = BL_IMAGE_PANEL (panel);

  bl_panel_show_pin (panel, plot_view_get_chart (self->plot));
  bl_image_panel_describe (self);
}

static void
bl_image_panel_dispose (GObject *object)
{
  clear (BL_IMAGE_PANEL (object));
  G_OBJECT_CLASS (bl_image_panel_parent_class)->dispose (object);
}

static void
bl_image_panel_class_init (BlImagePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_image_panel_dispose;
  signals[CHANNELS]
      = g_signal_new ("channels", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_UINT);
  signals[MAP] = g_signal_new ("map-shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
  panel_class->scene_changed = scene_changed;
  panel_class->labels_changed = labels_changed;
  panel_class->selection_changed = selection_changed;
  panel_class->pin_changed = pin_changed;
  g_type_ensure (BL_TYPE_BAND_SLIDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-image-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlImagePanel, card);
  gtk_widget_class_bind_template_child (widget_class, BlImagePanel, plot);
  gtk_widget_class_bind_template_child (widget_class, BlImagePanel, slider);
  gtk_widget_class_bind_template_child (widget_class, BlImagePanel, show);
  gtk_widget_class_bind_template_child (widget_class, BlImagePanel, stretch);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
  gtk_widget_class_bind_template_callback (widget_class, stretch_cb);
  gtk_widget_class_bind_template_callback (widget_class, slid_cb);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, hover_cb);
  gtk_widget_class_bind_template_callback (widget_class, lasso_cb);
}

static void
bl_image_panel_init (BlImagePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_widgets_set_description (GTK_WIDGET (self->show), "Shown as");
  bl_widgets_set_description (GTK_WIDGET (self->stretch), "Stretch");
  bl_card_add_control (self->card, bl_selection_tool_new (self->plot));
  bl_plots_name (self->plot, BL_PLOT_LARGE_IMAGE, NULL);
  plot_view_set_scroll_zooms (self->plot, TRUE);
  bl_panel_set_parts (BL_PANEL (self), BL_VIEW_ERROR_MAP);
}

/**
 * bl_image_panel_new:
 *
 * Returns: (transfer floating): the panel. Main thread, as all of these.
 */
GtkWidget *
bl_image_panel_new (void)
{
  return g_object_new (BL_TYPE_IMAGE_PANEL, NULL);
}

/**
 * bl_image_panel_set_view:
 * @self: the panel
 * @view: (nullable): of the active run; a reference is taken
 */
void
bl_image_panel_set_view (BlImagePanel *self, AeView *view)
{
  g_return_if_fail (BL_IS_IMAGE_PANEL (self));

  gboolean is_new = (view != NULL ? view->full_serial : 0)
                    != (self->view != NULL ? self->view->full_serial : 0);
  AeView *held = view != NULL ? ae_view_ref (view) : NULL;

  g_clear_pointer (&self->view, ae_view_unref);
  self->view = held;
  if (bl_image_panel_get_show (self) != SHOW_ERROR || !is_new
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  bl_image_panel_refresh (self);
  g_signal_emit (self, signals[MAP], 0);
}

/**
 * bl_image_panel_set_channel:
 * @self: the panel
 * @channel: 0 red, 1 green, 2 blue
 * @band: 0-based
 *
 * Shows the chosen bands, with this one among them.
 */
void
bl_image_panel_set_channel (BlImagePanel *self, guint channel, guint band)
{
  guint bands[3];

  g_return_if_fail (BL_IS_IMAGE_PANEL (self));
  if (self->scene == NULL)
    return;
  if (bl_rgb_bands_get_bands (self->channels, bands) == 1)
    {
      bl_band_slider_set_band (self->slider, band);
      return;
    }
  self->is_setting = TRUE;
  gtk_drop_down_set_selected (self->show, SHOW_CHOSEN);
  self->is_setting = FALSE;
  bands[channel] = band;
  bl_rgb_bands_set_bands (self->channels, bands, 3);
  keep (self);
}

/**
 * bl_image_panel_get_channels:
 * @self: the panel, with a scene
 * @bands: (out): red, green, blue
 *
 * Returns: whether they differ: a picture in colours.
 */
gboolean
bl_image_panel_get_channels (BlImagePanel *self, guint bands[3])
{
  g_return_val_if_fail (BL_IS_IMAGE_PANEL (self), FALSE);
  return bl_rgb_bands_get_bands (self->channels, bands) == 3;
}

/**
 * bl_image_panel_peek_channel:
 * @self: the panel
 * @channel: 0 red, 1 green, 2 blue
 *
 * Returns: (nullable) (transfer none): as it is drawn, until the next "channels".
 */
const BlChannel *
bl_image_panel_peek_channel (BlImagePanel *self, guint channel)
{
  g_return_val_if_fail (BL_IS_IMAGE_PANEL (self), NULL);
  return self->channels != NULL ? bl_rgb_bands_peek (self->channels, channel) : NULL;
}

/**
 * bl_image_panel_peek_map:
 * @self: the panel
 * @map: from 0
 * @name: (out): of the map
 *
 * Returns: (nullable) (transfer none) (array): (lines × samples) of the maps that are there
 * while one of them is shown; %NULL after the last, and for one that is not there yet.
 */
const float *
bl_image_panel_peek_map (BlImagePanel *self, guint map, const char **name)
{
  g_return_val_if_fail (BL_IS_IMAGE_PANEL (self), NULL);
  static const char *const names[] = { "RX", "PCA residual", "Model error" };
  BlImageShow show = bl_image_panel_get_show (self);

  if (map >= G_N_ELEMENTS (names) || show < SHOW_RX || show > SHOW_ERROR)
    return NULL;
  *name = names[map];
  if (map == 2)
    return self->view != NULL ? self->view->error_map : NULL;
  if (self->unusual == NULL)
    return NULL;
  return map == 0 ? bl_anomaly_maps_get_rx (self->unusual)
                  : bl_anomaly_maps_get_residual (self->unusual);
}
