/* ae-activation.h: the nonlinearities, and their derivatives with the bias's gradient. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

typedef enum
{
  AE_ACTIVATION_LINEAR,
  AE_ACTIVATION_ELU, /* x, or exp (x) − 1 below 0 (Clevert et al. 2016, alpha 1) */
  AE_ACTIVATION_RELU,
  AE_ACTIVATION_TANH,
  AE_ACTIVATION_SIGMOID,
} AeActivation;

void ae_activation_forward (ae_real *y, AeActivation activation, gsize n);
void ae_activation_backward (ae_real *dy, ae_real *dbias, const ae_real *y,
                             AeActivation activation, gsize n, gsize units);

G_END_DECLS
