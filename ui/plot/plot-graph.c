/* plot-graph.c: a drawing of nodes and links: links first, as lines whose width is their
 * weight, then nodes as discs, then words. It knows no network: where things stand is the
 * caller's. */
#include "plot-graph.h"

#include <math.h>

#include "plot-stroke.h"
#include "plot-text.h"

#define MOST_RADIUS 9.0
#define LEAST_WIDTH 0.6
#define SHADES      8 /* of each sign: as many as an eye tells apart */
#define WIDTHS      4
#define WIDTH_SHARE 0.2 /* of a disc's diameter: the width of a weight of 1 */

/**
 * plot_graph_new:
 * @width: of the drawing, in units of its own
 * @height: of the drawing
 * @pitch: least distance of two columns of nodes
 *
 * Returns: (transfer full): a drawing with nothing in it. Any thread.
 */
PlotGraph *
plot_graph_new (double width, double height, double pitch)
{
  PlotGraph *self = g_new0 (PlotGraph, 1);

  self->width = width;
  self->height = height;
  self->pitch = pitch;
  self->nodes = g_array_new (FALSE, FALSE, sizeof (PlotNode));
  self->links = g_array_new (FALSE, FALSE, sizeof (PlotGraphLink));
  self->texts = g_array_new (FALSE, FALSE, sizeof (PlotGraphText));
  return self;
}

/**
 * plot_graph_free:
 * @self: (transfer full): a drawing
 */
void
plot_graph_free (PlotGraph *self)
{
  g_array_unref (self->nodes);
  g_array_unref (self->links);
  g_array_unref (self->texts);
  g_free (self);
}

/**
 * plot_graph_add_node:
 * @self: a drawing
 * @node: copied
 *
 * Returns: its index.
 */
guint
plot_graph_add_node (PlotGraph *self, const PlotNode *node)
{
  g_array_append_val (self->nodes, *node);
  return self->nodes->len - 1;
}

/**
 * plot_graph_add_link:
 * @self: a drawing
 * @from: a node that was added
 * @to: another
 * @weight: −1 … 1; 0 for a thin line that has none
 */
void
plot_graph_add_link (PlotGraph *self, guint from, guint to, double weight)
{
  const PlotGraphLink link = { from, to, CLAMP (weight, -1.0, 1.0) };

  g_return_if_fail (from < self->nodes->len && to < self->nodes->len);
  g_array_append_val (self->links, link);
}

/**
 * plot_graph_add_text:
 * @self: a drawing
 * @x: middle
 * @y: middle
 * @room: left out where it is wider than that, in the drawing's units
 * @is_dim: is a remark
 * @format: printf
 */
void
plot_graph_add_text (PlotGraph *self, double x, double y, double room, gboolean is_dim,
                     const char *format, ...)
{
  PlotGraphText text = { .x = x, .y = y, .room = room, .is_dim = is_dim };
  va_list args;

  va_start (args, format);
  g_vsnprintf (text.text, sizeof text.text, format, args);
  va_end (args);
  g_array_append_val (self->texts, text);
}

/* ------------------------------------------------------------------ painting */

static double
get_radius (const PlotFrame *frame, const PlotGraph *graph)
{
  double across = fabs (plot_frame_to_x (frame, graph->pitch) - plot_frame_to_x (frame, 0.0));
  double down = fabs (plot_frame_to_y (frame, 1.0) - plot_frame_to_y (frame, 0.0));

  return CLAMP (fmin (0.36 * across, 0.4 * down), 1.0, MOST_RADIUS);
}

static GdkRGBA
sign_color (const PlotTheme *theme, double value)
{
  return plot_theme_ink (theme, PLOT_COLOR_CLASS (value < 0.0 ? 1 : 0), 0);
}

static PlotPoint
to_point (const PlotFrame *frame, double x, double y)
{
  return (PlotPoint){ .x = plot_frame_to_x (frame, x), .y = plot_frame_to_y (frame, y) };
}

/* Lines of one colour and width; a gap stands between them. Straight into the picture where
 * there is one, which takes a tenth of the time. */
static void
paint_lines (cairo_t *cr, PlotStroke *stroke, const GArray *points, const GdkRGBA *color,
             double width)
{
  if (points->len == 0)
    return;
  if (stroke != NULL)
    {
      plot_stroke_line (stroke, points, color, width);
      return;
    }
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, width);
  for (guint i = 0; i < points->len; i++)
    {
      PlotPoint p = g_array_index (points, PlotPoint, i);

      if (isnan (p.x))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, p.x, p.y);
    }
  cairo_stroke (cr);
}

static guint
get_level (const PlotGraphLink *link)
{
  return (guint) ceil (WIDTHS * fabs (link->weight));
}

/* The strong ones over the weak ones. */
static void
paint_links (cairo_t *cr, PlotStroke *stroke, const PlotFrame *frame, const PlotGraph *graph,
             const PlotTheme *theme, double radius)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));
  const PlotPoint gap = { .x = NAN, .y = NAN };

  for (guint level = 0; level <= WIDTHS; level++)
    for (int sign = -1; sign <= (level > 0 ? 1 : -1); sign += 2)
      {
        float strength = (float) level / WIDTHS;
        GdkRGBA color = level > 0 ? sign_color (theme, sign) : theme->dim;

        g_array_set_size (points, 0);
        for (guint i = 0; i < graph->links->len; i++)
          {
            const PlotGraphLink *link = &g_array_index (graph->links, PlotGraphLink, i);
            const PlotNode *a = &g_array_index (graph->nodes, PlotNode, link->from);
            const PlotNode *b = &g_array_index (graph->nodes, PlotNode, link->to);
            PlotPoint from = to_point (frame, a->x, a->y), to = to_point (frame, b->x, b->y);

            if (get_level (link) != level || (level > 0 && link->weight * sign < 0.0))
              continue;
            g_array_append_val (points, from);
            g_array_append_val (points, to);
            g_array_append_val (points, gap);
          }
        color.alpha *= level > 0 ? 0.2f + 0.65f * strength : 0.5f;
        paint_lines (cr, stroke, points, &color,
                     fmax (LEAST_WIDTH, 2.0 * radius * WIDTH_SHARE * (double) strength));
      }
}

/* −SHADES … SHADES. */
static int
get_shade (const PlotNode *node)
{
  if (node->mark != PLOT_NODE_PLAIN || !isfinite (node->shade))
    return 0;
  return (int) lrint (SHADES * copysign (sqrt (fmin (fabs (node->shade), 1.0)), node->shade));
}

/* From the ground to the sign's colour, so that it reads on a light ground and a dark one. */
static GdkRGBA
shade_color (const PlotTheme *theme, int shade)
{
  float share = (float) abs (shade) / SHADES, ground = theme->is_dark ? 0.22f : 1.0f;
  GdkRGBA color = sign_color (theme, shade);

  color.red = ground + share * (color.red - ground);
  color.green = ground + share * (color.green - ground);
  color.blue = ground + share * (color.blue - ground);
  color.alpha = 1.0f;
  return color;
}

/* Discs of one colour; a gap stands between them. */
static void
paint_discs (cairo_t *cr, PlotStroke *stroke, const GArray *points, double radius,
             const GdkRGBA *color)
{
  if (points->len == 0)
    return;
  if (stroke != NULL)
    {
      plot_stroke_line (stroke, points, color, 2.0 * radius / PLOT_STROKE_DOT);
      return;
    }
  gdk_cairo_set_source_rgba (cr, color);
  for (guint i = 0; i < points->len; i++)
    {
      const PlotPoint *p = &g_array_index (points, PlotPoint, i);

      if (isnan (p->x))
        continue;
      cairo_new_sub_path (cr);
      cairo_arc (cr, p->x, p->y, radius, 0.0, 2.0 * G_PI);
    }
  cairo_fill (cr);
}

static void
add_disc (GArray *points, const PlotFrame *frame, const PlotNode *node)
{
  const PlotPoint place = to_point (frame, node->x, node->y), gap = { .x = NAN, .y = NAN };

  g_array_append_val (points, place);
  g_array_append_val (points, gap);
}

/* Rings, and then what they hold, shade by shade. */
static void
paint_nodes (cairo_t *cr, PlotStroke *stroke, const PlotFrame *frame, const PlotGraph *graph,
             const PlotTheme *theme, double radius)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (PlotPoint));

  for (guint is_crossed = 0; is_crossed < 2; is_crossed++)
    {
      g_array_set_size (points, 0);
      for (guint i = 0; i < graph->nodes->len; i++)
        {
          const PlotNode *node = &g_array_index (graph->nodes, PlotNode, i);

          if ((node->mark == PLOT_NODE_CROSSED) == (is_crossed != 0))
            add_disc (points, frame, node);
        }
      paint_discs (cr, stroke, points, radius, is_crossed ? &theme->warning : &theme->dim);
    }
  for (int shade = -SHADES; shade <= SHADES; shade++)
    {
      GdkRGBA color = shade_color (theme, shade);

      g_array_set_size (points, 0);
      for (guint i = 0; i < graph->nodes->len; i++)
        {
          const PlotNode *node = &g_array_index (graph->nodes, PlotNode, i);

          if (get_shade (node) == shade)
            add_disc (points, frame, node);
        }
      paint_discs (cr, stroke, points, radius - (radius > 3.0 ? 1.0 : 0.5), &color);
    }
}

static void
paint_marks (cairo_t *cr, const PlotFrame *frame, const PlotGraph *graph,
             const PlotTheme *theme, double radius)
{
  double arm = 0.5 * radius;

  cairo_set_line_width (cr, 1.2);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const PlotNode *node = &g_array_index (graph->nodes, PlotNode, i);
      gboolean is_crossed = node->mark == PLOT_NODE_CROSSED;
      PlotPoint p = to_point (frame, node->x, node->y);

      if (node->mark == PLOT_NODE_PLAIN)
        continue;
      gdk_cairo_set_source_rgba (cr, is_crossed ? &theme->warning : &theme->dim);
      cairo_move_to (cr, p.x - arm, p.y + arm);
      cairo_line_to (cr, p.x + arm, p.y - arm);
      if (is_crossed)
        {
          cairo_move_to (cr, p.x - arm, p.y - arm);
          cairo_line_to (cr, p.x + arm, p.y + arm);
        }
      cairo_stroke (cr);
    }
}

static void
paint_texts (cairo_t *cr, const PlotFrame *frame, const PlotGraph *graph,
             const PlotTheme *theme)
{
  double unit = frame->width / graph->width;

  for (guint i = 0; i < graph->texts->len; i++)
    {
      const PlotGraphText *text = &g_array_index (graph->texts, PlotGraphText, i);
      double width;

      plot_text_measure (cr, theme, PLOT_TEXT_TICK, text->text, &width, NULL);
      if (width <= text->room * unit)
        plot_text_paint (
            cr, theme, PLOT_TEXT_TICK, text->text, text->is_dim ? &theme->dim : &theme->text,
            plot_frame_to_x (frame, text->x), plot_frame_to_y (frame, text->y), 0.5, 0.5);
    }
}

static void
paint (cairo_t *cr, const PlotFrame *frame, const PlotSeries *self, const PlotTheme *theme,
       const PlotPaintPlace *place)
{
  const PlotGraph *graph = self->graph;
  PlotStroke *stroke;
  double radius;

  if (graph == NULL)
    return;
  radius = get_radius (frame, graph);
  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  stroke = plot_stroke_begin (cr, frame);
  paint_links (cr, stroke, frame, graph, theme, radius);
  paint_nodes (cr, stroke, frame, graph, theme, radius);
  if (stroke != NULL)
    plot_stroke_end (stroke);
  paint_marks (cr, frame, graph, theme, radius);
  paint_texts (cr, frame, graph, theme);
  cairo_restore (cr);
}

/* ------------------------------------------------------------------ under the pointer */

static gssize
find (const PlotSeries *self, const PlotFrame *frame, double x, double y)
{
  double best;
  gssize found = -1;

  if (self->graph == NULL)
    return -1;
  best = get_radius (frame, self->graph) + 3.0;
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const PlotNode *node = &g_array_index (self->graph->nodes, PlotNode, i);
      double away
          = hypot (plot_frame_to_x (frame, node->x) - x, plot_frame_to_y (frame, node->y) - y);

      if (away > best)
        continue;
      best = away;
      found = i;
    }
  return found;
}

static const char *
get_name (const PlotSeries *self, gsize i)
{
  return g_array_index (self->graph->nodes, PlotNode, i).name;
}

static PlotRange
get_x_range (const PlotSeries *self, gboolean is_log)
{
  return (PlotRange){ 0.0, self->graph != NULL ? self->graph->width : 1.0 };
}

static PlotRange
get_y_range (const PlotSeries *self, gboolean is_log)
{
  return (PlotRange){ 0.0, self->graph != NULL ? self->graph->height : 1.0 };
}

const PlotSeriesKind plot_kind_graph = {
  .get_x_range = get_x_range,
  .get_y_range = get_y_range,
  .paint = paint,
  .find = find,
  .get_name = get_name,
  .get_values = plot_series_kind_get_values,
  .swatch = PLOT_SWATCH_NONE,
  .is_grid = TRUE,
};
