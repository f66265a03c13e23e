/* bl-scene-panel.h: the scene as a picture, as a map of errors or of codes; a click pins a
 * pixel. */
#pragma once

#include "ae-view.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_PANEL (bl_scene_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlScenePanel, bl_scene_panel, BL, SCENE_PANEL, BlPanel)

void bl_scene_panel_set_view (BlScenePanel *self, AeView *view);

G_END_DECLS
