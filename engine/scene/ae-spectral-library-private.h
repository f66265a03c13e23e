/* ae-spectral-library-private.h: the inside of AeSpectralLibrary. */
#pragma once

#include <stdatomic.h>

#include "ae-spectral-library.h"

G_BEGIN_DECLS

struct _AeSpectralLibrary
{
  atomic_int ref_count;
  char      *name;
  guint      n_spectra;
  guint      bands;
  float     *values;         /* (n_spectra, bands) */
  double    *wavelengths_nm; /* (bands) or NULL */
  gboolean   units_guessed;
  char     **names;          /* (n_spectra) + NULL */
};

AeSpectralLibrary *ae_spectral_library_load_csv (const char *path, GError **error);

G_END_DECLS
