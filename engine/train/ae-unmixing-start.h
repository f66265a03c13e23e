/* ae-unmixing-start.h: what an unmixing network knows of its scene before the first step. */
#pragma once

#include "ae-network.h"
#include "ae-pixels.h"

G_BEGIN_DECLS

gboolean ae_unmixing_start_check (const AeSpec *spec, const AePlan *plan,
                                  const AePixels *pixels, GError **error);
void ae_unmixing_start_fill (const AeNetwork *network, const AePixels *pixels, guint64 seed,
                             const float *endmembers, ae_real *values);

G_END_DECLS
