/* ae-vca.c: vertex component analysis (Nascimento and Bioucas-Dias, "Vertex component analysis:
 * a fast algorithm to unmix hyperspectral data", 2005). Mixtures that are divided by their
 * brightness fill a simplex; the end of any projection of it is a corner, and a projection that
 * is blind to the corners found so far finds another one.
 */
#include "ae-vca.h"

#include <math.h>
#include <string.h>

#include "ae-blas.h"
#include "ae-error.h"
#include "ae-rng.h"

#define ROWS 256 /* at a time, in double */

/* ------------------------------------------------------------------ the subspace */

static void
add_moments (const AeSubspace *self, const float *rows, double *moments)
{
  g_autofree double *block = g_new (double, (gsize) ROWS *self->bands);

  for (gsize first = 0; first < self->n; first += ROWS)
    {
      gsize n = MIN (ROWS, self->n - first);

      for (gsize i = 0; i < n * self->bands; i++)
        block[i] = (double) rows[first * self->bands + i];
      ae_syrk_double (self->bands, n, block, self->bands, 1.0, moments, self->bands);
    }
}

static void
fill_codes (AeSubspace *self, const float *rows)
{
  for (gsize i = 0; i < self->n; i++)
    for (guint k = 0; k < self->p; k++)
      {
        const float *row = rows + i * self->bands;
        const double *axis = self->axes + (gsize) k * self->bands;
        double sum = 0;

        for (guint b = 0; b < self->bands; b++)
          sum += axis[b] * (double) row[b];
        self->codes[i * self->p + k] = (float) sum;
      }
}

/**
 * ae_subspace_new:
 * @rows: (n, bands): spectra
 * @n: rows
 * @bands: columns
 * @p: dimensions, at most @bands
 * @error: as of the eigenproblem
 *
 * Any thread; a second for 50,000 spectra of 268 bands at most.
 *
 * Returns: (transfer full) (nullable): the p directions of largest second moment.
 */
AeSubspace *
ae_subspace_new (const float *rows, gsize n, guint bands, guint p, GError **error)
{
  g_autoptr (AeSubspace) self = g_new0 (AeSubspace, 1);
  g_autofree double *moments = g_new0 (double, (gsize) bands *bands);
  g_autofree double *values = g_new (double, bands);

  g_return_val_if_fail (p <= bands, NULL);

  ae_blas_init ();
  *self = (AeSubspace){ n, bands, p, g_new (double, (gsize) p *bands), g_new (float, n *p) };
  add_moments (self, rows, moments);
  if (!ae_symmetric_eigen (bands, moments, values, error))
    return NULL;
  for (guint k = 0; k < p; k++) /* largest last */
    memcpy (self->axes + (gsize) k * bands, moments + (gsize) (bands - 1 - k) * bands,
            bands * sizeof *self->axes);
  fill_codes (self, rows);
  return g_steal_pointer (&self);
}

/**
 * ae_subspace_free:
 * @self: (nullable) (transfer full): a subspace
 */
void
ae_subspace_free (AeSubspace *self)
{
  if (self == NULL)
    return;
  g_free (self->axes);
  g_free (self->codes);
  g_free (self);
}

/**
 * ae_subspace_fill:
 * @self: a subspace
 * @row: of those it was made of
 * @spectrum: (out) (bands): what the subspace has of it, without the noise of other dimensions
 *
 * Any thread.
 */
void
ae_subspace_fill (const AeSubspace *self, gsize row, float *spectrum)
{
  for (guint b = 0; b < self->bands; b++)
    {
      double sum = 0;

      for (guint k = 0; k < self->p; k++)
        sum += (double) self->codes[row * self->p + k]
               * self->axes[(gsize) k * self->bands + b];
      spectrum[b] = (float) sum;
    }
}

/* ------------------------------------------------------------------ corners */

static double
multiply (const double *a, const double *b, guint n)
{
  double sum = 0;

  for (guint k = 0; k < n; k++)
    sum += a[k] * b[k];
  return sum;
}

/* Takes off what the first n of some orthonormal directions have of it, and gives it length
 * one; FALSE where nothing is left. */
static gboolean
make_orthogonal (double *direction, const double *basis, guint n, guint p)
{
  double before = sqrt (multiply (direction, direction, p)), length;

  for (guint turn = 0; turn < 2; turn++) /* once more, for what rounding left */
    for (guint i = 0; i < n; i++)
      {
        double share = multiply (direction, basis + (gsize) i * p, p);

        for (guint k = 0; k < p; k++)
          direction[k] -= share * basis[(gsize) i * p + k];
      }
  length = sqrt (multiply (direction, direction, p));
  if (!(length > 1e-10 * before))
    return FALSE;
  for (guint k = 0; k < p; k++)
    direction[k] /= length;
  return TRUE;
}

/* Each divided by its component along the mean: light and shade are gone. */
static double *
dup_projected (const AeSubspace *self)
{
  guint p = self->p;
  double *ys = g_new (double, self->n *p);
  g_autofree double *mean = g_new0 (double, p);

  for (gsize i = 0; i < self->n; i++)
    for (guint k = 0; k < p; k++)
      mean[k] += (double) self->codes[i * p + k] / (double) self->n;
  for (gsize i = 0; i < self->n; i++)
    {
      double length = 0;

      for (guint k = 0; k < p; k++)
        length += mean[k] * (double) self->codes[i * p + k];
      /* What points away from all others, or is dark, is no mixture. */
      for (guint k = 0; k < p; k++)
        ys[i * p + k] = length > 1e-6 * multiply (mean, mean, p)
                            ? (double) self->codes[i * p + k] / length
                            : mean[k] / multiply (mean, mean, p);
    }
  return ys;
}

/* For scenes whose dark pixels would be thrown far by that: about their mean, along the p − 1
 * directions of largest variance, with one more number that is the same for all. */
static double *
dup_centred (const AeSubspace *self, GError **error)
{
  guint p = self->p;
  g_autofree double *ys = g_new (double, self->n *p);
  g_autofree double *mean = g_new0 (double, p), *row = g_new (double, p),
                    *values = g_new (double, p);
  g_autofree double *axes = g_new0 (double, (gsize) p *p);
  double farthest = 0;

  for (gsize i = 0; i < self->n; i++)
    for (guint k = 0; k < p; k++)
      mean[k] += (double) self->codes[i * p + k] / (double) self->n;
  for (gsize i = 0; i < self->n; i++)
    {
      for (guint k = 0; k < p; k++)
        row[k] = (double) self->codes[i * p + k] - mean[k];
      ae_syrk_double (p, 1, row, p, 1.0, axes, p);
    }
  if (!ae_symmetric_eigen (p, axes, values, error))
    return NULL;
  for (gsize i = 0; i < self->n; i++)
    {
      for (guint k = 0; k < p; k++)
        row[k] = (double) self->codes[i * p + k] - mean[k];
      for (guint k = 0; k + 1 < p; k++)
        ys[i * p + k] = multiply (axes + (gsize) (p - 1 - k) * p, row, p);
      farthest = MAX (farthest, multiply (row, row, p));
    }
  for (gsize i = 0; i < self->n; i++)
    ys[i * p + p - 1] = sqrt (farthest);
  return g_steal_pointer (&ys);
}

static gboolean
is_taken (gsize row, const gsize *corners, guint n)
{
  for (guint i = 0; i < n; i++)
    if (corners[i] == row)
      return TRUE;
  return FALSE;
}

/* The end of a projection that is no corner yet. */
static gsize
find_end (const double *ys, gsize n, guint p, const double *direction, const gsize *corners,
          guint n_corners)
{
  gsize best = 0;
  double most = -1;

  for (gsize i = 0; i < n; i++)
    {
      double value = fabs (multiply (direction, ys + i * p, p));

      if (value > most && !is_taken (i, corners, n_corners))
        {
          most = value;
          best = i;
        }
    }
  return best;
}

/**
 * ae_vca_find:
 * @self: spectra along as many directions as there are corners
 * @seed: of the projections
 * @start: number of the try: others find other corners
 * @is_centred: about the mean, as is, and not each pixel divided by its brightness
 * @corners: (out) (p): rows of @self; no two the same
 * @error: %AE_ERROR_NO_DATA, or as of the eigenproblem
 *
 * Any thread.
 *
 * Returns: whether they were found.
 */
gboolean
ae_vca_find (const AeSubspace *self, guint64 seed, guint start, gboolean is_centred,
             gsize *corners, GError **error)
{
  guint p = self->p, n_basis = 1;
  g_autofree double *ys = NULL, *direction = g_new (double, p);
  g_autofree double *basis = g_new0 (double, (gsize) p *p);
  AeRng rng;

  if (self->n < p)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "%" G_GSIZE_FORMAT " pixels cannot be %u endmembers", self->n, p);
      return FALSE;
    }
  ys = is_centred ? dup_centred (self, error) : dup_projected (self);
  if (ys == NULL)
    return FALSE;
  basis[p - 1] = 1;
  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 1 + start);
  for (guint i = 0; i < p; i++)
    {
      for (guint k = 0; k < p; k++)
        direction[k] = ae_rng_normal (&rng);
      make_orthogonal (direction, basis, n_basis, p);
      corners[i] = find_end (ys, self->n, p, direction, corners, i);
      if (i == 0)
        n_basis = 0;
      memcpy (basis + (gsize) n_basis * p, ys + corners[i] * p, p * sizeof *basis);
      if (make_orthogonal (basis + (gsize) n_basis * p, basis, n_basis, p))
        n_basis++;
    }
  return TRUE;
}
