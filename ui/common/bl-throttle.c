/* bl-throttle.c: a label that changes lays out the whole window, which costs more than drawing
 * a plot does; and numbers that change with every move of a pointer cannot be read.
 */
#include "bl-throttle.h"

struct _BlThrottle
{
  gint64 interval_us, done_us;
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
 * bl_throttle_new:
 * @interval_ms: between two calls
 * @func: writes the newest words
 * @user_data: for @func; outlives the pace
 *
 * Returns: (transfer full): a pace that has rested. Main thread.
 */
BlThrottle *
bl_throttle_new (guint interval_ms, BlThrottleFunc func, gpointer user_data)
{
  BlThrottle *self = g_new0 (BlThrottle, 1);

  self->interval_us = (gint64) interval_ms * 1000;
  self->done_us = -2 * self->interval_us;
  self->func = func;
  self->user_data = user_data;
  return self;
}

/**
 * bl_throttle_free:
 * @self: (nullable) (transfer full): a pace; what was asked for and not done is not done
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
 * @self: a pace
 *
 * Calls its function: at once after a rest, else when the interval is over, one call however
 * many ask. Paces of equal intervals end them at the same moments, so that what they change is
 * laid out in one frame. Main thread.
 */
void
bl_throttle_request (BlThrottle *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->timer != 0)
    return;
  if (now - self->done_us >= 2 * self->interval_us)
    run (self);
  else
    self->timer = g_timeout_add (
        (guint) ((self->interval_us - now % self->interval_us) / 1000) + 1, run_cb, self);
}

/**
 * bl_throttle_flush:
 * @self: a pace
 *
 * Calls its function now; what was asked for is done with that. Main thread.
 */
void
bl_throttle_flush (BlThrottle *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  run (self);
}
