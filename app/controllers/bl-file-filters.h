/* bl-file-filters.h: which files the dialogs show. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bl_file_filters_add_scenes (GtkFileChooser *chooser);
void bl_file_filters_add_projects (GtkFileChooser *chooser);

G_END_DECLS
