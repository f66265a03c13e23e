/* ae-project-private.h: what the files of a project share. */
#pragma once

#include "ae-file.h"
#include "ae-project.h"
#include "ae-sql.h"

G_BEGIN_DECLS

/* "BLOM", in the place where SQLite lets an application say whose file it is. */
#define AE_PROJECT_APPLICATION 0x424C4F4D

gboolean ae_project_write (const AeProject *self, AeFileWriter *writer, const char *path,
                           GError **error);
char *ae_project_dup_schema (void);
void ae_project_check_schema (AeSql *sql);
char *ae_project_dup_term_columns (const char *suffix);
char *ae_project_dup_needed (AeSql *sql, sqlite3_stmt *row, int column);
guint ae_project_read_marks (AeSql *sql, gint64 run, AeHistoryMark *marks);
void ae_project_read_annotations (AeSql *sql, AeProjectAnnotations *notes);

G_END_DECLS
