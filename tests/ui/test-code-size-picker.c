/* test-code-size-picker.c: what the chart of code sizes offers, and what a click on it asks
 * for; in the settings of a run the coding layer follows. */
#include "bl-code-size-picker.h"
#include "bl-plots.h"
#include "bl-run-settings-panel.h"
#include "bl-ui.h"

#include <math.h>
#include <string.h>

static AeCodeCurve *
make_curve (guint n, guint size)
{
  AeCodeCurve *curve = g_new0 (AeCodeCurve, 1);

  curve->bands = n;
  curve->n = n;
  curve->rmse = g_new (double, n);
  for (guint k = 0; k < n; k++)
    curve->rmse[k] = 0.1 / (k + 1);
  curve->noise_rmse = size > 0 ? curve->rmse[size - 1] : NAN;
  curve->size = size;
  return curve;
}

static gpointer
get_part (gpointer picker, const char *name)
{
  GObject *part
      = gtk_widget_get_template_child (GTK_WIDGET (picker), BL_TYPE_CODE_SIZE_PICKER, name);

  g_assert_nonnull (part);
  return part;
}

static void
chosen_cb (BlCodeSizePicker *picker, guint size, gpointer user_data)
{
  *(guint *) user_data = size;
}

static void
test_offer (void)
{
  BlCodeSizePicker *picker
      = BL_CODE_SIZE_PICKER (g_object_ref_sink (bl_code_size_picker_new ()));
  g_autoptr (AeCodeCurve) curve = make_curve (40, 19);
  guint chosen = 0;

  g_signal_connect (picker, "chosen", G_CALLBACK (chosen_cb), &chosen);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (picker)));
  bl_code_size_picker_set_size (picker, 20);
  bl_code_size_picker_set_curve (picker, curve);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (picker)));
  g_assert_cmpstr (gtk_button_get_label (get_part (picker, "use")), ==, "Use 19");
  g_assert_true (gtk_widget_get_sensitive (get_part (picker, "use")));
  g_assert_nonnull (
      strstr (plot_view_get_description (get_part (picker, "plot")), "20 codes now"));
  g_signal_emit_by_name (get_part (picker, "use"), "clicked");
  g_assert_cmpuint (chosen, ==, 19);
  bl_code_size_picker_set_size (picker, 19);
  g_assert_false (gtk_widget_get_sensitive (get_part (picker, "use")));
  g_signal_emit_by_name (get_part (picker, "plot"), "clicked", 7.4, 0.01, 0u);
  g_assert_cmpuint (chosen, ==, 7);
  g_signal_emit_by_name (get_part (picker, "plot"), "clicked", 99.0, 0.01, 0u);
  g_assert_cmpuint (chosen, ==, 40);
  bl_code_size_picker_set_curve (picker, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (picker)));
  g_assert_finalize_object (picker);
}

/* Where no noise is known there is a curve and nothing to offer; where all pixels are the same
 * there is no curve. */
static void
test_nothing_to_offer (void)
{
  BlCodeSizePicker *picker
      = BL_CODE_SIZE_PICKER (g_object_ref_sink (bl_code_size_picker_new ()));
  g_autoptr (AeCodeCurve) unknown = make_curve (4, 0);
  g_autoptr (AeCodeCurve) constant = make_curve (4, 0);

  memset (constant->rmse, 0, 4 * sizeof *constant->rmse);
  bl_code_size_picker_set_curve (picker, unknown);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (picker)));
  g_assert_false (gtk_widget_get_visible (get_part (picker, "use")));
  bl_code_size_picker_set_curve (picker, constant);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (picker)));
  g_assert_finalize_object (picker);
}

static BlCodeSizePicker *
find_picker (GtkWidget *widget)
{
  BlCodeSizePicker *found
      = BL_IS_CODE_SIZE_PICKER (widget) ? BL_CODE_SIZE_PICKER (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_picker (child);
  return found;
}

/* Layers before the code stay, and are never narrower than it. */
static void
test_layers_follow (void)
{
  BlRunSettingsPanel *panel
      = BL_RUN_SETTINGS_PANEL (g_object_ref_sink (bl_run_settings_panel_new ()));
  BlRunSettings *settings = bl_run_settings_panel_get_settings (panel);
  BlCodeSizePicker *picker = find_picker (GTK_WIDGET (panel));
  g_autoptr (AeCodeCurve) curve = make_curve (60, 9);

  bl_run_settings_panel_set_code_curve (panel, curve);
  bl_run_settings_set_layers (settings, "130,70,40,20");
  g_assert_true (bl_run_settings_apply_layers (settings, NULL));
  g_signal_emit_by_name (get_part (picker, "use"), "clicked");
  g_assert_cmpstr (bl_run_settings_get_layers (settings), ==, "130,70,40,9");
  g_assert_cmpuint (ae_spec_get_code (&bl_run_settings_get_options (settings)->spec), ==, 9);
  g_assert_false (gtk_widget_get_sensitive (get_part (picker, "use")));
  g_signal_emit_by_name (picker, "chosen", 50u);
  g_assert_cmpstr (bl_run_settings_get_layers (settings), ==, "130,70,50,50");
  g_assert_finalize_object (panel);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  bl_ui_init ();
  g_test_add_func ("/code-size-picker/offer", test_offer);
  g_test_add_func ("/code-size-picker/nothing-to-offer", test_nothing_to_offer);
  g_test_add_func ("/code-size-picker/layers-follow", test_layers_follow);
  return g_test_run ();
}
