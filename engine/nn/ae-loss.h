/* ae-loss.h: reconstruction losses and their gradients. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

double ae_loss_mse (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands, double scale);
double ae_loss_angle (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands, double scale);

G_END_DECLS
