/* ae-corruption.h: what a denoising autoencoder does to its input. */
#pragma once

#include "ae-rng.h"

G_BEGIN_DECLS

void ae_corruption_add_noise (ae_real *x, const float *deviation, double level, AeRng *rng,
                              gsize n, gsize bands);
void ae_corruption_mask (ae_real *x, double fraction, AeRng *rng, gsize n, gsize bands);

G_END_DECLS
