/* ae-loss.h: reconstruction losses and their gradients. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

double ae_loss_mse (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
                    double scale);
double ae_loss_angle (ae_real *dy, const ae_real *y, const ae_real *target, gsize n,
                      gsize bands, double scale, const float *origin, const float *unit);
double ae_loss_sad (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
                    double scale, const float *origin, const float *unit);
double ae_loss_sid (ae_real *dy, const ae_real *y, const ae_real *target, gsize n, gsize bands,
                    double scale, const float *origin, const float *unit);
double ae_loss_sum_angles (const ae_real *y, const ae_real *target, gsize n, gsize bands,
                           const float *origin, const float *unit);

G_END_DECLS
