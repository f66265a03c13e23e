/* test-kind.c: what a kind of series is stands in its row and nowhere else: a kind that only
 * this test knows is fitted, painted, read off, named in the legend and exported.
 */
#include <math.h>
#include <string.h>

#include "plot-bars.h"
#include "plot-chart-private.h"
#include "plot-export.h"
#include "plot-hover.h"
#include "plot-line.h"
#include "plot-paint.h"
#include "plot-scatter.h"
#include "plot-graph.h"
#include "plot-small-multiples.h"

#define WIDTH  320
#define HEIGHT 240
#define RED    0xffff0000u

/* ------------------------------------------------------------------ a kind of this file's own
 */

/* From y to y + 1. */
static PlotRange
get_stems_y_range (const PlotSeries *self, gboolean is_log)
{
  PlotRange range = plot_series_kind_y_range (self, is_log);

  return (PlotRange){ range.lo, range.hi + 1.0 };
}

static void
paint_stems (cairo_t *cr, const PlotFrame *frame, const PlotSeries *self,
             const PlotTheme *theme, const PlotPaintPlace *place)
{
  cairo_set_source_rgb (cr, 1, 0, 0);
  for (gsize i = 0; i < self->n; i++)
    {
      double x = plot_frame_to_x (frame, self->xs[i]) + 4.0 * place->index,
             y0 = plot_frame_to_y (frame, self->ys[i] + 1.0),
             y1 = plot_frame_to_y (frame, self->ys[i]);

      cairo_rectangle (cr, floor (x), y0, 3.0, y1 - y0);
    }
  cairo_fill (cr);
}

static gboolean
read_stems (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme,
            double value, double y, PlotReading *reading)
{
  if (!plot_series_kind_read (self, frame, theme, value, INFINITY, reading))
    return FALSE;
  reading->value += 1.0;
  return TRUE;
}

static void
get_stems_values (const PlotSeries *self, gsize row, gsize i, double *x, double *y)
{
  *x = self->xs[i];
  *y = self->ys[i] + 1.0;
}

static const PlotSeriesKind stems = {
  .get_x_range = plot_series_kind_x_range,
  .get_y_range = get_stems_y_range,
  .paint = paint_stems,
  .read = read_stems,
  .get_values = get_stems_values,
  .swatch = PLOT_SWATCH_BOX,
  .snaps = TRUE,
};

/* The same, but for all that is said of it. */
static const PlotSeriesKind silent = {
  .get_x_range = plot_series_kind_x_range,
  .get_y_range = get_stems_y_range,
  .paint = paint_stems,
  .get_values = get_stems_values,
};

static void
add (PlotChart *chart, const char *id, const PlotSeriesKind *kind)
{
  static const double xs[] = { 1, 2, 3 }, ys[] = { 4, 6, 5 };
  PlotSeries *series = plot_chart_ensure (chart, id, kind, &(PlotStyle){ .label = id });

  series->n = 3;
  series->xs = g_memdup2 (xs, sizeof xs);
  series->ys = g_memdup2 (ys, sizeof ys);
}

static guint
count_red (cairo_surface_t *surface)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += ((const guint32 *) (const void *) (data + y * stride))[x] == RED;
  return n;
}

static guint
paint (PlotChart *chart, PlotTheme *theme, PlotLayout *layout)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  guint n;

  plot_theme_init (theme, FALSE, FALSE);
  plot_paint (cr, chart, theme, WIDTH, HEIGHT, 1.0);
  plot_layout_init (layout, chart, cr, theme, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  n = count_red (surface);
  cairo_surface_destroy (surface);
  return n;
}

static void
test_row_is_enough (void)
{
  g_autoptr (PlotChart) chart = plot_chart_new ();
  g_autofree char *csv = NULL;
  PlotTheme theme;
  PlotLayout layout;
  PlotHover hover;
  guint one, two;

  add (chart, "stems", &stems);
  one = paint (chart, &theme, &layout);
  g_assert_cmpuint (one, >, 100);
  g_assert_cmpfloat (chart->axes[PLOT_AXIS_Y].own.lo, ==, 4.0);
  g_assert_cmpfloat (chart->axes[PLOT_AXIS_Y].own.hi, ==, 7.0);
  g_assert_cmpuint (layout.legend.n, ==, 1);
  g_assert_true (plot_hover_find (&hover, chart, &layout, &theme,
                                  plot_frame_to_x (&layout.frame, 2.1), HEIGHT / 2.0));
  g_assert_cmpuint (hover.n, ==, 1);
  g_assert_cmpstr (hover.rows[0].label, ==, "stems");
  g_assert_cmpstr (hover.rows[0].value, ==, "7");
  csv = plot_export_csv (chart);
  g_assert_nonnull (strstr (csv, "\nstems,2.0,7.0,") != NULL ? csv
                                                             : strstr (csv, "\nstems,2,7,"));
  add (chart, "more", &stems);
  two = paint (chart, &theme, &layout);
  g_assert_cmpuint (two, >, one + one / 2); /* beside the first, not over it */
}

static void
test_row_is_needed (void)
{
  g_autoptr (PlotChart) chart = plot_chart_new ();
  PlotTheme theme;
  PlotLayout layout;
  PlotHover hover;

  add (chart, "stems", &silent);
  g_assert_cmpuint (paint (chart, &theme, &layout), >, 100);
  g_assert_cmpuint (layout.legend.n, ==, 0);
  g_assert_false (plot_hover_find (&hover, chart, &layout, &theme,
                                   plot_frame_to_x (&layout.frame, 2.1), HEIGHT / 2.0));
}

/* ------------------------------------------------------------------ those of the kit */

static void
test_rows_are_whole (void)
{
  static const PlotSeriesKind *const kinds[]
      = { &plot_kind_line, &plot_kind_level,  &plot_kind_line_set,        &plot_kind_bars,
          &plot_kind_rug,  &plot_kind_points, &plot_kind_small_multiples, &plot_kind_graph };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (PlotSeries) empty = plot_series_new ("empty", kinds[i]);

      g_assert_nonnull (kinds[i]->get_x_range);
      g_assert_nonnull (kinds[i]->get_y_range);
      g_assert_nonnull (kinds[i]->paint);
      g_assert_nonnull (kinds[i]->get_values);
      g_assert_false (kinds[i]->snaps && kinds[i]->read == NULL);
      g_assert_true (plot_range_is_empty (plot_series_get_y_range (empty, FALSE))
                     || kinds[i]->is_grid);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/kind/row-is-enough", test_row_is_enough);
  g_test_add_func ("/plot/kind/row-is-needed", test_row_is_needed);
  g_test_add_func ("/plot/kind/rows-are-whole", test_rows_are_whole);
  return g_test_run ();
}
