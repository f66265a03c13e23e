/* test-endings.c: which endings a file that is written may have is said in one place: what
 * helps and refusals name is what is taken, and nothing else; documents name the same.
 */
#include "ae-model-export.h"
#include "ae-raster-writer.h"
#include "ae-spectra-file.h"
#include "project-fixture.h"

/* The endings in a sentence, each once: ".img or .hdr (ENVI), .tif". */
static GPtrArray *
find_endings (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("(?<![\\w.])\\.[a-z]+\\b", 0, 0, NULL);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      char *ending = g_match_info_fetch (match, 0);

      if (g_ptr_array_find_with_equal_func (found, ending, g_str_equal, NULL))
        g_free (ending);
      else
        g_ptr_array_add (found, ending);
    }
  return found;
}

static gboolean
has_ending (GPtrArray *endings, const char *ending)
{
  return g_ptr_array_find_with_equal_func (endings, ending, g_str_equal, NULL);
}

static char *
dup_line (const char *path, const char *start)
{
  g_autofree char *full = g_build_filename (SOURCE_ROOT, path, NULL), *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (full, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], start))
      return g_strdup (lines[i]);
  g_error ("%s: no line begins with %s", path, start);
}

/* The search itself: a planted ending is found, a number and a name with a dot are not. */
static void
test_search (void)
{
  g_autoptr (GPtrArray) found = find_endings (".onnx, .npz twice .npz, 0.5 and a.txt; (.xyz)");

  g_assert_cmpuint (found->len, ==, 3);
  g_assert_true (has_ending (found, ".onnx") && has_ending (found, ".npz")
                 && has_ending (found, ".xyz"));
}

/* ------------------------------------------------------------------ models */

static AeProjectRun *
make_run (void)
{
  AeTrainer *trainer;
  AeProjectRun *run;
  Fixture f;

  fixture_init (&f, AE_VARIANT_PLAIN, "2");
  trainer = fixture_trainer (&f);
  run = fixture_run (&f, trainer, "a run");
  ae_trainer_free (trainer);
  fixture_clear (&f);
  return run;
}

static gboolean
export_as (const AeProjectRun *run, const char *ending, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("bandloom-endings-XXXXXX", NULL),
                  *name = g_strconcat ("a", ending, NULL),
                  *path = g_build_filename (folder, name, NULL);
  gboolean is_written
      = ae_model_export (run, path, AE_ONNX_WHOLE, AE_MODEL_EXPORT_RAW, NULL, error);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, is_written);
  g_remove (path);
  g_rmdir (folder);
  return is_written;
}

static void
test_models (void)
{
  g_autoptr (GPtrArray) said = find_endings (AE_MODEL_EXPORT_ENDINGS), documented = NULL;
  g_autofree char *line = dup_line ("doc/command-line.md", "| `export MODEL");
  g_autoptr (GError) error = NULL;
  AeProjectRun *run = make_run ();
  guint n = 0;

  documented = find_endings (line);
  for (AeModelExportWhat what = AE_MODEL_EXPORT_MODEL; what <= AE_MODEL_EXPORT_HISTORY; what++)
    for (guint i = 0; ae_model_export_get_ending (what, i) != NULL; i++, n++)
      {
        const char *ending = ae_model_export_get_ending (what, i);

        g_assert_true (has_ending (said, ending));
        g_assert_true (has_ending (documented, ending));
        g_assert_true (export_as (run, ending, &error));
        g_assert_no_error (error);
      }
  g_assert_cmpuint (n, ==, said->len);
  g_assert_cmpuint (n, ==, documented->len);
  g_assert_false (export_as (run, ".xyz", &error));
  g_assert_nonnull (strstr (error->message, AE_MODEL_EXPORT_ENDINGS));
  ae_project_run_free (run);
}

/* ------------------------------------------------------------------ images */

static gboolean
begin_image (const char *ending, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("bandloom-endings-XXXXXX", NULL),
                  *name = g_strconcat ("a", ending, NULL),
                  *path = g_build_filename (folder, name, NULL);
  AeRasterInfo info = { .lines = 2, .samples = 2, .bands = 1, .description = "a test" };
  AeRasterWriter *writer = ae_raster_writer_new (path, &info, error);
  gboolean is_known = writer != NULL;

  ae_raster_writer_free (writer); /* unfinished: it leaves nothing behind */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return is_known;
}

static void
test_images (void)
{
  g_autoptr (GPtrArray) said = find_endings (AE_RASTER_WRITER_ENDINGS);
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (; ae_raster_writer_get_ending (n) != NULL; n++)
    g_assert_true (has_ending (said, ae_raster_writer_get_ending (n)));
  g_assert_cmpuint (n, ==, 3); /* a row a format */
  for (guint i = 0; i < said->len; i++)
    {
      g_assert_true (begin_image (said->pdata[i], &error));
      g_assert_no_error (error);
    }
  g_assert_false (begin_image (".xyz", &error));
  g_assert_nonnull (strstr (error->message, AE_RASTER_WRITER_ENDINGS));
}

/* ------------------------------------------------------------------ spectra */

static void
test_spectra (void)
{
  static const float values[3] = { 1, 2, 3 };
  g_autoptr (GPtrArray) said = find_endings (AE_SPECTRA_ENDINGS);
  g_autofree char *folder = g_dir_make_tmp ("bandloom-endings-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (said->len, ==, 3);
  for (guint i = 0; i < said->len; i++)
    {
      g_autofree char *name = g_strconcat ("a", said->pdata[i], NULL),
                      *path = g_build_filename (folder, name, NULL),
                      *header = g_build_filename (folder, "a.hdr", NULL);

      g_assert_true (ae_spectra_save (path, values, 1, 3, NULL, NULL, &error));
      g_assert_no_error (error);
      g_remove (path);
      g_remove (header);
    }
  g_rmdir (folder);
  g_assert_false (ae_spectra_save ("a.xyz", values, 1, 3, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, AE_SPECTRA_ENDINGS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/endings/search", test_search);
  g_test_add_func ("/endings/models", test_models);
  g_test_add_func ("/endings/images", test_images);
  g_test_add_func ("/endings/spectra", test_spectra);
  return g_test_run ();
}
