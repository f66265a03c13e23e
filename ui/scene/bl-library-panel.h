/* bl-library-panel.h: a spectral library, and which of its spectra are most like one that is
 * looked at. */
#pragma once

#include "bl-panel.h"

G_BEGIN_DECLS

#define BL_TYPE_LIBRARY_PANEL (bl_library_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlLibraryPanel, bl_library_panel, BL, LIBRARY_PANEL, BlPanel)

/* Signal "shown" (): another set of spectra is to be shown beside the pixel's. The library that
 * is opened here is the model's. */
GtkWidget *bl_library_panel_new (void);
guint bl_library_panel_fill_shown (BlLibraryPanel *self, GPtrArray *names, GArray *spectra);

G_END_DECLS
