/* bl-scene-controller.h: changes of the open scene, and files that can be read in more than one
 * way, the actions "scene.…".
 */
#pragma once

#include "bl-controller.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_CONTROLLER (bl_scene_controller_get_type ())
G_DECLARE_FINAL_TYPE (BlSceneController, bl_scene_controller, BL, SCENE_CONTROLLER, BlController)

/* Actions: edit (u units as #AeWavelengthUnits, s kept bands, s preprocessing; see #AeSceneEdits);
 * reopen (s order of axes, empty: as found), reads the file again. */
BlSceneController *bl_scene_controller_new (BlWorkspace *workspace);

G_END_DECLS
