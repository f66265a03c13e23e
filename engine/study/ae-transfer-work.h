/* ae-transfer-work.h: a saved model carried over to a scene, in every way, and what few labels
 * are worth on its codes: the same work for the command line and the window.
 */
#pragma once

#include "ae-input-adapter.h"
#include "ae-label-efficiency.h"
#include "ae-project.h"
#include "ae-transfer.h"

G_BEGIN_DECLS

#define AE_TRANSFER_DRAWS      10
#define AE_TRANSFER_N_COUNTS   3
#define AE_TRANSFER_N_FEATURES 3

/**
 * AeTransferWork:
 * @epochs: of each way
 * @batch: pixels a step; 0: the model's
 * @threads: 0: all cores
 * @max_pixels: 0: all
 * @seed: of split, batches and draws
 * @learning_rate: NAN: where the model's stood
 * @validation: share of the pixels held out
 * @run: the model; owned
 * @adapter: the scene as its input; owned
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
  AeInputAdapter *adapter;
  AePixels *pixels;
  AePixelsOptions chosen;
  AePlan plan;
  AeTransfer *transfer;
  gboolean has_labels;
  AeLabelEfficiency labels[AE_TRANSFER_N_FEATURES][AE_TRANSFER_N_COUNTS];
} AeTransferWork;

extern const guint ae_transfer_counts[AE_TRANSFER_N_COUNTS];
extern const char *const ae_transfer_features[AE_TRANSFER_N_FEATURES];

void ae_transfer_work_init (AeTransferWork *self);
void ae_transfer_work_clear (AeTransferWork *self);
gboolean ae_transfer_work_run (AeTransferWork *self, AeTransferProgress progress,
                               gpointer user_data, GCancellable *cancellable, GError **error);
AeProject *ae_transfer_work_dup_project (const AeTransferWork *self);

G_END_DECLS
