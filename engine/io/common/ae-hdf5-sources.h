/* ae-hdf5-sources.h: what of an HDF5 file cannot be read: numbers in other files, unknown
 * packing. Not public. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ae_hdf5_check_filters (const char *path, const char *array, const char *name,
                                GError **error);
gboolean ae_hdf5_check_sources (const char *path, const char *name, GError **error);

G_END_DECLS
