/* plot-stroke.c: lines by distance. A pixel's coverage is how far it lies from the nearest
 * piece of the line, gathered in a buffer by maximum, so that a see-through line does not
 * darken where it meets itself. Only the tiles that a line touched are blended and cleared. For
 * images alone: on paper lines stay vectors. */
#include "plot-stroke.h"

#include <math.h>
#include <string.h>

#define TILE 16

struct _PlotStroke
{
  cairo_t *cr;
  cairo_surface_t *surface;
  guint32 *pixels;         /* of the target */
  int stride;              /* in pixels */
  int x, y, width, height; /* the clip in the target's pixels */
  double scale;
  guint8 *cover; /* (height, width) */
  guint8 *tiles;
  int tiles_x, tiles_y;
};

static gboolean
find_target (PlotStroke *self, cairo_t *cr)
{
  self->surface = cairo_get_group_target (cr);
  if (cairo_surface_get_type (self->surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return FALSE;
  cairo_format_t format = cairo_image_surface_get_format (self->surface);
  if (format != CAIRO_FORMAT_ARGB32 && format != CAIRO_FORMAT_RGB24)
    return FALSE;
  cairo_surface_flush (self->surface);
  self->pixels = (guint32 *) (void *) cairo_image_surface_get_data (self->surface);
  self->stride = cairo_image_surface_get_stride (self->surface) / 4;
  return self->pixels != NULL;
}

static void
to_target (const PlotStroke *self, double *x, double *y)
{
  double sx = 1.0, sy = 1.0;

  cairo_user_to_device (self->cr, x, y);
  cairo_surface_get_device_scale (self->surface, &sx, &sy);
  *x *= sx;
  *y *= sy;
}

static void
find_clip (PlotStroke *self, const PlotFrame *frame)
{
  double x0 = frame->x - 1.0, y0 = frame->y - 2.0;
  double x1 = frame->x + frame->width + 1.0, y1 = frame->y + frame->height + 1.0;

  to_target (self, &x0, &y0);
  to_target (self, &x1, &y1);
  self->scale = (x1 - x0) / (frame->width + 2.0);
  self->x = MAX ((int) floor (x0), 0);
  self->y = MAX ((int) floor (y0), 0);
  self->width = MIN ((int) ceil (x1), cairo_image_surface_get_width (self->surface)) - self->x;
  self->height
      = MIN ((int) ceil (y1), cairo_image_surface_get_height (self->surface)) - self->y;
}

/**
 * plot_stroke_begin:
 * @cr: on an image surface, moved and scaled evenly but not turned
 * @frame: nothing is drawn outside it
 *
 * Makes ready to draw lines straight into the image under a context. Other drawing on @cr has
 * to wait for plot_stroke_end(). Main thread, or any with a context of its own.
 *
 * Returns: (nullable): NULL when the target is no image: use cairo then
 */
PlotStroke *
plot_stroke_begin (cairo_t *cr, const PlotFrame *frame)
{
  PlotStroke found = { .cr = cr };

  if (!find_target (&found, cr))
    return NULL;
  find_clip (&found, frame);
  if (found.width < 1 || found.height < 1)
    return NULL;
  found.tiles_x = (found.width + TILE - 1) / TILE;
  found.tiles_y = (found.height + TILE - 1) / TILE;
  found.cover = g_malloc0 ((gsize) found.width * found.height);
  found.tiles = g_malloc0 ((gsize) found.tiles_x * found.tiles_y);
  return g_memdup2 (&found, sizeof found);
}

/**
 * plot_stroke_end:
 *
 * Tells cairo of the changed pixels and frees all.
 */
void
plot_stroke_end (PlotStroke *self)
{
  cairo_surface_mark_dirty (self->surface);
  g_free (self->cover);
  g_free (self->tiles);
  g_free (self);
}

typedef struct
{
  float dx, dy, inverse, normal_x, normal_y,
      reach; /* of a piece: direction, 1 / length², unit normal */
} Piece;

static inline void
raise_to (guint8 *cover, float c)
{
  guint8 value = (guint8) (255.0f * (c > 1.0f ? 1.0f : c));

  if (value > *cover)
    *cover = value;
}

/* Beside the piece the distance grows evenly along a row; around its ends, which are all that
 * a dot has, it takes a root. */
static inline void
cover_row (guint8 *row, int n, const Piece *piece, float px, float py)
{
  float t0 = (px * piece->dx + py * piece->dy) * piece->inverse;
  float t1 = t0 + (n - 1) * piece->dx * piece->inverse;

  if (piece->inverse > 0.0f && t0 >= 0.0f && t0 <= 1.0f && t1 >= 0.0f && t1 <= 1.0f)
    {
      float away = px * piece->normal_x + py * piece->normal_y;

      for (int i = 0; i < n; i++, away += piece->normal_x)
        {
          float c = piece->reach - fabsf (away);

          if (c > 0.0f)
            raise_to (row + i, c);
        }
      return;
    }
  for (int i = 0; i < n; i++, px += 1.0f)
    {
      float t = (px * piece->dx + py * piece->dy) * piece->inverse;

      t = t < 0.0f ? 0.0f : t > 1.0f ? 1.0f : t;
      float ex = px - t * piece->dx, ey = py - t * piece->dy, d2 = ex * ex + ey * ey;
      if (d2 < piece->reach * piece->reach)
        raise_to (row + i, piece->reach - sqrtf (d2));
    }
}

/* One piece, from a to b in pixels of the clip; r is half the width. */
static void
cover_piece (PlotStroke *self, PlotPoint a, PlotPoint b, double r)
{
  double dx = b.x - a.x, dy = b.y - a.y, length = sqrt (dx * dx + dy * dy), reach = r + 0.5;
  double inverse = length > 0.0 ? 1.0 / length : 0.0;
  gboolean is_steep = fabs (dy) > 1e-3;
  double slack = is_steep ? reach * length / fabs (dy) : INFINITY,
         slope = is_steep ? dx / dy : 0.0;
  double left = MIN (a.x, b.x) - reach, right = MAX (a.x, b.x) + reach;
  int y0 = (int) MAX (floor (MIN (a.y, b.y) - reach), 0.0);
  int y1 = (int) MIN (ceil (MAX (a.y, b.y) + reach), self->height - 1.0);
  Piece piece = { (float) dx,
                  (float) dy,
                  (float) (inverse * inverse),
                  (float) (dy * inverse),
                  (float) (-dx * inverse),
                  (float) reach };

  for (int y = y0; y <= y1; y++)
    {
      double py = y + 0.5 - a.y, centre = a.x + py * slope;
      double from = MAX (left, centre - slack) - 0.5, to = MIN (right, centre + slack);
      int x0 = from > 0.0 ? (int) from : 0,
          x1 = to < self->width - 1.0 ? (int) to : self->width - 1;

      if (to < 0.0 || x0 > x1)
        continue;
      cover_row (self->cover + (gsize) y * self->width + x0, x1 - x0 + 1, &piece,
                 (float) (x0 + 0.5 - a.x), (float) py);
      memset (self->tiles + (y / TILE) * self->tiles_x + x0 / TILE, 1,
              (gsize) (x1 / TILE - x0 / TILE + 1));
    }
}

static void
blend_tile (PlotStroke *self, int tx, int ty, guint32 rgb, guint32 opacity)
{
  int x1 = MIN ((tx + 1) * TILE, self->width), y1 = MIN ((ty + 1) * TILE, self->height);

  for (int y = ty * TILE; y < y1; y++)
    {
      guint8 *cover = self->cover + (gsize) y * self->width;
      guint32 *row = self->pixels + (gsize) (self->y + y) * self->stride + self->x;

      for (int x = tx * TILE; x < x1; x++)
        if (cover[x] != 0)
          row[x] = plot_stroke_blend (row[x], rgb, (cover[x] * opacity + 127) / 255);
      memset (cover + tx * TILE, 0, (gsize) (x1 - tx * TILE));
    }
}

/**
 * plot_stroke_line:
 * @points: (element-type PlotPoint): in units of the context; NAN breaks the line
 * @width: in units of the context; below a pixel the line gets fainter instead of thinner
 *
 * Draws a line with round joins and ends; a point alone between gaps becomes a dot.
 */
void
plot_stroke_line (PlotStroke *self, const GArray *points, const GdkRGBA *color, double width)
{
  double r = 0.5 * width * self->scale, faint = fmin (2.0 * r, 1.0);
  guint32 opacity = (guint32) lrint (255.0 * CLAMP (color->alpha * faint, 0.0, 1.0));
  guint32 rgb = (guint32) lrintf (color->red * 255) << 16
                | (guint32) lrintf (color->green * 255) << 8
                | (guint32) lrintf (color->blue * 255);
  PlotPoint last = { NAN, NAN };

  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);
      gboolean is_last
          = i + 1 == points->len || isnan (g_array_index (points, PlotPoint, i + 1).x);

      to_target (self, &p.x, &p.y);
      p.x = CLAMP (p.x - self->x, -1e5, 1e5);
      p.y = CLAMP (p.y - self->y, -1e5, 1e5);
      if (!isnan (p.x) && !isnan (last.x))
        cover_piece (self, last, p, fmax (r, 0.5));
      else if (!isnan (p.x) && is_last)
        cover_piece (self, p, p, fmax (PLOT_STROKE_DOT * r, 0.5));
      last = p;
    }
  for (int ty = 0; ty < self->tiles_y; ty++)
    for (int tx = 0; tx < self->tiles_x; tx++)
      if (self->tiles[ty * self->tiles_x + tx] != 0)
        blend_tile (self, tx, ty, rgb, opacity);
  memset (self->tiles, 0, (gsize) self->tiles_x * self->tiles_y);
}
