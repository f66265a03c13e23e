/* ae-scene-edits.c: a scene with a user's changes, always made from the scene as it was opened,
 * so that any of them can be taken back. */
#include "ae-scene-edits.h"

#include "ae-error.h"
#include "ae-preprocess.h"
#include "ae-scene-private.h"
#include "ae-wavelengths.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------ bands in words */

static gboolean
refuse_item (const char *item, const AeScene *scene, GError **error)
{
  const double *axis = ae_scene_get_axis (scene);
  guint bands = ae_scene_get_bands (scene);
  g_autofree char *example = NULL;

  if (axis != NULL)
    example
        = g_strdup_printf (" or on its axis from %.6g to %.6g%s (400-1340nm, 1000-1800cm-1)",
                           MIN (axis[0], axis[bands - 1]), MAX (axis[0], axis[bands - 1]),
                           ae_wavelength_units_to_word (ae_scene_get_wavelength_units (scene)));
  g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
               "“%s” names no bands of %s; give numbers from 1 to %u (1-103, 109)%s", item,
               ae_scene_get_name (scene), bands, example != NULL ? example : "");
  return FALSE;
}

/* What a number begins with, decimal: no 0x10, no nan. */
static gboolean
take_number (const char *text, double *value, char **end)
{
  *value = g_ascii_strtod (text, end);
  return *end != text && strspn (text, "0123456789.eE+-") >= (gsize) (*end - text);
}

/* A number, or two with a dash between; the second may be negative, too. */
static gboolean
parse_range (const char *item, double *low, double *high, AeWavelengthUnits *units)
{
  char *end;

  if (!take_number (item, low, &end))
    return FALSE;
  *high = *low;
  while (*end == ' ')
    end++;
  if (*end == '-')
    {
      const char *second = end + 1;

      if (!take_number (second, high, &end))
        return FALSE;
    }
  while (*end == ' ')
    end++;
  *units = ae_wavelength_units_from_string (end);
  if (*low > *high && *units != AE_WAVELENGTH_NONE)
    {
      double first = *low;

      *low = *high;
      *high = first;
    }
  return (*units != AE_WAVELENGTH_NONE || *end == '\0') && isfinite (*low) && isfinite (*high)
         && *low <= *high;
}

/* The bands' places in a unit: the file's own, or by way of nanometres. */
static double *
dup_axis (const AeScene *scene, AeWavelengthUnits units)
{
  AeWavelengthUnits own = ae_scene_get_wavelength_units (scene);
  const double *axis = ae_scene_get_axis (scene), *nm = ae_scene_get_wavelengths_nm (scene);
  AeSceneBuilder b = { .bands = ae_scene_get_bands (scene), .units = units };

  if (axis != NULL
      && (units == own
          || (units == AE_WAVELENGTH_WAVENUMBERS && own == AE_WAVELENGTH_RAMAN_SHIFT)))
    return g_memdup2 (axis, b.bands * sizeof *axis);
  if (nm == NULL || units == AE_WAVELENGTH_RAMAN_SHIFT)
    return NULL;
  b.wavelengths_nm = (double *) nm;
  ae_wavelengths_fill_axis (&b);
  return b.axis;
}

/* Takes off the mark of each band that the item names. */
static gboolean
keep_item (const char *item, const AeScene *scene, guint8 *bad, GError **error)
{
  guint bands = ae_scene_get_bands (scene), n = 0;
  AeWavelengthUnits units = AE_WAVELENGTH_NONE;
  g_autofree double *axis = NULL;
  double low = 0, high = 0;

  if (!parse_range (item, &low, &high, &units)
      || (units == AE_WAVELENGTH_NONE
          && (low < 1 || high > bands || low != floor (low) || high != floor (high))))
    return refuse_item (item, scene, error);
  if (units != AE_WAVELENGTH_NONE && (axis = dup_axis (scene, units)) == NULL)
    return refuse_item (item, scene, error);
  for (guint b = 0; b < bands; b++)
    {
      double at = axis != NULL ? axis[b] : b + 1;

      if (at < low || at > high)
        continue;
      bad[b] = 0;
      n++;
    }
  return n > 0 || refuse_item (item, scene, error);
}

/**
 * ae_scene_edits_parse_bands:
 * @text: as #AeSceneEdits.kept_bands
 * @scene: whose
 * @error: %AE_ERROR_INVALID with the item that names none
 *
 * Returns: (transfer full) (array): (bands) 1 = left out; %NULL with @error. Any thread.
 */
guint8 *
ae_scene_edits_parse_bands (const char *text, const AeScene *scene, GError **error)
{
  g_auto (GStrv) items = g_strsplit (text, ",", -1);
  g_autofree guint8 *bad = g_malloc (ae_scene_get_bands (scene));
  guint n = 0;

  memset (bad, 1, ae_scene_get_bands (scene));
  for (guint i = 0; items[i] != NULL; i++)
    {
      if (!keep_item (g_strstrip (items[i]), scene, bad, error))
        return NULL;
      n++;
    }
  if (n > 0)
    return g_steal_pointer (&bad);
  refuse_item (text, scene, error);
  return NULL;
}

/**
 * ae_scene_edits_dup_bands_text:
 * @bad_bands: (array length=bands): 1 = left out
 * @bands: how many
 *
 * Returns: (transfer full): the others, "1-103,109". Any thread.
 */
char *
ae_scene_edits_dup_bands_text (const guint8 *bad_bands, guint bands)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint b = 0, end; b < bands; b = end)
    {
      for (end = b; end < bands && !bad_bands[end];)
        end++;
      if (end == b)
        end++;
      else if (end == b + 1)
        g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", b + 1);
      else
        g_string_append_printf (text, "%s%u-%u", text->len > 0 ? "," : "", b + 1, end);
    }
  return g_strdup (text->str);
}

/* ------------------------------------------------------------------ what was chosen */

/**
 * ae_scene_get_opened:
 * @scene: a scene
 *
 * Returns: (transfer none): the scene as it was opened, which it was made from; itself where
 * nothing was changed. Any thread.
 */
AeScene *
ae_scene_get_opened (AeScene *scene)
{
  while (scene->data.unprocessed != NULL || scene->origin != NULL)
    scene = scene->data.unprocessed != NULL ? scene->data.unprocessed : scene->origin;
  return scene;
}

/**
 * ae_scene_get_chosen_units:
 * @scene: a scene
 *
 * Returns: the unit that a user said its wavelengths are in; %AE_WAVELENGTH_NONE where they are
 * taken as in the file. Any thread.
 */
AeWavelengthUnits
ae_scene_get_chosen_units (const AeScene *scene)
{
  return scene->data.units_chosen ? scene->data.units : AE_WAVELENGTH_NONE;
}

/**
 * ae_scene_get_chosen_nodata:
 * @scene: a scene
 * @value: (out): that a user said stands for no data
 *
 * Returns: whether one did. Any thread.
 */
gboolean
ae_scene_get_chosen_nodata (const AeScene *scene, double *value)
{
  *value = scene->data.file_nodata;
  return scene->data.nodata_chosen;
}

/**
 * ae_scene_dup_chosen_bands:
 * @scene: a scene
 *
 * Returns: (transfer full) (nullable): the bands that a user chose, as
 * #AeSceneEdits.kept_bands; %NULL where they are as in the file. Any thread.
 */
char *
ae_scene_dup_chosen_bands (const AeScene *scene)
{
  if (!scene->data.bands_chosen)
    return NULL;
  return ae_scene_edits_dup_bands_text (scene->data.bad_bands, scene->data.bands);
}

/* ------------------------------------------------------------------ treating */

/* A band that the file leaves out may hold anything. One that is taken in again must not. */
static gboolean
check_taken_in (AeScene *opened, const guint8 *bad, GError **error)
{
  const float *cube = ae_scene_peek_cube (opened);
  guint bands = ae_scene_get_bands (opened);
  float nodata = (float) ae_scene_get_nodata (opened);

  for (guint b = 0; b < bands && cube != NULL; b++)
    {
      gsize n = 0;

      if (bad[b] || !ae_scene_is_bad_band (opened, b))
        continue;
      for (gsize p = 0; p < ae_scene_get_n_pixels (opened); p++)
        n += !ae_scene_is_masked (opened, p)
             && ae_scene_has_missing (cube + p * bands + b, 1, nodata);
      if (n == 0)
        continue;
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "Band %u of %s holds no data in %" G_GSIZE_FORMAT
                   " pixels, so it cannot be used; leave it out",
                   b + 1, ae_scene_get_name (opened), n);
      return FALSE;
    }
  return TRUE;
}

static AeScene *
dup_with_labels_of (AeScene *scene, AeScene *labelled)
{
  const AeSceneBuilder *b = &labelled->data;
  gsize n = ae_scene_get_n_pixels (scene);

  if (b->labels == scene->data.labels)
    return ae_scene_ref (scene);
  return ae_scene_dup_with_classes (
      scene, b->labels != NULL ? g_memdup2 (b->labels, n * sizeof *b->labels) : NULL,
      b->n_classes, g_strdupv (b->class_names),
      b->class_colours != NULL
          ? g_memdup2 (b->class_colours, labelled->n_colours * sizeof *b->class_colours)
          : NULL);
}

/**
 * ae_scene_apply_edits:
 * @scene: as it was opened, or treated before
 * @edits: what is to hold from now on
 * @cancellable: (nullable): for the preprocessing
 * @error: %AE_ERROR_INVALID for what makes no sense, %AE_ERROR_NO_DATA where no band would be
 *   left or one has no data, %AE_ERROR_CANCELLED
 *
 * Begins from the scene as it was opened; only the labels of @scene come along. Worker thread
 * where there is preprocessing.
 *
 * Returns: (transfer full): such a scene; it shares the pixels where they are not preprocessed.
 */
AeScene *
ae_scene_apply_edits (AeScene *scene, const AeSceneEdits *edits, GCancellable *cancellable,
                      GError **error)
{
  AeScene *opened = ae_scene_get_opened (scene);
  g_autoptr (AeScene) labelled = dup_with_labels_of (opened, scene);
  g_autoptr (AeScene) with_nodata = NULL;
  g_autoptr (AeScene) with_units = NULL;
  g_autoptr (AeScene) with_bands = NULL;
  g_autofree guint8 *bad = NULL;

  with_nodata = edits->has_nodata ? ae_scene_dup_with_nodata (labelled, edits->nodata, error)
                                  : ae_scene_ref (labelled);
  if (with_nodata == NULL)
    return NULL;
  with_units = edits->units != AE_WAVELENGTH_NONE
                   ? ae_scene_dup_with_units (with_nodata, edits->units, error)
                   : ae_scene_ref (with_nodata);
  if (with_units == NULL)
    return NULL;
  if (edits->kept_bands != NULL && edits->kept_bands[0] != '\0')
    {
      bad = ae_scene_edits_parse_bands (edits->kept_bands, with_units, error);
      if (bad == NULL || !check_taken_in (opened, bad, error))
        return NULL;
      with_bands = ae_scene_dup_with_bad_bands (with_units, bad, error);
    }
  else
    with_bands = ae_scene_ref (with_units);
  if (with_bands == NULL)
    return NULL;
  return ae_scene_dup_preprocessed (with_bands, edits->preprocessing, cancellable, error);
}
