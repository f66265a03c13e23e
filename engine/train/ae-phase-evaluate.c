/* ae-phase-evaluate.c: how good a stage's network is on some rows, without corruption. The rows
 * are cut into chunks whose sums are added in order, so the numbers do not depend on the
 * threads. The loss is of drawn codes, as in training, and always of the same draws; error and
 * angle are of the code's mean.
 */
#include "ae-phase-trainer-private.h"

#include "ae-latent.h"
#include "ae-loss.h"
#include "ae-sparsity.h"

/* Behind the terms. */
enum
{
  SQUARES = AE_N_TERMS,
  ANGLES,
  N_SUMS,
};

typedef struct
{
  AePhaseTrainer *stage;
  const float *rows, *inputs;
  gsize n;
  ae_real *targets;  /* (members, EVALUATE_ROWS, bands); NULL where they are the inputs */
  double *sums;      /* (chunks, N_SUMS) */
  double *code_sums; /* (chunks, code) */
  const AeHyperparams *hyperparams;
} Evaluation;

static void
evaluate_chunk (const Evaluation *job, AeActivations *pass, ae_real *target, gsize chunk)
{
  AePhaseTrainer *self = job->stage;
  const AeNetwork *network = self->network;
  gsize bands = network->spec.bands, first = chunk * EVALUATE_ROWS,
        n = MIN (EVALUATE_ROWS, job->n - first);
  const float *rows = job->rows + first * bands, *inputs = job->inputs + first * bands;
  guint code = ae_spec_get_code (&network->spec);
  double *sums = job->sums + N_SUMS * chunk;

  for (gsize i = 0; i < n * bands; i++)
    pass->acts[0][i] = inputs[i];
  for (gsize i = 0; i < n * bands && target != NULL; i++)
    target[i] = rows[i];
  if (target == NULL)
    target = pass->acts[0];
  pass->hyperparams = job->hyperparams;
  ae_network_encode (network, self->values, pass, n);
  ae_network_sample_latent (network, pass, FALSE, n, sums);
  ae_network_decode (network, self->values, pass, n);
  sums[SQUARES] = ae_loss_mse (NULL, pass->acts[network->n_layers], target, n, bands, 1);
  sums[ANGLES] = ae_loss_sum_angles (pass->acts[network->n_layers], target, n, bands,
                                     self->rows.origin, self->rows.unit);
  if (ae_phase_trainer_has_variant (self, AE_VARIANT_VARIATIONAL))
    {
      ae_latent_fill_eps (pass->eps, first, n, code);
      ae_network_sample_latent (network, pass, TRUE, n, NULL);
      ae_network_decode (network, self->values, pass, n);
    }
  ae_network_loss (network, pass, target, n, n, FALSE, sums);
  ae_sparsity_add_sums (job->code_sums + chunk * code, pass->acts[network->n_encoder], n, code);
}

static void
run_evaluation (guint member, guint members, gpointer user_data)
{
  const Evaluation *job = user_data;
  gsize chunks = (job->n + EVALUATE_ROWS - 1) / EVALUATE_ROWS;
  gsize size = (gsize) EVALUATE_ROWS * job->stage->network->spec.bands;
  ae_real *target = job->targets != NULL ? job->targets + member * size : NULL;

  for (gsize c = member; c < chunks; c += members)
    evaluate_chunk (job, job->stage->evaluation[member], target, c);
}

/**
 * ae_phase_trainer_evaluate:
 * @self: a stage
 * @hyperparams: for terms that depend on them
 * @rows: (n, bands), scaled
 * @n: rows, at least 1
 * @terms: (out): means over the rows, without corruption
 */
void
ae_phase_trainer_evaluate (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                           const float *rows, gsize n, AePhaseTerms *terms)
{
  ae_phase_trainer_evaluate_from (self, hyperparams, rows, rows, n, terms);
}

/**
 * ae_phase_trainer_evaluate_from:
 * @self: a stage
 * @hyperparams: for terms that depend on them
 * @inputs: (n, bands), scaled: what the network is fed
 * @rows: (n, bands), scaled: what it is to give; may be @inputs
 * @n: rows, at least 1
 * @terms: (out): means over the rows
 */
void
ae_phase_trainer_evaluate_from (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                                const float *inputs, const float *rows, gsize n,
                                AePhaseTerms *terms)
{
  guint code = ae_spec_get_code (&self->network->spec);
  gsize chunks = (n + EVALUATE_ROWS - 1) / EVALUATE_ROWS;
  g_autofree double *sums = g_new0 (double, N_SUMS *chunks + 1);
  g_autofree double *code_sums = g_new0 (double, chunks *code + 1);
  g_autofree double *means = g_new0 (double, code + 1);
  gsize size = (gsize) EVALUATE_ROWS * self->network->spec.bands;
  ae_real *targets
      = inputs != rows ? ae_real_alloc (size * ae_team_get_members (self->team)) : NULL;
  Evaluation job = { self, rows, inputs, n, targets, sums, code_sums, hyperparams };

  *terms = (AePhaseTerms){ 0 };
  ae_network_set_temperature (self->network, hyperparams, self->values);
  ae_team_run (self->team, run_evaluation, &job);
  g_clear_pointer (&targets, ae_real_free);
  for (gsize c = 0; c < chunks; c++)
    {
      for (guint t = 0; t < AE_N_TERMS; t++)
        terms->values[t] += sums[N_SUMS * c + t] / (double) n;
      terms->mse += sums[N_SUMS * c + SQUARES] / (double) n;
      terms->sam_rad += sums[N_SUMS * c + ANGLES] / (double) n;
    }
  for (guint j = 0; j < code; j++)
    {
      for (gsize c = 0; c < chunks; c++)
        means[j] += code_sums[c * code + j] / (double) n;
      terms->mean_activation += means[j] / code;
    }
  ae_network_add_mean_terms (&self->network->spec, hyperparams, means, terms->values);
  ae_network_add_weight_terms (self->network->params, self->values, terms->values);
}
