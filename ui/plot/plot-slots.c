/* plot-slots.c: slots of the monotonic clock. They begin at multiples of their length, so that
 * whoever waits for one of equal length, or of a multiple, wakes up for the same frame. */
#include "plot-slots.h"

/**
 * plot_slots_get_rate:
 *
 * Returns: slots a second on this machine.
 */
guint
plot_slots_get_rate (void)
{
  return g_get_num_processors () > PLOT_SLOTS_SPARE_CORES ? PLOT_SLOTS_RATE
                                                          : PLOT_SLOTS_SPARE_RATE;
}

/**
 * plot_slots_get_next:
 * @now_us: on the monotonic clock
 * @interval_us: from slot to slot
 *
 * Returns: when the next one begins, after @now_us.
 */
gint64
plot_slots_get_next (gint64 now_us, gint64 interval_us)
{
  g_return_val_if_fail (interval_us > 0, now_us);
  return (now_us / interval_us + 1) * interval_us;
}

/**
 * plot_slots_get_wait_ms:
 * @now_us: on the monotonic clock
 * @due_us: later than that
 *
 * Returns: milliseconds for a timeout that fires within the slot that begins then, never before
 * it.
 */
guint
plot_slots_get_wait_ms (gint64 now_us, gint64 due_us)
{
  return (guint) (MAX (due_us - now_us, 0) / 1000) + 1;
}
