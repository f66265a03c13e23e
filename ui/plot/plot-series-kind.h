/* plot-series-kind.h: what a kind of series does: one row a kind, at the end of the file that
 * paints it. Nothing else in the kit asks which kind a series is of.
 */
#pragma once

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

/**
 * PlotPaintPlace:
 * @scale: device pixels a unit of the frame
 * @index: of this series among those of its kind
 * @n_alike: how many of its kind the chart has
 */
typedef struct
{
  double scale;
  guint index, n_alike;
} PlotPaintPlace;

/**
 * PlotReading:
 * @label: what is read
 * @value: its value
 * @color: of its dot
 * @x: of its dot, in units of the layout; NAN for none
 * @y: of its dot
 *
 * What a series has to say where the crosshair stands.
 */
typedef struct
{
  char label[64];
  double value;
  GdkRGBA color;
  double x, y;
} PlotReading;

/**
 * PlotSwatch:
 *
 * What stands for a series in the legend.
 */
typedef enum
{
  PLOT_SWATCH_NONE, /* it is not in the legend */
  PLOT_SWATCH_LINE,
  PLOT_SWATCH_BOX,
  PLOT_SWATCH_DISC,
} PlotSwatch;

/**
 * PlotSeriesKind:
 * @get_x_range: of its values; empty where it spans the whole plot
 * @get_y_range: the same
 * @paint: paints it into its frame, and changes nothing but the paper
 * @read: (nullable): what it says at a value of x, the pointer being at @y of the layout;
 *   %FALSE where that is nothing
 * @find: (nullable): which of its points or cells is at a place of the layout, or −1
 * @get_name: (nullable): what a point or cell that was found is called
 * @get_values: for a table: the numbers of a point, NAN where there is none
 * @swatch: in the legend
 * @snaps: the crosshair stops at its values of x
 * @is_categorical: x counts its bars, which have names
 * @is_scattered: a point of it has two values of its own
 * @is_grid: its cells fill the plot
 * @has_rows: it is many lines over the same x
 */
struct _PlotSeriesKind
{
  PlotRange (*get_x_range) (const PlotSeries *self, gboolean is_log);
  PlotRange (*get_y_range) (const PlotSeries *self, gboolean is_log);
  void (*paint) (cairo_t *cr, const PlotFrame *frame, const PlotSeries *self,
                 const PlotTheme *theme, const PlotPaintPlace *place);
  gboolean (*read) (const PlotSeries *self, const PlotFrame *frame, const PlotTheme *theme,
                    double value, double y, PlotReading *reading);
  gssize (*find) (const PlotSeries *self, const PlotFrame *frame, double x, double y);
  const char *(*get_name) (const PlotSeries *self, gsize i);
  void (*get_values) (const PlotSeries *self, gsize row, gsize i, double *x, double *y);
  PlotSwatch swatch;
  gboolean snaps, is_categorical, is_scattered, is_grid, has_rows;
};

/* What kinds have in common. */
PlotRange plot_series_kind_no_range (const PlotSeries *self, gboolean is_log);
PlotRange plot_series_kind_x_range (const PlotSeries *self, gboolean is_log);
PlotRange plot_series_kind_y_range (const PlotSeries *self, gboolean is_log);
void plot_series_kind_get_values (const PlotSeries *self, gsize row, gsize i, double *x,
                                  double *y);
gboolean plot_series_kind_read (const PlotSeries *self, const PlotFrame *frame,
                                const PlotTheme *theme, double value, double reach,
                                PlotReading *reading);

G_END_DECLS
