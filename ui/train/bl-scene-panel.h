/* bl-scene-panel.h: the scene as a picture, as a map of errors or of codes; a click pins a
 * pixel. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"
#include "bl-selection.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_PANEL (bl_scene_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlScenePanel, bl_scene_panel, BL, SCENE_PANEL, AdwBin)

void bl_scene_panel_set_scene (BlScenePanel *self, AeScene *scene);
void bl_scene_panel_set_selection (BlScenePanel *self, BlSelection *selection);
void bl_scene_panel_set_view (BlScenePanel *self, AeView *view);
void bl_scene_panel_add_to_view_request (BlScenePanel *self, AeViewRequest *request);
void bl_scene_panel_set_pin (BlScenePanel *self, guint32 pixel, gboolean has_pin);

G_END_DECLS
