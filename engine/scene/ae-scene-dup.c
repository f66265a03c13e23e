/* ae-scene-dup.c: scenes that differ from another in labels, units or bad bands and share its
 * pixels. A scene is never changed: whoever wants it otherwise gets a new one.
 *
 * What such a scene owns itself are the fields whose pointers differ from its origin's.
 */
#include <math.h>
#include <string.h>

#include "ae-error.h"
#include "ae-scene-private.h"
#include "ae-wavelengths.h"

/* Where water vapour leaves no light: around 1400 and 1900 nm. */
static const double vapour_nm[2][2] = { { 1350, 1450 }, { 1800, 1960 } };

static void
set_labels (AeScene *self, guint16 *labels, char **names, guint32 *colours)
{
  const AeSceneBuilder *origin = &self->origin->data;

  if (self->data.labels != origin->labels)
    g_free (self->data.labels);
  if (self->data.class_names != origin->class_names)
    g_strfreev (self->data.class_names);
  if (self->data.class_colours != origin->class_colours)
    g_free (self->data.class_colours);
  self->data.labels = labels;
  self->data.class_names = names;
  self->data.class_colours = colours;
}

static void
set_wavelengths (AeScene *self, double *axis, double *wavelengths_nm, double *fwhm_nm)
{
  const AeSceneBuilder *origin = &self->origin->data;

  if (self->data.axis != origin->axis)
    g_free (self->data.axis);
  if (self->data.wavelengths_nm != origin->wavelengths_nm)
    g_free (self->data.wavelengths_nm);
  if (self->data.fwhm_nm != origin->fwhm_nm)
    g_free (self->data.fwhm_nm);
  self->data.axis = axis;
  self->data.wavelengths_nm = wavelengths_nm;
  self->data.fwhm_nm = fwhm_nm;
}

static void
set_bad_bands (AeScene *self, guint8 *bad_bands)
{
  if (self->data.bad_bands != self->origin->data.bad_bands)
    g_free (self->data.bad_bands);
  self->data.bad_bands = bad_bands;
  ae_scene_list_good_bands (self);
}

/**
 * ae_scene_free_own: (skip)
 * @self: a scene with an origin, at its end
 */
void
ae_scene_free_own (AeScene *self)
{
  set_labels (self, NULL, NULL, NULL);
  set_wavelengths (self, NULL, NULL, NULL);
  if (self->data.bad_bands != self->origin->data.bad_bands)
    g_free (self->data.bad_bands);
  if (self->data.mask != self->origin->data.mask)
    g_free (self->data.mask);
  if (self->data.warnings != self->origin->data.warnings)
    g_ptr_array_unref (self->data.warnings);
  ae_scene_unref (self->origin);
}

/* A twin that owns copies of what @self owns beyond the common origin. */
static AeScene *
dup_shared (AeScene *self)
{
  AeScene *twin = g_new0 (AeScene, 1);
  const AeSceneBuilder *from = &self->data, *origin;
  AeSceneBuilder *to = &twin->data;

  atomic_init (&twin->ref_count, 1);
  g_mutex_init (&twin->lock);
  twin->origin = ae_scene_ref (self->origin != NULL ? self->origin : self);
  twin->n_masked = self->n_masked;
  twin->n_colours = self->n_colours;
  *to = *from;
  origin = &twin->origin->data;
  if (from->labels != origin->labels)
    to->labels = g_memdup2 (from->labels, ae_scene_get_n_pixels (self) * sizeof *from->labels);
  if (from->class_names != origin->class_names)
    to->class_names = g_strdupv (from->class_names);
  if (from->class_colours != origin->class_colours)
    to->class_colours
        = g_memdup2 (from->class_colours, self->n_colours * sizeof *from->class_colours);
  if (from->axis != origin->axis)
    to->axis = g_memdup2 (from->axis, from->bands * sizeof *from->axis);
  if (from->wavelengths_nm != origin->wavelengths_nm)
    to->wavelengths_nm
        = g_memdup2 (from->wavelengths_nm, from->bands * sizeof *from->wavelengths_nm);
  if (from->fwhm_nm != origin->fwhm_nm)
    to->fwhm_nm = g_memdup2 (from->fwhm_nm, from->bands * sizeof *from->fwhm_nm);
  if (from->mask != origin->mask)
    to->mask = g_memdup2 (from->mask, ae_scene_get_n_pixels (self));
  if (from->warnings != origin->warnings)
    g_ptr_array_ref (to->warnings);
  if (from->bad_bands != origin->bad_bands)
    to->bad_bands = g_memdup2 (from->bad_bands, from->bands);
  ae_scene_list_good_bands (twin);
  return twin;
}

/**
 * ae_scene_dup_with_classes:
 * @labels: (transfer full) (nullable): (lines × samples), 0 = unlabelled; g_malloc'd
 * @n_classes: highest label + 1, or 0 to have it counted
 * @class_names: (transfer full) (nullable): names and a %NULL
 * @class_colours: (transfer full) (nullable): (n_classes) 0xRRGGBB
 *
 * Returns: (transfer full): a scene that shares the pixels of @self. Any thread.
 */
AeScene *
ae_scene_dup_with_classes (AeScene *self, guint16 *labels, guint n_classes, char **class_names,
                           guint32 *class_colours)
{
  AeScene *twin = dup_shared (self);
  gsize n = ae_scene_get_n_pixels (self);

  set_labels (twin, labels, class_names, class_colours);
  twin->n_colours = class_colours != NULL ? n_classes : 0;
  twin->data.n_classes
      = labels != NULL ? MAX (n_classes, ae_scene_count_classes (labels, n)) : 0;
  return twin;
}

/**
 * ae_scene_dup_with_labels:
 * @labels: (transfer full) (nullable): (lines × samples), 0 = unlabelled; g_malloc'd
 * @n_classes: highest label + 1, or 0 to have it counted
 * @class_names: (transfer full) (nullable): names and a %NULL
 *
 * Returns: (transfer full): a scene that shares the pixels of @self. Any thread.
 */
AeScene *
ae_scene_dup_with_labels (AeScene *self, guint16 *labels, guint n_classes, char **class_names)
{
  return ae_scene_dup_with_classes (self, labels, n_classes, class_names, NULL);
}

/**
 * ae_scene_dup_with_units:
 * @units: what the file's numbers are in, in the user's opinion
 *
 * Reads the file's list of wavelengths in another unit; widths go with it.
 *
 * Returns: (transfer full): a scene that shares the pixels of @self and whose units are no
 * guess, or %NULL with %AE_ERROR_INVALID where the numbers make no sense in that unit, or
 * there are none. Any thread.
 */
AeScene *
ae_scene_dup_with_units (AeScene *self, AeWavelengthUnits units, GError **error)
{
  const AeSceneBuilder *b = &self->data;
  AeSceneBuilder again = { .name = b->name, .bands = b->bands };
  AeScene *twin;

  if (b->axis != NULL)
    ae_wavelengths_put (&again, g_memdup2 (b->axis, b->bands * sizeof *b->axis), b->bands,
                        ae_wavelengths_dup_widths (b), b->bands,
                        ae_wavelength_units_to_word (units));
  g_clear_pointer (&again.warnings, g_ptr_array_unref);
  g_free (again.bad_bands);
  if (again.axis == NULL || units == AE_WAVELENGTH_NONE || again.units != units)
    {
      g_free (again.axis);
      g_free (again.wavelengths_nm);
      g_free (again.fwhm_nm);
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%s: its wavelengths make no sense in %s; choose another unit", b->name,
                   ae_wavelength_units_to_string (units));
      return NULL;
    }
  twin = dup_shared (self);
  set_wavelengths (twin, again.axis, again.wavelengths_nm, again.fwhm_nm);
  twin->data.units = units;
  twin->data.units_guessed = FALSE;
  twin->data.units_chosen = TRUE;
  return twin;
}

/* Mask and bad bands as they would be had the file named @value. */
static gboolean
scan_again (AeScene *twin, double value, GError **error)
{
  const AeSceneBuilder *from = &twin->data;
  gsize n = ae_scene_get_n_pixels (twin);
  AeSceneBuilder again = { .name = from->name,
                           .lines = from->lines,
                           .samples = from->samples,
                           .bands = from->bands,
                           .cube = from->cube,
                           .nodata = value,
                           .has_nodata = TRUE,
                           .bad_bands = g_memdup2 (from->bad_bands, from->bands),
                           .mask = g_memdup2 (from->mask, n) };
  gboolean ok = from->cube == NULL || ae_scene_scan (&again, &twin->n_masked, error);

  g_clear_pointer (&again.warnings, g_ptr_array_unref);
  twin->data.mask = again.mask;
  set_bad_bands (twin, again.bad_bands);
  return ok;
}

/**
 * ae_scene_dup_with_nodata:
 * @value: of the scene, that stands for no data in a user's opinion
 *
 * Besides what the file declares. Of a scene that is read on demand it takes the place of a
 * value that the file names.
 *
 * Returns: (transfer full): a scene that shares the pixels of @self, or %NULL with
 * %AE_ERROR_NO_DATA where nothing would be left. Worker thread.
 */
AeScene *
ae_scene_dup_with_nodata (AeScene *self, double value, GError **error)
{
  g_autoptr (AeScene) twin = dup_shared (self);
  AeSceneBuilder kept = { 0 };
  g_autofree char *mark = g_strdup_printf ("(--nodata %g)", self->data.undeclared);

  for (guint i = 0; i < ae_scene_get_n_warnings (self); i++)
    if (!self->data.has_undeclared || (float) value != (float) self->data.undeclared
        || strstr (ae_scene_get_warning (self, i), mark) == NULL)
      ae_scene_builder_warn (&kept, "%s", ae_scene_get_warning (self, i));
  if (twin->data.warnings != twin->origin->data.warnings)
    g_ptr_array_unref (twin->data.warnings);
  twin->data.warnings
      = kept.warnings != NULL ? kept.warnings : g_ptr_array_new_with_free_func (g_free);
  twin->data.nodata = twin->data.file_nodata = value;
  twin->data.has_nodata = twin->data.nodata_chosen = TRUE;
  twin->data.has_undeclared = FALSE;
  return scan_again (twin, value, error) ? g_steal_pointer (&twin) : NULL;
}

/**
 * ae_scene_dup_with_bad_bands:
 * @bad_bands: (bands) 1 where a band is to be left out
 *
 * The mask stays as it is: a pixel without data in a band that is left out now stays masked.
 *
 * Returns: (transfer full): a scene that shares the pixels of @self, or %NULL with
 * %AE_ERROR_NO_DATA where no band would be left. Any thread.
 */
AeScene *
ae_scene_dup_with_bad_bands (AeScene *self, const guint8 *bad_bands, GError **error)
{
  AeScene *twin;

  if (memchr (bad_bands, 0, self->data.bands) == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
                   "%s: all %u bands would be left out; keep at least one", self->data.name,
                   self->data.bands);
      return NULL;
    }
  twin = dup_shared (self);
  set_bad_bands (twin, g_memdup2 (bad_bands, self->data.bands));
  twin->data.bands_chosen = TRUE;
  return twin;
}

/**
 * ae_scene_fill_water_bands:
 * @out: (bands) 1 where a band lies in the water-vapour absorption around 1400 or 1900 nm
 *
 * A proposal for ae_scene_dup_with_bad_bands(), never applied by itself.
 *
 * Returns: how many there are; 0 for a scene without wavelengths. Any thread.
 */
guint
ae_scene_fill_water_bands (const AeScene *self, guint8 *out)
{
  guint n = 0;

  memset (out, 0, self->data.bands);
  for (guint i = 0; self->data.wavelengths_nm != NULL && i < self->data.bands; i++)
    for (guint k = 0; k < G_N_ELEMENTS (vapour_nm); k++)
      if (self->data.wavelengths_nm[i] >= vapour_nm[k][0]
          && self->data.wavelengths_nm[i] <= vapour_nm[k][1])
        {
          out[i] = 1;
          n++;
        }
  return n;
}
