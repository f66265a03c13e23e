/* plot-text.h: words on a plot. */
#pragma once

#include <pango/pangocairo.h>

#include "plot-theme.h"

G_BEGIN_DECLS

/**
 * PlotTextRole:
 * @PLOT_TEXT_TITLE: the plot's name: bold
 * @PLOT_TEXT_LABEL: axis titles, legends
 * @PLOT_TEXT_TICK: numbers: small, digits of one width
 */
typedef enum
{
  PLOT_TEXT_TITLE,
  PLOT_TEXT_LABEL,
  PLOT_TEXT_TICK,
} PlotTextRole;

void plot_text_measure (cairo_t *cr, const PlotTheme *theme, PlotTextRole role,
                        const char *text, double *width, double *height);
void plot_text_paint (cairo_t *cr, const PlotTheme *theme, PlotTextRole role, const char *text,
                      const GdkRGBA *color, double x, double y, double x_align, double y_align);
void plot_text_paint_within (cairo_t *cr, const PlotTheme *theme, PlotTextRole role,
                             const char *text, const GdkRGBA *color, double x, double y,
                             double width);

G_END_DECLS
