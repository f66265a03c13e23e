/* plot-graph.h: nodes in places of their own, links between them, and words beside them. */
#pragma once

#include "plot-series-kind.h"

G_BEGIN_DECLS

typedef enum
{
  PLOT_NODE_PLAIN,
  PLOT_NODE_FAINT,   /* an empty ring: it is there and does nothing */
  PLOT_NODE_CROSSED, /* a crossed ring: it can do nothing any more */
} PlotNodeMark;

/**
 * PlotNode:
 * @x, @y: its middle; y grows downwards
 * @shade: −1 … 1: the first colour where it is above 0, the second below
 * @value: for the table; NAN for none
 * @mark: how it is drawn
 * @name: under the pointer
 */
typedef struct
{
  double x, y;
  double shade, value;
  PlotNodeMark mark;
  char name[64];
} PlotNode;

/**
 * PlotGraphLink:
 * @from, @to: nodes, by their index
 * @weight: −1 … 1: its width, and by its sign its colour; 0: a thin line that has none
 */
typedef struct
{
  guint from, to;
  double weight;
} PlotGraphLink;

/**
 * PlotGraphText:
 * @x, @y: its middle
 * @room: how wide it may be, in the graph's units; where it is wider it is left out
 * @is_dim: is a remark
 */
typedef struct
{
  double x, y, room;
  gboolean is_dim;
  char text[120];
} PlotGraphText;

/**
 * PlotGraph:
 * @width, @height: of the whole drawing: a node has one unit of height for itself, and @pitch
 *   of width
 * @pitch: least distance of two columns of nodes
 * @nodes: #PlotNode
 * @links: #PlotGraphLink, drawn in their order
 * @texts: #PlotGraphText
 */
struct _PlotGraph
{
  double width, height, pitch;
  GArray *nodes, *links, *texts;
};

extern const PlotSeriesKind plot_kind_graph;

PlotGraph *plot_graph_new (double width, double height, double pitch);
void plot_graph_free (PlotGraph *self);
guint plot_graph_add_node (PlotGraph *self, const PlotNode *node);
void plot_graph_add_link (PlotGraph *self, guint from, guint to, double weight);
void plot_graph_add_text (PlotGraph *self, double x, double y, double room, gboolean is_dim,
                          const char *format, ...) G_GNUC_PRINTF (6, 7);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlotGraph, plot_graph_free)

G_END_DECLS
