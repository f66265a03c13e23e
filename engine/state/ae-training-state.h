/* ae-training-state.h: all that a training needs to go on as if it had never stopped. */
#pragma once

#include <stdatomic.h>

#include "ae-history.h"
#include "ae-model.h"

G_BEGIN_DECLS

/**
 * AeTrainingState:
 * @spec, @plan, @hyperparams: what is trained, how, and where the hyperparams stood last
 * @n_training, @n_validation: pixels that it trained on and held out
 * @phase, @step, @epoch, @phase_epoch, @seconds: how far it came, as #AeTrainer counts
 * @first_loss: of the phase; NAN before its first batch
 * @best, @best_epoch: best validation loss of the phase and when; INFINITY before the first
 * @model: the whole network; owned
 * @part: the network under training: @spec, or in a phase of greedy pretraining a part of it
 * @n_values: length of the four buffers, those of @part
 * @values: its parameters as they are; owned (ae_real_free)
 * @good: the last ones known to be good; owned
 * @moment1, @moment2: the optimiser's; owned
 * @stage_step: batches done in this phase: the counter of the random streams
 * @batch_in_epoch: batches done of the epoch under way; its order follows from the seed
 * @history: the loss curves; owned
 *
 * Written by its maker, and by nobody afterwards: any thread may read it.
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  guint64 n_training, n_validation;
  guint phase;
  guint64 step;
  guint epoch, phase_epoch;
  double seconds;
  double first_loss;
  double best;
  guint best_epoch;
  AeModel *model;
  AeSpec part;
  gsize n_values;
  ae_real *values, *good, *moment1, *moment2;
  guint64 stage_step;
  guint batch_in_epoch;
  AeHistory *history;

  /*< private >*/
  atomic_int ref_count;
} AeTrainingState;

AeTrainingState *ae_training_state_new (gsize n_values);
AeTrainingState *ae_training_state_ref (AeTrainingState *self);
void ae_training_state_unref (AeTrainingState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeTrainingState, ae_training_state_unref)

G_END_DECLS
