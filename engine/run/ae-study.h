/* ae-study.h: the same run again and again with one thing changed: its seed, a knob, or the size of
 * its code. */
#pragma once

#include <gio/gio.h>

#include "ae-result.h"

G_BEGIN_DECLS

typedef enum
{
  AE_STUDY_SEED,
  AE_STUDY_LEARNING_RATE,
  AE_STUDY_WEIGHT_DECAY,
  AE_STUDY_NOISE_LEVEL,
  AE_STUDY_MASKED_FRACTION,
  AE_STUDY_SPARSITY_TARGET,
  AE_STUDY_SPARSITY_WEIGHT,
  AE_STUDY_KL_WEIGHT,
  AE_STUDY_CODE_SIZE,
  AE_STUDY_N_FACTORS,
} AeStudyFactor;

#define AE_STUDY_MAX_TRIALS 64

/**
 * AeStudy:
 * @spec, @plan, @knobs: what all trials have in common; the plan must end
 * @factor: what differs
 * @values: (n): of it
 * @pin: a row of scaled input whose reconstruction each trial gives; nullable: (bands)
 * @is_target: (nullable) (pixels of the scene): 1 where an anomaly is to be found: each trial
 * then tells how well its errors find it. No trial learns from it, and none is chosen by it
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeKnobs knobs;
  AeStudyFactor factor;
  guint n;
  double values[AE_STUDY_MAX_TRIALS];
  const float *pin;
  const guint8 *is_target;
} AeStudy;

/**
 * AeStudyTrial:
 * @value: of the factor
 * @row: its numbers; without any where it failed, and then it says why
 * @baseline: exact PCA of its code size; NULL where it failed
 * @history: its curves; NULL where it failed
 * @output: (bands): reconstruction of the pin, scaled; NULL without a pin or where it failed
 * @auc, @pca_auc: area under the ROC curve of the map of its errors, and of what PCA of its code
 * size leaves; NAN without targets or where it failed
 */
typedef struct
{
  double value;
  AeComparisonRow *row, *baseline;
  AeHistory *history;
  float *output;
  double auc, pca_auc;
} AeStudyTrial;

/* On the studying thread, after each trial; borrowed. */
typedef void (*AeStudyFunc) (guint done, const AeStudyTrial *trial, gpointer user_data);

const char *ae_study_factor_get_name (AeStudyFactor factor);
const char *ae_study_factor_get_key (AeStudyFactor factor);
gboolean ae_study_factor_from_key (const char *key, AeStudyFactor *out, GError **error);
gboolean ae_study_factor_is_of (AeStudyFactor factor, const AeSpec *spec);
void ae_study_space (AeStudy *self, double from, double to, guint n);
gboolean ae_study_validate (const AeStudy *self, GError **error);
GPtrArray *ae_study_run (const AeStudy *self, AePixels *pixels, AeStudyFunc func,
                         gpointer user_data, GCancellable *cancellable, GError **error);
char *ae_study_dup_csv (const AeStudy *self, GPtrArray *trials);
AeComparisonRow *ae_study_dup_mean (GPtrArray *trials);
void ae_study_trial_free (gpointer trial);

G_END_DECLS
