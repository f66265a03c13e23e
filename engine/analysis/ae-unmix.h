/* ae-unmix.h: how much of each of some known spectra is in a pixel. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeUnmixer AeUnmixer;

AeUnmixer *ae_unmixer_new (const float *endmembers /* (n, bands) */, guint n, guint bands,
                           gboolean sums_to_one, GError **error);
void ae_unmixer_free (AeUnmixer *self);
guint ae_unmixer_get_n (const AeUnmixer *self);
void ae_unmixer_fill (const AeUnmixer *self, const float *rows /* (n_rows, bands) */,
                      gsize n_rows, double *abundances /* (n_rows, n) */,
                      double *squares /* (n_rows), nullable */);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeUnmixer, ae_unmixer_free)

G_END_DECLS
