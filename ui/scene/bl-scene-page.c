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
#include "bl-split.h"

#define MOST_MAPS 3

struct _BlScenePage
{
  BlPanel parent_instance;
  BlSplit *split;
  BlImagePanel *image;
  BlSpectrumPanel *spectrum;
  BlHistogramPanel *histogram;
  BlSceneProperties *facts;
  BlCollectedSpectra *kept;
  BlLibraryPanel *library;
};

G_DEFINE_FINAL_TYPE (BlScenePage, bl_scene_page, BL_TYPE_PANEL)

/* ------------------------------------------------------------------ between the panels */

static void
show_maps (BlScenePage *self)
{
  AeScene *scene = bl_panel_get_scene (BL_PANEL (self));
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

  if (bl_panel_get_scene (BL_PANEL (self)) == NULL)
    return;
  n = bl_image_panel_get_channels (self->image, bands) ? 3 : 1;
  bl_spectrum_panel_set_channels (self->spectrum, bands, n);
  bl_histogram_panel_set_bands (self->histogram, bands, n);
}

static void
map_cb (BlScenePage *self)
{
  if (bl_panel_get_scene (BL_PANEL (self)) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
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

  if (bl_panel_get_scene (BL_PANEL (self)) == NULL)
    return;
  n = bl_collected_spectra_fill_shown (self->kept, names, spectra);
  n += bl_library_panel_fill_shown (self->library, names, spectra);
  bl_spectrum_panel_set_shown (self->spectrum, (const char *const *) names->pdata,
                               (const float *) (void *) spectra->data, n);
}

/* A region's mean where there is one, else the pinned pixel. */
static void
keep_cb (BlScenePage *self)
{
  AeScene *scene = bl_panel_get_scene (BL_PANEL (self));
  BlSelection *selection = bl_panel_get_selection (BL_PANEL (self));
  g_autofree float *spectrum = NULL;
  g_autofree char *name = NULL;
  guint32 pin;

  if (bl_selection_get_mask (selection) != NULL)
    {
      spectrum = bl_spectrum_panel_dup_spectrum (self->spectrum, BL_SPECTRUM_SELECTED);
      name = g_strdup_printf ("Mean of %" G_GSIZE_FORMAT " pixels",
                              bl_selection_get_n (selection));
    }
  if (spectrum == NULL && bl_panel_get_pin (BL_PANEL (self), &pin))
    {
      g_free (name);
      spectrum = bl_spectrum_panel_dup_spectrum (self->spectrum, BL_SPECTRUM_PINNED);
      name = g_strdup_printf ("Line %u, sample %u", pin / ae_scene_get_samples (scene),
                              pin % ae_scene_get_samples (scene));
    }
  if (spectrum != NULL)
    bl_collected_spectra_add (self->kept, name, spectrum);
}

/* The image has a map of the errors of the run. */
static void
view_changed (BlPanel *panel, AeView *view)
{
  bl_image_panel_set_view (BL_SCENE_PAGE (panel)->image, view);
}

static void
labels_changed (BlPanel *panel, AeScene *scene)
{
  BlScenePage *self = BL_SCENE_PAGE (panel);
  const char *name;

  if (bl_image_panel_peek_map (self->image, 0, &name) != NULL)
    show_maps (self);
}

/* ------------------------------------------------------------------ the type */

static void
bl_scene_page_class_init (BlScenePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  g_type_ensure (BL_TYPE_IMAGE_PANEL);
  g_type_ensure (BL_TYPE_SPECTRUM_PANEL);
  g_type_ensure (BL_TYPE_HISTOGRAM_PANEL);
  g_type_ensure (BL_TYPE_SCENE_PROPERTIES);
  g_type_ensure (BL_TYPE_COLLECTED_SPECTRA);
  g_type_ensure (BL_TYPE_LIBRARY_PANEL);
  g_type_ensure (BL_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-scene-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, split);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, image);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, spectrum);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, histogram);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, facts);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, kept);
  gtk_widget_class_bind_template_child (widget_class, BlScenePage, library);
  panel_class->labels_changed = labels_changed;
  panel_class->view_changed = view_changed;
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
  g_signal_connect_swapped (self->kept, "items-changed", G_CALLBACK (shown_cb), self);
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
 * bl_scene_page_get_split:
 * @self: the page
 *
 * Returns: (transfer none): what holds its plots and its sidebar. Main thread.
 */
BlSplit *
bl_scene_page_get_split (BlScenePage *self)
{
  g_return_val_if_fail (BL_IS_SCENE_PAGE (self), NULL);
  return self->split;
}
