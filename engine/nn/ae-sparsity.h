/* ae-sparsity.h: the KL penalty on the mean activation of the coding layer. */
#pragma once

#include "ae-types.h"

G_BEGIN_DECLS

double ae_sparsity_kl (double target, double mean);
double ae_sparsity_kl_slope (double target, double mean);
void ae_sparsity_add_sums (double *sums, const ae_real *code, gsize n, gsize units);
double ae_sparsity_forward (ae_real *slopes, const double *means, gsize units, double target,
                            double weight, gsize batch);
void ae_sparsity_backward (ae_real *dcode, const ae_real *slopes, gsize n, gsize units);

G_END_DECLS
