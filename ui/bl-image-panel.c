/* bl-image-panel.c: chooses what is shown; bands are read and maps computed elsewhere. */
#include "bl-image-panel.h"

#include "bl-band-slider.h"
#include "bl-card.h"
#include "bl-channels.h"
#include "bl-pin.h"
#include "bl-unusual.h"
#include "plot-palette.h"
#include "plot-view.h"

#include <math.h>
#include <string.h>

#define RESIDUAL_CODES 10 /* of the map of PCA's residual, where no model says */
#define MAP_CUT        0.01

typedef enum
{
  SHOW_TRUE,
  SHOW_INFRARED,
  SHOW_FALSE,
  SHOW_CHOSEN,
  SHOW_BAND,
  SHOW_RX,
  SHOW_RESIDUAL,
  SHOW_ERROR,
  SHOW_LABELS,
} Show;

enum
{
  CHANNELS,
  POINTED,
  MAP,
  N_SIGNALS
};

static const double cuts[] = { 0.02, 0, 0.005, 0.05 };
static guint signals[N_SIGNALS]; /* written once, in class_init */

struct _BlImagePanel
{
  AdwBin parent_instance;
  BlCard *card;
  PlotView *plot;
  GtkDropDown *show, *stretch;
  BlBandSlider *slider;

  AeScene *scene;
  AeScene *labelled;
  AeView *view;
  BlSelection *selection;
  BlChannels *channels; /* NULL without a scene */
  BlUnusual *unusual;   /* nullable: asked for at the first map of it */
  gboolean is_setting;
  guint32 pin;
  gboolean has_pin;
};

G_DEFINE_FINAL_TYPE (BlImagePanel, bl_image_panel, ADW_TYPE_BIN)

/* ------------------------------------------------------------------ words */

static Show
get_show (BlImagePanel *self)
{
  return (Show) gtk_drop_down_get_selected (self->show);
}

/* What a preset wants may not be there: then it is the usual picture, and must not pass for
 * more. */
static const char *
get_reservation (BlImagePanel *self)
{
  static const char *const words[] = {
    [SHOW_TRUE] = ", not true colour: no bands known to be at 640, 550 and 460 nm",
    [SHOW_INFRARED] = ", not infrared: no bands known to be at 860, 650 and 550 nm",
    [SHOW_FALSE] = ", not false colour: no bands known to be at 2200, 1650 and 860 nm",
  };
  Show show = get_show (self);
  guint bands[3];

  return show > SHOW_FALSE || bl_composite_choose_colours (self->scene, (BlColours) show, bands)
             ? ""
             : words[show];
}

static char *
dup_bands_text (BlImagePanel *self)
{
  BlComposite words = { 0 };
  g_autofree char *text = NULL;

  words.is_grey = bl_channels_get_bands (self->channels, words.bands) == 1;
  text = bl_composite_dup_text (&words, self->scene);
  return g_strconcat (text, get_reservation (self), NULL);
}

static void
describe (BlImagePanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *bands = NULL;
  guint samples;

  if (self->scene == NULL)
    return;
  samples = ae_scene_get_samples (self->scene);
  bands = dup_bands_text (self);
  g_string_append_printf (text, "%u lines, %u samples, shown: %s",
                          ae_scene_get_lines (self->scene), samples, bands);
  if (self->has_pin)
    g_string_append_printf (text, ", pinned line %u, sample %u", self->pin / samples,
                            self->pin % samples);
  if (self->selection != NULL)
    bl_selection_append_words (self->selection, text);
  plot_view_set_description (self->plot, text->str);
}

static gboolean
is_map (Show show)
{
  return show >= SHOW_RX;
}

/* ------------------------------------------------------------------ drawing */

static void
finish_image (BlImagePanel *self, const guint32 *pixels)
{
  plot_chart_set_image (plot_view_get_chart (self->plot), pixels,
                        ae_scene_get_lines (self->scene), ae_scene_get_samples (self->scene));
  if (self->selection != NULL)
    bl_selection_show_area (self->selection, plot_view_get_chart (self->plot));
  describe (self);
}

static void
draw_channels (BlImagePanel *self)
{
  g_autofree guint32 *pixels = g_new (guint32, ae_scene_get_n_pixels (self->scene));
  g_autofree char *note = dup_bands_text (self);

  if (!bl_channels_mix (self->channels, pixels))
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

  n_labelled = bl_composite_paint_labels (pixels, self->labelled != NULL ? self->labelled
                                                                         : self->scene);
  note
      = n_labelled > 0
            ? g_strdup_printf ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " pixels have a label",
                               n_labelled, n)
            : g_strdup ("no labels: open a label image, or select pixels and press a digit");
  plot_chart_set_color_bar (plot_view_get_chart (self->plot), NULL, PLOT_PALETTE_VIRIDIS, 0,
                            NAN);
  bl_card_set_note (self->card, note);
  finish_image (self, pixels);
}

static void start_mapping (BlImagePanel *self);

static void
draw_unusual (BlImagePanel *self, Show show)
{
  const float *map = self->unusual != NULL ? show == SHOW_RX
                                                 ? bl_unusual_get_rx (self->unusual)
                                                 : bl_unusual_get_residual (self->unusual)
                                           : NULL;
  g_autofree char *note = NULL;

  if (map == NULL)
    {
      start_mapping (self);
      return;
    }
  note = show == SHOW_RX ? g_strdup ("squared distance from all pixels (Mahalanobis)")
                         : g_strdup_printf ("what %u principal components leave, RMSE",
                                            bl_unusual_get_codes (self->unusual));
  draw_map (self, map, show == SHOW_RX ? "RX" : "RMSE", note);
}

static void
refresh (BlImagePanel *self)
{
  Show show = get_show (self);

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
    draw_channels (self);
}

static void
unusual_cb (const char *failure, gpointer user_data)
{
  BlImagePanel *self = user_data;

  if (failure != NULL)
    bl_card_set_note (self->card, failure);
  else
    refresh (self);
  g_signal_emit (self, signals[MAP], 0);
}

static void
start_mapping (BlImagePanel *self)
{
  if (self->unusual != NULL)
    return;
  bl_card_set_note (self->card, "computing mean and covariance of all pixels…");
  self->unusual = bl_unusual_new (
      self->scene, self->view != NULL ? self->view->code : RESIDUAL_CODES, unusual_cb, self);
}

static void
channels_cb (gboolean is_complete, gpointer user_data)
{
  BlImagePanel *self = user_data;

  if (!is_map (get_show (self)))
    draw_channels (self);
  if (is_complete)
    g_signal_emit (self, signals[CHANNELS], 0);
}

/* ------------------------------------------------------------------ what is wanted */

/* Without bands where a preset wants them it is the usual picture. */
static void
choose_bands (BlImagePanel *self)
{
  Show show = get_show (self);
  gboolean is_grey = FALSE;
  guint bands[3];

  if (show == SHOW_BAND)
    {
      bands[0] = bl_band_slider_get_band (self->slider);
      is_grey = TRUE;
    }
  else if (show == SHOW_CHOSEN)
    bl_channels_get_bands (self->channels, bands);
  else if (!bl_composite_choose_colours (self->scene, (BlColours) show, bands))
    bl_composite_choose_bands (self->scene, bands, &is_grey);
  bl_channels_set_bands (self->channels, bands, is_grey ? 1 : 3);
}

static void
show_cb (BlImagePanel *self)
{
  Show show = get_show (self);

  gtk_widget_set_visible (GTK_WIDGET (self->slider), show == SHOW_BAND);
  gtk_widget_set_visible (GTK_WIDGET (self->stretch), !is_map (show));
  if (self->scene == NULL || self->is_setting)
    return;
  if (!is_map (show))
    choose_bands (self);
  refresh (self);
  g_signal_emit (self, signals[is_map (show) ? MAP : CHANNELS], 0);
}

static void
slid_cb (BlImagePanel *self)
{
  if (self->scene != NULL && !self->is_setting && get_show (self) == SHOW_BAND)
    choose_bands (self);
}

static void
stretch_cb (BlImagePanel *self)
{
  if (self->channels != NULL)
    bl_channels_set_cut (self->channels, cuts[gtk_drop_down_get_selected (self->stretch)]);
}

/* ------------------------------------------------------------------ the pointer */

static void
clicked_cb (PlotView *plot, double x, double y, guint modifiers, gpointer user_data)
{
  bl_pin_take (user_data, BL_IMAGE_PANEL (user_data)->scene, x, y);
}

static void
hover_cb (PlotView *plot, gboolean is_inside, double x, double y, gpointer user_data)
{
  guint32 pixel = 0;
  gboolean is_in = is_inside && bl_pin_find (BL_IMAGE_PANEL (user_data)->scene, x, y, &pixel);

  g_signal_emit (user_data, signals[POINTED], 0, is_in, pixel);
}

static void
lasso_cb (PlotView *plot, const double *polygon, guint n, gpointer user_data)
{
  BlImagePanel *self = user_data;

  if (self->selection != NULL)
    bl_selection_take_area (self->selection, polygon, n);
}

static void
selection_cb (BlImagePanel *self)
{
  if (self->scene == NULL)
    return;
  bl_selection_show_area (self->selection, plot_view_get_chart (self->plot));
  describe (self);
}

/* ------------------------------------------------------------------ the type */

static void
clear (BlImagePanel *self)
{
  g_clear_pointer (&self->channels, bl_channels_free);
  g_clear_pointer (&self->unusual, bl_unusual_free);
  g_clear_pointer (&self->view, ae_view_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->labelled, ae_scene_unref);
}

static void
bl_image_panel_dispose (GObject *object)
{
  clear (BL_IMAGE_PANEL (object));
  g_clear_object (&BL_IMAGE_PANEL (object)->selection);
  G_OBJECT_CLASS (bl_image_panel_parent_class)->dispose (object);
}

static void
bl_image_panel_class_init (BlImagePanelClass *class)
{
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_image_panel_dispose;
  signals[CHANNELS]
      = g_signal_new ("channels", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[POINTED] = g_signal_new ("pointed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_BOOLEAN, G_TYPE_UINT);
  signals[MAP] = g_signal_new ("map-shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
bl_image_panel_init (BlImagePanel *self)
{
  static const char *const shows[]
      = { "True colour",  "Infrared",     "False colour", "Chosen bands", "One band",
          "RX anomalies", "PCA residual", "Model error",  "Labels",       NULL };
  static const char *const stretches[] = { "2–98 %", "All", "0.5–99.5 %", "5–95 %", NULL };
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->plot = PLOT_VIEW (plot_view_new ());
  self->slider = BL_BAND_SLIDER (bl_band_slider_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->slider), FALSE);
  g_signal_connect_swapped (self->slider, "band", G_CALLBACK (slid_cb), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->plot), TRUE);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->plot));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->slider));
  self->card = BL_CARD (bl_card_new ("Image", content));
  self->show = bl_card_add_choice (self->card, shows, "Shown as", "What the image shows");
  self->stretch = bl_card_add_choice (self->card, stretches, "Stretch",
                                      "Which share of the values lies between dark and bright");
  bl_card_add_control (self->card, bl_selection_tool_new (self->plot));
  plot_view_set_label (self->plot, "Large image");
  plot_view_set_scroll_zooms (self->plot, TRUE);
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  plot_chart_set_empty_text (plot_view_get_chart (self->plot), "The picture is being made");
  g_signal_connect_swapped (self->show, "notify::selected", G_CALLBACK (show_cb), self);
  g_signal_connect_swapped (self->stretch, "notify::selected", G_CALLBACK (stretch_cb), self);
  g_signal_connect (self->plot, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect (self->plot, "hover", G_CALLBACK (hover_cb), self);
  g_signal_connect (self->plot, "lasso", G_CALLBACK (lasso_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->card));
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
 * bl_image_panel_set_scene:
 * @self: the panel
 * @scene: (nullable): a reference is taken
 */
void
bl_image_panel_set_scene (BlImagePanel *self, AeScene *scene)
{
  clear (self);
  plot_chart_clear (plot_view_get_chart (self->plot));
  plot_chart_set_has_axes (plot_view_get_chart (self->plot), FALSE);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->channels = bl_channels_new (scene, channels_cb, self);
  self->is_setting = TRUE;
  bl_band_slider_set_scene (self->slider, scene);
  if (get_show (self) == SHOW_CHOSEN || is_map (get_show (self)))
    gtk_drop_down_set_selected (self->show, SHOW_TRUE);
  self->is_setting = FALSE;
  choose_bands (self);
  stretch_cb (self);
  describe (self);
}

/**
 * bl_image_panel_set_labels:
 * @self: the panel
 * @scene: the one that is shown, with other labels
 */
void
bl_image_panel_set_labels (BlImagePanel *self, AeScene *scene)
{
  g_clear_pointer (&self->labelled, ae_scene_unref);
  self->labelled = ae_scene_ref (scene);
  if (get_show (self) == SHOW_LABELS)
    refresh (self);
}

/**
 * bl_image_panel_set_selection:
 * @self: the panel
 * @selection: shown, and changed by a lasso; a reference is taken
 */
void
bl_image_panel_set_selection (BlImagePanel *self, BlSelection *selection)
{
  g_set_object (&self->selection, selection);
  g_signal_connect_object (selection, "changed", G_CALLBACK (selection_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bl_image_panel_set_view:
 * @self: the panel
 * @view: (nullable): of the active run; a reference is taken
 */
void
bl_image_panel_set_view (BlImagePanel *self, AeView *view)
{
  gboolean is_new = (view != NULL ? view->full_serial : 0)
                    != (self->view != NULL ? self->view->full_serial : 0);
  AeView *held = view != NULL ? ae_view_ref (view) : NULL;

  g_clear_pointer (&self->view, ae_view_unref);
  self->view = held;
  if (get_show (self) != SHOW_ERROR || !is_new || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  refresh (self);
  g_signal_emit (self, signals[MAP], 0);
}

/**
 * bl_image_panel_set_pin:
 * @self: the panel
 * @pixel: of the scene
 * @has_pin: whether there is one
 */
void
bl_image_panel_set_pin (BlImagePanel *self, guint32 pixel, gboolean has_pin)
{
  self->pin = pixel;
  self->has_pin = has_pin && self->scene != NULL;
  bl_pin_show (plot_view_get_chart (self->plot), self->scene, pixel, has_pin);
  describe (self);
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

  if (self->scene == NULL)
    return;
  if (bl_channels_get_bands (self->channels, bands) == 1)
    {
      bl_band_slider_set_band (self->slider, band);
      return;
    }
  self->is_setting = TRUE;
  gtk_drop_down_set_selected (self->show, SHOW_CHOSEN);
  self->is_setting = FALSE;
  bands[channel] = band;
  bl_channels_set_bands (self->channels, bands, 3);
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
  return bl_channels_get_bands (self->channels, bands) == 3;
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
  return self->channels != NULL ? bl_channels_peek (self->channels, channel) : NULL;
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
  static const char *const names[] = { "RX", "PCA residual", "Model error" };
  Show show = get_show (self);

  if (map >= G_N_ELEMENTS (names) || show < SHOW_RX || show > SHOW_ERROR)
    return NULL;
  *name = names[map];
  if (map == 2)
    return self->view != NULL ? self->view->error_map : NULL;
  if (self->unusual == NULL)
    return NULL;
  return map == 0 ? bl_unusual_get_rx (self->unusual) : bl_unusual_get_residual (self->unusual);
}
