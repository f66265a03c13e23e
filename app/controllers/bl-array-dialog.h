/* bl-array-dialog.h: asks which array of a file is the scene. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BlArrayChosenFunc:
 * @path: of the file
 * @variable: which of its arrays
 * @user_data: of whoever asked
 */
typedef void (*BlArrayChosenFunc) (const char *path, const char *variable, gpointer user_data);

void bl_array_dialog_show (GtkWindow *parent, const char *path, GPtrArray *choices,
                           BlArrayChosenFunc chosen, gpointer owner);

G_END_DECLS
