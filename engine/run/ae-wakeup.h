/* ae-wakeup.h: a wakeup source for a main context, signalled from any thread; many signals
 * before it is answered are one.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeWakeup AeWakeup;
typedef void (*AeWakeupFunc) (gpointer user_data);

AeWakeup *ae_wakeup_new (GMainContext *context, AeWakeupFunc callback, gpointer user_data);
void ae_wakeup_signal (AeWakeup *self);
void ae_wakeup_free (AeWakeup *self);

G_END_DECLS
