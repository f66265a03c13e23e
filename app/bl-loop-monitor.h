/* bl-loop-monitor.h: how long the main loop was ever away, and how often the window was
 * redrawn.
 */
#pragma once

#include "bl-window.h"

G_BEGIN_DECLS

typedef struct _BlLoopMonitor BlLoopMonitor;

BlLoopMonitor *bl_loop_monitor_new (void);
void bl_loop_monitor_set_window (BlLoopMonitor *self, BlWindow *window);
void bl_loop_monitor_end (BlLoopMonitor *self);
void bl_loop_monitor_report (BlLoopMonitor *self);
void bl_loop_monitor_free (BlLoopMonitor *self);

G_END_DECLS
