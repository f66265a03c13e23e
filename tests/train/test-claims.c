/* test-claims.c: what a lecture says of each autoencoder, on the demo scene, where the truth is
 * known. Five fixed seeds of each, their means printed; with BANDLOOM_LONG_TESTS set the runs
 * are three times as long.
 */
#include "train-fixture.h"

#include "ae-rng.h"

#define SIDE    96
#define N_SEEDS 5

static gboolean
is_long (void)
{
  return g_getenv ("BANDLOOM_LONG_TESTS") != NULL;
}

static guint
scale_epochs (guint epochs)
{
  return is_long () ? 3 * epochs : epochs;
}

static AeTrainer *
train (AePixels *pixels, FixtureRun *run, guint epochs, guint seed)
{
  run->plan.epochs = scale_epochs (epochs);
  run->plan.seed = seed;
  return fixture_train (run, pixels);
}

/* ------------------------------------------------------------------ tied */

static double
compare_arrays (const AeModel *model)
{
  guint units, bands;
  ae_real *first = ae_model_dup_first_weights (model, &units, &bands);
  ae_real *last = ae_model_dup_last_weights (model, &units, &bands);
  double most = 0;

  for (guint i = 0; i < units * bands; i++)
    most = MAX (most, fabs ((double) first[i] - (double) last[i]));
  ae_real_free (first);
  ae_real_free (last);
  return most;
}

/* Half the weights, arrays that differ by exactly 0 after training, and it still learns. */
static void
test_tied (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  FixtureRun tied = fixture_run (pixels, AE_VARIANT_STACKED | AE_VARIANT_TIED, NULL);
  FixtureRun plain = fixture_run (pixels, AE_VARIANT_STACKED, NULL);
  g_autoptr (AeTrainer) a = train (pixels, &tied, 15, 1);
  g_autoptr (AeTrainer) b = train (pixels, &plain, 15, 1);
  g_autoptr (AeModel) tied_model = ae_trainer_dup_model (a);
  g_autoptr (AeModel) plain_model = ae_trainer_dup_model (b);

  g_test_message ("parameters %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                  "; validation RMSE %.5f, untied %.5f",
                  ae_model_get_n_parameters (tied_model),
                  ae_model_get_n_parameters (plain_model),
                  fixture_evaluate (a, &tied.hyperparams, TRUE).rmse,
                  fixture_evaluate (b, &plain.hyperparams, TRUE).rmse);
  g_assert_cmpuint (2 * ae_model_get_n_weights (tied_model), ==,
                    ae_model_get_n_weights (plain_model));
  g_assert_cmpfloat (compare_arrays (tied_model), ==, 0);
  g_assert_cmpfloat (compare_arrays (plain_model), >, 0);
  g_assert_cmpfloat (fixture_evaluate (a, &tied.hyperparams, TRUE).rmse, <,
                     2 * fixture_evaluate (b, &plain.hyperparams, TRUE).rmse);
}

/* ------------------------------------------------------------------ denoising */

/* PSNR in dB against the truth: the clean cube in scaled units, peak 1 (a band's range). */
static double
measure_psnr (const ae_real *y, AePixels *pixels)
{
  const float *truth = ae_scene_get_truth_clean (ae_pixels_get_scene (pixels));
  const guint32 *list = ae_pixels_get_validation (pixels);
  gsize n = ae_pixels_get_n_validation (pixels);
  guint bands = ae_pixels_get_bands (pixels);
  g_autofree float *clean = g_new (float, bands);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      AeScene *scene = ae_pixels_get_scene (pixels);

      ae_scaler_apply (ae_pixels_get_scaler (pixels),
                       truth + (gsize) list[i] * ae_scene_get_bands (scene), bands,
                       ae_scene_get_good_bands (scene), 1, clean);
      for (guint j = 0; j < bands; j++)
        {
          double d = (double) y[i * bands + j] - (double) clean[j];

          sum += d * d;
        }
    }
  return -10 * log10 (sum / (double) (n * bands));
}

typedef struct
{
  double noisy, plain, denoising, pca;
} Psnr;

/* Held-out pixels with more noise than the scanner's own, through the networks. */
static Psnr
compare_denoising (AePixels *pixels, guint seed, double level)
{
  FixtureRun plain = fixture_run (pixels, 0, NULL);
  FixtureRun denoising = fixture_run (pixels, AE_VARIANT_DENOISING, NULL);
  gsize n = ae_pixels_get_n_validation (pixels);
  guint bands = ae_pixels_get_bands (pixels), code = ae_spec_get_code (&plain.spec);
  const float *rows = ae_pixels_get_validation_rows (pixels);
  g_autofree float *noisy = g_new (float, n *bands);
  g_autofree float *y = g_new (float, n *bands);
  const float *deviation = ae_scaler_get_deviation (ae_pixels_get_scaler (pixels));
  Psnr out;
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  ae_rng_fill_normal (&rng, noisy, n * bands);
  for (gsize i = 0; i < n * bands; i++)
    noisy[i] = rows[i] + (float) level * deviation[i % bands] * noisy[i];
  out.noisy = measure_psnr (noisy, pixels);
  denoising.hyperparams.noise_level = level;
  for (guint which = 0; which < 2; which++)
    {
      g_autoptr (AeTrainer) trainer = train (pixels, which ? &denoising : &plain, 25, seed);
      g_autoptr (AeModel) model = ae_trainer_dup_model (trainer);

      ae_model_reconstruct (model, noisy, n, y, NULL);
      *(which ? &out.denoising : &out.plain) = measure_psnr (y, pixels);
    }
  {
    g_autoptr (AePca) pca = ae_pca_new (ae_pixels_get_training_rows (pixels),
                                        ae_pixels_get_n_training (pixels), bands, NULL, NULL);

    ae_pca_reconstruct (pca, code, noisy, n, y);
    out.pca = measure_psnr (y, pixels);
  }
  return out;
}

static void
test_denoising (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  Psnr mean = { 0 };

  for (guint seed = 1; seed <= N_SEEDS; seed++)
    {
      Psnr one = compare_denoising (pixels, seed, 0.3);

      mean.noisy += one.noisy / N_SEEDS;
      mean.plain += one.plain / N_SEEDS;
      mean.denoising += one.denoising / N_SEEDS;
      mean.pca += one.pca / N_SEEDS;
      g_assert_cmpfloat (one.denoising, >, one.plain + 0.5);
      g_assert_cmpfloat (one.denoising, >, one.noisy + 3);
    }
  g_test_message ("PSNR against the clean truth, mean of %u seeds: noisy input %.2f dB, plain "
                  "%.2f, denoising %.2f, PCA with as many codes %.2f",
                  N_SEEDS, mean.noisy, mean.plain, mean.denoising, mean.pca);
}

/* ------------------------------------------------------------------ sparse */

static void
test_sparse (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  static const double targets[] = { 0.05, 0.1, 0.2 };

  for (guint t = 0; t < G_N_ELEMENTS (targets); t++)
    {
      double mean = 0, without = 0;

      for (guint seed = 1; seed <= N_SEEDS; seed++)
        {
          FixtureRun run = fixture_run (pixels, AE_VARIANT_SPARSE, NULL);
          g_autoptr (AeTrainer) trainer = NULL;
          double activation;

          g_assert_cmpfloat (run.hyperparams.sparsity_weight, >=, 0.2);
          run.hyperparams.sparsity_target = targets[t];
          trainer = train (pixels, &run, 20, seed);
          activation = fixture_evaluate (trainer, &run.hyperparams, FALSE).mean_activation;
          g_assert_cmpfloat_with_epsilon (activation, targets[t], 0.02);
          mean += activation / N_SEEDS;
        }
      {
        /* Without the penalty the units do as they like. */
        FixtureRun run = fixture_run (pixels, AE_VARIANT_SPARSE, NULL);
        g_autoptr (AeTrainer) trainer = NULL;

        run.hyperparams.sparsity_weight = 0;
        trainer = train (pixels, &run, 20, 1);
        without = fixture_evaluate (trainer, &run.hyperparams, FALSE).mean_activation;
      }
      g_test_message ("target %.2f: mean activation %.4f (mean of %u seeds), without the "
                      "penalty %.4f",
                      targets[t], mean, N_SEEDS, without);
    }
}

/* ------------------------------------------------------------------ variational */

typedef struct
{
  guint active; /* units whose KL is above 0.01 nats */
  double worst_mean, worst_deviation, kl, rmse;
} Codes;

/* Codes over the scene as the decoder meets them in training: z = mu + sigma·eps, so their
 * variance is that of the means and the mean of the variances. */
static Codes
measure_codes (AeTrainer *trainer, const AeHyperparams *hyperparams)
{
  AePixels *pixels = ae_trainer_get_pixels (trainer);
  gsize n = ae_pixels_get_n_training (pixels);
  g_autoptr (AeModel) model = ae_trainer_dup_model (trainer);
  guint code = ae_model_get_code (model);
  g_autofree ae_real *mu = g_new (ae_real, n * code);
  g_autofree ae_real *gamma = g_new (ae_real, n * code);
  Codes out = { .rmse = fixture_evaluate (trainer, hyperparams, TRUE).rmse };

  ae_model_encode_variational (model, ae_pixels_get_training_rows (pixels), n, mu, gamma);
  for (guint j = 0; j < code; j++)
    {
      double mean = 0, square = 0, variance = 0, kl = 0;

      for (gsize i = 0; i < n; i++)
        {
          double m = (double) mu[i * code + j], v = exp ((double) gamma[i * code + j]);

          mean += m / (double) n;
          square += m * m / (double) n;
          variance += v / (double) n;
          kl += 0.5 * (v + m * m - 1 - (double) gamma[i * code + j]) / (double) n;
        }
      out.kl += kl;
      if (kl < 0.01)
        continue;
      out.active++;
      out.worst_mean = MAX (out.worst_mean, fabs (mean));
      out.worst_deviation
          = MAX (out.worst_deviation, fabs (sqrt (square - mean * mean + variance) - 1));
    }
  return out;
}

static void
test_variational (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (145, 0.1);

  for (guint seed = 1; seed <= (is_long () ? 5 : 1); seed++)
    {
      FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, NULL);
      g_autoptr (AeTrainer) trainer = train (pixels, &run, is_long () ? 50 : 100, seed);
      Codes codes = measure_codes (trainer, &run.hyperparams);

      g_test_message ("seed %u: %u active units, mean off by at most %.3f, deviation by %.3f; "
                      "KL %.2f nats, validation RMSE %.5f",
                      seed, codes.active, codes.worst_mean, codes.worst_deviation, codes.kl,
                      codes.rmse);
      g_assert_cmpuint (codes.active, >=, 2);
      g_assert_cmpfloat (codes.worst_mean, <=, 0.1);
      g_assert_cmpfloat (codes.worst_deviation, <=, 0.15);
    }
}

/* Far too large a weight switches every unit off, within an epoch; a small one none. */
static void
test_collapse (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, NULL);
  g_autoptr (AeTrainer) strong = NULL;
  g_autoptr (AeTrainer) weak = NULL;
  Codes codes;

  run.hyperparams.kl_weight = 100;
  strong = train (pixels, &run, 3, 1);
  codes = measure_codes (strong, &run.hyperparams);
  g_test_message ("beta 100: %u active units, KL %.5f nats", codes.active, codes.kl);
  g_assert_cmpuint (codes.active, ==, 0);
  run.hyperparams.kl_weight = 0.001;
  weak = train (pixels, &run, 3, 1);
  codes = measure_codes (weak, &run.hyperparams);
  g_test_message ("beta 0.001: %u active units, KL %.2f nats", codes.active, codes.kl);
  g_assert_cmpuint (codes.active, >=, 2);
}

/* ------------------------------------------------------------------ greedy */

/* The same number of epochs in all: a part of them greedy, against all of them whole. Which is
 * better depends on the budget: on this scene, with activations that do not saturate, training
 * whole is, and the figure says by how much. */
static void
test_greedy (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  double greedy = 0, whole = 0;

  for (guint seed = 1; seed <= N_SEEDS; seed++)
    for (guint pretrained = 0; pretrained < 2; pretrained++)
      {
        FixtureRun run = fixture_run (pixels, AE_VARIANT_STACKED, NULL);
        g_autoptr (AeTrainer) trainer = NULL;

        run.plan.pretrain_epochs = pretrained ? scale_epochs (4) : 0;
        trainer = train (pixels, &run, 40, seed);
        *(pretrained ? &greedy : &whole)
            += fixture_evaluate (trainer, &run.hyperparams, TRUE).rmse / N_SEEDS;
      }
  g_test_message ("validation RMSE after %u epochs, mean of %u seeds: greedy and fine-tuned "
                  "%.5f, whole %.5f: %+.1f %%",
                  scale_epochs (40), N_SEEDS, greedy, whole, 100 * (greedy / whole - 1));
  g_assert_cmpfloat (greedy, <, 2 * whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claims/tied", test_tied);
  g_test_add_func ("/claims/denoising", test_denoising);
  g_test_add_func ("/claims/sparse", test_sparse);
  g_test_add_func ("/claims/variational", test_variational);
  g_test_add_func ("/claims/collapse", test_collapse);
  g_test_add_func ("/claims/greedy", test_greedy);
  return g_test_run ();
}
