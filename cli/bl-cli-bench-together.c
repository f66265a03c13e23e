/* bl-cli-bench-together.c: each run alone, then all four at once through the same seam as the
 * window's.
 */
#include "bl-cli-bench-together.h"

#include "ae-run.h"
#include "ae-trainer-backend.h"

static const struct
{
  const char *name;
  guint bits;
} runs[BL_CLI_TOGETHER] = {
  { "plain", 0 },
  { "denoising", AE_VARIANT_DENOISING },
  { "sparse", AE_VARIANT_SPARSE },
  { "variational", AE_VARIANT_VARIATIONAL },
};

/**
 * bl_cli_together_get_name:
 * @run: below BL_CLI_TOGETHER
 *
 * Returns: (transfer none): its variant.
 */
const char *
bl_cli_together_get_name (guint run)
{
  return runs[run].name;
}

static AeRun *
make_run (guint i, AePixels *pixels, guint threads, GError **error)
{
  AeTrainingBackend *backend;
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;

  ae_spec_init (&spec, runs[i].bits, ae_pixels_get_bands (pixels));
  spec.start = AE_START_RANDOM; /* a step is as long from anywhere */
  ae_plan_init (&plan);
  plan.threads = threads;
  plan.epochs = 0;
  ae_hyperparams_init (&hyperparams, &spec);
  backend = ae_trainer_backend_new (&spec, &plan, &hyperparams, pixels, error);
  return backend != NULL ? ae_run_new (backend, ae_pixels_get_scene (pixels), NULL, NULL, NULL)
                         : NULL;
}

static guint64
count_samples (AeRun *run)
{
  g_autoptr (AeSnapshot) s = ae_run_dup_snapshot (run);

  return s != NULL ? s->step * s->plan.batch : 0;
}

/* Of the first @n from @first on, all at once, after a little time to come up to speed. */
static gboolean
measure (guint first, guint n, AePixels *pixels, guint threads, double seconds, double *out,
         GError **error)
{
  AeRun *made[BL_CLI_TOGETHER] = { NULL };
  guint64 before[BL_CLI_TOGETHER];
  gboolean is_good = TRUE;
  gint64 start;

  for (guint i = 0; i < n && is_good; i++)
    is_good = (made[i] = make_run (first + i, pixels, threads, error)) != NULL;
  for (guint i = 0; i < n && is_good; i++)
    {
      ae_run_set_share (made[i], n);
      ae_run_start (made[i]);
    }
  g_usleep ((gulong) (is_good ? 0.3 * seconds * G_USEC_PER_SEC : 0));
  for (guint i = 0; i < n && is_good; i++)
    before[i] = count_samples (made[i]);
  start = g_get_monotonic_time ();
  g_usleep ((gulong) (is_good ? seconds * G_USEC_PER_SEC : 0));
  for (guint i = 0; i < n && is_good; i++)
    out[i] = (double) (count_samples (made[i]) - before[i])
             / ((double) (g_get_monotonic_time () - start) * 1e-6);
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&made[i], ae_run_free);
  return is_good;
}

/**
 * bl_cli_together_measure:
 * @pixels: what to train on
 * @threads: of each run; together they share as many
 * @seconds: of each measurement
 * @out: (out)
 * @error: as ae_trainer_backend_new()
 *
 * Returns: whether it was measured.
 */
gboolean
bl_cli_together_measure (AePixels *pixels, guint threads, double seconds, BlCliTogether *out,
                         GError **error)
{
  for (guint i = 0; i < BL_CLI_TOGETHER; i++)
    if (!measure (i, 1, pixels, threads, seconds, &out->alone[i], error))
      return FALSE;
  return measure (0, BL_CLI_TOGETHER, pixels, threads, seconds, out->together, error);
}

/**
 * bl_cli_together_get_share:
 * @self: a measurement
 *
 * Each run's speed as a share of its own alone, summed over the runs: 1 where sharing costs
 * nothing.
 *
 * Returns: that.
 */
double
bl_cli_together_get_share (const BlCliTogether *self)
{
  double share = 0;

  for (guint i = 0; i < BL_CLI_TOGETHER; i++)
    share += self->together[i] / self->alone[i];
  return share;
}
