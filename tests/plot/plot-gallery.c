/* plot-gallery.c: draws one of each kind of plot, light, dark and high contrast, to PNG files
 * in the folder given: for looking at, not a test. */
#include <math.h>
#include <stdlib.h>

#include "plot-export.h"
#include "plot-graph.h"
#include "plot-hover.h"
#include "plot-paint.h"

#define WIDTH  460
#define HEIGHT 300

static double
gauss (GRand *rand)
{
  double sum = 0.0;
  for (int i = 0; i < 12; i++)
    sum += g_rand_double (rand);
  return sum - 6.0;
}

static PlotChart *
make_loss (void)
{
  enum
  {
    N = 900
  };
  static const char *MARKS[] = { "Noise level 0 → 0.2", "Learning rate 0.001 → 0.0003" };
  double xs[N], raw[N], smooth[N], validation[N], at[] = { 8.0, 19.0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  PlotChart *chart = plot_chart_new ();
  for (int i = 0; i < N; i++)
    {
      double base = 0.0011 + 0.08 * exp (-i / 55.0) + 0.004 * exp (-i / 300.0)
                    + (i > 266 ? 0.0006 : 0.0);
      xs[i] = i / 30.0;
      raw[i] = base * exp (0.16 * gauss (rand));
      validation[i] = i % 30 == 29 ? base * 1.12 * exp (0.03 * gauss (rand)) : NAN;
      smooth[i] = base;
    }
  double vx[N / 30], vy[N / 30];
  for (int i = 0; i < N / 30; i++)
    vx[i] = xs[i * 30 + 29], vy[i] = validation[i * 30 + 29];
  plot_chart_set_title (chart, "Loss");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Epoch", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Mean squared error", "scaled");
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  plot_chart_set_line (chart, "raw", xs, raw, N,
                       &(PlotStyle){ .ink = PLOT_COLOR_CLASS (0), .width = 1.0, .alpha = 0.3 });
  plot_chart_set_line (
      chart, "train", xs, smooth, N,
      &(PlotStyle){ .label = "Training", .ink = PLOT_COLOR_CLASS (0), .width = 2.0 });
  plot_chart_set_line (chart, "validation", vx, vy, N / 30,
                       &(PlotStyle){ .label = "Validation",
                                     .ink = PLOT_COLOR_CLASS (1),
                                     .marker = PLOT_MARKER_DISC });
  plot_chart_set_level (
      chart, "pca", 0.00142,
      &(PlotStyle){
          .label = "PCA", .ink = PLOT_COLOR_DIM, .dash = PLOT_DASH_DASHED, .width = 1.2 });
  plot_chart_set_marks (chart, at, MARKS, 2);
  return chart;
}

static float
spectrum (double nm, double a)
{
  double v = 0.06 + 0.38 / (1.0 + exp (-(nm - 715.0) / 22.0))
             + 0.05 * exp (-pow ((nm - 550.0) / 40.0, 2));
  v *= 1.0 - 0.55 * exp (-pow ((nm - 1450.0) / 70.0, 2))
       - 0.7 * exp (-pow ((nm - 1940.0) / 90.0, 2));
  v *= 1.0 - 0.00022 * fmax (nm - 1000.0, 0.0);
  return (float) (v * a);
}

static PlotChart *
make_spectrum (void)
{
  enum
  {
    N = 268
  };
  float xs[N], in[N], out[N];
  double lo[N], hi[N];
  PlotChart *chart = plot_chart_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  for (int i = 0; i < N; i++)
    {
      gboolean is_bad = (i > 118 && i < 130) || (i > 178 && i < 196);
      xs[i] = 400.0f + i * 2100.0f / (N - 1);
      in[i] = is_bad ? NAN : spectrum (xs[i], 1.0) + (float) gauss (rand) * 0.006f;
      out[i] = is_bad ? NAN : spectrum (xs[i], 1.01);
      lo[i] = is_bad ? NAN : out[i] - 0.025;
      hi[i] = is_bad ? NAN : out[i] + 0.025;
    }
  plot_chart_set_title (chart, "Reconstructed spectrum, pixel 1");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Wavelength", "nm");
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Reflectance", NULL);
  plot_chart_set_line_floats (
      chart, "in", xs, in, N,
      &(PlotStyle){ .label = "Input", .ink = PLOT_COLOR_TEXT, .width = 1.2, .alpha = 0.75 });
  plot_chart_set_line_floats (
      chart, "out", xs, out, N,
      &(PlotStyle){ .label = "Output", .ink = PLOT_COLOR_CLASS (1), .width = 1.8 });
  plot_chart_set_error_band (chart, "out", lo, hi, N);
  plot_chart_set_note (chart, "Angle 2.31°, RMSE 0.0062");
  return chart;
}

static PlotChart *
make_scatter (gsize n, int mode)
{
  static const char *NAMES[] = { "Grass", "Soil", "Water", "Roof", "Asphalt", "Trees", NULL };
  g_autofree float *xy = g_new (float, 2 * n), *values = g_new (float, n);
  g_autofree guint8 *classes = g_new (guint8, n), *selected = g_new (guint8, n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  PlotChart *chart = plot_chart_new ();
  for (gsize i = 0; i < n; i++)
    {
      guint k = g_rand_int_range (rand, 0, 6);
      double a = k * 1.05, r = 1.7 + 0.3 * (k % 3), u = gauss (rand), v = gauss (rand);
      xy[2 * i] = (float) (r * cos (a) + 0.34 * u + 0.12 * v);
      xy[2 * i + 1] = (float) (r * sin (a) + 0.12 * u * u + 0.28 * v);
      classes[i] = (guint8) k;
      values[i] = (float) (hypot (xy[2 * i], xy[2 * i + 1]));
      selected[i] = xy[2 * i] > 0.5f && xy[2 * i + 1] > 0.0f;
    }
  g_autofree char *note
      = g_strdup_printf ("%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " points", n, n);
  plot_chart_set_title (chart, "Latent space");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "z₁", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "z₂", NULL);
  plot_chart_set_note (chart, note);
  plot_chart_set_class_names (chart, NAMES);
  plot_chart_set_points (chart, "codes", xy, xy + 1, n, 2, NULL);
  if (mode == 1 || mode == 4)
    plot_chart_set_point_classes (chart, "codes", classes, n);
  if (mode == 2)
    {
      plot_chart_set_point_values (chart, "codes", values, n, PLOT_PALETTE_VIRIDIS, 0.0, 3.5);
      plot_chart_set_color_bar (chart, "Error", PLOT_PALETTE_VIRIDIS, 0.0, 3.5);
    }
  if (mode == 3)
    {
      double radii[] = { 1.0, 2.0, 3.0 };
      plot_chart_set_point_density (chart, "codes", PLOT_PALETTE_VIRIDIS);
      plot_chart_set_equal_aspect (chart, TRUE);
      plot_chart_set_rings (chart, 0.0, 0.0, radii, 3);
      plot_chart_set_cursor (chart, 0.7, -0.9);
    }
  if (mode == 4)
    plot_chart_set_selection (chart, "codes", selected, n);
  return chart;
}

static PlotChart *
make_image (void)
{
  enum
  {
    L = 95,
    S = 120
  };
  g_autofree float *values = g_new (float, L *S);
  g_autofree guint32 *pixels = g_new (guint32, L * S);
  double px[] = { 20.5, 84.5 }, py[] = { 30.5, 61.5 };
  PlotChart *chart = plot_chart_new ();
  for (int l = 0; l < L; l++)
    for (int s = 0; s < S; s++)
      values[l * S + s]
          = (float) (sin (l / 9.0) * cos (s / 13.0 + l / 40.0) + 0.3 * sin (s * l / 300.0));
  plot_palette_map (pixels, values, L * S, PLOT_PALETTE_CIVIDIS, -1.2, 1.2);
  plot_chart_set_title (chart, "Reconstruction error");
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_image (chart, pixels, L, S);
  plot_chart_set_color_bar (chart, "RMSE", PLOT_PALETTE_CIVIDIS, -1.2, 1.2);
  plot_chart_set_pins (chart, px, py, 2);
  return chart;
}

static PlotChart *
make_bars (void)
{
  double kl[20];
  PlotChart *chart = plot_chart_new ();
  for (int i = 0; i < 20; i++)
    kl[i] = 3.1 * exp (-i / 4.0) + 0.02 * (i % 3);
  plot_chart_set_title (chart, "KL per latent unit");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Unit", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "KL", "nats");
  plot_chart_set_bars (chart, "kl", kl, 20, NULL);
  plot_chart_set_level (chart, "inactive", 0.1,
                        &(PlotStyle){ .label = "Active above",
                                      .ink = PLOT_COLOR_DIM,
                                      .dash = PLOT_DASH_DASHED,
                                      .width = 1.0 });
  return chart;
}

static PlotChart *
make_weights (void)
{
  enum
  {
    R = 40,
    N = 200
  };
  g_autofree float *rows = g_new (float, R *N);
  float xs[N];
  PlotChart *chart = plot_chart_new ();
  for (int i = 0; i < N; i++)
    xs[i] = 400.0f + i * 10.5f;
  for (int r = 0; r < R; r++)
    for (int i = 0; i < N; i++)
      rows[r * N + i]
          = (float) (0.08 * sin (i / (8.0 + r) + r) * exp (-pow ((i - 5.0 * r) / 70.0, 2)));
  plot_chart_set_title (chart, "First-layer weights");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Wavelength", "nm");
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Weight", NULL);
  plot_chart_set_line_set (chart, "w", xs, rows, R, N, NULL);
  return chart;
}

static PlotChart *
make_sparsity (void)
{
  enum
  {
    N = 200,
    U = 70
  };
  double xs[N], ys[N], units[U];
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  PlotChart *chart = plot_chart_new ();
  for (int i = 0; i < N; i++)
    {
      double q = (i + 1.0) / (N + 1.0), p = 0.1;
      xs[i] = q;
      ys[i] = p * log (p / q) + (1 - p) * log ((1 - p) / (1 - q));
    }
  for (int i = 0; i < U; i++)
    {
      double q = 0.12 + 0.04 * gauss (rand);
      units[i] = CLAMP (q, 0.001, 0.999);
    }
  plot_chart_set_title (chart, "Cost of sparsity");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Mean activation", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "KL(target ‖ activation)", "nats");
  plot_chart_set_rug (chart, "units", units, U,
                      &(PlotStyle){ .label = "Units now", .ink = PLOT_COLOR_CLASS (1) });
  plot_chart_set_line (
      chart, "cost", xs, ys, N,
      &(PlotStyle){ .label = "Cost", .ink = PLOT_COLOR_CLASS (0), .width = 2.0 });
  return chart;
}

static PlotChart *
make_sheet (gboolean is_coloured)
{
  enum
  {
    R = 48,
    N = 100
  };
  g_autofree float *rows = g_new (float, R *N);
  guint32 colors[R];
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  PlotChart *chart = plot_chart_new ();
  for (int r = 0; r < R; r++)
    {
      double a = g_rand_double_range (rand, 0.4, 1.1),
             shift = g_rand_double_range (rand, -150.0, 150.0);
      for (int i = 0; i < N; i++)
        rows[r * N + i] = spectrum (400.0 + 21.0 * i + shift, a);
      colors[r] = plot_palette_lookup (PLOT_PALETTE_VIRIDIS, r / (R - 1.0));
    }
  plot_chart_set_title (chart, "VAE samples");
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_small_multiples (chart, "s", NULL, rows, R, N, 8,
                                  &(PlotStyle){ .label = "Sample" });
  if (is_coloured)
    plot_chart_set_small_multiples_colors (chart, "s", colors, R);
  return chart;
}

/* Three layers, some links, one node of each mark. */
static PlotChart *
make_graph (void)
{
  static const guint sizes[] = { 6, 3, 6 };
  PlotGraph *graph = plot_graph_new (3, 9, 1);
  PlotChart *chart = plot_chart_new ();
  guint first[3];
  for (guint c = 0; c < 3; c++)
    {
      first[c] = graph->nodes->len;
      for (guint i = 0; i < sizes[c]; i++)
        plot_graph_add_node (graph, &(PlotNode){ .x = c + 0.5,
                                                 .y = 4.5 - 0.5 * sizes[c] + i,
                                                 .shade = sin (3.0 * i + c),
                                                 .mark = c == 1 ? i : PLOT_NODE_PLAIN });
      for (guint i = 0; c > 0 && i < sizes[c - 1] * sizes[c]; i += 2)
        plot_graph_add_link (graph, first[c - 1] + i % sizes[c - 1],
                             first[c] + i / sizes[c - 1], cos (1.7 * i));
      plot_graph_add_text (graph, c + 0.5, 8.5, 1, TRUE, "%u", sizes[c]);
    }
  plot_chart_set_title (chart, "Network");
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_graph_take (chart, "g", graph, NULL);
  return chart;
}

static PlotChart *
make_heat (void)
{
  enum
  {
    L = 12,
    S = 40
  };
  float values[L * S];
  guint32 pixels[L * S];
  PlotChart *chart = plot_chart_new ();
  for (int i = 0; i < L * S; i++)
    values[i] = (float) sin ((i % S) / 6.0 + (i / S) * (i / S) / 20.0);
  plot_palette_map (pixels, values, L * S, PLOT_PALETTE_DIVERGING, -1.0, 1.0);
  plot_chart_set_title (chart, "Weights, unit by band");
  plot_chart_set_axis (chart, PLOT_AXIS_X, "Band", NULL);
  plot_chart_set_axis (chart, PLOT_AXIS_Y, "Unit", NULL);
  plot_chart_set_image (chart, pixels, L, S);
  plot_chart_set_image_stretched (chart, TRUE);
  plot_chart_set_color_bar (chart, "Weight", PLOT_PALETTE_DIVERGING, -1.0, 1.0);
  return chart;
}

static PlotChart *
make_empty (void)
{
  PlotChart *chart = plot_chart_new ();
  plot_chart_set_title (chart, "Latent space");
  plot_chart_set_empty_text (chart, "Press Train to see the latent space open");
  return chart;
}

#define N_PLOTS 16

static void
make_all (PlotChart *charts[N_PLOTS])
{
  int i = 0;
  charts[i++] = make_loss ();
  charts[i++] = make_spectrum ();
  charts[i++] = make_scatter (21025, 1);
  charts[i++] = make_scatter (21025, 2);
  charts[i++] = make_scatter (200000, 3);
  charts[i++] = make_scatter (600, 1);
  charts[i++] = make_image ();
  charts[i++] = make_bars ();
  charts[i++] = make_weights ();
  charts[i++] = make_sparsity ();
  charts[i++] = make_scatter (21025, 4);
  charts[i++] = make_empty ();
  charts[i++] = make_sheet (FALSE);
  charts[i++] = make_sheet (TRUE);
  charts[i++] = make_graph ();
  charts[i++] = make_heat ();
}

static void
draw_sheet (const char *path, PlotChart *charts[N_PLOTS], gboolean is_dark,
            gboolean is_contrast)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 3 * WIDTH + 4, 6 * HEIGHT + 10);
  cairo_t *cr = cairo_create (surface);
  PlotTheme theme;
  plot_theme_init (&theme, is_dark, is_contrast);
  for (int i = 0; i < N_PLOTS; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, (i % 3) * (WIDTH + 2), (i / 3) * (HEIGHT + 2));
      plot_paint (cr, charts[i], &theme, WIDTH, HEIGHT, 1.0);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

static void
draw_hover (const char *path, PlotChart *charts[N_PLOTS], gboolean is_dark)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PlotTheme theme;
  plot_theme_init (&theme, is_dark, FALSE);
  for (int i = 0; i < 2; i++)
    {
      PlotLayout layout;
      PlotHover hover;
      PlotChart *chart = charts[i == 0 ? 0 : 5];
      cairo_save (cr);
      cairo_translate (cr, i * WIDTH, 0);
      plot_layout_init (&layout, chart, cr, &theme, WIDTH, HEIGHT);
      plot_paint_chart (cr, chart, &layout, &theme, 1.0);
      if (plot_hover_find (&hover, chart, &layout, &theme, 230, i == 0 ? 160 : 84))
        plot_hover_paint (&hover, cr, &layout, &theme);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  PlotChart *charts[N_PLOTS];
  const char *folder = argc > 1 ? argv[1] : ".";
  g_autofree char *light = g_build_filename (folder, "plots-light.png", NULL);
  g_autofree char *dark = g_build_filename (folder, "plots-dark.png", NULL);
  g_autofree char *contrast = g_build_filename (folder, "plots-contrast.png", NULL);
  g_autofree char *hover = g_build_filename (folder, "plots-hover.png", NULL);
  g_autofree char *svg = g_build_filename (folder, "loss.svg", NULL);
  g_autofree char *pdf = g_build_filename (folder, "latent.pdf", NULL);
  make_all (charts);
  draw_sheet (light, charts, FALSE, FALSE);
  draw_sheet (dark, charts, TRUE, FALSE);
  draw_sheet (contrast, charts, TRUE, TRUE);
  draw_hover (hover, charts, TRUE);
  plot_export_file (charts[0], svg, WIDTH, HEIGHT, NULL);
  plot_export_file (charts[2], pdf, WIDTH, HEIGHT, NULL);
  for (int i = 0; i < N_PLOTS; i++)
    g_object_unref (charts[i]);
  return EXIT_SUCCESS;
}
