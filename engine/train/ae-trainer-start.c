/* ae-trainer-start.c: before the first step and at the end of an epoch: where training begins,
 * and which model is the best so far.
 */
#include "ae-trainer-private.h"

#include "ae-noise.h"
#include "ae-pca-start.h"
#include "ae-rng.h"
#include "ae-start-fit.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ the best model */

static gboolean
is_keeping (const AeTrainer *self)
{
  return self->plan.keep == AE_KEEP_BEST && !ae_trainer_is_pretraining (self)
         && ae_phase_trainer_get_rows (self->stage)->n_validation > 0;
}

/* A loss as measured now, at the end of self->epoch epochs. */
void
ae_trainer_watch (AeTrainer *self, double loss)
{
  if (!(loss < self->best))
    return;
  self->best = loss;
  self->best_epoch = self->epoch;
  if (!is_keeping (self))
    return;
  memcpy (self->best_values, ae_phase_trainer_get_values (self->stage),
          self->network->params->n_values * sizeof *self->best_values);
  self->has_best = TRUE;
}

static gboolean
is_corrupting (const AeHyperparams *hyperparams)
{
  return hyperparams->noise_level > 0 || hyperparams->masked_fraction > 0;
}

/* The held-out pixels with √2 times the noise on them that they have already. */
static float *
dup_noisier (AeTrainer *self, const AePhaseRows *rows)
{
  guint bands = self->spec.bands;
  const AePca *pca = ae_trainer_get_pca (self, NULL);
  g_autofree double *deviation = g_new (double, bands);
  float *out;
  AeRng rng;

  if (pca == NULL || !ae_noise_estimate (pca, rows->n_training, deviation))
    return NULL;
  out = g_new (float, rows->n_validation *bands);
  ae_rng_init (&rng, self->plan.seed, AE_STREAM_NOISE, (guint64) 0xffff << 16);
  for (gsize i = 0; i < rows->n_validation * bands; i++)
    out[i] = (float) ((double) rows->validation[i]
                      + G_SQRT2 * deviation[i % bands] * ae_rng_normal (&rng));
  return out;
}

/**
 * ae_trainer_judge:
 * @self: a trainer with held-out pixels, at the end of an epoch or before the first
 * @hyperparams: as they are
 * @loss: validation loss
 *
 * By what the best model is chosen: the validation loss, save where training corrupts its input
 * and began at PCA. There the held-out pixels would favour what copies their noise, as exact
 * PCA does. With x = s + e, e the scene's own noise of variance ν, and n of variance 2ν more on
 * it, a projection P has E|P·(x + n) − x|² = |P·s − s|² + 2·tr(P·ν) + tr((1 − P)·ν) = E|P·x −
 * s|² + tr ν: the error against the clean spectrum, but for a constant. Other networks are
 * nearly projections on what they were trained for. ν is estimated (ae-noise).
 *
 * Returns: the less, the better.
 */
double
ae_trainer_judge (AeTrainer *self, const AeHyperparams *hyperparams, double loss)
{
  const AePhaseRows *rows = ae_phase_trainer_get_rows (self->stage);
  AePhaseTerms terms;
  AeLossTerms noisy;

  if (self->spec.start != AE_START_PCA || !is_keeping (self) || !is_corrupting (hyperparams))
    return loss;
  if (self->noisier == NULL)
    self->noisier = dup_noisier (self, rows);
  if (self->noisier == NULL)
    return loss;
  ae_phase_trainer_evaluate_from (self->stage, hyperparams, self->noisier, rows->validation,
                                  rows->n_validation, &terms);
  ae_trainer_weigh (self, &terms, hyperparams, &noisy);
  return noisy.total;
}

static gboolean
is_same_loss (const AeHyperparams *a, const AeHyperparams *b)
{
  AeHyperparams other = *b;

  other.learning_rate = a->learning_rate;
  other.noise_level = a->noise_level;
  other.masked_fraction = a->masked_fraction;
  return is_corrupting (a) == is_corrupting (b) && ae_hyperparams_equal (a, &other);
}

/* Losses with other weights of their terms are no measure for each other. */
static void
follow_knobs (AeTrainer *self, const AeHyperparams *hyperparams)
{
  if (!is_same_loss (hyperparams, &self->start_knobs))
    {
      self->best = INFINITY;
      self->best_epoch = self->epoch;
      self->has_best = FALSE;
    }
  self->start_knobs = *hyperparams;
}

/* ------------------------------------------------------------------ before the first step */

/**
 * ae_trainer_get_pca:
 * @self: a trainer
 * @error: as ae_pca_new()
 *
 * Returns: (transfer none) (nullable): of its training pixels; computed when first asked for.
 * Same thread as ae_trainer_step().
 */
const AePca *
ae_trainer_get_pca (AeTrainer *self, GError **error)
{
  if (self->pca == NULL)
    self->pca
        = ae_pca_new (ae_pixels_get_training_rows (self->pixels),
                      ae_pixels_get_n_training (self->pixels), self->spec.bands, NULL, error);
  return self->pca;
}

static gboolean
fill_from_pca (AeTrainer *self, const AeHyperparams *hyperparams, GError **error)
{
  const AePhaseRows *rows = ae_phase_trainer_get_rows (self->stage);
  const AeNetwork *network = ae_phase_trainer_get_network (self->stage);
  g_autoptr (AePca) owned = NULL;
  ae_real *values;
  gboolean is_filled;
  AePcaStartRows start = {
    .rows = rows->training,
    .n = rows->n_training,
    .deviation = rows->deviation,
    .keeps_scale = self->phase + 2 < self->n_phases,
  };

  if (self->phase == 0)
    start.pca = ae_trainer_get_pca (self, error);
  else /* the codes of the part before */
    start.pca = owned
        = ae_pca_new (rows->training, rows->n_training, network->spec.bands, NULL, error);
  if (start.pca == NULL)
    return FALSE;
  values = ae_real_alloc0 (network->params->n_values);
  is_filled = ae_pca_start_fill (network, &start, hyperparams, self->plan.seed, values,
                                 &self->n_carried, error);
  if (is_filled)
    {
      ae_start_fit_variational (network, rows->training, rows->n_training, hyperparams,
                                self->n_carried, self->plan.seed, values);
      ae_phase_trainer_restart (self->stage, self->plan.seed, values);
    }
  ae_real_free (values);
  return is_filled;
}

/* The loss before any step; of the training pixels too, so that both curves begin. */
static void
measure_start (AeTrainer *self, const AeHyperparams *hyperparams)
{
  const AePhaseRows *rows = ae_phase_trainer_get_rows (self->stage);
  AeHistoryPoint point = { .epoch = self->epoch,
                           .phase = self->phase,
                           .validation = NAN,
                           .validation_reconstruction = NAN };
  AePhaseTerms terms;
  AeLossTerms loss;

  if (rows->n_validation > 0)
    {
      ae_phase_trainer_evaluate (self->stage, hyperparams, rows->validation, rows->n_validation,
                                 &terms);
      ae_trainer_weigh (self, &terms, hyperparams, &loss);
      point.validation = loss.total;
      point.validation_reconstruction = loss.values[AE_TERM_RECONSTRUCTION];
      if (!ae_trainer_is_pretraining (self))
        ae_trainer_watch (self, ae_trainer_judge (self, hyperparams, loss.total));
    }
  if (self->step > 0)
    return;
  ae_phase_trainer_evaluate (self->stage, hyperparams, rows->training, rows->n_training,
                             &terms);
  ae_trainer_weigh (self, &terms, hyperparams, &point.train);
  ae_history_set_start (self->history, &point);
}

/* What is best for a corrupted input may be worse for the scene as it is than PCA: then PCA is
 * the result. */
static gboolean
consider_pca (AeTrainer *self, const AeHyperparams *hyperparams, GError **error)
{
  AeHyperparams clean = *hyperparams;

  if (!is_corrupting (hyperparams) || !is_keeping (self))
    return TRUE;
  clean.noise_level = clean.masked_fraction = 0;
  if (!fill_from_pca (self, &clean, error))
    return FALSE;
  ae_trainer_watch (self, ae_trainer_judge (self, hyperparams, INFINITY));
  return TRUE;
}

static gboolean
begin_at_pca (AeTrainer *self, const AeHyperparams *hyperparams, GError **error)
{
  gboolean is_start = ae_trainer_is_pretraining (self) || self->n_phases == 1;

  return self->spec.start != AE_START_PCA || !is_start
         || (consider_pca (self, hyperparams, error)
             && fill_from_pca (self, hyperparams, error));
}

/**
 * ae_trainer_prepare:
 * @self: a trainer
 * @hyperparams: as of the next batch
 * @error: %AE_ERROR_INVALID for the hyperparams; %AE_ERROR_NON_FINITE for pixels without
 * principal components
 *
 * Puts the network where its training begins and measures its loss there: the point of step 0
 * of the curves. Nothing to do within a training, or where it is done for these hyperparams;
 * ae_trainer_step() calls it. For some tens of thousands of pixels a tenth of a second. Same
 * thread as ae_trainer_step().
 *
 * Returns: whether it is there.
 */
gboolean
ae_trainer_prepare (AeTrainer *self, const AeHyperparams *hyperparams, GError **error)
{
  gboolean is_fresh = ae_phase_trainer_get_step (self->stage) == 0;

  if (self->is_prepared
      && (!is_fresh || ae_hyperparams_equal (hyperparams, &self->start_knobs)))
    {
      follow_knobs (self, hyperparams);
      return TRUE;
    }
  if (!ae_hyperparams_validate (hyperparams, &self->spec, error))
    return FALSE;
  self->best = INFINITY;
  self->best_epoch = self->epoch;
  self->has_best = FALSE;
  if (!begin_at_pca (self, hyperparams, error))
    return FALSE;
  self->is_prepared = TRUE;
  self->start_knobs = *hyperparams;
  measure_start (self, hyperparams);
  return TRUE;
}
