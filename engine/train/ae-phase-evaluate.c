/* ae-phase-evaluate.c: how good a stage's network is on some rows, without corruption. The rows
 * are cut into chunks whose sums are added in order, so the numbers do not depend on the
 * threads.
 */
#include "ae-phase-trainer-private.h"

#include "ae-loss.h"
#include "ae-sparsity.h"

typedef struct
{
  AePhaseTrainer *stage;
  const float *rows;
  gsize n;
  double *sums;      /* (chunks, 4): reconstruction, kl, squared error, angle */
  double *code_sums; /* (chunks, code) */
} Evaluation;

static void
evaluate_chunk (const Evaluation *job, AeActivations *pass, gsize chunk)
{
  AePhaseTrainer *self = job->stage;
  const AeNetwork *network = self->network;
  gsize bands = network->spec.bands, first = chunk * EVALUATE_ROWS,
        n = MIN (EVALUATE_ROWS, job->n - first);
  const float *rows = job->rows + first * bands;
  guint code = ae_spec_get_code (&network->spec);
  double *sums = job->sums + 4 * chunk;

  for (gsize i = 0; i < n * bands; i++)
    pass->acts[0][i] = rows[i];
  ae_network_encode (network, self->values, pass, n);
  sums[1] = ae_network_sample_latent (network, pass, FALSE, n);
  ae_network_decode (network, self->values, pass, n);
  sums[0] = ae_network_loss (network, pass, pass->acts[0], n, n, FALSE);
  sums[2] = ae_loss_mse (NULL, pass->acts[network->n_layers], pass->acts[0], n, bands, 1);
  sums[3] = ae_loss_sum_angles (pass->acts[network->n_layers], pass->acts[0], n, bands,
                                self->rows.origin, self->rows.unit);
  ae_sparsity_add_sums (job->code_sums + chunk * code, pass->acts[network->n_encoder], n, code);
}

static void
run_evaluation (guint member, guint members, gpointer user_data)
{
  const Evaluation *job = user_data;
  gsize chunks = (job->n + EVALUATE_ROWS - 1) / EVALUATE_ROWS;

  for (gsize c = member; c < chunks; c += members)
    evaluate_chunk (job, job->stage->evaluation[member], c);
}

/**
 * ae_phase_trainer_evaluate:
 * @self: a stage
 * @hyperparams: for the sparsity target
 * @rows: (n, bands), scaled
 * @n: rows, at least 1
 * @terms: (out): means over the rows, without corruption, the code being its mean
 */
void
ae_phase_trainer_evaluate (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                           const float *rows, gsize n, AePhaseTerms *terms)
{
  guint code = ae_spec_get_code (&self->network->spec);
  gsize chunks = (n + EVALUATE_ROWS - 1) / EVALUATE_ROWS;
  g_autofree double *sums = g_new0 (double, 4 * chunks + 1);
  g_autofree double *code_sums = g_new0 (double, chunks *code + 1);
  Evaluation job = { self, rows, n, sums, code_sums };

  *terms = (AePhaseTerms){ 0 };
  if (n == 0)
    return;
  ae_team_run (self->team, run_evaluation, &job);
  for (gsize c = 0; c < chunks; c++)
    {
      terms->reconstruction += sums[4 * c] / (double) n;
      terms->kl += sums[4 * c + 1] / (double) n;
      terms->mse += sums[4 * c + 2] / (double) n;
      terms->sam_rad += sums[4 * c + 3] / (double) n;
    }
  for (guint j = 0; j < code; j++)
    {
      double mean = 0;

      for (gsize c = 0; c < chunks; c++)
        mean += code_sums[c * code + j] / (double) n;
      terms->mean_activation += mean / code;
      if (ae_phase_trainer_has_variant (self, AE_VARIANT_SPARSE))
        terms->sparsity += ae_sparsity_kl (hyperparams->sparsity_target, mean);
    }
  for (gsize i = 0; i < self->network->params->n_decayed; i++)
    terms->weights += 0.5 * (double) self->values[i] * (double) self->values[i];
}
