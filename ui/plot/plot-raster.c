/* plot-raster.c: images with every pixel a crisp square, pins, and colour bars. */
#include "plot-raster.h"

#include <math.h>

#include "plot-ticks.h"

/**
 * plot_raster_paint:
 * @image: (lines, samples)
 *
 * Paints an image where its lines and samples lie in the frame: enlarged to crisp squares, made
 * smaller by averaging.
 */
void
plot_raster_paint (cairo_t *cr, const PlotFrame *frame, cairo_surface_t *image, guint lines,
                   guint samples)
{
  double x0 = plot_frame_to_x (frame, 0.0), x1 = plot_frame_to_x (frame, samples);
  double y0 = plot_frame_to_y (frame, 0.0), y1 = plot_frame_to_y (frame, lines);
  double dx = x1 - x0, dy = 0.0;

  cairo_user_to_device_distance (cr, &dx, &dy);
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  cairo_translate (cr, x0, y0);
  cairo_scale (cr, (x1 - x0) / samples, (y1 - y0) / lines);
  cairo_set_source_surface (cr, image, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            fabs (dx) >= samples ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
  cairo_rectangle (cr, 0.0, 0.0, samples, lines);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * plot_raster_paint_pin:
 * @number: counted from 0; says its colour; written from 1
 *
 * Paints a numbered pin: a ring about the place, so that the pixel itself stays visible.
 */
void
plot_raster_paint_pin (cairo_t *cr, double x, double y, guint number, const PlotTheme *theme)
{
  GdkRGBA color = plot_color (plot_palette_class (number, theme->is_dark), 1.0);
  GdkRGBA halo = plot_color (0xffffff, 0.95),
          ink = plot_color (theme->is_dark ? 0x000000 : 0xffffff, 1.0);
  char text[12];

  cairo_new_path (cr);
  cairo_arc (cr, x, y, 5.0, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, &halo);
  cairo_set_line_width (cr, 4.0);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2.2);
  cairo_stroke (cr);
  cairo_arc (cr, x + 10.5, y - 10.5, 8.0, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, &halo);
  cairo_fill (cr);
  cairo_arc (cr, x + 10.5, y - 10.5, 7.0, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  g_snprintf (text, sizeof text, "%u", number + 1);
  plot_text_paint (cr, theme, PLOT_TEXT_TICK, text, &ink, x + 10.5, y - 10.5, 0.5, 0.5);
}

/**
 * plot_raster_paint_bar:
 *
 * Paints an upright colour bar with its numbers at the right.
 */
void
plot_raster_paint_bar (cairo_t *cr, double x, double y, double width, double height,
                       PlotPalette palette, PlotRange range, const PlotTheme *theme)
{
  PlotTicks ticks;
  cairo_pattern_t *pattern = cairo_pattern_create_linear (0.0, y + height, 0.0, y);

  for (guint i = 0; i <= 32; i++)
    {
      GdkRGBA c = plot_color (plot_palette_lookup (palette, i / 32.0), 1.0);

      cairo_pattern_add_color_stop_rgb (pattern, i / 32.0, c.red, c.green, c.blue);
    }
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
  plot_ticks_linear (&ticks, range, (guint) CLAMP (height / 40.0, 2.0, 6.0));
  for (guint i = 0; i < ticks.n; i++)
    {
      double at = y + height - (ticks.values[i] - range.lo) / (range.hi - range.lo) * height;

      plot_text_paint (cr, theme, PLOT_TEXT_TICK, ticks.labels[i], &theme->dim, x + width + 4.0,
                       at, 0.0, 0.5);
    }
}
