/* plot-decimate.h: long curves, drawn with no more points than the paper can show. */
#pragma once

#include "plot-frame.h"

G_BEGIN_DECLS

/**
 * PlotPoint:
 *
 * A place on the paper; NAN in both marks a gap.
 */
typedef struct
{
  double x;
  double y;
} PlotPoint;

void plot_decimate (GArray *out, const PlotFrame *frame, const double *xs, const double *ys,
                    gsize n);

G_END_DECLS
