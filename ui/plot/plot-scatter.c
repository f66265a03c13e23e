/* plot-scatter.c: a cloud of points, written straight into an ARGB image: one arc a point would
 * cost a hundred times as much. Dots are small stamps of opacity; the density mode counts
 * points a pixel instead. */
#include "plot-scatter.h"

#include <math.h>
#include <string.h>

#include "plot-line.h"
#include "plot-stroke.h"

#define STAMP_MAX 16
#define N_STAMPS  8
#define REACH     14.0 /* of a point, from the pointer */

typedef struct
{
  int size;
  guint8 alpha[STAMP_MAX * STAMP_MAX];
} Stamp;

typedef struct
{
  guint32 *pixels;
  int width, height, stride; /* in pixels */
  float x_scale, x_offset, y_scale, y_offset;
  gboolean log_x, log_y;
} Canvas;

/**
 * plot_scatter_marker:
 *
 * The marker that goes with a class, here and in the legend.
 */
PlotMarker
plot_scatter_marker (guint index)
{
  static const PlotMarker markers[]
      = { PLOT_MARKER_DISC, PLOT_MARKER_TRIANGLE, PLOT_MARKER_SQUARE, PLOT_MARKER_DIAMOND,
          PLOT_MARKER_PLUS, PLOT_MARKER_CROSS,    PLOT_MARKER_RING };

  /* Seven markers and eight colours: all pairs differ up to fifty-six classes. */
  return markers[index % G_N_ELEMENTS (markers)];
}

static void
make_stamp (Stamp *stamp, PlotMarker marker, double size)
{
  stamp->size = CLAMP ((int) ceil (size + 0.01), 1, STAMP_MAX);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, STAMP_MAX, STAMP_MAX);
  cairo_t *cr = cairo_create (surface);
  plot_line_paint_marker (cr, marker, 0.5 * stamp->size, 0.5 * stamp->size, size);
  cairo_surface_flush (surface);
  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < stamp->size; y++)
    memcpy (stamp->alpha + y * stamp->size, data + y * stride, stamp->size);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
init_canvas (Canvas *self, cairo_surface_t *surface, const PlotFrame *frame, double scale)
{
  PlotRange x = frame->x_range, y = frame->y_range;

  self->pixels = (guint32 *) (void *) cairo_image_surface_get_data (surface);
  self->width = cairo_image_surface_get_width (surface);
  self->height = cairo_image_surface_get_height (surface);
  self->stride = cairo_image_surface_get_stride (surface) / 4;
  self->log_x = frame->log_x;
  self->log_y = frame->log_y;
  if (self->log_x)
    x = (PlotRange){ log10 (x.lo), log10 (x.hi) };
  if (self->log_y)
    y = (PlotRange){ log10 (y.lo), log10 (y.hi) };
  self->x_scale = (float) (frame->width * scale / (x.hi - x.lo));
  self->x_offset = (float) (-x.lo) * self->x_scale;
  self->y_scale
      = (float) (frame->height * scale / (y.hi - y.lo)) * (frame->flip_y ? 1.0f : -1.0f);
  self->y_offset = (float) (frame->flip_y ? -y.lo : -y.hi) * self->y_scale;
}

/* The pixel of a point; FALSE off the canvas. Comparisons are false for NAN. */
static inline gboolean
locate (const Canvas *self, float x, float y, int *px, int *py)
{
  float u = (self->log_x ? log10f (x) : x) * self->x_scale + self->x_offset;
  float v = (self->log_y ? log10f (y) : y) * self->y_scale + self->y_offset;

  if (!(u >= 0.0f && u < (float) self->width && v >= 0.0f && v < (float) self->height))
    return FALSE;
  *px = (int) u;
  *py = (int) v;
  return TRUE;
}

static inline void
put (Canvas *self, const Stamp *stamp, int px, int py, guint32 rgb, guint32 opacity)
{
  int x0 = px - stamp->size / 2, y0 = py - stamp->size / 2;
  int from_x = MAX (0, -x0), from_y = MAX (0, -y0);
  int to_x = MIN (stamp->size, self->width - x0), to_y = MIN (stamp->size, self->height - y0);

  for (int y = from_y; y < to_y; y++)
    {
      guint32 *row = self->pixels + (gsize) (y0 + y) * self->stride + x0;
      const guint8 *alpha = stamp->alpha + y * stamp->size;

      for (int x = from_x; x < to_x; x++)
        if (alpha[x] != 0)
          row[x] = plot_stroke_blend (row[x], rgb, (alpha[x] * opacity + 127) / 255);
    }
}

typedef struct
{
  const PlotSeries *series;
  const PlotTheme *theme;
  guint32 table[256];
  guint32 plain;
  float value_base, value_scale;
} Colors;

static void
init_colors (Colors *self, const PlotSeries *series, const PlotTheme *theme)
{
  GdkRGBA ink = plot_theme_ink (theme, series->style.ink, series->order);
  double width = series->value_hi - series->value_lo;

  self->series = series;
  self->theme = theme;
  self->plain = (guint32) lrintf (ink.red * 255) << 16 | (guint32) lrintf (ink.green * 255) << 8
                | (guint32) lrintf (ink.blue * 255);
  self->value_base = (float) series->value_lo;
  self->value_scale = width != 0.0 ? (float) (255.0 / width) : 0.0f;
  if (series->color_by == PLOT_POINT_CLASS)
    for (guint i = 0; i < 256; i++)
      self->table[i] = plot_palette_class (i, theme->is_dark);
  else
    plot_palette_fill_table (self->table, series->palette);
}

/* The colour of a point; 0 for one that is not drawn. */
static inline guint32
color_of (const Colors *self, gsize i)
{
  const PlotSeries *series = self->series;

  switch (series->color_by)
    {
    case PLOT_POINT_CLASS:
      return series->classes[i] == 0xff ? 0xff9a9996u : self->table[series->classes[i]];
    case PLOT_POINT_VALUE:
      {
        float at = (series->values[i] - self->value_base) * self->value_scale + 0.5f;

        return isnan (at) ? 0 : self->table[at < 0.0f ? 0 : at > 255.0f ? 255 : (int) at];
      }
    case PLOT_POINT_RGB:
      return series->colors[i];
    case PLOT_POINT_PLAIN:
    case PLOT_POINT_DENSITY:
    default:
      return 0xff000000u | self->plain;
    }
}

/* Big dots for few points, one soft pixel or two for a million. */
static double
dot_size (const PlotSeries *series, double scale)
{
  double usual = series->n <= 500     ? 5.0
                 : series->n <= 4000  ? 4.0
                 : series->n <= 60000 ? 2.6
                                      : 1.7;

  return (series->style.width > 0.0 ? series->style.width : usual) * scale;
}

static double
dot_opacity (const PlotSeries *series, gboolean is_high_contrast)
{
  double usual = series->n <= 4000 ? 0.85 : series->n <= 60000 ? 0.65 : 0.40;

  if (series->style.alpha > 0.0)
    return series->style.alpha;
  return is_high_contrast ? fmax (usual, 0.8) : usual;
}

static void
put_points (Canvas *canvas, const PlotSeries *series, const Colors *colors, const Stamp *stamps,
            gboolean has_markers, guint32 opacity, int pass)
{
  for (gsize i = 0; i < series->n; i++)
    {
      int px, py;
      gboolean is_out = series->selected != NULL && !series->selected[i];

      if (is_out != (pass == 0) || !locate (canvas, series->px[i], series->py[i], &px, &py))
        continue;
      guint32 rgb = color_of (colors, i);
      if (rgb == 0)
        continue;
      const Stamp *stamp
          = stamps + (has_markers ? plot_scatter_marker (series->classes[i]) : 0);
      if (is_out)
        put (canvas, stamp, px, py, 0x9a9996, opacity / 4);
      else
        put (canvas, stamp, px, py, rgb, opacity);
    }
}

static void
render_dots (Canvas *canvas, const PlotSeries *series, const PlotTheme *theme, double scale)
{
  Colors colors;
  Stamp stamps[N_STAMPS];
  double size = dot_size (series, scale);
  guint32 opacity = (guint32) lrint (
      255.0 * CLAMP (dot_opacity (series, theme->is_high_contrast), 0.0, 1.0));
  gboolean has_markers = series->color_by == PLOT_POINT_CLASS && series->n <= 4000;

  init_colors (&colors, series, theme);
  for (int i = 0; i < (has_markers ? N_STAMPS : 1); i++)
    make_stamp (&stamps[i], i == 0 ? PLOT_MARKER_DISC : (PlotMarker) i,
                has_markers ? size * 1.4 : size);
  if (series->selected != NULL)
    put_points (canvas, series, &colors, stamps, has_markers, opacity, 0);
  put_points (canvas, series, &colors, stamps, has_markers, opacity, 1);
}

/* Dark ground wants the map from dark to light, light ground the other way round, so that the
 * rare fades into the paper. */
static void
color_counts (Canvas *canvas, const guint16 *counts, guint most, PlotPalette palette,
              gboolean is_dark)
{
  double scale = most > 1 ? 1.0 / log ((double) most) : 0.0;
  guint32 table[1024];

  for (guint c = 0; c < G_N_ELEMENTS (table); c++)
    {
      double unit = c == 0 ? 0.0 : log ((double) c) * scale;
      guint32 rgb
          = plot_palette_lookup (palette, is_dark ? 0.12 + 0.88 * unit : 0.92 - 0.92 * unit);

      table[c] = c == 0 ? 0
                        : plot_stroke_blend (0, rgb & 0xffffff,
                                             (guint32) (150 + 105 * MIN (unit, 1.0)));
    }
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      canvas->pixels[(gsize) y * canvas->stride + x]
          = table[MIN (counts[(gsize) y * canvas->width + x], G_N_ELEMENTS (table) - 1)];
}

static void
render_density (Canvas *canvas, const PlotSeries *series, const PlotTheme *theme, double scale)
{
  gsize n_pixels = (gsize) canvas->width * canvas->height;
  g_autofree guint16 *counts = g_new0 (guint16, n_pixels);
  int reach = dot_size (series, scale) >= 2.0 ? 2 : 1;
  guint most = 0;

  for (gsize i = 0; i < series->n; i++)
    {
      int px, py;

      if ((series->selected != NULL && !series->selected[i])
          || !locate (canvas, series->px[i], series->py[i], &px, &py))
        continue;
      for (int dy = 0; dy < reach && py + dy < canvas->height; dy++)
        for (int dx = 0; dx < reach && px + dx < canvas->width; dx++)
          {
            guint16 *at = &counts[(gsize) (py + dy) * canvas->width + px + dx];

            *at += *at < G_MAXUINT16;
            most = MAX (most, *at);
          }
    }
  color_counts (canvas, counts, MIN (most, 1023), series->palette, theme->is_dark);
}

/**
 * plot_scatter_render:
 * @scale: device pixels a unit of the frame
 *
 * Draws the points of a series into an image of the frame's size.
 *
 * Returns: (transfer full) (nullable): the image; NULL when it would be empty or too large
 */
cairo_surface_t *
plot_scatter_render (const PlotFrame *frame, const PlotSeries *series, const PlotTheme *theme,
                     double scale)
{
  int width = (int) ceil (frame->width * scale), height = (int) ceil (frame->height * scale);
  Canvas canvas;

  if (width < 1 || height < 1 || width > 16384 || height > 16384 || series->n == 0)
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_flush (surface);
  init_canvas (&canvas, surface, frame, scale);
  if (series->color_by == PLOT_POINT_DENSITY)
    render_density (&canvas, series, theme, scale);
  else
    render_dots (&canvas, series, theme, scale);
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* On paper there is more than one pixel a unit, for sharp dots. */
static void
paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series, const PlotTheme *theme,
       const PlotPaintPlace *place)
{
  cairo_surface_t *surface = plot_scatter_render (frame, series, theme, place->scale);

  if (surface == NULL)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  cairo_translate (cr, frame->x, frame->y);
  cairo_scale (cr, 1.0 / place->scale, 1.0 / place->scale);
  cairo_set_source_surface (cr, surface, 0.0, 0.0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/* The point nearest to a place, within reach. */
static gssize
find (const PlotSeries *series, const PlotFrame *frame, double x, double y)
{
  double best = REACH * REACH;
  gssize found = -1;

  for (gsize i = 0; i < series->n; i++)
    {
      double dx = plot_frame_to_x (frame, series->px[i]) - x;
      double dy = plot_frame_to_y (frame, series->py[i]) - y;
      double d = dx * dx + dy * dy;

      if (d <= best)
        best = d, found = (gssize) i;
    }
  return found;
}

static PlotRange
get_x_range (const PlotSeries *self, gboolean is_log)
{
  return plot_range_of_floats (self->px, self->n, 1);
}

static PlotRange
get_y_range (const PlotSeries *self, gboolean is_log)
{
  return plot_range_of_floats (self->py, self->n, 1);
}

static void
get_values (const PlotSeries *self, gsize row, gsize i, double *x, double *y)
{
  *x = (double) self->px[i];
  *y = (double) self->py[i];
}

const PlotSeriesKind plot_kind_points = {
  .get_x_range = get_x_range,
  .get_y_range = get_y_range,
  .paint = paint,
  .find = find,
  .get_values = get_values,
  .swatch = PLOT_SWATCH_DISC,
  .is_scattered = TRUE,
};
