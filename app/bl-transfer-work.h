/* bl-transfer-work.h: a saved model carried over to a scene, in every way, and what few labels
 * are worth on its codes: the same work for the command line and the window.
 */
#pragma once

#include "ae-feed.h"
#include "ae-label-efficiency.h"
#include "ae-project.h"
#include "ae-transfer.h"

G_BEGIN_DECLS

#define BL_TRANSFER_DRAWS      10
#define BL_TRANSFER_N_COUNTS   3
#define BL_TRANSFER_N_FEATURES 3

/**
 * BlTransferWork:
 * @epochs: of each way
 * @batch: pixels a step; 0: the model's
 * @threads: 0: all cores
 * @max_pixels: 0: all
 * @seed: of split, batches and draws
 * @learning_rate: NAN: where the model's stood
 * @validation: share of the pixels held out
 * @run: the model; owned
 * @feed: the scene as its input; owned
 * @pixels, @chosen: what the ways train on
 * @plan: how
 * @transfer: their curves; owned
 * @has_labels: whether @labels holds anything
 * @labels: by feature and count
 *
 * Used by one thread at a time.
 */
typedef struct
{
  guint epochs, batch, threads;
  gsize max_pixels;
  guint64 seed;
  double learning_rate, validation;

  AeProjectRun *run;
  AeFeed *feed;
  AePixels *pixels;
  AePixelsOptions chosen;
  AePlan plan;
  AeTransfer *transfer;
  gboolean has_labels;
  AeLabelEfficiency labels[BL_TRANSFER_N_FEATURES][BL_TRANSFER_N_COUNTS];
} BlTransferWork;

extern const guint bl_transfer_counts[BL_TRANSFER_N_COUNTS];
extern const char *const bl_transfer_features[BL_TRANSFER_N_FEATURES];

void bl_transfer_work_init (BlTransferWork *self);
void bl_transfer_work_clear (BlTransferWork *self);
gboolean bl_transfer_work_do (BlTransferWork *self, AeTransferProgress progress,
                              gpointer user_data, GCancellable *cancellable, GError **error);
AeProject *bl_transfer_work_dup_project (const BlTransferWork *self);

G_END_DECLS
