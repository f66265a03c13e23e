/* test-templates.c: each panel and page with a template can be built from it, with all that it
 * names, and leaves nothing behind.
 */
#include "bl-compare-page.h"
#include "bl-generate-page.h"
#include "bl-scene-page.h"
#include "bl-train-page.h"
#include "bl-ui.h"

#include "bl-card.h"
#include "count.h"
#include "plot-view.h"

/* A page builds its panels. */
static void
test_page (gconstpointer data)
{
  GType (*get_type) (void) = (GType (*) (void)) data;
  GtkWidget *page = g_object_ref_sink (g_object_new (get_type (), NULL));

  int least;

  g_assert_nonnull (gtk_widget_get_first_child (page));
  gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_test_message ("%s: %d pixels wide at least", G_OBJECT_TYPE_NAME (page), least);
  g_assert_finalize_object (page);
}

static GObject *
build (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();

  g_assert_true (gtk_builder_add_from_string (builder, text, -1, &error));
  g_assert_no_error (error);
  return g_object_ref (gtk_builder_get_object (builder, "it"));
}

/* The content is below the title line, a control within it, and both where they were said. */
static void
test_card (void)
{
  GObject *card = build ("<interface><object class='BlCard' id='it'>"
                         "<property name='title'>Loss</property>"
                         "<child type='control'><object class='GtkSwitch'/></child>"
                         "<child><object class='GtkImage'/></child>"
                         "</object></interface>");
  GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (card));
  GtkWidget *content = gtk_widget_get_last_child (box);
  GtkWidget *head = gtk_widget_get_first_child (box);
  g_autofree char *title = NULL;
  guint n;

  g_assert_true (GTK_IS_IMAGE (content) && gtk_widget_get_vexpand (content));
  g_assert_true (GTK_IS_SWITCH (gtk_widget_get_first_child (gtk_widget_get_last_child (head))));
  count_signal (card, "notify::title", &n);
  g_object_set (card, "title", "ROC", NULL);
  bl_card_set_title (BL_CARD (card), "ROC");
  g_object_get (card, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "ROC");
  g_assert_cmpuint (n, ==, 1);
  g_assert_finalize_object (card);
}

/* What a template says of a plot is what its setters would have said; notified once a change.
 */
static void
test_plot (void)
{
  GObject *view = build ("<interface><object class='PlotView' id='it'>"
                         "<property name='description'>nothing yet</property>"
                         "<property name='redraw-rate'>60</property>"
                         "<property name='chart'><object class='PlotChart'>"
                         "<property name='empty-text'>Press Train</property>"
                         "<property name='has-axes'>False</property>"
                         "</object></property>"
                         "</object></interface>");
  PlotChart *chart = plot_view_get_chart (PLOT_VIEW (view));
  g_autofree char *empty = NULL;
  gboolean has_axes, has_legend;
  guint rate, n, n_view;

  g_object_get (view, "redraw-rate", &rate, NULL);
  g_object_get (chart, "empty-text", &empty, "has-axes", &has_axes, "has-legend", &has_legend,
                NULL);
  g_assert_cmpuint (rate, ==, 60);
  g_assert_cmpstr (plot_view_get_description (PLOT_VIEW (view)), ==, "nothing yet");
  g_assert_cmpstr (empty, ==, "Press Train");
  g_assert_true (!has_axes && has_legend);
  count_signal (chart, "notify", &n);
  count_signal (view, "notify", &n_view);
  plot_chart_set_has_axes (chart, TRUE);
  plot_chart_set_has_axes (chart, TRUE);
  plot_chart_set_has_legend (chart, FALSE);
  plot_chart_set_empty_text (chart, "Press Train");
  plot_view_set_description (PLOT_VIEW (view), "one batch");
  plot_view_set_description (PLOT_VIEW (view), "one batch");
  plot_view_set_redraw_rate (PLOT_VIEW (view), 60);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (n_view, ==, 1);
  g_assert_finalize_object (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  bl_ui_init ();
  g_type_ensure (BL_TYPE_CARD);
  g_type_ensure (PLOT_TYPE_VIEW);
  g_type_ensure (PLOT_TYPE_CHART);
  g_test_add_data_func ("/templates/train", bl_train_page_get_type, test_page);
  g_test_add_data_func ("/templates/compare", bl_compare_page_get_type, test_page);
  g_test_add_data_func ("/templates/generate", bl_generate_page_get_type, test_page);
  g_test_add_data_func ("/templates/scene", bl_scene_page_get_type, test_page);
  g_test_add_func ("/templates/card", test_card);
  g_test_add_func ("/templates/plot", test_plot);
  return g_test_run ();
}
