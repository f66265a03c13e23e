/* plot-stroke.h: many thin lines on an image, much faster than cairo strokes them. */
#pragma once

#include "plot-decimate.h"
#include "plot-theme.h"

G_BEGIN_DECLS

/* A point alone is a dot that much wider than a line. */
#define PLOT_STROKE_DOT 1.4

typedef struct _PlotStroke PlotStroke;

PlotStroke *plot_stroke_begin (cairo_t *cr, const PlotFrame *frame);
void plot_stroke_line (PlotStroke *self, const GArray *points, const GdkRGBA *color,
                       double width);
void plot_stroke_end (PlotStroke *self);

/**
 * plot_stroke_blend:
 * @under: premultiplied ARGB
 * @rgb: 0xRRGGBB
 * @alpha: 0 to 255
 *
 * Lays a colour over a pixel, two channels at a time; inline, for loops over pixels.
 *
 * Returns: premultiplied ARGB
 */
static inline guint32
plot_stroke_blend (guint32 under, guint32 rgb, guint32 alpha)
{
  guint32 keep = 255 - alpha;
  guint32 rb = (rgb & 0xff00ff) * alpha + (under & 0xff00ff) * keep + 0x800080;
  guint32 ag
      = (((rgb >> 8) & 0xff) | 0xff0000) * alpha + ((under >> 8) & 0xff00ff) * keep + 0x800080;
  rb = ((rb + ((rb >> 8) & 0xff00ff)) >> 8) & 0xff00ff;
  ag = (ag + ((ag >> 8) & 0xff00ff)) & 0xff00ff00;
  return rb | ag;
}

G_END_DECLS
