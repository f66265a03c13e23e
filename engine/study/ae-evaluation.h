/* ae-evaluation.h: what became of a run in numbers: the row of a table, the same in window and
 * command line. */
#pragma once

#include <gio/gio.h>

#include "ae-comparison.h"
#include "ae-history.h"
#include "ae-model.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

/**
 * AeEvaluationPart:
 * @n: pixels
 * @loss: terms as they enter the loss, without corruption, the code being its mean
 * @mse: mean over pixels and bands, scaled units, whatever the loss
 * @rmse: its root
 * @sam_deg: mean spectral angle in scene units, degrees
 * @psnr_db: of a scaled band's range, 1
 * @psnr_clean_db: the same against the scene's true clean cube; NAN where it has none
 * @pca_mse: of exact PCA with the same code size, fitted on the training pixels
 * @pca_psnr_clean_db: its reconstruction against the clean cube
 *
 * Of some pixels; all but @n NAN where there are none.
 */
typedef struct
{
  gsize n;
  AeLossTerms loss;
  double mse;
  double rmse;
  double sam_deg;
  double psnr_db;
  double psnr_clean_db;
  double pca_mse;
  double pca_psnr_clean_db;
} AeEvaluationPart;

/**
 * AeEvaluation:
 * @training, @validation: on these pixels
 * @code: units of the coding layer
 * @mean_activation: of the coding layer over the training pixels
 * @active_units: units whose code varies over the training pixels (variational: KL above
 * %AE_METRICS_ACTIVE_KL)
 * @kl_per_unit: (code) nats, mean over the training pixels; NULL unless variational
 */
typedef struct
{
  AeEvaluationPart training, validation;
  guint code;
  double mean_activation;
  guint active_units;
  double *kl_per_unit;
} AeEvaluation;

AeEvaluation *ae_evaluation_new (const AeModel *model, const AeHyperparams *hyperparams,
                                 AePixels *pixels, GCancellable *cancellable, GError **error);
void ae_evaluation_free (AeEvaluation *self);
AeComparisonRow *ae_evaluation_dup_row (const AeEvaluation *self, const AeModel *model,
                                        const char *name, guint64 epochs, double seconds,
                                        double samples_per_s);
AeComparisonRow *ae_evaluation_dup_baseline_row (const AeEvaluation *self, guint bands);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeEvaluation, ae_evaluation_free)

G_END_DECLS
