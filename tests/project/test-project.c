/* test-project.c: what is saved comes back the same, and a training goes on from it with the
 * same bits; a save that fails loses nothing. */
#include "project-fixture.h"

#include <sqlite3.h>

#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct
{
  const char *name;
  guint variants;
  const char *layers;
  guint pretrain_epochs;
} Case;

static const Case cases[] = {
  { "plain", AE_VARIANT_PLAIN, "12,4", 0 },
  { "linear", AE_VARIANT_LINEAR, "4", 0 },
  { "stacked", AE_VARIANT_STACKED, "20,10,5", 0 },
  { "greedy", AE_VARIANT_STACKED, "12,8,4", 2 },
  { "tied-denoising", AE_VARIANT_TIED | AE_VARIANT_DENOISING, "12,4", 0 },
  { "sparse", AE_VARIANT_SPARSE, "12,6", 0 },
  { "variational", AE_VARIANT_VARIATIONAL, "12,4", 0 },
};

static void
assert_same_model (const AeModel *a, const AeModel *b)
{
  g_assert_true (ae_spec_equal (ae_model_get_spec (a), ae_model_get_spec (b)));
  g_assert_cmpmem (ae_model_get_values (a), ae_model_get_n_values (a) * sizeof (ae_real),
                   ae_model_get_values (b), ae_model_get_n_values (b) * sizeof (ae_real));
}

/* Twenty epochs are ten, a file, and ten more: here eight, broken off within the fourth. */
static void
test_goes_on (gconstpointer data)
{
  const Case *test = data;
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "goes-on.bandloom", NULL);
  g_autoptr (AeProject) saved = NULL;
  g_autoptr (AeProject) loaded = NULL;
  g_autoptr (AeTrainer) whole = NULL;
  g_autoptr (AeTrainer) first = NULL;
  g_autoptr (AeTrainer) second = NULL;
  g_autoptr (AeModel) a = NULL;
  g_autoptr (AeModel) b = NULL;
  const AeProjectRun *run;
  Fixture f;

  fixture_init (&f, test->variants, test->layers);
  f.plan.pretrain_epochs = test->pretrain_epochs;
  whole = fixture_trainer (&f);
  fixture_finish (whole, &f.hyperparams);
  first = fixture_trainer (&f);
  fixture_step (first, &f.hyperparams, 4 * ae_trainer_get_batches_per_epoch (first) - 2);
  saved = fixture_project (&f, first, test->name);
  fixture_save (saved, path);
  loaded = fixture_load (path);
  run = ae_project_find_run (loaded, test->name, NULL);
  g_assert_nonnull (run);
  second = ae_trainer_new (&run->training->spec, &run->training->plan, f.pixels, NULL);
  g_assert_true (ae_trainer_restore (second, run->training, NULL));
  fixture_finish (second, &run->training->hyperparams);
  a = ae_trainer_dup_model (whole);
  b = ae_trainer_dup_model (second);
  assert_same_model (a, b);
  fixture_remove (folder);
  fixture_clear (&f);
}

static void
assert_same_history (const AeHistory *a, const AeHistory *b)
{
  guint n = ae_history_get_n_points (a);

  g_assert_cmpuint (n, ==, ae_history_get_n_points (b));
  for (guint i = 0; i < n; i++)
    g_assert_cmpmem (&ae_history_get_points (a)[i].train, sizeof (AeLossTerms),
                     &ae_history_get_points (b)[i].train, sizeof (AeLossTerms));
  g_assert_cmpmem (ae_history_get_weights (a), n * sizeof (guint32), ae_history_get_weights (b),
                   n * sizeof (guint32));
  g_assert_cmpuint (ae_history_get_n_marks (a), ==, ae_history_get_n_marks (b));
  for (guint i = 0; i < ae_history_get_n_marks (a); i++)
    {
      g_assert_true (ae_history_get_marks (a)[i].param == ae_history_get_marks (b)[i].param);
      g_assert_cmpfloat (ae_history_get_marks (a)[i].after, ==,
                         ae_history_get_marks (b)[i].after);
    }
}

static void
assert_same_input (const AeInput *a, const AeInput *b)
{
  guint n = ae_input_get_bands (a);
  AeScaler *s = ae_input_get_scaler (a), *t = ae_input_get_scaler (b);

  g_assert_cmpuint (n, ==, ae_input_get_bands (b));
  g_assert_cmpuint (ae_input_get_scene_bands (a), ==, ae_input_get_scene_bands (b));
  g_assert_cmpmem (ae_input_get_numbers (a), n * sizeof (guint), ae_input_get_numbers (b),
                   n * sizeof (guint));
  g_assert_cmpmem (ae_input_get_wavelengths_nm (a), n * sizeof (double),
                   ae_input_get_wavelengths_nm (b), n * sizeof (double));
  g_assert_cmpmem (ae_scaler_get_offset (s), n * sizeof (float), ae_scaler_get_offset (t),
                   n * sizeof (float));
  g_assert_cmpmem (ae_scaler_get_factor (s), n * sizeof (float), ae_scaler_get_factor (t),
                   n * sizeof (float));
}

static void
assert_same_run (const AeProjectRun *a, const AeProjectRun *b)
{
  const AeTrainingState *s = a->training, *t = b->training;
  gsize bytes = s->n_values * sizeof (ae_real);

  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpmem (&a->pixels, sizeof a->pixels, &b->pixels, sizeof b->pixels);
  assert_same_input (a->input, b->input);
  assert_same_model (s->model, t->model);
  g_assert_true (ae_spec_equal (&s->part, &t->part));
  g_assert_true (ae_hyperparams_equal (&s->hyperparams, &t->hyperparams));
  g_assert_cmpuint (s->plan.seed, ==, t->plan.seed);
  g_assert_cmpuint (s->step, ==, t->step);
  g_assert_cmpuint (s->epoch, ==, t->epoch);
  g_assert_cmpfloat (s->seconds, ==, t->seconds);
  g_assert_cmpfloat (s->best, ==, t->best);
  g_assert_cmpuint (s->n_values, ==, t->n_values);
  g_assert_cmpmem (s->values, bytes, t->values, bytes);
  g_assert_cmpmem (s->good, bytes, t->good, bytes);
  g_assert_cmpmem (s->moment1, bytes, t->moment1, bytes);
  g_assert_cmpmem (s->moment2, bytes, t->moment2, bytes);
  assert_same_history (s->history, t->history);
}

/* Several runs, marks, settings and an untrained run (whose best loss is infinite). */
static void
test_round_trip (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "ünï #1.bandloom", NULL);
  g_autofree char *page = NULL;
  g_autoptr (AeProject) saved = NULL;
  g_autoptr (AeProject) loaded = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  Fixture f;

  fixture_init (&f, AE_VARIANT_VARIATIONAL, "10,3");
  f.hyperparams.noise_level = 0.123456789012345678;
  trainer = fixture_trainer (&f);
  saved = fixture_project (&f, trainer, "untrained");
  fixture_step (trainer, &f.hyperparams, 9);
  ae_trainer_mark_param (trainer, ae_param_info_find (AE_PARAM_LIVE, "noise_level"), 0, 0.1);
  ae_project_add_run (saved, fixture_run (&f, trainer, "a “run”, named; oddly"));
  ae_project_set_text (saved, "page", "compare");
  ae_project_set_text (saved, "empty", "");
  fixture_save (saved, path);
  loaded = fixture_load (path);
  g_assert_cmpuint (loaded->runs->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    assert_same_run (g_ptr_array_index (saved->runs, i), g_ptr_array_index (loaded->runs, i));
  page = ae_project_dup_text (loaded, "page");
  g_assert_cmpstr (page, ==, "compare");
  g_assert_cmpuint (g_hash_table_size (loaded->settings), ==, 2);
  g_assert_cmpstr (loaded->scene->path, ==, "demo:");
  g_assert_true (ae_project_scene_check (loaded->scene, ae_pixels_get_scene (f.pixels), NULL));
  fixture_remove (folder);
  fixture_clear (&f);
}

static void
assert_model_name (const char *path, const char *run, const char *found)
{
  g_autofree char *name = run != NULL ? g_strconcat (path, "#", run, NULL) : g_strdup (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (AeProjectRun) model = ae_project_load_model (name, &error);

  if (found == NULL)
    g_assert_error (error, AE_ERROR, AE_ERROR_NOT_FOUND);
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (model->name, ==, found);
    }
}

/* FILE is the last run, FILE#NAME and FILE#2 are runs; a file with # in its name is a file. */
static void
test_names (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "a#b.bandloom", NULL);
  g_autoptr (AeProject) project = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  Fixture f;

  fixture_init (&f, AE_VARIANT_PLAIN, "4");
  trainer = fixture_trainer (&f);
  project = fixture_project (&f, trainer, "first");
  ae_project_add_run (project, fixture_run (&f, trainer, "second"));
  fixture_save (project, path);
  assert_model_name (path, NULL, "second");
  assert_model_name (path, "first", "first");
  assert_model_name (path, "2", "second");
  assert_model_name (path, "3", NULL);
  assert_model_name (path, "0", NULL);
  assert_model_name (path, "third", NULL);
  fixture_remove (folder);
  fixture_clear (&f);
}

/* ------------------------------------------------------------------ saves that fail */

static void
assert_not_saved (const AeProject *project, const char *path)
{
  g_autofree char *beside = g_strconcat (path, ".saving", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ae_project_save (project, path, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
}

/* A disk that takes no more than some bytes: what was there is as it was, and opens. */
static void
test_full_disk (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "full.bandloom", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (AeProject) project = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  struct rlimit old, low;
  gsize n_before, n_after;
  Fixture f;

  fixture_init (&f, AE_VARIANT_PLAIN, "12,4");
  trainer = fixture_trainer (&f);
  project = fixture_project (&f, trainer, "run");
  fixture_save (project, path);
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  fixture_step (trainer, &f.hyperparams, 3);
  ae_project_add_run (project, fixture_run (&f, trainer, "run"));
  signal (SIGXFSZ, SIG_IGN);
  getrlimit (RLIMIT_FSIZE, &old);
  low = old;
  low.rlim_cur = 30000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &low), ==, 0);
  assert_not_saved (project, path);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  fixture_save (project, path);
  fixture_remove (folder);
  fixture_clear (&f);
}

static void
test_no_place (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *gone = g_build_filename (folder, "gone", "a.bandloom", NULL);
  g_autofree char *locked = g_build_filename (folder, "locked.bandloom", NULL);
  g_autoptr (AeProject) project = ae_project_new ();

  assert_not_saved (project, gone);
  assert_not_saved (project, "/proc/a.bandloom");
  fixture_save (project, locked);
  g_assert_cmpint (g_chmod (locked, 0400), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
  if (g_access (folder, W_OK) == 0)
    g_test_message ("a folder that may not be written was not tried: this user may write all");
  else
    assert_not_saved (project, locked);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  fixture_remove (folder);
}

/* A link stays a link; the rights of the file stay; nothing is left beside it. */
static void
test_link (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "real.bandloom", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.bandloom", NULL);
  g_autofree char *beside = g_strconcat (path, ".saving", NULL);
  g_autoptr (AeProject) project = ae_project_new ();
  GStatBuf status;

  fixture_save (project, path);
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("real.bandloom", link_path), ==, 0);
  g_assert_true (g_file_set_contents (beside, "left by a crash", -1, NULL));
  ae_project_set_text (project, "page", "scene");
  fixture_save (project, link_path);
  g_assert_cmpint (g_lstat (link_path, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0640);
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
  ae_project_free (g_steal_pointer (&project));
  project = fixture_load (path);
  g_assert_cmpuint (g_hash_table_size (project->settings), ==, 1);
  fixture_remove (folder);
}

/* ------------------------------------------------------------------ the scene */

static void
test_scene_check (void)
{
  g_autoptr (AeScene) small = ae_demo_scene_new (AE_DEMO_SCENE_SEED, 20, 20);
  g_autoptr (AeScene) large = ae_demo_scene_new (AE_DEMO_SCENE_SEED, 24, 20);
  g_autoptr (AeProjectScene) reference = ae_project_scene_new (small, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (ae_project_scene_check (reference, small, NULL));
  g_assert_false (ae_project_scene_check (reference, large, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
  g_clear_error (&error);
  reference->hash[3] = reference->hash[3] == 'a' ? 'b' : 'a';
  g_assert_false (ae_project_scene_check (reference, small, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_MISMATCH);
}

/* What was changed of the scene, and what a model's spectra went through. */
static void
test_treatment (void)
{
  const AeSceneEdits edits = { .kept_bands = "1-90,160-180", .preprocessing = "smooth:5,norm" };
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "treated.bandloom", NULL);
  g_autoptr (AeScene) demo = ae_demo_scene_new (AE_DEMO_SCENE_SEED, 20, 20);
  g_autoptr (AeScene) scene = ae_scene_apply_edits (demo, &edits, NULL, NULL);
  g_autoptr (AeProject) project = NULL;
  g_autoptr (AeProject) loaded = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  AeSceneEdits back;
  Fixture f = { .options = { .seed = 3 } };

  f.pixels = ae_pixels_new (scene, &f.options, NULL, NULL);
  ae_spec_init (&f.spec, AE_VARIANT_PLAIN, ae_pixels_get_bands (f.pixels));
  ae_spec_set_layers_from_string (&f.spec, "4", NULL);
  ae_plan_init (&f.plan);
  f.plan.batch = 64;
  ae_hyperparams_init (&f.hyperparams, &f.spec);
  trainer = fixture_trainer (&f);
  fixture_step (trainer, &f.hyperparams, 2);
  project = fixture_project (&f, trainer, "run");
  fixture_save (project, path);
  loaded = fixture_load (path);
  back = ae_project_scene_get_options (loaded->scene).edits;
  g_assert_cmpint (back.units, ==, AE_WAVELENGTH_NONE);
  g_assert_cmpstr (back.kept_bands, ==, "1-90,160-180");
  g_assert_cmpstr (back.preprocessing, ==, "smooth:5,norm");
  g_assert_cmpstr (
      ae_input_get_preprocessing (((AeProjectRun *) loaded->runs->pdata[0])->input), ==,
      "smooth:5,norm");
  g_remove (path);
  g_rmdir (folder);
  fixture_clear (&f);
}

static AeHistoryPoint
get_point (const AeProject *project)
{
  const AeProjectRun *run = g_ptr_array_index (project->runs, 0);

  return ae_history_get_points (run->training->history)[1];
}

/* A file of the first version, which knew of no such changes; nor of a term of the loss that
 * came into the world later. */
static void
test_first_version (void)
{
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "first.bandloom", NULL);
  g_autoptr (AeProject) project = NULL;
  g_autoptr (AeProject) loaded = NULL;
  g_autoptr (AeTrainer) trainer = NULL;
  AeHistoryPoint point, kept;
  sqlite3 *db;
  Fixture f;

  fixture_init (&f, AE_VARIANT_PLAIN, "4");
  f.hyperparams.weight_decay = 0.01;
  trainer = fixture_trainer (&f);
  fixture_step (trainer, &f.hyperparams, 2);
  project = fixture_project (&f, trainer, "run");
  fixture_save (project, path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "CREATE TABLE old AS SELECT path, relative, name, variable, "
                                 "axes, assume, labels, lines, samples, bands, size, hash FROM "
                                 "scene; DROP TABLE scene;"
                                 "CREATE TABLE scene (path TEXT NOT NULL, relative TEXT, "
                                 "name TEXT NOT NULL, variable TEXT, axes TEXT, "
                                 "assume INTEGER NOT NULL, labels TEXT, "
                                 "lines INTEGER NOT NULL, samples INTEGER NOT NULL, "
                                 "bands INTEGER NOT NULL, size INTEGER NOT NULL, "
                                 "hash TEXT NOT NULL) STRICT;"
                                 "INSERT INTO scene SELECT * FROM old; DROP TABLE old;"
                                 "DROP TABLE label; DROP TABLE class; DROP TABLE selection; "
                                 "DROP TABLE spectrum;"
                                 "UPDATE run SET preprocessing = 'nonsense';"
                                 "ALTER TABLE history DROP COLUMN sparsity;"
                                 "PRAGMA user_version = 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
  loaded = fixture_load (path);
  g_assert_null (loaded->scene->preprocessing);
  g_assert_cmpuint (loaded->runs->len, ==, 1);
  point = get_point (loaded);
  kept = get_point (project);
  g_assert_cmpfloat (point.train.values[AE_TERM_SPARSITY], ==, 0);
  g_assert_cmpfloat (kept.train.total, >, 0);
  g_assert_cmpmem (&point.train, sizeof point.train, &kept.train, sizeof kept.train);
  g_remove (path);
  g_rmdir (folder);
  fixture_clear (&f);
}

/* Labels by hand, selections in their order, and kept spectra come back as they were. */
static void
test_notes (void)
{
  const guint16 labels[] = { 0, 0, 3, 3, 3, 65535, 0, 1, 1, 2 };
  const guint8 masks[2][10] = { { 1, 1, 1, 0, 0, 0, 0, 0, 0, 1 }, { 0 } };
  const float spectrum[] = { 0.25f, -1e30f, NAN };
  g_autofree char *folder = fixture_folder ();
  g_autofree char *path = g_build_filename (folder, "notes.bandloom", NULL);
  g_autoptr (AeProject) project = ae_project_new ();
  g_autoptr (AeProject) loaded = NULL;
  const AeProjectSpectrum *kept;
  guint16 labels_back[10];
  guint8 mask_back[10];
  guint32 colour = 0xFF8000;

  project->notes->labels = ae_rle_new (labels, 10, 2);
  g_assert_cmpuint (g_bytes_get_size (project->notes->labels), ==, 4 * 3 * sizeof (guint32));
  g_ptr_array_add (project->notes->class_names, g_strdup ("unlabelled"));
  g_array_append_val (project->notes->class_colours, colour);
  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (project->notes->selections, ae_rle_new (masks[i], 10, 1));
  project->notes->selected = 1;
  ae_project_annotations_add_spectrum (project->notes, "collected", "Ünïcode", spectrum, 3);
  fixture_save (project, path);
  loaded = fixture_load (path);

  g_assert_true (ae_rle_fill (loaded->notes->labels, labels_back, 10, 2));
  g_assert_cmpmem (labels_back, sizeof labels_back, labels, sizeof labels);
  g_assert_cmpuint (loaded->notes->class_names->len, ==, 1);
  g_assert_cmpstr (loaded->notes->class_names->pdata[0], ==, "unlabelled");
  g_assert_cmpuint (loaded->notes->class_colours->len, ==, 1);
  g_assert_cmpuint (g_array_index (loaded->notes->class_colours, guint32, 0), ==, colour);
  g_assert_cmpuint (loaded->notes->selections->len, ==, 2);
  g_assert_cmpuint (loaded->notes->selected, ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (ae_rle_fill (loaded->notes->selections->pdata[i], mask_back, 10, 1));
      g_assert_cmpmem (mask_back, sizeof mask_back, masks[i], sizeof masks[i]);
    }
  g_assert_cmpuint (loaded->notes->spectra->len, ==, 1);
  kept = loaded->notes->spectra->pdata[0];
  g_assert_cmpstr (kept->list, ==, "collected");
  g_assert_cmpstr (kept->name, ==, "Ünïcode");
  g_assert_cmpmem (g_bytes_get_data (kept->values, NULL), g_bytes_get_size (kept->values),
                   spectrum, sizeof spectrum);
  fixture_remove (folder);
}

/* Runs from a file that may be anything: outside of the scene, out of order, cut off. */
static void
test_bad_runs (void)
{
  const guint32 bad[][6] = { { 8, 3, 1, 0, 0, 0 },
                             { 0, 0, 1, 0, 0, 0 },
                             { 4, 2, 1, 5, 1, 1 },
                             { G_MAXUINT32, 2, 1, 0, 0, 0 },
                             { 2, 1, 256, 0, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) runs = g_bytes_new (bad[i], i == 2 ? 24 : 12);
      g_autoptr (GBytes) cut = g_bytes_new (bad[i], 11);
      guint8 out[10], none[10] = { 0 };

      g_assert_false (ae_rle_fill (runs, out, 10, 1));
      g_assert_cmpmem (out, 10, none, 10);
      g_assert_false (ae_rle_fill (cut, out, 10, 1));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/project/goes-on/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_goes_on);
    }
  g_test_add_func ("/project/round-trip", test_round_trip);
  g_test_add_func ("/project/names", test_names);
  g_test_add_func ("/project/full-disk", test_full_disk);
  g_test_add_func ("/project/no-place", test_no_place);
  g_test_add_func ("/project/link", test_link);
  g_test_add_func ("/project/scene-check", test_scene_check);
  g_test_add_func ("/project/treatment", test_treatment);
  g_test_add_func ("/project/first-version", test_first_version);
  g_test_add_func ("/project/notes", test_notes);
  g_test_add_func ("/project/bad-runs", test_bad_runs);
  return g_test_run ();
}
