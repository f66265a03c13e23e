/* bl-widgets.h: accessible names, and the expressions that templates have in common. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void bl_widgets_set_description (GtkWidget *widget, const char *label);
void bl_widgets_set_accessible_label (GtkWidget *widget, const char *label);
gboolean bl_widgets_has_text (gpointer this, const char *text);

G_END_DECLS
