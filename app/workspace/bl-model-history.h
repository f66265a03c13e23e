/* bl-model-history.h: models that a run has been, and views of them. */
#pragma once

#include "ae-view.h"

G_BEGIN_DECLS

typedef struct _BlModelHistory BlModelHistory;

/* On the main thread: a view of the moment that was asked for last. */
typedef void (*BlModelHistoryFunc) (AeView *view, gpointer user_data);

BlModelHistory *bl_model_history_new (AeScene *scene, BlModelHistoryFunc func,
                                      gpointer user_data);
void bl_model_history_free (BlModelHistory *self);
void bl_model_history_keep (BlModelHistory *self, const AeSnapshot *snapshot);
void bl_model_history_forget (BlModelHistory *self);
guint bl_model_history_get_n (BlModelHistory *self);
gboolean bl_model_history_find (BlModelHistory *self, double epoch, double *nearest);
gboolean bl_model_history_find_next (BlModelHistory *self, double epoch, int by, double *next);
void bl_model_history_ask (BlModelHistory *self, double epoch, const AeViewRequest *request);

G_END_DECLS
