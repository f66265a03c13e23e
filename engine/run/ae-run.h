/* ae-run.h: one model in training on a thread of its own. The only way in or out is what is
 * declared here.
 *
 * All functions are for the owner's thread (the one that called ae_run_new(), with a running
 * main context for the callback). None of them blocks longer than one training step, except
 * ae_run_free(), which joins the thread (at most one step).
 */
#pragma once

#include <gio/gio.h>

#include "ae-training-backend.h"
#include "ae-view.h"

G_BEGIN_DECLS

typedef struct _AeRun AeRun;

/* On the owner's main context: the state changed, at the latest one step after the command. */
typedef void (*AeRunChangedFunc) (AeRun *run, AeRunState state, const char *reason,
                                  gpointer user_data);
/* On the owner's main context, from one pending source at a time: a view waits in
 * ae_run_steal_view(). */
typedef void (*AeRunViewFunc) (AeRun *run, gpointer user_data);

/* On the owner's main context: what ae_run_request_checkpoint() asked for; %NULL where there is
 * none. */
typedef void (*AeRunKeptFunc) (AeRun *run,
                               AeTrainingState *state /* (transfer full) (nullable) */,
                               gpointer user_data);

AeRun *ae_run_new (AeTrainingBackend *backend /* (transfer full) */,
                   AeScene *scene /* nullable in tests */, AeRunChangedFunc changed,
                   AeRunViewFunc view, gpointer user_data);
void ae_run_free (AeRun *self);

/* idle or paused → running */
void ae_run_start (AeRun *self);
void ae_run_pause (AeRun *self);
/* Paused or idle: so many batches, then paused again. */
void ae_run_step (AeRun *self, guint batches);
void ae_run_step_epoch (AeRun *self);
/* back to step 0; same seed: the same history */
void ae_run_reset (AeRun *self, guint64 seed);
/* → finished */
void ae_run_stop (AeRun *self);
/* from the next batch on */
void ae_run_set_knobs (AeRun *self, const AeHyperparams *hyperparams);
/* What the observer computes from now on. */
void ae_run_set_request (AeRun *self, const AeViewRequest *request);
/* So many train at the same time: takes its part of the cores. */
void ae_run_set_share (AeRun *self, guint n_runs);
/* Shortest time between two views; 80 by default. */
void ae_run_set_view_interval (AeRun *self, guint milliseconds);

void ae_run_request_checkpoint (AeRun *self, AeRunKeptFunc kept, gpointer user_data);

/* as last reported on the owner's thread */
AeRunState ae_run_get_state (const AeRun *self);
/* the newest; never NULL after the first */
AeSnapshot *ae_run_dup_snapshot (AeRun *self);
/* (nullable) (transfer full): newest not yet taken */
AeView *ae_run_steal_view (AeRun *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeRun, ae_run_free)

G_END_DECLS
