/* test-shared.c: two programs and one project: what either saved is there in the end, and where
 * both changed the same run one is asked. */
#include "project-fixture.h"

#include "ae-file.h"
#include "ae-project-file.h"

/* Two programs that have read one project with the run "first". */
typedef struct
{
  Fixture f;
  AeTrainer *trainer;
  char *folder, *path;
  AeProjectFile *files[2];
  AeProject *projects[2];
  AeProjectMerged merged; /* of the last saving */
} Two;

static void
two_init (Two *two)
{
  g_autoptr (AeProject) project = NULL;

  fixture_init (&two->f, AE_VARIANT_PLAIN, "6,3");
  two->trainer = fixture_trainer (&two->f);
  two->folder = fixture_folder ();
  two->path = g_build_filename (two->folder, "shared.bandloom", NULL);
  project = fixture_project (&two->f, two->trainer, "first");
  fixture_save (project, two->path);
  for (guint i = 0; i < 2; i++)
    {
      two->files[i] = ae_project_file_new (two->path);
      two->projects[i] = ae_project_file_load (two->files[i], NULL);
      g_assert_nonnull (two->projects[i]);
    }
}

static void
two_clear (Two *two)
{
  ae_project_merged_clear (&two->merged);
  for (guint i = 0; i < 2; i++)
    {
      ae_project_file_free (two->files[i]);
      ae_project_free (two->projects[i]);
    }
  fixture_remove (two->folder);
  g_free (two->folder);
  g_free (two->path);
  ae_trainer_free (two->trainer);
  fixture_clear (&two->f);
}

/* A run that is some steps further than any before it. */
static void
add_run (Two *two, guint who, const char *name)
{
  fixture_step (two->trainer, &two->f.hyperparams, 1);
  ae_project_add_run (two->projects[who], fixture_run (&two->f, two->trainer, name));
}

static gboolean
try_save (Two *two, guint who, AeProjectMerge merge, GError **error)
{
  ae_project_merged_clear (&two->merged);
  return ae_project_file_save (two->files[who], two->projects[who], merge, &two->merged, error);
}

static void
save (Two *two, guint who, AeProjectMerge merge)
{
  g_autoptr (GError) error = NULL;

  try_save (two, who, merge, &error);
  g_assert_no_error (error);
}

static guint64
saved_step (const Two *two, const char *name)
{
  g_autoptr (AeProject) project = fixture_load (two->path);
  AeProjectRun *run = ae_project_find_run (project, name, NULL);

  return run != NULL ? run->training->step : 0;
}

/* Neither of them knows the other's run; and again, as they now do. */
static void
test_takes_in (void)
{
  Two two = { 0 };

  two_init (&two);
  add_run (&two, 0, "one");
  save (&two, 0, AE_PROJECT_ASK);
  g_assert_cmpuint (two.merged.taken->len, ==, 0);
  add_run (&two, 1, "two");
  save (&two, 1, AE_PROJECT_ASK);
  g_assert_cmpuint (two.merged.taken->len, ==, 1);
  g_assert_cmpstr (two.merged.taken->pdata[0], ==, "one");
  add_run (&two, 0, "one");
  save (&two, 0, AE_PROJECT_ASK);
  g_assert_cmpuint (saved_step (&two, "one"), ==, 3);
  g_assert_cmpuint (saved_step (&two, "two"), ==, 2);
  g_assert_cmpuint (two.projects[0]->runs->len, ==, 3);
  two_clear (&two);
}

/* Only the file changed: it is the file's. Taken out here, unchanged there: it is gone. */
static void
test_one_side (void)
{
  Two two = { 0 };

  two_init (&two);
  add_run (&two, 0, "first");
  save (&two, 0, AE_PROJECT_ASK);
  save (&two, 1, AE_PROJECT_ASK);
  g_assert_cmpstr (two.merged.taken->pdata[0], ==, "first");
  g_assert_cmpuint (saved_step (&two, "first"), ==, 1);
  ae_project_remove_run (two.projects[0], "first");
  add_run (&two, 0, "other");
  save (&two, 0, AE_PROJECT_ASK);
  g_assert_cmpuint (saved_step (&two, "first"), ==, 0);
  g_assert_cmpuint (saved_step (&two, "other"), ==, 2);
  two_clear (&two);
}

/* Taken out here and changed there: it stays. */
static void
test_taken_out (void)
{
  Two two = { 0 };

  two_init (&two);
  add_run (&two, 0, "first");
  save (&two, 0, AE_PROJECT_ASK);
  ae_project_remove_run (two.projects[1], "first");
  save (&two, 1, AE_PROJECT_ASK);
  g_assert_cmpuint (saved_step (&two, "first"), ==, 1);
  two_clear (&two);
}

static void
test_both (gconstpointer data)
{
  AeProjectMerge merge = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;
  Two two = { 0 };

  two_init (&two);
  add_run (&two, 0, "first");
  save (&two, 0, AE_PROJECT_ASK);
  add_run (&two, 1, "first");
  g_assert_true (g_file_get_contents (two.path, &before, &n_before, NULL));
  g_assert_false (try_save (&two, 1, AE_PROJECT_ASK, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "“first”"));
  g_assert_true (g_file_get_contents (two.path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  save (&two, 1, merge);
  if (merge == AE_PROJECT_KEEP_BOTH)
    {
      g_assert_cmpuint (saved_step (&two, "first"), ==, 1);
      g_assert_cmpuint (saved_step (&two, "first 2"), ==, 2);
      g_assert_cmpstr (two.merged.renamed->pdata[1], ==, "first 2");
    }
  else
    {
      g_assert_cmpuint (saved_step (&two, "first"), ==, 2);
      g_assert_cmpuint (saved_step (&two, "first 2"), ==, 0);
    }
  two_clear (&two);
}

/* Of marks that both made one is asked; who made none has those of the file. */
static void
test_marks (void)
{
  const float values[] = { 1, 2, 3 };
  g_autoptr (GError) error = NULL;
  Two two = { 0 };

  two_init (&two);
  ae_project_annotations_add_spectrum (two.projects[0]->notes, "collected", "a", values, 3);
  ae_project_set_text (two.projects[0], "page", "scene");
  save (&two, 0, AE_PROJECT_ASK);
  add_run (&two, 1, "one");
  save (&two, 1, AE_PROJECT_ASK);
  g_assert_cmpuint (two.projects[1]->notes->spectra->len, ==, 1);
  g_assert_cmpuint (g_hash_table_size (two.projects[1]->settings), ==, 1);
  ae_project_annotations_add_spectrum (two.projects[0]->notes, "collected", "b", values, 3);
  ae_project_annotations_add_spectrum (two.projects[1]->notes, "collected", "c", values, 3);
  save (&two, 1, AE_PROJECT_ASK);
  g_assert_false (try_save (&two, 0, AE_PROJECT_ASK, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "marked"));
  g_clear_error (&error);
  /* Who keeps his own is asked though he marked nothing. */
  save (&two, 0, AE_PROJECT_REPLACE);
  ae_project_file_set_keeps_marks (two.files[1], TRUE);
  g_assert_false (try_save (&two, 1, AE_PROJECT_ASK, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CONFLICT);
  two_clear (&two);
}

/* Another process knows what this one knew, and is asked nothing. */
static void
test_known (void)
{
  g_autoptr (AeProjectFile) other = NULL;
  g_autoptr (AeProjectFile) none = NULL;
  g_autofree char *known = NULL;
  Two two = { 0 };

  two_init (&two);
  known = ae_project_file_dup_known (two.files[0]);
  add_run (&two, 0, "first");
  other = ae_project_file_new (two.path);
  ae_project_file_set_known (other, known);
  ae_project_file_free (two.files[0]);
  two.files[0] = g_steal_pointer (&other);
  save (&two, 0, AE_PROJECT_ASK);
  g_assert_cmpuint (saved_step (&two, "first"), ==, 1);
  none = ae_project_file_new (two.path);
  ae_project_file_set_known (none, "nonsense");
  ae_project_file_set_known (none, "");
  two_clear (&two);
}

/* Who writes just now is waited for by the caller; another scene is not merged; a file that is
 * no project any more is not replaced. */
static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  Two two = { 0 };
  AeFileWriter *writer;

  two_init (&two);
  writer = ae_file_writer_new (two.path, NULL, NULL);
  g_assert_nonnull (writer);
  g_assert_false (try_save (&two, 0, AE_PROJECT_ASK, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_BUSY);
  g_clear_error (&error);
  ae_file_writer_free (writer);
  two.projects[0]->scene->lines++;
  save (&two, 0, AE_PROJECT_ASK);
  g_assert_false (try_save (&two, 1, AE_PROJECT_REPLACE, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (two.path, "something else", -1, NULL));
  g_assert_false (try_save (&two, 1, AE_PROJECT_REPLACE, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_UNKNOWN_FORMAT);
  two_clear (&two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project/shared/takes-in", test_takes_in);
  g_test_add_func ("/project/shared/one-side", test_one_side);
  g_test_add_func ("/project/shared/taken-out", test_taken_out);
  g_test_add_data_func ("/project/shared/both/keep", GINT_TO_POINTER (AE_PROJECT_KEEP_BOTH),
                        test_both);
  g_test_add_data_func ("/project/shared/both/replace", GINT_TO_POINTER (AE_PROJECT_REPLACE),
                        test_both);
  g_test_add_func ("/project/shared/marks", test_marks);
  g_test_add_func ("/project/shared/known", test_known);
  g_test_add_func ("/project/shared/refused", test_refused);
  return g_test_run ();
}
