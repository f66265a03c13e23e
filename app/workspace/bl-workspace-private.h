/* bl-workspace-private.h: the workspace's inside, for its files. */
#pragma once

#include "bl-scene-loader.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

typedef enum
{
  BL_WORKSPACE_SCENE_CHANGED,
  BL_WORKSPACE_OPENING,
  BL_WORKSPACE_AMBIGUOUS,
  BL_WORKSPACE_SIZE_MISMATCH,
  BL_WORKSPACE_ERROR_SAID,
  BL_WORKSPACE_RUN_BEGAN,
  BL_WORKSPACE_RUN_CHANGED,
  BL_WORKSPACE_VIEW_CHANGED,
  BL_WORKSPACE_ACTIVE_CHANGED,
  BL_WORKSPACE_ANY_CHANGED,
  BL_WORKSPACE_N_SIGNALS
} BlWorkspaceSignal;

struct _BlWorkspace
{
  GObject parent_instance;
  BlSceneLoader *opening;
  guint n_openings; /* that were begun */
  BlSceneModel *model; /* the scene that is open, what is marked of it and what is on screen */
  BlPixelStore *store;
  char *variable; /* nullable: as which it was opened */
  char *axes;     /* nullable */
  gboolean is_assumed;
  char *wanted_variable, *wanted_axes; /* nullable: of the file that is being opened */
  gboolean wanted_assumed;

  GListStore *runs; /* BlRun; at least one where there is a scene */
  BlRun *active;    /* borrowed from the list */
  BlUndoHistory *history;
  gboolean is_train_wanted; /* Train was pressed while a scene was on its way */

  gboolean has_own_labels; /* other than those that the scene was opened with */
};

void bl_workspace_emit (BlWorkspace *self, BlWorkspaceSignal signal);
void bl_workspace_tell_began (BlWorkspace *self, BlRun *old);
void bl_workspace_say_error (BlWorkspace *self, const char *message);

BlRun *bl_workspace_get_run (BlWorkspace *self, guint i);
guint bl_workspace_get_n_runs (BlWorkspace *self);
void bl_workspace_fill_request (BlWorkspace *self, gboolean is_seen, AeViewRequest *request);
void bl_workspace_send_requests (BlWorkspace *self);
void bl_workspace_share_cores (BlWorkspace *self);
void bl_workspace_activate (BlWorkspace *self, BlRun *run);
BlRun *bl_workspace_make_run (BlWorkspace *self, AeScene *scene, BlPixelStore *store,
                              const BlRunOptions *options);
void bl_workspace_change_scene (BlWorkspace *self, AeScene *scene,
                                const BlRunOptions *options);
void bl_workspace_begin_beside (BlWorkspace *self, const BlRunOptions *options);
BlRun *bl_workspace_append_run (BlWorkspace *self, const BlRunOptions *options);
void bl_workspace_clear_runs (BlWorkspace *self);
void bl_workspace_name_run (BlWorkspace *self, BlRun *run);
gboolean bl_workspace_can_proceed (BlWorkspace *self);

G_END_DECLS
