/* plot-slots.h: the clock of all that is drawn: slots that every plot shares, and how many
 * there are a second. Words and panels around the plots keep to whole slots of it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Slots a second: motion to the eye; and with all else that changes a window stays below thirty
 * frames a second. When each plot kept a clock of its own, seven made forty frames of it. */
#define PLOT_SLOTS_RATE 20
/* Where there are no more than so many processors whoever draws stops a computation: training
 * keeps 80 % of its samples a second beside twenty slots, 84 to 87 % beside ten. */
#define PLOT_SLOTS_SPARE_CORES 2
#define PLOT_SLOTS_SPARE_RATE  10
/* From this rate on there are no slots: what follows the pointer is drawn in each frame. */
#define PLOT_SLOTS_EVERY_FRAME 60
/* What was not drawn for so long rests, and its next change waits for no slot. */
#define PLOT_SLOTS_REST_US (2 * G_USEC_PER_SEC)

guint plot_slots_get_rate (void);
gint64 plot_slots_get_next (gint64 now_us, gint64 interval_us);
guint plot_slots_get_wait_ms (gint64 now_us, gint64 due_us);

G_END_DECLS
