/* plot-smooth.h: smoothing of noisy curves. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void plot_smooth (double *out, const double *values, gsize n, double weight);

G_END_DECLS
