/* ae-trainer-learner.h: the real trainer as what a run drives. */
#pragma once

#include "ae-learner.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

AeLearner *ae_trainer_learner_new (const AeSpec *spec, const AePlan *plan, const AeKnobs *knobs,
                                   AePixels *pixels, GError **error);

gboolean ae_trainer_learner_restore (AeLearner *learner, const AeTrainingState *state,
                                     GError **error);

G_END_DECLS
