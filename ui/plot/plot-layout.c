/* plot-layout.c: fits the axes to the data and finds room for titles, numbers and the legend.
 * Nothing overlaps the plot area; what does not fit is left out rather than clipped. */
#include "plot-layout.h"

#include <math.h>

#include "plot-chart-private.h"

#define PAD       8.0
#define BAR_WIDTH 10.0
#define BAR_GAP   12.0

typedef struct
{
  PlotRange data;
  gboolean has_points, has_bars, has_cells; /* cells: an image or a sheet fills the frame */
} Extent;

static Extent
measure (PlotChart *chart, PlotAxis axis)
{
  Extent extent = { .data = PLOT_RANGE_EMPTY };
  gboolean is_log = chart->axes[axis].is_log;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const PlotSeries *series = chart->series->pdata[i];

      if (series->style.outside_range || series->n == 0)
        continue;
      extent.has_points |= series->kind->is_scattered;
      extent.has_bars |= series->kind->is_categorical;
      extent.has_cells |= series->kind->is_grid;
      extent.data = plot_range_union (
          extent.data, axis == PLOT_AXIS_X ? plot_series_get_x_range (series, is_log)
                                           : plot_series_get_y_range (series, is_log));
    }
  if (chart->image != NULL)
    {
      PlotRange image = { 0.0, axis == PLOT_AXIS_X ? chart->samples : chart->lines };

      extent.data = plot_range_union (extent.data, image);
      extent.has_cells = TRUE;
    }
  return extent;
}

static double
padding (const Extent *extent, PlotAxis axis)
{
  if (extent->has_cells || (extent->has_bars && axis == PLOT_AXIS_X))
    return 0.0;
  if (extent->has_points)
    return 0.05;
  return axis == PLOT_AXIS_X ? 0.0 : 0.06;
}

/* Room around the data, but not across zero: reflectance and losses do not go below. */
static PlotRange
wanted_range (PlotChart *chart, PlotAxis axis, const Extent *measured)
{
  const PlotChartAxis *self = &chart->axes[axis];
  Extent extent = *measured;
  PlotRange data
      = plot_range_union (plot_range_union (extent.data, self->linked), self->include);
  PlotRange range = plot_range_pad (data, padding (&extent, axis), self->is_log);

  if (!self->is_log && !extent.has_points && !plot_range_is_empty (data) && data.hi > data.lo)
    {
      range.lo = data.lo >= 0.0 && range.lo < 0.0 ? 0.0 : range.lo;
      range.hi = data.hi <= 0.0 && range.hi > 0.0 ? 0.0 : range.hi;
    }
  if (isfinite (self->limits.lo) && (!self->is_log || self->limits.lo > 0.0))
    range.lo = self->limits.lo;
  if (isfinite (self->limits.hi) && self->limits.hi > range.lo)
    range.hi = self->limits.hi;
  return range.hi > range.lo
             ? range
             : plot_range_pad ((PlotRange){ range.lo, range.lo }, 0.0, self->is_log);
}

static gboolean
has_sheet (PlotChart *chart)
{
  for (guint i = 0; i < chart->series->len; i++)
    if (((PlotSeries *) chart->series->pdata[i])->kind->is_grid)
      return TRUE;
  return FALSE;
}

/**
 * plot_chart_fit:
 * @now_us: monotonic time, so that ranges may shrink slowly; 0 fits at once
 *
 * Brings the axes up to the data. Private to the kit.
 *
 * Returns: whether an axis is still on its way, and another drawing is worth while
 */
gboolean
plot_chart_fit (PlotChart *chart, gint64 now_us)
{
  gboolean is_moving = FALSE;
  Extent extents[2];
  double elapsed
      = now_us > 0 && chart->fitted_us > 0 ? (double) (now_us - chart->fitted_us) * 1e-6 : -1.0;

  for (guint axis = 0; axis < 2; axis++)
    {
      extents[axis] = measure (chart, axis);
      chart->axes[axis].own = extents[axis].data;
    }
  if (chart->measured != NULL)
    chart->measured (chart, chart->measured_data);
  for (guint axis = 0; axis < 2; axis++)
    {
      PlotChartAxis *self = &chart->axes[axis];
      PlotRange *shown = self->together != NULL ? self->together : &self->shown;

      is_moving |= plot_range_follow (
          shown, wanted_range (chart, axis, &extents[axis]),
          chart->image != NULL || has_sheet (chart) ? -1.0 : elapsed, self->is_log);
      self->shown = *shown;
    }
  chart->fitted_us = now_us;
  return is_moving;
}

static PlotRange
in_view (const PlotChartAxis *axis)
{
  return plot_range_is_empty (axis->zoom) ? axis->shown : axis->zoom;
}

static void
init_frame (PlotFrame *frame, PlotChart *chart)
{
  *frame = (PlotFrame){ .x_range = in_view (&chart->axes[PLOT_AXIS_X]),
                        .y_range = in_view (&chart->axes[PLOT_AXIS_Y]),
                        .log_x = chart->axes[PLOT_AXIS_X].is_log,
                        .log_y = chart->axes[PLOT_AXIS_Y].is_log,
                        .flip_y = chart->image != NULL || has_sheet (chart) };
}

/* What stands at the upper left: the title, or the y axis title where there is none. */
static const char *
head_text (const PlotLayout *self, PlotChart *chart, PlotTextRole *role)
{
  gboolean has_title = chart->title != NULL && chart->title[0] != '\0';

  *role = has_title ? PLOT_TEXT_TITLE : PLOT_TEXT_LABEL;
  return has_title ? chart->title : chart->has_axes ? self->y_title : "";
}

/* Head at the left, legend at the right of the same row where both fit, else below it. */
static double
place_head (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme, double pad)
{
  double w = 0.0, h = 0.0, y = pad, room = self->width - 2.0 * pad;
  PlotTextRole role;
  const char *head = head_text (self, chart, &role);

  if (head[0] != '\0')
    plot_text_measure (cr, theme, role, head, &w, &h);
  self->title_y = y + 0.5 * MAX (self->legend.row_height - h, 0.0);
  self->legend_y = y + 0.5 * MAX (h - self->legend.row_height, 0.0);
  self->legend_x = self->width - pad - self->legend.width;
  if (self->legend.n == 0)
    return y + h;
  if (w + 20.0 + self->legend.width <= room)
    return y + MAX (h, self->legend.row_height);
  y += h > 0.0 ? h + 2.0 : 0.0;
  self->title_y = pad;
  plot_legend_wrap (&self->legend, room,
                    (guint) CLAMP (0.2 * self->height / self->legend.row_height, 1.0,
                                   self->legend.is_table ? 8.0 : 4.0));
  self->legend_y = y;
  self->legend_x = pad;
  return y + self->legend.n_rows * self->legend.row_height;
}

static double
widest_label (const PlotTicks *ticks, cairo_t *cr, const PlotTheme *theme)
{
  double widest = 0.0;

  for (guint i = 0; i < ticks->n; i++)
    {
      double w;

      plot_text_measure (cr, theme, PLOT_TEXT_TICK, ticks->labels[i], &w, NULL);
      widest = MAX (widest, w);
    }
  return widest;
}

static void
make_ticks (PlotTicks *ticks, PlotRange range, const PlotChartAxis *axis, double length,
            double each)
{
  guint wanted = (guint) CLAMP (length / each, 2.0, 12.0);

  if (axis->is_log)
    plot_ticks_log (ticks, range, wanted);
  else if (axis->is_whole)
    plot_ticks_whole (ticks, range, wanted);
  else
    plot_ticks_linear (ticks, range, wanted);
}

/* Fewer ticks until their labels no longer crowd. */
static void
make_x_ticks (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  PlotFrame *frame = &self->frame;
  gboolean is_bars = FALSE;

  for (guint i = 0; i < chart->series->len; i++)
    is_bars |= ((PlotSeries *) chart->series->pdata[i])->kind->is_categorical;
  for (double each = is_bars ? 18.0 : 56.0; each < 4.0 * frame->width; each *= 1.35)
    {
      if (is_bars)
        plot_ticks_categories (&self->x_ticks, frame->x_range,
                               (const char *const *) chart->categories,
                               (guint) CLAMP (frame->width / each, 1.0, PLOT_TICKS_MAX));
      else
        make_ticks (&self->x_ticks, frame->x_range, &chart->axes[PLOT_AXIS_X], frame->width,
                    each);
      double taken = (widest_label (&self->x_ticks, cr, theme) + 8.0) * self->x_ticks.n;
      if (taken <= frame->width || self->x_ticks.n <= 2)
        break;
    }
}

/* Room at the right; the bar itself stands beside the image, which may be narrower. */
static void
make_room_for_bar (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme)
{
  PlotTicks ticks;

  plot_ticks_linear (&ticks, chart->bar_range, 4);
  self->frame.width -= BAR_GAP + BAR_WIDTH + 4.0 + widest_label (&ticks, cr, theme) + 2.0;
}

static void
place_bar (PlotLayout *self, PlotChart *chart)
{
  const PlotFrame *frame = &self->frame;
  double right = frame->x + frame->width;

  if (chart->image != NULL)
    right = MIN (right, plot_frame_to_x (frame, chart->samples));
  self->bar_x = right + BAR_GAP;
}

/* Among small multiples each pixel counts. */
static double
get_pad (const PlotChart *chart)
{
  return chart->is_compact ? 4.0 : PAD;
}

static void
place_axes (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme, double top)
{
  PlotFrame *frame = &self->frame;
  const PlotChartAxis *x = &chart->axes[PLOT_AXIS_X];
  double line, pad = get_pad (chart);

  plot_text_measure (cr, theme, PLOT_TEXT_LABEL, "Ag", NULL, &line);
  gboolean has_y_title = self->has_y_row;
  gboolean has_x_title = x->title != NULL || x->unit != NULL || chart->note != NULL;
  self->y_title_y = self->has_y_row ? top + 3.0 : self->title_y;
  frame->y = has_y_title ? self->y_title_y + line + 7.0 : top + (chart->is_compact ? 6.0 : 8.0);
  self->x_title_y = self->height - pad - line + 2.0;
  double foot = line + 7.0 + (has_x_title ? line + 2.0 : 0.0) + pad - 2.0;
  frame->height = MAX (self->height - frame->y - foot, 10.0);
  make_ticks (&self->y_ticks, frame->y_range, &chart->axes[PLOT_AXIS_Y], frame->height, 34.0);
  double labels = ceil ((widest_label (&self->y_ticks, cr, theme) + 8.0) / 6.0) * 6.0;
  frame->x = pad - 2.0 + labels;
  frame->width = MAX (self->width - frame->x - pad - 6.0, 10.0);
}

static void
place_bare (PlotLayout *self, double top, double pad)
{
  self->frame.x = pad;
  self->frame.y = top + (top > 0.0 ? 6.0 : 0.0);
  self->frame.width = MAX (self->width - 2.0 * pad, 10.0);
  self->frame.height = MAX (self->height - self->frame.y - pad, 10.0);
}

static void
write_titles (PlotLayout *self, PlotChart *chart)
{
  const PlotChartAxis *x = &chart->axes[PLOT_AXIS_X], *y = &chart->axes[PLOT_AXIS_Y];

  plot_format_axis (self->x_title, sizeof self->x_title, x->title, x->unit,
                    self->x_ticks.exponent);
  plot_format_axis (self->y_title, sizeof self->y_title, y->title, y->unit,
                    self->y_ticks.exponent);
}

/**
 * plot_layout_init:
 * @cr: for measuring text; nothing is painted
 *
 * Finds the place of everything in a plot of that size. Call plot_chart_fit() before. Main
 * thread.
 */
void
plot_layout_init (PlotLayout *self, PlotChart *chart, cairo_t *cr, const PlotTheme *theme,
                  double width, double height)
{
  PlotFrame *frame = &self->frame;
  gboolean has_title = chart->title != NULL && chart->title[0] != '\0';
  gboolean is_bare = !chart->has_axes && !has_title && !chart->has_bar;
  double pad = is_bare ? 0.0 : get_pad (chart);

  *self = (PlotLayout){
    .width = width, .height = height, .left = pad, .is_empty = plot_chart_is_empty (chart)
  };
  init_frame (frame, chart);
  if (chart->has_axes) /* a power of ten is part of the title: it needs its room, too */
    make_ticks (&self->y_ticks, frame->y_range, &chart->axes[PLOT_AXIS_Y], height, 34.0);
  write_titles (self, chart);
  self->has_y_row = chart->has_axes && has_title && self->y_title[0] != '\0';
  plot_legend_collect (&self->legend, chart, cr, theme);
  double top = place_head (self, chart, cr, theme, pad);
  if (chart->has_axes)
    place_axes (self, chart, cr, theme, top);
  else
    place_bare (self, top, pad);
  if (chart->has_bar)
    make_room_for_bar (self, chart, cr, theme);
  if ((chart->image != NULL && !chart->is_stretched) || chart->is_equal)
    plot_frame_fit_aspect (frame);
  if (chart->has_bar)
    place_bar (self, chart);
  if (!chart->has_axes)
    return;
  make_ticks (&self->y_ticks, frame->y_range, &chart->axes[PLOT_AXIS_Y], frame->height, 34.0);
  make_x_ticks (self, chart, cr, theme);
  write_titles (self, chart);
}
