/* test-demo-scene.c: the bundled scene is what its description says. */
#include <math.h>
#include <string.h>

#include "ae-demo-scene.h"

static AeScene *
make (void)
{
  return ae_demo_scene_new (AE_DEMO_SCENE_SEED, AE_DEMO_SCENE_LINES, AE_DEMO_SCENE_SAMPLES);
}

static double
endmember (AeScene *scene, guint material, double nm)
{
  return ae_scene_get_truth_endmembers (
      scene)[material * AE_DEMO_SCENE_BANDS + ae_scene_find_band (scene, nm)];
}

static void
test_shape (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AeScene) scene = make ();
  const double *wavelengths = ae_scene_get_wavelengths_nm (scene);

  g_test_message ("made in %.0f ms", (double) (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (ae_scene_get_n_pixels (scene), ==, 145 * 145);
  g_assert_cmpuint (ae_scene_get_n_good_bands (scene), ==, 268);
  g_assert_cmpuint (ae_scene_get_n_masked (scene), ==, 0);
  g_assert_cmpfloat (wavelengths[0], ==, 400);
  g_assert_cmpfloat (wavelengths[267], ==, 2500);
  g_assert_cmpuint (ae_scene_get_n_classes (scene), ==, 7);
  g_assert_cmpuint (ae_scene_get_n_truth_materials (scene), ==, 6);
}

static void
test_same_bits (void)
{
  g_autoptr (AeScene) a = ae_demo_scene_new (5, 40, 30);
  g_autoptr (AeScene) b = ae_demo_scene_new (5, 40, 30);
  g_autoptr (AeScene) c = ae_demo_scene_new (6, 40, 30);
  gsize bytes = 40 * 30 * 268 * sizeof (float);

  g_assert_cmpmem (ae_scene_peek_cube (a), bytes, ae_scene_peek_cube (b), bytes);
  g_assert_cmpint (memcmp (ae_scene_peek_cube (a), ae_scene_peek_cube (c), bytes), !=, 0);
}

static void
test_abundances (void)
{
  g_autoptr (AeScene) scene = make ();
  const float *abundances = ae_scene_get_truth_abundances (scene);
  guint counts[7] = { 0 };

  for (gsize p = 0; p < ae_scene_get_n_pixels (scene); p++)
    {
      double sum = 0;
      guint best = 0;

      for (guint m = 0; m < 6; m++)
        {
          g_assert_cmpfloat (abundances[p * 6 + m], >=, 0);
          sum += abundances[p * 6 + m];
          best = abundances[p * 6 + m] > abundances[p * 6 + best] ? m : best;
        }
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-5);
      g_assert_cmpuint (ae_scene_get_labels (scene)[p], ==, best + 1);
      counts[best + 1]++;
    }
  for (guint m = 1; m <= 6; m++)
    g_assert_cmpuint (counts[m], >, 400);
}

/* Absorptions are where they belong, against the shoulders beside them. */
static void
test_features (void)
{
  static const struct
  {
    guint material;
    double left, centre, right;
  } features[] = {
    { 1, 555, 672, 760 },    { 1, 1100, 1200, 1280 }, { 1, 1280, 1450, 1650 },
    { 1, 1680, 1940, 2200 }, { 2, 1850, 2100, 2230 }, { 3, 2100, 2206, 2290 },
    { 4, 740, 900, 1250 },   { 5, 2230, 2340, 2430 },
  };
  g_autoptr (AeScene) scene = make ();

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    {
      guint m = features[i].material;
      double shoulder = 0.5
                        * (endmember (scene, m, features[i].left)
                           + endmember (scene, m, features[i].right));

      g_assert_cmpfloat (endmember (scene, m, features[i].centre), <, 0.93 * shoulder);
    }
  g_assert_cmpfloat (endmember (scene, 1, 800), >, 5 * endmember (scene, 1, 672));
  g_assert_cmpfloat (endmember (scene, 0, 1650), <, 0.01);
  g_assert_cmpfloat (endmember (scene, 4, 660), >, 2 * endmember (scene, 4, 500));
}

/* Root mean square of cube − clean in one band, and of its stated noise. */
static void
measure_noise (AeScene *scene, double nm, double *measured, double *stated)
{
  guint band = ae_scene_find_band (scene, nm);
  const float *cube = ae_scene_peek_cube (scene), *clean = ae_scene_get_truth_clean (scene);
  gsize n = ae_scene_get_n_pixels (scene);

  *measured = *stated = 0;
  for (gsize p = 0; p < n; p++)
    {
      double c = clean[p * 268 + band], d = cube[p * 268 + band] - c;

      *measured += d * d;
      *stated += 0.0005 * 0.0005 + 0.0012 * 0.0012 * c;
    }
  *measured = sqrt (*measured / (double) n);
  *stated = sqrt (*stated / (double) n);
}

static void
test_noise (void)
{
  g_autoptr (AeScene) scene = make ();
  double measured, stated;

  measure_noise (scene, 1000, &measured, &stated);
  g_assert_cmpfloat_with_epsilon (measured / stated, 1, 0.03);
  measure_noise (scene, 1390, &measured, &stated);
  g_assert_cmpfloat (measured / stated, >, 2.5);
  measure_noise (scene, 1900, &measured, &stated);
  g_assert_cmpfloat (measured / stated, >, 2.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo-scene/shape", test_shape);
  g_test_add_func ("/demo-scene/same-bits", test_same_bits);
  g_test_add_func ("/demo-scene/abundances", test_abundances);
  g_test_add_func ("/demo-scene/features", test_features);
  g_test_add_func ("/demo-scene/noise", test_noise);
  return g_test_run ();
}
