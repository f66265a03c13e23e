/* ae-snapshot.h: all that may be known of a run at one moment; immutable once posted. */
#pragma once

#include <stdatomic.h>

#include "ae-history.h"
#include "ae-pca-code.h"
#include "ae-model.h"
#include "ae-scaler.h"

G_BEGIN_DECLS

typedef enum
{
  AE_RUN_IDLE, /* built, not started */
  AE_RUN_RUNNING,
  AE_RUN_PAUSED,
  AE_RUN_STOPPING,
  AE_RUN_FINISHED,
  AE_RUN_FAILED,
} AeRunState;

/**
 * AeSnapshot:
 *
 * Plain fields, written by its maker before it is posted and by nobody afterwards. Small and
 * complete: any may be dropped, the newest is always enough.
 */
typedef struct
{
  AeRunState state;
  guint64 generation; /* grows with every reset, so that a viewer can tell old from new */
  guint64 step;       /* batches done */
  guint epoch;        /* epochs done */
  guint batch_in_epoch;
  guint batches_per_epoch;
  guint epochs_planned;  /* 0 = open end */
  guint phase, n_phases; /* greedy pretraining; n_phases 0 without */
  double seconds;        /* of training */
  double samples_per_s;  /* over the last second */
  guint64 n_training, n_validation;
  guint threads;
  AeLossTerms batch_loss;      /* of the last batch */
  AeLossTerms validation_loss; /* of the last evaluation, NAN before */
  double mean_activation;      /* of the coding layer over the last batch */
  double start_loss;         /* validation loss before the first step; NAN where not measured */
  guint best_epoch;          /* with the least validation loss; 0 = before the first */
  AeHyperparams hyperparams; /* as of the last batch */
  AePlan plan;
  AeModel *model;     /* frozen; finite; owned; of a run that has ended the result */
  AeScaler *scaler;   /* owned; nullable in tests */
  AeHistory *history; /* frozen; owned */
  double pca_mse;     /* exact PCA, same code size, training pixels; NAN until known */
  double pca_validation_mse;
  AePcaCode *pca; /* the code those are of; NULL until known; owned */
  char *reason;   /* why failed or finished; nullable; owned */
  gint64 made_us; /* g_get_monotonic_time () */

  /*< private >*/
  atomic_int ref_count;
} AeSnapshot;

AeSnapshot *ae_snapshot_new (void);
#define AE_TYPE_SNAPSHOT (ae_snapshot_get_type ()) /* boxed */
GType ae_snapshot_get_type (void);
AeSnapshot *ae_snapshot_ref (AeSnapshot *self);
void ae_snapshot_unref (AeSnapshot *self);

const char *ae_run_state_to_string (AeRunState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeSnapshot, ae_snapshot_unref)

G_END_DECLS
