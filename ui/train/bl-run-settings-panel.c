/* bl-run-settings-panel.c: rows in groups. It holds settings and says when they change; what
 * follows from that is the workspace's.
 */
#include "bl-run-settings-panel.h"

#include "bl-knob-row.h"

#include <string.h>

/* The sliders, in the order of AeHyperparams. */
typedef struct
{
  const char *name;
  gsize offset;
  double low, high;
  gboolean is_log, has_zero;
  guint variants; /* shown for these; 0 = always */
} Knob;

static const Knob hyperparams[] = {
  { "Learning rate", G_STRUCT_OFFSET (AeHyperparams, learning_rate), 1e-5, 1e-1, TRUE, FALSE,
    0 },
  { "Weight decay", G_STRUCT_OFFSET (AeHyperparams, weight_decay), 1e-8, 1e-2, TRUE, TRUE, 0 },
  { "Noise level", G_STRUCT_OFFSET (AeHyperparams, noise_level), 0, 2, FALSE, FALSE,
    AE_VARIANT_DENOISING },
  { "Masked fraction", G_STRUCT_OFFSET (AeHyperparams, masked_fraction), 0, 0.9, FALSE, FALSE,
    AE_VARIANT_DENOISING },
  { "Sparsity target", G_STRUCT_OFFSET (AeHyperparams, sparsity_target), 0.01, 0.5, FALSE,
    FALSE, AE_VARIANT_SPARSE },
  { "Sparsity weight", G_STRUCT_OFFSET (AeHyperparams, sparsity_weight), 1e-4, 10, TRUE, TRUE,
    AE_VARIANT_SPARSE },
  { "KL weight", G_STRUCT_OFFSET (AeHyperparams, kl_weight), 1e-5, 100, TRUE, TRUE,
    AE_VARIANT_VARIATIONAL },
};

#define N_KNOBS G_N_ELEMENTS (hyperparams)

typedef struct
{
  const char *name;
  guint bit;
} Variant;

static const Variant variants[] = {
  { "Stacked", AE_VARIANT_STACKED },         { "Tied weights", AE_VARIANT_TIED },
  { "Denoising", AE_VARIANT_DENOISING },     { "Sparse", AE_VARIANT_SPARSE },
  { "Variational", AE_VARIANT_VARIATIONAL }, { "Linear", AE_VARIANT_LINEAR },
};

#define WIDTH 284

#define N_VARIANTS G_N_ELEMENTS (variants)

struct _BlRunSettingsPanel
{
  AdwBin parent_instance;
  GtkWidget *box;
  AdwPreferencesGroup *knob_group;
  GtkWidget *toggles[N_VARIANTS];
  GtkWidget *rows[N_KNOBS];
  AdwEntryRow *layers;
  GtkWidget *spec_problem, *knob_problem, *plan_problem, *advice;
  AdwComboRow *latent_form;
  AdwComboRow *activation, *loss, *optimizer, *schedule, *split, *scaling;
  GtkSpinButton *epochs, *batch, *seed, *validation, *most, *pretrain, *warmup, *patience;
  GtkWidget *warmup_row;
  guint bands;
  AeSpec spec;
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

static guint
get_variants (BlRunSettingsPanel *self)
{
  guint bits = 0;

  for (guint i = 0; i < N_VARIANTS; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->toggles[i])))
      bits |= variants[i].bit;
  return bits;
}

static gboolean
read_spec (BlRunSettingsPanel *self, AeSpec *spec, GError **error)
{
  AeActivation activation = adw_combo_row_get_selected (self->activation) + 1;

  ae_spec_init (spec, get_variants (self), self->bands);
  if (!(spec->variants & AE_VARIANT_LINEAR))
    spec->activation = activation;
  spec->loss = adw_combo_row_get_selected (self->loss);
  spec->latent_form = adw_combo_row_get_selected (self->latent_form);
  return ae_spec_set_layers_from_string (
             spec, gtk_editable_get_text (GTK_EDITABLE (self->layers)), error)
         && ae_spec_validate (spec, error);
}

static double *
get_field (AeHyperparams *values, guint i)
{
  return (double *) ((char *) values + hyperparams[i].offset);
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

static void
show_knobs (BlRunSettingsPanel *self)
{
  guint bits = get_variants (self);
  AeSpec spec = { .variants = bits };
  AeHyperparams preset;

  ae_hyperparams_init (&preset, &spec);
  for (guint i = 0; i < N_KNOBS; i++)
    {
      gboolean is_used = hyperparams[i].variants == 0 || (bits & hyperparams[i].variants);

      if (is_used && !gtk_widget_get_visible (self->rows[i]))
        bl_knob_row_set_value (BL_KNOB_ROW (self->rows[i]), *get_field (&preset, i));
      gtk_widget_set_visible (self->rows[i], is_used);
    }
  gtk_widget_set_visible (self->warmup_row, (bits & AE_VARIANT_VARIATIONAL) != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->latent_form), (bits & AE_VARIANT_VARIATIONAL) != 0);
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
  show_knobs (self);
  build_changed (self);
}

static void
knob_changed_cb (BlKnobRow *row, gpointer user_data)
{
  show_problem (user_data);
  g_signal_emit (user_data, signals[KNOBS_CHANGED], 0);
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

static AdwComboRow *
add_combo (BlRunSettingsPanel *self, AdwPreferencesGroup *group, const char *title,
           const char *const *words, guint selected)
{
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  g_autoptr (GtkStringList) list = gtk_string_list_new (words);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (row, selected);
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (build_changed), self);
  return row;
}

static GtkSpinButton *
add_spin (BlRunSettingsPanel *self, AdwPreferencesGroup *group, const char *title,
          const char *subtitle, double value, double high, double step, guint digits)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (0, high, step);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), digits);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_preferences_group_add (group, row);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (build_changed), self);
  return GTK_SPIN_BUTTON (spin);
}

static void
add_variants (BlRunSettingsPanel *self)
{
  AdwPreferencesGroup *head = add_group (self, "Autoencoder"), *group;
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 2);
  for (guint i = 0; i < N_VARIANTS; i++)
    {
      self->toggles[i] = gtk_toggle_button_new_with_label (variants[i].name);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                    variants[i].bit == AE_VARIANT_STACKED);
      g_signal_connect (self->toggles[i], "toggled", G_CALLBACK (variant_toggled_cb), self);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), self->toggles[i]);
    }
  adw_preferences_group_add (head, flow);
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_add (head, GTK_WIDGET (group));
  gtk_widget_set_margin_top (GTK_WIDGET (group), 8);
  self->layers = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->layers),
                                 "Layers, the coding layer last");
  adw_entry_row_set_show_apply_button (self->layers, TRUE);
  adw_preferences_group_add (group, GTK_WIDGET (self->layers));
  g_signal_connect_swapped (self->layers, "apply", G_CALLBACK (build_changed), self);
  self->spec_problem = add_words (group, "error");
}

static void
add_knobs (BlRunSettingsPanel *self)
{
  self->knob_group = add_group (self, "Live");
  for (guint i = 0; i < N_KNOBS; i++)
    {
      self->rows[i]
          = bl_knob_row_new (hyperparams[i].name, hyperparams[i].low, hyperparams[i].high,
                             hyperparams[i].is_log, hyperparams[i].has_zero);
      gtk_widget_set_visible (self->rows[i], FALSE);
      g_signal_connect (self->rows[i], "changed", G_CALLBACK (knob_changed_cb), self);
      adw_preferences_group_add (self->knob_group, self->rows[i]);
    }
  self->knob_problem = add_words (self->knob_group, "error");
  self->advice = add_words (self->knob_group, "warning");
}

static void
add_network (BlRunSettingsPanel *self)
{
  static const char *const activations[] = { "ELU", "ReLU", "tanh", "sigmoid", NULL };
  static const char *const losses[] = { "MSE", "Spectral angle", NULL };
  static const char *const forms[] = { "Log-variance", "Sigma", NULL };
  AdwPreferencesGroup *group = add_group (self, "Network");

  self->activation = add_combo (self, group, "Activation", activations, 0);
  self->loss = add_combo (self, group, "Loss", losses, 0);
  self->latent_form = add_combo (self, group, "Spread of codes", forms, 0);
  self->pretrain = add_spin (self, group, "Greedy epochs", "of each layer by itself; 0: whole",
                             0, 500, 1, 0);
}

static void
add_training (BlRunSettingsPanel *self)
{
  static const char *const optimizers[] = { "Adam", "SGD, momentum", NULL };
  static const char *const schedules[] = { "Constant rate", "Cosine", NULL };
  AdwPreferencesGroup *group = add_group (self, "Training");
  AePlan preset;

  ae_plan_init (&preset);
  self->epochs = add_spin (self, group, "Epochs", "0: no end", preset.epochs, 100000, 10, 0);
  self->batch = add_spin (self, group, "Batch", NULL, preset.batch, 65536, 32, 0);
  self->optimizer = add_combo (self, group, "Optimiser", optimizers, 0);
  self->schedule = add_combo (self, group, "Schedule", schedules, preset.schedule);
  self->patience
      = add_spin (self, group, "Patience", "epochs without gain; 0: off", 0, 10000, 1, 0);
  self->warmup = add_spin (self, group, "KL warm-up", "epochs", 0, 1000, 1, 0);
  self->warmup_row = gtk_widget_get_ancestor (GTK_WIDGET (self->warmup), ADW_TYPE_ACTION_ROW);
  self->seed = add_spin (self, group, "Seed", NULL, 1, 1e9, 1, 0);
  self->plan_problem = add_words (group, "error");
}

static void
add_pixels (BlRunSettingsPanel *self)
{
  static const char *const splits[] = { "Random pixels", "Spatial blocks", NULL };
  static const char *const scalings[] = {
    "Range of each band", "Global maximum", "Standardised", "Global range", "None", NULL
  };
  AdwPreferencesGroup *group = add_group (self, "Pixels");

  self->validation = add_spin (self, group, "Held out", "for validation", 0.1, 0.9, 0.05, 2);
  self->most
      = add_spin (self, group, "Sample", "pixels to train on; 0: all", 0, G_MAXUINT32, 1000, 0);
  self->split = add_combo (self, group, "Split", splits, 0);
  self->scaling = add_combo (self, group, "Scaling", scalings, 0);
}

static void
bl_run_settings_panel_class_init (BlRunSettingsPanelClass *class)
{
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

  self->bands = 268;
  self->is_setting = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (self->box, "bl-run-settings-panel");
  add_variants (self);
  add_knobs (self);
  add_network (self);
  add_training (self);
  add_pixels (self);
  self->is_setting = FALSE;
  propose_layers (self);
  show_knobs (self);
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
  AeHyperparams values;

  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  if (live == NULL)
    return;
  values = *live;
  for (guint i = 0; i < N_KNOBS; i++)
    bl_knob_row_set_value (BL_KNOB_ROW (self->rows[i]), *get_field (&values, i));
}

static void
set_plan (BlRunSettingsPanel *self, const AePlan *plan)
{
  gtk_spin_button_set_value (self->seed, (double) plan->seed);
  gtk_spin_button_set_value (self->batch, plan->batch);
  gtk_spin_button_set_value (self->epochs, plan->epochs);
  gtk_spin_button_set_value (self->patience, plan->patience);
  gtk_spin_button_set_value (self->pretrain, plan->pretrain_epochs);
  gtk_spin_button_set_value (self->warmup, plan->kl_warmup_epochs);
  adw_combo_row_set_selected (self->optimizer, plan->optimizer);
  adw_combo_row_set_selected (self->schedule, plan->schedule);
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
  g_autofree char *layers = ae_spec_dup_layers_text (spec);

  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  self->is_setting = TRUE;
  self->bands = spec->bands;
  for (guint i = 0; i < N_VARIANTS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->toggles[i]),
                                  (spec->variants & variants[i].bit) != 0);
  gtk_editable_set_text (GTK_EDITABLE (self->layers), layers);
  if (!(spec->variants & AE_VARIANT_LINEAR))
    adw_combo_row_set_selected (self->activation, spec->activation - 1);
  adw_combo_row_set_selected (self->loss, spec->loss);
  adw_combo_row_set_selected (self->latent_form, spec->latent_form);
  set_plan (self, plan);
  gtk_spin_button_set_value (self->validation, pixels->validation);
  gtk_spin_button_set_value (self->most, (double) pixels->max_pixels);
  adw_combo_row_set_selected (self->split, pixels->split);
  adw_combo_row_set_selected (self->scaling, pixels->scaling);
  show_knobs (self);
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
  plan->seed = (guint64) gtk_spin_button_get_value (self->seed);
  plan->batch = (guint) gtk_spin_button_get_value_as_int (self->batch);
  plan->epochs = (guint) gtk_spin_button_get_value_as_int (self->epochs);
  plan->optimizer = adw_combo_row_get_selected (self->optimizer);
  plan->schedule
      = plan->epochs > 0 ? adw_combo_row_get_selected (self->schedule) : AE_SCHEDULE_CONSTANT;
  plan->patience = (guint) gtk_spin_button_get_value_as_int (self->patience);
  plan->pretrain_epochs = (guint) gtk_spin_button_get_value_as_int (self->pretrain);
  if (get_variants (self) & AE_VARIANT_VARIATIONAL)
    plan->kl_warmup_epochs = (guint) gtk_spin_button_get_value_as_int (self->warmup);
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

  guint bits = get_variants (self);

  memset (values, 0, sizeof *values);
  for (guint i = 0; i < N_KNOBS; i++)
    if (hyperparams[i].variants == 0 || (bits & hyperparams[i].variants))
      *get_field (values, i) = bl_knob_row_get_value (BL_KNOB_ROW (self->rows[i]));
}

/**
 * bl_run_settings_panel_get_pixels_options:
 * @self: the inspector
 * @options: (out)
 */
void
bl_run_settings_panel_get_pixels_options (BlRunSettingsPanel *self, AePixelsOptions *options)
{
  g_return_if_fail (BL_IS_RUN_SETTINGS_PANEL (self));
  *options = (AePixelsOptions){
    .seed = (guint64) gtk_spin_button_get_value (self->seed),
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
