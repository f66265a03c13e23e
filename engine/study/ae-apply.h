/* ae-apply.h: a model applied to a whole scene, strip by strip: codes, or the reconstruction.
 */
#pragma once

#include <gio/gio.h>

#include "ae-input-adapter.h"
#include "ae-model.h"
#include "ae-progress.h"

G_BEGIN_DECLS

typedef enum
{
  AE_APPLY_CODES,          /* (lines, samples, code): the mean of a variational model's */
  AE_APPLY_RECONSTRUCTION, /* (lines, samples, bands), as preprocessed */
  AE_APPLY_ERROR,          /* (lines, samples, 1): RMSE in scaled units */
} AeApplyWhat;

/**
 * AeApplyOptions:
 * @what: to be written
 * @path: (nullable): where; %NULL: nowhere, the numbers below alone
 * @map: (nullable): also filled: (lines × samples, bands of what is written), NAN without data
 * @on_map: write the map that the scene's lookup table makes of it
 * @in_scene_units: undo the preprocessing of reconstructions
 * @threads: 0 = all cores
 * @progress: (nullable): told of the fraction done, on the calling thread
 */
typedef struct
{
  AeApplyWhat what;
  const char *path;
  float *map;
  gboolean on_map, in_scene_units;
  guint threads;
  AeProgressFunc progress;
  gpointer progress_data;
} AeApplyOptions;

/**
 * AeApplied:
 * @pixels: that have data
 * @bands: of what was written
 * @rmse: of the reconstruction over them, scaled units
 * @sam_deg: mean spectral angle in scene units, degrees
 * @outside: share of the scaled values that lie further from 0 than 3 ranges of a band: near 0
 * where the scene has the units that the model was trained on
 * @beyond: share of them that lie beyond what the model was trained on: further from the mean
 * than a whole range of the training pixels; 0 where the scaling does not tell that range
 */
typedef struct
{
  gsize pixels;
  guint bands;
  double rmse;
  double sam_deg;
  double outside, beyond;
} AeApplied;

gboolean ae_apply (const AeModel *model, AeInputAdapter *adapter, const AeApplyOptions *options,
                   AeApplied *out, GCancellable *cancellable, GError **error);

float *ae_apply_dup_codes (const AeModel *model, AeInputAdapter *adapter,
                           const AeApplyOptions *options, guint32 **pixels, gsize *n,
                           GCancellable *cancellable, GError **error);

G_END_DECLS
