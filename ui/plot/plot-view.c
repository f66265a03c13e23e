/* plot-view.c: the widget: its life, its signals and what may be set. Drawing is in
 * plot-view-draw, input in plot-view-input, menu and actions in plot-view-actions. */
#include "plot-chart-private.h"
#include "plot-slots.h"
#include "plot-view-private.h"

#include <adwaita.h>
#include <math.h>

enum
{
  PROP_CHART = 1,
  PROP_DESCRIPTION,
  PROP_REDRAW_RATE,
  N_PROPERTIES
};

/* Both written once, in class_init. */
static guint signals[PLOT_VIEW_N_SIGNALS];
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (PlotView, plot_view, GTK_TYPE_WIDGET)

static gboolean
redraw_cb (gpointer data)
{
  PlotView *self = PLOT_VIEW (data);

  self->redraw_id = 0;
  if (self->is_stale) /* else a frame between has drawn it */
    gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* When the chart may be drawn next. The slots are the same for all views, so that those that
 * move at the same time share a frame; a view that rested is drawn at once. */
gint64
plot_view_get_due (PlotView *self)
{
  gint64 slot = G_USEC_PER_SEC / self->redraw_rate;

  if (self->redraw_rate >= PLOT_SLOTS_EVERY_FRAME
      || g_get_monotonic_time () - self->drawn_us > PLOT_SLOTS_REST_US)
    return 0;
  return plot_slots_get_next (self->drawn_us, slot);
}

/**
 * plot_view_schedule:
 *
 * Asks for a redraw of the chart: one however many ask, and no more than the redraw rate, so
 * that the main loop idles between them. Private to the view.
 */
void
plot_view_schedule (PlotView *self)
{
  gint64 slot = G_USEC_PER_SEC / self->redraw_rate, now = g_get_monotonic_time ();
  gint64 due = plot_view_get_due (self);

  self->is_stale = TRUE;
  if (self->redraw_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (due > 0 && due <= now)
    due = plot_slots_get_next (now, slot); /* a slot that has begun is another view's */
  if (due == 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    self->redraw_id = g_timeout_add (plot_slots_get_wait_ms (now, due), redraw_cb, self);
}

/**
 * plot_view_postpone:
 *
 * Asks for another frame from within one, where that would be forgotten if it were asked for at
 * once. Private to the view.
 */
void
plot_view_postpone (PlotView *self)
{
  self->is_stale = TRUE;
  if (self->redraw_id == 0)
    self->redraw_id = g_timeout_add (1, redraw_cb, self);
}

/**
 * plot_view_set_redraw_rate:
 * @self: a view
 * @rate: at most so many redraws a second; unless told 20, or 10 on one or two processors,
 *   which leaves who computes beside it its time. What follows the pointer asks for 60 and is
 *   drawn in every frame that wants it.
 *
 * Main thread.
 */
void
plot_view_set_redraw_rate (PlotView *self, guint rate)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  rate = MAX (rate, 1);
  if (self->redraw_rate == rate)
    return;
  self->redraw_rate = rate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDRAW_RATE]);
}

/**
 * plot_view_redraw_now:
 * @self: a view
 *
 * Draws the chart in the next frame, whatever the redraw rate and however much else that frame
 * draws: what a user selects is seen everywhere at once. Main thread.
 */
void
plot_view_redraw_now (PlotView *self)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  self->is_stale = TRUE;
  self->is_hurried = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
changed_cb (PlotView *self)
{
  plot_view_schedule (self);
}

static void
style_changed_cb (PlotView *self)
{
  plot_view_schedule (self);
}

static void
plot_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean is_compact = PLOT_VIEW (widget)->chart->is_compact;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? (is_compact ? 90 : 120)
                                                       : (is_compact ? 40 : 90);
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 220;
  *minimum_baseline = *natural_baseline = -1;
}

static void
plot_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PlotView *self = PLOT_VIEW (widget);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
plot_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (plot_view_parent_class)->map (widget);
  plot_view_schedule (PLOT_VIEW (widget));
}

static void
plot_view_unmap (GtkWidget *widget)
{
  PlotView *self = PLOT_VIEW (widget);

  g_clear_handle_id (&self->redraw_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  GTK_WIDGET_CLASS (plot_view_parent_class)->unmap (widget);
}

static void
plot_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (plot_view_parent_class)->css_changed (widget, change);
  plot_view_schedule (PLOT_VIEW (widget));
}

static void
plot_view_dispose (GObject *object)
{
  PlotView *self = PLOT_VIEW (object);

  g_clear_handle_id (&self->redraw_id, g_source_remove);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->chooser);
  g_clear_signal_handler (&self->changed_id, self->chart);
  g_clear_object (&self->chart);
  G_OBJECT_CLASS (plot_view_parent_class)->dispose (object);
}

static void
plot_view_finalize (GObject *object)
{
  PlotView *self = PLOT_VIEW (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->spare, cairo_surface_destroy);
  g_array_unref (self->polygon);
  g_free (self->font);
  g_free (self->id);
  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (plot_view_parent_class)->finalize (object);
}

static void
plot_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PlotView *self = PLOT_VIEW (object);

  if (id == PROP_CHART)
    g_value_set_object (value, self->chart);
  else if (id == PROP_DESCRIPTION)
    g_value_set_string (value, self->description);
  else if (id == PROP_REDRAW_RATE)
    g_value_set_uint (value, self->redraw_rate);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
plot_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  PlotView *self = PLOT_VIEW (object);

  if (id == PROP_CHART)
    plot_view_set_chart (self, g_value_get_object (value));
  else if (id == PROP_DESCRIPTION)
    plot_view_set_description (self, g_value_get_string (value));
  else if (id == PROP_REDRAW_RATE)
    plot_view_set_redraw_rate (self, g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
init_properties (GObjectClass *class)
{
  const GParamFlags flags
      = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_CHART] = g_param_spec_object ("chart", NULL, NULL, PLOT_TYPE_CHART, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_REDRAW_RATE]
      = g_param_spec_uint ("redraw-rate", NULL, NULL, 1, G_MAXUINT, 1, flags);
  g_object_class_install_properties (class, N_PROPERTIES, properties);
}

static void
init_signals (GType type)
{
  /**
   * PlotView::hover:
   * @is_inside: whether the pointer is over the plot area
   * @x: in units of the data
   * @y: in units of the data
   *
   * The pointer moved over the plot, or left it.
   */
  signals[PLOT_VIEW_HOVER]
      = g_signal_new ("hover", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      G_TYPE_BOOLEAN, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  /**
   * PlotView::clicked:
   * @x: in units of the data
   * @y: in units of the data
   * @modifiers: #GdkModifierType
   *
   * A click that was no drag.
   */
  signals[PLOT_VIEW_CLICKED]
      = g_signal_new ("clicked", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_UINT);
  /**
   * PlotView::point-drag:
   * @phase: 0 began, 1 moved, 2 ended
   * @x: in units of the data
   * @y: in units of the data
   *
   * A drag with PLOT_TOOL_POINT.
   */
  signals[PLOT_VIEW_POINT_DRAG]
      = g_signal_new ("point-drag", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                      3, G_TYPE_UINT, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  /**
   * PlotView::lasso:
   * @polygon: (type double): x, y pairs in units of the data; valid during the emission
   * @n: corners
   *
   * A lasso was closed.
   */
  signals[PLOT_VIEW_LASSO] = g_signal_new ("lasso", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);
  /**
   * PlotView::mark-drag:
   * @mark: which one, as plot_chart_set_marks() counts
   * @phase: 0 began, 1 moved, 2 ended
   * @x: where to, in units of the data
   *
   * An upright mark is dragged; it is for the owner to move it.
   */
  signals[PLOT_VIEW_MARK_DRAG]
      = g_signal_new ("mark-drag", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                      G_TYPE_UINT, G_TYPE_UINT, G_TYPE_DOUBLE);
}

/**
 * plot_view_emit_mark:
 *
 * Emits #PlotView::mark-drag. Private to the view.
 */
void
plot_view_emit_mark (PlotView *self, guint mark, guint phase, double x)
{
  g_signal_emit (self, signals[PLOT_VIEW_MARK_DRAG], 0, mark, phase, x);
}

/**
 * plot_view_emit_hover:
 *
 * Emits #PlotView::hover. Private to the view.
 */
void
plot_view_emit_hover (PlotView *self, gboolean is_inside, double x, double y)
{
  g_signal_emit (self, signals[PLOT_VIEW_HOVER], 0, is_inside, x, y);
}

/**
 * plot_view_emit_clicked:
 *
 * Emits #PlotView::clicked. Private to the view.
 */
void
plot_view_emit_clicked (PlotView *self, double x, double y, guint modifiers)
{
  g_signal_emit (self, signals[PLOT_VIEW_CLICKED], 0, x, y, modifiers);
}

/**
 * plot_view_emit_point:
 *
 * Emits #PlotView::point-drag. Private to the view.
 */
void
plot_view_emit_point (PlotView *self, guint phase, double x, double y)
{
  g_signal_emit (self, signals[PLOT_VIEW_POINT_DRAG], 0, phase, x, y);
}

/**
 * plot_view_emit_lasso:
 *
 * Emits #PlotView::lasso. Private to the view.
 */
void
plot_view_emit_lasso (PlotView *self, const double *polygon, guint n)
{
  g_signal_emit (self, signals[PLOT_VIEW_LASSO], 0, polygon, n);
}

static void
plot_view_class_init (PlotViewClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = plot_view_dispose;
  object_class->finalize = plot_view_finalize;
  object_class->get_property = plot_view_get_property;
  object_class->set_property = plot_view_set_property;
  widget_class->snapshot = plot_view_snapshot;
  widget_class->measure = plot_view_measure;
  widget_class->size_allocate = plot_view_size_allocate;
  widget_class->map = plot_view_map;
  widget_class->unmap = plot_view_unmap;
  widget_class->css_changed = plot_view_css_changed;
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  init_properties (object_class);
  init_signals (PLOT_TYPE_VIEW);
  plot_view_init_actions (widget_class);
}

static void
plot_view_init (PlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->polygon = g_array_new (FALSE, FALSE, sizeof (double));
  self->scroll_zooms = TRUE;
  self->redraw_rate = plot_slots_get_rate ();
  self->ghost_x = self->ghost_y = NAN;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  plot_theme_init (&self->theme, FALSE, FALSE);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb),
                           self, G_CONNECT_SWAPPED);
  plot_view_init_input (self);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  plot_view_set_chart (self, chart);
}

/**
 * plot_view_new:
 *
 * Makes a view with an empty chart of its own.
 */
GtkWidget *
plot_view_new (void)
{
  return g_object_new (PLOT_TYPE_VIEW, NULL);
}

/**
 * plot_view_get_chart:
 *
 * The chart that is shown: everything that is drawn is set there.
 *
 * Returns: (transfer none)
 */
PlotChart *
plot_view_get_chart (PlotView *self)
{
  g_return_val_if_fail (PLOT_IS_VIEW (self), NULL);
  return self->chart;
}

/**
 * plot_view_set_chart:
 * @chart: (transfer none): a reference is taken
 *
 * Shows another chart; several views may show the same one.
 */
void
plot_view_set_chart (PlotView *self, PlotChart *chart)
{
  g_return_if_fail (PLOT_IS_VIEW (self) && PLOT_IS_CHART (chart));
  if (self->chart == chart)
    return;
  if (self->chart != NULL)
    g_clear_signal_handler (&self->changed_id, self->chart);
  g_set_object (&self->chart, chart);
  self->changed_id = g_signal_connect_swapped (chart, "changed", G_CALLBACK (changed_cb), self);
  plot_view_schedule (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHART]);
}

/**
 * plot_view_set_ghost:
 * @x: in data; NAN: nowhere
 * @y: in data; NAN: wherever
 *
 * Reads off at the place where the pointer is in a plot beside it. Private to the kit.
 */
void
plot_view_set_ghost (PlotView *self, double x, double y)
{
  if (isnan (self->ghost_x) && isnan (x))
    return;
  self->ghost_x = x;
  self->ghost_y = y;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * plot_view_set_tool:
 *
 * Sets what dragging with the left button does.
 */
void
plot_view_set_tool (PlotView *self, PlotTool tool)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  self->tool = tool;
}

/**
 * plot_view_set_marks_move:
 * @marks_move: whether upright marks can be dragged
 */
void
plot_view_set_marks_move (PlotView *self, gboolean marks_move)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  self->marks_move = marks_move;
}

/**
 * plot_view_set_id:
 * @id: (nullable): such as "loss"
 *
 * Says which plot it is to the program that shows it: for what is remembered of it. Nobody sees
 * it, and it is in no language.
 */
void
plot_view_set_id (PlotView *self, const char *id)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  g_free (self->id);
  self->id = g_strdup (id);
}

/**
 * plot_view_get_id:
 *
 * Returns: (transfer none) (nullable): what was set
 */
const char *
plot_view_get_id (PlotView *self)
{
  g_return_val_if_fail (PLOT_IS_VIEW (self), NULL);
  return self->id;
}

/**
 * plot_view_set_label:
 * @label: such as "Loss curves"
 *
 * Names the drawing for assistive technologies.
 */
void
plot_view_set_label (PlotView *self, const char *label)
{
  g_return_if_fail (PLOT_IS_VIEW (self) && label != NULL);
  if (g_strcmp0 (self->label, label) == 0)
    return;
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/**
 * plot_view_get_label:
 *
 * Returns: (transfer none) (nullable): the drawing's name
 */
const char *
plot_view_get_label (PlotView *self)
{
  g_return_val_if_fail (PLOT_IS_VIEW (self), NULL);
  return self->label;
}

/**
 * plot_view_set_description:
 * @description: such as "epoch 12, training 0.00312, validation 0.00330"
 *
 * Says for assistive technologies what the drawing shows, in numbers. Cheap when nothing
 * changed; call it no more than a few times a second.
 */
void
plot_view_set_description (PlotView *self, const char *description)
{
  g_return_if_fail (PLOT_IS_VIEW (self) && description != NULL);
  if (g_strcmp0 (self->description, description) == 0)
    return;
  g_free (self->description);
  self->description = g_strdup (description);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

/**
 * plot_view_get_description:
 *
 * Returns: (transfer none) (nullable): what was set
 */
const char *
plot_view_get_description (PlotView *self)
{
  g_return_val_if_fail (PLOT_IS_VIEW (self), NULL);
  return self->description;
}

/**
 * plot_view_set_scroll_zooms:
 *
 * Lets the wheel zoom (the default), or leaves it to a scrolled window around the view; with
 * Ctrl it always zooms.
 */
void
plot_view_set_scroll_zooms (PlotView *self, gboolean scroll_zooms)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  self->scroll_zooms = scroll_zooms;
}

/**
 * plot_view_reset_zoom:
 *
 * Shows everything again.
 */
void
plot_view_reset_zoom (PlotView *self)
{
  g_return_if_fail (PLOT_IS_VIEW (self));
  plot_chart_set_zoom (self->chart, NULL, NULL);
}

/**
 * plot_view_get_n_draws:
 *
 * Counts how often the chart was drawn anew, for tests and traces.
 */
guint
plot_view_get_n_draws (PlotView *self)
{
  g_return_val_if_fail (PLOT_IS_VIEW (self), 0);
  return self->n_draws;
}
