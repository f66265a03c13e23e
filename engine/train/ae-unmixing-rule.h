/* ae-unmixing-rule.h: how sparse abundances are to be, found without knowing the truth. */
#pragma once

#include <gio/gio.h>

#include "ae-pixels.h"
#include "ae-spec.h"

G_BEGIN_DECLS

#define AE_UNMIXING_RULE_TRIALS 6

/**
 * AeUnmixingRule:
 * @sparsity: of each trial, ascending from 0
 * @angle_rad: mean spectral angle of its reconstruction
 * @chosen: the largest sparsity whose angle is within @tolerance of that without
 * @tolerance: share
 */
typedef struct
{
  double sparsity[AE_UNMIXING_RULE_TRIALS], angle_rad[AE_UNMIXING_RULE_TRIALS];
  double chosen, tolerance;
} AeUnmixingRule;

gboolean ae_unmixing_rule_find (const AeSpec *spec, const AePlan *plan,
                                const AeHyperparams *hyperparams, const AePixels *pixels,
                                const float *endmembers /* (code, bands), nullable */,
                                AeUnmixingRule *out, GCancellable *cancellable, GError **error);

G_END_DECLS
