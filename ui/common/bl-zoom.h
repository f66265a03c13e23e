/* bl-zoom.h: which part of each plot is in view, as a text for a project. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

char *bl_zoom_dup_text (GtkWidget *root);
void bl_zoom_restore (GtkWidget *root, const char *text);

G_END_DECLS
