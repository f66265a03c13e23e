/* ae-scene-private.h: the inside of AeScene, for the files that implement it and no other. */
#pragma once

#include <stdatomic.h>

#include "ae-scene.h"

G_BEGIN_DECLS

struct _AeScene
{
  atomic_int ref_count;
  AeSceneBuilder data; /* owned, or borrowed from `origin` where pointers agree */
  AeScene *origin;     /* owned reference to the scene that owns the pixels; NULL = this one */
  guint *good_bands;   /* (n_good) */
  guint n_good;
  gsize n_masked;
  guint n_colours; /* labels above have none */
  GMutex lock;     /* guards `data.read`; always the owner's of the pixels */
};

void ae_scene_list_good_bands (AeScene *self);
guint ae_scene_count_classes (const guint16 *labels, gsize n);
void ae_scene_free_own (AeScene *self);
void ae_scene_look (AeSceneBuilder *builder);
gboolean ae_scene_scan (AeSceneBuilder *builder, gsize *n_masked, GError **error);

G_END_DECLS
