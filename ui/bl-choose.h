/* bl-choose.h: asks for a file to open, or for a place to save in. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BlChosen:
 * @path: of the file; borrowed
 * @user_data: of whoever asked
 */
typedef void (*BlChosen) (const char *path, gpointer user_data);

void bl_choose_to_open (GtkWidget *owner, const char *title,
                        void (*add_filters) (GtkFileChooser *chooser), BlChosen chosen,
                        gpointer user_data);
void bl_choose_to_save (GtkWidget *owner, const char *title, const char *name, BlChosen chosen,
                        gpointer user_data);

G_END_DECLS
