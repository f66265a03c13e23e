/* bl-inspector.h: what a run is built from, and its live knobs. */
#pragma once

#include <adwaita.h>

#include "ae-pixels.h"
#include "ae-snapshot.h"

G_BEGIN_DECLS

#define BL_TYPE_INSPECTOR (bl_inspector_get_type ())
G_DECLARE_FINAL_TYPE (BlInspector, bl_inspector, BL, INSPECTOR, AdwBin)

/* Signals: "knobs-changed" (), "build-changed" (). */
GtkWidget *bl_inspector_new (void);
void bl_inspector_set_bands (BlInspector *self, guint good_bands);
void bl_inspector_set_run (BlInspector *self, AeRunState state, const AeKnobs *live);
void bl_inspector_set_build (BlInspector *self, const AeSpec *spec, const AePlan *plan,
                             const AeKnobs *values, const AePixelsOptions *pixels);
void bl_inspector_get_spec (BlInspector *self, AeSpec *spec);
void bl_inspector_get_plan (BlInspector *self, AePlan *plan);
void bl_inspector_get_knobs (BlInspector *self, AeKnobs *knobs);
void bl_inspector_get_pixels_options (BlInspector *self, AePixelsOptions *options);
gboolean bl_inspector_check (BlInspector *self, GError **error);

G_END_DECLS
