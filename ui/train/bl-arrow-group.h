/* bl-arrow-group.h: buttons that are one stop of the Tab key, with arrow keys among them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bl_arrow_group_init (GtkWidget *box);
void bl_arrow_group_add (GtkWidget *box, GtkWidget *button);

G_END_DECLS
