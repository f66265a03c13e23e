/* test-training.c: the real trainer behind the seam, on a small demo scene. */
#include "ae-demo-scene.h"
#include "ae-run.h"
#include "ae-trainer-backend.h"

#include <math.h>
#include <string.h>

static AeTrainingBackend *
new_backend (AeScene *scene, guint variants, AeHyperparams *hyperparams)
{
  AePixelsOptions options = { .seed = 1, .validation = 0.1 };
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &options, NULL, NULL);
  AeSpec spec;
  AePlan plan;
  AeTrainingBackend *backend;

  ae_spec_init (&spec, variants, ae_pixels_get_bands (pixels));
  ae_plan_init (&plan);
  plan.threads = 2;
  plan.epochs = 0;
  ae_hyperparams_init (hyperparams, &spec);
  backend = ae_trainer_backend_new (&spec, &plan, hyperparams, pixels, NULL);
  g_assert_nonnull (backend);
  return backend;
}

static gboolean
is_complete (const AeView *view)
{
  return view->n_pins == 1 && view->codes != NULL && view->error_map != NULL
         && view->code_map != NULL && view->snapshot->epoch >= 2
         && !isnan (view->snapshot->pca_mse);
}

/* Of one model throughout: the pin's error is the map's at that pixel. */
static gboolean
is_settled (const AeView *view)
{
  return fabs (view->pins[0].rmse - (double) view->error_map[777]) <= 1e-5 * view->pins[0].rmse;
}

static AeView *
wait_for_view (AeRun *run)
{
  gint64 start = g_get_monotonic_time ();

  for (;;)
    {
      g_autoptr (AeView) view = ae_run_steal_view (run);

      g_main_context_iteration (NULL, FALSE);
      if (view != NULL && is_complete (view))
        ae_run_pause (run);
      if (view != NULL && is_complete (view) && view->snapshot->state == AE_RUN_PAUSED
          && is_settled (view))
        return g_steal_pointer (&view);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
      g_usleep (500);
    }
}

static void
test_view_of_training (gconstpointer data)
{
  guint variants = GPOINTER_TO_UINT (data);
  g_autoptr (AeScene) scene = ae_demo_scene_new (1, 40, 50);
  AeHyperparams hyperparams;
  AeTrainingBackend *backend = new_backend (scene, variants, &hyperparams);
  g_autoptr (AeRun) run = ae_run_new (backend, scene, NULL, NULL, NULL);
  AeViewRequest request = { .pins = { 777 },
                            .n_pins = 1,
                            .want_codes = TRUE,
                            .want_error_map = TRUE,
                            .want_code_map = TRUE,
                            .want_units = TRUE };
  g_autoptr (AeView) view = NULL;
  const AeSpec *spec;
  double squares = 0;
  guint before = 0;

  ae_run_set_request (run, &request);
  ae_run_start (run);
  view = wait_for_view (run);
  g_assert_cmpuint (view->n_points, ==, 2000);
  g_assert_cmpuint (view->n_points_total, ==, 2000);
  g_assert_cmpuint (view->pins[0].pixel, ==, 777);
  /* The reported number is the mean of the map. */
  for (guint i = 0; i < 2000; i++)
    squares += (double) view->error_map[i] * (double) view->error_map[i] / 2000;
  g_assert_cmpfloat_with_epsilon (view->rmse, sqrt (squares), 1e-6);
  g_assert_cmpfloat (view->rmse, <, 0.2);
  g_assert_false (isnan (view->psnr_clean_db));
  g_assert_true (((variants & AE_VARIANT_VARIATIONAL) != 0) == (view->kl_per_unit != NULL));
  g_assert_cmpuint (view->active_units, >, 0);
  /* The pinned pixel's code is among what its units give. */
  spec = ae_model_get_spec (view->snapshot->model);
  for (guint l = 0; l + 1 < spec->n_layers; l++)
    before += spec->layers[l];
  g_assert_cmpuint (view->n_units, ==, ae_model_get_n_units (view->snapshot->model));
  for (guint j = 0; j < view->code; j++)
    {
      g_assert_cmpfloat_with_epsilon (view->unit_values[before + j], view->pins[0].code[j],
                                      1e-4);
      g_assert_cmpfloat (view->unit_deviations[before + j], >=, 0);
    }
}

static void
test_knob_leaves_mark (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (1, 20, 20);
  AeHyperparams hyperparams;
  AeTrainingBackend *backend = new_backend (scene, AE_VARIANT_DENOISING, &hyperparams);
  AeSnapshot *snapshot = ae_snapshot_new ();
  g_autofree char *reason = NULL, *text = NULL;
  gboolean epoch_ended;

  for (guint i = 0; i < 3; i++)
    backend->class->step (backend, &hyperparams, &epoch_ended, &reason, NULL);
  hyperparams.noise_level = 0.75;
  backend->class->step (backend, &hyperparams, &epoch_ended, &reason, NULL);
  backend->class->fill_snapshot (backend, snapshot);
  g_assert_cmpuint (ae_history_get_n_marks (snapshot->history), ==, 1);
  text = ae_history_mark_dup_text (&ae_history_get_marks (snapshot->history)[0]);
  g_assert_cmpstr (text, ==, "Noise level 0.3 → 0.75");
  g_assert_cmpuint (ae_history_get_marks (snapshot->history)[0].step, ==, 3);
  g_assert_cmpfloat (snapshot->hyperparams.noise_level, ==, 0.75);
  ae_snapshot_unref (snapshot);
  backend->class->free (backend);
}

/* The last good model, and a sentence that names the learning rate; then it goes on. */
static void
test_explosion (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (1, 40, 40);
  AeHyperparams hyperparams;
  AeTrainingBackend *backend = new_backend (scene, AE_VARIANT_STACKED, &hyperparams);
  AeTrainingBackendResult result = AE_LEARNER_MORE;
  g_autoptr (GError) error = NULL;
  AeSnapshot *snapshot = ae_snapshot_new ();
  g_autofree char *reason = NULL;
  gboolean epoch_ended;

  hyperparams.learning_rate = 10;
  for (guint i = 0; i < 2000 && result == AE_LEARNER_MORE; i++)
    result = backend->class->step (backend, &hyperparams, &epoch_ended, &reason, &error);
  g_assert_cmpint (result, ==, AE_LEARNER_FAILED);
  g_assert_nonnull (strstr (error->message, "learning rate 10"));
  backend->class->fill_snapshot (backend, snapshot);
  for (gsize i = 0; i < ae_model_get_n_values (snapshot->model); i++)
    g_assert_true (isfinite (ae_model_get_values (snapshot->model)[i]));
  hyperparams.learning_rate = 1e-3;
  g_clear_error (&error);
  result = backend->class->step (backend, &hyperparams, &epoch_ended, &reason, &error);
  g_assert_cmpint (result, ==, AE_LEARNER_MORE);
  ae_snapshot_unref (snapshot);
  backend->class->free (backend);
}

/* Two runs share the cores: each steps with half the threads, and with all when it is alone. */
static void
test_share (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (1, 40, 50);
  AeHyperparams hyperparams;
  g_autoptr (AeRun) run = ae_run_new (new_backend (scene, AE_VARIANT_STACKED, &hyperparams),
                                      scene, NULL, NULL, NULL);

  for (guint n_runs = 1; n_runs <= 5; n_runs++)
    {
      guint threads = MAX (2 / n_runs, 1), seen = 0;
      gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

      ae_run_set_share (run, n_runs);
      ae_run_start (run);
      while (seen != threads && g_get_monotonic_time () < end)
        {
          g_autoptr (AeSnapshot) snapshot = ae_run_dup_snapshot (run);

          g_main_context_iteration (NULL, FALSE);
          seen = snapshot != NULL ? snapshot->threads : 0;
        }
      g_assert_cmpuint (seen, ==, threads);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/training/view/stacked", GUINT_TO_POINTER (AE_VARIANT_STACKED),
                        test_view_of_training);
  g_test_add_data_func ("/training/view/variational", GUINT_TO_POINTER (AE_VARIANT_VARIATIONAL),
                        test_view_of_training);
  g_test_add_func ("/training/knob-leaves-mark", test_knob_leaves_mark);
  g_test_add_func ("/training/explosion", test_explosion);
  g_test_add_func ("/training/share", test_share);
  return g_test_run ();
}
