/* bl-look-back.h: models that a run has been, and views of them. */
#pragma once

#include "ae-view.h"

G_BEGIN_DECLS

typedef struct _BlLookBack BlLookBack;

/* On the main thread: a view of the moment that was asked for last. */
typedef void (*BlLookBackFunc) (AeView *view, gpointer user_data);

BlLookBack *bl_look_back_new (AeScene *scene, BlLookBackFunc func, gpointer user_data);
void bl_look_back_free (BlLookBack *self);
void bl_look_back_keep (BlLookBack *self, const AeSnapshot *snapshot);
void bl_look_back_forget (BlLookBack *self);
guint bl_look_back_get_n (BlLookBack *self);
gboolean bl_look_back_find (BlLookBack *self, double epoch, double *nearest);
gboolean bl_look_back_find_next (BlLookBack *self, double epoch, int by, double *next);
void bl_look_back_ask (BlLookBack *self, double epoch, const AeViewRequest *request);

G_END_DECLS
