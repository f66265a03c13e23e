/* test-marks.c: what happened while a model was trained is told by kinds and numbers, in memory
 * and in a project; the words are for people. Projects that have words alone are still read.
 */
#include "project-fixture.h"

#include <sqlite3.h>

#include "ae-reproduce.h"

/* As projects had it before marks had kinds. */
static const char old_table[]
    = "DROP TABLE mark;"
      "CREATE TABLE mark (run INTEGER NOT NULL, position INTEGER NOT NULL, "
      "  step INTEGER NOT NULL, epoch REAL NOT NULL, text TEXT NOT NULL, "
      "  PRIMARY KEY (run, position)) STRICT, WITHOUT ROWID;"
      "INSERT INTO mark SELECT id, 0, 3, 0.5, 'Phase 2: 30 → 12' FROM run;"
      "INSERT INTO mark SELECT id, 1, 6, 1, 'Fine-tuning the whole stack' FROM run;"
      "INSERT INTO mark SELECT id, 2, 7, 1.5, 'KL weight 0 → 1.5e-05' FROM run;"
      "INSERT INTO mark SELECT id, 3, 8, 1.75, 'Nobody knows' FROM run;"
      "INSERT INTO mark SELECT id, 4, 9, 2, 'Learning rate 0.001 → 0.0005' FROM run;";

/* Every word in another language. */
static const char translated[] = "UPDATE mark SET text = 'Phase der Erholung'";

static const AeHistoryMark marks[] = {
  { .step = 3, .epoch = 0.5, .kind = AE_MARK_PHASE, .phase = 2, .before = 30, .after = 12 },
  { .step = 6, .epoch = 1, .kind = AE_MARK_FINE_TUNING },
  { .step = 7, .epoch = 1.5, .kind = AE_MARK_PARAM, .before = 0, .after = 1.5e-5 },
  { .step = 9, .epoch = 2, .kind = AE_MARK_PARAM, .before = 1e-3, .after = 5e-4 },
};

static const char *const params[] = { NULL, NULL, "kl_weight", "learning_rate" };
static const char *const words[] = { "Phase 2: 30 → 12", "Fine-tuning the whole stack",
                                     "KL weight 0 → 1.5e-05", "Learning rate 0.001 → 0.0005" };

static AeHistoryMark
get_mark (guint i)
{
  AeHistoryMark mark = marks[i];

  if (params[i] != NULL)
    mark.param = ae_param_info_find (AE_PARAM_LIVE, params[i]);
  return mark;
}

static void
assert_marks (const AeHistory *history)
{
  g_assert_cmpuint (ae_history_get_n_marks (history), ==, G_N_ELEMENTS (marks));
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const AeHistoryMark *found = &ae_history_get_marks (history)[i], wanted = get_mark (i);
      g_autofree char *text = ae_history_mark_dup_text (found);

      g_assert_cmpstr (text, ==, words[i]);
      g_assert_cmpuint (found->step, ==, wanted.step);
      g_assert_cmpfloat (found->epoch, ==, wanted.epoch);
      g_assert_cmpint (found->kind, ==, wanted.kind);
      g_assert_true (found->param == wanted.param);
      g_assert_cmpuint (found->phase, ==, wanted.phase);
      g_assert_cmpfloat (found->before, ==, wanted.before);
      g_assert_cmpfloat (found->after, ==, wanted.after);
    }
}

static void
change (const char *path, const char *query)
{
  sqlite3 *file;

  g_assert_cmpint (sqlite3_open (path, &file), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (file, query, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (file);
}

/* A project whose run has the marks above. */
static void
save_marked (const char *path)
{
  g_autoptr (AeTrainer) trainer = NULL;
  g_autoptr (AeProject) project = NULL;
  AeProjectRun *run;
  AeHistory *history;
  Fixture f;

  fixture_init (&f, AE_VARIANT_VARIATIONAL, "6,3");
  trainer = fixture_trainer (&f);
  fixture_step (trainer, &f.hyperparams, 2);
  project = fixture_project (&f, trainer, "run");
  run = project->runs->pdata[0];
  history = ae_history_thaw (run->training->history);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const AeHistoryMark mark = get_mark (i);

      ae_history_add_mark (history, &mark);
    }
  ae_history_unref (run->training->history);
  run->training->history = history;
  fixture_save (project, path);
  fixture_clear (&f);
}

static void
assert_loaded (const char *path)
{
  g_autoptr (AeProject) project = fixture_load (path);
  const AeProjectRun *run = project->runs->pdata[0];

  assert_marks (run->training->history);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "marks.bandloom", NULL);

  save_marked (path);
  assert_loaded (path);
  change (path, translated);
  assert_loaded (path);
  fixture_remove (folder);
}

static void
test_old_words (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "old.bandloom", NULL);

  save_marked (path);
  change (path, old_table);
  assert_loaded (path);
  fixture_remove (folder);
}

/* A kind that this program does not know is left out: the words do not make it one. */
static void
test_unknown_kind (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "later.bandloom", NULL);
  g_autoptr (AeProject) project = NULL;
  const AeProjectRun *run;

  save_marked (path);
  change (path, "UPDATE mark SET kind = 'eclipse' WHERE kind = 'fine-tuning';"
                "UPDATE mark SET parameter = 'weather' WHERE parameter = 'kl_weight'");
  project = fixture_load (path);
  run = project->runs->pdata[0];
  g_assert_cmpuint (ae_history_get_n_marks (run->training->history), ==, 2);
  fixture_remove (folder);
}

/* The command that repeats a run warns of hyperparams that were turned, and of nothing else. */
static void
test_command (void)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (AeHistory) history = ae_history_new ();
  AePixelsOptions pixels = { .seed = 3, .validation = 0.1 };
  AeSpec spec;
  AePlan plan;
  AeHyperparams hyperparams;
  AeCommand command = { .path = "demo:",
                        .spec = &spec,
                        .plan = &plan,
                        .hyperparams = &hyperparams,
                        .pixels = &pixels,
                        .history = history };

  ae_spec_init (&spec, AE_VARIANT_TIED, 20);
  ae_plan_init (&plan);
  ae_hyperparams_init (&hyperparams, &spec);
  for (guint i = 0; i < 2; i++)
    {
      const AeHistoryMark mark = get_mark (i);

      ae_history_add_mark (history, &mark);
    }
  before = ae_reproduce_dup_train (&command);
  g_assert_null (strchr (before, '#'));
  ae_history_add_mark (history, &(AeHistoryMark){ .step = 9,
                                                  .kind = AE_MARK_PARAM,
                                                  .param = get_mark (3).param,
                                                  .before = 1e-3,
                                                  .after = 5e-4 });
  after = ae_reproduce_dup_train (&command);
  g_assert_true (g_str_has_suffix (after, "Learning rate 0.001 → 0.0005 at batch 9"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/marks/round-trip", test_round_trip);
  g_test_add_func ("/marks/old-words", test_old_words);
  g_test_add_func ("/marks/unknown-kind", test_unknown_kind);
  g_test_add_func ("/marks/command", test_command);
  return g_test_run ();
}
