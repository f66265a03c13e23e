/* ae-trainer-backend.h: the real trainer as what a run drives. */
#pragma once

#include "ae-training-backend.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

AeTrainingBackend *ae_trainer_backend_new (const AeSpec *spec, const AePlan *plan,
                                           const AeHyperparams *hyperparams, AePixels *pixels,
                                           GError **error);

gboolean ae_trainer_backend_restore (AeTrainingBackend *backend, const AeTrainingState *state,
                                     GError **error);

G_END_DECLS
