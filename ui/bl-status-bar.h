/* bl-status-bar.h: the quiet line at the bottom: state, epoch, speed, losses beside PCA's. */
#pragma once

#include <adwaita.h>

#include "ae-snapshot.h"

G_BEGIN_DECLS

#define BL_TYPE_STATUS_BAR (bl_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (BlStatusBar, bl_status_bar, BL, STATUS_BAR, AdwBin)

GtkWidget *bl_status_bar_new (void);
void bl_status_bar_set_snapshot (BlStatusBar *self, const AeSnapshot *snapshot);
void bl_status_bar_set_scene_text (BlStatusBar *self, const char *text);

G_END_DECLS
