/* ae-spec.c: presets, proposals and checks of specs, plans and hyperparams. JSON is in
 * ae-spec-json.c. */
#include "ae-spec.h"

#include "ae-error.h"
#include "ae-number.h"
#include "ae-param-info.h"

#include <math.h>
#include <string.h>

/* What is proposed where nobody says how many materials there are. */
#define ENDMEMBERS          4
#define UNITS_PER_ENDMEMBER 9

/* ------------------------------------------------------------------ as boxed types */

static AeSpec *
copy_spec (const AeSpec *self)
{
  return g_memdup2 (self, sizeof *self);
}

static AePlan *
copy_plan (const AePlan *self)
{
  return g_memdup2 (self, sizeof *self);
}

static AeHyperparams *
copy_hyperparams (const AeHyperparams *self)
{
  return g_memdup2 (self, sizeof *self);
}

static void
free_spec (AeSpec *self)
{
  g_free (self);
}

static void
free_plan (AePlan *self)
{
  g_free (self);
}

static void
free_hyperparams (AeHyperparams *self)
{
  g_free (self);
}

G_DEFINE_BOXED_TYPE (AeSpec, ae_spec, copy_spec, free_spec)
G_DEFINE_BOXED_TYPE (AePlan, ae_plan, copy_plan, free_plan)
G_DEFINE_BOXED_TYPE (AeHyperparams, ae_hyperparams, copy_hyperparams, free_hyperparams)

/**
 * ae_activation_to_string:
 * @activation: one of them
 *
 * Returns: (transfer none): its name in JSON and on the command line.
 */
const char *
ae_activation_to_string (AeActivation activation)
{
  return ae_param_info_get_word (ae_param_info_find (AE_PARAM_SPEC, "activation"), activation);
}

/* ------------------------------------------------------------------ by the table */

static void
set_presets (AeParamGroup group, gpointer self, guint variants)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == group && params[i].kind != AE_PARAM_LAYERS
        && params[i].kind != AE_PARAM_CODE)
      ae_param_info_set_value (&params[i], self,
                               ae_param_info_get_preset (&params[i], variants));
}

static gboolean
are_equal (AeParamGroup group, gconstpointer a, gconstpointer b)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == group && !ae_param_info_equal (&params[i], a, b))
      return FALSE;
  return TRUE;
}

/* What is not used and 0 is not looked at; what is not 0 would act all the same. */
static gboolean
check (AeParamGroup group, gconstpointer self, guint variants, GError **error)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == group)
      {
        double value = ae_param_info_get_value (&params[i], self);

        if ((value != 0 || ae_param_info_is_used (&params[i], variants))
            && !ae_param_info_check (&params[i], value, error))
          return FALSE;
      }
  return TRUE;
}

/**
 * ae_spec_init:
 * @self: (out): a spec
 * @variants: #AeVariant bits
 * @bands: inputs
 *
 * Fills in the preset of these variants, layers proposed for @bands included. The coding
 * layer has no activation of its own unless the variant asks for one: it is then free to use
 * the whole line, and the linear optimum (PCA) stays within reach. Training begins there, but
 * for the linear variant, whose lesson is that it finds PCA by itself.
 */
void
ae_spec_init (AeSpec *self, guint variants, guint bands)
{
  *self = (AeSpec){ 0 };
  set_presets (AE_PARAM_SPEC, self, variants);
  self->variants = variants;
  self->bands = bands;
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
 * ae_spec_set_endmembers:
 * @self: a spec of unmixing
 * @n: how many materials there are
 *
 * A code of as many units, and one layer before it.
 */
void
ae_spec_set_endmembers (AeSpec *self, guint n)
{
  self->n_layers = 2;
  self->layers[1] = n;
  self->layers[0] = (guint) MIN ((guint64) UNITS_PER_ENDMEMBER * n, AE_SPEC_MAX_UNITS);
}

/**
 * ae_spec_propose_layers:
 * @self: a spec with bands and variants set
 *
 * Layers in the proportions that suit 268 bands: stacked 130, 70, 40, 20; variational 130, 70
 * and at most 4 codes, as many as stay clearly active; sparse one wide layer; otherwise 130,
 * 20; linear 10. Unmixing has nine units for each of four endmembers, as of Palsson et al.,
 * "Hyperspectral unmixing using a neural network autoencoder", 2018.
 */
void
ae_spec_propose_layers (AeSpec *self)
{
  static const guint stacked[] = { 130, 70, 40, 20 }, plain[] = { 130, 20 }, linear[] = { 10 },
                     sparse[] = { 200 }, variational[] = { 130, 70, 4 };

  if (self->variants & AE_VARIANT_UNMIXING)
    ae_spec_set_endmembers (self, MIN (ENDMEMBERS, self->bands));
  else if (self->variants & AE_VARIANT_STACKED)
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
  /* A neck before the code would keep it from ever reaching PCA. */
  for (guint i = 0; i + 1 < self->n_layers; i++)
    self->layers[i] = MAX (self->layers[i], self->layers[self->n_layers - 1]);
}

/* Its codes are shares that sum to one, and its decoder is one layer of endmembers. */
static gboolean
check_unmixing (const AeSpec *self, GError **error)
{
  const struct
  {
    guint variant;
    const char *why;
  } others[] = {
    { AE_VARIANT_TIED, "tied makes the decoder the encoder, unmixing makes it the endmembers" },
    { AE_VARIANT_SPARSE,
      "sparse wants each code rarely active, the abundances of unmixing sum to one" },
    { AE_VARIANT_VARIATIONAL,
      "variational wants codes around 0 on the whole line, the abundances of unmixing are not "
      "negative and sum to one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (self->variants & others[i].variant)
      return ae_error_set (error, AE_ERROR_INVALID, "Variants: %s; choose one of the two",
                           others[i].why);
  if (self->start == AE_START_PCA)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "Start: unmixing begins at endmembers, which principal components are "
                         "not; choose vca, nfindr or random");
  if (ae_spec_get_code (self) < 2)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "Layers: unmixing with 1 endmember has nothing to tell apart; give "
                           "2 units of the coding layer or more");
  return TRUE;
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
    return ae_error_set (error, AE_ERROR_INVALID,
                         "An autoencoder needs at least 2 bands, the scene has %u",
                         self->bands);
  if (self->n_layers == 0)
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Layers: none given; name at least the coding layer, for example 130,20");
  if (self->n_layers > AE_SPEC_MAX_LAYERS)
    return ae_error_set (error, AE_ERROR_INVALID, "Layers: %u given, at most %d are possible",
                         self->n_layers, AE_SPEC_MAX_LAYERS);
  for (guint i = 0; i < self->n_layers; i++)
    if (self->layers[i] < 1 || self->layers[i] > AE_SPEC_MAX_UNITS)
      return ae_error_set (error, AE_ERROR_INVALID,
                           "Layers: layer %u has %u units; give 1 to %d", i + 1,
                           self->layers[i], AE_SPEC_MAX_UNITS);
  if (ae_spec_get_code (self) > self->bands && !(self->variants & AE_VARIANT_SPARSE))
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Layers: the coding layer (%u units) is wider than the input (%u bands) and could copy "
        "it; make it smaller, or use the sparse variant",
        ae_spec_get_code (self), self->bands);
  if ((self->variants & AE_VARIANT_SPARSE) && (self->variants & AE_VARIANT_VARIATIONAL))
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Variants: sparse wants codes between 0 and 1, variational wants them around 0 on "
        "the whole line; choose one of the two");
  if ((self->variants & AE_VARIANT_SPARSE) && (self->variants & AE_VARIANT_LINEAR))
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Variants: sparse needs a sigmoid coding layer, linear forbids activations; "
        "choose one of the two");
  if (self->variants & AE_VARIANT_UNMIXING)
    return check_unmixing (self, error);
  if (self->start > AE_START_PCA)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "Start: endmembers are where unmixing begins; add the variant "
                         "unmixing, or choose pca or random");
  if (self->loss == AE_LOSS_SAD_MSE)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "Loss: the angle with the mean squared error is of unmixing; add that "
                         "variant, or choose one of the others");
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
  return are_equal (AE_PARAM_SPEC, a, b);
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
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");
  g_auto (GStrv) words = g_strsplit_set (names, ", ", -1);
  guint variants = 0;

  for (guint w = 0; words[w] != NULL; w++)
    {
      guint bit = 0;

      if (words[w][0] != '\0' && !ae_param_info_find_word (info, words[w], &bit))
        {
          g_autofree char *known = ae_param_info_dup_words (info, " and ");

          return ae_error_set (error, AE_ERROR_INVALID,
                               "Variant “%s” is not known; there are %s", words[w], known);
        }
      variants |= bit;
    }
  self->variants = variants;
  return TRUE;
}

static const char *
skip_blanks (const char *at)
{
  return at + strspn (at, " \t");
}

/* One of them, or none; blanks alone separate, too. */
static const char *
skip_separator (const char *at)
{
  const char *start = at = skip_blanks (at);

  if (at[0] == '-' && at[1] == '>')
    at += 2;
  else if ((guchar) at[0] >= 0x80)
    at = g_utf8_find_next_char (at, NULL);
  else if (at[0] != '\0' && strchr (",->", at[0]) != NULL)
    at++;
  return at == start ? at : skip_blanks (at);
}

static gboolean
read_layer (const char **at, guint *units, GError **error)
{
  g_autofree char *digits = g_strndup (*at, strspn (*at, "0123456789"));
  guint64 value = 0;

  if (*digits == '\0')
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Layers: “%s” is not a number of units; write for example 130,70,40,20", *at);
  if (!ae_number_parse_count (digits, AE_SPEC_MAX_UNITS, &value) || value < 1)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "Layers: a layer of %s units is not possible; give 1 to %d", digits,
                         AE_SPEC_MAX_UNITS);
  *units = (guint) value;
  *at += strlen (digits);
  return TRUE;
}

/**
 * ae_spec_set_layers_from_string:
 * @self: a spec
 * @text: "130,70,40,20": the encoder's layers, the coding layer last
 * @error: AE_ERROR_INVALID naming what is no number
 *
 * Sets the layers and nothing else; a comma, an arrow or a dash between two numbers separates
 * them, or blanks.
 */
gboolean
ae_spec_set_layers_from_string (AeSpec *self, const char *text, GError **error)
{
  guint layers[AE_SPEC_MAX_LAYERS], n = 0;
  const char *at = skip_blanks (text);

  if (*at == '\0')
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "Layers: none given; name at least the coding layer, for example 130,20");
  do
    {
      if (n == AE_SPEC_MAX_LAYERS)
        return ae_error_set (error, AE_ERROR_INVALID, "Layers: more than %d given",
                             AE_SPEC_MAX_LAYERS);
      if (!read_layer (&at, &layers[n++], error))
        return FALSE;
      text = skip_blanks (at);
      at = skip_separator (at);
    }
  while (*text != '\0');
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
  const AeParamWord *words = ae_param_info_find (AE_PARAM_SPEC, "variants")->words;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; words[i].key != NULL; i++)
    if (self->variants & words[i].value)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", words[i].key);
  return g_strdup (text->len > 0 ? text->str : words[AE_VARIANT_PLAIN].key);
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
  *self = (AePlan){ 0 };
  set_presets (AE_PARAM_PLAN, self, 0);
}

/**
 * ae_plan_init_for:
 * @self: (out): a plan
 * @spec: what it is to train
 *
 * As ae_plan_init(), with what these variants want otherwise: unmixing has small batches and
 * few epochs.
 */
void
ae_plan_init_for (AePlan *self, const AeSpec *spec)
{
  *self = (AePlan){ 0 };
  set_presets (AE_PARAM_PLAN, self, spec->variants);
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
  return check (AE_PARAM_PLAN, self, AE_VARIANT_PLAIN, error);
}

/**
 * ae_plan_equal:
 * @a: a plan
 * @b: another
 *
 * Returns: whether all of both is the same.
 */
gboolean
ae_plan_equal (const AePlan *a, const AePlan *b)
{
  return are_equal (AE_PARAM_PLAN, a, b);
}

/* Units of the narrowest layer before the code. */
static guint
find_narrowest (const AeSpec *spec)
{
  guint least = ae_spec_get_code (spec);

  for (guint i = 0; i + 1 < spec->n_layers; i++)
    least = MIN (least, spec->layers[i]);
  return least;
}

static char *
dup_start_advice (const AeSpec *spec)
{
  gboolean is_saturating = spec->n_layers > 1
                           && (spec->activation == AE_ACTIVATION_TANH
                               || spec->activation == AE_ACTIVATION_SIGMOID);
  guint code = ae_spec_get_code (spec), least = find_narrowest (spec);

  if (spec->start != AE_START_PCA)
    return NULL;
  if ((spec->variants & AE_VARIANT_TIED)
      && (is_saturating || (spec->variants & AE_VARIANT_SPARSE)))
    return g_strdup (
        "A tied decoder cannot undo what tanh or sigmoid makes small, so training begins at "
        "random; choose elu, or untied weights, to begin at PCA");
  if (least < code)
    return g_strdup_printf (
        "A layer of %u units lets no more than %u of %u components through, so training begins "
        "at PCA of %u; make it wider",
        least, least, code, least);
  return NULL;
}

/**
 * ae_plan_dup_advice:
 * @self: a plan that is valid
 * @spec: what it trains
 * @hyperparams: as they are now
 *
 * What is allowed and yet likely to mislead: the mean activation of a sparse coding layer is
 * that of a batch, and as a mean of so many draws its standard error is √(p (1 − p) / batch);
 * above a third of the target p the term pulls at noise. And what a start at PCA cannot carry.
 *
 * Returns: (transfer full) (nullable): one sentence, or %NULL where there is nothing to say.
 */
char *
ae_plan_dup_advice (const AePlan *self, const AeSpec *spec, const AeHyperparams *hyperparams)
{
  double p = hyperparams->sparsity_target, needed;

  if (!(spec->variants & AE_VARIANT_SPARSE) || !(p > 0 && p < 1)
      || hyperparams->sparsity_weight == 0)
    return dup_start_advice (spec);
  needed = 9.0 * (1.0 - p) / p;
  if (self->batch >= needed)
    return dup_start_advice (spec);
  return g_strdup_printf (
      "With %u pixels a batch the mean activation is uncertain by %.2g, at a "
      "target of %g; %.0f or more are accurate enough",
      self->batch, sqrt (p * (1.0 - p) / self->batch), p, ceil (needed));
}

/**
 * ae_hyperparams_init:
 * @self: (out): hyperparams
 * @spec: whose variants
 *
 * Fills in the preset's values. What a variant does not use is 0.
 */
void
ae_hyperparams_init (AeHyperparams *self, const AeSpec *spec)
{
  set_presets (AE_PARAM_LIVE, self, spec->variants);
}

/**
 * ae_hyperparams_validate:
 * @self: hyperparams
 * @spec: whose variants decide which are looked at
 * @error: AE_ERROR_INVALID naming the knob, its value and its range
 *
 * Returns: whether training can go on with them.
 */
gboolean
ae_hyperparams_validate (const AeHyperparams *self, const AeSpec *spec, GError **error)
{
  return check (AE_PARAM_LIVE, self, spec->variants, error);
}

/**
 * ae_hyperparams_equal:
 * @a: hyperparams
 * @b: others
 *
 * Returns: whether all values are the same.
 */
gboolean
ae_hyperparams_equal (const AeHyperparams *a, const AeHyperparams *b)
{
  return are_equal (AE_PARAM_LIVE, a, b);
}
