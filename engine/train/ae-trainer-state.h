/* ae-trainer-state.h: a training put aside and taken up again. */
#pragma once

#include "ae-trainer.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

AeTrainingState *ae_trainer_dup_state (const AeTrainer *self, const AeHyperparams *hyperparams);
gboolean ae_trainer_restore (AeTrainer *self, const AeTrainingState *state, GError **error);

gboolean ae_trainer_start_from (AeTrainer *self, const AeModel *model, gboolean freeze_encoder,
                                GError **error);

G_END_DECLS
