/* bl-zoom.c: the zoom of plots, saved and set again. The text is a #GVariant dictionary: by a
 * plot's id the range of x and that of y, each where only a part of it is in view.
 */
#include "bl-zoom.h"

#include "bl-plots.h"

#include <string.h>

#define DICTIONARY "a{s(m(dd)m(dd))}"

typedef void (*ViewFunc) (PlotView *view, gpointer user_data);

/* Every plot below a widget that is named in the table as one whose zoom is kept. */
static void
foreach_view (GtkWidget *widget, ViewFunc func, gpointer user_data)
{
  const BlPlotInfo *info
      = PLOT_IS_VIEW (widget) ? bl_plots_find (plot_view_get_id (PLOT_VIEW (widget))) : NULL;

  if (info != NULL && info->keeps_zoom)
    func (PLOT_VIEW (widget), user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    foreach_view (child, func, user_data);
}

static GVariant *
range_to_variant (PlotRange range)
{
  return g_variant_new_maybe (
      G_VARIANT_TYPE ("(dd)"),
      plot_range_is_empty (range) ? NULL : g_variant_new ("(dd)", range.lo, range.hi));
}

static void
add_view (GVariantBuilder *builder, const char *id, PlotRange x, PlotRange y)
{
  g_variant_builder_add (
      builder, "{s@(m(dd)m(dd))}", id,
      g_variant_new ("(@m(dd)@m(dd))", range_to_variant (x), range_to_variant (y)));
}

static void
add_view_func (PlotView *view, gpointer builder)
{
  PlotRange x, y;

  if (plot_chart_get_zoom (plot_view_get_chart (view), &x, &y))
    add_view (builder, plot_view_get_id (view), x, y);
}

static void
restore_view_func (PlotView *view, gpointer dictionary)
{
  g_autoptr (GVariant) zoom
      = g_variant_lookup_value (dictionary, plot_view_get_id (view), NULL);
  g_autoptr (GVariant) xs = NULL, ys = NULL;
  PlotRange x, y;

  if (zoom == NULL)
    return;
  g_variant_get (zoom, "(m@(dd)m@(dd))", &xs, &ys);
  if (xs != NULL)
    g_variant_get (xs, "(dd)", &x.lo, &x.hi);
  if (ys != NULL)
    g_variant_get (ys, "(dd)", &y.lo, &y.hi);
  plot_chart_set_zoom (plot_view_get_chart (view), xs != NULL ? &x : NULL,
                       ys != NULL ? &y : NULL);
}

/* Projects named a plot by its page and its accessible name, a line each: page, name, and both
 * ends of x and of y between tabs; an axis that is all in view ends where it has not begun. */
static GVariant *
parse_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (DICTIONARY));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], "\t", 6);
      g_autofree char *id
          = g_strv_length (words) == 6 ? bl_plots_dup_id_of_label (words[1]) : NULL;
      PlotRange ranges[2] = { PLOT_RANGE_EMPTY, PLOT_RANGE_EMPTY };

      for (guint axis = 0; id != NULL && axis < 2; axis++)
        {
          PlotRange range = { g_ascii_strtod (words[2 + 2 * axis], NULL),
                              g_ascii_strtod (words[3 + 2 * axis], NULL) };

          if (range.hi > range.lo)
            ranges[axis] = range;
        }
      if (id != NULL)
        add_view (&builder, id, ranges[0], ranges[1]);
    }
  return g_variant_builder_end (&builder);
}

/**
 * bl_zoom_dup_text:
 * @root: the widget that holds all plots
 *
 * Returns: (transfer full) (nullable): which part of each is in view, where any is not seen
 * whole. Main thread.
 */
char *
bl_zoom_dup_text (GtkWidget *root)
{
  g_autoptr (GVariant) dictionary = NULL;
  GVariantBuilder builder;

  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (DICTIONARY));
  foreach_view (root, add_view_func, &builder);
  dictionary = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_n_children (dictionary) > 0 ? g_variant_print (dictionary, FALSE) : NULL;
}

/**
 * bl_zoom_restore:
 * @root: the widget that holds all plots
 * @text: of bl_zoom_dup_text(), or of a project that was saved before plots had ids
 *
 * Looks at the same parts again. What fits no plot is left out: it may be any file's. Main
 * thread.
 */
void
bl_zoom_restore (GtkWidget *root, const char *text)
{
  g_autoptr (GVariant) dictionary = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root) && text != NULL);
  dictionary = g_variant_parse (G_VARIANT_TYPE (DICTIONARY), text, NULL, NULL, NULL);
  if (dictionary == NULL)
    dictionary = g_variant_ref_sink (parse_lines (text));
  foreach_view (root, restore_view_func, dictionary);
}
