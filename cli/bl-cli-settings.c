/* bl-cli-settings.c: from options to a spec, a plan, hyperparams and a choice of pixels. What
 * the values may be is checked by the engine; here is only what a person can type.
 */
#include "bl-cli-settings.h"

#include "ae-error.h"

#include <math.h>
#include <string.h>

#define NOT_GIVEN G_MININT

typedef struct
{
  const char *name;
  guint value;
} Word;

static const Word losses[] = {
  { "mse", AE_LOSS_MSE },
  { "angle", AE_LOSS_SPECTRAL_ANGLE },
};
static const Word latent_forms[] = {
  { "log-variance", AE_LATENT_LOG_VARIANCE },
  { "sigma", AE_LATENT_SIGMA },
};
static const Word optimizers[] = {
  { "adam", AE_OPTIMIZER_ADAM },
  { "sgd", AE_OPTIMIZER_SGD },
};
static const Word schedules[] = {
  { "constant", AE_SCHEDULE_CONSTANT },
  { "cosine", AE_SCHEDULE_COSINE },
};
static const Word splits[] = {
  { "random", AE_SPLIT_RANDOM },
  { "blocks", AE_SPLIT_BLOCKS },
};
static const Word pretrainings[] = {
  { "none", FALSE },
  { "greedy", TRUE },
};

static gboolean invalid (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
invalid (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, AE_ERROR, AE_ERROR_INVALID, message);
  return FALSE;
}

/* Leaves @out as it is where nothing was given. */
static gboolean
pick (const char *option, const char *text, const Word *words, guint n, guint *out,
      GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (text == NULL)
    return TRUE;
  for (guint i = 0; i < n; i++)
    {
      if (g_ascii_strcasecmp (text, words[i].name) == 0)
        {
          *out = words[i].value;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s",
                              i == 0      ? ""
                              : i + 1 < n ? ", "
                                          : " and ",
                              words[i].name);
    }
  return invalid (error, "%s: “%s” is not known; there are %s", option, text, known->str);
}

#define PICK(option, text, words, out, error)                                                  \
  pick (option, text, words, G_N_ELEMENTS (words), out, error)

static gboolean
take_count (const char *option, int given, int least, guint *out, GError **error)
{
  if (given == NOT_GIVEN)
    return TRUE;
  if (given < least)
    return invalid (error, "%s: %d; give %d or more", option, given, least);
  *out = (guint) given;
  return TRUE;
}

static void
take_number (double given, double *out)
{
  if (!isnan (given))
    *out = given;
}

/* ------------------------------------------------------------------ options */

/**
 * bl_cli_settings_init:
 * @self: (out): settings with nothing given
 */
void
bl_cli_settings_init (BlCliSettings *self)
{
  *self = (BlCliSettings){ .noise = NAN,
                           .mask = NAN,
                           .sparsity_target = NAN,
                           .sparsity_weight = NAN,
                           .kl_weight = NAN,
                           .learning_rate = NAN,
                           .weight_decay = NAN,
                           .momentum = NAN,
                           .validation = NAN,
                           .max_seconds = NAN,
                           .batch = NOT_GIVEN,
                           .epochs = NOT_GIVEN,
                           .threads = NOT_GIVEN,
                           .patience = NOT_GIVEN,
                           .kl_warmup = NOT_GIVEN,
                           .pretrain_epochs = NOT_GIVEN,
                           .max_pixels = NOT_GIVEN,
                           .seed = 1,
                           .split_seed = NOT_GIVEN };
}

/**
 * bl_cli_settings_clear:
 * @self: settings
 */
void
bl_cli_settings_clear (BlCliSettings *self)
{
  g_strfreev (self->variants);
  g_free (self->layers);
  g_free (self->activation);
  g_free (self->loss);
  g_free (self->latent_form);
  g_free (self->optimizer);
  g_free (self->schedule);
  g_free (self->pretrain);
  g_free (self->split);
  g_free (self->scale);
}

static void
add_model_options (BlCliSettings *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "variant", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->variants,
      "plain, linear, stacked, tied, denoising, sparse, variational; "
      "repeat or separate by commas to combine",
      "NAMES" },
    { "layers", 0, 0, G_OPTION_ARG_STRING, &self->layers,
      "Units of the encoder, the coding layer last: 130,70,40,20", "UNITS" },
    { "activation", 0, 0, G_OPTION_ARG_STRING, &self->activation,
      "Of the hidden layers: elu, relu, tanh, sigmoid or linear", "NAME" },
    { "loss", 0, 0, G_OPTION_ARG_STRING, &self->loss, "Of the reconstruction: mse or angle",
      "NAME" },
    { "latent-form", 0, 0, G_OPTION_ARG_STRING, &self->latent_form,
      "Second head of variational: log-variance or sigma", "NAME" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &self->noise,
      "Noise added to the input, in standard deviations of a band; makes it denoising",
      "LEVEL" },
    { "mask", 0, 0, G_OPTION_ARG_DOUBLE, &self->mask,
      "Share of the inputs set to zero; makes it denoising", "SHARE" },
    { "sparsity-target", 0, 0, G_OPTION_ARG_DOUBLE, &self->sparsity_target,
      "Wanted mean activation of the coding layer; makes it sparse", "P" },
    { "sparsity-weight", 0, 0, G_OPTION_ARG_DOUBLE, &self->sparsity_weight,
      "Factor of the sparsity term; makes it sparse", "W" },
    { "kl-weight", 0, 0, G_OPTION_ARG_DOUBLE, &self->kl_weight,
      "Factor of the latent term (beta); makes it variational", "BETA" },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

static void
add_training_options (BlCliSettings *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "learning-rate", 0, 0, G_OPTION_ARG_DOUBLE, &self->learning_rate,
      "Default 0.002, linear 0.015", "RATE" },
    { "weight-decay", 0, 0, G_OPTION_ARG_DOUBLE, &self->weight_decay,
      "Factor of half the sum of squared weights; default 0", "FACTOR" },
    { "optimizer", 0, 0, G_OPTION_ARG_STRING, &self->optimizer, "adam or sgd", "NAME" },
    { "momentum", 0, 0, G_OPTION_ARG_DOUBLE, &self->momentum, "Of sgd; default 0.9", "SHARE" },
    { "schedule", 0, 0, G_OPTION_ARG_STRING, &self->schedule,
      "Of the learning rate: cosine (falls to 1 % over the epochs; the default) or constant",
      "NAME" },
    { "batch", 0, 0, G_OPTION_ARG_INT, &self->batch, "Pixels a step; default 256", "N" },
    { "epochs", 0, 0, G_OPTION_ARG_INT, &self->epochs,
      "In all, greedy phases included; default 100", "N" },
    { "patience", 0, 0, G_OPTION_ARG_INT, &self->patience,
      "Stop after so many epochs without a better validation loss", "N" },
    { "max-seconds", 0, 0, G_OPTION_ARG_DOUBLE, &self->max_seconds,
      "Stop after so much training time", "S" },
    { "kl-warmup", 0, 0, G_OPTION_ARG_INT, &self->kl_warmup,
      "Epochs over which the KL weight grows from 0", "N" },
    { "pretrain", 0, 0, G_OPTION_ARG_STRING, &self->pretrain,
      "greedy: one layer at a time first, then the whole", "HOW" },
    { "pretrain-epochs", 0, 0, G_OPTION_ARG_INT, &self->pretrain_epochs,
      "Of each greedy phase; by default all together take half of the epochs", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &self->seed,
      "Of weights, split, batches, noise; default 1", "N" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &self->threads,
      "Default all cores; results are the same on any number", "N" },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

static void
add_pixel_options (BlCliSettings *self, GOptionContext *context)
{
  const GOptionEntry entries[] = {
    { "validation", 0, 0, G_OPTION_ARG_DOUBLE, &self->validation,
      "Share of the pixels held out; default 0.1", "SHARE" },
    { "split", 0, 0, G_OPTION_ARG_STRING, &self->split,
      "How they are held out: random, or blocks of 16×16 pixels", "HOW" },
    { "split-seed", 0, 0, G_OPTION_ARG_INT64, &self->split_seed,
      "Of the split alone; by default --seed", "N" },
    { "scale", 0, 0, G_OPTION_ARG_STRING, &self->scale,
      "band (each by its range), global, standard, minmax or none", "HOW" },
    { "max-pixels", 0, 0, G_OPTION_ARG_INT, &self->max_pixels,
      "Use a random sample of at most so many pixels", "N" },
    { NULL },
  };

  g_option_context_add_main_entries (context, entries, NULL);
}

/**
 * bl_cli_settings_add_options:
 * @self: where they go; outlives the parsing
 * @context: gets them
 */
void
bl_cli_settings_add_options (BlCliSettings *self, GOptionContext *context)
{
  add_model_options (self, context);
  add_training_options (self, context);
  add_pixel_options (self, context);
}

/* ------------------------------------------------------------------ what they mean */

/**
 * bl_cli_settings_fill_pixels:
 * @self: settings
 * @out: (out): which pixels train, which validate, how they are scaled
 * @error: %AE_ERROR_INVALID naming the option
 *
 * Returns: whether what was typed can be meant.
 */
gboolean
bl_cli_settings_fill_pixels (const BlCliSettings *self, AePixelsOptions *out, GError **error)
{
  guint split = AE_SPLIT_RANDOM, max_pixels = 0;

  *out = (AePixelsOptions){ .seed = (guint64) self->seed, .validation = 0.1 };
  if (self->split_seed != NOT_GIVEN)
    out->seed = (guint64) self->split_seed;
  if (!PICK ("--split", self->split, splits, &split, error)
      || !take_count ("--max-pixels", self->max_pixels, 2, &max_pixels, error))
    return FALSE;
  out->split = split;
  out->max_pixels = max_pixels;
  take_number (self->validation, &out->validation);
  if (!(out->validation >= 0 && out->validation <= 0.9))
    return invalid (error, "--validation: %g; give 0 to 0.9", out->validation);
  if (self->scale != NULL && !ae_scaling_from_string (self->scale, &out->scaling))
    return invalid (error,
                    "--scale: “%s” is not known; there are band, global, standard, minmax "
                    "and none",
                    self->scale);
  return TRUE;
}

/* A knob that only one variant has asks for that variant. */
static guint
implied_variants (const BlCliSettings *self)
{
  guint bits = 0;

  if ((!isnan (self->noise) && self->noise != 0) || (!isnan (self->mask) && self->mask != 0))
    bits |= AE_VARIANT_DENOISING;
  if (!isnan (self->sparsity_target) || !isnan (self->sparsity_weight))
    bits |= AE_VARIANT_SPARSE;
  if (!isnan (self->kl_weight))
    bits |= AE_VARIANT_VARIATIONAL;
  return bits;
}

/**
 * bl_cli_settings_fill_spec:
 * @self: settings
 * @bands: usable bands of the scene
 * @out: (out): what to build
 * @error: %AE_ERROR_INVALID saying what is wrong
 *
 * Returns: whether it can be built.
 */
gboolean
bl_cli_settings_fill_spec (const BlCliSettings *self, guint bands, AeSpec *out, GError **error)
{
  g_autofree char *names = self->variants != NULL ? g_strjoinv (",", self->variants) : NULL;
  AeSpec named = { 0 };
  guint loss = AE_LOSS_MSE, form = AE_LATENT_LOG_VARIANCE;

  if (names != NULL && !ae_spec_set_variants_from_string (&named, names, error))
    return FALSE;
  ae_spec_init (out, named.variants | implied_variants (self), bands);
  if (self->layers != NULL && !ae_spec_set_layers_from_string (out, self->layers, error))
    return FALSE;
  if (self->activation != NULL
      && !ae_activation_from_string (self->activation, &out->activation))
    return invalid (error,
                    "--activation: “%s” is not known; there are elu, relu, tanh, sigmoid and "
                    "linear",
                    self->activation);
  if (!PICK ("--loss", self->loss, losses, &loss, error)
      || !PICK ("--latent-form", self->latent_form, latent_forms, &form, error))
    return FALSE;
  out->loss = loss;
  out->latent_form = form;
  return ae_spec_validate (out, error);
}

static gboolean
fill_pretraining (const BlCliSettings *self, const AeSpec *spec, AePlan *out, GError **error)
{
  guint is_greedy = self->pretrain_epochs != NOT_GIVEN;

  if (!PICK ("--pretrain", self->pretrain, pretrainings, &is_greedy, error) || !is_greedy)
    return !is_greedy;
  if (spec->n_layers < 2)
    return invalid (error, "--pretrain: greedy trains one layer after another and needs two "
                           "or more; add --variant stacked, or more --layers");
  out->pretrain_epochs = MAX (out->epochs / (2 * spec->n_layers), 1);
  if (!take_count ("--pretrain-epochs", self->pretrain_epochs, 1, &out->pretrain_epochs, error))
    return FALSE;
  if (out->epochs > 0 && (guint64) out->pretrain_epochs * spec->n_layers >= out->epochs)
    return invalid (error,
                    "--pretrain: %u phases of %u epochs leave none of the %u --epochs for the "
                    "whole; give more",
                    spec->n_layers, out->pretrain_epochs, out->epochs);
  return TRUE;
}

/**
 * bl_cli_settings_fill_plan:
 * @self: settings
 * @spec: what to build
 * @out: (out): how to train it
 * @error: %AE_ERROR_INVALID saying what is wrong
 *
 * Returns: whether it can be trained so.
 */
gboolean
bl_cli_settings_fill_plan (const BlCliSettings *self, const AeSpec *spec, AePlan *out,
                           GError **error)
{
  guint optimizer, schedule;

  ae_plan_init (out);
  optimizer = out->optimizer;
  schedule = out->schedule;
  out->seed = (guint64) self->seed;
  if (!take_count ("--batch", self->batch, 1, &out->batch, error)
      || !take_count ("--epochs", self->epochs, 1, &out->epochs, error)
      || !take_count ("--threads", self->threads, 0, &out->threads, error)
      || !take_count ("--patience", self->patience, 0, &out->patience, error)
      || !take_count ("--kl-warmup", self->kl_warmup, 0, &out->kl_warmup_epochs, error)
      || !PICK ("--optimizer", self->optimizer, optimizers, &optimizer, error)
      || !PICK ("--schedule", self->schedule, schedules, &schedule, error)
      || !fill_pretraining (self, spec, out, error))
    return FALSE;
  out->optimizer = optimizer;
  out->schedule = schedule;
  take_number (self->momentum, &out->momentum);
  take_number (self->max_seconds, &out->max_seconds);
  return ae_plan_validate (out, error);
}

/**
 * bl_cli_settings_fill_knobs:
 * @self: settings
 * @spec: what to build
 * @out: (out): where the hyperparams stand
 * @error: %AE_ERROR_INVALID naming the knob and its range
 *
 * Returns: whether training can start with them.
 */
gboolean
bl_cli_settings_fill_knobs (const BlCliSettings *self, const AeSpec *spec, AeHyperparams *out,
                            GError **error)
{
  ae_hyperparams_init (out, spec);
  /* Masking alone is asked for by --mask alone. */
  if (!isnan (self->mask) && self->mask != 0)
    out->noise_level = 0;
  take_number (self->learning_rate, &out->learning_rate);
  take_number (self->weight_decay, &out->weight_decay);
  take_number (self->noise, &out->noise_level);
  take_number (self->mask, &out->masked_fraction);
  take_number (self->sparsity_target, &out->sparsity_target);
  take_number (self->sparsity_weight, &out->sparsity_weight);
  take_number (self->kl_weight, &out->kl_weight);
  return ae_hyperparams_validate (out, spec, error);
}

/**
 * bl_cli_settings_find_given:
 * @self: settings
 *
 * Returns: (nullable): an option that was given and describes a model or what it trains on, as
 * against how long; %NULL where none was.
 */
const char *
bl_cli_settings_find_given (const BlCliSettings *self)
{
  const struct
  {
    gboolean is_given;
    const char *option;
  } all[] = {
    { self->variants != NULL, "--variant" },
    { self->layers != NULL, "--layers" },
    { self->activation != NULL, "--activation" },
    { self->loss != NULL, "--loss" },
    { self->latent_form != NULL, "--latent-form" },
    { self->optimizer != NULL, "--optimizer" },
    { self->schedule != NULL, "--schedule" },
    { self->pretrain != NULL, "--pretrain" },
    { self->split != NULL, "--split" },
    { self->scale != NULL, "--scale" },
    { !isnan (self->noise), "--noise" },
    { !isnan (self->mask), "--mask" },
    { !isnan (self->sparsity_target), "--sparsity-target" },
    { !isnan (self->sparsity_weight), "--sparsity-weight" },
    { !isnan (self->kl_weight), "--kl-weight" },
    { !isnan (self->learning_rate), "--learning-rate" },
    { !isnan (self->weight_decay), "--weight-decay" },
    { !isnan (self->momentum), "--momentum" },
    { !isnan (self->validation), "--validation" },
    { self->batch != NOT_GIVEN, "--batch" },
    { self->kl_warmup != NOT_GIVEN, "--kl-warmup" },
    { self->pretrain_epochs != NOT_GIVEN, "--pretrain-epochs" },
    { self->max_pixels != NOT_GIVEN, "--max-pixels" },
    { self->seed != 1, "--seed" },
    { self->split_seed != NOT_GIVEN, "--split-seed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].is_given)
      return all[i].option;
  return NULL;
}

/**
 * bl_cli_settings_take_length:
 * @self: settings
 * @plan: (inout): of a training that goes on
 * @error: %AE_ERROR_INVALID saying what is wrong
 *
 * Changes of the plan what was given: how long, and on how many threads.
 *
 * Returns: whether it can be trained so.
 */
gboolean
bl_cli_settings_take_length (const BlCliSettings *self, AePlan *plan, GError **error)
{
  take_number (self->max_seconds, &plan->max_seconds);
  if (self->threads == NOT_GIVEN)
    plan->threads = 0;
  return take_count ("--epochs", self->epochs, 1, &plan->epochs, error)
         && take_count ("--threads", self->threads, 0, &plan->threads, error)
         && take_count ("--patience", self->patience, 0, &plan->patience, error)
         && ae_plan_validate (plan, error);
}
