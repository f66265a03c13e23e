/* test-result.c: what a run comes to: the trainer's own evaluation, and sums done by hand. */
#include "ae-baseline.h"
#include "ae-demo-scene.h"
#include "ae-evaluation.h"
#include "ae-trainer.h"

#include <math.h>

typedef struct
{
  AePixels *pixels;
  AeTrainer *trainer;
  AeModel *model;
  AeHyperparams hyperparams;
  AeEvaluation *result;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  guint variants = GPOINTER_TO_UINT (data);
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 40, 30);
  AePixelsOptions options = { .seed = 2, .validation = 0.25 };
  AeSpec spec;
  AePlan plan;

  f->pixels = ae_pixels_new (scene, &options, NULL, NULL);
  ae_spec_init (&spec, variants, ae_pixels_get_bands (f->pixels));
  if (variants == (AE_VARIANT_STACKED | AE_VARIANT_TIED))
    spec.loss = AE_LOSS_SPECTRAL_ANGLE;
  ae_plan_init (&plan);
  plan.threads = 2;
  ae_hyperparams_init (&f->hyperparams, &spec);
  f->hyperparams.weight_decay = 1e-4;
  f->trainer = ae_trainer_new (&spec, &plan, f->pixels, NULL);
  for (guint i = 0; i < 20; i++)
    {
      AeTrainerReport report;

      g_assert_true (ae_trainer_step (f->trainer, &f->hyperparams, &report, NULL));
    }
  f->model = ae_trainer_dup_model (f->trainer);
  f->result = ae_evaluation_new (f->model, &f->hyperparams, f->pixels, NULL, NULL);
  g_assert_nonnull (f->result);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  ae_evaluation_free (f->result);
  ae_model_unref (f->model);
  ae_trainer_free (f->trainer);
  ae_pixels_unref (f->pixels);
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat_with_epsilon (a, b, 1e-5 * MAX (fabs (b), 1e-12));
}

static void
assert_part (const AeEvaluationPart *part, const AeTrainerErrors *wanted)
{
  assert_near (part->loss.total, wanted->loss.total);
  assert_near (part->loss.values[AE_TERM_RECONSTRUCTION],
               wanted->loss.values[AE_TERM_RECONSTRUCTION]);
  assert_near (part->loss.values[AE_TERM_SPARSITY], wanted->loss.values[AE_TERM_SPARSITY]);
  assert_near (part->loss.values[AE_TERM_LATENT], wanted->loss.values[AE_TERM_LATENT]);
  assert_near (part->loss.values[AE_TERM_DECAY], wanted->loss.values[AE_TERM_DECAY]);
  assert_near (part->rmse, wanted->rmse);
  assert_near (part->sam_deg, wanted->sam_deg);
}

/* Two ways through different code: by the trainer's stage, and from the frozen model alone. */
static void
test_same_as_trainer (Fixture *f, gconstpointer data)
{
  AeTrainerErrors training, validation;

  ae_trainer_evaluate (f->trainer, &f->hyperparams, ae_pixels_get_training_rows (f->pixels),
                       ae_pixels_get_n_training (f->pixels), &training);
  ae_trainer_evaluate (f->trainer, &f->hyperparams, ae_pixels_get_validation_rows (f->pixels),
                       ae_pixels_get_n_validation (f->pixels), &validation);
  assert_part (&f->result->training, &training);
  assert_part (&f->result->validation, &validation);
  assert_near (f->result->mean_activation, training.mean_activation);
  g_assert_cmpuint (f->result->training.n + f->result->validation.n, ==, 1200);
}

/* Of the model, or of PCA where it is given. */
static double
clean_mse_by_hand (const Fixture *f, const AePca *pca)
{
  AeScene *scene = ae_pixels_get_scene (f->pixels);
  AeScaler *scaler = ae_pixels_get_scaler (f->pixels);
  const float *truth = ae_scene_get_truth_clean (scene);
  const guint32 *pixels = ae_pixels_get_validation (f->pixels);
  guint bands = ae_pixels_get_bands (f->pixels), all = ae_scene_get_bands (scene);
  gsize n = ae_pixels_get_n_validation (f->pixels);
  g_autofree float *y = g_new (float, bands);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float *x = ae_pixels_get_validation_rows (f->pixels) + i * bands;

      if (pca != NULL)
        ae_pca_reconstruct (pca, f->result->code, x, 1, y);
      else
        ae_model_reconstruct (f->model, x, 1, y, NULL);
      for (guint j = 0; j < bands; j++)
        {
          guint band = ae_scene_get_good_bands (scene)[j];
          double clean = ((double) truth[(gsize) pixels[i] * all + band]
                          - (double) ae_scaler_get_offset (scaler)[j])
                         * (double) ae_scaler_get_factor (scaler)[j];

          sum += ((double) y[j] - clean) * ((double) y[j] - clean);
        }
    }
  return sum / (double) n / bands;
}

static void
test_clean_and_pca (Fixture *f, gconstpointer data)
{
  const AeEvaluationPart *part = &f->result->validation;
  g_autoptr (AePca) pca = ae_pca_new (ae_pixels_get_training_rows (f->pixels),
                                      ae_pixels_get_n_training (f->pixels),
                                      ae_pixels_get_bands (f->pixels), NULL, NULL);

  g_assert_cmpfloat_with_epsilon (part->psnr_clean_db,
                                  -10 * log10 (clean_mse_by_hand (f, NULL)), 1e-3);
  g_assert_cmpfloat_with_epsilon (part->psnr_db, -20 * log10 (part->rmse), 1e-9);
  assert_near (part->pca_mse,
               ae_pca_get_mse (pca, f->result->code, ae_pixels_get_validation_rows (f->pixels),
                               ae_pixels_get_n_validation (f->pixels)));
  assert_near (f->result->training.pca_mse, ae_pca_get_training_mse (pca, f->result->code));
  g_assert_cmpfloat_with_epsilon (part->pca_psnr_clean_db,
                                  -10 * log10 (clean_mse_by_hand (f, pca)), 1e-3);
  g_assert_cmpfloat (fabs (part->pca_psnr_clean_db - part->psnr_clean_db), >, 1e-3);
}

static void
test_units (Fixture *f, gconstpointer data)
{
  const AeEvaluation *result = f->result;
  double sum = 0;

  if (!(GPOINTER_TO_UINT (data) & AE_VARIANT_VARIATIONAL))
    {
      g_assert_null (result->kl_per_unit);
      g_assert_cmpuint (result->active_units, ==, result->code);
      return;
    }
  for (guint j = 0; j < result->code; j++)
    sum += result->kl_per_unit[j];
  assert_near (result->training.loss.values[AE_TERM_LATENT],
               f->hyperparams.kl_weight * sum / ae_pixels_get_bands (f->pixels));
}

static void
test_nothing_held_out (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 20, 20);
  AePixelsOptions options = { .seed = 2 };
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &options, NULL, NULL);
  g_autoptr (AeModel) model = NULL;
  g_autoptr (AeEvaluation) result = NULL;
  AeSpec spec;
  AeHyperparams hyperparams;

  ae_spec_init (&spec, AE_VARIANT_PLAIN, ae_pixels_get_bands (pixels));
  ae_hyperparams_init (&hyperparams, &spec);
  model = ae_model_new (&spec, 1, NULL);
  result = ae_evaluation_new (model, &hyperparams, pixels, NULL, NULL);
  g_assert_cmpuint (result->validation.n, ==, 0);
  g_assert_true (isnan (result->validation.rmse) && isnan (result->validation.loss.total)
                 && isnan (result->validation.psnr_db) && isnan (result->validation.pca_mse));
  g_assert_true (isfinite (result->training.rmse));
}

static void
test_cancelled (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 20, 20);
  AePixelsOptions options = { .seed = 2 };
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &options, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AeModel) model = NULL;
  g_autoptr (GError) error = NULL;
  AeSpec spec;
  AeHyperparams hyperparams;

  ae_spec_init (&spec, AE_VARIANT_PLAIN, ae_pixels_get_bands (pixels));
  ae_hyperparams_init (&hyperparams, &spec);
  model = ae_model_new (&spec, 1, NULL);
  g_cancellable_cancel (cancellable);
  g_assert_null (ae_evaluation_new (model, &hyperparams, pixels, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *name, guint variants)
{
  const struct
  {
    const char *what;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = { { "same-as-trainer", test_same_as_trainer },
                { "clean-and-pca", test_clean_and_pca },
                { "units", test_units } };

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/result/%s/%s", name, tests[i].what);

      g_test_add (path, Fixture, GUINT_TO_POINTER (variants), set_up, tests[i].test, tear_down);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("stacked", AE_VARIANT_STACKED);
  add ("angle", AE_VARIANT_STACKED | AE_VARIANT_TIED);
  add ("sparse", AE_VARIANT_SPARSE);
  add ("variational", AE_VARIANT_VARIATIONAL);
  g_test_add_func ("/result/nothing-held-out", test_nothing_held_out);
  g_test_add_func ("/result/cancelled", test_cancelled);
  return g_test_run ();
}
