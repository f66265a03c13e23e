/* test-knob-row.c: the value of a slider's row is the number itself, by setter, by property, by
 * hand and as it is typed; what is changed is told once.
 */
#include <adwaita.h>
#include <math.h>

#include "bl-knob-row.h"
#include "count.h"

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static BlKnobRow *
make_row (double low, double high, gboolean is_log, gboolean has_zero)
{
  return BL_KNOB_ROW (
      g_object_ref_sink (bl_knob_row_new ("Rate", low, high, is_log, has_zero)));
}

static GtkAdjustment *
get_place (BlKnobRow *row)
{
  return gtk_range_get_adjustment (GTK_RANGE (find (GTK_WIDGET (row), GTK_TYPE_SCALE)));
}

static const char *
get_text (BlKnobRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (find (GTK_WIDGET (row), GTK_TYPE_ENTRY)));
}

static void
test_properties (void)
{
  BlKnobRow *row = make_row (0, 2, FALSE, FALSE);
  guint notified, changed, remarked;
  g_autofree char *remark = NULL;
  double value;

  count_signal (row, "notify::value", &notified);
  count_signal (row, "notify::remark", &remarked);
  count_signal (row, "changed", &changed);
  bl_knob_row_set_value (row, 0.5);
  bl_knob_row_set_value (row, 0.5);
  g_assert_cmpuint (notified, ==, 1);
  g_object_set (row, "value", 1.5, NULL);
  g_object_set (row, "value", 1.5, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_cmpuint (changed, ==, 0); /* that is the user's */
  g_object_get (row, "value", &value, NULL);
  g_assert_cmpfloat (value, ==, 1.5);
  g_assert_cmpfloat (bl_knob_row_get_value (row), ==, 1.5);
  g_assert_cmpstr (get_text (row), ==, "1.5");

  bl_knob_row_set_remark (row, "inactive");
  bl_knob_row_set_remark (row, "inactive");
  g_object_get (row, "remark", &remark, NULL);
  g_assert_cmpstr (remark, ==, "inactive");
  g_assert_cmpuint (remarked, ==, 1);
  bl_knob_row_set_remark (row, NULL);
  g_assert_cmpuint (remarked, ==, 2);
  g_assert_finalize_object (row);
}

/* The scale runs over the logarithm, the value does not; its lowest place may stand for 0. */
static void
test_logarithm (void)
{
  BlKnobRow *row = make_row (1e-4, 1, TRUE, TRUE);
  guint notified, changed;

  count_signal (row, "notify::value", &notified);
  count_signal (row, "changed", &changed);
  g_assert_cmpfloat (bl_knob_row_get_value (row), ==, 0);
  gtk_adjustment_set_value (get_place (row), -2);
  g_assert_cmpfloat_with_epsilon (bl_knob_row_get_value (row), 0.01, 1e-12);
  g_assert_cmpstr (get_text (row), ==, "0.01");
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (changed, ==, 1);
  gtk_adjustment_set_value (get_place (row), -4);
  g_assert_cmpfloat (bl_knob_row_get_value (row), ==, 0);
  bl_knob_row_set_value (row, 0.1);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_place (row)), -1, 1e-12);
  g_assert_cmpuint (notified, ==, 3);
  g_assert_cmpuint (changed, ==, 2);
  g_assert_finalize_object (row);
}

/* What is no number of the range is refused, and said to nobody. */
static void
test_typing (void)
{
  BlKnobRow *row = make_row (1e-4, 1, TRUE, FALSE);
  GtkWidget *entry = find (GTK_WIDGET (row), GTK_TYPE_ENTRY);
  static const char *const bad[] = { "2", "0", "0.1x", "", "nan" };
  guint notified, changed;

  count_signal (row, "notify::value", &notified);
  count_signal (row, "changed", &changed);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry), bad[i]);
      g_signal_emit_by_name (entry, "activate");
      g_assert_true (gtk_widget_has_css_class (entry, "error"));
    }
  g_assert_cmpuint (notified + changed, ==, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), "0.25");
  g_signal_emit_by_name (entry, "activate");
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_cmpfloat (bl_knob_row_get_value (row), ==, 0.25);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (get_place (row)), log10 (0.25),
                                  1e-12);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpuint (changed, ==, 1);
  g_assert_finalize_object (row);
}

/* The value stays where the scale becomes narrower; the slider stands at its end. */
static void
test_range (void)
{
  BlKnobRow *row = make_row (-4, 4, FALSE, FALSE);
  const float bins[] = { 0, 0.5f, 1 };
  guint notified, changed;

  bl_knob_row_set_value (row, 3);
  count_signal (row, "notify::value", &notified);
  count_signal (row, "changed", &changed);
  bl_knob_row_set_range (row, -1, 1);
  bl_knob_row_set_density (row, bins, G_N_ELEMENTS (bins));
  g_assert_cmpfloat (bl_knob_row_get_value (row), ==, 3);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_place (row)), ==, 1);
  g_assert_cmpuint (notified + changed, ==, 0);
  g_assert_finalize_object (row);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/knob-row/properties", test_properties);
  g_test_add_func ("/knob-row/logarithm", test_logarithm);
  g_test_add_func ("/knob-row/typing", test_typing);
  g_test_add_func ("/knob-row/range", test_range);
  return g_test_run ();
}
