/* plot-view.c: the widget. It draws the chart into a texture when something changed, thirty
 * times a second at most, and lays what follows the pointer over it. Input is in
 * plot-view-input, menu and actions in plot-view-actions, ink in plot-paint. */
#include "plot-view-private.h"

#include <adwaita.h>
#include <math.h>

#include "plot-chart-private.h"
#include "plot-paint.h"

#define REDRAW_US 33000 /* thirty a second */

static guint signals[PLOT_VIEW_N_SIGNALS]; /* written once, in class_init */

G_DEFINE_FINAL_TYPE (PlotView, plot_view, GTK_TYPE_WIDGET)

static gboolean
redraw_cb (gpointer data)
{
  PlotView *self = PLOT_VIEW (data);
  self->redraw_id = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* However many setters are called, there is one redraw, and none sooner than the last one's
 * thirtieth of a second: between them the main loop idles. */
static void
schedule (PlotView *self)
{
  gint64 wait = self->drawn_us + REDRAW_US - g_get_monotonic_time ();
  self->is_stale = TRUE;
  if (self->redraw_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (wait <= 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    self->redraw_id = g_timeout_add ((guint) (wait / 1000 + 1), redraw_cb, self);
}

static void
changed_cb (PlotView *self)
{
  schedule (self);
}

static void
style_changed_cb (PlotView *self)
{
  schedule (self);
}

static void
update_theme (PlotView *self)
{
  AdwStyleManager *manager
      = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  GdkRGBA color;
  plot_theme_init (&self->theme, adw_style_manager_get_dark (manager),
                   adw_style_manager_get_high_contrast (manager));
  self->theme.background.alpha = 0.0f;
  g_free (self->font);
  self->font = g_strdup_printf ("%s, Adwaita Sans, Cantarell, Inter, sans",
                                pango_font_description_get_family (font));
  self->theme.font = self->font;
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) > 0.0
                ? pango_cairo_context_get_resolution (context) / 72.0
                : 96.0 / 72.0;
  self->theme.font_px = CLAMP (size * 0.86, 9.0, 24.0);
  if (gtk_style_context_lookup_color (style, "accent_color", &color))
    self->theme.accent = color;
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface),
      height = cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  cairo_surface_flush (surface);
  g_autoptr (GBytes) bytes
      = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * height,
                                    (GDestroyNotify) cairo_surface_destroy, surface);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
draw_static (PlotView *self, int width, int height, int scale)
{
  gint64 now = g_get_monotonic_time ();
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return;
    }
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_t *cr = cairo_create (surface);
  update_theme (self);
  self->is_stale = FALSE;
  self->drawn_us = now;
  self->drawn_width = width, self->drawn_height = height, self->drawn_scale = scale;
  self->n_draws++;
  gboolean is_moving = plot_chart_fit (self->chart, now);
  plot_layout_init (&self->layout, self->chart, cr, &self->theme, width, height);
  plot_paint_chart (cr, self->chart, &self->layout, &self->theme, scale);
  cairo_destroy (cr);
  g_clear_object (&self->texture);
  self->texture = make_texture (surface);
  if (is_moving)
    schedule (self);
}

static void
paint_polygon (PlotView *self, cairo_t *cr)
{
  GdkRGBA fill = self->theme.accent;
  fill.alpha = 0.15f;
  for (guint i = 0; i + 1 < self->polygon->len; i += 2)
    cairo_line_to (cr, g_array_index (self->polygon, double, i),
                   g_array_index (self->polygon, double, i + 1));
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &self->theme.accent);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

static void
paint_box (PlotView *self, cairo_t *cr)
{
  GdkRGBA fill = self->theme.accent;
  fill.alpha = 0.15f;
  cairo_rectangle (cr, fmin (self->start_x, self->drag_x), fmin (self->start_y, self->drag_y),
                   fabs (self->drag_x - self->start_x), fabs (self->drag_y - self->start_y));
  gdk_cairo_set_source_rgba (cr, &fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &self->theme.accent);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
}

static void
snapshot_overlay (PlotView *self, GtkSnapshot *snapshot)
{
  PlotHover hover;
  gboolean has_hover = self->is_inside && self->drag == PLOT_DRAG_NONE
                       && plot_hover_find (&hover, self->chart, &self->layout, &self->theme,
                                           self->pointer_x, self->pointer_y);
  if (!has_hover && self->drag != PLOT_DRAG_BOX && self->drag != PLOT_DRAG_LASSO)
    return;
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, (float) self->layout.width, (float) self->layout.height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (has_hover)
    plot_hover_paint (&hover, cr, &self->layout, &self->theme);
  else if (self->drag == PLOT_DRAG_LASSO)
    paint_polygon (self, cr);
  else
    paint_box (self, cr);
  cairo_destroy (cr);
}

static void
snapshot_focus (PlotView *self, GtkSnapshot *snapshot, int width, int height)
{
  GdkRGBA color = self->theme.accent;
  GskRoundedRect outline;
  color.alpha = 0.5f;
  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT (1, 1, (float) width - 2, (float) height - 2), 6);
  gtk_snapshot_append_border (snapshot, &outline, (const float[4]){ 2, 2, 2, 2 },
                              (const GdkRGBA[4]){ color, color, color, color });
}

static void
plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlotView *self = PLOT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  gboolean is_resized = width != self->drawn_width || height != self->drawn_height
                        || scale != self->drawn_scale;
  if (width < 1 || height < 1)
    return;
  if (self->texture == NULL || is_resized
      || (self->is_stale && g_get_monotonic_time () - self->drawn_us >= REDRAW_US - 1000))
    draw_static (self, width, height, scale);
  else if (self->is_stale)
    schedule (self);
  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture,
                                 &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  snapshot_overlay (self, snapshot);
  if (gtk_widget_has_visible_focus (widget))
    snapshot_focus (self, snapshot, width, height);
}

static void
plot_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 90;
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
  schedule (PLOT_VIEW (widget));
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
  schedule (PLOT_VIEW (widget));
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
  g_array_unref (self->polygon);
  g_free (self->font);
  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (plot_view_parent_class)->finalize (object);
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
plot_view_class_init (PlotViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = plot_view_dispose;
  object_class->finalize = plot_view_finalize;
  widget_class->snapshot = plot_view_snapshot;
  widget_class->measure = plot_view_measure;
  widget_class->size_allocate = plot_view_size_allocate;
  widget_class->map = plot_view_map;
  widget_class->unmap = plot_view_unmap;
  widget_class->css_changed = plot_view_css_changed;
  gtk_widget_class_set_css_name (widget_class, "plotview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
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
  schedule (self);
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
