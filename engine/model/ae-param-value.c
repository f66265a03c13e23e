/* ae-param-value.c: reads, writes, compares and checks a member of a structure by its row in
 * the table of parameters.
 */
#include "ae-param-info.h"

#include "ae-error.h"

#include <math.h>
#include <string.h>

/* Whether variants combine does not depend on it. */
#define ANY_BANDS 268

static gconstpointer
member_of (const AeParamInfo *self, gconstpointer group)
{
  return (const char *) group + self->offset;
}

/**
 * ae_param_info_is_used:
 * @self: a row
 * @variants: #AeVariant bits
 *
 * Returns: whether the parameter makes a difference to these variants.
 */
gboolean
ae_param_info_is_used (const AeParamInfo *self, guint variants)
{
  return (self->variants == 0 || (variants & self->variants) != 0)
         && (variants & self->not_variants) == 0;
}

/**
 * ae_param_info_is_needed:
 * @self: a row
 * @group: the structure that it is a member of
 * @variants: #AeVariant bits
 *
 * Returns: whether the parameter makes a difference to these variants with these settings.
 */
gboolean
ae_param_info_is_needed (const AeParamInfo *self, gconstpointer group, guint variants)
{
  return ae_param_info_is_used (self, variants)
         && (self->needs_key == NULL
             || ae_param_info_get_count (ae_param_info_find (self->group, self->needs_key),
                                         group)
                    == self->needs_value);
}

/**
 * ae_param_info_get_preset:
 * @self: a row
 * @variants: #AeVariant bits
 *
 * Returns: the value where nothing is chosen; 0 where these variants do not use a live
 * parameter.
 */
double
ae_param_info_get_preset (const AeParamInfo *self, guint variants)
{
  if (self->unmixing_preset != NULL && (variants & AE_VARIANT_UNMIXING) != 0)
    return *self->unmixing_preset;
  if (self->special != 0 && (variants & self->special) != 0)
    return self->special_preset;
  if (self->group == AE_PARAM_LIVE && !ae_param_info_is_used (self, variants))
    return 0;
  return self->preset;
}

/**
 * ae_param_info_get_count:
 * @self: a row of a whole number, an enum or bits
 * @group: the structure that it is a member of
 *
 * Returns: its value with all bits.
 */
guint64
ae_param_info_get_count (const AeParamInfo *self, gconstpointer group)
{
  if (self->kind == AE_PARAM_UINT64)
    return *(const guint64 *) member_of (self, group);
  return *(const guint *) member_of (self, group);
}

/**
 * ae_param_info_get_value:
 * @self: a row
 * @group: the structure that it is a member of
 *
 * Returns: its value; of the layers their number, of the code its size.
 */
double
ae_param_info_get_value (const AeParamInfo *self, gconstpointer group)
{
  switch (self->kind)
    {
    case AE_PARAM_DOUBLE:
      return *(const double *) member_of (self, group);
    case AE_PARAM_LAYERS:
      return ((const AeSpec *) group)->n_layers;
    case AE_PARAM_CODE:
      return ae_spec_get_code (group);
    default:
      return (double) ae_param_info_get_count (self, group);
    }
}

/* The last layer is the code; those before it are at least as wide. */
static void
set_code (AeSpec *spec, guint code)
{
  for (guint i = 0; i < spec->n_layers; i++)
    spec->layers[i] = i + 1 == spec->n_layers ? code : MAX (spec->layers[i], code);
}

/**
 * ae_param_info_set_value:
 * @self: a row of anything but layers
 * @group: (inout): the structure that it is a member of
 * @value: a whole number where the member is none but whole
 *
 * Layers before a code that would be narrower than it become as wide.
 */
void
ae_param_info_set_value (const AeParamInfo *self, gpointer group, double value)
{
  gpointer at = (char *) group + self->offset;

  switch (self->kind)
    {
    case AE_PARAM_DOUBLE:
      *(double *) at = value;
      break;
    case AE_PARAM_UINT64:
      *(guint64 *) at = (guint64) value;
      break;
    case AE_PARAM_CODE:
      set_code (group, (guint) value);
      break;
    case AE_PARAM_LAYERS:
      g_return_if_reached ();
    default:
      *(guint *) at = (guint) value;
      break;
    }
}

/**
 * ae_param_info_check:
 * @self: a row of a number
 * @value: of it
 * @error: %AE_ERROR_INVALID naming the parameter, the value and what is wanted
 *
 * Returns: whether it can be trained with.
 */
gboolean
ae_param_info_check (const AeParamInfo *self, double value, GError **error)
{
  g_autofree char *wanted = NULL;

  if (self->words != NULL || self->kind == AE_PARAM_LAYERS
      || (value >= self->least && value <= self->most))
    return TRUE;
  if (self->wanted == NULL)
    wanted = g_strdup_printf ("give %g to %g", self->least, self->most);
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "%s: %g%s%s; %s", self->title, value,
               self->unit != NULL ? " " : "", self->unit != NULL ? self->unit : "",
               wanted != NULL ? wanted : self->wanted);
  return FALSE;
}

/**
 * ae_param_info_equal:
 * @self: a row
 * @a, @b: two structures that it is a member of
 *
 * Returns: whether both hold the same.
 */
gboolean
ae_param_info_equal (const AeParamInfo *self, gconstpointer a, gconstpointer b)
{
  const AeSpec *one = a, *other = b;

  switch (self->kind)
    {
    case AE_PARAM_DOUBLE:
    case AE_PARAM_CODE:
      return ae_param_info_get_value (self, a) == ae_param_info_get_value (self, b);
    case AE_PARAM_LAYERS:
      return one->n_layers == other->n_layers
             && memcmp (one->layers, other->layers, one->n_layers * sizeof *one->layers) == 0;
    default:
      return ae_param_info_get_count (self, a) == ae_param_info_get_count (self, b);
    }
}

/**
 * ae_param_info_get_word:
 * @self: a row of an enum
 * @value: of it
 *
 * Returns: (transfer none): its name in JSON and on the command line; that of the last one
 * where there is no such value.
 */
const char *
ae_param_info_get_word (const AeParamInfo *self, guint value)
{
  const AeParamWord *word = self->words;

  while (word->value != value && word[1].key != NULL)
    word++;
  return word->key;
}

/**
 * ae_param_info_find_word:
 * @self: a row of an enum, or of bits
 * @text: a name, in any case
 * @value: (out): what it stands for; as it was where it is none
 *
 * Returns: whether there is such a name.
 */
gboolean
ae_param_info_find_word (const AeParamInfo *self, const char *text, guint *value)
{
  for (const AeParamWord *word = self->words; word->key != NULL; word++)
    if (g_ascii_strcasecmp (text, word->key) == 0)
      {
        *value = word->value;
        return TRUE;
      }
  return FALSE;
}

/**
 * ae_param_info_dup_words:
 * @self: a row of an enum, or of bits
 * @last_separator: before the last: " and " or " or "
 *
 * Returns: (transfer full): "constant and cosine".
 */
char *
ae_param_info_dup_words (const AeParamInfo *self, const char *last_separator)
{
  GString *text = g_string_new (NULL);

  for (const AeParamWord *word = self->words; word->key != NULL; word++)
    g_string_append_printf (text, "%s%s",
                            text->len == 0        ? ""
                            : word[1].key == NULL ? last_separator
                                                  : ", ",
                            word->key);
  return g_string_free (text, FALSE);
}

/**
 * ae_param_info_dup_help:
 * @self: a row with an option
 *
 * Returns: (transfer full): what the command line says of it.
 */
char *
ae_param_info_dup_help (const AeParamInfo *self)
{
  const char *place = strstr (self->help, "%s");
  g_autofree char *words = NULL;

  if (place == NULL)
    return g_strdup (self->help);
  words = ae_param_info_dup_words (self, self->kind == AE_PARAM_VARIANTS ? ", " : " or ");
  return g_strdup_printf ("%.*s%s%s", (int) (place - self->help), self->help, words,
                          place + strlen ("%s"));
}

/* As it stands in a window: sentences end there, and what they rest on has a line of its own.
 */
static char *
dup_tooltip (const char *hint, const char *partners, const char *source)
{
  GString *text = g_string_new (hint);

  g_string_append_c (text, '.');
  if (partners != NULL)
    g_string_append_printf (text, "\n%s.", partners);
  if (source != NULL)
    g_string_append_printf (text, "\n%s", source);
  return g_string_free (text, FALSE);
}

/**
 * ae_param_info_dup_tooltip:
 * @self: a row
 *
 * Returns: (transfer full): its hint as a sentence, and below it the source where it has one.
 */
char *
ae_param_info_dup_tooltip (const AeParamInfo *self)
{
  return dup_tooltip (self->hint, NULL, self->source);
}

/* Asked of the check itself: "Not together with Linear, Variational". */
static char *
dup_partners (guint variant)
{
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");
  GString *text = g_string_new (NULL);

  for (const AeParamWord *word = info->words; word->key != NULL; word++)
    {
      AeSpec spec;

      ae_spec_init (&spec, variant | word->value, ANY_BANDS);
      if (word->title != NULL && !ae_spec_validate (&spec, NULL))
        g_string_append_printf (text, "%s%s", text->len == 0 ? "Not together with " : ", ",
                                word->title);
    }
  if (text->len == 0)
    g_string_append (text, "Combines with every other");
  return g_string_free (text, FALSE);
}

/**
 * ae_param_info_dup_variant_tooltip:
 * @variant: a word of the variants
 *
 * Returns: (transfer full): its hint as a sentence, which others it combines with, and the
 * source where it has one.
 */
char *
ae_param_info_dup_variant_tooltip (const AeParamWord *variant)
{
  g_autofree char *partners = dup_partners (variant->value);

  return dup_tooltip (variant->hint, partners, variant->source);
}
