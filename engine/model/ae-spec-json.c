/* ae-spec-json.c: specs, plans and hyperparams as JSON objects: a member for each row of the
 * table of parameters that has a key.
 */
#include "ae-param-info.h"

#include "ae-error.h"

#include <math.h>
#include <string.h>

#define MOST_JSON_BYTES 65536
#define MOST_JSON_DEPTH 8

/* ------------------------------------------------------------------ writing */

static JsonArray *
make_layers (const AeSpec *spec)
{
  JsonArray *layers = json_array_new ();

  for (guint i = 0; i < spec->n_layers; i++)
    json_array_add_int_element (layers, spec->layers[i]);
  return layers;
}

static void
write_member (JsonObject *object, const AeParamInfo *info, gconstpointer group)
{
  g_autofree char *names = NULL;

  switch (info->kind)
    {
    case AE_PARAM_DOUBLE:
      json_object_set_double_member (object, info->key, ae_param_info_get_value (info, group));
      break;
    case AE_PARAM_ENUM:
      json_object_set_string_member (
          object, info->key,
          ae_param_info_get_word (info, (guint) ae_param_info_get_count (info, group)));
      break;
    case AE_PARAM_VARIANTS:
      names = ae_spec_dup_variant_names (group);
      json_object_set_string_member (object, info->key, names);
      break;
    case AE_PARAM_LAYERS:
      json_object_set_array_member (object, info->key, make_layers (group));
      break;
    default: /* the bits of a seed survive: JSON integers are signed 64 bit here */
      json_object_set_int_member (object, info->key,
                                  (gint64) ae_param_info_get_count (info, group));
      break;
    }
}

static JsonNode *
to_json (AeParamGroup which, gconstpointer group)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && params[i].key != NULL)
      write_member (object, &params[i], group);
  json_node_take_object (node, object);
  return node;
}

/* ------------------------------------------------------------------ reading */

/* How deep brackets lie in each other; at most one more than is allowed. */
static guint
measure_depth (const char *text)
{
  guint depth = 0, deepest = 0;
  gboolean is_quoted = FALSE;

  for (; *text != '\0' && deepest <= MOST_JSON_DEPTH; text++)
    if (is_quoted)
      {
        if (*text == '\\' && text[1] != '\0')
          text++;
        else if (*text == '"')
          is_quoted = FALSE;
      }
    else if (*text == '"')
      is_quoted = TRUE;
    else if (*text == '[' || *text == '{')
      deepest = MAX (deepest, ++depth);
    else if ((*text == ']' || *text == '}') && depth > 0)
      depth--;
  return deepest;
}

/**
 * ae_json_parse:
 * @text: JSON that may be anything
 * @error: %AE_ERROR_INVALID: larger or deeper than settings are, or no JSON
 *
 * The parser of the library calls itself for each bracket and ends with the stack; so the text
 * is looked over first.
 *
 * Returns: (transfer full): its value.
 */
JsonNode *
ae_json_parse (const char *text, GError **error)
{
  JsonNode *node = NULL;

  if (strnlen (text, MOST_JSON_BYTES + 1) > MOST_JSON_BYTES)
    ae_error_set (error, AE_ERROR_INVALID, "The settings are longer than %d bytes",
                  MOST_JSON_BYTES);
  else if (measure_depth (text) > MOST_JSON_DEPTH)
    ae_error_set (error, AE_ERROR_INVALID,
                  "The settings have brackets more than %d deep in each other",
                  MOST_JSON_DEPTH);
  else if ((node = json_from_string (text, NULL)) == NULL)
    ae_error_set (error, AE_ERROR_INVALID, "The settings are no JSON");
  return node;
}

static gboolean
bad_member (GError **error, const char *key, const char *wanted)
{
  return ae_error_set (error, AE_ERROR_INVALID, "The member “%s” is not %s", key, wanted);
}

static gboolean
read_word (const AeParamInfo *info, JsonNode *node, gpointer group, GError **error)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  for (const AeParamWord *word = info->words; text != NULL && word->key != NULL; word++)
    if (g_str_equal (text, word->key))
      {
        ae_param_info_set_value (info, group, word->value);
        return TRUE;
      }
  return bad_member (error, info->key, "one of the known words");
}

static gboolean
read_variants (const AeParamInfo *info, JsonNode *node, AeSpec *spec, GError **error)
{
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_string (node) == NULL)
    return bad_member (error, info->key, "a text");
  return ae_spec_set_variants_from_string (spec, json_node_get_string (node), error);
}

static gboolean
read_layers (const AeParamInfo *info, JsonNode *node, AeSpec *spec, GError **error)
{
  JsonArray *layers;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return bad_member (error, info->key, "a list");
  layers = json_node_get_array (node);
  if (json_array_get_length (layers) > AE_SPEC_MAX_LAYERS)
    return bad_member (error, info->key, "a list of at most 12 layers");
  spec->n_layers = json_array_get_length (layers);
  for (guint i = 0; i < spec->n_layers; i++)
    {
      JsonNode *element = json_array_get_element (layers, i);
      gint64 units = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_int (element) : 0;

      if (units < 1 || units > G_MAXINT32)
        return bad_member (error, info->key, "a list of whole numbers above 0");
      spec->layers[i] = (guint) units;
    }
  return TRUE;
}

static gboolean
read_number (const AeParamInfo *info, JsonNode *node, gpointer group, GError **error)
{
  gpointer at = (char *) group + info->offset;
  gint64 value;

  if (!JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64
          && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return bad_member (error, info->key, "a number");
  value = json_node_get_int (node);
  if (info->kind == AE_PARAM_DOUBLE)
    *(double *) at = json_node_get_double (node);
  else if (info->kind == AE_PARAM_UINT64)
    *(guint64 *) at = (guint64) value;
  else if (value < 0 || value > G_MAXUINT32)
    return bad_member (error, info->key, "a whole number of 0 or more");
  else
    *(guint *) at = (guint) value;
  return TRUE;
}

static gboolean
read_member (const AeParamInfo *info, JsonNode *node, gpointer group, GError **error)
{
  switch (info->kind)
    {
    case AE_PARAM_ENUM:
      return read_word (info, node, group, error);
    case AE_PARAM_VARIANTS:
      return read_variants (info, node, group, error);
    case AE_PARAM_LAYERS:
      return read_layers (info, node, group, error);
    default:
      return read_number (info, node, group, error);
    }
}

/* Members that are absent keep what is there: files of earlier versions stay readable. */
static gboolean
from_json (AeParamGroup which, gpointer group, JsonNode *node, GError **error)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bad_member (error, "settings", "an object");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *member
          = params[i].group == which && params[i].key != NULL
                ? json_object_get_member (json_node_get_object (node), params[i].key)
                : NULL;

      if (member != NULL && !read_member (&params[i], member, group, error))
        return FALSE;
    }
  return TRUE;
}

/* ------------------------------------------------------------------ the three */

/**
 * ae_spec_to_json:
 * @self: a spec
 *
 * Returns: (transfer full): an object that ae_spec_from_json() reads.
 */
JsonNode *
ae_spec_to_json (const AeSpec *self)
{
  return to_json (AE_PARAM_SPEC, self);
}

/**
 * ae_spec_from_json:
 * @self: (out): a spec
 * @node: what ae_spec_to_json() gave, from a file that is not to be trusted
 * @error: AE_ERROR_INVALID naming the member
 *
 * Reads and validates. A spec that says nothing of its start is of a version whose start was
 * random.
 */
gboolean
ae_spec_from_json (AeSpec *self, JsonNode *node, GError **error)
{
  *self = (AeSpec){ 0 };
  if (!from_json (AE_PARAM_SPEC, self, node, error))
    return FALSE;
  if (!json_object_has_member (json_node_get_object (node), "variants"))
    return bad_member (error, "variants", "a text");
  if (!json_object_has_member (json_node_get_object (node), "layers"))
    return bad_member (error, "layers", "a list");
  return ae_spec_validate (self, error);
}

/**
 * ae_plan_to_json:
 * @self: a plan
 *
 * Returns: (transfer full): an object that ae_plan_from_json() reads.
 */
JsonNode *
ae_plan_to_json (const AePlan *self)
{
  return to_json (AE_PARAM_PLAN, self);
}

/**
 * ae_plan_from_json:
 * @self: (out): a plan
 * @node: what ae_plan_to_json() gave
 * @error: AE_ERROR_INVALID naming the member
 *
 * Reads and validates; absent members keep their defaults, save that a plan which says nothing
 * of what is kept is of a version that kept the last model.
 */
gboolean
ae_plan_from_json (AePlan *self, JsonNode *node, GError **error)
{
  ae_plan_init (self);
  self->keep = AE_KEEP_LAST;
  return from_json (AE_PARAM_PLAN, self, node, error) && ae_plan_validate (self, error);
}

/**
 * ae_hyperparams_to_json:
 * @self: hyperparams
 *
 * Returns: (transfer full): an object that ae_hyperparams_from_json() reads.
 */
JsonNode *
ae_hyperparams_to_json (const AeHyperparams *self)
{
  return to_json (AE_PARAM_LIVE, self);
}

/**
 * ae_hyperparams_from_json:
 * @self: (inout): hyperparams; absent members keep what it holds
 * @node: what ae_hyperparams_to_json() gave
 * @error: AE_ERROR_INVALID naming the member
 */
gboolean
ae_hyperparams_from_json (AeHyperparams *self, JsonNode *node, GError **error)
{
  return from_json (AE_PARAM_LIVE, self, node, error);
}
