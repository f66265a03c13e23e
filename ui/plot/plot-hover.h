/* plot-hover.h: what there is to read under the pointer. */
#pragma once

#include "plot-layout.h"

G_BEGIN_DECLS

#define PLOT_HOVER_ROWS 10

typedef struct
{
  GdkRGBA color;
  char label[64];
  char value[PLOT_LABEL_SIZE];
  double x, y; /* of its dot; NAN for none */
} PlotHoverRow;

/**
 * PlotHover:
 * @head: of the bubble: the value of x, or the place
 * @line_x: of the crosshair; NAN without
 * @n_hidden: rows beyond what the bubble holds
 */
typedef struct
{
  char head[160];
  double x, y, line_x;
  guint n, n_hidden;
  PlotHoverRow rows[PLOT_HOVER_ROWS];
} PlotHover;

gboolean plot_hover_find (PlotHover *self, PlotChart *chart, const PlotLayout *layout,
                          const PlotTheme *theme, double x, double y);
void plot_hover_paint (const PlotHover *self, cairo_t *cr, const PlotLayout *layout,
                       const PlotTheme *theme);

G_END_DECLS
