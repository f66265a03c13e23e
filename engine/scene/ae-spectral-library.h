/* ae-spectral-library.h: named spectra, immutable once made; ae-spectral-library-file.h reads
 * and writes them. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _AeSpectralLibrary AeSpectralLibrary;

AeSpectralLibrary *ae_spectral_library_new_take (char *name, guint n_spectra, guint bands,
                                                 float *values, double *wavelengths_nm,
                                                 gboolean units_guessed, char **names);
#define AE_TYPE_SPECTRAL_LIBRARY (ae_spectral_library_get_type ()) /* boxed */
GType ae_spectral_library_get_type (void);
AeSpectralLibrary *ae_spectral_library_ref (AeSpectralLibrary *self);
void ae_spectral_library_unref (AeSpectralLibrary *self);

const char *ae_spectral_library_get_name (const AeSpectralLibrary *self);
guint ae_spectral_library_get_n_spectra (const AeSpectralLibrary *self);
guint ae_spectral_library_get_bands (const AeSpectralLibrary *self);
/* (bands) or NULL */
const double *ae_spectral_library_get_wavelengths_nm (const AeSpectralLibrary *self);
gboolean ae_spectral_library_get_units_guessed (const AeSpectralLibrary *self);
const char *ae_spectral_library_get_spectrum_name (const AeSpectralLibrary *self, guint index);
/* (bands), NAN = deleted */
const float *ae_spectral_library_get_spectrum (const AeSpectralLibrary *self, guint index);

void ae_spectral_library_fill_resampled (const AeSpectralLibrary *self, guint index,
                                         const double *wavelengths_nm, guint n,
                                         float *out /* (n), NAN where nothing is known */);
void ae_spectral_library_fill_angles (const AeSpectralLibrary *self,
                                      const double *wavelengths_nm, const float *spectrum,
                                      guint n, float *degrees /* (n_spectra) */);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeSpectralLibrary, ae_spectral_library_unref)

G_END_DECLS
