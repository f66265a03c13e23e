/* ae-phase-trainer.h: one network in training on one set of rows: the step itself. For
 * ae-trainer alone.
 *
 * A plain run has one stage; greedy stacking has one for each autoencoder of the stack and
 * one for the whole.
 */
#pragma once

#include "ae-network.h"
#include "ae-team.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

typedef struct _AePhaseTrainer AePhaseTrainer;

/**
 * AePhaseRows:
 * @training: (n_training, bands), borrowed
 * @validation: (n_validation, bands), borrowed
 * @deviation: (bands), borrowed: unit of the noise level
 * @origin, @unit: (bands), borrowed, nullable: what a scaled 0, and a scaled 1 above it, are in
 * scene units, in which angles are measured
 */
typedef struct
{
  const float *training;
  gsize n_training;
  const float *validation;
  gsize n_validation;
  const float *deviation;
  const float *origin;
  const float *unit;
} AePhaseRows;

/**
 * AePhaseTerms:
 *
 * Means of a batch or an evaluation.
 */
typedef struct
{
  double values[AE_N_TERMS]; /* without weights */
  double mean_activation;
  double sam_rad; /* evaluation only: mean spectral angle */
  double mse;     /* evaluation only: whatever the loss */
} AePhaseTerms;

AePhaseTrainer *ae_phase_trainer_new (AeNetwork *network, const AePlan *plan,
                                      const AePhaseRows *rows, AeTeam *team);
void ae_phase_trainer_free (AePhaseTrainer *self);
void ae_phase_trainer_set_layer_rate (AePhaseTrainer *self, guint layer, double factor);
void ae_phase_trainer_restart (AePhaseTrainer *self, guint64 seed, const ae_real *initial);
void ae_phase_trainer_step (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                            AePhaseTerms *terms);
void ae_phase_trainer_evaluate (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                                const float *rows, gsize n, AePhaseTerms *terms);
void ae_phase_trainer_evaluate_from (AePhaseTrainer *self, const AeHyperparams *hyperparams,
                                     const float *inputs, const float *rows, gsize n,
                                     AePhaseTerms *terms);
double ae_phase_trainer_get_opening (const AePhaseTrainer *self);
gboolean ae_phase_trainer_is_epoch_start (const AePhaseTrainer *self);
guint64 ae_phase_trainer_get_step (const AePhaseTrainer *self);
guint ae_phase_trainer_get_batch_in_epoch (const AePhaseTrainer *self);
guint ae_phase_trainer_get_batches_per_epoch (const AePhaseTrainer *self);
const AePhaseRows *ae_phase_trainer_get_rows (const AePhaseTrainer *self);
const AeNetwork *ae_phase_trainer_get_network (const AePhaseTrainer *self);
ae_real *ae_phase_trainer_get_values (AePhaseTrainer *self);
void ae_phase_trainer_set_pending_checkpoint (AePhaseTrainer *self);
void ae_phase_trainer_accept_checkpoint (AePhaseTrainer *self);
void ae_phase_trainer_restore_checkpoint (AePhaseTrainer *self);
const ae_real *ae_phase_trainer_get_checkpoint (const AePhaseTrainer *self);
void ae_phase_trainer_set_seed_substream (AePhaseTrainer *self, guint64 substream);
void ae_phase_trainer_save (const AePhaseTrainer *self, AeTrainingState *out);
gboolean ae_phase_trainer_restore (AePhaseTrainer *self, const AeTrainingState *state,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AePhaseTrainer, ae_phase_trainer_free)

G_END_DECLS
