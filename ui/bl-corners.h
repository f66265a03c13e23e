/* bl-corners.h: spectra at the corners of a view's codes, found on a worker. */
#pragma once

#include "ae-scene.h"
#include "ae-spectral-library.h"
#include "ae-view.h"
#include "bl-worker.h"

G_BEGIN_DECLS

/**
 * BlCorners:
 * @n: how many
 * @pixels: (n): where in the scene each is
 * @spectra: (n, bands): what the decoder makes of them, scene units
 * @names: (n) and %NULL: which known spectrum each is, and how near; %NULL: nothing is known
 */
typedef struct
{
  guint n;
  guint32 *pixels;
  float *spectra;
  char **names;
} BlCorners;

void bl_corners_find_async (BlWorker *worker, AeView *view, AeScene *scene,
                            AeSpectralLibrary *library, GAsyncReadyCallback callback,
                            gpointer user_data);
BlCorners *bl_corners_find_finish (GAsyncResult *result, GError **error);
void bl_corners_free (BlCorners *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlCorners, bl_corners_free)

G_END_DECLS
