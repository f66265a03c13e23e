/* ae-model.c: a network with its values, frozen: what snapshots carry and windows ask. No
 * training here. */
#include "ae-model.h"

#include "ae-blas.h"
#include "ae-error.h"
#include "ae-network.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define CHUNK 256 /* rows at a time: activations stay in the second-level cache */

struct _AeModel
{
  atomic_int ref_count;
  AeNetwork *network;
  ae_real *values;
};

static AeModel *
take_network (AeNetwork *network)
{
  AeModel *self = g_new0 (AeModel, 1);

  atomic_init (&self->ref_count, 1);
  self->network = network;
  self->values = ae_real_alloc (network->params->n_values);
  return self;
}

/**
 * ae_model_new:
 * @spec: what to build
 * @seed: of the initial weights
 * @error: AE_ERROR_INVALID
 *
 * Returns: (transfer full): an untrained model. Any thread.
 */
AeModel *
ae_model_new (const AeSpec *spec, guint64 seed, GError **error)
{
  AeNetwork *network = ae_network_new (spec, error);
  AeModel *self;

  if (network == NULL)
    return NULL;
  self = take_network (network);
  ae_network_fill_initial (network, seed, self->values);
  return self;
}

/**
 * ae_model_new_from_values:
 * @spec: what to build
 * @values: (n): the flat buffer; copied
 * @n: must be the spec's count, padding included
 * @error: AE_ERROR_INVALID for the spec; AE_ERROR_MISMATCH for the count
 *
 * Returns: (transfer full): a model with these parameters. Any thread.
 */
AeModel *
ae_model_new_from_values (const AeSpec *spec, const ae_real *values, gsize n, GError **error)
{
  g_autoptr (AeNetwork) network = ae_network_new (spec, error);
  AeModel *self;

  if (network == NULL)
    return NULL;
  if (network->params->n_values != n)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_MISMATCH,
                   "The model has %" G_GSIZE_FORMAT
                   " numbers where its layers need %" G_GSIZE_FORMAT
                   "; its file is damaged or of another version",
                   n, network->params->n_values);
      return NULL;
    }
  self = take_network (g_steal_pointer (&network));
  memcpy (self->values, values, n * sizeof *values);
  return self;
}

/**
 * ae_model_ref:
 * @self: a model
 *
 * Returns: (transfer full): the same model. Any thread.
 */
AeModel *
ae_model_ref (AeModel *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_model_unref:
 * @self: (transfer full): a model
 *
 * Any thread.
 */
void
ae_model_unref (AeModel *self)
{
  if (atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  ae_network_free (self->network);
  ae_real_free (self->values);
  g_free (self);
}

/**
 * ae_model_get_spec:
 * @self: a model
 *
 * Returns: (transfer none): what it was built from.
 */
const AeSpec *
ae_model_get_spec (const AeModel *self)
{
  return &self->network->spec;
}

/**
 * ae_model_get_params:
 * @self: a model
 *
 * Returns: (transfer none): names, shapes, offsets and aliases of its parameters.
 */
const AeParams *
ae_model_get_params (const AeModel *self)
{
  return self->network->params;
}

/**
 * ae_model_get_values:
 * @self: a model
 *
 * Returns: (transfer none) (n_values): the flat buffer.
 */
const ae_real *
ae_model_get_values (const AeModel *self)
{
  return self->values;
}

/**
 * ae_model_get_n_values:
 * @self: a model
 *
 * Returns: length of the flat buffer, padding included.
 */
gsize
ae_model_get_n_values (const AeModel *self)
{
  return self->network->params->n_values;
}

/**
 * ae_model_get_n_parameters:
 * @self: a model
 *
 * Returns: how many parameters exist; tied ones count once.
 */
gsize
ae_model_get_n_parameters (const AeModel *self)
{
  return self->network->params->n_used;
}

/**
 * ae_model_get_n_weights:
 * @self: a model
 *
 * Returns: how many of the parameters are weights.
 */
gsize
ae_model_get_n_weights (const AeModel *self)
{
  return self->network->params->n_weights;
}

/**
 * ae_model_get_bands:
 * @self: a model
 *
 * Returns: its inputs.
 */
guint
ae_model_get_bands (const AeModel *self)
{
  return self->network->spec.bands;
}

/**
 * ae_model_get_code:
 * @self: a model
 *
 * Returns: units of its coding layer.
 */
guint
ae_model_get_code (const AeModel *self)
{
  return ae_spec_get_code (&self->network->spec);
}

/* What to copy out of a pass; NULL where not wanted. */
typedef struct
{
  const AeModel *model;
  const ae_real *x;    /* (n, bands), or NULL: start at the code */
  const ae_real *z_in; /* (n, code) */
  ae_real *z;          /* (n, code) */
  ae_real *spread;     /* (n, code) */
  ae_real *y;          /* (n, bands) */
  ae_real *units;      /* (n, n_units) */
  gsize n;
} Job;

/* Layer by layer, and then the second head. */
static void
copy_units (const Job *job, const AeActivations *pass, gsize first, gsize n)
{
  const AeNetwork *network = job->model->network;
  gsize n_units = ae_model_get_n_units (job->model);
  ae_real *out = job->units + first * n_units;

  for (guint l = 0; l < network->n_layers; l++)
    {
      gsize width = network->layers[l].out;

      for (gsize i = 0; i < n; i++)
        memcpy (out + i * n_units, pass->acts[l + 1] + i * width, width * sizeof *out);
      out += width;
    }
  if (pass->spread != NULL)
    for (gsize i = 0, code = network->spread.out; i < n; i++)
      memcpy (out + i * n_units, pass->spread + i * code, code * sizeof *out);
}

static void
run_chunk (const Job *job, AeActivations *pass, gsize first, gsize n)
{
  const AeNetwork *network = job->model->network;
  gsize bands = network->spec.bands, code = ae_spec_get_code (&network->spec);
  ae_real *own_input = pass->acts[0];

  if (job->x != NULL)
    {
      /* The input is only read: no copy. */
      pass->acts[0] = (ae_real *) job->x + first * bands;
      ae_network_encode (network, job->model->values, pass, n);
      ae_network_sample_latent (network, pass, FALSE, n, NULL);
    }
  else
    memcpy (pass->code, job->z_in + first * code, n * code * sizeof *job->z_in);
  if (job->z != NULL)
    memcpy (job->z + first * code, pass->acts[network->n_encoder], n * code * sizeof *job->z);
  if (job->spread != NULL)
    memcpy (job->spread + first * code, pass->spread, n * code * sizeof *job->spread);
  if (job->y != NULL || job->units != NULL)
    ae_network_decode (network, job->model->values, pass, n);
  if (job->units != NULL)
    copy_units (job, pass, first, n);
  if (job->y != NULL)
    memcpy (job->y + first * bands, pass->acts[network->n_layers], n * bands * sizeof *job->y);
  pass->acts[0] = own_input;
}

/* Chunks are dealt out in turn; each gives the same bits whoever computes it. */
static void
run_member (guint member, guint members, gpointer user_data)
{
  const Job *job = user_data;
  g_autoptr (AeActivations) pass
      = ae_activations_new (job->model->network, MIN (job->n, CHUNK), FALSE);

  for (gsize first = (gsize) member * CHUNK; first < job->n; first += (gsize) members * CHUNK)
    run_chunk (job, pass, first, MIN (CHUNK, job->n - first));
}

static void
run_job (Job *job, AeTeam *team)
{
  ae_blas_init ();
  if (team != NULL && job->n > CHUNK)
    ae_team_run (team, run_member, job);
  else if (job->n > 0)
    run_member (0, 1, job);
}

/**
 * ae_model_encode:
 * @self: a model
 * @x: (n, bands), scaled
 * @n: rows
 * @z: (out) (n, code): the mean, for a variational model
 *
 * Any thread; takes scratch for 256 rows while it runs.
 */
void
ae_model_encode (const AeModel *self, const ae_real *x, gsize n, ae_real *z)
{
  ae_model_encode_with_team (self, NULL, x, n, z);
}

/**
 * ae_model_encode_with_team:
 * @self: a model
 * @team: (nullable): workers that share the rows; the bits do not depend on it
 * @x: (n, bands), scaled
 * @n: rows
 * @z: (out) (n, code)
 *
 * ae_model_encode() on several threads. The team must be the caller's.
 */
void
ae_model_encode_with_team (const AeModel *self, AeTeam *team, const ae_real *x, gsize n,
                           ae_real *z)
{
  Job job = { .model = self, .x = x, .z = z, .n = n };

  run_job (&job, team);
}

/**
 * ae_model_encode_variational:
 * @self: a variational model
 * @x: (n, bands), scaled
 * @n: rows
 * @mu: (out) (n, code)
 * @log_variance: (out) (n, code): ln σ², also where the second head gives σ
 *
 * Any thread.
 */
void
ae_model_encode_variational (const AeModel *self, const ae_real *x, gsize n, ae_real *mu,
                             ae_real *log_variance)
{
  Job job = { .model = self, .x = x, .z = mu, .spread = log_variance, .n = n };

  g_return_if_fail (self->network->spec.variants & AE_VARIANT_VARIATIONAL);
  run_job (&job, NULL);
  if (self->network->spec.latent_form == AE_LATENT_SIGMA)
    for (gsize i = 0; i < n * ae_model_get_code (self); i++)
      log_variance[i]
          = (ae_real) log (1e-10 + (double) log_variance[i] * (double) log_variance[i]);
}

/**
 * ae_model_decode:
 * @self: a model
 * @z: (n, code)
 * @n: rows
 * @y: (out) (n, bands), scaled
 *
 * Any thread; one row takes about 20 µs for the stacked network of 268 bands.
 */
void
ae_model_decode (const AeModel *self, const ae_real *z, gsize n, ae_real *y)
{
  Job job = { .model = self, .z_in = z, .y = y, .n = n };

  run_job (&job, NULL);
}

/**
 * ae_model_reconstruct:
 * @self: a model
 * @x: (n, bands), scaled
 * @n: rows
 * @y: (out) (n, bands), scaled
 * @z: (out) (nullable) (n, code)
 *
 * Encodes and decodes without corruption. Any thread.
 */
void
ae_model_reconstruct (const AeModel *self, const ae_real *x, gsize n, ae_real *y, ae_real *z)
{
  Job job = { .model = self, .x = x, .y = y, .z = z, .n = n };

  run_job (&job, NULL);
}

/**
 * ae_model_get_n_units:
 * @self: a model
 *
 * Returns: the units of all layers, the output's and those of a second head with them.
 */
guint
ae_model_get_n_units (const AeModel *self)
{
  const AeNetwork *network = self->network;
  guint n = network->spec.variants & AE_VARIANT_VARIATIONAL ? network->spread.out : 0;

  for (guint l = 0; l < network->n_layers; l++)
    n += network->layers[l].out;
  return n;
}

/**
 * ae_model_fill_units:
 * @self: a model
 * @x: (n, bands), scaled
 * @n: rows
 * @units: (out) (n, ae_model_get_n_units()): what each unit gives: the layers in their order,
 *   of a variational model the means as its coding layer and the second head after the output
 *
 * Without corruption; the code is the mean. Any thread.
 */
void
ae_model_fill_units (const AeModel *self, const ae_real *x, gsize n, ae_real *units)
{
  Job job = { .model = self, .x = x, .units = units, .n = n };

  run_job (&job, NULL);
}

/* The weight of a layer as (units, inputs), one row a unit. */
static ae_real *
dup_rows_by_unit (const AeModel *self, const AeLayer *layer)
{
  ae_real *out = ae_real_alloc ((gsize) layer->in * layer->out);
  const ae_real *w = self->values + layer->weight;

  for (guint i = 0; i < layer->in; i++)
    for (guint j = 0; j < layer->out; j++)
      out[(gsize) j * layer->in + i]
          = layer->transposed ? w[(gsize) j * layer->in + i] : w[(gsize) i * layer->out + j];
  return out;
}

/**
 * ae_model_dup_first_weights:
 * @self: a model
 * @units: (out): units of the first layer
 * @bands: (out): its inputs
 *
 * Returns: (transfer full) (units, bands): what each unit of the first layer listens to, a
 * spectrum each; free with ae_real_free(). Any thread.
 */
ae_real *
ae_model_dup_first_weights (const AeModel *self, guint *units, guint *bands)
{
  const AeLayer *layer = &self->network->layers[0];

  *units = layer->out;
  *bands = layer->in;
  return dup_rows_by_unit (self, layer);
}

/**
 * ae_model_dup_last_weights:
 * @self: a model
 * @units: (out): inputs of the last layer, the partners of the first layer's units
 * @bands: (out): its outputs
 *
 * Returns: (transfer full) (units, bands): the spectrum that each unit before the output adds;
 * equals the first layer's weights where they are tied. Free with ae_real_free(). Any thread.
 */
ae_real *
ae_model_dup_last_weights (const AeModel *self, guint *units, guint *bands)
{
  const AeLayer *layer = &self->network->layers[self->network->n_layers - 1];
  gsize n = (gsize) layer->in * layer->out;
  ae_real *out = ae_real_alloc (n);
  const ae_real *w = self->values + layer->weight;

  *units = layer->in;
  *bands = layer->out;
  for (guint i = 0; i < layer->in; i++)
    for (guint j = 0; j < layer->out; j++)
      out[(gsize) i * layer->out + j]
          = layer->transposed ? w[(gsize) j * layer->in + i] : w[(gsize) i * layer->out + j];
  return out;
}
