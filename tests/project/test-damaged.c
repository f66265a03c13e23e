/* test-damaged.c: files that are no project, from a later version, cut, or changed anywhere:
 * one sentence each, no crash, and not a byte of the file is written. */
#include "project-fixture.h"

#include "ae-rng.h"
#include <sqlite3.h>

#define CUTS    40
#define CHANGES 400

static char *
save_one (const char *folder)
{
  char *path = g_build_filename (folder, "whole.bandloom", NULL);
  g_autoptr (AeProject) project = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  Fixture f;

  fixture_init (&f, AE_VARIANT_TIED | AE_VARIANT_VARIATIONAL, "6,3");
  trainer = fixture_trainer (&f);
  fixture_step (trainer, &f.hyperparams, 3);
  ae_trainer_mark_param (trainer, ae_param_info_find (AE_PARAM_LIVE, "learning_rate"), 1, 2);
  project = fixture_project (&f, trainer, "run");
  ae_project_set_text (project, "page", "train");
  fixture_save (project, path);
  fixture_clear (&f);
  return path;
}

/* Loads these bytes; whatever comes, the file is as it was and there is a sentence. */
static gboolean
try_bytes (const char *path, const char *data, gsize n)
{
  g_autofree char *after = NULL;
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  g_autoptr (AeProject) project = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_after;

  g_assert_true (g_file_set_contents (path, data, (gssize) n, NULL));
  project = ae_project_load (path, &error);
  g_assert_true ((project != NULL) == (error == NULL));
  if (error != NULL)
    {
      g_assert_true (error->domain == AE_ERROR);
      g_assert_cmpuint (strlen (error->message), >, 20);
    }
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (data, n, after, n_after);
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  return project != NULL;
}

static void
test_cut (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *whole = save_one (folder);
  g_autofree char *path = g_build_filename (folder, "cut.bandloom", NULL);
  g_autofree char *data = NULL;
  gsize n;

  g_assert_true (g_file_get_contents (whole, &data, &n, NULL));
  g_assert_true (try_bytes (path, data, n));
  for (gsize i = 0; i < CUTS; i++)
    g_assert_false (try_bytes (path, data, n * i / CUTS));
  fixture_remove (folder);
}

/* Bytes changed at random, most of them where the structure is: no crash, no write. */
static void
test_changed (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *whole = save_one (folder);
  g_autofree char *path = g_build_filename (folder, "changed.bandloom", NULL);
  g_autofree char *data = NULL;
  guint refused = 0;
  AeRng rng;
  gsize n;

  g_assert_true (g_file_get_contents (whole, &data, &n, NULL));
  ae_rng_init (&rng, 7, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < CHANGES; i++)
    {
      g_autofree char *copy = g_memdup2 (data, n);
      guint changes = 1 + ae_rng_below (&rng, 8);

      for (guint k = 0; k < changes; k++)
        {
          guint page = ae_rng_below (&rng, (guint32) (n / 4096));
          guint at = ae_rng_below (&rng, ae_rng_below (&rng, 2) ? 64 : 4096);

          copy[(gsize) page * 4096 + at] = (char) ae_rng_below (&rng, 256);
        }
      refused += !try_bytes (path, copy, n);
    }
  g_assert_cmpuint (refused, >, CHANGES / 4);
  fixture_remove (folder);
}

/* ------------------------------------------------------------------ well-formed lies */

static void
alter (const char *path, const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

typedef struct
{
  const char *name;
  const char *sql;
  AeError code;
} Lie;

static const Lie lies[] = {
  { "later", "PRAGMA user_version = 4", AE_ERROR_UNSUPPORTED },
  { "no-version", "PRAGMA user_version = 0", AE_ERROR_DAMAGED },
  { "other-program", "PRAGMA application_id = 17", AE_ERROR_UNKNOWN_FORMAT },
  { "view", "DROP TABLE mark; CREATE VIEW mark AS SELECT * FROM history", AE_ERROR_DAMAGED },
  { "endless-view",
    "DROP TABLE setting; CREATE VIEW setting AS WITH RECURSIVE r(key, value) AS (SELECT 'a', "
    "'b' "
    "UNION ALL SELECT key, value FROM r) SELECT * FROM r",
    AE_ERROR_DAMAGED },
  { "trigger", "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM run; END",
    AE_ERROR_DAMAGED },
  { "no-table", "DROP TABLE history", AE_ERROR_DAMAGED },
  { "huge-layers",
    "UPDATE run SET spec = replace (spec, '\"layers\":[6,3]', '\"layers\":[4096,4096,4096,3]')",
    AE_ERROR_DAMAGED },
  { "other-layers",
    "UPDATE run SET spec = replace (spec, '\"layers\":[6,3]', '\"layers\":[5,3]')",
    AE_ERROR_DAMAGED },
  { "no-layers", "UPDATE run SET spec = replace (spec, '\"layers\":[6,3]', '\"layers\":[]')",
    AE_ERROR_DAMAGED },
  { "generated",
    "DROP TABLE setting; CREATE TABLE setting (key TEXT AS (hex (zeroblob (499999900))), value "
    "BLOB)",
    AE_ERROR_DAMAGED },
  { "virtual", "DROP TABLE setting; CREATE VIRTUAL\tTABLE setting USING fts5 (key, value)",
    AE_ERROR_DAMAGED },
  { "check",
    "DROP TABLE setting; CREATE TABLE setting (key TEXT PRIMARY KEY, value BLOB NOT "
    "NULL CHECK (length (value) < 9)) STRICT, WITHOUT ROWID",
    AE_ERROR_DAMAGED },
  { "another-column", "ALTER TABLE mark ADD COLUMN more TEXT", AE_ERROR_DAMAGED },
  { "another-table", "CREATE TABLE more (key TEXT)", AE_ERROR_DAMAGED },
  { "another-index", "CREATE INDEX more ON history (step)", AE_ERROR_DAMAGED },
  { "deep-json", "UPDATE run SET spec = replace (hex (zeroblob (16000)), '00', '[')",
    AE_ERROR_DAMAGED },
  { "deep-in-knobs",
    "UPDATE run SET knobs = '{\"a\":' || replace (hex (zeroblob (9)), '00', '[') || "
    "replace (hex (zeroblob (9)), '00', ']') || '}'",
    AE_ERROR_DAMAGED },
  { "long-json",
    "UPDATE run SET plan = replace (plan, '{', '{' || replace (hex (zeroblob (70000)), '00', "
    "' '))",
    AE_ERROR_DAMAGED },
  { "no-json", "UPDATE run SET plan = 'cosine'", AE_ERROR_DAMAGED },
  { "huge-batch",
    "UPDATE run SET plan = replace (plan, '\"batch\":64', '\"batch\":4000000000')",
    AE_ERROR_DAMAGED },
  { "bad-knob",
    "UPDATE run SET knobs = replace (knobs, '\"masked_fraction\":0', "
    "'\"masked_fraction\":2')",
    AE_ERROR_DAMAGED },
  { "negative", "UPDATE run SET epoch = -1", AE_ERROR_DAMAGED },
  { "validation", "UPDATE run SET validation = 7", AE_ERROR_DAMAGED },
  { "scaling", "UPDATE run SET scaling = 'logarithm'", AE_ERROR_DAMAGED },
  { "no-parameter", "DELETE FROM parameter WHERE name = 'encoder.0.bias'", AE_ERROR_DAMAGED },
  { "short-parameter", "UPDATE parameter SET value = x'0000' WHERE name = 'encoder.0.bias'",
    AE_ERROR_DAMAGED },
  { "no-moment", "DELETE FROM training WHERE name = 'encoder.0.weight'", AE_ERROR_DAMAGED },
  { "infinite",
    "UPDATE parameter SET value = x'0000807f0000807f0000807f0000807f0000807f0000807f' "
    "WHERE name = 'encoder.0.bias'",
    AE_ERROR_DAMAGED },
  { "band-missing", "DELETE FROM input WHERE position = 7", AE_ERROR_DAMAGED },
  { "band-twice", "UPDATE input SET band = 3 WHERE position = 7", AE_ERROR_DAMAGED },
  { "band-outside", "UPDATE input SET band = 9999 WHERE position = 267", AE_ERROR_DAMAGED },
  { "factor-zero", "UPDATE input SET factor = 0 WHERE position = 7", AE_ERROR_DAMAGED },
  { "preprocessing", "UPDATE run SET preprocessing = 'magic'", AE_ERROR_DAMAGED },
  { "no-notes", "DROP TABLE selection", AE_ERROR_DAMAGED },
  { "class-gap", "INSERT INTO class VALUES (1, 'one', NULL)", AE_ERROR_DAMAGED },
  { "backwards", "UPDATE history SET step = 99 WHERE position = 0", AE_ERROR_DAMAGED },
};

static void
test_lie (gconstpointer data)
{
  const Lie *lie = data;
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = save_one (folder);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize n_before, n_after;

  alter (path, lie->sql);
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  g_assert_null (ae_project_load (path, &error));
  g_assert_error (error, AE_ERROR, (int) lie->code);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  fixture_remove (folder);
}

static void
test_not_a_project (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "notes.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (ae_project_load (path, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (ae_project_load (folder, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "not a project\n", -1, NULL));
  g_assert_null (ae_project_load (path, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT);
  fixture_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/damaged/not-a-project", test_not_a_project);
  g_test_add_func ("/damaged/cut", test_cut);
  g_test_add_func ("/damaged/changed", test_changed);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strconcat ("/damaged/lie/", lies[i].name, NULL);

      g_test_add_data_func (path, &lies[i], test_lie);
    }
  return g_test_run ();
}
