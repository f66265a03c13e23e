/* plot-paint.c: calls the painters in their order: ground, image, grid, series, signs, words.
 * The same for screen, picture and paper. */
#include "plot-paint.h"

#include <math.h>

#include "plot-axes.h"
#include "plot-chart-private.h"
#include "plot-raster.h"

static gboolean
is_categorical (PlotChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    if (((PlotSeries *) chart->series->pdata[i])->kind->is_categorical)
      return TRUE;
  return FALSE;
}

/* Where a series stands among those of its kind. */
static PlotPaintPlace
find_place (PlotChart *chart, guint index, double scale)
{
  const PlotSeries *series = chart->series->pdata[index];
  PlotPaintPlace place = { .scale = scale };

  for (guint i = 0; i < chart->series->len; i++)
    if (((PlotSeries *) chart->series->pdata[i])->kind == series->kind)
      {
        place.n_alike++;
        place.index += i < index;
      }
  return place;
}

static void
paint_series (cairo_t *cr, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme,
              double scale)
{
  for (guint i = 0; i < chart->series->len; i++)
    {
      const PlotSeries *series = chart->series->pdata[i];
      const PlotPaintPlace place = find_place (chart, i, scale);

      series->kind->paint (cr, frame, series, theme, &place);
    }
}

static void
paint_rings (cairo_t *cr, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  static const double dashes[] = { 3.0, 3.0 };
  double x = plot_frame_to_x (frame, chart->ring_x), y = plot_frame_to_y (frame, chart->ring_y);

  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  for (guint i = 0; i < chart->radii->len; i++)
    {
      double r = g_array_index (chart->radii, double, i);
      double rx = fabs (plot_frame_to_x (frame, chart->ring_x + r) - x);
      double ry = fabs (plot_frame_to_y (frame, chart->ring_y + r) - y);

      if (!(rx > 0.0) || !(ry > 0.0))
        continue;
      cairo_save (cr);
      cairo_translate (cr, x, y);
      cairo_scale (cr, rx, ry);
      cairo_new_sub_path (cr);
      cairo_arc (cr, 0.0, 0.0, 1.0, 0.0, 2.0 * G_PI);
      cairo_restore (cr);
    }
  cairo_set_dash (cr, dashes, 2, 0.0);
  cairo_set_line_width (cr, 1.0);
  gdk_cairo_set_source_rgba (cr, &theme->dim);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Words of a mark may run up to the next one. */
static void
paint_marks (cairo_t *cr, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  for (guint i = 0; i < chart->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (chart->marks, PlotMark, i);
      double x = plot_frame_to_x (frame, mark->x), next = frame->x + frame->width;

      if (i + 1 < chart->marks->len)
        next = fmin (next,
                     plot_frame_to_x (frame, g_array_index (chart->marks, PlotMark, i + 1).x));
      plot_axes_paint_mark (cr, frame, x, mark->text, next - x, theme);
    }
}

static void
paint_cursor (cairo_t *cr, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  double x = plot_frame_to_x (frame, chart->cursor_x),
         y = plot_frame_to_y (frame, chart->cursor_y);

  if (!isfinite (x) || !plot_frame_contains (frame, x, isfinite (y) ? y : frame->y))
    return;
  gdk_cairo_set_source_rgba (cr, &theme->accent);
  if (!isfinite (y))
    {
      cairo_rectangle (cr, x - 0.75, frame->y, 1.5, frame->height);
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, 1.0);
  cairo_move_to (cr, frame->x, y);
  cairo_line_to (cr, x - 9.0, y);
  cairo_move_to (cr, x + 9.0, y);
  cairo_line_to (cr, frame->x + frame->width, y);
  cairo_move_to (cr, x, frame->y);
  cairo_line_to (cr, x, y - 9.0);
  cairo_move_to (cr, x, y + 9.0);
  cairo_line_to (cr, x, frame->y + frame->height);
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 8.0, 0.0, 2.0 * G_PI);
  GdkRGBA halo = plot_color (0xffffff, 0.95);
  gdk_cairo_set_source_rgba (cr, &halo);
  cairo_fill (cr);
  cairo_arc (cr, x, y, 6.0, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, &theme->accent);
  cairo_fill (cr);
}

static void
paint_pins (cairo_t *cr, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme)
{
  for (guint i = 0; i < chart->pins->len; i++)
    {
      const PlotMark *pin = &g_array_index (chart->pins, PlotMark, i);
      double x = plot_frame_to_x (frame, pin->x), y = plot_frame_to_y (frame, pin->y);

      if (isfinite (x) && isfinite (y) && plot_frame_contains (frame, x, y))
        plot_raster_paint_pin (cr, x, y, i, theme);
    }
}

static void
paint_words (cairo_t *cr, PlotChart *chart, const PlotLayout *layout, const PlotTheme *theme)
{
  const PlotFrame *frame = &layout->frame;
  double right = frame->x + frame->width, w = 0.0;

  if (chart->title != NULL)
    plot_text_paint_within (cr, theme, PLOT_TEXT_TITLE, chart->title, &theme->text,
                            layout->left, layout->title_y, layout->width - 2.0 * layout->left);
  plot_legend_paint (&layout->legend, cr, layout->legend_x, layout->legend_y, theme);
  if (!chart->has_axes)
    return;
  plot_text_paint_within (cr, theme, PLOT_TEXT_LABEL, layout->y_title, &theme->dim,
                          layout->left, layout->y_title_y, layout->width - 2.0 * layout->left);
  plot_text_measure (cr, theme, PLOT_TEXT_LABEL, layout->x_title, &w, NULL);
  plot_text_paint (cr, theme, PLOT_TEXT_LABEL, layout->x_title, &theme->dim, right,
                   layout->x_title_y, 1.0, 0.0);
  if (chart->note != NULL)
    plot_text_paint_within (cr, theme, PLOT_TEXT_LABEL, chart->note, &theme->dim, layout->left,
                            layout->x_title_y, right - w - 16.0 - layout->left);
}

/* Its title stands over it where there is room beside the plot's own. */
static void
paint_bar (cairo_t *cr, PlotChart *chart, const PlotLayout *layout, const PlotTheme *theme)
{
  const PlotFrame *frame = &layout->frame;
  double top = frame->y + 5.0, height = frame->height - (chart->has_axes ? 5.0 : 10.0);

  plot_raster_paint_bar (cr, layout->bar_x, top, 10.0, height, chart->bar_palette,
                         chart->bar_range, theme);
  if (chart->bar_title != NULL)
    plot_text_paint (cr, theme, PLOT_TEXT_LABEL, chart->bar_title, &theme->dim,
                     layout->width - layout->left, frame->y - 5.0, 1.0, 1.0);
}

static void
paint_empty (cairo_t *cr, PlotChart *chart, const PlotLayout *layout, const PlotTheme *theme)
{
  if (chart->title != NULL)
    plot_text_paint_within (cr, theme, PLOT_TEXT_TITLE, chart->title, &theme->text,
                            layout->left, layout->title_y, layout->width - 2.0 * layout->left);
  if (chart->empty_text != NULL)
    plot_text_paint (cr, theme, PLOT_TEXT_LABEL, chart->empty_text, &theme->dim,
                     0.5 * layout->width, 0.5 * layout->height, 0.5, 0.5);
}

/**
 * plot_paint_chart:
 * @layout: of plot_layout_init()
 * @scale: device pixels a unit, for what is drawn in pixels
 *
 * Paints a chart as laid out. Main thread, or any while nobody changes the chart.
 */
void
plot_paint_chart (cairo_t *cr, PlotChart *chart, const PlotLayout *layout,
                  const PlotTheme *theme, double scale)
{
  const PlotFrame *frame = &layout->frame;
  const PlotTicks no_ticks = { 0 };

  if (theme->background.alpha > 0.0f)
    {
      gdk_cairo_set_source_rgba (cr, &theme->background);
      cairo_rectangle (cr, 0.0, 0.0, layout->width, layout->height);
      cairo_fill (cr);
    }
  if (layout->is_empty)
    {
      paint_empty (cr, chart, layout, theme);
      return;
    }
  if (chart->image != NULL)
    plot_raster_paint (cr, frame, chart->image, chart->lines, chart->samples);
  else if (chart->has_axes)
    plot_axes_paint_grid (cr, frame, is_categorical (chart) ? &no_ticks : &layout->x_ticks,
                          &layout->y_ticks, theme);
  if (chart->overlay != NULL)
    plot_raster_paint (cr, frame, chart->overlay, chart->lines, chart->samples);
  paint_series (cr, chart, frame, theme, scale);
  paint_rings (cr, chart, frame, theme);
  paint_marks (cr, chart, frame, theme);
  if (chart->has_axes)
    plot_axes_paint_labels (cr, frame, &layout->x_ticks, &layout->y_ticks, theme);
  paint_cursor (cr, chart, frame, theme);
  paint_pins (cr, chart, frame, theme);
  paint_words (cr, chart, layout, theme);
  if (chart->has_bar)
    paint_bar (cr, chart, layout, theme);
}

/**
 * plot_paint:
 *
 * Fits, lays out and paints a chart in one go, for pictures and paper. Main thread.
 */
void
plot_paint (cairo_t *cr, PlotChart *chart, const PlotTheme *theme, double width, double height,
            double scale)
{
  PlotLayout layout;

  plot_chart_fit (chart, 0);
  plot_layout_init (&layout, chart, cr, theme, width, height);
  plot_paint_chart (cr, chart, &layout, theme, scale);
}
