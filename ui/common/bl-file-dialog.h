/* bl-file-dialog.h: asks for a file to open, or for a place to save in. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BlFileChosenFunc:
 * @path: of the file; borrowed
 * @user_data: of whoever asked
 */
typedef void (*BlFileChosenFunc) (const char *path, gpointer user_data);

void bl_file_dialog_open (GtkWidget *owner, const char *title,
                          void (*add_filters) (GtkFileChooser *chooser),
                          BlFileChosenFunc chosen, gpointer user_data);
void bl_file_dialog_save (GtkWidget *owner, const char *title, const char *name,
                          BlFileChosenFunc chosen, gpointer user_data);
void bl_file_dialog_close (GtkWidget *owner);

G_END_DECLS
