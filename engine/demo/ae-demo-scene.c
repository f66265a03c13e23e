/* ae-demo-scene.c: the synthetic scene: landscape × spectra × light + sensor.
 *
 * clean = shade · Σ abundance_m · reflectance_m (λ; state of the place)
 * cube  = clean · (1 + 0.04 · v · V(λ)) + s(λ, clean) · n
 *
 * with v and n from N(0, 1), drawn once a pixel and once a value. V(λ) is 1 inside the
 * water-vapour bands (1350–1420 nm and 1800–1950 nm) and 0 elsewhere: v is the error of an
 * atmospheric correction, the same in both bands of a pixel. The sensor's noise is
 * s² = F(λ)² · (0.0005² + 0.0012² · clean), electronics and photons; F is 1, twice that at
 * both ends of the range and 2.5 inside the vapour bands. All 268 bands are good.
 */
#include "ae-demo-scene.h"

#include <math.h>

#include "ae-demo-landscape.h"
#include "ae-rng.h"

#define FIRST_NM 400.0
#define LAST_NM  2500.0
#define FWHM_NM  9.0

#define N AE_DEMO_N_MATERIALS

static const guint32 colours[N + 1]
    = { 0x000000, 0x2f6db5, 0x2e8b40, 0xd9b44a, 0xb98b5e, 0xb5452c, 0xd8d8d2 };

static void
fill_wavelengths (AeSceneBuilder *b)
{
  b->units = AE_WAVELENGTH_NANOMETRES;
  b->wavelengths_nm = g_new (double, b->bands);
  b->fwhm_nm = g_new (double, b->bands);
  for (guint i = 0; i < b->bands; i++)
    {
      b->wavelengths_nm[i] = FIRST_NM + (LAST_NM - FIRST_NM) * i / (b->bands - 1);
      b->fwhm_nm[i] = FWHM_NM;
    }
}

static double
vapour_at (double nm)
{
  return (nm >= 1350 && nm <= 1420) || (nm >= 1800 && nm <= 1950);
}

static double
noise_at (double nm)
{
  double ends = (nm < 430 ? (430 - nm) / 30 : 0) + (nm > 2400 ? (nm - 2400) / 100 : 0);

  return 1.0 + ends + 1.5 * vapour_at (nm);
}

static void
fill_endmembers (AeSceneBuilder *b, const AeDemoSpectra *spectra)
{
  const AeDemoState nominal = { 0 };
  g_autofree float *scratch = g_new (float, 2 * (gsize) b->bands);

  b->n_truth_materials = N;
  b->truth_materials = g_new0 (char *, N + 1);
  b->truth_endmembers = g_new0 (float, (gsize) N * b->bands);
  for (guint m = 0; m < N; m++)
    {
      b->truth_materials[m] = g_strdup (ae_demo_spectra_get_name ((AeDemoMaterial) m));
      ae_demo_spectra_add (spectra, (AeDemoMaterial) m, &nominal, 1.0f,
                           b->truth_endmembers + (gsize) m * b->bands, scratch);
    }
}

static void
fill_classes (AeSceneBuilder *b)
{
  b->n_classes = N + 1;
  b->class_colours = g_memdup2 (colours, sizeof colours);
  b->class_names = g_new0 (char *, N + 2);
  b->class_names[0] = g_strdup ("Unlabelled");
  for (guint m = 0; m < N; m++)
    b->class_names[m + 1] = g_strdup (ae_demo_spectra_get_name ((AeDemoMaterial) m));
}

static guint
dominant (const float *abundance)
{
  guint best = 0;

  for (guint m = 1; m < N; m++)
    if (abundance[m] > abundance[best])
      best = m;
  return best;
}

static void
fill_clean (AeSceneBuilder *b, const AeDemoSpectra *spectra, const AeDemoLandscape *land)
{
  float size = 1.0f / (float) MAX (b->lines, b->samples);
  g_autofree float *scratch = g_new (float, 2 * (gsize) b->bands);

  for (gsize p = 0; p < (gsize) b->lines * b->samples; p++)
    {
      float *row = b->truth_clean + p * b->bands;
      AeDemoPlace place;

      ae_demo_landscape_fill (land, ((float) (p % b->samples) + 0.5f) / (float) b->samples,
                              ((float) (p / b->samples) + 0.5f) / (float) b->lines, size,
                              &place);
      for (guint m = 0; m < N; m++)
        {
          b->truth_abundances[p * N + m] = place.abundance[m];
          if (place.abundance[m] > 0.0f)
            ae_demo_spectra_add (spectra, (AeDemoMaterial) m, &place.state,
                                 place.shade * place.abundance[m], row, scratch);
        }
      b->labels[p] = (guint16) (1 + dominant (place.abundance));
    }
}

static void
fill_noisy (AeSceneBuilder *b, guint64 seed)
{
  gsize n = (gsize) b->lines * b->samples;
  g_autofree float *vapour = g_new (float, n);
  g_autofree float *in_vapour = g_new (float, b->bands);
  g_autofree float *level = g_new (float, b->bands);
  AeRng rng;

  for (guint i = 0; i < b->bands; i++)
    {
      in_vapour[i] = 0.03f * (float) vapour_at (b->wavelengths_nm[i]);
      level[i] = (float) noise_at (b->wavelengths_nm[i]);
    }
  ae_rng_init (&rng, seed, AE_STREAM_SCENE, 1);
  ae_rng_fill_normal (&rng, vapour, n);
  ae_rng_init (&rng, seed, AE_STREAM_SCENE, 2);
  ae_rng_fill_normal (&rng, b->cube, n * b->bands);
  for (gsize p = 0; p < n; p++)
    {
      float *restrict row = b->cube + p * b->bands;
      const float *restrict clean = b->truth_clean + p * b->bands;

      for (guint i = 0; i < b->bands; i++)
        {
          float sigma = level[i] * sqrtf (0.0005f * 0.0005f + 0.0012f * 0.0012f * clean[i]);

          row[i] = clean[i] * (1.0f + vapour[p] * in_vapour[i]) + sigma * row[i];
        }
    }
}

/**
 * ae_demo_scene_new:
 * @seed: the same seed gives the same bits; %AE_DEMO_SCENE_SEED is the bundled one
 * @lines: at least 1; %AE_DEMO_SCENE_LINES is the bundled size
 * @samples: at least 1
 *
 * Makes an invented landscape of six materials in 268 bands, with labels (the largest
 * share), the clean cube, the nominal endmember spectra and the abundances as truth. Under
 * a second at the bundled size. Any thread.
 *
 * Returns: (transfer full): the scene.
 */
AeScene *
ae_demo_scene_new (guint64 seed, guint lines, guint samples)
{
  AeSceneBuilder b = { 0 };
  gsize n = (gsize) lines * samples;
  g_autoptr (AeDemoSpectra) spectra = NULL;
  g_autoptr (AeDemoLandscape) land = ae_demo_landscape_new (seed);
  g_autoptr (GError) error = NULL;
  AeScene *scene;

  g_return_val_if_fail (lines > 0 && samples > 0, NULL);

  b.name = g_strdup ("Demo scene");
  b.format = g_strdup ("demo");
  b.data_type = g_strdup ("float32");
  b.interleave = AE_INTERLEAVE_BIP;
  b.lines = lines;
  b.samples = samples;
  b.bands = AE_DEMO_SCENE_BANDS;
  fill_wavelengths (&b);
  fill_classes (&b);
  spectra = ae_demo_spectra_new (b.wavelengths_nm, b.bands);
  fill_endmembers (&b, spectra);
  b.cube = g_new (float, n *b.bands);
  b.truth_clean = g_new0 (float, n *b.bands);
  b.truth_abundances = g_new (float, n *N);
  b.labels = g_new (guint16, n);
  fill_clean (&b, spectra, land);
  fill_noisy (&b, seed);
  scene = ae_scene_new_take (&b, &error);
  if (scene == NULL)
    g_critical ("the demo scene cannot be made: %s", error->message);
  return scene;
}
