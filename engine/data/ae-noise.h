/* ae-noise.h: how much of some pixels is noise, and how many components stand above it. */
#pragma once

#include "ae-baseline.h"

G_BEGIN_DECLS

gboolean ae_noise_estimate (const AePca *pca, gsize n, double *deviation /* (bands) */);
double ae_noise_get_least_share (gsize n, guint bands);
guint ae_noise_count_signal (const AePca *pca, gsize n, const double *deviation /* (bands) */);

G_END_DECLS
