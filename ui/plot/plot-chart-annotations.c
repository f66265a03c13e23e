/* plot-chart-annotations.c: the chart's image, and the signs on top: marks, pins, rings,
 * cursor. */
#include "plot-chart-private.h"

#include <math.h>
#include <string.h>

/* Cairo wants premultiplied colours in rows of its own length. */
static cairo_surface_t *
make_surface (const guint32 *pixels, guint lines, guint samples)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) samples, (int) lines);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  for (guint y = 0; y < lines; y++)
    memcpy (data + (gsize) y * stride, pixels + (gsize) y * samples, samples * sizeof *pixels);
  cairo_surface_mark_dirty (surface);
  return surface;
}

/**
 * plot_chart_set_image:
 * @pixels: (nullable): (lines, samples) 0xFFRRGGBB, 0 for nothing; copied; NULL takes it away
 *
 * Puts an image under everything. Sample s of line l covers x from s to s + 1 and y from l to
 * l + 1, y downwards; pixels stay square.
 */
void
plot_chart_set_image (PlotChart *self, const guint32 *pixels, guint lines, guint samples)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  g_clear_pointer (&self->image, cairo_surface_destroy);
  if (pixels != NULL && lines > 0 && samples > 0)
    self->image = make_surface (pixels, lines, samples);
  if (self->lines != lines || self->samples != samples)
    {
      /* A zoom that was set before the first image is meant for it. */
      if (self->lines > 0)
        self->axes[PLOT_AXIS_X].zoom = self->axes[PLOT_AXIS_Y].zoom = PLOT_RANGE_EMPTY;
      g_clear_pointer (&self->overlay, cairo_surface_destroy);
    }
  self->lines = lines;
  self->samples = samples;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_image_stretched:
 *
 * Lets an image fill the plot whatever its shape: for heat maps.
 */
void
plot_chart_set_image_stretched (PlotChart *self, gboolean is_stretched)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->is_stretched = is_stretched;
  plot_chart_changed (self);
}

/**
 * plot_chart_set_image_overlay:
 * @pixels: (nullable): (lines, samples) as the image; 0xAARRGGBB with the colours multiplied by
 *   the alpha; copied; NULL takes it away
 *
 * Lays something see-through over the image, such as a selection.
 */
void
plot_chart_set_image_overlay (PlotChart *self, const guint32 *pixels, guint lines,
                              guint samples)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  g_return_if_fail (pixels == NULL || (lines == self->lines && samples == self->samples));
  g_clear_pointer (&self->overlay, cairo_surface_destroy);
  if (pixels != NULL)
    self->overlay = make_surface (pixels, lines, samples);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_color_bar:
 * @title: (nullable): what the colours mean, unit included
 * @lo: the value of the first colour
 * @hi: the value of the last; NAN takes the bar away
 *
 * Puts a colour bar at the right.
 */
void
plot_chart_set_color_bar (PlotChart *self, const char *title, PlotPalette palette, double lo,
                          double hi)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->has_bar = isfinite (lo) && isfinite (hi);
  g_free (self->bar_title);
  self->bar_title = g_strdup (title);
  self->bar_palette = palette;
  self->bar_range = (PlotRange){ lo, hi };
  plot_chart_changed (self);
}

static void
set_signs (GArray *signs, const double *xs, const double *ys, const char *const *texts, gsize n)
{
  g_array_set_size (signs, 0);
  for (gsize i = 0; i < n; i++)
    {
      PlotMark mark
          = { xs[i], ys != NULL ? ys[i] : NAN, g_strdup (texts != NULL ? texts[i] : NULL) };

      g_array_append_val (signs, mark);
    }
}

/**
 * plot_chart_set_keys:
 * @names: (nullable) (array zero-terminated=1): copied; NULL takes them away
 * @colors: 0xRRGGBB of each
 *
 * Names colours of the image in the legend, in columns: classes, for example.
 */
void
plot_chart_set_keys (PlotChart *self, const char *const *names, const guint32 *colors)
{
  g_return_if_fail (PLOT_IS_CHART (self));

  guint n = names != NULL ? g_strv_length ((char **) names) : 0;
  char **copy = g_strdupv ((char **) names);

  g_strfreev (self->keys);
  g_free (self->key_colors);
  self->keys = copy;
  self->key_colors = g_new0 (GdkRGBA, n + 1);
  for (guint i = 0; i < n; i++)
    self->key_colors[i] = (GdkRGBA){ (float) (colors[i] >> 16 & 0xFF) / 255.0f,
                                     (float) (colors[i] >> 8 & 0xFF) / 255.0f,
                                     (float) (colors[i] & 0xFF) / 255.0f, 1.0f };
  plot_chart_changed (self);
}

/**
 * plot_chart_set_marks:
 * @xs: (n)
 * @texts: (n) (nullable): copied
 *
 * Sets upright marks with a few words, such as "Noise level 0.1 → 0.3". Words that would run
 * into their neighbours are shown only under the pointer.
 */
void
plot_chart_set_marks (PlotChart *self, const double *xs, const char *const *texts, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self) && (xs != NULL || n == 0));
  set_signs (self->marks, xs, NULL, texts, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_pins:
 * @xs: (n); of a pixel's middle: sample + 0.5
 * @ys: (n); line + 0.5
 *
 * Sets numbered pins; pin i has the colour PLOT_COLOR_CLASS (i), in every plot.
 */
void
plot_chart_set_pins (PlotChart *self, const double *xs, const double *ys, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self) && ((xs != NULL && ys != NULL) || n == 0));
  set_signs (self->pins, xs, ys, NULL, n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_rings:
 * @x: middle
 * @y: middle
 * @radii: (n) in units of the data
 *
 * Sets rings about a place, such as one, two and three standard deviations of a prior.
 */
void
plot_chart_set_rings (PlotChart *self, double x, double y, const double *radii, gsize n)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->ring_x = x;
  self->ring_y = y;
  g_array_set_size (self->radii, 0);
  g_array_append_vals (self->radii, radii, (guint) n);
  plot_chart_changed (self);
}

/**
 * plot_chart_set_cursor:
 * @x: NAN hides it
 * @y: NAN draws an upright line, for curves
 *
 * Sets the current place.
 */
void
plot_chart_set_cursor (PlotChart *self, double x, double y)
{
  g_return_if_fail (PLOT_IS_CHART (self));
  self->cursor_x = x;
  self->cursor_y = y;
  plot_chart_changed (self);
}
