/* bl-latent-panel.h: all pixels in a plane of the latent space. */
#pragma once

#include "ae-view.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_LATENT_PANEL (bl_latent_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLatentPanel, bl_latent_panel, BL, LATENT_PANEL, BlPanel)

void bl_latent_panel_set_view (BlLatentPanel *self, AeView *view);

G_END_DECLS
