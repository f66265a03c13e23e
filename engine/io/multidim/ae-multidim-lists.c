/* ae-multidim-lists.c: what the lists and attributes of a netCDF or HDF5 file say of a cube:
 * the wavelengths, widths and flags of its bands, and how its numbers become values.
 *
 * By rule and not by product: any list of one number a band under a usual name counts, as an
 * array or an attribute, on the cube, its group, its parents or elsewhere; of several the one
 * that stands nearest and shares a word of the cube's name.
 */
#include "ae-multidim.h"

#include <math.h>
#include <string.h>

#include "ae-calibration.h"
#include "ae-wavelengths.h"

static gboolean
contains (const char *folded, const char *const *parts)
{
  for (guint i = 0; parts[i] != NULL; i++)
    if (strstr (folded, parts[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_one_of (const char *folded, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (folded, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_wavelength_name (const char *folded)
{
  static const char *const parts[] = { "wavelen",    "bandcent",    "listcw",     "wavenumber",
                                       "ramanshift", "centralwave", "centerwave", NULL };
  static const char *const names[]
      = { "wl",   "wvl", "lambda", "lambdas",     "wave",         "waves",    "wls",
          "wvls", "cw",  "cwvnir", "cwswir",      "energy",       "energies", "frequency",
          "freq", "nm",  "um",     "frequencies", "spectralaxis", "wavenum",  NULL };
  static const char *const others[]
      = { "unit", "index", "uncert", "error", "irradiance", "count", "number of", NULL };

  return (contains (folded, parts) || is_one_of (folded, names)) && !contains (folded, others);
}

static gboolean
has_role (const AeMultidimList *list, AeMultidimRole role)
{
  static const char *const widths[] = { "fwhm", "bandwidth", "fullwidth", NULL };
  static const char *const good[]
      = { "good", "bbl", "badbandlist", "badbandslist", "validband", "usableband", NULL };
  static const char *const bad[] = { "bad", NULL };
  g_autofree char *folded = ae_names_dup_folded (list->name);
  gboolean is_width = contains (folded, widths), is_flag = strstr (folded, "flag") != NULL;
  gboolean is_good = contains (folded, good) || (is_flag && strstr (folded, "cw") != NULL);
  gboolean is_bad = contains (folded, bad) && !is_good;

  switch (role)
    {
    case AE_MULTIDIM_WIDTHS:
      return is_width;
    case AE_MULTIDIM_GOOD:
      return is_good;
    case AE_MULTIDIM_BAD:
      return is_bad;
    case AE_MULTIDIM_WAVELENGTHS:
    default:
      return !is_width && !is_good && !is_bad && !is_flag
             && (is_wavelength_name (folded)
                 || (!list->is_attribute
                     && ae_wavelength_units_from_string (list->units) != AE_WAVELENGTH_NONE
                     && ae_wavelength_units_from_string (list->units) != AE_WAVELENGTH_METRES));
    }
}

/* How many words of two names are the same: VNIR_Cube and List_Cw_Vnir share one. */
static guint
count_shared_words (const char *a, const char *b)
{
  g_auto (GStrv) words = g_strsplit_set (a, "_- ./", -1);
  g_auto (GStrv) others = g_strsplit_set (b, "_- ./", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    for (guint k = 0; others[k] != NULL; k++)
      n += words[i][0] != '\0' && g_ascii_strcasecmp (words[i], others[k]) == 0;
  return n;
}

/* How many groups two paths have in common. */
static guint
count_shared_groups (const char *a, const char *b)
{
  guint n = 0;

  for (; *a != '\0' && *a == *b; a++, b++)
    n += *a == '/';
  return n;
}

static guint
rank_list (const AeMultidimList *list, const char *path, AeMultidimRole role)
{
  g_autofree char *folded = ae_names_dup_folded (list->name);
  const char *name = strrchr (path, '/') != NULL ? strrchr (path, '/') + 1 : path;
  gboolean is_usual = role != AE_MULTIDIM_WAVELENGTHS || is_wavelength_name (folded);

  return 1 + 100 * (strcmp (list->owner, path) == 0)
         + 20 * count_shared_words (list->name, name)
         + 2 * count_shared_groups (list->owner, path) + 50 * is_usual;
}

/**
 * ae_multidim_find_list:
 * @path: of a cube
 * @n: how long a list is wanted
 * @role: of what kind
 *
 * Returns: (nullable) (transfer none): the list that belongs to the cube, best of several.
 */
const AeMultidimList *
ae_multidim_find_list (const AeMultidim *self, const char *path, guint64 n, AeMultidimRole role)
{
  const AeMultidimList *best = NULL;
  guint best_rank = 0;

  for (guint i = 0; i < self->lists->len; i++)
    {
      const AeMultidimList *list = g_ptr_array_index (self->lists, i);
      guint r;

      if (list->n != n || !has_role (list, role))
        continue;
      r = rank_list (list, path, role);
      if (r > best_rank)
        {
          best = list;
          best_rank = r;
        }
    }
  return best;
}

static double *
dup_list (const AeMultidim *self, const AeMultidimList *list)
{
  const char *const names[] = { list->name, NULL };
  double *numbers;
  guint n = list->n;

  if (!list->is_attribute)
    return ae_multidim_dup_array (self, list->owner, list->n);
  numbers = ae_multidim_dup_attribute (self, list->owner, names, &n, NULL);
  if (numbers != NULL && n != list->n)
    g_clear_pointer (&numbers, g_free);
  return numbers;
}

/* An attribute of the list, or one beside it: `wavelength_units`. */
static char *
dup_units (const AeMultidim *self, const AeMultidimList *list)
{
  static const char *const names[] = { "units", "unit", NULL };
  g_autofree char *beside = g_strconcat (list->name, "_units", NULL);
  const char *const beside_names[]
      = { beside, "wavelength_units", "wavelength_unit", "wavelengths_units", NULL };

  if (list->units != NULL)
    return g_strdup (list->units);
  if (!list->is_attribute)
    return ae_multidim_dup_text (self, list->owner, names);
  return ae_multidim_dup_text (self, list->owner, beside_names);
}

static gboolean
are_flags (const double *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    if (numbers[i] != 0 && numbers[i] != 1)
      return FALSE;
  return TRUE;
}

static void
fill_flags (const AeMultidim *self, const char *path, AeMultidimRole role, AeSceneBuilder *b)
{
  const AeMultidimList *list = ae_multidim_find_list (self, path, b->bands, role);
  g_autofree double *flags = list != NULL ? dup_list (self, list) : NULL;
  double bad = role == AE_MULTIDIM_BAD ? 1 : 0;
  guint n = 0;

  if (flags == NULL || !are_flags (flags, b->bands))
    return;
  for (guint i = 0; i < b->bands; i++)
    n += flags[i] == bad;
  if (n == b->bands)
    {
      ae_scene_builder_warn (b, "The list “%s” marks every band bad; it is left out.",
                             list->name);
      return;
    }
  if (b->bad_bands == NULL)
    b->bad_bands = g_new0 (guint8, b->bands);
  for (guint i = 0; i < b->bands; i++)
    b->bad_bands[i] |= flags[i] == bad;
}

/* NEON names the windows in which water vapour leaves nothing. */
static void
fill_windows (const AeMultidim *self, const char *path, AeSceneBuilder *b)
{
  for (guint i = 0; b->wavelengths_nm != NULL && i < self->lists->len; i++)
    {
      const AeMultidimList *list = g_ptr_array_index (self->lists, i);
      g_autofree char *folded = ae_names_dup_folded (list->name);
      g_autofree double *window = NULL;

      if (!list->is_attribute || list->n != 2 || !g_str_has_prefix (folded, "bandwindow")
          || !g_str_has_suffix (folded, "nanometers")
          || strncmp (path, list->owner, strlen (list->owner)) != 0
          || (window = dup_list (self, list)) == NULL)
        continue;
      if (b->bad_bands == NULL)
        b->bad_bands = g_new0 (guint8, b->bands);
      for (guint k = 0; k < b->bands; k++)
        b->bad_bands[k]
            |= b->wavelengths_nm[k] >= window[0] && b->wavelengths_nm[k] <= window[1];
    }
}

/**
 * ae_multidim_fill_bands:
 * @path: of the cube
 * @builder: with @bands set; gets wavelengths, widths and bad bands
 */
void
ae_multidim_fill_bands (const AeMultidim *self, const char *path, AeSceneBuilder *builder)
{
  const AeMultidimList *list
      = ae_multidim_find_list (self, path, builder->bands, AE_MULTIDIM_WAVELENGTHS);
  const AeMultidimList *widths
      = ae_multidim_find_list (self, path, builder->bands, AE_MULTIDIM_WIDTHS);

  fill_flags (self, path, AE_MULTIDIM_GOOD, builder);
  fill_flags (self, path, AE_MULTIDIM_BAD, builder);
  if (list != NULL)
    {
      g_autofree char *units = dup_units (self, list);
      double *values = dup_list (self, list);
      double *fwhm = widths != NULL ? dup_list (self, widths) : NULL;

      if (values != NULL)
        ae_wavelengths_put (builder, values, builder->bands, fwhm,
                            fwhm != NULL ? builder->bands : 0, units);
      else
        g_free (fwhm);
    }
  fill_windows (self, path, builder);
}

/* ------------------------------------------------------------------ numbers to values */

static gboolean
is_whole_type (GDALDataType type)
{
  return type != GDT_Float32 && type != GDT_Float64 && !GDALDataTypeIsComplex (type);
}

static void
fill_scale (const AeMultidim *self, const AeMultidimArray *array, AeCalibration *calibration,
            AeSceneBuilder *b)
{
  g_autofree char *name = NULL;
  guint n_gains, n_offsets;
  g_autofree double *gains
      = ae_multidim_dup_attribute (self, array->path, ae_names_gains, &n_gains, &name);
  g_autofree double *offsets
      = ae_multidim_dup_attribute (self, array->path, ae_names_offsets, &n_offsets, NULL);
  gboolean is_divisor = FALSE;

  if (gains == NULL)
    {
      gains = ae_multidim_dup_attribute (self, array->path, ae_names_divisors, &n_gains, &name);
      is_divisor = gains != NULL;
    }
  for (guint i = 0; i < n_gains; i++)
    if (is_divisor || ae_names_divides (name, gains[i], is_whole_type (array->type)))
      gains[i] = 1 / gains[i];
  if (!ae_calibration_scale (calibration, gains, n_gains, offsets, n_offsets))
    ae_scene_builder_warn (b,
                           "The scale and offset of “%s” are not one number, nor one a band; "
                           "they are left out.",
                           array->path);
}

/* Products that keep the scale of an array at the root under names of their own: the value of
 * the largest and the smallest number (PRISMA L2), or divisor and what is taken off (PRISMA
 * L1). */
static const struct
{
  const char *array, *low, *high, *divisor, *taken_off;
} scales[] = {
  { "VNIR_Cube", "L2ScaleVnirMin", "L2ScaleVnirMax", "ScaleFactor_Vnir", "Offset_Vnir" },
  { "SWIR_Cube", "L2ScaleSwirMin", "L2ScaleSwirMax", "ScaleFactor_Swir", "Offset_Swir" },
  { "PAN_Cube", "L2ScalePanMin", "L2ScalePanMax", "ScaleFactor_Pan", "Offset_Pan" },
};

static double
get_root_number (const AeMultidim *self, const char *name)
{
  const char *const names[] = { name, NULL };
  guint n;
  g_autofree double *number = ae_multidim_dup_attribute (self, "", names, &n, NULL);

  return n == 1 ? number[0] : NAN;
}

static void
fill_root_scale (const AeMultidim *self, const AeMultidimArray *array,
                 AeCalibration *calibration)
{
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      double low, high, gain = NAN, offset = NAN;

      if (strcmp (strrchr (array->path, '/') + 1, scales[i].array) != 0)
        continue;
      low = get_root_number (self, scales[i].low);
      high = get_root_number (self, scales[i].high);
      if (isfinite (low) && high > low)
        {
          gain = (high - low) / 65535;
          offset = low;
        }
      else
        {
          gain = 1 / get_root_number (self, scales[i].divisor);
          offset = -get_root_number (self, scales[i].taken_off);
        }
      if (isfinite (gain) && isfinite (offset))
        ae_calibration_scale (calibration, &gain, 1, &offset, 1);
    }
}

static void
fill_missing (const AeMultidim *self, const AeMultidimArray *array, AeCalibration *calibration)
{
  GDALMDArrayH handle = ae_multidim_open_array (self, array->path);
  int has_nodata = FALSE;
  double nodata = handle != NULL ? GDALMDArrayGetNoDataValueAsDouble (handle, &has_nodata) : 0;

  if (handle != NULL)
    GDALMDArrayRelease (handle);
  if (has_nodata)
    ae_calibration_add_missing (calibration, &nodata, 1);
  for (guint i = 0; ae_names_missing[i] != NULL; i++)
    {
      const char *const one[] = { ae_names_missing[i], NULL };
      guint n;
      g_autofree double *numbers = ae_multidim_dup_attribute (self, array->path, one, &n, NULL);

      if (n > 1 && ae_calibration_add_missing (calibration, numbers, n))
        continue;
      for (guint k = 0; k < n; k++)
        ae_calibration_add_missing (calibration, numbers + k, 1);
    }
}

/* CF has the range in numbers as stored; where those are whole and the range is a fraction, it
 * is of the values that they stand for. */
static gboolean
is_of_values (GDALDataType type, double low, double high)
{
  return is_whole_type (type)
         && ((isfinite (low) && low != floor (low)) || (isfinite (high) && high != floor (high))
             || (isfinite (high) && high <= 2));
}

static void
fill_range (const AeMultidim *self, const AeMultidimArray *array, AeCalibration *calibration)
{
  static const char *const range_names[] = { "valid_range", NULL };
  static const char *const low_names[] = { "valid_min", NULL };
  static const char *const high_names[] = { "valid_max", NULL };
  guint n_range, n_low, n_high;
  g_autofree double *range
      = ae_multidim_dup_attribute (self, array->path, range_names, &n_range, NULL);
  g_autofree double *low
      = ae_multidim_dup_attribute (self, array->path, low_names, &n_low, NULL);
  g_autofree double *high
      = ae_multidim_dup_attribute (self, array->path, high_names, &n_high, NULL);

  double lowest = n_range == 2 ? range[0] : n_low == 1 ? low[0] : -INFINITY;
  double highest = n_range == 2 ? range[1] : n_high == 1 ? high[0] : INFINITY;

  ae_calibration_set_range (calibration, lowest, highest,
                            is_of_values (array->type, lowest, highest));
}

/**
 * ae_multidim_dup_calibration:
 * @array: of numbers
 * @bands: of it
 * @builder: gets warnings
 *
 * Returns: (transfer full): what the array's attributes say of its numbers.
 */
AeCalibration *
ae_multidim_dup_calibration (const AeMultidim *self, const AeMultidimArray *array, guint bands,
                             AeSceneBuilder *builder)
{
  AeCalibration *calibration = ae_calibration_new (bands);

  fill_scale (self, array, calibration, builder);
  fill_root_scale (self, array, calibration);
  fill_missing (self, array, calibration);
  fill_range (self, array, calibration);
  return calibration;
}
