/* ae-start-fit.c: a variational start carried on from the linear optimum, before the first
 * step.
 *
 * At a weight of the KL term that matters, a nonlinear decoder is worth a fifth of the loss
 * even where its hidden units are random: their outgoing weights follow from linear least
 * squares. So do steps of Gauss and Newton for the two heads. Hidden layers stay as they are;
 * they are what training is for.
 */
#include "ae-start-fit.h"

#include "ae-blas.h"
#include "ae-rng.h"

#include <math.h>
#include <string.h>

#define ROWS          256  /* at a time */
#define ROWS_MAX      4096 /* of the fit: more change little */
#define ROUNDS        6
#define RIDGE         1e-4 /* of the mean square of the features */
#define DAMPING       0.3  /* of the diagonal, at first */
#define DAMPINGS      5    /* tried in a round */
#define NUDGE         0.02 /* of a code, for the slope of the reconstruction */
#define FIT_SUBSTREAM ((guint64) 0xfffe << 16)

/* Normal equations of a linear fit: targets from a layer's inputs and 1. */
typedef struct
{
  gsize n_features, n_targets, size;
  double *rows;   /* (ROWS, size): features, then targets */
  double *square; /* (size, size): upper triangle of the sum of rowsᵀ·rows */
} Normal;

/* What is fitted: n rows, with a draw of the code each, the same in every round. */
typedef struct
{
  const AeNetwork *network;
  const float *rows; /* (n, bands), one of every `stride` */
  gsize n, stride;
  guint n_units; /* of the code, that carry something */
  double s2;     /* beta / 2 */
  ae_real *eps;  /* (n, code) */
  ae_real *values;
  AeActivations *pass;
} Fit;

/* ------------------------------------------------------------------ a block of rows */

/* Runs the network from row `first` with drawn codes and adds to the sums, where they are
 * wanted; returns how many rows. */
static gsize
run_block (const Fit *self, gsize first, double *sums)
{
  const AeNetwork *network = self->network;
  AeActivations *pass = self->pass;
  gsize bands = network->spec.bands, code = ae_spec_get_code (&network->spec),
        n = MIN (ROWS, self->n - first);

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < bands; j++)
      pass->acts[0][i * bands + j] = self->rows[(first + i) * self->stride * bands + j];
  memcpy (pass->eps, self->eps + first * code, n * code * sizeof *pass->eps);
  ae_network_encode (network, self->values, pass, n);
  ae_network_sample_latent (network, pass, TRUE, n, sums);
  ae_network_decode (network, self->values, pass, n);
  if (sums != NULL)
    ae_network_loss (network, pass, pass->acts[0], n, n, FALSE, sums);
  return n;
}

/* Of a row, times the bands and halved: ½|x − x′|² + s²·KL. */
static double
measure (const Fit *self)
{
  double sums[AE_N_TERMS] = { 0 };

  for (gsize first = 0; first < self->n; first += ROWS)
    run_block (self, first, sums);
  return (0.5 * self->network->spec.bands * sums[AE_TERM_RECONSTRUCTION]
          + self->s2 * sums[AE_TERM_LATENT])
         / (double) self->n;
}

/* ------------------------------------------------------------------ normal equations */

static void
normal_init (Normal *self, gsize n_features, gsize n_targets)
{
  self->n_features = n_features;
  self->n_targets = n_targets;
  self->size = n_features + n_targets;
  self->rows = g_new (double, ROWS * self->size);
  self->square = g_new0 (double, self->size * self->size);
}

static void
normal_clear (Normal *self)
{
  g_free (self->rows);
  g_free (self->square);
}

/* Row i's features: what a layer reads and 1 for its bias, all multiplied. */
static double *
normal_fill (Normal *self, gsize i, const ae_real *acts, double factor)
{
  double *row = self->rows + i * self->size;
  gsize in = self->n_features - 1;

  for (gsize j = 0; j < in; j++)
    row[j] = factor * (double) acts[i * in + j];
  row[in] = factor;
  return row + self->n_features;
}

static void
normal_add (Normal *self, gsize n)
{
  ae_syrk_double (self->size, n, self->rows, self->size, 1.0, self->square, self->size);
}

/* Fills @out (targets, features) and returns whether it could; @damping of the diagonal is
 * added, and a part of its mean so that a feature that is never at work is no division by 0. */
static gboolean
normal_solve (const Normal *self, double damping, double *out)
{
  gsize n = self->n_features;
  g_autofree double *a = g_new0 (double, n *n);
  double trace = 0;

  for (gsize i = 0; i < n; i++)
    trace += self->square[i * self->size + i];
  for (gsize i = 0; i < n; i++)
    {
      memcpy (a + i * n + i, self->square + i * self->size + i, (n - i) * sizeof *a);
      a[i * n + i] += damping * a[i * n + i] + RIDGE * trace / (double) n + 1e-30;
      for (gsize t = 0; t < self->n_targets; t++)
        out[t * n + i] = self->square[i * self->size + n + t];
    }
  return ae_solve_positive (n, self->n_targets, a, out);
}

/* ------------------------------------------------------------------ the output layer */

/* The best output layer for what the layer before it gives: the least E|x − W·h − b|². */
static void
fit_output (const Fit *self)
{
  const AeLayer *layer = &self->network->layers[self->network->n_layers - 1];
  gsize bands = layer->out, size = layer->in + 1;
  g_autofree double *fitted = g_new (double, bands *size);
  Normal normal;

  normal_init (&normal, size, bands);
  for (gsize first = 0; first < self->n; first += ROWS)
    {
      gsize n = run_block (self, first, NULL);

      for (gsize i = 0; i < n; i++)
        {
          double *x
              = normal_fill (&normal, i, self->pass->acts[self->network->n_layers - 1], 1.0);

          for (gsize b = 0; b < bands; b++)
            x[b] = (double) self->pass->acts[0][i * bands + b];
        }
      normal_add (&normal, n);
    }
  if (normal_solve (&normal, 0.0, fitted))
    for (gsize b = 0; b < bands; b++)
      {
        for (gsize j = 0; j < layer->in; j++)
          self->values[layer->weight + j * bands + b] = (ae_real) fitted[b * size + j];
        self->values[layer->bias + b] = (ae_real) fitted[b * size + layer->in];
      }
  normal_clear (&normal);
}

/* ------------------------------------------------------------------ the heads */

/* Of z by the second head, and of the KL divergence by it: slope and curvature. */
static void
differentiate (const Fit *self, gsize at, double *dz, double *slope, double *curvature)
{
  double s = (double) self->pass->spread[at], eps = (double) self->pass->eps[at];

  if (self->network->spec.latent_form == AE_LATENT_SIGMA)
    {
      *dz = eps;
      *slope = s - 1.0 / s;
      *curvature = 1.0 + 1.0 / (s * s);
      return;
    }
  *dz = 0.5 * exp (0.5 * s) * eps;
  *slope = 0.5 * (exp (s) - 1.0);
  *curvature = 0.5 * exp (s);
}

/* Adds a block's part to the normal equations of unit j, in both heads. With J the slope of the
 * reconstruction by z_j and r = x − x′, a row's ½|r|² + s²·KL has the slope −J·r·dz + s²·KL′ by
 * what a head gives and the curvature (J·dz)² + s²·KL″, without second derivatives of x′. As a
 * fit of what to add: weight √curvature, target −slope / curvature. */
static void
add_unit (const Fit *self, Normal heads[2], guint j, const ae_real *before, gsize n)
{
  AeActivations *pass = self->pass;
  const AeNetwork *network = self->network;
  gsize bands = network->spec.bands, code = ae_spec_get_code (&network->spec);
  const ae_real *after = pass->acts[network->n_layers];

  for (gsize i = 0; i < n; i++)
    {
      double power = 0, along = 0, mu = (double) pass->acts[network->n_encoder][i * code + j];
      double dz, slope, curvature, weight;

      for (gsize b = i * bands; b < (i + 1) * bands; b++)
        {
          double d = (double) (after[b] - before[b]) / NUDGE;

          power += d * d;
          along += d * (double) (pass->acts[0][b] - before[b]);
        }
      weight = sqrt (power + self->s2);
      *normal_fill (&heads[0], i, pass->acts[network->n_encoder - 1], weight)
          = (along - self->s2 * mu) / weight;
      differentiate (self, i * code + j, &dz, &slope, &curvature);
      weight = sqrt (power * dz * dz + self->s2 * curvature);
      *normal_fill (&heads[1], i, pass->acts[network->n_encoder - 1], weight)
          = (along * dz - self->s2 * slope) / weight;
    }
  for (guint h = 0; h < 2; h++)
    normal_add (&heads[h], n);
}

/* The equations of all units, as the network is. */
static void
gather_heads (const Fit *self, Normal *heads)
{
  AeActivations *pass = self->pass;
  const AeNetwork *network = self->network;
  gsize bands = network->spec.bands, code = ae_spec_get_code (&network->spec);
  g_autofree ae_real *before = g_new (ae_real, ROWS * bands);

  for (gsize first = 0; first < self->n; first += ROWS)
    {
      gsize n = run_block (self, first, NULL);

      memcpy (before, pass->acts[network->n_layers], n * bands * sizeof *before);
      for (guint j = 0; j < self->n_units; j++)
        {
          for (gsize i = 0; i < n; i++)
            pass->code[i * code + j] += (ae_real) NUDGE;
          ae_network_decode (network, self->values, pass, n);
          for (gsize i = 0; i < n; i++)
            pass->code[i * code + j] -= (ae_real) NUDGE;
          add_unit (self, heads + 2 * j, j, before, n);
        }
    }
}

static void
add_step (const Fit *self, const Normal *heads, double damping)
{
  const AeLayer *layers[2]
      = { &self->network->layers[self->network->n_encoder - 1], &self->network->spread };
  gsize in = layers[0]->in, code = layers[0]->out;
  g_autofree double *step = g_new (double, in + 1);

  for (guint j = 0; j < 2 * self->n_units; j++)
    {
      const AeLayer *layer = layers[j % 2];

      if (!normal_solve (&heads[j], damping, step))
        continue;
      for (gsize i = 0; i < in; i++)
        self->values[layer->weight + i * code + j / 2] += (ae_real) step[i];
      self->values[layer->bias + j / 2] += (ae_real) step[in];
    }
}

/* A damped step of Gauss and Newton, each unit of each head by itself (Levenberg 1944,
 * Marquardt 1963): damped more until it gains. Returns the loss. */
static double
fit_heads (const Fit *self, ae_real *held, double loss, double *damping)
{
  gsize n_values = self->network->params->n_values;
  guint n_heads = 2 * self->n_units;
  g_autofree Normal *heads = g_new (Normal, n_heads);

  for (guint j = 0; j < n_heads; j++)
    normal_init (&heads[j], self->network->spread.in + 1, 1);
  gather_heads (self, heads);
  memcpy (held, self->values, n_values * sizeof *held);
  for (guint t = 0; t < DAMPINGS; t++)
    {
      double now;

      add_step (self, heads, *damping);
      now = measure (self);
      if (now < loss)
        {
          loss = now;
          *damping /= 3;
          break;
        }
      memcpy (self->values, held, n_values * sizeof *held);
      *damping *= 3;
    }
  for (guint j = 0; j < n_heads; j++)
    normal_clear (&heads[j]);
  return loss;
}

/* ------------------------------------------------------------------ both, in turn */

static gboolean
can_fit (const AeNetwork *network, const AeHyperparams *hyperparams)
{
  const AeSpec *spec = &network->spec;

  return (spec->variants & AE_VARIANT_VARIATIONAL) && !(spec->variants & AE_VARIANT_TIED)
         && spec->loss == AE_LOSS_MSE && spec->output_activation == AE_ACTIVATION_LINEAR
         && hyperparams->noise_level <= 0 && hyperparams->masked_fraction <= 0
         && hyperparams->weight_decay <= 0 && hyperparams->kl_weight > 0;
}

static void
fit (const Fit *self)
{
  gsize n_values = self->network->params->n_values;
  ae_real *held = ae_real_alloc (n_values);
  double loss = measure (self), damping = DAMPING;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double before = loss, now;

      memcpy (held, self->values, n_values * sizeof *held);
      fit_output (self);
      now = measure (self);
      if (now < loss)
        loss = now;
      else
        memcpy (self->values, held, n_values * sizeof *held);
      loss = fit_heads (self, held, loss, &damping);
      if (!(loss < before))
        break;
    }
  ae_real_free (held);
}

/**
 * ae_start_fit_variational:
 * @network: a network
 * @rows: (n, bands): what it will be trained on, scaled
 * @n: rows
 * @hyperparams: as of the first batch
 * @n_units: of the code, that carry something
 * @seed: of the draws of the code
 * @values: (inout): parameters
 *
 * Lowers the loss that is trained on, with drawn codes: the output layer by linear least
 * squares, the heads by steps of Gauss and Newton, in turn; each is kept where it gains on the
 * rows. At most 4,096 of them are looked at. Nothing to do for a network that is not
 * variational, one whose output layer has no weights of its own or an activation, another
 * reconstruction than the mean square, corrupted inputs and weight decay. Any thread.
 *
 * Returns: whether there was something to do.
 */
gboolean
ae_start_fit_variational (const AeNetwork *network, const float *rows, gsize n,
                          const AeHyperparams *hyperparams, guint n_units, guint64 seed,
                          ae_real *values)
{
  gsize code = ae_spec_get_code (&network->spec);
  Fit self = { .network = network,
               .rows = rows,
               .n_units = n_units,
               .s2 = 0.5 * hyperparams->kl_weight,
               .values = values };
  AeRng rng;

  if (!can_fit (network, hyperparams) || n_units == 0)
    return FALSE;
  self.stride = (n + ROWS_MAX - 1) / ROWS_MAX;
  self.n = n / self.stride;
  self.eps = ae_real_alloc (self.n * code);
  ae_rng_init (&rng, seed, AE_STREAM_LATENT, FIT_SUBSTREAM);
  for (gsize i = 0; i < self.n * code; i++)
    self.eps[i] = (ae_real) ae_rng_normal (&rng);
  self.pass = ae_activations_new (network, ROWS, FALSE);
  fit (&self);
  ae_activations_free (self.pass);
  ae_real_free (self.eps);
  return TRUE;
}
