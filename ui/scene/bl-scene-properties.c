/* bl-scene-properties.c: rows in groups. It changes nothing itself: what is wanted goes up as
 * one action, and what came of it comes back as a scene.
 */
#include "bl-scene-properties.h"

#include "ae-number.h"
#include "ae-preprocess.h"
#include "ae-scene-edits.h"
#include "ae-wavelengths.h"
#include "bl-widgets.h"

#include <math.h>

struct _BlSceneProperties
{
  BlPanel parent_instance;
  AeScene *scene;
  AdwActionRow *size, *format, *wavelengths, *used, *pixels, *labels;
  AdwComboRow *units, *axes;
  AdwPreferencesGroup *assumed;
  GPtrArray *assumptions; /* rows, borrowed from the group */
  GtkEditable *bands, *nodata, *steps;
  GtkWidget *as_in_file;
  GtkButton *leave_out, *water;
  GtkLabel *problem;
  GtkTextBuffer *header;
  gboolean is_setting;
};

G_DEFINE_FINAL_TYPE (BlSceneProperties, bl_scene_properties, BL_TYPE_PANEL)

/* Of arrays whose file does not say which dimension is what, in the order of the dimensions. */
static const struct
{
  const char *key, *words;
} orders[] = {
  { "", "As found" },
  { "lsb", "lines, samples, bands" },
  { "slb", "samples, lines, bands" },
  { "bls", "bands, lines, samples" },
  { "bsl", "bands, samples, lines" },
  { "lbs", "lines, bands, samples" },
  { "sbl", "samples, bands, lines" },
};

/* ------------------------------------------------------------------ asking for changes */

static void
request (BlSceneProperties *self, AeWavelengthUnits units, const char *bands, const char *steps)
{
  gtk_label_set_label (self->problem, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "scene.edit", "(uss)", (guint) units, bands,
                              steps);
}

static void
request_bands (BlSceneProperties *self, const char *bands)
{
  const char *steps = ae_scene_get_preprocessing (self->scene);

  request (self, ae_scene_get_chosen_units (self->scene), bands, steps != NULL ? steps : "");
}

static void
units_cb (BlSceneProperties *self)
{
  static const AeWavelengthUnits units[]
      = { AE_WAVELENGTH_NANOMETRES, AE_WAVELENGTH_MICROMETRES, AE_WAVELENGTH_METRES,
          AE_WAVELENGTH_WAVENUMBERS };
  const char *steps = self->scene != NULL ? ae_scene_get_preprocessing (self->scene) : NULL;
  g_autofree char *bands = NULL;
  guint chosen = adw_combo_row_get_selected (self->units);

  if (self->is_setting || self->scene == NULL || chosen >= G_N_ELEMENTS (units))
    return;
  bands = ae_scene_dup_chosen_bands (self->scene);
  request (self, units[chosen], bands != NULL ? bands : "", steps != NULL ? steps : "");
}

/* What the file's axes are is not a change to the scene: it is read again. */
static void
axes_cb (BlSceneProperties *self)
{
  guint chosen = adw_combo_row_get_selected (self->axes);

  if (!self->is_setting && self->scene != NULL && chosen < G_N_ELEMENTS (orders))
    gtk_widget_activate_action (GTK_WIDGET (self), "scene.reopen", "s", orders[chosen].key);
}

static void
bands_cb (BlSceneProperties *self)
{
  const char *text = gtk_editable_get_text (self->bands);
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bad = NULL;

  if (self->scene == NULL)
    return;
  if (text[0] != '\0')
    bad = ae_scene_edits_parse_bands (text, self->scene, &error);
  if (error != NULL)
    gtk_label_set_label (self->problem, error->message);
  else
    request_bands (self, text);
}

static void
request_nodata (BlSceneProperties *self, double value)
{
  gtk_label_set_label (self->problem, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "scene.nodata", "d", value);
}

static void
nodata_cb (BlSceneProperties *self)
{
  const char *text = gtk_editable_get_text (self->nodata);
  double value = NAN;

  if (self->scene == NULL)
    return;
  if (text[0] != '\0' && !ae_number_parse (text, &value))
    gtk_label_set_label (self->problem,
                         "What stands for no data is a number, for example -9999");
  else
    request_nodata (self, value);
}

static void
leave_out_cb (BlSceneProperties *self)
{
  double value;

  if (ae_scene_get_undeclared_nodata (self->scene, &value))
    request_nodata (self, value);
}

static void
steps_cb (BlSceneProperties *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *steps
      = ae_preprocess_dup_canonical (gtk_editable_get_text (self->steps), &error);
  g_autofree char *bands = NULL;

  if (self->scene == NULL)
    return;
  if (steps == NULL)
    {
      gtk_label_set_label (self->problem, error->message);
      return;
    }
  bands = ae_scene_dup_chosen_bands (self->scene);
  request (self, ae_scene_get_chosen_units (self->scene), bands != NULL ? bands : "", steps);
}

static void
water_cb (BlSceneProperties *self)
{
  guint n = ae_scene_get_bands (self->scene);
  g_autofree guint8 *bad = g_malloc0 (n);
  g_autofree char *text = NULL;

  ae_scene_fill_water_bands (self->scene, bad);
  for (guint b = 0; b < n; b++)
    bad[b] |= ae_scene_is_bad_band (self->scene, b);
  text = ae_scene_edits_dup_bands_text (bad, n);
  request_bands (self, text);
}

static void
as_in_file_cb (BlSceneProperties *self)
{
  gtk_label_set_label (self->problem, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "scene.reset", NULL);
}

/* ------------------------------------------------------------------ facts */

static void set_fact (AdwActionRow *row, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_fact (AdwActionRow *row, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  adw_action_row_set_subtitle (row, text);
}

static void
show_wavelengths (BlSceneProperties *self)
{
  static const guint places[] = { [AE_WAVELENGTH_NANOMETRES] = 0,
                                  [AE_WAVELENGTH_MICROMETRES] = 1,
                                  [AE_WAVELENGTH_METRES] = 2,
                                  [AE_WAVELENGTH_WAVENUMBERS] = 3 };
  const double *nm = ae_scene_get_wavelengths_nm (self->scene);
  const double *axis = ae_scene_get_axis (self->scene);
  AeWavelengthUnits units = ae_scene_get_wavelength_units (self->scene);
  gboolean is_guessed = ae_scene_get_units_guessed (self->scene);
  guint last = ae_scene_get_bands (self->scene) - 1;
  g_autofree char *chip = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->units), nm != NULL);
  if (nm == NULL && axis != NULL)
    {
      set_fact (self->wavelengths, "%s %.4g to %.4g %s", ae_wavelength_units_get_kind (units),
                axis[0], axis[last], ae_wavelength_units_to_string (units));
      return;
    }
  if (nm == NULL)
    {
      set_fact (self->wavelengths, "none in the file: bands are counted from 1");
      return;
    }
  set_fact (self->wavelengths, "%.4g to %.4g nm", nm[0], nm[last]);
  chip = g_strdup_printf ("%s%s", ae_wavelength_units_to_string (units),
                          is_guessed                                ? " (guessed)"
                          : ae_scene_get_chosen_units (self->scene) ? " (chosen here)"
                                                                    : " (as the file says)");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->units), chip);
  adw_combo_row_set_selected (
      self->units, units < G_N_ELEMENTS (places) ? places[units] : GTK_INVALID_LIST_POSITION);
}

static const char *
get_interleave_word (AeScene *scene)
{
  static const char *const words[] = { "BSQ", "BIL", "BIP" };

  return words[ae_scene_get_interleave (scene)];
}

static void
show_pixels (BlSceneProperties *self)
{
  gsize n = ae_scene_get_n_pixels (self->scene), masked = ae_scene_get_n_masked (self->scene);
  double nodata = ae_scene_get_file_nodata (self->scene);
  g_autofree char *value
      = isnan (nodata) ? g_strdup ("") : g_strdup_printf ("; no-data value %g", nodata);

  if (masked > 0)
    set_fact (self->pixels, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " without data%s", masked,
              n, value);
  else
    set_fact (self->pixels, "all %" G_GSIZE_FORMAT " have data%s", n, value);
}

static void
show_facts (BlSceneProperties *self)
{
  AeScene *scene = self->scene;
  const char *sensor = ae_scene_get_sensor (scene), *acquired = ae_scene_get_acquired (scene);
  guint n_bad = ae_scene_get_bands (scene) - ae_scene_get_n_good_bands (scene);
  g_autofree char *bytes = g_format_size_full (
      ae_scene_get_n_pixels (scene) * ae_scene_get_bands (scene) * sizeof (float),
      G_FORMAT_SIZE_IEC_UNITS);

  set_fact (self->size, "%u lines × %u samples × %u bands", ae_scene_get_lines (scene),
            ae_scene_get_samples (scene), ae_scene_get_bands (scene));
  set_fact (self->format, "%s, %s, %s; %s %s%s%s%s%s", ae_scene_get_format (scene),
            ae_scene_get_data_type (scene), get_interleave_word (scene), bytes,
            ae_scene_peek_cube (scene) != NULL ? "in memory" : "read from the file as needed",
            sensor != NULL ? "; " : "", sensor != NULL ? sensor : "",
            acquired != NULL ? "; taken " : "", acquired != NULL ? acquired : "");
  show_wavelengths (self);
  if (n_bad > 0)
    set_fact (self->used, "%u used, %u left out of pictures, statistics and training",
              ae_scene_get_n_good_bands (scene), n_bad);
  else
    set_fact (self->used, "all %u used", ae_scene_get_bands (scene));
  show_pixels (self);
  if (ae_scene_get_labels (scene) != NULL)
    set_fact (self->labels, "%u classes", ae_scene_get_n_classes (scene));
  else
    set_fact (self->labels, "none");
}

static void
show_assumptions (BlSceneProperties *self)
{
  guint n = ae_scene_get_n_warnings (self->scene);

  for (guint i = 0; i < self->assumptions->len; i++)
    adw_preferences_group_remove (self->assumed, self->assumptions->pdata[i]);
  g_ptr_array_set_size (self->assumptions, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->assumed), n > 0);
  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     ae_scene_get_warning (self->scene, i));
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      gtk_widget_add_css_class (row, "caption");
      adw_preferences_group_add (self->assumed, row);
      g_ptr_array_add (self->assumptions, row);
    }
}

static void
show_nodata (BlSceneProperties *self)
{
  double value;
  g_autofree char *chosen = ae_scene_get_chosen_nodata (self->scene, &value)
                                ? g_strdup_printf ("%g", value)
                                : g_strdup ("");
  gboolean is_found = ae_scene_get_undeclared_nodata (self->scene, &value);
  g_autofree char *offer = g_strdup_printf ("Leave out the value %g", value);

  gtk_editable_set_text (self->nodata, chosen);
  gtk_button_set_label (self->leave_out, offer);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_out), is_found);
}

static void
show_treatment (BlSceneProperties *self)
{
  const char *steps = ae_scene_get_preprocessing (self->scene);
  g_autofree char *bands = ae_scene_dup_chosen_bands (self->scene);
  g_autofree guint8 *water = g_malloc0 (ae_scene_get_bands (self->scene));
  g_autofree char *words = NULL;
  double nodata;
  guint n_water = ae_scene_fill_water_bands (self->scene, water), n_used = 0;

  for (guint b = 0; b < ae_scene_get_bands (self->scene) && n_water > 0; b++)
    n_used += water[b] && !ae_scene_is_bad_band (self->scene, b);
  words = g_strdup_printf ("Leave out %u bands of water vapour", n_used);
  gtk_button_set_label (self->water, words);
  gtk_widget_set_visible (GTK_WIDGET (self->water), n_used > 0);
  gtk_widget_set_visible (self->as_in_file,
                          bands != NULL || steps != NULL
                              || ae_scene_get_chosen_nodata (self->scene, &nodata)
                              || ae_scene_get_chosen_units (self->scene) != 0);
  gtk_editable_set_text (self->bands, bands != NULL ? bands : "");
  gtk_editable_set_text (self->steps, steps != NULL ? steps : "");
}

static void
show_header (BlSceneProperties *self)
{
  const char *text = ae_scene_get_header_text (self->scene);
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  gtk_text_buffer_set_text (self->header,
                            valid != NULL ? valid : "The file has no header of its own.", -1);
}

/* Most formats say it themselves. */
static void
show_axes (BlSceneProperties *self)
{
  const char *axes = bl_scene_model_get_axes (bl_panel_get_model (BL_PANEL (self)));
  guint chosen = 0;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_strcmp0 (axes, orders[i].key) == 0)
      chosen = i;
  adw_combo_row_set_selected (self->axes, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->axes), ae_scene_has_axis_order (self->scene));
}

/* ------------------------------------------------------------------ the type */

static void
scene_changed (BlPanel *panel, AeScene *scene)
{
  BlSceneProperties *self = BL_SCENE_PROPERTIES (panel);

  g_clear_pointer (&self->scene, ae_scene_unref);
  if (scene == NULL)
    return;
  self->scene = ae_scene_ref (scene);
  self->is_setting = TRUE;
  show_facts (self);
  show_axes (self);
  show_assumptions (self);
  show_treatment (self);
  show_nodata (self);
  show_header (self);
  gtk_label_set_label (self->problem, "");
  self->is_setting = FALSE;
}

/* The rows say what was asked for; now again what holds. */
static void
edits_refused (BlPanel *panel)
{
  scene_changed (panel, bl_panel_get_scene (panel));
}

static void
bl_scene_properties_dispose (GObject *object)
{
  BlSceneProperties *self = BL_SCENE_PROPERTIES (object);

  g_clear_pointer (&self->scene, ae_scene_unref);
  g_clear_pointer (&self->assumptions, g_ptr_array_unref);
  G_OBJECT_CLASS (bl_scene_properties_parent_class)->dispose (object);
}

static void
bl_scene_properties_class_init (BlScenePropertiesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  BlPanelClass *panel_class = BL_PANEL_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bl_scene_properties_dispose;
  panel_class->scene_changed = scene_changed;
  panel_class->labels_changed = scene_changed;
  panel_class->edits_refused = edits_refused;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/bandloom/Bandloom/ui/bl-scene-properties.ui");
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, size);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, format);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, wavelengths);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, used);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, pixels);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, labels);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, units);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, axes);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, assumed);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, bands);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, nodata);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, steps);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, as_in_file);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, leave_out);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, water);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, problem);
  gtk_widget_class_bind_template_child (widget_class, BlSceneProperties, header);
  gtk_widget_class_bind_template_callback (widget_class, axes_cb);
  gtk_widget_class_bind_template_callback (widget_class, units_cb);
  gtk_widget_class_bind_template_callback (widget_class, bands_cb);
  gtk_widget_class_bind_template_callback (widget_class, nodata_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_out_cb);
  gtk_widget_class_bind_template_callback (widget_class, steps_cb);
  gtk_widget_class_bind_template_callback (widget_class, water_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_in_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, bl_widgets_has_text);
}

static void
bl_scene_properties_init (BlSceneProperties *self)
{
  g_autoptr (GtkStringList) axes = gtk_string_list_new (NULL);

  self->assumptions = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    gtk_string_list_append (axes, orders[i].words);
  adw_combo_row_set_model (self->axes, G_LIST_MODEL (axes));
}

/**
 * bl_scene_properties_new:
 *
 * Returns: (transfer floating): the panel. Main thread, as all of these.
 */
GtkWidget *
bl_scene_properties_new (void)
{
  return g_object_new (BL_TYPE_SCENE_PROPERTIES, NULL);
}
