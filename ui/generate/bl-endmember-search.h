/* bl-endmember-search.h: spectra at the corners of a view's codes, found on a worker. */
#pragma once

#include "ae-scene.h"
#include "ae-spectral-library.h"
#include "ae-view.h"
#include "bl-worker.h"

G_BEGIN_DECLS

/**
 * BlEndmemberSearch:
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
} BlEndmemberSearch;

void bl_endmember_search_find_async (BlWorker *worker, AeView *view, AeScene *scene,
                                     AeSpectralLibrary *library, GAsyncReadyCallback callback,
                                     gpointer user_data);
BlEndmemberSearch *bl_endmember_search_find_finish (GAsyncResult *result, GError **error);
void bl_endmember_search_free (BlEndmemberSearch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlEndmemberSearch, bl_endmember_search_free)

G_END_DECLS
