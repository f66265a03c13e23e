/* test-background.c: RX against the inverse worked out by elimination, ROC against counting all
 * pairs, and what neither may do with missing data. */
#include "ae-rx.h"
#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-rng.h"
#include "ae-roc.h"

#include <math.h>
#include <string.h>

#define SIDE  12
#define BANDS 6

static AeScene *
make_scene (gboolean with_holes)
{
  AeSceneBuilder b = { 0 };
  g_autoptr (GError) error = NULL;
  AeScene *scene;
  AeRng rng;

  ae_rng_init (&rng, 7, AE_STREAM_SAMPLE, 0);
  b.name = g_strdup ("mixed");
  b.lines = b.samples = SIDE;
  b.bands = BANDS;
  b.cube = g_new (float, SIDE *SIDE *BANDS);
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      float common = (float) ae_rng_uniform (&rng);

      for (guint j = 0; j < BANDS; j++)
        b.cube[i * BANDS + j]
            = 100.0f + 3.0f * common * (float) j + (float) ae_rng_uniform (&rng);
    }
  if (with_holes)
    {
      b.mask = g_new0 (guint8, SIDE * SIDE);
      b.mask[5] = 1;
      for (guint j = 0; j < BANDS; j++)
        b.cube[5 * BANDS + j] = 1e6f;
    }
  scene = ae_scene_new_take (&b, &error);
  g_assert_no_error (error);
  return scene;
}

static AeInputAdapter *
make_feed (AeScene *scene, AeScaling scaling)
{
  guint32 pixels[SIDE * SIDE];
  g_autoptr (AeScaler) scaler = NULL;
  g_autoptr (AeInput) input = NULL;
  gsize n = 0;

  for (guint32 p = 0; p < SIDE * SIDE; p++)
    if (!ae_scene_is_masked (scene, p))
      pixels[n++] = p;
  scaler = ae_scaler_new_fit (scaling, scene, pixels, n, NULL);
  input = ae_input_new (scene, scaler);
  return ae_input_adapter_new (input, scene, FALSE, NULL);
}

/* Solves C x = d by elimination with pivots, and returns dᵀ x. */
static double
solve (double c[BANDS][BANDS], const double *d)
{
  double a[BANDS][BANDS + 1], sum = 0;

  for (guint i = 0; i < BANDS; i++)
    {
      memcpy (a[i], c[i], sizeof c[i]);
      a[i][BANDS] = d[i];
    }
  for (guint k = 0; k < BANDS; k++)
    {
      guint best = k;

      for (guint i = k; i < BANDS; i++)
        if (fabs (a[i][k]) > fabs (a[best][k]))
          best = i;
      for (guint j = 0; j <= BANDS; j++)
        {
          double t = a[k][j];

          a[k][j] = a[best][j];
          a[best][j] = t;
        }
      for (guint i = 0; i < BANDS; i++)
        if (i != k)
          for (guint j = BANDS + 1; j-- > k;)
            a[i][j] -= a[i][k] / a[k][k] * a[k][j];
    }
  for (guint k = 0; k < BANDS; k++)
    sum += d[k] * a[k][BANDS] / a[k][k];
  return sum;
}

static void
test_rx_by_hand (void)
{
  g_autoptr (AeScene) scene = make_scene (TRUE);
  g_autoptr (AeInputAdapter) adapter = make_feed (scene, AE_SCALING_NONE);
  g_autoptr (AeRx) background = ae_rx_new (adapter, NULL, NULL, NULL, NULL);
  const float *cube = ae_scene_peek_cube (scene);
  double mean[BANDS] = { 0 }, c[BANDS][BANDS] = { { 0 } };
  float rx[SIDE * SIDE];
  guint n = SIDE * SIDE - 1;

  g_assert_cmpuint (ae_rx_get_n_pixels (background), ==, n);
  for (guint i = 0; i < SIDE * SIDE; i++)
    for (guint j = 0; j < BANDS && i != 5; j++)
      mean[j] += (double) cube[i * BANDS + j] / n;
  for (guint i = 0; i < SIDE * SIDE; i++)
    for (guint j = 0; j < BANDS && i != 5; j++)
      for (guint k = 0; k < BANDS; k++)
        c[j][k] += ((double) cube[i * BANDS + j] - mean[j])
                   * ((double) cube[i * BANDS + k] - mean[k]) / (n - 1);
  g_assert_true (ae_rx_fill_maps (background, adapter, 2, rx, NULL, NULL, NULL, NULL, NULL));
  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      double d[BANDS], wanted;

      if (i == 5)
        {
          g_assert_true (isnan (rx[i]));
          continue;
        }
      for (guint j = 0; j < BANDS; j++)
        d[j] = (double) cube[i * BANDS + j] - mean[j];
      wanted = solve (c, d);
      g_assert_cmpfloat_with_epsilon ((double) rx[i], wanted, 1e-4 * wanted);
    }
}

/* The distance does not depend on the units; the residual is RMSE, and shrinks to nothing. */
static void
test_scaling (void)
{
  g_autoptr (AeScene) scene = make_scene (FALSE);
  g_autoptr (AeInputAdapter) plain = make_feed (scene, AE_SCALING_NONE);
  g_autoptr (AeInputAdapter) scaled = make_feed (scene, AE_SCALING_BAND);
  g_autoptr (AeRx) a = ae_rx_new (plain, NULL, NULL, NULL, NULL);
  g_autoptr (AeRx) b = ae_rx_new (scaled, NULL, NULL, NULL, NULL);
  float rx[2][SIDE * SIDE], rest[2][SIDE * SIDE];
  double before = INFINITY;

  ae_rx_fill_maps (a, plain, 1, rx[0], NULL, NULL, NULL, NULL, NULL);
  ae_rx_fill_maps (b, scaled, 1, rx[1], NULL, NULL, NULL, NULL, NULL);
  for (guint i = 0; i < SIDE * SIDE; i++)
    g_assert_cmpfloat_with_epsilon (rx[0][i], rx[1][i], 2e-3f * rx[0][i]);
  for (guint codes = 0; codes <= BANDS; codes++)
    {
      double sum = 0;

      ae_rx_fill_maps (a, plain, codes, rx[0], rest[0], NULL, NULL, NULL, NULL);
      for (guint i = 0; i < SIDE * SIDE; i++)
        sum += (double) rest[0][i];
      g_assert_cmpfloat (sum, <, before);
      before = sum;
    }
  g_assert_cmpfloat (before, <, 1e-3);
}

static void
test_roc_counts_pairs (void)
{
  float scores[300];
  guint8 is_target[300];
  g_autoptr (GError) error = NULL;
  g_autoptr (AeRoc) roc = NULL;
  double pairs = 0, won = 0;
  AeRng rng;

  ae_rng_init (&rng, 3, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    {
      is_target[i] = ae_rng_uniform (&rng) < 0.2;
      /* Coarse, so that there are ties. */
      scores[i] = floorf (8.0f * (float) ae_rng_uniform (&rng) + 2.0f * is_target[i]);
    }
  scores[17] = NAN;
  for (guint i = 0; i < G_N_ELEMENTS (scores); i++)
    for (guint j = 0; j < G_N_ELEMENTS (scores); j++)
      if (is_target[i] && !is_target[j] && !isnan (scores[i]) && !isnan (scores[j]))
        {
          pairs++;
          won += scores[i] > scores[j] ? 1 : scores[i] < scores[j] ? 0 : 0.5;
        }
  roc = ae_roc_new (scores, is_target, G_N_ELEMENTS (scores), &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (roc->auc, won / pairs, 1e-12);
  g_assert_cmpfloat (roc->false_rate[0], ==, 0);
  g_assert_cmpfloat (roc->true_rate[roc->n - 1], ==, 1);
  for (gsize i = 1; i < roc->n; i++)
    g_assert_true (roc->false_rate[i] >= roc->false_rate[i - 1]
                   && roc->true_rate[i] >= roc->true_rate[i - 1]);
}

static void
test_roc_extremes (void)
{
  const float scores[] = { 1, 2, 3, 4 };
  const guint8 high[] = { 0, 0, 1, 1 }, low[] = { 1, 1, 0, 0 }, none[4] = { 0 };
  g_autoptr (AeRoc) best = ae_roc_new (scores, high, 4, NULL);
  g_autoptr (AeRoc) worst = ae_roc_new (scores, low, 4, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat (best->auc, ==, 1);
  g_assert_cmpfloat (worst->auc, ==, 0);
  g_assert_null (ae_roc_new (scores, none, 4, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
}

static void
test_cancelled (void)
{
  g_autoptr (AeScene) scene = make_scene (FALSE);
  g_autoptr (AeInputAdapter) adapter = make_feed (scene, AE_SCALING_NONE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (ae_rx_new (adapter, NULL, NULL, cancellable, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/background/rx-by-hand", test_rx_by_hand);
  g_test_add_func ("/background/scaling", test_scaling);
  g_test_add_func ("/background/cancelled", test_cancelled);
  g_test_add_func ("/roc/counts-pairs", test_roc_counts_pairs);
  g_test_add_func ("/roc/extremes", test_roc_extremes);
  return g_test_run ();
}
