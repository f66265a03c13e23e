/* ae-project-schema.c: what is in a project file. The text below goes into every file, remarks
 * and all: `sqlite3 FILE.bandloom .schema` shows it.
 *
 * `PRAGMA application_id` is 0x424C4F4D ("BLOM"), `PRAGMA user_version` the version of this
 * schema. A file whose tables are others, if only by a word, is refused: so any change but to
 * the remarks raises the version, and goes into the table of what earlier versions lack.
 */
#include "ae-project-private.h"

#include "ae-loss-terms.h"

#include <string.h>

static const char schema[]
    = "CREATE TABLE scene ( -- at most one: which scene the runs are on\n"
      "  path TEXT NOT NULL, -- absolute, or demo:\n"
      "  relative TEXT, -- from the folder of this file\n"
      "  name TEXT NOT NULL,\n"
      "  variable TEXT, axes TEXT, assume INTEGER NOT NULL, -- how it was opened\n"
      "  labels TEXT, -- the file of its labels\n"
      "  units TEXT, -- of its wavelengths, where the user said so\n"
      "  kept_bands TEXT, -- numbers from 1, where the user chose them\n"
      "  preprocessing TEXT, -- steps that its spectra go through\n"
      "  lines INTEGER NOT NULL, samples INTEGER NOT NULL, bands INTEGER NOT NULL,\n"
      "  size INTEGER NOT NULL, -- bytes\n"
      "  hash TEXT NOT NULL, -- SHA-256 of the header, or of the first 64 KiB\n"
      "  nodata REAL -- a value that stands for no data, where the user said so\n"
      ") STRICT;\n"
      "CREATE TABLE label ( -- at most one: labels other than those of the scene's file\n"
      "  runs BLOB NOT NULL -- of equal pixels: first, how many, class; uint32, least byte "
      "first\n"
      ") STRICT;\n"
      "CREATE TABLE class ( -- of the labels; 0 is unlabelled\n"
      "  number INTEGER PRIMARY KEY, name TEXT NOT NULL, colour INTEGER -- 0xRRGGBB\n"
      ") STRICT;\n"
      "CREATE TABLE selection ( -- of pixels, those one can go back to among them\n"
      "  position INTEGER PRIMARY KEY, is_shown INTEGER NOT NULL,\n"
      "  runs BLOB NOT NULL -- as in label\n"
      ") STRICT;\n"
      "CREATE TABLE spectrum ( -- that was kept\n"
      "  position INTEGER PRIMARY KEY,\n"
      "  list TEXT NOT NULL, -- which list: collected, or made from codes\n"
      "  name TEXT NOT NULL,\n"
      "  value BLOB NOT NULL -- float32, least byte first; a band that is not left out each\n"
      ") STRICT;\n"
      "CREATE TABLE run ( -- one model in training\n"
      "  id INTEGER PRIMARY KEY, -- their order\n"
      "  name TEXT NOT NULL UNIQUE,\n"
      "  spec TEXT NOT NULL, -- JSON: what was built\n"
      "  plan TEXT NOT NULL, -- JSON: how it trains, the seed among it\n"
      "  knobs TEXT NOT NULL, -- JSON: where they stood last\n"
      "  pixel_seed INTEGER NOT NULL, validation REAL NOT NULL, split INTEGER NOT NULL,\n"
      "  max_pixels INTEGER NOT NULL, -- which pixels; split: 0 random, 1 blocks\n"
      "  training_pixels INTEGER NOT NULL, validation_pixels INTEGER NOT NULL,\n"
      "  scaling TEXT NOT NULL, scene_bands INTEGER NOT NULL,\n"
      "  phase INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL,\n"
      "  phase_epoch INTEGER NOT NULL, seconds REAL NOT NULL,\n"
      "  first_loss REAL, best REAL, best_epoch INTEGER NOT NULL,\n"
      "  stage_step INTEGER NOT NULL, -- counter of the random streams\n"
      "  batch_in_epoch INTEGER NOT NULL,\n"
      "  part TEXT NOT NULL, -- JSON: the network under training: spec, or a greedy part of "
      "it\n"
      "  preprocessing TEXT -- steps that spectra go through before they are scaled\n"
      ") STRICT;\n"
      "CREATE TABLE input ( -- what a model is fed: scaled = (value - offset) * factor\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  band INTEGER NOT NULL, -- of the scene, from 0\n"
      "  wavelength_nm REAL, \"offset\" REAL NOT NULL, factor REAL NOT NULL,\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE parameter ( -- of the whole model; a weight is (inputs, units), rows "
      "first\n"
      "  run INTEGER NOT NULL, name TEXT NOT NULL,\n"
      "  \"rows\" INTEGER NOT NULL, columns INTEGER NOT NULL,\n"
      "  value BLOB NOT NULL, -- float32, least byte first\n"
      "  PRIMARY KEY (run, name)\n"
      ") STRICT;\n"
      "CREATE TABLE training ( -- of the network under training, the optimiser's state\n"
      "  run INTEGER NOT NULL, name TEXT NOT NULL,\n"
      "  value BLOB NOT NULL, good BLOB NOT NULL, -- as they are; the last ones known to be "
      "good\n"
      "  moment1 BLOB NOT NULL, moment2 BLOB NOT NULL,\n"
      "  PRIMARY KEY (run, name)\n"
      ") STRICT;\n"
      "CREATE TABLE history ( -- the loss curves: each point the mean of so many batches\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  step INTEGER NOT NULL, epoch REAL NOT NULL, seconds REAL NOT NULL,\n"
      "  phase INTEGER NOT NULL, batches INTEGER NOT NULL,\n"
      "  total REAL, %s,\n"
      "  validation REAL, validation_reconstruction REAL,\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE mark ( -- knobs that were turned, phases that began\n"
      "  run INTEGER NOT NULL, position INTEGER NOT NULL,\n"
      "  step INTEGER NOT NULL, epoch REAL NOT NULL,\n"
      "  kind TEXT NOT NULL, -- parameter, phase or fine-tuning\n"
      "  parameter TEXT, -- its name in the knobs\n"
      "  phase INTEGER NOT NULL, -- from 1; 0 where none began\n"
      "  value_before REAL, value_after REAL, -- of a phase: inputs and outputs\n"
      "  text TEXT NOT NULL, -- for people and older programs: nothing depends on it\n"
      "  PRIMARY KEY (run, position)\n"
      ") STRICT, WITHOUT ROWID;\n"
      "CREATE TABLE setting ( -- where the user was: pins, page, zoom\n"
      "  key TEXT PRIMARY KEY, value BLOB NOT NULL\n"
      ") STRICT, WITHOUT ROWID;\n";

/* What earlier versions lack of a table's statement, the newest first; without remarks, as
 * normalize() makes it. They may lack whole tables, too.
 */
static const struct
{
  const char *table, *lacks;
} changes[] = {
  { "scene", ",nodata REAL" },
  { "scene", "units TEXT,kept_bands TEXT,preprocessing TEXT," },
  { "run", ",preprocessing TEXT" },
  { "mark", "kind TEXT NOT NULL,parameter TEXT,phase INTEGER NOT NULL,value_before REAL,"
            "value_after REAL," },
};

/* Without remarks, and with no blank but one between two words. */
static char *
normalize (const char *sql)
{
  GString *out = g_string_new (NULL);
  gboolean has_blank = FALSE;

  for (; *sql != '\0'; sql++)
    if (g_ascii_isspace (*sql))
      has_blank = TRUE;
    else if (sql[0] == '-' && sql[1] == '-')
      {
        sql = strchrnul (sql, '\n') - 1;
        has_blank = TRUE;
      }
    else
      {
        if (has_blank && out->len > 0 && strchr (",()", *sql) == NULL
            && strchr (",()", out->str[out->len - 1]) == NULL)
          g_string_append_c (out, ' ');
        has_blank = FALSE;
        g_string_append_c (out, *sql);
      }
  return g_string_free (out, FALSE);
}

/* The statement of a table as it is now, or NULL. */
static char *
dup_statement (const char *whole, const char *table)
{
  g_autofree char *begin = g_strdup_printf ("CREATE TABLE %s (", table);
  const char *at = strstr (whole, begin), *end = at != NULL ? strchr (at, ';') : NULL;
  g_autofree char *statement = NULL;

  /* Remarks have semicolons, too. */
  while (end != NULL && end[1] != '\n')
    end = strchr (end + 1, ';');
  if (at == NULL)
    return NULL;
  statement = end != NULL ? g_strndup (at, (gsize) (end - at)) : g_strdup (at);
  return normalize (statement);
}

static void
remove_part (char *text, const char *part)
{
  char *at = strstr (text, part);

  if (at != NULL)
    memmove (at, at + strlen (part), strlen (at + strlen (part)) + 1);
}

/* A file from before a term came into the world has no column for it. */
static void
remove_terms (char *now, const char *found)
{
  for (guint t = 0; t < AE_N_TERMS; t++)
    {
      g_autofree char *part = g_strdup_printf (",%s REAL", ae_term_info_get (t)->key);

      if (strstr (found, part) == NULL)
        remove_part (now, part);
    }
}

/* Whether a table is what some version made, byte for byte but for remarks. */
static gboolean
is_known (const char *whole, const char *table, const char *sql)
{
  g_autofree char *now = dup_statement (whole, table);
  g_autofree char *found = normalize (sql);

  if (now == NULL)
    return FALSE;
  if (strcmp (table, "history") == 0)
    remove_terms (now, found);
  if (strcmp (now, found) == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    if (strcmp (changes[i].table, table) == 0)
      {
        remove_part (now, changes[i].lacks);
        if (strcmp (now, found) == 0)
          return TRUE;
      }
  return FALSE;
}

/**
 * ae_project_check_schema:
 * @sql: a file's database, of which nothing is known but its version
 *
 * What could make a query do other than read rows does not belong in a project: generated
 * columns, views, virtual tables, triggers, checks. It is damaged where a table is not as some
 * version made it.
 */
void
ae_project_check_schema (AeSql *sql)
{
  g_autofree char *whole = ae_project_dup_schema ();
  sqlite3_stmt *row
      = ae_sql_prepare (sql, "SELECT type, name, tbl_name, sql FROM sqlite_schema");

  while (ae_sql_next (sql, row))
    {
      const char *type = (const char *) sqlite3_column_text (row, 0);
      const char *name = (const char *) sqlite3_column_text (row, 1);
      const char *table = (const char *) sqlite3_column_text (row, 2);
      const char *statement = (const char *) sqlite3_column_text (row, 3);
      gboolean is_table = g_strcmp0 (type, "table") == 0 && g_strcmp0 (name, table) == 0
                          && table != NULL && statement != NULL
                          && is_known (whole, table, statement);
      gboolean is_index = g_strcmp0 (type, "index") == 0 && statement == NULL;

      if (!is_table && !is_index)
        ae_sql_damaged (sql, "it holds things that no project has");
    }
  ae_sql_finish (row);
  /* And as the database itself understands it. */
  if (ae_sql_ask (sql,
                  "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type <> "
                  "'table'",
                  0)
          > 0
      || ae_sql_ask (sql,
                     "SELECT count(*) FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c "
                     "WHERE s.type = 'table' AND c.hidden <> 0",
                     0)
             > 0)
    ae_sql_damaged (sql, "it holds columns or tables that no project has");
}

/**
 * ae_project_dup_term_columns:
 * @suffix: behind the name of each
 *
 * Returns: (transfer full): the columns of the loss's terms, separated by commas. A file from
 * before a term came into the world has no column for it.
 */
char *
ae_project_dup_term_columns (const char *suffix)
{
  GString *text = g_string_new (NULL);

  for (guint t = 0; t < AE_N_TERMS; t++)
    g_string_append_printf (text, "%s%s%s", t == 0 ? "" : ", ", ae_term_info_get (t)->key,
                            suffix);
  return g_string_free (text, FALSE);
}

/**
 * ae_project_dup_schema:
 *
 * Returns: (transfer full): the statements that make an empty project.
 */
char *
ae_project_dup_schema (void)
{
  g_autofree char *columns = ae_project_dup_term_columns (" REAL");
  const char *place = strstr (schema, "%s");

  return g_strdup_printf ("%.*s%s%s", (int) (place - schema), schema, columns,
                          place + strlen ("%s"));
}
