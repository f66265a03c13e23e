/* train-fixture.h: pixels of the demo scene and short runs on them, for the tests of this
 * folder. */
#pragma once

#include <math.h>
#include <string.h>

#include "ae-baseline.h"
#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-trainer.h"

static inline AePixels *
fixture_pixels (guint side, double validation)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, side, side);
  AePixelsOptions options = { .seed = 1, .validation = validation };
  g_autoptr (GError) error = NULL;
  AePixels *pixels = ae_pixels_new (scene, &options, NULL, &error);

  g_assert_no_error (error);
  return pixels;
}

/* What to train: a preset, with what a test changes of it. */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
} FixtureRun;

static inline FixtureRun
fixture_run (AePixels *pixels, guint variants, const char *layers)
{
  FixtureRun run;

  ae_spec_init (&run.spec, variants, ae_pixels_get_bands (pixels));
  if (layers != NULL)
    g_assert_true (ae_spec_set_layers_from_string (&run.spec, layers, NULL));
  ae_plan_init (&run.plan);
  ae_hyperparams_init (&run.hyperparams, &run.spec);
  return run;
}

static inline AeTrainer *
fixture_trainer (const FixtureRun *run, AePixels *pixels)
{
  g_autoptr (GError) error = NULL;
  AeTrainer *trainer = ae_trainer_new (&run->spec, &run->plan, pixels, &error);

  g_assert_no_error (error);
  return trainer;
}

/* One batch that must succeed. */
static inline AeTrainerReport
fixture_step (AeTrainer *trainer, const AeHyperparams *hyperparams)
{
  AeTrainerReport report;
  g_autoptr (GError) error = NULL;

  ae_trainer_step (trainer, hyperparams, &report, &error);
  g_assert_no_error (error);
  return report;
}

/* The whole plan. */
static inline AeTrainer *
fixture_train (const FixtureRun *run, AePixels *pixels)
{
  AeTrainer *trainer = fixture_trainer (run, pixels);

  while (!ae_trainer_is_done (trainer, NULL))
    fixture_step (trainer, &run->hyperparams);
  return trainer;
}

static inline AeTrainerErrors
fixture_evaluate (AeTrainer *trainer, const AeHyperparams *hyperparams, gboolean validation)
{
  AePixels *pixels = ae_trainer_get_pixels (trainer);
  AeTrainerErrors out;

  if (validation)
    ae_trainer_evaluate (trainer, hyperparams, ae_pixels_get_validation_rows (pixels),
                         ae_pixels_get_n_validation (pixels), &out);
  else
    ae_trainer_evaluate (trainer, hyperparams, ae_pixels_get_training_rows (pixels),
                         ae_pixels_get_n_training (pixels), &out);
  return out;
}

static inline void
fixture_assert_same_values (AeTrainer *a, AeTrainer *b)
{
  g_autoptr (AeModel) first = ae_trainer_dup_model (a);
  g_autoptr (AeModel) second = ae_trainer_dup_model (b);

  g_assert_cmpmem (
      ae_model_get_values (first), ae_model_get_n_values (first) * sizeof (ae_real),
      ae_model_get_values (second), ae_model_get_n_values (second) * sizeof (ae_real));
}
