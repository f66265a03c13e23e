/* ae-wavelengths.h: wavelengths of any unit to nanometres. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

AeWavelengthUnits ae_wavelength_units_from_string (const char *text);
const char *ae_wavelength_units_to_string (AeWavelengthUnits units);
gboolean ae_wavelengths_convert (double *values, double *fwhm, guint n,
                                 AeWavelengthUnits *units, gboolean *guessed);
void ae_wavelengths_put (AeSceneBuilder *builder, double *values, guint n_values, double *fwhm,
                         guint n_fwhm, const char *units);

G_END_DECLS
