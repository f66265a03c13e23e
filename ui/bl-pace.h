/* bl-pace.h: words that follow what is drawn, no more often than they can be read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For words beside plots: whole slots of the plots', so that both change in one frame. */
#define BL_PACE_WORDS_MS 300

typedef struct _BlPace BlPace;
typedef void (*BlPaceFunc) (gpointer user_data);

BlPace *bl_pace_new (guint interval_ms, BlPaceFunc func, gpointer user_data);
void bl_pace_free (BlPace *self);
void bl_pace_ask (BlPace *self);
void bl_pace_hurry (BlPace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlPace, bl_pace_free)

G_END_DECLS
