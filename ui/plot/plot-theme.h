/* plot-theme.h: the look of a plot: colours and type. A plain value. */
#pragma once

#include "plot-palette.h"

G_BEGIN_DECLS

/**
 * PlotColorRole:
 *
 * A colour by its role, so that it can follow light, dark and high contrast. PLOT_COLOR_AUTO
 * takes the next class colour in the order of the series.
 */
typedef guint32 PlotColorRole;

#define PLOT_COLOR_AUTO     0u
#define PLOT_COLOR_ACCENT   1u
#define PLOT_COLOR_TEXT     2u
#define PLOT_COLOR_DIM      3u
#define PLOT_COLOR_GRID     4u
#define PLOT_COLOR_WARNING  5u
#define PLOT_COLOR_CLASS(i) (0x100u + (guint32) (i))
#define PLOT_COLOR_RGB(rgb) (0xff000000u | (guint32) (rgb))

/**
 * PlotTheme:
 * @background: under everything; alpha 0 leaves the widget's own
 * @text: titles and values
 * @dim: tick labels, axis titles, notes
 * @grid: hairlines
 * @axis: the base line and ticks
 * @accent: selection and cursor
 * @warning: what went wrong
 * @bubble: the hover bubble's ground
 * @is_dark: class colours for a dark ground
 * @font: (owned by nobody: a static or longer-lived string) Pango family list
 * @font_px: size of ordinary text in units of the cairo context
 * @line_width: of curves without a width of their own
 */
typedef struct
{
  GdkRGBA background, text, dim, grid, axis, accent, warning, bubble;
  gboolean is_dark;
  gboolean is_high_contrast;
  const char *font;
  double font_px;
  double line_width;
} PlotTheme;

void plot_theme_init (PlotTheme *self, gboolean is_dark, gboolean is_high_contrast);
GdkRGBA plot_theme_ink (const PlotTheme *self, PlotColorRole ink, guint order);

G_END_DECLS
