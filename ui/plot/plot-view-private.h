/* plot-view-private.h: the view's insides, for plot-view*.c. */
#pragma once

#include "plot-hover.h"
#include "plot-view.h"

G_BEGIN_DECLS

typedef enum
{
  PLOT_DRAG_NONE,
  PLOT_DRAG_WAITING, /* pressed, not yet moved far enough */
  PLOT_DRAG_PAN,
  PLOT_DRAG_BOX,
  PLOT_DRAG_LASSO,
  PLOT_DRAG_RECTANGLE, /* a lasso of four corners */
  PLOT_DRAG_POINT,
  PLOT_DRAG_MARK,
} PlotDragKind;

struct _PlotView
{
  GtkWidget parent_instance;

  PlotChart *chart;
  gulong changed_id;
  char *id, *label, *description;
  PlotTool tool;
  gboolean scroll_zooms, marks_move;

  /* the static layer */
  PlotTheme theme;
  char *font;
  PlotLayout layout;
  cairo_surface_t *surface; /* the chart without overlays */
  cairo_surface_t *spare;   /* nullable: the one before, which the next is drawn on */
  GdkTexture *texture;      /* the same for a graphics card; NULL until wanted */
  gboolean is_stale;
  gboolean is_hurried; /* drawn in the next frame whatever the rate */
  int drawn_width, drawn_height, drawn_scale;
  guint redraw_rate; /* a second */
  gint64 drawn_us;
  guint redraw_id;
  guint n_draws;

  /* the pointer */
  gboolean is_inside;
  double pointer_x, pointer_y;
  double ghost_x, ghost_y; /* where the pointer is in a plot beside it, in data; NAN: nowhere */
  PlotDragKind drag;
  gboolean was_dragged; /* since it was pressed: then it is no click, wherever it ends */
  double start_x, start_y, drag_x, drag_y;
  guint mark; /* that is dragged */
  PlotRange start_range_x, start_range_y;
  GArray *polygon; /* double: x, y in units of the widget */
  GtkWidget *menu;
  gpointer chooser; /* GtkFileChooserNative while it is open */
};

enum
{
  PLOT_VIEW_HOVER,
  PLOT_VIEW_CLICKED,
  PLOT_VIEW_POINT_DRAG,
  PLOT_VIEW_LASSO,
  PLOT_VIEW_MARK_DRAG,
  PLOT_VIEW_N_SIGNALS
};

gint64 plot_view_get_due (PlotView *self);
void plot_view_set_ghost (PlotView *self, double x, double y);
void plot_view_postpone (PlotView *self);
void plot_view_schedule (PlotView *self);
void plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
void plot_view_emit_point (PlotView *self, guint phase, double x, double y);
void plot_view_emit_mark (PlotView *self, guint mark, guint phase, double x);
void plot_view_emit_hover (PlotView *self, gboolean is_inside, double x, double y);
void plot_view_emit_clicked (PlotView *self, double x, double y, guint modifiers);
void plot_view_emit_lasso (PlotView *self, const double *polygon, guint n);
void plot_view_init_input (PlotView *self);
void plot_view_zoom_at (PlotView *self, double x, double y, double factor, gboolean in_x,
                        gboolean in_y);
void plot_view_shift (PlotView *self, double dx, double dy);
void plot_view_init_actions (GtkWidgetClass *class);
void plot_view_popup (PlotView *self, double x, double y);

G_END_DECLS
