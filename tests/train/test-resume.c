/* test-resume.c: a training put aside and taken up again gives the same bits as one that never
 * stopped, for every variant, at any batch. */
#include "ae-trainer-state.h"
#include "train-fixture.h"

typedef struct
{
  const char *name;
  guint variants;
  const char *layers;
  guint pretrain_epochs;
  AeOptimizer optimizer;
  guint64 stop;  /* batches before the break */
  AeStart start; /* of the table's rows each is tried */
} Case;

#define BATCHES 13 /* an epoch of 28 × 28 pixels, a tenth held out, in batches of 55 */

static const Case cases[] = {
  { "plain", AE_VARIANT_PLAIN, "12,4", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES },
  { "plain-within-an-epoch", AE_VARIANT_PLAIN, "12,4", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES + 5 },
  { "plain-before-the-first", AE_VARIANT_PLAIN, "12,4", 0, AE_OPTIMIZER_ADAM, 0 },
  { "linear", AE_VARIANT_LINEAR, "4", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES },
  { "stacked", AE_VARIANT_STACKED, "20,10,6,3", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES + 1 },
  { "tied", AE_VARIANT_TIED, "12,4", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES },
  { "denoising", AE_VARIANT_DENOISING, "12,4", 0, AE_OPTIMIZER_ADAM, 2 * BATCHES + 3 },
  { "sparse", AE_VARIANT_SPARSE, "12,4", 0, AE_OPTIMIZER_ADAM, 3 * BATCHES },
  { "variational", AE_VARIANT_VARIATIONAL, "12,4", 0, AE_OPTIMIZER_ADAM, 2 * BATCHES + 7 },
  { "momentum", AE_VARIANT_PLAIN, "12,4", 0, AE_OPTIMIZER_SGD, 3 * BATCHES },
  { "greedy-first-part", AE_VARIANT_STACKED, "12,6,4", 1, AE_OPTIMIZER_ADAM, 5 },
  { "greedy-second-part", AE_VARIANT_STACKED, "12,6,4", 1, AE_OPTIMIZER_ADAM, BATCHES + 4 },
  { "greedy-third-part", AE_VARIANT_STACKED | AE_VARIANT_VARIATIONAL, "12,6,4", 1,
    AE_OPTIMIZER_ADAM, 2 * BATCHES + 4 },
  { "greedy-whole", AE_VARIANT_STACKED, "12,6,4", 1, AE_OPTIMIZER_ADAM, 3 * BATCHES + 4 },
};

static FixtureRun
make_run (const Case *test, AePixels *pixels)
{
  FixtureRun run = fixture_run (pixels, test->variants, test->layers);

  run.spec.start = test->start;
  run.plan.epochs = 6;
  run.plan.batch = 55;
  run.plan.optimizer = test->optimizer;
  run.plan.pretrain_epochs = test->pretrain_epochs;
  if (test->optimizer == AE_OPTIMIZER_SGD)
    run.hyperparams.learning_rate = 0.01;
  return run;
}

static void
assert_same_history (const AeHistory *a, const AeHistory *b)
{
  guint n = ae_history_get_n_points (a);

  g_assert_cmpuint (ae_history_get_n_points (b), ==, n);
  for (guint i = 0; i < n; i++)
    {
      AeHistoryPoint p = ae_history_get_points (a)[i], q = ae_history_get_points (b)[i];

      g_assert_cmpuint (p.step, ==, q.step);
      g_assert_cmpfloat (p.epoch, ==, q.epoch);
      g_assert_cmpmem (&p.train, sizeof p.train, &q.train, sizeof q.train);
      g_assert_cmpmem (&p.validation, sizeof p.validation, &q.validation, sizeof q.validation);
    }
  g_assert_cmpuint (ae_history_get_n_marks (a), ==, ae_history_get_n_marks (b));
  for (guint i = 0; i < ae_history_get_n_marks (a); i++)
    {
      g_assert_cmpuint (ae_history_get_marks (a)[i].step, ==, ae_history_get_marks (b)[i].step);
      g_assert_cmpint (ae_history_get_marks (a)[i].kind, ==, ae_history_get_marks (b)[i].kind);
      g_assert_cmpuint (ae_history_get_marks (a)[i].phase, ==,
                        ae_history_get_marks (b)[i].phase);
    }
}

static void
go_on (AeTrainer *trainer, const AeHyperparams *hyperparams)
{
  while (!ae_trainer_is_done (trainer, NULL))
    fixture_step (trainer, hyperparams);
}

static void
test_same_bits (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (AePixels) pixels = fixture_pixels (28, 0.1);
  FixtureRun run = make_run (test, pixels);
  g_autoptr (AeTrainer) whole = fixture_train (&run, pixels);
  g_autoptr (AeTrainer) first = fixture_trainer (&run, pixels);
  g_autoptr (AeTrainer) second = NULL;
  g_autoptr (AeTrainingState) state = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ae_trainer_get_step (whole), ==, 6 * BATCHES);
  for (guint64 i = 0; i < test->stop; i++)
    fixture_step (first, &run.hyperparams);
  state = ae_trainer_dup_state (first, &run.hyperparams);
  run.plan.threads = 1; /* the number of threads decides nothing */
  run.plan.seed = 99;   /* nor does what the second trainer was made with */
  second = fixture_trainer (&run, pixels);
  g_assert_true (ae_trainer_restore (second, state, &error));
  g_assert_no_error (error);
  fixture_assert_same_values (first, second);
  go_on (second, &run.hyperparams);
  fixture_assert_same_values (whole, second);
  assert_same_history (ae_trainer_get_history (whole), ae_trainer_get_history (second));
}

/* The comparison above can fail: one counter or one moment off, and the bits differ. */
static void
test_planted (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (28, 0.1);
  FixtureRun run = make_run (&cases[1], pixels);

  for (guint plant = 0; plant < 3; plant++)
    {
      g_autoptr (AeTrainer) whole = fixture_train (&run, pixels);
      g_autoptr (AeTrainer) trainer = fixture_trainer (&run, pixels);
      g_autoptr (AeTrainingState) state = NULL;
      g_autoptr (AeModel) a = NULL;
      g_autoptr (AeModel) b = NULL;

      for (guint i = 0; i < BATCHES + 5; i++)
        fixture_step (trainer, &run.hyperparams);
      state = ae_trainer_dup_state (trainer, &run.hyperparams);
      if (plant == 0)
        state->moment1[0] += 1e-3f;
      else if (plant == 1)
        state->stage_step += BATCHES, state->step += BATCHES;
      else
        state->moment2[3] *= 2;
      g_assert_true (ae_trainer_restore (trainer, state, NULL));
      go_on (trainer, &run.hyperparams);
      a = ae_trainer_dup_model (whole);
      b = ae_trainer_dup_model (trainer);
      g_assert_cmpint (memcmp (ae_model_get_values (a), ae_model_get_values (b),
                               ae_model_get_n_values (a) * sizeof (ae_real)),
                       !=, 0);
    }
}

/* More epochs than planned: the end moves; the same number: it has ended already. */
static void
test_end_moves (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (28, 0.1);
  FixtureRun run = make_run (&cases[0], pixels);
  g_autoptr (AeTrainer) first = fixture_train (&run, pixels);
  g_autoptr (AeTrainingState) state = ae_trainer_dup_state (first, &run.hyperparams);
  g_autoptr (AeTrainer) same = fixture_trainer (&run, pixels);
  g_autoptr (AeTrainer) longer = NULL;

  g_assert_true (ae_trainer_restore (same, state, NULL));
  g_assert_true (ae_trainer_is_done (same, NULL));
  run.plan.epochs = 7;
  longer = fixture_trainer (&run, pixels);
  g_assert_true (ae_trainer_restore (longer, state, NULL));
  g_assert_false (ae_trainer_is_done (longer, NULL));
  go_on (longer, &run.hyperparams);
  g_assert_cmpuint (ae_trainer_get_epoch (longer), ==, 7);
}

static void
assert_refused (AeTrainer *trainer, const AeTrainingState *state, AeError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ae_trainer_restore (trainer, state, &error));
  g_assert_error (error, AE_ERROR, (int) code);
}

static void
test_refused (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (28, 0.1);
  g_autoptr (AePixels) others = fixture_pixels (24, 0.1);
  FixtureRun run = make_run (&cases[0], pixels);
  g_autoptr (AeTrainer) trainer = fixture_trainer (&run, pixels);
  g_autoptr (AeTrainer) elsewhere = fixture_trainer (&run, others);
  g_autoptr (AeTrainer) wider = NULL;
  g_autoptr (AeTrainer) slower = NULL;
  g_autoptr (AeTrainingState) state = ae_trainer_dup_state (trainer, &run.hyperparams);
  FixtureRun wide = fixture_run (pixels, 0, "13,4");

  wide.plan = run.plan;
  wider = fixture_trainer (&wide, pixels);
  run.plan.batch = 60;
  slower = fixture_trainer (&run, pixels);
  assert_refused (wider, state, AE_ERROR_MISMATCH);
  assert_refused (slower, state, AE_ERROR_MISMATCH);
  assert_refused (elsewhere, state, AE_ERROR_MISMATCH);
  state->batch_in_epoch = 5;
  assert_refused (trainer, state, AE_ERROR_DAMAGED);
  state->batch_in_epoch = 0;
  state->moment2[1] = NAN;
  assert_refused (trainer, state, AE_ERROR_DAMAGED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      Case *test = g_memdup2 (&cases[i / 2], sizeof *test);
      g_autofree char *path = g_strconcat ("/resume/same-bits/", test->name,
                                           i % 2 == 0 ? "/pca" : "/random", NULL);

      test->start = i % 2 == 0 ? AE_START_PCA : AE_START_RANDOM;
      g_test_add_data_func_full (path, test, test_same_bits, g_free);
    }
  g_test_add_func ("/resume/planted", test_planted);
  g_test_add_func ("/resume/end-moves", test_end_moves);
  g_test_add_func ("/resume/refused", test_refused);
  return g_test_run ();
}
