/* ae-spec.c: presets, proposals and checks of specs, plans and knobs. JSON is in
 * ae-spec-json.c. */
#include "ae-spec.h"

#include "ae-error.h"

#include <math.h>
#include <string.h>

#define MAX_UNITS                                                                              \
  8192 /* a layer beyond this is a typing error: 268 × 8192 weights are 8.8 MB */

typedef struct
{
  const char *name;
  guint value;
} Word;

static const Word activations[] = {
  { "linear", AE_ACTIVATION_LINEAR },   { "elu", AE_ACTIVATION_ELU },
  { "relu", AE_ACTIVATION_RELU },       { "tanh", AE_ACTIVATION_TANH },
  { "sigmoid", AE_ACTIVATION_SIGMOID },
};

static const Word variants[] = {
  { "plain", AE_VARIANT_PLAIN },
  { "linear", AE_VARIANT_LINEAR },
  { "stacked", AE_VARIANT_STACKED },
  { "tied", AE_VARIANT_TIED },
  { "denoising", AE_VARIANT_DENOISING },
  { "sparse", AE_VARIANT_SPARSE },
  { "variational", AE_VARIANT_VARIATIONAL },
};

static gboolean
invalid (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID, text);
  return FALSE;
}

/**
 * ae_activation_to_string:
 * @activation: one of them
 *
 * Returns: (transfer none): "linear", "elu", "relu", "tanh" or "sigmoid".
 */
const char *
ae_activation_to_string (AeActivation activation)
{
  return activations[MIN (activation, G_N_ELEMENTS (activations) - 1)].name;
}

/**
 * ae_activation_from_string:
 * @text: a name, in any case
 * @out: (out): the activation
 *
 * Returns: whether @text is one of the names.
 */
gboolean
ae_activation_from_string (const char *text, AeActivation *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    if (g_ascii_strcasecmp (text, activations[i].name) == 0)
      {
        *out = activations[i].value;
        return TRUE;
      }
  return FALSE;
}

/**
 * ae_spec_init:
 * @self: (out): a spec
 * @variant_bits: #AeVariant bits
 * @bands: inputs
 *
 * Fills in the preset of these variants, layers proposed for @bands included. The coding
 * layer has no activation of its own unless the variant asks for one: it is then free to use
 * the whole line, and the linear optimum (PCA) stays within reach.
 */
void
ae_spec_init (AeSpec *self, guint variant_bits, guint bands)
{
  *self = (AeSpec){ .variants = variant_bits,
                    .bands = bands,
                    .activation = AE_ACTIVATION_ELU,
                    .coding_activation = AE_ACTIVATION_LINEAR,
                    .output_activation = AE_ACTIVATION_LINEAR };
  if (variant_bits & AE_VARIANT_LINEAR)
    self->activation = AE_ACTIVATION_LINEAR;
  if (variant_bits & AE_VARIANT_SPARSE)
    self->coding_activation = AE_ACTIVATION_SIGMOID;
  ae_spec_propose_layers (self);
}

static void
set_layers (AeSpec *self, guint n, const guint *units)
{
  self->n_layers = n;
  for (guint i = 0; i < n; i++)
    {
      guint scaled = (guint) ((guint64) units[i] * self->bands + 134) / 268;

      self->layers[i] = CLAMP (scaled, 1, MAX (self->bands, 1));
    }
}

/**
 * ae_spec_propose_layers:
 * @self: a spec with bands and variants set
 *
 * Layers in the proportions that suit 268 bands: stacked 130, 70, 40, 20; variational 130, 70
 * and at most 4 codes, as many as stay clearly active; sparse one wide layer; otherwise 130,
 * 20; linear 10.
 */
void
ae_spec_propose_layers (AeSpec *self)
{
  static const guint stacked[] = { 130, 70, 40, 20 }, plain[] = { 130, 20 }, linear[] = { 10 },
                     sparse[] = { 200 }, variational[] = { 130, 70, 4 };

  if (self->variants & AE_VARIANT_STACKED)
    set_layers (self, 4, stacked);
  else if (self->variants & AE_VARIANT_VARIATIONAL)
    set_layers (self, 3, variational);
  else if (self->variants & AE_VARIANT_SPARSE)
    set_layers (self, 1, sparse);
  else if (self->variants & AE_VARIANT_LINEAR)
    set_layers (self, 1, linear);
  else
    set_layers (self, 2, plain);
  /* Two codes at least, or there is no latent plane to look at. */
  if (self->layers[self->n_layers - 1] < 2 && self->bands >= 2)
    self->layers[self->n_layers - 1] = 2;
}

/**
 * ae_spec_validate:
 * @self: a spec
 * @error: AE_ERROR_INVALID with what is wrong and what to do
 *
 * Returns: whether a network can be built from it.
 */
gboolean
ae_spec_validate (const AeSpec *self, GError **error)
{
  if (self->bands < 2)
    return invalid (error, "An autoencoder needs at least 2 bands, the scene has %u",
                    self->bands);
  if (self->n_layers == 0)
    return invalid (error,
                    "Layers: none given; name at least the coding layer, for example 130,20");
  if (self->n_layers > AE_SPEC_MAX_LAYERS)
    return invalid (error, "Layers: %u given, at most %d are possible", self->n_layers,
                    AE_SPEC_MAX_LAYERS);
  for (guint i = 0; i < self->n_layers; i++)
    if (self->layers[i] < 1 || self->layers[i] > MAX_UNITS)
      return invalid (error, "Layers: layer %u has %u units; give 1 to %d", i + 1,
                      self->layers[i], MAX_UNITS);
  if (ae_spec_get_code (self) > self->bands && !(self->variants & AE_VARIANT_SPARSE))
    return invalid (
        error,
        "Layers: the coding layer (%u units) is wider than the input (%u bands) and could copy "
        "it; make it smaller, or use the sparse variant",
        ae_spec_get_code (self), self->bands);
  if ((self->variants & AE_VARIANT_SPARSE) && (self->variants & AE_VARIANT_VARIATIONAL))
    return invalid (
        error,
        "Variants: sparse wants codes between 0 and 1, variational wants them around 0 on "
        "the whole line; choose one of the two");
  if ((self->variants & AE_VARIANT_SPARSE) && (self->variants & AE_VARIANT_LINEAR))
    return invalid (
        error, "Variants: sparse needs a sigmoid coding layer, linear forbids activations; "
               "choose one of the two");
  return TRUE;
}

/**
 * ae_spec_equal:
 * @a: a spec
 * @b: another
 *
 * Returns: whether both build the same network.
 */
gboolean
ae_spec_equal (const AeSpec *a, const AeSpec *b)
{
  return a->variants == b->variants && a->bands == b->bands && a->n_layers == b->n_layers
         && memcmp (a->layers, b->layers, a->n_layers * sizeof *a->layers) == 0
         && a->activation == b->activation && a->coding_activation == b->coding_activation
         && a->output_activation == b->output_activation && a->loss == b->loss
         && a->latent_form == b->latent_form;
}

/**
 * ae_spec_get_code:
 * @self: a spec
 *
 * Returns: units of the coding layer; 0 without layers.
 */
guint
ae_spec_get_code (const AeSpec *self)
{
  return self->n_layers > 0 ? self->layers[self->n_layers - 1] : 0;
}

/**
 * ae_spec_set_variants_from_string:
 * @self: a spec
 * @names: "tied,denoising", in any case, separated by commas or spaces
 * @error: AE_ERROR_INVALID naming the word that is no variant
 *
 * Sets the variants and nothing else.
 */
gboolean
ae_spec_set_variants_from_string (AeSpec *self, const char *names, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (names, ", ", -1);
  guint bits = 0;

  for (guint w = 0; words[w] != NULL; w++)
    {
      guint i = 0;

      if (words[w][0] == '\0')
        continue;
      while (i < G_N_ELEMENTS (variants)
             && g_ascii_strcasecmp (words[w], variants[i].name) != 0)
        i++;
      if (i == G_N_ELEMENTS (variants))
        return invalid (
            error,
            "Variant “%s” is not known; there are plain, linear, stacked, tied, denoising, "
            "sparse and variational",
            words[w]);
      bits |= variants[i].value;
    }
  self->variants = bits;
  return TRUE;
}

/**
 * ae_spec_set_layers_from_string:
 * @self: a spec
 * @text: "130,70,40,20": the encoder's layers, the coding layer last
 * @error: AE_ERROR_INVALID naming what is no number
 *
 * Sets the layers and nothing else; commas, spaces, arrows and dashes separate.
 */
gboolean
ae_spec_set_layers_from_string (AeSpec *self, const char *text, GError **error)
{
  guint layers[AE_SPEC_MAX_LAYERS], n = 0;
  const char *p = text;

  while (*p != '\0')
    {
      char *end;
      guint64 units;

      while (*p != '\0' && (strchr (", \t-→>", *p) != NULL || (guchar) *p >= 0x80))
        p++;
      if (*p == '\0')
        break;
      units = g_ascii_strtoull (p, &end, 10);
      if (end == p)
        return invalid (
            error, "Layers: “%s” is not a number of units; write for example 130,70,40,20", p);
      if (n == AE_SPEC_MAX_LAYERS)
        return invalid (error, "Layers: more than %d given", AE_SPEC_MAX_LAYERS);
      if (units < 1 || units > MAX_UNITS)
        return invalid (error,
                        "Layers: a layer of %" G_GUINT64_FORMAT
                        " units is not possible; give 1 to %d",
                        units, MAX_UNITS);
      layers[n++] = (guint) units;
      p = end;
    }
  if (n == 0)
    return invalid (error,
                    "Layers: none given; name at least the coding layer, for example 130,20");
  self->n_layers = n;
  memcpy (self->layers, layers, sizeof layers);
  return TRUE;
}

/**
 * ae_spec_dup_variant_names:
 * @self: a spec
 *
 * Returns: (transfer full): "plain", or the variants' names, separated by ", ".
 */
char *
ae_spec_dup_variant_names (const AeSpec *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < G_N_ELEMENTS (variants); i++)
    if (self->variants & variants[i].value)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", variants[i].name);
  return g_strdup (text->len > 0 ? text->str : "plain");
}

/**
 * ae_spec_dup_layers_text:
 * @self: a spec
 *
 * Returns: (transfer full): "130,70,40,20", as ae_spec_set_layers_from_string() reads it.
 */
char *
ae_spec_dup_layers_text (const AeSpec *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->n_layers; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "", self->layers[i]);
  return g_strdup (text->str);
}

/**
 * ae_spec_dup_shape_text:
 * @self: a spec
 *
 * Returns: (transfer full): "268 → 130 → 70 → 40 → 20", for people.
 */
char *
ae_spec_dup_shape_text (const AeSpec *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%u", self->bands);
  for (guint i = 0; i < self->n_layers; i++)
    g_string_append_printf (text, " → %u", self->layers[i]);
  return g_strdup (text->str);
}

/**
 * ae_plan_init:
 * @self: (out): a plan
 *
 * Fills in the defaults: Adam, batch 256, 100 epochs with a cosine schedule, all cores. The
 * schedule is what brings the linear variant within 1 % of PCA and takes a third off the deep
 * one's error against a constant rate.
 */
void
ae_plan_init (AePlan *self)
{
  *self = (AePlan){
    .seed = 1, .batch = 256, .epochs = 100, .momentum = 0.9, .schedule = AE_SCHEDULE_COSINE
  };
}

/**
 * ae_plan_validate:
 * @self: a plan
 * @error: AE_ERROR_INVALID with what is wrong and what to do
 *
 * Returns: whether it can be trained.
 */
gboolean
ae_plan_validate (const AePlan *self, GError **error)
{
  if (self->batch < 1 || self->batch > 65536)
    return invalid (error, "Batch: %u pixels; give 1 to 65536", self->batch);
  if (!(self->momentum >= 0 && self->momentum < 1))
    return invalid (error, "Momentum: %g; give 0 to below 1", self->momentum);
  if (!(self->max_seconds >= 0))
    return invalid (error, "Time limit: %g seconds; give 0 (none) or more", self->max_seconds);
  if (self->threads > 256)
    return invalid (error, "Threads: %u; give 0 (all cores) to 256", self->threads);
  return TRUE;
}

/**
 * ae_plan_dup_advice:
 * @self: a plan that is valid
 * @spec: what it trains
 * @knobs: as they are now
 *
 * What is allowed and yet likely to mislead: the mean activation of a sparse coding layer is
 * that of a batch, and as a mean of so many draws its standard error is √(p (1 − p) / batch);
 * above a third of the target p the term pulls at noise.
 *
 * Returns: (transfer full) (nullable): one sentence, or %NULL where there is nothing to say.
 */
char *
ae_plan_dup_advice (const AePlan *self, const AeSpec *spec, const AeKnobs *knobs)
{
  double p = knobs->sparsity_target, needed;

  if (!(spec->variants & AE_VARIANT_SPARSE) || !(p > 0 && p < 1) || knobs->sparsity_weight == 0)
    return NULL;
  needed = 9.0 * (1.0 - p) / p;
  if (self->batch >= needed)
    return NULL;
  return g_strdup_printf (
      "With %u pixels a batch the mean activation is uncertain by %.2g, at a "
      "target of %g; %.0f or more are accurate enough",
      self->batch, sqrt (p * (1.0 - p) / self->batch), p, ceil (needed));
}

/**
 * ae_knobs_init:
 * @self: (out): knobs
 * @spec: whose variants
 *
 * Fills in the preset's values. What a variant does not use is 0.
 *
 * The KL weight: with Gaussian reconstruction error of standard deviation s in scaled units,
 * maximising the evidence bound is minimising MSE + 2 s² KL / bands, so beta = 2 s². With
 * s = 0.06 of a band's range, beta = 0.007: on the demo scene and on a real one of 156 bands
 * all codes of the preset stay active (KL of a unit above 0.8 nats) and their distribution over
 * the scene is that of the prior within a tenth. At 0.002 the pull is too weak for that, at
 * 0.01 the weakest units begin to fall silent.
 */
void
ae_knobs_init (AeKnobs *self, const AeSpec *spec)
{
  /* Without activations nothing saturates or explodes: the rate may be higher, and has to be,
   * as directions of small variance are learnt slowly. */
  *self = (AeKnobs){ .learning_rate = spec->variants & AE_VARIANT_LINEAR ? 0.015 : 0.002 };
  if (spec->variants & AE_VARIANT_DENOISING)
    self->noise_level = 0.3;
  if (spec->variants & AE_VARIANT_SPARSE)
    {
      self->sparsity_target = 0.1;
      self->sparsity_weight = 0.2;
    }
  if (spec->variants & AE_VARIANT_VARIATIONAL)
    self->kl_weight = 7e-3;
}

/**
 * ae_knobs_validate:
 * @self: knobs
 * @spec: whose variants decide which are looked at
 * @error: AE_ERROR_INVALID naming the knob, its value and its range
 *
 * Returns: whether training can go on with them.
 */
gboolean
ae_knobs_validate (const AeKnobs *self, const AeSpec *spec, GError **error)
{
  if (!(self->learning_rate > 0 && self->learning_rate <= 100))
    return invalid (error, "Learning rate: %g; give a number above 0, usually 0.0001 to 0.01",
                    self->learning_rate);
  if (!(self->weight_decay >= 0 && self->weight_decay <= 100))
    return invalid (error, "Weight decay: %g; give 0 or more, usually below 0.001",
                    self->weight_decay);
  if (!(self->noise_level >= 0 && self->noise_level <= 100))
    return invalid (error, "Noise level: %g; give 0 or more, in standard deviations of a band",
                    self->noise_level);
  if (!(self->masked_fraction >= 0 && self->masked_fraction <= 0.95))
    return invalid (error, "Masked fraction: %g; give 0 to 0.95", self->masked_fraction);
  if (!(self->kl_weight >= 0 && isfinite (self->kl_weight)))
    return invalid (error, "KL weight: %g; give 0 or more", self->kl_weight);
  if (!(spec->variants & AE_VARIANT_SPARSE))
    return TRUE;
  if (!(self->sparsity_target > 0 && self->sparsity_target < 1))
    return invalid (
        error,
        "Sparsity target: %g; a mean activation must lie between 0 and 1, ends excluded, "
        "usually 0.05 to 0.2",
        self->sparsity_target);
  if (!(self->sparsity_weight >= 0 && isfinite (self->sparsity_weight)))
    return invalid (error, "Sparsity weight: %g; give 0 or more", self->sparsity_weight);
  return TRUE;
}

/**
 * ae_knobs_equal:
 * @a: knobs
 * @b: others
 *
 * Returns: whether all values are the same.
 */
gboolean
ae_knobs_equal (const AeKnobs *a, const AeKnobs *b)
{
  return a->learning_rate == b->learning_rate && a->weight_decay == b->weight_decay
         && a->noise_level == b->noise_level && a->masked_fraction == b->masked_fraction
         && a->sparsity_target == b->sparsity_target && a->sparsity_weight == b->sparsity_weight
         && a->kl_weight == b->kl_weight;
}
