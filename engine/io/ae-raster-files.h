/* ae-raster-files.h: images in several parts. Not public. */
#pragma once

#include "ae-gdal.h"

G_BEGIN_DECLS

/* What reads images, in GDAL's words; ended by NULL */
extern const char *const ae_raster_files_drivers[];

gboolean ae_raster_files_check (const AeReadContext *reading, GDALDatasetH dataset,
                                AeSceneBuilder *b, GError **error);
GDALDatasetH ae_raster_files_stack_pages (GDALDatasetH dataset, AeSceneBuilder *b);

G_END_DECLS
