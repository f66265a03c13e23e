/* plot-text.c: measuring and painting of short texts through Pango. */
#include "plot-text.h"

/* Shaping a word costs more than painting it, and a plot that is drawn anew has mostly the
 * words that it had: they are kept, a store a thread, as Pango's fonts are. */
#define KEPT_MOST 512
#define NO_WIDTH  (-1)

typedef struct
{
  PlotTextRole role;
  double font_px;
  int width; /* Pango units; or NO_WIDTH */
  char *font, *text;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->text) ^ g_double_hash (&key->font_px) ^ (guint) key->width
         ^ ((guint) key->role << 8);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *x = a, *y = b;

  return x->role == y->role && g_double_equal (&x->font_px, &y->font_px) && x->width == y->width
         && g_str_equal (x->text, y->text) && g_str_equal (x->font, y->font);
}

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->font);
  g_free (key->text);
  g_free (key);
}

static PangoLayout *
make_layout (cairo_t *cr, const Key *key)
{
  static const double sizes[] = { 1.08, 0.96, 0.90 };
  PangoLayout *layout = pango_cairo_create_layout (cr);

  /* Letters at their true places: whole pixels would space small type unevenly. */
  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  PangoFontDescription *font = pango_font_description_from_string (key->font);
  pango_font_description_set_absolute_size (font,
                                            sizes[key->role] * key->font_px * PANGO_SCALE);
  if (key->role == PLOT_TEXT_TITLE)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  if (key->role == PLOT_TEXT_TICK)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  if (key->width != NO_WIDTH)
    {
      pango_layout_set_width (layout, key->width);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_set_text (layout, key->text, -1);
  return layout;
}

static GPrivate kept = G_PRIVATE_INIT ((GDestroyNotify) g_hash_table_unref);

static GHashTable *
get_kept (void)
{
  GHashTable *layouts = g_private_get (&kept);

  if (layouts == NULL)
    {
      layouts = g_hash_table_new_full (key_hash, key_equal, key_free, g_object_unref);
      g_private_set (&kept, layouts);
    }
  return layouts;
}

/* Laid out for the surface of @cr: paper has other letters than the screen. */
static PangoLayout *
get_layout (cairo_t *cr, const PlotTheme *theme, PlotTextRole role, int width, const char *text)
{
  GHashTable *layouts = get_kept ();
  Key *key, wanted = { .role = role,
                       .font_px = theme->font_px,
                       .width = width,
                       .font = (char *) theme->font,
                       .text = (char *) text };
  PangoLayout *layout = g_hash_table_lookup (layouts, &wanted);

  if (layout != NULL)
    {
      pango_cairo_update_layout (cr, layout);
      return layout;
    }
  if (g_hash_table_size (layouts) >= KEPT_MOST)
    g_hash_table_remove_all (layouts);
  key = g_memdup2 (&wanted, sizeof wanted);
  key->font = g_strdup (theme->font);
  key->text = g_strdup (text);
  layout = make_layout (cr, key);
  g_hash_table_insert (layouts, key, layout);
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
  PangoLayout *layout = get_layout (cr, theme, role, NO_WIDTH, text);

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
  PangoLayout *layout = get_layout (cr, theme, role, NO_WIDTH, text);

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
  PangoLayout *layout
      = get_layout (cr, theme, role, (int) (MAX (width, 8.0) * PANGO_SCALE), text);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
