/* bl-scene-page.c: connects its panels: channels of the image with marks of the spectrum, the
 * pinned pixel with the library, kept spectra with the plot, maps with labels.
 */
#include "bl-scene-page.h"

#include "ae-roc.h"
#include "bl-scene-properties.h"
#include "bl-histogram-panel.h"
#include "bl-image-panel.h"
#include "bl-collected-spectra.h"
#include "bl-library-panel.h"
#include "bl-spectrum-panel.h"
#include "bl-sidebar.h"

#define MOST_MAPS 3

struct _BlScenePage
{
  AdwBin parent_instance;
  AdwFlap *flap;
  BlImagePanel *image;
  BlSpectrumPanel *spectrum;
  BlHistogramPanel *histogram;
  BlSceneProperties *facts;
  BlCollectedSpectra *kept;
  BlLibraryPanel *library;
  AeScene *scene;
  AeScene *labelled; /* the same, with the newest labels */
  BlSelection *selection;
  guint32 pin;
  gboolean has_pin;
};

G_DEFINE_FINAL_TYPE (BlScenePage, bl_scene_page, ADW_TYPE_BIN)

/* ------------------------------------------------------------------ between the panels */

static void
show_maps (BlScenePage *self)
{
  AeScene *scene = self->labelled != NULL ? self->labelled : self->scene;
  gsize n_pixels = ae_scene_get_n_pixels (scene);
  g_autofree guint8 *is_target = ae_scene_dup_targets (scene, 0, NULL);
  const char *names[MOST_MAPS];
  AeRoc *rocs[MOST_MAPS];
  guint n = 0;

  for (guint m = 0; m < MOST_MAPS && is_target != NULL; m++)
    {
      const float *map = bl_image_panel_peek_map (self->image, m, &names[n]);

      if (map != NULL && (rocs[n] = ae_roc_new (map, is_target, n_pixels, NULL)) != NULL)
        n++;
    }
  bl_histogram_panel_set_rocs (self->histogram, names, rocs, n);
  for (guint i = 0; i < n; i++)
    ae_roc_free (rocs[i]);
}

static void
channels_cb (BlScenePage *self)
{
  guint bands[3], n;

  if (self->scene == NULL)
    return;
  n = bl_image_panel_get_channels (self->image, bands) ? 3 : 1;
  bl_spectrum_panel_set_channels (self->spectrum, bands, n);
  bl_histogram_panel_set_bands (self->histogram, bands, n);
}

static void
map_cb (BlScenePage *self)
{
  if (self->scene != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_maps (self);
}

static void
dragged_cb (BlSpectrumPanel *panel, guint channel, guint band, gpointer user_data)
{
  bl_image_panel_set_channel (BL_SCENE_PAGE (user_data)->image, channel, band);
}

static void
pointed_cb (BlImagePanel *panel, gboolean is_in, guint pixel, gpointer user_data)
{
  bl_spectrum_panel_set_pointed (BL_SCENE_PAGE (user_data)->spectrum, is_in, pixel);
}

/* Kept spectra and those of the library, laid over the pixel's. */
static void
shown_cb (BlScenePage *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spectra = g_array_new (FALSE, FALSE, sizeof (float));
  guint n;

  if (self->scene == NULL)
    return;
  n = bl_collected_spectra_fill_shown (self->kept, names, spectra);
  n += bl_library_panel_fill_shown (self->library, names, spectra);
  bl_spectrum_panel_set_shown (self->spectrum, (const char *const *) names->pdata,
                               (const float *) (void *) spectra->data, n);
}

static gboolean
has_selection (BlScenePage *self)
{
  return self->selection != NULL && bl_selection_get_mask (self->selection) != NULL;
}

/* A region's mean where there is one, else the pinned pixel. */
static void
keep_cb (BlScenePage *self)
{
  guint samples = self->scene != NULL ? ae_scene_get_samples (self->scene) : 1;
  g_autofree float *spectrum = NULL;
  g_autofree char *name = NULL;

  if (has_selection (self))
    {
      spectrum = bl_spectrum_panel_dup_spectrum (self->spectrum, "selection");
      name = g_strdup_printf ("Mean of %" G_GSIZE_FORMAT " pixels",
                              bl_selection_get_n (self->selection));
    }
  if (spectrum == NULL)
    {
      g_free (name);
      spectrum = bl_spectrum_panel_dup_spectrum (self->spectrum, "input");
      name = g_strdup_printf ("Line %u, sample %u", self->pin / samples, self->pin % samples);
    }
  if (spectrum != NULL)
    bl_collected_spectra_add (self->kept, name, spectrum);
}

/* ------------------------------------------------------------------ the type */

static void
bl_scene_page_dispose (GObject *object)
{
  BlScenePage *self = BL_SCENE_PAGE (object);

  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->labelled, ae_scene_unref);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (bl_scene_page_parent_class)->dispose (object);
}

static void
bl_scene_page_class_init (BlScenePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_scene_page_dispose;
  g_type_ensure (BL_TYPE_IMAGE_PANEL);
  g_type_ensure (BL_TYPE_SPECTRUM_PANEL);
  g_type_ensure (BL_TYPE_HISTOGRAM_PANEL);
  g_type_ensure (BL_TYPE_SCENE_PROPERTIES);
  g_type_ensure (BL_TYPE_COLLECTED_SPECTRA);
  g_type_ensure (BL_TYPE_LIBRARY_PANEL);
  g_type_ensure (BL_TYPE_SIDEBAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-scene-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, flap);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, image);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, spectrum);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, histogram);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, facts);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, kept);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, library);
}

static void
bl_scene_page_init (BlScenePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bl_collected_spectra_set_words (self->kept, "Collected spectra",
                                  "Keep the mean of the selection, or the pinned pixel");
  bl_spectrum_panel_let_channels_move (self->spectrum);
  g_signal_connect_swapped (self->image, "channels", G_CALLBACK (channels_cb), self);
  g_signal_connect_swapped (self->image, "map-shown", G_CALLBACK (map_cb), self);
  g_signal_connect (self->image, "pointed", G_CALLBACK (pointed_cb), self);
  g_signal_connect (self->spectrum, "channel-dragged", G_CALLBACK (dragged_cb), self);
  g_signal_connect_swapped (self->kept, "keep-wanted", G_CALLBACK (keep_cb), self);
  g_signal_connect_swapped (self->kept, "changed", G_CALLBACK (shown_cb), self);
  g_signal_connect_swapped (self->library, "shown", G_CALLBACK (shown_cb), self);
}

/**
 * bl_scene_page_new:
 *
 * Returns: (transfer floating): the page. Main thread, as all of these.
 */
GtkWidget *
bl_scene_page_new (void)
{
  return g_object_new (BL_TYPE_SCENE_PAGE, NULL);
}

/**
 * bl_scene_page_set_scene:
 * @self: the page
 * @scene: references are taken
 */
void
bl_scene_page_set_scene (BlScenePage *self, AeScene *scene)
{
  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->labelled, ae_scene_unref);
  self->scene = ae_scene_ref (scene);
  bl_spectrum_panel_set_scene (self->spectrum, scene);
  bl_histogram_panel_set_scene (self->histogram, scene);
  bl_scene_properties_set_scene (self->facts, scene);
  bl_library_panel_set_scene (self->library, scene);
  bl_collected_spectra_set_scene (self->kept, scene);
  bl_image_panel_set_scene (self->image, scene);
}

/**
 * bl_scene_page_set_labels:
 * @self: the page
 * @scene: the one that is shown, with other labels
 */
void
bl_scene_page_set_labels (BlScenePage *self, AeScene *scene)
{
  const char *name;

  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  g_clear_pointer (&self->labelled, ae_scene_unref);
  self->labelled = ae_scene_ref (scene);
  bl_image_panel_set_labels (self->image, scene);
  bl_scene_properties_set_scene (self->facts, scene);
  if (bl_image_panel_peek_map (self->image, 0, &name) != NULL)
    show_maps (self);
}

/**
 * bl_scene_page_set_selection:
 * @self: the page
 * @selection: shared with the other pages; references are taken
 */
void
bl_scene_page_set_selection (BlScenePage *self, BlSelection *selection)
{
  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  g_set_object (&self->selection, selection);
  bl_image_panel_set_selection (self->image, selection);
  bl_spectrum_panel_set_selection (self->spectrum, selection);
}

/**
 * bl_scene_page_set_view:
 * @self: the page
 * @view: (nullable): of the active run, for the map of its errors
 */
void
bl_scene_page_set_view (BlScenePage *self, AeView *view)
{
  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  bl_image_panel_set_view (self->image, view);
}

/**
 * bl_scene_page_set_pin:
 * @self: the page
 * @pixel: of the scene
 * @has_pin: whether there is one
 */
void
bl_scene_page_set_pin (BlScenePage *self, guint32 pixel, gboolean has_pin)
{
  g_autofree float *spectrum = NULL;

  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  self->pin = pixel;
  self->has_pin = has_pin;
  bl_image_panel_set_pin (self->image, pixel, has_pin);
  bl_spectrum_panel_set_pin (self->spectrum, pixel, has_pin);
  spectrum = bl_spectrum_panel_dup_spectrum (self->spectrum, "input");
  bl_library_panel_set_spectrum (self->library, spectrum);
}

/**
 * bl_scene_page_get_collected:
 * @self: the page
 *
 * Returns: (transfer none): its list of kept spectra, for who saves them with the rest.
 */
BlCollectedSpectra *
bl_scene_page_get_collected (BlScenePage *self)
{
  g_return_val_if_fail (BL_IS_SCENE_PAGE (self), NULL);
  return self->kept;
}

/**
 * bl_scene_page_get_library:
 * @self: the page
 *
 * Returns: (transfer none): its library, for who names other spectra by it.
 */
BlLibraryPanel *
bl_scene_page_get_library (BlScenePage *self)
{
  g_return_val_if_fail (BL_IS_SCENE_PAGE (self), NULL);
  return self->library;
}

/**
 * bl_scene_page_set_axes:
 * @self: the page
 * @axes: (nullable): the order of axes that the file was opened with
 */
void
bl_scene_page_set_axes (BlScenePage *self, const char *axes)
{
  g_return_if_fail (BL_IS_SCENE_PAGE (self));
  bl_scene_properties_set_axes (self->facts, axes);
}

/**
 * bl_scene_page_get_flap:
 * @self: the page
 *
 * Returns: (transfer none): what holds its plots and its sidebar. Main thread.
 */
AdwFlap *
bl_scene_page_get_flap (BlScenePage *self)
{
  g_return_val_if_fail (BL_IS_SCENE_PAGE (self), NULL);
  return self->flap;
}
