/* bl-stall-watch.h: how long the main loop was ever away, and how often the window was redrawn.
 */
#pragma once

#include "bl-window.h"

G_BEGIN_DECLS

typedef struct _BlStallWatch BlStallWatch;

BlStallWatch *bl_stall_watch_new (void);
void bl_stall_watch_set_window (BlStallWatch *self, BlWindow *window);
void bl_stall_watch_end (BlStallWatch *self);
void bl_stall_watch_report (BlStallWatch *self);
void bl_stall_watch_free (BlStallWatch *self);

G_END_DECLS
