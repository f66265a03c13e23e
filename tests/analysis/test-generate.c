/* test-generate.c: angles against brute force, mixtures against what they were drawn from, and
 * the ways to choose codes against what defines them. */
#include <math.h>
#include <string.h>

#include "ae-angles.h"
#include "ae-demo-scene.h"
#include "ae-generator.h"
#include "ae-mixture.h"
#include "ae-spectra-file.h"
#include "ae-spectral-library-file.h"

#include <glib/gstdio.h>

#define SIDE 24

/* ------------------------------------------------------------------ angles */

/* By the definition, in double: the angle between two spectra over the good bands. */
static double
measure_angle (const float *a, const float *b, guint bands)
{
  double ab = 0, aa = 0, bb = 0;

  for (guint j = 0; j < bands; j++)
    {
      ab += (double) a[j] * (double) b[j];
      aa += (double) a[j] * (double) a[j];
      bb += (double) b[j] * (double) b[j];
    }
  return acos (MIN (ab / sqrt (aa * bb), 1.0)) * 180 / G_PI;
}

static void
test_angles (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (7, SIDE, SIDE);
  g_autoptr (AeAngles) angles = ae_angles_new (scene, G_MAXSIZE / 2, NULL, NULL);
  gsize n = ae_angles_get_n (angles);
  guint bands = ae_scene_get_bands (scene), nearest[5];
  const float *cube = ae_scene_peek_cube (scene);
  g_autofree float *degrees = g_new (float, n);
  g_autofree float *spectrum = g_new (float, bands);

  g_assert_cmpuint (n, ==, SIDE * SIDE);
  g_assert_cmpuint (ae_angles_get_bands (angles), ==, bands);
  for (guint j = 0; j < bands; j++)
    spectrum[j] = 0.4f * cube[17 * bands + j] + 0.6f * cube[300 * bands + j];
  ae_angles_measure (angles, spectrum, degrees);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (degrees[i],
                                    measure_angle (cube + i * bands, spectrum, bands), 1e-3);
  g_assert_cmpuint (ae_angles_find_nearest (angles, degrees, 5, nearest), ==, 5);
  for (guint k = 0; k < 5; k++)
    {
      gsize before = 0;

      for (gsize i = 0; i < n; i++)
        before += degrees[i] < degrees[nearest[k]]
                  || (degrees[i] == degrees[nearest[k]] && i < nearest[k]);
      g_assert_cmpuint (before, ==, k);
    }
  g_assert_cmpfloat_with_epsilon (ae_angles_find_least (angles, spectrum, -1),
                                  (double) degrees[nearest[0]], 1e-4);
  g_assert_cmpfloat_with_epsilon (ae_angles_find_least (angles, spectrum, nearest[0]),
                                  (double) degrees[nearest[1]], 1e-4);
}

/* A pixel is itself, whatever its brightness, and a small angle keeps its digits. */
static void
test_small_angles (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (7, SIDE, SIDE);
  g_autoptr (AeAngles) angles = ae_angles_new (scene, G_MAXSIZE / 2, NULL, NULL);
  guint bands = ae_scene_get_bands (scene);
  const float *row = ae_scene_peek_cube (scene) + 100 * bands;
  g_autofree float *degrees = g_new (float, ae_angles_get_n (angles));
  g_autofree float *spectrum = g_new (float, bands);

  for (guint j = 0; j < bands; j++)
    spectrum[j] = 3 * row[j];
  ae_angles_measure (angles, spectrum, degrees);
  g_assert_cmpfloat (degrees[100], <, 1e-4);
  spectrum[10] *= 1.01f;
  ae_angles_measure (angles, spectrum, degrees);
  g_assert_cmpfloat_with_epsilon (degrees[100], measure_angle (row, spectrum, bands),
                                  0.01 * measure_angle (row, spectrum, bands));
  memset (spectrum, 0, bands * sizeof *spectrum);
  ae_angles_measure (angles, spectrum, degrees);
  g_assert_cmpfloat (degrees[100], ==, 90);
}

/* Of a scene that is too large every so many pixels are taken; the yardstick is that of pixels.
 */
static void
test_bounds (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (7, SIDE, SIDE);
  g_autoptr (AeAngles) few = ae_angles_new (scene, 100 * 272 * sizeof (float), NULL, NULL);
  g_autoptr (AeAngles) all = ae_angles_new (scene, G_MAXSIZE / 2, NULL, NULL);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double typical = ae_angles_get_typical_least (all, 50), least[50];

  g_assert_cmpuint (ae_angles_get_n (few), <=, 100);
  g_assert_cmpuint (ae_angles_get_n (few), >, 80);
  g_assert_cmpuint (ae_angles_get_pixels (few)[3], ==, 18);
  g_assert_cmpfloat (typical, >, 0);
  g_assert_cmpfloat (typical, <, 5);
  g_assert_cmpfloat (ae_angles_get_typical_least (few, 50), >, typical);
  g_assert_cmpfloat (ae_angles_get_usual_step (all), >, 0);
  g_assert_cmpuint (ae_angles_fill_least (all, 50, least), ==, 50);
  g_assert_cmpfloat (least[0], <=, typical);
  g_assert_cmpfloat (typical, <=, least[49]);
  for (guint i = 1; i < 50; i++)
    g_assert_cmpfloat (least[i - 1], <=, least[i]);
  g_assert_cmpfloat (ae_angles_get_usual_roughness (all), >, 0);
  g_cancellable_cancel (cancelled);
  g_assert_null (ae_angles_new (scene, G_MAXSIZE / 2, cancelled, &error));
  g_assert_nonnull (error);
}

static void
test_words (void)
{
  float flat[8] = { 1, 1, 1, 1, 1, 1, 1, 1 }, step[8] = { 1, 1, 1, 1, 1, 3, 3, 3 };
  float line[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  guint band = 0;

  g_assert_cmpfloat (ae_spectrum_get_roughness (flat, 8), ==, 0);
  g_assert_cmpfloat (ae_spectrum_get_roughness (line, 8), <, 1e-7);
  g_assert_cmpfloat (ae_spectrum_get_step (flat, 8, NULL), ==, 0);
  g_assert_cmpfloat_with_epsilon (ae_spectrum_get_step (step, 8, &band), 2 / sqrt (32.0 / 8),
                                  1e-9);
  g_assert_cmpuint (band, ==, 5);
}

/* ------------------------------------------------------------------ mixtures */

/* Two known Gaussians in the plane, one of them tilted. */
static float *
draw_two (gsize n)
{
  float *codes = g_new (float, 2 * n);
  AeRng rng;

  ae_rng_init (&rng, 5, AE_STREAM_SAMPLE, 0);
  for (gsize i = 0; i < n; i++)
    {
      double a = ae_rng_normal (&rng), b = ae_rng_normal (&rng);
      gboolean first = ae_rng_uniform (&rng) < 0.3;

      codes[2 * i] = (float) (first ? -3 + 0.5 * a : 2 + a);
      codes[2 * i + 1] = (float) (first ? 1 + 0.5 * b : -1 + 0.8 * a + 0.3 * b);
    }
  return codes;
}

static void
test_mixture (void)
{
  const gsize n = 4000;
  g_autofree float *codes = draw_two (n);
  g_autofree float *drawn = g_new (float, 2 * n);
  g_autoptr (AeMixture) mixture = ae_mixture_new_fit (codes, n, 2, 2, 1);
  guint left = ae_mixture_get_mean (mixture, 0)[0] < 0 ? 0 : 1;
  const float at[2] = { -3, 1 };
  double sums[3] = { 0 };
  AeRng rng;

  g_assert_cmpfloat_with_epsilon (ae_mixture_get_weight (mixture, left), 0.3, 0.03);
  g_assert_cmpfloat_with_epsilon (ae_mixture_get_mean (mixture, left)[0], -3, 0.05);
  g_assert_cmpfloat_with_epsilon (ae_mixture_get_mean (mixture, left)[1], 1, 0.05);
  g_assert_cmpfloat_with_epsilon (ae_mixture_get_mean (mixture, !left)[0], 2, 0.06);
  /* At the first centre its own density is 0.3 / (2π · 0.25); the other's is next to nothing.
   */
  g_assert_cmpfloat_with_epsilon (ae_mixture_get_log_density (mixture, at),
                                  log (0.3 / (2 * G_PI * 0.25)), 0.15);
  ae_rng_init (&rng, 9, AE_STREAM_SAMPLE, 0);
  ae_mixture_sample (mixture, &rng, n, drawn);
  for (gsize i = 0; i < n; i++)
    if (drawn[2 * i] > 0)
      {
        sums[0] += 1;
        sums[1] += ((double) drawn[2 * i] - 2) * ((double) drawn[2 * i + 1] + 1);
      }
  g_assert_cmpfloat_with_epsilon (sums[0] / (double) n, 0.7 * 0.977, 0.03);
  g_assert_cmpfloat_with_epsilon (sums[1] / sums[0], 0.8, 0.12); /* less the cut at 0 */
}

/* The same seed, the same mixture; degenerate codes are no trouble. */
static void
test_mixture_edges (void)
{
  g_autofree float *codes = draw_two (500);
  g_autoptr (AeMixture) a = ae_mixture_new_fit (codes, 500, 2, 3, 4);
  g_autoptr (AeMixture) b = ae_mixture_new_fit (codes, 500, 2, 3, 4);
  g_autofree float *same = g_new0 (float, 20 * 3);
  g_autoptr (AeMixture) point = ae_mixture_new_fit (same, 20, 3, 4, 1);
  g_autoptr (AeMixture) one = ae_mixture_new_fit (codes, 1, 2, 6, 1);
  float out[3];
  AeRng rng;

  g_assert_cmpmem (ae_mixture_get_mean (a, 0), 6 * sizeof (double), ae_mixture_get_mean (b, 0),
                   6 * sizeof (double));
  g_assert_cmpuint (ae_mixture_get_components (one), ==, 1);
  ae_rng_init (&rng, 1, AE_STREAM_SAMPLE, 0);
  ae_mixture_sample (point, &rng, 1, out);
  for (guint j = 0; j < 3; j++)
    g_assert_cmpfloat (fabsf (out[j]), <, 1e-3f);
  ae_mixture_sample (one, &rng, 1, out);
  g_assert_cmpfloat_with_epsilon (out[0], codes[0], 1e-3);
}

/* ------------------------------------------------------------------ codes and spectra */

static void
test_quantile (void)
{
  g_assert_cmpfloat_with_epsilon (ae_normal_quantile (0.5), 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ae_normal_quantile (0.975), 1.959963984540054, 1e-10);
  g_assert_cmpfloat_with_epsilon (ae_normal_quantile (0.05), -1.6448536269514722, 1e-10);
}

/* Along a line the ends are what was given, to the bit; their spectra are the two
 * reconstructions. */
static void
test_line (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (7, SIDE, SIDE);
  guint bands = ae_scene_get_bands (scene), dims;
  guint32 pixels[2] = { 5, 400 };
  g_autofree float *x = g_new (float, 2 * bands);
  g_autofree float *y = g_new (float, 2 * bands);
  g_autofree float *spectra = g_new (float, 9 * bands);
  g_autoptr (AeScaler) scaler = NULL;
  g_autoptr (AeModel) model = NULL;
  float z[2 * 8], codes[9 * 8];
  AeSpec spec;

  ae_spec_init (&spec, AE_VARIANT_VARIATIONAL, bands);
  g_assert_true (ae_spec_set_layers_from_string (&spec, "20,8", NULL));
  model = ae_model_new (&spec, 3, NULL);
  dims = ae_model_get_code (model);
  scaler = ae_scaler_new_fit (AE_SCALING_BAND, scene, pixels, 2, NULL);
  g_assert_true (ae_scene_read_pixels (scene, pixels, 2, x, NULL));
  ae_scaler_apply (scaler, x, bands, NULL, 2, x);
  ae_model_reconstruct (model, x, 2, y, z);
  ae_scaler_invert (scaler, y, 2, y, bands, NULL);
  ae_generator_fill_line (codes, 9, z, z + dims, dims);
  g_assert_cmpmem (codes, dims * sizeof (float), z, dims * sizeof (float));
  g_assert_cmpmem (codes + 8 * dims, dims * sizeof (float), z + dims, dims * sizeof (float));
  g_assert_cmpfloat_with_epsilon (codes[4 * dims], (z[0] + z[dims]) / 2, 1e-6);
  ae_generator_decode (model, scaler, codes, 9, spectra);
  for (guint j = 0; j < bands; j++)
    {
      g_assert_cmpfloat (spectra[j], ==, y[j]);
      g_assert_cmpfloat (spectra[8 * bands + j], ==, y[bands + j]);
    }
}

/* One of each planted into a real spectrum is found; of the real ones hardly any has one. */
static void
test_flags (void)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (7, 64, 64);
  g_autoptr (AeAngles) all = ae_angles_new (scene, G_MAXSIZE, NULL, NULL);
  guint bands = ae_angles_get_bands (all), n = 64 * 64, flagged = 0, clean = n;
  g_autofree float *x = g_new (float, ae_scene_get_bands (scene));
  g_autofree float *spectrum = g_new (float, bands);
  g_autofree float *planted = g_new (float, bands);
  const guint *good = ae_scene_get_good_bands (scene);
  AeSpectrumFlags flags;

  for (guint p = 0; p < n; p++)
    {
      g_assert_true (ae_scene_read_pixel (scene, p, x, NULL));
      for (guint j = 0; j < bands; j++)
        spectrum[j] = x[good[j]];
      ae_spectrum_find_flags (spectrum, bands, all, &flags);
      if (flags.n_negative > 0 || flags.has_step || flags.is_rough)
        flagged++;
      else if (clean == n)
        clean = p;
    }
  g_test_message ("%u of %u real pixels are flagged", flagged, n);
  g_assert_cmpuint (flagged * 100, <, n);
  g_assert_true (ae_scene_read_pixel (scene, clean, x, NULL));
  for (guint j = 0; j < bands; j++)
    spectrum[j] = x[good[j]];

  memcpy (planted, spectrum, bands * sizeof *planted);
  planted[40] = planted[41] = -0.1f;
  ae_spectrum_find_flags (planted, bands, all, &flags);
  g_assert_cmpuint (flags.n_negative, ==, 2);

  for (guint j = 0; j < bands; j++) /* a detector that begins in band 120 */
    planted[j] = spectrum[j] * (j < 120 ? 1.0f : 1.8f);
  ae_spectrum_find_flags (planted, bands, all, &flags);
  g_assert_true (flags.has_step);
  g_assert_cmpuint (flags.step_band, ==, 120);

  for (guint j = 0; j < bands; j++)
    planted[j] = spectrum[j] + (j % 2 == 0 ? 0.02f : -0.02f);
  ae_spectrum_find_flags (planted, bands, all, &flags);
  g_assert_true (flags.is_rough);
}

static void
test_sheet (void)
{
  const double mean[2] = { 0, 1 }, deviation[2] = { 1, 2 };
  const float z[3] = { 7, 8, 9 };
  float codes[25 * 3];

  ae_generator_fill_sheet (codes, 5, z, 3, 0, 2, mean, deviation);
  g_assert_cmpfloat_with_epsilon (codes[0], ae_normal_quantile (0.05), 1e-6);
  g_assert_cmpfloat_with_epsilon (codes[2], 1 + 2 * ae_normal_quantile (0.95), 1e-6);
  g_assert_cmpfloat_with_epsilon (codes[12 * 3], 0, 1e-6);
  for (guint i = 0; i < 25; i++)
    g_assert_cmpfloat (codes[3 * i + 1], ==, 8);
}

/* The band lies around what it is of, and vanishes with the spread of the codes. */
static void
test_band (void)
{
  AeSpec spec;
  g_autoptr (AeModel) model = NULL;
  g_autoptr (AeScaler) scaler = NULL;
  double offset[6] = { 0 }, factor[6] = { 1, 1, 1, 1, 1, 1 };
  float z[2] = { 0.5f, -1 }, none[2] = { 0, 0 }, some[2] = { 0.1f, 0.1f };
  float y[6], low[6], high[6];

  ae_spec_init (&spec, AE_VARIANT_LINEAR, 6);
  g_assert_true (ae_spec_set_layers_from_string (&spec, "2", NULL));
  model = ae_model_new (&spec, 1, NULL);
  scaler = ae_scaler_new_from_values (AE_SCALING_NONE, 6, offset, factor);
  ae_generator_decode (model, scaler, z, 1, y);
  ae_generator_measure_band (model, scaler, z, none, 1, low, high);
  for (guint j = 0; j < 6; j++)
    {
      g_assert_cmpfloat_with_epsilon (low[j], y[j], 1e-5);
      g_assert_cmpfloat_with_epsilon (high[j], y[j], 1e-5);
    }
  ae_generator_measure_band (model, scaler, z, some, 1, low, high);
  for (guint j = 0; j < 6; j++)
    {
      g_assert_cmpfloat (low[j], <, y[j]);
      g_assert_cmpfloat (high[j], >, y[j]);
    }
}

/* ------------------------------------------------------------------ files */

static void
test_save (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bandloom-XXXXXX", NULL);
  g_autofree char *csv = g_build_filename (folder, "a.csv", NULL);
  g_autofree char *npy = g_build_filename (folder, "a.npy", NULL);
  g_autofree char *sli = g_build_filename (folder, "a.sli", NULL);
  g_autofree char *hdr = g_build_filename (folder, "a.hdr", NULL);
  g_autofree char *other = g_build_filename (folder, "a.txt", NULL);
  const float spectra[6] = { 0.125f, 0.5f, -1e-7f, 1, 2, 3 };
  const double nm[3] = { 400, 1400.5, 2500 };
  const char *const names[] = { "dry, \"old\" grass", "water", NULL };
  g_autofree char *text = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (AeSpectralLibrary) library = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (ae_spectra_save (csv, spectra, 2, 3, nm, names, &error));
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_cmpstr (text, ==,
                   "wavelength_nm,\"dry, \"\"old\"\" grass\",water\n400,0.125,1\n"
                   "1400.5,0.5,2\n2500,-1.00000001e-07,3\n");
  g_assert_true (ae_spectra_save (npy, spectra, 2, 3, NULL, NULL, &error));
  g_assert_true (g_file_get_contents (npy, &bytes, &length, NULL));
  g_assert_cmpuint (length % 64, ==, sizeof spectra);
  g_assert_cmpmem (bytes + length - sizeof spectra, sizeof spectra, spectra, sizeof spectra);
  g_assert_nonnull (strstr (bytes + 10, "'shape': (2, 3)"));
  g_assert_true (ae_spectra_save (sli, spectra, 2, 3, nm, names, &error));
  library = ae_spectral_library_new_load (sli, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (ae_spectral_library_get_spectrum (library, 1), 12, spectra + 3, 12);
  g_assert_cmpfloat (ae_spectral_library_get_wavelengths_nm (library)[1], ==, 1400.5);
  g_assert_cmpstr (ae_spectral_library_get_spectrum_name (library, 1), ==, "water");
  g_assert_false (ae_spectra_save (other, spectra, 2, 3, nm, names, &error));
  g_assert_nonnull (strstr (error->message, ".csv"));
  g_remove (csv);
  g_remove (npy);
  g_remove (sli);
  g_remove (hdr);
  g_rmdir (folder);
  g_clear_error (&error);
  g_assert_false (ae_spectra_save (csv, spectra, 2, 3, nm, names, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/generate/angles", test_angles);
  g_test_add_func ("/generate/small-angles", test_small_angles);
  g_test_add_func ("/generate/bounds", test_bounds);
  g_test_add_func ("/generate/words", test_words);
  g_test_add_func ("/generate/mixture", test_mixture);
  g_test_add_func ("/generate/mixture-edges", test_mixture_edges);
  g_test_add_func ("/generate/quantile", test_quantile);
  g_test_add_func ("/generate/line", test_line);
  g_test_add_func ("/generate/sheet", test_sheet);
  g_test_add_func ("/generate/flags", test_flags);
  g_test_add_func ("/generate/band", test_band);
  g_test_add_func ("/generate/save", test_save);
  return g_test_run ();
}
