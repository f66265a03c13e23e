/* ae-trainer-get.c: what may be asked of a trainer between two steps. */
#include "ae-trainer-private.h"

#include <math.h>

/**
 * ae_trainer_get_spec:
 * @self: a trainer
 *
 * Returns: (transfer none): what it trains.
 */
const AeSpec *
ae_trainer_get_spec (const AeTrainer *self)
{
  return &self->spec;
}

/**
 * ae_trainer_get_plan:
 * @self: a trainer
 *
 * Returns: (transfer none): how; the seed is that of the last reset, threads are those in use.
 */
const AePlan *
ae_trainer_get_plan (const AeTrainer *self)
{
  return &self->plan;
}

/**
 * ae_trainer_get_pixels:
 * @self: a trainer
 *
 * Returns: (transfer none): on what.
 */
AePixels *
ae_trainer_get_pixels (const AeTrainer *self)
{
  return self->pixels;
}

/**
 * ae_trainer_get_step:
 * @self: a trainer
 *
 * Returns: batches done, over all phases.
 */
guint64
ae_trainer_get_step (const AeTrainer *self)
{
  return self->step;
}

/**
 * ae_trainer_get_epoch:
 * @self: a trainer
 *
 * Returns: epochs done, over all phases.
 */
guint
ae_trainer_get_epoch (const AeTrainer *self)
{
  return self->epoch;
}

/**
 * ae_trainer_get_best_epoch:
 * @self: a trainer
 *
 * Returns: the epoch with the least validation loss of the phase under way; that of its start
 * before the first.
 */
guint
ae_trainer_get_best_epoch (const AeTrainer *self)
{
  return self->best_epoch;
}

/**
 * ae_trainer_get_start_loss:
 * @self: a trainer
 *
 * Returns: the validation loss before the first step; NAN where none was measured.
 */
double
ae_trainer_get_start_loss (const AeTrainer *self)
{
  const AeHistoryPoint *point = ae_history_get_start (self->history);

  return point != NULL ? point->validation : NAN;
}

/**
 * ae_trainer_get_n_carried:
 * @self: a trainer
 *
 * Returns: how many components the start from PCA carries; 0 before ae_trainer_prepare(), with
 * a random start, and where the network cannot carry any.
 */
guint
ae_trainer_get_n_carried (const AeTrainer *self)
{
  return self->n_carried;
}

/**
 * ae_trainer_get_batch_in_epoch:
 * @self: a trainer
 *
 * Returns: batches done in the epoch under way.
 */
guint
ae_trainer_get_batch_in_epoch (const AeTrainer *self)
{
  return ae_phase_trainer_get_batch_in_epoch (self->stage);
}

/**
 * ae_trainer_get_batches_per_epoch:
 * @self: a trainer
 *
 * Returns: batches in an epoch.
 */
guint
ae_trainer_get_batches_per_epoch (const AeTrainer *self)
{
  return ae_phase_trainer_get_batches_per_epoch (self->stage);
}

/**
 * ae_trainer_get_phase:
 * @self: a trainer
 *
 * Returns: 0 … n_phases − 1.
 */
guint
ae_trainer_get_phase (const AeTrainer *self)
{
  return self->phase;
}

/**
 * ae_trainer_get_n_phases:
 * @self: a trainer
 *
 * Returns: 1, or with greedy pretraining one a layer and one for the whole.
 */
guint
ae_trainer_get_n_phases (const AeTrainer *self)
{
  return self->n_phases;
}

/**
 * ae_trainer_get_threads:
 * @self: a trainer
 *
 * Returns: how many threads share a step.
 */
guint
ae_trainer_get_threads (const AeTrainer *self)
{
  return ae_team_get_active (self->team);
}

/**
 * ae_trainer_set_threads:
 * @self: a trainer
 * @threads: that share a step from now on; at most those of the plan, at least one
 *
 * So that several trainers can share the cores; the bits do not depend on it. Of the thread
 * that takes the steps.
 */
void
ae_trainer_set_threads (AeTrainer *self, guint threads)
{
  ae_team_set_active (self->team, threads);
}

/**
 * ae_trainer_run:
 * @self: a trainer between two steps
 * @func: called once on each of its threads
 * @data: for it
 *
 * Lends its threads for something else: they are awake, one on each core. The thread that
 * trains.
 */
void
ae_trainer_run (AeTrainer *self, AeTeamFunc func, gpointer data)
{
  ae_team_run (self->team, func, data);
}

/**
 * ae_trainer_lower_priority:
 * @self: a trainer
 *
 * From now on its threads, the caller's included, let others go first, such as a window's.
 */
void
ae_trainer_lower_priority (AeTrainer *self)
{
  ae_team_lower_priority (self->team);
}

/**
 * ae_trainer_get_seconds:
 * @self: a trainer
 *
 * Returns: time spent in steps since the last reset.
 */
double
ae_trainer_get_seconds (const AeTrainer *self)
{
  return self->seconds;
}

/**
 * ae_trainer_mark_param:
 * @self: a trainer
 * @param: the row of a live parameter
 * @before: its value until now
 * @after: its value from now on
 *
 * Leaves a mark on the loss curves. Same thread as ae_trainer_step().
 */
void
ae_trainer_mark_param (AeTrainer *self, const AeParamInfo *param, double before, double after)
{
  double epoch = (double) self->epoch
                 + (double) ae_phase_trainer_get_batch_in_epoch (self->stage)
                       / (double) ae_phase_trainer_get_batches_per_epoch (self->stage);

  ae_history_add_mark (self->history, &(AeHistoryMark){ .step = self->step,
                                                        .epoch = epoch,
                                                        .kind = AE_MARK_PARAM,
                                                        .param = param,
                                                        .before = before,
                                                        .after = after });
}

/**
 * ae_trainer_get_history:
 * @self: a trainer
 *
 * Returns: (transfer none): its loss curves; written by ae_trainer_step(), so copy it before
 * handing it to another thread.
 */
const AeHistory *
ae_trainer_get_history (const AeTrainer *self)
{
  return self->history;
}
