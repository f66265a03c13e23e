/* ae-scene-get.c: the plain accessors of a scene. All may be called from any thread, and what
 * they return is borrowed from the scene. */
#include "ae-scene-private.h"

#include <string.h>

#include "ae-wavelengths.h"

/**
 * ae_scene_get_name:
 *
 * Returns: what to call the scene on screen, for example "samson_1.mat".
 */
const char *
ae_scene_get_name (const AeScene *self)
{
  return self->data.name;
}

/**
 * ae_scene_get_path:
 *
 * Returns: (nullable): the absolute path of its file.
 */
const char *
ae_scene_get_path (const AeScene *self)
{
  return self->data.path;
}

/**
 * ae_scene_get_format:
 *
 * Returns: the file's format in words, for example "ENVI".
 */
const char *
ae_scene_get_format (const AeScene *self)
{
  return self->data.format != NULL ? self->data.format : "memory";
}

/**
 * ae_scene_has_axis_order:
 *
 * Returns: whether the scene's file may be opened with its axes in another order, see
 * #AeReaderOptions.
 */
gboolean
ae_scene_has_axis_order (const AeScene *self)
{
  return self->data.has_axis_order;
}

/**
 * ae_scene_get_data_type:
 *
 * Returns: the number type in the file, for example "uint16".
 */
const char *
ae_scene_get_data_type (const AeScene *self)
{
  return self->data.data_type != NULL ? self->data.data_type : "float32";
}

/**
 * ae_scene_get_preprocessing:
 *
 * Returns: (nullable): the steps that its spectra have been through; %NULL where they are as
 * in the file. Borrowed, any thread.
 */
const char *
ae_scene_get_preprocessing (const AeScene *self)
{
  return self->data.preprocessing;
}

/**
 * ae_scene_get_header_text:
 *
 * Returns: (nullable): the file's own header.
 */
const char *
ae_scene_get_header_text (const AeScene *self)
{
  return self->data.header_text;
}

/**
 * ae_scene_get_interleave:
 *
 * Returns: the order of the numbers in the file; in memory it is always by pixel.
 */
AeInterleave
ae_scene_get_interleave (const AeScene *self)
{
  return self->data.interleave;
}

/**
 * ae_scene_get_lines:
 *
 * Returns: rows of the image, at least 1.
 */
guint
ae_scene_get_lines (const AeScene *self)
{
  return self->data.lines;
}

/**
 * ae_scene_get_samples:
 *
 * Returns: columns of the image, at least 1.
 */
guint
ae_scene_get_samples (const AeScene *self)
{
  return self->data.samples;
}

/**
 * ae_scene_get_bands:
 *
 * Returns: all bands, good and bad, at least 1.
 */
guint
ae_scene_get_bands (const AeScene *self)
{
  return self->data.bands;
}

/**
 * ae_scene_get_n_pixels:
 *
 * Returns: lines × samples, masked ones included.
 */
gsize
ae_scene_get_n_pixels (const AeScene *self)
{
  return (gsize) self->data.lines * self->data.samples;
}

/**
 * ae_scene_get_wavelengths_nm:
 *
 * Returns: (nullable): (bands) centres in nanometres.
 */
const double *
ae_scene_get_wavelengths_nm (const AeScene *self)
{
  return self->data.wavelengths_nm;
}

/**
 * ae_scene_get_fwhm_nm:
 *
 * Returns: (nullable): (bands) full widths at half maximum in nanometres.
 */
const double *
ae_scene_get_fwhm_nm (const AeScene *self)
{
  return self->data.fwhm_nm;
}

/**
 * ae_scene_get_wavelength_units:
 *
 * Returns: what the file's spectral axis is in; %AE_WAVELENGTH_NONE where bands are numbered.
 */
AeWavelengthUnits
ae_scene_get_wavelength_units (const AeScene *self)
{
  return self->data.axis != NULL ? self->data.units : AE_WAVELENGTH_NONE;
}

/**
 * ae_scene_get_axis:
 *
 * Returns: (nullable): (bands) the spectral axis as the file has it, in
 * ae_scene_get_wavelength_units(): to be shown and written. To compare sensors take
 * ae_scene_get_wavelengths_nm(), which a Raman shift has not.
 */
const double *
ae_scene_get_axis (const AeScene *self)
{
  return self->data.axis;
}

/**
 * ae_scene_get_units_guessed:
 *
 * Returns: whether the file does not name the units and they were taken from the values.
 */
gboolean
ae_scene_get_units_guessed (const AeScene *self)
{
  return self->data.units_guessed;
}

/**
 * ae_scene_get_band_name:
 *
 * Returns: (nullable): the file's name for a band.
 */
const char *
ae_scene_get_band_name (const AeScene *self, guint band)
{
  g_return_val_if_fail (band < self->data.bands, NULL);
  return self->data.band_names != NULL ? self->data.band_names[band] : NULL;
}

/**
 * ae_scene_get_default_bands:
 * @rgb: (out): red, green, blue, 0-based
 *
 * Returns: whether the file names bands to show.
 */
gboolean
ae_scene_get_default_bands (const AeScene *self, guint rgb[3])
{
  if (self->data.has_default_bands)
    memcpy (rgb, self->data.default_bands, sizeof self->data.default_bands);
  return self->data.has_default_bands;
}

/**
 * ae_scene_is_bad_band:
 *
 * Returns: whether a band is left out of pictures, statistics and training.
 */
gboolean
ae_scene_is_bad_band (const AeScene *self, guint band)
{
  g_return_val_if_fail (band < self->data.bands, TRUE);
  return self->data.bad_bands[band] != 0;
}

/**
 * ae_scene_get_n_good_bands:
 *
 * Returns: how many bands are not bad, at least 1.
 */
guint
ae_scene_get_n_good_bands (const AeScene *self)
{
  return self->n_good;
}

/**
 * ae_scene_get_good_bands:
 *
 * Returns: (n_good_bands) 0-based band indices, ascending.
 */
const guint *
ae_scene_get_good_bands (const AeScene *self)
{
  return self->good_bands;
}

/**
 * ae_scene_is_masked:
 * @pixel: line × samples + sample
 *
 * Returns: whether that pixel holds no data.
 */
gboolean
ae_scene_is_masked (const AeScene *self, gsize pixel)
{
  return self->data.mask[pixel] != 0;
}

/**
 * ae_scene_get_mask:
 *
 * Returns: (n_pixels) 1 where a pixel holds no data, else 0; never %NULL.
 */
const guint8 *
ae_scene_get_mask (const AeScene *self)
{
  return self->data.mask;
}

/**
 * ae_scene_get_n_masked:
 *
 * Returns: how many pixels hold no data. Of a scene read on demand only those are known
 * that the file declares.
 */
gsize
ae_scene_get_n_masked (const AeScene *self)
{
  return self->n_masked;
}

/**
 * ae_scene_get_nodata:
 *
 * Returns: the value that stands for no data in the pixels; NAN where there is none, or where
 * readers have put NAN in its place.
 */
double
ae_scene_get_nodata (const AeScene *self)
{
  return self->data.nodata;
}

/**
 * ae_scene_get_file_nodata:
 *
 * Returns: the number that stands for no data in the file, NAN where it names none.
 */
double
ae_scene_get_file_nodata (const AeScene *self)
{
  return self->data.file_nodata;
}

/**
 * ae_scene_get_undeclared_nodata:
 * @value: (out): that fills all bands of many pixels
 *
 * Returns: whether there is one that looks as if it stood for no data, and nobody said so: to
 * be offered as #AeSceneEdits.nodata.
 */
gboolean
ae_scene_get_undeclared_nodata (const AeScene *self, double *value)
{
  *value = self->data.undeclared;
  return self->data.has_undeclared;
}

/**
 * ae_scene_get_labels:
 *
 * Returns: (nullable): (n_pixels) classes, 0 = unlabelled.
 */
const guint16 *
ae_scene_get_labels (const AeScene *self)
{
  return self->data.labels;
}

/**
 * ae_scene_dup_targets:
 * @self: a scene
 * @label: that marks what is to be found; 0: any label
 * @n_targets: (out) (optional): how many there are
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer full): (pixels) 1 at targets, 0 elsewhere; %NULL without
 * labels.
 */
guint8 *
ae_scene_dup_targets (const AeScene *self, guint label, gsize *n_targets)
{
  const guint16 *labels = ae_scene_get_labels (self);
  gsize n = ae_scene_get_n_pixels (self), found = 0;
  guint8 *is_target = labels != NULL ? g_malloc (n) : NULL;

  for (gsize p = 0; p < n && labels != NULL; p++)
    {
      is_target[p] = label == 0 ? labels[p] != 0 : labels[p] == label;
      found += is_target[p];
    }
  if (n_targets != NULL)
    *n_targets = found;
  return is_target;
}

/**
 * ae_scene_get_n_classes:
 *
 * Returns: the highest label + 1; 0 without labels.
 */
guint
ae_scene_get_n_classes (const AeScene *self)
{
  return self->data.n_classes;
}

/**
 * ae_scene_get_class_name:
 *
 * Returns: (nullable): the name of a class.
 */
const char *
ae_scene_get_class_name (const AeScene *self, guint label)
{
  if (self->data.class_names == NULL || label >= g_strv_length (self->data.class_names))
    return NULL;
  return self->data.class_names[label];
}

/**
 * ae_scene_get_class_colour:
 * @colour: (out): 0xRRGGBB
 *
 * Returns: whether the file gives that class a colour.
 */
gboolean
ae_scene_get_class_colour (const AeScene *self, guint label, guint32 *colour)
{
  if (label >= self->n_colours)
    return FALSE;
  *colour = self->data.class_colours[label];
  return TRUE;
}

/**
 * ae_scene_get_georeference:
 * @geotransform: (out): six numbers in GDAL's order
 * @projection: (out) (nullable): WKT or %NULL
 *
 * Returns: whether the file is georeferenced; nothing is written where it is not.
 */
gboolean
ae_scene_get_georeference (const AeScene *self, double geotransform[6], const char **projection)
{
  if (!self->data.has_georeference)
    return FALSE;
  memcpy (geotransform, self->data.geotransform, sizeof self->data.geotransform);
  if (projection != NULL)
    *projection = self->data.projection;
  return TRUE;
}

/**
 * ae_scene_dup_widths:
 *
 * Returns: (transfer full) (nullable) (array length=bands): full widths at half maximum in the
 * units of ae_scene_get_axis().
 */
double *
ae_scene_dup_widths (const AeScene *self)
{
  return self->data.fwhm_nm != NULL ? ae_wavelengths_dup_widths (&self->data) : NULL;
}

/**
 * ae_scene_get_location:
 *
 * Returns: (transfer none) (nullable): where the pixels lie, of an image in the sensor's own
 * geometry whose file says so.
 */
const AeSceneLocation *
ae_scene_get_location (const AeScene *self)
{
  while (self->data.location == NULL && self->data.unprocessed != NULL)
    self = self->data.unprocessed;
  return self->data.location;
}

/**
 * ae_scene_get_sensor:
 *
 * Returns: (nullable): the instrument, as the file names it.
 */
const char *
ae_scene_get_sensor (const AeScene *self)
{
  return self->data.sensor;
}

/**
 * ae_scene_get_acquired:
 *
 * Returns: (nullable): when the image was taken, as the file writes it.
 */
const char *
ae_scene_get_acquired (const AeScene *self)
{
  return self->data.acquired;
}

/**
 * ae_scene_get_n_warnings:
 *
 * Returns: how many sentences ae_scene_get_warning() has.
 */
guint
ae_scene_get_n_warnings (const AeScene *self)
{
  return self->data.warnings != NULL ? self->data.warnings->len : 0;
}

/**
 * ae_scene_get_warning:
 *
 * Returns: one sentence on what was assumed, guessed or repaired.
 */
const char *
ae_scene_get_warning (const AeScene *self, guint index)
{
  g_return_val_if_fail (index < ae_scene_get_n_warnings (self), NULL);
  return g_ptr_array_index (self->data.warnings, index);
}

/**
 * ae_scene_get_truth_clean:
 *
 * Returns: (nullable): (n_pixels, bands) the values without noise, where they are known.
 */
const float *
ae_scene_get_truth_clean (const AeScene *self)
{
  return self->data.truth_clean;
}

/**
 * ae_scene_get_truth_endmembers:
 *
 * Returns: (nullable): (n_truth_materials, bands) spectra of the pure materials.
 */
const float *
ae_scene_get_truth_endmembers (const AeScene *self)
{
  return self->data.truth_endmembers;
}

/**
 * ae_scene_get_truth_abundances:
 *
 * Returns: (nullable): (n_pixels, n_truth_materials) shares that sum to 1 in each pixel.
 */
const float *
ae_scene_get_truth_abundances (const AeScene *self)
{
  return self->data.truth_abundances;
}

/**
 * ae_scene_get_n_truth_materials:
 *
 * Returns: how many materials the truth knows; 0 for a scene without one.
 */
guint
ae_scene_get_n_truth_materials (const AeScene *self)
{
  return self->data.n_truth_materials;
}

/**
 * ae_scene_get_truth_material:
 *
 * Returns: the name of a material.
 */
const char *
ae_scene_get_truth_material (const AeScene *self, guint index)
{
  g_return_val_if_fail (index < self->data.n_truth_materials, NULL);
  return self->data.truth_materials[index];
}
