/* bl-channels.h: the three bands that a picture is mixed from, read on a worker. */
#pragma once

#include <gio/gio.h>

#include "bl-composite.h"

G_BEGIN_DECLS

typedef struct _BlChannels BlChannels;

/* On the main thread: another picture can be mixed; complete: it is the one that was asked for.
 */
typedef void (*BlChannelsFunc) (gboolean is_complete, gpointer user_data);

BlChannels *bl_channels_new (AeScene *scene, BlChannelsFunc changed, gpointer user_data);
void bl_channels_free (BlChannels *self);
void bl_channels_set_bands (BlChannels *self, const guint *bands, guint n);
void bl_channels_set_cut (BlChannels *self, double cut);
guint bl_channels_get_bands (BlChannels *self, guint bands[3]);
gboolean bl_channels_mix (BlChannels *self, guint32 *pixels);
const BlChannel *bl_channels_peek (BlChannels *self, guint channel);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlChannels, bl_channels_free)

G_END_DECLS
