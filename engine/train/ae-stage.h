/* ae-stage.h: one network in training on one set of rows: the step itself. For ae-trainer
 * alone.
 *
 * A plain run has one stage; greedy stacking has one for each autoencoder of the stack and
 * one for the whole.
 */
#pragma once

#include "ae-network.h"
#include "ae-team.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

typedef struct _AeStage AeStage;

/**
 * AeStageRows:
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
} AeStageRows;

/**
 * AeStageTerms:
 *
 * Unweighted means of a batch or an evaluation.
 */
typedef struct
{
  double reconstruction;
  double sparsity; /* Σ over units of KL (p ‖ q) */
  double kl;       /* nats a row */
  double weights;  /* ½ Σ w² */
  double mean_activation;
  double sam_rad; /* evaluation only: mean spectral angle */
  double mse;     /* evaluation only: whatever the loss */
} AeStageTerms;

AeStage *ae_stage_new (AeNetwork *network, const AePlan *plan, const AeStageRows *rows,
                       AeTeam *team);
void ae_stage_free (AeStage *self);
void ae_stage_restart (AeStage *self, guint64 seed, const ae_real *initial);
void ae_stage_step (AeStage *self, const AeKnobs *knobs, double rate, double kl_weight,
                    AeStageTerms *terms);
void ae_stage_evaluate (AeStage *self, const AeKnobs *knobs, const float *rows, gsize n,
                        AeStageTerms *terms);
gboolean ae_stage_is_epoch_start (const AeStage *self);
guint64 ae_stage_get_step (const AeStage *self);
guint ae_stage_get_batch_in_epoch (const AeStage *self);
guint ae_stage_get_batches_per_epoch (const AeStage *self);
const AeStageRows *ae_stage_get_rows (const AeStage *self);
const AeNetwork *ae_stage_get_network (const AeStage *self);
ae_real *ae_stage_get_values (AeStage *self);
void ae_stage_keep_candidate (AeStage *self);
void ae_stage_accept_candidate (AeStage *self);
void ae_stage_return_to_good (AeStage *self);
const ae_real *ae_stage_get_good (const AeStage *self);
void ae_stage_set_seed_substream (AeStage *self, guint64 substream);
void ae_stage_save (const AeStage *self, AeTrainingState *out);
gboolean ae_stage_restore (AeStage *self, const AeTrainingState *state, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeStage, ae_stage_free)

G_END_DECLS
