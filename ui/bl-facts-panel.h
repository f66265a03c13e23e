/* bl-facts-panel.h: what the file says of the scene, what was assumed, and what of it can be
 * changed: units, bands, preprocessing. */
#pragma once

#include <adwaita.h>

#include "ae-scene.h"

G_BEGIN_DECLS

#define BL_TYPE_FACTS_PANEL (bl_facts_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlFactsPanel, bl_facts_panel, BL, FACTS_PANEL, AdwBin)

/* A change is asked for by the action win.treat "(uss)": units as #AeWavelengthUnits, kept bands,
 * preprocessing; empty texts and 0 are as in the file. */
GtkWidget *bl_facts_panel_new (void);
void bl_facts_panel_set_axes (BlFactsPanel *self, const char *axes);
void bl_facts_panel_set_scene (BlFactsPanel *self, AeScene *scene);

G_END_DECLS
