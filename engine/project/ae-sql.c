/* ae-sql.c: opens databases and binds values. A file is opened as one that cannot change, with
 * nothing in it trusted: no views, no triggers, no functions, a bounded number of steps.
 */
#include "ae-sql.h"

#include "ae-error.h"
#include "ae-file.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "SQLite format 3"

/* A project is held in memory. */
#define MOST_BYTES ((guint64) 8 << 30)

/* Instructions of the database's machine for all queries together: a row takes some twenty, and
 * more bytes than that.
 */
#define MOST_STEPS        2000000
#define MOST_STEPS_A_BYTE 4
#define STEPS_A_LOOK      10000

/* No statement or value of a file is longer than the file, and no statement than this. */
#define MOST_STATEMENT_BYTES  65536
#define MOST_EXPRESSION_DEPTH 64

static void
take_error (AeSql *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

/**
 * ae_sql_damaged:
 * @self: a database
 * @format: what is wrong, as printf() takes it
 *
 * Sets the error, unless there is one.
 */
void
ae_sql_damaged (AeSql *self, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  take_error (self, g_error_new (AE_ERROR, AE_ERROR_DAMAGED,
                                 "%s is damaged: %s; take a copy of it that is whole",
                                 self->path, what));
}

static void
take_status (AeSql *self, int status)
{
  if (status == SQLITE_NOMEM || status == SQLITE_FULL
      || (status == SQLITE_TOOBIG && !self->is_file))
    take_error (self, g_error_new (AE_ERROR, AE_ERROR_TOO_LARGE,
                                   "%s: there is not enough memory for the project; close "
                                   "other programs or remove runs",
                                   self->path));
  else
    ae_sql_damaged (self, "%s",
                    self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (status));
}

static int
look_cb (void *data)
{
  AeSql *self = data;

  return --self->looks_left <= 0;
}

static void
set_careful (AeSql *self, guint64 bytes)
{
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH,
                 (int) CLAMP (bytes, MOST_STATEMENT_BYTES, G_MAXINT));
  sqlite3_limit (self->db, SQLITE_LIMIT_SQL_LENGTH, MOST_STATEMENT_BYTES);
  sqlite3_limit (self->db, SQLITE_LIMIT_EXPR_DEPTH, MOST_EXPRESSION_DEPTH);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 0);
}

/**
 * ae_sql_open_memory:
 * @self: (out): an empty database in memory
 * @path: where it will go, for messages
 */
void
ae_sql_open_memory (AeSql *self, const char *path)
{
  int status;

  *self = (AeSql){ .path = path };
  status = sqlite3_open_v2 (":memory:", &self->db,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            NULL);
  if (status != SQLITE_OK)
    take_status (self, status);
}

/* SQLite itself takes an empty file for an empty database and asks for a password of others. */
static gboolean
has_magic (AeSql *self, guint64 *bytes)
{
  char head[sizeof MAGIC] = { 0 };
  GError *error = NULL;
  int fd = ae_file_open (self->path, MOST_BYTES, bytes, &error);
  gssize n;

  if (fd < 0)
    {
      take_error (self, error);
      return FALSE;
    }
  n = pread (fd, head, sizeof head, 0);
  close (fd);
  if (n == sizeof head && memcmp (head, MAGIC, sizeof head) == 0)
    return TRUE;
  take_error (self, g_error_new (AE_ERROR, AE_ERROR_UNKNOWN_FORMAT,
                                 "%s is not a Bandloom project: it does not begin as one; "
                                 "choose a .bandloom file",
                                 self->path));
  return FALSE;
}

/**
 * ae_sql_open_file:
 * @self: (out): the database of a file, for reading alone
 * @path: a file; borrowed until ae_sql_close()
 *
 * Nothing is written, neither to the file nor beside it.
 */
void
ae_sql_open_file (AeSql *self, const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  g_autofree char *name = g_strconcat (uri, "?immutable=1", NULL);
  guint64 bytes = 0;
  int status;

  *self = (AeSql){ .path = path, .is_file = TRUE };
  if (!has_magic (self, &bytes))
    return;
  self->looks_left = (gint64) (MOST_STEPS + MOST_STEPS_A_BYTE * bytes) / STEPS_A_LOOK;
  status = sqlite3_open_v2 (name, &self->db,
                            SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
  if (status != SQLITE_OK)
    take_status (self, status);
  else
    set_careful (self, bytes);
}

/**
 * ae_sql_close:
 * @self: a database
 * @error: the first that happened
 *
 * Returns: whether there was none.
 */
gboolean
ae_sql_close (AeSql *self, GError **error)
{
  sqlite3_close (self->db);
  self->db = NULL;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * ae_sql_run:
 * @self: a database
 * @statements: without values
 */
void
ae_sql_run (AeSql *self, const char *statements)
{
  int status;

  if (self->error != NULL)
    return;
  status = sqlite3_exec (self->db, statements, NULL, NULL, NULL);
  if (status != SQLITE_OK)
    take_status (self, status);
}

/**
 * ae_sql_prepare:
 * @self: a database
 * @statement: one, with ? for values
 *
 * Returns: (nullable) (transfer full): free with ae_sql_finish(); %NULL after an error, which
 * all functions here accept.
 */
sqlite3_stmt *
ae_sql_prepare (AeSql *self, const char *statement)
{
  sqlite3_stmt *prepared = NULL;
  int status;

  if (self->error != NULL)
    return NULL;
  status = sqlite3_prepare_v2 (self->db, statement, -1, &prepared, NULL);
  if (status != SQLITE_OK)
    take_status (self, status);
  return prepared;
}

/* Numbers go into the file with the least byte first, whatever the machine. */
static int
bind_floats (sqlite3_stmt *statement, int index, const float *values, gsize n)
{
  guint32 *words = g_memdup2 (values, n * sizeof *values);

  for (gsize i = 0; i < n; i++)
    words[i] = GUINT32_TO_LE (words[i]);
  return sqlite3_bind_blob64 (statement, index, words, n * sizeof *words, g_free);
}

static int
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize n;
  const void *data = g_bytes_get_data (bytes, &n);

  return n == 0 ? sqlite3_bind_zeroblob (statement, index, 0)
                : sqlite3_bind_blob64 (statement, index, data, n, SQLITE_TRANSIENT);
}

/**
 * ae_sql_put:
 * @self: a database
 * @statement: an insertion
 * @types: one letter a value: i gint64, d double (NAN becomes NULL), t text (nullable), f
 * const float * and gsize, b GBytes *, or one for several columns: n const double * and guint
 *
 * Inserts one row.
 */
void
ae_sql_put (AeSql *self, sqlite3_stmt *statement, const char *types, ...)
{
  int status = SQLITE_OK, column = 0;
  va_list args;

  if (self->error != NULL)
    return;
  va_start (args, types);
  for (const char *type = types; *type != '\0' && status == SQLITE_OK; type++)
    if (*type == 'i')
      status = sqlite3_bind_int64 (statement, ++column, va_arg (args, gint64));
    else if (*type == 'd')
      status = sqlite3_bind_double (statement, ++column, va_arg (args, double));
    else if (*type == 't')
      status = sqlite3_bind_text (statement, ++column, va_arg (args, const char *), -1,
                                  SQLITE_TRANSIENT);
    else if (*type == 'b')
      status = bind_bytes (statement, ++column, va_arg (args, GBytes *));
    else if (*type == 'n')
      {
        const double *values = va_arg (args, const double *);
        guint n = va_arg (args, guint);

        for (guint j = 0; j < n && status == SQLITE_OK; j++)
          status = sqlite3_bind_double (statement, ++column, values[j]);
      }
    else
      {
        const float *values = va_arg (args, const float *);

        status = bind_floats (statement, ++column, values, va_arg (args, gsize));
      }
  va_end (args);
  if (status == SQLITE_OK && sqlite3_step (statement) == SQLITE_DONE)
    sqlite3_reset (statement);
  else
    take_status (self, status != SQLITE_OK ? status : sqlite3_errcode (self->db));
}

/**
 * ae_sql_next:
 * @self: a database
 * @statement: (nullable): a query
 *
 * Returns: whether there is another row, which is now the current one.
 */
gboolean
ae_sql_next (AeSql *self, sqlite3_stmt *statement)
{
  int status;

  if (self->error != NULL || statement == NULL)
    return FALSE;
  if (self->is_file)
    sqlite3_progress_handler (self->db, STEPS_A_LOOK, look_cb, self);
  status = sqlite3_step (statement);
  sqlite3_progress_handler (self->db, 0, NULL, NULL);
  if (status != SQLITE_ROW && status != SQLITE_DONE)
    take_status (self, status);
  return status == SQLITE_ROW;
}

/**
 * ae_sql_finish:
 * @statement: (nullable) (transfer full): a statement
 */
void
ae_sql_finish (sqlite3_stmt *statement)
{
  sqlite3_finalize (statement);
}

/**
 * ae_sql_ask:
 * @self: a database
 * @query: for one whole number
 * @otherwise: where there is none
 *
 * Returns: the number.
 */
gint64
ae_sql_ask (AeSql *self, const char *query, gint64 otherwise)
{
  sqlite3_stmt *statement = ae_sql_prepare (self, query);

  if (ae_sql_next (self, statement))
    otherwise = sqlite3_column_int64 (statement, 0);
  ae_sql_finish (statement);
  return otherwise;
}

/* ------------------------------------------------------------------ values of a row */

/**
 * ae_sql_number:
 * @statement: at a row
 * @column: which
 *
 * Returns: its value, NAN for NULL.
 */
double
ae_sql_number (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
             ? (double) NAN
             : sqlite3_column_double (statement, column);
}

/**
 * ae_sql_uint:
 * @self: gets an error where the value is none of 0 … 2^31 − 1
 * @statement: at a row
 * @column: which
 *
 * Returns: its value.
 */
guint
ae_sql_uint (AeSql *self, sqlite3_stmt *statement, int column)
{
  gint64 value = sqlite3_column_int64 (statement, column);

  if (value >= 0 && value <= G_MAXINT)
    return (guint) value;
  ae_sql_damaged (self, "%s is %" G_GINT64_FORMAT, sqlite3_column_name (statement, column),
                  value);
  return 0;
}

/**
 * ae_sql_dup_text:
 * @statement: at a row
 * @column: which
 *
 * Returns: (nullable) (transfer full): its value, valid UTF-8; %NULL for NULL.
 */
char *
ae_sql_dup_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/**
 * ae_sql_dup_path:
 * @statement: at a row
 * @column: which
 *
 * Returns: (nullable) (transfer full): its value as it was put in, any bytes: names of files
 * need not be UTF-8; %NULL for NULL.
 */
char *
ae_sql_dup_path (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

/**
 * ae_sql_dup_bytes:
 * @statement: at a row
 * @column: which
 *
 * Returns: (transfer full): its value.
 */
GBytes *
ae_sql_dup_bytes (sqlite3_stmt *statement, int column)
{
  const void *data = sqlite3_column_blob (statement, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, column));
}

/**
 * ae_sql_fill_floats:
 * @statement: at a row
 * @column: which
 * @out: (out) (array length=n): gets the numbers
 * @n: how many are wanted
 *
 * Returns: whether the value is so many numbers.
 */
gboolean
ae_sql_fill_floats (sqlite3_stmt *statement, int column, float *out, gsize n)
{
  const guint32 *words = sqlite3_column_blob (statement, column);
  gsize bytes = (gsize) sqlite3_column_bytes (statement, column);

  if (bytes != n * sizeof *out)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      guint32 word;

      memcpy (&word, words + i, sizeof word);
      word = GUINT32_FROM_LE (word);
      memcpy (out + i, &word, sizeof word);
    }
  return TRUE;
}
