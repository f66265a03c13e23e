/* bl-run-settings-panel.h: edits what a run is made from, and its live hyperparams. */
#pragma once

#include <adwaita.h>

#include "ae-code-curve.h"
#include "bl-run-settings.h"

G_BEGIN_DECLS

#define BL_TYPE_RUN_SETTINGS_PANEL (bl_run_settings_panel_get_type ())
G_DECLARE_FINAL_TYPE (BlRunSettingsPanel, bl_run_settings_panel, BL, RUN_SETTINGS_PANEL, AdwBin)

/* Property "settings" (BlRunSettings): never NULL; what the rows say is written to it at once,
 * and they follow it. */
GtkWidget *bl_run_settings_panel_new (void);
BlRunSettings *bl_run_settings_panel_get_settings (BlRunSettingsPanel *self);
void bl_run_settings_panel_set_settings (BlRunSettingsPanel *self, BlRunSettings *settings);
void bl_run_settings_panel_set_code_curve (BlRunSettingsPanel *self, const AeCodeCurve *curve);

G_END_DECLS
