/* plot-line.c: curves with gaps. Data go through plot-decimate first, so the cost follows the
 * paper and not the data. */
#include "plot-line.h"

#include <math.h>

#include "plot-decimate.h"
#include "plot-stroke.h"

static double
width_of (const PlotSeries *series, const PlotTheme *theme)
{
  return series->style.width > 0.0 ? series->style.width : theme->line_width;
}

static GdkRGBA
color_of (const PlotSeries *series, const PlotTheme *theme, double usual_alpha)
{
  GdkRGBA color = plot_theme_ink (theme, series->style.ink, series->order);

  color.alpha *= (float) (series->style.alpha > 0.0 ? series->style.alpha : usual_alpha);
  return color;
}

/**
 * plot_line_set_dash:
 * @width: of the line, to which the dashes are proportionate
 *
 * Sets the dashes of a context.
 */
void
plot_line_set_dash (cairo_t *cr, PlotDash dash, double width)
{
  double dashed[] = { 4.0 * width, 2.5 * width }, dotted[] = { 0.01, 2.2 * width };

  if (dash == PLOT_DASH_SOLID)
    cairo_set_dash (cr, NULL, 0, 0.0);
  else if (dash == PLOT_DASH_DASHED)
    cairo_set_dash (cr, dashed, 2, 0.0);
  else
    cairo_set_dash (cr, dotted, 2, 0.0);
}

/* For paper, or dashes: one path a line; places far outside are pulled in. */
static void
trace (cairo_t *cr, const GArray *points)
{
  gboolean is_open = FALSE;

  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);
      double y = CLAMP (p.y, -1e5, 1e5);

      if (isnan (p.x))
        is_open = FALSE;
      else if (is_open)
        cairo_line_to (cr, p.x, y);
      else
        {
          cairo_move_to (cr, p.x, y);
          is_open = TRUE;
        }
    }
}

/* A point between two gaps has no line: it gets a dot of the line's width. */
static void
trace_lonely (cairo_t *cr, const GArray *points, double radius)
{
  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);
      gboolean before = i > 0 && !isnan (g_array_index (points, PlotPoint, i - 1).x);
      gboolean after
          = i + 1 < points->len && !isnan (g_array_index (points, PlotPoint, i + 1).x);

      if (isnan (p.x) || before || after)
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, p.x, p.y, radius, 0.0, 2.0 * G_PI);
    }
}

static void
stroke_vector (cairo_t *cr, const GArray *points, PlotDash dash, const GdkRGBA *color,
               double width)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr,
                      dash == PLOT_DASH_DASHED ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  plot_line_set_dash (cr, dash, width);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, width);
  trace (cr, points);
  cairo_stroke (cr);
  trace_lonely (cr, points, 0.7 * width);
  cairo_fill (cr);
}

static void
clip_to (cairo_t *cr, const PlotFrame *frame)
{
  cairo_rectangle (cr, frame->x - 1.0, frame->y - 2.0, frame->width + 2.0, frame->height + 3.0);
  cairo_clip (cr);
}

/* The band is drawn piece by piece between gaps: along the upper edge and back along the lower.
 */
static void
paint_band (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
            const PlotTheme *theme)
{
  GdkRGBA color = color_of (series, theme, 1.0);

  color.alpha *= 0.18f;
  for (gsize i = 0; i < series->n;)
    {
      gsize first = i;

      cairo_new_sub_path (cr);
      while (i < series->n && isfinite (series->lo[i]) && isfinite (series->hi[i]))
        i++;
      for (gsize k = first; k < i; k++)
        cairo_line_to (cr,
                       plot_frame_to_x (frame, series->xs != NULL ? series->xs[k] : (double) k),
                       plot_frame_to_y (frame, series->hi[k]));
      for (gsize k = i; k-- > first;)
        {
          double y = plot_frame_to_y (frame, series->lo[k]);

          cairo_line_to (
              cr, plot_frame_to_x (frame, series->xs != NULL ? series->xs[k] : (double) k),
              isfinite (y) ? y : frame->y + frame->height + 10.0);
        }
      if (i > first)
        cairo_close_path (cr);
      i += i == first;
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

/**
 * plot_line_paint_marker:
 * @size: of its box
 *
 * Adds a marker to the path and paints it with the source of the context.
 */
void
plot_line_paint_marker (cairo_t *cr, PlotMarker marker, double x, double y, double size)
{
  double r = 0.5 * size;

  cairo_new_path (cr);
  switch (marker)
    {
    case PLOT_MARKER_SQUARE:
      cairo_rectangle (cr, x - 0.88 * r, y - 0.88 * r, 1.76 * r, 1.76 * r);
      break;
    case PLOT_MARKER_TRIANGLE:
      cairo_move_to (cr, x, y - 1.1 * r);
      cairo_line_to (cr, x + 1.05 * r, y + 0.8 * r);
      cairo_line_to (cr, x - 1.05 * r, y + 0.8 * r);
      break;
    case PLOT_MARKER_DIAMOND:
      cairo_move_to (cr, x, y - 1.2 * r);
      cairo_line_to (cr, x + 1.2 * r, y);
      cairo_line_to (cr, x, y + 1.2 * r);
      cairo_line_to (cr, x - 1.2 * r, y);
      break;
    case PLOT_MARKER_PLUS:
      cairo_rectangle (cr, x - r, y - 0.3 * r, 2.0 * r, 0.6 * r);
      cairo_rectangle (cr, x - 0.3 * r, y - r, 0.6 * r, 2.0 * r);
      break;
    case PLOT_MARKER_CROSS:
      cairo_move_to (cr, x - r, y - r);
      cairo_line_to (cr, x + r, y + r);
      cairo_move_to (cr, x + r, y - r);
      cairo_line_to (cr, x - r, y + r);
      cairo_set_line_width (cr, 0.5 * r);
      cairo_stroke (cr);
      return;
    case PLOT_MARKER_RING:
      cairo_arc (cr, x, y, 0.8 * r, 0.0, 2.0 * G_PI);
      cairo_set_line_width (cr, 0.4 * r);
      cairo_stroke (cr);
      return;
    case PLOT_MARKER_NONE:
      return;
    case PLOT_MARKER_DISC:
    default:
      cairo_arc (cr, x, y, r, 0.0, 2.0 * G_PI);
    }
  cairo_fill (cr);
}

static void
paint_markers (cairo_t *cr, const PlotSeries *series, const GArray *points, double size)
{
  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);

      if (!isnan (p.x))
        plot_line_paint_marker (cr, series->style.marker, p.x, p.y, size);
    }
}

/* A curve in its frame, with its error band below it. */
static void
paint_line (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
            const PlotTheme *theme, const PlotPaintPlace *place)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  GdkRGBA color = color_of (series, theme, 1.0);
  double width = width_of (series, theme);
  plot_decimate (points, frame, series->xs, series->ys, series->n);
  cairo_save (cr);
  clip_to (cr, frame);
  if (series->lo != NULL)
    paint_band (cr, frame, series, theme);
  PlotStroke *stroke
      = series->style.dash == PLOT_DASH_SOLID ? plot_stroke_begin (cr, frame) : NULL;
  if (stroke != NULL)
    {
      plot_stroke_line (stroke, points, &color, width);
      plot_stroke_end (stroke);
    }
  else
    stroke_vector (cr, points, series->style.dash, &color, width);
  gdk_cairo_set_source_rgba (cr, &color);
  if (series->style.marker != PLOT_MARKER_NONE)
    paint_markers (cr, series, points, 3.0 + 2.0 * width);
  cairo_restore (cr);
}

/* Few lines take the class colours, many walk through viridis, less its faintest end. */
static GdkRGBA
row_color (const PlotSeries *series, const PlotTheme *theme, gsize row, GdkRGBA usual)
{
  double unit = (double) row / (double) MAX (series->n_rows - 1, 1);
  guint32 rgb;

  if (series->style.ink != PLOT_COLOR_AUTO || series->n_rows < 2)
    return usual;
  if (series->n_rows <= PLOT_CLASS_COLORS)
    rgb = plot_palette_class ((guint) row, theme->is_dark);
  else
    rgb = plot_palette_lookup (PLOT_PALETTE_VIRIDIS,
                               theme->is_dark ? 0.25 + 0.75 * unit : 0.85 * unit);
  return plot_color (rgb, usual.alpha);
}

/* Many curves over the same x, each faint, so that where they run together shows. */
static void
paint_line_set (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
                const PlotTheme *theme, const PlotPaintPlace *place)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  double fade = CLAMP (2.5 / sqrt ((double) MAX (series->n_rows, 1)),
                       theme->is_high_contrast ? 0.4 : 0.22, 0.9);
  double width = series->style.width > 0.0 ? series->style.width : 1.1;
  GdkRGBA usual = color_of (series, theme, fade);
  PlotStroke *stroke = plot_stroke_begin (cr, frame);
  cairo_save (cr);
  clip_to (cr, frame);
  for (gsize row = 0; row < series->n_rows; row++)
    {
      GdkRGBA color = row_color (series, theme, row, usual);

      plot_decimate (points, frame, series->xs, series->ys + row * series->n, series->n);
      if (stroke != NULL)
        plot_stroke_line (stroke, points, &color, width);
      else
        stroke_vector (cr, points, PLOT_DASH_SOLID, &color, width);
    }
  cairo_restore (cr);
  g_clear_pointer (&stroke, plot_stroke_end);
}

/* A line across the whole frame. */
static void
paint_level (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series,
             const PlotTheme *theme, const PlotPaintPlace *place)
{
  GdkRGBA color = color_of (series, theme, 1.0);
  double y = series->n > 0 ? plot_frame_to_y (frame, series->ys[0]) : NAN;
  double width = width_of (series, theme);

  if (!isfinite (y) || y < frame->y - 1.0 || y > frame->y + frame->height + 1.0)
    return;
  cairo_save (cr);
  plot_line_set_dash (cr, series->style.dash, width);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, width);
  cairo_move_to (cr, frame->x, y);
  cairo_line_to (cr, frame->x + frame->width, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* ------------------------------------------------------------------ kinds */

#define REACH 40.0 /* of a curve's points, from the crosshair */

static gboolean
read_line (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme, double value,
           double y, PlotReading *reading)
{
  return plot_series_kind_read (self, frame, theme, value, REACH, reading);
}

static gboolean
read_level (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme,
            double value, double y, PlotReading *reading)
{
  *reading = (PlotReading){ .value = self->ys[0],
                            .color = plot_theme_ink (theme, self->style.ink, self->order),
                            .x = NAN,
                            .y = NAN };
  g_strlcpy (reading->label, self->label, sizeof reading->label);
  return TRUE;
}

/* Only the line nearest to the pointer is named. */
static gboolean
read_line_set (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme,
               double value, double y, PlotReading *reading)
{
  gssize at = plot_series_find_x (self, value);
  double best = INFINITY;
  gsize found = 0;

  for (gsize row = 0; at >= 0 && row < self->n_rows; row++)
    {
      double away = fabs (plot_frame_to_y (frame, self->ys[row * self->n + at]) - y);

      if (away < best)
        best = away, found = row;
    }
  if (!isfinite (best))
    return FALSE;
  reading->value = self->ys[found * self->n + at];
  reading->color = theme->text;
  reading->x = plot_frame_to_x (frame, plot_series_get_x (self, (gsize) at));
  reading->y = plot_frame_to_y (frame, reading->value);
  g_snprintf (reading->label, sizeof reading->label, "%s %" G_GSIZE_FORMAT, self->label,
              found + 1);
  return TRUE;
}

static void
get_level (const PlotSeries *self, gsize row, gsize i, double *x, double *y)
{
  *x = NAN;
  *y = self->ys[i];
}

const PlotSeriesKind plot_kind_line = {
  .get_x_range = plot_series_kind_x_range,
  .get_y_range = plot_series_kind_y_range,
  .paint = paint_line,
  .read = read_line,
  .get_values = plot_series_kind_get_values,
  .swatch = PLOT_SWATCH_LINE,
  .snaps = TRUE,
};

const PlotSeriesKind plot_kind_level = {
  .get_x_range = plot_series_kind_no_range,
  .get_y_range = plot_series_kind_y_range,
  .paint = paint_level,
  .read = read_level,
  .get_values = get_level,
  .swatch = PLOT_SWATCH_LINE,
};

const PlotSeriesKind plot_kind_line_set = {
  .get_x_range = plot_series_kind_x_range,
  .get_y_range = plot_series_kind_y_range,
  .paint = paint_line_set,
  .read = read_line_set,
  .get_values = plot_series_kind_get_values,
  .swatch = PLOT_SWATCH_LINE,
  .snaps = TRUE,
  .has_rows = TRUE,
};
