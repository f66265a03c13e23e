/* ae-spectral-library-file.h: spectral libraries in files. */
#pragma once

#include "ae-spectral-library.h"

G_BEGIN_DECLS

AeSpectralLibrary *ae_spectral_library_new_load (const char *path, GError **error);
AeSpectralLibrary *ae_spectral_library_load_csv (const char *path, GError **error);

gboolean ae_spectral_library_save (const AeSpectralLibrary *self, const char *path,
                                   GError **error);

G_END_DECLS
