/* bl-spectrum-panel.h: the spectrum of the pinned pixel, as measured. */
#pragma once

#include <adwaita.h>

#include "bl-selection.h"

G_BEGIN_DECLS

#define BL_TYPE_SPECTRUM_PANEL (bl_spectrum_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlSpectrumPanel, bl_spectrum_panel, BL, SPECTRUM_PANEL, AdwBin)

void bl_spectrum_panel_set_scene (BlSpectrumPanel *self, AeScene *scene);
void bl_spectrum_panel_set_selection (BlSpectrumPanel *self, BlSelection *selection);
void bl_spectrum_panel_set_pin (BlSpectrumPanel *self, guint32 pixel, gboolean has_pin);

G_END_DECLS
