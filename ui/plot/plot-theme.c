/* plot-theme.c: the colours of plots for light, dark and high contrast. */
#include "plot-theme.h"

static void
set_colors (PlotTheme *self, guint32 background, guint32 text, double dim, double grid)
{
  self->background = plot_color (background, 1.0);
  self->text = plot_color (text, 1.0);
  self->dim = plot_color (text, dim);
  self->grid = plot_color (text, grid);
  self->axis = plot_color (text, grid * 3.0);
}

/**
 * plot_theme_init:
 *
 * Fills in the look for a kind of ground. The widget puts its own font and accent on top.
 * Any thread.
 */
void
plot_theme_init (PlotTheme *self, gboolean is_dark, gboolean is_high_contrast)
{
  *self = (PlotTheme){ .is_dark = is_dark,
                       .is_high_contrast = is_high_contrast,
                       .font = "Adwaita Sans, Cantarell, Inter, sans",
                       .font_px = 12.0,
                       .line_width = is_high_contrast ? 2.0 : 1.5 };
  double dim = is_high_contrast ? 0.95 : is_dark ? 0.70 : 0.66;
  double grid = is_high_contrast ? 0.30 : is_dark ? 0.10 : 0.09;
  if (is_dark)
    set_colors (self, 0x1e1e20, 0xffffff, dim, grid);
  else
    set_colors (self, 0xffffff, is_high_contrast ? 0x000000 : 0x1f1f24, dim, grid);
  self->accent = plot_color (is_dark ? 0x78aeed : 0x1c71d8, 1.0);
  self->warning = plot_color (is_dark ? 0xff7b63 : 0xc01c28, 1.0);
  self->bubble = is_dark ? plot_color (0x38383c, 0.96) : plot_color (0xffffff, 0.96);
}

/**
 * plot_theme_ink:
 * @order: of the series, for PLOT_COLOR_AUTO
 *
 * The colour that an ink has in this theme. Any thread.
 */
GdkRGBA
plot_theme_ink (const PlotTheme *self, PlotColorRole ink, guint order)
{
  if (ink >= 0xff000000u)
    return plot_color (ink, 1.0);
  if (ink >= PLOT_COLOR_CLASS (0))
    return plot_color (plot_palette_class (ink - PLOT_COLOR_CLASS (0), self->is_dark), 1.0);
  switch (ink)
    {
    case PLOT_COLOR_ACCENT:
      return self->accent;
    case PLOT_COLOR_TEXT:
      return self->text;
    case PLOT_COLOR_DIM:
      return self->dim;
    case PLOT_COLOR_GRID:
      return self->axis;
    case PLOT_COLOR_WARNING:
      return self->warning;
    default:
      return plot_color (plot_palette_class (order, self->is_dark), 1.0);
    }
}
