/* test-paint.c: painters on image surfaces, without a display: ink where it belongs and none
 * where it does not; and files that can be read back. */
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "ae-error.h"
#include "plot-export.h"
#include "plot-graph.h"
#include "plot-hover.h"
#include "plot-paint.h"
#include "plot-scatter.h"

#define WIDTH  400
#define HEIGHT 260

typedef struct
{
  cairo_surface_t *surface;
  PlotTheme theme;
  PlotLayout layout;
} Sheet;

static void
draw (Sheet *sheet, PlotChart *chart, gboolean is_dark)
{
  sheet->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (sheet->surface);
  plot_theme_init (&sheet->theme, is_dark, FALSE);
  plot_paint (cr, chart, &sheet->theme, WIDTH, HEIGHT, 1.0);
  plot_layout_init (&sheet->layout, chart, cr, &sheet->theme, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (sheet->surface);
}

static guint32
pixel (const Sheet *sheet, double x, double y)
{
  const guchar *data = cairo_image_surface_get_data (sheet->surface);
  int stride = cairo_image_surface_get_stride (sheet->surface);
  return ((const guint32 *) (const void *) (data + (int) y * stride))[(int) x];
}

static gboolean
is_close (guint32 a, guint32 b)
{
  int d = 0;
  for (int shift = 0; shift < 24; shift += 8)
    d = MAX (d, abs ((int) ((a >> shift) & 0xff) - (int) ((b >> shift) & 0xff)));
  return d <= 40;
}

/* Pixels of about that colour in a box of the plot area, given in data. */
static guint
count (const Sheet *sheet, guint32 color, double x0, double x1, double y0, double y1)
{
  const PlotFrame *f = &sheet->layout.frame;
  guint n = 0;
  double left = fmax (plot_frame_to_x (f, x0), 0),
         right = fmin (plot_frame_to_x (f, x1), WIDTH - 1);
  double a = plot_frame_to_y (f, y0), b = plot_frame_to_y (f, y1);
  for (double y = fmax (fmin (a, b), 0); y <= fmin (fmax (a, b), HEIGHT - 1); y++)
    for (double x = left; x <= right; x++)
      n += is_close (pixel (sheet, x, y), color);
  return n;
}

/* The same for red of any strength, as thin lines leave it. */
static guint
count_red (const Sheet *sheet, double x0, double x1, double y0, double y1)
{
  const PlotFrame *f = &sheet->layout.frame;
  guint n = 0;
  for (double y = plot_frame_to_y (f, y0); y <= plot_frame_to_y (f, y1); y++)
    for (double x = plot_frame_to_x (f, x0); x <= plot_frame_to_x (f, x1); x++)
      {
        guint32 c = pixel (sheet, fmin (x, WIDTH - 1), fmin (y, HEIGHT - 1));
        n += (c >> 16 & 0xff) > (c >> 8 & 0xff) + 40;
      }
  return n;
}

static void
test_line_has_ink_and_gaps (void)
{
  double xs[101], ys[101];
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  for (int i = 0; i <= 100; i++)
    xs[i] = i, ys[i] = i >= 40 && i <= 60 ? NAN : 0.5;
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0.0, 1.0);
  plot_chart_set_line (chart, "a", xs, ys, 101,
                       &(PlotStyle){ .ink = PLOT_COLOR_RGB (0xff0000), .width = 3.0 });
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0xff0000, 5, 35, 0.45, 0.55), >, 150);
  g_assert_cmpuint (count (&sheet, 0xff0000, 43, 57, 0.0, 1.0), ==, 0);
  g_assert_cmpuint (count (&sheet, 0xff0000, 0, 100, 0.6, 1.0), ==, 0);
  cairo_surface_destroy (sheet.surface);
}

/* A plot that shows something else now is not held to where the former thing was. */
static void
test_clear_forgets_limits (void)
{
  const double xs[] = { 500, 600 }, ys[] = { 30, 30 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();

  plot_chart_set_limits (chart, PLOT_AXIS_X, 0, 1);
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0, 1);
  plot_chart_clear (chart);
  plot_chart_set_line (chart, "a", xs, ys, 2,
                       &(PlotStyle){ .ink = PLOT_COLOR_RGB (0xff0000), .width = 3.0 });
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0xff0000, 510, 590, 20, 40), >, 150);
  cairo_surface_destroy (sheet.surface);
}

static void
test_band_stops_at_gaps (void)
{
  double xs[101], ys[101], lo[101], hi[101];
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  for (int i = 0; i <= 100; i++)
    {
      gboolean is_gap = i >= 40 && i <= 60;
      xs[i] = i, ys[i] = is_gap ? NAN : 0.5;
      lo[i] = is_gap ? NAN : 0.2, hi[i] = is_gap ? NAN : 0.8;
    }
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0.0, 1.0);
  plot_chart_set_line (chart, "a", xs, ys, 101,
                       &(PlotStyle){ .ink = PLOT_COLOR_RGB (0xff0000) });
  plot_chart_set_error_band (chart, "a", lo, hi, 101);
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0xffd1d1, 5, 35, 0.25, 0.45), >, 500);
  g_assert_cmpuint (count (&sheet, 0xffd1d1, 42, 58, 0.2, 0.8), <,
                    count (&sheet, 0xffffff, 42, 58, 0.2, 0.8) + 1);
  g_assert_cmphex (pixel (&sheet, plot_frame_to_x (&sheet.layout.frame, 52.3),
                          plot_frame_to_y (&sheet.layout.frame, 0.33)),
                   ==, 0xffffffff);
  cairo_surface_destroy (sheet.surface);
}

static void
test_log_axis_drops_what_is_not_positive (void)
{
  double ys[] = { 1.0, 0.0, -2.0, 0.01, 0.1 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  plot_chart_set_line (chart, "a", NULL, ys, 5, NULL);
  draw (&sheet, chart, TRUE);
  g_assert_cmpfloat (sheet.layout.frame.y_range.lo, >, 0.0);
  g_assert_cmpfloat (sheet.layout.frame.y_range.lo, <=, 0.01);
  g_assert_cmpuint (sheet.layout.y_ticks.n, >=, 3);
  cairo_surface_destroy (sheet.surface);
}

static void
test_points_land_where_they_are (void)
{
  float xs[] = { 0.0f, 1.0f, 0.5f, NAN }, ys[] = { 0.0f, 1.0f, 0.5f, 0.5f };
  guint8 classes[] = { 0, 1, 2, 3 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_points (chart, "p", xs, ys, 4, 1, &(PlotStyle){ .width = 8.0, .alpha = 1.0 });
  plot_chart_set_point_classes (chart, "p", classes, 4);
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, plot_palette_class (0, FALSE), -0.04, 0.04, -0.04, 0.04), >,
                    30);
  g_assert_cmpuint (count (&sheet, plot_palette_class (1, FALSE), 0.96, 1.04, 0.96, 1.04), >,
                    20);
  g_assert_cmpuint (count (&sheet, plot_palette_class (2, FALSE), 0.45, 0.55, 0.45, 0.55), >,
                    30);
  g_assert_cmpuint (count (&sheet, plot_palette_class (3, FALSE), -0.04, 1.04, -0.04, 1.04), ==,
                    0);
  cairo_surface_destroy (sheet.surface);
}

static void
test_density_is_darkest_where_most_are (void)
{
  enum
  {
    N = 5000
  };
  g_autofree float *xs = g_new (float, N), *ys = g_new (float, N);
  PlotFrame frame = { 0, 0, 100, 100, { 0.0, 1.0 }, { 0.0, 1.0 }, FALSE, FALSE, FALSE };
  PlotTheme theme;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_theme_init (&theme, FALSE, FALSE);
  for (int i = 0; i < N; i++)
    xs[i] = ys[i] = i < 4000 ? 0.255f : 0.755f;
  ys[4999] = 0.2f;
  plot_chart_set_points (chart, "p", xs, ys, N, 1, NULL);
  plot_chart_set_point_density (chart, "p", PLOT_PALETTE_VIRIDIS);
  cairo_surface_t *surface
      = plot_scatter_render (&frame, plot_chart_get_series (chart, "p"), &theme, 1.0);
  Sheet sheet = { .surface = surface };
  g_assert_true (is_close (pixel (&sheet, 25, 74), 0x440154));
  g_assert_cmphex (pixel (&sheet, 75, 24) >> 24, >, 200);
  g_assert_cmphex (pixel (&sheet, 50, 50), ==, 0);
  g_assert_cmphex (pixel (&sheet, 75, 80) >> 24, >, 100);
  cairo_surface_destroy (surface);
}

static void
test_selection_brings_points_out (void)
{
  float xs[] = { 0.0f, 1.0f }, ys[] = { 0.0f, 1.0f };
  guint8 selected[] = { 0, 1 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_points (
      chart, "p", xs, ys, 2, 1,
      &(PlotStyle){ .width = 8.0, .alpha = 1.0, .ink = PLOT_COLOR_RGB (0xff0000) });
  plot_chart_set_selection (chart, "p", selected, 2);
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0xff0000, -0.04, 0.04, -0.04, 0.04), ==, 0);
  g_assert_cmpuint (count (&sheet, 0xff0000, 0.96, 1.04, 0.96, 1.04), >, 30);
  g_assert_cmpuint (plot_chart_get_series (chart, "p")->n_selected, ==, 1);
  cairo_surface_destroy (sheet.surface);
}

static void
test_image_keeps_its_pixels_square (void)
{
  guint32 pixels[] = { 0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffff00, 0xff00ffff, 0xffff00ff };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_image (chart, pixels, 2, 3);
  draw (&sheet, chart, FALSE);
  const PlotFrame *f = &sheet.layout.frame;
  double w = plot_frame_to_x (f, 1.0) - plot_frame_to_x (f, 0.0),
         h = plot_frame_to_y (f, 1.0) - plot_frame_to_y (f, 0.0);
  g_assert_cmpfloat_with_epsilon (w, h, 1e-6);
  for (int l = 0; l < 2; l++)
    for (int s = 0; s < 3; s++)
      for (double d = 0.06; d < 1.0; d += 0.22)
        g_assert_cmphex (pixel (&sheet, plot_frame_to_x (f, s + d), plot_frame_to_y (f, l + d)),
                         ==, pixels[l * 3 + s]);
  cairo_surface_destroy (sheet.surface);
}

static void
test_bars_stand_on_zero (void)
{
  double values[] = { 2.0, -1.0, NAN, 1.0 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_bars (chart, "b", values, 4,
                       &(PlotStyle){ .ink = PLOT_COLOR_RGB (0xff0000), .alpha = 1.0 });
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0xff0000, -0.3, 0.3, 0.1, 1.9), >, 500);
  g_assert_cmpuint (count (&sheet, 0xff0000, -0.3, 0.3, -0.9, -0.1), ==, 0);
  g_assert_cmpuint (count (&sheet, 0xff0000, 0.7, 1.3, -0.9, -0.1), >, 500);
  g_assert_cmpuint (count (&sheet, 0xff0000, 1.7, 2.3, -1.0, 2.0), ==, 0);
  cairo_surface_destroy (sheet.surface);
}

static void
test_bundle_and_rug_have_ink (void)
{
  float rows[] = { 0.2f, 0.2f, 0.8f, 0.8f };
  double units[] = { 0.5, 0.5, 0.52 };
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_limits (chart, PLOT_AXIS_Y, 0.0, 1.0);
  plot_chart_set_line_set (
      chart, "w", NULL, rows, 2, 2,
      &(PlotStyle){ .ink = PLOT_COLOR_RGB (0x0000ff), .alpha = 1.0, .width = 3.0 });
  plot_chart_set_rug (chart, "r", units, 3, &(PlotStyle){ .ink = PLOT_COLOR_RGB (0xff0000) });
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count (&sheet, 0x0000ff, 0, 1, 0.75, 0.85), >, 300);
  g_assert_cmpuint (count (&sheet, 0x0000ff, 0, 1, 0.15, 0.17), ==, 0);
  const PlotFrame *f = &sheet.layout.frame;
  guint32 under = pixel (&sheet, plot_frame_to_x (f, 0.505), plot_frame_to_y (f, 0.1));
  g_assert_cmphex (under & 0xff0000, ==, 0xff0000);
  g_assert_cmphex (under & 0xff, <, 0xd0);
  g_assert_cmphex (pixel (&sheet, plot_frame_to_x (f, 0.33), plot_frame_to_y (f, 0.1)), ==,
                   0xffffffff);
  g_assert_cmphex (pixel (&sheet, plot_frame_to_x (f, 0.51), plot_frame_to_y (f, 0.45)), ==,
                   0xffffffff);
  cairo_surface_destroy (sheet.surface);
}

static void
test_sheet_has_a_cell_a_curve (void)
{
  float rows[] = { 0.5f, 0.5f, 0.0f, 0.0f, 1.0f, 1.0f };
  Sheet sheet;
  PlotHover hover;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_small_multiples (
      chart, "s", NULL, rows, 3, 2, 2,
      &(PlotStyle){ .label = "Sample", .ink = PLOT_COLOR_RGB (0xff0000) });
  draw (&sheet, chart, FALSE);
  g_assert_cmpuint (count_red (&sheet, 0.1, 0.9, 0.4, 0.6), >, 100);
  g_assert_cmpuint (count_red (&sheet, 0.1, 0.9, 0.7, 0.98), ==, 0);
  g_assert_cmpuint (count_red (&sheet, 1.1, 1.9, 0.7, 0.98), >, 100);
  g_assert_cmpuint (count_red (&sheet, 0.1, 0.9, 1.02, 1.3), >, 100);
  g_assert_cmpuint (count_red (&sheet, 1.1, 1.9, 1.02, 2.0), ==, 0);
  const PlotFrame *f = &sheet.layout.frame;
  g_assert_true (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme,
                                  plot_frame_to_x (f, 0.5), plot_frame_to_y (f, 1.5)));
  g_assert_cmpstr (hover.head, ==, "Sample 3");
  g_assert_false (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme,
                                   plot_frame_to_x (f, 1.5), plot_frame_to_y (f, 1.5)));
  cairo_surface_destroy (sheet.surface);
}

/* Title, legend, labels and axis titles stay outside the plot area and inside the paper, at any
 * size that a panel may have. */
/* Round nodes in the colours of their signs, and a link between them. */
static void
test_graph_is_round_and_linked (void)
{
  g_autoptr (PlotChart) chart = plot_chart_new ();
  PlotGraph *graph = plot_graph_new (4, 4, 1);
  const PlotFrame *f;
  Sheet sheet;
  PlotHover hover;
  double x, y;

  plot_graph_add_node (graph, &(PlotNode){ .x = 1, .y = 2, .shade = 1, .name = "first" });
  plot_graph_add_node (graph, &(PlotNode){ .x = 3, .y = 2, .shade = -1, .name = "second" });
  plot_graph_add_link (graph, 0, 1, -1);
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_graph_take (chart, "graph", graph, NULL);
  draw (&sheet, chart, FALSE);
  f = &sheet.layout.frame;
  x = plot_frame_to_x (f, 1), y = plot_frame_to_y (f, 2);
  g_assert_true (is_close (pixel (&sheet, x, y), plot_palette_class (0, FALSE)));
  g_assert_true (is_close (pixel (&sheet, x - 7.5, y - 7.5), pixel (&sheet, 3, 3)));
  g_assert_false (is_close (pixel (&sheet, x - 6, y), pixel (&sheet, 3, 3)));
  g_assert_true (
      is_close (pixel (&sheet, plot_frame_to_x (f, 3), y), plot_palette_class (1, FALSE)));
  g_assert_true (
      is_close (pixel (&sheet, plot_frame_to_x (f, 2), y), plot_palette_class (1, FALSE)));
  g_assert_true (
      is_close (pixel (&sheet, plot_frame_to_x (f, 2), y + 8), pixel (&sheet, 3, 3)));
  g_assert_true (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme,
                                  plot_frame_to_x (f, 3) + 2, y - 2));
  g_assert_cmpstr (hover.head, ==, "second");
  cairo_surface_destroy (sheet.surface);
}

static void
test_words_do_not_cover_data (void)
{
  double ys[] = { 0.00012, 0.5, 0.3 };
  g_autoptr (PlotChart) chart = plot_chart_new ();
  const char *ids[] = { "a", "b", "c", "d", "e" };
  plot_chart_set_title (chart, "A title of some length");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Wavelength", "nm");
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Reflectance", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    plot_chart_set_line (chart, ids[i], NULL, ys, 3,
                         &(PlotStyle){ .label = "A series with a long name" });
  for (int width = 160; width <= 1200; width += 173)
    for (int height = 120; height <= 700; height += 97)
      {
        cairo_surface_t *surface
            = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
        cairo_t *cr = cairo_create (surface);
        PlotTheme theme;
        PlotLayout l;
        plot_theme_init (&theme, FALSE, FALSE);
        plot_paint (cr, chart, &theme, width, height, 1.0);
        plot_layout_init (&l, chart, cr, &theme, width, height);
        g_assert_cmpfloat (l.legend_y + l.legend.n_rows * l.legend.row_height, <=, l.frame.y);
        g_assert_cmpfloat (l.frame.x + l.frame.width, <=, width);
        g_assert_cmpfloat (l.frame.y + l.frame.height, <=, l.x_title_y);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

/* Values of 1e-5 put a power of ten over the axis, though nobody has named it: it stands clear
 * of the title and of the legend. */
static void
test_power_has_room (void)
{
  double ys[] = { 1e-5, 4e-5, 2e-5 };
  const char *titles[] = { "Loss", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    for (int width = 160; width <= 1200; width += 173)
      {
        g_autoptr (PlotChart) chart = plot_chart_new ();
        cairo_surface_t *surface
            = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, HEIGHT);
        cairo_t *cr = cairo_create (surface);
        PlotTheme theme;
        PlotLayout l;
        double w;

        plot_chart_set_title (chart, titles[i]);
        plot_chart_set_line (chart, "a", NULL, ys, 3, &(PlotStyle){ .label = "training" });
        plot_chart_set_line (chart, "b", NULL, ys, 3, &(PlotStyle){ .label = "validation" });
        plot_theme_init (&theme, FALSE, FALSE);
        plot_paint (cr, chart, &theme, width, HEIGHT, 1.0);
        plot_layout_init (&l, chart, cr, &theme, width, HEIGHT);
        g_assert_nonnull (strstr (l.y_title, "10⁻⁵"));
        plot_text_measure (cr, &theme, PLOT_TEXT_LABEL, l.y_title, &w, NULL);
        if (titles[i] != NULL)
          g_assert_cmpfloat (l.y_title_y, >, l.title_y + 10);
        g_assert_true (l.legend_x > l.left + w
                       || fabs (l.legend_y - l.y_title_y) > 0.8 * l.legend.row_height);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static void
test_empty_chart_says_so (void)
{
  Sheet sheet;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_empty_text (chart, "Press Train");
  draw (&sheet, chart, FALSE);
  guint ink = 0;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      ink += pixel (&sheet, x, y) != 0xffffffff;
  g_assert_true (sheet.layout.is_empty);
  g_assert_cmpuint (ink, >, 100);
  cairo_surface_destroy (sheet.surface);
}

static void
test_hover_reads_exact_values (void)
{
  double xs[] = { 0.0, 1.0, 2.0, 3.0 }, a[] = { 1.0, 2.0, 0.123456, 4.0 },
         b[] = { 5.0, 5.0, NAN, 5.0 };
  Sheet sheet;
  PlotHover hover;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Epoch", NULL);
  plot_chart_set_line (chart, "a", xs, a, 4, &(PlotStyle){ .label = "Training" });
  plot_chart_set_line (chart, "b", xs, b, 4, &(PlotStyle){ .label = "Validation" });
  draw (&sheet, chart, FALSE);
  double x = plot_frame_to_x (&sheet.layout.frame, 2.2);
  g_assert_true (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme, x, 100));
  g_assert_cmpstr (hover.head, ==, "Epoch 2");
  g_assert_cmpuint (hover.n, ==, 1);
  g_assert_cmpstr (hover.rows[0].value, ==, "0.123456");
  g_assert_false (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme, 1, 1));
  cairo_surface_destroy (sheet.surface);
}

static void
test_hover_finds_the_nearest_point (void)
{
  float xs[] = { 0.0f, 1.0f, 0.5f }, ys[] = { 0.0f, 1.0f, 0.5f };
  Sheet sheet;
  PlotHover hover;
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_points (chart, "p", xs, ys, 3, 1, NULL);
  draw (&sheet, chart, FALSE);
  const PlotFrame *f = &sheet.layout.frame;
  g_assert_true (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme,
                                  plot_frame_to_x (f, 0.5) + 3, plot_frame_to_y (f, 0.5)));
  g_assert_cmpstr (hover.head, ==, "Point 3");
  g_assert_false (plot_hover_find (&hover, chart, &sheet.layout, &sheet.theme,
                                   plot_frame_to_x (f, 0.25), plot_frame_to_y (f, 0.75)));
  cairo_surface_destroy (sheet.surface);
}

static void
test_csv_comes_back (void)
{
  double xs[] = { 0.1, 1.0 / 3.0 }, ys[] = { 1e-300, NAN };
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Wavelength, air", "nm");
  plot_chart_set_line (chart, "a", xs, ys, 2, &(PlotStyle){ .label = "The \"best\"" });
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  g_autofree char *csv = plot_export_csv (chart);
  setlocale (LC_NUMERIC, before);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "series,\"Wavelength, air (nm)\",y,lower,upper,class,value");
  g_assert_true (g_str_has_prefix (lines[2], "\"The \"\"best\"\"\","));
  g_auto (GStrv) cells = g_strsplit (lines[2], ",", -1);
  g_assert_cmpuint (g_strv_length (cells), ==, 7);
  g_assert_true (g_ascii_strtod (cells[1], NULL) == 1.0 / 3.0);
  g_assert_cmpstr (cells[2], ==, "");
  g_auto (GStrv) first = g_strsplit (lines[1], ",", -1);
  g_assert_true (g_ascii_strtod (first[2], NULL) == 1e-300);
}

static void
test_files_can_be_read (void)
{
  static const struct
  {
    const char *name, *magic;
  } KINDS[] = {
    { "a.png", "\x89PNG" }, { "a.svg", "<?xml" }, { "a.PDF", "%PDF" }, { "a.csv", "series," }
  };
  double ys[] = { 1.0, 2.0, 3.0 };
  g_autoptr (PlotChart) chart = plot_chart_new ();
  g_autofree char *folder = g_dir_make_tmp ("plot-XXXXXX", NULL);
  plot_chart_set_title (chart, "Loss");
  plot_chart_set_line (chart, "a", NULL, ys, 3, &(PlotStyle){ .label = "Training" });
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, KINDS[i].name, NULL), *data = NULL;
      gsize length;
      g_assert_true (plot_export_file (chart, path, 300, 200, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_assert_cmpuint (length, >, 40);
      g_assert_cmpmem (data, strlen (KINDS[i].magic), KINDS[i].magic, strlen (KINDS[i].magic));
      if (i == 0)
        {
          cairo_surface_t *back = cairo_image_surface_create_from_png (path);
          g_assert_cmpint (cairo_surface_status (back), ==, CAIRO_STATUS_SUCCESS);
          g_assert_cmpint (cairo_image_surface_get_width (back), ==, 600);
          cairo_surface_destroy (back);
        }
      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
test_export_refuses_what_it_cannot (void)
{
  g_autoptr (PlotChart) chart = plot_chart_new ();
  g_autoptr (GError) ending = NULL, folder = NULL;
  g_assert_false (plot_export_file (chart, "/tmp/plot.bmp", 300, 200, &ending));
  g_assert_error (ending, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_false (plot_export_file (chart, "/nowhere/at/all/plot.png", 300, 200, &folder));
  g_assert_error (folder, AE_ERROR, AE_ERROR_IO);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/paint/line", test_line_has_ink_and_gaps);
  g_test_add_func ("/plot/paint/band", test_band_stops_at_gaps);
  g_test_add_func ("/plot/paint/log", test_log_axis_drops_what_is_not_positive);
  g_test_add_func ("/plot/paint/points", test_points_land_where_they_are);
  g_test_add_func ("/plot/paint/density", test_density_is_darkest_where_most_are);
  g_test_add_func ("/plot/paint/selection", test_selection_brings_points_out);
  g_test_add_func ("/plot/paint/image", test_image_keeps_its_pixels_square);
  g_test_add_func ("/plot/paint/bars", test_bars_stand_on_zero);
  g_test_add_func ("/plot/paint/bundle", test_bundle_and_rug_have_ink);
  g_test_add_func ("/plot/paint/sheet", test_sheet_has_a_cell_a_curve);
  g_test_add_func ("/plot/paint/graph", test_graph_is_round_and_linked);
  g_test_add_func ("/plot/paint/words", test_words_do_not_cover_data);
  g_test_add_func ("/plot/paint/power", test_power_has_room);
  g_test_add_func ("/plot/paint/empty", test_empty_chart_says_so);
  g_test_add_func ("/plot/clear/limits", test_clear_forgets_limits);
  g_test_add_func ("/plot/hover/curves", test_hover_reads_exact_values);
  g_test_add_func ("/plot/hover/points", test_hover_finds_the_nearest_point);
  g_test_add_func ("/plot/export/csv", test_csv_comes_back);
  g_test_add_func ("/plot/export/files", test_files_can_be_read);
  g_test_add_func ("/plot/export/refusals", test_export_refuses_what_it_cannot);
  return g_test_run ();
}
