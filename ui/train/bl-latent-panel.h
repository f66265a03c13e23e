/* bl-latent-panel.h: all pixels in a plane of the latent space. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"
#include "bl-selection.h"

G_BEGIN_DECLS

#define BL_TYPE_LATENT_PANEL (bl_latent_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLatentPanel, bl_latent_panel, BL, LATENT_PANEL, AdwBin)

void bl_latent_panel_set_scene (BlLatentPanel *self, AeScene *scene);
void bl_latent_panel_set_selection (BlLatentPanel *self, BlSelection *selection);
void bl_latent_panel_set_view (BlLatentPanel *self, AeView *view);
void bl_latent_panel_add_to_view_request (BlLatentPanel *self, AeViewRequest *request);
void bl_latent_panel_set_pin (BlLatentPanel *self, guint32 pixel, gboolean has_pin);

G_END_DECLS
