/* ae-names.c: the names of scale, offset and no-data, of attributes in netCDF and HDF5 and of
 * variables in MATLAB files.
 */
#include "ae-names.h"

#include <math.h>
#include <string.h>

const char *const ae_names_gains[]
    = { "scale_factor",     "slope",          "gain", "scale", "scaling_factor", "multiplier",
        "data gain values", "radiance_scale", NULL };
const char *const ae_names_divisors[]
    = { "divisor", "quantification_value", "reflectance_scale_factor", NULL };
const char *const ae_names_offsets[]
    = { "add_offset", "offset", "intercept", "data offset values", NULL };
const char *const ae_names_missing[] = {
  "_FillValue", "missing_value", "Data_Ignore_Value", "no_data_value",
  "nodata",     "fill",          "ignore_value",      "bad_value",
  "missing",    "invalid_value", "noDataValue",       "fillval",
  NULL,
};

/**
 * ae_names_dup_folded:
 * @name: of an array or attribute
 *
 * Returns: (transfer full): its letters and digits in lower case, so that `Scale_Factor`,
 * `scale factor` and `ScaleFactor` are one.
 */
char *
ae_names_dup_folded (const char *name)
{
  GString *folded = g_string_new (NULL);

  for (; *name != '\0'; name++)
    if (g_ascii_isalnum (*name))
      g_string_append_c (folded, g_ascii_tolower (*name));
  return g_string_free (folded, FALSE);
}

static gboolean
is_power_of_ten (double number)
{
  double exponent = log10 (number);

  return exponent > 0 && fabs (exponent - round (exponent)) < 1e-9;
}

/**
 * ae_names_divides:
 * @name: one of #ae_names_gains, in the file's spelling
 * @factor: what it is
 * @is_whole: whether the numbers are whole
 *
 * CF's `scale_factor` multiplies. Other programs store reflectance × 10,000 and name the 10,000
 * so: NEON's `Scale_Factor`, Sentinel's `quantification_value`. No number of CF's kind is a
 * large power of ten.
 *
 * Returns: whether numbers are to be divided by it.
 */
gboolean
ae_names_divides (const char *name, double factor, gboolean is_whole)
{
  if (!is_whole || factor <= 1)
    return FALSE;
  return strcmp (name, "scale_factor") != 0 || (factor >= 1000 && is_power_of_ten (factor));
}
