/* ae-vca.h: vertex component analysis: pure pixels as the ends of projections. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AeSubspace:
 * @n: rows
 * @bands: columns
 * @p: dimensions of the signal
 * @axes: (p, bands): of largest second moment first; owned
 * @codes: (n, p): the rows along them; owned
 *
 * Spectra of p materials lie in p dimensions, whatever their brightness; so the mean is not
 * taken off.
 */
typedef struct
{
  gsize n;
  guint bands, p;
  double *axes;
  float *codes;
} AeSubspace;

AeSubspace *ae_subspace_new (const float *rows /* (n, bands) */, gsize n, guint bands, guint p,
                             GError **error);
void ae_subspace_free (AeSubspace *self);
void ae_subspace_fill (const AeSubspace *self, gsize row, float *spectrum /* (bands) */);
gboolean ae_vca_find (const AeSubspace *self, guint64 seed, guint start,
                      gboolean is_centred, gsize *corners /* (p) */, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeSubspace, ae_subspace_free)

G_END_DECLS
