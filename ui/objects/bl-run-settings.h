/* bl-run-settings.h: what a run is made from, as an object: whoever edits it sets it, whoever
 * trains or shows it listens.
 */
#pragma once

#include <glib-object.h>

#include "ae-pixels.h"
#include "ae-spec.h"

G_BEGIN_DECLS

/**
 * BlRunOptions:
 *
 * All that a new run is made from. Copied by value.
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  AePixelsOptions pixels;
} BlRunOptions;

#define BL_TYPE_RUN_SETTINGS (bl_run_settings_get_type ())
G_DECLARE_FINAL_TYPE (BlRunSettings, bl_run_settings, BL, RUN_SETTINGS, GObject)

/* Properties, each told by notify when its value changes, on the main thread:
 *   "spec"         (AeSpec)           the network; without layers where what is typed are none
 *   "layers"       (string)           the layers as they are typed, perhaps not applied yet
 *   "plan"         (AePlan)           how it is trained
 *   "pixels"       (AePixelsOptions)  what it is trained on
 *   "hyperparams"  (AeHyperparams)    live
 */
void bl_run_options_init (BlRunOptions *self, guint variants, guint good_bands);
BlRunSettings *bl_run_settings_new (void);
const BlRunOptions *bl_run_settings_get_options (BlRunSettings *self);
void bl_run_settings_set_options (BlRunSettings *self, const BlRunOptions *options);
void bl_run_settings_set_hyperparams (BlRunSettings *self, const AeHyperparams *hyperparams);
const char *bl_run_settings_get_layers (BlRunSettings *self);
void bl_run_settings_set_layers (BlRunSettings *self, const char *layers);
gboolean bl_run_settings_apply_layers (BlRunSettings *self, GError **error);
gboolean bl_run_settings_check (BlRunSettings *self, GError **error);

G_END_DECLS
