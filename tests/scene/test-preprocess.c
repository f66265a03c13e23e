/* test-preprocess.c: each step against what it must do to curves that are known, what none may
 * do across a gap, and scenes and models that remember. */
#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-input-adapter.h"
#include "ae-pixels.h"
#include "ae-preprocess.h"
#include "ae-reader.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N 40

static const guint all[N]
    = { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39 };

static AePreprocess *
make (const char *text, const double *nm)
{
  g_autoptr (GError) error = NULL;
  AePreprocess *steps = ae_preprocess_new (text, N, all, nm, &error);

  g_assert_no_error (error);
  return steps;
}

/* Unevenly spaced, without a gap. */
static void
fill_nm (double *nm)
{
  for (guint i = 0; i < N; i++)
    nm[i] = 500 + 10 * i + 3 * sin (i);
}

/* A parabola is its own best parabola, and its slope is known, at the ends as well. */
static void
test_parabola (void)
{
  double nm[N];
  float in[N], out[N];
  g_autoptr (AePreprocess) smooth = NULL;
  g_autoptr (AePreprocess) slope = NULL;

  fill_nm (nm);
  smooth = make ("smooth:7", nm);
  slope = make ("derivative:7", nm);
  for (guint i = 0; i < N; i++)
    in[i] = (float) (2 + 0.01 * nm[i] + 1e-5 * nm[i] * nm[i]);
  ae_preprocess_apply (smooth, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (out[i], in[i], 1e-4f);
  ae_preprocess_apply (slope, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon ((double) out[i], 0.01 + 2e-5 * nm[i], 1e-5);
}

/* The published weights of five evenly spaced points: (−3 12 17 12 −3) / 35. */
static void
test_published_weights (void)
{
  static const float wanted[] = { -3, 12, 17, 12, -3 };
  g_autoptr (AePreprocess) smooth = make ("smooth:5", NULL);
  g_autoptr (AePreprocess) slope = make ("derivative:5", NULL);
  float in[N] = { 0 }, out[N];

  in[20] = 35;
  ae_preprocess_apply (smooth, in, 1, out);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (out[18 + i], wanted[i], 1e-4f);
  in[20] = 10;
  ae_preprocess_apply (slope, in, 1, out);
  for (int i = -2; i <= 2; i++)
    g_assert_cmpfloat_with_epsilon (out[20 + i], -i, 1e-4f);
}

/* Falling wavelengths: the same numbers as rising ones, from the other end. */
static void
test_falling (void)
{
  static const char *const texts[] = { "smooth:5", "derivative:7", "continuum", "norm" };
  double nm[N], falling[N];
  float in[N], back[N], out[N], turned[N];

  fill_nm (nm);
  for (guint i = 0; i < N; i++)
    {
      falling[i] = nm[N - 1 - i];
      in[i] = 2 + sinf (0.3f * (float) i);
      back[N - 1 - i] = in[i];
    }
  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_autoptr (AePreprocess) a = make (texts[t], nm);
      g_autoptr (AePreprocess) b = make (texts[t], falling);

      ae_preprocess_apply (a, in, 1, out);
      ae_preprocess_apply (b, back, 1, turned);
      for (guint i = 0; i < N; i++)
        g_assert_cmpfloat_with_epsilon (out[i], turned[N - 1 - i], 1e-5f);
    }
}

/* A jump behind a gap leaves no trace before it. */
static void
test_gaps (void)
{
  double nm[N];
  guint numbers[N];
  float in[N], out[N];
  g_autoptr (AePreprocess) by_nm = NULL;
  g_autoptr (AePreprocess) by_number = NULL;

  for (guint i = 0; i < N; i++)
    {
      nm[i] = 500 + 10 * i + (i >= 20 ? 100 : 0);
      numbers[i] = i + (i >= 20 ? 1 : 0);
      in[i] = i >= 20 ? 100 : 1;
    }
  by_nm = make ("smooth:9", nm);
  by_number = ae_preprocess_new ("derivative:9", N, numbers, NULL, NULL);
  ae_preprocess_apply (by_nm, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (out[i], in[i], 1e-3f);
  ae_preprocess_apply (by_number, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (out[i], 0, 1e-3f);
}

/* A straight continuum with one absorption of known depth. */
static void
test_continuum (void)
{
  g_autoptr (AePreprocess) steps = NULL;
  double nm[N];
  float in[N], out[N];

  fill_nm (nm);
  for (guint i = 0; i < N; i++)
    in[i] = (float) (0.2 + 0.001 * nm[i]) * (i > 10 && i < 20 ? 0.7f : 1.0f);
  steps = make ("continuum", nm);
  ae_preprocess_apply (steps, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (out[i], i > 10 && i < 20 ? 0.7f : 1.0f, 1e-5f);
  memset (in, 0, sizeof in);
  ae_preprocess_apply (steps, in, 1, out);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat (out[i], ==, 1);
}

static void
test_norm_and_order (void)
{
  g_autoptr (AePreprocess) norm = make ("norm", NULL);
  g_autoptr (AePreprocess) both = make ("derivative:5,norm", NULL);
  g_autoptr (AePreprocess) other = make ("norm,derivative:5", NULL);
  float in[N], out[N], a[N], b[N];
  double squares[2] = { 0 }, differs = 0;

  for (guint i = 0; i < N; i++)
    in[i] = 3 + cosf ((float) i);
  ae_preprocess_apply (norm, in, 1, out);
  ae_preprocess_apply (both, in, 1, a);
  ae_preprocess_apply (other, in, 1, b);
  for (guint i = 0; i < N; i++)
    {
      squares[0] += (double) out[i] * (double) out[i];
      squares[1] += (double) a[i] * (double) a[i];
      differs += fabs ((double) a[i] - (double) b[i]);
      g_assert_cmpfloat_with_epsilon (out[i] / out[0], in[i] / in[0], 1e-5f);
    }
  g_assert_cmpfloat_with_epsilon (squares[0], 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (squares[1], 1, 1e-5);
  g_assert_cmpfloat (differs, >, 0.1);
}

static void
test_words (void)
{
  static const char *const bad[]
      = { "smoothe", "smooth:4", "smooth:1", "derivative:x", "norm:3", "smooth:999" };
  g_autofree char *canonical
      = ae_preprocess_dup_canonical (" smooth , derivative:11,norm", NULL);
  g_autofree char *none = ae_preprocess_dup_canonical ("none", NULL);

  g_assert_cmpstr (canonical, ==, "smooth:9,derivative:11,norm");
  g_assert_cmpstr (none, ==, "");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ae_preprocess_dup_canonical (bad[i], &error));
      g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
    }
}

/* ------------------------------------------------------------------ scenes */

static AeScene *
open_demo (const AeSceneEdits *edits)
{
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 20, 16);
  g_autoptr (GError) error = NULL;
  AeScene *treated = ae_scene_apply_edits (scene, edits, NULL, &error);

  g_assert_no_error (error);
  return treated;
}

static void
test_scene (void)
{
  const AeSceneEdits edits
      = { .kept_bands = "1-100,150-200", .preprocessing = "smooth:9,norm" };
  g_autoptr (AeScene) scene = open_demo (&edits);
  g_autoptr (AeScene) again = NULL;
  AeScene *opened = ae_scene_get_opened (scene);
  g_autofree char *bands = ae_scene_dup_chosen_bands (scene);
  const float *cube = ae_scene_peek_cube (scene);

  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 151);
  g_assert_cmpstr (ae_scene_get_preprocessing (scene), ==, "smooth:9,norm");
  g_assert_cmpstr (bands, ==, "1-100,150-200");
  g_assert_null (ae_scene_get_preprocessing (opened));
  for (gsize p = 0; p < ae_scene_get_n_pixels (scene); p++)
    {
      double squares = 0;

      g_assert_true (isnan (cube[p * 268 + 120]));
      for (guint g = 0; g < 151; g++)
        squares += pow ((double) cube[p * 268 + ae_scene_get_good_bands (scene)[g]], 2);
      g_assert_true (ae_scene_is_masked (scene, p) || fabs (squares - 1) < 1e-4);
    }
  g_assert_nonnull (ae_scene_get_truth_clean (scene));
  /* All of it can be taken back. */
  again = ae_scene_apply_edits (scene, &(AeSceneEdits){ 0 }, NULL, NULL);
  g_assert_true (ae_scene_peek_cube (again) == ae_scene_peek_cube (opened));
  g_assert_cmpuint (ae_scene_get_n_good_bands (again), ==, ae_scene_get_n_good_bands (opened));
}

static void
test_labels_come_along (void)
{
  g_autoptr (AeScene) scene = open_demo (&(AeSceneEdits){ .preprocessing = "norm" });
  gsize n = ae_scene_get_n_pixels (scene);
  guint16 *labels = g_new0 (guint16, n);
  g_autoptr (AeScene) labelled = NULL;
  g_autoptr (AeScene) treated = NULL;

  labels[7] = 3;
  labelled = ae_scene_dup_with_labels (scene, labels, 0, NULL);
  treated = ae_scene_apply_edits (labelled, &(AeSceneEdits){ .preprocessing = "smooth" }, NULL,
                                  NULL);
  g_assert_cmpuint (ae_scene_get_labels (treated)[7], ==, 3);
  g_assert_cmpstr (ae_scene_get_preprocessing (treated), ==, "smooth:9");
}

static void
test_refused_bands (void)
{
  static const char *const bad[]
      = { "0-5", "1-269", "5-1", "x", "100-200cm", "9000-9100nm", "" };
  g_autoptr (AeScene) scene = ae_demo_scene_new (3, 20, 16);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ae_scene_edits_parse_bands (bad[i], scene, &error));
      g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
    }
}

/* A file on demand gives the numbers of one in memory. */
static void
test_on_demand (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bandloom-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "cube.img", NULL);
  g_autofree char *header = g_build_filename (folder, "cube.hdr", NULL);
  g_autoptr (AeScene) demo = ae_demo_scene_new (3, 20, 16);
  AeReaderOptions options = { .edits = { .preprocessing = "derivative:7,continuum" } };
  gsize bytes = (gsize) 320 * 268 * sizeof (float);
  g_autofree float *rows = g_malloc (bytes);
  g_autoptr (AeScene) whole = NULL;
  g_autoptr (AeScene) thin = NULL;
  const float *cube;

  g_assert_true (g_file_set_contents (data, (const char *) ae_scene_peek_cube (demo),
                                      (gssize) bytes, NULL));
  g_assert_true (g_file_set_contents (
      header, "ENVI\nsamples = 16\nlines = 20\nbands = 268\ndata type = 4\ninterleave = bip\n",
      -1, NULL));
  whole = ae_reader_open (header, &options, NULL, NULL);
  options.memory_limit = 1000;
  thin = ae_reader_open (header, &options, NULL, NULL);
  cube = ae_scene_peek_cube (whole);
  g_assert_nonnull (cube);
  g_assert_null (ae_scene_peek_cube (thin));
  g_assert_true (ae_scene_read_lines (thin, 0, 20, rows, NULL));
  for (gsize i = 0; i < 320 * 268; i++)
    g_assert_true (isnan (cube[i]) ? isnan (rows[i]) : rows[i] == cube[i]);
  g_assert_true (ae_scene_read_pixel (thin, 77, rows, NULL));
  g_assert_true (memcmp (rows, cube + 77 * 268, 268 * sizeof *rows) == 0);
  g_remove (data);
  g_remove (header);
  g_rmdir (folder);
}

/* A model trained on treated spectra is fed a scene as it was opened. */
static void
test_model_remembers (void)
{
  const AeSceneEdits edits
      = { .kept_bands = "5-60,80-120", .preprocessing = "smooth:7,continuum" };
  g_autoptr (AeScene) scene = open_demo (&edits);
  g_autoptr (AeScene) raw = ae_demo_scene_new (3, 20, 16);
  g_autoptr (AeScene) other = open_demo (&(AeSceneEdits){ .preprocessing = "norm" });
  AePixelsOptions options = { .seed = 1 };
  g_autoptr (AePixels) pixels = ae_pixels_new (scene, &options, NULL, NULL);
  g_autoptr (AeInput) input = ae_input_new (scene, ae_pixels_get_scaler (pixels));
  g_autoptr (AeInputAdapter) own = ae_input_adapter_new (input, scene, FALSE, NULL);
  g_autoptr (AeInputAdapter) fed = ae_input_adapter_new (input, raw, FALSE, NULL);
  g_autoptr (GError) error = NULL;
  float a[16 * 97], b[16 * 97];
  guint32 which[16];
  gsize n, m;

  g_assert_nonnull (own);
  g_assert_nonnull (fed);
  g_assert_true (ae_input_adapter_read_lines (own, 4, 1, a, which, &n, NULL));
  g_assert_true (ae_input_adapter_read_lines (fed, 4, 1, b, which, &m, NULL));
  g_assert_cmpuint (n, ==, m);
  for (gsize i = 0; i < n * 97; i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], 1e-5f);
  g_assert_null (ae_input_adapter_new (input, other, FALSE, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preprocess/parabola", test_parabola);
  g_test_add_func ("/preprocess/published-weights", test_published_weights);
  g_test_add_func ("/preprocess/falling", test_falling);
  g_test_add_func ("/preprocess/gaps", test_gaps);
  g_test_add_func ("/preprocess/continuum", test_continuum);
  g_test_add_func ("/preprocess/norm-and-order", test_norm_and_order);
  g_test_add_func ("/preprocess/words", test_words);
  g_test_add_func ("/preprocess/scene", test_scene);
  g_test_add_func ("/preprocess/labels-come-along", test_labels_come_along);
  g_test_add_func ("/preprocess/refused-bands", test_refused_bands);
  g_test_add_func ("/preprocess/on-demand", test_on_demand);
  g_test_add_func ("/preprocess/model-remembers", test_model_remembers);
  return g_test_run ();
}
