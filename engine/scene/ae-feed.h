/* ae-feed.h: one scene as the input of one model: the bands that it knows, resampled by
 * wavelength where that was asked for, and scaled. */
#pragma once

#include "ae-input.h"

G_BEGIN_DECLS

typedef struct _AeFeed AeFeed;

AeFeed *ae_feed_new (AeInput *input, AeScene *scene, gboolean resample, GError **error);
AeFeed *ae_feed_new_plain (AeScene *scene, GError **error);
void ae_feed_free (AeFeed *self);
AeScene *ae_feed_get_scene (const AeFeed *self);
AeInput *ae_feed_get_input (const AeFeed *self);
gboolean ae_feed_is_resampled (const AeFeed *self);
guint ae_feed_count_resampled (const AeFeed *self); /* bands that lie between the scene's */
guint ae_feed_count_bridged (const AeFeed *self);   /* of them, across a gap of the scene */
void ae_feed_fill (const AeFeed *self, const float *rows /* (n, scene bands) */, gsize n,
                   float *out /* (n, bands), scaled */);
AeScene *ae_feed_dup_scene (AeFeed *self, GError **error);
gboolean ae_feed_read_lines (AeFeed *self, guint first, guint n_lines,
                             float *out /* (n_lines × samples, bands), scaled */,
                             guint32 *pixels /* (n_lines × samples) */, gsize *n,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AeFeed, ae_feed_free)

G_END_DECLS
