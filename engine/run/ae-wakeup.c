/* ae-wakeup.c: a wakeup source, attached for good; a signal makes it ready. It carries no
 * data: what there is to say lies in atomics of whoever signals.
 */
#include "ae-wakeup.h"

struct _AeWakeup
{
  GSource source; /* first: GLib allocates the whole */
  AeWakeupFunc func;
  gpointer user_data;
};

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  AeWakeup *self = (AeWakeup *) source;

  /* Cleared before it is answered: a signal meanwhile is answered once more. */
  g_source_set_ready_time (source, -1);
  self->func (self->user_data);
  return G_SOURCE_CONTINUE;
}

static const GSourceFuncs functions = { NULL, NULL, dispatch, NULL, NULL, NULL };

/**
 * ae_wakeup_new:
 * @context: (nullable): where it is answered; %NULL = the caller's thread-default context
 * @callback: called there
 * @user_data: for @callback
 *
 * Returns: (transfer full): a silent source.
 */
AeWakeup *
ae_wakeup_new (GMainContext *context, AeWakeupFunc callback, gpointer user_data)
{
  /* GLib asks for a variable table of functions and never writes to it. */
  AeWakeup *self = (AeWakeup *) g_source_new ((GSourceFuncs *) &functions, sizeof (AeWakeup));

  self->func = callback;
  self->user_data = user_data;
  g_source_set_static_name (&self->source, "ae-wakeup");
  g_source_attach (&self->source,
                   context != NULL ? context : g_main_context_get_thread_default ());
  return self;
}

/**
 * ae_wakeup_signal:
 * @self: a wakeup source
 *
 * Any thread.
 */
void
ae_wakeup_signal (AeWakeup *self)
{
  g_source_set_ready_time (&self->source, 0);
}

/**
 * ae_wakeup_free:
 * @self: (transfer full): a source that nobody signals any more
 *
 * In the context's thread: it is not heard again.
 */
void
ae_wakeup_free (AeWakeup *self)
{
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}
