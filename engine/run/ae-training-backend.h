/* ae-training-backend.h: what the training thread drives: the real trainer, or a scripted one
 * in tests.
 */
#pragma once

#include "ae-snapshot.h"
#include "ae-team.h"
#include "ae-training-state.h"

G_BEGIN_DECLS

typedef struct _AeTrainingBackend AeTrainingBackend;

typedef enum
{
  AE_LEARNER_MORE,   /* go on */
  AE_LEARNER_DONE,   /* the plan's end: reason says which */
  AE_LEARNER_FAILED, /* error set; the backend still gives its last good model */
} AeTrainingBackendResult;

/**
 * AeTrainingBackendClass:
 * @prepare: once, on the training thread, before the first step: slow things (the start at
 * PCA). Nullable
 * @step: one batch with these hyperparams (NULL = its own); evaluates by itself at the end of
 * an epoch
 * @fill_snapshot: everything but state, which is set already, generation and reason. Called
 * between steps only
 * @dup_state: all that it takes to go on some other day. Called between steps only. Nullable
 * @set_share: so many runs train at the same time: takes its part of the cores. Between steps.
 * Nullable
 * @run: calls a function once on each of the threads that train. Between steps. Nullable: there
 * is the training thread alone
 * @reset: back to the start with this seed
 * @free: releases the backend
 *
 * Made on the owner's thread, then used by the training thread alone.
 */
typedef struct
{
  void (*prepare) (AeTrainingBackend *self);
  AeTrainingBackendResult (*step) (AeTrainingBackend *self, const AeHyperparams *hyperparams,
                                   gboolean *epoch_ended, char **reason, GError **error);
  void (*fill_snapshot) (AeTrainingBackend *self, AeSnapshot *snapshot);
  AeTrainingState *(*dup_state) (AeTrainingBackend *self);
  void (*set_share) (AeTrainingBackend *self, guint n_runs);
  void (*run) (AeTrainingBackend *self, AeTeamFunc func, gpointer data);
  void (*reset) (AeTrainingBackend *self, guint64 seed);
  void (*free) (AeTrainingBackend *self);
} AeTrainingBackendClass;

struct _AeTrainingBackend
{
  const AeTrainingBackendClass *class;
};

G_END_DECLS
