/* plot-bars.c: bars from zero, and histograms at the foot of a plot. */
#include "plot-bars.h"

#include <math.h>
#include <string.h>

#define RUG_SHARE 0.22 /* of the plot's height for the highest bin */

static void
add_bar (cairo_t *cr, double x, double width, double top, double base)
{
  double y = fmin (top, base), height = fabs (base - top),
         r = fmin (fmin (2.0, 0.3 * width), height);

  if (top > base || r < 0.5) /* hangs from the base: no round head */
    {
      cairo_rectangle (cr, x, y, width, fmax (height, 0.5));
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_arc (cr, x + width - r, y + r, r, 1.5 * G_PI, 2.0 * G_PI);
  cairo_line_to (cr, x + width, base);
  cairo_line_to (cr, x, base);
  cairo_close_path (cr);
}

/* Bars from zero, or from the foot of the plot where zero is not in view; those of several
 * series stand side by side. */
static void
paint_bars (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
            const PlotTheme *theme, const PlotPaintPlace *place)
{
  GdkRGBA color = plot_theme_ink (theme, series->style.ink, series->order);
  double bottom = frame->y + frame->height;
  double base = frame->log_y ? bottom : CLAMP (plot_frame_to_y (frame, 0.0), frame->y, bottom);
  double slot = plot_frame_to_x (frame, 1.0) - plot_frame_to_x (frame, 0.0);
  double room = slot * (slot > 6.0 ? 0.72 : 0.92), width = room / MAX (place->n_alike, 1);

  color.alpha *= (float) (series->style.alpha > 0.0 ? series->style.alpha : 0.9);
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y - 1.0, frame->width, frame->height + 1.0);
  cairo_clip (cr);
  for (gsize i = 0; i < series->n; i++)
    {
      double y = plot_frame_to_y (frame, series->ys[i]);
      double x = plot_frame_to_x (frame, (double) i) - 0.5 * room + place->index * width;

      if (isfinite (y) && isfinite (x))
        add_bar (cr, x, fmax (width - (place->n_alike > 1 ? 1.0 : 0.0), 0.7),
                 CLAMP (y, -1e5, 1e5), base);
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  cairo_restore (cr);
}

/* A histogram of values along x at the foot of the plot, with its own height, and a short tick
 * a value while there are few. */
static void
paint_rug (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
           const PlotTheme *theme, const PlotPaintPlace *place)
{
  guint counts[128] = { 0 }, most = 0;
  guint n_bins = (guint) CLAMP (frame->width / 6.0, 8.0, 128.0);
  GdkRGBA color = plot_theme_ink (theme, series->style.ink, series->order);
  double bottom = frame->y + frame->height, bin = frame->width / n_bins;

  for (gsize i = 0; i < series->n; i++)
    {
      double at = (plot_frame_to_x (frame, series->xs[i]) - frame->x) / bin;

      if (at >= 0.0 && at <= n_bins)
        most = MAX (most, ++counts[MIN ((guint) at, n_bins - 1)]);
    }
  if (most == 0)
    return;
  for (guint i = 0; i < n_bins; i++)
    {
      double height = RUG_SHARE * frame->height * counts[i] / most;

      cairo_rectangle (cr, frame->x + i * bin + 0.5, bottom - height, bin - 1.0, height);
    }
  color.alpha *= 0.30f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  color.alpha = 0.9f;
  for (gsize i = 0; i < series->n && series->n <= 400; i++)
    {
      double x = plot_frame_to_x (frame, series->xs[i]);

      if (x >= frame->x && x <= frame->x + frame->width)
        cairo_rectangle (cr, x - 0.5, bottom - 7.0, 1.0, 7.0);
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

/* ------------------------------------------------------------------ kinds */

static PlotRange
get_bars_x_range (const PlotSeries *self, gboolean is_log)
{
  return self->n == 0 ? PLOT_RANGE_EMPTY : (PlotRange){ -0.5, (double) self->n - 0.5 };
}

/* They reach down to 0. */
static PlotRange
get_bars_y_range (const PlotSeries *self, gboolean is_log)
{
  PlotRange range = plot_series_kind_y_range (self, is_log);

  return !is_log && self->n > 0 ? plot_range_add (range, 0.0) : range;
}

static gboolean
read_bars (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme, double value,
           double y, PlotReading *reading)
{
  return plot_series_kind_read (self, frame, theme, value, INFINITY, reading);
}

static void
get_rug (const PlotSeries *self, gsize row, gsize i, double *x, double *y)
{
  *x = self->xs[i];
  *y = NAN;
}

const PlotSeriesKind plot_kind_bars = {
  .get_x_range = get_bars_x_range,
  .get_y_range = get_bars_y_range,
  .paint = paint_bars,
  .read = read_bars,
  .get_values = plot_series_kind_get_values,
  .swatch = PLOT_SWATCH_BOX,
  .snaps = TRUE,
  .is_categorical = TRUE,
};

const PlotSeriesKind plot_kind_rug = {
  .get_x_range = plot_series_kind_x_range,
  .get_y_range = plot_series_kind_no_range,
  .paint = paint_rug,
  .get_values = get_rug,
  .swatch = PLOT_SWATCH_BOX,
};
