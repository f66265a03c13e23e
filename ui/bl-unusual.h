/* bl-unusual.h: how unusual each pixel of a scene is, computed on a worker. */
#pragma once

#include <gio/gio.h>

#include "ae-scene.h"

G_BEGIN_DECLS

typedef struct _BlUnusual BlUnusual;

/* On the main thread, once: the maps are there, or a sentence why not. */
typedef void (*BlUnusualFunc) (const char *failure, gpointer user_data);

BlUnusual *bl_unusual_new (AeScene *scene, guint codes, BlUnusualFunc done, gpointer user_data);
void bl_unusual_free (BlUnusual *self);
const float *bl_unusual_get_rx (BlUnusual *self);
const float *bl_unusual_get_residual (BlUnusual *self);
guint bl_unusual_get_codes (BlUnusual *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlUnusual, bl_unusual_free)

G_END_DECLS
