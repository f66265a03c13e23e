/* ae-project-load-marks.c: reads the marks on the loss curves. Older projects have their words
 * alone: here they become what they meant, once and for all.
 */
#include "ae-project-private.h"

#include <string.h>

#include "ae-sql.h"

/* Marks had no kind before: a project of this schema says so by its columns. */
static gboolean
has_kinds (AeSql *sql)
{
  return ae_sql_ask (sql, "SELECT count(*) FROM pragma_table_info('mark') WHERE name = 'kind'",
                     0)
         > 0;
}

/* As they were written then, whatever they are called today. */
static const struct
{
  const char *title, *key;
} old_titles[] = {
  { "Learning rate", "learning_rate" },
  { "Weight decay", "weight_decay" },
  { "Noise level", "noise_level" },
  { "Masked fraction", "masked_fraction" },
  { "Sparsity target", "sparsity_target" },
  { "Sparsity weight", "sparsity_weight" },
  { "KL weight", "kl_weight" },
};

/* " 0.1 → 0.3". */
static gboolean
parse_change (const char *text, AeHistoryMark *mark)
{
  char *end;

  mark->before = g_ascii_strtod (text, &end);
  if (end == text || !g_str_has_prefix (end, " → "))
    return FALSE;
  text = end + strlen (" → ");
  mark->after = g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

/* "Phase 2: 30 → 12", "Fine-tuning the whole stack", "Noise level 0.1 → 0.3". */
static gboolean
parse_words (const char *text, AeHistoryMark *mark)
{
  char *end;

  if (g_str_has_prefix (text, "Fine-tuning"))
    {
      mark->kind = AE_MARK_FINE_TUNING;
      return TRUE;
    }
  if (g_str_has_prefix (text, "Phase "))
    {
      mark->kind = AE_MARK_PHASE;
      mark->phase = (guint) g_ascii_strtoull (text + strlen ("Phase "), &end, 10);
      return *end == ':' && parse_change (end + 1, mark);
    }
  mark->kind = AE_MARK_PARAM;
  for (guint i = 0; i < G_N_ELEMENTS (old_titles); i++)
    if (g_str_has_prefix (text, old_titles[i].title))
      {
        mark->param = ae_param_info_find (AE_PARAM_LIVE, old_titles[i].key);
        return mark->param != NULL && parse_change (text + strlen (old_titles[i].title), mark);
      }
  return FALSE;
}

static gboolean
read_kind (AeSql *sql, sqlite3_stmt *row, AeHistoryMark *mark)
{
  g_autofree char *kind = ae_project_dup_needed (sql, row, 2);
  g_autofree char *param = ae_sql_dup_text (row, 3);

  mark->param = ae_param_info_find (AE_PARAM_LIVE, param);
  mark->phase = ae_sql_uint (sql, row, 4);
  mark->before = ae_sql_number (row, 5);
  mark->after = ae_sql_number (row, 6);
  return ae_mark_kind_from_string (kind, &mark->kind)
         && (mark->kind != AE_MARK_PARAM || mark->param != NULL);
}

static gboolean
read_words (AeSql *sql, sqlite3_stmt *row, AeHistoryMark *mark)
{
  g_autofree char *text = ae_project_dup_needed (sql, row, 2);

  return text != NULL && parse_words (text, mark);
}

/**
 * ae_project_read_marks:
 * @sql: a project's database, checked
 * @run: id of a run
 * @marks: (%AE_HISTORY_MAX_MARKS): filled; those that say nothing that is known are left out
 *
 * Returns: how many there are.
 */
guint
ae_project_read_marks (AeSql *sql, gint64 run, AeHistoryMark *marks)
{
  gboolean is_new = has_kinds (sql);
  sqlite3_stmt *row = ae_sql_prepare (
      sql, is_new ? "SELECT step, epoch, kind, parameter, phase, value_before, value_after "
                    "FROM mark WHERE run = ? ORDER BY position"
                  : "SELECT step, epoch, text FROM mark WHERE run = ? ORDER BY position");
  guint n = 0;

  if (row != NULL)
    sqlite3_bind_int64 (row, 1, run);
  while (n < AE_HISTORY_MAX_MARKS && ae_sql_next (sql, row))
    {
      marks[n] = (AeHistoryMark){ .step = (guint64) sqlite3_column_int64 (row, 0),
                                  .epoch = ae_sql_number (row, 1) };
      n += is_new ? read_kind (sql, row, &marks[n]) : read_words (sql, row, &marks[n]);
    }
  ae_sql_finish (row);
  return n;
}
