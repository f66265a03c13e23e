/* bench-plot.c: how long the painters take, off screen: best of several, in milliseconds,
 * against the time there is. Prints a table; exits 1 when a scatter misses its time. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "plot-paint.h"
#include "plot-scatter.h"

#define WIDTH  800
#define HEIGHT 500
#define ROUNDS 7

static double
time_chart (PlotChart *chart)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  PlotTheme theme;
  double best = G_MAXDOUBLE;
  plot_theme_init (&theme, TRUE, FALSE);
  for (int i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      plot_paint (cr, chart, &theme, WIDTH, HEIGHT, 1.0);
      cairo_surface_flush (surface);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / 1000.0);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return best;
}

static gboolean
report (const char *name, double ms, double limit)
{
  g_print ("%-44s %8.2f ms   (limit %5.1f) %s\n", name, ms, limit, ms <= limit ? "" : "MISSED");
  return ms <= limit;
}

static float *
make_cloud (gsize n)
{
  float *xy = g_new (float, 2 * n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  for (gsize i = 0; i < 2 * n; i++)
    xy[i] = (float) (g_rand_double (rand) + g_rand_double (rand) + g_rand_double (rand) - 1.5);
  return xy;
}

static gboolean
bench_scatter (gsize n, double limit)
{
  g_autofree float *xy = make_cloud (n), *values = make_cloud (n);
  g_autofree guint8 *classes = g_new (guint8, n);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  char name[64];
  gboolean is_good = TRUE;
  for (gsize i = 0; i < n; i++)
    classes[i] = (guint8) (i % 6);
  plot_chart_set_points (chart, "p", xy, xy + 1, n, 2, NULL);
  g_snprintf (name, sizeof name, "%zu points, one colour", n);
  is_good &= report (name, time_chart (chart), limit);
  plot_chart_set_point_classes (chart, "p", classes, n);
  g_snprintf (name, sizeof name, "%zu points by class", n);
  is_good &= report (name, time_chart (chart), limit);
  plot_chart_set_point_values (chart, "p", values, n, PLOT_PALETTE_VIRIDIS, -1.0, 1.0);
  g_snprintf (name, sizeof name, "%zu points by value", n);
  is_good &= report (name, time_chart (chart), limit);
  plot_chart_set_point_density (chart, "p", PLOT_PALETTE_VIRIDIS);
  g_snprintf (name, sizeof name, "%zu points as density", n);
  is_good &= report (name, time_chart (chart), limit);
  return is_good;
}

static gboolean
bench_image (void)
{
  enum
  {
    N = 145
  };
  g_autofree guint32 *pixels = g_new (guint32, N * N);
  g_autofree float *values = make_cloud (N * N);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  double best = G_MAXDOUBLE;
  plot_chart_set_has_axes (chart, FALSE);
  for (int i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      plot_palette_map (pixels, values, N * N, PLOT_PALETTE_VIRIDIS, -1.0, 1.0);
      plot_chart_set_image (chart, pixels, N, N);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / 1000.0);
    }
  return report ("145×145 map: colours, set and paint", best + time_chart (chart), 16.0);
}

static gboolean
bench_curves (void)
{
  enum
  {
    N = 4096
  };
  static const char *IDS[] = { "a", "b", "c", "d", "e", "f" };
  g_autofree double *ys = g_new (double, N);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  for (guint k = 0; k < G_N_ELEMENTS (IDS); k++)
    {
      for (int i = 0; i < N; i++)
        ys[i] = exp (-i / 900.0) * (1.0 + 0.2 * sin (i * 1.7 + k)) + 0.01 * (k + 1);
      plot_chart_set_line (chart, IDS[k], NULL, ys, N, &(PlotStyle){ .label = IDS[k] });
    }
  plot_chart_set_title (chart, "Loss");
  plot_chart_set_log (chart, PLOT_AXIS_Y, TRUE);
  return report ("6 curves of 4096 points, axes and legend", time_chart (chart), 16.0);
}

static gboolean
bench_bundle (const char *name, float noise, double limit)
{
  enum
  {
    R = 130,
    N = 268
  };
  g_autofree float *rows = make_cloud (R * N);
  for (int i = 0; i < R * N; i++)
    rows[i] = noise * rows[i] + (float) (sin ((i % N) / (6.0 + i / N * 0.2) + i / N) * 0.3);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_chart_set_line_set (chart, "w", NULL, rows, R, N, NULL);
  return report (name, time_chart (chart), limit);
}

int
main (void)
{
  gboolean is_good = TRUE;
  setlocale (LC_ALL, "C.UTF-8");
  g_print ("painters at %d×%d, best of %d\n", WIDTH, HEIGHT, ROUNDS);
  is_good &= bench_scatter (21025, 16.0);
  is_good &= bench_scatter (1000000, 100.0);
  is_good &= bench_image ();
  is_good &= bench_curves ();
  is_good &= bench_bundle ("130 weight vectors of 268 bands, trained", 0.01f, 33.0);
  is_good &= bench_bundle ("130 weight vectors of 268 bands, all noise", 1.0f, 100.0);
  return is_good ? EXIT_SUCCESS : EXIT_FAILURE;
}
