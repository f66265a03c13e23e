/* bl-project-saver.h: keeps a workspace in a project file: saves it, opens it, and saves it
 * aside within a minute, for the next start after a crash.
 */
#pragma once

#include "ae-project-file.h"
#include "bl-workspace.h"

G_BEGIN_DECLS

typedef struct _BlProjectSaver BlProjectSaver;

/**
 * BlProjectSaverEvents:
 * @said: something could not be done; one sentence
 * @saved: what the user asked for is on the disk
 * @fill: what else of the window is to be kept, as settings
 * @restored: a project is open, its runs are being made: its settings
 * @moved: the project's scene is no longer where it was: ask for it, then
 * bl_project_saver_open_at()
 * @differs: the same run was changed here and in the file: ask, then
 * bl_project_saver_save_merged()
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
  void (*differs) (const char *message, gpointer user_data);
} BlProjectSaverEvents;

BlProjectSaver *bl_project_saver_new (BlWorkspace *workspace,
                                      const BlProjectSaverEvents *events, gpointer user_data);
void bl_project_saver_free (BlProjectSaver *self);
void bl_project_saver_save (BlProjectSaver *self, const char *path);
void bl_project_saver_touch (BlProjectSaver *self);
void bl_project_saver_save_merged (BlProjectSaver *self, AeProjectMerge merge);
gboolean bl_project_saver_can_save (BlProjectSaver *self);
gboolean bl_project_saver_is_read_only (const BlProjectSaver *self);
const char *bl_project_saver_get_path (const BlProjectSaver *self);
void bl_project_saver_open (BlProjectSaver *self, const char *path);
void bl_project_saver_open_at (BlProjectSaver *self, const char *scene_path);
void bl_project_saver_cancel_opening (BlProjectSaver *self);
void bl_project_saver_set_scene (BlProjectSaver *self);

void bl_project_saver_restore (BlProjectSaver *self);

G_END_DECLS
