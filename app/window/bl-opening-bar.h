/* bl-opening-bar.h: how far the reading of a file is, with a button that cancels it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define BL_TYPE_OPENING_BAR (bl_opening_bar_get_type ())
G_DECLARE_FINAL_TYPE (BlOpeningBar, bl_opening_bar, BL, OPENING_BAR, AdwBin)

/* Its button has the action win.cancel. */
void bl_opening_bar_set_text (BlOpeningBar *self, const char *text);
void bl_opening_bar_set_fraction (BlOpeningBar *self, double fraction);
gboolean bl_opening_bar_get_is_shown (BlOpeningBar *self);

G_END_DECLS
