/* test-param-info.c: the tables of parameters and of terms are whole and agree with themselves;
 * a row that does not is found.
 */
#include "ae-param-info.h"

#include <math.h>
#include <string.h>

typedef union
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams live;
} Group;

/* ------------------------------------------------------------------ one row */

static gboolean
is_sentence (const char *text)
{
  return text != NULL && *text != '\0' && text[strlen (text) - 1] != '.';
}

/* Each kind of autoencoder says what it is. */
static gboolean
are_explained (const AeParamWord *words)
{
  for (; words->key != NULL; words++)
    if (!is_sentence (words->hint))
      return FALSE;
  return TRUE;
}

static gboolean
is_within (const AeParamInfo *info, double value)
{
  return value >= info->least && value <= info->most;
}

static const char *
find_fault_of_words (const AeParamInfo *info)
{
  g_autofree char *help = info->option != NULL ? ae_param_info_dup_help (info) : NULL;
  guint bits = 0, n = 0;

  for (const AeParamWord *word = info->words; word->key != NULL; word++, n++)
    {
      guint value = G_MAXUINT;

      if (!ae_param_info_find_word (info, word->key, &value) || value != word->value)
        return "two words are the same";
      if (word->value >= 32 || (bits & (1u << word->value)) != 0)
        return "two words mean the same";
      bits |= 1u << word->value;
      if (help != NULL && strstr (help, word->key) == NULL)
        return "its help leaves a word out";
    }
  return n < 2 ? "one word is no choice"
         : info->preset != (guint) info->preset || (bits & (1u << (guint) info->preset)) == 0
             ? "its preset is none of the words"
             : NULL;
}

static const char *
find_fault_of_range (const AeParamInfo *info)
{
  guint special = info->special != 0 ? info->special : info->variants;

  if (info->factor != NULL || info->section != AE_PARAM_HIDDEN)
    {
      if (!(info->low < info->high))
        return "nothing lies between low and high";
      if (!is_within (info, info->high) || !is_within (info, info->low))
        return "the check refuses what the slider offers";
    }
  if (info->is_log && !(info->low > 0))
    return "a logarithmic scale needs a low above 0";
  if (info->has_zero && (!info->is_log || !is_within (info, 0)))
    return "0 has no place of its own there";
  if (info->kind != AE_PARAM_CODE && info->key != NULL && strcmp (info->key, "bands") != 0
      && (!is_within (info, ae_param_info_get_preset (info, info->variants))
          || !is_within (info, ae_param_info_get_preset (info, special))))
    return "the check refuses its preset";
  return NULL;
}

static const char *
find_fault (const AeParamInfo *info)
{
  if (!is_sentence (info->title) || !is_sentence (info->hint))
    return "title and hint are no sentences";
  if (info->key == NULL && info->kind != AE_PARAM_CODE)
    return "it has no key";
  if (info->option != NULL && (info->help == NULL || info->argument == NULL))
    return "its option says nothing";
  if ((info->kind == AE_PARAM_ENUM || info->kind == AE_PARAM_VARIANTS) != (info->words != NULL))
    return "words are of an enum";
  if (info->kind == AE_PARAM_VARIANTS && !are_explained (info->words))
    return "a variant is not explained";
  if (info->needs_key != NULL && ae_param_info_find (info->group, info->needs_key) == NULL)
    return "it depends on nothing that there is";
  if ((info->variants & info->not_variants) != 0)
    return "no variant uses it";
  if (info->kind == AE_PARAM_ENUM)
    return find_fault_of_words (info);
  return info->words == NULL && info->kind != AE_PARAM_LAYERS ? find_fault_of_range (info)
                                                              : NULL;
}

static void
test_rows (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      const char *fault = find_fault (&params[i]);

      if (fault != NULL)
        g_error ("%s: %s", params[i].title, fault);
    }
}

static void
assert_found (const char *factor, void (*spoil) (AeParamInfo *info))
{
  const AeParamInfo *good = factor != NULL ? ae_param_info_find_factor (factor)
                                           : ae_param_info_find (AE_PARAM_PLAN, "schedule");
  AeParamInfo bad = *good;

  g_assert_null (find_fault (good));
  spoil (&bad);
  g_assert_nonnull (find_fault (&bad));
}

static void
spoil_title (AeParamInfo *info)
{
  info->title = "";
}

static void
spoil_hint (AeParamInfo *info)
{
  info->hint = "A sentence with a full stop.";
}

static void
spoil_low (AeParamInfo *info)
{
  info->low = 0;
}

static void
spoil_high (AeParamInfo *info)
{
  info->high = 2 * info->most;
}

static void
spoil_preset (AeParamInfo *info)
{
  info->preset = -1;
}

static void
spoil_special (AeParamInfo *info)
{
  info->special_preset = 1000;
}

static void
spoil_words (AeParamInfo *info)
{
  static const AeParamWord twice[] = { { .key = "constant", .title = "Constant" },
                                       { .key = "cosine", .title = "Cosine" },
                                       { 0 } };

  info->words = twice;
}

static void
spoil_help (AeParamInfo *info)
{
  info->help = "cosine or nothing";
}

static void
spoil_option (AeParamInfo *info)
{
  info->help = NULL;
}

static void
spoil_need (AeParamInfo *info)
{
  info->needs_key = "optimiser";
}

static void
test_planted_rows (void)
{
  assert_found ("noise", spoil_title);
  assert_found ("noise", spoil_hint);
  assert_found ("kl-weight", spoil_low);
  assert_found ("mask", spoil_high);
  assert_found ("noise", spoil_preset);
  assert_found ("learning-rate", spoil_special);
  assert_found (NULL, spoil_words);
  assert_found (NULL, spoil_help);
  assert_found ("noise", spoil_option);
  assert_found ("seed", spoil_need);
}

/* ------------------------------------------------------------------ all rows */

static gsize
size_of (const AeParamInfo *info)
{
  return info->kind == AE_PARAM_DOUBLE || info->kind == AE_PARAM_UINT64 ? 8 : 4;
}

/* The first byte that no row stands for; the end may be padded to 8. */
static gsize
find_gap (AeParamGroup group, const AeParamInfo *params, guint n)
{
  gsize size = ae_param_group_get_size (group);
  g_autofree guint8 *rows = g_new0 (guint8, size + 8);
  gsize gap = 0;

  for (guint i = 0; i < n; i++)
    if (params[i].group == group && params[i].kind == AE_PARAM_LAYERS)
      {
        rows[G_STRUCT_OFFSET (AeSpec, n_layers)] = sizeof (guint);
        rows[params[i].offset] = sizeof (guint) * AE_SPEC_MAX_LAYERS;
      }
    else if (params[i].group == group && params[i].kind != AE_PARAM_CODE)
      {
        g_assert_cmpuint (rows[params[i].offset], ==, 0); /* no member has two rows */
        rows[params[i].offset] = (guint8) size_of (&params[i]);
      }
  while (gap < size)
    if (rows[gap] > 0)
      gap += rows[gap];
    else
      break;
  return gap + 4 == size && gap % 8 == 4 && group != AE_PARAM_SPEC ? size : gap;
}

static void
test_complete (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  g_autofree AeParamInfo *fewer = g_memdup2 (params, n * sizeof *params);

  for (AeParamGroup group = AE_PARAM_SPEC; group <= AE_PARAM_LIVE; group++)
    g_assert_cmpuint (find_gap (group, params, n), ==, ae_param_group_get_size (group));
  /* A row less leaves a gap, wherever it was. */
  for (guint i = 0; i < n; i++)
    {
      if (params[i].kind == AE_PARAM_CODE
          || params[i].offset + size_of (&params[i])
                 == ae_param_group_get_size (params[i].group)) /* it looks like padding */
        continue;
      memcpy (fewer, params, n * sizeof *params);
      fewer[i].kind = AE_PARAM_CODE;
      g_assert_cmpuint (find_gap (params[i].group, fewer, n), <,
                        ae_param_group_get_size (params[i].group));
    }
}

static void
add_name (GHashTable *names, const char *name)
{
  if (name != NULL && !g_hash_table_add (names, g_strdup (name)))
    g_error ("“%s” stands for two parameters", name);
}

static void
test_unique (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);
  g_autoptr (GHashTable) options
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) factors
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    {
      add_name (options, params[i].option);
      add_name (factors, params[i].factor);
      add_name (titles, params[i].title);
      if (params[i].key != NULL)
        g_assert_true (ae_param_info_find (params[i].group, params[i].key) == &params[i]);
    }
}

/* ------------------------------------------------------------------ values */

static void
init_group (AeParamGroup which, Group *group)
{
  AeSpec spec;

  memset (group, 0, sizeof *group);
  ae_spec_init (&spec, AE_VARIANT_SPARSE | AE_VARIANT_DENOISING, 40);
  if (which == AE_PARAM_SPEC)
    group->spec = spec;
  else if (which == AE_PARAM_PLAN)
    ae_plan_init (&group->plan);
  else
    ae_hyperparams_init (&group->live, &spec);
}

static gboolean
are_equal (AeParamGroup which, const Group *a, const Group *b)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    if (params[i].group == which && !ae_param_info_equal (&params[i], a, b))
      return FALSE;
  return TRUE;
}

static void
change (const AeParamInfo *info, Group *group)
{
  double old = ae_param_info_get_value (info, group);

  if (info->kind == AE_PARAM_LAYERS)
    group->spec.layers[0] = 17;
  else if (info->kind == AE_PARAM_CODE)
    ae_param_info_set_value (info, group, 3);
  else if (info->kind == AE_PARAM_VARIANTS)
    group->spec.variants = AE_VARIANT_SPARSE | AE_VARIANT_TIED;
  else if (info->kind == AE_PARAM_ENUM)
    ae_param_info_set_value (info, group,
                             info->words[0].value != (guint) old ? info->words[0].value
                                                                 : info->words[1].value);
  else
    ae_param_info_set_value (info, group,
                             info->kind == AE_PARAM_DOUBLE ? old / 2 + 0.3e-3 : old + 2);
}

/* By JSON as by hand, each row by itself. */
static void
test_round_trips (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      AeParamGroup which = params[i].group;
      Group before, changed, back;
      g_autoptr (JsonNode) node = NULL;
      g_autoptr (GError) error = NULL;

      init_group (which, &before);
      init_group (which, &back);
      changed = before;
      change (&params[i], &changed);
      g_assert_false (are_equal (which, &before, &changed));
      node = which == AE_PARAM_SPEC   ? ae_spec_to_json (&changed.spec)
             : which == AE_PARAM_PLAN ? ae_plan_to_json (&changed.plan)
                                      : ae_hyperparams_to_json (&changed.live);
      g_assert_true (which == AE_PARAM_SPEC ? ae_spec_from_json (&back.spec, node, &error)
                     : which == AE_PARAM_PLAN
                         ? ae_plan_from_json (&back.plan, node, &error)
                         : ae_hyperparams_from_json (&back.live, node, &error));
      g_assert_no_error (error);
      g_assert_true (are_equal (which, &changed, &back));
    }
}

/* What a check accepts ends where the row says, also by way of the whole structure. */
static void
test_ranges (void)
{
  guint n;
  const AeParamInfo *params = ae_param_info_get_all (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GError) error = NULL;
      double beyond = params[i].most < 1e6 ? params[i].most * 1.01 : -1;
      AeSpec spec;
      AeHyperparams hyperparams;

      if (params[i].group != AE_PARAM_LIVE)
        continue;
      g_assert_true (ae_param_info_check (&params[i], params[i].low, NULL));
      g_assert_true (ae_param_info_check (&params[i], params[i].high, NULL));
      g_assert_false (ae_param_info_check (&params[i], beyond, &error));
      g_assert_nonnull (strstr (error->message, params[i].title));
      ae_spec_init (&spec, params[i].variants, 40);
      ae_hyperparams_init (&hyperparams, &spec);
      g_assert_cmpfloat (ae_param_info_get_value (&params[i], &hyperparams), ==,
                         params[i].preset);
      g_assert_true (ae_hyperparams_validate (&hyperparams, &spec, NULL));
      ae_param_info_set_value (&params[i], &hyperparams, beyond);
      g_assert_false (ae_hyperparams_validate (&hyperparams, &spec, NULL));
      g_assert_false (ae_param_info_check (&params[i], NAN, NULL));
    }
}

/* What is said of combining is what the check says. */
static void
test_tooltips (void)
{
  const AeParamInfo *info = ae_param_info_find (AE_PARAM_SPEC, "variants");
  AeParamInfo bad = *info;
  AeParamWord words[] = { info->words[0], info->words[1], { 0 } };

  for (const AeParamWord *word = info->words; word->key != NULL; word++)
    {
      g_autofree char *tooltip = ae_param_info_dup_variant_tooltip (word);

      for (const AeParamWord *other = info->words; other->key != NULL; other++)
        {
          const char *refused = strstr (tooltip, "Not together with ");
          g_autofree char *line = g_strndup (refused != NULL ? refused : "",
                                             refused != NULL ? strcspn (refused, "\n") : 0);
          AeSpec spec;

          ae_spec_init (&spec, word->value | other->value, 100);
          if (other->title != NULL)
            g_assert_cmpint (strstr (line, other->title) == NULL, ==,
                             ae_spec_validate (&spec, NULL));
        }
    }
  words[1].hint = NULL;
  bad.words = words;
  g_assert_null (find_fault (info));
  g_assert_nonnull (find_fault (&bad));
}

static void
test_needs (void)
{
  const AeParamInfo *momentum = ae_param_info_find (AE_PARAM_PLAN, "momentum");
  const AeParamInfo *activation = ae_param_info_find (AE_PARAM_SPEC, "activation");
  AePlan plan;

  ae_plan_init (&plan);
  g_assert_false (ae_param_info_is_needed (momentum, &plan, 0));
  plan.optimizer = AE_OPTIMIZER_SGD;
  g_assert_true (ae_param_info_is_needed (momentum, &plan, 0));
  g_assert_true (ae_param_info_is_used (activation, AE_VARIANT_TIED));
  g_assert_false (ae_param_info_is_used (activation, AE_VARIANT_TIED | AE_VARIANT_LINEAR));
}

/* ------------------------------------------------------------------ terms */

/* The term of a live weight is there for the variants that use the weight. */
static const char *
find_fault_of_term (const AeTermInfo *info)
{
  const AeParamInfo *weight
      = info->weight != NULL ? ae_param_info_find (AE_PARAM_LIVE, info->weight) : NULL;

  if (!is_sentence (info->title) || !is_sentence (info->hint) || info->key == NULL)
    return "it is not described";
  if (info->weight != NULL && weight == NULL)
    return "its weight is no live parameter";
  if (weight != NULL && weight->variants != info->variants)
    return "its weight is of other variants";
  return NULL;
}

static void
test_terms (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AeTermInfo bad;
  guint colours = 0, n_columns = 0;

  for (guint t = 0; t < AE_N_TERMS; t++)
    {
      const AeTermInfo *info = ae_term_info_get (t);

      g_assert_null (find_fault_of_term (info));
      add_name (keys, info->key);
      g_assert_cmpuint (colours & (1u << info->colour), ==, 0);
      colours |= 1u << info->colour;
      n_columns += info->column != NULL;
    }
  g_assert_cmpuint (n_columns, ==,
                    AE_N_TERMS - 5); /* as many as ae-comparison has places for */
  bad = *ae_term_info_get (AE_TERM_LATENT);
  bad.weight = "noise_level";
  g_assert_nonnull (find_fault_of_term (&bad));
  bad.weight = "no_such";
  g_assert_nonnull (find_fault_of_term (&bad));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/param-info/rows", test_rows);
  g_test_add_func ("/param-info/planted-rows", test_planted_rows);
  g_test_add_func ("/param-info/complete", test_complete);
  g_test_add_func ("/param-info/unique", test_unique);
  g_test_add_func ("/param-info/round-trips", test_round_trips);
  g_test_add_func ("/param-info/ranges", test_ranges);
  g_test_add_func ("/param-info/tooltips", test_tooltips);
  g_test_add_func ("/param-info/needs", test_needs);
  g_test_add_func ("/param-info/terms", test_terms);
  return g_test_run ();
}
