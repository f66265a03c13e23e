/* ae-sweep.h: the same run again and again with one thing changed: its seed, a knob, or the
 * size of its code. */
#pragma once

#include <gio/gio.h>

#include "ae-param-info.h"
#include "ae-evaluation.h"

G_BEGIN_DECLS

#define AE_SWEEP_MAX_TRIALS 64

/**
 * AeSweep:
 * @spec, @plan, @hyperparams: what all trials have in common; the plan must end
 * @factor: what differs: a row of the table of parameters that is swept
 * @values: (n): of it
 * @pin: a row of scaled input whose reconstruction each trial gives; nullable: (bands)
 * @is_target: (nullable) (pixels of the scene): 1 where an anomaly is to be found: each trial
 * then tells how well its errors find it. No trial learns from it, and none is chosen by it
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  const AeParamInfo *factor;
  guint n;
  double values[AE_SWEEP_MAX_TRIALS];
  const float *pin;
  const guint8 *is_target;
} AeSweep;

/**
 * AeSweepTrial:
 * @value: of the factor
 * @row: its numbers; without any where it failed, and then it says why
 * @baseline: exact PCA of its code size; NULL where it failed
 * @history: its curves; NULL where it failed
 * @output: (bands): reconstruction of the pin, scaled; NULL without a pin or where it failed
 * @auc, @pca_auc: area under the ROC curve of the map of its errors, and of what PCA of its
 * code size leaves; NAN without targets or where it failed
 */
typedef struct
{
  double value;
  AeComparisonRow *row, *baseline;
  AeHistory *history;
  float *output;
  double auc, pca_auc;
} AeSweepTrial;

/* On the studying thread, after each trial; borrowed. */
typedef void (*AeSweepFunc) (guint done, const AeSweepTrial *trial, gpointer user_data);

GPtrArray *ae_sweep_list_factors (void);
char *ae_sweep_dup_factors (const char *last_separator);
const AeParamInfo *ae_sweep_find_factor (const char *key, GError **error);
gboolean ae_sweep_is_repeat (const AeSweep *self);
void ae_sweep_space (AeSweep *self, double from, double to, guint n);
gboolean ae_sweep_validate (const AeSweep *self, GError **error);
GPtrArray *ae_sweep_run (const AeSweep *self, AePixels *pixels, AeSweepFunc func,
                         gpointer user_data, GCancellable *cancellable, GError **error);
char *ae_sweep_dup_csv (const AeSweep *self, GPtrArray *trials);
AeComparisonRow *ae_sweep_dup_mean (GPtrArray *trials);
void ae_sweep_trial_free (gpointer trial);

G_END_DECLS
