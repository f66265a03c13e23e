/* ae-spec.h: what to build (AeSpec), how to train it (AePlan), and what may change while it
 * trains (AeHyperparams).
 *
 * Variants are data here, not types elsewhere: they combine freely.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "ae-activation.h"
#include "ae-latent.h"
#include "ae-types.h"

G_BEGIN_DECLS

#define AE_SPEC_MAX_LAYERS 12
#define AE_SPEC_MAX_UNITS                                                                      \
  8192 /* beyond this is a typing error: 268 × 8192 weights are 8.8 MB */

typedef enum
{
  AE_LOSS_MSE,            /* mean over bands of the squared difference */
  AE_LOSS_SPECTRAL_ANGLE, /* angle between the two spectra, radians, squared: smooth at 0 */
  AE_LOSS_SAD,            /* the angle itself: far pixels count no more than near ones */
  AE_LOSS_SID,            /* spectral information divergence, nats */
  AE_LOSS_SAD_MSE,        /* the angle and, weighted, the mean squared error */
} AeLoss;

typedef enum
{
  AE_START_RANDOM, /* weights drawn from the seed */
  AE_START_PCA, /* the best linear answer: exact PCA, or what it is under the variant's loss */
  AE_START_VCA, /* unmixing: endmembers by vertex component analysis, the best of several */
  AE_START_NFINDR, /* unmixing: endmembers by N-FINDR */
} AeStart;

/* Whether a pixel's spectrum is the sum of its endmembers, or that times a brightness. */
typedef enum
{
  AE_BRIGHTNESS_FREE,
  AE_BRIGHTNESS_ONE,
} AeBrightness;

/* Bits of AeSpec.variants. None set is plain; AE_VARIANT_LINEAR means no activations. */
typedef enum
{
  AE_VARIANT_PLAIN = 0,
  AE_VARIANT_LINEAR = 1 << 0,
  AE_VARIANT_STACKED = 1 << 1, /* a name for the deep layer list; no change of mathematics */
  AE_VARIANT_TIED = 1 << 2,
  AE_VARIANT_DENOISING = 1 << 3,
  AE_VARIANT_SPARSE = 1 << 4,
  AE_VARIANT_VARIATIONAL = 1 << 5,
  AE_VARIANT_UNMIXING = 1 << 6, /* codes are abundances, the decoder's weights endmembers */
} AeVariant;

/**
 * AeLossTerm:
 *
 * What the loss is the sum of; ae-param-info.c says more of each.
 */
typedef enum
{
  AE_TERM_RECONSTRUCTION,
  AE_TERM_SPARSITY,
  AE_TERM_LATENT,
  AE_TERM_DECAY,
  AE_TERM_ABUNDANCE_SPARSITY,
  AE_TERM_SIMPLEX_VOLUME,
  AE_N_TERMS,
} AeLossTerm;

/**
 * AeSpec:
 * @variants: #AeVariant bits
 * @bands: inputs and outputs
 * @n_layers: how many encoder layers; the last is the coding layer
 * @layers: their units; the decoder mirrors them, that of unmixing is one layer
 * @activation: of hidden layers
 * @coding_activation: of the coding layer; sparse forces sigmoid, variational and linear force
 * linear
 * @output_activation: of the output; linear, except where a part of a stack reconstructs codes
 * @loss: reconstruction term
 * @latent_form: second head of the variational variant
 * @start: where the training of it begins; no change of the network itself
 * @brightness: of unmixing
 */
typedef struct
{
  guint variants;
  guint bands;
  guint n_layers;
  guint layers[AE_SPEC_MAX_LAYERS];
  AeActivation activation;
  AeActivation coding_activation;
  AeActivation output_activation;
  AeLoss loss;
  AeLatentForm latent_form;
  AeStart start;
  AeBrightness brightness;
} AeSpec;

typedef enum
{
  AE_OPTIMIZER_ADAM,
  AE_OPTIMIZER_SGD, /* with momentum */
} AeOptimizer;

typedef enum
{
  AE_SCHEDULE_CONSTANT,
  AE_SCHEDULE_COSINE, /* from the knob's rate to 1 % of it over the planned epochs; constant
                         without a planned end */
} AeSchedule;

typedef enum
{
  AE_KEEP_LAST, /* the model as the last step left it */
  AE_KEEP_BEST, /* that of the epoch with the least validation loss */
} AeKeep;

/**
 * AePlan:
 * @seed: of weights, batches, noise and latent draws
 * @momentum: of SGD
 * @max_seconds: stop after so much training time; 0 = never
 * @batch: pixels a step
 * @epochs: when to stop; 0 = never by itself
 * @optimizer, @schedule: how the parameters move
 * @patience: stop after so many epochs without a better validation loss; 0 = never
 * @kl_warmup_epochs: the KL weight grows linearly from 0 over so many epochs
 * @pretrain_epochs: greedy: epochs of each phase; 0 = train whole
 * @keep: which model is the result; without held-out pixels the last
 * @threads: 0 = all cores
 *
 * The wide members come first, so that no gap lies between members: a test finds one that has
 * no row in the table of parameters.
 */
typedef struct
{
  guint64 seed;
  double momentum;
  double max_seconds;
  guint batch;
  guint epochs;
  AeOptimizer optimizer;
  AeSchedule schedule;
  guint patience;
  guint kl_warmup_epochs;
  guint pretrain_epochs;
  AeKeep keep;
  guint threads;
} AePlan;

/**
 * AeHyperparams:
 * @learning_rate: of the optimiser, > 0
 * @weight_decay: factor of ½·Σw² in the loss (weights only), ≥ 0
 * @noise_level: standard deviation of the added noise, in standard deviations of each scaled
 * band
 * @masked_fraction: of the inputs set to 0, 0 … 0.95
 * @sparsity_target: wanted mean activation, 0 … 1 exclusive
 * @sparsity_weight: factor of the sparsity term
 * @kl_weight: beta
 * @temperature: of the softmax that makes abundances
 * @abundance_sparsity: factor of Σ √(a + 10⁻³) of a pixel's abundances
 * @simplex_volume: factor of ½ Σ ‖e − mean‖² of the endmembers, per band, in squares of their
 * mean size
 * @mse_weight: factor of the mean squared error beside the angle
 *
 * Live: a change acts from the next batch on.
 */
typedef struct
{
  double learning_rate;
  double weight_decay;
  double noise_level;
  double masked_fraction;
  double sparsity_target;
  double sparsity_weight;
  double kl_weight;
  double temperature;
  double abundance_sparsity;
  double simplex_volume;
  double mse_weight;
} AeHyperparams;

/* boxed: properties and signals may carry them */
#define AE_TYPE_SPEC        (ae_spec_get_type ())
#define AE_TYPE_PLAN        (ae_plan_get_type ())
#define AE_TYPE_HYPERPARAMS (ae_hyperparams_get_type ())
GType ae_spec_get_type (void);
GType ae_plan_get_type (void);
GType ae_hyperparams_get_type (void);

void ae_spec_init (AeSpec *self, guint variants, guint bands);
void ae_spec_propose_layers (AeSpec *self);
void ae_spec_set_endmembers (AeSpec *self, guint n);
gboolean ae_spec_validate (const AeSpec *self, GError **error);
gboolean ae_spec_equal (const AeSpec *a, const AeSpec *b);
guint ae_spec_get_code (const AeSpec *self);
gboolean ae_spec_set_variants_from_string (AeSpec *self, const char *names, GError **error);
gboolean ae_spec_set_layers_from_string (AeSpec *self, const char *text, GError **error);
/* "tied, denoising" */
char *ae_spec_dup_variant_names (const AeSpec *self);
/* "130,70,40,20" */
char *ae_spec_dup_layers_text (const AeSpec *self);
/* "268 → 130 → 70 → 40 → 20" */
char *ae_spec_dup_shape_text (const AeSpec *self);
JsonNode *ae_json_parse (const char *text, GError **error);
JsonNode *ae_spec_to_json (const AeSpec *self);
gboolean ae_spec_from_json (AeSpec *self, JsonNode *node, GError **error);
const char *ae_activation_to_string (AeActivation activation);

void ae_plan_init (AePlan *self);
void ae_plan_init_for (AePlan *self, const AeSpec *spec);
gboolean ae_plan_validate (const AePlan *self, GError **error);
gboolean ae_plan_equal (const AePlan *a, const AePlan *b);
char *ae_plan_dup_advice (const AePlan *self, const AeSpec *spec,
                          const AeHyperparams *hyperparams);
JsonNode *ae_plan_to_json (const AePlan *self);
gboolean ae_plan_from_json (AePlan *self, JsonNode *node, GError **error);

/* the preset's values for these variants */
void ae_hyperparams_init (AeHyperparams *self, const AeSpec *spec);
gboolean ae_hyperparams_validate (const AeHyperparams *self, const AeSpec *spec,
                                  GError **error);
gboolean ae_hyperparams_equal (const AeHyperparams *a, const AeHyperparams *b);
JsonNode *ae_hyperparams_to_json (const AeHyperparams *self);
gboolean ae_hyperparams_from_json (AeHyperparams *self, JsonNode *node, GError **error);

G_END_DECLS
