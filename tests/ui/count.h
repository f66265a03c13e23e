/* count.h: counts how often a signal is emitted, for tests. */
#pragma once

#include <glib-object.h>

static void
count_one_cb (guint *n)
{
  (*n)++;
}

static inline void
count_signal (gpointer object, const char *signal, guint *n)
{
  *n = 0;
  g_signal_connect_swapped (object, signal, G_CALLBACK (count_one_cb), n);
}
