/* bl-scene-page.h: the page of the scene itself: large image, spectra, what the file says. */
#pragma once

#include <adwaita.h>

#include "ae-view.h"
#include "bl-collected-spectra.h"
#include "bl-library-panel.h"
#include "bl-selection.h"

G_BEGIN_DECLS

#define BL_TYPE_SCENE_PAGE (bl_scene_page_get_type ())
G_DECLARE_FINAL_TYPE (BlScenePage, bl_scene_page, BL, SCENE_PAGE, AdwBin)

GtkWidget *bl_scene_page_new (void);
void bl_scene_page_set_scene (BlScenePage *self, AeScene *scene);
void bl_scene_page_set_axes (BlScenePage *self, const char *axes);
void bl_scene_page_set_labels (BlScenePage *self, AeScene *scene);
void bl_scene_page_set_selection (BlScenePage *self, BlSelection *selection);
void bl_scene_page_set_view (BlScenePage *self, AeView *view);
void bl_scene_page_set_pin (BlScenePage *self, guint32 pixel, gboolean has_pin);
BlLibraryPanel *bl_scene_page_get_library (BlScenePage *self);
BlCollectedSpectra *bl_scene_page_get_collected (BlScenePage *self);
AdwFlap *bl_scene_page_get_flap (BlScenePage *self);

G_END_DECLS
