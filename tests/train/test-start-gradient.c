/* test-start-gradient.c: the gradient where training begins at PCA, in double: half of a
 * start's weights are 0 and its units lie at the straight part of their activation, which
 * random weights never do.
 */
#include "gradient-check.h"
#include "network-problem.h"

#include "ae-pca-start.h"

enum
{
  BANDS = 9,
  PIXELS = 60,
  ROWS = 7, /* of the batch */
};

typedef struct
{
  const char *name;
  guint variants;
  const char *layers;
  AeActivation activation;
  AeLatentForm form;
} Case;

/* Not what saturates, such as sparse codes: its output weights are so large that differences
 * lose the sixth digit. */
static const Case cases[] = {
  { "plain", AE_VARIANT_PLAIN, "7,3", AE_ACTIVATION_ELU },
  { "stacked", AE_VARIANT_STACKED, "7,6,3", AE_ACTIVATION_ELU },
  { "tied", AE_VARIANT_TIED, "7,3", AE_ACTIVATION_ELU },
  { "denoising", AE_VARIANT_DENOISING, "7,3", AE_ACTIVATION_ELU },
  { "variational", AE_VARIANT_VARIATIONAL, "7,5,3", AE_ACTIVATION_ELU },
  { "variational-sigma", AE_VARIANT_VARIATIONAL, "7,3", AE_ACTIVATION_ELU, AE_LATENT_SIGMA },
};

/* Pixels of falling variance along the bands, with some curvature in them. */
static void
draw_pixels (float *rows)
{
  AeRng rng;

  ae_rng_init (&rng, 3, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < PIXELS; i++)
    {
      double bend = ae_rng_normal (&rng);

      for (guint j = 0; j < BANDS; j++)
        rows[i * BANDS + j]
            = (float) (0.2 * bend * bend * (j % 3) + ae_rng_normal (&rng) / (1.0 + j));
    }
}

static void
test_gradient (gconstpointer data)
{
  const Case *test = data;
  float rows[PIXELS * BANDS], deviation[BANDS];
  ae_real batch[ROWS * BANDS], eps[ROWS * BANDS];
  ae_real *gradient;
  g_autoptr (AePca) pca = NULL;
  NetworkProblem problem;
  AeSpec spec;
  AePcaStartRows start = { .rows = rows, .n = PIXELS, .deviation = deviation };
  AeRng rng;
  guint n_carried;

  draw_pixels (rows);
  start.pca = pca = ae_pca_new (rows, PIXELS, BANDS, NULL, NULL);
  ae_rng_init (&rng, 4, AE_STREAM_LATENT, 0);
  for (guint i = 0; i < ROWS * BANDS; i++)
    {
      batch[i] = rows[i];
      eps[i] = ae_rng_normal (&rng);
    }
  for (guint j = 0; j < BANDS; j++)
    deviation[j] = 1;
  ae_spec_init (&spec, test->variants, BANDS);
  spec.activation = test->activation;
  spec.latent_form = test->form;
  g_assert_true (ae_spec_set_layers_from_string (&spec, test->layers, NULL));
  network_problem_init (&problem, &spec, ROWS, 7);
  problem.input = problem.target = batch;
  problem.eps = eps;
  problem.hyperparams = (AeHyperparams){
    .weight_decay = 0.01, .sparsity_target = 0.1, .sparsity_weight = 0.3, .kl_weight = 0.1
  };
  g_assert_true (ae_pca_start_fill (problem.network, &start, &problem.hyperparams, 7,
                                    problem.values, &n_carried, NULL));
  g_assert_cmpuint (n_carried, ==, 3);
  /* A unit at 0 is on ELU's fold, where a difference is of neither side. */
  for (gsize i = problem.network->params->n_decayed; i < problem.network->params->n_values; i++)
    problem.values[i] += 0.05 * ae_rng_normal (&rng);
  gradient = ae_real_alloc0 (problem.network->params->n_values);
  network_problem_run (&problem, gradient);
  gradient_check (test->name, problem.values, gradient, problem.network->params->n_values,
                  network_problem_loss, &problem);
  ae_real_free (gradient);
  network_problem_clear (&problem);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/start-gradient/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_gradient);
    }
  return g_test_run ();
}
