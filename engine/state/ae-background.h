/* ae-background.h: what is usual in a scene, and how far a pixel is from it (RX). */
#pragma once

#include <gio/gio.h>

#include "ae-feed.h"
#include "ae-progress.h"

G_BEGIN_DECLS

typedef struct _AeBackground AeBackground;

AeBackground *ae_background_new (AeFeed *feed, AeProgressFunc progress,
                                 gpointer user_data, GCancellable *cancellable, GError **error);
void ae_background_free (AeBackground *self);
gsize ae_background_get_n_pixels (const AeBackground *self);
void ae_background_score (AeBackground *self, const float *rows /* (n, bands), scaled */,
                          gsize n, guint codes, float *rx /* (n) */,
                          float *residual /* (n), nullable */);
gboolean ae_background_fill_maps (AeBackground *self, AeFeed *feed, guint codes,
                                  float *rx /* (pixels) */,
                                  float *residual /* (pixels), nullable */,
                                  AeProgressFunc progress, gpointer user_data,
                                  GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeBackground, ae_background_free)

G_END_DECLS
