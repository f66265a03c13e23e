/* ae-known-spectra.h: spectra whose names are known, and which of them others are. */
#pragma once

#include "ae-scene.h"
#include "ae-spectral-library.h"

G_BEGIN_DECLS

/**
 * AeKnownSpectra:
 * @n: how many
 * @bands: of each
 * @spectra: (n, bands): NAN where nothing is known
 * @names: (n) and %NULL
 *
 * All are owned; immutable once made, so that any thread may read it.
 */
typedef struct
{
  guint n, bands;
  float *spectra;
  char **names;
} AeKnownSpectra;

AeKnownSpectra *ae_known_spectra_new_from_library (const AeSpectralLibrary *library,
                                                   const double *wavelengths_nm, guint bands);
AeKnownSpectra *ae_known_spectra_new_from_truth (const AeScene *scene, const guint *numbers,
                                                 guint bands);
void ae_known_spectra_free (AeKnownSpectra *self);
gboolean ae_known_spectra_match (const AeKnownSpectra *self, const float *spectra, guint n,
                                 guint *match, double *angles, double *mean, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeKnownSpectra, ae_known_spectra_free)

G_END_DECLS
