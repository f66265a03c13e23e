/* ae-trainer-private.h: the inside of a trainer, for its several files. */
#pragma once

#include "ae-baseline.h"
#include "ae-pretrain.h"
#include "ae-phase-trainer.h"
#include "ae-trainer.h"

G_BEGIN_DECLS

struct _AeTrainer
{
  AeSpec spec;
  AePlan plan;
  AePixels *pixels;
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
  gboolean is_prepared;      /* the phase has its start, for start_knobs */
  AeHyperparams start_knobs; /* those that the start and the best loss are measured with */
  AePca *pca;                /* nullable: of the training pixels */
  guint n_carried;           /* components that the start reconstructs from */
  double best;               /* validation */
  guint best_epoch;
  float *noisier;       /* nullable: held-out rows with more of their own noise */
  float *endmembers;    /* nullable: (code, bands) that unmixing is to begin at */
  ae_real *best_values; /* (n_values) of the whole */
  gboolean has_best;    /* best_values are those of best_epoch */
  ae_real *frozen;      /* nullable: the encoder, which no step may change */
  char *done;           /* why; NULL while training goes on */
};

void ae_trainer_start_phase (AeTrainer *self);
void ae_trainer_check_end (AeTrainer *self);
void ae_trainer_hold_frozen (AeTrainer *self);
void ae_trainer_weigh (const AeTrainer *self, const AePhaseTerms *terms,
                       const AeHyperparams *hyperparams, AeLossTerms *out);
gboolean ae_trainer_is_pretraining (const AeTrainer *self);
double ae_trainer_judge (AeTrainer *self, const AeHyperparams *hyperparams, double loss);
void ae_trainer_watch (AeTrainer *self, double loss);

G_END_DECLS
