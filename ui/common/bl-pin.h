/* bl-pin.h: the pinned pixel on a picture of the scene. */
#pragma once

#include <gtk/gtk.h>

#include "ae-scene.h"
#include "plot-chart.h"

G_BEGIN_DECLS

gboolean bl_pin_find (AeScene *scene, double x, double y, guint32 *pixel);
void bl_pin_take (GtkWidget *panel, AeScene *scene, double x, double y);
void bl_pin_show (PlotChart *chart, AeScene *scene, guint32 pixel, gboolean has_pin);

G_END_DECLS
