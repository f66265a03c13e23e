/* bl-library-panel.c: the nearest spectra of a library by spectral angle, each with a box that
 * lays it over the pixel's, scaled to the same length.
 */
#include "bl-library-panel.h"

#include "ae-spectral-library-file.h"
#include "bl-file-dialog.h"
#include "bl-widgets.h"

#include <math.h>
#include <stdlib.h>

#define ROWS 8

typedef struct
{
  guint index;
  float degrees;
} Match;

struct _BlLibraryPanel
{
  BlPanel parent_instance;
  AdwPreferencesGroup *group;
  GtkLabel *note;
  GtkWidget *rows[ROWS], *boxes[ROWS];
  AeScene *scene;
  AeSpectralLibrary *library;
  float *spectrum;  /* (good bands), nullable */
  double *nm;       /* (good bands), nullable */
  Match *matches;   /* (n_spectra), best first */
  guint n_matches;  /* that share bands */
  GHashTable *laid; /* set of library indices + 1 that are laid over */
  gboolean is_setting;
};

static guint shown; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlLibraryPanel, bl_library_panel, BL_TYPE_PANEL)

static int
compare_matches_cb (const void *a, const void *b)
{
  float x = ((const Match *) a)->degrees, y = ((const Match *) b)->degrees;

  /* What cannot be compared comes last. */
  if (isnan (x) || isnan (y))
    return isnan (x) - isnan (y);
  return (x > y) - (x < y);
}

static void
match (BlLibraryPanel *self)
{
  guint n = ae_spectral_library_get_n_spectra (self->library);
  g_autofree float *degrees = g_new (float, n);

  ae_spectral_library_fill_angles (self->library, self->nm, self->spectrum,
                                   ae_scene_get_n_good_bands (self->scene), degrees);
  self->n_matches = 0;
  for (guint i = 0; i < n; i++)
    {
      self->matches[i] = (Match){ i, degrees[i] };
      self->n_matches += !isnan (degrees[i]);
    }
  qsort (self->matches, n, sizeof *self->matches, compare_matches_cb);
}

static void
refresh (BlLibraryPanel *self)
{
  gboolean can_match = self->library != NULL && self->scene != NULL && self->spectrum != NULL;

  self->is_setting = TRUE;
  self->n_matches = 0;
  if (can_match)
    match (self);
  for (guint i = 0; i < ROWS; i++)
    {
      g_autofree char *words = NULL;
      const Match *m = &self->matches[i];

      gtk_widget_set_visible (self->rows[i], i < self->n_matches);
      if (i >= self->n_matches)
        continue;
      words = g_strdup_printf ("%.2f°", (double) m->degrees);
      adw_preferences_row_set_title (
          ADW_PREFERENCES_ROW (self->rows[i]),
          ae_spectral_library_get_spectrum_name (self->library, m->index));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[i]), words);
      gtk_check_button_set_active (
          GTK_CHECK_BUTTON (self->boxes[i]),
          g_hash_table_contains (self->laid, GUINT_TO_POINTER (m->index + 1)));
    }
  self->is_setting = FALSE;
  if (self->library == NULL)
    gtk_label_set_label (
        self->note,
        "Open a spectral library (ENVI or .csv) to find what the pinned spectrum is "
        "most like.");
  else if (can_match && self->n_matches == 0)
    gtk_label_set_label (self->note, "The library and the scene share no wavelengths.");
  else
    {
      g_autofree char *text = g_strdup_printf (
          "%s: %u spectra%s", ae_spectral_library_get_name (self->library),
          ae_spectral_library_get_n_spectra (self->library),
          can_match ? ", the nearest by spectral angle" : "; pin a pixel to compare");

      gtk_label_set_label (self->note, text);
    }
}

static void
toggled_cb (GtkCheckButton *box, gpointer user_data)
{
  BlLibraryPanel *self = user_data;

  if (self->is_setting)
    return;
  for (guint i = 0; i < self->n_matches && i < ROWS; i++)
    if (self->boxes[i] == GTK_WIDGET (box))
      {
        gpointer key = GUINT_TO_POINTER (self->matches[i].index + 1);

        if (gtk_check_button_get_active (box))
          g_hash_table_add (self->laid, key);
        else
          g_hash_table_remove (self->laid, key);
      }
  g_signal_emit (self, shown, 0);
}

/* ------------------------------------------------------------------ opening */

static void
load (BlLibraryPanel *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  AeSpectralLibrary *library = ae_spectral_library_new_load (path, &error);

  if (library == NULL)
    {
      gtk_label_set_label (self->note, error->message);
      return;
    }
  g_clear_pointer (&self->library, ae_spectral_library_unref);
  self->library = library;
  g_free (self->matches);
  self->matches = g_new0 (Match, MAX (ae_spectral_library_get_n_spectra (library), ROWS));
  g_hash_table_remove_all (self->laid);
  refresh (self);
  bl_scene_model_set_library (bl_panel_get_model (BL_PANEL (self)), library);
  g_signal_emit (self, shown, 0);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  load (user_data, path);
}

static void
open_cb (BlLibraryPanel *self)
{
  bl_file_dialog_open (GTK_WIDGET (self), "Open a spectral library", NULL, chosen_cb, self);
}

/* ------------------------------------------------------------------ the type */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlLibraryPanel *self = BL_LIBRARY_PANEL (panel);
  const double *all = scene != NULL ? ae_scene_get_wavelengths_nm (scene) : NULL;
  guint n = scene != NULL ? ae_scene_get_n_good_bands (scene) : 0;

  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->spectrum, g_free);
  g_clear_pointer (&self->nm, g_free);
  self->scene = scene != NULL ? ae_scene_ref (scene) : NULL;
  if (all != NULL)
    self->nm = g_new (double, n);
  for (guint i = 0; i < n && all != NULL; i++)
    self->nm[i] = all[ae_scene_get_good_bands (scene)[i]];
  refresh (self);
}

/* The library is searched for what is most like the pinned pixel. */
static void
pin_changed (BlPanel *panel, guint32 pixel, gboolean has_pin)
{
  BlLibraryPanel *self = BL_LIBRARY_PANEL (panel);
  g_autofree float *values = NULL;
  guint n;

  g_clear_pointer (&self->spectrum, g_free);
  if (has_pin && self->scene != NULL)
    {
      n = ae_scene_get_n_good_bands (self->scene);
      values = g_new0 (float, ae_scene_get_bands (self->scene));
      ae_scene_read_pixel (self->scene, pixel, values, NULL);
      self->spectrum = g_new (float, n + 1);
      for (guint i = 0; i < n; i++)
        self->spectrum[i] = values[ae_scene_get_good_bands (self->scene)[i]];
    }
  refresh (self);
  if (g_hash_table_size (self->laid) > 0)
    g_signal_emit (self, shown, 0);
}

static void
bl_library_panel_dispose (GObject *object)
{
  BlLibraryPanel *self = BL_LIBRARY_PANEL (object);

  g_clear_pointer (&self->library, ae_spectral_library_unref);
  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->spectrum, g_free);
  g_clear_pointer (&self->nm, g_free);
  g_clear_pointer (&self->matches, g_free);
  g_clear_pointer (&self->laid, g_hash_table_unref);
  G_OBJECT_CLASS (bl_library_panel_parent_class)->dispose (object);
}

static void
bl_library_panel_class_init (BlLibraryPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_library_panel_dispose;
  shown = g_signal_new ("shown", BL_TYPE_LIBRARY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                        G_TYPE_NONE, 0);
  panel_class->scene_changed = scene_changed;
  panel_class->pin_changed = pin_changed;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/bandloom/Bandloom/ui/bl-library-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, BlLibraryPanel, group);
  gtk_widget_class_bind_template_child (widget_class, BlLibraryPanel, note);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, bl_widgets_has_text);
}

static void
add_row (BlLibraryPanel *self, guint i)
{
  self->rows[i] = adw_action_row_new ();
  self->boxes[i] = gtk_check_button_new ();
  gtk_widget_set_tooltip_text (self->boxes[i], "Lay over the pixel's spectrum");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->rows[i]), self->boxes[i]);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->rows[i]), self->boxes[i]);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self->rows[i]), 1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->rows[i]), FALSE);
  gtk_widget_set_visible (self->rows[i], FALSE);
  g_signal_connect (self->boxes[i], "toggled", G_CALLBACK (toggled_cb), self);
  adw_preferences_group_add (self->group, self->rows[i]);
}

static void
bl_library_panel_init (BlLibraryPanel *self)
{
  self->laid = g_hash_table_new (NULL, NULL);
  self->matches = g_new0 (Match, ROWS);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < ROWS; i++)
    add_row (self, i);
  refresh (self);
}

/**
 * bl_library_panel_new:
 *
 * Returns: (transfer floating): the panel. Main thread, as all of these.
 */
GtkWidget *
bl_library_panel_new (void)
{
  return g_object_new (BL_TYPE_LIBRARY_PANEL, NULL);
}

static double
find_length (const float *values, const float *where, guint n)
{
  double squares = 0;

  for (guint i = 0; i < n; i++)
    if (isfinite (values[i]) && isfinite (where[i]))
      squares += (double) values[i] * (double) values[i];
  return sqrt (squares);
}

/**
 * bl_library_panel_fill_shown:
 * @self: the panel
 * @names: (element-type utf8): gets the names of what is laid over
 * @spectra: (element-type float): gets (n, good bands): at the scene's wavelengths, as long as
 *   the spectrum that is compared, so that shapes lie on each other whatever their units
 *
 * Returns: how many.
 */
guint
bl_library_panel_fill_shown (BlLibraryPanel *self, GPtrArray *names, GArray *spectra)
{
  g_return_val_if_fail (BL_IS_LIBRARY_PANEL (self), 0);

  guint bands = self->scene != NULL ? ae_scene_get_n_good_bands (self->scene) : 0, n = 0;
  g_autofree float *row = g_new (float, bands + 1);
  GHashTableIter iter;
  gpointer key;

  if (self->library == NULL || bands == 0)
    return 0;
  g_hash_table_iter_init (&iter, self->laid);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint index = GPOINTER_TO_UINT (key) - 1;
      double factor = 1;

      ae_spectral_library_fill_resampled (self->library, index, self->nm, bands, row);
      if (self->spectrum != NULL)
        factor = find_length (self->spectrum, row, bands)
                 / MAX (find_length (row, self->spectrum, bands), 1e-30);
      for (guint i = 0; i < bands; i++)
        row[i] = (float) (row[i] * factor);
      g_array_append_vals (spectra, row, bands);
      g_ptr_array_add (names,
                       g_strdup (ae_spectral_library_get_spectrum_name (self->library, index)));
      n++;
    }
  return n;
}
