/* test-actions.c: whatever names an action (menus, buttons, keys, panels) names one that there
 * is: an action that is not found does nothing, and says nothing.
 */
#include "app-fixture.h"

#include "bl-export-controller.h"
#include "bl-labels-controller.h"
#include "bl-project-controller.h"
#include "bl-scene-controller.h"
#include "bl-sweep-controller.h"
#include "bl-transfer-controller.h"
#include "bl-window.h"

#include <adwaita.h>

/* "group.action" of the window and of all controllers. */
static GHashTable *
collect_actions (void)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GTypeClass) window = g_type_class_ref (BL_TYPE_WINDOW);
  BlWorkspace *workspace = bl_workspace_new ();
  BlLabelsController *labels = bl_labels_controller_new (workspace);
  gpointer controllers[] = { labels,
                             bl_project_controller_new (workspace, labels),
                             bl_export_controller_new (workspace),
                             bl_scene_controller_new (workspace),
                             bl_sweep_controller_new (workspace, NULL),
                             bl_transfer_controller_new (workspace, NULL) };
  const GVariantType *type;
  const char *name, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action ((GtkWidgetClass *) window, i, &owner, &name,
                                                   &type, &property);
       i++)
    g_hash_table_add (known, g_strdup (name));
  g_hash_table_add (known, g_strdup ("win.show-help-overlay")); /* GTK adds it */
  for (guint c = G_N_ELEMENTS (controllers); c-- > 0;)
    {
      g_auto (GStrv) names
          = g_action_group_list_actions (bl_controller_get_actions (controllers[c]));

      for (guint i = 0; names[i] != NULL; i++)
        g_hash_table_add (known, g_strconcat (BL_CONTROLLER_GET_CLASS (controllers[c])->group,
                                              ".", names[i], NULL));
      g_object_unref (controllers[c]);
    }
  g_object_unref (workspace);
  return known;
}

/* The first name in the text that is no action; groups of widgets of their own are not looked
 * at. */
static char *
find_unknown (const char *text, GHashTable *known, guint *n)
{
  g_autoptr (GRegex) regex = g_regex_new ("[\">]((?:win|labels|project|export|scene|sweep|"
                                          "transfer)\\.(?!csv)[a-z][a-z-]+)(?=[\"<:])",
                                          0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      (*n)++;
      if (!g_hash_table_contains (known, name))
        return g_steal_pointer (&name);
    }
  return NULL;
}

static guint
check_folder (const char *folder, GHashTable *known)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *text = NULL,
                      *unknown = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        n += check_folder (path, known);
      else if (g_str_has_suffix (name, ".c") || g_str_has_suffix (name, ".ui"))
        {
          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          unknown = find_unknown (text, known, &n);
          if (unknown != NULL)
            g_error ("%s names %s, which is no action", path, unknown);
        }
    }
  return n;
}

static void
test_names (void)
{
  g_autoptr (GHashTable) known = collect_actions ();
  g_autofree char *ui = g_build_filename (SOURCE_ROOT, "ui", NULL),
                  *app = g_build_filename (SOURCE_ROOT, "app", NULL), *planted = NULL;
  guint n = 0;

  planted = find_unknown ("(\"win.open\") <x>project.save</x> \"sweep.begin\"", known, &n);
  g_assert_cmpstr (planted, ==, "sweep.begin");
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (check_folder (ui, known), >, 20);
  g_assert_cmpuint (check_folder (app, known), >, 40);
}

int
main (int argc, char *argv[])
{
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_test_message ("no display");
      return 77;
    }
  adw_init ();
  g_test_add_func ("/actions/names", test_names);
  return g_test_run ();
}
