/* ae-unmix.c: least squares with abundances that are not negative (NNLS), and where it is asked
 * for sum to one (FCLS), exactly, by an active set.
 *
 * With G = E·Eᵀ (n × n) and b = E·x, each pixel is the quadratic problem
 *   minimise ½ aᵀG a − bᵀa,  a ≥ 0,  and for FCLS Σa = 1.
 * The set P holds the endmembers that may be above 0. On it the problem has a closed form; an
 * endmember enters where its gradient says that the error would fall, and leaves where the way
 * to the new answer crosses 0 (Lawson and Hanson, Solving least squares problems, 1974, chapter
 * 23; on the Gram matrix: Bro and De Jong 1997; FCLS: Heinz and Chang 2001). Two endmembers
 * that are the same, or more of them than bands, cannot be told apart: of those one enters, the
 * others stay 0.
 */
#include "ae-unmix.h"

#include "ae-error.h"

#include <math.h>
#include <string.h>

/* An endmember whose part that the others of P do not explain is below this share of its own
 * length is one of them, in other words. */
#define DEPENDENT 1e-12
/* A gradient below this share of the pixel's own scale is none. */
#define NO_GRADIENT 1e-11

struct _AeUnmixer
{
  guint n, bands;
  gboolean sums_to_one;
  double *endmembers; /* (n, bands) */
  double *gram;       /* (n, n), with `shift` added where abundances sum to one */
  double shift;       /* see ae_unmixer_new() */
  double largest;     /* of the diagonal */
};

/* One pixel's problem; scratch of one thread. */
typedef struct
{
  const AeUnmixer *unmixer;
  guint n, k;       /* endmembers, and how many of them are in P */
  guint *set;       /* (k): P, in the order in which they came */
  gboolean *is_in;  /* (n) */
  gboolean *is_out; /* (n): may not enter: dependent on those that are in */
  double *b;        /* (n) */
  double *a;        /* (n) */
  double *factor;   /* (n, n): Cholesky of G on P, lower, row by row */
  double *u, *v;    /* (k): G⁻¹b and G⁻¹1 on P */
  double *answer;   /* (k) */
  double multiplier;
} Problem;

/* ------------------------------------------------------------------ the set */

/* Adds a row to the factor: L·y = G[P, j], d² = G[j, j] − y·y. FALSE: it depends on P. */
static gboolean
add_to_factor (Problem *p, guint j)
{
  const double *gram = p->unmixer->gram;
  double *row = p->factor + (gsize) p->k * p->n, rest = gram[(gsize) j * p->n + j];

  for (guint i = 0; i < p->k; i++)
    {
      const double *above = p->factor + (gsize) i * p->n;
      double sum = gram[(gsize) j * p->n + p->set[i]];

      for (guint m = 0; m < i; m++)
        sum -= above[m] * row[m];
      row[i] = sum / above[i];
      rest -= row[i] * row[i];
    }
  if (!(rest > DEPENDENT * gram[(gsize) j * p->n + j]))
    return FALSE;
  row[p->k] = sqrt (rest);
  return TRUE;
}

static gboolean
enter (Problem *p, guint j)
{
  if (!add_to_factor (p, j))
    return FALSE;
  p->set[p->k++] = j;
  p->is_in[j] = TRUE;
  return TRUE;
}

/* Takes out all whose abundance is 0 and factors what is left anew. */
static void
leave (Problem *p)
{
  guint k = p->k;

  p->k = 0;
  for (guint i = 0; i < k; i++)
    {
      guint j = p->set[i];

      p->is_in[j] = FALSE;
      if (p->a[j] > 0)
        enter (p, j);
    }
  memset (p->is_out, 0, p->n * sizeof *p->is_out);
}

/* ------------------------------------------------------------------ the answer on the set */

/* L·Lᵀ·x = y, in place. */
static void
solve (const Problem *p, double *x)
{
  for (guint i = 0; i < p->k; i++)
    {
      const double *row = p->factor + (gsize) i * p->n;

      for (guint m = 0; m < i; m++)
        x[i] -= row[m] * x[m];
      x[i] /= row[i];
    }
  for (guint i = p->k; i-- > 0;)
    {
      x[i] /= p->factor[(gsize) i * p->n + i];
      for (guint m = 0; m < i; m++)
        x[m] -= p->factor[(gsize) i * p->n + m] * x[i];
    }
}

/* The least squares on P alone; with a sum, a = u − μv where μ = (Σu − 1) / Σv. */
static void
answer (Problem *p)
{
  double sum_u = 0, sum_v = 0;

  for (guint i = 0; i < p->k; i++)
    p->u[i] = p->b[p->set[i]];
  solve (p, p->u);
  p->multiplier = 0;
  if (p->unmixer->sums_to_one)
    {
      for (guint i = 0; i < p->k; i++)
        p->v[i] = 1;
      solve (p, p->v);
      for (guint i = 0; i < p->k; i++)
        {
          sum_u += p->u[i];
          sum_v += p->v[i];
        }
      p->multiplier = (sum_u - 1) / sum_v;
    }
  for (guint i = 0; i < p->k; i++)
    p->answer[i] = p->u[i] - (p->unmixer->sums_to_one ? p->multiplier * p->v[i] : 0);
}

/* Goes towards the answer as far as nothing becomes negative. TRUE: it is there. */
static gboolean
go_towards (Problem *p)
{
  double step = 1;
  guint blocking = p->k;

  for (guint i = 0; i < p->k; i++)
    {
      double from = p->a[p->set[i]], to = p->answer[i];

      if (to <= 0 && from / (from - to) < step)
        {
          step = from / (from - to);
          blocking = i;
        }
      else if (to <= 0 && blocking == p->k)
        blocking = i;
    }
  for (guint i = 0; i < p->k; i++)
    {
      double *a = p->a + p->set[i];

      *a += step * (p->answer[i] - *a);
    }
  if (blocking == p->k)
    return TRUE;
  p->a[p->set[blocking]] = 0;
  leave (p);
  return FALSE;
}

/* ------------------------------------------------------------------ one pixel */

/* Which endmember outside P lowers the error most: the largest bⱼ − (G·a)ⱼ − μ; n: none. */
static guint
find_entering (const Problem *p, double scale)
{
  const double *gram = p->unmixer->gram;
  double most = NO_GRADIENT * scale;
  guint best = p->n;

  for (guint j = 0; j < p->n; j++)
    if (!p->is_in[j] && !p->is_out[j])
      {
        double gradient = p->b[j] - p->multiplier;

        for (guint i = 0; i < p->k; i++)
          gradient -= gram[(gsize) j * p->n + p->set[i]] * p->a[p->set[i]];
        if (gradient > most)
          {
            most = gradient;
            best = j;
          }
      }
  return best;
}

static void
begin (Problem *p)
{
  const double *gram = p->unmixer->gram;
  double least = INFINITY;
  guint nearest = 0;

  p->k = 0;
  p->multiplier = 0;
  memset (p->is_in, 0, p->n * sizeof *p->is_in);
  memset (p->is_out, 0, p->n * sizeof *p->is_out);
  memset (p->a, 0, p->n * sizeof *p->a);
  if (!p->unmixer->sums_to_one)
    return;
  for (guint j = 0; j < p->n; j++)
    if (0.5 * gram[(gsize) j * p->n + j] - p->b[j] < least)
      {
        least = 0.5 * gram[(gsize) j * p->n + j] - p->b[j];
        nearest = j;
      }
  p->a[nearest] = 1;
  enter (p, nearest);
  answer (p);
}

static void
unmix (Problem *p, double scale)
{
  begin (p);
  /* Each round lowers the error; the bound is for numbers that are not finite. */
  for (guint round = 0; round < 10 * p->n + 10; round++)
    {
      guint j = find_entering (p, scale);

      if (j == p->n)
        return;
      if (!enter (p, j))
        {
          p->is_out[j] = TRUE;
          continue;
        }
      do
        answer (p);
      while (!go_towards (p) && p->k > 0);
    }
}

static double
dot (const double *a, const double *b, guint n)
{
  double sum[4] = { 0 };
  guint i = 0;

  for (; i + 4 <= n; i += 4)
    for (guint lane = 0; lane < 4; lane++)
      sum[lane] += a[i + lane] * b[i + lane];
  for (; i < n; i++)
    sum[0] += a[i] * b[i];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* ‖x − aE‖² from its parts would cancel where the fit is good: the difference itself. */
static double
measure_rest (const Problem *p, const double *x)
{
  guint bands = p->unmixer->bands;
  double sum = 0;

  for (guint band = 0; band < bands; band++)
    {
      double rest = x[band];

      for (guint i = 0; i < p->k; i++)
        rest -= p->a[p->set[i]] * p->unmixer->endmembers[(gsize) p->set[i] * bands + band];
      sum += rest * rest;
    }
  return sum;
}

/* ------------------------------------------------------------------ public */

/**
 * ae_unmixer_new:
 * @endmembers: (n, bands): spectra, in any unit; the pixels are in the same
 * @n: 1 … any number
 * @bands: 1 or more
 * @sums_to_one: FCLS; else NNLS, whose abundances carry the brightness
 * @error: %AE_ERROR_INVALID: a value that is not finite, or a spectrum of zeros where nothing
 * says how much of it there is
 *
 * A dark endmember (all zeros) is welcome where abundances sum to one.
 *
 * Returns: (transfer full): immutable, so that any thread may use it.
 */
AeUnmixer *
ae_unmixer_new (const float *endmembers, guint n, guint bands, gboolean sums_to_one,
                GError **error)
{
  g_autoptr (AeUnmixer) self = NULL;

  g_return_val_if_fail (endmembers != NULL && n > 0 && bands > 0, NULL);
  self = g_new0 (AeUnmixer, 1);
  self->n = n;
  self->bands = bands;
  self->sums_to_one = sums_to_one;
  self->endmembers = g_new (double, (gsize) n *bands);
  self->gram = g_new (double, (gsize) n *n);
  for (gsize i = 0; i < (gsize) n * bands; i++)
    {
      if (!isfinite (endmembers[i]))
        {
          g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                       "Endmember %u has no value at band %u; leave that band or that spectrum "
                       "out",
                       (guint) (i / bands) + 1, (guint) (i % bands) + 1);
          return NULL;
        }
      self->endmembers[i] = endmembers[i];
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j <= i; j++)
      self->gram[(gsize) i * n + j] = self->gram[(gsize) j * n + i] = dot (
          self->endmembers + (gsize) i * bands, self->endmembers + (gsize) j * bands, bands);
  for (guint i = 0; i < n; i++)
    self->largest = MAX (self->largest, self->gram[(gsize) i * n + i]);
  /* ½c(Σa)² − c·Σa is the same for all whose sum is one: added, no spectrum is 0, not even a
   * dark one. */
  self->shift = !sums_to_one ? 0 : self->largest > 0 ? self->largest : 1;
  for (gsize i = 0; i < (gsize) n * n; i++)
    self->gram[i] += self->shift;
  for (guint i = 0; i < n; i++)
    if (!(self->gram[(gsize) i * n + i] > 0))
      {
        g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                     "Endmember %u is zero in all bands; it can be unmixed only where "
                     "abundances sum to one",
                     i + 1);
        return NULL;
      }
  return g_steal_pointer (&self);
}

/**
 * ae_unmixer_free:
 * @self: (nullable): an unmixer
 */
void
ae_unmixer_free (AeUnmixer *self)
{
  if (self == NULL)
    return;
  g_free (self->endmembers);
  g_free (self->gram);
  g_free (self);
}

/**
 * ae_unmixer_get_n:
 * @self: an unmixer
 *
 * Returns: how many endmembers it has.
 */
guint
ae_unmixer_get_n (const AeUnmixer *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n;
}

/**
 * ae_unmixer_fill:
 * @self: an unmixer
 * @rows: (n_rows, bands): pixels, in the endmembers' unit
 * @n_rows: how many
 * @abundances: (out) (n_rows, n): not negative; FCLS: each row sums to one; NAN where a pixel
 * is not finite
 * @squares: (out) (nullable) (n_rows): sum over bands of the squared rest
 *
 * A row's numbers do not depend on the rows beside it. Any thread.
 */
void
ae_unmixer_fill (const AeUnmixer *self, const float *rows, gsize n_rows, double *abundances,
                 double *squares)
{
  guint n = self->n, bands = self->bands;
  g_autofree guint *set = g_new (guint, n);
  g_autofree gboolean *flags = g_new (gboolean, 2 * (gsize) n);
  g_autofree double *numbers = g_new (double, 5 * (gsize) n + (gsize) n * n);
  g_autofree double *x = g_new (double, bands);
  Problem p = { .unmixer = self,
                .n = n,
                .set = set,
                .is_in = flags,
                .is_out = flags + n,
                .b = numbers,
                .u = numbers + n,
                .v = numbers + 2 * (gsize) n,
                .answer = numbers + 3 * (gsize) n,
                .factor = numbers + 5 * (gsize) n };

  for (gsize row = 0; row < n_rows; row++)
    {
      double length = 0, sum = 0;

      p.a = abundances + row * n;
      for (guint band = 0; band < bands; band++)
        x[band] = rows[row * bands + band];
      length = dot (x, x, bands);
      if (!isfinite (length))
        {
          for (guint j = 0; j < n; j++)
            p.a[j] = NAN;
          if (squares != NULL)
            squares[row] = NAN;
          continue;
        }
      for (guint j = 0; j < n; j++)
        p.b[j] = dot (self->endmembers + (gsize) j * bands, x, bands) + self->shift;
      unmix (&p, sqrt (length * self->largest) + self->shift);
      for (guint j = 0; j < n && self->sums_to_one; j++)
        sum += p.a[j];
      for (guint j = 0; j < n && self->sums_to_one; j++)
        p.a[j] /= sum; /* what rounding left */
      if (squares != NULL)
        squares[row] = measure_rest (&p, x);
    }
}
