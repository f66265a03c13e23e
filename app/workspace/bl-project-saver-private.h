/* bl-project-saver-private.h: the saver's inside, for its files. */
#pragma once

#include "bl-lock.h"
#include "bl-project-saver.h"
#include "bl-recovery.h"
#include "bl-worker.h"

G_BEGIN_DECLS

struct _BlProjectSaver
{
  BlWorkspace *workspace; /* borrowed; NULL: freed, but a file is still being written */
  BlProjectSaverEvents events;
  gpointer user_data;
  BlWorker *reader, *writer;
  guint timer; /* armed where something is unsaved */

  AeProject *project; /* what was saved or opened last */
  char *path;         /* nullable: where, by hand */
  AeProjectFile
      *file; /* nullable: what is known of what is there; a worker's while it writes */
  AeProjectMerge merge;  /* what the user wants where both changed something */
  BlLock *lock;          /* nullable: says to other windows that this one has the file open */
  gboolean is_elsewhere; /* another window has it open */
  gboolean is_asking;    /* the runs, for their states */
  BlRun *asked;          /* which one; NULL while none is */
  guint next;            /* after it, in the list */
  GPtrArray *collected;  /* AeProjectRun, borrowed by nobody until they are the project's */
  GPtrArray *names;      /* char: runs of the project that are the window's */
  guint n_notes;         /* how often the user marked something on this scene */
  char *kept_progress;   /* nullable: how far all were when they were last kept anywhere */
  gboolean is_writing;
  char *target;      /* where it goes */
  char *wanted;      /* nullable: to be saved by hand as soon as it can be */
  BlRecovery *aside; /* nullable: where it is put aside, of its own name */

  AeProject *opening; /* waits for its scene */
  AeProjectFile *opening_file;
  BlRecovery *claim; /* nullable: what is opened is left-over work, and stays where it is */
  guint n_openings;  /* of the workspace, when the scene was asked for */
  gboolean is_beginning, is_scene_wanted;
};

void bl_project_saver_append_progress (GString *text, const char *name, guint64 generation,
                                       guint64 step);

void bl_project_saver_drop_opening (BlProjectSaver *self);
void bl_project_saver_opening_cb (BlProjectSaver *self, double fraction);
gboolean bl_project_saver_take_lock (BlProjectSaver *self, const char *path);
void bl_project_saver_apply_merged (BlProjectSaver *self, const AeProjectMerged *merged);
BlRun *bl_project_saver_restore_run (BlProjectSaver *self, const AeProjectRun *kept);

G_END_DECLS
