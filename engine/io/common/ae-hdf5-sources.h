/* ae-hdf5-sources.h: HDF5 files whose numbers lie in other files. Not public. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ae_hdf5_check_sources (const char *path, const char *name, GError **error);

G_END_DECLS
