/* ae-network.c: reads top to bottom as the mathematics: build, encode, draw, decode, loss,
 * back; and then the terms of the loss that are not of a row.
 *
 * It knows one block of rows and one thread. Batches, workers and optimisers are the trainer's.
 */
#include "ae-network.h"

#include "ae-dense.h"
#include "ae-loss.h"
#include "ae-product.h"
#include "ae-rng.h"
#include "ae-sparsity.h"
#include "ae-unmixing.h"

#include <math.h>
#include <string.h>

#define SPARSE_BIAS -2.2 /* sigmoid (−2.2) = 0.1 */
#define ENDMEMBER_SIZES "endmembers.size"

/* ------------------------------------------------------------------ building */

static AeActivation
encoder_activation (const AeSpec *spec, guint layer)
{
  if (spec->variants & AE_VARIANT_LINEAR)
    return AE_ACTIVATION_LINEAR;
  if (layer + 1 < spec->n_layers)
    return spec->activation;
  if (spec->variants & (AE_VARIANT_VARIATIONAL | AE_VARIANT_UNMIXING))
    return AE_ACTIVATION_LINEAR;
  return spec->variants & AE_VARIANT_SPARSE ? AE_ACTIVATION_SIGMOID : spec->coding_activation;
}

static gboolean
is_unmixing (const AeSpec *spec)
{
  return (spec->variants & AE_VARIANT_UNMIXING) != 0;
}

static AeActivation
decoder_activation (const AeSpec *spec, guint layer)
{
  if (is_unmixing (spec))
    return AE_ACTIVATION_LINEAR;
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

static gsize
add_fixed (AeNetwork *self, guint n, const char *name)
{
  guint index = ae_params_add_fixed (self->params, 1, n, name);

  return self->params->views[index].offset;
}

static void
add_unmixing (AeNetwork *self)
{
  AeUnmixingPlaces *places = &self->unmixing;
  guint bands = self->spec.bands;

  places->temperature = add_fixed (self, 1, "abundances.temperature");
  places->sizes = add_fixed (self, ae_spec_get_code (&self->spec), ENDMEMBER_SIZES);
  places->origin = add_fixed (self, bands, "scene.origin");
  places->unit = add_fixed (self, bands, "scene.unit");
  places->mean = add_fixed (self, bands, "input.mean");
  places->gain = add_fixed (self, bands, "input.gain");
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
                      .out = is_unmixing (spec) ? spec->bands : width (spec, 2 * n - l - 1),
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
    {
      guint of = add_weight (self, layer, name);

      self->params->views[of].is_endmembers = is_unmixing (spec);
    }
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
  self->n_layers = is_unmixing (spec) ? spec->n_layers + 1 : 2 * spec->n_layers;
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

      /* Endmembers and nothing else make a spectrum. */
      if (l >= self->n_encoder && is_unmixing (spec))
        continue;
      g_snprintf (name, sizeof name, l < self->n_encoder ? "encoder.%u" : "decoder.%u",
                  l < self->n_encoder ? l : l - self->n_encoder);
      add_bias (self, &self->layers[l], name);
    }
  if (is_unmixing (spec))
    add_unmixing (self);
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
 * nothing but the sparsity term. Endmembers are not negative and the temperature is 1: where
 * they start from a scene, ae_unmixing_start_fill() says so. Each view has its own stream:
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
      if (view->is_endmembers)
        for (gsize j = 0; j < (gsize) view->rows * view->cols; j++)
          values[view->offset + j] = ABS (values[view->offset + j]);
    }
  if (is_unmixing (&self->spec))
    {
      fill (values + self->unmixing.temperature, 1, 1);
      fill (values + self->unmixing.sizes, ae_spec_get_code (&self->spec), 1);
      fill (values + self->unmixing.unit, self->spec.bands, 1);
      fill (values + self->unmixing.gain, self->spec.bands, 1);
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
  if (is_unmixing (&network->spec))
    {
      self->unit_input = carve (&next, n * network->spec.bands);
      self->brightness = carve (&next, n);
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

static AeUnmixingScale
get_scale (const AeNetwork *self, const ae_real *values)
{
  return (AeUnmixingScale){ values + self->unmixing.origin, values + self->unmixing.unit };
}

/* What the first layer reads. */
static const ae_real *
get_input (const AeNetwork *self, const AeActivations *pass)
{
  return is_unmixing (&self->spec) ? pass->unit_input : pass->acts[0];
}

static void
fill_unit_input (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  AeUnmixingScale scale = get_scale (self, values);

  ae_unit_spectra_forward (pass->unit_input, pass->acts[0], &scale,
                           values + self->unmixing.mean, values + self->unmixing.gain, n,
                           self->spec.bands);
  pass->has_input = TRUE;
}

/**
 * ae_network_encode:
 * @self: a network
 * @values: its parameters
 * @pass: scratch with the input in acts[0]
 * @n: rows, at most the pass's capacity
 *
 * Runs the encoder: acts[n_encoder], and the second head of a variational network. The codes of
 * an unmixing network are abundances.
 */
void
ae_network_encode (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  if (is_unmixing (&self->spec))
    fill_unit_input (self, values, pass, n);
  for (guint l = 0; l < self->n_encoder; l++)
    run_layer (&self->layers[l], values, pass, pass->acts[l + 1],
               l == 0 ? get_input (self, pass) : pass->acts[l], n);
  if (self->spec.variants & AE_VARIANT_VARIATIONAL)
    run_layer (&self->spread, values, pass, pass->spread, pass->acts[self->n_encoder - 1], n);
  if (is_unmixing (&self->spec))
    ae_abundances_forward (pass->acts[self->n_encoder],
                           (double) values[self->unmixing.temperature], n,
                           ae_spec_get_code (&self->spec));
}

/* The sparsity of all units together. */
static void
add_abundance_sparsity (double *sum, const ae_real *code, gsize n, guint units)
{
  for (gsize i = 0; i < n * units; i++)
    ae_abundance_sparsity_add_sums (sum, code + i, 1, 1);
}

/**
 * ae_network_sample_latent:
 * @self: a network
 * @pass: scratch after ae_network_encode(); its eps filled if @use_eps
 * @use_eps: FALSE in evaluation: the code is its mean
 * @n: rows
 * @sums: (nullable) (inout) (AE_N_TERMS): what the terms of the code come to is added, summed
 * over the rows: the KL divergence, nats; the sparsity of abundances
 *
 * Fills the code that the decoder reads, which is another one than acts[n_encoder] where it is
 * variational.
 */
void
ae_network_sample_latent (const AeNetwork *self, AeActivations *pass, gboolean use_eps, gsize n,
                          double *sums)
{
  double kl;

  if (is_unmixing (&self->spec) && sums != NULL)
    add_abundance_sparsity (&sums[AE_TERM_ABUNDANCE_SPARSITY], pass->code, n,
                            ae_spec_get_code (&self->spec));
  if (!(self->spec.variants & AE_VARIANT_VARIATIONAL))
    return;
  kl = ae_latent_forward (pass->code, pass->acts[self->n_encoder], pass->spread,
                          use_eps ? pass->eps : NULL, self->spec.latent_form, n,
                          self->spread.out);
  if (sums != NULL)
    sums[AE_TERM_LATENT] += kl;
}

/* Abundances times endmembers, scaled as the input is. */
static void
mix (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  const AeLayer *layer = &self->layers[self->n_encoder];
  gboolean is_free = pass->has_input && self->spec.brightness == AE_BRIGHTNESS_FREE;
  AeUnmixingScale scale = get_scale (self, values);
  ae_real *y = pass->acts[self->n_layers];

  ae_product (FALSE, n, layer->out, layer->in, pass->code, layer->in, values + layer->weight,
              layer->out, FALSE, y, layer->out);
  ae_mixed_spectra_forward (y, pass->brightness, is_free ? pass->acts[0] : NULL, &scale, n,
                            layer->out);
}

/**
 * ae_network_decode:
 * @self: a network
 * @values: its parameters
 * @pass: scratch with the code in place
 * @n: rows
 *
 * Runs the decoder: the reconstruction is in acts[n_layers]. That of an unmixing network after
 * ae_network_encode() has the brightness of its row, unless the spec forbids it.
 */
void
ae_network_decode (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n)
{
  if (is_unmixing (&self->spec))
    {
      mix (self, values, pass, n);
      return;
    }
  for (guint l = self->n_encoder; l < self->n_layers; l++)
    run_layer (&self->layers[l], values, pass, pass->acts[l + 1],
               l == self->n_encoder ? pass->code : pass->acts[l], n);
}

/**
 * ae_network_get_reconstruction:
 * @spec: what is built
 * @hyperparams: (nullable): the live parameters; only of a loss with two parts
 * @dy: (out) (nullable) (n, bands): gradient of scale · the sum
 * @scratch: (nullable) (n, bands): as @dy; only of a loss with two parts
 * @y: (n, bands): reconstruction
 * @target: (n, bands): clean input
 * @n: rows
 * @scale: usually 1 / batch
 * @origin, @unit: (nullable) (bands): scene units of a scaled 0 and of a scaled 1 above it
 *
 * Returns: the reconstruction term, summed over the rows, without @scale. Any thread.
 */
double
ae_network_get_reconstruction (const AeSpec *spec, const AeHyperparams *hyperparams,
                               ae_real *dy, ae_real *scratch, const ae_real *y,
                               const ae_real *target, gsize n, double scale,
                               const float *origin, const float *unit)
{
  gsize bands = spec->bands;
  double sum, weight;

  switch (spec->loss)
    {
    case AE_LOSS_SPECTRAL_ANGLE:
      return ae_loss_angle (dy, y, target, n, bands, scale, origin, unit);
    case AE_LOSS_SAD:
      return ae_loss_sad (dy, y, target, n, bands, scale, origin, unit);
    case AE_LOSS_SID:
      return ae_loss_sid (dy, y, target, n, bands, scale, origin, unit);
    case AE_LOSS_SAD_MSE:
      weight = hyperparams->mse_weight;
      sum = ae_loss_sad (dy, y, target, n, bands, scale, origin, unit);
      sum += weight
             * ae_loss_mse (dy != NULL ? scratch : NULL, y, target, n, bands, weight * scale);
      for (gsize i = 0; i < n * bands && dy != NULL; i++)
        dy[i] += scratch[i];
      return sum;
    case AE_LOSS_MSE:
    default:
      return ae_loss_mse (dy, y, target, n, bands, scale);
    }
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
  sums[AE_TERM_RECONSTRUCTION] += ae_network_get_reconstruction (
      &self->spec, pass->hyperparams, backward ? pass->grad[0] : NULL,
      backward ? pass->grad[1] : NULL, pass->acts[self->n_layers], target, n,
      1.0 / (double) batch, pass->origin, pass->unit);
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

/* Root mean square over the endmembers. */
static double
get_size (const ae_real *sizes, guint units)
{
  double sum = 0;

  for (guint j = 0; j < units; j++)
    sum += (double) sizes[j] * (double) sizes[j];
  return sqrt (sum / units);
}

/* Forward: y = (b · a·E − origin) / unit and a = softmax (v / T). With the terms of abundances
 * and of endmembers; the latter are no sum over rows, and each block of rows adds its share. */
static ae_real *
back_unmixing (const AeNetwork *self, const ae_real *values, AeActivations *pass, ae_real *d,
               gsize n, gsize batch, ae_real *gradient)
{
  const AeLayer *decoder = &self->layers[self->n_encoder];
  const AeSpec *spec = &self->spec;
  guint code = decoder->in;
  AeUnmixingScale scale = get_scale (self, values);
  AeDense dense = get_dense (decoder, values, pass);
  ae_real *da = d == pass->grad[0] ? pass->grad[1] : pass->grad[0];

  ae_mixed_spectra_backward (d, pass->brightness, &scale, n, decoder->out);
  ae_dense_backward_weight (gradient + decoder->weight, d, pass->code, &dense, n, FALSE);
  ae_dense_backward_input (da, d, &dense, n, FALSE);
  ae_simplex_volume_backward (
      gradient + decoder->weight, values + decoder->weight,
      (double) n
          * ae_loss_term_get_scale (AE_TERM_SIMPLEX_VOLUME, spec, pass->hyperparams, batch),
      get_size (values + self->unmixing.sizes, code), code, decoder->out);
  ae_abundance_sparsity_backward (
      da, pass->code,
      ae_loss_term_get_scale (AE_TERM_ABUNDANCE_SPARSITY, spec, pass->hyperparams, batch), n,
      code);
  ae_abundances_backward (da, pass->code, (double) values[self->unmixing.temperature], n, code);
  return da;
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
 * The gradient of the whole loss over these rows, weight decay left out. What is fixed counts
 * as padding.
 */
void
ae_network_backward (const AeNetwork *self, const ae_real *values, AeActivations *pass, gsize n,
                     gsize batch, const ae_real *mean_slopes, ae_real *gradient)
{
  gboolean is_tied = (self->spec.variants & AE_VARIANT_TIED) != 0;
  ae_real *d = pass->grad[0];
  guint l = self->n_layers;

  if (is_unmixing (&self->spec))
    {
      d = back_unmixing (self, values, pass, d, n, batch, gradient);
      l = self->n_encoder;
    }
  while (l > self->n_encoder)
    {
      l--;
      d = back_layer (&self->layers[l], values, pass, d, pass->acts[l + 1],
                      l == self->n_encoder ? pass->code : pass->acts[l], n, TRUE, FALSE,
                      gradient);
    }
  if (mean_slopes != NULL)
    ae_sparsity_backward (d, mean_slopes, n, ae_spec_get_code (&self->spec));
  if (self->spec.variants & AE_VARIANT_VARIATIONAL)
    {
      d = back_heads (self, values, pass, d, n, batch, is_tied, gradient);
      l--;
    }
  while (l-- > 0)
    d = back_layer (&self->layers[l], values, pass, d, pass->acts[l + 1],
                    l == 0 ? get_input (self, pass) : pass->acts[l], n, l > 0, is_tied,
                    gradient);
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
  if (is_unmixing (spec))
    ae_abundance_sparsity_add_sums (sums + AE_TERM_ABUNDANCE_SPARSITY * units, code, n, units);
}

/**
 * ae_network_add_endmember_terms:
 * @params: the table of its parameters
 * @values: its parameters
 * @terms: (inout) (AE_N_TERMS): what the terms of the endmembers come to is added, without
 * weights
 */
void
ae_network_add_endmember_terms (const AeParams *params, const ae_real *values, double *terms)
{
  const AeParamView *sizes = ae_params_find (params, ENDMEMBER_SIZES);

  for (guint i = 0; i < params->n_views; i++)
    if (params->views[i].is_endmembers)
      terms[AE_TERM_SIMPLEX_VOLUME] += ae_simplex_volume_forward (
          values + params->views[i].offset, get_size (values + sizes->offset, sizes->cols),
          params->views[i].rows, params->views[i].cols);
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
  ae_network_add_endmember_terms (params, values, terms);
  for (gsize i = 0; i < params->n_decayed; i++)
    terms[AE_TERM_DECAY] += 0.5 * (double) values[i] * (double) values[i];
}

/**
 * ae_network_set_temperature:
 * @self: a network
 * @hyperparams: the live parameters
 * @values: (inout): its parameters; those of unmixing keep the temperature
 */
void
ae_network_set_temperature (const AeNetwork *self, const AeHyperparams *hyperparams,
                            ae_real *values)
{
  if (is_unmixing (&self->spec) && hyperparams->temperature > 0)
    fill (values + self->unmixing.temperature, 1, hyperparams->temperature);
}
