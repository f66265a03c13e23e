/* bl-scene-properties.h: what the file says of the scene, what was assumed, and what of it can
 * be changed: units, bands, preprocessing. */
#pragma once

#include "ae-scene.h"
#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_PROPERTIES (bl_scene_properties_get_type ())
G_DECLARE_FINAL_TYPE (BlSceneProperties, bl_scene_properties, BL, SCENE_PROPERTIES, BlPanel)

/* A change is asked for by the action scene.edit "(uss)": units as #AeWavelengthUnits, kept
 * bands, preprocessing; empty texts and 0 are as in the file. */
GtkWidget *bl_scene_properties_new (void);

G_END_DECLS
