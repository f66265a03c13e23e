/* ae-pca-start.c: carries a linear code through the layers of a network, so that the network is
 * that code before its first step. One unit of each layer passes one number on, in the part of
 * the activation that is straight; all other units are random and nothing leaves them yet.
 *
 * What the best linear code of a variant is, is told by ae-linear-start.
 */
#include "ae-pca-start.h"

#include "ae-linear-start.h"
#include "ae-rng.h"

#include <math.h>
#include <string.h>

/* Room above the range that was seen: pixels that were held out reach a little further. */
#define MARGIN 0.1
/* How far up a saturating activation the codes reach: tanh x = x − x³/3, so a thousandth. */
#define REACH 0.05
#define MIXED 2 /* components in a random mixture, of those that are carried */
#define FAINT 0.01
#define BEND  2.0 /* times a random weight, where codes have variance 1 */
/* Deviations of the latent noise that are to stay in the straight part. */
#define LATENT_REACH 4.0

/* What a layer's passing units give: value = gain · code + offset. */
typedef struct
{
  guint n;
  double *gain, *offset; /* (n) */
  double *low, *high;    /* (n): of the code */
} Carrier;

typedef struct
{
  const AeNetwork *network;
  const AePca *pca;
  guint n_regular; /* components that are more than rounding */
  const AeLinearStart *linear;
  const AeHyperparams *hyperparams;
  guint64 seed;
  ae_real *values;
  Carrier carrier;
} Job;

/* ------------------------------------------------------------------ what can be carried */

static gboolean
is_saturating (AeActivation activation)
{
  return activation == AE_ACTIVATION_TANH || activation == AE_ACTIVATION_SIGMOID;
}

/* A decoder that is the encoder transposed multiplies by the same factor: what an activation
 * made small stays small. */
static gboolean
can_carry (const AeNetwork *network)
{
  if (!(network->spec.variants & AE_VARIANT_TIED))
    return TRUE;
  for (guint l = 0; l < network->n_layers; l++)
    if (is_saturating (network->layers[l].activation))
      return FALSE;
  return TRUE;
}

/* A layer of fewer units than the code lets so many components through. */
static guint
count_passing (const AeNetwork *network)
{
  guint n = network->spec.bands;

  for (guint l = 0; l + 1 < network->n_layers; l++)
    n = MIN (n, network->layers[l].out);
  return n;
}

/* ------------------------------------------------------------------ one layer */

/* Where a passing unit's pre-activation slope · code + level lies, and what comes out. */
static void
place (AeActivation activation, double low, double high, double target, double *slope,
       double *level, double *gain, double *offset)
{
  double reach = MAX (MAX (-low, high), 1e-30);

  *slope = *gain = 1.0;
  *level = *offset = 0.0;
  switch (activation)
    {
    case AE_ACTIVATION_ELU:
    case AE_ACTIVATION_RELU: /* straight above 0 */
      *level = *offset = MAX (-low, 0.0) + MARGIN * (high - low);
      break;
    case AE_ACTIVATION_TANH: /* slope 1 at 0 */
      *slope = *gain = REACH / reach;
      break;
    case AE_ACTIVATION_SIGMOID: /* slope p (1 − p) where its value is p */
      *level = log (target / (1.0 - target));
      *slope = 2.0 * REACH / reach;
      *gain = *slope * target * (1.0 - target);
      *offset = target;
      break;
    case AE_ACTIVATION_LINEAR:
    default:
      break;
    }
}

/* Column j of a weight: nothing comes in but what is set after this. */
static void
clear_column (ae_real *weight, const AeLayer *layer, guint j)
{
  for (guint i = 0; i < layer->in; i++)
    weight[(gsize) i * layer->out + j] = 0;
}

static void
clear_row (ae_real *weight, const AeLayer *layer, guint i)
{
  memset (weight + (gsize) i * layer->out, 0, layer->out * sizeof *weight);
}

/* The first layer reads the pixels. */
static void
fill_first (Job *job, const AeLayer *layer, guint j, double slope, double level)
{
  const AeLinearStart *linear = job->linear;
  const double *row = linear->encode + (gsize) j * linear->bands;
  ae_real *weight = job->values + layer->weight;
  double bias = level;

  for (guint b = 0; b < layer->in; b++)
    {
      weight[(gsize) b * layer->out + j] = (ae_real) (slope * row[b]);
      bias -= slope * row[b] * linear->center[b];
    }
  job->values[layer->bias + j] = (ae_real) bias;
}

static void
fill_passing (Job *job, const AeLayer *layer, guint j, double slope, double level)
{
  Carrier *c = &job->carrier;
  ae_real *weight = job->values + layer->weight;
  double w = slope / c->gain[j];

  clear_column (weight, layer, j);
  weight[(gsize) j * layer->out + j] = (ae_real) w;
  job->values[layer->bias + j] = (ae_real) (level - w * c->offset[j]);
}

/* A random unit is to see how the passing ones vary, not where they lie. */
static void
balance (Job *job, const AeLayer *layer, guint j)
{
  Carrier *c = &job->carrier;
  ae_real *weight = job->values + layer->weight;
  double bias = 0;

  for (guint i = 0; i < c->n; i++)
    {
      ae_real *w = &weight[(gsize) i * layer->out + j];

      *w = (ae_real) ((double) *w / c->gain[i]);
      bias -= (double) *w * c->offset[i];
    }
  job->values[layer->bias + j] += (ae_real) bias;
}

/* ------------------------------------------------------------------ random units */

/* A random mixture of components, of variance 1, so that what is faint is seen as well as what
 * is not; of more than are carried, for a nonlinear code can use them. Tied, the mixture is
 * what the unit will give to the output too, so faint components have no more of it than their
 * balance. */
static void
mix_components (Job *job, const AeLayer *layer, guint j, AeRng *rng)
{
  const AePca *pca = job->pca;
  guint n = MIN (MIXED * job->linear->n, job->n_regular);
  double power = job->network->spec.variants & AE_VARIANT_TIED ? 0.25 : 0.5;
  ae_real *weight = job->values + layer->weight;
  g_autofree double *column = g_new0 (double, layer->in);
  double bias = 0, variance = 0;

  for (guint i = 0; i < n; i++)
    variance += pow (pca->variances[i], 1.0 - 2.0 * power);
  for (guint i = 0; i < n; i++)
    {
      const double *p = pca->components + (gsize) i * pca->bands;
      double w = ae_rng_normal (rng) * pow (pca->variances[i], -power) / sqrt (variance);

      for (guint b = 0; b < layer->in; b++)
        column[b] += w * p[b];
    }
  for (guint b = 0; b < layer->in; b++)
    {
      weight[(gsize) b * layer->out + j] = (ae_real) column[b];
      bias -= column[b] * pca->mean[b];
    }
  job->values[layer->bias + j] = (ae_real) bias;
}

/* ------------------------------------------------------------------ the layers */

/* A random unit of a variational decoder reads drawn codes: those that carry something are to
 * bend it, and silent ones, which are nothing but noise, are kept from it. */
static void
face_draws (Job *job, const AeLayer *layer, guint j)
{
  ae_real *weight = job->values + layer->weight;

  for (guint i = 0; i < layer->in; i++)
    weight[(gsize) i * layer->out + j] *= i < job->carrier.n ? (ae_real) BEND : 0;
}

/* Tied, what comes into a unit leaves the decoder's too: a code that carries nothing is to be
 * faint, but not 0, from where no gradient leads away. */
static void
make_faint (Job *job, const AeLayer *layer, guint j)
{
  ae_real *weight = job->values + layer->weight;

  for (guint i = 0; i < layer->in; i++)
    weight[(gsize) i * layer->out + j] *= (ae_real) FAINT;
}

static void
fill_random (Job *job, guint l)
{
  const AeNetwork *network = job->network;
  const AeLayer *layer = &network->layers[l];
  gboolean is_tied = (network->spec.variants & AE_VARIANT_TIED) != 0;
  AeRng rng;

  ae_rng_init (&rng, job->seed, AE_STREAM_WEIGHTS, 1u << 16 | l);
  for (guint j = job->carrier.n; j < layer->out && !layer->transposed; j++)
    {
      if (is_tied && l + 1 == network->n_encoder)
        make_faint (job, layer, j);
      if (l == 0 && network->n_encoder > 1)
        mix_components (job, layer, j, &rng);
      else if (l > 0)
        balance (job, layer, j);
      if (l == network->n_encoder && (network->spec.variants & AE_VARIANT_VARIATIONAL))
        face_draws (job, layer, j);
    }
}

static void
fill_layer (Job *job, guint l)
{
  const AeSpec *spec = &job->network->spec;
  const AeLayer *layer = &job->network->layers[l];
  Carrier *c = &job->carrier;
  gboolean is_sparse_code = l + 1 == spec->n_layers && (spec->variants & AE_VARIANT_SPARSE);
  double target = is_sparse_code ? job->hyperparams->sparsity_target : 0.5;

  fill_random (job, l);
  for (guint j = 0; j < c->n; j++)
    {
      double slope, level, gain, offset;

      place (layer->activation, c->low[j], c->high[j], target, &slope, &level, &gain, &offset);
      if (l == 0)
        fill_first (job, layer, j, slope, level);
      else if (layer->transposed)
        job->values[layer->bias + j] = (ae_real) (level - slope * c->offset[j]);
      else
        fill_passing (job, layer, j, slope, level);
      c->gain[j] = gain;
      c->offset[j] = offset;
    }
}

/* The output reads the passing units alone. */
static void
fill_output (Job *job)
{
  const AeLayer *layer = &job->network->layers[job->network->n_layers - 1];
  const AeLinearStart *linear = job->linear;
  Carrier *c = &job->carrier;
  ae_real *weight = job->values + layer->weight;

  for (guint b = 0; b < layer->out; b++)
    {
      double bias = linear->mean[b];

      for (guint j = 0; j < c->n; j++)
        bias -= linear->decode[(gsize) j * linear->bands + b] / c->gain[j] * c->offset[j];
      job->values[layer->bias + b] = (ae_real) bias;
    }
  if (layer->transposed)
    return;
  for (guint i = 0; i < layer->in; i++)
    {
      clear_row (weight, layer, i);
      for (guint b = 0; b < layer->out && i < c->n; b++)
        weight[(gsize) i * layer->out + b]
            = (ae_real) (linear->decode[(gsize) i * linear->bands + b] / c->gain[i]);
    }
}

/* Mean and spread of the silent units are those of the prior, whatever the pixel. */
static void
fill_heads (Job *job)
{
  const AeNetwork *network = job->network;
  const AeLayer *mean = &network->layers[network->n_encoder - 1], *spread = &network->spread;
  Carrier *c = &job->carrier;
  gboolean is_sigma = network->spec.latent_form == AE_LATENT_SIGMA;

  memset (job->values + spread->weight, 0,
          (gsize) spread->in * spread->out * sizeof *job->values);
  for (guint j = 0; j < spread->out; j++)
    {
      double sigma = j < c->n ? job->linear->sigma[j] : 1.0;

      job->values[spread->bias + j] = (ae_real) (is_sigma ? sigma : 2.0 * log (sigma));
      if (j < c->n)
        {
          c->low[j] -= LATENT_REACH * sigma;
          c->high[j] += LATENT_REACH * sigma;
        }
      else
        {
          clear_column (job->values + mean->weight, mean, j);
          job->values[mean->bias + j] = 0;
        }
    }
}

static void
carry (Job *job)
{
  const AeNetwork *network = job->network;
  guint n = job->linear->n;
  Carrier *c = &job->carrier;

  c->n = n;
  c->gain = g_new (double, n + 1);
  c->offset = g_new0 (double, n + 1);
  c->low = g_memdup2 (job->linear->low, n * sizeof (double));
  c->high = g_memdup2 (job->linear->high, n * sizeof (double));
  for (guint j = 0; j < n; j++)
    c->gain[j] = 1.0;
  for (guint l = 0; l + 1 < network->n_layers; l++)
    {
      fill_layer (job, l);
      if (l + 1 == network->n_encoder && (network->spec.variants & AE_VARIANT_VARIATIONAL))
        fill_heads (job);
    }
  fill_output (job);
  g_free (c->gain);
  g_free (c->offset);
  g_free (c->low);
  g_free (c->high);
}

static AeLinearStart *
new_linear (const AeNetwork *network, const AePcaStartRows *rows,
            const AeHyperparams *hyperparams, GError **error)
{
  guint variants = network->spec.variants, k = count_passing (network);
  gboolean is_tied = (variants & AE_VARIANT_TIED) != 0 || rows->keeps_scale;

  if (variants & AE_VARIANT_VARIATIONAL)
    return ae_pca_code_start_new_variational (rows->pca, k, hyperparams->kl_weight,
                                              (variants & AE_VARIANT_TIED) != 0);
  if (hyperparams->noise_level > 0 || hyperparams->masked_fraction > 0)
    return ae_pca_code_start_new_denoising (rows->pca, k, rows->deviation,
                                            hyperparams->noise_level,
                                            hyperparams->masked_fraction, is_tied, error);
  return ae_pca_code_start_new_pca (rows->pca, k, is_tied);
}

/**
 * ae_pca_start_fill:
 * @network: a network
 * @rows: what it will be trained on
 * @hyperparams: as of the first batch: noise, masking, sparsity target and KL weight decide on
 * the best linear code
 * @seed: of the units that carry nothing
 * @values: (out) (params->n_values)
 * @n_carried: (out): how many components the network reconstructs from; 0 where it cannot carry
 * any, and the parameters are then those of ae_network_fill_initial()
 * @error: %AE_ERROR_NON_FINITE
 *
 * Returns: whether @values are filled. Any thread.
 */
gboolean
ae_pca_start_fill (const AeNetwork *network, const AePcaStartRows *rows,
                   const AeHyperparams *hyperparams, guint64 seed, ae_real *values,
                   guint *n_carried, GError **error)
{
  g_autoptr (AeLinearStart) linear = NULL;
  Job job = { .network = network,
              .pca = rows->pca,
              .n_regular = ae_pca_code_start_count_regular (rows->pca, network->spec.bands),
              .hyperparams = hyperparams,
              .seed = seed,
              .values = values };

  ae_network_fill_initial (network, seed, values);
  *n_carried = 0;
  if (!can_carry (network))
    return TRUE;
  linear = new_linear (network, rows, hyperparams, error);
  if (linear == NULL)
    return FALSE;
  ae_pca_code_start_measure (linear, rows->rows, rows->n);
  job.linear = linear;
  carry (&job);
  *n_carried = linear->n;
  return TRUE;
}
