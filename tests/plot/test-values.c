/* test-values.c: ranges, ticks, decimation, smoothing and palettes against known truths. */
#include <locale.h>
#include <math.h>
#include <string.h>

#include "plot-decimate.h"
#include "plot-palette.h"
#include "plot-smooth.h"
#include "plot-ticks.h"

static void
test_range_grows_at_once (void)
{
  PlotRange shown = { 0.0, 1.0 };
  g_assert_false (plot_range_follow (&shown, (PlotRange){ -1.0, 2.0 }, 0.03, FALSE));
  g_assert_cmpfloat (shown.lo, ==, -1.0);
  g_assert_cmpfloat (shown.hi, ==, 2.0);
}

static void
test_range_shrinks_slowly (void)
{
  PlotRange shown = { 0.0, 10.0 }, data = { 0.0, 1.0 };
  g_assert_true (plot_range_follow (&shown, data, 0.033, FALSE));
  g_assert_cmpfloat (shown.hi, >, 9.5);
  for (int i = 0; i < 300; i++)
    plot_range_follow (&shown, data, 0.033, FALSE);
  g_assert_cmpfloat (shown.hi, <, 1.3);
  g_assert_cmpfloat (shown.hi, >=, 1.0);
}

static void
test_range_does_not_tremble (void)
{
  PlotRange shown = { 0.0, 10.0 };
  g_assert_false (plot_range_follow (&shown, (PlotRange){ 0.0, 9.0 }, 0.033, FALSE));
  g_assert_cmpfloat (shown.hi, ==, 10.0);
}

static void
test_range_of_nothing (void)
{
  double values[] = { NAN, INFINITY, -1.0 };
  g_assert_true (plot_range_is_empty (plot_range_of (values, 3, TRUE)));
  g_assert_cmpfloat (plot_range_of (values, 3, FALSE).lo, ==, -1.0);
  PlotRange flat = plot_range_pad ((PlotRange){ 5.0, 5.0 }, 0.05, FALSE);
  g_assert_cmpfloat (flat.lo, <, 5.0);
  g_assert_cmpfloat (flat.hi, >, 5.0);
}

static void
test_zoom_keeps_centre (void)
{
  PlotRange log_range = plot_range_zoom ((PlotRange){ 1e-4, 1.0 }, 1e-2, 0.5, TRUE);
  g_assert_cmpfloat_with_epsilon (log10 (log_range.lo), -3.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (log10 (log_range.hi), -1.0, 1e-9);
}

static void
test_ticks_linear (void)
{
  PlotTicks ticks;
  plot_ticks_linear (&ticks, (PlotRange){ -0.2, 1.03 }, 6);
  g_assert_cmpuint (ticks.n, ==, 5);
  g_assert_cmpstr (ticks.labels[0], ==, "0.00");
  g_assert_cmpfloat_with_epsilon (ticks.values[4], 1.0, 1e-12);
}

static void
test_ticks_have_a_minus (void)
{
  PlotTicks ticks;
  /* Bands are whole: 1.25 is none. */
  plot_ticks_linear (&ticks, (PlotRange){ 1.0, 4.0 }, 9);
  g_assert_cmpfloat (ticks.values[1], ==, 1.5);
  plot_ticks_whole (&ticks, (PlotRange){ 1.0, 4.0 }, 9);
  g_assert_cmpuint (ticks.n, ==, 4);
  for (guint i = 0; i < ticks.n; i++)
    g_assert_cmpfloat (ticks.values[i], ==, 1.0 + i);
  plot_ticks_whole (&ticks, (PlotRange){ 1.2, 2.3 }, 5);
  g_assert_cmpuint (ticks.n, <=, 1);
  plot_ticks_whole (&ticks, (PlotRange){ 0.0, 250.0 }, 4);
  g_assert_cmpuint (ticks.n, >, 2);
  plot_ticks_linear (&ticks, (PlotRange){ -2.0, 2.0 }, 4);
  g_assert_cmpstr (ticks.labels[0], ==, "\u22122");
  g_assert_cmpstr (ticks.labels[2], ==, "0");
}

static void
test_ticks_share_an_exponent (void)
{
  char title[64];
  PlotTicks ticks;
  plot_ticks_linear (&ticks, (PlotRange){ 0.0, 4e-5 }, 4);
  g_assert_cmpint (ticks.exponent, ==, -5);
  g_assert_cmpstr (ticks.labels[1], ==, "1");
  plot_format_axis (title, sizeof title, "Loss", "scaled", ticks.exponent);
  g_assert_cmpstr (title, ==, "Loss (×10⁻⁵ scaled)");
}

static void
test_ticks_log (void)
{
  PlotTicks ticks;
  plot_ticks_log (&ticks, (PlotRange){ 1e-6, 1.0 }, 7);
  g_assert_cmpuint (ticks.n, ==, 7);
  for (guint i = 0; i < 7; i++)
    g_assert_cmpfloat_with_epsilon (log10 (ticks.values[i]), (double) i - 6.0, 1e-9);
  g_assert_cmpstr (ticks.labels[0], ==, "10⁻⁶");
  g_assert_cmpuint (ticks.n_minor, ==, 48);
  plot_ticks_log (&ticks, (PlotRange){ 0.002, 0.2 }, 7);
  g_assert_cmpstr (ticks.labels[0], ==, "0.002");
}

static void
test_ticks_survive_nonsense (void)
{
  PlotTicks ticks;
  PlotRange ranges[]
      = { { NAN, 1.0 }, { 1.0, 1.0 }, { 0.0, INFINITY }, { -1.0, 5.0 }, { 1.0, 1.0 + 1e-15 } };
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      plot_ticks_linear (&ticks, ranges[i], 5);
      g_assert_cmpuint (ticks.n, <=, PLOT_TICKS_MAX);
      plot_ticks_log (&ticks, ranges[i], 5);
      g_assert_cmpuint (ticks.n, <=, PLOT_TICKS_MAX);
    }
}

/* On screen the decimal sign is the locale's; skipped in words where no such locale is there.
 */
static void
test_ticks_follow_the_locale (void)
{
  PlotTicks ticks;
  g_autofree char *before = g_strdup (setlocale (LC_NUMERIC, NULL));
  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL
      && setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  plot_ticks_linear (&ticks, (PlotRange){ 0.0, 1.0 }, 4);
  setlocale (LC_NUMERIC, before);
  g_assert_nonnull (strchr (ticks.labels[1], ','));
}

static void
test_values_are_written (void)
{
  char text[PLOT_LABEL_SIZE];
  plot_format_digits (text, sizeof text, 123456.0, 4);
  g_assert_cmpstr (text, ==, "123456");
  plot_format_digits (text, sizeof text, 0.00312345, 4);
  g_assert_cmpstr (text, ==, "0.003123");
  plot_format_value (text, sizeof text, -3.155e-5);
  g_assert_cmpstr (text, ==, "\u22123.155·10⁻⁵");
  plot_format_value (text, sizeof text, NAN);
  g_assert_cmpstr (text, ==, "no value");
}

static void
test_decimation_keeps_extremes (void)
{
  enum
  {
    N = 100000
  };
  g_autofree double *ys = g_new (double, N);
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  PlotFrame frame = { 0, 0, 300, 100, { 0, N - 1 }, { -1.0, 1.0 }, FALSE, FALSE, FALSE };
  for (int i = 0; i < N; i++)
    ys[i] = 0.1 * sin (i * 0.37);
  ys[33333] = 0.9;
  ys[77777] = -0.8;
  plot_decimate (out, &frame, NULL, ys, N);
  double top = INFINITY, bottom = -INFINITY;
  for (guint i = 0; i < out->len; i++)
    {
      top = fmin (top, g_array_index (out, PlotPoint, i).y);
      bottom = fmax (bottom, g_array_index (out, PlotPoint, i).y);
    }
  g_assert_cmpuint (out->len, <=, 4 * 302);
  g_assert_cmpfloat_with_epsilon (top, plot_frame_to_y (&frame, 0.9), 1e-9);
  g_assert_cmpfloat_with_epsilon (bottom, plot_frame_to_y (&frame, -0.8), 1e-9);
}

static void
test_decimation_keeps_gaps (void)
{
  double ys[] = { NAN, 1.0, 2.0, NAN, NAN, 3.0, 4.0, NAN };
  guint gaps = 0;
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  PlotFrame frame = { 0, 0, 700, 100, { 0, 7 }, { 0.0, 5.0 }, FALSE, FALSE, FALSE };
  plot_decimate (out, &frame, NULL, ys, G_N_ELEMENTS (ys));
  for (guint i = 0; i < out->len; i++)
    gaps += isnan (g_array_index (out, PlotPoint, i).x);
  g_assert_cmpuint (gaps, ==, 2);
  g_assert_cmpuint (out->len, ==, 6);
}

static void
test_smoothing_leaves_a_constant (void)
{
  double values[50], out[50];
  for (double weight = 0.0; weight < 1.0; weight += 0.111)
    {
      for (int i = 0; i < 50; i++)
        values[i] = i == 20 ? NAN : 0.1;
      plot_smooth (out, values, 50, weight);
      for (int i = 0; i < 50; i++)
        if (i == 20)
          g_assert_true (isnan (out[i]));
        else
          g_assert_true (out[i] == 0.1);
    }
}

/* The corrected average is Σ w^(n−i) v_i / Σ w^(n−i). */
static void
test_smoothing_is_the_weighted_mean (void)
{
  double values[] = { 3.0, -1.0, 4.0, 1.5 }, out[4], sum = 0.0, total = 0.0;
  plot_smooth (out, values, 4, 0.7);
  for (int i = 0; i < 4; i++)
    {
      sum = 0.7 * sum + values[i];
      total = 0.7 * total + 1.0;
      g_assert_cmpfloat_with_epsilon (out[i], sum / total, 1e-12);
    }
}

typedef struct
{
  double l, a, b;
} Lab;

static double
linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static double
lab_f (double t)
{
  return t > 216.0 / 24389.0 ? cbrt (t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
}

/* CIELAB under D65 from sRGB; with deuteranopia by the matrix of Machado, Oliveira and
 * Fernandes (2009), severity 1, on linear light. */
static Lab
to_lab (guint32 rgb, gboolean is_deuteranopic)
{
  double r = linear (((rgb >> 16) & 0xff) / 255.0), g = linear (((rgb >> 8) & 0xff) / 255.0),
         b = linear ((rgb & 0xff) / 255.0);
  if (is_deuteranopic)
    {
      double r2 = 0.367322 * r + 0.860646 * g - 0.227968 * b;
      double g2 = 0.280085 * r + 0.672501 * g + 0.047413 * b;
      double b2 = -0.011820 * r + 0.042940 * g + 0.968881 * b;
      r = CLAMP (r2, 0.0, 1.0), g = CLAMP (g2, 0.0, 1.0), b = CLAMP (b2, 0.0, 1.0);
    }
  double x = lab_f ((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  double y = lab_f (0.2126729 * r + 0.7151522 * g + 0.0721750 * b);
  double z = lab_f ((0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883);
  return (Lab){ 116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z) };
}

static void
test_lightness_is_monotone (void)
{
  PlotPalette palettes[] = { PLOT_PALETTE_VIRIDIS, PLOT_PALETTE_CIVIDIS, PLOT_PALETTE_GRAY };
  for (guint p = 0; p < G_N_ELEMENTS (palettes); p++)
    for (int i = 4; i < 256; i++)
      {
        double before = to_lab (plot_palette_lookup (palettes[p], (i - 4) / 255.0), FALSE).l;
        g_assert_cmpfloat (to_lab (plot_palette_lookup (palettes[p], i / 255.0), FALSE).l, >,
                           before);
      }
}

static void
test_viridis_has_its_ends (void)
{
  g_assert_cmphex (plot_palette_lookup (PLOT_PALETTE_VIRIDIS, 0.0), ==, 0xff440154);
  g_assert_cmphex (plot_palette_lookup (PLOT_PALETTE_VIRIDIS, 1.0), ==, 0xfffde725);
  g_assert_cmphex (plot_palette_lookup (PLOT_PALETTE_VIRIDIS, 7.0), ==, 0xfffde725);
  g_assert_cmphex (plot_palette_lookup (PLOT_PALETTE_VIRIDIS, NAN), ==, 0);
}

static void
test_classes_stay_apart (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (guint i = 0; i < PLOT_CLASS_COLORS; i++)
      for (guint k = 0; k < i; k++)
        for (int d = 0; d < 2; d++)
          {
            Lab a = to_lab (plot_palette_class (i, dark), d),
                b = to_lab (plot_palette_class (k, dark), d);
            double away = sqrt (pow (a.l - b.l, 2) + pow (a.a - b.a, 2) + pow (a.b - b.b, 2));
            if (away < 10.0)
              g_test_message ("dark %d, classes %u and %u, deuteranopia %d: %.1f", dark, i, k,
                              d, away);
            g_assert_cmpfloat (away, >=, 10.0);
          }
}

static void
test_classes_show_on_their_ground (void)
{
  for (int dark = 0; dark < 2; dark++)
    for (guint i = 0; i < PLOT_CLASS_COLORS; i++)
      {
        guint32 rgb = plot_palette_class (i, dark);
        double y = 0.2126 * linear (((rgb >> 16) & 0xff) / 255.0)
                   + 0.7152 * linear (((rgb >> 8) & 0xff) / 255.0)
                   + 0.0722 * linear ((rgb & 0xff) / 255.0);
        double contrast = dark ? (y + 0.05) / (0.0129 + 0.05) : 1.05 / (y + 0.05);
        g_test_message ("dark %d, class %u: contrast %.2f", dark, i, contrast);
        g_assert_cmpfloat (contrast, >=, 2.6);
      }
}

static void
test_map_colours_values (void)
{
  float values[] = { 0.0f, 1.0f, NAN, -5.0f, INFINITY };
  guint32 out[5];
  plot_palette_map (out, values, 5, PLOT_PALETTE_GRAY, 0.0, 1.0);
  g_assert_cmphex (out[0], ==, 0xff000000);
  g_assert_cmphex (out[1], ==, 0xffffffff);
  g_assert_cmphex (out[2], ==, 0);
  g_assert_cmphex (out[3], ==, 0xff000000);
  g_assert_cmphex (out[4], ==, 0xffffffff);
}

static void
test_limits_cut_outliers (void)
{
  float values[1000];
  double lo, hi;
  for (int i = 0; i < 1000; i++)
    values[i] = i == 5 ? 1e30f : i == 6 ? NAN : (float) i;
  plot_palette_find_limits (values, 1000, 0.02, &lo, &hi);
  g_assert_cmpfloat (lo, <, 30.0);
  g_assert_cmpfloat (hi, <, 1000.0);
  g_assert_cmpfloat (hi, >, 950.0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/range/grows-at-once", test_range_grows_at_once);
  g_test_add_func ("/plot/range/shrinks-slowly", test_range_shrinks_slowly);
  g_test_add_func ("/plot/range/does-not-tremble", test_range_does_not_tremble);
  g_test_add_func ("/plot/range/of-nothing", test_range_of_nothing);
  g_test_add_func ("/plot/range/zoom-keeps-centre", test_zoom_keeps_centre);
  g_test_add_func ("/plot/ticks/linear", test_ticks_linear);
  g_test_add_func ("/plot/ticks/minus", test_ticks_have_a_minus);
  g_test_add_func ("/plot/ticks/exponent", test_ticks_share_an_exponent);
  g_test_add_func ("/plot/ticks/log", test_ticks_log);
  g_test_add_func ("/plot/ticks/nonsense", test_ticks_survive_nonsense);
  g_test_add_func ("/plot/ticks/locale", test_ticks_follow_the_locale);
  g_test_add_func ("/plot/ticks/values", test_values_are_written);
  g_test_add_func ("/plot/decimate/extremes", test_decimation_keeps_extremes);
  g_test_add_func ("/plot/decimate/gaps", test_decimation_keeps_gaps);
  g_test_add_func ("/plot/smooth/constant", test_smoothing_leaves_a_constant);
  g_test_add_func ("/plot/smooth/weighted-mean", test_smoothing_is_the_weighted_mean);
  g_test_add_func ("/plot/palette/lightness", test_lightness_is_monotone);
  g_test_add_func ("/plot/palette/viridis", test_viridis_has_its_ends);
  g_test_add_func ("/plot/palette/classes", test_classes_stay_apart);
  g_test_add_func ("/plot/palette/contrast", test_classes_show_on_their_ground);
  g_test_add_func ("/plot/palette/map", test_map_colours_values);
  g_test_add_func ("/plot/palette/limits", test_limits_cut_outliers);
  return g_test_run ();
}
