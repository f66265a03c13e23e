/* bl-scene-page.h: the page of the scene itself: large image, spectra, what the file says. */
#pragma once

#include "bl-collected-spectra.h"
#include "bl-library-panel.h"
#include "bl-panel.h"
#include "bl-split.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_PAGE (bl_scene_page_get_type ())
G_DECLARE_FINAL_TYPE (BlScenePage, bl_scene_page, BL, SCENE_PAGE, BlPanel)

GtkWidget *bl_scene_page_new (void);
BlCollectedSpectra *bl_scene_page_get_collected (BlScenePage *self);
BlSplit *bl_scene_page_get_split (BlScenePage *self);

G_END_DECLS
