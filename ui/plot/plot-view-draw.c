/* plot-view-draw.c: how the widget gets its ink: the chart as a picture, drawn anew thirty
 * times a second at most, and crosshair, box or lasso over it at every frame that needs one. */
#include "plot-view-private.h"

#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "plot-chart-private.h"
#include "plot-paint.h"

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
  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), stride * height,
      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

/* A graphics card keeps a texture; drawing in software takes the surface as it is, where a
 * texture would go through floating point and back, pixel by pixel, in each frame. */
static void
snapshot_static (PlotView *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));

  if (native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    {
      cairo_t *cr = gtk_snapshot_append_cairo (snapshot, bounds);

      cairo_set_source_surface (cr, self->surface, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
      return;
    }
  if (self->texture == NULL)
    self->texture = make_texture (self->surface);
  gtk_snapshot_append_texture (snapshot, self->texture, bounds);
}

/* A frame in which a whole page of plots is laid out anew would take too long: once this much
 * of it is spent, the others keep their old picture until their next slot. Main thread. */
#define FRAME_BUDGET_US 20000

static gint64 budget_frame, budget_spent_us;

static gboolean
is_over_budget (PlotView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  gint64 frame = clock != NULL ? gdk_frame_clock_get_frame_counter (clock) : 0;

  if (frame != budget_frame)
    budget_spent_us = 0;
  budget_frame = frame;
  return budget_spent_us > FRAME_BUDGET_US;
}

/* A frame that still shows a surface keeps what it shows: drawing on it, or letting go of it,
 * would copy it first. So two take turns, and the one before last is free of frames. A texture
 * of it may be in use for longer. */
static cairo_surface_t *
take_surface (PlotView *self, int width, int height, int scale)
{
  cairo_surface_t *surface = g_steal_pointer (&self->spare);

  if (surface != NULL && cairo_surface_get_reference_count (surface) == 1
      && cairo_image_surface_get_width (surface) == width * scale
      && cairo_image_surface_get_height (surface) == height * scale)
    {
      cairo_surface_set_device_scale (surface, 1, 1);
      cairo_surface_flush (surface);
      memset (cairo_image_surface_get_data (surface), 0,
              (gsize) cairo_image_surface_get_stride (surface) * (gsize) (height * scale));
      cairo_surface_mark_dirty (surface);
    }
  else
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
    }
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

static void
draw_static (PlotView *self, int width, int height, int scale)
{
  gint64 now = g_get_monotonic_time ();
  cairo_surface_t *surface = take_surface (self, width, height, scale);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return;
    }
  cairo_t *cr = cairo_create (surface);
  update_theme (self);
  self->is_stale = self->is_hurried = FALSE;
  self->drawn_us = now;
  self->drawn_width = width, self->drawn_height = height, self->drawn_scale = scale;
  self->n_draws++;
  gboolean is_moving = plot_chart_fit (self->chart, now);
  plot_layout_init (&self->layout, self->chart, cr, &self->theme, width, height);
  plot_paint_chart (cr, self->chart, &self->layout, &self->theme, scale);
  cairo_destroy (cr);
  g_clear_object (&self->texture);
  self->spare = self->surface;
  self->surface = surface;
  budget_spent_us += g_get_monotonic_time () - now;
  if (is_moving)
    plot_view_schedule (self);
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

/* The pointer's own place, or the same place of the data as in the plot that it is in. A plot
 * that shares x alone reads off in the middle of its height. */
static gboolean
find_hover (PlotView *self, PlotHover *hover)
{
  const PlotFrame *frame = &self->layout.frame;
  double x = self->pointer_x, y = self->pointer_y;

  if (!self->is_inside)
    {
      if (isnan (self->ghost_x) || self->layout.is_empty)
        return FALSE;
      x = plot_frame_to_x (frame, self->ghost_x);
      y = isnan (self->ghost_y) ? frame->y + frame->height / 2
                                : plot_frame_to_y (frame, self->ghost_y);
      if (!plot_frame_contains (frame, x, y))
        return FALSE;
    }
  return plot_hover_find (hover, self->chart, &self->layout, &self->theme, x, y);
}

static void
snapshot_overlay (PlotView *self, GtkSnapshot *snapshot)
{
  PlotHover hover;

  /* Where a drag is told as a point, the point's own words say what is there. */
  gboolean has_hover = self->drag == PLOT_DRAG_NONE && self->tool != PLOT_TOOL_POINT
                       && find_hover (self, &hover);
  if (!has_hover && self->drag != PLOT_DRAG_BOX && self->drag != PLOT_DRAG_LASSO
      && self->drag != PLOT_DRAG_RECTANGLE)
    return;
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT (0, 0, (float) self->layout.width, (float) self->layout.height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  if (has_hover)
    plot_hover_paint (&hover, cr, &self->layout, &self->theme);
  else if (self->drag == PLOT_DRAG_LASSO || self->drag == PLOT_DRAG_RECTANGLE)
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

/**
 * plot_view_snapshot:
 *
 * Draws the chart anew when something changed and it is time, else as it was; and what follows
 * the pointer on top. Private to the view.
 */
void
plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PlotView *self = PLOT_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  gboolean is_resized = width != self->drawn_width || height != self->drawn_height
                        || scale != self->drawn_scale;

  if (width < 1 || height < 1)
    return;
  gboolean is_wanted
      = self->surface == NULL || is_resized || self->is_hurried
        || (self->is_stale && g_get_monotonic_time () >= plot_view_get_due (self));
  if (is_wanted && (self->is_hurried || !is_over_budget (self)))
    draw_static (self, width, height, scale);
  else if (is_wanted)
    plot_view_postpone (self);
  else if (self->is_stale)
    plot_view_schedule (self);
  if (self->surface != NULL)
    snapshot_static (self, snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  snapshot_overlay (self, snapshot);
  if (gtk_widget_has_visible_focus (widget))
    snapshot_focus (self, snapshot, width, height);
}
