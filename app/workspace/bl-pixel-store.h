/* bl-pixel-store.h: the training pixels of a scene, shared by the runs that ask for the same.
 */
#pragma once

#include "ae-pixels.h"

G_BEGIN_DECLS

typedef struct _BlPixelStore BlPixelStore;

BlPixelStore *bl_pixel_store_new (AeScene *scene);
BlPixelStore *bl_pixel_store_ref (BlPixelStore *self);
void bl_pixel_store_unref (BlPixelStore *self);
AePixels *bl_pixel_store_get (BlPixelStore *self, const AePixelsOptions *options,
                              GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlPixelStore, bl_pixel_store_unref)

G_END_DECLS
