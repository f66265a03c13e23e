/* bl-run-settings-panel.h: what a run is built from, and its live hyperparams. */
#pragma once

#include <adwaita.h>

#include "ae-pixels.h"
#include "ae-snapshot.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_SETTINGS_PANEL (bl_run_settings_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlRunSettingsPanel, bl_run_settings_panel, BL, RUN_SETTINGS_PANEL, AdwBin)

/* Signals: "hyperparams-changed" (), "build-changed" (). */
GtkWidget *bl_run_settings_panel_new (void);
void bl_run_settings_panel_set_bands (BlRunSettingsPanel *self, guint good_bands);
void bl_run_settings_panel_set_run (BlRunSettingsPanel *self, AeRunState state,
                                    const AeHyperparams *live);
void bl_run_settings_panel_set_settings (BlRunSettingsPanel *self, const AeSpec *spec,
                                         const AePlan *plan, const AeHyperparams *values,
                                         const AePixelsOptions *pixels);
void bl_run_settings_panel_get_spec (BlRunSettingsPanel *self, AeSpec *spec);
void bl_run_settings_panel_get_plan (BlRunSettingsPanel *self, AePlan *plan);
void bl_run_settings_panel_get_knobs (BlRunSettingsPanel *self, AeHyperparams *hyperparams);
void bl_run_settings_panel_get_pixels_options (BlRunSettingsPanel *self,
                                               AePixelsOptions *options);
gboolean bl_run_settings_panel_check (BlRunSettingsPanel *self, GError **error);

G_END_DECLS
