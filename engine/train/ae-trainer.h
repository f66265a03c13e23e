/* ae-trainer.h: trains one model, synchronously; knows no window and no thread but its team. */
#pragma once

#include "ae-baseline.h"
#include "ae-history.h"
#include "ae-model.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

typedef struct _AeTrainer AeTrainer;

/**
 * AeTrainerReport:
 * @loss: terms of this batch, measured on its corrupted input
 * @mean_activation: of the coding layer over the batch
 * @epoch_ended: this batch was the last of its epoch; @validation is set
 * @validation: on the held-out pixels, without corruption; NAN terms where none are held out
 */
typedef struct
{
  AeLossTerms loss;
  double mean_activation;
  gboolean epoch_ended;
  AeLossTerms validation;
} AeTrainerReport;

/**
 * AeTrainerErrors:
 *
 * Of the model as it is, without corruption, on some rows.
 */
typedef struct
{
  AeLossTerms loss;
  double rmse;            /* scaled units */
  double sam_deg;         /* mean spectral angle in scene units, degrees */
  double mean_activation; /* of the coding layer */
} AeTrainerErrors;

AeTrainer *ae_trainer_new (const AeSpec *spec, const AePlan *plan, AePixels *pixels,
                           GError **error);
void ae_trainer_free (AeTrainer *self);
void ae_trainer_reset (AeTrainer *self, guint64 seed);
void ae_trainer_set_endmembers (AeTrainer *self, const float *endmembers /* (code, bands) */);
gboolean ae_trainer_step (AeTrainer *self, const AeHyperparams *hyperparams,
                          AeTrainerReport *report, GError **error);
gboolean ae_trainer_prepare (AeTrainer *self, const AeHyperparams *hyperparams, GError **error);
gboolean ae_trainer_is_done (const AeTrainer *self, const char **reason);
void ae_trainer_evaluate (AeTrainer *self, const AeHyperparams *hyperparams, const float *rows,
                          gsize n, AeTrainerErrors *out);

const AeSpec *ae_trainer_get_spec (const AeTrainer *self);
const AePlan *ae_trainer_get_plan (const AeTrainer *self);
AePixels *ae_trainer_get_pixels (const AeTrainer *self);
guint64 ae_trainer_get_step (const AeTrainer *self);
guint ae_trainer_get_epoch (const AeTrainer *self);
const AePca *ae_trainer_get_pca (AeTrainer *self, GError **error);
guint ae_trainer_get_best_epoch (const AeTrainer *self);
double ae_trainer_get_start_loss (const AeTrainer *self);
guint ae_trainer_get_n_carried (const AeTrainer *self);
guint ae_trainer_get_batch_in_epoch (const AeTrainer *self);
guint ae_trainer_get_batches_per_epoch (const AeTrainer *self);
guint ae_trainer_get_phase (const AeTrainer *self);
guint ae_trainer_get_n_phases (const AeTrainer *self);
guint ae_trainer_get_threads (const AeTrainer *self);
void ae_trainer_run (AeTrainer *self, AeTeamFunc func, gpointer data);
void ae_trainer_lower_priority (AeTrainer *self);
void ae_trainer_set_threads (AeTrainer *self, guint threads);
double ae_trainer_get_seconds (const AeTrainer *self);
/* Frozen copy of the whole network, also within a greedy phase. */
AeModel *ae_trainer_dup_model (const AeTrainer *self);
/* What is kept at the end. */
AeModel *ae_trainer_dup_result (const AeTrainer *self);
/* The last one whose loss was finite. */
AeModel *ae_trainer_dup_good_model (const AeTrainer *self);
void ae_trainer_mark_param (AeTrainer *self, const AeParamInfo *param, double before,
                            double after);
const AeHistory *ae_trainer_get_history (const AeTrainer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTrainer, ae_trainer_free)

G_END_DECLS
