/* Abundances by least squares: known mixtures, the conditions of an optimum, and what cannot be
 * told apart. */
#include "ae-unmix.h"

#include "ae-error.h"
#include "ae-rng.h"

#include <math.h>

#define BANDS 40
#define N     5
#define ROWS  400

typedef struct
{
  float endmembers[N * BANDS], rows[ROWS * BANDS];
  double truth[ROWS * N], abundances[ROWS * N], squares[ROWS];
} Mixtures;

static double
draw (AeRng *rng)
{
  return ae_rng_uniform (rng);
}

static void
make (Mixtures *m, guint64 seed, double noise, gboolean sums_to_one)
{
  AeRng rng;

  ae_rng_init (&rng, seed, AE_STREAM_WEIGHTS, 0);
  for (guint i = 0; i < N * BANDS; i++)
    m->endmembers[i] = (float) (0.05 + draw (&rng));
  for (guint row = 0; row < ROWS; row++)
    {
      double sum = 0;

      for (guint j = 0; j < N; j++)
        sum += m->truth[row * N + j] = draw (&rng) < 0.5 ? 0 : draw (&rng);
      for (guint j = 0; j < N; j++)
        m->truth[row * N + j]
            = sum == 0 ? j == 0 : m->truth[row * N + j] / (sums_to_one ? sum : 1);
      for (guint band = 0; band < BANDS; band++)
        {
          double x = noise * (draw (&rng) - 0.5);

          for (guint j = 0; j < N; j++)
            x += m->truth[row * N + j] * m->endmembers[j * BANDS + band];
          m->rows[row * BANDS + band] = (float) x;
        }
    }
}

static void
unmix (Mixtures *m, gboolean sums_to_one)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AeUnmixer) unmixer = ae_unmixer_new (m->endmembers, N, BANDS, sums_to_one, &error);

  g_assert_no_error (error);
  ae_unmixer_fill (unmixer, m->rows, ROWS, m->abundances, m->squares);
}

static void
test_truth (gconstpointer data)
{
  gboolean sums_to_one = GPOINTER_TO_INT (data);
  g_autofree Mixtures *m = g_new (Mixtures, 1);
  double worst = 0;

  make (m, 1, 0, sums_to_one);
  unmix (m, sums_to_one);
  for (guint i = 0; i < ROWS * N; i++)
    worst = MAX (worst, fabs (m->abundances[i] - m->truth[i]));
  g_test_message ("largest error of an abundance: %.1e", worst);
  g_assert_cmpfloat (worst, <, 1e-5); /* pixels are floats */
}

/* How far the answer is from what makes it the least: no endmember that is used would better
 * change, none that is not used would lower the error (Karush, Kuhn, Tucker). */
static double
measure_conditions (const Mixtures *m, gboolean sums_to_one)
{
  double worst = 0;

  for (guint row = 0; row < ROWS; row++)
    {
      const double *a = m->abundances + row * N;
      double gradient[N], multiplier = 0, used = 0;

      for (guint j = 0; j < N; j++)
        {
          gradient[j] = 0;
          for (guint band = 0; band < BANDS; band++)
            {
              double rest = m->rows[row * BANDS + band];

              for (guint i = 0; i < N; i++)
                rest -= a[i] * m->endmembers[i * BANDS + band];
              gradient[j] += rest * m->endmembers[j * BANDS + band];
            }
          worst = MAX (worst, -a[j]);
          if (a[j] > 0)
            {
              multiplier += gradient[j];
              used++;
            }
        }
      multiplier = sums_to_one ? multiplier / used : 0;
      for (guint j = 0; j < N; j++)
        worst = MAX (worst,
                     a[j] > 0 ? fabs (gradient[j] - multiplier) : gradient[j] - multiplier);
    }
  return worst;
}

static void
test_optimum (gconstpointer data)
{
  gboolean sums_to_one = GPOINTER_TO_INT (data);
  g_autofree Mixtures *m = g_new (Mixtures, 1);
  double worst;

  make (m, 2, 0.5, sums_to_one);
  unmix (m, sums_to_one);
  worst = measure_conditions (m, sums_to_one);
  g_test_message ("off the conditions of an optimum by %.1e", worst);
  g_assert_cmpfloat (worst, <, 1e-8);
  for (guint row = 0; row < ROWS && sums_to_one; row++)
    {
      double sum = 0;

      for (guint j = 0; j < N; j++)
        sum += m->abundances[row * N + j];
      g_assert_cmpfloat (fabs (sum - 1), <, 1e-12);
    }
  /* planted: a little from one to another keeps the sum, and is no optimum any more */
  m->abundances[0] += 1e-3;
  m->abundances[1] -= 1e-3;
  g_assert_cmpfloat (measure_conditions (m, sums_to_one), >, 1e-6);
}

/* Twice the same spectrum, and more spectra than bands: the fit is as good as without. */
static void
test_dependent (void)
{
  g_autofree Mixtures *m = g_new (Mixtures, 1);
  g_autofree float *many = g_new (float, 3 * N * BANDS);
  g_autofree double *abundances = g_new (double, ROWS * 3 * N);
  g_autofree double *squares = g_new (double, ROWS);
  g_autoptr (AeUnmixer) unmixer = NULL;

  make (m, 3, 0.2, TRUE);
  unmix (m, TRUE);
  for (guint copy = 0; copy < 3; copy++)
    memcpy (many + copy * N * BANDS, m->endmembers, sizeof m->endmembers);
  unmixer = ae_unmixer_new (many, 3 * N, BANDS, TRUE, NULL);
  ae_unmixer_fill (unmixer, m->rows, ROWS, abundances, squares);
  for (guint row = 0; row < ROWS; row++)
    {
      g_assert_cmpfloat (fabs (squares[row] - m->squares[row]), <,
                         1e-9 * (1 + m->squares[row]));
      for (guint j = 0; j < 3 * N; j++)
        g_assert_cmpfloat (abundances[row * 3 * N + j], >=, 0);
    }
}

static void
test_more_than_bands (void)
{
  g_autofree Mixtures *m = g_new (Mixtures, 1);
  g_autofree float *rows = g_new0 (float, 3 * ROWS);
  double abundances[N], square;
  g_autoptr (AeUnmixer) unmixer = NULL;

  make (m, 4, 0, TRUE);
  unmixer = ae_unmixer_new (m->endmembers, N, 3, TRUE, NULL); /* five spectra of three bands */
  for (guint band = 0; band < 3; band++)
    for (guint j = 0; j < N; j++)
      rows[band] += m->endmembers[j * 3 + band] / N;
  ae_unmixer_fill (unmixer, rows, 1, abundances, &square);
  g_assert_cmpfloat (square, <, 1e-9);
}

static void
test_dark (void)
{
  const float endmembers[] = { 0, 0, 0, 2, 4, 6 };
  const float row[] = { 0.5f, 1, 1.5f };
  double abundances[2], square;
  g_autoptr (GError) error = NULL;
  g_autoptr (AeUnmixer) unmixer = ae_unmixer_new (endmembers, 2, 3, TRUE, &error);

  g_assert_no_error (error);
  ae_unmixer_fill (unmixer, row, 1, abundances, &square);
  g_assert_cmpfloat (fabs (abundances[1] - 0.25), <, 1e-9);
  g_assert_cmpfloat (fabs (abundances[0] - 0.75), <, 1e-9);
  g_assert_null (ae_unmixer_new (endmembers, 2, 3, FALSE, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
}

static void
test_bad_values (void)
{
  const float endmembers[] = { 1, NAN };
  const float good[] = { 1, 2 }, rows[] = { NAN, 1, 2, 4 };
  double abundances[2], squares[2];
  g_autoptr (GError) error = NULL;
  g_autoptr (AeUnmixer) unmixer = ae_unmixer_new (good, 1, 2, FALSE, NULL);

  g_assert_null (ae_unmixer_new (endmembers, 1, 2, TRUE, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "band 2"));
  ae_unmixer_fill (unmixer, rows, 2, abundances, squares);
  g_assert_true (isnan (abundances[0]) && isnan (squares[0]));
  g_assert_cmpfloat (fabs (abundances[1] - 2), <, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/unmix/truth/nnls", GINT_TO_POINTER (FALSE), test_truth);
  g_test_add_data_func ("/unmix/truth/fcls", GINT_TO_POINTER (TRUE), test_truth);
  g_test_add_data_func ("/unmix/optimum/nnls", GINT_TO_POINTER (FALSE), test_optimum);
  g_test_add_data_func ("/unmix/optimum/fcls", GINT_TO_POINTER (TRUE), test_optimum);
  g_test_add_func ("/unmix/dependent", test_dependent);
  g_test_add_func ("/unmix/more-than-bands", test_more_than_bands);
  g_test_add_func ("/unmix/dark", test_dark);
  g_test_add_func ("/unmix/bad-values", test_bad_values);
  return g_test_run ();
}
