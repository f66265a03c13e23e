/* test-run-settings.c: the settings of a run tell of each change once; their panel shows each
 * row of the table of parameters that has a section, for its variants and no others, and writes
 * what its rows say.
 */
#include "bl-run-settings-panel.h"

#include "ae-param-info.h"
#include "bl-ui.h"
#include "count.h"
#include "find.h"

#include <string.h>

static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget)
      && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
make_panel (const BlRunOptions *options)
{
  GtkWidget *panel = g_object_ref_sink (bl_run_settings_panel_new ());
  g_autoptr (BlRunSettings) settings = bl_run_settings_new ();

  bl_run_settings_set_options (settings, options);
  bl_run_settings_panel_set_settings (BL_RUN_SETTINGS_PANEL (panel), settings);
  g_assert_true (bl_run_settings_panel_get_settings (BL_RUN_SETTINGS_PANEL (panel))
                 == settings);
  return panel;
}

static BlRunSettings *
get_settings (GtkWidget *panel)
{
  return bl_run_settings_panel_get_settings (BL_RUN_SETTINGS_PANEL (panel));
}

/* As by hand: whatever the rows say is written then. */
static void
hold_out (GtkWidget *panel, double fraction)
{
  GtkWidget *spin = find_type (find_row (panel, "Held out"), GTK_TYPE_SPIN_BUTTON);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), fraction);
}

static GtkWidget *
find_toggle (GtkWidget *widget, const char *label)
{
  if (GTK_IS_TOGGLE_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_toggle (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* ------------------------------------------------------------------ the object */

static void
test_notifies (void)
{
  BlRunSettings *settings = bl_run_settings_new ();
  BlRunOptions options = *bl_run_settings_get_options (settings);
  guint spec, layers, plan, pixels, hyperparams;

  count_signal (settings, "notify::spec", &spec);
  count_signal (settings, "notify::layers", &layers);
  count_signal (settings, "notify::plan", &plan);
  count_signal (settings, "notify::pixels", &pixels);
  count_signal (settings, "notify::hyperparams", &hyperparams);
  bl_run_settings_set_options (settings, &options);
  g_assert_cmpuint (spec + layers + plan + pixels + hyperparams, ==, 0);

  options.hyperparams.learning_rate *= 2;
  bl_run_settings_set_hyperparams (settings, &options.hyperparams);
  bl_run_settings_set_hyperparams (settings, &options.hyperparams);
  g_assert_cmpuint (hyperparams, ==, 1);
  options.plan.seed = 7;
  g_object_set (settings, "plan", &options.plan, NULL);
  g_object_set (settings, "plan", &options.plan, NULL);
  g_assert_cmpuint (plan, ==, 1);
  options.pixels.validation = 0.25;
  g_object_set (settings, "pixels", &options.pixels, NULL);
  g_assert_cmpuint (pixels, ==, 1);
  g_assert_cmpuint (spec + layers, ==, 0);
  options.spec.layers[0]++;
  g_object_set (settings, "spec", &options.spec, NULL);
  g_assert_cmpuint (spec, ==, 1);
  g_assert_cmpuint (layers, ==, 1); /* the text follows */
  g_assert_cmpuint (plan + pixels + hyperparams, ==, 3);
  g_assert_finalize_object (settings);
}

static void
test_properties (void)
{
  BlRunSettings *settings = bl_run_settings_new ();
  BlRunOptions options = *bl_run_settings_get_options (settings);
  AeSpec *spec;
  AePlan *plan;
  AeHyperparams *hyperparams;
  AePixelsOptions *pixels;

  options.spec.layers[1] = 33;
  options.plan.epochs = 12;
  options.hyperparams.weight_decay = 0.125;
  options.pixels.max_pixels = 99;
  bl_run_settings_set_options (settings, &options);
  g_object_get (settings, "spec", &spec, "plan", &plan, "hyperparams", &hyperparams, "pixels",
                &pixels, NULL);
  g_assert_true (ae_spec_equal (spec, &options.spec));
  g_assert_true (ae_plan_equal (plan, &options.plan));
  g_assert_true (ae_hyperparams_equal (hyperparams, &options.hyperparams));
  g_assert_true (ae_pixels_options_equal (pixels, &options.pixels));
  plan->epochs = 13;
  g_assert_false (ae_plan_equal (plan, &options.plan));
  pixels->seed++;
  g_assert_false (ae_pixels_options_equal (pixels, &options.pixels));
  g_boxed_free (AE_TYPE_SPEC, spec);
  g_boxed_free (AE_TYPE_PLAN, plan);
  g_boxed_free (AE_TYPE_HYPERPARAMS, hyperparams);
  g_boxed_free (AE_TYPE_PIXELS_OPTIONS, pixels);
  g_assert_finalize_object (settings);
}

/* What is typed makes another network only when it is applied; what cannot be read makes none.
 */
static void
test_layers (void)
{
  BlRunSettings *settings = bl_run_settings_new ();
  guint spec;

  count_signal (settings, "notify::spec", &spec);
  bl_run_settings_set_layers (settings, "40 → 8");
  g_assert_cmpuint (spec, ==, 0);
  g_assert_true (bl_run_settings_check (settings, NULL));
  g_assert_true (bl_run_settings_apply_layers (settings, NULL));
  g_assert_cmpuint (spec, ==, 1);
  g_assert_cmpuint (bl_run_settings_get_options (settings)->spec.n_layers, ==, 2);
  g_assert_cmpstr (bl_run_settings_get_layers (settings), ==, "40 → 8");
  bl_run_settings_set_layers (settings, "40, eight");
  g_assert_false (bl_run_settings_check (settings, NULL));
  g_assert_false (bl_run_settings_apply_layers (settings, NULL));
  g_assert_cmpuint (spec, ==, 2);
  g_assert_cmpuint (bl_run_settings_get_options (settings)->spec.n_layers, ==, 0);
  g_assert_cmpstr (bl_run_settings_get_layers (settings), ==, "40, eight");
  g_assert_finalize_object (settings);
}

/* ------------------------------------------------------------------ the panel */

static void
test_rows (void)
{
  static const guint variants[]
      = { AE_VARIANT_PLAIN, AE_VARIANT_TIED, AE_VARIANT_SPARSE,
          AE_VARIANT_DENOISING | AE_VARIANT_LINEAR, AE_VARIANT_VARIATIONAL };
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint v = 0; v < G_N_ELEMENTS (variants); v++)
    {
      BlRunOptions options;
      GtkWidget *panel;

      bl_run_options_init (&options, variants[v], 40);
      panel = make_panel (&options);

      for (guint i = 0; i < n; i++)
        {
          GtkWidget *row = find_row (panel, params[i].title);
          gboolean wanted = params[i].variants == 0 || (variants[v] & params[i].variants) != 0;

          if (params[i].section == AE_PARAM_HIDDEN)
            continue;
          g_assert_nonnull (row);
          g_assert_cmpint (gtk_widget_get_visible (row), ==, wanted);
          g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (row), params[i].hint));
        }
      g_assert_null (find_row (panel, "Threads"));
      g_assert_finalize_object (panel);
    }
}

/* Each row is changed by itself, and comes back changed. */
static void
test_values (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      gboolean is_live = params[i].section == AE_PARAM_SLIDERS;
      BlRunOptions options, back;
      GtkWidget *panel;
      gpointer group = is_live ? (gpointer) &options.hyperparams : &options.plan,
               group_back = is_live ? (gpointer) &back.hyperparams : &back.plan;
      double value;

      if (params[i].section == AE_PARAM_HIDDEN || params[i].group == AE_PARAM_SPEC)
        continue;
      bl_run_options_init (&options, params[i].variants, 40);
      value = params[i].words != NULL ? params[i].words[params[i].preset == 0].value
              : is_live               ? (params[i].low + params[i].high) / 2
                                      : params[i].preset + 7;
      ae_param_info_set_value (&params[i], group, value);
      panel = make_panel (&options);
      hold_out (panel, 0.3);
      back = *bl_run_settings_get_options (get_settings (panel));
      g_assert_cmpfloat (ae_param_info_get_value (&params[i], group_back), ==, value);
      g_assert_cmpfloat (value, !=, params[i].preset);
      g_assert_cmpfloat (back.pixels.validation, ==, 0.3);
      g_assert_true (ae_hyperparams_equal (&options.hyperparams, &back.hyperparams));
      g_assert_finalize_object (panel);
    }
}

static void
test_spec (void)
{
  BlRunOptions options;
  const BlRunOptions *back;
  GtkWidget *panel;

  bl_run_options_init (&options, AE_VARIANT_VARIATIONAL | AE_VARIANT_TIED, 40);
  options.spec.activation = AE_ACTIVATION_SIGMOID;
  options.spec.loss = AE_LOSS_SPECTRAL_ANGLE;
  options.spec.latent_form = AE_LATENT_SIGMA;
  options.spec.layers[0] = 19;
  panel = make_panel (&options);
  hold_out (panel, 0.3);
  back = bl_run_settings_get_options (get_settings (panel));
  g_assert_true (ae_spec_equal (&options.spec, &back->spec));
  options.spec.layers[0] = 18;
  g_assert_false (ae_spec_equal (&options.spec, &back->spec));
  g_assert_true (bl_run_settings_check (get_settings (panel), NULL));
  g_assert_finalize_object (panel);
}

/* A variant by hand: layers are proposed, and all of it is in the settings at once. Settings
 * that are changed by somebody else are shown. */
static void
test_edits (void)
{
  BlRunOptions options;
  GtkWidget *panel, *layers, *toggle;
  BlRunSettings *settings;
  guint spec, hyperparams;

  bl_run_options_init (&options, AE_VARIANT_STACKED, 268);
  panel = make_panel (&options);
  settings = get_settings (panel);
  layers = find_row (panel, "Layers, the coding layer last");
  toggle = find_toggle (panel, "Sparse");
  count_signal (settings, "notify::spec", &spec);
  count_signal (settings, "notify::hyperparams", &hyperparams);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  g_assert_cmpuint (spec, ==, 1);
  g_assert_cmpuint (hyperparams, ==, 1);
  g_assert_cmpuint (bl_run_settings_get_options (settings)->spec.variants, ==,
                    AE_VARIANT_STACKED | AE_VARIANT_SPARSE);
  g_assert_cmpfloat (bl_run_settings_get_options (settings)->hyperparams.sparsity_weight, >, 0);

  gtk_editable_set_text (GTK_EDITABLE (layers), "50,5");
  g_assert_cmpuint (spec, ==, 1);
  g_assert_cmpstr (bl_run_settings_get_layers (settings), ==, "50,5");
  g_signal_emit_by_name (layers, "apply");
  g_assert_cmpuint (spec, ==, 2);
  g_assert_cmpuint (bl_run_settings_get_options (settings)->spec.layers[0], ==, 50);

  bl_run_settings_set_options (settings, &options);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (toggle)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (layers)), ==, "130,70,40,20");
  g_assert_cmpuint (spec, ==, 3);
  g_assert_finalize_object (panel);
}

/* ------------------------------------------------------------------ words and keys */

/* It begins with a capital, a sign or a number, and its first paragraph ends with a stop. */
static gboolean
is_sentence (const char *text)
{
  gsize length = text != NULL ? strcspn (text, "\n") : 0;

  return length > 20 && !g_unichar_islower (g_utf8_get_char (text)) && text[length - 1] == '.'
         && memchr (text, ' ', length) != NULL;
}

static void
check_tooltips (GtkWidget *widget, guint *n, guint *n_bad)
{
  if (ADW_IS_PREFERENCES_ROW (widget)
      || (GTK_IS_TOGGLE_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL))
    {
      (*n)++;
      if (!is_sentence (gtk_widget_get_tooltip_text (widget)))
        (*n_bad)++;
    }
  /* Rows of a list of words are no controls. */
  if (GTK_IS_POPOVER (widget))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_tooltips (child, n, n_bad);
}

/* Every control says what it does, and what it says is in the table. */
static void
test_tooltips (void)
{
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");
  BlRunOptions options;
  GtkWidget *panel, *toggle;
  guint n = 0, n_bad = 0, n_sections = 0, n_params;
  const AeParamInfo *params = ae_param_info_get_all (&n_params);

  bl_run_options_init (&options, AE_VARIANT_STACKED, 268);
  panel = make_panel (&options);
  check_tooltips (panel, &n, &n_bad);
  for (guint i = 0; i < n_params; i++)
    n_sections += params[i].section != AE_PARAM_HIDDEN;
  g_assert_cmpuint (n_bad, ==, 0);
  g_assert_cmpuint (n, >=, n_sections + 5); /* layers and pixels */
  for (const AeParamWord *word = info->words; word->key != NULL; word++)
    if (word->title != NULL)
      {
        g_autofree char *wanted = ae_param_info_dup_variant_tooltip (word);

        toggle = find_toggle (panel, word->title);
        g_assert_cmpstr (gtk_widget_get_tooltip_text (toggle), ==, wanted);
        n++;
      }
  g_assert_true (strstr (gtk_widget_get_tooltip_text (find_toggle (panel, "Sparse")),
                         "Not together with Linear, Variational")
                 != NULL);
  /* One that says a word, or nothing, is found. */
  gtk_widget_set_tooltip_text (find_row (panel, "KL weight"), "Weight");
  gtk_widget_set_tooltip_text (find_row (panel, "Split"), NULL);
  n_bad = 0;
  check_tooltips (panel, &n, &n_bad);
  g_assert_cmpuint (n_bad, ==, 2);
  g_assert_finalize_object (panel);
}

/* Once around all that takes the focus. */
static guint
count_stops (GtkWindow *window)
{
  GtkWidget *start = NULL, *focus;
  guint n = 0;

  gtk_window_set_focus (window, NULL);
  while (gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD))
    {
      focus = gtk_root_get_focus (GTK_ROOT (window));
      if (focus == NULL || focus == start)
        break;
      if (start == NULL)
        start = focus;
      n += gtk_widget_has_css_class (gtk_widget_get_parent (focus), "bl-variants");
    }
  return n;
}

/* The Tab key stops once at the variants, at the one that was used last. */
static void
test_stops (void)
{
  BlRunOptions options;
  GtkWidget *window = gtk_window_new (), *panel, *stacked, *sparse;

  bl_run_options_init (&options, AE_VARIANT_STACKED, 268);
  panel = make_panel (&options);
  stacked = find_toggle (panel, "Stacked");
  sparse = find_toggle (panel, "Sparse");
  gtk_window_set_child (GTK_WINDOW (window), panel);
  g_object_unref (panel);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (panel))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_stops (GTK_WINDOW (window)), ==, 1);
  g_assert_true (gtk_widget_get_focusable (stacked));
  g_assert_false (gtk_widget_get_focusable (sparse));
  g_signal_emit_by_name (sparse, "clicked");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == sparse);
  g_assert_cmpuint (count_stops (GTK_WINDOW (window)), ==, 1);
  /* Two that take the focus are two stops. */
  gtk_widget_set_focusable (stacked, TRUE);
  g_assert_cmpuint (count_stops (GTK_WINDOW (window)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bl_ui_init ();
  g_test_add_func ("/run-settings/notifies", test_notifies);
  g_test_add_func ("/run-settings/properties", test_properties);
  g_test_add_func ("/run-settings/layers", test_layers);
  g_test_add_func ("/run-settings/edits", test_edits);
  g_test_add_func ("/run-settings/rows", test_rows);
  g_test_add_func ("/run-settings/values", test_values);
  g_test_add_func ("/run-settings/spec", test_spec);
  g_test_add_func ("/run-settings/tooltips", test_tooltips);
  g_test_add_func ("/run-settings/stops", test_stops);
  return g_test_run ();
}
