/* plot-hover.c: finds the exact values at a place and paints them in a bubble over the plot.
 * The values are those of the data, never of the smoothed or decimated ink. */
#include "plot-hover.h"

#include <math.h>

#include "plot-chart-private.h"

#define DIGITS 6

static PlotHoverRow *
add_row (PlotHover *self, const GdkRGBA *color, const char *label, double value)
{
  if (self->n == PLOT_HOVER_ROWS)
    {
      self->n_hidden++;
      return NULL;
    }
  PlotHoverRow *row = &self->rows[self->n++];
  *row = (PlotHoverRow){ .color = *color, .x = NAN, .y = NAN };
  g_strlcpy (row->label, label, sizeof row->label);
  plot_format_digits (row->value, sizeof row->value, value, DIGITS);
  return row;
}

static void
write_head (PlotHover *self, PlotChart *chart, PlotAxis axis, double value)
{
  const PlotChartAxis *a = &chart->axes[axis];
  char number[PLOT_LABEL_SIZE];

  plot_format_digits (number, sizeof number, value, DIGITS);
  g_snprintf (self->head, sizeof self->head, "%s%s%s%s%s", a->title != NULL ? a->title : "",
              a->title != NULL ? " " : "", number, a->unit != NULL ? " " : "",
              a->unit != NULL ? a->unit : "");
}

/* The x of the data nearest to the pointer, over all curves. */
static double
snap_x (PlotChart *chart, const PlotFrame *frame, double x)
{
  double value = plot_frame_from_x (frame, x), best = INFINITY, found = NAN;

  for (guint i = 0; i < chart->series->len; i++)
    {
      const PlotSeries *series = chart->series->pdata[i];
      gssize at = series->kind->snaps ? plot_series_find_x (series, value) : -1;
      double nearest = at < 0 ? NAN : plot_series_get_x (series, (gsize) at);
      double away = at < 0 ? INFINITY : fabs (plot_frame_to_x (frame, nearest) - x);

      if (away < best)
        best = away, found = nearest;
    }
  return found;
}

static gboolean
find_curves (PlotHover *self, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme,
             double x, double y)
{
  double value = snap_x (chart, frame, x);

  if (!isfinite (value))
    return FALSE;
  for (guint i = 0; i < chart->series->len; i++)
    {
      const PlotSeries *series = chart->series->pdata[i];
      PlotReading reading;

      if (series->label == NULL || series->n == 0 || series->kind->read == NULL
          || !series->kind->read (series, frame, theme, value, y, &reading))
        continue;
      PlotHoverRow *row = add_row (self, &reading.color, reading.label, reading.value);
      if (row == NULL)
        continue;
      row->x = reading.x;
      row->y = reading.y;
    }
  self->line_x = plot_frame_to_x (frame, value);
  return TRUE;
}

static void
name_bar (PlotHover *self, PlotChart *chart, double value)
{
  guint n = chart->categories != NULL ? g_strv_length (chart->categories) : 0,
        at = (guint) fmax (value, 0.0);

  if (at < n)
    g_strlcpy (self->head, chart->categories[at], sizeof self->head);
  else
    g_snprintf (self->head, sizeof self->head, "%s %u",
                chart->axes[0].title != NULL ? chart->axes[0].title : "", at + 1);
}

static void
describe_point (PlotHover *self, PlotChart *chart, const PlotSeries *series,
                const PlotTheme *theme, gsize i)
{
  const char *x = chart->axes[0].title, *y = chart->axes[1].title;

  g_snprintf (self->head, sizeof self->head, "Point %" G_GSIZE_FORMAT, i + 1);
  if (series->color_by == PLOT_POINT_CLASS && chart->class_names != NULL
      && series->classes[i] < g_strv_length (chart->class_names))
    g_strlcpy (self->head, chart->class_names[series->classes[i]], sizeof self->head);
  add_row (self, &theme->dim, x != NULL ? x : "x", series->px[i]);
  add_row (self, &theme->dim, y != NULL ? y : "y", series->py[i]);
  if (series->color_by == PLOT_POINT_VALUE)
    add_row (self, &theme->dim, chart->bar_title != NULL ? chart->bar_title : "value",
             series->values[i]);
}

static void
describe_cell (PlotHover *self, const PlotSeries *series, gsize i)
{
  if (series->kind->get_name != NULL)
    g_strlcpy (self->head, series->kind->get_name (series, i), sizeof self->head);
  else
    g_snprintf (self->head, sizeof self->head, "%s %" G_GSIZE_FORMAT,
                series->label != NULL ? series->label : "Cell", i + 1);
}

/* A point or a cell under the pointer, of the series on top. */
static gboolean
find_thing (PlotHover *self, PlotChart *chart, const PlotFrame *frame, const PlotTheme *theme,
            double x, double y)
{
  for (guint s = chart->series->len; s-- > 0;)
    {
      const PlotSeries *series = chart->series->pdata[s];
      gssize i = series->kind->find != NULL ? series->kind->find (series, frame, x, y) : -1;

      if (i < 0)
        continue;
      if (!series->kind->is_scattered)
        {
          describe_cell (self, series, (gsize) i);
          return TRUE;
        }
      describe_point (self, chart, series, theme, (gsize) i);
      self->rows[0].x = self->x = plot_frame_to_x (frame, series->px[i]);
      self->rows[0].y = self->y = plot_frame_to_y (frame, series->py[i]);
      self->rows[0].color = theme->accent;
      return TRUE;
    }
  return FALSE;
}

static gboolean
find_pixel (PlotHover *self, PlotChart *chart, const PlotFrame *frame, double x, double y)
{
  double sample = floor (plot_frame_from_x (frame, x)),
         line = floor (plot_frame_from_y (frame, y));

  if (sample < 0.0 || line < 0.0 || sample >= chart->samples || line >= chart->lines)
    return FALSE;
  g_snprintf (self->head, sizeof self->head, "Line %.0f, sample %.0f", line, sample);
  return TRUE;
}

/* A mark under the pointer says its words, in place of the value of x. */
static void
read_mark (PlotHover *self, PlotChart *chart, const PlotFrame *frame, double x)
{
  for (guint i = 0; i < chart->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (chart->marks, PlotMark, i);

      if (mark->text != NULL && fabs (plot_frame_to_x (frame, mark->x) - x) <= 4.0)
        g_strlcpy (self->head, mark->text, sizeof self->head);
    }
}

/**
 * plot_hover_find:
 * @x: of the pointer, in units of the layout
 * @y: of the pointer
 *
 * Finds what to say at a place: every curve at the nearest x of the data, the nearest point of
 * a scatter, the line and sample of an image. Main thread.
 *
 * Returns: whether there is something to say
 */
gboolean
plot_hover_find (PlotHover *self, PlotChart *chart, const PlotLayout *layout,
                 const PlotTheme *theme, double x, double y)
{
  const PlotFrame *frame = &layout->frame;

  *self = (PlotHover){ .x = x, .y = y, .line_x = NAN };
  if (layout->is_empty || !plot_frame_contains (frame, x, y))
    return FALSE;
  if (find_thing (self, chart, frame, theme, x, y))
    return TRUE;
  if (chart->image != NULL)
    return find_pixel (self, chart, frame, x, y);
  if (!find_curves (self, chart, frame, theme, x, y))
    return FALSE;
  gboolean is_categorical = FALSE;
  for (guint i = 0; i < chart->series->len; i++)
    is_categorical |= ((PlotSeries *) chart->series->pdata[i])->kind->is_categorical;
  if (is_categorical)
    name_bar (self, chart, plot_frame_from_x (frame, self->line_x));
  else
    write_head (self, chart, PLOT_AXIS_X, plot_frame_from_x (frame, self->line_x));
  read_mark (self, chart, frame, x);
  return TRUE;
}

typedef struct
{
  double x, y, width, height, row, label;
} Bubble;

static Bubble
measure_bubble (const PlotHover *self, cairo_t *cr, const PlotLayout *layout,
                const PlotTheme *theme)
{
  Bubble bubble = { 0 };
  double head, values = 0.0, w;

  plot_text_measure (cr, theme, PLOT_TEXT_LABEL, self->head, &head, &bubble.row);
  for (guint i = 0; i < self->n; i++)
    {
      plot_text_measure (cr, theme, PLOT_TEXT_TICK, self->rows[i].label, &w, NULL);
      bubble.label = MAX (bubble.label, w);
      plot_text_measure (cr, theme, PLOT_TEXT_TICK, self->rows[i].value, &w, NULL);
      values = MAX (values, w);
    }
  bubble.width = MAX (head, self->n > 0 ? 12.0 + bubble.label + 12.0 + values : 0.0) + 18.0;
  bubble.height = (self->n + 1 + (self->n_hidden > 0)) * bubble.row + 12.0;
  double anchor = isfinite (self->line_x) ? self->line_x : self->x;
  bubble.x = anchor + 14.0 + bubble.width <= layout->width - 2.0 ? anchor + 14.0
                                                                 : anchor - 14.0 - bubble.width;
  bubble.x = CLAMP (bubble.x, 2.0, MAX (2.0, layout->width - bubble.width - 2.0));
  bubble.y
      = self->y - bubble.height - 10.0 >= 2.0 ? self->y - bubble.height - 10.0 : self->y + 14.0;
  bubble.y = CLAMP (bubble.y, 2.0, MAX (2.0, layout->height - bubble.height - 2.0));
  return bubble;
}

static void
add_rounded (cairo_t *cr, double x, double y, double width, double height, double r)
{
  cairo_new_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -0.5 * G_PI, 0.0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0.0, 0.5 * G_PI);
  cairo_arc (cr, x + r, y + height - r, r, 0.5 * G_PI, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
paint_background (cairo_t *cr, const Bubble *bubble, const PlotTheme *theme)
{
  GdkRGBA shade = plot_color (0x000000, theme->is_dark ? 0.35 : 0.10);

  add_rounded (cr, bubble->x, bubble->y + 1.5, bubble->width, bubble->height, 7.0);
  gdk_cairo_set_source_rgba (cr, &shade);
  cairo_fill (cr);
  add_rounded (cr, bubble->x, bubble->y, bubble->width, bubble->height, 7.0);
  gdk_cairo_set_source_rgba (cr, &theme->bubble);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &theme->axis);
  cairo_set_line_width (cr, theme->is_high_contrast ? 1.5 : 0.75);
  cairo_stroke (cr);
}

static void
paint_dots (const PlotHover *self, cairo_t *cr, const PlotFrame *frame, const PlotTheme *theme)
{
  if (isfinite (self->line_x))
    {
      gdk_cairo_set_source_rgba (cr, &theme->axis);
      cairo_rectangle (cr, floor (self->line_x), frame->y, 1.0, frame->height);
      cairo_fill (cr);
    }
  for (guint i = 0; i < self->n; i++)
    {
      const PlotHoverRow *row = &self->rows[i];

      if (!isfinite (row->x) || !isfinite (row->y)
          || !plot_frame_contains (frame, row->x, row->y))
        continue;
      cairo_new_path (cr);
      cairo_arc (cr, row->x, row->y, 4.0, 0.0, 2.0 * G_PI);
      gdk_cairo_set_source_rgba (cr, &row->color);
      cairo_fill_preserve (cr);
      gdk_cairo_set_source_rgba (cr, &theme->bubble);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
}

/**
 * plot_hover_paint:
 *
 * Paints crosshair, dots and bubble over a plot, inside its bounds. Main thread.
 */
void
plot_hover_paint (const PlotHover *self, cairo_t *cr, const PlotLayout *layout,
                  const PlotTheme *theme)
{
  Bubble bubble = measure_bubble (self, cr, layout, theme);
  char more[40];

  paint_dots (self, cr, &layout->frame, theme);
  paint_background (cr, &bubble, theme);
  double x = bubble.x + 9.0, y = bubble.y + 6.0, right = bubble.x + bubble.width - 9.0;
  plot_text_paint (cr, theme, PLOT_TEXT_LABEL, self->head, &theme->text, x, y, 0.0, 0.0);
  for (guint i = 0; i < self->n; i++)
    {
      const PlotHoverRow *row = &self->rows[i];
      double middle = (y += bubble.row) + 0.5 * bubble.row;

      cairo_new_path (cr);
      cairo_arc (cr, x + 3.5, middle, 3.5, 0.0, 2.0 * G_PI);
      gdk_cairo_set_source_rgba (cr, &row->color);
      cairo_fill (cr);
      plot_text_paint (cr, theme, PLOT_TEXT_TICK, row->label, &theme->dim, x + 12.0, middle,
                       0.0, 0.5);
      plot_text_paint (cr, theme, PLOT_TEXT_TICK, row->value, &theme->text, right, middle, 1.0,
                       0.5);
    }
  if (self->n_hidden == 0)
    return;
  g_snprintf (more, sizeof more, "and %u more", self->n_hidden);
  plot_text_paint (cr, theme, PLOT_TEXT_TICK, more, &theme->dim, x + 12.0, y + bubble.row, 0.0,
                   0.0);
}
