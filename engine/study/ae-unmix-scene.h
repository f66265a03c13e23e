/* ae-unmix-scene.h: abundances of a whole scene, and its own purest pixels as endmembers. */
#pragma once

#include <gio/gio.h>

#include "ae-known-spectra.h"
#include "ae-progress.h"
#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * AeUnmixOptions:
 * @sums_to_one: FCLS; else NNLS
 * @path: (nullable): where the abundances go, a band each; by its ending ENVI, GeoTIFF or NumPy
 * @on_map: write the map that the scene's lookup table makes of it
 * @map: (nullable): also filled: (lines × samples, n), NAN without data
 * @threads: 0 = all cores
 * @progress: (nullable): told of the fraction done, on the calling thread
 */
typedef struct
{
  gboolean sums_to_one;
  const char *path;
  float *map;
  gboolean on_map;
  guint threads;
  AeProgressFunc progress;
  gpointer progress_data;
} AeUnmixOptions;

/**
 * AeUnmixed:
 * @pixels: that have data
 * @bands: that all endmembers have, and that are used
 * @rmse: of what the abundances make of the pixels, scene units
 * @angle_rad: mean spectral angle between both
 * @sum_error: largest difference of a pixel's sum from one
 * @mean: (n): mean abundance of each; owned
 */
typedef struct
{
  gsize pixels;
  guint bands;
  double rmse, angle_rad, sum_error;
  double *mean;
} AeUnmixed;

gboolean ae_unmix_scene (AeScene *scene, const AeKnownSpectra *endmembers,
                         const AeUnmixOptions *options, AeUnmixed *out,
                         GCancellable *cancellable, GError **error);
void ae_unmixed_clear (AeUnmixed *self);
AeKnownSpectra *ae_unmix_find_endmembers (AeScene *scene, guint n, guint64 seed,
                                          guint32 *pixels /* (n) */, GCancellable *cancellable,
                                          GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AeUnmixed, ae_unmixed_clear)

G_END_DECLS
