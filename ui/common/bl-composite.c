/* bl-composite.c: picks bands by wavelength and stretches them between percentiles. Slow for a
 * large scene: not for the main thread.
 */
#include "bl-composite.h"

#include "plot-palette.h"

#include <math.h>
#include <stdlib.h>

#define USUAL_CUT 0.02 /* on either side */
#define SAMPLE    40000

/* A picture of a scene on demand is of at most about so many pixels. */
#define MOST_READ 250000

/* A band so far from where it should be shows something else. */
#define FAR_NM 60.0

/* Where eyes see red, green and blue, as field instruments define true colour; and where plants
 * and minerals differ most. */
static const double places_nm[][3] = {
  { 640, 550, 460 },
  { 860, 650, 550 },
  { 2200, 1650, 860 },
};

/**
 * bl_composite_choose_colours:
 * @scene: a scene
 * @colours: a preset
 * @bands: (out): red, green, blue
 *
 * Returns: whether the scene has bands there. Any thread.
 */
gboolean
bl_composite_choose_colours (AeScene *scene, BlColours colours, guint bands[3])
{
  const double *nm = ae_scene_get_wavelengths_nm (scene);
  gboolean is_covered = nm != NULL;

  for (guint c = 0; c < 3 && is_covered; c++)
    {
      bands[c] = ae_scene_find_band (scene, places_nm[colours][c]);
      is_covered = fabs (nm[bands[c]] - places_nm[colours][c]) < FAR_NM;
    }
  return is_covered && bands[0] != bands[1] && bands[1] != bands[2];
}

/**
 * bl_composite_get_reservation:
 * @scene: a scene
 * @colours: a preset that was asked for
 *
 * What the preset wants may not be there: then it is the usual picture, and must not pass for
 * more.
 *
 * Returns: words to add to those of the bands; "" where nothing is to be said. Any thread.
 */
const char *
bl_composite_get_reservation (AeScene *scene, BlColours colours)
{
  static const char *const words[] = {
    [BL_COLOURS_TRUE] = ", not true colour: no bands known to be at 640, 550 and 460 nm",
    [BL_COLOURS_INFRARED] = ", not infrared: no bands known to be at 860, 650 and 550 nm",
    [BL_COLOURS_FALSE] = ", not false colour: no bands known to be at 2200, 1650 and 860 nm",
  };
  guint bands[3];

  return bl_composite_choose_colours (scene, colours, bands) ? "" : words[colours];
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
  else if (!bl_composite_choose_colours (scene, BL_COLOURS_TRUE, bands)
           && !ae_scene_get_default_bands (scene, bands))
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
find_limits (AeScene *scene, const float *values, double cut, float *low, float *high)
{
  gsize n = ae_scene_get_n_pixels (scene), m = 0;
  gsize stride = MAX (n / SAMPLE, 1);
  g_autofree float *sample = g_new (float, n / stride + 1);

  for (gsize i = 0; i < n; i += stride)
    if (!ae_scene_is_masked (scene, i) && isfinite (values[i]))
      sample[m++] = values[i];
  qsort (sample, m, sizeof *sample, compare_floats);
  *low = m > 0 ? sample[(gsize) ((double) (m - 1) * cut)] : 0;
  *high = m > 0 ? sample[(gsize) ((double) (m - 1) * (1 - cut))] : 1;
  if (!(*high > *low))
    *high = *low + 1;
}

/* Every pixel of a scene in memory; of one on demand every step-th, repeated. */
static gboolean
read_values (AeScene *scene, guint band, float *values)
{
  gsize n = ae_scene_get_n_pixels (scene), samples = ae_scene_get_samples (scene);
  guint step = 1, lines = ae_scene_get_lines (scene);
  g_autofree float *thin = NULL;
  gsize across;

  while (ae_scene_peek_cube (scene) == NULL && n / ((gsize) step * step) > MOST_READ)
    step++;
  if (step == 1)
    return ae_scene_read_band (scene, band, values, NULL);
  across = (samples + step - 1) / step;
  thin = g_new (float, across *((lines + step - 1) / step));
  if (!ae_scene_read_preview (scene, &band, 1, step, thin, NULL))
    return FALSE;
  for (gsize y = 0; y < lines; y++)
    for (gsize x = 0; x < samples; x++)
      values[y * samples + x] = thin[y / step * across + x / step];
  return TRUE;
}

/**
 * bl_channel_new:
 * @scene: a scene
 * @band: 0-based
 * @cut: share of the pixels that is drawn darkest, and as many brightest: 0 … 0.4
 *
 * Returns: (transfer full): the band as levels of brightness; black where it cannot be read.
 * Any thread; slow for a large scene.
 */
BlChannel *
bl_channel_new (AeScene *scene, guint band, double cut)
{
  BlChannel *self = g_new0 (BlChannel, 1);
  gsize n = ae_scene_get_n_pixels (scene);
  g_autofree float *values = g_new0 (float, n);

  self->band = band;
  self->high = 1;
  self->levels = g_malloc0 (n);
  if (!read_values (scene, band, values))
    return self;
  find_limits (scene, values, cut, &self->low, &self->high);
  for (gsize i = 0; i < n; i++)
    {
      float unit = (values[i] - self->low) / (self->high - self->low);

      self->levels[i] = (guint8) (255.0f * (unit > 0 ? MIN (unit, 1.0f) : 0.0f) + 0.5f);
    }
  return self;
}

/**
 * bl_channel_free:
 * @self: (transfer full): a channel
 */
void
bl_channel_free (BlChannel *self)
{
  g_free (self->levels);
  g_free (self);
}

/**
 * bl_composite_mix:
 * @pixels: (out) (lines × samples): 0xFFRRGGBB; 0 without data
 * @scene: whose mask counts
 * @red, @green, @blue: channels of it; may be the same
 *
 * Any thread.
 */
void
bl_composite_mix (guint32 *pixels, AeScene *scene, const BlChannel *red, const BlChannel *green,
                  const BlChannel *blue)
{
  const guint8 *mask = ae_scene_get_mask (scene);
  gsize n = ae_scene_get_n_pixels (scene);

  for (gsize i = 0; i < n; i++)
    pixels[i] = mask[i] == 1 ? 0
                             : 0xFF000000u | (guint32) red->levels[i] << 16
                                   | (guint32) green->levels[i] << 8 | blue->levels[i];
}

/**
 * bl_composite_paint_labels:
 * @pixels: (out) (lines × samples): 0xFFRRGGBB; 0 without a label
 * @scene: with labels or without
 *
 * In the colours that the labels came with, else in those of the palette.
 *
 * Returns: how many pixels have one.
 */
gsize
bl_composite_paint_labels (guint32 *pixels, AeScene *scene)
{
  const guint16 *labels = ae_scene_get_labels (scene);
  gsize n = ae_scene_get_n_pixels (scene), n_labelled = 0;

  for (gsize i = 0; i < n; i++)
    {
      guint32 colour;

      pixels[i] = 0;
      if (labels == NULL || labels[i] == 0)
        continue;
      if (!ae_scene_get_class_colour (scene, labels[i], &colour))
        colour = plot_palette_class (labels[i], FALSE);
      pixels[i] = 0xFF000000u | colour;
      n_labelled++;
    }
  return n_labelled;
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
  BlChannel *channels[3];

  self->lines = ae_scene_get_lines (scene);
  self->samples = ae_scene_get_samples (scene);
  self->pixels = g_new (guint32, ae_scene_get_n_pixels (scene));
  self->is_grey = bands[0] == bands[1] && bands[1] == bands[2];
  for (guint c = 0; c < 3; c++)
    {
      self->bands[c] = bands[c];
      channels[c]
          = self->is_grey && c > 0 ? channels[0] : bl_channel_new (scene, bands[c], USUAL_CUT);
    }
  bl_composite_mix (self->pixels, scene, channels[0], channels[1], channels[2]);
  for (guint c = 0; c < (self->is_grey ? 1 : 3); c++)
    bl_channel_free (channels[c]);
  return self;
}

/**
 * bl_composite_new_usual:
 * @scene: a scene
 *
 * Returns: (transfer full): its picture in the bands of bl_composite_choose_bands(). Any
 * thread.
 */
BlComposite *
bl_composite_new_usual (AeScene *scene)
{
  guint bands[3];
  gboolean is_grey;

  bl_composite_choose_bands (scene, bands, &is_grey);
  return bl_composite_new (scene, bands);
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
