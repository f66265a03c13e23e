/* A page and its sidebar: the widths, what hiding gives back, and what is told. */
#include <adwaita.h>

#include "bl-split.h"

static const char template[] = "<interface><object class='BlSplit' id='split'>"
                               "<child><object class='GtkLabel' id='content'><property "
                               "name='label'>page</property></object></child>"
                               "<child type='sidebar'><object class='GtkLabel' "
                               "id='sidebar'><property name='label'>x</property>"
                               "<property name='hexpand'>True</property></object></child>"
                               "</object></interface>";

static void
count_cb (GObject *object, GParamSpec *spec, gpointer user_data)
{
  ++*(int *) user_data;
}

static int
measure (GtkWidget *widget)
{
  int least;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

static void
test_widths (void)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWidget *split, *content, *sidebar;
  int page;

  g_type_ensure (BL_TYPE_SPLIT);
  builder = gtk_builder_new_from_string (template, -1);
  split = GTK_WIDGET (gtk_builder_get_object (builder, "split"));
  content = GTK_WIDGET (gtk_builder_get_object (builder, "content"));
  sidebar = GTK_WIDGET (gtk_builder_get_object (builder, "sidebar"));
  page = measure (content);
  g_assert_cmpint (measure (split), ==, MAX (page, 320)); /* it folds: no part of the least */
  gtk_widget_size_allocate (split, &(GtkAllocation){ 0, 0, 1000, 100 }, -1);
  g_assert_cmpint (gtk_widget_get_width (content), ==, 680);
  g_assert_cmpint (gtk_widget_get_width (sidebar), ==, 320);
  gtk_label_set_label (GTK_LABEL (sidebar), "longer");
  gtk_widget_size_allocate (split, &(GtkAllocation){ 0, 0, 1001, 100 }, -1);
  g_assert_cmpint (gtk_widget_get_width (sidebar), ==, 320);

  bl_split_set_is_overlay (BL_SPLIT (split), TRUE);
  g_assert_cmpint (measure (split), ==, MAX (page, 320));
  gtk_widget_size_allocate (split, &(GtkAllocation){ 0, 0, 900, 100 }, -1);
  g_assert_cmpint (gtk_widget_get_width (content), ==, 900);

  bl_split_set_shows_sidebar (BL_SPLIT (split), FALSE);
  bl_split_set_is_overlay (BL_SPLIT (split), FALSE);
  g_assert_false (gtk_widget_get_visible (sidebar));
  g_assert_cmpint (measure (split), ==, page);
  gtk_widget_size_allocate (split, &(GtkAllocation){ 0, 0, 800, 100 }, -1);
  g_assert_cmpint (gtk_widget_get_width (content), ==, 800);
}

static void
test_properties (void)
{
  BlSplit *split = g_object_ref_sink (g_object_new (BL_TYPE_SPLIT, NULL));
  gboolean is_shown;
  int told = 0;

  g_signal_connect (split, "notify::shows-sidebar", G_CALLBACK (count_cb), &told);
  bl_split_set_shows_sidebar (split, TRUE);
  g_assert_cmpint (told, ==, 0);
  bl_split_set_shows_sidebar (split, FALSE);
  g_assert_cmpint (told, ==, 1);
  g_object_set (split, "shows-sidebar", TRUE, NULL);
  g_object_get (split, "shows-sidebar", &is_shown, NULL);
  g_assert_true (is_shown && bl_split_get_shows_sidebar (split));
  g_assert_cmpint (told, ==, 2);
  g_assert_false (bl_split_get_is_overlay (split));
  g_assert_finalize_object (split);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/split/widths", test_widths);
  g_test_add_func ("/split/properties", test_properties);
  return g_test_run ();
}
