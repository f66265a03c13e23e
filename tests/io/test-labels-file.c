/* test-labels-file.c: labels that are written are those that are read again. */
#include <glib/gstdio.h>

#include "ae-demo-scene.h"
#include "ae-error.h"
#include "ae-labels-file.h"
#include "ae-reader.h"

#define LINES   16
#define SAMPLES 17
#define AT      9 /* the pixel that is labelled */

/* What cannot stand in a header becomes a space. */
static AeScene *
make_labelled (AeScene *scene, guint n)
{
  guint16 *labels = g_new0 (guint16, LINES * SAMPLES);
  char **names = g_new0 (char *, n + 1);
  guint32 *colours = g_new0 (guint32, n);

  labels[AT] = (guint16) (n - 1);
  for (guint c = 0; c < n; c++)
    names[c] = g_strdup_printf ("Oak, {%u}", c);
  colours[n - 1] = 0x0A80FF;
  return ae_scene_dup_with_classes (scene, labels, n, names, colours);
}

/* One byte a pixel, and two where the classes are more than that can tell apart. */
static void
test_there_and_back (gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);
  g_autofree char *folder = g_dir_make_tmp ("bandloom-labels-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "written.img", NULL);
  g_autofree char *header = g_build_filename (folder, "written.hdr", NULL);
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, LINES, SAMPLES);
  g_autoptr (AeScene) labelled = make_labelled (scene, n);
  g_autoptr (AeScene) back = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  guint32 colour;

  g_assert_true (ae_labels_save (labelled, header, &error));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, LINES * SAMPLES * (n > 256 ? 2 : 1));
  back = ae_reader_open_labels (scene, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ae_scene_get_n_classes (back), ==, n);
  g_assert_cmpmem (ae_scene_get_labels (back), LINES * SAMPLES * 2,
                   ae_scene_get_labels (labelled), LINES * SAMPLES * 2);
  g_assert_cmpstr (ae_scene_get_class_name (back, 1), ==, "Oak   1");
  g_assert_true (ae_scene_get_class_colour (back, n - 1, &colour));
  g_assert_cmphex (colour, ==, 0x0A80FF);
  g_remove (path);
  g_remove (header);
  g_rmdir (folder);
}

static void
test_refused (void)
{
  g_autofree char *nowhere = g_build_filename (g_get_tmp_dir (), "no-such", "x.img", NULL);
  g_autoptr (AeScene) scene = ae_demo_scene_new (AE_DEMO_SCENE_SEED, LINES, SAMPLES);
  g_autoptr (AeScene) without = ae_scene_dup_with_labels (scene, NULL, 0, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ae_labels_save (without, nowhere, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (ae_labels_save (scene, nowhere, &error));
  g_assert_error (error, AE_ERROR, AE_ERROR_IO);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/labels-file/bytes", GUINT_TO_POINTER (3), test_there_and_back);
  g_test_add_data_func ("/labels-file/words", GUINT_TO_POINTER (300), test_there_and_back);
  g_test_add_func ("/labels-file/refused", test_refused);
  return g_test_run ();
}
