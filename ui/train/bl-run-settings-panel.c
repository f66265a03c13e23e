/* bl-run-settings-panel.c: the settings of a run: a control for each row of the table of
 * parameters that has a section. It says when they change; what follows from that is the
 * workspace's.
 */
#include "bl-run-settings-panel.h"

#include "bl-setting-row.h"

#include <string.h>

#define WIDTH 284

struct _BlRunSettingsPanel
{
  AdwBin parent_instance;
  GtkWidget *box;
  GtkWidget **toggles;  /* a word of the variants each; NULL for those that are not offered */
  GtkWidget **controls; /* a row of the table of parameters each; NULL for those without */
  AdwEntryRow *layers;
  GtkWidget *spec_problem, *knob_problem, *plan_problem, *advice;
  AdwComboRow *split, *scaling;
  GtkSpinButton *validation, *most;
  guint bands;
  gboolean is_setting;
};

enum
{
  KNOBS_CHANGED,
  BUILD_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

static gboolean
read_spec (BlRunSettingsPanel *self, AeSpec *spec, GError **error)
{
  ae_spec_init (spec, get_variants (self), self->bands);
  read_group (self, AE_PARAM_SPEC, spec);
  return ae_spec_set_layers_from_string (
             spec, gtk_editable_get_text (GTK_EDITABLE (self->layers)), error)
         && ae_spec_validate (spec, error);
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
  AeSpec spec;
  AePlan plan;
  AeHyperparams values;

  bl_run_settings_panel_get_plan (self, &plan);
  bl_run_settings_panel_get_knobs (self, &values);
  if (read_spec (self, &spec, &spec_error)
      && ae_hyperparams_validate (&values, &spec, &knob_error)
      && ae_plan_validate (&plan, &plan_error))
    advice = ae_plan_dup_advice (&plan, &spec, &values);
  show_words (self->spec_problem, spec_error != NULL ? spec_error->message : NULL);
  show_words (self->knob_problem, knob_error != NULL ? knob_error->message : NULL);
  show_words (self->plan_problem, plan_error != NULL ? plan_error->message : NULL);
  show_words (self->advice, advice);
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

static void
propose_layers (BlRunSettingsPanel *self)
{
  AeSpec spec;
  g_autofree char *text = NULL;

  ae_spec_init (&spec, get_variants (self), self->bands);
  text = ae_spec_dup_layers_text (&spec);
  self->is_setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->layers), text);
  self->is_setting = FALSE;
}

static void
build_changed (BlRunSettingsPanel *self)
{
  if (self->is_setting)
    return;
  show_problem (self);
  g_signal_emit (self, signals[BUILD_CHANGED], 0);
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

static void
slider_changed (BlRunSettingsPanel *self)
{
  show_problem (self);
  g_signal_emit (self, signals[KNOBS_CHANGED], 0);
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
add_toggle (BlRunSettingsPanel *self, GtkFlowBox *flow, guint i)
{
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");

  if (info->words[i].title == NULL)
    return;
  self->toggles[i] = gtk_toggle_button_new_with_label (info->words[i].title);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                info->words[i].value == (guint) info->preset);
  g_signal_connect (self->toggles[i], "toggled", G_CALLBACK (variant_toggled_cb), self);
  gtk_flow_box_append (flow, self->toggles[i]);
}

static void
add_variants (BlRunSettingsPanel *self)
{
  AdwPreferencesGroup *head = add_group (self, "Autoencoder"), *group;
  const AeParamWord *words = get_variant_words ();
  const AeParamInfo *layers = ae_param_info_find (AE_PARAM_SPEC, "layers");
  GtkWidget *flow = gtk_flow_box_new ();
  guint n = 0;

  while (words[n].key != NULL)
    n++;
  self->toggles = g_new0 (GtkWidget *, n);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 2);
  /* Linear, which takes something away, comes last. */
  for (gboolean is_last = FALSE; is_last <= TRUE; is_last++)
    for (guint i = 0; i < n; i++)
      if ((words[i].value == AE_VARIANT_LINEAR) == is_last)
        add_toggle (self, GTK_FLOW_BOX (flow), i);
  adw_preferences_group_add (head, flow);
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_add (head, GTK_WIDGET (group));
  gtk_widget_set_margin_top (GTK_WIDGET (group), 8);
  self->layers = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->layers), layers->title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->layers), layers->hint);
  adw_entry_row_set_show_apply_button (self->layers, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (self->layers));
  g_signal_connect_swapped (self->layers, "apply", G_CALLBACK (build_changed), self);
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

static void
add_pixels (BlRunSettingsPanel *self)
{
  static const char *const splits[] = { "Random pixels", "Spatial blocks", NULL };
  static const char *const scalings[] = {
    "Range of each band", "Global maximum", "Standardised", "Global range", "None", NULL
  };
  AdwPreferencesGroup *group = add_group (self, "Pixels");
  GtkWidget *controls[] = {
    bl_setting_row_new_number ("Held out", "for validation", 0, 0.9, 0.05, 2),
    bl_setting_row_new_number ("Sample", "pixels to train on; 0: all", 0, G_MAXUINT32, 1000, 0),
    bl_setting_row_new_words ("Split", splits),
    bl_setting_row_new_words ("Scaling", scalings),
  };

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
bl_run_settings_panel_finalize (GObject *object)
{
  BlRunSettingsPanel *self = BL_RUN_SETTINGS_PANEL (object);

  g_free (self->toggles);
  g_free (self->controls);
  G_OBJECT_CLASS (bl_run_settings_panel_parent_class)->finalize (object);
}

static void
bl_run_settings_panel_class_init (BlRunSettingsPanelClass *class)
{
  G_OBJECT_CLASS (class)->finalize = bl_run_settings_panel_finalize;
  signals[KNOBS_CHANGED]
      = g_signal_new ("knobs-changed", BL_TYPE_RUN_SETTINGS_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 0);
  signals[BUILD_CHANGED]
      = g_signal_new ("build-changed", BL_TYPE_RUN_SETTINGS_PANEL, G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
bl_run_settings_panel_init (BlRunSettingsPanel *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  AdwPreferencesGroup *group;
  guint n;

  ae_param_info_get_all (&n);
  self->controls = g_new0 (GtkWidget *, n);
  self->bands = 268;
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
  self->is_setting = FALSE;
  propose_layers (self);
  show_used (self);
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
 * bl_run_settings_panel_set_bands:
 * @self: the inspector
 * @good_bands: of the scene that is open
 *
 * Proposes layers in the same proportions for another number of bands. Emits nothing.
 */
void
bl_run_settings_panel_set_bands (BlRunSettingsPanel *self, guint good_bands)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  if (self->bands != good_bands)
    {
      self->bands = good_bands;
      propose_layers (self);
    }
  show_problem (self);
}

/**
 * bl_run_settings_panel_set_run:
 * @self: the inspector
 * @state: of the run
 * @live: (nullable): the hyperparams as the run has them
 */
void
bl_run_settings_panel_set_run (BlRunSettingsPanel *self, AeRunState state,
                               const AeHyperparams *live)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  if (live != NULL)
    show_group (self, AE_PARAM_LIVE, live);
}

/**
 * bl_run_settings_panel_set_settings:
 * @self: the inspector
 * @spec, @plan, @values, @pixels: what a run was built from
 *
 * Shows the settings of a run that was not built from these rows. Emits nothing.
 */
void
bl_run_settings_panel_set_settings (BlRunSettingsPanel *self, const AeSpec *spec,
                                    const AePlan *plan, const AeHyperparams *values,
                                    const AePixelsOptions *pixels)
{
  const AeParamWord *words = get_variant_words ();
  g_autofree char *layers = ae_spec_dup_layers_text (spec);

  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  self->is_setting = TRUE;
  self->bands = spec->bands;
  for (guint i = 0; words[i].key != NULL; i++)
    if (self->toggles[i] != NULL)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                    (spec->variants & words[i].value) != 0);
  gtk_editable_set_text (GTK_EDITABLE (self->layers), layers);
  show_group (self, AE_PARAM_SPEC, spec);
  show_group (self, AE_PARAM_PLAN, plan);
  gtk_spin_button_set_value (self->validation, pixels->validation);
  gtk_spin_button_set_value (self->most, (double) pixels->max_pixels);
  adw_combo_row_set_selected (self->split, pixels->split);
  adw_combo_row_set_selected (self->scaling, pixels->scaling);
  show_used (self);
  bl_run_settings_panel_set_run (self, AE_RUN_IDLE, values);
  self->is_setting = FALSE;
  show_problem (self);
}

/**
 * bl_run_settings_panel_get_spec:
 * @self: an inspector whose check passes
 * @spec: (out)
 */
void
bl_run_settings_panel_get_spec (BlRunSettingsPanel *self, AeSpec *spec)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  read_spec (self, spec, NULL);
}

/**
 * bl_run_settings_panel_get_plan:
 * @self: the inspector
 * @plan: (out)
 */
void
bl_run_settings_panel_get_plan (BlRunSettingsPanel *self, AePlan *plan)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  ae_plan_init (plan);
  read_group (self, AE_PARAM_PLAN, plan);
  if (plan->epochs == 0)
    plan->schedule = AE_SCHEDULE_CONSTANT;
}

/**
 * bl_run_settings_panel_get_knobs:
 * @self: the inspector
 * @values: (out): those that the variants do not use are 0
 */
void
bl_run_settings_panel_get_knobs (BlRunSettingsPanel *self, AeHyperparams *values)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  memset (values, 0, sizeof *values);
  read_group (self, AE_PARAM_LIVE, values);
}

/**
 * bl_run_settings_panel_get_pixels_options:
 * @self: the inspector
 * @options: (out)
 */
void
bl_run_settings_panel_get_pixels_options (BlRunSettingsPanel *self, AePixelsOptions *options)
{
  AePlan plan;

  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  bl_run_settings_panel_get_plan (self, &plan);
  *options = (AePixelsOptions){
    .seed = plan.seed,
    .validation = gtk_spin_button_get_value (self->validation),
    .max_pixels = (gsize) gtk_spin_button_get_value (self->most),
    .split = adw_combo_row_get_selected (self->split),
    .scaling = adw_combo_row_get_selected (self->scaling),
  };
}

/**
 * bl_run_settings_panel_check:
 * @self: the inspector
 * @error: AE_ERROR_INVALID with a sentence
 *
 * Returns: whether a run can be built from what the rows say.
 */
gboolean
bl_run_settings_panel_check (BlRunSettingsPanel *self, GError **error)
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams values;

  g_return_val_if_fail (BL_IS_RUN_SETTINGS_PANEL (self), FALSE);
  bl_run_settings_panel_get_plan (self, &plan);
  bl_run_settings_panel_get_knobs (self, &values);
  return read_spec (self, &spec, error) && ae_plan_validate (&plan, error)
         && ae_hyperparams_validate (&values, &spec, error);
}
