/* ae-unmixing-rule.c: short trainings with more and more sparsity of abundances. Reconstruction
 * alone draws endmembers out of the cloud of pixels until they are no materials any more;
 * sparsity draws them in, and too much of it makes mixtures pure. Its price is the spectral
 * angle of the reconstruction, and that needs no truth: the most is taken that is still cheap.
 */
#include "ae-unmixing-rule.h"

#include <math.h>
#include <string.h>

#include "ae-network.h"
#include "ae-phase-trainer.h"
#include "ae-unmixing-start.h"

#define MOST_ROWS 2000
#define BATCH     64
#define EPOCHS    15
#define TOLERANCE 0.1

static const double sparsities[AE_UNMIXING_RULE_TRIALS] = { 0, 0.005, 0.01, 0.015, 0.02, 0.03 };

typedef struct
{
  const AeSpec *spec;
  const AeHyperparams *hyperparams;
  AePlan plan;
  AePhaseRows rows;
  float *sample; /* (n_training, bands) */
  ae_real *initial;
  AePhaseTrainer *stage;
  AeTeam *team;
} Work;

/* Every so many-th training pixel. */
static void
init_rows (Work *w, const AePixels *pixels)
{
  AeScaler *scaler = ae_pixels_get_scaler (pixels);
  const float *rows = ae_pixels_get_training_rows (pixels);
  gsize all = ae_pixels_get_n_training (pixels), n = MIN (all, MOST_ROWS),
        bands = w->spec->bands;

  w->sample = g_new (float, n *bands);
  for (gsize i = 0; i < n; i++)
    memcpy (w->sample + i * bands, rows + i * all / n * bands, bands * sizeof *rows);
  w->rows = (AePhaseRows){ .training = w->sample,
                           .n_training = n,
                           .deviation = ae_scaler_get_deviation (scaler),
                           .origin = ae_scaler_get_offset (scaler),
                           .unit = ae_scaler_get_unit (scaler) };
}

/* The mean spectral angle after a short training. */
static gboolean
try (Work *w, double sparsity, double *angle_rad, GCancellable *cancellable, GError **error)
{
  AeHyperparams knobs = *w->hyperparams;
  guint64 steps = (guint64) EPOCHS * ae_phase_trainer_get_batches_per_epoch (w->stage);
  AePhaseTerms terms;

  ae_phase_trainer_restart (w->stage, w->plan.seed, w->initial);
  for (guint64 i = 0; i < steps; i++)
    {
      double opening = ae_phase_trainer_get_opening (w->stage),
             along = (double) i / (double) steps;

      if (ae_phase_trainer_is_epoch_start (w->stage)
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      knobs.learning_rate = w->hyperparams->learning_rate * 0.5 * (1.0 + cos (G_PI * along));
      knobs.abundance_sparsity = opening * sparsity;
      knobs.simplex_volume = opening * w->hyperparams->simplex_volume;
      ae_phase_trainer_step (w->stage, &knobs, &terms);
    }
  ae_phase_trainer_evaluate (w->stage, &knobs, w->sample, w->rows.n_training, &terms);
  *angle_rad = terms.sam_rad;
  return TRUE;
}

static void
choose (AeUnmixingRule *self)
{
  self->chosen = 0;
  self->tolerance = TOLERANCE;
  for (guint t = 1; t < AE_UNMIXING_RULE_TRIALS; t++)
    {
      if (!(self->angle_rad[t] <= (1 + TOLERANCE) * self->angle_rad[0]))
        return;
      self->chosen = self->sparsity[t];
    }
}

/**
 * ae_unmixing_rule_find:
 * @spec: of unmixing
 * @plan: how it will be trained; its seed and its threads are used
 * @hyperparams: as they will be, but for the sparsity of abundances
 * @pixels: on what; no truth is looked at
 * @endmembers: (nullable) (code, bands), scene units: where training will begin
 * @out: (out): the trials and what they say
 * @cancellable: (nullable): seen after each pass
 * @error: as ae_network_new() and ae_unmixing_start_check()
 *
 * Any thread; some tenths of a second.
 *
 * Returns: whether it is found.
 */
gboolean
ae_unmixing_rule_find (const AeSpec *spec, const AePlan *plan, const AeHyperparams *hyperparams,
                       const AePixels *pixels, const float *endmembers, AeUnmixingRule *out,
                       GCancellable *cancellable, GError **error)
{
  AeNetwork *network;
  Work w = { .spec = spec, .hyperparams = hyperparams, .plan = *plan };
  gboolean is_done = TRUE;

  if (!ae_unmixing_start_check (spec, plan, pixels, error)
      || (network = ae_network_new (spec, error)) == NULL)
    return FALSE;
  w.plan.epochs = EPOCHS;
  w.plan.batch = BATCH;
  w.initial = ae_real_alloc0 (network->params->n_values);
  ae_network_fill_initial (network, plan->seed, w.initial);
  ae_unmixing_start_fill (network, pixels, plan->seed, endmembers, w.initial);
  init_rows (&w, pixels);
  w.team = ae_team_new (plan->threads > 0 ? plan->threads : g_get_num_processors ());
  w.stage = ae_phase_trainer_new (network, &w.plan, &w.rows, w.team);
  for (guint t = 0; t < AE_UNMIXING_RULE_TRIALS && is_done; t++)
    {
      out->sparsity[t] = sparsities[t];
      is_done = try (&w, sparsities[t], &out->angle_rad[t], cancellable, error);
    }
  if (is_done)
    choose (out);
  ae_phase_trainer_free (w.stage);
  ae_team_free (w.team);
  ae_real_free (w.initial);
  g_free (w.sample);
  return is_done;
}
