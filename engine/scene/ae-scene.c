/* ae-scene.c: making, sharing and describing a scene. Not its pixels: see ae-scene-pixels.c. */
#include "ae-scene-private.h"

#include <math.h>
#include <string.h>
#include <sys/mman.h>

#include "ae-calibration.h"
#include "ae-error.h"
#include "ae-wavelengths.h"

G_DEFINE_BOXED_TYPE (AeScene, ae_scene, ae_scene_ref, ae_scene_unref)

/**
 * ae_scene_location_free:
 * @self: (nullable) (transfer full): a location
 */
void
ae_scene_location_free (AeSceneLocation *self)
{
  if (self == NULL)
    return;
  g_free (self->latitudes);
  g_free (self->longitudes);
  g_free (self->lookup);
  g_free (self->map_projection);
  g_free (self);
}

static void
free_builder (AeSceneBuilder *b)
{
  g_free (b->name);
  g_free (b->path);
  g_free (b->format);
  g_free (b->data_type);
  if (b->mapped_bytes > 0)
    munmap (b->cube, b->mapped_bytes);
  else
    g_free (b->cube);
  if (b->source != NULL && b->source_free != NULL)
    b->source_free (b->source);
  ae_calibration_free (b->calibration);
  g_free (b->axis);
  g_free (b->wavelengths_nm);
  g_free (b->fwhm_nm);
  g_free (b->bad_bands);
  g_strfreev (b->band_names);
  g_free (b->mask);
  g_free (b->labels);
  g_strfreev (b->class_names);
  g_free (b->class_colours);
  g_free (b->projection);
  ae_scene_location_free (b->location);
  g_free (b->sensor);
  g_free (b->acquired);
  ae_scene_unref (b->unprocessed);
  g_free (b->preprocessing);
  g_free (b->header_text);
  g_clear_pointer (&b->warnings, g_ptr_array_unref);
  g_free (b->truth_clean);
  g_free (b->truth_endmembers);
  g_free (b->truth_abundances);
  g_strfreev (b->truth_materials);
}

/**
 * ae_scene_builder_warn:
 * @self: a scene in the making
 * @format: one sentence, printf style
 *
 * Notes what was assumed, guessed or repaired; shown on the Scene page and by `info`.
 */
void
ae_scene_builder_warn (AeSceneBuilder *self, const char *format, ...)
{
  va_list args;

  if (self->warnings == NULL)
    self->warnings = g_ptr_array_new_with_free_func (g_free);
  va_start (args, format);
  g_ptr_array_add (self->warnings, g_strdup_vprintf (format, args));
  va_end (args);
}

/**
 * ae_scene_builder_clear:
 * @self: a scene that will not be made
 *
 * Frees everything and zeroes the structure. Harmless on an empty one.
 */
void
ae_scene_builder_clear (AeSceneBuilder *self)
{
  free_builder (self);
  memset (self, 0, sizeof *self);
}

static gboolean
check_dimensions (const AeSceneBuilder *b, GError **error)
{
  if (b->lines == 0 || b->samples == 0 || b->bands == 0)
    g_set_error (error, AE_ERROR, AE_ERROR_DAMAGED,
                 "%s: the file gives %u lines, %u samples and %u bands; a scene needs at least "
                 "one of each",
                 b->name, b->lines, b->samples, b->bands);
  else if ((guint64) b->lines * b->samples >= G_MAXUINT32)
    g_set_error (error, AE_ERROR, AE_ERROR_TOO_LARGE,
                 "%s: %u × %u pixels are more than the %u that a scene may have; cut the image",
                 b->name, b->lines, b->samples, G_MAXUINT32 - 1);
  else
    return TRUE;
  return FALSE;
}

/**
 * ae_scene_list_good_bands: (skip)
 * @self: a scene in the making, its bad bands set
 *
 * Lists the bands that are not bad.
 */
void
ae_scene_list_good_bands (AeScene *self)
{
  g_free (self->good_bands);
  self->n_good = 0;
  self->good_bands = g_new (guint, self->data.bands);
  for (guint i = 0; i < self->data.bands; i++)
    if (!self->data.bad_bands[i])
      self->good_bands[self->n_good++] = i;
}

/**
 * ae_scene_count_classes: (skip)
 * @labels: (n)
 *
 * Returns: the highest label + 1.
 */
guint
ae_scene_count_classes (const guint16 *labels, gsize n)
{
  guint highest = 0;

  for (gsize i = 0; i < n; i++)
    highest = MAX (highest, labels[i]);
  return highest + 1;
}

/* Pixels read on demand cannot be looked through here: only what the file declares is known. */
static gsize
count_declared_mask (const AeSceneBuilder *b)
{
  gsize n = (gsize) b->lines * b->samples, n_masked = 0;

  for (gsize p = 0; p < n; p++)
    n_masked += b->mask[p] == 1;
  return n_masked;
}

static gboolean
complete (AeScene *self, GError **error)
{
  AeSceneBuilder *b = &self->data;
  gsize n = (gsize) b->lines * b->samples;

  if (!b->has_nodata)
    b->nodata = NAN;
  if (!b->has_file_nodata)
    b->file_nodata = b->nodata;
  if (b->axis == NULL && b->wavelengths_nm != NULL)
    ae_wavelengths_fill_axis (b);
  if (b->bad_bands == NULL)
    b->bad_bands = g_new0 (guint8, b->bands);
  if (b->mask == NULL)
    b->mask = g_new0 (guint8, n);
  if (b->cube == NULL)
    self->n_masked = count_declared_mask (b);
  else if (!ae_scene_scan (b, &self->n_masked, error))
    return FALSE;
  if (b->cube != NULL)
    ae_scene_look (b);
  ae_scene_list_good_bands (self);
  self->n_colours = b->class_colours != NULL ? b->n_classes : 0;
  if (b->labels != NULL)
    b->n_classes = MAX (b->n_classes, ae_scene_count_classes (b->labels, n));
  if (self->n_good > 0)
    return TRUE;
  g_set_error (error, AE_ERROR, AE_ERROR_NO_DATA,
               "%s: all %u bands are marked bad, so nothing is left to look at; check the "
               "bad-band list (bbl)",
               b->name, b->bands);
  return FALSE;
}

/**
 * ae_scene_new_take:
 * @builder: what is known of the scene; emptied in any case
 *
 * Makes a scene. For one in memory the mask and the bad bands are completed from the
 * values; see ae-scene-scan.c for the rules. Any thread.
 *
 * Returns: (transfer full): the scene, immutable from here on, or %NULL with
 * %AE_ERROR_DAMAGED (no pixels), %AE_ERROR_TOO_LARGE or %AE_ERROR_NO_DATA.
 */
AeScene *
ae_scene_new_take (AeSceneBuilder *builder, GError **error)
{
  AeScene *self;

  g_return_val_if_fail (builder->cube != NULL || builder->read != NULL, NULL);

  self = g_new0 (AeScene, 1);
  atomic_init (&self->ref_count, 1);
  g_mutex_init (&self->lock);
  self->data = *builder;
  memset (builder, 0, sizeof *builder);
  if (self->data.name == NULL)
    self->data.name = g_strdup (self->data.path != NULL ? self->data.path : "scene");
  if (check_dimensions (&self->data, error) && complete (self, error))
    return self;
  ae_scene_unref (self);
  return NULL;
}

/**
 * ae_scene_ref:
 *
 * Returns: (transfer full): @self. Any thread.
 */
AeScene *
ae_scene_ref (AeScene *self)
{
  atomic_fetch_add_explicit (&self->ref_count, 1, memory_order_relaxed);
  return self;
}

/**
 * ae_scene_unref:
 * @self: (nullable) (transfer full): a scene
 *
 * Any thread; the last one frees the pixels.
 */
void
ae_scene_unref (AeScene *self)
{
  if (self == NULL
      || atomic_fetch_sub_explicit (&self->ref_count, 1, memory_order_acq_rel) != 1)
    return;
  g_free (self->good_bands);
  if (self->origin != NULL)
    ae_scene_free_own (self);
  else
    free_builder (&self->data);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * ae_scene_find_band:
 * @wavelength_nm: where to look
 *
 * Returns: the good band nearest to that wavelength, 0-based; of two as near the first. A
 * scene without wavelengths is taken to span 400 to 1000 nm, so that a composite can be
 * drawn. Any thread.
 */
guint
ae_scene_find_band (const AeScene *self, double wavelength_nm)
{
  guint best = self->good_bands[0];
  double nearest = INFINITY;

  for (guint g = 0; g < self->n_good; g++)
    {
      guint band = self->good_bands[g];
      double centre = self->data.wavelengths_nm != NULL
                          ? self->data.wavelengths_nm[band]
                          : 400.0 + 600.0 * band / MAX (self->data.bands - 1, 1);

      if (fabs (centre - wavelength_nm) < nearest)
        {
          nearest = fabs (centre - wavelength_nm);
          best = band;
        }
    }
  return best;
}
