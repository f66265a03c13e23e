/* plot-palette.h: colours for values, and colours for classes. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * PlotPalette:
 * @PLOT_PALETTE_VIRIDIS: dark violet to yellow; the default
 * @PLOT_PALETTE_CIVIDIS: dark blue to yellow, made for colour-blind readers
 * @PLOT_PALETTE_DIVERGING: blue, near white in the middle, orange; for signed values
 * @PLOT_PALETTE_GRAY: black to white
 */
typedef enum
{
  PLOT_PALETTE_VIRIDIS,
  PLOT_PALETTE_CIVIDIS,
  PLOT_PALETTE_DIVERGING,
  PLOT_PALETTE_GRAY,
} PlotPalette;

#define PLOT_CLASS_COLORS 8

guint32 plot_palette_lookup (PlotPalette palette, double unit);
void plot_palette_fill_table (guint32 table[256], PlotPalette palette);
void plot_palette_map (guint32 *out, const float *values, gsize n, PlotPalette palette,
                       double lo, double hi);
void plot_palette_find_limits (const float *values, gsize n, double cut, double *lo,
                               double *hi);
guint32 plot_palette_class (guint index, gboolean is_dark);
GdkRGBA plot_color (guint32 rgb, double alpha);

G_END_DECLS
