/* ae-pretrain.c: greedy layer-wise stacking (Bengio et al. 2007; Vincent et al. 2010): layer k
 * of the encoder and its mirror in the decoder form an autoencoder of their own, trained on the
 * codes of the layers before it, which stay as they are.
 */
#include "ae-pretrain.h"

#include <math.h>
#include <string.h>

#define ROWS 256

/**
 * ae_pretrain_init_spec:
 * @whole: the stack
 * @phase: 0 … n_layers − 1
 * @part: (out): the autoencoder of that phase
 *
 * The part has one hidden layer. Its output has the activation that the decoder has at that
 * place; what acts on the coding layer (sparsity, the variational heads) is in the last part.
 */
void
ae_pretrain_init_spec (const AeSpec *whole, guint phase, AeSpec *part)
{
  gboolean is_last = phase + 1 == whole->n_layers;

  *part = *whole;
  part->n_layers = 1;
  part->layers[0] = whole->layers[phase];
  part->bands = phase == 0 ? whole->bands : whole->layers[phase - 1];
  part->variants &= ~(guint) AE_VARIANT_STACKED;
  if (!is_last)
    {
      part->variants &= ~(guint) (AE_VARIANT_SPARSE | AE_VARIANT_VARIATIONAL);
      part->coding_activation = whole->activation;
    }
  if (phase > 0)
    {
      part->output_activation = whole->activation;
      part->loss = AE_LOSS_MSE; /* an angle between codes means nothing */
    }
}

static void
copy_view (ae_real *to, gsize to_offset, const ae_real *from, gsize from_offset, gsize n)
{
  memcpy (to + to_offset, from + from_offset, n * sizeof *to);
}

static void
copy_layer (const AeLayer *a, ae_real *a_values, const AeLayer *b, const ae_real *b_values)
{
  copy_view (a_values, a->weight, b_values, b->weight, (gsize) a->in * a->out);
  copy_view (a_values, a->bias, b_values, b->bias, a->out);
}

/**
 * ae_pretrain_copy_values:
 * @whole: the stack
 * @phase: which part
 * @part: the part's network
 * @whole_values: (inout): the stack's parameters
 * @part_values: (inout): the part's parameters
 * @to_whole: the direction
 *
 * Copies the parameters of one part out of the stack or back into it.
 */
void
ae_pretrain_copy_values (const AeNetwork *whole, guint phase, const AeNetwork *part,
                         ae_real *whole_values, ae_real *part_values, gboolean to_whole)
{
  const AeLayer *pairs[3][2] = {
    { &whole->layers[phase], &part->layers[0] },
    { &whole->layers[whole->n_layers - 1 - phase], &part->layers[1] },
    { &whole->spread, &part->spread },
  };
  guint n = part->spec.variants & AE_VARIANT_VARIATIONAL ? 3 : 2;

  for (guint i = 0; i < n; i++)
    if (to_whole)
      copy_layer (pairs[i][0], whole_values, pairs[i][1], part_values);
    else
      copy_layer (pairs[i][1], part_values, pairs[i][0], whole_values);
}

typedef struct
{
  AePhaseTrainer *stage;
  const float *rows;
  gsize n;
  float *out; /* (n, code) */
} Job;

static void
run_member (guint member, guint members, gpointer user_data)
{
  const Job *job = user_data;
  const AeNetwork *network = ae_phase_trainer_get_network (job->stage);
  gsize bands = network->spec.bands, code = ae_spec_get_code (&network->spec);
  g_autoptr (AeActivations) pass = ae_activations_new (network, ROWS, FALSE);

  for (gsize first = (gsize) member * ROWS; first < job->n; first += (gsize) members * ROWS)
    {
      gsize n = MIN (ROWS, job->n - first);

      for (gsize i = 0; i < n * bands; i++)
        pass->acts[0][i] = job->rows[first * bands + i];
      ae_network_encode (network, ae_phase_trainer_get_values (job->stage), pass, n);
      for (gsize i = 0; i < n * code; i++)
        job->out[first * code + i] = (float) pass->acts[network->n_encoder][i];
    }
}

static float *
encode (AePhaseTrainer *stage, AeTeam *team, const float *rows, gsize n)
{
  gsize code = ae_spec_get_code (&ae_phase_trainer_get_network (stage)->spec);
  Job job = { stage, rows, n, g_new (float, n *code + 1) };

  ae_team_run (team, run_member, &job);
  return job.out;
}

static float *
dup_deviation (const float *rows, gsize n, gsize code)
{
  float *out = g_new0 (float, code);

  for (gsize j = 0; j < code; j++)
    {
      double sum = 0, squares = 0, mean;

      for (gsize i = 0; i < n; i++)
        sum += (double) rows[i * code + j];
      mean = sum / (double) MAX (n, 1);
      for (gsize i = 0; i < n; i++)
        squares += ((double) rows[i * code + j] - mean) * ((double) rows[i * code + j] - mean);
      out[j] = (float) sqrt (squares / (double) MAX (n, 1));
    }
  return out;
}

/**
 * ae_pretrain_fill_codes:
 * @stage: a trained part
 * @team: who computes
 * @out: (out): the codes of its rows and their standard deviation; free with ae_codes_clear()
 */
void
ae_pretrain_fill_codes (AePhaseTrainer *stage, AeTeam *team, AeCodes *out)
{
  const AePhaseRows *rows = ae_phase_trainer_get_rows (stage);
  guint code = ae_spec_get_code (&ae_phase_trainer_get_network (stage)->spec);

  out->training = encode (stage, team, rows->training, rows->n_training);
  out->validation = encode (stage, team, rows->validation, rows->n_validation);
  out->deviation = dup_deviation (out->training, rows->n_training, code);
}

/**
 * ae_codes_clear:
 * @self: codes, or zeroes
 */
void
ae_codes_clear (AeCodes *self)
{
  g_clear_pointer (&self->training, g_free);
  g_clear_pointer (&self->validation, g_free);
  g_clear_pointer (&self->deviation, g_free);
}
