/* test-realism.c: what the variational preset makes of the demo scene: how near its samples are
 * to real pixels, and which KL weight is a collapse. Figures are printed, claims are checked.
 */
#include "ae-angles.h"
#include "ae-generator.h"
#include "ae-mixture.h"
#include "train-fixture.h"

#include <stdlib.h>

#define SIDE       128
#define SAMPLES    400
#define COMPONENTS 6 /* as in the window */
#define ACTIVE_KL  0.01

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Median angle to the nearest pixel, degrees. */
static double
evaluator (const AeModel *model, AePixels *pixels, const AeAngles *angles, const float *codes)
{
  guint bands = ae_model_get_bands (model);
  g_autofree float *spectra = g_new (float, (gsize) SAMPLES *bands);
  double least[SAMPLES];

  ae_generator_decode (model, ae_pixels_get_scaler (pixels), codes, SAMPLES, spectra);
  for (guint i = 0; i < SAMPLES; i++)
    least[i] = ae_angles_find_least (angles, spectra + (gsize) i * bands, -1);
  qsort (least, SAMPLES, sizeof *least, compare_doubles);
  return least[SAMPLES / 2];
}

/* Median angle of the pixels that the model was not trained on to the nearest other pixel. */
static double
judge_held_out (AePixels *pixels, const AeAngles *angles)
{
  AeScene *scene = ae_pixels_get_scene (pixels);
  const guint32 *held_out = ae_pixels_get_validation (pixels),
                *compared = ae_angles_get_pixels (angles);
  gsize n = ae_pixels_get_n_validation (pixels), place = 0;
  g_autofree float *spectrum = g_new (float, ae_scene_get_bands (scene));
  g_autofree double *least = g_new (double, n);

  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, ae_scene_get_bands (scene));
  for (gsize i = 0; i < n; i++)
    {
      for (place = 0; compared[place] != held_out[i]; place++)
        ;
      g_assert_true (ae_scene_read_pixel (scene, held_out[i], spectrum, NULL));
      least[i] = ae_angles_find_least (angles, spectrum, (gssize) place);
    }
  qsort (least, n, sizeof *least, compare_doubles);
  return least[n / 2];
}

static void
test_samples_are_real (void)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, NULL);
  g_autoptr (AeTrainer) trainer = fixture_train (&run, pixels);
  g_autoptr (AeModel) model = ae_trainer_dup_model (trainer);
  g_autoptr (AeAngles) angles
      = ae_angles_new (ae_pixels_get_scene (pixels), 1 << 30, NULL, NULL);
  gsize n = ae_pixels_get_n_training (pixels);
  guint dims = ae_model_get_code (model);
  g_autofree float *known = g_new (float, n *dims);
  g_autofree float *codes = g_new (float, (gsize) SAMPLES *dims);
  g_autoptr (AeMixture) mixture = NULL;
  double prior, mixed, real, held_out;
  AeRng rng;

  ae_model_encode (model, ae_pixels_get_training_rows (pixels), n, known);
  mixture = ae_mixture_new_fit (known, n, dims, COMPONENTS, 1);
  ae_generator_fill_prior (codes, SAMPLES, dims, 1);
  prior = evaluator (model, pixels, angles, codes);
  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  ae_mixture_sample (mixture, &rng, SAMPLES, codes);
  mixed = evaluator (model, pixels, angles, codes);
  real = ae_angles_get_typical_least (angles, SAMPLES);
  held_out = judge_held_out (pixels, angles);
  g_test_message (
      "median angle to the nearest pixel: prior %.3f, mixture %.3f, held-out pixels "
      "%.3f, all pixels %.3f deg",
      prior, mixed, held_out, real);
  g_assert_cmpfloat (mixed, <=, prior);
  g_assert_cmpfloat (mixed, <=, 2 * held_out);
}

static guint
count_active (double beta)
{
  g_autoptr (AePixels) pixels = fixture_pixels (SIDE, 0.1);
  FixtureRun run = fixture_run (pixels, AE_VARIANT_VARIATIONAL, NULL);
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeModel) model = NULL;
  g_autofree float *means = NULL;
  g_autofree float *spreads = NULL;
  gsize n = ae_pixels_get_n_training (pixels);
  guint dims, active = 0;

  run.plan.epochs = 1;
  run.hyperparams.kl_weight = beta;
  trainer = fixture_train (&run, pixels);
  model = ae_trainer_dup_model (trainer);
  dims = ae_model_get_code (model);
  means = g_new (float, n *dims);
  spreads = g_new (float, n *dims);
  ae_model_encode_variational (model, ae_pixels_get_training_rows (pixels), n, means, spreads);
  for (guint j = 0; j < dims; j++)
    {
      double kl = 0;

      for (gsize i = 0; i < n; i++)
        {
          double mu = (double) means[i * dims + j], gamma = (double) spreads[i * dims + j];

          kl += 0.5 * (exp (gamma) + mu * mu - 1 - gamma);
        }
      active += kl / (double) n > ACTIVE_KL;
    }
  return active;
}

/* Within one epoch. */
static void
test_collapse (void)
{
  g_assert_cmpuint (count_active (100), ==, 0);
  g_assert_cmpuint (count_active (0.001), >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/realism/samples-are-real", test_samples_are_real);
  g_test_add_func ("/realism/collapse", test_collapse);
  return g_test_run ();
}
