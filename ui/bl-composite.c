/* bl-composite.c: picks bands by wavelength and stretches them between percentiles. Slow for a
 * large scene: not for the main thread.
 */
#include "bl-composite.h"

#include <math.h>
#include <stdlib.h>

/* Where eyes see red, green and blue, as field instruments define true colour. */
#define RED_NM   640.0
#define GREEN_NM 550.0
#define BLUE_NM  460.0
#define LOW_CUT  0.02
#define HIGH_CUT 0.98
#define SAMPLE   40000

static gboolean
is_visible_covered (AeScene *scene)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  guint red = ae_scene_find_band (scene, RED_NM), blue = ae_scene_find_band (scene, BLUE_NM);

  return nm != NULL && fabs (nm[red] - RED_NM) < 60 && fabs (nm[blue] - BLUE_NM) < 60
         && red != blue;
}

/**
 * bl_composite_choose_bands:
 * @scene: a scene
 * @bands: (out): red, green, blue
 * @is_grey: (out): whether there is only one band to show
 *
 * True colour where the scene covers the visible; else the header's default bands; else bands
 * spread over the spectrum, or grey where there is but one.
 */
void
bl_composite_choose_bands (AeScene *scene, guint bands[3], gboolean *is_grey)
{
  guint n = ae_scene_get_n_good_bands (scene);
  const guint *good = ae_scene_get_good_bands (scene);

  *is_grey = n < 3;
  if (n < 3)
    bands[0] = bands[1] = bands[2] = n > 0 ? good[0] : 0;
  else if (is_visible_covered (scene))
    {
      bands[0] = ae_scene_find_band (scene, RED_NM);
      bands[1] = ae_scene_find_band (scene, GREEN_NM);
      bands[2] = ae_scene_find_band (scene, BLUE_NM);
    }
  else if (!ae_scene_get_default_bands (scene, bands))
    {
      bands[0] = good[n * 3 / 4];
      bands[1] = good[n / 2];
      bands[2] = good[n / 4];
    }
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

/* The percentiles of a sample over the whole scene. */
static void
find_limits (AeScene *scene, const float *values, float *low, float *high)
{
  gsize n = ae_scene_get_n_pixels (scene), m = 0;
  gsize stride = MAX (n / SAMPLE, 1);
  g_autofree float *sample = g_new (float, n / stride + 1);

  for (gsize i = 0; i < n; i += stride)
    if (!ae_scene_is_masked (scene, i) && isfinite (values[i]))
      sample[m++] = values[i];
  qsort (sample, m, sizeof *sample, compare_floats);
  *low = m > 0 ? sample[(gsize) ((double) (m - 1) * LOW_CUT)] : 0;
  *high = m > 0 ? sample[(gsize) ((double) (m - 1) * HIGH_CUT)] : 1;
  if (!(*high > *low))
    *high = *low + 1;
}

static void
add_channel (BlComposite *self, AeScene *scene, const float *values, guint shift)
{
  float low, high;

  find_limits (scene, values, &low, &high);
  for (gsize i = 0; i < (gsize) self->lines * self->samples; i++)
    if (!ae_scene_is_masked (scene, i))
      {
        float unit = (values[i] - low) / (high - low);

        self->pixels[i] |= 0xFF000000u
                           | (guint32) (255.0f * (unit > 0 ? MIN (unit, 1.0f) : 0.0f) + 0.5f)
                                 << shift;
      }
}

/**
 * bl_composite_new:
 * @scene: a scene
 * @bands: red, green, blue
 *
 * Returns: (transfer full): the picture, each band stretched from its 2nd to its 98th
 * percentile. Any thread.
 */
BlComposite *
bl_composite_new (AeScene *scene, const guint bands[3])
{
  BlComposite *self = g_new0 (BlComposite, 1);
  gsize n = ae_scene_get_n_pixels (scene);
  g_autofree float *values = g_new0 (float, n);

  self->lines = ae_scene_get_lines (scene);
  self->samples = ae_scene_get_samples (scene);
  self->pixels = g_new0 (guint32, n);
  self->is_grey = bands[0] == bands[1] && bands[1] == bands[2];
  for (guint c = 0; c < 3; c++)
    {
      self->bands[c] = bands[c];
      if (ae_scene_read_band (scene, bands[c], values, NULL))
        add_channel (self, scene, values, 16 - 8 * c);
    }
  return self;
}

/**
 * bl_composite_free:
 * @self: (transfer full): a picture
 */
void
bl_composite_free (BlComposite *self)
{
  g_free (self->pixels);
  g_free (self);
}

/**
 * bl_composite_dup_text:
 * @self: a picture
 * @scene: of what
 *
 * Returns: (transfer full): "640 · 550 · 460 nm", or band numbers where there are no
 * wavelengths.
 */
char *
bl_composite_dup_text (const BlComposite *self, AeScene *scene)
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);

  if (self->is_grey && nm != NULL)
    return g_strdup_printf ("%.0f nm", nm[self->bands[0]]);
  if (self->is_grey)
    return g_strdup_printf ("band %u", self->bands[0] + 1);
  if (nm != NULL)
    return g_strdup_printf ("%.0f · %.0f · %.0f nm", nm[self->bands[0]], nm[self->bands[1]],
                            nm[self->bands[2]]);
  return g_strdup_printf ("bands %u · %u · %u", self->bands[0] + 1, self->bands[1] + 1,
                          self->bands[2] + 1);
}
