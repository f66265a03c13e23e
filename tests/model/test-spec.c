/* test-spec.c: presets, what is refused and with which sentence, and JSON there and back. */
#include "ae-error.h"
#include "ae-spec.h"

#include <math.h>
#include <string.h>

static void
assert_layers (guint variants, guint bands, const char *expected)
{
  AeSpec spec;
  g_autofree char *text = NULL;

  ae_spec_init (&spec, variants, bands);
  text = ae_spec_dup_layers_text (&spec);
  g_assert_cmpstr (text, ==, expected);
  g_assert_true (ae_spec_validate (&spec, NULL));
}

static void
test_proposals (void)
{
  assert_layers (AE_VARIANT_STACKED, 268, "130,70,40,20");
  assert_layers (AE_VARIANT_STACKED, 156, "76,41,23,12");
  assert_layers (AE_VARIANT_STACKED, 20, "10,5,3,2");
  assert_layers (AE_VARIANT_PLAIN, 268, "130,20");
  assert_layers (AE_VARIANT_STACKED | AE_VARIANT_TIED, 268, "130,70,40,20");
  /* A network can be proposed for any number of bands that is possible at all. */
  for (guint bands = 2; bands < 600; bands += 7)
    for (guint variants = 0; variants < 64; variants++)
      {
        AeSpec spec;

        if ((variants & AE_VARIANT_SPARSE)
            && (variants & (AE_VARIANT_VARIATIONAL | AE_VARIANT_LINEAR)))
          continue;
        ae_spec_init (&spec, variants, bands);
        g_assert_true (ae_spec_validate (&spec, NULL));
      }
}

/* ------------------------------------------------------------------ refusals */

/* The sentence must name the setting, what was found, and what to do. */
static void
assert_refused (gboolean is_fine, GError **place, const char *const *words)
{
  const GError *error = *place;

  g_assert_false (is_fine);
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (error->message, words[i]) == NULL)
      g_error ("“%s” does not say “%s”", error->message, words[i]);
  g_test_message ("%s", error->message);
}

#define WORDS(...)                                                                             \
  (const char *const[]) { __VA_ARGS__, NULL }

static void
refuse_spec (guint variants, guint bands, guint n_layers, guint first, guint last,
             const char *const *words)
{
  AeSpec spec;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, variants, bands);
  spec.n_layers = n_layers;
  spec.layers[0] = first;
  if (n_layers > 0 && n_layers <= AE_SPEC_MAX_LAYERS)
    spec.layers[n_layers - 1] = last;
  assert_refused (ae_spec_validate (&spec, &error), &error, words);
}

static void
test_bad_specs (void)
{
  AeSpec wide;

  refuse_spec (0, 1, 1, 1, 1, WORDS ("bands", "1", "at least 2"));
  refuse_spec (0, 100, 0, 0, 0, WORDS ("Layers", "none", "130,20"));
  refuse_spec (0, 100, 1, 101, 101, WORDS ("coding layer", "101", "100", "sparse"));
  refuse_spec (0, 100, 2, 1000000, 10, WORDS ("layer 1", "1000000"));
  refuse_spec (0, 100, 2, 0, 10, WORDS ("layer 1", "0 units"));
  refuse_spec (0, 100, 13, 10, 10, WORDS ("13", "12"));
  refuse_spec (AE_VARIANT_SPARSE | AE_VARIANT_VARIATIONAL, 100, 1, 10, 10,
               WORDS ("sparse", "variational"));
  refuse_spec (AE_VARIANT_SPARSE | AE_VARIANT_LINEAR, 100, 1, 10, 10,
               WORDS ("sparse", "linear"));
  /* An over-complete coding layer is allowed where sparsity forbids copying. */
  ae_spec_init (&wide, AE_VARIANT_SPARSE, 100);
  wide.layers[wide.n_layers - 1] = 1000;
  g_assert_true (ae_spec_validate (&wide, NULL));
}

/* However few bands: no layer before the code is narrower than it. */
static void
test_no_neck (void)
{
  for (guint bands = 2; bands <= 40; bands++)
    for (guint variants = 0; variants < 2 * AE_VARIANT_VARIATIONAL; variants++)
      {
        AeSpec spec;

        ae_spec_init (&spec, variants, bands);
        for (guint i = 0; i + 1 < spec.n_layers; i++)
          g_assert_cmpuint (spec.layers[i], >=, ae_spec_get_code (&spec));
      }
}

static void
refuse_layers (const char *text, const char *const *words)
{
  AeSpec spec;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, 0, 268);
  assert_refused (ae_spec_set_layers_from_string (&spec, text, &error), &error, words);
}

static void
test_layer_texts (void)
{
  AeSpec spec;
  g_autofree char *shape = NULL;

  refuse_layers ("", WORDS ("none"));
  refuse_layers (", ,", WORDS ("number"));
  refuse_layers (" ", WORDS ("none"));
  refuse_layers ("4,,2", WORDS ("number"));
  refuse_layers ("4,", WORDS ("number"));
  refuse_layers (",4", WORDS ("number"));
  refuse_layers ("-5", WORDS ("number"));
  refuse_layers ("+5", WORDS ("number"));
  refuse_layers ("8,-5", WORDS ("number"));
  refuse_layers ("0x10", WORDS ("0 units"));
  refuse_layers ("16x10", WORDS ("x10"));
  refuse_layers ("8 →→ 4", WORDS ("number"));
  refuse_layers ("130,abc", WORDS ("abc"));
  refuse_layers ("0", WORDS ("0 units"));
  refuse_layers ("1000000", WORDS ("1000000"));
  refuse_layers ("99999999999999999999999", WORDS ("units"));
  refuse_layers ("1,2,3,4,5,6,7,8,9,10,11,12,13", WORDS ("12"));
  ae_spec_init (&spec, 0, 268);
  g_assert_true (ae_spec_set_layers_from_string (&spec, "130 → 70,40 20 ", NULL));
  shape = ae_spec_dup_shape_text (&spec);
  g_assert_cmpstr (shape, ==, "268 → 130 → 70 → 40 → 20");
}

static void
test_variant_texts (void)
{
  AeSpec spec;
  g_autofree char *names = NULL;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, 0, 268);
  g_assert_true (ae_spec_set_variants_from_string (&spec, "Tied, denoising,SPARSE", NULL));
  names = ae_spec_dup_variant_names (&spec);
  g_assert_cmpstr (names, ==, "tied, denoising, sparse");
  assert_refused (ae_spec_set_variants_from_string (&spec, "tied,quantum", &error), &error,
                  WORDS ("quantum", "variational"));
}

static void
refuse_knob (guint variants, gsize offset, double value, const char *const *words)
{
  AeSpec spec;
  AeHyperparams hyperparams;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, variants, 100);
  ae_hyperparams_init (&hyperparams, &spec);
  g_assert_true (ae_hyperparams_validate (&hyperparams, &spec, NULL));
  *(double *) ((char *) &hyperparams + offset) = value;
  assert_refused (ae_hyperparams_validate (&hyperparams, &spec, &error), &error, words);
}

#define KNOB(name) G_STRUCT_OFFSET (AeHyperparams, name)

static void
test_bad_knobs (void)
{
  refuse_knob (0, KNOB (learning_rate), 0, WORDS ("Learning rate", "0"));
  refuse_knob (0, KNOB (learning_rate), -1, WORDS ("Learning rate", "-1"));
  refuse_knob (0, KNOB (learning_rate), NAN, WORDS ("Learning rate"));
  refuse_knob (0, KNOB (weight_decay), -1e-3, WORDS ("Weight decay", "-0.001"));
  refuse_knob (0, KNOB (noise_level), -0.1, WORDS ("Noise level", "-0.1"));
  refuse_knob (0, KNOB (noise_level), INFINITY, WORDS ("Noise level"));
  refuse_knob (0, KNOB (masked_fraction), 1, WORDS ("Masked fraction", "0.95"));
  refuse_knob (AE_VARIANT_SPARSE, KNOB (sparsity_target), 0, WORDS ("Sparsity target", "0"));
  refuse_knob (AE_VARIANT_SPARSE, KNOB (sparsity_target), 1, WORDS ("Sparsity target", "1"));
  refuse_knob (AE_VARIANT_SPARSE, KNOB (sparsity_weight), -1, WORDS ("Sparsity weight", "-1"));
  refuse_knob (AE_VARIANT_VARIATIONAL, KNOB (kl_weight), -1, WORDS ("KL weight", "-1"));
  refuse_knob (AE_VARIANT_VARIATIONAL, KNOB (kl_weight), NAN, WORDS ("KL weight"));
}

/* The batch from which on the mean activation is accurate enough, by bisection of the advice.
 */
static guint
find_batch (const AeSpec *spec, double target)
{
  AePlan plan;
  AeHyperparams hyperparams;
  guint low = 1, high = 65536;

  ae_plan_init (&plan);
  ae_hyperparams_init (&hyperparams, spec);
  hyperparams.sparsity_target = target;
  while (high - low > 1)
    {
      g_autofree char *advice = NULL;

      plan.batch = (low + high) / 2;
      advice = ae_plan_dup_advice (&plan, spec, &hyperparams);
      *(advice != NULL ? &low : &high) = plan.batch;
    }
  return high;
}

/* The standard error of a mean of so many draws of the target is a third of the target. */
static void
test_advice (void)
{
  AeSpec spec;

  ae_spec_init (&spec, AE_VARIANT_STACKED | AE_VARIANT_SPARSE, 268);
  for (guint percent = 1; percent <= 40; percent += 13)
    {
      double p = percent / 100.0;
      guint batch = find_batch (&spec, p);

      g_assert_cmpfloat (sqrt (p * (1 - p) / batch), <=, p / 3 + 1e-9);
      g_assert_cmpfloat (sqrt (p * (1 - p) / (batch - 1.0)), >, p / 3 - 1e-9);
    }
  ae_spec_init (&spec, AE_VARIANT_STACKED, 268);
  g_assert_cmpuint (find_batch (&spec, 0.1), ==, 2);
}

static void
refuse_plan (void (*spoil) (AePlan *plan), const char *const *words)
{
  AePlan plan;
  g_autoptr (GError) error = NULL;

  ae_plan_init (&plan);
  g_assert_true (ae_plan_validate (&plan, NULL));
  spoil (&plan);
  assert_refused (ae_plan_validate (&plan, &error), &error, words);
}

static void
spoil_batch (AePlan *plan)
{
  plan->batch = 0;
}

static void
spoil_momentum (AePlan *plan)
{
  plan->momentum = 1;
}

static void
spoil_threads (AePlan *plan)
{
  plan->threads = 1000;
}

static void
test_bad_plans (void)
{
  refuse_plan (spoil_batch, WORDS ("Batch", "0"));
  refuse_plan (spoil_momentum, WORDS ("Momentum", "1"));
  refuse_plan (spoil_threads, WORDS ("Threads", "1000", "256"));
}

/* ------------------------------------------------------------------ JSON */

static void
test_json_spec (void)
{
  AeSpec spec, back;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, AE_VARIANT_TIED | AE_VARIANT_DENOISING | AE_VARIANT_SPARSE, 156);
  spec.activation = AE_ACTIVATION_TANH;
  spec.output_activation = AE_ACTIVATION_SIGMOID;
  spec.loss = AE_LOSS_SPECTRAL_ANGLE;
  spec.latent_form = AE_LATENT_SIGMA;
  node = ae_spec_to_json (&spec);
  g_assert_true (ae_spec_from_json (&back, node, &error));
  g_assert_no_error (error);
  g_assert_true (ae_spec_equal (&spec, &back));
  back.layers[0]++;
  g_assert_false (ae_spec_equal (&spec, &back));
}

static void
test_json_plan (void)
{
  AePlan plan, back;
  AeHyperparams hyperparams = { 1e-3, 1e-5, 0.3, 0.1, 0.05, 0.2, 1.0 / 3 }, knobs_back = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) knobs_node = NULL;
  g_autoptr (GError) error = NULL;

  ae_plan_init (&plan);
  plan.seed = G_MAXUINT64 - 5;
  plan.schedule = AE_SCHEDULE_COSINE;
  plan.optimizer = AE_OPTIMIZER_SGD;
  plan.max_seconds = 0.1;
  node = ae_plan_to_json (&plan);
  g_assert_true (ae_plan_from_json (&back, node, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (back.seed, ==, plan.seed);
  g_assert_cmpint (back.schedule, ==, plan.schedule);
  g_assert_cmpint (back.optimizer, ==, plan.optimizer);
  g_assert_cmpfloat (back.max_seconds, ==, plan.max_seconds);
  knobs_node = ae_hyperparams_to_json (&hyperparams);
  g_assert_true (ae_hyperparams_from_json (&knobs_back, knobs_node, &error));
  g_assert_true (ae_hyperparams_equal (&hyperparams, &knobs_back));
}

/* Files are hostile: each of these is refused by name, none crashes. */
static void
test_json_hostile (void)
{
  static const char *const texts[] = {
    "[]",
    "3",
    "{}",
    "{\"variants\": 3}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": 3}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": []}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [\"x\"]}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [[1]]}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [-1]}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [4000000000]}",
    "{\"variants\": \"plain\", \"bands\": -20, \"layers\": [2]}",
    "{\"variants\": \"plain\", \"bands\": null, \"layers\": [2]}",
    "{\"variants\": \"plain\", \"bands\": {}, \"layers\": [2]}",
    "{\"variants\": \"nonsense\", \"bands\": 20, \"layers\": [2]}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [2], \"activation\": \"step\"}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [2], \"loss\": 7}",
    "{\"variants\": \"plain\", \"bands\": 20, \"layers\": [1,1,1,1,1,1,1,1,1,1,1,1,1]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      AeSpec spec;

      g_assert_nonnull (node);
      g_assert_false (ae_spec_from_json (&spec, node, &error));
      g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spec/proposals", test_proposals);
  g_test_add_func ("/spec/no-neck", test_no_neck);
  g_test_add_func ("/spec/bad-specs", test_bad_specs);
  g_test_add_func ("/spec/layer-texts", test_layer_texts);
  g_test_add_func ("/spec/variant-texts", test_variant_texts);
  g_test_add_func ("/spec/bad-knobs", test_bad_knobs);
  g_test_add_func ("/spec/bad-plans", test_bad_plans);
  g_test_add_func ("/spec/advice", test_advice);
  g_test_add_func ("/spec/json-spec", test_json_spec);
  g_test_add_func ("/spec/json-plan-and-knobs", test_json_plan);
  g_test_add_func ("/spec/json-hostile", test_json_hostile);
  return g_test_run ();
}
