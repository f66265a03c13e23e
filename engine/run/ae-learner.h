/* ae-learner.h: what the training thread drives: the real trainer, or a scripted one in tests.
 */
#pragma once

#include "ae-snapshot.h"
#include "ae-team.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

typedef struct _AeLearner AeLearner;

typedef enum
{
  AE_LEARNER_MORE,   /* go on */
  AE_LEARNER_DONE,   /* the plan's end: reason says which */
  AE_LEARNER_FAILED, /* error set; the learner still gives its last good model */
} AeLearnerResult;

/**
 * AeLearnerClass:
 * @prepare: once, on the training thread, before the first step: slow things (PCA line).
 * Nullable
 * @step: one batch with these knobs (NULL = its own); evaluates by itself at the end of an
 * epoch
 * @fill_snapshot: everything but state, generation and reason. Called between steps only
 * @dup_state: all that it takes to go on some other day. Called between steps only. Nullable
 * @set_share: so many runs train at the same time: takes its part of the cores. Between steps.
 * Nullable
 * @run: calls a function once on each of the threads that train. Between steps. Nullable: there
 * is the training thread alone
 * @reset: back to the start with this seed
 * @free: releases the learner
 *
 * Made on the owner's thread, then used by the training thread alone.
 */
typedef struct
{
  void (*prepare) (AeLearner *self);
  AeLearnerResult (*step) (AeLearner *self, const AeKnobs *knobs, gboolean *epoch_ended,
                           char **reason, GError **error);
  void (*fill_snapshot) (AeLearner *self, AeSnapshot *snapshot);
  AeTrainingState *(*dup_state) (AeLearner *self);
  void (*set_share) (AeLearner *self, guint n_runs);
  void (*run) (AeLearner *self, AeTeamFunc func, gpointer data);
  void (*reset) (AeLearner *self, guint64 seed);
  void (*free) (AeLearner *self);
} AeLearnerClass;

struct _AeLearner
{
  const AeLearnerClass *class;
};

G_END_DECLS
