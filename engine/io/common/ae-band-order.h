/* ae-band-order.h: bands of a file that are put into another order. Not public. */
#pragma once

#include "ae-scene.h"

G_BEGIN_DECLS

guint *ae_band_order_dup_places (const double *nm, guint n);
void ae_band_order_apply (AeSceneBuilder *builder, const guint *places);

G_END_DECLS
