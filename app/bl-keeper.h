/* bl-keeper.h: keeps a workspace in a project file: saves it, opens it, and saves it aside
 * every minute, for the next start after a crash.
 */
#pragma once

#include "ae-project.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlKeeper BlKeeper;

/**
 * BlKeeperEvents:
 * @said: something could not be done; one sentence
 * @saved: what the user asked for is on the disk
 * @fill: what else of the window is to be kept, as settings
 * @restored: a project is open, its runs are being made: its settings
 * @moved: the project's scene is no longer where it was: ask for it, then
 * bl_keeper_open_at()
 *
 * All on the main thread.
 */
typedef struct
{
  void (*said) (const char *message, gpointer user_data);
  void (*saved) (const char *path, gpointer user_data);
  void (*fill) (AeProject *project, gpointer user_data);
  void (*restored) (const AeProject *project, gpointer user_data);
  void (*moved) (const char *path, gpointer user_data);
} BlKeeperEvents;

BlKeeper *bl_keeper_new (BlWorkspace *workspace, const BlKeeperEvents *events,
                         gpointer user_data);
void bl_keeper_free (BlKeeper *self);
void bl_keeper_save (BlKeeper *self, const char *path);
void bl_keeper_touch (BlKeeper *self);
const char *bl_keeper_get_path (const BlKeeper *self);
void bl_keeper_open (BlKeeper *self, const char *path);
void bl_keeper_open_at (BlKeeper *self, const char *scene_path);
void bl_keeper_take_scene (BlKeeper *self);

void bl_keeper_restore (BlKeeper *self, const char *left_over);

G_END_DECLS
