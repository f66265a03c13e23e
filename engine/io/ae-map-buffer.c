/* ae-map-buffer.c: lines of an image wait in a file without a name until all are known; a
 * lookup table then says which pixel lies at each place of the map: the nearest, nothing is
 * averaged.
 */
#include "ae-map-buffer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ae-error.h"

struct _AeMapBuffer
{
  const AeScene *scene; /* borrowed */
  guint samples, bands;
  float *pixels; /* (lines × samples, bands), mapped */
  gsize bytes;
};

/**
 * ae_map_buffer_new:
 * @scene: outlives it
 * @bands: of the image
 * @error: %AE_ERROR_INVALID where the scene has no lookup table; %AE_ERROR_IO
 *
 * Returns: (transfer full): an empty one.
 */
AeMapBuffer *
ae_map_buffer_new (const AeScene *scene, guint bands, GError **error)
{
  const AeSceneLocation *location = scene != NULL ? ae_scene_get_location (scene) : NULL;
  gsize bytes = ae_scene_get_n_pixels (scene) * bands * sizeof (float);
  g_autofree char *path = NULL;
  void *pixels;
  AeMapBuffer *self;
  int fd;

  if (location == NULL || location->lookup == NULL)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_INVALID,
                   "%s has no lookup table that makes a map of it; leave out --on-map",
                   ae_scene_get_name (scene));
      return NULL;
    }
  fd = g_file_open_tmp ("bandloom-XXXXXX", &path, error);
  if (fd < 0)
    return NULL;
  g_unlink (path);
  pixels = ftruncate (fd, (off_t) bytes) == 0
               ? mmap (NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
               : MAP_FAILED;
  close (fd);
  if (pixels == MAP_FAILED)
    {
      g_set_error (error, AE_ERROR, AE_ERROR_IO,
                   "No room for %" G_GSIZE_FORMAT " bytes in %s; set TMPDIR to another folder",
                   bytes, g_get_tmp_dir ());
      return NULL;
    }
  self = g_new (AeMapBuffer, 1);
  *self = (AeMapBuffer){ scene, ae_scene_get_samples (scene), bands, pixels, bytes };
  return self;
}

/**
 * ae_map_buffer_put:
 * @data: (n_lines, samples, bands)
 *
 * Keeps lines of the image.
 */
void
ae_map_buffer_put (AeMapBuffer *self, guint first, guint n_lines, const float *data)
{
  gsize line = (gsize) self->samples * self->bands;

  memcpy (self->pixels + first * line, data, n_lines * line * sizeof *data);
}

/**
 * ae_map_buffer_fill_line:
 * @line: of the map
 * @out: (map samples, bands): NAN where nothing lies
 */
void
ae_map_buffer_fill_line (const AeMapBuffer *self, guint line, float *out)
{
  const AeSceneLocation *location = ae_scene_get_location (self->scene);
  const guint32 *lookup = location->lookup + (gsize) line * location->map_samples;

  for (guint x = 0; x < location->map_samples; x++)
    for (guint b = 0; b < self->bands; b++)
      *out++ = lookup[x] == AE_SCENE_NOWHERE
                   ? NAN
                   : self->pixels[(gsize) lookup[x] * self->bands + b];
}

/**
 * ae_map_buffer_free:
 * @self: (nullable) (transfer full): a buffer
 */
void
ae_map_buffer_free (AeMapBuffer *self)
{
  if (self == NULL)
    return;
  munmap (self->pixels, self->bytes);
  g_free (self);
}
