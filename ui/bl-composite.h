/* bl-composite.h: three bands of a scene as a picture. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

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

void bl_composite_choose_bands (AeScene *scene, guint bands[3], gboolean *is_grey);
BlComposite *bl_composite_new (AeScene *scene, const guint bands[3]);
void bl_composite_free (BlComposite *self);
char *bl_composite_dup_text (const BlComposite *self, AeScene *scene);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlComposite, bl_composite_free)

G_END_DECLS
