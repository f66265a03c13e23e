/* plot-view.h: the widget that shows a #PlotChart and lets people look into it. */
#pragma once

#include <gtk/gtk.h>

#include "plot-chart.h"

G_BEGIN_DECLS

#define PLOT_TYPE_VIEW (plot_view_get_type ())
G_DECLARE_FINAL_TYPE (PlotView, plot_view, PLOT, VIEW, GtkWidget)

/**
 * PlotTool:
 * @PLOT_TOOL_PAN: drag moves a zoomed plot (a box zoom while nothing is zoomed)
 * @PLOT_TOOL_BOX: drag draws the box to zoom into
 * @PLOT_TOOL_LASSO: drag draws a polygon: #PlotView::lasso
 * @PLOT_TOOL_POINT: drag is told as #PlotView::point-drag (a latent pad, channel markers)
 *
 * What the left button does when dragged. Ctrl makes it a box to zoom into, Shift a lasso, both
 * a rectangle that selects as a lasso does (#PlotView::lasso with its four corners); the middle
 * button always moves.
 */
typedef enum
{
  PLOT_TOOL_PAN,
  PLOT_TOOL_BOX,
  PLOT_TOOL_LASSO,
  PLOT_TOOL_POINT,
} PlotTool;

/* Properties, for templates: "chart", "description", "redraw-rate".
 *
 * Signals:
 *   "hover"      (gboolean inside, double x, double y)  data coordinates under the pointer
 *   "clicked"    (double x, double y, guint modifiers)  a click that was no drag;
 * GdkModifierType "point-drag" (guint phase, double x, double y)      0 began, 1 moved, 2
 * ended; PLOT_TOOL_POINT "lasso"      (gpointer polygon, guint n)            double[2 n]: x, y
 * pairs in data coordinates, valid during the emission only "mark-drag"  (guint mark, guint
 * phase, double x)    0 began, 1 moved, 2 ended; where plot_view_set_marks_move() allows it For
 * an image, floor (x) is the sample and floor (y) the line.
 *
 * Actions (in the context menu too): plot.export plot.copy-csv plot.reset-zoom plot.log-y
 * Keys: + − arrows 0 while focused. A double click shows everything again. */

GtkWidget *plot_view_new (void);
void plot_view_set_redraw_rate (PlotView *self, guint rate);
PlotChart *plot_view_get_chart (PlotView *self);
void plot_view_set_chart (PlotView *self, PlotChart *chart);
void plot_view_set_tool (PlotView *self, PlotTool tool);
void plot_view_set_marks_move (PlotView *self, gboolean marks_move);
void plot_view_set_id (PlotView *self, const char *id);
const char *plot_view_get_id (PlotView *self);
void plot_view_set_label (PlotView *self, const char *label);
const char *plot_view_get_label (PlotView *self);
void plot_view_set_description (PlotView *self, const char *description);
const char *plot_view_get_description (PlotView *self);
void plot_view_set_scroll_zooms (PlotView *self, gboolean scroll_zooms);
void plot_view_reset_zoom (PlotView *self);
gsize plot_view_find_in_polygon (guint8 *selected, const float *xs, const float *ys, gsize n,
                                 gsize stride, const double *polygon, guint n_corners);
void plot_view_redraw_now (PlotView *self);
guint plot_view_get_n_draws (PlotView *self);

G_END_DECLS
