/* ae-network.c: reads top to bottom as the mathematics: build, encode, draw, decode, loss,
 * back; and then the terms of the loss that are not of a row.
 *
 * It knows one block of rows and one thread. Batches, workers and optimisers are the trainer's.
 */
#include "ae-network.h"

#include "ae-dense.h"
#include "ae-loss.h"
#include "ae-rng.h"
#include "ae-sparsity.h"

#include <math.h>
#include <string.h>

#define SPARSE_BIAS -2.2 /* sigmoid (−2.2) = 0.1 */

/* ------------------------------------------------------------------ building */

static AeActivation
encoder_activation (const AeSpec *spec, guint layer)
{
  if (spec->variants & AE_VARIANT_LINEAR)
    return AE_ACTIVATION_LINEAR;
  if (layer + 1 < spec->n_layers)
    return spec->activation;
  if (spec->variants & AE_VARIANT_VARIATIONAL)
    return AE_ACTIVATION_LINEAR;
  return spec->variants & AE_VARIANT_SPARSE ? AE_ACTIVATION_SIGMOID : spec->coding_activation;
}

static AeActivation
decoder_activation (const AeSpec *spec, guint layer)
{
  if (layer + 1 == spec->n_layers)
    return spec->variants & AE_VARIANT_LINEAR ? AE_ACTIVATION_LINEAR : spec->output_activation;
  return spec->variants & AE_VARIANT_LINEAR ? AE_ACTIVATION_LINEAR : spec->activation;
}

/* Units of encoder layer i; 0 is the input. */
static guint
width (const AeSpec *spec, guint i)
{
  return i == 0 ? spec->bands : spec->layers[i - 1];
}

static guint
add_weight (AeNetwork *self, AeLayer *layer, const char *name)
{
  guint index = ae_params_add (self->params, layer->in, layer->out, TRUE, "%s.weight", name);

  layer->weight = self->params->views[index].offset;
  return index;
}

static void
add_bias (AeNetwork *self, AeLayer *layer, const char *name)
{
  guint index = ae_params_add (self->params, 1, layer->out, FALSE, "%s.bias", name);

  layer->bias = self->params->views[index].offset;
}

static void
add_layer_weight (AeNetwork *self, guint l, guint *encoder_views)
{
  const AeSpec *spec = &self->spec;
  guint n = spec->n_layers;
  AeLayer *layer = &self->layers[l];
  char name[32];

  if (l < n)
    {
      *layer = (AeLayer){ .in = width (spec, l),
                          .out = width (spec, l + 1),
                          .activation = encoder_activation (spec, l) };
      g_snprintf (name, sizeof name, "encoder.%u", l);
      encoder_views[l] = add_weight (self, layer, name);
      return;
    }
  *layer = (AeLayer){ .in = width (spec, 2 * n - l),
                      .out = width (spec, 2 * n - l - 1),
                      .activation = decoder_activation (spec, l - n) };
  g_snprintf (name, sizeof name, "decoder.%u", l - n);
  layer->transposed = (spec->variants & AE_VARIANT_TIED) != 0;
  if (layer->transposed)
    {
      guint of = encoder_views[2 * n - l - 1];

      ae_params_add_alias (self->params, of, "%s.weight", name);
      layer->weight = self->params->views[of].offset;
    }
  else
    add_weight (self, layer, name);
}

/**
 * ae_network_new:
 * @spec: what to build; copied
 * @error: as ae_spec_validate()
 *
 * Returns: (transfer full): the network's layers and table of parameters.
 */
AeNetwork *
ae_network_new (const AeSpec *spec, GError **error)
{
  AeNetwork *self;
  guint encoder_views[AE_SPEC_MAX_LAYERS];

  if (!ae_spec_validate (spec, error))
    return NULL;
  self = g_new0 (AeNetwork, 1);
  self->spec = *spec;
  self->params = ae_params_new ();
  self->n_encoder = spec->n_layers;
  self->n_layers = 2 * spec->n_layers;
  for (guint l = 0; l < self->n_layers; l++)
    add_layer_weight (self, l, encoder_views);
  if (spec->variants & AE_VARIANT_VARIATIONAL)
    {
      self->spread = self->layers[self->n_encoder - 1];
      add_weight (self, &self->spread, "latent.spread");
      add_bias (self, &self->spread, "latent.spread");
    }
  for (guint l = 0; l < self->n_layers; l++)
    {
      char name[32];

      g_snprintf (name, sizeof name, l < self->n_encoder ? "encoder.%u" : "decoder.%u",
                  l < self->n_encoder ? l : l - self->n_encoder);
      add_bias (self, &self->layers[l], name);
    }
  return self;
}

/**
 * ae_network_free:
 * @self: (transfer full): a network
 */
void
ae_network_free (AeNetwork *self)
{
  ae_params_free (self->params);
  g_free (self);
}

static void
fill (ae_real *values, gsize n, double value)
{
  for (gsize i = 0; i < n; i++)
    values[i] = (ae_real) value;
}

/**
 * ae_network_fill_initial:
 * @self: a network
 * @seed: of the weights
 * @values: (out) (params->n_values)
 *
 * Draws weights from N(0, 2 / (inputs + units)) (Glorot and Bengio 2010); biases are 0. The
 * spread of a variational network starts near 1 (σ form: at 1) with a tenth of that weight
 * scale, so that the first batches see the prior's own noise. The units of a sparse coding
 * layer start with a mean activation of about 0.1, not 0.5, or the first epochs would go into
 * nothing but the sparsity term. Each view has its own stream:
 * a change of one layer leaves the others' draws alone.
 */
void
ae_network_fill_initial (const AeNetwork *self, guint64 seed, ae_real *values)
{
  const AeParams *params = self->params;
  AeRng rng;

  memset (values, 0, params->n_values * sizeof *values);
  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];
      double deviation = sqrt (2.0 / ((double) view->rows + (double) view->cols));

      if (!view->is_weight || view->is_alias)
        continue;
      if (g_str_has_prefix (view->name, "latent.spread"))
        deviation *= 0.1;
      ae_rng_init (&rng, seed, AE_STREAM_WEIGHTS, i);
      for (gsize j = 0; j < (gsize) view->rows * view->cols; j++)
        values[view->offset + j] = (ae_real) (deviation * ae_rng_normal (&rng));
    }
  if ((self->spec.variants & AE_VARIANT_VARIATIONAL)
      && self->spec.latent_form == AE_LATENT_SIGMA)
    fill (values + self->spread.bias, self->spread.out, 1);
  if (self->spec.variants & AE_VARIANT_SPARSE)
    fill (values + self->layers[self->n_encoder - 1].bias, ae_spec_get_code (&self->spec),
          SPARSE_BIAS);
}

/* ------------------------------------------------------------------ scratch */

static ae_real *
carve (ae_real **next, gsize n)
{
  ae_real *at = *next;

  *next += (n + 15) / 16 * 16;
  return at;
}

static guint
widest (const AeNetwork *network)
{
  guint most = network->spec.bands;

  for (guint l = 0; l < network->n_layers; l++)
    most = MAX (most, network->layers[l].out);
  return most;
}

/* Hands out the buffers from `next`; called once to measure (from NULL) and once for real. */
static gsize
lay_out (AeActivations *self, const AeNetwork *network, gboolean backward, ae_real *start)
{
  gsize n = self->capacity, code = ae_spec_get_code (&network->spec);
  ae_real *next = start;

  self->acts[0] = carve (&next, n * network->spec.bands);
  for (guint l = 0; l < network->n_layers; l++)
    self->acts[l + 1] = carve (&next, n * network->layers[l].out);
  self->code = self->acts[network->n_encoder];
  if (network->spec.variants & AE_VARIANT_VARIATIONAL)
    {
      self->spread = carve (&next, n * code);
      self->eps = carve (&next, n * code);
      self->code = carve (&next, n * code);
      self->dspread = carve (&next, backward ? n * code : 0);
    }
  for (guint i = 0; i < 2 && backward; i++)
    self->grad[i] = carve (&next, n * widest (network));
  return (gsize) (next - start);
}

/**
 * ae_activations_new:
 * @network: whose layers
 * @capacity: rows at a time
 * @backward: whether gradients are wanted
 *
 * Returns: (transfer full): scratch for ae_network_encode() and its followers.
 */
AeActivations *
ae_activations_new (const AeNetwork *network, gsize capacity, gboolean backward)
{
  AeActivations *self = g_new0 (AeActivations, 1);
  gsize n;

  self->capacity = capacity;
  self->storage = ae_real_alloc (16);
  n = lay_out (self, network, backward, self->storage);
  ae_real_free (self->storage);
  self->storage = ae_real_alloc (n);
  lay_out (self, network, backward, self->storage);
  return self;
}

/**
 * ae_activations_free:
 * @self: (transfer full): scratch
 */
void
ae_activations_free (AeActivations *self)
{
  ae_real_free (self->storage);
  g_free (self);
}

/* ------------------------------------------------------------------ forward */

static AeDense
get_dense (const AeLayer *layer, const ae_real *values, const AeActivations *pass)
{
  return (AeDense){ .w = values + layer->weight,
                    .w_t = pass->values_t != NULL ? pass->values_t + layer->weight : NULL,
                    .bias = values + layer->bias,
                    .in = layer->in,
                    .out = layer->out,
                    .is_tied = layer->transposed };
}

static void
run_layer (const AeLayer *layer, const ae_real *values, const AeActivations *pass, ae_real *y,
           const ae_real *x, gsize n)
{
  AeDense dense = get_dense (layer, values, pass);

  ae_dense_forward (y, x, &dense, n);
  ae_activation_forward (y, layer->activation, n * layer->out);
}

/**
 * ae_network_encode:
 * @self: a network
 * @values: its parameters
 * @pass: scratch with the input in acts[0]
 * @n: rows, at most the pass's capacity
 *
 * Runs the encoder: acts[n_encoder], and the second head of a variational network.
 */
void
ae_network_encode (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  for (guint l = 0; l < self->n_encoder; l++)
    run_layer (&self->layers[l], values, pass, pass->acts[l + 1], pass->acts[l], n);
  if (self->spec.variants & AE_VARIANT_VARIATIONAL)
    run_layer (&self->spread, values, pass, pass->spread, pass->acts[self->n_encoder - 1], n);
}

/**
 * ae_network_sample_latent:
 * @self: a network
 * @pass: scratch after ae_network_encode(); its eps filled if @use_eps
 * @use_eps: FALSE in evaluation: the code is its mean
 * @n: rows
 * @sums: (nullable) (inout) (AE_N_TERMS): what the terms of the code come to is added, summed
 * over the rows: the KL divergence, nats
 *
 * Fills the code that the decoder reads; nothing to do unless variational.
 */
void
ae_network_sample_latent (const AeNetwork *self, AeActivations *pass, gboolean use_eps, gsize n,
                          double *sums)
{
  double kl;

  if (!(self->spec.variants & AE_VARIANT_VARIATIONAL))
    return;
  kl = ae_latent_forward (pass->code, pass->acts[self->n_encoder], pass->spread,
                          use_eps ? pass->eps : NULL, self->spec.latent_form, n,
                          self->spread.out);
  if (sums != NULL)
    sums[AE_TERM_LATENT] += kl;
}

/**
 * ae_network_decode:
 * @self: a network
 * @values: its parameters
 * @pass: scratch with the code in place
 * @n: rows
 *
 * Runs the decoder: the reconstruction is in acts[n_layers].
 */
void
ae_network_decode (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  for (guint l = self->n_encoder; l < self->n_layers; l++)
    run_layer (&self->layers[l], values, pass, pass->acts[l + 1],
               l == self->n_encoder ? pass->code : pass->acts[l], n);
}

/**
 * ae_network_loss:
 * @self: a network
 * @pass: scratch after ae_network_decode()
 * @target: (n, bands): the clean input
 * @n: rows
 * @batch: rows of the whole batch, by which the mean is taken
 * @backward: whether to leave the gradient for ae_network_backward()
 * @sums: (inout) (AE_N_TERMS): the reconstruction term is added, summed over the rows (not
 * divided by @batch)
 */
void
ae_network_loss (const AeNetwork *self, AeActivations *pass, const ae_real *target, gsize n,
                 gsize batch, gboolean backward, double *sums)
{
  const ae_real *y = pass->acts[self->n_layers];
  ae_real *dy = backward ? pass->grad[0] : NULL;

  if (self->spec.loss == AE_LOSS_SPECTRAL_ANGLE)
    sums[AE_TERM_RECONSTRUCTION] += ae_loss_angle (
        dy, y, target, n, self->spec.bands, 1.0 / (double) batch, pass->origin, pass->unit);
  else
    sums[AE_TERM_RECONSTRUCTION]
        += ae_loss_mse (dy, y, target, n, self->spec.bands, 1.0 / (double) batch);
}

/* ------------------------------------------------------------------ backward */

/* Forward: y = f (x·W + b). d is dy on entry; returns dx, in the other gradient buffer, or NULL
 * where not wanted. */
static ae_real *
back_layer (const AeLayer *layer, const ae_real *values, AeActivations *pass, ae_real *d,
            const ae_real *y, const ae_real *x, gsize n, gboolean want_input,
            gboolean add_weight_gradient, ae_real *gradient)
{
  ae_real *dx = d == pass->grad[0] ? pass->grad[1] : pass->grad[0];
  AeDense dense = get_dense (layer, values, pass);

  memset (gradient + layer->bias, 0, layer->out * sizeof *gradient);
  ae_activation_backward (d, gradient + layer->bias, y, layer->activation, n, layer->out);
  ae_dense_backward_weight (gradient + layer->weight, d, x, &dense, n, add_weight_gradient);
  if (!want_input)
    return NULL;
  ae_dense_backward_input (dx, d, &dense, n, FALSE);
  return dx;
}

/* Forward: z = mu + sigma·eps, with two heads on one input: their gradients add up there. */
static ae_real *
back_heads (const AeNetwork *self, const ae_real *values, AeActivations *pass, ae_real *dz,
            gsize n, gsize batch, gboolean add_weight_gradient, ae_real *gradient)
{
  guint l = self->n_encoder - 1;
  gboolean want_input = l > 0;
  double kl_scale
      = ae_loss_term_get_scale (AE_TERM_LATENT, &self->spec, pass->hyperparams, batch);
  AeDense spread = get_dense (&self->spread, values, pass);
  ae_real *dx;

  ae_latent_backward (dz, pass->dspread, dz, pass->acts[l + 1], pass->spread, pass->eps,
                      self->spec.latent_form, kl_scale, n, self->spread.out);
  dx = back_layer (&self->layers[l], values, pass, dz, pass->acts[l + 1], pass->acts[l], n,
                   want_input, add_weight_gradient, gradient);
  memset (gradient + self->spread.bias, 0, self->spread.out * sizeof *gradient);
  ae_activation_backward (pass->dspread, gradient + self->spread.bias, pass->spread,
                          self->spread.activation, n, self->spread.out);
  ae_dense_backward_weight (gradient + self->spread.weight, pass->dspread, pass->acts[l],
                            &spread, n, FALSE);
  if (want_input)
    ae_dense_backward_input (dx, pass->dspread, &spread, n, TRUE);
  return dx;
}

/**
 * ae_network_backward:
 * @self: a network
 * @values: its parameters
 * @pass: scratch after ae_network_loss() with @backward, its hyperparams set
 * @n: rows
 * @batch: rows of the whole batch, by which the means are taken
 * @mean_slopes: (nullable) (code): from ae_network_fill_mean_slopes()
 * @gradient: (out) (params->n_values): overwritten, save padding, which must be 0
 *
 * The gradient of the whole loss over these rows, weight decay left out.
 */
void
ae_network_backward (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n,
                     gsize batch, const ae_real *mean_slopes, ae_real *gradient)
{
  gboolean is_tied = (self->spec.variants & AE_VARIANT_TIED) != 0;
  ae_real *d = pass->grad[0];
  guint l = self->n_layers;

  while (l-- > self->n_encoder)
    d = back_layer (&self->layers[l], values, pass, d, pass->acts[l + 1],
                    l == self->n_encoder ? pass->code : pass->acts[l], n, TRUE, FALSE,
                    gradient);
  if (mean_slopes != NULL)
    ae_sparsity_backward (d, mean_slopes, n, ae_spec_get_code (&self->spec));
  if (self->spec.variants & AE_VARIANT_VARIATIONAL)
    {
      d = back_heads (self, values, pass, d, n, batch, is_tied, gradient);
      l--;
    }
  for (l++; l-- > 0;)
    d = back_layer (&self->layers[l], values, pass, d, pass->acts[l + 1], pass->acts[l], n,
                    l > 0, is_tied, gradient);
}

/* ------------------------------------------------------------------ terms that are not of a
 * row */

/**
 * ae_network_has_mean_terms:
 * @spec: what is built
 *
 * Returns: whether a term of the loss looks at the mean of the code over the whole batch, so
 * that all of its rows are encoded before the first goes back.
 */
gboolean
ae_network_has_mean_terms (const AeSpec *spec)
{
  return (spec->variants & AE_VARIANT_SPARSE) != 0;
}

/**
 * ae_network_add_mean_terms:
 * @spec: what is built
 * @hyperparams: the live parameters
 * @means: (code): mean activation of the coding layer over the rows
 * @terms: (inout) (AE_N_TERMS): what the terms of the means come to is added, without weights
 */
void
ae_network_add_mean_terms (const AeSpec *spec, const AeHyperparams *hyperparams,
                           const double *means, double *terms)
{
  guint code = ae_spec_get_code (spec);

  if (spec->variants & AE_VARIANT_SPARSE)
    for (guint j = 0; j < code; j++)
      terms[AE_TERM_SPARSITY] += ae_sparsity_kl (hyperparams->sparsity_target, means[j]);
}

/**
 * ae_network_fill_mean_slopes:
 * @spec: what is built, with terms of the means
 * @hyperparams: the live parameters
 * @means: (code): mean activation of the coding layer over the batch
 * @batch: rows that the means are over
 * @slopes: (out) (code): what the terms of the means add to the gradient of each row's code
 */
void
ae_network_fill_mean_slopes (const AeSpec *spec, const AeHyperparams *hyperparams,
                             const double *means, gsize batch, ae_real *slopes)
{
  ae_sparsity_forward (slopes, means, ae_spec_get_code (spec), hyperparams->sparsity_target,
                       hyperparams->sparsity_weight, batch);
}

/**
 * ae_network_add_unit_terms:
 * @spec: what was built
 * @code: (n, code): without noise
 * @log_variance: (nullable) (n, code): ln σ² of each, where variational
 * @n: rows
 * @sums: (inout) (AE_N_TERMS, code): what each unit adds to each term of the code is added,
 * summed over the rows
 */
void
ae_network_add_unit_terms (const AeSpec *spec, const ae_real *code, const ae_real *log_variance,
                           gsize n, double *sums)
{
  guint units = ae_spec_get_code (spec);

  if (spec->variants & AE_VARIANT_VARIATIONAL)
    ae_latent_add_kl_per_unit (sums + AE_TERM_LATENT * units, code, log_variance,
                               AE_LATENT_LOG_VARIANCE, n, units);
}

/**
 * ae_network_add_weight_terms:
 * @params: the table of its parameters
 * @values: its parameters
 * @terms: (inout) (AE_N_TERMS): what the terms of the parameters come to is added, without
 * weights
 */
void
ae_network_add_weight_terms (const AeParams *params, const ae_real *values, double *terms)
{
  for (gsize i = 0; i < params->n_decayed; i++)
    terms[AE_TERM_DECAY] += 0.5 * (double) values[i] * (double) values[i];
}
