/* bl-project-saver-private.h: the saver's inside, for its files. */
#pragma once

#include "bl-project-saver.h"
#include "bl-worker.h"

G_BEGIN_DECLS

struct _BlProjectSaver
{
  BlWorkspace *workspace; /* borrowed; NULL: freed, but a file is still being written */
  BlProjectSaverEvents events;
  gpointer user_data;
  BlWorker *reader, *writer;
  guint timer; /* armed where something is unsaved */

  AeProject *project;   /* what was saved or opened last */
  char *path;           /* nullable: where, by hand */
  gboolean is_asking;   /* the runs, for their states */
  BlRun *asked;         /* which one; NULL while none is */
  guint next;           /* after it, in the list */
  GPtrArray *collected; /* AeProjectRun, borrowed by nobody until they are the project's */
  GPtrArray *names;     /* char: runs of the project that are the window's */
  guint n_notes;        /* how often the user marked something on this scene */
  char *kept_progress;  /* nullable: how far all were when they were last kept anywhere */
  gboolean is_writing;
  char *target;         /* where it goes */
  char *wanted;         /* nullable: to be saved by hand as soon as it can be */
  gboolean is_autosave; /* there is a file aside */
  AeProject *opening;   /* waits for its scene */
  char *opening_path;
};

void bl_project_saver_append_progress (GString *text, const char *name, guint64 generation,
                                       guint64 step);

G_END_DECLS
