/* ae-scene-private.h: the inside of AeScene, for the files that implement it and no other. */
#pragma once

#include <stdatomic.h>

#include "ae-scene.h"

G_BEGIN_DECLS

/* A magnitude from which a value is taken for a marker of deleted data (−1.23e34 is common
 * in spectral libraries), never for a measurement. Infinities fall under it too. */
#define AE_SCENE_HUGE 1e30f

struct _AeScene
{
  atomic_int     ref_count;
  AeSceneBuilder data;       /* owned, or borrowed from `origin` where pointers agree */
  AeScene       *origin;     /* owned reference to the scene that owns the pixels; NULL = this one */
  guint         *good_bands; /* (n_good) */
  guint          n_good;
  gsize          n_masked;
  guint          n_colours;  /* labels above have none */
  GMutex         lock;       /* guards `data.read`; always the owner's of the pixels */
};

/* The quick look at one pixel: almost every pixel of almost every scene has nothing to
 * report. `nodata` is NAN where there is none. */
static inline gboolean
ae_scene_has_missing (const float *row, guint bands, float nodata)
{
  guint found = 0;

  for (guint i = 0; i < bands; i++)
    found |= (guint) !(__builtin_fabsf (row[i]) < AE_SCENE_HUGE) | (guint) (row[i] == nodata);
  return found != 0;
}

void     ae_scene_list_good_bands (AeScene *self);
guint    ae_scene_count_classes (const guint16 *labels, gsize n);
void     ae_scene_free_own (AeScene *self);
gboolean ae_scene_scan (AeSceneBuilder *builder, gsize *n_masked, GError **error);

G_END_DECLS
