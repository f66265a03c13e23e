/* bl-composite.h: bands of a scene as a picture. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

/**
 * BlChannel:
 * @band: 0-based
 * @low, @high: values that are drawn darkest and brightest
 * @levels: (lines × samples): 0 … 255
 *
 * One band, stretched.
 */
typedef struct
{
  guint band;
  float low, high;
  guint8 *levels;
} BlChannel;

/**
 * BlComposite:
 * @bands: 0-based red, green, blue
 * @is_grey: one band, or bands without wavelengths to speak of
 * @pixels: (lines × samples) 0xFFRRGGBB; pixels without data are 0
 */
typedef struct
{
  guint bands[3];
  gboolean is_grey;
  guint lines, samples;
  guint32 *pixels;
} BlComposite;

/**
 * BlColours:
 *
 * Which bands make red, green and blue.
 */
typedef enum
{
  BL_COLOURS_TRUE,     /* 640, 550 and 460 nm, as eyes see */
  BL_COLOURS_INFRARED, /* 860, 650 and 550 nm: vegetation is red */
  BL_COLOURS_FALSE,    /* 2200, 1650 and 860 nm: minerals and moisture */
} BlColours;

gboolean bl_composite_choose_colours (AeScene *scene, BlColours colours, guint bands[3]);
const char *bl_composite_get_reservation (AeScene *scene, BlColours colours);
void bl_composite_choose_bands (AeScene *scene, guint bands[3], gboolean *is_grey);

BlChannel *bl_channel_new (AeScene *scene, guint band, double cut);
void bl_channel_free (BlChannel *self);

BlComposite *bl_composite_new (AeScene *scene, const guint bands[3]);
BlComposite *bl_composite_new_usual (AeScene *scene);
void bl_composite_mix (guint32 *pixels, AeScene *scene, const BlChannel *red,
                       const BlChannel *green, const BlChannel *blue);
gsize bl_composite_paint_labels (guint32 *pixels, AeScene *scene);
void bl_composite_free (BlComposite *self);
char *bl_composite_dup_text (const BlComposite *self, AeScene *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlComposite, bl_composite_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlChannel, bl_channel_free)

G_END_DECLS
