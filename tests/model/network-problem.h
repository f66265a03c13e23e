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
  double reconstruction, sparsity, latent, decay;
} NetworkProblem;

static inline void
network_problem_init (NetworkProblem *self, const AeSpec *spec, gsize n, guint64 seed)
{
  memset (self, 0, sizeof *self);
  self->network = ae_network_new (spec, NULL);
  g_assert_nonnull (self->network);
  self->pass = ae_activations_new (self->network, n, TRUE);
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
network_problem_fill_slopes (NetworkProblem *self, ae_real *slopes)
{
  guint code = ae_spec_get_code (&self->network->spec);
  g_autofree double *means = g_new0 (double, code);

  ae_sparsity_add_sums (means, self->pass->acts[self->network->n_encoder], self->n, code);
  for (guint j = 0; j < code; j++)
    means[j] /= (double) self->n;
  self->sparsity = ae_sparsity_forward (slopes, means, code, self->hyperparams.sparsity_target,
                                        self->hyperparams.sparsity_weight, self->n);
}

static inline void
network_problem_measure_decay (NetworkProblem *self)
{
  double squares = 0;

  for (gsize i = 0; i < self->network->params->n_decayed; i++)
    squares += (double) self->values[i] * (double) self->values[i];
  self->decay = 0.5 * self->hyperparams.weight_decay * squares;
}

/* The whole loss; where `gradient` (n_values) is given also its gradient. */
static inline double
network_problem_run (NetworkProblem *self, ae_real *gradient)
{
  const AeNetwork *network = self->network;
  guint variants = network->spec.variants;
  gsize bands = network->spec.bands;
  ae_real slopes[256];
  double kl_factor = self->hyperparams.kl_weight / (double) bands;

  g_assert_cmpuint (ae_spec_get_code (&network->spec), <=, G_N_ELEMENTS (slopes));
  memcpy (self->pass->acts[0], self->input, self->n * bands * sizeof (ae_real));
  ae_network_encode (network, self->values, self->pass, self->n);
  if (variants & AE_VARIANT_VARIATIONAL)
    memcpy (self->pass->eps, self->eps,
            self->n * ae_spec_get_code (&network->spec) * sizeof (ae_real));
  self->latent = kl_factor * ae_network_sample_latent (network, self->pass, TRUE, self->n)
                 / (double) self->n;
  ae_network_decode (network, self->values, self->pass, self->n);
  self->reconstruction
      = ae_network_loss (network, self->pass, self->target, self->n, self->n, gradient != NULL)
        / (double) self->n;
  self->sparsity = 0;
  if (variants & AE_VARIANT_SPARSE)
    network_problem_fill_slopes (self, slopes);
  network_problem_measure_decay (self);
  if (gradient != NULL)
    {
      ae_network_backward (network, self->values, self->pass, self->n,
                           variants & AE_VARIANT_SPARSE ? slopes : NULL,
                           kl_factor / (double) self->n, gradient);
      ae_gradient_add_decay (gradient, self->values, network->params->n_decayed,
                             self->hyperparams.weight_decay);
    }
  return self->reconstruction + self->sparsity + self->latent + self->decay;
}

/* A GradientCheckFunc. */
static inline double
network_problem_loss (gpointer data)
{
  return network_problem_run (data, NULL);
}
