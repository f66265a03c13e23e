/* test-pca-start.c: where training begins. A network that starts at PCA has PCA's error before
 * its first step, each variant's closed form is the optimum that it says it is, and what cannot
 * be carried is left out. Each check is shown an error that it must find.
 */
#include "ae-corruption.h"
#include "ae-linear-start.h"
#include "ae-pca-start.h"
#include "ae-rng.h"
#include "ae-trainer-state.h"
#include "train-fixture.h"

#define SIDE 32

static AePca *
fixture_pca (AePixels *pixels)
{
  return ae_pca_new (ae_pixels_get_training_rows (pixels), ae_pixels_get_n_training (pixels),
                     ae_pixels_get_bands (pixels), NULL, NULL);
}

/* ------------------------------------------------------------------ through the layers */

typedef struct
{
  const char *name;
  guint variants;
  const char *layers;
  AeActivation activation;
  double tolerance; /* of the error, relative */
} Case;

/* What saturates is only nearly straight. */
static const Case cases[] = {
  { "elu", AE_VARIANT_PLAIN, "40,6", AE_ACTIVATION_ELU, 1e-5 },
  { "elu-deep", AE_VARIANT_STACKED, "60,40,20,8", AE_ACTIVATION_ELU, 1e-5 },
  { "relu", AE_VARIANT_PLAIN, "40,6", AE_ACTIVATION_RELU, 1e-5 },
  { "relu-deep", AE_VARIANT_STACKED, "60,40,20,8", AE_ACTIVATION_RELU, 1e-5 },
  { "linear", AE_VARIANT_LINEAR, "12,5", AE_ACTIVATION_LINEAR, 1e-5 },
  { "one-layer", AE_VARIANT_PLAIN, "4", AE_ACTIVATION_ELU, 1e-5 },
  { "tied", AE_VARIANT_TIED, "40,6", AE_ACTIVATION_ELU, 1e-5 },
  { "tied-deep", AE_VARIANT_TIED, "60,40,20,8", AE_ACTIVATION_RELU, 1e-5 },
  { "as-wide-as-the-code", AE_VARIANT_PLAIN, "7,7", AE_ACTIVATION_ELU, 1e-5 },
  { "tanh", AE_VARIANT_STACKED, "60,40,20,8", AE_ACTIVATION_TANH, 0.02 },
  { "sigmoid", AE_VARIANT_PLAIN, "40,6", AE_ACTIVATION_SIGMOID, 0.02 },
};

static AeTrainer *
prepared_trainer (const FixtureRun *run, AePixels *pixels)
{
  AeTrainer *trainer = fixture_trainer (run, pixels);
  g_autoptr (GError) error = NULL;

  g_assert_true (ae_trainer_prepare (trainer, &run->hyperparams, &error));
  g_assert_no_error (error);
  return trainer;
}

/* MSE of a model on the training pixels. */
static double
measure (const AeModel *model, AePixels *pixels)
{
  gsize n = ae_pixels_get_n_training (pixels), bands = ae_pixels_get_bands (pixels);
  const float *rows = ae_pixels_get_training_rows (pixels);
  g_autofree float *out = g_new (float, n *bands);
  double sum = 0;

  ae_model_reconstruct (model, rows, n, out, NULL);
  for (gsize i = 0; i < n * bands; i++)
    sum += ((double) out[i] - (double) rows[i]) * ((double) out[i] - (double) rows[i]);
  return sum / (double) (n * bands);
}

static void
test_is_pca (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  FixtureRun run = fixture_run (pixels, test->variants, test->layers);
  guint code = ae_spec_get_code (&run.spec);
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (AeModel) planted = NULL;
  g_autofree ae_real *values = NULL;
  double wanted = ae_pca_get_training_mse (pca, code);

  run.spec.activation = test->activation;
  run.spec.start = AE_START_PCA;
  trainer = prepared_trainer (&run, pixels);
  model = ae_trainer_dup_model (trainer);
  g_assert_cmpuint (ae_trainer_get_n_carried (trainer), ==, code);
  g_test_message ("error of PCA %g, at the start %g", wanted, measure (model, pixels));
  g_assert_cmpfloat_with_epsilon (measure (model, pixels) / wanted, 1, test->tolerance);

  /* One weight of the first component off by a tenth, and it is another error. */
  values = g_memdup2 (ae_model_get_values (model),
                      ae_model_get_n_values (model) * sizeof (ae_real));
  values[0] += (ae_real) 0.1;
  planted = ae_model_new_from_values (&run.spec, values, ae_model_get_n_values (model), NULL);
  g_assert_cmpfloat (fabs (measure (planted, pixels) / wanted - 1), >, test->tolerance);
}

/* ------------------------------------------------------------------ the closed forms */

/* Reconstructs one row, given apart from it; returns the squared error. */
static double
rebuild_error (const AeLinearStart *s, const double *input, const float *clean)
{
  double sum = 0;
  g_autofree double *out = g_memdup2 (s->mean, s->bands * sizeof (double));

  for (guint c = 0; c < s->n; c++)
    {
      const double *encode = s->encode + (gsize) c * s->bands;
      double code = 0;

      for (guint j = 0; j < s->bands; j++)
        code += encode[j] * (input[j] - s->center[j]);
      for (guint j = 0; j < s->bands; j++)
        out[j] += code * s->decode[(gsize) c * s->bands + j];
    }
  for (guint j = 0; j < s->bands; j++)
    sum += (out[j] - (double) clean[j]) * (out[j] - (double) clean[j]);
  return sum;
}

#define DRAWS 6

/* Mean squared error from inputs that are corrupted as training corrupts them. */
static double
measure_corrupted (const AeLinearStart *s, AePixels *pixels, double noise, double mask)
{
  gsize n = ae_pixels_get_n_training (pixels), bands = s->bands;
  const float *rows = ae_pixels_get_training_rows (pixels);
  const float *deviation = ae_scaler_get_deviation (ae_pixels_get_scaler (pixels));
  ae_real *x = ae_real_alloc (bands);
  g_autofree double *input = g_new (double, bands);
  double sum = 0;
  AeRng a, b;

  ae_rng_init (&a, 5, AE_STREAM_NOISE, 0);
  ae_rng_init (&b, 5, AE_STREAM_MASK, 0);
  for (gsize i = 0; i < n * DRAWS; i++)
    {
      const float *row = rows + i / DRAWS * bands;

      for (gsize j = 0; j < bands; j++)
        x[j] = row[j];
      if (noise > 0)
        ae_corruption_add_noise (x, deviation, noise, &a, 1, bands);
      if (mask > 0)
        ae_corruption_mask (x, mask, &b, 1, bands);
      for (gsize j = 0; j < bands; j++)
        input[j] = (double) x[j];
      sum += rebuild_error (s, input, row);
    }
  ae_real_free (x);
  return sum / (double) (n * DRAWS * bands);
}

static void
scale (double *values, gsize n, double factor)
{
  for (gsize i = 0; i < n; i++)
    values[i] *= factor;
}

/* The optimum: what is scaled up or down, or loses what it was given, gets worse. */
static void
check_denoising (double noise, double mask, gboolean is_tied)
{
  g_autoptr (AePixels) pixels = fixture_pixels (24, 0);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  const float *deviation = ae_scaler_get_deviation (ae_pixels_get_scaler (pixels));
  g_autoptr (AeLinearStart) best
      = ae_pca_code_start_new_denoising (pca, 5, deviation, noise, mask, is_tied, NULL);
  g_autoptr (AeLinearStart) plain = ae_pca_code_start_new_pca (pca, 5, FALSE);
  double least = measure_corrupted (best, pixels, noise, mask), other;

  for (guint i = 0; i < best->n; i++)
    for (int way = -1; way <= 1; way += 2)
      {
        double *row = best->encode + (gsize) i * best->bands, factor = 1.0 + 0.15 * way;

        scale (row, best->bands, factor);
        g_assert_cmpfloat (measure_corrupted (best, pixels, noise, mask), >, least);
        scale (row, best->bands, 1.0 / factor);
      }
  for (guint j = 0; j < plain->bands; j++)
    plain->center[j] = best->center[j];
  other = measure_corrupted (plain, pixels, noise, mask);
  g_test_message ("corrupted by %g and %g: %g, components as they are %g", noise, mask, least,
                  other);
  g_assert_cmpfloat (least, <, other);
}

static void
test_denoising (void)
{
  check_denoising (1.5, 0, FALSE);
  check_denoising (0, 0.4, FALSE);
  check_denoising (0.5, 0.3, FALSE);
  check_denoising (1.5, 0, TRUE);
  check_denoising (0, 0.4, TRUE);
}

/* Uncorrelated bands and the same noise in each: components are bands, and each is multiplied
 * by λ / (λ + s²). */
static void
test_shrinkage (void)
{
  enum
  {
    BANDS = 4
  };
  static const double lambda[BANDS] = { 9, 4, 1, 0.25 };
  float rows[2 * BANDS * BANDS] = { 0 }, deviation[BANDS] = { 1, 1, 1, 1 };
  g_autoptr (AePca) pca = NULL;
  g_autoptr (AeLinearStart) s = NULL;

  for (guint i = 0; i < BANDS; i++)
    {
      rows[2 * i * BANDS + i] = (float) sqrt (BANDS * lambda[i]);
      rows[(2 * i + 1) * BANDS + i] = -rows[2 * i * BANDS + i];
    }
  pca = ae_pca_new (rows, 2 * BANDS, BANDS, NULL, NULL);
  s = ae_pca_code_start_new_denoising (pca, BANDS, deviation, 0.8, 0, FALSE, NULL);
  g_assert_cmpuint (s->n, ==, BANDS);
  for (guint i = 0; i < BANDS; i++)
    {
      double factor = s->encode[i * BANDS + i] * s->decode[i * BANDS + i];

      g_assert_cmpfloat_with_epsilon (factor, lambda[i] / (lambda[i] + 0.64), 1e-6);
      g_assert_cmpfloat (fabs (factor - lambda[i] / (lambda[i] + 0.8)), >, 1e-3); /* planted */
    }
}

/* The parameters of the linear optimum alone, before anything is fitted to them. */
static AeModel *
linear_model (const FixtureRun *run, AePixels *pixels, const AePca *pca, guint *n_units)
{
  g_autoptr (AeNetwork) network = ae_network_new (&run->spec, NULL);
  AePcaStartRows rows = { .pca = pca,
                          .rows = ae_pixels_get_training_rows (pixels),
                          .n = ae_pixels_get_n_training (pixels) };
  gsize n = network->params->n_values;
  ae_real *values = ae_real_alloc0 (n);
  AeModel *model;

  g_assert_true (
      ae_pca_start_fill (network, &rows, &run->hyperparams, 1, values, n_units, NULL));
  model = ae_model_new_from_values (&run->spec, values, n, NULL);
  ae_real_free (values);
  return model;
}

/* MSE + beta · KL / bands on the training pixels, codes being their means. */
static double
measure_bound (const AeModel *model, AePixels *pixels, double beta)
{
  gsize n = ae_pixels_get_n_training (pixels), code = ae_model_get_code (model);
  g_autofree float *z = g_new (float, n *code), *spread = g_new (float, n *code);
  double kl = 0;

  ae_model_encode_variational (model, ae_pixels_get_training_rows (pixels), n, z, spread);
  for (gsize i = 0; i < n * code; i++)
    kl += 0.5
          * (exp ((double) spread[i]) + (double) z[i] * (double) z[i] - 1.0
             - (double) spread[i]);
  return measure (model, pixels) + beta * kl / (double) (n * ae_pixels_get_bands (pixels));
}

/* The loss of a trainer that was given a model, with drawn codes. */
static double
measure_drawn (const FixtureRun *run, AePixels *pixels, const AeModel *model)
{
  g_autoptr (AeTrainer) trainer = fixture_trainer (run, pixels);

  g_assert_true (ae_trainer_start_from (trainer, model, FALSE, NULL));
  return fixture_evaluate (trainer, &run->hyperparams, FALSE).loss.total;
}

static void
check_variational (double beta, AeLatentForm form)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, "40,20,8");
  g_autoptr (AeModel) linear = NULL;
  double wanted, told;
  guint active = 0, n_units;

  run.spec.latent_form = form;
  run.hyperparams.kl_weight = beta;
  linear = linear_model (&run, pixels, pca, &n_units);
  told = measure_bound (linear, pixels, beta);
  wanted = ae_pca_code_start_get_variational_loss (pca, 8, beta, FALSE);
  while (active < 8 && pca->variances[active] > beta / 2)
    active++;
  g_test_message ("beta %g: loss %g, by the formula %g, %u units", beta, told, wanted, n_units);
  g_assert_cmpuint (n_units, ==, active);
  g_assert_cmpfloat_with_epsilon (told / wanted, 1, 1e-4);
  g_assert_cmpfloat (
      fabs (told / ae_pca_code_start_get_variational_loss (pca, 8, 1.1 * beta, FALSE) - 1), >,
      1e-4);

  /* Drawing the codes adds what it should, but for the draws. */
  wanted = ae_pca_code_start_get_variational_loss (pca, 8, beta, TRUE);
  told = measure_drawn (&run, pixels, linear);
  g_test_message ("drawn %g, by the formula %g", told, wanted);
  g_assert_cmpfloat_with_epsilon (told / wanted, 1, 0.01);
  g_assert_cmpfloat (fabs (measure_bound (linear, pixels, beta) / wanted - 1), >, 0.01);
}

static void
test_variational (void)
{
  check_variational (0.001, AE_LATENT_LOG_VARIANCE);
  check_variational (0.007, AE_LATENT_LOG_VARIANCE);
  check_variational (0.1, AE_LATENT_LOG_VARIANCE);
  check_variational (0.007, AE_LATENT_SIGMA);
}

/* A training begins below the linear optimum, at the least that the output layer can do; a
 * unit's bias or all of the output off by a little is more. */
static void
test_variational_fit (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, "40,20,8");
  guint bands = ae_pixels_get_bands (pixels);

  for (guint form = 0; form < 2; form++)
    {
      g_autoptr (AeTrainer) trainer = NULL;
      g_autoptr (AeModel) model = NULL;
      g_autofree ae_real *values = NULL;
      gsize n;
      double least, linear;

      run.spec.latent_form = form == 0 ? AE_LATENT_LOG_VARIANCE : AE_LATENT_SIGMA;
      run.hyperparams.kl_weight = 0.1;
      trainer = prepared_trainer (&run, pixels);
      model = ae_trainer_dup_model (trainer);
      least = measure_drawn (&run, pixels, model);
      linear = ae_pca_code_start_get_variational_loss (pca, 8, 0.1, TRUE);
      g_test_message ("linear optimum %g, at the start %g", linear, least);
      g_assert_cmpfloat (least, <, 0.97 * linear);

      n = ae_model_get_n_values (model);
      values = g_memdup2 (ae_model_get_values (model), n * sizeof *values);
      for (int way = -1; way <= 1; way += 2)
        {
          g_autoptr (AeModel) planted = NULL;
          const AeParams *params = ae_model_get_params (model);
          gsize bias = params->views[params->n_views - 1].offset;

          g_assert_cmpuint (params->views[params->n_views - 1].cols, ==, bands);
          for (guint b = 0; b < bands; b++)
            values[bias + b] += (ae_real) (0.02 * way);
          planted = ae_model_new_from_values (&run.spec, values, n, NULL);
          g_assert_cmpfloat (measure_drawn (&run, pixels, planted), >, least);
          for (guint b = 0; b < bands; b++)
            values[bias + b] -= (ae_real) (0.02 * way);
        }
    }
}

/* The loss that is trained on, with drawn codes, is least there: of the linear network every
 * change of scale is worse. */
static void
test_variational_optimum (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  double beta = 0.02, s2 = beta / 2;
  g_autoptr (AeLinearStart) s = ae_pca_code_start_new_variational (pca, 4, beta, FALSE);
  g_autoptr (AeLinearStart) tied = ae_pca_code_start_new_variational (pca, 4, beta, TRUE);

  g_assert_cmpuint (s->n, >, 1);
  for (guint i = 0; i < s->n; i++)
    {
      double lambda = pca->variances[i], a = 0, g = 0, u = 0, least = INFINITY;
      double at_start;

      for (guint j = 0; j < s->bands; j++)
        {
          double p = pca->components[(gsize) i * s->bands + j];

          a += p * s->encode[(gsize) i * s->bands + j];
          g += p * s->decode[(gsize) i * s->bands + j];
          if (i < tied->n)
            u += tied->encode[(gsize) i * s->bands + j]
                 * tied->decode[(gsize) i * s->bands + j];
        }
#define LOSS(a, g, v)                                                                          \
  ((1 - (a) * (g)) * (1 - (a) * (g)) * lambda + (g) * (g) * (v)                                \
   + s2 * ((a) * (a) *lambda + (v) -1 - log (v)))
      at_start = LOSS (a, g, s->sigma[i] * s->sigma[i]);
      for (double x = 0.9; x < 1.15; x += 0.2)
        {
          g_assert_cmpfloat (LOSS (x * a, g, s->sigma[i] * s->sigma[i]), >, at_start);
          g_assert_cmpfloat (LOSS (a, x * g, s->sigma[i] * s->sigma[i]), >, at_start);
          g_assert_cmpfloat (LOSS (a, g, x * s->sigma[i] * s->sigma[i]), >, at_start);
        }
      for (double v = 0; v < 1.2; v += 1e-4) /* tied: by search */
        least = MIN (least, LOSS (sqrt (v), sqrt (v), s2 / (v + s2)));
      if (i < tied->n)
        g_assert_cmpfloat (LOSS (sqrt (u), sqrt (u), tied->sigma[i] * tied->sigma[i]), <,
                           least * (1 + 1e-5));
#undef LOSS
    }
}

/* Sigmoid codes lie about the target, so that the penalty starts near 0. */
static void
test_sparse (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_SPARSE, "12");
  g_autoptr (AeTrainer) trainer = NULL;
  AeTrainerErrors told;

  run.hyperparams.sparsity_target = 0.2;
  trainer = prepared_trainer (&run, pixels);
  told = fixture_evaluate (trainer, &run.hyperparams, FALSE);
  g_assert_cmpfloat_with_epsilon (told.mean_activation, 0.2, 0.01);
  g_assert_cmpfloat (told.loss.values[AE_TERM_SPARSITY], <, 1e-3);
  g_assert_cmpuint (ae_trainer_get_n_carried (trainer), ==, 12);

  /* About another mean than is asked for, it is not. */
  run.hyperparams.sparsity_target = 0.25;
  told = fixture_evaluate (trainer, &run.hyperparams, FALSE);
  g_assert_cmpfloat (told.loss.values[AE_TERM_SPARSITY], >, 1e-3);
}

/* ------------------------------------------------------------------ what cannot be carried */

/* Layers narrower than the code let the first components through. */
static void
test_narrow (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  FixtureRun run = fixture_run (pixels, 0, "5,9");
  g_autoptr (AeTrainer) trainer = prepared_trainer (&run, pixels);
  g_autoptr (AeModel) model = ae_trainer_dup_model (trainer);

  g_assert_cmpuint (ae_trainer_get_n_carried (trainer), ==, 5);
  g_assert_cmpfloat_with_epsilon (measure (model, pixels) / ae_pca_get_training_mse (pca, 5), 1,
                                  1e-5);
}

/* Three spectra, a band that is constant and one that is another's double: as many components
 * as there are, and nothing that is not a number. */
static void
test_singular (void)
{
  enum
  {
    BANDS = 6,
    N = 3
  };
  static const float rows[N * BANDS] = { 1, 2, 2, 4, 5, 3, 2, 2, 4, 1, 7, 3, 4, 2, 8, 2, 1, 9 };
  float deviation[BANDS] = { 1, 1, 1, 1, 1, 1 };
  g_autoptr (AePca) pca = ae_pca_new (rows, N, BANDS, NULL, NULL);
  g_autoptr (AeLinearStart) s = ae_pca_code_start_new_pca (pca, 5, FALSE);
  g_autoptr (AeLinearStart) d
      = ae_pca_code_start_new_denoising (pca, 5, deviation, 0, 0, FALSE, NULL);
  const AeLinearStart *both[] = { s, d };

  for (guint b = 0; b < 2; b++)
    {
      double sum = 0;

      g_assert_cmpuint (both[b]->n, ==, N - 1);
      for (guint i = 0; i < N; i++)
        {
          double input[BANDS];

          for (guint j = 0; j < BANDS; j++)
            input[j] = (double) rows[i * BANDS + j];
          sum += rebuild_error (both[b], input, rows + i * BANDS);
        }
      g_assert_cmpfloat (sum, <, 1e-10);
    }
}

/* A tied decoder cannot undo what a saturating activation made small: it starts at random. */
static void
test_tied_saturating (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_TIED, "20,5"), other;
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeTrainer) random = NULL;

  run.spec.activation = AE_ACTIVATION_TANH;
  other = run;
  other.spec.start = AE_START_RANDOM;
  trainer = prepared_trainer (&run, pixels);
  random = prepared_trainer (&other, pixels);
  g_assert_cmpuint (ae_trainer_get_n_carried (trainer), ==, 0);
  fixture_assert_same_values (trainer, random);
}

/* Each greedy part starts from PCA of its own input: the parts together are PCA. */
static void
test_greedy (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  g_autoptr (AePca) pca = fixture_pca (pixels);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_STACKED, "40,20,6");
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) model = NULL;

  run.plan.pretrain_epochs = 1;
  run.plan.epochs = 5;
  run.hyperparams.learning_rate = 1e-30;
  trainer = fixture_trainer (&run, pixels);
  while (ae_trainer_get_phase (trainer) < 3)
    fixture_step (trainer, &run.hyperparams);
  model = ae_trainer_dup_model (trainer);
  g_assert_cmpfloat_with_epsilon (measure (model, pixels) / ae_pca_get_training_mse (pca, 6), 1,
                                  1e-3);
}

/* ------------------------------------------------------------------ the best model */

/* A rate that spoils the start: the start is what is kept, unless the last is asked for. */
static void
test_keep (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, "40,6");
  gsize n = ae_pixels_get_n_validation (pixels);

  run.plan.epochs = 2;
  run.hyperparams.learning_rate = 0.05;
  for (guint keep = AE_KEEP_LAST; keep <= AE_KEEP_BEST; keep++)
    {
      g_autoptr (AeTrainer) trainer = NULL;
      g_autoptr (AeModel) now = NULL;
      g_autoptr (AeModel) result = NULL;
      AeTrainerErrors told;
      gboolean is_last;

      run.plan.keep = keep;
      trainer = fixture_train (&run, pixels);
      told = fixture_evaluate (trainer, &run.hyperparams, TRUE);
      now = ae_trainer_dup_model (trainer);
      result = ae_trainer_dup_result (trainer);
      is_last = memcmp (ae_model_get_values (now), ae_model_get_values (result),
                        ae_model_get_n_values (now) * sizeof (ae_real))
                == 0;
      g_assert_cmpfloat (told.loss.total, >, ae_trainer_get_start_loss (trainer));
      g_assert_cmpuint (ae_trainer_get_best_epoch (trainer), ==, 0);
      g_assert_true (is_last == (keep == AE_KEEP_LAST));
      g_assert_cmpuint (n, >, 0);
    }
}

/* The start is on the curve, at step 0, and the best of all epochs is told. */
static void
test_curve (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, "40,6");
  g_autoptr (AeTrainer) trainer = NULL;
  const AeHistoryPoint *points;
  double least = INFINITY;
  guint at = 0, n;

  run.plan.epochs = 6;
  trainer = fixture_train (&run, pixels);
  points = ae_history_get_points (ae_trainer_get_history (trainer));
  n = ae_history_get_n_points (ae_trainer_get_history (trainer));
  g_assert_cmpuint (n, ==, ae_trainer_get_step (trainer) + 1);
  g_assert_cmpuint (points[0].step, ==, 0);
  g_assert_cmpfloat (points[0].validation, ==, ae_trainer_get_start_loss (trainer));
  for (guint i = 0; i < n; i++)
    if (points[i].validation < least)
      {
        least = points[i].validation;
        at = (guint) points[i].epoch;
      }
  g_assert_cmpuint (ae_trainer_get_best_epoch (trainer), ==, at);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/pca-start/is-pca/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_is_pca);
    }
  g_test_add_func ("/pca-start/denoising", test_denoising);
  g_test_add_func ("/pca-start/shrinkage", test_shrinkage);
  g_test_add_func ("/pca-start/variational", test_variational);
  g_test_add_func ("/pca-start/variational-fit", test_variational_fit);
  g_test_add_func ("/pca-start/variational-optimum", test_variational_optimum);
  g_test_add_func ("/pca-start/sparse", test_sparse);
  g_test_add_func ("/pca-start/narrow", test_narrow);
  g_test_add_func ("/pca-start/singular", test_singular);
  g_test_add_func ("/pca-start/tied-saturating", test_tied_saturating);
  g_test_add_func ("/pca-start/greedy", test_greedy);
  g_test_add_func ("/pca-start/keep", test_keep);
  g_test_add_func ("/pca-start/curve", test_curve);
  return g_test_run ();
}
