/* bl-cli-settings.c: options of the command line for each row of the table of parameters that
 * has one, and from them a spec, a plan, hyperparams and a choice of pixels. What the values
 * may be is checked by the engine; here is only what a person can type.
 */
#include "bl-cli-settings.h"

#include "ae-error.h"
#include "ae-param-info.h"
#include "bl-cli.h"

#include <math.h>
#include <string.h>

#define NOT_GIVEN G_MININT

typedef struct
{
  const char *name;
  guint value;
} Word;

static const Word splits[] = {
  { "random", AE_SPLIT_RANDOM },
  { "blocks", AE_SPLIT_BLOCKS },
};
static const Word pretrainings[] = {
  { "none", FALSE },
  { "greedy", TRUE },
};

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
  return ae_error_set (error, AE_ERROR_INVALID, "%s: “%s” is not known; there are %s", option,
                       text, known->str);
}

#define PICK(option, text, words, out, error)                                                  \
  pick (option, text, words, G_N_ELEMENTS (words), out, error)

static gboolean
take_count (const char *option, int given, int least, guint *out, GError **error)
{
  if (given == NOT_GIVEN)
    return TRUE;
  if (given < least)
    return ae_error_set (error, AE_ERROR_INVALID, "%s: %d; give %d or more", option, given,
                         least);
  *out = (guint) given;
  return TRUE;
}

/* ------------------------------------------------------------------ what was given */

static void
forget (const AeParamInfo *info, BlCliGiven *given)
{
  if (info->kind == AE_PARAM_DOUBLE)
    given->number = NAN;
  else if (info->kind == AE_PARAM_UINT)
    given->count = NOT_GIVEN;
  else if (info->kind == AE_PARAM_UINT64)
    given->seed = (gint64) info->preset;
  else
    given->text = NULL;
}

static gboolean
is_given (const AeParamInfo *info, const BlCliGiven *given)
{
  if (info->option == NULL)
    return FALSE;
  if (info->kind == AE_PARAM_DOUBLE)
    return !isnan (given->number);
  if (info->kind == AE_PARAM_UINT)
    return given->count != NOT_GIVEN;
  if (info->kind == AE_PARAM_UINT64)
    return given->seed != (gint64) info->preset;
  return given->text != NULL;
}

static const BlCliGiven *
find (const BlCliSettings *self, AeParamGroup group, const char *key, const AeParamInfo **info)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  *info = ae_param_info_find (group, key);
  return &self->given[*info - params];
}

/* Leaves the member as it is where nothing was given. */
static gboolean
take (const AeParamInfo *info, const BlCliGiven *given, gpointer group, GError **error)
{
  g_autofree char *option = g_strconcat ("--", info->option, NULL);
  g_autofree char *known = NULL;
  guint value = 0;

  if (!is_given (info, given))
    return TRUE;
  if (info->kind == AE_PARAM_LAYERS)
    return ae_spec_set_layers_from_string (group, given->text, error);
  if (info->kind == AE_PARAM_DOUBLE)
    ae_param_info_set_value (info, group, given->number);
  else if (info->kind == AE_PARAM_UINT64)
    *(guint64 *) ((char *) group + info->offset) = (guint64) given->seed;
  else if (info->kind == AE_PARAM_UINT)
    {
      if (!take_count (option, given->count, (int) MAX (info->option_least, info->least),
                       &value, error))
        return FALSE;
      ae_param_info_set_value (info, group, value);
    }
  else if (!ae_param_info_find_word (info, given->text, &value))
    {
      known = ae_param_info_dup_words (info, " and ");
      return ae_error_set (error, AE_ERROR_INVALID, "%s: “%s” is not known; there are %s",
                           option, given->text, known);
    }
  else
    ae_param_info_set_value (info, group, value);
  return TRUE;
}

/* Those that say how long, or all; variants are taken by themselves, and greedy phases are the
 * plan's last. */
static gboolean
take_all (const BlCliSettings *self, AeParamGroup which, gboolean length_only, gpointer group,
          GError **error)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && params[i].option != NULL
        && params[i].kind != AE_PARAM_VARIANTS
        && g_strcmp0 (params[i].key, "pretrain_epochs") != 0
        && (params[i].is_length || !length_only)
        && !take (&params[i], &self->given[i], group, error))
      return FALSE;
  return TRUE;
}

/* ------------------------------------------------------------------ options */

/**
 * bl_cli_settings_init:
 * @self: (out): settings with nothing given; free with bl_cli_settings_clear()
 */
void
bl_cli_settings_init (BlCliSettings *self)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  *self = (BlCliSettings){ .given = g_new0 (BlCliGiven, n),
                           .helps = g_ptr_array_new_with_free_func (g_free),
                           .validation = NAN,
                           .max_pixels = NOT_GIVEN,
                           .split_seed = NOT_GIVEN };
  for (guint i = 0; i < n; i++)
    forget (&params[i], &self->given[i]);
}

/**
 * bl_cli_settings_clear:
 * @self: settings
 */
void
bl_cli_settings_clear (BlCliSettings *self)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n && self->given != NULL; i++)
    if (params[i].kind == AE_PARAM_VARIANTS)
      g_strfreev (self->given[i].texts);
    else if (params[i].kind == AE_PARAM_ENUM || params[i].kind == AE_PARAM_LAYERS)
      g_free (self->given[i].text);
  g_clear_pointer (&self->given, g_free);
  g_clear_pointer (&self->helps, g_ptr_array_unref);
  g_free (self->pretrain);
  g_free (self->split);
  g_free (self->scale);
}

static GOptionArg
get_arg (const AeParamInfo *info)
{
  return info->kind == AE_PARAM_DOUBLE     ? G_OPTION_ARG_DOUBLE
         : info->kind == AE_PARAM_UINT     ? G_OPTION_ARG_INT
         : info->kind == AE_PARAM_UINT64   ? G_OPTION_ARG_INT64
         : info->kind == AE_PARAM_VARIANTS ? G_OPTION_ARG_STRING_ARRAY
                                           : G_OPTION_ARG_STRING;
}

static void
add_option (BlCliSettings *self, GOptionContext *context, const AeParamInfo *info)
{
  guint n;
  char *help = ae_param_info_dup_help (info);
  const GOptionEntry entries[] = {
    { info->option, 0, 0, get_arg (info), &self->given[info - ae_param_info_get_all (&n)], help,
      info->argument },
    { NULL },
  };

  g_ptr_array_add (self->helps, help);
  bl_cli_options_add (context, entries);
}

static void
add_group (BlCliSettings *self, GOptionContext *context, AeParamGroup group)
{
  g_autoptr (GPtrArray) rows = ae_param_info_list_options (group);
  const GOptionEntry pretrain[] = {
    { "pretrain", 0, 0, G_OPTION_ARG_STRING, &self->pretrain,
      "greedy: one layer at a time first, then the whole", "HOW" },
    { NULL },
  };

  for (guint i = 0; i < rows->len; i++)
    {
      const AeParamInfo *info = rows->pdata[i];

      if (g_strcmp0 (info->key, "pretrain_epochs") == 0)
        bl_cli_options_add (context, pretrain);
      add_option (self, context, info);
    }
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
      "band (each by its range), percentile (by the range of the middle 99.8 %), global, "
      "standard, minmax or none",
      "HOW" },
    { "max-pixels", 0, 0, G_OPTION_ARG_INT, &self->max_pixels,
      "Use a random sample of at most so many pixels", "N" },
    { NULL },
  };

  bl_cli_options_add (context, entries);
}

/**
 * bl_cli_settings_add_options:
 * @self: where they go; outlives the parsing
 * @context: gets them
 */
void
bl_cli_settings_add_options (BlCliSettings *self, GOptionContext *context)
{
  add_group (self, context, AE_PARAM_SPEC);
  add_group (self, context, AE_PARAM_LIVE);
  add_group (self, context, AE_PARAM_PLAN);
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
  const AeParamInfo *info;
  guint split = AE_SPLIT_RANDOM, max_pixels = 0;

  *out = (AePixelsOptions){ .seed = (guint64) find (self, AE_PARAM_PLAN, "seed", &info)->seed,
                            .validation = 0.1 };
  if (self->split_seed != NOT_GIVEN)
    out->seed = (guint64) self->split_seed;
  if (!PICK ("--split", self->split, splits, &split, error)
      || !take_count ("--max-pixels", self->max_pixels, 2, &max_pixels, error))
    return FALSE;
  out->split = split;
  out->max_pixels = max_pixels;
  if (!isnan (self->validation))
    out->validation = self->validation;
  if (!(out->validation >= 0 && out->validation <= 0.9))
    return ae_error_set (error, AE_ERROR_INVALID, "--validation: %g; give 0 to 0.9",
                         out->validation);
  if (self->scale != NULL && !ae_scaling_from_string (self->scale, &out->scaling))
    return ae_error_set (
        error, AE_ERROR_INVALID,
        "--scale: “%s” is not known; there are band, percentile, global, standard, minmax "
        "and none",
        self->scale);
  return TRUE;
}

/* A knob that only some variants have asks for them; 0 on a scale that begins with it asks for
 * nothing. */
static guint
implied_variants (const BlCliSettings *self)
{
  guint n, bits = 0;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == AE_PARAM_LIVE && is_given (&params[i], &self->given[i])
        && (self->given[i].number != 0 || params[i].low > 0))
      bits |= params[i].variants;
  return bits;
}

/* A unit of the code for each endmember; the layer before it has nine units for each. */
static gboolean
take_endmembers (const BlCliSettings *self, AeSpec *out, GError **error)
{
  guint n = self->n_endmembers;

  if (n == 0)
    return TRUE;
  if (bl_cli_settings_is_given (self, AE_PARAM_SPEC, "layers"))
    return ae_spec_get_code (out) == n
           || ae_error_set (error, AE_ERROR_INVALID,
                            "--endmembers: %u do not go with --layers, whose coding layer has "
                            "%u units; give one of the two",
                            n, ae_spec_get_code (out));
  if (n > AE_SPEC_MAX_UNITS)
    return ae_error_set (error, AE_ERROR_INVALID, "--endmembers: %u; give 2 to %d", n,
                         AE_SPEC_MAX_UNITS);
  ae_spec_set_endmembers (out, n);
  return TRUE;
}

/**
 * bl_cli_settings_is_given:
 * @self: settings
 * @group: of which structure
 * @key: of a parameter
 *
 * Returns: whether its option was given.
 */
gboolean
bl_cli_settings_is_given (const BlCliSettings *self, AeParamGroup group, const char *key)
{
  const AeParamInfo *info;
  const BlCliGiven *given = find (self, group, key, &info);

  return is_given (info, given);
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
  const AeParamInfo *info;
  const BlCliGiven *variants = find (self, AE_PARAM_SPEC, "variants", &info);
  g_autofree char *names = variants->texts != NULL ? g_strjoinv (",", variants->texts) : NULL;
  AeSpec named = { 0 };

  if (names != NULL && !ae_spec_set_variants_from_string (&named, names, error))
    return FALSE;
  ae_spec_init (out,
                named.variants | implied_variants (self)
                    | (self->n_endmembers > 0 ? AE_VARIANT_UNMIXING : 0),
                bands);
  return take_all (self, AE_PARAM_SPEC, FALSE, out, error)
         && take_endmembers (self, out, error) && ae_spec_validate (out, error);
}

static gboolean
fill_pretraining (const BlCliSettings *self, const AeSpec *spec, AePlan *out, GError **error)
{
  const AeParamInfo *info;
  const BlCliGiven *epochs = find (self, AE_PARAM_PLAN, "pretrain_epochs", &info);
  guint is_greedy = is_given (info, epochs);

  if (!PICK ("--pretrain", self->pretrain, pretrainings, &is_greedy, error))
    return FALSE;
  if (!is_greedy)
    return TRUE;
  if (spec->n_layers < 2)
    return ae_error_set (error, AE_ERROR_INVALID,
                         "--pretrain: greedy trains one layer after another and needs two "
                         "or more; add --variant stacked, or more --layers");
  out->pretrain_epochs = MAX (out->epochs / (2 * spec->n_layers), 1);
  if (!take (info, epochs, out, error))
    return FALSE;
  if (out->epochs > 0 && (guint64) out->pretrain_epochs * spec->n_layers >= out->epochs)
    return ae_error_set (
        error, AE_ERROR_INVALID,
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
  ae_plan_init_for (out, spec);
  return take_all (self, AE_PARAM_PLAN, FALSE, out, error)
         && fill_pretraining (self, spec, out, error) && ae_plan_validate (out, error);
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
  const AeParamInfo *info;
  double mask = find (self, AE_PARAM_LIVE, "masked_fraction", &info)->number;

  ae_hyperparams_init (out, spec);
  /* Masking alone is asked for by --mask alone. */
  if (!isnan (mask) && mask != 0)
    out->noise_level = 0;
  return take_all (self, AE_PARAM_LIVE, FALSE, out, error)
         && ae_hyperparams_validate (out, spec, error);
}

/**
 * bl_cli_settings_dup_given:
 * @self: settings
 *
 * Returns: (nullable) (transfer full): an option that was given and describes a model or what
 * it trains on, as against how long; %NULL where none was.
 */
char *
bl_cli_settings_dup_given (const BlCliSettings *self)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  const struct
  {
    gboolean is_given;
    const char *option;
  } others[] = {
    { self->pretrain != NULL, "--pretrain" },
    { self->split != NULL, "--split" },
    { self->scale != NULL, "--scale" },
    { !isnan (self->validation), "--validation" },
    { self->max_pixels != NOT_GIVEN, "--max-pixels" },
    { self->split_seed != NOT_GIVEN, "--split-seed" },
  };

  for (guint i = 0; i < n; i++)
    if (!params[i].is_length && is_given (&params[i], &self->given[i]))
      return g_strconcat ("--", params[i].option, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i].is_given)
      return g_strdup (others[i].option);
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
  plan->threads = 0; /* those of this machine, unless it is said how many */
  return take_all (self, AE_PARAM_PLAN, TRUE, plan, error) && ae_plan_validate (plan, error);
}
