/* ae-stage.c: the training step: gather, corrupt, forward, loss, backward, update.
 *
 * The batch is cut into slices, a number fixed by the batch size alone. Each member of the
 * team takes slices through the whole forward and backward pass with all activations in its
 * cache; then the gradients of the slices are added in their order and the optimiser is shared
 * out by chunks of parameters. Nothing depends on who does what: the same seed gives the same
 * bits on any number of threads. No allocation inside a step.
 */
#include "ae-stage.h"

#include "ae-blas.h"
#include "ae-corruption.h"
#include "ae-loss.h"
#include "ae-optimizer.h"
#include "ae-product.h"
#include "ae-sparsity.h"

#include <math.h>
#include <string.h>

#define SLICE_ROWS    128 /* rows of a slice, while there are no more than SLICES_MAX */
#define SLICES_MAX    8
#define CHUNK         4096 /* parameters updated at a time */
#define EVALUATE_ROWS 256
#define BLOCKS_BITS   24 /* a slice may use 2^24 blocks of its random stream a step */

/* What a slice of the batch leaves behind. */
typedef struct
{
  ae_real *gradient; /* (n_values) */
  double *code_sums; /* (code) */
  AePassLoss loss;
} Slice;

/* Scratch for a slice on its way through. One a member, so that it stays in that core's cache;
 * with sparsity one a slice, as all slices wait half way. */
typedef struct
{
  AePass *pass;
  ae_real *target; /* (rows, bands): the clean input where something corrupts */
  float *normals;  /* (rows × code): deviates for z */
} Bench;

struct _AeStage
{
  AeNetwork *network;
  AePlan plan;
  AeStageRows rows;
  AeTeam *team; /* borrowed */
  guint64 seed;
  guint64 substream; /* tells the stages of one run apart */

  ae_real *values, *good, *candidate;
  ae_real *moment1, *moment2;
  ae_real *values_t; /* each weight transposed in its place, made anew at the start of a step */
  guint64 step;
  guint32 *order; /* (n_training): this epoch's */
  guint batch_in_epoch, batches;

  guint n_slices; /* allocated */
  gsize slice_capacity;
  Slice *slices;
  guint n_benches;
  Bench *benches;
  AePass **evaluation; /* one a member */
  ae_real *slopes;     /* (code) */
  double *means;       /* (code) */
  double *chunk_squares;
  gsize n_chunks;
  ae_real *chunk_gradient; /* (members, CHUNK) */
};

/* What one call of ae_stage_step() shares with the team. */
typedef struct
{
  AeStage *stage;
  const AeKnobs *knobs;
  gsize first, n; /* rows of the order */
  guint n_slices;
  double kl_weight;
  AeAdamStep adam;
  double rate;
} Step;

static guint
count_slices (gsize batch)
{
  /* Two threads are to be fed even by a small batch; half of 64 rows is still a matrix. */
  return batch >= 2 * SLICE_ROWS ? (guint) MIN (batch / SLICE_ROWS, SLICES_MAX)
         : batch >= 64           ? 2
                                 : 1;
}

static gboolean
has_variant (const AeStage *self, AeVariant variant)
{
  return (self->network->spec.variants & variant) != 0;
}

/* First row of a slice: the rows are dealt out as evenly as can be. */
static gsize
slice_start (gsize n, guint n_slices, guint s)
{
  return n * s / n_slices;
}

static void
start_stream (const AeStage *self, AeRng *rng, AeStream stream, guint slice)
{
  ae_rng_init (rng, self->seed, stream, self->substream << 16 | slice);
  rng->counter = self->step << BLOCKS_BITS;
}

/* ------------------------------------------------------------------ one slice */

static void
gather (const AeStage *self, ae_real *out, gsize first, gsize n)
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
  return step->knobs->noise_level > 0 || step->knobs->masked_fraction > 0;
}

static void
corrupt (const Step *step, guint s, ae_real *x, gsize n)
{
  const AeStage *self = step->stage;
  gsize bands = self->network->spec.bands;
  AeRng rng;

  if (step->knobs->noise_level > 0)
    {
      start_stream (self, &rng, AE_STREAM_NOISE, s);
      ae_corruption_add_noise (x, self->rows.deviation, step->knobs->noise_level, &rng, n,
                               bands);
    }
  if (step->knobs->masked_fraction > 0)
    {
      start_stream (self, &rng, AE_STREAM_MASK, s);
      ae_corruption_mask (x, step->knobs->masked_fraction, &rng, n, bands);
    }
}

static void
draw_eps (const Step *step, guint s, Bench *bench, gsize n)
{
  AeStage *self = step->stage;
  gsize count = n * ae_spec_get_code (&self->network->spec);
  AeRng rng;

  start_stream (self, &rng, AE_STREAM_LATENT, s);
  ae_rng_fill_normal (&rng, bench->normals, count);
  for (gsize i = 0; i < count; i++)
    bench->pass->eps[i] = bench->normals[i];
}

static void
forward_slice (const Step *step, guint s, Bench *bench)
{
  AeStage *self = step->stage;
  AePass *pass = bench->pass;
  Slice *slice = &self->slices[s];
  gsize from = slice_start (step->n, step->n_slices, s);
  gsize n = slice_start (step->n, step->n_slices, s + 1) - from;
  gsize bands = self->network->spec.bands;
  guint code = ae_spec_get_code (&self->network->spec);
  const ae_real *target = pass->acts[0];

  gather (self, pass->acts[0], step->first + from, n);
  if (is_corrupting (step))
    {
      memcpy (bench->target, pass->acts[0], n * bands * sizeof *bench->target);
      target = bench->target;
      corrupt (step, s, pass->acts[0], n);
    }
  ae_network_encode (self->network, self->values, pass, n);
  memset (slice->code_sums, 0, code * sizeof *slice->code_sums);
  ae_sparsity_add_sums (slice->code_sums, pass->acts[self->network->n_encoder], n, code);
  if (has_variant (self, AE_VARIANT_VARIATIONAL))
    draw_eps (step, s, bench, n);
  slice->loss.kl = ae_network_draw_code (self->network, pass, TRUE, n);
  ae_network_decode (self->network, self->values, pass, n);
  slice->loss.reconstruction = ae_network_loss (self->network, pass, target, n, step->n, TRUE);
}

static void
backward_slice (const Step *step, guint s, Bench *bench, const ae_real *slopes)
{
  AeStage *self = step->stage;
  gsize from = slice_start (step->n, step->n_slices, s);
  gsize n = slice_start (step->n, step->n_slices, s + 1) - from;
  double kl_scale = step->kl_weight / ((double) self->network->spec.bands * (double) step->n);

  ae_network_backward (self->network, self->values, bench->pass, n, slopes, kl_scale,
                       self->slices[s].gradient);
}

/* ------------------------------------------------------------------ the update */

static void
update_chunk (const Step *step, gsize chunk, ae_real *g)
{
  AeStage *self = step->stage;
  gsize first = chunk * CHUNK, n = MIN (CHUNK, self->network->params->n_values - first);
  gsize decayed = self->network->params->n_decayed > first
                      ? MIN (n, self->network->params->n_decayed - first)
                      : 0;
  const ae_real *parts[SLICES_MAX];

  for (guint s = 0; s < step->n_slices; s++)
    parts[s] = self->slices[s].gradient;
  ae_gradient_sum (g, parts, step->n_slices, first, n);
  self->chunk_squares[chunk]
      = ae_gradient_add_decay (g, self->values + first, decayed, step->knobs->weight_decay);
  if (self->plan.optimizer == AE_OPTIMIZER_SGD)
    ae_momentum_update (self->values + first, self->moment1 + first, g, n, step->rate,
                        self->plan.momentum);
  else
    ae_adam_update (self->values + first, self->moment1 + first, self->moment2 + first, g, n,
                    &step->adam);
}

static void
fill_means (const Step *step, double *means)
{
  AeStage *self = step->stage;
  guint code = ae_spec_get_code (&self->network->spec);

  for (guint j = 0; j < code; j++)
    {
      double sum = 0;

      for (guint s = 0; s < step->n_slices; s++)
        sum += self->slices[s].code_sums[j];
      means[j] = sum / (double) step->n;
    }
}

/* The backward pass wants the weights transposed, a tied decoder the forward pass too. The
 * first layer's input has no gradient, so its weight is left out unless it is tied. */
static void
transpose_share (AeStage *self, guint member, guint members)
{
  const AeParams *params = self->network->params;
  guint first = has_variant (self, AE_VARIANT_TIED) ? 0 : 1;

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
run_sparse_slices (const Step *step, guint member, guint from, guint to)
{
  AeStage *self = step->stage;

  for (guint s = from; s < to; s++)
    forward_slice (step, s, &self->benches[s]);
  ae_team_meet (self->team);
  if (member == 0)
    {
      fill_means (step, self->means);
      ae_sparsity_forward (self->slopes, self->means, ae_spec_get_code (&self->network->spec),
                           step->knobs->sparsity_target, step->knobs->sparsity_weight, step->n);
    }
  ae_team_meet (self->team);
  for (guint s = from; s < to; s++)
    backward_slice (step, s, &self->benches[s], self->slopes);
}

static void
run_step (guint member, guint members, gpointer user_data)
{
  const Step *step = user_data;
  AeStage *self = step->stage;
  guint from = step->n_slices * member / members, to = step->n_slices * (member + 1) / members;

  transpose_share (self, member, members);
  ae_team_meet (self->team);
  if (has_variant (self, AE_VARIANT_SPARSE))
    run_sparse_slices (step, member, from, to);
  else
    for (guint s = from; s < to; s++)
      {
        forward_slice (step, s, &self->benches[member]);
        backward_slice (step, s, &self->benches[member], NULL);
      }
  ae_team_meet (self->team);
  for (gsize c = self->n_chunks * member / members; c < self->n_chunks * (member + 1) / members;
       c++)
    update_chunk (step, c, self->chunk_gradient + (gsize) member * CHUNK);
}

static void
sum_terms (const Step *step, AeStageTerms *terms)
{
  AeStage *self = step->stage;
  guint code = ae_spec_get_code (&self->network->spec);

  *terms = (AeStageTerms){ 0 };
  for (guint s = 0; s < step->n_slices; s++)
    {
      terms->reconstruction += self->slices[s].loss.reconstruction / (double) step->n;
      terms->kl += self->slices[s].loss.kl / (double) step->n;
    }
  fill_means (step, self->means);
  for (guint j = 0; j < code; j++)
    {
      terms->mean_activation += self->means[j] / code;
      if (has_variant (self, AE_VARIANT_SPARSE))
        terms->sparsity += ae_sparsity_kl (step->knobs->sparsity_target, self->means[j]);
    }
  for (gsize c = 0; c < self->n_chunks; c++)
    terms->weights += 0.5 * self->chunk_squares[c];
}

static void
shuffle (AeStage *self)
{
  AeRng rng;

  ae_rng_init (&rng, self->seed, AE_STREAM_SHUFFLE,
               self->substream << 32 | (self->step / self->batches));
  for (gsize i = 0; i < self->rows.n_training; i++)
    self->order[i] = (guint32) i;
  ae_rng_shuffle (&rng, self->order, self->rows.n_training);
}

/**
 * ae_stage_step:
 * @self: a stage
 * @knobs: as of this batch
 * @rate: learning rate, schedule applied
 * @kl_weight: beta, warm-up applied
 * @terms: (out): of this batch, before the update
 *
 * Trains on the next batch. The first of an epoch draws the epoch's order.
 */
void
ae_stage_step (AeStage *self, const AeKnobs *knobs, double rate, double kl_weight,
               AeStageTerms *terms)
{
  Step step = { .stage = self, .knobs = knobs, .rate = rate, .kl_weight = kl_weight };

  if (self->batch_in_epoch == 0)
    shuffle (self);
  step.first = (gsize) self->batch_in_epoch * self->plan.batch;
  step.n = MIN (self->plan.batch, self->rows.n_training - step.first);
  step.n_slices = count_slices (step.n);
  ae_adam_prepare (&step.adam, rate, self->step + 1);
  ae_team_run (self->team, run_step, &step);
  sum_terms (&step, terms);
  self->step++;
  self->batch_in_epoch = (self->batch_in_epoch + 1) % self->batches;
}

/* ------------------------------------------------------------------ evaluation */

typedef struct
{
  AeStage *stage;
  const float *rows;
  gsize n;
  double *sums;      /* (chunks, 4): reconstruction, kl, squared error, angle */
  double *code_sums; /* (chunks, code) */
} Evaluation;

static void
evaluate_chunk (const Evaluation *job, AePass *pass, gsize chunk)
{
  AeStage *self = job->stage;
  const AeNetwork *network = self->network;
  gsize bands = network->spec.bands, first = chunk * EVALUATE_ROWS,
        n = MIN (EVALUATE_ROWS, job->n - first);
  const float *rows = job->rows + first * bands;
  guint code = ae_spec_get_code (&network->spec);
  double *sums = job->sums + 4 * chunk;

  for (gsize i = 0; i < n * bands; i++)
    pass->acts[0][i] = rows[i];
  ae_network_encode (network, self->values, pass, n);
  sums[1] = ae_network_draw_code (network, pass, FALSE, n);
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
 * ae_stage_evaluate:
 * @self: a stage
 * @knobs: for the sparsity target
 * @rows: (n, bands), scaled
 * @n: rows, at least 1
 * @terms: (out): means over the rows, without corruption, the code being its mean
 */
void
ae_stage_evaluate (AeStage *self, const AeKnobs *knobs, const float *rows, gsize n,
                   AeStageTerms *terms)
{
  guint code = ae_spec_get_code (&self->network->spec);
  gsize chunks = (n + EVALUATE_ROWS - 1) / EVALUATE_ROWS;
  g_autofree double *sums = g_new0 (double, 4 * chunks + 1);
  g_autofree double *code_sums = g_new0 (double, chunks *code + 1);
  Evaluation job = { self, rows, n, sums, code_sums };

  *terms = (AeStageTerms){ 0 };
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
      if (has_variant (self, AE_VARIANT_SPARSE))
        terms->sparsity += ae_sparsity_kl (knobs->sparsity_target, mean);
    }
  for (gsize i = 0; i < self->network->params->n_decayed; i++)
    terms->weights += 0.5 * (double) self->values[i] * (double) self->values[i];
}

/* ------------------------------------------------------------------ life */

static void
init_bench (AeStage *self, Bench *bench)
{
  guint code = ae_spec_get_code (&self->network->spec);

  bench->pass = ae_pass_new (self->network, self->slice_capacity, TRUE);
  bench->pass->values_t = self->values_t;
  bench->pass->origin = self->rows.origin;
  bench->pass->unit = self->rows.unit;
  bench->target = ae_real_alloc (self->slice_capacity * self->network->spec.bands);
  bench->normals = g_new0 (float, self->slice_capacity *code + 1);
}

static void
clear_bench (Bench *bench)
{
  ae_pass_free (bench->pass);
  ae_real_free (bench->target);
  g_free (bench->normals);
}

/* No batch has a slice longer than this, the last one of an epoch included. */
static gsize
longest_slice (gsize batch)
{
  gsize most = 0;

  for (gsize n = batch; n > 0; n--)
    {
      guint slices = count_slices (n);

      most = MAX (most, (n + slices - 1) / slices);
    }
  return most;
}

/**
 * ae_stage_new:
 * @network: (transfer full): what to train
 * @plan: how; copied
 * @rows: on what; the arrays are borrowed
 * @team: by whom; borrowed, and used by one stage at a time
 *
 * Returns: (transfer full): a stage; call ae_stage_restart() before the first step.
 */
AeStage *
ae_stage_new (AeNetwork *network, const AePlan *plan, const AeStageRows *rows, AeTeam *team)
{
  AeStage *self = g_new0 (AeStage, 1);
  gsize n_values = network->params->n_values;
  guint code = ae_spec_get_code (&network->spec), members = ae_team_get_members (team);

  ae_blas_init ();
  self->network = network;
  self->plan = *plan;
  self->plan.batch = (guint) MIN (plan->batch, MAX (rows->n_training, 1));
  self->rows = *rows;
  self->team = team;
  self->values = ae_real_alloc0 (n_values);
  self->good = ae_real_alloc0 (n_values);
  self->candidate = ae_real_alloc0 (n_values);
  self->moment1 = ae_real_alloc0 (n_values);
  self->moment2 = ae_real_alloc0 (n_values);
  self->values_t = ae_real_alloc0 (n_values);
  self->order = g_new (guint32, rows->n_training);
  self->batches = (guint) ((rows->n_training + self->plan.batch - 1) / self->plan.batch);
  self->n_slices = count_slices (self->plan.batch);
  self->slice_capacity = longest_slice (self->plan.batch);
  self->slices = g_new0 (Slice, self->n_slices);
  for (guint s = 0; s < self->n_slices; s++)
    {
      self->slices[s].gradient = ae_real_alloc0 (n_values);
      self->slices[s].code_sums = g_new0 (double, code);
    }
  self->n_benches = has_variant (self, AE_VARIANT_SPARSE) ? self->n_slices : members;
  self->benches = g_new0 (Bench, self->n_benches);
  for (guint b = 0; b < self->n_benches; b++)
    init_bench (self, &self->benches[b]);
  self->evaluation = g_new0 (AePass *, members);
  for (guint m = 0; m < members; m++)
    {
      self->evaluation[m] = ae_pass_new (network, EVALUATE_ROWS, FALSE);
      self->evaluation[m]->origin = rows->origin;
      self->evaluation[m]->unit = rows->unit;
    }
  self->slopes = ae_real_alloc0 (code);
  self->means = g_new0 (double, code);
  self->n_chunks = (n_values + CHUNK - 1) / CHUNK;
  self->chunk_squares = g_new0 (double, self->n_chunks);
  self->chunk_gradient = ae_real_alloc ((gsize) members * CHUNK);
  return self;
}

/**
 * ae_stage_free:
 * @self: (transfer full): a stage
 */
void
ae_stage_free (AeStage *self)
{
  for (guint s = 0; s < self->n_slices; s++)
    {
      ae_real_free (self->slices[s].gradient);
      g_free (self->slices[s].code_sums);
    }
  for (guint b = 0; b < self->n_benches; b++)
    clear_bench (&self->benches[b]);
  for (guint m = 0; m < ae_team_get_members (self->team); m++)
    ae_pass_free (self->evaluation[m]);
  ae_network_free (self->network);
  ae_real_free (self->values);
  ae_real_free (self->good);
  ae_real_free (self->candidate);
  ae_real_free (self->values_t);
  ae_real_free (self->moment1);
  ae_real_free (self->moment2);
  ae_real_free (self->slopes);
  ae_real_free (self->chunk_gradient);
  g_free (self->order);
  g_free (self->slices);
  g_free (self->benches);
  g_free (self->evaluation);
  g_free (self->means);
  g_free (self->chunk_squares);
  g_free (self);
}

/**
 * ae_stage_restart:
 * @self: a stage
 * @seed: of batches, noise and latent draws
 * @initial: (params->n_values): where to start from; copied
 *
 * Back to step 0 with moments of 0.
 */
void
ae_stage_restart (AeStage *self, guint64 seed, const ae_real *initial)
{
  gsize bytes = self->network->params->n_values * sizeof *self->values;

  memcpy (self->values, initial, bytes);
  memcpy (self->good, initial, bytes);
  memset (self->moment1, 0, bytes);
  memset (self->moment2, 0, bytes);
  self->seed = seed;
  self->step = 0;
  self->batch_in_epoch = 0;
}

/**
 * ae_stage_set_seed_substream:
 * @self: a stage
 * @substream: below 2^16
 *
 * Tells the random streams of several stages with one seed apart.
 */
void
ae_stage_set_seed_substream (AeStage *self, guint64 substream)
{
  self->substream = substream;
}

/**
 * ae_stage_is_epoch_start:
 * @self: a stage
 *
 * Returns: whether the next step is the first of an epoch.
 */
gboolean
ae_stage_is_epoch_start (const AeStage *self)
{
  return self->batch_in_epoch == 0;
}

/**
 * ae_stage_get_step:
 * @self: a stage
 *
 * Returns: batches done since the restart.
 */
guint64
ae_stage_get_step (const AeStage *self)
{
  return self->step;
}

/**
 * ae_stage_get_batch_in_epoch:
 * @self: a stage
 *
 * Returns: batches done in the epoch under way.
 */
guint
ae_stage_get_batch_in_epoch (const AeStage *self)
{
  return self->batch_in_epoch;
}

/**
 * ae_stage_get_batches_per_epoch:
 * @self: a stage
 *
 * Returns: batches in an epoch, the last of which may be short.
 */
guint
ae_stage_get_batches_per_epoch (const AeStage *self)
{
  return self->batches;
}

/**
 * ae_stage_get_rows:
 * @self: a stage
 *
 * Returns: (transfer none): what it trains on.
 */
const AeStageRows *
ae_stage_get_rows (const AeStage *self)
{
  return &self->rows;
}

/**
 * ae_stage_get_network:
 * @self: a stage
 *
 * Returns: (transfer none): what it trains.
 */
const AeNetwork *
ae_stage_get_network (const AeStage *self)
{
  return self->network;
}

/**
 * ae_stage_get_values:
 * @self: a stage
 *
 * Returns: (transfer none) (params->n_values): the parameters as they are; writable between
 * steps.
 */
ae_real *
ae_stage_get_values (AeStage *self)
{
  return self->values;
}

/**
 * ae_stage_keep_candidate:
 * @self: a stage
 *
 * Copies the parameters aside before a step that will tell whether they are good.
 */
void
ae_stage_keep_candidate (AeStage *self)
{
  memcpy (self->candidate, self->values,
          self->network->params->n_values * sizeof *self->values);
}

/**
 * ae_stage_accept_candidate:
 * @self: a stage whose step after ae_stage_keep_candidate() had a finite loss
 *
 * Makes the copy the last good parameters.
 */
void
ae_stage_accept_candidate (AeStage *self)
{
  ae_real *held = self->good;

  self->good = self->candidate;
  self->candidate = held;
}

/**
 * ae_stage_return_to_good:
 * @self: a stage whose loss is no longer finite
 *
 * Goes back to the last good parameters, with moments of 0, so that training can go on with
 * other knobs.
 */
void
ae_stage_return_to_good (AeStage *self)
{
  gsize bytes = self->network->params->n_values * sizeof *self->values;

  memcpy (self->values, self->good, bytes);
  memset (self->moment1, 0, bytes);
  memset (self->moment2, 0, bytes);
}

/**
 * ae_stage_get_good:
 * @self: a stage
 *
 * Returns: (transfer none) (params->n_values): the last good parameters.
 */
const ae_real *
ae_stage_get_good (const AeStage *self)
{
  return self->good;
}
