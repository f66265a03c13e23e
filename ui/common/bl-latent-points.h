/* bl-latent-points.h: what every plot of a latent space needs to know of its points. */
#pragma once

#include "ae-scene.h"
#include "ae-view.h"
#include "plot-chart.h"

G_BEGIN_DECLS

/* The id of the points in every such plot. */
#define BL_LATENT_POINTS "codes"

void bl_latent_points_find_best (const AeView *view, guint *best, guint *second);
guint32 bl_latent_points_find_nearest (const AeView *view, guint x_unit, guint y_unit, double x,
                                       double y);
void bl_latent_points_color_by_class (PlotChart *chart, const AeView *view, AeScene *scene);

G_END_DECLS
