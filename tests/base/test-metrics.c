/* test-metrics.c: measures against what they are by definition. */
#include <math.h>

#include "ae-metrics.h"

#define BANDS 4

static void
test_psnr (void)
{
  g_assert_cmpfloat_with_epsilon (ae_metrics_get_psnr (0.01), 20, 1e-12);
  g_assert_cmpfloat (ae_metrics_get_psnr (1), ==, 0);
  g_assert_true (isinf (ae_metrics_get_psnr (0)));
}

static void
test_angle (void)
{
  const float a[BANDS] = { 1, 0, 2, NAN }, twice[BANDS] = { 2, 0, 4, 5 },
              across[BANDS] = { 0, 3, 0, 1 }, none[BANDS] = { 0 },
              with_gap[BANDS] = { 1, 0, 2, 0 };
  const float east[] = { 1, 0 }, north_east[] = { 3, 3 };

  g_assert_cmpfloat_with_epsilon (ae_metrics_get_angle (a, twice, BANDS), 0, 1e-7);
  g_assert_cmpfloat_with_epsilon (ae_metrics_get_angle (a, across, BANDS), G_PI / 2, 1e-15);
  g_assert_cmpfloat_with_epsilon (ae_metrics_get_angle (east, north_east, 2), G_PI / 4, 1e-15);
  g_assert_true (isnan (ae_metrics_get_angle (a, none, BANDS)));
  g_assert_true (isnan (ae_metrics_get_angle (a, twice, 1)));
  /* What counts a gap as a value must be found out. */
  g_assert_true (fabs (ae_metrics_get_angle (with_gap, twice, BANDS)) > 0.1);
}

static void
test_active (void)
{
  g_assert_true (ae_metrics_is_active_kl (1.01 * AE_METRICS_ACTIVE_KL));
  g_assert_false (ae_metrics_is_active_kl (AE_METRICS_ACTIVE_KL));
  g_assert_false (ae_metrics_is_active_kl (NAN));
  g_assert_true (ae_metrics_is_active_deviation (2e-3, 1));
  g_assert_false (ae_metrics_is_active_deviation (1e-3, 1));
  g_assert_false (ae_metrics_is_active_deviation (0, 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/psnr", test_psnr);
  g_test_add_func ("/metrics/angle", test_angle);
  g_test_add_func ("/metrics/active", test_active);
  return g_test_run ();
}
