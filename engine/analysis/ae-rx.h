/* ae-rx.h: what is usual in a scene, and how far a pixel is from it (RX). */
#pragma once

#include <gio/gio.h>

#include "ae-input-adapter.h"
#include "ae-progress.h"

G_BEGIN_DECLS

typedef struct _AeRx AeRx;

AeRx *ae_rx_new (AeInputAdapter *adapter, AeProgressFunc progress, gpointer user_data,
                 GCancellable *cancellable, GError **error);
void ae_rx_free (AeRx *self);
gsize ae_rx_get_n_pixels (const AeRx *self);
void ae_rx_score (AeRx *self, const float *rows /* (n, bands), scaled */, gsize n, guint codes,
                  float *rx /* (n) */, float *residual /* (n), nullable */);
gboolean ae_rx_fill_maps (AeRx *self, AeInputAdapter *adapter, guint codes,
                          float *rx /* (pixels) */, float *residual /* (pixels), nullable */,
                          AeProgressFunc progress, gpointer user_data,
                          GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeRx, ae_rx_free)

G_END_DECLS
