/* ae-history.h: the loss curves of a run in bounded memory. A plain value with a reference
 * count; not thread-safe while written. */
#pragma once

#include <glib.h>

#include "ae-loss-terms.h"

G_BEGIN_DECLS

/**
 * AeHistoryPoint:
 * @step: batches done
 * @epoch: as a fraction: 2.5 is half way through the third
 * @seconds: of training, pauses left out
 * @train: mean over the batches since the point before
 * @validation: total loss on the held-out pixels, NAN where not evaluated at this point
 * @validation_reconstruction: its reconstruction term
 * @phase: 0 … n − 1 of greedy pretraining, then n for the whole; 0 without
 */
typedef struct
{
  guint64 step;
  double epoch;
  double seconds;
  AeLossTerms train;
  double validation;
  double validation_reconstruction;
  guint phase;
} AeHistoryPoint;

/**
 * AeHistoryMark:
 *
 * A knob was turned, or a pause, a phase or a reset began: drawn as a line on the curves.
 */
typedef struct
{
  guint64 step;
  double epoch;
  char text[56]; /* "Noise level 0.1 → 0.3" */
} AeHistoryMark;

#define AE_HISTORY_MAX_POINTS 4096
#define AE_HISTORY_MAX_MARKS  256

typedef struct _AeHistory AeHistory;

AeHistory *ae_history_new (void);
AeHistory *ae_history_copy (const AeHistory *self);
AeHistory *ae_history_thaw (const AeHistory *self);
AeHistory *ae_history_new_from_values (const AeHistoryPoint *points, const guint32 *weights,
                                       guint n_points, const AeHistoryMark *marks,
                                       guint n_marks);
AeHistory *ae_history_ref (AeHistory *self);
void ae_history_unref (AeHistory *self);
void ae_history_add (AeHistory *self,
                     const AeHistoryPoint *point); /* merges neighbours when full; epoch ends
                                                      (validation set) are kept longest */
void ae_history_mark (AeHistory *self, guint64 step, double epoch, const char *text);
guint ae_history_get_n_points (const AeHistory *self);
const AeHistoryPoint *ae_history_get_points (const AeHistory *self);
/* batches in each point */
const guint32 *ae_history_get_weights (const AeHistory *self);
guint ae_history_get_n_marks (const AeHistory *self);
const AeHistoryMark *ae_history_get_marks (const AeHistory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeHistory, ae_history_unref)

G_END_DECLS
