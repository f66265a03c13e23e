/* bl-workspace.h: the scene that is open and the runs on it; the one place that knows both the
 * engine's runs and what the window wants to see of them.
 */
#pragma once

#include <glib-object.h>

#include "ae-reader.h"
#include "bl-run.h"
#include "bl-scene-model.h"
#include "bl-undo-history.h"

G_BEGIN_DECLS

#define BL_TYPE_WORKSPACE (bl_workspace_get_type ())
G_DECLARE_FINAL_TYPE (BlWorkspace, bl_workspace, BL, WORKSPACE, GObject)

#define BL_WORKSPACE_MAX_RUNS 6

/* Signals, all on the main thread:
 *   "scene-changed"  ()                     another scene is open
 *   "opening"        (double fraction)      a file is read; below 0: no longer
 *   "ambiguous"      (char *path, char *message)  several arrays fit: ask, then open with one
 *   "size-mismatch"  (char *path, char *message)  the header describes another size: ask, then
 *                                           open with what is assumed
 *   "error"          (char *message)        one sentence
 *   "run-began"      (BlRun *old)           the settings of a trained run were changed: it is
 *                                           as it was, and another, the active one, has them
 *   "active-changed" ()                     another run is the active one
 *   "run-changed"    ()                     the state of the active run
 *   "any-changed"    ()                     the state of any run, the active one or not
 *   "view-changed"   ()                     a newer snapshot of it
 */
BlWorkspace *bl_workspace_new (void);
void bl_workspace_open (BlWorkspace *self, const char *path, const AeReaderOptions *options);
void bl_workspace_cancel_opening (BlWorkspace *self);
guint bl_workspace_get_n_openings (BlWorkspace *self);
gboolean bl_workspace_is_opening (BlWorkspace *self);
AeScene *bl_workspace_get_scene (BlWorkspace *self);
BlSceneModel *bl_workspace_get_model (BlWorkspace *self);
BlSelection *bl_workspace_get_selection (BlWorkspace *self);
GListModel *bl_workspace_get_runs (BlWorkspace *self);
BlRun *bl_workspace_get_active (BlWorkspace *self);
void bl_workspace_set_active (BlWorkspace *self, BlRun *run);
BlRun *bl_workspace_add_run (BlWorkspace *self, guint variants, gboolean same_code);
BlRun *bl_workspace_duplicate_run (BlWorkspace *self);
gboolean bl_workspace_remove_run (BlWorkspace *self, BlRun *run);
BlUndoHistory *bl_workspace_get_history (BlWorkspace *self);
void bl_workspace_train_all (BlWorkspace *self);
void bl_workspace_pause_all (BlWorkspace *self);
gboolean bl_workspace_is_training (BlWorkspace *self);
void bl_workspace_set_scene (BlWorkspace *self, AeScene *scene);
void bl_workspace_set_labels (BlWorkspace *self, AeScene *twin);
gboolean bl_workspace_has_own_labels (BlWorkspace *self);
void bl_workspace_train (BlWorkspace *self);
void bl_workspace_pause (BlWorkspace *self);
void bl_workspace_step (BlWorkspace *self, gboolean whole_epoch);
void bl_workspace_reset (BlWorkspace *self, gboolean new_seed);
void bl_workspace_discard_run (BlWorkspace *self);
gboolean bl_workspace_has_run (BlWorkspace *self);
AeRunState bl_workspace_get_state (BlWorkspace *self);
const char *bl_workspace_get_reason (BlWorkspace *self);
AeView *bl_workspace_get_view (BlWorkspace *self);
AeSnapshot *bl_workspace_dup_snapshot (BlWorkspace *self);
BlRun *bl_workspace_restore (BlWorkspace *self, const char *name, const BlRunOptions *options,
                             AeTrainingState *state);
AeRun *bl_workspace_peek (BlWorkspace *self, BlRunOptions *options);
AeReaderOptions bl_workspace_get_opening (BlWorkspace *self);
char *bl_workspace_dup_stem (BlWorkspace *self);

G_END_DECLS
