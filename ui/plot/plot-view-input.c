/* plot-view-input.c: pointer, wheel, touch and keys of the view. */
#include "plot-view-private.h"

#include <math.h>

#include "plot-chart-private.h"

#define CLICK_REACH  5.0 /* a press that moves less is a click */
#define MARK_REACH   6.0 /* a press so near an upright mark takes it */
#define WHEEL_FACTOR 0.85
#define KEY_FACTOR   0.75
#define KEY_SHIFT    0.12

static void
zoom_axis (PlotChart *chart, PlotRange view, gboolean is_log, double centre, double factor,
           PlotAxis axis)
{
  PlotRange zoom = plot_range_zoom (view, centre, factor, is_log);

  plot_chart_set_zoom (chart, axis == PLOT_AXIS_X ? &zoom : &chart->axes[PLOT_AXIS_X].zoom,
                       axis == PLOT_AXIS_Y ? &zoom : &chart->axes[PLOT_AXIS_Y].zoom);
}

/**
 * plot_view_zoom_at:
 *
 * Scales what is in view about a place on the widget. Private to the view.
 */
void
plot_view_zoom_at (PlotView *self, double x, double y, double factor, gboolean in_x,
                   gboolean in_y)
{
  const PlotFrame *frame = &self->layout.frame;

  if (self->layout.is_empty || frame->width <= 0.0)
    return;
  if (in_x)
    zoom_axis (self->chart, frame->x_range, frame->log_x, plot_frame_from_x (frame, x), factor,
               PLOT_AXIS_X);
  if (in_y)
    zoom_axis (self->chart, frame->y_range, frame->log_y, plot_frame_from_y (frame, y), factor,
               PLOT_AXIS_Y);
}

/**
 * plot_view_shift:
 *
 * Moves what is in view by a share of its size. Private to the view.
 */
void
plot_view_shift (PlotView *self, double dx, double dy)
{
  const PlotFrame *frame = &self->layout.frame;
  PlotRange x = plot_range_shift (frame->x_range, dx, frame->log_x);
  PlotRange y = plot_range_shift (frame->y_range, frame->flip_y ? -dy : dy, frame->log_y);

  if (!self->layout.is_empty)
    plot_chart_set_zoom (self->chart, &x, &y);
}

/* The mark under the pointer, or -1. */
static int
find_mark (PlotView *self, double x)
{
  const PlotFrame *frame = &self->layout.frame;
  int found = -1;
  double nearest = MARK_REACH;

  for (guint i = 0; self->marks_move && i < self->chart->marks->len; i++)
    {
      const PlotMark *mark = &g_array_index (self->chart->marks, PlotMark, i);
      double off = fabs (plot_frame_to_x (frame, mark->x) - x);

      if (off < nearest)
        {
          nearest = off;
          found = (int) i;
        }
    }
  return found;
}

static void
motion_cb (PlotView *self, double x, double y)
{
  const PlotFrame *frame = &self->layout.frame;

  self->pointer_x = x;
  self->pointer_y = y;
  self->is_inside = !self->layout.is_empty && plot_frame_contains (frame, x, y);
  if (self->marks_move)
    gtk_widget_set_cursor_from_name (
        GTK_WIDGET (self), self->is_inside && find_mark (self, x) >= 0 ? "ew-resize" : NULL);
  plot_view_emit_hover (self, self->is_inside, plot_frame_from_x (frame, x),
                        plot_frame_from_y (frame, y));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (PlotView *self)
{
  self->is_inside = FALSE;
  plot_view_emit_hover (self, FALSE, NAN, NAN);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
scroll_cb (PlotView *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gboolean wants_x = (state & GDK_CONTROL_MASK) != 0, wants_y = (state & GDK_SHIFT_MASK) != 0;

  if ((!self->scroll_zooms && !wants_x) || !self->is_inside)
    return FALSE;
  double by = dy != 0.0 ? dy : dx;
  plot_view_zoom_at (self, self->pointer_x, self->pointer_y, pow (WHEEL_FACTOR, -by),
                     !wants_y || self->chart->image != NULL,
                     (!wants_x || !self->scroll_zooms) || self->chart->image != NULL);
  return TRUE;
}

static PlotDragKind
choose_drag (PlotView *self, GdkModifierType state, guint button)
{
  if (button == GDK_BUTTON_MIDDLE)
    return PLOT_DRAG_PAN;
  if (state & GDK_SHIFT_MASK)
    return state & GDK_CONTROL_MASK ? PLOT_DRAG_RECTANGLE : PLOT_DRAG_LASSO;
  if (state & GDK_CONTROL_MASK)
    return PLOT_DRAG_BOX;
  switch (self->tool)
    {
    case PLOT_TOOL_LASSO:
      return PLOT_DRAG_LASSO;
    case PLOT_TOOL_POINT:
      return PLOT_DRAG_POINT;
    case PLOT_TOOL_BOX:
      return PLOT_DRAG_BOX;
    case PLOT_TOOL_PAN:
    default:
      return plot_chart_get_zoom (self->chart, NULL, NULL) ? PLOT_DRAG_PAN : PLOT_DRAG_BOX;
    }
}

static void
tell_point (PlotView *self, guint phase)
{
  const PlotFrame *frame = &self->layout.frame;
  double x = CLAMP (self->drag_x, frame->x, frame->x + frame->width);
  double y = CLAMP (self->drag_y, frame->y, frame->y + frame->height);

  plot_view_emit_point (self, phase, plot_frame_from_x (frame, x),
                        plot_frame_from_y (frame, y));
}

static void
tell_mark (PlotView *self, guint phase)
{
  const PlotFrame *frame = &self->layout.frame;
  double x = CLAMP (self->drag_x, frame->x, frame->x + frame->width);

  plot_view_emit_mark (self, self->mark, phase, plot_frame_from_x (frame, x));
}

static void
drag_begin_cb (PlotView *self, double x, double y, GtkGestureDrag *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->drag = PLOT_DRAG_NONE;
  if (button > GDK_BUTTON_MIDDLE || self->layout.is_empty
      || !plot_frame_contains (&self->layout.frame, x, y))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  self->start_x = self->drag_x = x;
  self->start_y = self->drag_y = y;
  self->start_range_x = self->layout.frame.x_range;
  self->start_range_y = self->layout.frame.y_range;
  self->drag = PLOT_DRAG_WAITING;
  self->was_dragged = FALSE;
  g_array_set_size (self->polygon, 0);
  int mark = button == GDK_BUTTON_PRIMARY ? find_mark (self, x) : -1;
  if (mark >= 0)
    {
      self->drag = PLOT_DRAG_MARK;
      self->mark = (guint) mark;
      tell_mark (self, 0);
      return;
    }
  if (self->tool == PLOT_TOOL_POINT && button != GDK_BUTTON_MIDDLE)
    {
      self->drag = PLOT_DRAG_POINT;
      tell_point (self, 0);
    }
}

static void
pan (PlotView *self, double dx, double dy)
{
  const PlotFrame *frame = &self->layout.frame;
  PlotRange x = plot_range_shift (self->start_range_x, -dx / frame->width, frame->log_x);
  PlotRange y = plot_range_shift (self->start_range_y,
                                  (frame->flip_y ? -dy : dy) / frame->height, frame->log_y);

  plot_chart_set_zoom (self->chart, &x, &y);
}

static void
drag_update_cb (PlotView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  if (self->drag == PLOT_DRAG_NONE)
    return;
  self->was_dragged = self->was_dragged || hypot (dx, dy) >= CLICK_REACH;
  if (self->drag == PLOT_DRAG_WAITING)
    {
      guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

      if (hypot (dx, dy) < CLICK_REACH)
        return;
      self->drag = choose_drag (
          self, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)),
          button);
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->drag_x = self->start_x + dx;
  self->drag_y = self->start_y + dy;
  if (self->drag == PLOT_DRAG_PAN)
    pan (self, dx, dy);
  else if (self->drag == PLOT_DRAG_POINT)
    tell_point (self, 1);
  else if (self->drag == PLOT_DRAG_MARK)
    tell_mark (self, 1);
  else if (self->drag == PLOT_DRAG_LASSO)
    {
      double corner[2] = { self->drag_x, self->drag_y };

      g_array_append_vals (self->polygon, corner, 2);
    }
  else if (self->drag == PLOT_DRAG_RECTANGLE)
    {
      const double corners[] = { self->start_x, self->start_y, self->drag_x,  self->start_y,
                                 self->drag_x,  self->drag_y,  self->start_x, self->drag_y };

      g_array_set_size (self->polygon, 0);
      g_array_append_vals (self->polygon, corners, G_N_ELEMENTS (corners));
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static PlotRange
ordered (double a, double b)
{
  return (PlotRange){ fmin (a, b), fmax (a, b) };
}

static void
zoom_into_box (PlotView *self)
{
  const PlotFrame *frame = &self->layout.frame;
  double right = frame->x + frame->width, bottom = frame->y + frame->height;
  double x = CLAMP (self->drag_x, frame->x, right), y = CLAMP (self->drag_y, frame->y, bottom);
  PlotRange xs
      = ordered (plot_frame_from_x (frame, self->start_x), plot_frame_from_x (frame, x));
  PlotRange ys
      = ordered (plot_frame_from_y (frame, self->start_y), plot_frame_from_y (frame, y));

  /* A flat drag means a stretch of x alone, an upright one a stretch of y. */
  gboolean is_flat = fabs (y - self->start_y) < 2.0 * CLICK_REACH;
  gboolean is_upright = fabs (x - self->start_x) < 2.0 * CLICK_REACH;
  if (is_flat && is_upright)
    return;
  plot_chart_set_zoom (self->chart, is_upright ? &frame->x_range : &xs,
                       is_flat ? &frame->y_range : &ys);
}

static void
close_lasso (PlotView *self)
{
  const PlotFrame *frame = &self->layout.frame;
  guint n = self->polygon->len / 2;
  double *corners = (double *) (void *) self->polygon->data;

  for (guint i = 0; i < n; i++)
    {
      corners[2 * i] = plot_frame_from_x (frame, corners[2 * i]);
      corners[2 * i + 1] = plot_frame_from_y (frame, corners[2 * i + 1]);
    }
  if (n >= 3)
    plot_view_emit_lasso (self, corners, n);
}

static void
drag_end_cb (PlotView *self, double dx, double dy, GtkGestureDrag *gesture)
{
  PlotDragKind drag = self->drag;

  self->drag = PLOT_DRAG_NONE;
  if (drag == PLOT_DRAG_BOX)
    zoom_into_box (self);
  else if (drag == PLOT_DRAG_LASSO || drag == PLOT_DRAG_RECTANGLE)
    close_lasso (self);
  else if (drag == PLOT_DRAG_POINT)
    tell_point (self, 2);
  else if (drag == PLOT_DRAG_MARK)
    tell_mark (self, 2);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_cancel_cb (PlotView *self)
{
  self->drag = PLOT_DRAG_NONE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
released_cb (PlotView *self, int n_press, double x, double y, GtkGesture *gesture)
{
  const PlotFrame *frame = &self->layout.frame;

  if (self->layout.is_empty || !plot_frame_contains (frame, x, y)
      || hypot (x - self->start_x, y - self->start_y) >= CLICK_REACH || self->was_dragged)
    return;
  if (n_press >= 2)
    plot_view_reset_zoom (self);
  else
    plot_view_emit_clicked (
        self, plot_frame_from_x (frame, x), plot_frame_from_y (frame, y),
        gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
}

static void
secondary_cb (PlotView *self, int n_press, double x, double y)
{
  plot_view_popup (self, x, y);
}

static gboolean
key_cb (PlotView *self, guint key, guint code, GdkModifierType state)
{
  const PlotFrame *frame = &self->layout.frame;
  double x = frame->x + 0.5 * frame->width, y = frame->y + 0.5 * frame->height;
  double by = state & GDK_SHIFT_MASK ? 4.0 * KEY_SHIFT : KEY_SHIFT;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_KP_Add:
    case GDK_KEY_equal:
      plot_view_zoom_at (self, x, y, KEY_FACTOR, TRUE, TRUE);
      return TRUE;
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      plot_view_zoom_at (self, x, y, 1.0 / KEY_FACTOR, TRUE, TRUE);
      return TRUE;
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      plot_view_reset_zoom (self);
      return TRUE;
    case GDK_KEY_Left:
      plot_view_shift (self, -by, 0.0);
      return TRUE;
    case GDK_KEY_Right:
      plot_view_shift (self, by, 0.0);
      return TRUE;
    case GDK_KEY_Up:
      plot_view_shift (self, 0.0, by);
      return TRUE;
    case GDK_KEY_Down:
      plot_view_shift (self, 0.0, -by);
      return TRUE;
    case GDK_KEY_Menu:
      plot_view_popup (self, x, y);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add (PlotView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

/**
 * plot_view_init_input:
 *
 * Gives the view its controllers. Private to the view.
 */
void
plot_view_init_input (PlotView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new (),
             *menu = gtk_gesture_click_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  g_signal_connect_swapped (key, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect_swapped (menu, "pressed", G_CALLBACK (secondary_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  add (self, motion);
  add (self, scroll);
  add (self, key);
  add (self, drag);
  add (self, click);
  add (self, menu);
  gtk_gesture_group (drag, click);
}

static gboolean
is_inside (const double *polygon, guint n, double x, double y)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = n - 1; i < n; j = i++)
    {
      double xi = polygon[2 * i], yi = polygon[2 * i + 1], xj = polygon[2 * j],
             yj = polygon[2 * j + 1];

      if ((yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi)
        inside = !inside;
    }
  return inside;
}

/**
 * plot_view_find_in_polygon:
 * @selected: (n) filled with 1 inside and 0 outside
 * @xs: (n), @stride floats apart
 * @ys: (n), @stride floats apart
 * @polygon: (2 n_corners): x, y pairs, as #PlotView::lasso gives them
 *
 * Tells which points lie in a lasso, by the even-odd rule; points that are not finite lie
 * outside. Any thread.
 *
 * Returns: how many lie inside
 */
gsize
plot_view_find_in_polygon (guint8 *selected, const float *xs, const float *ys, gsize n,
                           gsize stride, const double *polygon, guint n_corners)
{
  PlotRange x = PLOT_RANGE_EMPTY, y = PLOT_RANGE_EMPTY;
  gsize count = 0;

  for (guint i = 0; i < n_corners; i++)
    {
      x = plot_range_add (x, polygon[2 * i]);
      y = plot_range_add (y, polygon[2 * i + 1]);
    }
  for (gsize i = 0; i < n; i++)
    {
      double u = xs[i * stride], v = ys[i * stride];

      selected[i] = u >= x.lo && u <= x.hi && v >= y.lo && v <= y.hi
                    && is_inside (polygon, n_corners, u, v);
      count += selected[i];
    }
  return count;
}
