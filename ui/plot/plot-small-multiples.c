/* plot-small-multiples.c: small multiples: a cell a curve, all with the same two ranges, so
 * that they can be compared by eye; no numbers. Cell c stands at column c mod columns of line c
 * / columns. */
#include "plot-small-multiples.h"

#include <math.h>

#include "plot-decimate.h"
#include "plot-stroke.h"
#include "plot-text.h"

static gssize
find (const PlotSeries *self, const PlotFrame *frame, double at_x, double at_y)
{
  double x = plot_frame_from_x (frame, at_x), y = plot_frame_from_y (frame, at_y);
  double cell = floor (y) * self->columns + floor (x);
  gboolean is_inside
      = x >= 0.0 && x < self->columns && y >= 0.0 && cell < (double) self->n_rows;

  return is_inside ? (gssize) cell : -1;
}

static void
paint_background (cairo_t *cr, const PlotFrame *cell, const PlotSeries *series,
                  const PlotTheme *theme, gsize row)
{
  GdkRGBA color = theme->grid;

  if (series->colors != NULL)
    color = plot_color (series->colors[row], 1.0);
  else
    color.alpha *= 0.5f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, cell->x, cell->y, cell->width, cell->height);
  cairo_fill (cr);
}

/* On a coloured cell the curve is black or white, whichever shows better. */
static GdkRGBA
line_color (const PlotSeries *series, const PlotTheme *theme, gsize row)
{
  if (series->colors == NULL)
    return plot_theme_ink (theme, series->style.ink, series->order);
  guint32 c = series->colors[row];
  guint light = (c >> 16 & 0xff) * 2 + (c >> 8 & 0xff) * 5 + (c & 0xff);
  return plot_color (light > 8 * 120 ? 0x000000 : 0xffffff, 0.85);
}

static void
paint_curve (cairo_t *cr, const PlotFrame *cell, const GArray *points, const GdkRGBA *color)
{
  PlotStroke *stroke = plot_stroke_begin (cr, cell);

  if (stroke != NULL)
    {
      plot_stroke_line (stroke, points, color, 1.2);
      plot_stroke_end (stroke);
      return;
    }
  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);

      if (isnan (p.x))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, p.x, p.y);
    }
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
}

static PlotFrame
cell_at (const PlotFrame *frame, const PlotSeries *series, gsize row)
{
  double column = (double) (row % series->columns), line = (double) (row / series->columns);
  double x0 = plot_frame_to_x (frame, column), x1 = plot_frame_to_x (frame, column + 1.0);
  double y0 = plot_frame_to_y (frame, line), y1 = plot_frame_to_y (frame, line + 1.0);
  double gap = fmin (2.0, 0.06 * (x1 - x0));

  return (PlotFrame){
    .x = x0 + gap, .y = y0 + gap, .width = x1 - x0 - 2.0 * gap, .height = y1 - y0 - 2.0 * gap
  };
}

static gboolean
is_in_view (const PlotFrame *cell, const PlotFrame *frame)
{
  return cell->x + cell->width > frame->x && cell->x < frame->x + frame->width
         && cell->y + cell->height > frame->y && cell->y < frame->y + frame->height
         && cell->width >= 1.0 && cell->height >= 1.0;
}

/* Both curves of all cells. */
static PlotRange
value_range (const PlotSeries *series)
{
  gsize n = series->n * series->n_rows;
  PlotRange range = plot_range_of (series->ys, n, FALSE);

  if (series->contrast != NULL)
    range = plot_range_union (range, plot_range_of (series->contrast, n, FALSE));
  return plot_range_pad (range, 0.08, FALSE);
}

static void
paint_cell (cairo_t *cr, const PlotFrame *cell, const PlotSeries *series,
            const PlotTheme *theme, gsize row, GArray *points)
{
  GdkRGBA color = line_color (series, theme, row);

  paint_background (cr, cell, series, theme, row);
  if (series->contrast != NULL)
    {
      plot_decimate (points, cell, series->xs, series->contrast + row * series->n, series->n);
      paint_curve (cr, cell, points, &theme->dim);
    }
  plot_decimate (points, cell, series->xs, series->ys + row * series->n, series->n);
  paint_curve (cr, cell, points, &color);
  if (series->captions != NULL)
    plot_text_paint_within (cr, theme, PLOT_TEXT_TICK, series->captions[row], &theme->text,
                            cell->x + 3.0, cell->y + 1.0, cell->width - 6.0);
}

/* All cells that are in view. */
static void
paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series, const PlotTheme *theme,
       const PlotPaintPlace *place)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  PlotRange ys = value_range (series);
  PlotRange xs = series->xs != NULL ? plot_range_of (series->xs, series->n, FALSE)
                                    : (PlotRange){ 0.0, MAX ((double) series->n - 1.0, 1.0) };
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  for (gsize row = 0; row < series->n_rows; row++)
    {
      PlotFrame cell = cell_at (frame, series, row);

      if (!is_in_view (&cell, frame))
        continue;
      cell.x_range = xs, cell.y_range = ys;
      paint_cell (cr, &cell, series, theme, row, points);
    }
  cairo_restore (cr);
}

static PlotRange
get_x_range (const PlotSeries *self, gboolean is_log)
{
  return (PlotRange){ 0.0, (double) self->columns };
}

static PlotRange
get_y_range (const PlotSeries *self, gboolean is_log)
{
  return (PlotRange){ 0.0, ceil ((double) self->n_rows / (double) self->columns) };
}

const PlotSeriesKind plot_kind_small_multiples = {
  .get_x_range = get_x_range,
  .get_y_range = get_y_range,
  .paint = paint,
  .find = find,
  .get_values = plot_series_kind_get_values,
  .swatch = PLOT_SWATCH_NONE,
  .is_grid = TRUE,
  .has_rows = TRUE,
};
