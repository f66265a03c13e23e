/* ae-history.h: the loss curves of a run in bounded memory. A plain value with a reference
 * count; not thread-safe while written. */
#pragma once

#include <glib.h>

#include "ae-loss-terms.h"
#include "ae-param-info.h"

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
 * AeMarkKind:
 * @AE_MARK_PARAM: a live parameter was changed
 * @AE_MARK_PHASE: greedy pretraining came to its next autoencoder
 * @AE_MARK_FINE_TUNING: from here on the whole stack is trained
 */
typedef enum
{
  AE_MARK_PARAM,
  AE_MARK_PHASE,
  AE_MARK_FINE_TUNING,
  AE_N_MARK_KINDS
} AeMarkKind;

/**
 * AeHistoryMark:
 * @step: when, in batches
 * @epoch: when, in epochs
 * @kind: what happened
 * @param: (nullable): the row of the parameter that was changed
 * @phase: which phase began, from 1; 0 for the other kinds
 * @before: the parameter's value until then; of a phase, what goes into its autoencoder
 * @after: the parameter's value from then on; of a phase, what comes out of it
 *
 * Something happened while a model was trained: drawn as a line on the curves.
 */
typedef struct
{
  guint64 step;
  double epoch;
  AeMarkKind kind;
  const AeParamInfo *param;
  guint phase;
  double before, after;
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
/* Merges neighbours when full; epoch ends (validation set) are kept longest. */
void ae_history_add (AeHistory *self, const AeHistoryPoint *point);
void ae_history_set_start (AeHistory *self, const AeHistoryPoint *point);
const AeHistoryPoint *ae_history_get_start (const AeHistory *self);
void ae_history_add_mark (AeHistory *self, const AeHistoryMark *mark);
guint ae_history_get_n_points (const AeHistory *self);
const AeHistoryPoint *ae_history_get_points (const AeHistory *self);
/* batches in each point */
const guint32 *ae_history_get_weights (const AeHistory *self);
guint ae_history_get_n_marks (const AeHistory *self);
const AeHistoryMark *ae_history_get_marks (const AeHistory *self);
char *ae_history_mark_dup_text (const AeHistoryMark *mark);
const char *ae_mark_kind_to_string (AeMarkKind kind);
gboolean ae_mark_kind_from_string (const char *text, AeMarkKind *kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeHistory, ae_history_unref)

G_END_DECLS
