/* plot-raster.h: paints images and colour bars. */
#pragma once

#include "plot-frame.h"
#include "plot-text.h"

G_BEGIN_DECLS

void plot_raster_paint (cairo_t *cr, const PlotFrame *frame, cairo_surface_t *image,
                        guint lines, guint samples);
void plot_raster_paint_pin (cairo_t *cr, double x, double y, guint number,
                            const PlotTheme *theme);
void plot_raster_paint_bar (cairo_t *cr, double x, double y, double width, double height,
                            PlotPalette palette, PlotRange range, const PlotTheme *theme);

G_END_DECLS
