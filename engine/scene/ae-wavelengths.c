/* ae-wavelengths.c: the table of spectral units, and values of any of them to nanometres. Reads
 * no file: see ae-wavelengths-put.c for what a scene gets of a file's list.
 *
 * Where a file names no unit, the values tell: no instrument of this kind sees beyond 0.2 to
 * 20 µm, so numbers in that range are micrometres, and numbers from 200 to 20,000 nanometres.
 */
#include "ae-wavelengths.h"

#include <math.h>
#include <string.h>

#define LOWEST_NM  200.0
#define HIGHEST_NM 20000.0

/* What a file names is believed this far: from gamma rays to long waves. */
#define LEAST_NM 1e-6
#define MOST_NM  1e15

/* Of light in a vacuum: nm × eV, and nm × GHz (CODATA 2018). */
#define NM_EV  1239.841984
#define NM_GHZ 299792458.0

/* nm = factor × value, or factor / value; 0: no wavelength can be told. */
static const struct
{
  const char *word, *sign, *envi, *kind;
  double factor;
  gboolean is_reciprocal;
  const char *spellings; /* folded, between blanks */
} table[AE_WAVELENGTH_N_UNITS] = {
  [AE_WAVELENGTH_NONE] = { "none", "none", "Unknown", "index", 1, FALSE, "" },
  [AE_WAVELENGTH_NANOMETRES] = { "nm", "nm", "Nanometers", "wavelength", 1, FALSE,
                                 " nm nanometer nanometers nanometre nanometres nms " },
  [AE_WAVELENGTH_MICROMETRES] = { "um", "µm", "Micrometers", "wavelength", 1e3, FALSE,
                                  " um µm μm \xef\xbf\xbdm micron microns micrometer "
                                  "micrometers micrometre micrometres mum " },
  [AE_WAVELENGTH_METRES]
  = { "m", "m", "Meters", "wavelength", 1e9, FALSE, " m meter meters metre metres " },
  [AE_WAVELENGTH_WAVENUMBERS]
  = { "cm-1", "cm⁻¹", "Wavenumber", "wavenumber", 1e7, TRUE,
      " cm-1 cm⁻¹ 1/cm cm−1 wavenumber wavenumbers inversecm reciprocalcm kayser kaysers "
      "inversecentimeters reciprocalcentimeters cm**-1 cm-1wavenumber percm " },
  [AE_WAVELENGTH_ANGSTROMS] = { "angstrom", "Å", "Angstroms", "wavelength", 0.1, FALSE,
                                " angstrom angstroms ångström ångströms ångstrom å Å ang aa " },
  [AE_WAVELENGTH_MILLIMETRES] = { "mm", "mm", "Millimeters", "wavelength", 1e6, FALSE,
                                  " mm millimeter millimeters millimetre millimetres " },
  [AE_WAVELENGTH_CENTIMETRES] = { "cm", "cm", "Centimeters", "wavelength", 1e7, FALSE,
                                  " cm centimeter centimeters centimetre centimetres " },
  [AE_WAVELENGTH_MEGAHERTZ]
  = { "MHz", "MHz", "MHz", "frequency", NM_GHZ * 1e3, TRUE, " mhz megahertz " },
  [AE_WAVELENGTH_GIGAHERTZ]
  = { "GHz", "GHz", "GHz", "frequency", NM_GHZ, TRUE, " ghz gigahertz " },
  [AE_WAVELENGTH_TERAHERTZ]
  = { "THz", "THz", "THz", "frequency", NM_GHZ / 1e3, TRUE, " thz terahertz " },
  [AE_WAVELENGTH_ELECTRONVOLTS]
  = { "eV", "eV", "eV", "energy", NM_EV, TRUE,
      " ev electronvolt electronvolts electron-volt electron-volts " },
  [AE_WAVELENGTH_MILLIELECTRONVOLTS]
  = { "meV", "meV", "meV", "energy", NM_EV * 1e3, TRUE, " mev millielectronvolts " },
  [AE_WAVELENGTH_KILOELECTRONVOLTS]
  = { "keV", "keV", "keV", "energy", NM_EV / 1e3, TRUE, " kev kiloelectronvolts " },
  [AE_WAVELENGTH_HERTZ]
  = { "Hz", "Hz", "Hz", "frequency", NM_GHZ * 1e9, TRUE, " hz hertz s-1 1/s " },
  [AE_WAVELENGTH_RAMAN_SHIFT]
  = { "raman", "cm⁻¹", "Raman Shift", "Raman shift", 0, FALSE,
      " raman ramanshift ramanshifts ramanshiftcm-1 relcm-1 deltacm-1 rcm-1 " },
};

/* Lower case, without blanks, underscores, powers' signs and braces. */
static char *
dup_folded (const char *text, gsize n)
{
  g_autofree char *part = g_strndup (text, n);
  g_autofree char *lower = g_utf8_validate (part, -1, NULL) ? g_utf8_strdown (part, -1)
                                                            : g_ascii_strdown (part, -1);
  GString *folded = g_string_new (" ");

  for (const char *c = lower; *c != '\0'; c++)
    if (!g_ascii_isspace (*c) && strchr ("_^{}\"'.", *c) == NULL)
      g_string_append_c (folded, *c);
  g_string_append_c (folded, ' ');
  return g_string_free (folded, FALSE);
}

static AeWavelengthUnits
look_up (const char *text, gsize n)
{
  g_autofree char *folded = dup_folded (text, n);

  if (strlen (folded) <= 2)
    return AE_WAVELENGTH_NONE;
  for (guint i = 1; i < AE_WAVELENGTH_N_UNITS; i++)
    if (strstr (table[i].spellings, folded) != NULL)
      return (AeWavelengthUnits) i;
  return AE_WAVELENGTH_NONE;
}

/**
 * ae_wavelength_units_from_string:
 * @text: (nullable): as in a file, any case: "nm", "Micrometers", "Wavenumber (cm-1)"
 *
 * Returns: the unit, or %AE_WAVELENGTH_NONE for one that says nothing ("Unknown", "Index") or
 * is not known.
 */
AeWavelengthUnits
ae_wavelength_units_from_string (const char *text)
{
  const char *open = text != NULL ? strpbrk (text, "([") : NULL;
  const char *close = open != NULL ? strpbrk (open, ")]") : NULL;
  AeWavelengthUnits units;

  if (text == NULL)
    return AE_WAVELENGTH_NONE;
  if (strcmp (text, "A") == 0)
    return AE_WAVELENGTH_ANGSTROMS;
  units = look_up (text, open != NULL ? (gsize) (open - text) : strlen (text));
  if (units == AE_WAVELENGTH_NONE && close != NULL)
    units = look_up (open + 1, (gsize) (close - open - 1));
  return units;
}

/**
 * ae_wavelength_units_to_string:
 *
 * Returns: the unit's sign, for example "µm".
 */
const char *
ae_wavelength_units_to_string (AeWavelengthUnits units)
{
  g_return_val_if_fail (units < AE_WAVELENGTH_N_UNITS, NULL);
  return table[units].sign;
}

/**
 * ae_wavelength_units_to_word:
 *
 * Returns: the unit as it is typed, for example "um"; ae_wavelength_units_from_string() takes
 * it.
 */
const char *
ae_wavelength_units_to_word (AeWavelengthUnits units)
{
  g_return_val_if_fail (units < AE_WAVELENGTH_N_UNITS, NULL);
  return table[units].word;
}

/**
 * ae_wavelength_units_to_envi:
 *
 * Returns: the unit as an ENVI header has it, for example "Micrometers".
 */
const char *
ae_wavelength_units_to_envi (AeWavelengthUnits units)
{
  g_return_val_if_fail (units < AE_WAVELENGTH_N_UNITS, NULL);
  return table[units].envi;
}

/**
 * ae_wavelength_units_get_kind:
 *
 * Returns: what is measured in it: "wavelength", "wavenumber", "Raman shift", "energy",
 * "frequency", or "index".
 */
const char *
ae_wavelength_units_get_kind (AeWavelengthUnits units)
{
  g_return_val_if_fail (units < AE_WAVELENGTH_N_UNITS, NULL);
  return table[units].kind;
}

static double
to_nm (double value, AeWavelengthUnits units)
{
  return table[units].is_reciprocal ? table[units].factor / value : table[units].factor * value;
}

/* dλ = factor · dv / v² where λ = factor / v. */
static double
width_to_nm (double width, double value, AeWavelengthUnits units)
{
  return table[units].is_reciprocal ? table[units].factor * width / (value * value)
                                    : table[units].factor * width;
}

/**
 * ae_wavelengths_fill_axis:
 * @builder: with wavelengths in nanometres, and units
 *
 * Gives the axis in its units where no reader did.
 */
void
ae_wavelengths_fill_axis (AeSceneBuilder *builder)
{
  if (builder->units == AE_WAVELENGTH_NONE || table[builder->units].factor == 0)
    builder->units = AE_WAVELENGTH_NANOMETRES;
  builder->axis = g_new (double, builder->bands);
  for (guint i = 0; i < builder->bands; i++)
    builder->axis[i] = table[builder->units].is_reciprocal
                           ? table[builder->units].factor / builder->wavelengths_nm[i]
                           : builder->wavelengths_nm[i] / table[builder->units].factor;
}

/**
 * ae_wavelengths_dup_widths:
 * @builder: with axis and units
 *
 * Returns: (transfer full) (nullable): (bands) full widths at half maximum in the units of the
 * axis.
 */
double *
ae_wavelengths_dup_widths (const AeSceneBuilder *builder)
{
  double *widths;

  if (builder->fwhm_nm == NULL || builder->axis == NULL)
    return NULL;
  widths = g_new (double, builder->bands);
  for (guint i = 0; i < builder->bands; i++)
    widths[i] = builder->fwhm_nm[i] / width_to_nm (1, builder->axis[i], builder->units);
  return widths;
}

/* Whether all values are wavelengths of light that such instruments see. */
static gboolean
fits (const double *values, guint n, AeWavelengthUnits units, double lowest, double highest)
{
  for (guint i = 0; i < n; i++)
    {
      double nm = to_nm (values[i], units);

      if (!(values[i] > 0.0 && nm >= lowest && nm <= highest))
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
    if (fits (values, n, likely[i], LOWEST_NM, HIGHEST_NM))
      {
        *units = likely[i];
        return TRUE;
      }
  return FALSE;
}

/* A named unit is believed, unless no such instrument sees there and another unit would do. */
static gboolean
choose (const double *values, guint n, AeWavelengthUnits *units, gboolean *guessed)
{
  AeWavelengthUnits said = *units;

  *guessed = FALSE;
  if (said == AE_WAVELENGTH_RAMAN_SHIFT)
    return TRUE;
  if (said != AE_WAVELENGTH_NONE && fits (values, n, said, LOWEST_NM, HIGHEST_NM))
    return TRUE;
  if (said != AE_WAVELENGTH_WAVENUMBERS || !fits (values, n, said, LEAST_NM, 1e7))
    {
      *guessed = guess (values, n, units);
      if (*guessed)
        return TRUE;
    }
  return said != AE_WAVELENGTH_NONE && fits (values, n, said, LEAST_NM, MOST_NM);
}

/**
 * ae_wavelengths_convert:
 * @values: (inout): (n) as in the file; nanometres afterwards
 * @fwhm: (nullable) (inout): (n) widths in the same unit
 * @units: (inout): what the file says; what was taken in the end
 * @guessed: (out): whether that is a guess
 *
 * A named unit in which no value makes sense is not believed. Raman shifts stay as they are.
 *
 * Returns: %FALSE, and nothing changed, where the numbers are no wavelengths in any unit.
 */
gboolean
ae_wavelengths_convert (double *values, double *fwhm, guint n, AeWavelengthUnits *units,
                        gboolean *guessed)
{
  AeWavelengthUnits taken = *units;

  if (!choose (values, n, &taken, guessed))
    return FALSE;
  for (guint i = 0; i < n && taken != AE_WAVELENGTH_RAMAN_SHIFT; i++)
    {
      if (fwhm != NULL)
        fwhm[i] = width_to_nm (fwhm[i], values[i], taken);
      values[i] = to_nm (values[i], taken);
    }
  *units = taken;
  return TRUE;
}
