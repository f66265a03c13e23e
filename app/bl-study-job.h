/* bl-study-job.h: a study of the active run on a thread of its own. */
#pragma once

#include "ae-study.h"
#include "bl-run.h"

G_BEGIN_DECLS

typedef struct _BlStudyJob BlStudyJob;

/**
 * BlStudyEvents:
 * @trial: one more is there; #BlStudyJob.trials holds it
 * @done: all are there, or it failed with that sentence, or was stopped (neither)
 *
 * On the main thread.
 */
typedef struct
{
  void (*trial) (BlStudyJob *job, gpointer user_data);
  void (*done) (BlStudyJob *job, gboolean is_whole, const char *message, gpointer user_data);
} BlStudyEvents;

BlStudyJob *bl_study_job_new (BlRun *run, const AeStudy *study, AePixels *pixels,
                              const float *pin, const BlStudyEvents *events,
                              gpointer user_data);
void bl_study_job_free (BlStudyJob *self);
const AeStudy *bl_study_job_get_study (const BlStudyJob *self);
GPtrArray *bl_study_job_get_trials (const BlStudyJob *self);
BlRun *bl_study_job_get_run (const BlStudyJob *self);
gboolean bl_study_job_is_over (const BlStudyJob *self);

G_END_DECLS
