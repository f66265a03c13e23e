/* bl-band-slider.c: a scale that counts bands from 1. */
#include "bl-band-slider.h"

struct _BlBandSlider
{
  AdwBin parent_instance;
  GtkRange *scale;
  GtkLabel *words;
  AeScene *scene;
};

static guint changed; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlBandSlider, bl_band_slider, ADW_TYPE_BIN)

static void
value_cb (BlBandSlider *self)
{
  guint band = bl_band_slider_get_band (self);
  const double *nm;
  g_autofree char *text = NULL;

  if (self->scene == NULL)
    return;
  nm = ae_scene_get_wavelengths_nm (self->scene);
  text = nm != NULL
             ? g_strdup_printf ("band %u · %.1f nm%s", band + 1, nm[band],
                                ae_scene_is_bad_band (self->scene, band) ? " · left out" : "")
             : g_strdup_printf ("band %u", band + 1);
  gtk_label_set_label (self->words, text);
  g_signal_emit (self, changed, 0);
}

static void
bl_band_slider_dispose (GObject *object)
{
  g_clear_pointer (&BL_BAND_SLIDER (object)->scene, ae_scene_unref);
  G_OBJECT_CLASS (bl_band_slider_parent_class)->dispose (object);
}

static void
bl_band_slider_class_init (BlBandSliderClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bl_band_slider_dispose;
  changed = g_signal_new ("band", BL_TYPE_BAND_SLIDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
bl_band_slider_init (BlBandSlider *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 1, 2, 1);
  GtkWidget *words = gtk_label_new (NULL);

  self->scale = GTK_RANGE (scale);
  self->words = GTK_LABEL (words);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL, "Band",
                                  -1);
  gtk_label_set_width_chars (self->words, 24);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_add_css_class (words, "caption");
  gtk_widget_add_css_class (words, "bl-numeric");
  gtk_box_append (GTK_BOX (box), scale);
  gtk_box_append (GTK_BOX (box), words);
  g_signal_connect_swapped (scale, "value-changed", G_CALLBACK (value_cb), self);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * bl_band_slider_new:
 *
 * Returns: (transfer floating): a slider. Main thread, as all of these.
 */
GtkWidget *
bl_band_slider_new (void)
{
  return g_object_new (BL_TYPE_BAND_SLIDER, NULL);
}

/**
 * bl_band_slider_set_scene:
 * @self: the slider
 * @scene: a reference is taken
 */
void
bl_band_slider_set_scene (BlBandSlider *self, AeScene *scene)
{
  g_return_if_fail (BL_IS_BAND_SLIDER (self));
  g_clear_pointer (&self->scene, ae_scene_unref);
  gtk_range_set_range (self->scale, 1, MAX (ae_scene_get_bands (scene), 2));
  gtk_widget_set_sensitive (GTK_WIDGET (self->scale), ae_scene_get_bands (scene) > 1);
  self->scene = ae_scene_ref (scene);
  value_cb (self);
}

/**
 * bl_band_slider_get_band:
 * @self: the slider
 *
 * Returns: 0-based.
 */
guint
bl_band_slider_get_band (BlBandSlider *self)
{
  g_return_val_if_fail (BL_IS_BAND_SLIDER (self), 0);
  return (guint) gtk_range_get_value (self->scale) - 1;
}

/**
 * bl_band_slider_set_band:
 * @self: the slider
 * @band: 0-based
 */
void
bl_band_slider_set_band (BlBandSlider *self, guint band)
{
  g_return_if_fail (BL_IS_BAND_SLIDER (self));
  gtk_range_set_value (self->scale, band + 1);
}
