/* ae-envi-header-bands.c: the spectral axis that an ENVI header gives, in all the ways it is
 * written: keys with blanks or underscores, one unit or a unit behind each number, decimal
 * commas, something that is no number among the numbers.
 */
#include "ae-envi-header.h"

#include <math.h>
#include <string.h>

#include "ae-calibration.h"
#include "ae-wavelengths.h"

static const char *
get_first (const AeEnviHeader *header, const char *const *keys)
{
  for (guint i = 0; keys[i] != NULL; i++)
    if (ae_envi_header_get (header, keys[i]) != NULL)
      return keys[i];
  return NULL;
}

static guint
count_char (const char *text, char wanted)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == wanted;
  return n;
}

/* Numbers with a decimal comma: parted by semicolons, or two commas for every number wanted,
 * one of them with a blank behind it. */
static char *
dup_with_points (const char *value, guint wanted)
{
  GString *text = g_string_new (NULL);
  gboolean has_semicolons = strchr (value, ';') != NULL && strchr (value, ',') != NULL;
  gboolean is_comma = has_semicolons || count_char (value, ',') + 1 == 2 * wanted;

  for (const char *c = value; *c != '\0'; c++)
    if (*c == ',' && is_comma && g_ascii_isdigit (c[1]))
      g_string_append_c (text, '.');
    else
      g_string_append_c (text, *c == ';' ? ',' : *c);
  return g_string_free (text, FALSE);
}

/* One number, perhaps with its unit: "400", "400 nm", "0.4um". */
static double
parse_item (const char *item, char **units)
{
  char *end;
  double number = g_ascii_strtod (item, &end);
  const char *rest = end + strspn (end, " \t\r\n");

  if (end == item)
    return NAN;
  if (*rest != '\0' && ae_wavelength_units_from_string (rest) == AE_WAVELENGTH_NONE)
    return NAN;
  if (*rest != '\0' && *units == NULL)
    *units = g_strdup (rest);
  return number;
}

static double *
dup_list (const char *value, guint wanted, guint *n, char **units)
{
  g_autofree char *text = dup_with_points (value, wanted);
  gboolean has_commas = strchr (text, ',') != NULL;
  g_auto (GStrv) items = g_strsplit_set (text, has_commas ? "," : " \t\r\n", -1);
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; items[i] != NULL; i++)
    {
      double number;

      g_strstrip (g_strdelimit (items[i], "\"'", ' '));
      if (*items[i] == '\0')
        continue;
      number = parse_item (items[i], units);
      g_array_append_val (numbers, number);
    }
  *n = numbers->len;
  return (double *) g_array_free (numbers, numbers->len == 0);
}

/* "Wavenumber (cm-1)" of a plot's title names the unit where no key does. */
static const char *
find_title (const AeEnviHeader *header)
{
  const char *titles = ae_envi_header_get (header, "z plot titles");
  g_autofree char *folded = titles != NULL ? g_ascii_strdown (titles, -1) : NULL;

  if (folded != NULL && strstr (folded, "raman") != NULL)
    return "raman shift";
  if (folded != NULL
      && (strstr (folded, "wavenumber") != NULL || strstr (folded, "cm-1") != NULL))
    return "wavenumber";
  return NULL;
}

/**
 * ae_envi_header_dup_wavelengths:
 * @wanted: how many there should be
 * @n: (out): how many there are
 * @units: (out) (nullable) (transfer full): what they are in, as in the header
 *
 * Returns: (transfer full) (nullable): the list, NAN for what is no number; %NULL without one.
 */
double *
ae_envi_header_dup_wavelengths (const AeEnviHeader *self, guint wanted, guint *n, char **units)
{
  static const char *const keys[] = { "wavelength", "wavelengths", "band centers", NULL };
  static const char *const unit_keys[] = { "wavelength units",
                                           "wavelength unit",
                                           "wavelengths units",
                                           "wavelengths unit",
                                           "wavelengthunits",
                                           "units of wavelength",
                                           NULL };
  const char *key = get_first (self, keys), *unit_key = get_first (self, unit_keys);
  const char *title = find_title (self);
  g_autofree char *inside = NULL;
  double *values
      = key != NULL ? dup_list (ae_envi_header_get (self, key), wanted, n, &inside) : NULL;

  *units = NULL;
  if (values == NULL)
    {
      *n = 0;
      return NULL;
    }
  if (unit_key != NULL)
    *units = g_strdup (ae_envi_header_get (self, unit_key));
  if (ae_wavelength_units_from_string (*units) == AE_WAVELENGTH_NONE && inside != NULL)
    {
      g_free (*units);
      *units = g_steal_pointer (&inside);
    }
  if (title != NULL
      && (*units == NULL
          || (strcmp (title, "raman shift") == 0
              && ae_wavelength_units_from_string (*units) == AE_WAVELENGTH_WAVENUMBERS)))
    {
      g_free (*units);
      *units = g_strdup (title);
    }
  return values;
}

/**
 * ae_envi_header_put_wavelengths:
 * @builder: with @bands set; gets axis, widths and units
 */
void
ae_envi_header_put_wavelengths (const AeEnviHeader *self, AeSceneBuilder *builder)
{
  guint n, n_fwhm = 0;
  g_autofree char *units = NULL;
  g_autofree char *unused = NULL;
  double *values = ae_envi_header_dup_wavelengths (self, builder->bands, &n, &units);
  double *fwhm
      = ae_envi_header_get (self, "fwhm") != NULL
            ? dup_list (ae_envi_header_get (self, "fwhm"), builder->bands, &n_fwhm, &unused)
            : NULL;

  ae_wavelengths_put (builder, values, n, fwhm, n_fwhm, units);
}

/* One number a band, or one for all. */
static double *
dup_per_band (const AeEnviHeader *header, const char *key, guint bands, guint *n,
              AeSceneBuilder *b)
{
  double *numbers = ae_envi_header_dup_numbers (header, key, n);

  if (numbers != NULL && (*n == 1 || *n == bands))
    return numbers;
  if (ae_envi_header_get (header, key) != NULL)
    ae_scene_builder_warn (b, "“%s” lists %u numbers for %u bands and is left out.", key, *n,
                           bands);
  g_free (numbers);
  return NULL;
}

/**
 * ae_envi_header_put_calibration:
 * @builder: with its bands; gets gains, offsets and no-data
 */
void
ae_envi_header_put_calibration (const AeEnviHeader *self, AeSceneBuilder *builder)
{
  AeCalibration *calibration = ae_calibration_new (builder->bands);
  guint n_gains, n_offsets, n_missing;
  g_autofree double *gains
      = dup_per_band (self, "data gain values", builder->bands, &n_gains, builder);
  g_autofree double *offsets
      = dup_per_band (self, "data offset values", builder->bands, &n_offsets, builder);
  g_autofree double *missing
      = ae_envi_header_dup_numbers (self, "data ignore value", &n_missing);

  if (!ae_calibration_scale (calibration, gains, n_gains, offsets, n_offsets))
    ae_scene_builder_warn (
        builder,
        "The header's data gain and offset values are no numbers, or 0, and are left out.");
  if (missing != NULL)
    ae_calibration_add_missing (calibration, missing, 1);
  ae_calibration_put (builder, calibration);
}
