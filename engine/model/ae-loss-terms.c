/* ae-loss-terms.c: weighs the terms of a loss and does sums with them. */
#include "ae-loss-terms.h"

#include <math.h>

/**
 * ae_loss_term_get_weight:
 * @term: a term
 * @hyperparams: the live parameters
 *
 * Returns: its factor; 1 where no live parameter is one.
 */
double
ae_loss_term_get_weight (AeLossTerm term, const AeHyperparams *hyperparams)
{
  const char *key = ae_term_info_get (term)->weight;

  return key != NULL
             ? ae_param_info_get_value (ae_param_info_find (AE_PARAM_LIVE, key), hyperparams)
             : 1.0;
}

static double
get_divisor (AeLossTerm term, const AeSpec *spec)
{
  return ae_term_info_get (term)->is_per_band ? (double) spec->bands : 1.0;
}

/**
 * ae_loss_term_get_scale:
 * @term: a term that is a mean over rows
 * @spec: what is built
 * @hyperparams: the live parameters
 * @batch: rows that the mean is over
 *
 * Returns: the factor of the sum over the rows in the loss, and of its gradient.
 */
double
ae_loss_term_get_scale (AeLossTerm term, const AeSpec *spec, const AeHyperparams *hyperparams,
                        gsize batch)
{
  return ae_loss_term_get_weight (term, hyperparams)
         / (get_divisor (term, spec) * (double) batch);
}

/**
 * ae_loss_term_is_present:
 * @term: a term
 * @spec: what is built
 * @hyperparams: the live parameters
 *
 * Returns: whether the loss of such a run has the term.
 */
gboolean
ae_loss_term_is_present (AeLossTerm term, const AeSpec *spec, const AeHyperparams *hyperparams)
{
  guint variants = ae_term_info_get (term)->variants;

  return variants != 0 ? (spec->variants & variants) != 0
                       : ae_loss_term_get_weight (term, hyperparams) > 0;
}

/**
 * ae_loss_terms_weigh:
 * @self: (out): the terms as they enter the sum, and the sum
 * @raw: (AE_N_TERMS): the terms without weights; 0 where a variant does not have one
 * @spec: what is built
 * @hyperparams: the weights
 */
void
ae_loss_terms_weigh (AeLossTerms *self, const double *raw, const AeSpec *spec,
                     const AeHyperparams *hyperparams)
{
  self->total = 0;
  for (guint t = 0; t < AE_N_TERMS; t++)
    {
      self->values[t]
          = ae_loss_term_get_weight (t, hyperparams) * raw[t] / get_divisor (t, spec);
      self->total += self->values[t];
    }
}

/**
 * ae_loss_terms_set_unknown:
 * @self: (out): terms that were not measured: all NAN
 */
void
ae_loss_terms_set_unknown (AeLossTerms *self)
{
  self->total = NAN;
  for (guint t = 0; t < AE_N_TERMS; t++)
    self->values[t] = NAN;
}

/**
 * ae_loss_terms_add:
 * @self: (inout): sums
 * @other: terms
 * @factor: how often they are added
 */
void
ae_loss_terms_add (AeLossTerms *self, const AeLossTerms *other, double factor)
{
  self->total += factor * other->total;
  for (guint t = 0; t < AE_N_TERMS; t++)
    self->values[t] += factor * other->values[t];
}

/**
 * ae_loss_terms_divide:
 * @self: (inout): sums; afterwards means
 * @divisor: how many they are the sums of
 */
void
ae_loss_terms_divide (AeLossTerms *self, double divisor)
{
  self->total /= divisor;
  for (guint t = 0; t < AE_N_TERMS; t++)
    self->values[t] /= divisor;
}

static double
mix (double a, double b, double share)
{
  return a + (b - a) * share;
}

/**
 * ae_loss_terms_mix:
 * @self: (inout): terms; afterwards means of both
 * @other: other terms
 * @share: of @other in the mean, 0 … 1
 */
void
ae_loss_terms_mix (AeLossTerms *self, const AeLossTerms *other, double share)
{
  self->total = mix (self->total, other->total, share);
  for (guint t = 0; t < AE_N_TERMS; t++)
    self->values[t] = mix (self->values[t], other->values[t], share);
}
