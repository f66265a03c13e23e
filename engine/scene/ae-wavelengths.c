/* ae-wavelengths.c: names and values of wavelength units. Reads no file.
 *
 * Where a file names no unit, the values tell: no instrument of this kind sees beyond 0.2 to
 * 20 µm, so numbers in that range are micrometres, and numbers from 200 to 20,000 nanometres.
 */
#include "ae-wavelengths.h"

#include <math.h>
#include <string.h>

#define LOWEST_NM  200.0
#define HIGHEST_NM 20000.0

static const struct
{
  const char *name; /* lower case */
  AeWavelengthUnits units;
} names[] = {
  { "nm", AE_WAVELENGTH_NANOMETRES },
  { "nanometer", AE_WAVELENGTH_NANOMETRES },
  { "nanometers", AE_WAVELENGTH_NANOMETRES },
  { "nanometre", AE_WAVELENGTH_NANOMETRES },
  { "nanometres", AE_WAVELENGTH_NANOMETRES },
  { "um", AE_WAVELENGTH_MICROMETRES },
  { "\xc2\xb5m", AE_WAVELENGTH_MICROMETRES },
  { "\xce\xbcm", AE_WAVELENGTH_MICROMETRES },
  { "micron", AE_WAVELENGTH_MICROMETRES },
  { "microns", AE_WAVELENGTH_MICROMETRES },
  { "micrometer", AE_WAVELENGTH_MICROMETRES },
  { "micrometers", AE_WAVELENGTH_MICROMETRES },
  { "micrometre", AE_WAVELENGTH_MICROMETRES },
  { "micrometres", AE_WAVELENGTH_MICROMETRES },
  { "m", AE_WAVELENGTH_METRES },
  { "meter", AE_WAVELENGTH_METRES },
  { "meters", AE_WAVELENGTH_METRES },
  { "metre", AE_WAVELENGTH_METRES },
  { "metres", AE_WAVELENGTH_METRES },
  { "cm-1", AE_WAVELENGTH_WAVENUMBERS },
  { "cm\xe2\x81\xbb\xc2\xb9", AE_WAVELENGTH_WAVENUMBERS },
  { "cm^-1", AE_WAVELENGTH_WAVENUMBERS },
  { "1/cm", AE_WAVELENGTH_WAVENUMBERS },
  { "wavenumber", AE_WAVELENGTH_WAVENUMBERS },
  { "wavenumbers", AE_WAVELENGTH_WAVENUMBERS },
};

/**
 * ae_wavelength_units_from_string:
 * @text: (nullable): as in a file, any case
 *
 * Returns: the unit, or %AE_WAVELENGTH_NONE for one that says nothing ("Unknown", "Index").
 */
AeWavelengthUnits
ae_wavelength_units_from_string (const char *text)
{
  g_autofree char *folded = text != NULL ? g_strstrip (g_ascii_strdown (text, -1)) : NULL;

  for (guint i = 0; folded != NULL && i < G_N_ELEMENTS (names); i++)
    if (strcmp (folded, names[i].name) == 0)
      return names[i].units;
  return AE_WAVELENGTH_NONE;
}

/**
 * ae_wavelength_units_to_string:
 *
 * Returns: the unit's sign, for example "nm".
 */
const char *
ae_wavelength_units_to_string (AeWavelengthUnits units)
{
  static const char *const signs[]
      = { "none", "nm", "\xc2\xb5m", "m", "cm\xe2\x81\xbb\xc2\xb9" };

  g_return_val_if_fail (units <= AE_WAVELENGTH_WAVENUMBERS, NULL);
  return signs[units];
}

static double
to_nm (double value, AeWavelengthUnits units)
{
  switch (units)
    {
    case AE_WAVELENGTH_MICROMETRES:
      return value * 1e3;
    case AE_WAVELENGTH_METRES:
      return value * 1e9;
    case AE_WAVELENGTH_WAVENUMBERS:
      return 1e7 / value;
    case AE_WAVELENGTH_NANOMETRES:
    case AE_WAVELENGTH_NONE:
    default:
      return value;
    }
}

/* Whether all values are plausible wavelengths in that unit. */
static gboolean
fits (const double *values, guint n, AeWavelengthUnits units)
{
  for (guint i = 0; i < n; i++)
    {
      double nm = to_nm (values[i], units);

      if (!(values[i] > 0.0 && nm >= LOWEST_NM && nm <= HIGHEST_NM))
        return FALSE;
    }
  return TRUE;
}

static gboolean
guess (const double *values, guint n, AeWavelengthUnits *units)
{
  static const AeWavelengthUnits likely[]
      = { AE_WAVELENGTH_NANOMETRES, AE_WAVELENGTH_MICROMETRES, AE_WAVELENGTH_METRES };

  for (guint i = 0; i < G_N_ELEMENTS (likely); i++)
    if (fits (values, n, likely[i]))
      {
        *units = likely[i];
        return TRUE;
      }
  return FALSE;
}

/**
 * ae_wavelengths_convert:
 * @values: (inout): (n) as in the file; nanometres afterwards
 * @fwhm: (nullable) (inout): (n) widths in the same unit
 * @units: (inout): what the file says; what was taken in the end
 * @guessed: (out): whether that is a guess
 *
 * A named unit in which no value makes sense is not believed. A width in wavenumbers is
 * 1e7 · width / centre² wide in nanometres.
 *
 * Returns: %FALSE, and nothing changed, where the numbers are no wavelengths in any unit.
 */
gboolean
ae_wavelengths_convert (double *values, double *fwhm, guint n, AeWavelengthUnits *units,
                        gboolean *guessed)
{
  AeWavelengthUnits taken = *units;

  *guessed = FALSE;
  if (taken == AE_WAVELENGTH_NONE || !fits (values, n, taken))
    {
      if (!guess (values, n, &taken))
        return FALSE;
      *guessed = TRUE;
    }
  for (guint i = 0; i < n; i++)
    {
      if (fwhm != NULL && taken == AE_WAVELENGTH_WAVENUMBERS)
        fwhm[i] = 1e7 * fwhm[i] / (values[i] * values[i]);
      else if (fwhm != NULL)
        fwhm[i] = to_nm (fwhm[i], taken);
      values[i] = to_nm (values[i], taken);
    }
  *units = taken;
  return TRUE;
}

static void
warn_guess (AeSceneBuilder *b, AeWavelengthUnits said, const char *name)
{
  if (said != AE_WAVELENGTH_NONE)
    ae_scene_builder_warn (b,
                           "The file says its wavelengths are in %s, which their values (%g to "
                           "%g nm) do not bear out; %s assumed.",
                           name, b->wavelengths_nm[0], b->wavelengths_nm[b->bands - 1],
                           ae_wavelength_units_to_string (b->units));
  else
    ae_scene_builder_warn (b, "The file does not say what its wavelengths are in; %s assumed.",
                           ae_wavelength_units_to_string (b->units));
}

/**
 * ae_wavelengths_put:
 * @builder: with @bands set
 * @values: (transfer full) (nullable): (n_values) as in the file
 * @fwhm: (transfer full) (nullable): (n_fwhm) as in the file
 * @units: (nullable): as in the file
 *
 * Sets wavelengths, widths and units of a scene in the making, with a warning for whatever
 * was guessed or left out.
 */
void
ae_wavelengths_put (AeSceneBuilder *builder, double *values, guint n_values, double *fwhm,
                    guint n_fwhm, const char *units)
{
  g_autofree double *centres = values;
  g_autofree double *widths = fwhm;
  AeWavelengthUnits said = ae_wavelength_units_from_string (units);

  if (centres == NULL)
    return;
  if (n_values != builder->bands)
    {
      ae_scene_builder_warn (
          builder,
          "The file lists %u wavelengths for %u bands; they are left out and bands numbered.",
          n_values, builder->bands);
      return;
    }
  if (n_fwhm != builder->bands)
    g_clear_pointer (&widths, g_free);
  builder->units = said;
  if (!ae_wavelengths_convert (centres, widths, n_values, &builder->units,
                               &builder->units_guessed))
    {
      ae_scene_builder_warn (
          builder,
          "The numbers listed as wavelengths (%g to %g%s%s) are none; bands are numbered.",
          centres[0], centres[n_values - 1], units != NULL ? ", in " : "",
          units != NULL ? units : "");
      builder->units = AE_WAVELENGTH_NONE;
      return;
    }
  builder->wavelengths_nm = g_steal_pointer (&centres);
  builder->fwhm_nm = g_steal_pointer (&widths);
  if (builder->units_guessed)
    warn_guess (builder, said, units);
}
