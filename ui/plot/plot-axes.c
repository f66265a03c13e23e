/* plot-axes.c: hairlines and numbers. The room for them is found by plot-layout. */
#include "plot-axes.h"

#include <math.h>

#define TICK 4.0

/* The middle of a device pixel, so that a hairline is one pixel wide and not two half ones. */
static double
crisp (cairo_t *cr, double v, gboolean is_x)
{
  double x = is_x ? v : 0.0, y = is_x ? 0.0 : v;

  cairo_user_to_device (cr, &x, &y);
  x = floor (x) + 0.5, y = floor (y) + 0.5;
  cairo_device_to_user (cr, &x, &y);
  return is_x ? x : y;
}

static void
upright (cairo_t *cr, const PlotFrame *frame, double value, double from, double to)
{
  double x = crisp (cr, plot_frame_to_x (frame, value), TRUE);

  cairo_move_to (cr, x, from);
  cairo_line_to (cr, x, to);
}

static void
level (cairo_t *cr, const PlotFrame *frame, double value, double from, double to)
{
  double y = crisp (cr, plot_frame_to_y (frame, value), FALSE);

  cairo_move_to (cr, from, y);
  cairo_line_to (cr, to, y);
}

static void
stroke_hairline (cairo_t *cr, const GdkRGBA *color)
{
  double w = 1.0, h = 1.0;

  cairo_device_to_user_distance (cr, &w, &h);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, fmax (w, 0.5));
  cairo_stroke (cr);
}

/**
 * plot_axes_paint_grid:
 *
 * Paints hairlines at the labelled ticks, and fainter ones at the others of a logarithmic
 * axis. Main thread, or any with a context of its own, as all painters.
 */
void
plot_axes_paint_grid (cairo_t *cr, const PlotFrame *frame, const PlotTicks *x,
                      const PlotTicks *y, const PlotTheme *theme)
{
  double right = frame->x + frame->width, bottom = frame->y + frame->height;
  GdkRGBA faint = theme->grid;

  faint.alpha *= 0.45f;
  for (guint i = 0; i < y->n_minor; i++)
    level (cr, frame, y->minor[i], frame->x, right);
  for (guint i = 0; i < x->n_minor; i++)
    upright (cr, frame, x->minor[i], frame->y, bottom);
  stroke_hairline (cr, &faint);
  for (guint i = 0; i < y->n; i++)
    level (cr, frame, y->values[i], frame->x, right);
  for (guint i = 0; i < x->n; i++)
    upright (cr, frame, x->values[i], frame->y, bottom);
  stroke_hairline (cr, &theme->grid);
}

/* A label at the end of the axis is pulled in rather than clipped. */
static void
paint_x_label (cairo_t *cr, const PlotFrame *frame, double x, const char *label,
               const PlotTheme *theme)
{
  double w;

  plot_text_measure (cr, theme, PLOT_TEXT_TICK, label, &w, NULL);
  double left = CLAMP (x - 0.5 * w, frame->x - 28.0, frame->x + frame->width + 10.0 - w);
  plot_text_paint (cr, theme, PLOT_TEXT_TICK, label, &theme->dim, left,
                   frame->y + frame->height + TICK + 2.0, 0.0, 0.0);
}

/**
 * plot_axes_paint_labels:
 *
 * Paints the base line, short ticks and the numbers.
 */
void
plot_axes_paint_labels (cairo_t *cr, const PlotFrame *frame, const PlotTicks *x,
                        const PlotTicks *y, const PlotTheme *theme)
{
  double bottom = frame->y + frame->height;
  double base = crisp (cr, bottom, FALSE);

  cairo_move_to (cr, frame->x, base);
  cairo_line_to (cr, frame->x + frame->width, base);
  for (guint i = 0; i < x->n; i++)
    upright (cr, frame, x->values[i], bottom, bottom + TICK);
  stroke_hairline (cr, &theme->axis);
  for (guint i = 0; i < x->n; i++)
    paint_x_label (cr, frame, plot_frame_to_x (frame, x->values[i]), x->labels[i], theme);
  for (guint i = 0; i < y->n; i++)
    plot_text_paint (cr, theme, PLOT_TEXT_TICK, y->labels[i], &theme->dim,
                     frame->x - TICK - 2.0, plot_frame_to_y (frame, y->values[i]), 1.0, 0.5);
}

/**
 * plot_axes_paint_mark:
 * @text: (nullable): words along the mark
 * @room: to the next mark or the edge; longer words are left out
 *
 * Paints an upright dotted line with a few words at its head.
 */
void
plot_axes_paint_mark (cairo_t *cr, const PlotFrame *frame, double x, const char *text,
                      double room, const PlotTheme *theme)
{
  static const double dots[] = { 2.0, 3.0 };
  double w;

  if (!plot_frame_contains (frame, x, frame->y))
    return;
  cairo_save (cr);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0.0);
  x = crisp (cr, x, TRUE);
  cairo_move_to (cr, x, frame->y);
  cairo_line_to (cr, x, frame->y + frame->height);
  stroke_hairline (cr, &theme->dim);
  cairo_restore (cr);
  if (text == NULL)
    return;
  plot_text_measure (cr, theme, PLOT_TEXT_TICK, text, &w, NULL);
  if (w + 6.0 <= room)
    plot_text_paint (cr, theme, PLOT_TEXT_TICK, text, &theme->dim, x + 4.0, frame->y + 1.0, 0.0,
                     0.0);
}
