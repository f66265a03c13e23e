/* bl-sidebar.h: the column at the right of a page: of one width, whatever is in it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BL_TYPE_SIDEBAR (bl_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (BlSidebar, bl_sidebar, BL, SIDEBAR, GtkWidget)

/* Pixels, on all pages. */
#define BL_SIDEBAR_WIDTH 320

void bl_sidebar_set_child (BlSidebar *self, GtkWidget *child);

G_END_DECLS
