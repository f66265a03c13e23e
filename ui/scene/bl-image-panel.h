/* bl-image-panel.h: the scene, large: any three bands as colours, one band, or a map of what is
 * unusual. */
#pragma once

#include "ae-view.h"
#include "bl-composite.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_IMAGE_PANEL (bl_image_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlImagePanel, bl_image_panel, BL, IMAGE_PANEL, BlPanel)

/* Signals:
 *   "channels" ()                     other bands are shown, or another stretch
 *   "pointed" (gboolean in, guint32)  the pixel under the pointer
 *   "map-shown" ()                     another map is there, or none is wanted */
GtkWidget *bl_image_panel_new (void);
void bl_image_panel_set_view (BlImagePanel *self, AeView *view);
void bl_image_panel_set_channel (BlImagePanel *self, guint channel, guint band);
gboolean bl_image_panel_get_channels (BlImagePanel *self, guint bands[3]);
const BlChannel *bl_image_panel_peek_channel (BlImagePanel *self, guint channel);
const float *bl_image_panel_peek_map (BlImagePanel *self, guint map, const char **name);

G_END_DECLS
