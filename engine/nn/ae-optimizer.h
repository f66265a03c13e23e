/* ae-optimizer.h: how the parameters move: Adam, or descent with momentum. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

/**
 * AeAdamStep:
 * @rate: learning rate
 * @correction1: 1 − beta1^t
 * @correction2: 1 − beta2^t
 *
 * One step's constants, t counted from 1.
 */
typedef struct
{
  double rate;
  double correction1;
  double correction2;
} AeAdamStep;

#define AE_ADAM_BETA1   0.9
#define AE_ADAM_BETA2   0.999
#define AE_ADAM_EPSILON 1e-8

void ae_adam_prepare (AeAdamStep *self, double rate, guint64 t);
void ae_adam_update (ae_real *w, ae_real *m, ae_real *v, const ae_real *g, gsize n,
                     const AeAdamStep *step);
void ae_momentum_update (ae_real *w, ae_real *m, const ae_real *g, gsize n, double rate,
                         double momentum);
void ae_gradient_sum (ae_real *sum, const ae_real *const *parts, guint n_parts, gsize first,
                      gsize n);
double ae_gradient_add_decay (ae_real *g, const ae_real *w, gsize n, double decay);

G_END_DECLS
