/* bl-sweep-job.h: a study of the active run on a thread of its own. */
#pragma once

#include "ae-sweep.h"
#include "bl-run.h"

G_BEGIN_DECLS

typedef struct _BlSweepJob BlSweepJob;

/**
 * BlSweepEvents:
 * @trial: one more is there; #BlSweepJob.trials holds it
 * @done: all are there, or it failed with that sentence, or was stopped (neither)
 *
 * On the main thread.
 */
typedef struct
{
  void (*trial) (BlSweepJob *job, gpointer user_data);
  void (*done) (BlSweepJob *job, gboolean is_whole, const char *message, gpointer user_data);
} BlSweepEvents;

BlSweepJob *bl_sweep_job_new (BlRun *run, const AeSweep *sweep, AePixels *pixels,
                              const float *pin, const BlSweepEvents *events,
                              gpointer user_data);
void bl_sweep_job_free (BlSweepJob *self);
const AeSweep *bl_sweep_job_get_study (const BlSweepJob *self);
GPtrArray *bl_sweep_job_get_trials (const BlSweepJob *self);
BlRun *bl_sweep_job_get_run (const BlSweepJob *self);
gboolean bl_sweep_job_is_over (const BlSweepJob *self);

G_END_DECLS
