/* ae-linear-start.c: closed forms of the best linear autoencoder under each variant's loss.
 * Pure functions of the principal components; what carries them through a network's layers is
 * ae-pca-start.
 */
#include "ae-linear-start.h"

#include "ae-blas.h"

#include <math.h>
#include <string.h>

#define ROWS 512
/* A code's standard deviation is its component's variance to the power ½ − BALANCE. At ¼
 * encoder and decoder carry the same: then what leaks from one unit to another while weights
 * move does the least harm, as Σ_ij σ_i·σ_j, which is never more than k·Σ σ². */
#define BALANCE 0.25
/* A component of less of the largest variance is rounding, not signal: of constant bands, of
 * bands that are sums of others, of fewer pixels than bands. */
#define SINGULAR 1e-10

static AeLinearStart *
start_new (const AePca *pca, guint n)
{
  AeLinearStart *self = g_new0 (AeLinearStart, 1);
  gsize size = (gsize) n * pca->bands + 1;

  self->bands = pca->bands;
  self->n = n;
  self->encode = g_new0 (double, size);
  self->decode = g_new0 (double, size);
  self->center = g_memdup2 (pca->mean, pca->bands * sizeof (double));
  self->mean = g_memdup2 (pca->mean, pca->bands * sizeof (double));
  self->sigma = g_new0 (double, n + 1);
  self->low = g_new0 (double, n + 1);
  self->high = g_new0 (double, n + 1);
  return self;
}

/**
 * ae_pca_code_start_free:
 * @self: (transfer full): a linear start
 */
void
ae_pca_code_start_free (AeLinearStart *self)
{
  g_free (self->encode);
  g_free (self->center);
  g_free (self->decode);
  g_free (self->mean);
  g_free (self->sigma);
  g_free (self->low);
  g_free (self->high);
  g_free (self);
}

/* How many of the first k variances are more than rounding. */
static guint
count_regular (const double *variances, guint bands, guint k)
{
  guint n = 0;

  while (n < MIN (k, bands) && variances[n] > 0 && variances[n] > SINGULAR * variances[0])
    n++;
  return n;
}

/**
 * ae_pca_code_start_count_regular:
 * @pca: of some pixels
 * @k: at most so many
 *
 * Returns: how many of the first @k components are more than rounding: fewer than @k where
 * bands are constant or follow from others, and where there are fewer pixels than bands.
 */
guint
ae_pca_code_start_count_regular (const AePca *pca, guint k)
{
  return count_regular (pca->variances, pca->bands, k);
}

static void
set_row (double *row, const double *direction, double factor, guint bands)
{
  for (guint j = 0; j < bands; j++)
    row[j] = factor * direction[j];
}

/* Code i is @in times the score along a direction, and gives @out times the direction back. */
static void
set_unit (AeLinearStart *self, guint i, const double *direction, double in, double out)
{
  set_row (self->encode + (gsize) i * self->bands, direction, in, self->bands);
  set_row (self->decode + (gsize) i * self->bands, direction, out, self->bands);
}

/**
 * ae_pca_code_start_new_pca:
 * @pca: of the training pixels
 * @k: code size
 * @is_tied: whether the decoder is the encoder transposed
 *
 * The first components: no linear code of @k numbers has a smaller mean squared error (Eckart
 * and Young 1936; for autoencoders Baldi and Hornik 1989). Each code has variance 1; tied, the
 * rows are orthonormal instead, so that the transpose decodes, and a code's variance is its
 * component's.
 *
 * Returns: (transfer full): a start of at most @k units; fewer where the covariance is
 * singular. Any thread.
 */
AeLinearStart *
ae_pca_code_start_new_pca (const AePca *pca, guint k, gboolean is_tied)
{
  AeLinearStart *self = start_new (pca, count_regular (pca->variances, pca->bands, k));

  for (guint i = 0; i < self->n; i++)
    {
      double scale = is_tied ? 1.0 : pow (pca->variances[i], BALANCE);

      set_unit (self, i, pca->components + (gsize) i * pca->bands, 1.0 / scale, scale);
    }
  return self;
}

/* ------------------------------------------------------------------ denoising */

/* (bands, bands): covariance Σ = Vᵀ·Λ·V again. */
static double *
dup_covariance (const AePca *pca)
{
  gsize bands = pca->bands;
  g_autofree double *scaled = g_new (double, bands *bands);
  double *out = g_new0 (double, bands *bands);

  for (gsize i = 0; i < bands; i++)
    set_row (scaled + i * bands, pca->components + i * bands, sqrt (pca->variances[i]),
             pca->bands);
  ae_syrk_double (bands, bands, scaled, bands, 0.0, out, bands);
  for (gsize i = 0; i < bands; i++)
    for (gsize j = 0; j < i; j++)
      out[i * bands + j] = out[j * bands + i];
  return out;
}

/* Covariance of the corrupted input: noise of covariance D, then inputs kept with probability
 * q: E[m·m'] is q² off the diagonal and q on it, so that it is q²·Σ, and on the diagonal
 * q·(1 − q)·(Σ + mean²) + q·D more. */
static double *
dup_corrupted_covariance (const AePca *pca, const double *covariance, const float *deviation,
                          double noise_level, double q)
{
  gsize bands = pca->bands;
  double *out = g_new (double, bands *bands);

  for (gsize i = 0; i < bands * bands; i++)
    out[i] = q * q * covariance[i];
  for (gsize j = 0; j < bands; j++)
    {
      double noise = noise_level * (double) deviation[j];
      double power = covariance[j * bands + j] + pca->mean[j] * pca->mean[j];

      out[j * bands + j] += q * (1.0 - q) * power + q * noise * noise;
    }
  return out;
}

/* Rows of @half: u_i·C / √μ_i for the eigenpairs (μ_i, u_i) of the corrupted covariance, so
 * that halfᵀ·half = C·Y⁺·C, with C = q·Σ the covariance of clean with corrupted input. What is
 * singular is left out. */
static double *
dup_half (guint bands, double *corrupted, const double *cross, double *powers, GError **error)
{
  gsize n = bands;
  g_autofree double *product = NULL;

  if (!ae_symmetric_eigen (n, corrupted, powers, error))
    return NULL;
  product = g_new (double, n *n);
  ae_gemm_double (n, n, n, corrupted, cross, product); /* the cross covariance is symmetric */
  for (gsize i = 0; i < n; i++)
    {
      gboolean is_regular = powers[i] > 0 && powers[i] > SINGULAR * powers[n - 1];

      for (gsize j = 0; j < n; j++)
        product[i * n + j] *= is_regular ? 1.0 / sqrt (powers[i]) : 0.0;
    }
  return g_steal_pointer (&product);
}

static double
dot (const double *a, const double *b, guint n)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Encoder row of direction p: pᵀ·C·Y⁺ = Σ_i (half_i·p) / √μ_i · u_i. */
static void
set_wiener_row (double *row, const double *p, const double *half, const double *vectors,
                const double *powers, double factor, guint bands)
{
  memset (row, 0, bands * sizeof *row);
  for (gsize i = 0; i < bands; i++)
    {
      double c = factor * dot (half + i * bands, p, bands);

      if (c == 0.0 || powers[i] <= 0)
        continue;
      c /= sqrt (powers[i]);
      for (guint j = 0; j < bands; j++)
        row[j] += c * vectors[i * bands + j];
    }
}

/* A tied decoder has the encoder's directions, here PCA's, and one factor for both: a² is what
 * the best estimate of a score from the corrupted score is: pᵀ·C·p / pᵀ·Y·p. */
static AeLinearStart *
new_tied_denoising (const AePca *pca, guint k, const double *corrupted, double q)
{
  AeLinearStart *self = ae_pca_code_start_new_pca (pca, k, TRUE);
  guint bands = pca->bands;

  for (guint i = 0; i < self->n; i++)
    {
      const double *p = pca->components + (gsize) i * bands;
      double power = 0, a;

      for (gsize r = 0; r < bands; r++)
        power += p[r] * dot (corrupted + r * bands, p, bands);
      a = sqrt (q * pca->variances[i] / power);
      set_unit (self, i, p, a, a);
    }
  for (guint j = 0; j < bands; j++)
    self->center[j] = q * pca->mean[j];
  return self;
}

/**
 * ae_pca_code_start_new_denoising:
 * @pca: of the training pixels
 * @k: code size
 * @deviation: (bands): unit of the noise level
 * @noise_level: standard deviation of the added noise in those units
 * @masked_fraction: of the inputs that are set to 0 after that, below 1
 * @is_tied: whether the decoder is the encoder transposed
 * @error: as ae_symmetric_eigen()
 *
 * The linear code that rebuilds the clean x best from the corrupted y. Without a limit on its
 * rank that is the Wiener estimate C·Y⁻¹, with C = cov (x, y) and Y = cov (y); with rank @k it
 * is P·Pᵀ·C·Y⁻¹, P the first eigenvectors of C·Y⁻¹·Cᵀ (reduced-rank regression: Brillinger
 * 1981, section 10; Izenman 1975). Here y = m·(x + n): n of variance (level · deviation)², m 0
 * with the probability f and otherwise 1. So C = (1 − f)·Σ and Y = (1 − f)²·Σ and more on its
 * diagonal. For the same noise of variance s² in each band this is PCA with each component
 * multiplied by λ / (λ + s²); without corruption it is PCA. Codes have variance 1.
 *
 * Returns: (transfer full) (nullable): a start of at most @k units. Any thread.
 */
AeLinearStart *
ae_pca_code_start_new_denoising (const AePca *pca, guint k, const float *deviation,
                                 double noise_level, double masked_fraction, gboolean is_tied,
                                 GError **error)
{
  guint bands = pca->bands;
  gsize size = (gsize) bands * bands;
  double q = 1.0 - masked_fraction;
  g_autofree double *cross = dup_covariance (pca);
  g_autofree double *vectors = dup_corrupted_covariance (pca, cross, deviation, noise_level, q);
  g_autofree double *powers = g_new (double, bands);
  g_autofree double *fitted = g_new0 (double, size);
  g_autofree double *gains = g_new (double, bands);
  g_autofree double *half = NULL;
  AeLinearStart *self;

  if (is_tied)
    return new_tied_denoising (pca, k, vectors, q);
  for (gsize i = 0; i < size; i++)
    cross[i] *= q;
  half = dup_half (bands, vectors, cross, powers, error);
  if (half == NULL)
    return NULL;
  ae_syrk_double (bands, bands, half, bands, 0.0, fitted, bands);
  if (!ae_symmetric_eigen (bands, fitted, gains, error))
    return NULL;
  for (guint i = 0; i < bands / 2; i++) /* the largest first, as those of a PCA */
    {
      double held = gains[i];

      gains[i] = gains[bands - 1 - i];
      gains[bands - 1 - i] = held;
    }
  self = start_new (pca, count_regular (gains, bands, k));
  for (guint j = 0; j < bands; j++)
    self->center[j] = q * pca->mean[j];
  for (guint i = 0; i < self->n; i++)
    {
      const double *p = fitted + (gsize) (bands - 1 - i) * bands;
      double scale = sqrt (gains[i]);

      set_wiener_row (self->encode + (gsize) i * bands, p, half, vectors, powers, 1.0 / scale,
                      bands);
      set_row (self->decode + (gsize) i * bands, p, scale, bands);
    }
  return self;
}

/* ------------------------------------------------------------------ variational */

/* Tied, encoder and decoder share one factor a: code = a·y + σ·ε, output a·code. With u = a²,
 * b = beta / 2 and σ² = b / (u + b) the loss of a component is (1 − u)²·λ + b·u·λ + b·ln (1 +
 * u/b) up to a constant; its derivative is 0 where 2λu² + (3λb − 2λ)·u + b·(λb − 2λ + 1) = 0.
 * Returns u of the minimum; 0 where the unit had better be silent. */
static double
get_tied_gain (double lambda, double b)
{
  double p = 3.0 * lambda * b - 2.0 * lambda, q = b * (lambda * b - 2.0 * lambda + 1.0);
  double under = p * p - 8.0 * lambda * q, u;

  if (under < 0)
    return 0;
  u = (sqrt (under) - p) / (4.0 * lambda);
  if (u <= 0 || (1.0 - u) * (1.0 - u) * lambda + b * u * lambda + b * log1p (u / b) >= lambda)
    return 0;
  return u;
}

/**
 * ae_pca_code_start_new_variational:
 * @pca: of the training pixels
 * @k: code size
 * @beta: KL weight, in the loss MSE + beta · KL / bands
 * @is_tied: whether the decoder is the encoder transposed
 *
 * Probabilistic PCA (Tipping and Bishop 1999), which is the optimum of the linear variational
 * autoencoder (Lucas et al. 2019). Times the bands a pixel's loss is |x − x′|² + beta · KL, the
 * evidence bound of a decoder with noise of variance s² = beta / 2. For a component of
 * variance λ > s², with y its score: decoder g = √(λ − s²), code of mean g·y / λ and variance
 * s² / λ. Then E|x − x′|² of the component is s² and KL is ½ ln (λ / s²). A component with λ ≤
 * s² is not worth its nats: its unit is silent, with mean 0 and variance 1, and is left out
 * here.
 *
 * Returns: (transfer full): a start of the units that are not silent, at most @k. Any thread.
 */
AeLinearStart *
ae_pca_code_start_new_variational (const AePca *pca, guint k, double beta, gboolean is_tied)
{
  double s2 = 0.5 * beta;
  guint n = count_regular (pca->variances, pca->bands, k);
  AeLinearStart *self;

  while (n > 0
         && (is_tied ? get_tied_gain (pca->variances[n - 1], s2) <= 0
                     : pca->variances[n - 1] <= s2))
    n--;
  self = start_new (pca, n);
  for (guint i = 0; i < n; i++)
    {
      const double *p = pca->components + (gsize) i * pca->bands;
      double lambda = pca->variances[i], u = is_tied ? get_tied_gain (lambda, s2) : 0;
      double g = sqrt (lambda - s2);

      if (is_tied)
        set_unit (self, i, p, sqrt (u), sqrt (u));
      else
        set_unit (self, i, p, g / lambda, g);
      self->sigma[i] = sqrt (is_tied ? s2 / (u + s2) : s2 / lambda);
    }
  return self;
}

/**
 * ae_pca_code_start_get_variational_loss:
 * @pca: of the training pixels
 * @k: code size
 * @beta: KL weight
 * @is_drawn: whether codes are drawn, as in the loss, or their means
 *
 * Returns: what MSE + @beta · KL / bands is on those pixels with the start from
 * ae_pca_code_start_new_variational(): over the kept components Σ s² + s² ln (λ / s²), and over
 * the others Σ λ, all divided by the bands. With codes that are their means s⁴/λ takes the
 * place of the first s².
 */
double
ae_pca_code_start_get_variational_loss (const AePca *pca, guint k, double beta,
                                        gboolean is_drawn)
{
  double s2 = 0.5 * beta, sum = 0;

  for (guint i = 0; i < pca->bands; i++)
    {
      double lambda = pca->variances[i];
      gboolean is_kept = i < k && lambda > s2;

      sum += is_kept ? s2 * (is_drawn ? 1.0 : s2 / lambda) + s2 * log (lambda / s2) : lambda;
    }
  return sum / (double) pca->bands;
}

/* ------------------------------------------------------------------ ranges */

static void
turn (AeLinearStart *self, guint i)
{
  double held = self->low[i];

  self->low[i] = -self->high[i];
  self->high[i] = -held;
  for (gsize j = (gsize) i * self->bands; j < (gsize) (i + 1) * self->bands; j++)
    {
      self->encode[j] = -self->encode[j];
      self->decode[j] = -self->decode[j];
    }
}

/**
 * ae_pca_code_start_measure:
 * @self: a start
 * @rows: (n, bands): the pixels it is of
 * @n: rows
 *
 * Measures each code's range, and turns a code round whose range reaches further down than up:
 * the sign of a component is free, and a shift above 0 is to be as small as it can be.
 */
void
ae_pca_code_start_measure (AeLinearStart *self, const float *rows, gsize n)
{
  guint bands = self->bands, k = self->n;
  g_autofree double *x = g_new (double, (gsize) ROWS *bands);
  g_autofree double *codes = g_new (double, (gsize) ROWS *k + 1);

  for (gsize first = 0; first < n && k > 0; first += ROWS)
    {
      gsize m = MIN (ROWS, n - first);

      for (gsize i = 0; i < m * bands; i++)
        x[i] = (double) rows[first * bands + i] - self->center[i % bands];
      ae_gemm_double (m, k, bands, x, self->encode, codes);
      for (gsize i = 0; i < m; i++)
        for (guint j = 0; j < k; j++)
          {
            self->low[j] = MIN (self->low[j], codes[i * k + j]);
            self->high[j] = MAX (self->high[j], codes[i * k + j]);
          }
    }
  for (guint j = 0; j < k; j++)
    if (-self->low[j] > self->high[j])
      turn (self, j);
}
