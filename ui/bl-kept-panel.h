/* bl-kept-panel.h: spectra that somebody wants to keep, with names, to be saved. */
#pragma once

#include <adwaita.h>

#include "ae-scene.h"

G_BEGIN_DECLS

#define BL_TYPE_KEPT_PANEL (bl_kept_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlKeptPanel, bl_kept_panel, BL, KEPT_PANEL, AdwBin)

/* Signal "keep-wanted" (): answer with bl_kept_panel_add(). */
void bl_kept_panel_set_scene (BlKeptPanel *self, AeScene *scene);
void bl_kept_panel_add (BlKeptPanel *self, const char *name, const float *spectrum);
guint bl_kept_panel_get_n (BlKeptPanel *self);
gboolean bl_kept_panel_undo (BlKeptPanel *self);
void bl_kept_panel_set_words (BlKeptPanel *self, const char *title, const char *hint);
void bl_kept_panel_add_button (BlKeptPanel *self, const char *label, const char *hint,
                               GCallback callback, gpointer user_data);
guint bl_kept_panel_fill_shown (BlKeptPanel *self, GPtrArray *names, GArray *spectra);

G_END_DECLS
