/* ae-progress.h: how far long work has come. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AeProgressFunc:
 * @fraction: 0 … 1
 * @user_data: the listener's
 *
 * Called on the thread that works where nothing else is said, at most about twenty times a
 * second, or a hundred times in all.
 */
typedef void (*AeProgressFunc) (double fraction, gpointer user_data);

G_END_DECLS
