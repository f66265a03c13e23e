/* bl-split.h: a page beside its sidebar, or under it where there is little room. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BL_TYPE_SPLIT (bl_split_get_type ())
G_DECLARE_FINAL_TYPE (BlSplit, bl_split, BL, SPLIT, GtkWidget)

void bl_split_set_shows_sidebar (BlSplit *self, gboolean shows_sidebar);
gboolean bl_split_get_shows_sidebar (BlSplit *self);
void bl_split_set_is_overlay (BlSplit *self, gboolean is_overlay);
gboolean bl_split_get_is_overlay (BlSplit *self);

G_END_DECLS
