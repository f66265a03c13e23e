/* plot-ticks.h: where an axis has ticks, and what they say. A plain value. */
#pragma once

#include "plot-range.h"

G_BEGIN_DECLS

#define PLOT_TICKS_MAX   24
#define PLOT_TICKS_MINOR 96
#define PLOT_LABEL_SIZE  32

/**
 * PlotTicks:
 * @n: labelled ticks
 * @values: (n) where they are
 * @labels: (n) what they say, in the locale's writing
 * @n_minor: ticks without a label (logarithmic axes)
 * @minor: (n_minor) where they are
 * @exponent: the labels are to be multiplied by ten to this; mostly 0
 */
typedef struct
{
  guint n;
  double values[PLOT_TICKS_MAX];
  char labels[PLOT_TICKS_MAX][PLOT_LABEL_SIZE];
  guint n_minor;
  double minor[PLOT_TICKS_MINOR];
  int exponent;
} PlotTicks;

void plot_ticks_linear (PlotTicks *self, PlotRange range, guint wanted);
void plot_ticks_whole (PlotTicks *self, PlotRange range, guint wanted);
void plot_ticks_log (PlotTicks *self, PlotRange range, guint wanted);
void plot_ticks_categories (PlotTicks *self, PlotRange range, const char *const *names,
                            guint wanted);
void plot_format_value (char *out, gsize size, double value);
void plot_format_digits (char *out, gsize size, double value, int digits);
void plot_format_power (char *out, gsize size, int exponent);
void plot_format_axis (char *out, gsize size, const char *title, const char *unit,
                       int exponent);

G_END_DECLS
