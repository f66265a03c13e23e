/* ae-endmembers.c: N-FINDR in the space of codes. Mixtures of p materials fill a simplex with p
 * corners; the largest that has its corners among the pixels has them at the purest ones. The
 * decoder then says what a corner looks like without the pixel's noise.
 */
#include "ae-endmembers.h"

#include "ae-blas.h"
#include "ae-error.h"
#include "ae-rng.h"

#include <math.h>
#include <string.h>

#define MOST_SWEEPS 50
#define STARTS      5

/* The cloud in as many dimensions as a simplex of so many corners has. */
typedef struct
{
  gsize n;
  guint p;    /* corners */
  double *ys; /* (n, p): 1, then p − 1 coordinates along the main axes */
} Cloud;

/* ------------------------------------------------------------------ fewer dimensions */

static gboolean
find_axes (const float *codes, gsize n, guint code, double *mean, double *axes, GError **error)
{
  g_autofree double *values = g_new (double, code);
  g_autofree double *row = g_new (double, code);

  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < code; j++)
      mean[j] += (double) codes[i * code + j] / (double) n;
  for (gsize i = 0; i < n; i++)
    {
      for (guint j = 0; j < code; j++)
        row[j] = (double) codes[i * code + j] - mean[j];
      ae_syrk_double (code, 1, row, code, 1.0, axes, code);
    }
  return ae_symmetric_eigen (code, axes, values, error);
}

static gboolean
cloud_init (Cloud *self, const float *codes, gsize n, guint code, guint n_corners,
            GError **error)
{
  g_autofree double *mean = g_new0 (double, code);
  g_autofree double *axes = g_new0 (double, (gsize) code *code);

  ae_blas_init ();
  if (!find_axes (codes, n, code, mean, axes, error))
    return FALSE;
  *self = (Cloud){ n, n_corners, g_new (double, n *n_corners) };
  for (gsize i = 0; i < n; i++)
    {
      self->ys[i * n_corners] = 1;
      for (guint k = 1; k < n_corners; k++)
        {
          const double *axis = axes + (gsize) (code - k) * code; /* largest variance last */
          double sum = 0;

          for (guint j = 0; j < code; j++)
            sum += axis[j] * ((double) codes[i * code + j] - mean[j]);
          self->ys[i * n_corners + k] = sum;
        }
    }
  return TRUE;
}

/* ------------------------------------------------------------------ volumes */

/* The volume as a linear function of one corner: its cofactors. */
static void
fill_cofactors (const Cloud *cloud, const gsize *corners, guint corner, double *out)
{
  guint p = cloud->p;
  g_autofree double *m = g_new (double, (gsize) p *p);

  for (guint k = 0; k < p; k++)
    {
      for (guint i = 0; i < p; i++)
        for (guint j = 0; j < p; j++)
          m[i * p + j] = i == corner ? (double) (j == k) : cloud->ys[corners[i] * p + j];
      out[k] = ae_determinant (p, m);
    }
}

/* Puts each corner where the volume is largest while the others stay, until none moves. */
static double
grow (const Cloud *cloud, gsize *corners)
{
  guint p = cloud->p;
  g_autofree double *cofactors = g_new (double, p);
  double volume = 0;

  for (guint sweep = 0, moved = 1; sweep < MOST_SWEEPS && moved > 0; sweep++)
    {
      moved = 0;
      for (guint c = 0; c < p; c++)
        {
          gsize best = corners[c];

          fill_cofactors (cloud, corners, c, cofactors);
          volume = 0;
          for (guint k = 0; k < p; k++)
            volume += cofactors[k] * cloud->ys[best * p + k];
          volume = fabs (volume);
          for (gsize i = 0; i < cloud->n; i++)
            {
              double v = 0;

              for (guint k = 0; k < p; k++)
                v += cofactors[k] * cloud->ys[i * p + k];
              if (fabs (v) > volume * (1 + 1e-12))
                {
                  volume = fabs (v);
                  best = i;
                }
            }
          moved += best != corners[c];
          corners[c] = best;
        }
    }
  return volume;
}

/**
 * ae_endmembers_find:
 * @codes: (n, code): of pixels
 * @n: pixels
 * @code: code size
 * @n_corners: 2 … min (code + 1, %AE_ENDMEMBERS_MOST)
 * @seed: of the places that the search begins at
 * @corners: (out) (n_corners): rows of @codes
 * @error: %AE_ERROR_INVALID where a code has not as many corners; %AE_ERROR_NO_DATA
 *
 * N-FINDR (Winter, 1999) on the first n_corners − 1 principal axes of the codes, the best of a
 * few starts. Any thread; a second or so for a million pixels.
 *
 * Returns: whether they were found.
 */
gboolean
ae_endmembers_find (const float *codes, gsize n, guint code, guint n_corners, guint64 seed,
                    gsize *corners, GError **error)
{
  gsize trial[AE_ENDMEMBERS_MOST];
  double largest = -1;
  Cloud cloud;
  AeRng rng;

  if (n_corners < 2 || n_corners > code + 1 || n_corners > AE_ENDMEMBERS_MOST)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%u endmembers: codes of %u numbers have from 2 to %u corners; choose as "
                   "many, or a model with a larger code",
                   n_corners, code, MIN (code + 1, AE_ENDMEMBERS_MOST));
      return FALSE;
    }
  if (n < n_corners)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "%" G_GSIZE_FORMAT " pixels cannot be %u endmembers", n, n_corners);
      return FALSE;
    }
  if (!cloud_init (&cloud, codes, n, code, n_corners, error))
    return FALSE;
  ae_rng_init (&rng, seed, AE_STREAM_SAMPLE, 0);
  for (guint start = 0; start < STARTS; start++)
    {
      double volume;

      for (guint c = 0; c < n_corners; c++)
        trial[c] = MIN ((gsize) (ae_rng_uniform (&rng) * (double) n), n - 1);
      volume = grow (&cloud, trial);
      /* Of starts that come to the same corners the first counts, whatever rounding says. */
      if (volume > largest * (1 + 1e-12))
        {
          largest = volume;
          memcpy (corners, trial, n_corners * sizeof *corners);
        }
    }
  g_free (cloud.ys);
  return TRUE;
}

/**
 * ae_endmembers_assign:
 * @cost: (n_rows, n_columns): finite
 * @n_rows: at most @n_columns
 * @n_columns: how many can be assigned
 * @columns: (out) (n_rows): which column each row gets; no two the same
 *
 * The assignment with the least sum of costs, by shortest augmenting paths (Jonker and
 * Volgenant, 1987).
 *
 * Returns: that sum.
 */
double
ae_endmembers_assign (const double *cost, guint n_rows, guint n_columns, guint *columns)
{
  g_autofree double *u = g_new0 (double, n_rows + 1);
  g_autofree double *v = g_new0 (double, n_columns + 1);
  g_autofree double *least = g_new (double, n_columns + 1);
  g_autofree guint *row_of = g_new0 (guint, n_columns + 1); /* from 1; 0: free */
  g_autofree guint *way = g_new0 (guint, n_columns + 1);
  g_autofree gboolean *is_done = g_new (gboolean, n_columns + 1);
  double sum = 0;

  g_return_val_if_fail (n_rows <= n_columns, NAN);

  for (guint row = 1; row <= n_rows; row++)
    {
      guint at = 0;

      row_of[0] = row;
      for (guint j = 0; j <= n_columns; j++)
        {
          least[j] = INFINITY;
          is_done[j] = FALSE;
        }
      do
        {
          guint i = row_of[at], next = 0;
          double delta = INFINITY;

          is_done[at] = TRUE;
          for (guint j = 1; j <= n_columns; j++)
            if (!is_done[j])
              {
                double reduced = cost[(i - 1) * n_columns + j - 1] - u[i] - v[j];

                if (reduced < least[j])
                  {
                    least[j] = reduced;
                    way[j] = at;
                  }
                if (least[j] < delta)
                  {
                    delta = least[j];
                    next = j;
                  }
              }
          for (guint j = 0; j <= n_columns; j++)
            if (is_done[j])
              {
                u[row_of[j]] += delta;
                v[j] -= delta;
              }
            else
              least[j] -= delta;
          at = next;
        }
      while (row_of[at] != 0);
      for (; at != 0; at = way[at])
        row_of[at] = row_of[way[at]];
    }
  for (guint j = 1; j <= n_columns; j++)
    if (row_of[j] > 0)
      {
        columns[row_of[j] - 1] = j - 1;
        sum += cost[(row_of[j] - 1) * n_columns + j - 1];
      }
  return sum;
}
