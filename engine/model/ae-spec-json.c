/* ae-spec-json.c: specs, plans and knobs as JSON objects, driven by one table each. */
#include "ae-spec.h"

#include "ae-error.h"

#include <math.h>

typedef enum
{
  FIELD_UINT,
  FIELD_UINT64,
  FIELD_DOUBLE,
  FIELD_WORD, /* an enum of guint size, by name */
} FieldKind;

typedef struct
{
  const char *key;
  FieldKind kind;
  gsize offset;
  const char *const *words;
} Field;

static const char *const activation_words[]
    = { "linear", "elu", "relu", "tanh", "sigmoid", NULL };
static const char *const loss_words[] = { "mse", "angle", NULL };
static const char *const latent_words[] = { "log-variance", "sigma", NULL };
static const char *const optimizer_words[] = { "adam", "sgd", NULL };
static const char *const schedule_words[] = { "constant", "cosine", NULL };

#define SPEC(name) G_STRUCT_OFFSET (AeSpec, name)
#define PLAN(name) G_STRUCT_OFFSET (AePlan, name)
#define KNOB(name) G_STRUCT_OFFSET (AeKnobs, name)

static const Field spec_fields[] = {
  { "bands", FIELD_UINT, SPEC (bands), NULL },
  { "activation", FIELD_WORD, SPEC (activation), activation_words },
  { "coding_activation", FIELD_WORD, SPEC (coding_activation), activation_words },
  { "output_activation", FIELD_WORD, SPEC (output_activation), activation_words },
  { "loss", FIELD_WORD, SPEC (loss), loss_words },
  { "latent_form", FIELD_WORD, SPEC (latent_form), latent_words },
};

static const Field plan_fields[] = {
  { "seed", FIELD_UINT64, PLAN (seed), NULL },
  { "batch", FIELD_UINT, PLAN (batch), NULL },
  { "epochs", FIELD_UINT, PLAN (epochs), NULL },
  { "optimizer", FIELD_WORD, PLAN (optimizer), optimizer_words },
  { "momentum", FIELD_DOUBLE, PLAN (momentum), NULL },
  { "schedule", FIELD_WORD, PLAN (schedule), schedule_words },
  { "patience", FIELD_UINT, PLAN (patience), NULL },
  { "max_seconds", FIELD_DOUBLE, PLAN (max_seconds), NULL },
  { "kl_warmup_epochs", FIELD_UINT, PLAN (kl_warmup_epochs), NULL },
  { "pretrain_epochs", FIELD_UINT, PLAN (pretrain_epochs), NULL },
  { "threads", FIELD_UINT, PLAN (threads), NULL },
};

static const Field knob_fields[] = {
  { "learning_rate", FIELD_DOUBLE, KNOB (learning_rate), NULL },
  { "weight_decay", FIELD_DOUBLE, KNOB (weight_decay), NULL },
  { "noise_level", FIELD_DOUBLE, KNOB (noise_level), NULL },
  { "masked_fraction", FIELD_DOUBLE, KNOB (masked_fraction), NULL },
  { "sparsity_target", FIELD_DOUBLE, KNOB (sparsity_target), NULL },
  { "sparsity_weight", FIELD_DOUBLE, KNOB (sparsity_weight), NULL },
  { "kl_weight", FIELD_DOUBLE, KNOB (kl_weight), NULL },
};

static void
write_fields (JsonObject *object, gconstpointer base, const Field *fields, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gconstpointer at = (const char *) base + fields[i].offset;

      switch (fields[i].kind)
        {
        case FIELD_UINT:
          json_object_set_int_member (object, fields[i].key, *(const guint *) at);
          break;
        case FIELD_UINT64: /* the bits survive: JSON integers are signed 64 bit here */
          json_object_set_int_member (object, fields[i].key, (gint64) * (const guint64 *) at);
          break;
        case FIELD_DOUBLE:
          json_object_set_double_member (object, fields[i].key, *(const double *) at);
          break;
        case FIELD_WORD:
        default:
          json_object_set_string_member (object, fields[i].key,
                                         fields[i].words[*(const guint *) at]);
          break;
        }
    }
}

static gboolean
bad_member (GError **error, const char *key, const char *wanted)
{
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID, "The member “%s” is not %s", key, wanted);
  return FALSE;
}

static gboolean
read_word (const Field *field, JsonNode *node, guint *out, GError **error)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  for (guint w = 0; text != NULL && field->words[w] != NULL; w++)
    if (g_str_equal (text, field->words[w]))
      {
        *out = w;
        return TRUE;
      }
  return bad_member (error, field->key, "one of the known words");
}

static gboolean
read_field (const Field *field, JsonNode *node, gpointer at, GError **error)
{
  gboolean is_number = JSON_NODE_HOLDS_VALUE (node)
                       && (json_node_get_value_type (node) == G_TYPE_INT64
                           || json_node_get_value_type (node) == G_TYPE_DOUBLE);

  if (field->kind == FIELD_WORD)
    return read_word (field, node, at, error);
  if (!is_number)
    return bad_member (error, field->key, "a number");
  if (field->kind == FIELD_DOUBLE)
    *(double *) at = json_node_get_double (node);
  else if (field->kind == FIELD_UINT64)
    *(guint64 *) at = (guint64) json_node_get_int (node);
  else
    {
      gint64 value = json_node_get_int (node);

      if (value < 0 || value > G_MAXUINT32)
        return bad_member (error, field->key, "a whole number of 0 or more");
      *(guint *) at = (guint) value;
    }
  return TRUE;
}

/* Members that are absent keep what base holds: files of earlier versions stay readable. */
static gboolean
read_fields (JsonNode *node, gpointer base, const Field *fields, guint n, GError **error)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bad_member (error, "settings", "an object");
  object = json_node_get_object (node);
  for (guint i = 0; i < n; i++)
    {
      JsonNode *member = json_object_get_member (object, fields[i].key);

      if (member != NULL
          && !read_field (&fields[i], member, (char *) base + fields[i].offset, error))
        return FALSE;
    }
  return TRUE;
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/**
 * ae_spec_to_json:
 * @self: a spec
 *
 * Returns: (transfer full): an object that ae_spec_from_json() reads.
 */
JsonNode *
ae_spec_to_json (const AeSpec *self)
{
  JsonObject *object = json_object_new ();
  JsonArray *layers = json_array_new ();
  g_autofree char *names = ae_spec_dup_variant_names (self);

  json_object_set_string_member (object, "variants", names);
  for (guint i = 0; i < self->n_layers; i++)
    json_array_add_int_element (layers, self->layers[i]);
  json_object_set_array_member (object, "layers", layers);
  write_fields (object, self, spec_fields, G_N_ELEMENTS (spec_fields));
  return take_object (object);
}

static gboolean
read_layers (AeSpec *self, JsonNode *member, GError **error)
{
  JsonArray *layers;

  if (member == NULL || !JSON_NODE_HOLDS_ARRAY (member))
    return bad_member (error, "layers", "a list");
  layers = json_node_get_array (member);
  if (json_array_get_length (layers) > AE_SPEC_MAX_LAYERS)
    return bad_member (error, "layers", "a list of at most 12 layers");
  self->n_layers = json_array_get_length (layers);
  for (guint i = 0; i < self->n_layers; i++)
    {
      JsonNode *element = json_array_get_element (layers, i);
      gint64 units = JSON_NODE_HOLDS_VALUE (element) ? json_node_get_int (element) : 0;

      if (units < 1 || units > G_MAXINT32)
        return bad_member (error, "layers", "a list of whole numbers above 0");
      self->layers[i] = (guint) units;
    }
  return TRUE;
}

/**
 * ae_spec_from_json:
 * @self: (out): a spec
 * @node: what ae_spec_to_json() gave, from a file that is not to be trusted
 * @error: AE_ERROR_INVALID naming the member
 *
 * Reads and validates.
 */
gboolean
ae_spec_from_json (AeSpec *self, JsonNode *node, GError **error)
{
  JsonNode *names;

  *self = (AeSpec){ 0 };
  if (!read_fields (node, self, spec_fields, G_N_ELEMENTS (spec_fields), error))
    return FALSE;
  names = json_object_get_member (json_node_get_object (node), "variants");
  if (names == NULL || !JSON_NODE_HOLDS_VALUE (names) || json_node_get_string (names) == NULL)
    return bad_member (error, "variants", "a text");
  return ae_spec_set_variants_from_string (self, json_node_get_string (names), error)
         && read_layers (self, json_object_get_member (json_node_get_object (node), "layers"),
                         error)
         && ae_spec_validate (self, error);
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
  JsonObject *object = json_object_new ();

  write_fields (object, self, plan_fields, G_N_ELEMENTS (plan_fields));
  return take_object (object);
}

/**
 * ae_plan_from_json:
 * @self: (out): a plan
 * @node: what ae_plan_to_json() gave
 * @error: AE_ERROR_INVALID naming the member
 *
 * Reads and validates; absent members keep their defaults.
 */
gboolean
ae_plan_from_json (AePlan *self, JsonNode *node, GError **error)
{
  ae_plan_init (self);
  return read_fields (node, self, plan_fields, G_N_ELEMENTS (plan_fields), error)
         && ae_plan_validate (self, error);
}

/**
 * ae_knobs_to_json:
 * @self: knobs
 *
 * Returns: (transfer full): an object that ae_knobs_from_json() reads.
 */
JsonNode *
ae_knobs_to_json (const AeKnobs *self)
{
  JsonObject *object = json_object_new ();

  write_fields (object, self, knob_fields, G_N_ELEMENTS (knob_fields));
  return take_object (object);
}

/**
 * ae_knobs_from_json:
 * @self: (inout): knobs; absent members keep what it holds
 * @node: what ae_knobs_to_json() gave
 * @error: AE_ERROR_INVALID naming the member
 */
gboolean
ae_knobs_from_json (AeKnobs *self, JsonNode *node, GError **error)
{
  return read_fields (node, self, knob_fields, G_N_ELEMENTS (knob_fields), error);
}
