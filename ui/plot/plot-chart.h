/* plot-chart.h: all that a plot shows: axes, series, marks, an image. Knows no widget.
 *
 * Set things at any time and as often as they come: every setter that changes something emits
 * #PlotChart::changed, and a #PlotView draws at most thirty times a second. Arrays are copied.
 * A series is known by a short id of the caller's choice: setting it again replaces its data,
 * so a live curve is one call an update. Series are drawn in the order of their first setting.
 * Main thread, as long as a view shows the chart.
 *
 * Properties, for templates: "empty-text", "has-axes", "has-legend". */
#pragma once

#include <glib-object.h>

#include "plot-frame.h"
#include "plot-series.h"

G_BEGIN_DECLS

#define PLOT_TYPE_CHART (plot_chart_get_type ())
G_DECLARE_FINAL_TYPE (PlotChart, plot_chart, PLOT, CHART, GObject)

typedef enum
{
  PLOT_AXIS_X,
  PLOT_AXIS_Y,
} PlotAxis;

PlotChart *plot_chart_new (void);

/* The whole. */
void plot_chart_clear (PlotChart *self);
void plot_chart_set_title (PlotChart *self, const char *title);
const char *plot_chart_get_title (PlotChart *self);
void plot_chart_set_note (PlotChart *self, const char *note);
void plot_chart_set_empty_text (PlotChart *self, const char *text);
gboolean plot_chart_is_empty (PlotChart *self);

/* Axes. */
void plot_chart_set_axis (PlotChart *self, PlotAxis axis, const char *title, const char *unit);
void plot_chart_set_log (PlotChart *self, PlotAxis axis, gboolean is_log);
gboolean plot_chart_get_log (PlotChart *self, PlotAxis axis);
void plot_chart_set_whole (PlotChart *self, PlotAxis axis, gboolean is_whole);
gboolean plot_chart_can_log (PlotChart *self);
void plot_chart_set_limits (PlotChart *self, PlotAxis axis, double lo, double hi);
void plot_chart_set_include (PlotChart *self, PlotAxis axis, double value);
void plot_chart_set_categories (PlotChart *self, const char *const *names);
void plot_chart_set_has_axes (PlotChart *self, gboolean has_axes);
void plot_chart_set_is_compact (PlotChart *self, gboolean is_compact);
void plot_chart_set_has_legend (PlotChart *self, gboolean has_legend);
void plot_chart_set_equal_aspect (PlotChart *self, gboolean is_equal);

/* What is in view: NULL is everything. */
void plot_chart_set_zoom (PlotChart *self, const PlotRange *x, const PlotRange *y);
gboolean plot_chart_get_zoom (PlotChart *self, PlotRange *x, PlotRange *y);

/* Curves and bars. */
void plot_chart_set_line (PlotChart *self, const char *id, const double *xs, const double *ys,
                          gsize n, const PlotStyle *style);
void plot_chart_set_line_floats (PlotChart *self, const char *id, const float *xs,
                                 const float *ys, gsize n, const PlotStyle *style);
void plot_chart_set_error_band (PlotChart *self, const char *id, const double *lo,
                                const double *hi, gsize n);
void plot_chart_set_level (PlotChart *self, const char *id, double y, const PlotStyle *style);
void plot_chart_set_bars (PlotChart *self, const char *id, const double *values, gsize n,
                          const PlotStyle *style);
void plot_chart_set_line_set (PlotChart *self, const char *id, const float *xs,
                              const float *rows, gsize n_rows, gsize n, const PlotStyle *style);
void plot_chart_set_small_multiples (PlotChart *self, const char *id, const float *xs,
                                     const float *rows, gsize n_rows, gsize n, guint columns,
                                     const PlotStyle *style);
void plot_chart_set_small_multiples_colors (PlotChart *self, const char *id,
                                            const guint32 *colors, gsize n_rows);
void plot_chart_set_small_multiples_contrast (PlotChart *self, const char *id,
                                              const float *rows, gsize n_rows);
void plot_chart_set_small_multiples_captions (PlotChart *self, const char *id,
                                              const char *const *captions, gsize n_rows);
void plot_chart_set_graph_take (PlotChart *self, const char *id, PlotGraph *graph,
                                const PlotStyle *style);
void plot_chart_set_rug (PlotChart *self, const char *id, const double *values, gsize n,
                         const PlotStyle *style);

/* Scattered points. */
void plot_chart_set_points (PlotChart *self, const char *id, const float *xs, const float *ys,
                            gsize n, gsize stride, const PlotStyle *style);
void plot_chart_set_point_classes (PlotChart *self, const char *id, const guint8 *classes,
                                   gsize n);
void plot_chart_set_class_names (PlotChart *self, const char *const *names);
void plot_chart_set_point_values (PlotChart *self, const char *id, const float *values, gsize n,
                                  PlotPalette palette, double lo, double hi);
void plot_chart_set_point_colors (PlotChart *self, const char *id, const guint32 *colors,
                                  gsize n);
void plot_chart_set_point_density (PlotChart *self, const char *id, PlotPalette palette);
void plot_chart_set_point_plain (PlotChart *self, const char *id);
void plot_chart_set_selection (PlotChart *self, const char *id, const guint8 *selected,
                               gsize n);

void plot_chart_remove (PlotChart *self, const char *id);
PlotSeries *plot_chart_get_series (PlotChart *self, const char *id);

/* An image under everything, and signs on top. */
void plot_chart_set_image (PlotChart *self, const guint32 *pixels, guint lines, guint samples);
void plot_chart_set_keys (PlotChart *self, const char *const *names, const guint32 *colors);
void plot_chart_set_image_stretched (PlotChart *self, gboolean is_stretched);
void plot_chart_set_image_overlay (PlotChart *self, const guint32 *pixels, guint lines,
                                   guint samples);
void plot_chart_set_color_bar (PlotChart *self, const char *title, PlotPalette palette,
                               double lo, double hi);
void plot_chart_set_marks (PlotChart *self, const double *xs, const char *const *texts,
                           gsize n);
void plot_chart_set_pins (PlotChart *self, const double *xs, const double *ys, gsize n);
void plot_chart_set_rings (PlotChart *self, double x, double y, const double *radii, gsize n);
void plot_chart_set_cursor (PlotChart *self, double x, double y);

G_END_DECLS
