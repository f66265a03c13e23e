/* test-zoom.c: each plot has an id and a name of its own; the zoom of plots is the same again
 * after it was written down, whatever they are called, and that of older projects is still
 * read.
 */
#include <adwaita.h>
#include <math.h>

#include "bl-plots.h"
#include "bl-zoom.h"

/* A line of a project as the program wrote it before plots had ids. The names are not those of
 * the table: a name that changes must not make old projects unreadable. */
static const char old_text[] = "train\tLoss curves\t1\t2.5\tinf\t-inf\n"
                               "compare\tError map, no. 1\t3\t7\t4\t8\n"
                               "scene\tBand histogram\tinf\t-inf\t0.25\t0.5\n"
                               "scene\tNo such plot\t1\t2\t3\t4\n";

typedef struct
{
  GtkWidget *root;
  PlotView *loss, *errors, *other_errors, *histogram, *latent, *nameless;
} Fixture;

static PlotView *
add (Fixture *self, int plot, const char *run)
{
  PlotView *view = PLOT_VIEW (plot_view_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  if (plot < BL_N_PLOTS)
    bl_plots_name (view, plot, run);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (view));
  gtk_box_append (GTK_BOX (self->root), box);
  return view;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  self->root = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->loss = add (self, BL_PLOT_LOSS, NULL);
  self->errors = add (self, BL_PLOT_RUN_ERRORS, "no. 1");
  self->other_errors = add (self, BL_PLOT_RUN_ERRORS, "a/b");
  self->histogram = add (self, BL_PLOT_HISTOGRAM, NULL);
  self->latent = add (self, BL_PLOT_LATENT, NULL);
  self->nameless = add (self, BL_N_PLOTS, NULL);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_assert_finalize_object (self->root);
}

static void
zoom (PlotView *view, double x0, double x1, double y0, double y1)
{
  const PlotRange x = { x0, x1 }, y = { y0, y1 };

  plot_chart_set_zoom (plot_view_get_chart (view), x1 > x0 ? &x : NULL, y1 > y0 ? &y : NULL);
}

static gboolean
is_zoomed (PlotView *view, double x0, double x1, double y0, double y1)
{
  PlotRange x, y;

  plot_chart_get_zoom (plot_view_get_chart (view), &x, &y);
  return (x1 > x0 ? x.lo == x0 && x.hi == x1 : plot_range_is_empty (x))
         && (y1 > y0 ? y.lo == y0 && y.hi == y1 : plot_range_is_empty (y));
}

static void
test_table (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < BL_N_PLOTS; i++)
    {
      const BlPlotInfo *info = bl_plots_get (i);

      g_assert_nonnull (info->id);
      g_assert_nonnull (info->label);
      g_assert_null (strchr (info->id, '/'));
      g_assert_true (g_hash_table_add (seen, (char *) info->id));
      if (!info->is_of_run)
        g_assert_true (bl_plots_find (info->id) == info);
    }
  g_assert_true (bl_plots_find ("run-errors/a/b") == bl_plots_get (BL_PLOT_RUN_ERRORS));
  g_assert_null (bl_plots_find ("run-errors"));
  g_assert_null (bl_plots_find ("loss/a"));
  g_assert_null (bl_plots_find ("los"));
  g_assert_null (bl_plots_find (NULL));
}

static void
test_round_trip (Fixture *self, gconstpointer unused)
{
  g_autofree char *text = NULL, *again = NULL, *nothing = bl_zoom_dup_text (self->root);

  g_assert_null (nothing);
  zoom (self->loss, 0.1, G_PI, 0, 0);
  zoom (self->errors, 1e-30, 2e30, -3, 4);
  zoom (self->other_errors, 0, 0, 5, 6);
  zoom (self->latent, 1, 2, 3, 4);
  zoom (self->nameless, 1, 2, 3, 4);
  text = bl_zoom_dup_text (self->root);
  zoom (self->loss, 0, 0, 0, 0);
  zoom (self->errors, 0, 0, 0, 0);
  zoom (self->other_errors, 7, 8, 9, 10);
  zoom (self->latent, 0, 0, 0, 0);
  zoom (self->nameless, 0, 0, 0, 0);
  bl_zoom_restore (self->root, text);
  g_assert_true (is_zoomed (self->loss, 0.1, G_PI, 0, 0));
  g_assert_true (is_zoomed (self->errors, 1e-30, 2e30, -3, 4));
  g_assert_true (is_zoomed (self->other_errors, 0, 0, 5, 6));
  g_assert_true (is_zoomed (self->latent, 0, 0, 0, 0));
  g_assert_true (is_zoomed (self->nameless, 0, 0, 0, 0));
  again = bl_zoom_dup_text (self->root);
  g_assert_cmpstr (again, ==, text);
}

/* Every name in another language, and the text is the same. */
static void
test_names_are_for_people (Fixture *self, gconstpointer unused)
{
  g_autofree char *text = NULL, *translated = NULL;

  zoom (self->loss, 1, 2, 3, 4);
  zoom (self->errors, 1, 2, 3, 4);
  text = bl_zoom_dup_text (self->root);
  plot_view_set_label (self->loss, "Verlustkurven");
  plot_view_set_label (self->errors, "Latente Fehlerkarte");
  translated = bl_zoom_dup_text (self->root);
  g_assert_cmpstr (translated, ==, text);
  zoom (self->loss, 0, 0, 0, 0);
  bl_zoom_restore (self->root, text);
  g_assert_true (is_zoomed (self->loss, 1, 2, 3, 4));
  /* Whereas a plot of another id has nothing to do with it. */
  plot_view_set_id (self->loss, "kl");
  zoom (self->loss, 0, 0, 0, 0);
  bl_zoom_restore (self->root, text);
  g_assert_true (is_zoomed (self->loss, 0, 0, 0, 0));
}

static void
test_old_project (Fixture *self, gconstpointer unused)
{
  bl_zoom_restore (self->root, old_text);
  g_assert_true (is_zoomed (self->loss, 1, 2.5, 0, 0));
  g_assert_true (is_zoomed (self->errors, 3, 7, 4, 8));
  g_assert_true (is_zoomed (self->other_errors, 0, 0, 0, 0));
  g_assert_true (is_zoomed (self->histogram, 0, 0, 0.25, 0.5));
}

/* A project may be anybody's. */
static void
test_hostile (Fixture *self, gconstpointer unused)
{
  static const char *const texts[] = { "",
                                       "\t\t\t\t\t",
                                       "{",
                                       "{'loss': (just (1.0, 2.0), just 3.0)}",
                                       "{'loss': (just (nan, 2.0), just (inf, -inf))}",
                                       "{'loss': (just (5.0, 2.0), nothing)}",
                                       "train\tLoss curves\tnan\tnan\tx\ty\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      bl_zoom_restore (self->root, texts[i]);
      g_assert_true (is_zoomed (self->loss, 0, 0, 0, 0));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/zoom/table", test_table);
#define ADD(name, func) g_test_add ("/zoom/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("names-are-for-people", test_names_are_for_people);
  ADD ("old-project", test_old_project);
  ADD ("hostile", test_hostile);
  return g_test_run ();
}
