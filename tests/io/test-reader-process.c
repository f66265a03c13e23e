/* test-apart.c: files that are read in a process of their own: the same scene as read here, and
 * whatever happens to that process, this one goes on with a sentence. */
#include <math.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>

#include "ae-error.h"
#include "ae-rng.h"
#include "cube-fixtures.h"

#define DAMAGES   60
#define CANCEL_US (200 * 1000)
#define IN_HERE   ""

static char *reader; /* the real one */

static void
use_reader (const char *program)
{
  g_assert_true (g_setenv ("BANDLOOM_READER", program, TRUE));
}

static void
write_seven (Folder *folder, const char *name)
{
  size_t dims[3] = { LINES, SAMPLES, BANDS }, flat[2] = { LINES, SAMPLES },
         list[2] = { 1, BANDS };
  double cube[LINES * SAMPLES * BANDS], wavelengths[BANDS];
  guint8 truth[LINES * SAMPLES] = { 0 };
  mat_t *mat = create (folder, name, MAT_FT_MAT73);

  fill_column_major (cube, "lsb", dims);
  truth[1 + 2 * LINES] = 3;
  for (guint b = 0; b < BANDS; b++)
    wavelengths[b] = 400 + 10.25 * b;
  put (mat, "scene_gt", MAT_C_UINT8, MAT_T_UINT8, 2, flat, truth, TRUE);
  put (mat, "anything", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, dims, cube, TRUE);
  put (mat, "Wavelength", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, list, wavelengths, TRUE);
  Mat_Close (mat);
}

static void
assert_same_scene (AeScene *a, AeScene *b)
{
  gsize pixels = ae_scene_get_n_pixels (a), bands = ae_scene_get_bands (a);

  g_assert_cmpuint (ae_scene_get_lines (a), ==, ae_scene_get_lines (b));
  g_assert_cmpuint (ae_scene_get_samples (a), ==, ae_scene_get_samples (b));
  g_assert_cmpuint (bands, ==, ae_scene_get_bands (b));
  g_assert_cmpmem (ae_scene_peek_cube (a), pixels * bands * sizeof (float),
                   ae_scene_peek_cube (b), pixels * bands * sizeof (float));
  g_assert_cmpmem (ae_scene_get_labels (a), pixels * 2, ae_scene_get_labels (b), pixels * 2);
  g_assert_cmpmem (ae_scene_get_wavelengths_nm (a), bands * sizeof (double),
                   ae_scene_get_wavelengths_nm (b), bands * sizeof (double));
  g_assert_cmpstr (ae_scene_get_format (a), ==, ae_scene_get_format (b));
  g_assert_cmpstr (ae_scene_get_data_type (a), ==, ae_scene_get_data_type (b));
  g_assert_cmpint (ae_scene_get_interleave (a), ==, ae_scene_get_interleave (b));
  g_assert_cmpint (ae_scene_get_units_guessed (a), ==, ae_scene_get_units_guessed (b));
  g_assert_cmpuint (ae_scene_get_n_warnings (a), ==, ae_scene_get_n_warnings (b));
  for (guint i = 0; i < ae_scene_get_n_warnings (a); i++)
    g_assert_cmpstr (ae_scene_get_warning (a, i), ==, ae_scene_get_warning (b, i));
}

static void
count_cb (double fraction, gpointer user_data)
{
  double *last = user_data;

  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
}

static void
test_same (Folder *folder, gconstpointer unused)
{
  double last = -1;
  const AeReaderOptions options = { .progress = count_cb, .progress_data = &last };
  const AeReaderOptions turned = { .axes = "slb", .variable = "anything" };
  const AeReaderOptions missing = { .variable = "nothing" };
  g_autofree char *path = folder_path (folder, "seven.mat");
  g_autoptr (AeScene) here = NULL;
  g_autoptr (AeScene) apart = NULL;
  g_autoptr (AeScene) other = NULL;
  g_autoptr (GPtrArray) choices = NULL;

  write_seven (folder, "seven.mat");
  use_reader (IN_HERE);
  here = folder_open (folder, "seven.mat", NULL);
  use_reader (reader);
  apart = folder_open (folder, "seven.mat", &options);
  assert_same_scene (here, apart);
  g_assert_cmpfloat (last, ==, 1);
  other = folder_open (folder, "seven.mat", &turned);
  g_assert_cmpuint (ae_scene_get_lines (other), ==, SAMPLES);
  folder_refuse (folder, "seven.mat", &missing, AE_ERROR_NOT_FOUND, "anything");
  choices = ae_reader_list_choices (path, NULL);
  g_assert_cmpuint (choices->len, ==, 1);
  g_assert_cmpstr (((AeReaderChoice *) choices->pdata[0])->variable, ==, "anything");
  g_assert_cmpuint (((AeReaderChoice *) choices->pdata[0])->bands, ==, BANDS);
}

static void
test_labels (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = folder_path (folder, "seven.mat");
  g_autoptr (AeScene) scene = NULL;
  g_autoptr (AeScene) labelled = NULL;

  write_seven (folder, "seven.mat");
  scene = folder_open (folder, "seven.mat", NULL);
  labelled = ae_reader_open_labels (scene, path, NULL, NULL);
  g_assert_nonnull (labelled);
  g_assert_cmpuint (ae_scene_get_labels (labelled)[1 * SAMPLES + 2], ==, 3);
}

/* Bytes changed at random: a scene or a sentence. */
static void
test_damaged (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = folder_path (folder, "seven.mat");
  g_autofree char *data = NULL;
  guint refused = 0;
  gsize n;
  AeRng rng;

  write_seven (folder, "seven.mat");
  g_assert_true (g_file_get_contents (path, &data, &n, NULL));
  ae_rng_init (&rng, 11, AE_STREAM_SAMPLE, 0);
  for (guint i = 0; i < DAMAGES; i++)
    {
      g_autofree char *copy = g_memdup2 (data, n);
      g_autofree char *bad = folder_path (folder, "bad.mat");
      g_autoptr (GError) error = NULL;
      g_autoptr (AeScene) scene = NULL;

      for (guint k = 0; k < 24; k++)
        copy[512 + ae_rng_below (&rng, (guint32) n - 512)] = (char) ae_rng_below (&rng, 256);
      folder_write (folder, "bad.mat", copy, (gssize) n);
      scene = ae_reader_open (bad, NULL, NULL, &error);
      g_assert_true ((scene == NULL) == (error != NULL));
      refused += scene == NULL;
    }
  g_assert_cmpuint (refused, >, DAMAGES / 4);
}

static void
write_program (Folder *folder, const char *script)
{
  g_autofree char *path = folder_path (folder, "program");
  g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

  folder_write (folder, "program", text, -1);
  g_assert_cmpint (chmod (path, 0700), ==, 0);
  use_reader (path);
}

/* Whatever that process does. */
static void
test_breaks_down (Folder *folder, gconstpointer unused)
{
  static const char *const scripts[]
      = { "kill -SEGV $$",
          "exit 3",
          "exit 0",
          "echo garbage >&3",
          "head -c 100000 /dev/zero >&3",
          "echo 0.5; echo nan; head -c 5000 /dev/urandom; head -c 999 /dev/urandom >&3" };

  write_seven (folder, "seven.mat");
  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *path = folder_path (folder, "seven.mat");
      g_autoptr (GPtrArray) choices = NULL;

      write_program (folder, scripts[i]);
      folder_refuse (folder, "seven.mat", NULL, AE_ERROR_DAMAGED, "seven.mat is damaged");
      choices = ae_reader_list_choices (path, NULL);
      g_assert_true (choices == NULL || choices->len == 0);
    }
  use_reader (reader);
}

static gpointer
cancel_in_thread (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return GSIZE_TO_POINTER ((gsize) g_get_monotonic_time ());
}

/* One that hangs is ended. */
static void
test_cancelled (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = folder_path (folder, "seven.mat");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  gint64 cancelled_us;

  write_seven (folder, "seven.mat");
  write_program (folder, "exec sleep 30");
  thread = g_thread_new ("cancel", cancel_in_thread, cancellable);
  g_assert_null (ae_reader_open (path, NULL, cancellable, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_CANCELLED);
  cancelled_us = (gint64) GPOINTER_TO_SIZE (g_thread_join (thread));
  g_test_message ("%.0f ms", (double) (g_get_monotonic_time () - cancelled_us) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - cancelled_us, <, 10 * CANCEL_US);
  use_reader (reader);
}

static void
ignore_cb (int number)
{
}

/* Signals that come while it is listened to are no end, and no reason to listen for ever. */
static void
test_interrupted (Folder *folder, gconstpointer unused)
{
  const struct sigaction ignored = { .sa_handler = ignore_cb };
  const struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { { 0, 0 }, { 0, 0 } };
  struct sigaction before;

  write_seven (folder, "seven.mat");
  g_assert_cmpint (sigaction (SIGALRM, &ignored, &before), ==, 0);
  g_assert_cmpint (setitimer (ITIMER_REAL, &often, NULL), ==, 0);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (AeScene) scene = folder_open (folder, "seven.mat", NULL);

      g_assert_cmpuint (ae_scene_get_bands (scene), ==, BANDS);
    }
  g_assert_cmpint (setitimer (ITIMER_REAL, &never, NULL), ==, 0);
  g_assert_cmpint (sigaction (SIGALRM, &before, NULL), ==, 0);
}

/* And one that nobody cancels. */
static void
test_hangs (Folder *folder, gconstpointer unused)
{
  write_seven (folder, "seven.mat");
  write_program (folder, "exec sleep 30");
  g_assert_true (g_setenv ("BANDLOOM_READER_SECONDS", "0.3", TRUE));
  folder_refuse (folder, "seven.mat", NULL, AE_ERROR_DAMAGED, "no end");
  g_unsetenv ("BANDLOOM_READER_SECONDS");
  use_reader (reader);
}

#define ADD(name, func)                                                                        \
  g_test_add ("/apart/" name, Folder, NULL, folder_set_up, func, folder_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  reader = g_strdup (g_getenv ("BANDLOOM_READER"));
  g_assert_nonnull (reader);
  g_assert_true (g_file_test (reader, G_FILE_TEST_IS_EXECUTABLE));
  ADD ("same", test_same);
  ADD ("labels", test_labels);
  ADD ("damaged", test_damaged);
  ADD ("breaks-down", test_breaks_down);
  ADD ("cancelled", test_cancelled);
  ADD ("interrupted", test_interrupted);
  ADD ("hangs", test_hangs);
  return g_test_run ();
}
