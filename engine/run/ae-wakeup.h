/* ae-wakeup.h: rings in a main context from any thread; many rings before it is heard are one.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeWakeup AeWakeup;
typedef void (*AeWakeupFunc) (gpointer user_data);

AeWakeup *ae_wakeup_new (GMainContext *context, AeWakeupFunc heard, gpointer user_data);
void ae_wakeup_signal (AeWakeup *self);
void ae_wakeup_free (AeWakeup *self);

G_END_DECLS
