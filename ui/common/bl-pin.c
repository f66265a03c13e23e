/* bl-pin.c: from places on a picture to pixels and back. */
#include "bl-pin.h"

/**
 * bl_pin_find:
 * @scene: (nullable): what the picture is of
 * @x: sample, with its fraction
 * @y: line, with its fraction
 * @pixel: (out): which pixel that is
 *
 * Returns: whether there is one. Main thread, as all of these.
 */
gboolean
bl_pin_find (AeScene *scene, double x, double y, guint32 *pixel)
{
  guint samples = scene != NULL ? ae_scene_get_samples (scene) : 0;

  if (!(x >= 0 && y >= 0 && x < samples) || y >= ae_scene_get_lines (scene))
    return FALSE;
  *pixel = (guint32) y * samples + (guint32) x;
  return TRUE;
}

/**
 * bl_pin_take:
 * @panel: any widget of the window
 * @scene: (nullable): what the picture is of
 * @x: sample that was clicked
 * @y: line
 *
 * Asks the window to pin that pixel, where there is one.
 */
void
bl_pin_take (GtkWidget *panel, AeScene *scene, double x, double y)
{
  guint32 pixel;

  if (bl_pin_find (scene, x, y, &pixel))
    gtk_widget_activate_action (panel, "win.pin-pixel", "u", pixel);
}

/**
 * bl_pin_show:
 * @chart: a picture of the scene
 * @scene: (nullable): the scene
 * @pixel: of it
 * @has_pin: whether there is one
 */
void
bl_pin_show (PlotChart *chart, AeScene *scene, guint32 pixel, gboolean has_pin)
{
  guint samples = scene != NULL ? ae_scene_get_samples (scene) : 1;
  double x = pixel % samples + 0.5, y = pixel / samples + 0.5;

  g_return_if_fail (PLOT_IS_CHART (chart));
  plot_chart_set_pins (chart, &x, &y, has_pin && scene != NULL ? 1 : 0);
}
