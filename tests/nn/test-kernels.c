/* test-kernels.c: the single-precision kernels as users run them: accuracy of the fast
 * functions, optimisers against naive twins, corruption by its statistics, the table of
 * parameters.
 */
#include "ae-activation.h"
#include "ae-corruption.h"
#include "ae-optimizer.h"
#include "ae-params.h"

#include <math.h>
#include <string.h>

#ifdef AE_DOUBLE
#define TOLERANCE 1e-14
#else
#define TOLERANCE 4e-7
#endif

/* ------------------------------------------------------------------ activations */

static double
exact (AeActivation activation, double v)
{
  switch (activation)
    {
    case AE_ACTIVATION_ELU:
      return v > 0 ? v : expm1 (v);
    case AE_ACTIVATION_RELU:
      return v > 0 ? v : 0;
    case AE_ACTIVATION_TANH:
      return tanh (v);
    case AE_ACTIVATION_SIGMOID:
      return 1 / (1 + exp (-v));
    case AE_ACTIVATION_LINEAR:
    default:
      return v;
    }
}

/* From −100 to 100, beyond where single-precision exponentials overflow. Outputs are of size 1,
 * so the bound is absolute below 1. */
static void
test_accuracy (void)
{
  for (AeActivation a = AE_ACTIVATION_LINEAR; a <= AE_ACTIVATION_SIGMOID; a++)
    {
      double worst = 0;

      for (gint i = -100000; i <= 100000; i++)
        {
          double v = i * 1e-3, expected;
          ae_real y = (ae_real) v;

          expected = exact (a, (double) y);
          ae_activation_forward (&y, a, 1);
          worst = MAX (worst, fabs ((double) y - expected) / MAX (1, fabs (expected)));
        }
      g_test_message ("activation %d: largest difference %.1e", a, worst);
      g_assert_cmpfloat (worst, <, TOLERANCE);
    }
}

/* e^x itself, relative: 1 / sigmoid (−x) − 1 = e^x where that is large, ELU + 1 where small. */
static void
test_exponential (void)
{
  double worst = 0;

  for (gint i = 0; i < 80000; i++)
    {
      ae_real y = (ae_real) (-1 - i * 1e-3);
      double x = (double) y;

      /* sigmoid (x) = e^x / (1 + e^x): relative accuracy of the exponential shows directly. */
      ae_activation_forward (&y, AE_ACTIVATION_SIGMOID, 1);
      worst = MAX (worst, fabs ((double) y * (1 + exp (-x)) - 1));
    }
  g_test_message ("largest relative difference of exp: %.1e", worst);
  g_assert_cmpfloat (worst, <, TOLERANCE);
}

/* A value that is not a number must not be hidden, or a failed training would look alive. */
static void
test_not_a_number (void)
{
  static const AeActivation smooth[]
      = { AE_ACTIVATION_LINEAR, AE_ACTIVATION_ELU, AE_ACTIVATION_TANH, AE_ACTIVATION_SIGMOID };

  for (guint i = 0; i < G_N_ELEMENTS (smooth); i++)
    for (guint units = 1; units < 40; units += 19)
      {
        ae_real y[40];

        for (guint j = 0; j < units; j++)
          y[j] = NAN;
        ae_activation_forward (y, smooth[i], units);
        for (guint j = 0; j < units; j++)
          g_assert_true (isnan (y[j]));
      }
}

/* ------------------------------------------------------------------ optimisers */

enum
{
  N = 77
};

static void
draw (ae_real *out, guint64 seed, double size)
{
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < N; i++)
    out[i] = (ae_real) (size * ae_rng_normal (&rng));
}

static double
differ (const ae_real *a, const double *b)
{
  double worst = 0;

  for (guint i = 0; i < N; i++)
    worst = MAX (worst, fabs ((double) a[i] - b[i]));
  return worst;
}

/* Kingma and Ba's algorithm 1 written out in double; `sign` −1 plants an ascent. */
static void
adam_twin (double *w, double *m, double *v, const ae_real *g, guint t, double rate, double sign)
{
  for (guint i = 0; i < N; i++)
    {
      double gi = (double) g[i];

      m[i] = 0.9 * m[i] + 0.1 * gi;
      v[i] = 0.999 * v[i] + 0.001 * gi * gi;
      w[i] -= sign * rate * (m[i] / (1 - pow (0.9, t)))
              / (sqrt (v[i] / (1 - pow (0.999, t))) + 1e-8);
    }
}

static double
run_adam (double sign)
{
  ae_real w[N], m[N] = { 0 }, v[N] = { 0 }, g[N];
  double w2[N], m2[N] = { 0 }, v2[N] = { 0 };

  draw (w, 1, 1);
  for (guint i = 0; i < N; i++)
    w2[i] = (double) w[i];
  for (guint t = 1; t <= 100; t++)
    {
      AeAdamStep step;

      draw (g, 10 + t, 0.01);
      g[t % N] = 0; /* also where nothing pulls */
      ae_adam_prepare (&step, 1e-2, t);
      ae_adam_update (w, m, v, g, N, &step);
      adam_twin (w2, m2, v2, g, t, 1e-2, sign);
    }
  return differ (w, w2);
}

static void
test_adam (void)
{
  double difference = run_adam (1);

  g_test_message ("after 100 steps of 0.01: %.1e", difference);
#ifdef AE_DOUBLE
  g_assert_cmpfloat (difference, <, 1e-13);
#else
  g_assert_cmpfloat (difference, <, 5e-6);
#endif
  g_assert_cmpfloat (run_adam (-1), >, 1e-3);
}

/* The very first step is rate · sign (g), whatever the size of g: the corrections work. */
static void
test_adam_first (void)
{
  ae_real w[N] = { 0 }, m[N] = { 0 }, v[N] = { 0 }, g[N];
  AeAdamStep step;

  draw (g, 3, 1e-3);
  ae_adam_prepare (&step, 0.5, 1);
  ae_adam_update (w, m, v, g, N, &step);
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon ((double) w[i], g[i] > 0 ? -0.5 : 0.5, 2e-3);
}

/* Parameters without gradient stay, whatever the rate: the padding of the flat buffer does. */
static void
test_adam_padding (void)
{
  ae_real w[N] = { 0 }, m[N] = { 0 }, v[N] = { 0 }, g[N] = { 0 };
  AeAdamStep step;

  for (guint t = 1; t < 20; t++)
    {
      ae_adam_prepare (&step, 1, t);
      ae_adam_update (w, m, v, g, N, &step);
    }
  for (guint i = 0; i < N; i++)
    g_assert_cmpfloat ((double) w[i], ==, 0);
}

static double
run_momentum (double sign)
{
  ae_real w[N], m[N] = { 0 }, g[N];
  double w2[N], m2[N] = { 0 };

  draw (w, 1, 1);
  for (guint i = 0; i < N; i++)
    w2[i] = (double) w[i];
  for (guint t = 1; t <= 50; t++)
    {
      draw (g, 10 + t, 0.1);
      ae_momentum_update (w, m, g, N, 0.05, 0.9);
      for (guint i = 0; i < N; i++)
        {
          m2[i] = 0.9 * m2[i] + (double) g[i];
          w2[i] -= sign * 0.05 * m2[i];
        }
    }
  return differ (w, w2);
}

static void
test_momentum (void)
{
  g_assert_cmpfloat (run_momentum (1), <, 20 * TOLERANCE);
  g_assert_cmpfloat (run_momentum (-1), >, 1e-2);
}

static void
test_gradient_sum (void)
{
  ae_real parts[5][N], sum[N];
  const ae_real *pointers[5];

  for (guint p = 0; p < 5; p++)
    {
      draw (parts[p], 60 + p, 1);
      pointers[p] = parts[p];
    }
  for (guint n_parts = 1; n_parts <= 5; n_parts++)
    {
      ae_gradient_sum (sum, pointers, n_parts, 7, N - 7);
      for (guint i = 7; i < N; i++)
        {
          double expected = 0;

          for (guint p = 0; p < n_parts; p++)
            expected += (double) parts[p][i];
          g_assert_cmpfloat_with_epsilon ((double) sum[i - 7], expected, 5 * TOLERANCE);
        }
    }
}

/* ------------------------------------------------------------------ corruption */

enum
{
  ROWS = 3000,
  BANDS = 37
};

/* Each band's noise has the deviation asked for, and no band follows its neighbour. */
static void
test_noise (void)
{
  g_autofree ae_real *x = g_new0 (ae_real, ROWS * BANDS);
  float deviation[BANDS];
  AeRng rng;

  for (guint j = 0; j < BANDS; j++)
    deviation[j] = 0.1f + 0.05f * (float) j;
  ae_rng_init (&rng, 1, AE_STREAM_NOISE, 0);
  ae_corruption_add_noise (x, deviation, 0.5, &rng, ROWS, BANDS);
  for (guint j = 0; j + 1 < BANDS; j++)
    {
      double unit = 0.5 * (double) deviation[j], next = 0.5 * (double) deviation[j + 1];
      double mean = 0, square = 0, cross = 0;

      for (guint i = 0; i < ROWS; i++)
        {
          double a = (double) x[i * BANDS + j] / unit, b = (double) x[i * BANDS + j + 1] / next;

          mean += a / ROWS;
          square += a * a / ROWS;
          cross += a * b / ROWS;
        }
      g_assert_cmpfloat (fabs (mean), <, 5 / sqrt (ROWS));
      g_assert_cmpfloat (fabs (square - 1), <, 5 * sqrt (2.0 / ROWS));
      g_assert_cmpfloat (fabs (cross), <, 5 / sqrt (ROWS));
    }
}

static double
count_masked (double fraction)
{
  g_autofree ae_real *x = g_new (ae_real, ROWS * BANDS);
  double masked = 0;
  AeRng rng;

  for (guint i = 0; i < ROWS * BANDS; i++)
    x[i] = 2;
  ae_rng_init (&rng, 2, AE_STREAM_MASK, 0);
  ae_corruption_mask (x, fraction, &rng, ROWS, BANDS);
  for (guint i = 0; i < ROWS * BANDS; i++)
    {
      /* What is left is left as it was: nothing makes up for the others. */
      g_assert_true (x[i] == 0 || x[i] == 2);
      masked += x[i] == 0;
    }
  return masked / (ROWS * BANDS);
}

static void
test_mask (void)
{
  g_assert_cmpfloat (count_masked (0), ==, 0);
  g_assert_cmpfloat (count_masked (1), ==, 1);
  for (double f = 0.05; f < 1; f += 0.15)
    g_assert_cmpfloat (fabs (count_masked (f) - f), <, 5 * sqrt (f * (1 - f) / (ROWS * BANDS)));
}

/* Drawing goes on where it stopped: the next batch has other noise. */
static void
test_fresh (void)
{
  ae_real a[BANDS] = { 0 }, b[BANDS] = { 0 };
  float deviation[BANDS];
  AeRng rng;

  for (guint j = 0; j < BANDS; j++)
    deviation[j] = 1;
  ae_rng_init (&rng, 3, AE_STREAM_NOISE, 0);
  ae_corruption_add_noise (a, deviation, 1, &rng, 1, BANDS);
  ae_corruption_add_noise (b, deviation, 1, &rng, 1, BANDS);
  for (guint j = 0; j < BANDS; j++)
    g_assert_cmpfloat ((double) a[j], !=, (double) b[j]);
}

/* ------------------------------------------------------------------ parameters */

static void
test_params (void)
{
  g_autoptr (AeParams) params = ae_params_new ();
  guint w = ae_params_add (params, 7, 5, TRUE, "encoder.%d.weight", 0);
  guint alias = ae_params_add_alias (params, w, "decoder.%d.weight", 0);
  guint b = ae_params_add (params, 1, 5, FALSE, "encoder.%d.bias", 0);
  gsize previous = 0;

  g_assert_cmpuint (params->n_used, ==, 40);
  g_assert_cmpuint (params->n_weights, ==, 35);
  g_assert_cmpuint (params->views[alias].offset, ==, params->views[w].offset);
  g_assert_true (params->views[alias].is_alias);
  g_assert_cmpuint (params->views[b].offset, ==, params->n_decayed);
  g_assert_true (ae_params_find (params, "decoder.0.weight") == &params->views[alias]);
  g_assert_null (ae_params_find (params, "decoder.1.weight"));
  for (guint i = 0; i < 100; i++)
    {
      guint index = ae_params_add (params, 1, i + 1, FALSE, "more.%u", i);

      g_assert_cmpuint (params->views[index].offset % 16, ==, 0);
      g_assert_cmpuint (params->views[index].offset, >, previous);
      previous = params->views[index].offset;
    }
  g_assert_cmpuint (params->n_values, >=, previous + 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kernels/activation-accuracy", test_accuracy);
  g_test_add_func ("/kernels/exponential", test_exponential);
  g_test_add_func ("/kernels/not-a-number", test_not_a_number);
  g_test_add_func ("/kernels/adam", test_adam);
  g_test_add_func ("/kernels/adam-first-step", test_adam_first);
  g_test_add_func ("/kernels/adam-padding", test_adam_padding);
  g_test_add_func ("/kernels/momentum", test_momentum);
  g_test_add_func ("/kernels/gradient-sum", test_gradient_sum);
  g_test_add_func ("/kernels/noise", test_noise);
  g_test_add_func ("/kernels/mask", test_mask);
  g_test_add_func ("/kernels/fresh-draws", test_fresh);
  g_test_add_func ("/kernels/params", test_params);
  return g_test_run ();
}
