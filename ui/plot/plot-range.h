/* plot-range.h: an interval of data values. A plain value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlotRange:
 * @lo: lower end
 * @hi: upper end; below @lo while the range is empty
 */
typedef struct
{
  double lo;
  double hi;
} PlotRange;

#define PLOT_RANGE_EMPTY ((PlotRange){ G_MAXDOUBLE, -G_MAXDOUBLE })

gboolean plot_range_is_empty (PlotRange range);
PlotRange plot_range_add (PlotRange range, double value);
PlotRange plot_range_union (PlotRange a, PlotRange b);
PlotRange plot_range_of (const double *values, gsize n, gboolean is_log);
PlotRange plot_range_of_floats (const float *values, gsize n, gsize stride);
PlotRange plot_range_pad (PlotRange range, double fraction, gboolean is_log);
PlotRange plot_range_zoom (PlotRange range, double centre, double factor, gboolean is_log);
PlotRange plot_range_shift (PlotRange range, double fraction, gboolean is_log);
gboolean plot_range_follow (PlotRange *shown, PlotRange data, double elapsed_s,
                            gboolean is_log);

G_END_DECLS
