/* bl-file-filters.c: filters of the file dialogs, from the table of formats. */
#include "bl-file-filters.h"

#include "ae-formats.h"
#include "ae-project.h"

/**
 * bl_file_filters_add_scenes:
 * @chooser: for opening a scene or a project
 */
void
bl_file_filters_add_scenes (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) scenes = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (scenes, "Scenes and projects");
  gtk_file_filter_add_suffix (scenes, AE_PROJECT_SUFFIX);
  for (guint i = 0; i < ae_formats_get_n (); i++)
    for (const char *const *suffix = ae_formats_get (i)->suffixes; *suffix != NULL; suffix++)
      gtk_file_filter_add_suffix (scenes, *suffix);
  gtk_file_filter_set_name (all, "All files");
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, scenes);
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * bl_file_filters_add_projects:
 * @chooser: for opening a project
 */
void
bl_file_filters_add_projects (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) projects = gtk_file_filter_new ();

  gtk_file_filter_set_name (projects, "Projects");
  gtk_file_filter_add_suffix (projects, AE_PROJECT_SUFFIX);
  gtk_file_chooser_add_filter (chooser, projects);
}
