/* bl-window.h: the main window: header bar, pages, inspector, status; all actions of win.* are
 * here. */
#pragma once

#include <adwaita.h>

#include "bl-workspace.h"

G_BEGIN_DECLS

#define BL_TYPE_WINDOW (bl_window_get_type ())
G_DECLARE_FINAL_TYPE (BlWindow, bl_window, BL, WINDOW, AdwApplicationWindow)

BlWindow *bl_window_new (AdwApplication *application);
void bl_window_open_file (BlWindow *self, GFile *file);
void bl_window_open_demo (BlWindow *self);
void bl_window_train (BlWindow *self);
gboolean bl_window_is_training (BlWindow *self);

G_END_DECLS
