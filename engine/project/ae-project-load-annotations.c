/* ae-project-load-annotations.c: reads what the user had marked. Whether it fits the scene is
 * seen when the scene is open: here only that it is no more than a file can hold.
 */
#include "ae-project-private.h"

#include "ae-sql.h"

/* Version 2 knew of none. */
#define FIRST_WITH_NOTES 3

static void
read_labels (AeSql *sql, AeProjectAnnotations *notes)
{
  sqlite3_stmt *row = ae_sql_prepare (sql, "SELECT runs FROM label LIMIT 1");

  if (ae_sql_next (sql, row))
    notes->labels = ae_sql_dup_bytes (row, 0);
  ae_sql_finish (row);
}

static void
read_classes (AeSql *sql, AeProjectAnnotations *notes)
{
  sqlite3_stmt *row
      = ae_sql_prepare (sql, "SELECT number, name, colour FROM class ORDER BY number");

  while (ae_sql_next (sql, row))
    {
      guint number = ae_sql_uint (sql, row, 0), colour = ae_sql_uint (sql, row, 2);

      if (number != notes->class_names->len || number >= AE_PROJECT_MOST_CLASSES)
        {
          ae_sql_damaged (sql, "its classes are not numbered from 0");
          break;
        }
      g_ptr_array_add (notes->class_names, ae_project_dup_needed (sql, row, 1));
      if (sqlite3_column_type (row, 2) == SQLITE_INTEGER)
        g_array_append_val (notes->class_colours, colour);
    }
  ae_sql_finish (row);
  if (notes->class_colours->len != notes->class_names->len)
    g_array_set_size (notes->class_colours, 0);
}

static void
read_selections (AeSql *sql, AeProjectAnnotations *notes)
{
  sqlite3_stmt *row
      = ae_sql_prepare (sql, "SELECT is_shown, runs FROM selection ORDER BY position");

  while (ae_sql_next (sql, row) && notes->selections->len < AE_PROJECT_MOST_NOTES)
    {
      if (sqlite3_column_int (row, 0) != 0)
        notes->selected = notes->selections->len;
      g_ptr_array_add (notes->selections, ae_sql_dup_bytes (row, 1));
    }
  ae_sql_finish (row);
}

static void
read_spectra (AeSql *sql, AeProjectAnnotations *notes)
{
  sqlite3_stmt *row
      = ae_sql_prepare (sql, "SELECT list, name, value FROM spectrum ORDER BY position");

  while (ae_sql_next (sql, row) && notes->spectra->len < AE_PROJECT_MOST_NOTES)
    {
      guint n = (guint) sqlite3_column_bytes (row, 2) / (guint) sizeof (float);
      g_autofree float *values = g_new (float, n + 1);
      g_autofree char *list = ae_project_dup_needed (sql, row, 0);
      g_autofree char *name = ae_project_dup_needed (sql, row, 1);

      if (!ae_sql_fill_floats (row, 2, values, n))
        ae_sql_damaged (sql, "a kept spectrum is no row of numbers");
      if (sql->error == NULL)
        ae_project_annotations_add_spectrum (notes, list, name, values, n);
    }
  ae_sql_finish (row);
}

/**
 * ae_project_read_annotations:
 * @sql: a project's database, checked
 * @notes: empty; filled
 *
 * Reads nothing from a file of a version that knew of no notes.
 */
void
ae_project_read_annotations (AeSql *sql, AeProjectAnnotations *notes)
{
  if (ae_sql_ask (sql, "PRAGMA user_version", 0) < FIRST_WITH_NOTES)
    return;
  read_labels (sql, notes);
  read_classes (sql, notes);
  read_selections (sql, notes);
  read_spectra (sql, notes);
}
