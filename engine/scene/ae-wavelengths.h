/* ae-wavelengths.h: the spectral axis of a scene: kinds, units, and nanometres where sensors
 * meet. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

AeWavelengthUnits ae_wavelength_units_from_string (const char *text);
/* "µm", for people */
const char *ae_wavelength_units_to_string (AeWavelengthUnits units);
/* "um", for the command line */
const char *ae_wavelength_units_to_word (AeWavelengthUnits units);
/* "Micrometers", for headers */
const char *ae_wavelength_units_to_envi (AeWavelengthUnits units);
/* "wavelength", "wavenumber", … */
const char *ae_wavelength_units_get_kind (AeWavelengthUnits units);
gboolean ae_wavelength_from_name (const char *name, double *value, char **units);
gboolean ae_wavelengths_convert (double *values, double *fwhm, guint n,
                                 AeWavelengthUnits *units, gboolean *guessed);
void ae_wavelengths_put (AeSceneBuilder *builder, double *values, guint n_values, double *fwhm,
                         guint n_fwhm, const char *units);
void ae_wavelengths_put_names (AeSceneBuilder *builder);
void ae_wavelengths_fill_axis (AeSceneBuilder *builder);
double *ae_wavelengths_dup_widths (const AeSceneBuilder *builder);

G_END_DECLS
