/* ae-bell.h: rings in a main context from any thread; many rings before it is heard are one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AeBell AeBell;
typedef void (*AeBellFunc) (gpointer user_data);

AeBell *ae_bell_new (GMainContext *context, AeBellFunc heard, gpointer user_data);
void ae_bell_ring (AeBell *self);
void ae_bell_free (AeBell *self);

G_END_DECLS
