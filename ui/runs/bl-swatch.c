/* bl-swatch.c: a marker in its colour. */
#include "bl-swatch.h"

#include "plot-line.h"
#include "plot-theme.h"

#include <adwaita.h>

#define SIZE 14

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  BlRunItem *run = user_data;
  AdwStyleManager *manager = adw_style_manager_get_default ();
  PlotTheme theme;
  GdkRGBA color;

  plot_theme_init (&theme, adw_style_manager_get_dark (manager),
                   adw_style_manager_get_high_contrast (manager));
  color = plot_theme_ink (&theme, bl_run_item_get_ink (run), 0);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2);
  plot_line_paint_marker (cr, bl_run_item_get_marker (run), width / 2.0, height / 2.0,
                          SIZE - 3.0);
}

/**
 * bl_swatch_new:
 * @run: a reference is taken
 *
 * Returns: (transfer floating): a small drawing, said by nobody: the name beside it is. Main
 * thread.
 */
GtkWidget *
bl_swatch_new (BlRunItem *run)
{
  GtkWidget *area = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, "content-width", SIZE,
                                  "content-height", SIZE, "valign", GTK_ALIGN_CENTER, NULL);

  g_return_val_if_fail (BL_IS_RUN_ITEM (run), NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_cb, g_object_ref (run),
                                  g_object_unref);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  return area;
}
