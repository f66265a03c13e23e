/* test-network-graph.c: where the units of a network are drawn, from its spec alone and with
 * weights: columns, mirrors, links, marks, counts. */
#include "bl-network-graph.h"
#include "plot-chart.h"
#include "plot-paint.h"

#include <math.h>
#include <string.h>
#include <time.h>

static void
init_spec (AeSpec *spec, guint variants, const char *layers)
{
  g_autoptr (GError) error = NULL;

  ae_spec_init (spec, variants, 268);
  ae_spec_set_layers_from_string (spec, layers, &error);
  g_assert_no_error (error);
}

static const PlotNode *
get_node (const PlotGraph *graph, guint i)
{
  return &g_array_index (graph->nodes, PlotNode, i);
}

static const PlotGraphLink *
get_link (const PlotGraph *graph, guint i)
{
  return &g_array_index (graph->links, PlotGraphLink, i);
}

static gboolean
has_text (const PlotGraph *graph, const char *text)
{
  for (guint i = 0; i < graph->texts->len; i++)
    if (strcmp (g_array_index (graph->texts, PlotGraphText, i).text, text) == 0)
      return TRUE;
  return FALSE;
}

/* Nodes of the place x; heads over each other count together. */
static guint
count_at (const PlotGraph *graph, double x)
{
  guint n = 0;

  for (guint i = 0; i < graph->nodes->len; i++)
    n += fabs (get_node (graph, i)->x - x) < 1e-9;
  return n;
}

/* Everything is within the drawing, and no unit lies on another. */
static void
check_places (const PlotGraph *graph)
{
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const PlotNode *a = get_node (graph, i);

      g_assert_true (a->x > 0 && a->x < graph->width && a->y > 0.9 && a->y < graph->height - 2);
      for (guint k = 0; k < i; k++)
        g_assert_cmpfloat (hypot (a->x - get_node (graph, k)->x, a->y - get_node (graph, k)->y),
                           >=, 0.99);
    }
}

/* ------------------------------------------------------------------ columns */

static void
test_columns (void)
{
  static const struct
  {
    guint variants;
    guint places;
  } cases[] = { { AE_VARIANT_STACKED, 9 },
                { AE_VARIANT_TIED, 9 },
                { AE_VARIANT_DENOISING, 10 },
                { AE_VARIANT_VARIATIONAL, 10 },
                { AE_VARIANT_VARIATIONAL | AE_VARIANT_DENOISING | AE_VARIANT_TIED, 11 } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      AeSpec spec;
      g_autoptr (PlotGraph) graph = NULL;

      init_spec (&spec, cases[c].variants, "130,70,40,20");
      graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec });
      g_assert_cmpfloat (graph->width, ==, cases[c].places);
      check_places (graph);
      for (guint p = 0; p < cases[c].places; p++)
        g_assert_cmpuint (count_at (graph, p + 0.5), >=, 4);
      g_assert_cmpuint (count_at (graph, 0.5), ==, BL_NETWORK_ROWS - 1);
      g_assert_true (has_text (graph, "268") && has_text (graph, "70")
                     && has_text (graph, "⋮"));
      g_assert_true (has_text (graph, "σ")
                     == ((cases[c].variants & AE_VARIANT_VARIATIONAL) != 0));
      g_assert_true (has_text (graph, "corrupted")
                     == ((cases[c].variants & AE_VARIANT_DENOISING) != 0));
      g_assert_true (has_text (graph, "Wᵀ") == ((cases[c].variants & AE_VARIANT_TIED) != 0));
      g_assert_cmpuint (graph->links->len > 0, ==, /* those that no weights are of */
                        (cases[c].variants & (AE_VARIANT_VARIATIONAL | AE_VARIANT_DENOISING))
                            != 0);
    }
}

/* A unit of the encoder stands opposite one of the decoder at the same height. */
static void
test_mirror (void)
{
  AeSpec spec;
  g_autoptr (PlotGraph) graph = NULL;
  guint n_found = 0;

  init_spec (&spec, AE_VARIANT_STACKED, "130,70,40,20");
  graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec });
  for (guint i = 0; i < graph->nodes->len; i++)
    for (guint k = 0; k < graph->nodes->len; k++)
      n_found += fabs (get_node (graph, i)->x + get_node (graph, k)->x - graph->width) < 1e-9
                 && get_node (graph, i)->y == get_node (graph, k)->y;
  g_assert_cmpuint (n_found, ==, graph->nodes->len);
}

static void
test_small_and_deep (void)
{
  static const char *const layers[]
      = { "1", "3", "200,180,160,140,120,100,80,60,40,20,10,5", "8192,2", "5,20" };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      AeSpec spec;
      g_autoptr (PlotGraph) graph = NULL;

      init_spec (&spec, i % 2 ? AE_VARIANT_VARIATIONAL : 0, layers[i]);
      graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec });
      check_places (graph);
    }
}

/* All units where there is room for them: the coding layer of 3 has three. */
static void
test_code_is_whole (void)
{
  AeSpec spec;
  g_autoptr (PlotGraph) graph = NULL;

  init_spec (&spec, 0, "12,3");
  graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec });
  g_assert_cmpuint (count_at (graph, 2.5), ==, 3);
  g_assert_cmpstr (get_node (graph, 0)->name, ==, "Input 1");
}

/* ------------------------------------------------------------------ links */

static void
check_links (guint variants)
{
  AeSpec spec;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (PlotGraph) graph = NULL;
  gboolean is_tied = (variants & AE_VARIANT_TIED) != 0;
  guint n_mirrored = 0, n_strongest = 0;

  init_spec (&spec, variants, "130,70,40,20");
  model = ae_model_new (&spec, 3, NULL);
  graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec, .model = model });
  g_assert_cmpuint (graph->links->len, <=, 8 * BL_NETWORK_ROWS * BL_NETWORK_LINKS);
  for (guint i = 0; i < graph->links->len; i++)
    {
      const PlotGraphLink *a = get_link (graph, i);
      const PlotNode *from = get_node (graph, a->from), *to = get_node (graph, a->to);

      g_assert_cmpfloat_with_epsilon (to->x - from->x, 1, 1e-9);
      g_assert_cmpfloat (a->weight, !=, 0);
      n_strongest += fabs (a->weight) == 1;
      for (guint k = 0; k < graph->links->len; k++)
        {
          const PlotGraphLink *b = get_link (graph, k);

          n_mirrored += fabs (get_node (graph, b->to)->x + from->x - graph->width) < 1e-9
                        && get_node (graph, b->to)->y == from->y
                        && get_node (graph, b->from)->y == to->y && b->weight == a->weight;
        }
    }
  g_assert_cmpuint (n_strongest, ==, 8); /* one a layer of weights */
  if (is_tied)
    g_assert_cmpuint (n_mirrored, ==, graph->links->len);
  else
    g_assert_cmpuint (n_mirrored, <, graph->links->len / 4);
}

static void
test_links (void)
{
  check_links (AE_VARIANT_STACKED);
  check_links (AE_VARIANT_STACKED | AE_VARIANT_TIED);
}

/* The link that is put in is the one that is drawn, with its sign, and none of zero. */
static void
test_one_weight (void)
{
  AeSpec spec;
  g_autoptr (AeModel) zero = NULL;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (PlotGraph) graph = NULL;
  g_autofree ae_real *values = NULL;
  const AeParamView *view;
  const PlotGraphLink *link;

  init_spec (&spec, 0, "4,2");
  zero = ae_model_new (&spec, 1, NULL);
  values = g_new0 (ae_real, ae_model_get_n_values (zero));
  view = ae_params_find (ae_model_get_params (zero), "encoder.1.weight");
  values[view->offset + 3 * view->cols + 1] = -0.5f; /* unit 4 of the first layer to code 2 */
  model = ae_model_new_from_values (&spec, values, ae_model_get_n_values (zero), NULL);
  graph = bl_network_graph_new (&(BlNetworkState){ .spec = &spec, .model = model });
  g_assert_cmpuint (graph->links->len, ==, 1);
  link = get_link (graph, 0);
  g_assert_cmpstr (get_node (graph, link->from)->name, ==, "Layer 1, unit 4");
  g_assert_cmpstr (get_node (graph, link->to)->name, ==, "Code 2");
  g_assert_cmpfloat (link->weight, ==, -1);
}

/* Endmembers are one layer, from the codes to the bands, and cannot be tied. */
static void
test_unmixing (void)
{
  AeSpec spec;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (PlotGraph) graph = NULL;
  g_autofree ae_real *x = g_new0 (ae_real, 268);
  g_autofree ae_real *units = NULL;
  g_autofree float *values = NULL;
  g_autofree char *text = NULL;
  BlNetworkState state = { .spec = &spec };
  guint n_units, n_outputs = 0;

  init_spec (&spec, AE_VARIANT_UNMIXING, "27,3");
  model = ae_model_new (&spec, 3, NULL);
  n_units = ae_model_get_n_units (model);
  g_assert_cmpuint (n_units, ==, 27 + 3 + 268);
  units = g_new0 (ae_real, n_units);
  values = g_new0 (float, n_units);
  for (guint j = 0; j < 268; j++)
    x[j] = (ae_real) (j + 1) / 268;
  ae_model_fill_units (model, x, 1, units);
  for (guint i = 0; i < n_units; i++)
    values[i] = (float) units[i];
  state.model = model;
  state.values = values;
  graph = bl_network_graph_new (&state);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      g_assert_false (g_str_has_prefix (get_node (graph, i)->name, "Layer 4"));
      n_outputs += g_str_has_prefix (get_node (graph, i)->name, "Output");
    }
  g_assert_cmpuint (n_outputs, >, 3);
  g_assert_cmpfloat_with_epsilon (graph->width, 4, 1e-9);
  text = bl_network_dup_size_text (&state);
  g_assert_true (g_str_has_suffix (text, "parameters"));
}

/* ------------------------------------------------------------------ values and counts */

static void
test_marks (void)
{
  float values[4 + 2 + 4 + 268], deviations[4 + 2 + 4 + 268];
  AeSpec spec;
  g_autoptr (PlotGraph) graph = NULL;
  BlNetworkState state = { .spec = &spec, .values = values, .deviations = deviations };
  BlNetworkCounts counts;
  guint n_crossed = 0, n_faint = 0;

  init_spec (&spec, 0, "4,2");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      values[i] = i == 1 ? -2.0f : 1.0f;
      deviations[i] = 1;
    }
  deviations[2] = 0;     /* a hidden unit */
  deviations[5] = 1e-5f; /* the second code */
  bl_network_count (&state, &counts);
  g_assert_cmpuint (counts.n_dead, ==, 1);
  g_assert_cmpuint (counts.n_inactive, ==, 1);
  graph = bl_network_graph_new (&state);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const PlotNode *node = get_node (graph, i);

      n_crossed += node->mark == PLOT_NODE_CROSSED;
      n_faint += node->mark == PLOT_NODE_FAINT;
      if (strcmp (node->name, "Layer 1, unit 2: -2") == 0)
        g_assert_cmpfloat (node->shade, ==, -1);
      if (strcmp (node->name, "Layer 1, unit 3: 1, dead") == 0)
        g_assert_cmpint (node->mark, ==, PLOT_NODE_CROSSED);
    }
  g_assert_cmpuint (n_crossed, ==, 1);
  g_assert_cmpuint (n_faint, ==, 1);
}

/* What stands below the drawing is whole, however many digits it has. */
static void
check_words (const BlNetworkState *state)
{
  g_autoptr (PlotGraph) graph = bl_network_graph_new (state);
  g_autofree char *size = bl_network_dup_size_text (state);

  g_assert_true (g_utf8_validate (size, -1, NULL));
  g_assert_true (has_text (graph, size));
}

static void
test_counts (void)
{
  const gsize weights = 268 * 130 + 130 * 70 + 70 * 40 + 40 * 20;
  const gsize biases = 2 * (130 + 70 + 40) + 20 + 268;
  AeSpec spec;
  BlNetworkState state = { .spec = &spec };
  BlNetworkCounts counts;
  g_autofree char *text = NULL;

  init_spec (&spec, AE_VARIANT_TIED, "130,70,40,20");
  bl_network_count (&state, &counts);
  g_assert_cmpuint (counts.n_parameters, ==, weights + biases);
  g_assert_cmpuint (counts.n_untied - counts.n_tied, ==, weights);
  text = bl_network_dup_size_text (&state);
  g_assert_cmpstr (text, ==, "48\u2009308 parameters; tying saves 47\u2009540");
  check_words (&state);
  init_spec (&spec, 0, "8192,8192,8192");
  check_words (&state);
  init_spec (&spec, AE_VARIANT_TIED, "130,70,40,20");
  spec.variants = AE_VARIANT_STACKED;
  bl_network_count (&state, &counts);
  g_assert_cmpuint (counts.n_parameters, ==, 2 * weights + biases);
}

/* Time is told, not judged. */
static void
test_paint (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 520, 420);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (PlotChart) chart = plot_chart_new ();
  g_autoptr (AeModel) model = NULL;
  const guint32 *pixels;
  gsize n_inked = 0;
  AeSpec spec;
  PlotTheme theme;
  clock_t start;

  init_spec (&spec, AE_VARIANT_VARIATIONAL | AE_VARIANT_DENOISING, "130,70,40,20");
  model = ae_model_new (&spec, 3, NULL);
  plot_theme_init (&theme, FALSE, FALSE);
  theme.background.alpha = 0;
  plot_chart_set_has_axes (chart, FALSE);
  plot_chart_set_graph_take (
      chart, "network",
      bl_network_graph_new (&(BlNetworkState){ .spec = &spec, .model = model }), NULL);
  plot_paint (cr, chart, &theme, 520, 420, 1);
  start = clock ();
  for (guint i = 0; i < 20; i++)
    plot_paint (cr, chart, &theme, 520, 420, 1);
  g_test_message ("%.2f ms of a processor a frame",
                  (double) (clock () - start) * 1e3 / CLOCKS_PER_SEC / 20);
  cairo_surface_flush (surface);
  pixels = (const guint32 *) (gconstpointer) cairo_image_surface_get_data (surface);
  for (gsize i = 0; i < 520 * 420; i++)
    n_inked += pixels[i] >> 24 != 0;
  g_assert_cmpuint (n_inked, >, 15000);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network-graph/columns", test_columns);
  g_test_add_func ("/network-graph/mirror", test_mirror);
  g_test_add_func ("/network-graph/small-and-deep", test_small_and_deep);
  g_test_add_func ("/network-graph/code-is-whole", test_code_is_whole);
  g_test_add_func ("/network-graph/links", test_links);
  g_test_add_func ("/network-graph/one-weight", test_one_weight);
  g_test_add_func ("/network-graph/unmixing", test_unmixing);
  g_test_add_func ("/network-graph/marks", test_marks);
  g_test_add_func ("/network-graph/counts", test_counts);
  g_test_add_func ("/network-graph/paint", test_paint);
  return g_test_run ();
}
