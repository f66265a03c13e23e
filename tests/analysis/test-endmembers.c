/* test-endmembers.c: the corners of a simplex that was drawn on purpose, and the best
 * assignment against trying all. */
#include "ae-endmembers.h"
#include "ae-error.h"
#include "ae-rng.h"
#include "ae-spectral-library.h"

#include <math.h>
#include <string.h>

#define CODE    6
#define CORNERS 4
#define N       3000

/* Mixtures of four corners in six dimensions; the corners themselves are rows 100, 200, 300 and
 * 400. */
static void
fill_mixtures (float *codes)
{
  float corners[CORNERS][CODE];
  AeRng rng;

  ae_rng_init (&rng, 11, AE_STREAM_SAMPLE, 0);
  for (guint c = 0; c < CORNERS; c++)
    for (guint j = 0; j < CODE; j++)
      corners[c][j] = (float) (4 * ae_rng_uniform (&rng) - 2);
  for (guint i = 0; i < N; i++)
    {
      double w[CORNERS], sum = 0;

      for (guint c = 0; c < CORNERS; c++)
        sum += w[c] = 0.02 - log (1 - ae_rng_uniform (&rng));
      if (i % 100 == 0 && i > 0 && i <= 100 * CORNERS)
        for (guint c = 0; c < CORNERS; c++)
          w[c] = c == i / 100 - 1 ? sum : 0;
      for (guint j = 0; j < CODE; j++)
        {
          codes[i * CODE + j] = 1;
          for (guint c = 0; c < CORNERS; c++)
            codes[i * CODE + j] += (float) (w[c] / sum) * corners[c][j];
        }
    }
}

static void
test_corners (void)
{
  g_autofree float *codes = g_new (float, N *CODE);
  g_autoptr (GError) error = NULL;
  gboolean found[CORNERS] = { FALSE };
  gsize corners[CORNERS];

  fill_mixtures (codes);
  for (guint64 seed = 1; seed < 4; seed++)
    {
      memset (found, 0, sizeof found);
      g_assert_true (ae_endmembers_find (codes, N, CODE, CORNERS, seed, corners, &error));
      g_assert_no_error (error);
      for (guint c = 0; c < CORNERS; c++)
        {
          g_assert_cmpuint (corners[c] % 100, ==, 0);
          found[corners[c] / 100 - 1] = TRUE;
        }
      for (guint c = 0; c < CORNERS; c++)
        g_assert_true (found[c]);
    }
}

static void
test_refused (void)
{
  float codes[20] = { 0 };
  g_autoptr (GError) error = NULL;
  gsize corners[8];

  g_assert_false (ae_endmembers_find (codes, 10, 2, 4, 1, corners, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (ae_endmembers_find (codes, 2, 10, 3, 1, corners, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NO_DATA);
  /* All the same: there is no simplex, and no end without one either. */
  g_clear_error (&error);
  g_assert_true (ae_endmembers_find (codes, 10, 2, 3, 1, corners, &error));
}

static double
try_all (const double *cost, guint rows, guint columns, guint row, guint taken)
{
  double best = INFINITY;

  if (row == rows)
    return 0;
  for (guint j = 0; j < columns; j++)
    if ((taken & 1u << j) == 0)
      best = fmin (best, cost[row * columns + j]
                             + try_all (cost, rows, columns, row + 1, taken | 1u << j));
  return best;
}

static void
test_assignment (void)
{
  AeRng rng;

  ae_rng_init (&rng, 5, AE_STREAM_SAMPLE, 0);
  for (guint round = 0; round < 60; round++)
    {
      guint rows = 1 + round % 5, columns = rows + round % 3, taken = 0;
      double cost[5 * 7], sum = 0, told;
      guint match[5];

      for (guint i = 0; i < rows * columns; i++)
        cost[i] = ae_rng_uniform (&rng);
      told = ae_endmembers_assign (cost, rows, columns, match);
      for (guint i = 0; i < rows; i++)
        {
          g_assert_cmpuint (taken & 1u << match[i], ==, 0);
          taken |= 1u << match[i];
          sum += cost[i * columns + match[i]];
        }
      g_assert_cmpfloat_with_epsilon (told, sum, 1e-12);
      g_assert_cmpfloat_with_epsilon (told, try_all (cost, rows, columns, 0, 0), 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endmembers/corners", test_corners);
  g_test_add_func ("/endmembers/refused", test_refused);
  g_test_add_func ("/endmembers/assignment", test_assignment);
  return g_test_run ();
}
