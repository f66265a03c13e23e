/* ae-sql.h: a thin hand on SQLite for the project file. The first error stays, and all that is
 * asked afterwards does nothing, so that a caller checks once at the end. For this folder
 * alone.
 */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * AeSql:
 * @db: owned
 * @path: for messages; borrowed
 * @error: the first that happened; owned until ae_sql_close()
 * @is_file: it is read, and not to be trusted
 * @looks_left: how often the work of queries may still be looked at
 */
typedef struct
{
  sqlite3 *db;
  const char *path;
  GError *error;
  gboolean is_file;
  gint64 looks_left;
} AeSql;

void ae_sql_open_memory (AeSql *self, const char *path);
void ae_sql_open_file (AeSql *self, const char *path);
gboolean ae_sql_close (AeSql *self, GError **error);
void ae_sql_damaged (AeSql *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

void ae_sql_run (AeSql *self, const char *statements);
sqlite3_stmt *ae_sql_prepare (AeSql *self, const char *statement);
void ae_sql_put (AeSql *self, sqlite3_stmt *statement, const char *types, ...);
gboolean ae_sql_next (AeSql *self, sqlite3_stmt *statement);
void ae_sql_finish (sqlite3_stmt *statement);
gint64 ae_sql_ask (AeSql *self, const char *query, gint64 otherwise);

double ae_sql_number (sqlite3_stmt *statement, int column);
guint ae_sql_uint (AeSql *self, sqlite3_stmt *statement, int column);
char *ae_sql_dup_text (sqlite3_stmt *statement, int column);
char *ae_sql_dup_path (sqlite3_stmt *statement, int column);
GBytes *ae_sql_dup_bytes (sqlite3_stmt *statement, int column);
gboolean ae_sql_fill_floats (sqlite3_stmt *statement, int column, float *out, gsize n);

G_END_DECLS
