/* ae-wavelengths-put.c: a file's list of wavelengths becomes the spectral axis of a scene, with
 * a sentence on whatever was guessed, mended or left out.
 *
 * One wrong value makes one bad band: the others keep theirs.
 */
#include "ae-wavelengths.h"

#include <math.h>
#include <string.h>

/* A value so many times larger or smaller than both neighbours, which agree, is wrong; at an
 * end, where the axis may widen, only of a long list. */
#define WRONG_FACTOR     3.0
#define WRONG_FACTOR_END 8.0
#define LONG_LIST        8

static gboolean
says_nothing (const char *units)
{
  static const char *const words[] = { "", "unknown", "none", "index", "n/a", "na", "-" };

  for (guint i = 0; units != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (units, words[i]) == 0)
      return TRUE;
  return units == NULL;
}

static gboolean
is_odd_one (const double *values, guint n, guint i)
{
  gboolean is_end = i == 0 || i + 1 == n;
  double factor = is_end ? WRONG_FACTOR_END : WRONG_FACTOR, v = values[i], a, b;

  if (n < (is_end ? LONG_LIST : 3))
    return FALSE;
  a = values[i == 0 ? 2 : i - 1];
  b = values[i == 0 ? 1 : i + 1 == n ? n - 3 : i + 1];
  if (!(a > 0 && b > 0 && v > 0) || MAX (a, b) / MIN (a, b) > factor)
    return FALSE;
  return v > factor * MAX (a, b) || v < MIN (a, b) / factor;
}

/* 1 where a value is none: no number, 0 (an unused channel), or far off its neighbours. */
static guint
mark_wrong (const double *values, guint n, gboolean may_be_negative, guint8 *wrong)
{
  guint n_wrong = 0;

  for (guint i = 0; i < n; i++)
    {
      wrong[i] = !isfinite (values[i])
                 || (!may_be_negative && (values[i] <= 0 || is_odd_one (values, n, i)));
      n_wrong += wrong[i];
    }
  return n_wrong;
}

/* A value for drawing, on the line through the nearest two that are right. */
static void
mend (double *values, const guint8 *wrong, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      int a = (int) i - 1, b = (int) i + 1;

      if (!wrong[i])
        continue;
      while (a >= 0 && wrong[a])
        a--;
      while (b < (int) n && wrong[b])
        b++;
      if (a < 0)
        for (a = b, b++; b < (int) n - 1 && wrong[b];)
          b++;
      else if (b >= (int) n)
        for (b = a, a--; a > 0 && wrong[a];)
          a--;
      if (a < 0 || b >= (int) n || wrong[a] || wrong[b])
        values[i] = values[MAX (a, 0) < (int) n && !wrong[MAX (a, 0)] ? MAX (a, 0) : b];
      else
        values[i] = values[a] + (values[b] - values[a]) * ((int) i - a) / (b - a);
    }
}

/* Right values alone, in their order. */
static double *
dup_right (const double *values, const guint8 *wrong, guint n)
{
  double *right = g_new (double, n);
  guint k = 0;

  for (guint i = 0; i < n; i++)
    if (!wrong[i])
      right[k++] = values[i];
  return right;
}

static void
mark_bad (AeSceneBuilder *b, const double *values, const guint8 *wrong, guint n_wrong)
{
  guint first = 0;

  while (!wrong[first])
    first++;
  if (b->bad_bands == NULL)
    b->bad_bands = g_new0 (guint8, b->bands);
  for (guint i = 0; i < b->bands; i++)
    b->bad_bands[i] |= wrong[i];
  if (n_wrong == 1)
    ae_scene_builder_warn (
        b, "The wavelength of band %u (%g) cannot be right; the band is left out.", first + 1,
        values[first]);
  else
    ae_scene_builder_warn (b,
                           "The wavelengths of %u bands (the first is band %u, %g) cannot be "
                           "right; they are left out.",
                           n_wrong, first + 1, values[first]);
}

static void
warn_guess (AeSceneBuilder *b, AeWavelengthUnits said, const char *name)
{
  const char *taken = ae_wavelength_units_to_string (b->units);

  if (said != AE_WAVELENGTH_NONE)
    ae_scene_builder_warn (b,
                           "The file says its wavelengths are in %s, which their values (%g to "
                           "%g) do not bear out; %s assumed.",
                           name, b->axis[0], b->axis[b->bands - 1], taken);
  else if (!says_nothing (name))
    ae_scene_builder_warn (
        b,
        "The file says its wavelengths are in “%s”, a unit that is not known; "
        "%s assumed.",
        name, taken);
  else
    ae_scene_builder_warn (b, "The file does not say what its wavelengths are in; %s assumed.",
                           taken);
}

static gboolean
is_numbering (const double *values, guint n)
{
  for (guint i = 1; i < n; i++)
    if (values[i] != values[i - 1] + 1)
      return FALSE;
  return n > 0 && (values[0] == 0 || values[0] == 1);
}

/* Negative wavenumbers are shifts from the laser's line. */
static AeWavelengthUnits
tell_units (const char *units, const double *values, guint n)
{
  AeWavelengthUnits said = ae_wavelength_units_from_string (units);
  guint n_negative = 0;

  for (guint i = 0; i < n; i++)
    n_negative += values[i] < 0;
  return said == AE_WAVELENGTH_WAVENUMBERS && n_negative > 1 ? AE_WAVELENGTH_RAMAN_SHIFT : said;
}

static gboolean
put_axis (AeSceneBuilder *b, double *values, double *widths, const guint8 *wrong, guint n_right,
          AeWavelengthUnits said)
{
  g_autofree double *right = dup_right (values, wrong, b->bands);
  g_autofree double *nm = NULL;
  gboolean guessed;

  b->units = said;
  if (!ae_wavelengths_convert (right, NULL, n_right, &b->units, &b->units_guessed))
    return FALSE;
  mend (values, wrong, b->bands);
  b->axis = g_memdup2 (values, b->bands * sizeof *values);
  if (b->units == AE_WAVELENGTH_RAMAN_SHIFT)
    return TRUE;
  nm = g_memdup2 (values, b->bands * sizeof *values);
  said = b->units;
  if (!ae_wavelengths_convert (nm, widths, b->bands, &said, &guessed) || said != b->units)
    {
      g_clear_pointer (&b->axis, g_free);
      return FALSE;
    }
  b->wavelengths_nm = g_steal_pointer (&nm);
  if (widths != NULL)
    b->fwhm_nm = g_memdup2 (widths, b->bands * sizeof *widths);
  return TRUE;
}

/**
 * ae_wavelengths_put:
 * @builder: with @bands set
 * @values: (transfer full) (nullable): (n_values) as in the file; NAN for what is no number
 * @fwhm: (transfer full) (nullable): (n_fwhm) as in the file
 * @units: (nullable): as in the file
 *
 * Sets axis, wavelengths, widths and units of a scene in the making, with a warning for
 * whatever was guessed or left out.
 */
void
ae_wavelengths_put (AeSceneBuilder *builder, double *values, guint n_values, double *fwhm,
                    guint n_fwhm, const char *units)
{
  g_autofree double *centres = values;
  g_autofree double *widths = fwhm;
  g_autofree guint8 *wrong = g_malloc0 (MAX (n_values, 1));
  g_autofree double *as_read = NULL;
  AeWavelengthUnits said;
  guint n_wrong;

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
  said = tell_units (units, centres, n_values);
  if (said == AE_WAVELENGTH_NONE && is_numbering (centres, n_values))
    return;
  if (n_fwhm != builder->bands)
    g_clear_pointer (&widths, g_free);
  as_read = g_memdup2 (centres, n_values * sizeof *centres);
  n_wrong = mark_wrong (centres, n_values, said == AE_WAVELENGTH_RAMAN_SHIFT, wrong);
  if (2 * n_wrong > n_values
      || !put_axis (builder, centres, widths, wrong, n_values - n_wrong, said))
    {
      ae_scene_builder_warn (
          builder,
          "The numbers listed as wavelengths (%g to %g%s%s) are none; bands are numbered.",
          as_read[0], as_read[n_values - 1], units != NULL ? ", in " : "",
          units != NULL ? units : "");
      builder->units = AE_WAVELENGTH_NONE;
      return;
    }
  if (builder->units_guessed)
    warn_guess (builder, said, units);
  if (n_wrong > 0)
    mark_bad (builder, as_read, wrong, n_wrong);
}

/* ------------------------------------------------------------------ names */

/* The number that begins at @at, and the unit right behind it, if there is one. */
static gboolean
read_number (const char *at, double *value, char **units, const char **end)
{
  char *stop;
  gsize n;

  *value = g_ascii_strtod (at, &stop);
  if (stop == at || !isfinite (*value))
    return FALSE;
  *end = stop;
  while (*stop == ' ' || *stop == '_')
    stop++;
  for (n = 0; stop[n] != '\0' && strchr (" ,;)]}_", stop[n]) == NULL;)
    n++;
  *units = n > 0 ? g_strndup (stop, n) : NULL;
  if (ae_wavelength_units_from_string (*units) == AE_WAVELENGTH_NONE)
    g_clear_pointer (units, g_free);
  return TRUE;
}

/**
 * ae_wavelength_from_name:
 * @name: of a band: "Band 3 (441.38)", "Rrs_443", "Reflectance (0.44 Micrometers)"
 * @value: (out): the number in it that could be its wavelength: the one with a unit, or the
 * last
 * @units: (out) (nullable) (transfer full): its unit, where there is one
 *
 * Returns: whether there is a number in it.
 */
gboolean
ae_wavelength_from_name (const char *name, double *value, char **units)
{
  gboolean is_found = FALSE;

  *units = NULL;
  for (const char *at = name; *at != '\0';)
    {
      const char *end = at;
      g_autofree char *unit = NULL;
      double number;

      if (!g_ascii_isdigit (*at) || !read_number (at, &number, &unit, &end))
        {
          at++;
          continue;
        }
      *value = number;
      is_found = TRUE;
      if (unit != NULL)
        {
          *units = g_steal_pointer (&unit);
          return TRUE;
        }
      at = end;
    }
  return is_found;
}

static gboolean
is_monotonic (const double *values, guint n)
{
  for (guint i = 1; i < n; i++)
    if ((values[i] > values[i - 1]) != (values[1] > values[0]) || values[i] == values[i - 1])
      return FALSE;
  return TRUE;
}

/**
 * ae_wavelengths_put_names:
 * @builder: with names of its bands
 *
 * Takes the wavelengths out of the names where nothing else gives any: every name has one, they
 * rise or fall, and are no numbering.
 */
void
ae_wavelengths_put_names (AeSceneBuilder *builder)
{
  g_autofree double *values = g_new (double, builder->bands);
  g_autofree char *units = NULL;
  AeWavelengthUnits said;
  gboolean guessed;

  if (builder->axis != NULL || builder->wavelengths_nm != NULL || builder->band_names == NULL
      || builder->bands < 2)
    return;
  for (guint i = 0; i < builder->bands; i++)
    {
      g_autofree char *unit = NULL;

      if (builder->band_names[i] == NULL
          || !ae_wavelength_from_name (builder->band_names[i], &values[i], &unit)
          || (i > 0 && g_strcmp0 (unit, units) != 0))
        return;
      if (i == 0)
        units = g_steal_pointer (&unit);
    }
  said = ae_wavelength_units_from_string (units);
  if (!is_monotonic (values, builder->bands)
      || (said == AE_WAVELENGTH_NONE && values[1] == values[0] + 1))
    return;
  if (!ae_wavelengths_convert (values, NULL, builder->bands, &said, &guessed))
    return;
  builder->units = said;
  builder->units_guessed = guessed;
  builder->wavelengths_nm = g_steal_pointer (&values);
  ae_wavelengths_fill_axis (builder);
  ae_scene_builder_warn (
      builder, "The wavelengths are taken from the names of the bands (“%s” is %g %s).",
      builder->band_names[0], builder->axis[0], ae_wavelength_units_to_string (builder->units));
}
