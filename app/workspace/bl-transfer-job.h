/* bl-transfer-job.h: a transfer on a thread of its own. */
#pragma once

#include "ae-transfer-work.h"

G_BEGIN_DECLS

typedef struct _BlTransferJob BlTransferJob;

/**
 * BlTransferEvents:
 * @epoch: another point of a curve
 * @done: all is there, or it failed with that sentence
 *
 * On the main thread.
 */
typedef struct
{
  void (*epoch) (BlTransferJob *job, gpointer user_data);
  void (*done) (BlTransferJob *job, const char *message, gpointer user_data);
} BlTransferEvents;

BlTransferJob *bl_transfer_job_new (const char *model, AeScene *scene, guint epochs,
                                    gboolean resample, const BlTransferEvents *events,
                                    gpointer user_data);
void bl_transfer_job_free (BlTransferJob *self);
const AeTransferWork *bl_transfer_job_get_work (const BlTransferJob *self);
GArray *bl_transfer_job_get_losses (const BlTransferJob *self, AeTransferWay way);

G_END_DECLS
