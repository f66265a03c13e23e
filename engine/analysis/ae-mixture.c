/* ae-mixture.c: expectation and maximisation with full covariances (Dempster, Laird and Rubin
 * 1977), started by k-means++ (Arthur and Vassilvitskii 2007). In double; a few thousand codes
 * are enough for a handful of Gaussians, so more are thinned out.
 */
#include "ae-mixture.h"

#include "ae-blas.h"

#include <math.h>
#include <string.h>

#define COMPONENTS  6 /* as many materials as people tell apart in a scene */
#define MOST_POINTS 4000
#define ITERATIONS  60
#define TOLERANCE   1e-5 /* of the mean log likelihood */
#define RIDGE       1e-6 /* of the mean variance, added to each covariance's diagonal */

struct _AeMixture
{
  guint dims, components;
  double *weights; /* (components) */
  double *means;   /* (components, dims) */
  double *factors; /* (components, dims, dims): lower Cholesky factors of the covariances */
  double *log_dets;
};

/* The points and who they belong to, while fitting. */
typedef struct
{
  AeMixture *self;
  gsize n;
  double *points; /* (n, dims) */
  double *shares; /* (n, components) */
  double ridge;
} Fit;

/* ------------------------------------------------------------------ small matrices */

static double
get_log_det (const double *factor, guint d)
{
  double sum = 0;

  for (guint j = 0; j < d; j++)
    sum += 2 * log (factor[j * d + j]);
  return sum;
}

/* log N (x; mean, L·Lᵀ) */
static double
get_log_normal (const AeMixture *self, guint c, const double *x, double *scratch)
{
  guint d = self->dims;
  const double *factor = self->factors + (gsize) c * d * d, *mean = self->means + c * d;
  double squares = 0;

  for (guint i = 0; i < d; i++)
    {
      double sum = x[i] - mean[i];

      for (guint k = 0; k < i; k++)
        sum -= factor[i * d + k] * scratch[k];
      scratch[i] = sum / factor[i * d + i];
      squares += scratch[i] * scratch[i];
    }
  return -0.5 * (squares + self->log_dets[c] + d * log (2 * G_PI));
}

/* ------------------------------------------------------------------ fitting */

static double
get_distance2 (const double *a, const double *b, guint d)
{
  double sum = 0;

  for (guint i = 0; i < d; i++)
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

/* Each next centre is drawn with a chance that grows with the squared distance to those before.
 */
static void
choose_centres (Fit *fit, AeRng *rng)
{
  AeMixture *self = fit->self;
  guint d = self->dims;
  g_autofree double *least = g_new (double, fit->n);

  memcpy (self->means, fit->points + (gsize) ae_rng_below (rng, (guint32) fit->n) * d,
          d * sizeof (double));
  for (gsize i = 0; i < fit->n; i++)
    least[i] = get_distance2 (fit->points + i * d, self->means, d);
  for (guint c = 1; c < self->components; c++)
    {
      double sum = 0, at;
      gsize chosen = 0;

      for (gsize i = 0; i < fit->n; i++)
        sum += least[i];
      at = ae_rng_uniform (rng) * sum;
      while (chosen + 1 < fit->n && (at -= least[chosen]) > 0)
        chosen++;
      memcpy (self->means + c * d, fit->points + chosen * d, d * sizeof (double));
      for (gsize i = 0; i < fit->n; i++)
        least[i] = MIN (least[i], get_distance2 (fit->points + i * d, self->means + c * d, d));
    }
}

static void
assign_nearest (Fit *fit)
{
  AeMixture *self = fit->self;
  guint d = self->dims;

  memset (fit->shares, 0, fit->n * self->components * sizeof (double));
  for (gsize i = 0; i < fit->n; i++)
    {
      guint best = 0;

      for (guint c = 1; c < self->components; c++)
        if (get_distance2 (fit->points + i * d, self->means + c * d, d)
            < get_distance2 (fit->points + i * d, self->means + best * d, d))
          best = c;
      fit->shares[i * self->components + best] = 1;
    }
}

static void
set_covariance (Fit *fit, guint c, double total)
{
  AeMixture *self = fit->self;
  guint d = self->dims;
  double *a = self->factors + (gsize) c * d * d, *mean = self->means + c * d;
  double ridge = fit->ridge;

  do
    {
      memset (a, 0, (gsize) d * d * sizeof *a);
      for (gsize i = 0; i < fit->n; i++)
        {
          double share = fit->shares[i * self->components + c] / MAX (total, 1e-300);
          const double *x = fit->points + i * d;

          if (share < 1e-12)
            continue;
          for (guint j = 0; j < d; j++)
            for (guint k = 0; k <= j; k++)
              a[j * d + k] += share * (x[j] - mean[j]) * (x[k] - mean[k]);
        }
      for (guint j = 0; j < d; j++)
        a[j * d + j] += ridge;
      ridge *= 100; /* only where rounding left it not positive */
    }
  while (!ae_cholesky (d, a));
  self->log_dets[c] = get_log_det (a, d);
}

static void
maximise (Fit *fit)
{
  AeMixture *self = fit->self;
  guint d = self->dims;

  for (guint c = 0; c < self->components; c++)
    {
      double total = 0, *mean = self->means + c * d;
      g_autofree double *sum = g_new0 (double, d);

      for (gsize i = 0; i < fit->n; i++)
        {
          double share = fit->shares[i * self->components + c];

          total += share;
          for (guint j = 0; j < d; j++)
            sum[j] += share * fit->points[i * d + j];
        }
      self->weights[c] = total / (double) fit->n;
      for (guint j = 0; j < d && total > 1e-9; j++)
        mean[j] = sum[j] / total;
      set_covariance (fit, c, total);
    }
}

/* log Σ exp, safe for large and small terms; the terms become shares of 1. */
static double
share_out (double *terms, guint n)
{
  double most = terms[0], sum = 0;

  for (guint c = 1; c < n; c++)
    most = MAX (most, terms[c]);
  for (guint c = 0; c < n; c++)
    sum += terms[c] = exp (terms[c] - most);
  for (guint c = 0; c < n; c++)
    terms[c] /= sum;
  return most + log (sum);
}

/* Returns the mean log likelihood. */
static double
expect (Fit *fit)
{
  AeMixture *self = fit->self;
  g_autofree double *scratch = g_new (double, self->dims);
  double sum = 0;

  for (gsize i = 0; i < fit->n; i++)
    {
      double *terms = fit->shares + i * self->components;

      for (guint c = 0; c < self->components; c++)
        terms[c] = log (MAX (self->weights[c], 1e-300))
                   + get_log_normal (self, c, fit->points + i * self->dims, scratch);
      sum += share_out (terms, self->components);
    }
  return sum / (double) fit->n;
}

static void
take_points (Fit *fit, const float *codes, gsize n)
{
  guint d = fit->self->dims;
  double variance = 0;

  fit->n = MIN (n, MOST_POINTS);
  fit->points = g_new (double, fit->n *d);
  for (gsize i = 0; i < fit->n; i++)
    for (guint j = 0; j < d; j++)
      fit->points[i * d + j] = (double) codes[i * n / fit->n * d + j];
  for (guint j = 0; j < d; j++)
    {
      double sum = 0, squares = 0;

      for (gsize i = 0; i < fit->n; i++)
        sum += fit->points[i * d + j];
      for (gsize i = 0; i < fit->n; i++)
        squares += pow (fit->points[i * d + j] - sum / (double) fit->n, 2);
      variance += squares / (double) fit->n / d;
    }
  fit->ridge = RIDGE * variance + 1e-12;
}

/**
 * ae_mixture_new_fit:
 * @codes: (n, dims)
 * @n: at least 1
 * @dims: of a code
 * @components: Gaussians, at least 1; no more than @n are made
 * @seed: of the start
 *
 * The same seed gives the same mixture. Worker thread: up to some tenths of a second.
 *
 * Returns: (transfer full): the mixture.
 */
AeMixture *
ae_mixture_new_fit (const float *codes, gsize n, guint dims, guint components, guint64 seed)
{
  AeMixture *self = g_new0 (AeMixture, 1);
  Fit fit = { .self = self };
  double before = -G_MAXDOUBLE, now;
  AeRng rng;

  ae_blas_init ();
  self->dims = dims;
  self->components = (guint) MIN (MAX (components, 1), n);
  self->weights = g_new0 (double, self->components);
  self->means = g_new0 (double, self->components *dims);
  self->factors = g_new0 (double, (gsize) self->components *dims *dims);
  self->log_dets = g_new0 (double, self->components);
  take_points (&fit, codes, n);
  fit.shares = g_new (double, fit.n * self->components);
  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 1);
  choose_centres (&fit, &rng);
  assign_nearest (&fit);
  for (guint i = 0; i < ITERATIONS; i++)
    {
      maximise (&fit);
      now = expect (&fit);
      if (now - before < TOLERANCE)
        break;
      before = now;
    }
  g_free (fit.points);
  g_free (fit.shares);
  return self;
}

/**
 * ae_mixture_free:
 * @self: (transfer full): a mixture
 */
void
ae_mixture_free (AeMixture *self)
{
  g_free (self->weights);
  g_free (self->means);
  g_free (self->factors);
  g_free (self->log_dets);
  g_free (self);
}

/**
 * ae_mixture_get_components:
 * @self: a mixture
 *
 * Returns: how many Gaussians.
 */
guint
ae_mixture_get_components (const AeMixture *self)
{
  return self->components;
}

/**
 * ae_mixture_get_weight:
 * @self: a mixture
 * @component: which
 *
 * Returns: its share; all add up to 1.
 */
double
ae_mixture_get_weight (const AeMixture *self, guint component)
{
  return self->weights[component];
}

/**
 * ae_mixture_get_mean:
 * @self: a mixture
 * @component: which
 *
 * Returns: (transfer none): (dims).
 */
const double *
ae_mixture_get_mean (const AeMixture *self, guint component)
{
  return self->means + component * self->dims;
}

/**
 * ae_mixture_get_log_density:
 * @self: a mixture
 * @code: (dims)
 *
 * Returns: the natural logarithm of its density there.
 */
double
ae_mixture_get_log_density (const AeMixture *self, const float *code)
{
  g_autofree double *x = g_new (double, self->dims);
  g_autofree double *scratch = g_new (double, self->dims);
  g_autofree double *terms = g_new (double, self->components);

  for (guint j = 0; j < self->dims; j++)
    x[j] = (double) code[j];
  for (guint c = 0; c < self->components; c++)
    terms[c] = log (MAX (self->weights[c], 1e-300)) + get_log_normal (self, c, x, scratch);
  return share_out (terms, self->components);
}

static guint
draw_component (const AeMixture *self, AeRng *rng)
{
  double at = ae_rng_uniform (rng);

  for (guint c = 0; c + 1 < self->components; c++)
    if ((at -= self->weights[c]) < 0)
      return c;
  return self->components - 1;
}

/**
 * ae_mixture_sample:
 * @self: a mixture
 * @rng: moves on
 * @n: how many
 * @out: (out) (n, dims): codes
 */
void
ae_mixture_sample (const AeMixture *self, AeRng *rng, gsize n, float *out)
{
  guint d = self->dims;
  g_autofree double *normal = g_new (double, d);

  for (gsize i = 0; i < n; i++)
    {
      guint c = draw_component (self, rng);
      const double *factor = self->factors + (gsize) c * d * d;

      for (guint j = 0; j < d; j++)
        normal[j] = ae_rng_normal (rng);
      for (guint j = 0; j < d; j++)
        {
          double sum = self->means[c * d + j];

          for (guint k = 0; k <= j; k++)
            sum += factor[j * d + k] * normal[k];
          out[i * d + j] = (float) sum;
        }
    }
}

/**
 * ae_mixture_fill_like:
 * @out: (out) (n_out, dims): codes
 * @n_out: how many
 * @codes: (n, dims): what they are to be like
 * @n: how many
 * @dims: units of the code
 * @seed: of fit and draws
 *
 * Fits six Gaussians to the codes and draws from them. The same seed gives the same codes.
 */
void
ae_mixture_fill_like (float *out, gsize n_out, const float *codes, gsize n, guint dims,
                      guint64 seed)
{
  g_autoptr (AeMixture) mixture = ae_mixture_new_fit (codes, n, dims, COMPONENTS, seed);
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  ae_mixture_sample (mixture, &rng, n_out, out);
}
