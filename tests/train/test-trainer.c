/* test-trainer.c: what may not change a run (threads, resets) and what must (hyperparams);
 * phases, ends and failures. Short runs on a part of the demo scene; nothing here is about how
 * well a network learns.
 */
#include "train-fixture.h"

#define SIDE 40 /* 1,600 pixels */

#ifdef __SANITIZE_THREAD__ /* a reset starts the same threads again, for a minute in such a    \
                              build */
#define IS_THREAD_SANITIZED TRUE
#else
#define IS_THREAD_SANITIZED FALSE
#endif

/* ------------------------------------------------------------------ same bits */

typedef struct
{
  const char *name;
  guint variants;
  guint batch;
  double noise, mask;
  AeLoss loss;
  AeOptimizer optimizer;
  guint pretrain_epochs;
  AeStart start; /* of the table's rows each is tried */
} Setting;

#define TIED        AE_VARIANT_TIED
#define DENOISING   AE_VARIANT_DENOISING
#define SPARSE      AE_VARIANT_SPARSE
#define VARIATIONAL AE_VARIANT_VARIATIONAL

static const Setting settings[] = {
  { "plain", 0, 256 },
  { "linear", AE_VARIANT_LINEAR, 100 },
  { "stacked-large-batch", AE_VARIANT_STACKED, 1000 },
  { "tied-denoising", TIED | DENOISING, 256, 0.3, 0.2 },
  { "sparse-denoising", SPARSE | DENOISING, 300, 0.3, 0.1 },
  { "tied-denoising-sparse", TIED | DENOISING | SPARSE, 256, 0.2, 0 },
  { "variational", VARIATIONAL, 256 },
  { "tied-denoising-variational", TIED | DENOISING | VARIATIONAL, 77, 0.2, 0.2 },
  { "angle-momentum", 0, 256, 0, 0, AE_LOSS_SPECTRAL_ANGLE, AE_OPTIMIZER_SGD },
  { "greedy", AE_VARIANT_STACKED | DENOISING, 256, 0.2, 0.1, AE_LOSS_MSE, AE_OPTIMIZER_ADAM,
    1 },
};

static AeTrainer *
start (const Setting *s, AePixels *pixels, guint threads, AeHyperparams *hyperparams)
{
  FixtureRun run = fixture_run (pixels, s->variants, NULL);

  run.spec.loss = s->loss;
  run.spec.start = s->start;
  run.plan.batch = s->batch;
  run.plan.optimizer = s->optimizer;
  run.plan.pretrain_epochs = s->pretrain_epochs;
  run.plan.threads = threads;
  run.plan.epochs = s->pretrain_epochs > 0 ? 6 : 3;
  *hyperparams = run.hyperparams;
  hyperparams->noise_level = s->noise;
  hyperparams->masked_fraction = s->mask;
  hyperparams->weight_decay = 1e-5;
  return fixture_trainer (&run, pixels);
}

static void
assert_same_report (const AeTrainerReport *a, const AeTrainerReport *b)
{
  g_assert_cmpfloat (a->loss.total, ==, b->loss.total);
  g_assert_cmpfloat (a->loss.values[AE_TERM_SPARSITY], ==, b->loss.values[AE_TERM_SPARSITY]);
  g_assert_cmpfloat (a->loss.values[AE_TERM_LATENT], ==, b->loss.values[AE_TERM_LATENT]);
  g_assert_cmpfloat (a->loss.values[AE_TERM_DECAY], ==, b->loss.values[AE_TERM_DECAY]);
  g_assert_cmpfloat (a->mean_activation, ==, b->mean_activation);
  g_assert_true (a->epoch_ended == b->epoch_ended);
  if (a->epoch_ended)
    g_assert_cmpfloat (a->validation.total, ==, b->validation.total);
}

/* Whatever the number of threads, and when it changes on the way. */
static void
test_threads (gconstpointer data)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  AeHyperparams hyperparams;
  g_autoptr (AeTrainer) one = start (data, pixels, 1, &hyperparams);
  g_autoptr (AeTrainer) two = start (data, pixels, 2, &hyperparams);
  g_autoptr (AeTrainer) three = start (data, pixels, 3, &hyperparams);

  while (!ae_trainer_is_done (one, NULL))
    {
      AeTrainerReport a = fixture_step (one, &hyperparams),
                      b = fixture_step (two, &hyperparams), c;

      ae_trainer_set_threads (three, 1 + (guint) (ae_trainer_get_step (three) % 5) % 3);
      c = fixture_step (three, &hyperparams);

      assert_same_report (&a, &b);
      assert_same_report (&a, &c);
    }
  fixture_assert_same_values (one, two);
  fixture_assert_same_values (one, three);
}

static void
assert_same_history (const AeHistory *a, const AeHistory *b)
{
  const AeHistoryPoint *p = ae_history_get_points (a), *q = ae_history_get_points (b);

  g_assert_cmpuint (ae_history_get_n_points (a), ==, ae_history_get_n_points (b));
  g_assert_cmpuint (ae_history_get_n_marks (a), ==, ae_history_get_n_marks (b));
  for (guint i = 0; i < ae_history_get_n_points (a); i++)
    {
      g_assert_cmpuint (p[i].step, ==, q[i].step);
      g_assert_cmpfloat (p[i].epoch, ==, q[i].epoch);
      g_assert_cmpfloat (p[i].train.total, ==, q[i].train.total);
      g_assert_cmpuint (p[i].phase, ==, q[i].phase);
      g_assert_true (p[i].validation == q[i].validation
                     || (isnan (p[i].validation) && isnan (q[i].validation)));
    }
}

/* The same seed again is the same run, also from the middle of one; another seed is not. */
static void
test_reset (gconstpointer data)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  AeHyperparams hyperparams;
  g_autoptr (AeTrainer) trainer = start (data, pixels, 2, &hyperparams);
  g_autoptr (AeTrainer) fresh = start (data, pixels, 2, &hyperparams);
  g_autoptr (AeHistory) first = NULL;

  while (!ae_trainer_is_done (trainer, NULL))
    fixture_step (trainer, &hyperparams);
  first = ae_history_copy (ae_trainer_get_history (trainer));
  for (guint again = 0; again < 2; again++)
    {
      ae_trainer_reset (trainer, 1);
      g_assert_cmpuint (ae_trainer_get_step (trainer), ==, 0);
      for (guint i = 0; i < 3 && again == 0; i++)
        fixture_step (trainer, &hyperparams);
    }
  while (!ae_trainer_is_done (trainer, NULL))
    fixture_step (trainer, &hyperparams);
  assert_same_history (first, ae_trainer_get_history (trainer));
  while (!ae_trainer_is_done (fresh, NULL))
    fixture_step (fresh, &hyperparams);
  fixture_assert_same_values (trainer, fresh);
  ae_trainer_reset (trainer, 2);
  g_assert_cmpfloat (fixture_step (trainer, &hyperparams).loss.total, !=,
                     ae_history_get_points (first)[0].train.total);
}

/* ------------------------------------------------------------------ hyperparams */

typedef struct
{
  const char *name;
  guint variants;
  gsize offset;
  double before, after;
  guint delay; /* batches until the loss can show it */
} Turn;

#define KNOB(name) G_STRUCT_OFFSET (AeHyperparams, name)

static const Turn turns[] = {
  { "noise-level", DENOISING, KNOB (noise_level), 0.1, 0.4, 0 },
  { "masked-fraction", DENOISING, KNOB (masked_fraction), 0, 0.3, 0 },
  { "sparsity-target", SPARSE, KNOB (sparsity_target), 0.1, 0.3, 0 },
  { "sparsity-weight", SPARSE, KNOB (sparsity_weight), 0.2, 0.4, 0 },
  { "kl-weight", VARIATIONAL, KNOB (kl_weight), 0.005, 0.5, 0 },
  { "weight-decay", 0, KNOB (weight_decay), 0, 1e-3, 0 },
  { "learning-rate", 0, KNOB (learning_rate), 1e-3, 1e-2, 1 },
};

static void
test_knob (gconstpointer data)
{
  const Turn *turn = data;
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, turn->variants, NULL);
  g_autoptr (AeTrainer) left = fixture_trainer (&run, pixels);
  g_autoptr (AeTrainer) turned = fixture_trainer (&run, pixels);
  AeHyperparams other;

  *(double *) ((char *) &run.hyperparams + turn->offset) = turn->before;
  other = run.hyperparams;
  for (guint i = 0; i < 5; i++)
    {
      AeTrainerReport a = fixture_step (left, &run.hyperparams),
                      b = fixture_step (turned, &other);

      assert_same_report (&a, &b);
    }
  *(double *) ((char *) &other + turn->offset) = turn->after;
  for (guint i = 0; i <= turn->delay; i++)
    {
      double a = fixture_step (left, &run.hyperparams).loss.total;
      double b = fixture_step (turned, &other).loss.total;

      if (i < turn->delay)
        g_assert_cmpfloat (a, ==, b);
      else
        g_assert_cmpfloat (a, !=, b);
    }
}

/* A bad value is refused by name and the run is as it was. */
static void
test_bad_knob (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, NULL);
  g_autoptr (AeTrainer) trainer = fixture_trainer (&run, pixels);
  g_autoptr (GError) error = NULL;
  AeTrainerReport report;
  AeHyperparams bad = run.hyperparams;

  bad.noise_level = -1;
  fixture_step (trainer, &run.hyperparams);
  g_assert_false (ae_trainer_step (trainer, &bad, &report, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_assert_cmpuint (ae_trainer_get_step (trainer), ==, 1);
  fixture_step (trainer, &run.hyperparams);
}

/* ------------------------------------------------------------------ evaluation */

/* Without corruption, and of the model that the trainer hands out. */
static void
test_evaluation (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, DENOISING | VARIATIONAL, NULL);
  g_autoptr (AeTrainer) trainer = fixture_trainer (&run, pixels);
  gsize n = ae_pixels_get_n_validation (pixels);
  guint bands = ae_pixels_get_bands (pixels);
  const float *rows = ae_pixels_get_validation_rows (pixels);
  g_autofree float *y = g_new (float, n *bands);
  g_autoptr (AeModel) model = NULL;
  AeHyperparams clean = run.hyperparams;
  double sum = 0;

  run.hyperparams.noise_level = 2;
  run.hyperparams.masked_fraction = 0.5;
  for (guint i = 0; i < 20; i++)
    fixture_step (trainer, &run.hyperparams);
  clean.noise_level = 0;
  g_assert_cmpfloat (fixture_evaluate (trainer, &run.hyperparams, TRUE).rmse, ==,
                     fixture_evaluate (trainer, &clean, TRUE).rmse);
  model = ae_trainer_dup_model (trainer);
  ae_model_reconstruct (model, rows, n, y, NULL);
  for (gsize i = 0; i < n * bands; i++)
    sum += ((double) y[i] - (double) rows[i]) * ((double) y[i] - (double) rows[i]);
  g_assert_cmpfloat_with_epsilon (sqrt (sum / (double) (n * bands))
                                      / fixture_evaluate (trainer, &clean, TRUE).rmse,
                                  1, 1e-5);
  /* The noise is there in training: the same model's error is above that of clean pixels. */
  run.hyperparams.masked_fraction = 0;
  g_assert_cmpfloat (
      fixture_step (trainer, &run.hyperparams).loss.values[AE_TERM_RECONSTRUCTION], >,
      1.2 * fixture_evaluate (trainer, &clean, TRUE).loss.values[AE_TERM_RECONSTRUCTION]);
}

static void
test_no_validation (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0);
  FixtureRun run = fixture_run (pixels, 0, NULL);
  g_autoptr (AeTrainer) trainer = NULL;
  AeTrainerReport report = { 0 };

  run.plan.epochs = 2;
  trainer = fixture_trainer (&run, pixels);
  while (!ae_trainer_is_done (trainer, NULL))
    report = fixture_step (trainer, &run.hyperparams);
  g_assert_true (report.epoch_ended);
  g_assert_true (isnan (report.validation.total));
}

/* From both starts. */
static void
add_setting (const char *what, const Setting *setting, GTestDataFunc func)
{
  for (guint i = 0; i < 2; i++)
    {
      Setting *from = g_memdup2 (setting, sizeof *setting);
      g_autofree char *path = g_strdup_printf ("/trainer/%s/%s/%s", what, setting->name,
                                               i == 0 ? "pca" : "random");

      from->start = i == 0 ? AE_START_PCA : AE_START_RANDOM;
      g_test_add_data_func_full (path, from, func, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      add_setting ("threads", &settings[i], test_threads);
      if (!IS_THREAD_SANITIZED)
        add_setting ("reset", &settings[i], test_reset);
    }
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autofree char *path = g_strdup_printf ("/trainer/knob/%s", turns[i].name);

      g_test_add_data_func (path, &turns[i], test_knob);
    }
  g_test_add_func ("/trainer/knob/bad", test_bad_knob);
  g_test_add_func ("/trainer/evaluation", test_evaluation);
  g_test_add_func ("/trainer/no-validation", test_no_validation);
  return g_test_run ();
}
