/* test-run-settings.c: the settings of a run show each row of the table of parameters that has
 * a section, for its variants and no others, and give back what they were given.
 */
#include "bl-run-settings-panel.h"

#include "ae-param-info.h"

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
make_panel (guint variants, const AePlan *plan, const AeHyperparams *values)
{
  GtkWidget *panel = g_object_ref_sink (bl_run_settings_panel_new ());
  AePixelsOptions pixels = { .seed = 1, .validation = 0.1 };
  AeHyperparams preset;
  AePlan planned;
  AeSpec spec;

  ae_spec_init (&spec, variants, 40);
  ae_plan_init (&planned);
  ae_hyperparams_init (&preset, &spec);
  bl_run_settings_panel_set_settings (BL_RUN_SETTINGS_PANEL (panel), &spec,
                                      plan != NULL ? plan : &planned,
                                      values != NULL ? values : &preset, &pixels);
  return panel;
}

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
      GtkWidget *panel = make_panel (variants[v], NULL, NULL);

      for (guint i = 0; i < n; i++)
        {
          GtkWidget *row = find_row (panel, params[i].title);
          gboolean wanted = params[i].variants == 0 || (variants[v] & params[i].variants) != 0;

          if (params[i].section == AE_PARAM_HIDDEN)
            continue;
          g_assert_nonnull (row);
          g_assert_cmpint (gtk_widget_get_visible (row), ==, wanted);
          g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, params[i].hint);
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
      AeHyperparams values, values_back;
      AePlan plan, plan_back;
      GtkWidget *panel;
      AeSpec spec;
      double value;

      if (params[i].section == AE_PARAM_HIDDEN || params[i].group == AE_PARAM_SPEC)
        continue;
      ae_spec_init (&spec, params[i].variants, 40);
      ae_plan_init (&plan);
      ae_hyperparams_init (&values, &spec);
      value = params[i].words != NULL ? params[i].words[params[i].preset == 0].value
              : is_live               ? (params[i].low + params[i].high) / 2
                                      : params[i].preset + 7;
      ae_param_info_set_value (&params[i], is_live ? (gpointer) &values : &plan, value);
      panel = make_panel (params[i].variants, &plan, &values);
      bl_run_settings_panel_get_plan (BL_RUN_SETTINGS_PANEL (panel), &plan_back);
      bl_run_settings_panel_get_knobs (BL_RUN_SETTINGS_PANEL (panel), &values_back);
      g_assert_cmpfloat (
          ae_param_info_get_value (&params[i], is_live ? (gpointer) &values_back : &plan_back),
          ==, value);
      g_assert_cmpfloat (value, !=, params[i].preset);
      g_assert_true (ae_hyperparams_equal (&values, &values_back));
      g_assert_finalize_object (panel);
    }
}

static void
test_spec (void)
{
  GtkWidget *panel = make_panel (AE_VARIANT_VARIATIONAL | AE_VARIANT_TIED, NULL, NULL);
  AeHyperparams values;
  AePixelsOptions pixels = { .seed = 1, .validation = 0.1 };
  AePlan plan;
  AeSpec spec, back;

  ae_spec_init (&spec, AE_VARIANT_VARIATIONAL | AE_VARIANT_TIED, 40);
  spec.activation = AE_ACTIVATION_SIGMOID;
  spec.loss = AE_LOSS_SPECTRAL_ANGLE;
  spec.latent_form = AE_LATENT_SIGMA;
  spec.layers[0] = 19;
  ae_plan_init (&plan);
  ae_hyperparams_init (&values, &spec);
  bl_run_settings_panel_set_settings (BL_RUN_SETTINGS_PANEL (panel), &spec, &plan, &values,
                                      &pixels);
  bl_run_settings_panel_get_spec (BL_RUN_SETTINGS_PANEL (panel), &back);
  g_assert_true (ae_spec_equal (&spec, &back));
  back.layers[0] = 18;
  g_assert_false (ae_spec_equal (&spec, &back));
  g_assert_true (bl_run_settings_panel_check (BL_RUN_SETTINGS_PANEL (panel), NULL));
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/run-settings/rows", test_rows);
  g_test_add_func ("/run-settings/values", test_values);
  g_test_add_func ("/run-settings/spec", test_spec);
  return g_test_run ();
}
