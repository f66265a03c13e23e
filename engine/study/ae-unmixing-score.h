/* ae-unmixing-score.h: what an unmixing model makes of its pixels, and how near that is to the
 * truth where it is known. */
#pragma once

#include "ae-model.h"
#include "ae-pixels.h"
#include "ae-truth-file.h"

G_BEGIN_DECLS

/**
 * AeUnmixingScore:
 * @n: endmembers
 * @bands: of each
 * @endmembers: (n, bands): scene units
 * @mean_abundance: (n): over the pixels
 * @purest: (n): the pixel that has most of it
 * @pixels: that were looked at: those that train and those held out
 * @sum_error: largest difference of a pixel's sum from one
 * @angle_rad: mean spectral angle of the reconstruction
 * @match: (n): which material of the truth each is; G_MAXUINT: none is left for it
 * @angles: (n): to it; NAN as @match
 * @mean_angle_rad: of those that are matched; NAN without truth
 * @abundance_rmse: over pixels and matched materials; NAN where no abundances are known, or not
 * all endmembers and materials are matched
 *
 * All arrays are owned.
 */
typedef struct
{
  guint n, bands;
  float *endmembers;
  double *mean_abundance;
  guint32 *purest;
  gsize pixels;
  double sum_error, angle_rad;
  guint *match;
  double *angles;
  double mean_angle_rad, abundance_rmse;
} AeUnmixingScore;

AeUnmixingScore *ae_unmixing_score_new (const AeModel *model, AePixels *pixels,
                                        const AeTruth *truth);
void ae_unmixing_score_free (AeUnmixingScore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeUnmixingScore, ae_unmixing_score_free)

G_END_DECLS
