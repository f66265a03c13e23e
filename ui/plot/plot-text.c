/* plot-text.c: measuring and painting of short texts through Pango. */
#include "plot-text.h"

static PangoLayout *
make_layout (cairo_t *cr, const PlotTheme *theme, PlotTextRole role, const char *text)
{
  static const double SIZES[] = { 1.08, 0.96, 0.90 };
  PangoLayout *layout = pango_cairo_create_layout (cr);
  /* Letters at their true places: whole pixels would space small type unevenly. */
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  PangoFontDescription *font = pango_font_description_from_string (theme->font);
  pango_font_description_set_absolute_size (font, SIZES[role] * theme->font_px * PANGO_SCALE);
  if (role == PLOT_TEXT_TITLE)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  if (role == PLOT_TEXT_TICK)
    {
      PangoAttrList *attributes = pango_attr_list_new ();
      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  pango_layout_set_text (layout, text, -1);
  return layout;
}

/**
 * plot_text_measure:
 * @width: (out) (optional): in units of @cr
 * @height: (out) (optional): of the line, in units of @cr
 *
 * The room that a text takes. Main thread, or any with a context of its own.
 */
void
plot_text_measure (cairo_t *cr, const PlotTheme *theme, PlotTextRole role, const char *text,
                   double *width, double *height)
{
  int w, h;
  g_autoptr (PangoLayout) layout = make_layout (cr, theme, role, text);
  pango_layout_get_size (layout, &w, &h);
  if (width != NULL)
    *width = (double) w / PANGO_SCALE;
  if (height != NULL)
    *height = (double) h / PANGO_SCALE;
}

/**
 * plot_text_paint:
 * @x_align: share of the text left of @x: 0 starts there, 1 ends there
 * @y_align: share of the text above @y
 *
 * Paints a line of text about a place. Main thread, or any with a context of its own.
 */
void
plot_text_paint (cairo_t *cr, const PlotTheme *theme, PlotTextRole role, const char *text,
                 const GdkRGBA *color, double x, double y, double x_align, double y_align)
{
  int w, h;
  g_autoptr (PangoLayout) layout = make_layout (cr, theme, role, text);
  pango_layout_get_size (layout, &w, &h);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x - x_align * w / PANGO_SCALE, y - y_align * h / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
}

/**
 * plot_text_paint_within:
 * @width: room; a longer text ends in an ellipsis
 *
 * Paints a line of text from its upper left corner, shortened where it does not fit.
 */
void
plot_text_paint_within (cairo_t *cr, const PlotTheme *theme, PlotTextRole role,
                        const char *text, const GdkRGBA *color, double x, double y,
                        double width)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, theme, role, text);
  pango_layout_set_width (layout, (int) (MAX (width, 8.0) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
