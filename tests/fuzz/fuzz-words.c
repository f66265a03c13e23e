/* fuzz-words.c: what users type: steps of preprocessing, lists of bands, layers; and specs as
 * JSON. */
#include "fuzz.h"

#include "ae-demo-scene.h"
#include "ae-preprocess.h"
#include "ae-spec.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static AeScene *scene;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *steps = ae_preprocess_dup_canonical (text, NULL);
  g_autofree guint8 *bad = NULL;
  JsonNode *node = ae_json_parse (text, NULL);
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;

  if (scene == NULL)
    scene = ae_demo_scene_new (1, 4, 4);
  if (steps != NULL)
    {
      g_autofree char *again = ae_preprocess_dup_canonical (steps, NULL);

      if (g_strcmp0 (steps, again) != 0)
        abort ();
    }
  bad = ae_scene_edits_parse_bands (text, scene, NULL);
  ae_spec_init (&spec, AE_VARIANT_PLAIN, 20);
  ae_spec_set_layers_from_string (&spec, text, NULL);
  if (node != NULL)
    {
      ae_hyperparams_init (&hyperparams, &spec);
      ae_spec_from_json (&spec, node, NULL);
      ae_plan_from_json (&plan, node, NULL);
      ae_hyperparams_from_json (&hyperparams, node, NULL);
      json_node_unref (node);
    }
  return 0;
}
