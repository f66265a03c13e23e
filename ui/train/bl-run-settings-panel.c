/* bl-run-settings-panel.c: edits the settings of a run: a control for each row of the table of
 * parameters that has a section. What follows from a change is for those who listen to the
 * settings.
 */
#include "bl-run-settings-panel.h"

#include "bl-arrow-group.h"
#include "bl-code-size-picker.h"
#include "bl-setting-row.h"

#define WIDTH       284
#define MOST_TOGGLE 160 /* of the buttons of which three fit, in the theme's large print */

struct _BlRunSettingsPanel
{
  AdwBin parent_instance;
  GtkWidget *box;
  GtkWidget **toggles;  /* a word of the variants each; NULL for those that are not offered */
  GtkWidget **controls; /* a row of the table of parameters each; NULL for those without */
  AdwEntryRow *layers;
  BlCodeSizePicker *codes;
  GtkWidget *spec_problem, *knob_problem, *plan_problem, *advice;
  AdwComboRow *split, *scaling;
  GtkSpinButton *validation, *most;
  BlRunSettings *settings;
  gboolean is_setting; /* the rows, to what the settings say */
  gboolean is_writing; /* the settings, to what the rows say */
};

enum
{
  PROP_SETTINGS = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (BlRunSettingsPanel, bl_run_settings_panel, ADW_TYPE_BIN)

/* ------------------------------------------------------------------ reading the rows */

static const AeParamWord *
get_variant_words (void)
{
  return ae_param_info_find (AE_PARAM_SPEC, "variants")->words;
}

static guint
get_variants (BlRunSettingsPanel *self)
{
  const AeParamWord *words = get_variant_words ();
  guint bits = 0;

  for (guint i = 0; words[i].key != NULL; i++)
    if (self->toggles[i] != NULL
        && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggles[i])))
      bits |= words[i].value;
  return bits;
}

/* What the rows say, where these variants use it. */
static void
read_group (BlRunSettingsPanel *self, AeParamGroup which, gpointer group)
{
  guint n, bits = get_variants (self);
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && self->controls[i] != NULL
        && ae_param_info_is_used (&params[i], bits))
      ae_param_info_set_value (&params[i], group,
                               bl_setting_row_get_value (self->controls[i], &params[i]));
}

static void
show_group (BlRunSettingsPanel *self, AeParamGroup which, gconstpointer group)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && self->controls[i] != NULL)
      bl_setting_row_set_value (self->controls[i], &params[i],
                                ae_param_info_get_value (&params[i], group));
}

/* A network without layers where those that are typed cannot be read. */
static void
read_spec (BlRunSettingsPanel *self, AeSpec *spec)
{
  guint bands = bl_run_settings_get_options (self->settings)->spec.bands;

  ae_spec_init (spec, get_variants (self), bands);
  read_group (self, AE_PARAM_SPEC, spec);
  if (!ae_spec_set_layers_from_string (
          spec, gtk_editable_get_text (GTK_EDITABLE (self->layers)), NULL))
    spec->n_layers = 0;
}

static void
read_options (BlRunSettingsPanel *self, BlRunOptions *options)
{
  *options = (BlRunOptions){ 0 };
  read_spec (self, &options->spec);
  ae_plan_init_for (&options->plan, &options->spec);
  read_group (self, AE_PARAM_PLAN, &options->plan);
  if (options->plan.epochs == 0)
    options->plan.schedule = AE_SCHEDULE_CONSTANT;
  read_group (self, AE_PARAM_LIVE, &options->hyperparams);
  options->pixels = (AePixelsOptions){
    .seed = options->plan.seed,
    .validation = gtk_spin_button_get_value (self->validation),
    .max_pixels = (gsize) gtk_spin_button_get_value (self->most),
    .split = adw_combo_row_get_selected (self->split),
    .scaling = adw_combo_row_get_selected (self->scaling),
  };
}

/* ------------------------------------------------------------------ showing */

static void
show_words (GtkWidget *label, const char *words)
{
  gtk_label_set_label (GTK_LABEL (label), words != NULL ? words : "");
  gtk_widget_set_visible (label, words != NULL);
}

/* Each sentence stands at the rows that it is about. */
static void
show_problem (BlRunSettingsPanel *self)
{
  g_autoptr (GError) spec_error = NULL;
  g_autoptr (GError) knob_error = NULL;
  g_autoptr (GError) plan_error = NULL;
  g_autofree char *advice = NULL;
  BlRunOptions options = *bl_run_settings_get_options (self->settings);

  if (ae_spec_set_layers_from_string (&options.spec,
                                      bl_run_settings_get_layers (self->settings), &spec_error)
      && ae_spec_validate (&options.spec, &spec_error)
      && ae_hyperparams_validate (&options.hyperparams, &options.spec, &knob_error)
      && ae_plan_validate (&options.plan, &plan_error))
    advice = ae_plan_dup_advice (&options.plan, &options.spec, &options.hyperparams);
  show_words (self->spec_problem, spec_error != NULL ? spec_error->message : NULL);
  show_words (self->knob_problem, knob_error != NULL ? knob_error->message : NULL);
  show_words (self->plan_problem, plan_error != NULL ? plan_error->message : NULL);
  show_words (self->advice, advice);
  bl_code_size_picker_set_size (
      self->codes, options.spec.n_layers > 0 ? ae_spec_get_code (&options.spec) : 0);
  if (spec_error == NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->layers), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->layers), "error");
}

/* A slider that comes to light stands where the preset has it. */
static void
show_used (BlRunSettingsPanel *self)
{
  guint n, bits = get_variants (self);
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row;
      gboolean is_used = params[i].variants == 0 || (bits & params[i].variants) != 0;

      if (self->controls[i] == NULL)
        continue;
      row = bl_setting_row_get_row (self->controls[i]);
      if (params[i].section == AE_PARAM_SLIDERS && is_used && !gtk_widget_get_visible (row))
        bl_setting_row_set_value (self->controls[i], &params[i],
                                  ae_param_info_get_preset (&params[i], bits));
      gtk_widget_set_visible (row, is_used);
    }
}

/* All rows, as the settings have them. */
static void
show_settings (BlRunSettingsPanel *self)
{
  const AeParamWord *words = get_variant_words ();
  const BlRunOptions *options = bl_run_settings_get_options (self->settings);

  self->is_setting = TRUE;
  for (guint i = 0; words[i].key != NULL; i++)
    if (self->toggles[i] != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                    (options->spec.variants & words[i].value) != 0);
  gtk_editable_set_text (GTK_EDITABLE (self->layers),
                         bl_run_settings_get_layers (self->settings));
  show_group (self, AE_PARAM_SPEC, &options->spec);
  show_group (self, AE_PARAM_PLAN, &options->plan);
  gtk_spin_button_set_value (self->validation, options->pixels.validation);
  gtk_spin_button_set_value (self->most, (double) options->pixels.max_pixels);
  adw_combo_row_set_selected (self->split, options->pixels.split);
  adw_combo_row_set_selected (self->scaling, options->pixels.scaling);
  show_used (self);
  show_group (self, AE_PARAM_LIVE, &options->hyperparams);
  self->is_setting = FALSE;
  show_problem (self);
}

static void
settings_cb (BlRunSettingsPanel *self)
{
  if (!self->is_writing)
    show_settings (self);
}

/* ------------------------------------------------------------------ editing */

static void
build_changed (BlRunSettingsPanel *self)
{
  BlRunOptions options;

  if (self->is_setting)
    return;
  read_options (self, &options);
  self->is_writing = TRUE;
  bl_run_settings_set_layers (self->settings,
                              gtk_editable_get_text (GTK_EDITABLE (self->layers)));
  bl_run_settings_set_options (self->settings, &options);
  self->is_writing = FALSE;
  show_problem (self);
}

/* Not applied yet: a training that is under way goes on. */
static void
layers_typed_cb (BlRunSettingsPanel *self)
{
  if (self->is_setting)
    return;
  self->is_writing = TRUE;
  bl_run_settings_set_layers (self->settings,
                              gtk_editable_get_text (GTK_EDITABLE (self->layers)));
  self->is_writing = FALSE;
}

static void
slider_changed (BlRunSettingsPanel *self)
{
  BlRunOptions options;

  read_options (self, &options);
  self->is_writing = TRUE;
  bl_run_settings_set_hyperparams (self->settings, &options.hyperparams);
  self->is_writing = FALSE;
  show_problem (self);
}

/* The layers that are typed, with another coding layer; those of the preset where they are
 * none. */
static void
code_chosen_cb (BlRunSettingsPanel *self, guint size)
{
  AeSpec spec = bl_run_settings_get_options (self->settings)->spec;
  g_autofree char *text = NULL;

  if (!ae_spec_set_layers_from_string (&spec, bl_run_settings_get_layers (self->settings),
                                       NULL))
    ae_spec_propose_layers (&spec);
  ae_param_info_set_value (ae_param_info_find_factor ("code"), &spec, size);
  text = ae_spec_dup_layers_text (&spec);
  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->layers), text);
  self->is_setting = FALSE;
  build_changed (self);
}

static void
propose_layers (BlRunSettingsPanel *self)
{
  AeSpec spec;
  g_autofree char *text = NULL;

  ae_spec_init (&spec, get_variants (self),
                bl_run_settings_get_options (self->settings)->spec.bands);
  text = ae_spec_dup_layers_text (&spec);
  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->layers), text);
  self->is_setting = FALSE;
}

static void
variant_toggled_cb (GtkToggleButton *button, gpointer user_data)
{
  BlRunSettingsPanel *self = user_data;

  if (self->is_setting)
    return;
  propose_layers (self);
  show_used (self);
  build_changed (self);
}

/* ------------------------------------------------------------------ building */

static AdwPreferencesGroup *
add_group (BlRunSettingsPanel *self, const char *title)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (group));
  return group;
}

/* A sentence below the rows of a group, or below its last row so far; hidden while empty. */
static GtkWidget *
add_words (AdwPreferencesGroup *group, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_visible (label, FALSE);
  adw_preferences_group_add (group, label);
  return label;
}

static void
add_control (AdwPreferencesGroup *group, GtkWidget *control)
{
  adw_preferences_group_add (group, bl_setting_row_get_row (control));
}

static void
add_toggle (BlRunSettingsPanel *self, guint i)
{
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");
  g_autofree char *tooltip = NULL;

  if (info->words[i].title == NULL)
    return;
  tooltip = ae_param_info_dup_variant_tooltip (&info->words[i]);
  self->toggles[i] = gtk_toggle_button_new_with_label (info->words[i].title);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                info->words[i].value == (guint) info->preset);
  gtk_widget_set_tooltip_text (self->toggles[i], tooltip);
  g_signal_connect (self->toggles[i], "toggled", G_CALLBACK (variant_toggled_cb), self);
}

/* Three beside each other, or two where letters are large. Linear, which takes something away,
 * comes last. */
static void
place_toggles (BlRunSettingsPanel *self, GtkGrid *grid)
{
  const AeParamWord *words = get_variant_words ();
  int widest = 0, columns, n = 0;

  for (guint i = 0; words[i].key != NULL; i++)
    if (self->toggles[i] != NULL)
      {
        int natural;

        gtk_widget_measure (self->toggles[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural,
                            NULL, NULL);
        widest = MAX (widest, natural);
      }
  columns = widest <= MOST_TOGGLE ? 3 : 2;
  for (gboolean is_last = FALSE; is_last <= TRUE; is_last++)
    for (guint i = 0; words[i].key != NULL; i++)
      if (self->toggles[i] != NULL && (words[i].value == AE_VARIANT_LINEAR) == is_last)
        {
          gtk_grid_attach (grid, self->toggles[i], n % columns, n / columns, 1, 1);
          bl_arrow_group_add (GTK_WIDGET (grid), self->toggles[i]);
          n++;
        }
}

static void
add_variants (BlRunSettingsPanel *self)
{
  AdwPreferencesGroup *head = add_group (self, "Autoencoder"), *group;
  const AeParamWord *words = get_variant_words ();
  const AeParamInfo *layers = ae_param_info_find (AE_PARAM_SPEC, "layers");
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *layers_tooltip = ae_param_info_dup_tooltip (layers);
  guint n = 0;

  while (words[n].key != NULL)
    n++;
  self->toggles = g_new0 (GtkWidget *, n);
  gtk_widget_add_css_class (grid, "bl-variants");
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 2);
  bl_arrow_group_init (grid);
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Variants", -1);
  for (guint i = 0; i < n; i++)
    add_toggle (self, i);
  place_toggles (self, GTK_GRID (grid));
  adw_preferences_group_add (head, grid);
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_add (head, GTK_WIDGET (group));
  gtk_widget_set_margin_top (GTK_WIDGET (group), 8);
  self->layers = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->layers), layers->title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->layers), layers_tooltip);
  adw_entry_row_set_show_apply_button (self->layers, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (self->layers));
  g_signal_connect_swapped (self->layers, "apply", G_CALLBACK (build_changed), self);
  g_signal_connect_swapped (self->layers, "changed", G_CALLBACK (layers_typed_cb), self);
  self->codes = BL_CODE_SIZE_PICKER (bl_code_size_picker_new ());
  adw_preferences_group_add (group, GTK_WIDGET (self->codes));
  g_signal_connect_swapped (self->codes, "chosen", G_CALLBACK (code_chosen_cb), self);
  self->spec_problem = add_words (group, "error");
}

static AdwPreferencesGroup *
add_section (BlRunSettingsPanel *self, const char *title, AeParamSection section)
{
  AdwPreferencesGroup *group = add_group (self, title);
  g_autoptr (GPtrArray) rows = ae_param_info_list_section (section);
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < rows->len; i++)
    {
      const AeParamInfo *info = rows->pdata[i];
      GtkWidget *control = bl_setting_row_new_param (info);

      add_control (group, control);
      bl_setting_row_connect (control,
                              section == AE_PARAM_SLIDERS ? G_CALLBACK (slider_changed)
                                                          : G_CALLBACK (build_changed),
                              self);
      if (section == AE_PARAM_SLIDERS) /* until show_used() knows the variants */
        gtk_widget_set_visible (control, FALSE);
      self->controls[info - params] = control;
    }
  return group;
}

static const char *const split_words[] = { "Random pixels", "Spatial blocks", NULL };
static const char *const scaling_words[]
    = { "Range of each band", "Global maximum", "Standardised", "Global range", "None", NULL };

/* Which pixels are trained on, and how they are scaled: not in the table of parameters, as they
 * are of the scene. In the order of the rows. */
static const struct
{
  const char *title, *note;
  double high, step;
  guint digits;
  const char *const *words;
  const char *hint;
} pixel_rows[] = {
  { "Held out", "for validation", 0.9, 0.05, 2, NULL,
    "Share of the pixels that are never trained on and give the validation loss." },
  { "Sample", "pixels to train on; 0: all", G_MAXUINT32, 1000, 0, NULL,
    "A random sample of at most so many pixels, drawn with the seed; 0 takes all." },
  { "Split", NULL, 0, 0, 0, split_words,
    "How pixels are held out: one by one, or in blocks of 16 × 16, so that neighbours of what "
    "is trained on do not flatter the validation loss." },
  { "Scaling", NULL, 0, 0, 0, scaling_words,
    "How reflectance or counts become inputs, by the training pixels alone: each band's range "
    "to "
    "0 … 1, (x − min) / (max − min); one factor or range for all bands, which keeps the shape "
    "of "
    "spectra; or mean 0 and deviation 1 of each band, (x − μ) / σ." },
};

static GtkWidget *
new_pixel_control (guint i)
{
  GtkWidget *control = pixel_rows[i].words != NULL
                           ? bl_setting_row_new_words (pixel_rows[i].title, pixel_rows[i].words)
                           : bl_setting_row_new_number (
                               pixel_rows[i].title, pixel_rows[i].note, 0, pixel_rows[i].high,
                               pixel_rows[i].step, pixel_rows[i].digits);

  gtk_widget_set_tooltip_text (bl_setting_row_get_row (control), pixel_rows[i].hint);
  return control;
}

static void
add_pixels (BlRunSettingsPanel *self)
{
  AdwPreferencesGroup *group = add_group (self, "Pixels");
  GtkWidget *controls[G_N_ELEMENTS (pixel_rows)];

  for (guint i = 0; i < G_N_ELEMENTS (pixel_rows); i++)
    controls[i] = new_pixel_control (i);
  self->validation = GTK_SPIN_BUTTON (controls[0]);
  self->most = GTK_SPIN_BUTTON (controls[1]);
  self->split = ADW_COMBO_ROW (controls[2]);
  self->scaling = ADW_COMBO_ROW (controls[3]);
  gtk_spin_button_set_value (self->validation, 0.1);
  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      add_control (group, controls[i]);
      bl_setting_row_connect (controls[i], G_CALLBACK (build_changed), self);
    }
}

static void
bl_run_settings_panel_dispose (GObject *object)
{
  BlRunSettingsPanel *self = BL_RUN_SETTINGS_PANEL (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (bl_run_settings_panel_parent_class)->dispose (object);
}

static void
bl_run_settings_panel_finalize (GObject *object)
{
  BlRunSettingsPanel *self = BL_RUN_SETTINGS_PANEL (object);

  g_free (self->toggles);
  g_free (self->controls);
  G_OBJECT_CLASS (bl_run_settings_panel_parent_class)->finalize (object);
}

static void
bl_run_settings_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_SETTINGS)
    g_value_set_object (value, BL_RUN_SETTINGS_PANEL (object)->settings);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_run_settings_panel_set_property (GObject *object, guint id, const GValue *value,
                                    GParamSpec *spec)
{
  if (id == PROP_SETTINGS)
    bl_run_settings_panel_set_settings (BL_RUN_SETTINGS_PANEL (object),
                                        g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
bl_run_settings_panel_class_init (BlRunSettingsPanelClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = bl_run_settings_panel_dispose;
  object_class->finalize = bl_run_settings_panel_finalize;
  object_class->get_property = bl_run_settings_panel_get_property;
  object_class->set_property = bl_run_settings_panel_set_property;
  properties[PROP_SETTINGS] = g_param_spec_object ("settings", NULL, NULL, BL_TYPE_RUN_SETTINGS,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                       | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
join (BlRunSettingsPanel *self, BlRunSettings *settings)
{
  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (settings, "notify", G_CALLBACK (settings_cb), self);
  show_settings (self);
}

static void
bl_run_settings_panel_init (BlRunSettingsPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (BlRunSettings) settings = bl_run_settings_new ();
  AdwPreferencesGroup *group;
  guint n;

  ae_param_info_get_all (&n);
  self->controls = g_new0 (GtkWidget *, n);
  self->is_setting = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (self->box, "bl-run-settings-panel");
  add_variants (self);
  group = add_section (self, "Live", AE_PARAM_SLIDERS);
  self->knob_problem = add_words (group, "error");
  self->advice = add_words (group, "warning");
  add_section (self, "Network", AE_PARAM_NETWORK);
  group = add_section (self, "Training", AE_PARAM_TRAINING);
  self->plan_problem = add_words (group, "error");
  add_pixels (self);
  join (self, settings);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->box);
  gtk_widget_set_size_request (GTK_WIDGET (self), WIDTH, -1);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

/**
 * bl_run_settings_panel_new:
 *
 * Returns: (transfer floating): an inspector with the stacked preset. Main thread.
 */
GtkWidget *
bl_run_settings_panel_new (void)
{
  return g_object_new (BL_TYPE_RUN_SETTINGS_PANEL, NULL);
}

/**
 * bl_run_settings_panel_set_settings:
 * @self: the inspector
 * @settings: what to show and to edit; a reference is taken
 */
void
bl_run_settings_panel_set_settings (BlRunSettingsPanel *self, BlRunSettings *settings)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  if (settings == NULL || settings == self->settings) /* a binding without a source yet */
    return;
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_object_unref (self->settings);
  join (self, settings);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SETTINGS]);
}

/**
 * bl_run_settings_panel_get_settings:
 * @self: the inspector
 *
 * Returns: (transfer none): what it edits: its own until it is given others.
 */
BlRunSettings *
bl_run_settings_panel_get_settings (BlRunSettingsPanel *self)
{
  g_return_val_if_fail (BL_IS_RUN_SETTINGS_PANEL (self), NULL);
  return self->settings;
}

/**
 * bl_run_settings_panel_set_code_curve:
 * @self: the inspector
 * @curve: (nullable): how many codes the scene has; copied
 */
void
bl_run_settings_panel_set_code_curve (BlRunSettingsPanel *self, const AeCodeCurve *curve)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  bl_code_size_picker_set_curve (self->codes, curve);
}
