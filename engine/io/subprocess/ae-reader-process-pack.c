/* ae-reader-process-pack.c: what a reader found out, but for the pixels, as a value that
 * crosses between processes. Texts cross as bytes: names in a file may be any. What comes back
 * is not believed: each array must be as long as the image that it belongs to.
 */
#include <string.h>

#include "ae-reader-process.h"

static void
put_text (GVariantBuilder *out, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_builder_add (out, "{sv}", key, g_variant_new_bytestring (text));
}

static void
put_texts (GVariantBuilder *out, const char *key, char **texts)
{
  if (texts != NULL)
    g_variant_builder_add (out, "{sv}", key,
                           g_variant_new_bytestring_array ((const char *const *) texts, -1));
}

static void
put_array (GVariantBuilder *out, const char *key, const char *type, const void *data, gsize n,
           gsize width)
{
  if (data != NULL)
    g_variant_builder_add (out, "{sv}", key,
                           g_variant_new_fixed_array (G_VARIANT_TYPE (type), data, n, width));
}

static void
put_number (GVariantBuilder *out, const char *key, guint32 number)
{
  g_variant_builder_add (out, "{sv}", key, g_variant_new_uint32 (number));
}

static void
put_location (GVariantBuilder *out, const AeSceneLocation *location, gsize pixels)
{
  put_array (out, "latitudes", "d", location->latitudes, pixels, sizeof (double));
  put_array (out, "longitudes", "d", location->longitudes, pixels, sizeof (double));
  put_number (out, "map-lines", location->map_lines);
  put_number (out, "map-samples", location->map_samples);
  put_array (out, "lookup", "u", location->lookup,
             (gsize) location->map_lines * location->map_samples, sizeof (guint32));
  put_array (out, "map-transform", "d", location->map_transform, 6, sizeof (double));
  put_text (out, "map-projection", location->map_projection);
}

/**
 * ae_reader_process_pack:
 * @builder: filled by a reader
 * @out: of #AE_READER_PROCESS_TYPE; gets everything but the pixels
 */
void
ae_reader_process_pack (const AeSceneBuilder *b, GVariantBuilder *out)
{
  gsize pixels = (gsize) b->lines * b->samples;

  put_number (out, "lines", b->lines);
  put_number (out, "samples", b->samples);
  put_number (out, "bands", b->bands);
  put_number (out, "interleave", b->interleave);
  put_text (out, "format", b->format);
  put_text (out, "data-type", b->data_type);
  put_text (out, "header", b->header_text);
  put_array (out, "axis", "d", b->axis, b->bands, sizeof (double));
  put_array (out, "wavelengths", "d", b->wavelengths_nm, b->bands, sizeof (double));
  put_array (out, "fwhm", "d", b->fwhm_nm, b->bands, sizeof (double));
  put_number (out, "units", b->units);
  put_number (out, "units-guessed", b->units_guessed);
  put_array (out, "bad-bands", "y", b->bad_bands, b->bands, 1);
  put_texts (out, "band-names", b->band_names);
  put_array (out, "mask", "y", b->mask, pixels, 1);
  put_number (out, "mask-is-searched", b->mask_is_searched);
  if (b->has_nodata)
    put_array (out, "nodata", "d", &b->nodata, 1, sizeof (double));
  if (b->has_file_nodata)
    put_array (out, "file-nodata", "d", &b->file_nodata, 1, sizeof (double));
  put_array (out, "labels", "q", b->labels, pixels, sizeof (guint16));
  put_texts (out, "class-names", b->class_names);
  put_array (out, "class-colours", "u", b->class_colours, b->n_classes, sizeof (guint32));
  put_number (out, "n-classes", b->n_classes);
  if (b->has_georeference)
    put_array (out, "geotransform", "d", b->geotransform, 6, sizeof (double));
  put_text (out, "projection", b->projection);
  put_text (out, "sensor", b->sensor);
  put_text (out, "acquired", b->acquired);
  if (b->location != NULL)
    put_location (out, b->location, pixels);
  if (b->has_default_bands)
    put_array (out, "default-bands", "u", b->default_bands, 3, sizeof (guint32));
  for (guint i = 0; b->warnings != NULL && i < b->warnings->len; i++)
    {
      g_autofree char *key = g_strdup_printf ("warning-%u", i);

      put_text (out, key, b->warnings->pdata[i]);
    }
}

/* ------------------------------------------------------------------ out of it */

static char *
take_text (GVariant *packed, const char *key)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (packed, key, G_VARIANT_TYPE_BYTESTRING);

  return value != NULL ? g_variant_dup_bytestring (value, NULL) : NULL;
}

/* As many as wanted, or none. */
static char **
take_texts (GVariant *packed, const char *key, gsize wanted)
{
  g_autoptr (GVariant) value
      = g_variant_lookup_value (packed, key, G_VARIANT_TYPE_BYTESTRING_ARRAY);
  gsize n = 0;
  char **texts = value != NULL ? g_variant_dup_bytestring_array (value, &n) : NULL;

  if (texts != NULL && n != wanted)
    g_clear_pointer (&texts, g_strfreev);
  return texts;
}

/* As many as wanted, or none. */
static void *
take_array (GVariant *packed, const char *key, const char *type, gsize wanted, gsize width)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (packed, key, G_VARIANT_TYPE (type));
  gsize n = 0;
  const void *data = value != NULL ? g_variant_get_fixed_array (value, &n, width) : NULL;

  return data != NULL && n == wanted ? g_memdup2 (data, n * width) : NULL;
}

static guint32
take_number (GVariant *packed, const char *key)
{
  guint32 number = 0;

  g_variant_lookup (packed, key, "u", &number);
  return number;
}

static void
take_place (GVariant *packed, AeSceneBuilder *b)
{
  g_autofree double *nodata = take_array (packed, "nodata", "ad", 1, sizeof (double));
  g_autofree double *file_nodata = take_array (packed, "file-nodata", "ad", 1, sizeof (double));
  g_autofree double *transform = take_array (packed, "geotransform", "ad", 6, sizeof (double));
  g_autofree guint32 *bands = take_array (packed, "default-bands", "au", 3, sizeof (guint32));

  b->has_file_nodata = file_nodata != NULL;
  b->file_nodata = file_nodata != NULL ? file_nodata[0] : 0;
  b->has_nodata = nodata != NULL;
  b->nodata = nodata != NULL ? nodata[0] : 0;
  b->has_georeference = transform != NULL;
  if (transform != NULL)
    memcpy (b->geotransform, transform, sizeof b->geotransform);
  b->projection = take_text (packed, "projection");
  b->has_default_bands = bands != NULL && MAX (bands[0], MAX (bands[1], bands[2])) < b->bands;
  if (b->has_default_bands)
    memcpy (b->default_bands, bands, sizeof b->default_bands);
}

/* A table that leads out of the image is none. */
static gboolean
is_lookup_sane (const AeSceneLocation *self, gsize pixels)
{
  for (gsize i = 0; i < (gsize) self->map_lines * self->map_samples; i++)
    if (self->lookup[i] >= pixels && self->lookup[i] != AE_SCENE_NOWHERE)
      return FALSE;
  return TRUE;
}

static void
take_location (GVariant *packed, AeSceneBuilder *b)
{
  gsize pixels = (gsize) b->lines * b->samples;
  AeSceneLocation *location = g_new0 (AeSceneLocation, 1);
  g_autofree double *transform = take_array (packed, "map-transform", "ad", 6, sizeof (double));

  location->latitudes = take_array (packed, "latitudes", "ad", pixels, sizeof (double));
  location->longitudes = take_array (packed, "longitudes", "ad", pixels, sizeof (double));
  location->map_lines = take_number (packed, "map-lines");
  location->map_samples = take_number (packed, "map-samples");
  location->lookup
      = take_array (packed, "lookup", "au", (gsize) location->map_lines * location->map_samples,
                    sizeof (guint32));
  location->map_projection = take_text (packed, "map-projection");
  if (transform != NULL)
    memcpy (location->map_transform, transform, sizeof location->map_transform);
  if (location->lookup != NULL && (transform == NULL || !is_lookup_sane (location, pixels)))
    g_clear_pointer (&location->lookup, g_free);
  if (location->lookup != NULL || (location->latitudes != NULL && location->longitudes != NULL))
    b->location = location;
  else
    ae_scene_location_free (location);
}

static void
take_labels (GVariant *packed, AeSceneBuilder *b)
{
  gsize pixels = (gsize) b->lines * b->samples;
  guint n = take_number (packed, "n-classes");

  b->labels = take_array (packed, "labels", "aq", pixels, sizeof (guint16));
  b->class_names = take_texts (packed, "class-names", n);
  b->class_colours = take_array (packed, "class-colours", "au", n, sizeof (guint32));
  b->n_classes = b->class_names != NULL || b->class_colours != NULL ? n : 0;
}

static void
take_warnings (GVariant *packed, AeSceneBuilder *b)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *key = g_strdup_printf ("warning-%u", i);
      g_autofree char *text = take_text (packed, key);

      if (text == NULL)
        return;
      ae_scene_builder_warn (b, "%s", text);
    }
}

/**
 * ae_reader_process_unpack:
 * @packed: from another process; may be anything of #AE_READER_PROCESS_TYPE
 * @builder: with name and path; gets everything but the pixels
 *
 * Returns: whether there is an image in it.
 */
gboolean
ae_reader_process_unpack (GVariant *packed, AeSceneBuilder *b)
{
  b->lines = take_number (packed, "lines");
  b->samples = take_number (packed, "samples");
  b->bands = take_number (packed, "bands");
  if (b->lines == 0 || b->samples == 0 || b->bands == 0
      || (guint64) b->lines * b->samples >= G_MAXUINT32)
    return FALSE;
  b->interleave = take_number (packed, "interleave") % 3;
  b->format = take_text (packed, "format");
  b->data_type = take_text (packed, "data-type");
  b->header_text = take_text (packed, "header");
  b->axis = take_array (packed, "axis", "ad", b->bands, sizeof (double));
  b->wavelengths_nm = take_array (packed, "wavelengths", "ad", b->bands, sizeof (double));
  b->fwhm_nm = take_array (packed, "fwhm", "ad", b->bands, sizeof (double));
  b->units = MIN (take_number (packed, "units"), AE_WAVELENGTH_N_UNITS - 1);
  b->units_guessed = take_number (packed, "units-guessed") != 0;
  b->bad_bands = take_array (packed, "bad-bands", "ay", b->bands, 1);
  b->band_names = take_texts (packed, "band-names", b->bands);
  b->mask = take_array (packed, "mask", "ay", (gsize) b->lines * b->samples, 1);
  b->mask_is_searched = b->mask != NULL && take_number (packed, "mask-is-searched") != 0;
  b->sensor = take_text (packed, "sensor");
  b->acquired = take_text (packed, "acquired");
  take_place (packed, b);
  take_location (packed, b);
  take_labels (packed, b);
  take_warnings (packed, b);
  return b->format != NULL && b->data_type != NULL;
}
