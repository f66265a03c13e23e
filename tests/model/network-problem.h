/* network-problem.h: a whole network's loss and gradient on one batch, put together from the
 * pieces of ae-network as the trainer does, for tests that need both at given numbers.
 */
#pragma once

#include <string.h>

#include "ae-network.h"
#include "ae-optimizer.h"
#include "ae-rng.h"
#include "ae-sparsity.h"

/* Borrowed arrays; terms of the last loss, weights applied. */
typedef struct
{
  AeNetwork *network;
  AeActivations *pass;
  ae_real *values;       /* (n_values) */
  const ae_real *input;  /* (n, bands), corrupted */
  const ae_real *target; /* (n, bands), clean */
  const ae_real *eps;    /* (n, code), variational */
  gsize n;
  AeHyperparams hyperparams;
  AeLossTerms terms;
} NetworkProblem;

static inline void
network_problem_init (NetworkProblem *self, const AeSpec *spec, gsize n, guint64 seed)
{
  memset (self, 0, sizeof *self);
  self->network = ae_network_new (spec, NULL);
  g_assert_nonnull (self->network);
  self->pass = ae_activations_new (self->network, n, TRUE);
  self->pass->hyperparams = &self->hyperparams;
  self->values = ae_real_alloc0 (self->network->params->n_values);
  ae_network_fill_initial (self->network, seed, self->values);
  self->n = n;
}

static inline void
network_problem_clear (NetworkProblem *self)
{
  ae_network_free (self->network);
  ae_activations_free (self->pass);
  ae_real_free (self->values);
}

static inline void
network_problem_fill_slopes (NetworkProblem *self, ae_real *slopes, double *terms)
{
  guint code = ae_spec_get_code (&self->network->spec);
  g_autofree double *means = g_new0 (double, code);

  ae_sparsity_add_sums (means, self->pass->acts[self->network->n_encoder], self->n, code);
  for (guint j = 0; j < code; j++)
    means[j] /= (double) self->n;
  ae_network_fill_mean_slopes (&self->network->spec, &self->hyperparams, means, self->n,
                               slopes);
  ae_network_add_mean_terms (&self->network->spec, &self->hyperparams, means, terms);
}

/* The whole loss; where `gradient` (n_values) is given also its gradient. */
static inline double
network_problem_run (NetworkProblem *self, ae_real *gradient)
{
  const AeNetwork *network = self->network;
  guint variants = network->spec.variants;
  gsize bands = network->spec.bands;
  gboolean has_means = ae_network_has_mean_terms (&network->spec);
  double raw[AE_N_TERMS] = { 0 };
  ae_real slopes[256];

  g_assert_cmpuint (ae_spec_get_code (&network->spec), <=, G_N_ELEMENTS (slopes));
  memcpy (self->pass->acts[0], self->input, self->n * bands * sizeof (ae_real));
  ae_network_encode (network, self->values, self->pass, self->n);
  if (variants & AE_VARIANT_VARIATIONAL)
    memcpy (self->pass->eps, self->eps,
            self->n * ae_spec_get_code (&network->spec) * sizeof (ae_real));
  ae_network_sample_latent (network, self->pass, TRUE, self->n, raw);
  ae_network_decode (network, self->values, self->pass, self->n);
  ae_network_loss (network, self->pass, self->target, self->n, self->n, gradient != NULL, raw);
  for (guint t = 0; t < AE_N_TERMS; t++)
    raw[t] /= (double) self->n;
  if (has_means)
    network_problem_fill_slopes (self, slopes, raw);
  ae_network_add_weight_terms (network->params, self->values, raw);
  ae_loss_terms_weigh (&self->terms, raw, &network->spec, &self->hyperparams);
  if (gradient != NULL)
    {
      ae_network_backward (network, self->values, self->pass, self->n, self->n,
                           has_means ? slopes : NULL, gradient);
      ae_gradient_add_decay (gradient, self->values, network->params->n_decayed,
                             self->hyperparams.weight_decay);
    }
  return self->terms.total;
}

/* A GradientCheckFunc. */
static inline double
network_problem_loss (gpointer data)
{
  return network_problem_run (data, NULL);
}
