/* ae-phase-step.c: the training step: gather, corrupt, forward, loss, backward, update.
 *
 * The batch is cut into slices, a number fixed by the batch size alone. Each member of the
 * team takes slices through the whole forward and backward pass with all activations in its
 * cache; then the gradients of the slices are added in their order and the optimiser is shared
 * out by chunks of parameters. Nothing depends on who does what: the same seed gives the same
 * bits on any number of threads. No allocation inside a step.
 */
#include "ae-phase-trainer-private.h"

#include "ae-corruption.h"
#include "ae-optimizer.h"
#include "ae-product.h"
#include "ae-sparsity.h"
#include "ae-unmixing.h"

#include <string.h>

/* Endmembers move by this share of the learning rate, in their own sizes, after so many epochs
 * of those planned, or of a training without an end. */
#define ENDMEMBER_RATE 0.4
#define HELD_SHARE     4 / 15
#define HELD_EPOCHS    8

/**
 * ae_phase_trainer_count_row_blocks:
 * @batch: rows
 *
 * Returns: into how many slices they are cut; never fewer for more rows, at most SLICES_MAX.
 */
guint
ae_phase_trainer_count_row_blocks (gsize batch)
{
  /* Two threads are to be fed even by a small batch; half of 64 rows is still a matrix. */
  return batch >= 2 * ROW_BLOCK_ROWS ? (guint) MIN (batch / ROW_BLOCK_ROWS, ROW_BLOCKS_MAX)
         : batch >= 64               ? 2
                                     : 1;
}

/* What one call of ae_phase_trainer_step() shares with the team. */
typedef struct
{
  AePhaseTrainer *stage;
  const AeHyperparams *hyperparams;
  gsize first, n; /* rows of the order */
  guint n_row_blocks;
  AeAdamStep adam;
  double endmember_rate;
  double endmember_terms[AE_N_TERMS];
} Step;

/* First row of a slice: the rows are dealt out as evenly as can be. */
static gsize
row_block_start (gsize n, guint n_row_blocks, guint s)
{
  return n * s / n_row_blocks;
}

static void
start_stream (const AePhaseTrainer *self, AeRng *rng, AeStream stream, guint row_block)
{
  ae_rng_init (rng, self->seed, stream, self->substream << 16 | row_block);
  rng->counter = self->step << BLOCKS_BITS;
}

/* ------------------------------------------------------------------ one slice */

static void
gather (const AePhaseTrainer *self, ae_real *out, gsize first, gsize n)
{
  gsize bands = self->network->spec.bands;
  const guint32 *order = self->order + first;

  for (gsize i = 0; i < n; i++)
    {
      const float *row = self->rows.training + (gsize) order[i] * bands;

      if (i + 4 < n)
        for (gsize j = 0; j < bands; j += 16)
          __builtin_prefetch (self->rows.training + (gsize) order[i + 4] * bands + j);
      for (gsize j = 0; j < bands; j++)
        out[i * bands + j] = row[j];
    }
}

static gboolean
is_corrupting (const Step *step)
{
  return step->hyperparams->noise_level > 0 || step->hyperparams->masked_fraction > 0;
}

static void
corrupt (const Step *step, guint s, ae_real *x, gsize n)
{
  const AePhaseTrainer *self = step->stage;
  gsize bands = self->network->spec.bands;
  AeRng rng;

  if (step->hyperparams->noise_level > 0)
    {
      start_stream (self, &rng, AE_STREAM_NOISE, s);
      ae_corruption_add_noise (x, self->rows.deviation, step->hyperparams->noise_level, &rng, n,
                               bands);
    }
  if (step->hyperparams->masked_fraction > 0)
    {
      start_stream (self, &rng, AE_STREAM_MASK, s);
      ae_corruption_mask (x, step->hyperparams->masked_fraction, &rng, n, bands);
    }
}

static void
draw_eps (const Step *step, guint s, Workspace *bench, gsize n)
{
  AePhaseTrainer *self = step->stage;
  gsize count = n * ae_spec_get_code (&self->network->spec);
  AeRng rng;

  start_stream (self, &rng, AE_STREAM_LATENT, s);
  ae_rng_fill_normal (&rng, bench->normals, count);
  for (gsize i = 0; i < count; i++)
    bench->pass->eps[i] = bench->normals[i];
}

static void
forward_row_block (const Step *step, guint s, Workspace *bench)
{
  AePhaseTrainer *self = step->stage;
  AeActivations *pass = bench->pass;
  RowBlock *row_block = &self->row_blocks[s];
  gsize from = row_block_start (step->n, step->n_row_blocks, s);
  gsize n = row_block_start (step->n, step->n_row_blocks, s + 1) - from;
  gsize bands = self->network->spec.bands;
  guint code = ae_spec_get_code (&self->network->spec);
  const ae_real *target = pass->acts[0];

  pass->hyperparams = step->hyperparams;
  gather (self, pass->acts[0], step->first + from, n);
  if (is_corrupting (step))
    {
      memcpy (bench->target, pass->acts[0], n * bands * sizeof *bench->target);
      target = bench->target;
      corrupt (step, s, pass->acts[0], n);
    }
  ae_network_encode (self->network, self->values, pass, n);
  memset (row_block->code_sums, 0, code * sizeof *row_block->code_sums);
  ae_sparsity_add_sums (row_block->code_sums, pass->acts[self->network->n_encoder], n, code);
  if (ae_phase_trainer_has_variant (self, AE_VARIANT_VARIATIONAL))
    draw_eps (step, s, bench, n);
  memset (row_block->sums, 0, sizeof row_block->sums);
  ae_network_sample_latent (self->network, pass, TRUE, n, row_block->sums);
  ae_network_decode (self->network, self->values, pass, n);
  ae_network_loss (self->network, pass, target, n, step->n, TRUE, row_block->sums);
}

static void
backward_row_block (const Step *step, guint s, Workspace *bench, const ae_real *slopes)
{
  AePhaseTrainer *self = step->stage;
  gsize from = row_block_start (step->n, step->n_row_blocks, s);
  gsize n = row_block_start (step->n, step->n_row_blocks, s + 1) - from;

  ae_network_backward (self->network, self->values, bench->pass, n, step->n, slopes,
                       self->row_blocks[s].gradient);
}

/* ------------------------------------------------------------------ the update */

/* A chunk may hold the end of one layer and the beginning of the next. Parts are whole cache
 * lines: what pads them stays 0. */
static void
update_adam (const Step *step, gsize first, gsize n, const ae_real *g)
{
  AePhaseTrainer *self = step->stage;

  for (guint i = 0; i < self->n_parts; i++)
    {
      const Part *part = &self->parts[i];
      gsize from = MAX (part->first, first), to = MIN (part->end, first + n);
      AeAdamStep adam = step->adam;

      if (from >= to)
        continue;
      adam.rate *= self->rates[part->layer];
      ae_adam_update (self->values + from, self->moment1 + from, self->moment2 + from,
                      g + (from - first), to - from, &adam);
    }
}

/**
 * ae_phase_trainer_get_opening:
 * @self: a stage of an unmixing network
 *
 * Endmembers are held while the encoder finds its way about those that training starts from,
 * and the terms of abundances and endmembers grow to their weights meanwhile: an encoder that
 * knows nothing yet would take leave of endmembers for good.
 *
 * Returns: how much of that is over, 0 … 1.
 */
double
ae_phase_trainer_get_opening (const AePhaseTrainer *self)
{
  guint held = self->plan.epochs > 0 ? self->plan.epochs * HELD_SHARE : HELD_EPOCHS;

  return MIN (1.0, (double) self->step / ((double) held * self->batches + 1e-9));
}

typedef enum
{
  BEFORE_UPDATE,
  AFTER_UPDATE,
} When;

/* Endmembers may be bright or dark and in any unit: each is moved as if it were of size one. So
 * its gradient grows with its size before the optimiser, and its step after. */
static void
handle_endmembers (const Step *step, gsize first, gsize n, ae_real *g, ae_real *before,
                   When when)
{
  AePhaseTrainer *self = step->stage;
  const AeNetwork *network = self->network;
  const AeLayer *decoder = &network->layers[network->n_encoder];

  for (guint j = 0; j < decoder->in; j++)
    {
      gsize row = decoder->weight + (gsize) j * decoder->out, from = MAX (row, first),
            to = MIN (row + decoder->out, first + n);
      double size = (double) self->values[network->unmixing.sizes + j];

      if (from >= to)
        continue;
      for (gsize i = from; i < to && when == BEFORE_UPDATE; i++)
        {
          before[i - first] = self->values[i];
          g[i - first] *= (ae_real) size;
        }
      if (when == AFTER_UPDATE)
        ae_endmembers_project (self->values + from, before + (from - first),
                               step->endmember_rate * size, to - from);
    }
}

static void
update_chunk (const Step *step, gsize chunk, ae_real *g, ae_real *before)
{
  AePhaseTrainer *self = step->stage;
  gsize first = chunk * CHUNK, n = MIN (CHUNK, self->network->params->n_values - first);
  gsize decayed = self->network->params->n_decayed > first
                      ? MIN (n, self->network->params->n_decayed - first)
                      : 0;
  const ae_real *parts[ROW_BLOCKS_MAX];
  gboolean is_unmixing = ae_phase_trainer_has_variant (self, AE_VARIANT_UNMIXING);

  for (guint s = 0; s < step->n_row_blocks; s++)
    parts[s] = self->row_blocks[s].gradient;
  ae_gradient_sum (g, parts, step->n_row_blocks, first, n);
  self->chunk_squares[chunk] = ae_gradient_add_decay (g, self->values + first, decayed,
                                                      step->hyperparams->weight_decay);
  if (is_unmixing)
    handle_endmembers (step, first, n, g, before, BEFORE_UPDATE);
  if (self->plan.optimizer == AE_OPTIMIZER_SGD)
    ae_momentum_update (self->values + first, self->moment1 + first, g, n,
                        step->hyperparams->learning_rate, self->plan.momentum);
  else
    update_adam (step, first, n, g);
  if (is_unmixing)
    handle_endmembers (step, first, n, g, before, AFTER_UPDATE);
}

static void
fill_means (const Step *step, double *means)
{
  AePhaseTrainer *self = step->stage;
  guint code = ae_spec_get_code (&self->network->spec);

  for (guint j = 0; j < code; j++)
    {
      double sum = 0;

      for (guint s = 0; s < step->n_row_blocks; s++)
        sum += self->row_blocks[s].code_sums[j];
      means[j] = sum / (double) step->n;
    }
}

/* The backward pass wants the weights transposed, a tied decoder the forward pass too. The
 * first layer's input has no gradient, so its weight is left out unless it is tied. */
static void
transpose_share (AePhaseTrainer *self, guint member, guint members)
{
  const AeParams *params = self->network->params;
  guint first = ae_phase_trainer_has_variant (self, AE_VARIANT_TIED) ? 0 : 1;

  for (guint i = first; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];
      gsize blocks = (view->rows + 15) / 16;
      gsize from = blocks * member / members * 16,
            to = MIN (blocks * (member + 1) / members * 16, view->rows);

      if (view->is_weight && !view->is_alias && from < to)
        ae_transpose (self->values_t + view->offset, self->values + view->offset, view->rows,
                      view->cols, from, to - from);
    }
}

/* The mean activation is over the whole batch: all slices meet before going back. */
static void
run_slices_with_means (const Step *step, guint member, guint from, guint to)
{
  AePhaseTrainer *self = step->stage;

  for (guint s = from; s < to; s++)
    forward_row_block (step, s, &self->benches[s]);
  ae_team_barrier (self->team);
  if (member == 0)
    {
      fill_means (step, self->means);
      ae_network_fill_mean_slopes (&self->network->spec, step->hyperparams, self->means,
                                   step->n, self->slopes);
    }
  ae_team_barrier (self->team);
  for (guint s = from; s < to; s++)
    backward_row_block (step, s, &self->benches[s], self->slopes);
}

static void
run_step (guint member, guint members, gpointer user_data)
{
  const Step *step = user_data;
  AePhaseTrainer *self = step->stage;
  guint from = step->n_row_blocks * member / members,
        to = step->n_row_blocks * (member + 1) / members;

  transpose_share (self, member, members);
  ae_team_barrier (self->team);
  if (ae_network_has_mean_terms (&self->network->spec))
    run_slices_with_means (step, member, from, to);
  else
    for (guint s = from; s < to; s++)
      {
        forward_row_block (step, s, &self->benches[member]);
        backward_row_block (step, s, &self->benches[member], NULL);
      }
  ae_team_barrier (self->team);
  for (gsize c = self->n_chunks * member / members; c < self->n_chunks * (member + 1) / members;
       c++)
    update_chunk (step, c, self->chunk_gradient + (gsize) member * CHUNK,
                  self->chunk_before + (gsize) member * CHUNK);
}

static void
sum_terms (const Step *step, AePhaseTerms *terms)
{
  AePhaseTrainer *self = step->stage;
  guint code = ae_spec_get_code (&self->network->spec);

  *terms = (AePhaseTerms){ 0 };
  for (guint s = 0; s < step->n_row_blocks; s++)
    for (guint t = 0; t < AE_N_TERMS; t++)
      terms->values[t] += self->row_blocks[s].sums[t] / (double) step->n;
  for (guint t = 0; t < AE_N_TERMS; t++)
    terms->values[t] += step->endmember_terms[t];
  fill_means (step, self->means);
  for (guint j = 0; j < code; j++)
    terms->mean_activation += self->means[j] / code;
  ae_network_add_mean_terms (&self->network->spec, step->hyperparams, self->means,
                             terms->values);
  for (gsize c = 0; c < self->n_chunks; c++)
    terms->values[AE_TERM_DECAY] += 0.5 * self->chunk_squares[c];
}

/* This epoch's order, from the seed and the number of the epoch alone. */
void
ae_phase_trainer_shuffle (AePhaseTrainer *self)
{
  AeRng rng;

  ae_rng_init (&rng, self->seed, AE_STREAM_SHUFFLE,
               self->substream << 32 | (self->step / self->batches));
  for (gsize i = 0; i < self->rows.n_training; i++)
    self->order[i] = (guint32) i;
  ae_rng_shuffle (&rng, self->order, self->rows.n_training);
}

/**
 * ae_phase_trainer_step:
 * @self: a stage
 * @hyperparams: as of this batch, schedule and warm-up applied
 * @terms: (out): of this batch, before the update
 *
 * Trains on the next batch. The first of an epoch draws the epoch's order.
 */
void
ae_phase_trainer_step (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                       AePhaseTerms *terms)
{
  Step step = { .stage = self, .hyperparams = hyperparams };

  if (self->batch_in_epoch == 0)
    ae_phase_trainer_shuffle (self);
  step.first = (gsize) self->batch_in_epoch * self->plan.batch;
  step.n = MIN (self->plan.batch, self->rows.n_training - step.first);
  step.n_row_blocks = ae_phase_trainer_count_row_blocks (step.n);
  step.endmember_rate = ae_phase_trainer_get_opening (self) < 1 ? 0 : ENDMEMBER_RATE;
  ae_network_set_temperature (self->network, hyperparams, self->values);
  ae_network_add_endmember_terms (self->network->params, self->values, step.endmember_terms);
  ae_adam_prepare (&step.adam, hyperparams->learning_rate, self->step + 1);
  ae_team_run (self->team, run_step, &step);
  sum_terms (&step, terms);
  self->step++;
  self->batch_in_epoch = (self->batch_in_epoch + 1) % self->batches;
}
