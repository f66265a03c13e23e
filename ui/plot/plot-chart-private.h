/* plot-chart-private.h: the chart's insides, for plot-chart*.c, plot-layout, plot-paint and
 * plot-view. */
#pragma once

#include "plot-chart.h"
#include "plot-series-kind.h"

G_BEGIN_DECLS

typedef struct
{
  char *title;
  char *unit;
  gboolean is_log, is_whole;
  PlotRange limits;    /* NAN where automatic */
  PlotRange include;   /* always in view */
  PlotRange shown;     /* follows the data */
  PlotRange zoom;      /* empty: everything */
  PlotRange own;       /* what the data span, as last measured */
  PlotRange linked;    /* what those of the plots beside it span; empty: it stands alone */
  PlotRange *together; /* nullable: what all of them show */
} PlotChartAxis;

typedef struct
{
  double x, y;
  char *text;
} PlotMark;

typedef void (*PlotChartMeasuredFunc) (PlotChart *self, gpointer user_data);

struct _PlotChart
{
  GObject parent_instance;

  char *title, *note, *empty_text;
  PlotChartAxis axes[2];
  char **categories, **class_names;
  char **keys; /* nullable: names of the colours of an image */
  GdkRGBA *key_colors;
  gboolean has_axes, has_legend, is_equal, is_stretched, is_compact;

  GPtrArray *series; /* PlotSeries */
  guint n_orders;

  cairo_surface_t *image, *overlay;
  guint lines, samples;

  gboolean has_bar;
  char *bar_title;
  PlotPalette bar_palette;
  PlotRange bar_range;

  GArray *marks, *pins; /* PlotMark */
  double ring_x, ring_y;
  GArray *radii; /* double */
  double cursor_x, cursor_y;
  gint64 fitted_us;
  PlotChartMeasuredFunc measured; /* nullable: a PlotLink's */
  gpointer measured_data;
};

void plot_chart_changed (PlotChart *self);
PlotSeries *plot_chart_ensure (PlotChart *self, const char *id, const PlotSeriesKind *kind,
                               const PlotStyle *style);
void plot_chart_set_measured_func (PlotChart *self, PlotChartMeasuredFunc func,
                                   gpointer user_data);
gboolean plot_chart_fit (PlotChart *self, gint64 now_us);

G_END_DECLS
