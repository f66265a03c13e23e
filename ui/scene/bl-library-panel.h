/* bl-library-panel.h: a spectral library, and which of its spectra are most like one that is
 * looked at. */
#pragma once

#include <adwaita.h>

#include "ae-scene.h"
#include "ae-spectral-library.h"

G_BEGIN_DECLS

#define BL_TYPE_LIBRARY_PANEL (bl_library_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLibraryPanel, bl_library_panel, BL, LIBRARY_PANEL, AdwBin)

/* Signals: "shown" (): another set of spectra is to be shown beside the pixel's; "opened" ():
 * another library. */
GtkWidget *bl_library_panel_new (void);
void bl_library_panel_set_scene (BlLibraryPanel *self, AeScene *scene);
AeSpectralLibrary *bl_library_panel_get_library (BlLibraryPanel *self);
void bl_library_panel_set_spectrum (BlLibraryPanel *self, const float *spectrum);
guint bl_library_panel_fill_shown (BlLibraryPanel *self, GPtrArray *names, GArray *spectra);

G_END_DECLS
