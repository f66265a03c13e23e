/* test-run-strip.c: a chip for each run, in their order; a click asks for the run by its place.
 */
#include "bl-run-strip.h"
#include "bl-ui.h"

static guint selected;

static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  selected = g_variant_get_uint32 (parameter);
}

/* The strip in a window whose actions are counted. */
static BlRunStrip *
make_strip (GtkWindow **window, GListStore **runs)
{
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  GSimpleAction *select = g_simple_action_new ("select-run", G_VARIANT_TYPE_UINT32);
  BlRunStrip *strip = g_object_new (BL_TYPE_RUN_STRIP, NULL);

  g_signal_connect (select, "activate", G_CALLBACK (select_cb), NULL);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (select));
  *window = GTK_WINDOW (gtk_window_new ());
  gtk_widget_insert_action_group (GTK_WIDGET (*window), "win", G_ACTION_GROUP (actions));
  gtk_window_set_child (*window, GTK_WIDGET (strip));
  *runs = g_list_store_new (BL_TYPE_RUN_ITEM);
  bl_run_strip_set_runs (strip, G_LIST_MODEL (*runs));
  g_object_unref (select);
  g_object_unref (actions);
  selected = G_MAXUINT;
  return strip;
}

static BlRunItem *
append (GListStore *runs, const char *name)
{
  BlRunItem *run = g_object_new (BL_TYPE_RUN_ITEM, "name", name, NULL);

  g_list_store_append (runs, run);
  g_object_unref (run); /* the list has it */
  return run;
}

/* All widgets of @type under @widget, in order. */
static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GPtrArray *
find_chips (BlRunStrip *strip)
{
  GPtrArray *all = g_ptr_array_new (), *chips = g_ptr_array_new ();

  collect (GTK_WIDGET (strip), GTK_TYPE_TOGGLE_BUTTON, all);
  for (guint i = 0; i < all->len; i++) /* menu buttons have toggle buttons inside */
    if (!GTK_IS_MENU_BUTTON (gtk_widget_get_parent (all->pdata[i])))
      g_ptr_array_add (chips, all->pdata[i]);
  g_ptr_array_unref (all);
  return chips;
}

static const char *
get_name (GtkWidget *chip)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  collect (chip, GTK_TYPE_LABEL, labels);
  return gtk_label_get_label (labels->pdata[0]);
}

static void
test_follow (void)
{
  GtkWindow *window;
  GListStore *runs;
  BlRunStrip *strip = make_strip (&window, &runs);
  BlRunItem *first = append (runs, "plain"), *second = append (runs, "sparse");
  g_autoptr (GPtrArray) chips = find_chips (strip), left = NULL;

  g_assert_cmpuint (chips->len, ==, 2);
  g_assert_cmpstr (get_name (chips->pdata[1]), ==, "sparse");
  bl_run_item_set_name (second, "my own");
  g_assert_cmpstr (get_name (chips->pdata[1]), ==, "my own");
  bl_run_strip_set_active (strip, second);
  g_assert_true (gtk_toggle_button_get_active (chips->pdata[1]));
  g_assert_cmpuint (selected, ==, G_MAXUINT); /* shown, not asked for */
  gtk_toggle_button_set_active (chips->pdata[0], TRUE);
  g_assert_cmpuint (selected, ==, 0);
  g_assert_false (gtk_toggle_button_get_active (chips->pdata[1]));
  bl_run_strip_set_active (strip, first);
  g_list_store_remove (runs, 0);
  left = find_chips (strip);
  g_assert_cmpuint (left->len, ==, 1);
  gtk_window_destroy (window);
  g_assert_finalize_object (runs);
}

/* The mark in a chip and the run's own are one. */
static void
test_marks (void)
{
  GtkWindow *window;
  GListStore *runs;
  BlRunStrip *strip = make_strip (&window, &runs);
  BlRunItem *run = append (runs, "plain");
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();

  append (runs, "sparse");
  collect (GTK_WIDGET (strip), GTK_TYPE_CHECK_BUTTON, marks);
  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_false (gtk_widget_get_visible (marks->pdata[0]));
  bl_run_strip_set_is_comparing (strip, TRUE);
  g_assert_true (gtk_widget_get_visible (marks->pdata[0]));
  g_assert_true (gtk_check_button_get_active (marks->pdata[0]));
  gtk_check_button_set_active (marks->pdata[0], FALSE);
  g_assert_false (bl_run_item_get_compared (run));
  bl_run_item_set_compared (run, TRUE);
  g_assert_true (gtk_check_button_get_active (marks->pdata[0]));
  gtk_window_destroy (window);
  g_assert_finalize_object (runs);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  bl_ui_init ();
  g_test_add_func ("/run-strip/follow", test_follow);
  g_test_add_func ("/run-strip/marks", test_marks);
  return g_test_run ();
}
