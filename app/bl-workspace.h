/* bl-workspace.h: the scene that is open and the run on it; the one place that knows both the
 * engine's runs and what the window wants to see of them.
 */
#pragma once

#include <glib-object.h>

#include "ae-pixels.h"
#include "ae-run.h"
#include "ae-scene.h"
#include "ae-spec.h"
#include "ae-view.h"

G_BEGIN_DECLS

#define BL_TYPE_WORKSPACE (bl_workspace_get_type ())
G_DECLARE_FINAL_TYPE (BlWorkspace, bl_workspace, BL, WORKSPACE, GObject)

/**
 * BlBuild:
 *
 * All that a new run is made from.
 */
typedef struct
{
  AeSpec spec;
  AePlan plan;
  AeKnobs knobs;
  AePixelsOptions pixels;
} BlBuild;

/* Signals, all on the main thread:
 *   "scene-changed"  ()                     another scene is open
 *   "opening"        (double fraction)      a file is read; below 0: no longer
 *   "ambiguous"      (char *path, char *message)  several arrays fit: ask, then open with one
 *   "error"          (char *message)        one sentence
 *   "build-wanted"   ()                     a run is to be made: answer with
 * bl_workspace_set_build() "run-changed"    ()                     its state, or there is
 * another or none "view-changed"   ()                     a newer view waits in
 * bl_workspace_get_view()
 */
BlWorkspace *bl_workspace_new (void);
void bl_workspace_open (BlWorkspace *self, const char *path, const char *variable);
void bl_workspace_cancel_opening (BlWorkspace *self);
gboolean bl_workspace_is_opening (BlWorkspace *self);
AeScene *bl_workspace_get_scene (BlWorkspace *self);
void bl_workspace_set_build (BlWorkspace *self, const BlBuild *build);
void bl_workspace_train (BlWorkspace *self);
void bl_workspace_pause (BlWorkspace *self);
void bl_workspace_step (BlWorkspace *self, gboolean whole_epoch);
void bl_workspace_reset (BlWorkspace *self, gboolean new_seed);
void bl_workspace_discard_run (BlWorkspace *self);
void bl_workspace_set_knobs (BlWorkspace *self, const AeKnobs *knobs);
void bl_workspace_set_pin (BlWorkspace *self, guint32 pixel);
gboolean bl_workspace_get_pin (BlWorkspace *self, guint32 *pixel);
gboolean bl_workspace_has_run (BlWorkspace *self);
AeRunState bl_workspace_get_state (BlWorkspace *self);
const char *bl_workspace_get_reason (BlWorkspace *self);
AeView *bl_workspace_get_view (BlWorkspace *self);
AeSnapshot *bl_workspace_dup_snapshot (BlWorkspace *self);
void bl_workspace_restore (BlWorkspace *self, const BlBuild *build, AeTrainingState *state);
AeRun *bl_workspace_peek (BlWorkspace *self, BlBuild *build, const char **variable);

G_END_DECLS
