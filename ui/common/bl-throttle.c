/* bl-throttle.c: throttle of what is shown while something trains or is dragged: a part that is
 * stale is shown at once after a rest, else in its next slot, once however often it was asked
 * for.
 */
#include "bl-throttle.h"

#include "plot-slots.h"

/* The one table of how often a part may be shown. Each is a whole number of the plots' slots of
 * 50 ms, and those that change the layout of the window, or come rarely, are whole slots of
 * 100 ms too (two processors), so that nothing is laid out but in a frame in which plots are
 * drawn. While training, views come every AE_RATES_VIEW_MS (80): what is shown more often than
 * that needs no row here. */
static const guint intervals_ms[BL_N_COSTS] = {
  /* A row that changes lays out the window; but it is watched beside the hand. */
  [BL_COST_ROWS] = 100,
  /* Every second view: a drawing of some milliseconds. */
  [BL_COST_CURVES] = 150,
  /* Six columns cost no more than one page. */
  [BL_COST_SMALL_CURVES] = 250,
  /* A label that changes lays out the window, which costs more than drawing a plot does: six
   * frames a second more when each label kept its own clock. And numbers that change more often
   * cannot be read. */
  [BL_COST_WORDS] = 300,
  /* Dozens of samples decoded, weights of the first layer: they change slowly. */
  [BL_COST_MODEL] = 600,
  /* Rows, sorted, are laid out anew: every second change of the words. */
  [BL_COST_TABLE] = 600,
  /* Curves are dear to draw, and decoding them takes a core from training. */
  [BL_COST_SPECTRA] = 700,
};

struct _BlThrottle
{
  BlCost cost;
  gint64 done_us;
  BlThrottleFunc func;
  gpointer user_data;
  guint timer;
};

static void
run (BlThrottle *self)
{
  self->done_us = g_get_monotonic_time ();
  self->func (self->user_data);
}

static gboolean
run_cb (gpointer user_data)
{
  BlThrottle *self = user_data;

  self->timer = 0;
  run (self);
  return G_SOURCE_REMOVE;
}

/**
 * bl_cost_get_interval_ms:
 * @cost: of showing something
 *
 * Returns: milliseconds from one of its slots to the next.
 */
guint
bl_cost_get_interval_ms (BlCost cost)
{
  g_return_val_if_fail (cost < BL_N_COSTS, 0);
  return intervals_ms[cost];
}

/**
 * bl_cost_get_due:
 * @cost: of showing something
 * @done_us: when it was shown last, on the monotonic clock
 * @now_us: on the same
 *
 * Returns: when it may be shown: @now_us after a rest of two intervals, else the begin of the
 * next slot. Costs of equal intervals have the same slots.
 */
gint64
bl_cost_get_due (BlCost cost, gint64 done_us, gint64 now_us)
{
  gint64 interval_us = (gint64) bl_cost_get_interval_ms (cost) * 1000;

  return now_us - done_us >= 2 * interval_us ? now_us
                                             : plot_slots_get_next (now_us, interval_us);
}

/**
 * bl_throttle_new:
 * @cost: of what @func shows
 * @func: shows the newest
 * @user_data: for @func; outlives the throttle
 *
 * Returns: (transfer full): a throttle that has rested. Main thread.
 */
BlThrottle *
bl_throttle_new (BlCost cost, BlThrottleFunc func, gpointer user_data)
{
  BlThrottle *self;

  g_return_val_if_fail (cost < BL_N_COSTS && func != NULL, NULL);
  self = g_new0 (BlThrottle, 1);
  self->cost = cost;
  self->done_us = -2000 * (gint64) intervals_ms[cost];
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * bl_throttle_free:
 * @self: (nullable) (transfer full): a throttle; what was asked for and not done is not done
 */
void
bl_throttle_free (BlThrottle *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_free (self);
}

/**
 * bl_throttle_request:
 * @self: a throttle
 *
 * What its function shows is stale. Calls it: at once after a rest, else in the next slot of
 * its cost, one call however many ask. Main thread.
 */
void
bl_throttle_request (BlThrottle *self)
{
  gint64 now = g_get_monotonic_time (), due;

  g_return_if_fail (self != NULL);
  if (self->timer != 0)
    return;
  due = bl_cost_get_due (self->cost, self->done_us, now);
  if (due <= now)
    run (self);
  else
    self->timer = g_timeout_add (plot_slots_get_wait_ms (now, due), run_cb, self);
}

/**
 * bl_throttle_flush:
 * @self: a throttle
 *
 * Calls its function now: a person changed something, or nothing trains any more. What was
 * asked for is done with that. Main thread.
 */
void
bl_throttle_flush (BlThrottle *self)
{
  g_return_if_fail (self != NULL);
  g_clear_handle_id (&self->timer, g_source_remove);
  run (self);
}
