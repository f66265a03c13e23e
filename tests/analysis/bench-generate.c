/* bench-generate.c: what a drag on the latent pad waits for: one decode, the angles of 10,000
 * pixels to it; and 10,000 spectra drawn from the prior. On one thread, as in the window.
 *
 * A benchmark for people and for the log; it fails only when something does not run.
 */
#include "ae-angles.h"
#include "ae-demo-scene.h"
#include "ae-generator.h"

#include <stdio.h>

enum
{
  SIDE = 100,
  SAMPLES = 10000,
  REPEATS = 40,
};

/* The whole of what is measured. */
typedef struct
{
  AeScene *scene;
  AeAngles *angles;
  AeModel *model;
  AeScaler *scaler;
  guint bands, code;
  float *codes;   /* (SAMPLES, code) */
  float *spectra; /* (SAMPLES, bands) */
  float *degrees; /* (pixels) */
} Stage;

static void
set_up (Stage *self)
{
  guint32 pixels[SIDE];
  AeSpec spec;

  self->scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, SIDE, SIDE);
  self->angles = ae_angles_new (self->scene, G_MAXSIZE, NULL, NULL);
  self->bands = ae_angles_get_bands (self->angles);
  ae_spec_init (&spec, AE_VARIANT_VARIATIONAL, self->bands);
  self->model = ae_model_new (&spec, 1, NULL);
  self->code = ae_model_get_code (self->model);
  for (guint i = 0; i < SIDE; i++)
    pixels[i] = i * SIDE + i;
  self->scaler = ae_scaler_new_fit (AE_SCALING_BAND, self->scene, pixels, SIDE, NULL);
  self->codes = g_new (float, (gsize) SAMPLES * self->code);
  self->spectra = g_new (float, (gsize) SAMPLES * self->bands);
  self->degrees = g_new (float, (gsize) SIDE *SIDE);
}

static void
tear_down (Stage *self)
{
  ae_angles_unref (self->angles);
  ae_model_unref (self->model);
  ae_scaler_unref (self->scaler);
  ae_scene_unref (self->scene);
  g_free (self->codes);
  g_free (self->spectra);
  g_free (self->degrees);
}

static void
decode_one (Stage *self)
{
  ae_generator_decode (self->model, self->scaler, self->codes, 1, self->spectra);
}

static void
measure_angles (Stage *self)
{
  ae_angles_measure (self->angles, self->spectra, self->degrees);
}

static void
draw_samples (Stage *self)
{
  ae_generator_fill_prior (self->codes, SAMPLES, self->code, 1);
  ae_generator_decode (self->model, self->scaler, self->codes, SAMPLES, self->spectra);
}

/* The best of several, milliseconds: other programs only ever take away. */
static double
best_of (Stage *self, void (*work) (Stage *), guint repeats)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      work (self);
      best = MIN (best, (double) (g_get_monotonic_time () - start) * 1e-3);
    }
  return best;
}

int
main (void)
{
  Stage stage = { 0 };

  set_up (&stage);
  printf ("10,000 spectra from the prior     %8.2f ms  (wanted 1000)\n",
          best_of (&stage, draw_samples, 3));
  printf ("one decode                        %8.3f ms\n",
          best_of (&stage, decode_one, REPEATS));
  printf ("angles of %u pixels × %u bands %8.2f ms  (wanted 16)\n",
          (guint) ae_angles_get_n (stage.angles), stage.bands,
          best_of (&stage, measure_angles, REPEATS));
  tear_down (&stage);
  return 0;
}
