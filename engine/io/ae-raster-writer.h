/* ae-raster-writer.h: writes an image of numbers line by line: ENVI, GeoTIFF or NumPy, by the
 * ending of its name. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/* For helps and refusals: which ending makes which format. */
#define AE_RASTER_WRITER_ENDINGS ".img or .hdr (ENVI), .tif (GeoTIFF), .npy (NumPy)"

/**
 * AeRasterInfo:
 * @lines, @samples, @bands: its size
 * @description: one line for the header
 * @wavelengths_nm: (nullable) (bands)
 * @bad_bands: (nullable) (bands): 1 = left out: goes into an ENVI header
 * @band_names: (nullable) (bands)
 * @like: (nullable): a scene of the same size whose georeference it gets
 * @on_map: write the map that the scene's lookup table makes of it, not its own lines
 *
 * All borrowed while the writer is made.
 */
typedef struct
{
  guint lines, samples, bands;
  const char *description;
  const double *wavelengths_nm;
  const guint8 *bad_bands;
  const char *const *band_names;
  const AeScene *like;
  gboolean on_map;
} AeRasterInfo;

typedef struct _AeRasterWriter AeRasterWriter;

const char *ae_raster_writer_get_ending (guint i);
AeRasterWriter *ae_raster_writer_new (const char *path, const AeRasterInfo *info,
                                      GError **error);
gboolean ae_raster_writer_write (AeRasterWriter *self, guint first, guint n_lines,
                                 const float *data /* (n_lines, samples, bands) */,
                                 GError **error);
gboolean ae_raster_writer_finish (AeRasterWriter *self, GError **error);
void ae_raster_writer_free (AeRasterWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeRasterWriter, ae_raster_writer_free)

G_END_DECLS
