/* test-network.c: whole networks, each variant alone and combined: every gradient against
 * central differences, in double; what is tied; what is counted.
 */
#include "network-problem.h"

#include "gradient-check.h"

enum
{
  BANDS = 11,
  ROWS = 9,
};

typedef struct
{
  const char *name;
  guint variants;
  const char *layers;
  AeActivation activation;
  AeLoss loss;
  AeLatentForm form;
  AeBrightness brightness;
} Case;

#define TIED        AE_VARIANT_TIED
#define DENOISING   AE_VARIANT_DENOISING
#define SPARSE      AE_VARIANT_SPARSE
#define VARIATIONAL AE_VARIANT_VARIATIONAL
#define UNMIXING    AE_VARIANT_UNMIXING

static const Case cases[] = {
  { "plain", 0, "7,4", AE_ACTIVATION_ELU },
  { "tanh", 0, "7,4", AE_ACTIVATION_TANH },
  { "sigmoid", 0, "7,4", AE_ACTIVATION_SIGMOID },
  { "linear", AE_VARIANT_LINEAR, "4", AE_ACTIVATION_ELU },
  { "stacked", AE_VARIANT_STACKED, "9,7,5,3", AE_ACTIVATION_ELU },
  { "one-layer", 0, "5", AE_ACTIVATION_TANH },
  { "tied", TIED, "7,4", AE_ACTIVATION_ELU },
  { "tied-linear", TIED | AE_VARIANT_LINEAR, "4", AE_ACTIVATION_ELU },
  { "denoising", DENOISING, "7,4", AE_ACTIVATION_ELU },
  { "sparse", SPARSE, "8", AE_ACTIVATION_ELU },
  { "sparse-overcomplete", SPARSE, "9,23", AE_ACTIVATION_TANH },
  { "tied-denoising-sparse", TIED | DENOISING | SPARSE, "7,5", AE_ACTIVATION_ELU },
  { "variational", VARIATIONAL, "7,3", AE_ACTIVATION_ELU },
  { "variational-sigma", VARIATIONAL, "7,3", AE_ACTIVATION_ELU, AE_LOSS_MSE, AE_LATENT_SIGMA },
  { "variational-one-layer", VARIATIONAL, "3", AE_ACTIVATION_TANH },
  { "tied-variational", TIED | VARIATIONAL, "7,3", AE_ACTIVATION_ELU },
  { "tied-variational-one-layer", TIED | VARIATIONAL, "3", AE_ACTIVATION_ELU },
  { "denoising-variational", DENOISING | VARIATIONAL, "7,3", AE_ACTIVATION_TANH },
  { "angle", 0, "7,4", AE_ACTIVATION_ELU, AE_LOSS_SPECTRAL_ANGLE },
  { "tied-sparse-angle", TIED | SPARSE, "7,4", AE_ACTIVATION_ELU, AE_LOSS_SPECTRAL_ANGLE },
  { "sad", 0, "7,4", AE_ACTIVATION_ELU, AE_LOSS_SAD },
  { "sid", TIED, "7,4", AE_ACTIVATION_ELU, AE_LOSS_SID },
  { "unmixing", UNMIXING, "9,3", AE_ACTIVATION_TANH, AE_LOSS_SAD },
  { "unmixing-sid", UNMIXING, "9,3", AE_ACTIVATION_TANH, AE_LOSS_SID },
  { "unmixing-one-layer", UNMIXING, "3", AE_ACTIVATION_TANH, AE_LOSS_SPECTRAL_ANGLE },
  { "unmixing-squares", UNMIXING, "9,3", AE_ACTIVATION_ELU, AE_LOSS_MSE, 0, AE_BRIGHTNESS_ONE },
  { "unmixing-both", UNMIXING, "9,3", AE_ACTIVATION_ELU, AE_LOSS_SAD_MSE, 0,
    AE_BRIGHTNESS_ONE },
  { "denoising-unmixing", UNMIXING | DENOISING, "9,3", AE_ACTIVATION_TANH, AE_LOSS_SAD },
};

static void
draw (ae_real *out, gsize n, guint64 seed, double size)
{
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  for (gsize i = 0; i < n; i++)
    out[i] = (ae_real) (size * ae_rng_normal (&rng));
}

static AeSpec
spec_of (const Case *c)
{
  AeSpec spec;

  ae_spec_init (&spec, c->variants, BANDS);
  spec.activation = c->activation;
  spec.loss = c->loss;
  spec.latent_form = c->form;
  spec.brightness = c->brightness;
  g_assert_true (ae_spec_set_layers_from_string (&spec, c->layers, NULL));
  return spec;
}

/* What a step may change: what is fixed lies behind it. */
static gsize
count_free (const AeParams *params)
{
  for (guint i = 0; i < params->n_views; i++)
    if (params->views[i].is_fixed)
      return params->views[i].offset;
  return params->n_values;
}

/* An unmixing network knows how its input is scaled, and its endmembers are in scene units. */
static void
fill_unmixing (NetworkProblem *problem, const float *origin, const float *unit)
{
  const AeUnmixingPlaces *places = &problem->network->unmixing;
  const AeLayer *decoder = &problem->network->layers[problem->network->n_encoder];

  if (!(problem->network->spec.variants & UNMIXING))
    return;
  for (guint j = 0; j < BANDS; j++)
    {
      problem->values[places->origin + j] = (ae_real) origin[j];
      problem->values[places->unit + j] = (ae_real) unit[j];
      problem->values[places->mean + j] = (ae_real) (0.3 + 0.01 * j);
      problem->values[places->gain + j] = (ae_real) (5 + 0.1 * j);
    }
  for (guint i = 0; i < decoder->in * decoder->out; i++)
    problem->values[decoder->weight + i] += 1;
  problem->values[places->sizes] = (ae_real) 1.3;
  ae_network_set_temperature (problem->network, &problem->hyperparams, problem->values);
}

static void
test_gradient (gconstpointer data)
{
  const Case *c = data;
  AeSpec spec = spec_of (c);
  NetworkProblem problem;
  ae_real input[ROWS * BANDS], target[ROWS * BANDS], eps[ROWS * BANDS], biases[ROWS * BANDS];
  float origin[BANDS], unit[BANDS];
  ae_real *gradient;
  gsize n;

  network_problem_init (&problem, &spec, ROWS, 7);
  n = count_free (problem.network->params);
  gradient = ae_real_alloc0 (problem.network->params->n_values);
  draw (target, ROWS * BANDS, 1, 0.5);
  draw (input, ROWS * BANDS, 2, c->variants & DENOISING ? 0.2 : 0);
  draw (eps, ROWS * BANDS, 3, 1);
  /* Biases of 0 would hide mistakes that multiply by them. */
  draw (biases, ROWS * BANDS, 4, 0.3);
  for (gsize i = problem.network->params->n_decayed, j = 0; i < n; i++, j++)
    problem.values[i] += biases[j % (ROWS * BANDS)];
  for (guint i = 0; i < ROWS * BANDS; i++)
    input[i] += target[i];
  for (guint j = 0; j < BANDS; j++)
    {
      origin[j] = 2.0f + 0.1f * (float) j;
      unit[j] = 0.5f + 0.05f * (float) j;
    }
  problem.input = input;
  problem.target = target;
  problem.eps = eps;
  problem.pass->origin = origin;
  problem.pass->unit = unit;
  problem.hyperparams = (AeHyperparams){
    .weight_decay = 0.01,
    .sparsity_target = 0.1,
    .sparsity_weight = 0.3,
    .kl_weight = 0.4,
    .temperature = 0.7,
    .abundance_sparsity = c->variants & UNMIXING ? 0.2 : 0,
    .simplex_volume = c->variants & UNMIXING ? 0.5 : 0,
    .mse_weight = 0.6,
  };
  fill_unmixing (&problem, origin, unit);
  network_problem_run (&problem, gradient);
  gradient_check (c->name, problem.values, gradient, n, network_problem_loss, &problem);
  for (gsize i = n; i < problem.network->params->n_values; i++)
    g_assert_cmpfloat (gradient[i], ==, 0);
  ae_real_free (gradient);
  network_problem_clear (&problem);
}

/* The transposed copies are a matter of speed: the numbers are the same with and without. */
static void
test_transposed_copies (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      AeSpec spec = spec_of (&cases[k]);
      NetworkProblem p;
      ae_real x[ROWS * BANDS], eps[ROWS * BANDS];
      ae_real *without, *with, *copies;
      gsize n;

      network_problem_init (&p, &spec, ROWS, 8);
      n = p.network->params->n_values;
      draw (x, ROWS * BANDS, 1, 0.5);
      draw (eps, ROWS * BANDS, 2, 1);
      p.input = p.target = x;
      p.eps = eps;
      p.hyperparams
          = (AeHyperparams){ .sparsity_target = 0.1, .sparsity_weight = 0.3, .kl_weight = 0.4 };
      without = ae_real_alloc0 (n);
      with = ae_real_alloc0 (n);
      copies = ae_real_alloc0 (n);
      network_problem_run (&p, without);
      for (guint i = 0; i < p.network->params->n_views; i++)
        {
          const AeParamView *view = &p.network->params->views[i];

          for (guint r = 0; view->is_weight && r < view->rows; r++)
            for (guint q = 0; q < view->cols; q++)
              copies[view->offset + q * view->rows + r]
                  = p.values[view->offset + r * view->cols + q];
        }
      p.pass->values_t = copies;
      network_problem_run (&p, with);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat_with_epsilon ((double) with[i], (double) without[i], 1e-13);
      ae_real_free (without);
      ae_real_free (with);
      ae_real_free (copies);
      network_problem_clear (&p);
    }
}

static guint
count_parameters (guint variants, const char *layers, gsize *weights)
{
  AeSpec spec;
  g_autoptr (AeNetwork) network = NULL;

  ae_spec_init (&spec, variants, 268);
  g_assert_true (ae_spec_set_layers_from_string (&spec, layers, NULL));
  network = ae_network_new (&spec, NULL);
  *weights = network->params->n_weights;
  return (guint) network->params->n_used;
}

/* 268·130 + 130·70 + 70·40 + 40·20 = 47,540 weights one way; 260 + … biases. */
static void
test_counts (void)
{
  gsize weights;
  guint biases = (130 + 70 + 40 + 20) + (40 + 70 + 130 + 268);

  g_assert_cmpuint (count_parameters (AE_VARIANT_STACKED, "130,70,40,20", &weights), ==,
                    2 * 47540 + biases);
  g_assert_cmpuint (weights, ==, 2 * 47540);
  g_assert_cmpuint (count_parameters (AE_VARIANT_STACKED | TIED, "130,70,40,20", &weights), ==,
                    47540 + biases);
  g_assert_cmpuint (weights, ==, 47540);
  g_assert_cmpuint (count_parameters (VARIATIONAL, "130,8", &weights), ==,
                    2 * (268 * 130 + 130 * 8) + 130 * 8 + (130 + 8 + 8) + (130 + 268));
}

/* The same seed, the same weights; another seed, others; and the deviation that was meant. */
static void
test_initial (void)
{
  AeSpec spec = spec_of (&cases[0]);
  NetworkProblem a, b, c;
  AeSpec wide;
  double square = 0;

  ae_spec_init (&wide, 0, 268);
  network_problem_init (&a, &spec, 1, 5);
  network_problem_init (&b, &spec, 1, 5);
  network_problem_init (&c, &wide, 1, 6);
  g_assert_cmpmem (a.values, a.network->params->n_values * sizeof *a.values, b.values,
                   b.network->params->n_values * sizeof *b.values);
  ae_network_fill_initial (b.network, 6, b.values);
  g_assert_cmpint (memcmp (a.values, b.values, 7 * BANDS * sizeof *a.values), !=, 0);
  for (guint i = 0; i < 268 * 130; i++)
    square += (double) c.values[i] * (double) c.values[i] / (268 * 130);
  g_assert_cmpfloat_with_epsilon (square, 2.0 / (268 + 130), 2.0 / (268 + 130) * 0.05);
  network_problem_clear (&a);
  network_problem_clear (&b);
  network_problem_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/network/gradient/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_gradient);
    }
  g_test_add_func ("/network/transposed-copies", test_transposed_copies);
  g_test_add_func ("/network/counts", test_counts);
  g_test_add_func ("/network/initial", test_initial);
  return g_test_run ();
}
