/* ae-loss-terms.h: the terms of a loss as they enter the sum, by the table of terms. */
#pragma once

#include "ae-param-info.h"

G_BEGIN_DECLS

/**
 * AeLossTerms:
 * @total: the sum of the terms
 * @values: each term as it enters the sum, weight applied; by #AeLossTerm
 */
typedef struct
{
  double total;
  double values[AE_N_TERMS];
} AeLossTerms;

double ae_loss_term_get_weight (AeLossTerm term, const AeHyperparams *hyperparams);
double ae_loss_term_get_scale (AeLossTerm term, const AeSpec *spec,
                               const AeHyperparams *hyperparams, gsize batch);
gboolean ae_loss_term_is_present (AeLossTerm term, const AeSpec *spec,
                                  const AeHyperparams *hyperparams);
void ae_loss_terms_weigh (AeLossTerms *self, const double *raw, const AeSpec *spec,
                          const AeHyperparams *hyperparams);
void ae_loss_terms_set_unknown (AeLossTerms *self);
void ae_loss_terms_add (AeLossTerms *self, const AeLossTerms *other, double factor);
void ae_loss_terms_divide (AeLossTerms *self, double divisor);
void ae_loss_terms_mix (AeLossTerms *self, const AeLossTerms *other, double share);

G_END_DECLS
