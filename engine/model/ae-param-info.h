/* ae-param-info.h: the table of parameters and the table of loss terms. Whatever lists
 * parameters or terms (JSON, checks, options, sweeps, sliders, columns) loops over these.
 */
#pragma once

#include "ae-spec.h"

G_BEGIN_DECLS

/* Which structure a parameter is a member of. */
typedef enum
{
  AE_PARAM_SPEC, /* AeSpec: what is built */
  AE_PARAM_PLAN, /* AePlan: how it is trained */
  AE_PARAM_LIVE, /* AeHyperparams: what may change while it trains */
} AeParamGroup;

typedef enum
{
  AE_PARAM_DOUBLE,
  AE_PARAM_UINT,     /* guint */
  AE_PARAM_UINT64,   /* guint64 */
  AE_PARAM_ENUM,     /* one of the words */
  AE_PARAM_VARIANTS, /* a guint of bits: any of the words */
  AE_PARAM_LAYERS,   /* AeSpec.layers, with their number */
  AE_PARAM_CODE,     /* the last of the layers, which is no member by itself */
} AeParamKind;

/* Where the settings of a run show it. */
typedef enum
{
  AE_PARAM_HIDDEN,
  AE_PARAM_SLIDERS, /* the live ones */
  AE_PARAM_NETWORK,
  AE_PARAM_TRAINING,
} AeParamSection;

/* When the command that repeats a training names the option. */
typedef enum
{
  AE_PARAM_ALWAYS,
  AE_PARAM_UNLESS_ZERO,
  AE_PARAM_NEVER,
} AeParamMention;

/**
 * AeParamWord:
 * @value: of the enum, or a bit
 * @key: in JSON and on the command line
 * @title: for people; %NULL where the window does not offer it
 * @hint: (nullable): a sentence, as of #AeParamInfo; each variant has one
 * @source: (nullable): where it was published
 */
typedef struct
{
  guint value;
  const char *key, *title, *hint, *source;
} AeParamWord;

/**
 * AeParamInfo:
 * @group, @offset, @kind: which member it is
 * @key: its name in JSON; %NULL where it is not a member by itself
 * @option, @argument, @help: on the command line, without dashes; @option is %NULL where there
 * is none; "%s" in @help stands for the words
 * @help_order: options of a group are listed by it, then as in the table
 * @option_least: what the option accepts, where 0 is what it means not to give it
 * @mention: whether the command that repeats a training names it
 * @title: for people
 * @note: (nullable): a few words below the title
 * @hint: a sentence with the term of the textbooks, and the formula where there is one
 * @source: (nullable): where it was published
 * @unit: (nullable): behind a number
 * @words: (nullable): of an enum or of bits; ends with a @key of %NULL
 * @factor: (nullable): its name in a sweep; %NULL where it is not swept
 * @low, @high: what a slider and a sweep range over; usual values lie within
 * @least, @most: what a check accepts
 * @wanted: (nullable): the end of the sentence of that check
 * @step, @digits: of a spin button
 * @preset: where nothing is chosen, for those that use it; 0 for the others
 * @special, @special_preset: variants with a preset of their own
 * @unmixing_preset: (nullable): that of unmixing where it is another
 * @is_log: equal ratios are equal distances
 * @has_zero: 0 lies below the lowest place of a logarithmic scale
 * @variants: that use it; 0: all
 * @not_variants: that do not
 * @needs_key, @needs_value: (nullable): of its group, an enum that must have this value
 * @is_length: says how long and on how many threads, not what is learnt: may change when a
 * training goes on
 * @section, @section_order: where the settings of a run show it; rows of a section are listed
 * by the order, then as in the table
 */
typedef struct
{
  AeParamGroup group;
  AeParamKind kind;
  gsize offset;
  const char *key;
  const char *option, *argument, *help;
  int help_order;
  guint option_least;
  AeParamMention mention;
  const char *title, *note, *hint, *source, *unit;
  const AeParamWord *words;
  const char *factor;
  double low, high;
  double least, most;
  const char *wanted;
  double step;
  guint digits;
  double preset;
  guint special;
  double special_preset;
  const double *unmixing_preset;
  gboolean is_log, has_zero;
  guint variants, not_variants;
  const char *needs_key;
  guint needs_value;
  gboolean is_length;
  AeParamSection section;
  int section_order;
} AeParamInfo;

/**
 * AeTermInfo:
 * @key: in JSON, in tables and in the project file
 * @title: for people
 * @hint: a sentence with the formula, before the weight
 * @unit: (nullable): of the term as it enters the loss
 * @colour: of its curve, a number of the palette
 * @variants: that have it; 0: all whose weight is not 0
 * @weight: (nullable): key of the live parameter that it is multiplied by
 * @column: (nullable): what its column in a table of runs is; %NULL: it has none
 * @is_per_band: divided by the bands, as the reconstruction is a mean over them
 */
typedef struct
{
  const char *key, *title, *hint, *unit;
  guint colour;
  guint variants;
  const char *weight, *column;
  gboolean is_per_band;
} AeTermInfo;

const AeParamInfo *ae_param_info_get_all (guint *n);
const AeParamInfo *ae_param_info_find (AeParamGroup group, const char *key);
const AeParamInfo *ae_param_info_find_factor (const char *factor);
GPtrArray *ae_param_info_list_options (AeParamGroup group);
GPtrArray *ae_param_info_list_section (AeParamSection section);
gsize ae_param_group_get_size (AeParamGroup group);
const AeTermInfo *ae_term_info_get (AeLossTerm term);

gboolean ae_param_info_is_used (const AeParamInfo *self, guint variants);
gboolean ae_param_info_is_needed (const AeParamInfo *self, gconstpointer group, guint variants);
double ae_param_info_get_preset (const AeParamInfo *self, guint variants);
guint64 ae_param_info_get_count (const AeParamInfo *self, gconstpointer group);
double ae_param_info_get_value (const AeParamInfo *self, gconstpointer group);
void ae_param_info_set_value (const AeParamInfo *self, gpointer group, double value);
gboolean ae_param_info_check (const AeParamInfo *self, double value, GError **error);
gboolean ae_param_info_equal (const AeParamInfo *self, gconstpointer a, gconstpointer b);
const char *ae_param_info_get_word (const AeParamInfo *self, guint value);
gboolean ae_param_info_find_word (const AeParamInfo *self, const char *text, guint *value);
char *ae_param_info_dup_words (const AeParamInfo *self, const char *last_separator);
char *ae_param_info_dup_help (const AeParamInfo *self);
char *ae_param_info_dup_tooltip (const AeParamInfo *self);
char *ae_param_info_dup_variant_tooltip (const AeParamWord *variant);

G_END_DECLS
