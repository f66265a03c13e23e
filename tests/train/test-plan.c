/* test-plan.c: the course of a run: greedy phases, schedules, ends, and failures that leave a
 * good model. */
#include "train-fixture.h"

#define SIDE 40

/* ------------------------------------------------------------------ greedy phases */

static void
assert_frozen (AeTrainer *trainer, const AeModel *then, guint layers)
{
  g_autoptr (AeModel) now = ae_trainer_dup_model (trainer);
  const AeParams *params = ae_model_get_params (now);
  guint n = ae_model_get_spec (now)->n_layers;

  for (guint i = 0; i < params->n_views; i++)
    {
      const AeParamView *view = &params->views[i];
      gsize bytes = (gsize) view->rows * view->cols * sizeof (ae_real);
      guint index = (guint) (view->name[8] - '0');
      guint part = g_str_has_prefix (view->name, "encoder") ? index : n - 1 - index;
      gboolean is_same = memcmp (ae_model_get_values (now) + view->offset,
                                 ae_model_get_values (then) + view->offset, bytes)
                         == 0;

      g_assert_true (part >= layers || is_same);
    }
}

static void
check_greedy (guint variants)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, variants, "30,12,5");
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) model = NULL;
  guint seen = 0, epochs_in_phase[4] = { 0 };

  run.plan.pretrain_epochs = 2;
  run.plan.epochs = 9;
  trainer = fixture_trainer (&run, pixels);
  g_assert_cmpuint (ae_trainer_get_n_phases (trainer), ==, 4);
  model = ae_trainer_dup_model (trainer);
  while (!ae_trainer_is_done (trainer, NULL))
    {
      guint phase = ae_trainer_get_phase (trainer);
      AeTrainerReport report = fixture_step (trainer, &run.hyperparams);

      epochs_in_phase[phase] += report.epoch_ended;
      if (phase < 3)
        assert_frozen (trainer, model, phase);
      if (ae_trainer_get_phase (trainer) != phase)
        {
          ae_model_unref (model);
          model = ae_trainer_dup_model (trainer);
          seen++;
        }
    }
  g_assert_cmpuint (seen, ==, 3);
  for (guint p = 0; p < 4; p++)
    g_assert_cmpuint (epochs_in_phase[p], ==, p < 3 ? 2 : 3);
  g_assert_cmpuint (ae_history_get_n_marks (ae_trainer_get_history (trainer)), ==, 3);
  {
    g_autofree char *text
        = ae_history_mark_dup_text (ae_history_get_marks (ae_trainer_get_history (trainer)));

    g_assert_cmpstr (text, ==, "Phase 2: 30 → 12");
  }
  {
    /* Fine-tuning moves what was frozen. */
    g_autoptr (AeModel) last = ae_trainer_dup_model (trainer);

    g_assert_cmpint (memcmp (ae_model_get_values (last), ae_model_get_values (model),
                             30 * 200 * sizeof (ae_real)),
                     !=, 0);
  }
}

static void
test_greedy (void)
{
  check_greedy (AE_VARIANT_STACKED);
  check_greedy (AE_VARIANT_STACKED | AE_VARIANT_TIED | AE_VARIANT_DENOISING);
  check_greedy (AE_VARIANT_SPARSE);
  check_greedy (AE_VARIANT_VARIATIONAL | AE_VARIANT_TIED);
}

/* What the parts learnt is what the whole starts from: assembled, it is already useful. */
static void
test_assembled (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_STACKED, "60,30,10");
  g_autoptr (AeTrainer) trainer = NULL;
  double before, after;

  run.plan.batch = 32;
  run.plan.pretrain_epochs = 20;
  run.plan.epochs = 80;
  trainer = fixture_trainer (&run, pixels);
  before = fixture_evaluate (trainer, &run.hyperparams, TRUE).rmse;
  while (ae_trainer_get_phase (trainer) < 3)
    fixture_step (trainer, &run.hyperparams);
  after = fixture_evaluate (trainer, &run.hyperparams, TRUE).rmse;
  g_test_message ("validation RMSE untrained %.4f, assembled %.4f", before, after);
  g_assert_cmpfloat (after, <, before / 4);
}

/* ------------------------------------------------------------------ ends */

/* Nothing gets better at this rate, so patience runs out; greedy or not. */
static void
check_patience (guint pretrain_epochs, guint expected)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, "20,5");
  g_autoptr (AeTrainer) trainer = NULL;
  const char *reason;

  run.plan.patience = 3;
  run.plan.pretrain_epochs = pretrain_epochs;
  run.plan.epochs = 0;
  run.hyperparams.learning_rate = 1e-30;
  trainer = fixture_train (&run, pixels);
  g_assert_cmpuint (ae_trainer_get_epoch (trainer), ==, expected);
  g_assert_true (ae_trainer_is_done (trainer, &reason));
  g_assert_nonnull (strstr (reason, "No better validation loss for 3 epochs"));
}

static void
test_patience (void)
{
  check_patience (0, 1 + 3);
  check_patience (5, 2 * 5 + 1 + 3);
  check_patience (1, 2 * 1 + 1 + 3);
}

static void
test_time_limit (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, "20,5");
  g_autoptr (AeTrainer) trainer = NULL;
  const char *reason;

  run.plan.max_seconds = 0.05;
  run.plan.epochs = 0;
  trainer = fixture_train (&run, pixels);
  g_assert_true (ae_trainer_is_done (trainer, &reason));
  g_assert_nonnull (strstr (reason, "0.05 seconds"));
  g_assert_cmpfloat (ae_trainer_get_seconds (trainer), >=, 0.05);
}

/* ------------------------------------------------------------------ schedules */

static double
measure_move (const AeModel *a, const AeModel *b)
{
  const AeParamView *bias = ae_params_find (ae_model_get_params (a), "decoder.1.bias");
  double sum = 0;

  for (guint j = 0; j < bias->cols; j++)
    {
      double d = (double) ae_model_get_values (b)[bias->offset + j]
                 - (double) ae_model_get_values (a)[bias->offset + j];

      sum += d * d;
    }
  return sqrt (sum);
}

/* Whole batches, no momentum, and steps so small that the gradient stays: how far the biases
 * move in an epoch is the rate. From a random start they start at 0, where single precision is
 * fine enough. */
static void
check_schedule (AeSchedule schedule)
{
  enum
  {
    EPOCHS = 8
  };
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, "20,5");
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) before = NULL;
  double first = 0;

  run.spec.start = AE_START_RANDOM;
  run.plan.batch = 65536;
  run.plan.optimizer = AE_OPTIMIZER_SGD;
  run.plan.momentum = 0;
  run.plan.schedule = schedule;
  run.plan.epochs = EPOCHS;
  run.hyperparams.learning_rate = 1e-4;
  trainer = fixture_trainer (&run, pixels);
  before = ae_trainer_dup_model (trainer);
  for (guint e = 0; e < EPOCHS; e++)
    {
      double factor = schedule == AE_SCHEDULE_COSINE
                          ? 0.01 + 0.99 * 0.5 * (1 + cos (G_PI * e / EPOCHS))
                          : 1;
      g_autoptr (AeModel) after = NULL;
      double move;

      fixture_step (trainer, &run.hyperparams);
      after = ae_trainer_dup_model (trainer);
      move = measure_move (before, after);
      first = e == 0 ? move : first;
      g_assert_cmpfloat (first, >, 0);
      g_assert_cmpfloat_with_epsilon (move / first, factor, 0.01);
      ae_model_unref (before);
      before = g_steal_pointer (&after);
    }
}

static void
test_schedule (void)
{
  check_schedule (AE_SCHEDULE_CONSTANT);
  check_schedule (AE_SCHEDULE_COSINE);
}

/* The latent term grows linearly from 0 over the warm-up, then stays. */
static void
test_warmup (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, "20,5");
  g_autoptr (AeTrainer) trainer = NULL;
  double latent[8];

  run.plan.batch = 65536;
  run.plan.kl_warmup_epochs = 4;
  run.hyperparams.learning_rate = 1e-30;
  trainer = fixture_trainer (&run, pixels);
  for (guint e = 0; e < G_N_ELEMENTS (latent); e++)
    latent[e] = fixture_step (trainer, &run.hyperparams).loss.values[AE_TERM_LATENT];
  g_assert_cmpfloat (latent[7], >, 0);
  for (guint e = 0; e < G_N_ELEMENTS (latent); e++)
    g_assert_cmpfloat_with_epsilon (latent[e] / latent[7], MIN (e / 4.0, 1), 1e-9);
}

/* ------------------------------------------------------------------ failures */

static void
assert_all_finite (const AeModel *model)
{
  for (gsize i = 0; i < ae_model_get_n_values (model); i++)
    g_assert_true (isfinite (ae_model_get_values (model)[i]));
}

/* A rate of 10 must end in a sentence that names it, with a finite model; a tenth or a
 * thousandth of it goes on from there. */
static void
check_explosion (guint variants, AeOptimizer optimizer, AeActivation activation)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, variants, NULL);
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AeModel) good = NULL;
  AeTrainerReport report;
  double before;
  guint steps = 0;

  run.spec.activation = activation;
  run.plan.optimizer = optimizer;
  trainer = fixture_trainer (&run, pixels);
  for (guint i = 0; i < 70; i++)
    fixture_step (trainer, &run.hyperparams);
  before
      = fixture_evaluate (trainer, &run.hyperparams, TRUE).loss.values[AE_TERM_RECONSTRUCTION];
  run.hyperparams.learning_rate = optimizer == AE_OPTIMIZER_SGD ? 100 : 10;
  while (steps++ < 300 && ae_trainer_step (trainer, &run.hyperparams, &report, &error))
    g_assert_true (isfinite (report.loss.total));
  g_test_message ("after %u batches: %s", steps, error != NULL ? error->message : "nothing");
  g_assert_error (error, AE_ERROR, AE_ERROR_NON_FINITE);
  g_assert_nonnull (strstr (error->message, "learning rate"));
  good = ae_trainer_dup_good_model (trainer);
  assert_all_finite (good);
  run.hyperparams.learning_rate = 1e-4;
  for (guint i = 0; i < 100; i++)
    fixture_step (trainer, &run.hyperparams);
  g_assert_cmpfloat (
      fixture_evaluate (trainer, &run.hyperparams, TRUE).loss.values[AE_TERM_RECONSTRUCTION], <,
      20 * before);
}

static void
test_explosion (void)
{
  check_explosion (AE_VARIANT_STACKED, AE_OPTIMIZER_ADAM, AE_ACTIVATION_ELU);
  check_explosion (AE_VARIANT_STACKED, AE_OPTIMIZER_SGD, AE_ACTIVATION_RELU);
  check_explosion (AE_VARIANT_VARIATIONAL, AE_OPTIMIZER_ADAM, AE_ACTIVATION_ELU);
}

/* Nothing to train on, other bands: refused before a thread is started. */
static void
test_refusals (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.2);
  FixtureRun run = fixture_run (pixels, 0, NULL);
  g_autoptr (GError) bands = NULL;
  g_autoptr (GError) plan = NULL;

  run.spec.bands = 100;
  g_assert_null (ae_trainer_new (&run.spec, &run.plan, pixels, &bands));
  g_assert_true (g_error_matches (bands, AE_ERROR, AE_ERROR_MISMATCH)
                 || g_error_matches (bands, AE_ERROR, AE_ERROR_INVALID));
  run = fixture_run (pixels, 0, NULL);
  run.plan.batch = 0;
  g_assert_null (ae_trainer_new (&run.spec, &run.plan, pixels, &plan));
  g_assert_error (plan, AE_ERROR, AE_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/greedy", test_greedy);
  g_test_add_func ("/plan/assembled", test_assembled);
  g_test_add_func ("/plan/patience", test_patience);
  g_test_add_func ("/plan/time-limit", test_time_limit);
  g_test_add_func ("/plan/schedule", test_schedule);
  g_test_add_func ("/plan/warmup", test_warmup);
  g_test_add_func ("/plan/explosion", test_explosion);
  g_test_add_func ("/plan/refusals", test_refusals);
  return g_test_run ();
}
