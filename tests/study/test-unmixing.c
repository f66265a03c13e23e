/* test-unmixing.c: what unmixing makes of scenes whose mixtures are known: how sparsity and
 * truth go together, what chance does, and scenes that are no mixtures.
 */
#include <math.h>
#include <string.h>

#include "ae-demo-scene.h"
#include "ae-reader.h"
#include "ae-rng.h"
#include "ae-trainer.h"
#include "ae-truth-file.h"
#include "ae-unmixing-rule.h"
#include "ae-unmixing-score.h"

#define SIDE      48
#define BANDS     60
#define MATERIALS 4

/* ------------------------------------------------------------------ scenes */

/**
 * Made:
 * @n: materials
 * @shade: deviation of the logarithm of a pixel's brightness
 * @noise: deviation, in the mean of the spectra
 * @dark: brightness of the first material
 * @is_twice: the last material is the first again
 */
typedef struct
{
  guint n, bands;
  double shade, noise, dark;
  gboolean is_twice;
} Made;

static void
fill_materials (const Made *made, AeRng *rng, float *e)
{
  for (guint i = 0; i < made->n; i++)
    {
      double place[3], width[3], height[3];

      for (guint k = 0; k < 3; k++)
        {
          place[k] = ae_rng_uniform (rng);
          width[k] = 0.05 + 0.2 * ae_rng_uniform (rng);
          height[k] = 0.7 * ae_rng_uniform (rng);
        }
      for (guint b = 0; b < made->bands; b++)
        {
          double x = (double) b / (made->bands - 1), value = 0.1;

          for (guint k = 0; k < 3; k++)
            value += height[k] * exp (-pow ((x - place[k]) / width[k], 2));
          e[i * made->bands + b] = (float) (value * (i == 0 ? made->dark : 1));
        }
    }
  if (made->is_twice)
    memcpy (e + (made->n - 1) * made->bands, e, made->bands * sizeof *e);
}

/* Most of a pixel is one material; some are pure. */
static void
fill_shares (guint n, AeRng *rng, float *a)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      a[i] = (float) exp (3 * ae_rng_normal (rng));
      sum += (double) a[i];
    }
  for (guint i = 0; i < n; i++)
    a[i] = (float) ((double) a[i] / sum);
}

static AeScene *
make_scene (const Made *made, AeTruth *truth)
{
  AeSceneBuilder b = { .lines = SIDE, .samples = SIDE, .bands = made->bands };
  gsize pixels = SIDE * SIDE;
  AeRng rng;
  AeScene *scene;

  ae_rng_init (&rng, 11, AE_STREAM_SCENE, 0);
  *truth = (AeTruth){ .n = made->n,
                      .bands = made->bands,
                      .endmembers = g_new (float, made->n * made->bands),
                      .abundances = g_new (float, pixels * made->n) };
  fill_materials (made, &rng, truth->endmembers);
  b.name = g_strdup ("made");
  b.cube = g_new (float, pixels * made->bands);
  for (gsize p = 0; p < pixels; p++)
    {
      double brightness = exp (made->shade * ae_rng_normal (&rng));
      float *a = truth->abundances + p * made->n;

      fill_shares (made->n, &rng, a);
      for (guint k = 0; k < made->bands; k++)
        {
          double sum = 0;

          for (guint i = 0; i < made->n; i++)
            sum += (double) a[i] * (double) truth->endmembers[i * made->bands + k];
          b.cube[p * made->bands + k]
              = (float) (brightness * sum + made->noise * ae_rng_normal (&rng));
        }
    }
  scene = ae_scene_new_take (&b, NULL);
  g_assert_nonnull (scene);
  return scene;
}

static void
clear_truth (AeTruth *truth)
{
  g_free (truth->endmembers);
  g_free (truth->abundances);
}

/* ------------------------------------------------------------------ trainings */

typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams knobs;
} Run;

static Run
make_run (AePixels *pixels, guint n)
{
  Run run;

  ae_spec_init (&run.spec, AE_VARIANT_UNMIXING, ae_pixels_get_bands (pixels));
  ae_spec_set_endmembers (&run.spec, n);
  ae_plan_init_for (&run.plan, &run.spec);
  run.plan.threads = 1;
  ae_hyperparams_init (&run.knobs, &run.spec);
  return run;
}

static AeModel *
train (const Run *run, AePixels *pixels)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeTrainer) trainer = ae_trainer_new (&run->spec, &run->plan, pixels, &error);
  AeTrainerReport report;

  g_assert_no_error (error);
  while (!ae_trainer_is_done (trainer, NULL))
    {
      ae_trainer_step (trainer, &run->knobs, &report, &error);
      g_assert_no_error (error);
    }
  return ae_trainer_dup_result (trainer);
}

static AeUnmixingScore *
score (const Run *run, AePixels *pixels, const AeTruth *truth)
{
  g_autoptr (AeModel) model = train (run, pixels);

  return ae_unmixing_score_new (model, pixels, truth);
}

static AePixels *
make_pixels (AeScene *scene)
{
  AePixelsOptions options = { .seed = 1, .validation = 0.1 };
  AePixels *pixels = ae_pixels_new (scene, &options, NULL, NULL);

  g_assert_nonnull (pixels);
  return pixels;
}

/* Sums are one, nothing is negative, and all are numbers. */
static void
assert_sane (const AeUnmixingScore *self)
{
  g_assert_cmpfloat (self->sum_error, <=, 1e-6);
  for (gsize i = 0; i < (gsize) self->n * self->bands; i++)
    g_assert_true (isfinite (self->endmembers[i]));
  for (guint i = 0; i < self->n; i++)
    g_assert_true (self->mean_abundance[i] >= 0 && self->mean_abundance[i] <= 1);
  g_assert_true (isfinite (self->angle_rad));
}

/* ------------------------------------------------------------------ sparsity */

/* Reconstruction alone draws endmembers away from the truth while its own error is least; with
 * sparsity they come nearer, and that costs reconstruction. */
static void
check_order (AePixels *pixels, const AeTruth *truth)
{
  static const double sparsities[] = { 0, 0.02, 0.05 };
  double angle[3], error[3];

  for (guint k = 0; k < 3; k++)
    {
      Run run = make_run (pixels, truth->n);
      g_autoptr (AeUnmixingScore) result = NULL;

      run.knobs.simplex_volume = 0;
      run.knobs.abundance_sparsity = sparsities[k];
      result = score (&run, pixels, truth);
      assert_sane (result);
      angle[k] = result->mean_angle_rad;
      error[k] = result->angle_rad;
      g_test_message ("sparsity %g: %.4f rad from the truth, RMSE %.4f, reconstructed to %.4f",
                      sparsities[k], angle[k], result->abundance_rmse, error[k]);
    }
  g_assert_cmpfloat (angle[1], <, angle[0]);
  g_assert_cmpfloat (angle[2], <, angle[0]);
  g_assert_cmpfloat (error[0], <, error[1]);
  g_assert_cmpfloat (error[1], <, error[2]);
}

static void
test_order (void)
{
  const Made made = { MATERIALS, BANDS, 0.3, 0.005, 1, FALSE };
  AeTruth truth;
  g_autoptr (AeScene) scene = make_scene (&made, &truth);
  g_autoptr (AePixels) pixels = make_pixels (scene);

  check_order (pixels, &truth);
  clear_truth (&truth);
}

/* ------------------------------------------------------------------ Samson */

static AePixels *
open_samson (AeTruth **truth)
{
  const char *data = g_getenv ("BANDLOOM_TEST_DATA");
  g_autofree char *path
      = g_build_filename (data != NULL ? data : "", "samson/samson_1.mat", NULL);
  g_autofree char *truth_path
      = g_build_filename (data != NULL ? data : "", "samson/Samson_with_gt.mat", NULL);
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || !g_file_test (truth_path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("Samson and its truth are not there");
      return NULL;
    }
  scene = ae_reader_open (path, NULL, NULL, &error);
  g_assert_no_error (error);
  *truth = ae_truth_new_load (truth_path, scene, &error);
  g_assert_no_error (error);
  return make_pixels (scene);
}

static void
test_samson_order (void)
{
  g_autoptr (AeTruth) truth = NULL;
  g_autoptr (AePixels) pixels = open_samson (&truth);

  if (pixels != NULL)
    check_order (pixels, truth);
}

/* The defaults, which see no truth, from three seeds: ten would tell the same. */
static void
test_samson (void)
{
  g_autoptr (AeTruth) truth = NULL;
  g_autoptr (AePixels) pixels = open_samson (&truth);
  AeUnmixingRule rule;
  double sum = 0, least = 1, most = 0;
  Run run;

  if (pixels == NULL)
    return;
  g_assert_cmpuint (truth->n, ==, 3);
  run = make_run (pixels, 3);
  g_assert_true (ae_unmixing_rule_find (&run.spec, &run.plan, &run.knobs, pixels, NULL, &rule,
                                        NULL, NULL));
  run.knobs.abundance_sparsity = rule.chosen;
  for (guint seed = 1; seed <= 3; seed++)
    {
      g_autoptr (AeUnmixingScore) result = NULL;

      run.plan.seed = seed;
      result = score (&run, pixels, truth);
      assert_sane (result);
      g_test_message ("seed %u, sparsity %g: %.4f rad, RMSE %.4f", seed, rule.chosen,
                      result->mean_angle_rad, result->abundance_rmse);
      g_assert_cmpfloat (result->abundance_rmse, <=, 0.065);
      sum += result->mean_angle_rad;
      least = MIN (least, result->mean_angle_rad);
      most = MAX (most, result->mean_angle_rad);
    }
  g_assert_cmpfloat (sum / 3, <=, 0.045);
  g_assert_cmpfloat (most - least, <=, 0.01);
}

/* ------------------------------------------------------------------ the rule, the starts */

/* The curve begins at none, what is chosen is one of it and within the tolerance, and another
 * truth makes no other choice, as none is asked for. */
static void
test_rule (void)
{
  const Made made = { MATERIALS, BANDS, 0.1, 0.005, 1, FALSE };
  AeTruth truth;
  g_autoptr (AeScene) scene = make_scene (&made, &truth);
  g_autoptr (AePixels) pixels = make_pixels (scene);
  Run run = make_run (pixels, MATERIALS);
  AeUnmixingRule rule, again;
  gboolean is_among = FALSE;

  g_assert_true (ae_unmixing_rule_find (&run.spec, &run.plan, &run.knobs, pixels, NULL, &rule,
                                        NULL, NULL));
  g_assert_cmpfloat (rule.sparsity[0], ==, 0);
  for (guint t = 0; t < AE_UNMIXING_RULE_TRIALS; t++)
    {
      g_test_message ("sparsity %g: %.5f rad", rule.sparsity[t], rule.angle_rad[t]);
      is_among = is_among || rule.chosen == rule.sparsity[t];
      if (rule.chosen == rule.sparsity[t])
        g_assert_cmpfloat (rule.angle_rad[t], <=, (1 + rule.tolerance) * rule.angle_rad[0]);
    }
  g_assert_true (is_among);
  run.plan.threads = 2;
  g_assert_true (ae_unmixing_rule_find (&run.spec, &run.plan, &run.knobs, pixels, NULL, &again,
                                        NULL, NULL));
  g_assert_cmpmem (&rule, sizeof rule, &again, sizeof again);
  clear_truth (&truth);
}

/* Each start is near the truth where there are pure pixels; those that are given are held for
 * the first epochs and move then. */
static void
test_starts (void)
{
  static const AeStart starts[] = { AE_START_VCA, AE_START_NFINDR };
  const Made made = { MATERIALS, BANDS, 0.1, 0.002, 1, FALSE };
  AeTruth truth;
  g_autoptr (AeScene) scene = make_scene (&made, &truth);
  g_autoptr (AePixels) pixels = make_pixels (scene);

  for (guint k = 0; k < G_N_ELEMENTS (starts); k++)
    {
      Run run = make_run (pixels, MATERIALS);
      g_autoptr (AeTrainer) trainer = NULL;
      g_autoptr (AeModel) model = NULL;
      g_autoptr (AeUnmixingScore) result = NULL;

      run.spec.start = starts[k];
      trainer = ae_trainer_new (&run.spec, &run.plan, pixels, NULL);
      model = ae_trainer_dup_model (trainer);
      result = ae_unmixing_score_new (model, pixels, &truth);
      g_test_message ("start %u: %.4f rad", starts[k], result->mean_angle_rad);
      g_assert_cmpfloat (result->mean_angle_rad, <, 0.05);
    }
  clear_truth (&truth);
}

static void
test_given (void)
{
  const Made made = { MATERIALS, BANDS, 0, 0.002, 1, FALSE };
  AeTruth truth;
  g_autoptr (AeScene) scene = make_scene (&made, &truth);
  g_autoptr (AePixels) pixels = make_pixels (scene);
  Run run = make_run (pixels, MATERIALS);
  g_autoptr (AeTrainer) trainer = ae_trainer_new (&run.spec, &run.plan, pixels, NULL);
  AeTrainerReport report;

  ae_trainer_set_endmembers (trainer, truth.endmembers);
  for (guint epoch = 0; epoch < run.plan.epochs; epoch++)
    {
      g_autoptr (AeModel) model = ae_trainer_dup_model (trainer);
      g_autoptr (AeUnmixingScore) result = ae_unmixing_score_new (model, pixels, &truth);

      if (epoch < run.plan.epochs / 4)
        g_assert_cmpfloat (result->mean_angle_rad, <, 1e-4);
      if (epoch + 1 == run.plan.epochs)
        g_assert_cmpfloat (result->mean_angle_rad, >, 1e-4);
      do
        g_assert_true (ae_trainer_step (trainer, &run.knobs, &report, NULL));
      while (!report.epoch_ended);
    }
  clear_truth (&truth);
}

/* ------------------------------------------------------------------ hard scenes */

typedef struct
{
  const char *name;
  Made made;
  guint endmembers;
  double most; /* rad; 0: only sanity */
} Hard;

static const Hard hard[] = {
  { "dark", { MATERIALS, BANDS, 0.1, 0.003, 0.08, FALSE }, MATERIALS, 0.045 },
  { "noisy", { MATERIALS, BANDS, 0.1, 0.02, 1, FALSE }, MATERIALS, 0.06 },
  { "one-material", { 1, BANDS, 0.2, 0.003, 1, FALSE }, 3, 0 },
  { "two-alike", { MATERIALS, BANDS, 0.1, 0.003, 1, TRUE }, MATERIALS, 0 },
  { "as-many-as-bands", { 3, 5, 0.1, 0.003, 1, FALSE }, 5, 0 },
  { "nothing-but-noise", { MATERIALS, BANDS, 0, 50, 1, FALSE }, MATERIALS, 0 },
};

static void
test_hard (gconstpointer data)
{
  const Hard *h = data;
  AeTruth truth;
  g_autoptr (AeScene) scene = make_scene (&h->made, &truth);
  g_autoptr (AePixels) pixels = make_pixels (scene);
  Run run = make_run (pixels, h->endmembers);
  AeUnmixingRule rule;
  g_autoptr (AeUnmixingScore) result = NULL;

  g_assert_true (ae_unmixing_rule_find (&run.spec, &run.plan, &run.knobs, pixels, NULL, &rule,
                                        NULL, NULL));
  run.knobs.abundance_sparsity = rule.chosen;
  result = score (&run, pixels, &truth);
  g_test_message ("%s: sparsity %g, %.4f rad, RMSE %.4f", h->name, rule.chosen,
                  result->mean_angle_rad, result->abundance_rmse);
  assert_sane (result);
  if (h->most > 0)
    g_assert_cmpfloat (result->mean_angle_rad, <=, h->most);
  clear_truth (&truth);
}

static void
test_refused (void)
{
  AeSpec spec;
  g_autoptr (GError) error = NULL;

  ae_spec_init (&spec, AE_VARIANT_UNMIXING, 5);
  ae_spec_set_endmembers (&spec, 6);
  g_assert_false (ae_spec_validate (&spec, &error));
  g_assert_nonnull (strstr (error->message, "5 bands"));
  g_clear_error (&error);
  for (guint bit = AE_VARIANT_TIED; bit <= AE_VARIANT_VARIATIONAL; bit <<= 1)
    {
      ae_spec_init (&spec, AE_VARIANT_UNMIXING | bit, 60);
      g_assert_cmpint (ae_spec_validate (&spec, &error), ==, bit == AE_VARIANT_DENOISING);
      g_clear_error (&error);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unmixing/order", test_order);
  g_test_add_func ("/unmixing/samson-order", test_samson_order);
  g_test_add_func ("/unmixing/samson", test_samson);
  g_test_add_func ("/unmixing/rule", test_rule);
  g_test_add_func ("/unmixing/starts", test_starts);
  g_test_add_func ("/unmixing/given", test_given);
  for (guint i = 0; i < G_N_ELEMENTS (hard); i++)
    {
      g_autofree char *path = g_strdup_printf ("/unmixing/hard/%s", hard[i].name);

      g_test_add_data_func (path, &hard[i], test_hard);
    }
  g_test_add_func ("/unmixing/refused", test_refused);
  return g_test_run ();
}
