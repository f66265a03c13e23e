/* ae-phase-trainer.c: making, restarting and freeing a stage, and what may be asked of it. */
#include "ae-phase-trainer-private.h"

#include "ae-blas.h"

#include <string.h>

static void
init_bench (AePhaseTrainer *self, Workspace *bench)
{
  guint code = ae_spec_get_code (&self->network->spec);

  bench->pass = ae_activations_new (self->network, self->row_block_capacity, TRUE);
  bench->pass->values_t = self->values_t;
  bench->pass->origin = self->rows.origin;
  bench->pass->unit = self->rows.unit;
  bench->target = ae_real_alloc (self->row_block_capacity * self->network->spec.bands);
  bench->normals = g_new0 (float, self->row_block_capacity *code + 1);
}

static void
clear_bench (Workspace *bench)
{
  ae_activations_free (bench->pass);
  ae_real_free (bench->target);
  g_free (bench->normals);
}

/* No batch has a slice longer than this, the last one of an epoch included. */
static gsize
longest_row_block (gsize batch)
{
  gsize most = 0;

  for (gsize n = batch; n > 0; n--)
    {
      guint row_blocks = ae_phase_trainer_count_row_blocks (n);

      most = MAX (most, (n + row_blocks - 1) / row_blocks);
    }
  return most;
}

static guint
find_layer (const AeNetwork *network, gsize offset)
{
  for (guint l = 0; l < network->n_layers; l++)
    if (network->layers[l].weight == offset || network->layers[l].bias == offset)
      return l;
  return network->n_encoder - 1; /* the second head */
}

static void
init_parts (AePhaseTrainer *self)
{
  const AeParams *params = self->network->params;

  self->parts = g_new0 (Part, params->n_views);
  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];

      if (view->is_alias)
        continue;
      if (self->n_parts > 0)
        self->parts[self->n_parts - 1].end = view->offset;
      self->parts[self->n_parts++]
          = (Part){ view->offset, params->n_values, find_layer (self->network, view->offset) };
    }
  for (guint l = 0; l < self->network->n_layers; l++)
    self->rates[l] = 1.0;
}

/**
 * ae_phase_trainer_new:
 * @network: (transfer full): what to train
 * @plan: how; copied
 * @rows: on what; the arrays are borrowed
 * @team: by whom; borrowed, and used by one stage at a time
 *
 * Returns: (transfer full): a stage; call ae_phase_trainer_restart() before the first step.
 */
AePhaseTrainer *
ae_phase_trainer_new (AeNetwork *network, const AePlan *plan, const AePhaseRows *rows,
                      AeTeam *team)
{
  AePhaseTrainer *self = g_new0 (AePhaseTrainer, 1);
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
  self->n_row_blocks = ae_phase_trainer_count_row_blocks (self->plan.batch);
  self->row_block_capacity = longest_row_block (self->plan.batch);
  self->row_blocks = g_new0 (RowBlock, self->n_row_blocks);
  for (guint s = 0; s < self->n_row_blocks; s++)
    {
      self->row_blocks[s].gradient = ae_real_alloc0 (n_values);
      self->row_blocks[s].code_sums = g_new0 (double, code);
    }
  self->n_benches = ae_network_has_mean_terms (&network->spec) ? self->n_row_blocks : members;
  self->benches = g_new0 (Workspace, self->n_benches);
  for (guint b = 0; b < self->n_benches; b++)
    init_bench (self, &self->benches[b]);
  self->evaluation = g_new0 (AeActivations *, members);
  for (guint m = 0; m < members; m++)
    {
      self->evaluation[m] = ae_activations_new (network, EVALUATE_ROWS, FALSE);
      self->evaluation[m]->origin = rows->origin;
      self->evaluation[m]->unit = rows->unit;
    }
  init_parts (self);
  self->slopes = ae_real_alloc0 (code);
  self->means = g_new0 (double, code);
  self->n_chunks = (n_values + CHUNK - 1) / CHUNK;
  self->chunk_squares = g_new0 (double, self->n_chunks);
  self->chunk_gradient = ae_real_alloc ((gsize) members * CHUNK);
  self->chunk_before = ae_real_alloc ((gsize) members * CHUNK);
  return self;
}

/**
 * ae_phase_trainer_free:
 * @self: (transfer full): a stage
 */
void
ae_phase_trainer_free (AePhaseTrainer *self)
{
  for (guint s = 0; s < self->n_row_blocks; s++)
    {
      ae_real_free (self->row_blocks[s].gradient);
      g_free (self->row_blocks[s].code_sums);
    }
  for (guint b = 0; b < self->n_benches; b++)
    clear_bench (&self->benches[b]);
  for (guint m = 0; m < ae_team_get_members (self->team); m++)
    ae_activations_free (self->evaluation[m]);
  ae_network_free (self->network);
  ae_real_free (self->values);
  ae_real_free (self->good);
  ae_real_free (self->candidate);
  ae_real_free (self->values_t);
  ae_real_free (self->moment1);
  ae_real_free (self->moment2);
  ae_real_free (self->slopes);
  ae_real_free (self->chunk_gradient);
  ae_real_free (self->chunk_before);
  g_free (self->order);
  g_free (self->parts);
  g_free (self->row_blocks);
  g_free (self->benches);
  g_free (self->evaluation);
  g_free (self->means);
  g_free (self->chunk_squares);
  g_free (self);
}

/**
 * ae_phase_trainer_restart:
 * @self: a stage
 * @seed: of batches, noise and latent draws
 * @initial: (params->n_values): where to start from; copied
 *
 * Back to step 0 with moments of 0.
 */
void
ae_phase_trainer_restart (AePhaseTrainer *self, guint64 seed, const ae_real *initial)
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
 * ae_phase_trainer_set_layer_rate:
 * @self: a stage between two steps
 * @layer: of its network, in the order they run
 * @factor: 1 after ae_phase_trainer_new()
 *
 * Makes Adam move the layer's parameters by so much of the learning rate. Where encoder and
 * decoder are tied the encoder's factor counts.
 */
void
ae_phase_trainer_set_layer_rate (AePhaseTrainer *self, guint layer, double factor)
{
  self->rates[layer] = factor;
}

/**
 * ae_phase_trainer_set_seed_substream:
 * @self: a stage
 * @substream: below 2^16
 *
 * Tells the random streams of several stages with one seed apart.
 */
void
ae_phase_trainer_set_seed_substream (AePhaseTrainer *self, guint64 substream)
{
  self->substream = substream;
}

/**
 * ae_phase_trainer_is_epoch_start:
 * @self: a stage
 *
 * Returns: whether the next step is the first of an epoch.
 */
gboolean
ae_phase_trainer_is_epoch_start (const AePhaseTrainer *self)
{
  return self->batch_in_epoch == 0;
}

/**
 * ae_phase_trainer_get_step:
 * @self: a stage
 *
 * Returns: batches done since the restart.
 */
guint64
ae_phase_trainer_get_step (const AePhaseTrainer *self)
{
  return self->step;
}

/**
 * ae_phase_trainer_get_batch_in_epoch:
 * @self: a stage
 *
 * Returns: batches done in the epoch under way.
 */
guint
ae_phase_trainer_get_batch_in_epoch (const AePhaseTrainer *self)
{
  return self->batch_in_epoch;
}

/**
 * ae_phase_trainer_get_batches_per_epoch:
 * @self: a stage
 *
 * Returns: batches in an epoch, the last of which may be short.
 */
guint
ae_phase_trainer_get_batches_per_epoch (const AePhaseTrainer *self)
{
  return self->batches;
}

/**
 * ae_phase_trainer_get_rows:
 * @self: a stage
 *
 * Returns: (transfer none): what it trains on.
 */
const AePhaseRows *
ae_phase_trainer_get_rows (const AePhaseTrainer *self)
{
  return &self->rows;
}

/**
 * ae_phase_trainer_get_network:
 * @self: a stage
 *
 * Returns: (transfer none): what it trains.
 */
const AeNetwork *
ae_phase_trainer_get_network (const AePhaseTrainer *self)
{
  return self->network;
}

/**
 * ae_phase_trainer_get_values:
 * @self: a stage
 *
 * Returns: (transfer none) (params->n_values): the parameters as they are; writable between
 * steps.
 */
ae_real *
ae_phase_trainer_get_values (AePhaseTrainer *self)
{
  return self->values;
}

/**
 * ae_phase_trainer_set_pending_checkpoint:
 * @self: a stage
 *
 * Copies the parameters aside before a step that will tell whether they are good.
 */
void
ae_phase_trainer_set_pending_checkpoint (AePhaseTrainer *self)
{
  memcpy (self->candidate, self->values,
          self->network->params->n_values * sizeof *self->values);
}

/**
 * ae_phase_trainer_accept_checkpoint:
 * @self: a stage whose step after ae_phase_trainer_set_pending_checkpoint() had a finite loss
 *
 * Makes the copy the last good parameters.
 */
void
ae_phase_trainer_accept_checkpoint (AePhaseTrainer *self)
{
  ae_real *held = self->good;

  self->good = self->candidate;
  self->candidate = held;
}

/**
 * ae_phase_trainer_restore_checkpoint:
 * @self: a stage whose loss is no longer finite
 *
 * Goes back to the last good parameters, with moments of 0, so that training can go on with
 * other hyperparams.
 */
void
ae_phase_trainer_restore_checkpoint (AePhaseTrainer *self)
{
  gsize bytes = self->network->params->n_values * sizeof *self->values;

  memcpy (self->values, self->good, bytes);
  memset (self->moment1, 0, bytes);
  memset (self->moment2, 0, bytes);
}

/**
 * ae_phase_trainer_get_checkpoint:
 * @self: a stage
 *
 * Returns: (transfer none) (params->n_values): the last good parameters.
 */
const ae_real *
ae_phase_trainer_get_checkpoint (const AePhaseTrainer *self)
{
  return self->good;
}
