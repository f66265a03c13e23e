/* ae-trainer-private.h: the inside of a trainer, for its several files. */
#pragma once

#include "ae-pretrain.h"
#include "ae-phase-trainer.h"
#include "ae-trainer.h"

G_BEGIN_DECLS

struct _AeTrainer
{
  AeSpec spec;
  AePlan plan;
  AePixels *pixels;
  float *unit; /* (bands): 1 / the scaler's factor */
  AeTeam *team;
  AeNetwork *network;    /* the whole */
  ae_real *values;       /* the whole's parameters while its parts train */
  AePhaseTrainer *stage; /* the phase under way */
  AeCodes codes;         /* its rows, in phases after the first */
  AeHistory *history;
  guint phase, n_phases;
  guint64 step;
  guint epoch, phase_epoch;
  double seconds;
  double first_loss;
  double best; /* validation */
  guint best_epoch;
  ae_real *frozen; /* nullable: the encoder, which no step may change */
  char *done;      /* why; NULL while training goes on */
};

void ae_trainer_start_phase (AeTrainer *self);
void ae_trainer_check_end (AeTrainer *self);
void ae_trainer_hold_frozen (AeTrainer *self);

G_END_DECLS
