/* test-controllers.c: each controller of the window by itself, with a workspace and without a
 * window: which of its actions make sense when, and what they do.
 */
#include "app-fixture.h"

#include "bl-export-controller.h"
#include "bl-labels-controller.h"
#include "bl-project-controller.h"
#include "bl-scene-controller.h"
#include "bl-sweep-controller.h"
#include "bl-transfer-controller.h"

#include <glib/gstdio.h>

/* ------------------------------------------------------------------ sweeps */

static void
test_sweep (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlSweepController *sweep = bl_sweep_controller_new (workspace, NULL);
  FixtureTold told = { 0 };

  fixture_listen (sweep, &told);
  g_assert_false (fixture_is_enabled (sweep, "start"));
  g_assert_false (fixture_is_enabled (sweep, "repeat"));
  g_assert_false (fixture_is_enabled (sweep, "stop"));
  fixture_give_scene (workspace);
  g_assert_true (fixture_is_enabled (sweep, "start"));
  g_assert_true (fixture_is_enabled (sweep, "repeat"));
  g_assert_false (fixture_is_enabled (sweep, "stop"));

  /* Its trials use the pixels of the run, which it has none of yet. */
  fixture_activate (sweep, "start", g_variant_new ("(sddu)", "code", 2.0, 4.0, 2));
  g_assert_cmpuint (told.n_errors, ==, 1);
  fixture_activate (sweep, "save", NULL);
  g_assert_cmpuint (told.n_errors, ==, 2);
  g_assert_false (fixture_is_enabled (sweep, "stop"));

  fixture_train (workspace);
  fixture_activate (sweep, "start", g_variant_new ("(sddu)", "code", 2.0, 4.0, 2));
  g_assert_cmpstr (told.error, ==, "There is no sweep to save yet");
  g_assert_true (fixture_is_enabled (sweep, "stop"));
  fixture_wait (!fixture_is_enabled (sweep, "stop"));
  g_assert_cmpuint (bl_sweep_controller_get_n_trials (sweep), ==, 2);

  fixture_activate (sweep, "repeat", g_variant_new_uint32 (0));
  g_assert_true (fixture_is_enabled (sweep, "stop"));
  fixture_activate (sweep, "stop", NULL);
  g_assert_false (fixture_is_enabled (sweep, "stop"));
  g_assert_cmpuint (bl_sweep_controller_get_n_trials (sweep), ==, 0);
  g_assert_cmpuint (told.n_errors, ==, 2);
  fixture_told_clear (&told);
  g_assert_finalize_object (sweep);
  g_assert_finalize_object (workspace);
}

/* A sweep is of the scene's pixels: with another scene it is gone, whole or not. */
static void
test_sweep_of_another_scene (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlSweepController *sweep = bl_sweep_controller_new (workspace, NULL);

  fixture_give_scene (workspace);
  fixture_train (workspace);
  fixture_activate (sweep, "start", g_variant_new ("(sddu)", "code", 2.0, 4.0, 2));
  fixture_give_scene (workspace);
  g_assert_false (fixture_is_enabled (sweep, "stop"));
  g_assert_true (fixture_is_enabled (sweep, "start"));
  g_assert_cmpuint (bl_sweep_controller_get_n_trials (sweep), ==, 0);
  g_assert_finalize_object (sweep);
  g_assert_finalize_object (workspace);
}

/* ------------------------------------------------------------------ transfer */

static void
test_transfer (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlTransferController *transfer = bl_transfer_controller_new (workspace, NULL);

  g_assert_true (fixture_is_enabled (transfer, "open"));
  fixture_give_scene (workspace);
  g_assert_false (fixture_is_enabled (transfer, "start")); /* no model yet */
  g_assert_false (fixture_is_enabled (transfer, "stop"));
  g_assert_false (fixture_is_enabled (transfer, "save"));
  g_assert_finalize_object (transfer);
  g_assert_finalize_object (workspace);
}

/* ------------------------------------------------------------------ labels */

static void
test_labels (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlLabelsController *labels = bl_labels_controller_new (workspace);
  FixtureTold told = { 0 };
  g_autofree guint8 *mask = NULL;
  const guint16 *set;

  fixture_listen (labels, &told);
  g_assert_false (fixture_is_enabled (labels, "open"));
  g_assert_false (fixture_is_enabled (labels, "save"));
  fixture_give_scene (workspace);
  g_assert_true (fixture_is_enabled (labels, "open"));
  g_assert_true (fixture_is_enabled (labels, "save"));

  /* Nothing is selected: nothing is labelled. */
  fixture_activate (labels, "set", g_variant_new_uint32 (3));
  g_assert_cmpuint (told.n_toasts, ==, 0);
  mask = g_new0 (guint8, 16 * 16);
  mask[5] = mask[6] = 1;
  bl_selection_set (bl_workspace_get_selection (workspace), mask);
  fixture_activate (labels, "set", g_variant_new_uint32 (3));
  g_assert_cmpstr (told.toast, ==, "2 pixels are of class 3 now");
  set = ae_scene_get_labels (bl_workspace_get_scene (workspace));
  g_assert_cmpuint (set[5], ==, 3);
  g_assert_cmpuint (set[6], ==, 3);
  fixture_activate (labels, "set", g_variant_new_uint32 (0));
  g_assert_cmpstr (told.toast, ==, "2 pixels have no label now");
  g_assert_cmpuint (ae_scene_get_labels (bl_workspace_get_scene (workspace))[5], ==, 0);
  g_assert_true (bl_workspace_has_own_labels (workspace));

  bl_labels_controller_open (labels, "no-such-file.img");
  fixture_wait (told.n_errors == 1);
  fixture_told_clear (&told);
  g_assert_finalize_object (labels);
  g_assert_finalize_object (workspace);
}

/* ------------------------------------------------------------------ the scene */

static void
test_scene (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlSceneController *scene = bl_scene_controller_new (workspace);
  FixtureTold told = { 0 };
  AeScene *given;

  fixture_listen (scene, &told);
  g_assert_false (fixture_is_enabled (scene, "edit"));
  g_assert_false (fixture_is_enabled (scene, "reopen"));
  fixture_give_scene (workspace);
  g_assert_true (fixture_is_enabled (scene, "edit"));
  g_assert_false (fixture_is_enabled (scene, "reopen")); /* it is no file */

  given = ae_scene_ref (bl_workspace_get_scene (workspace));
  fixture_activate (scene, "edit",
                    g_variant_new ("(uss)", AE_WAVELENGTH_NANOMETRES, "1-9", ""));
  fixture_wait (bl_workspace_get_scene (workspace) != given);
  g_assert_cmpuint (ae_scene_get_n_good_bands (bl_workspace_get_scene (workspace)), ==, 9);
  g_assert_cmpuint (told.n_errors, ==, 0);
  fixture_activate (scene, "edit",
                    g_variant_new ("(uss)", AE_WAVELENGTH_NANOMETRES, "none", ""));
  fixture_wait (told.n_errors == 1);
  g_assert_cmpuint (ae_scene_get_n_good_bands (bl_workspace_get_scene (workspace)), ==, 9);
  ae_scene_unref (given);
  fixture_told_clear (&told);
  g_assert_finalize_object (scene);
  g_assert_finalize_object (workspace);
}

/* ------------------------------------------------------------------ export */

static void
test_export (void)
{
  static const char *const names[]
      = { "model", "losses", "codes", "error", "reconstruction", "command" };
  BlWorkspace *workspace = bl_workspace_new ();
  BlExportController *export = bl_export_controller_new (workspace);
  g_auto (GStrv) actions
      = g_action_group_list_actions (bl_controller_get_actions (BL_CONTROLLER (export)));

  g_assert_cmpuint (g_strv_length (actions), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (fixture_is_enabled (export, names[i]));
  fixture_give_scene (workspace);
  g_assert_false (fixture_is_enabled (export, "model"));
  fixture_train (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (fixture_is_enabled (export, names[i]));
  bl_workspace_discard_run (workspace);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (fixture_is_enabled (export, names[i]));
  g_assert_finalize_object (export);
  g_assert_finalize_object (workspace);
}

/* ------------------------------------------------------------------ projects */

static void
count_cb (gpointer controller, gpointer project, guint *n)
{
  (*n)++;
}

static char *
dup_title (BlProjectController *project)
{
  char *title;

  g_object_get (project, "title", &title, NULL);
  return title;
}

static char *
dup_autosave (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "bandloom", NULL);
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    if (g_str_has_prefix (name, "unsaved-") && g_str_has_suffix (name, ".bandloom"))
      return g_build_filename (folder, name, NULL);
  return NULL;
}

/* The clock of what is put aside runs from a change to the next writing, and not otherwise. */
static void
test_project_clock (void)
{
  BlWorkspace *workspace = bl_workspace_new ();
  BlLabelsController *labels = bl_labels_controller_new (workspace);
  BlProjectController *project = bl_project_controller_new (workspace, labels);
  g_autofree char *aside = NULL, *title = dup_title (project);
  guint n_filled = 0;

  g_signal_connect (project, "fill", G_CALLBACK (count_cb), &n_filled);
  g_assert_cmpstr (title, ==, "Bandloom");
  g_assert_false (fixture_is_enabled (project, "save"));
  g_assert_false (fixture_is_enabled (project, "save-as"));
  fixture_give_scene (workspace);
  g_assert_true (fixture_is_enabled (project, "save"));
  g_assert_true (fixture_is_enabled (project, "save-as"));
  g_assert_cmpint (fixture_get_sleep_ms (), ==, -1);

  bl_project_controller_touch (project); /* the page kept a spectrum */
  g_assert_cmpint (fixture_get_sleep_ms (), >=, 0);
  fixture_wait (n_filled == 1);
  fixture_wait ((aside = dup_autosave ()) != NULL);
  fixture_wait (fixture_get_sleep_ms () == -1);

  fixture_train (workspace);
  g_assert_cmpint (fixture_get_sleep_ms (), >=, 0);
  fixture_wait (n_filled >= 2);
  fixture_wait (fixture_get_sleep_ms () == -1);
  n_filled = 0;
  bl_run_item_set_name (BL_RUN_ITEM (bl_workspace_get_active (workspace)), "renamed");
  fixture_wait (n_filled == 1);
  fixture_wait (fixture_get_sleep_ms () == -1);

  g_assert_finalize_object (project);
  g_assert_finalize_object (labels);
  g_assert_finalize_object (workspace);
  g_assert_cmpint (fixture_get_sleep_ms (), ==, -1);
  g_remove (aside);
}

/* The state folder is the test's own, and what is unsaved there is put aside at once. */
static void
set_up (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bandloom-controllers-XXXXXX", &error);

  g_assert_no_error (error);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  g_setenv ("BANDLOOM_AUTOSAVE_SECONDS", "0.2", TRUE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GApplication) application = NULL;

  set_up ();
  g_test_init (&argc, &argv, NULL);
  application = g_application_new ("org.bandloom.Test", G_APPLICATION_NON_UNIQUE);
  g_application_set_default (application);
  g_test_add_func ("/controllers/sweep", test_sweep);
  g_test_add_func ("/controllers/sweep/another-scene", test_sweep_of_another_scene);
  g_test_add_func ("/controllers/transfer", test_transfer);
  g_test_add_func ("/controllers/labels", test_labels);
  g_test_add_func ("/controllers/scene", test_scene);
  g_test_add_func ("/controllers/export", test_export);
  g_test_add_func ("/controllers/project/clock", test_project_clock);
  return g_test_run ();
}
