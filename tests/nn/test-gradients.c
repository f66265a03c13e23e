/* test-gradients.c: every kernel's backward pass against central differences of its forward
 * pass. Built with the double twins of the kernels alone.
 */
#include "ae-activation.h"
#include "ae-dense.h"
#include "ae-latent.h"
#include "ae-loss.h"
#include "ae-optimizer.h"
#include "ae-rng.h"
#include "ae-sparsity.h"
#include "ae-unmixing.h"
#include "gradient-check.h"

#include <string.h>

#ifndef AE_DOUBLE
#error "differences need the double twin"
#endif

enum
{
  N = 5,     /* rows */
  IN = 7,    /* inputs of a layer */
  UNITS = 6, /* outputs of a layer, or bands */
  MOST = 64,
};

static void
draw (double *out, gsize n, guint64 seed)
{
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  for (gsize i = 0; i < n; i++)
    out[i] = ae_rng_normal (&rng);
}

/* Σ weight · x: turns any output into one number whose gradient by that output is `weight`. */
static double
weigh (const double *x, const double *weight, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += x[i] * weight[i];
  return sum;
}

/* ------------------------------------------------------------------ activations */

typedef struct
{
  AeActivation activation;
  double v[MOST], bias[MOST], weight[MOST], y[MOST];
} Activation;

static double
activation_loss (gpointer data)
{
  Activation *t = data;

  for (guint i = 0; i < N * UNITS; i++)
    t->y[i] = t->v[i] + t->bias[i % UNITS];
  ae_activation_forward (t->y, t->activation, N * UNITS);
  return weigh (t->y, t->weight, N * UNITS);
}

static void
test_activation (gconstpointer data)
{
  Activation t = { .activation = GPOINTER_TO_UINT (data) };
  double dv[MOST], dbias[MOST] = { 0 };

  draw (t.v, MOST, 1);
  draw (t.bias, MOST, 2);
  draw (t.weight, MOST, 3);
  activation_loss (&t);
  memcpy (dv, t.weight, sizeof dv);
  ae_activation_backward (dv, dbias, t.y, t.activation, N, UNITS);
  gradient_check ("pre-activations", t.v, dv, N * UNITS, activation_loss, &t);
  gradient_check ("biases", t.bias, dbias, UNITS, activation_loss, &t);
}

/* The bias gradient is added to what is there. */
static void
test_bias_adds (void)
{
  double dy[MOST], y[MOST], once[UNITS] = { 0 }, twice[UNITS] = { 0 }, held[MOST];

  draw (dy, MOST, 4);
  draw (y, MOST, 5);
  memcpy (held, dy, sizeof dy);
  ae_activation_backward (dy, once, y, AE_ACTIVATION_TANH, N, UNITS);
  memcpy (dy, held, sizeof dy);
  ae_activation_backward (dy, twice, y, AE_ACTIVATION_TANH, N, UNITS);
  memcpy (dy, held, sizeof dy);
  ae_activation_backward (dy, twice, y, AE_ACTIVATION_TANH, N, UNITS);
  for (guint j = 0; j < UNITS; j++)
    g_assert_cmpfloat_with_epsilon (twice[j], 2 * once[j], 1e-14);
}

/* ------------------------------------------------------------------ losses */

typedef double (*AngleFunc) (double *dy, const double *y, const double *target, gsize n,
                             gsize bands, double scale, const float *origin,
                             const float *unit);

typedef struct
{
  AngleFunc angle; /* NULL: the mean squared error */
  gboolean is_in_scene_units;
  double y[MOST], target[MOST];
  float origin[UNITS], unit[UNITS];
} Loss;

static double
run_loss (const Loss *t, double *dy)
{
  const float *origin = t->is_in_scene_units ? t->origin : NULL;
  const float *unit = t->is_in_scene_units ? t->unit : NULL;

  return t->angle != NULL ? t->angle (dy, t->y, t->target, N, UNITS, 0.25, origin, unit)
                          : ae_loss_mse (dy, t->y, t->target, N, UNITS, 0.25);
}

static double
loss_loss (gpointer data)
{
  return 0.25 * run_loss (data, NULL);
}

static void
check_loss (Loss *t, const char *what)
{
  double dy[MOST];

  draw (t->y, MOST, 11);
  draw (t->target, MOST, 12);
  for (guint j = 0; j < UNITS; j++)
    {
      t->origin[j] = 0.5f + 0.3f * (float) j;
      t->unit[j] = 0.2f + 0.1f * (float) (j * j % 5);
    }
  g_assert_cmpfloat (run_loss (t, dy), ==, run_loss (t, NULL));
  gradient_check (what, t->y, dy, N * UNITS, loss_loss, t);
}

static void
test_mse (void)
{
  Loss t = { .angle = NULL };
  double sum = 0;

  check_loss (&t, "mean squared error");
  for (guint i = 0; i < N * UNITS; i++)
    sum += (t.y[i] - t.target[i]) * (t.y[i] - t.target[i]) / UNITS;
  g_assert_cmpfloat_with_epsilon (run_loss (&t, NULL), sum, 1e-12);
}

static void
test_angle (void)
{
  static const AngleFunc angles[] = { ae_loss_angle, ae_loss_sad, ae_loss_sid };

  for (guint i = 0; i < G_N_ELEMENTS (angles); i++)
    {
      Loss plain = { .angle = angles[i] },
           scene = { .angle = angles[i], .is_in_scene_units = TRUE };

      check_loss (&plain, "angle");
      check_loss (&scene, "angle in scene units");
    }
}

/* Divergence of (1, 3) and (2, 2): Σ (p − q) ln (p / q); none of multiples; none where there is
 * no light; and numbers, whatever the sign. */
static void
test_divergence_values (void)
{
  static const double a[] = { 1, 3 }, b[] = { 2, 2 }, c[] = { 3, 9 }, none[] = { 0, 0 },
                      odd[] = { -1, 2 };
  double dy[2] = { NAN, NAN };

  g_assert_cmpfloat_with_epsilon (ae_loss_sid (NULL, b, a, 1, 2, 1, NULL, NULL),
                                  -0.25 * log (0.5) + 0.25 * log (1.5), 1e-12);
  g_assert_cmpfloat_with_epsilon (ae_loss_sid (NULL, c, a, 1, 2, 1, NULL, NULL), 0, 1e-15);
  g_assert_cmpfloat (ae_loss_sid (dy, a, none, 1, 2, 1, NULL, NULL), ==, 0);
  g_assert_true (dy[0] == 0 && dy[1] == 0);
  g_assert_true (isfinite (ae_loss_sid (dy, odd, a, 1, 2, 1, NULL, NULL)));
  g_assert_true (isfinite (dy[0]) && isfinite (dy[1]));
}

/* Known angles: 45°, 90°, 180°, none, and none for a spectrum of zeros; scale does not matter.
 */
static void
test_angle_values (void)
{
  static const double a[][2] = { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 2, 3 }, { 0, 0 }, { 3, 4 } };
  static const double b[][2] = { { 5, 5 }, { 0, 3 }, { -2, 0 }, { 4, 6 }, { 1, 2 }, { 0, 0 } };
  static const double angle[] = { G_PI_4, G_PI_2, G_PI, 0, 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (angle); i++)
    {
      double dy[2] = { NAN, NAN };

      g_assert_cmpfloat_with_epsilon (ae_loss_sum_angles (a[i], b[i], 1, 2, NULL, NULL),
                                      angle[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (ae_loss_angle (dy, a[i], b[i], 1, 2, 1, NULL, NULL),
                                      angle[i] * angle[i], 1e-12);
      g_assert_true (isfinite (dy[0]) && isfinite (dy[1]));
    }
  {
    /* Where cosines round to 1, the angle must still be right. */
    double tiny[2] = { 1, 1e-7 }, one[2] = { 1, 0 };

    g_assert_cmpfloat_with_epsilon (ae_loss_sum_angles (tiny, one, 1, 2, NULL, NULL), 1e-7,
                                    1e-12);
  }
}

/* The angle is that of the spectra in scene units: scaled values and their origin undo each
 * other. */
static void
test_angle_units (void)
{
  const float origin[] = { 3, 1, 2 }, unit[] = { 2, 5, 0.5f };
  const double y[] = { 0.5, -0.1, 1 }, t[] = { -1, 0.4, 2 };
  double a[3], b[3];

  for (guint j = 0; j < 3; j++)
    {
      a[j] = y[j] * (double) unit[j] + (double) origin[j];
      b[j] = t[j] * (double) unit[j] + (double) origin[j];
    }
  g_assert_cmpfloat_with_epsilon (ae_loss_sum_angles (y, t, 1, 3, origin, unit),
                                  ae_loss_sum_angles (a, b, 1, 3, NULL, NULL), 1e-12);
}

/* ------------------------------------------------------------------ sparsity */

typedef struct
{
  double target, weight;
  double code[MOST], slopes[UNITS];
} Sparsity;

static double
sparsity_loss (gpointer data)
{
  Sparsity *t = data;
  double means[UNITS] = { 0 };

  ae_sparsity_add_sums (means, t->code, N, UNITS);
  for (guint j = 0; j < UNITS; j++)
    means[j] /= N;
  return ae_sparsity_forward (t->slopes, means, UNITS, t->target, t->weight, N);
}

static void
test_sparsity (void)
{
  Sparsity t = { .target = 0.1, .weight = 0.7 };
  double dcode[MOST] = { 0 };

  draw (t.code, MOST, 21);
  for (guint i = 0; i < MOST; i++)
    t.code[i] = 0.5 + 0.2 * tanh (t.code[i]);
  sparsity_loss (&t);
  ae_sparsity_backward (dcode, t.slopes, N, UNITS);
  gradient_check ("codes", t.code, dcode, N * UNITS, sparsity_loss, &t);
}

/* KL (0.1 ‖ 0.5) = 0.1 ln 0.2 + 0.9 ln 1.8, 0 at the target, finite at the ends. */
static void
test_sparsity_values (void)
{
  g_assert_cmpfloat_with_epsilon (ae_sparsity_kl (0.1, 0.5), 0.1 * log (0.2) + 0.9 * log (1.8),
                                  1e-15);
  g_assert_cmpfloat_with_epsilon (ae_sparsity_kl (0.1, 0.5), 0.3680642071684971, 1e-15);
  for (double p = 0.05; p < 1; p += 0.05)
    {
      g_assert_cmpfloat_with_epsilon (ae_sparsity_kl (p, p), 0, 1e-15);
      g_assert_cmpfloat_with_epsilon (ae_sparsity_kl_slope (p, p), 0, 1e-12);
      for (double q = 0; q <= 1; q += 0.05)
        {
          g_assert_cmpfloat (ae_sparsity_kl (p, q), >=, -1e-15);
          g_assert_true (isfinite (ae_sparsity_kl (p, q)));
          g_assert_true (isfinite (ae_sparsity_kl_slope (p, q)));
          /* Too active pulls down, too idle pushes up. */
          g_assert_true (fabs (q - p) < 1e-9 || (ae_sparsity_kl_slope (p, q) > 0) == (q > p));
        }
    }
}

/* ------------------------------------------------------------------ unmixing */

#define BANDS (MOST / UNITS) /* of endmembers */

typedef struct
{
  double temperature, sparsity, volume;
  double v[MOST], a[MOST], weight[MOST], e[MOST];
} Unmixing;

static double
abundance_loss (gpointer data)
{
  Unmixing *t = data;
  double sums[UNITS] = { 0 }, sum = 0;

  memcpy (t->a, t->v, sizeof t->a);
  ae_abundances_forward (t->a, t->temperature, N, UNITS);
  ae_abundance_sparsity_add_sums (sums, t->a, N, UNITS);
  for (guint j = 0; j < UNITS; j++)
    sum += sums[j];
  return weigh (t->a, t->weight, N * UNITS) + t->sparsity * sum;
}

static void
test_abundances (void)
{
  Unmixing t = { .temperature = 0.7, .sparsity = 0.3 };
  double dv[MOST];

  draw (t.v, MOST, 51);
  draw (t.weight, MOST, 52);
  abundance_loss (&t);
  for (guint i = 0; i < N; i++)
    {
      double sum = 0;

      for (guint j = 0; j < UNITS; j++)
        {
          g_assert_cmpfloat (t.a[i * UNITS + j], >=, 0);
          sum += t.a[i * UNITS + j];
        }
      g_assert_cmpfloat_with_epsilon (sum, 1, 1e-14);
    }
  memcpy (dv, t.weight, sizeof dv);
  ae_abundance_sparsity_backward (dv, t.a, t.sparsity, N, UNITS);
  ae_abundances_backward (dv, t.a, t.temperature, N, UNITS);
  gradient_check ("before the softmax", t.v, dv, N * UNITS, abundance_loss, &t);
}

/* A low temperature leaves one of them; numbers that no exponential holds make no difference.
 * */
static void
test_abundance_values (void)
{
  double cold[] = { 1, 2, 0 }, far[] = { 1e5, 1e5, -1e5 };

  ae_abundances_forward (cold, 0.01, 1, 3);
  g_assert_cmpfloat_with_epsilon (cold[1], 1, 1e-12);
  ae_abundances_forward (far, 1, 1, 3);
  g_assert_cmpfloat_with_epsilon (far[0], 0.5, 1e-15);
  g_assert_cmpfloat (far[2], ==, 0);
}

static double
volume_loss (gpointer data)
{
  Unmixing *t = data;

  return t->volume * ae_simplex_volume_forward (t->e, 1.7, UNITS, BANDS);
}

static void
test_volume (void)
{
  Unmixing t = { .volume = 0.4 };
  double de[MOST] = { 0 };
  const double square[] = { 0, 0, 2, 0, 2, 2, 0, 2 };

  draw (t.e, MOST, 53);
  ae_simplex_volume_backward (de, t.e, t.volume, 1.7, UNITS, BANDS);
  gradient_check ("endmembers", t.e, de, UNITS * BANDS, volume_loss, &t);
  /* Four corners of a square of side 2 are √2 from its middle. */
  g_assert_cmpfloat_with_epsilon (ae_simplex_volume_forward (square, 2, 4, 2), 1, 1e-15);
}

typedef struct
{
  gboolean is_free;
  AeUnmixingScale scale;
  double origin[UNITS], unit[UNITS];
  double p[MOST], x[MOST], y[MOST], brightness[N];
} Mixed;

static double
mixed_loss (gpointer data)
{
  Mixed *t = data;

  memcpy (t->y, t->p, sizeof t->y);
  ae_mixed_spectra_forward (t->y, t->brightness, t->is_free ? t->x : NULL, &t->scale, N, UNITS);
  return ae_loss_mse (NULL, t->y, t->x, N, UNITS, 1);
}

/* With units of one the brightness is where the squared error is least, so that it follows adds
 * nothing; fixed, units may be any. */
static void
test_mixed (gconstpointer data)
{
  Mixed t = { .is_free = GPOINTER_TO_INT (data) };
  double dp[MOST];

  t.scale = (AeUnmixingScale){ t.origin, t.unit };
  draw (t.p, MOST, 54);
  draw (t.x, MOST, 55);
  for (guint i = 0; i < MOST; i++)
    {
      t.p[i] = 2 + 0.5 * t.p[i];
      t.x[i] = 0.3 * t.x[i];
    }
  for (guint b = 0; b < UNITS; b++)
    {
      t.origin[b] = 1 + 0.1 * b;
      t.unit[b] = t.is_free ? 1 : 0.5 + 0.2 * b;
    }
  mixed_loss (&t);
  ae_loss_mse (dp, t.y, t.x, N, UNITS, 1);
  ae_mixed_spectra_backward (dp, t.brightness, &t.scale, N, UNITS);
  gradient_check ("mixed spectra", t.p, dp, N * UNITS, mixed_loss, &t);
}

/* Twice the light is the same input. */
static void
test_unit_spectra (void)
{
  static const double origin[] = { 1, 2 }, unit[] = { 2, 1 }, mean[] = { 0.5, 0.5 },
                      gain[] = { 2, 4 };
  const AeUnmixingScale scale = { origin, unit };
  static const double x[] = { 1, 2, 2.5, 6 }; /* (3, 4) and (6, 8) */
  double u[4];

  ae_unit_spectra_forward (u, x, &scale, mean, gain, 2, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat_with_epsilon (u[2 * i], (0.6 - 0.5) * 2, 1e-14);
      g_assert_cmpfloat_with_epsilon (u[2 * i + 1], (0.8 - 0.5) * 4, 1e-14);
    }
}

static void
test_projection (void)
{
  double e[] = { 0.5, -0.2, 1, 3 };
  const double before[] = { 0.1, 0.1, 2, 3 };

  ae_endmembers_project (e, before, 0.5, 4);
  g_assert_cmpfloat_with_epsilon (e[0], 0.3, 1e-15);
  g_assert_cmpfloat (e[1], ==, 0);
  g_assert_cmpfloat_with_epsilon (e[2], 1.5, 1e-15);
  ae_endmembers_project (e, before, 0, 4);
  g_assert_cmpmem (e, sizeof e, before, sizeof before);
}

/* ------------------------------------------------------------------ latent */

typedef struct
{
  AeLatentForm form;
  double mu[MOST], spread[MOST], eps[MOST], weight[MOST], z[MOST];
} Latent;

#define LATENT_SCALE 0.03

static double
latent_loss (gpointer data)
{
  Latent *t = data;
  double kl = ae_latent_forward (t->z, t->mu, t->spread, t->eps, t->form, N, UNITS);

  return weigh (t->z, t->weight, N * UNITS) + LATENT_SCALE * kl;
}

static void
test_latent (gconstpointer data)
{
  Latent t = { .form = GPOINTER_TO_UINT (data) };
  double dmu[MOST], dspread[MOST];

  draw (t.mu, MOST, 31);
  draw (t.spread, MOST, 32);
  draw (t.eps, MOST, 33);
  draw (t.weight, MOST, 34);
  if (t.form == AE_LATENT_SIGMA)
    for (guint i = 0; i < MOST; i++)
      t.spread[i] = 0.2 + exp (t.spread[i]);
  ae_latent_backward (dmu, dspread, t.weight, t.mu, t.spread, t.eps, t.form, LATENT_SCALE, N,
                      UNITS);
  gradient_check ("means", t.mu, dmu, N * UNITS, latent_loss, &t);
  gradient_check ("spreads", t.spread, dspread, N * UNITS, latent_loss, &t);
}

/* Closed form, with a common scale: KL (N (m, s²) ‖ N (0, 1)) by numeric integration of
 * q ln (q/p) over ±12 deviations. */
static double
integrate_kl (double m, double s)
{
  double sum = 0, step = s * 1e-3;

  for (double x = m - 12 * s; x < m + 12 * s; x += step)
    {
      double ln_q = -0.5 * (x - m) * (x - m) / (s * s) - log (s);
      double ln_p = -0.5 * x * x;

      sum += exp (ln_q) / sqrt (2 * G_PI) * (ln_q - ln_p) * step;
    }
  return sum;
}

static void
test_latent_values (void)
{
  static const double mu[] = { 0, 1, -2, 0.3 }, sigma[] = { 1, 0.5, 2, 0.1 };
  double kl = 0, by_log = 0, by_sigma = 0, per_unit[4] = { 0 };
  double spread[4], z[4];

  for (guint i = 0; i < 4; i++)
    {
      kl += integrate_kl (mu[i], sigma[i]);
      spread[i] = 2 * log (sigma[i]);
    }
  by_log = ae_latent_forward (z, mu, spread, NULL, AE_LATENT_LOG_VARIANCE, 1, 4);
  g_assert_cmpmem (z, sizeof z, mu, sizeof mu); /* without deviates the code is its mean */
  by_sigma = ae_latent_forward (z, mu, sigma, NULL, AE_LATENT_SIGMA, 1, 4);
  g_assert_cmpfloat_with_epsilon (by_log, kl, 1e-6);
  g_assert_cmpfloat_with_epsilon (by_sigma, by_log, 1e-6); /* both forms, the same weights */
  ae_latent_add_kl_per_unit (per_unit, mu, spread, AE_LATENT_LOG_VARIANCE, 1, 4);
  g_assert_cmpfloat_with_epsilon (per_unit[0], 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (per_unit[1], integrate_kl (1, 0.5), 1e-6);
  g_assert_cmpfloat_with_epsilon (per_unit[0] + per_unit[1] + per_unit[2] + per_unit[3], by_log,
                                  1e-12);
}

/* ------------------------------------------------------------------ dense */

typedef struct
{
  AeDense dense;
  double w[MOST], w_t[MOST], bias[MOST], x[MOST], weight[MOST], y[MOST];
} Dense;

static double
dense_loss (gpointer data)
{
  Dense *t = data;
  AeDense dense = t->dense;

  dense.w_t = NULL; /* the loss is always that of the weight itself, never of its copy */
  ae_dense_forward (t->y, t->x, &dense, N);
  return weigh (t->y, t->weight, N * UNITS);
}

static void
check_dense (gboolean is_tied, gboolean has_copy)
{
  Dense t = { 0 };
  double dw[MOST], dx[MOST], twice[MOST], dx_twice[MOST], y[MOST];

  draw (t.w, MOST, 41);
  draw (t.x, MOST, 42);
  draw (t.weight, MOST, 43);
  draw (t.bias, MOST, 44);
  for (guint i = 0; i < (is_tied ? UNITS : IN); i++)
    for (guint j = 0; j < (is_tied ? IN : UNITS); j++)
      t.w_t[j * (is_tied ? UNITS : IN) + i] = t.w[i * (is_tied ? IN : UNITS) + j];
  t.dense = (AeDense){ .w = t.w,
                       .w_t = has_copy ? t.w_t : NULL,
                       .bias = t.bias,
                       .in = IN,
                       .out = UNITS,
                       .is_tied = is_tied };
  dense_loss (&t);
  ae_dense_forward (y, t.x, &t.dense, N);
  for (guint i = 0; i < N * UNITS; i++)
    g_assert_cmpfloat_with_epsilon (y[i], t.y[i], 1e-13);
  ae_dense_backward_weight (dw, t.weight, t.x, &t.dense, N, FALSE);
  ae_dense_backward_input (dx, t.weight, &t.dense, N, FALSE);
  memcpy (twice, dw, sizeof dw);
  memcpy (dx_twice, dx, sizeof dx);
  gradient_check ("weights", t.w, dw, IN * UNITS, dense_loss, &t);
  gradient_check ("inputs", t.x, dx, N * IN, dense_loss, &t);
  ae_dense_backward_weight (twice, t.weight, t.x, &t.dense, N, TRUE);
  ae_dense_backward_input (dx_twice, t.weight, &t.dense, N, TRUE);
  for (guint i = 0; i < IN * UNITS; i++)
    g_assert_cmpfloat_with_epsilon (twice[i], 2 * dw[i], 1e-13);
  for (guint i = 0; i < N * IN; i++)
    g_assert_cmpfloat_with_epsilon (dx_twice[i], 2 * dx[i], 1e-13);
}

static void
test_dense (void)
{
  for (guint bits = 0; bits < 4; bits++)
    check_dense (bits & 1, (bits & 2) != 0);
}

/* ------------------------------------------------------------------ decay */

static double
decay_loss (gpointer data)
{
  const double *w = data;
  double sum = 0;

  for (guint i = 0; i < 37; i++)
    sum += 0.5 * 0.3 * w[i] * w[i];
  return sum;
}

static void
test_decay (void)
{
  double w[MOST], g[MOST] = { 0 };

  draw (w, MOST, 51);
  g_assert_cmpfloat_with_epsilon (0.15 * ae_gradient_add_decay (g, w, 37, 0.3), decay_loss (w),
                                  1e-12);
  gradient_check ("weights", w, g, 37, decay_loss, w);
  g_assert_cmpfloat (g[37], ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const names[] = { "linear", "elu", "relu", "tanh", "sigmoid" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("/gradient/activation/%s", names[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_activation);
    }
  g_test_add_func ("/gradient/activation/bias-adds", test_bias_adds);
  g_test_add_func ("/gradient/mse", test_mse);
  g_test_add_func ("/gradient/angle", test_angle);
  g_test_add_func ("/gradient/angle-values", test_angle_values);
  g_test_add_func ("/gradient/angle-units", test_angle_units);
  g_test_add_func ("/gradient/divergence-values", test_divergence_values);
  g_test_add_func ("/gradient/unmixing/abundances", test_abundances);
  g_test_add_func ("/gradient/unmixing/abundance-values", test_abundance_values);
  g_test_add_func ("/gradient/unmixing/volume", test_volume);
  g_test_add_data_func ("/gradient/unmixing/mixed", GINT_TO_POINTER (FALSE), test_mixed);
  g_test_add_data_func ("/gradient/unmixing/mixed-free", GINT_TO_POINTER (TRUE), test_mixed);
  g_test_add_func ("/gradient/unmixing/unit-spectra", test_unit_spectra);
  g_test_add_func ("/gradient/unmixing/projection", test_projection);
  g_test_add_func ("/gradient/sparsity", test_sparsity);
  g_test_add_func ("/gradient/sparsity-values", test_sparsity_values);
  g_test_add_data_func ("/gradient/latent/log-variance",
                        GUINT_TO_POINTER (AE_LATENT_LOG_VARIANCE), test_latent);
  g_test_add_data_func ("/gradient/latent/sigma", GUINT_TO_POINTER (AE_LATENT_SIGMA),
                        test_latent);
  g_test_add_func ("/gradient/latent/values", test_latent_values);
  g_test_add_func ("/gradient/dense", test_dense);
  g_test_add_func ("/gradient/decay", test_decay);
  return g_test_run ();
}
