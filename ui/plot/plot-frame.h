/* plot-frame.h: a rectangle of ink and the data it stands for. A plain value. */
#pragma once

#include "plot-range.h"

G_BEGIN_DECLS

/**
 * PlotFrame:
 * @x: left edge, in units of the cairo context (logical pixels on screen, points in a file)
 * @y: top edge
 * @width: of the plot area
 * @height: of the plot area
 * @x_range: data at the left and right edge
 * @y_range: data at the bottom and top edge
 * @log_x: logarithmic
 * @log_y: logarithmic
 * @flip_y: y grows downwards, as the lines of an image do
 */
typedef struct
{
  double x, y, width, height;
  PlotRange x_range, y_range;
  gboolean log_x, log_y, flip_y;
} PlotFrame;

double plot_frame_to_x (const PlotFrame *self, double value);
double plot_frame_to_y (const PlotFrame *self, double value);
double plot_frame_from_x (const PlotFrame *self, double x);
double plot_frame_from_y (const PlotFrame *self, double y);
gboolean plot_frame_contains (const PlotFrame *self, double x, double y);
void plot_frame_fit_aspect (PlotFrame *self);

G_END_DECLS
