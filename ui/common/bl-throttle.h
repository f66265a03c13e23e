/* bl-throttle.h: words that follow what is drawn, no more often than they can be read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For words beside plots: whole slots of the plots', so that both change in one frame. */
#define BL_THROTTLE_WORDS_MS 300

typedef struct _BlThrottle BlThrottle;
typedef void (*BlThrottleFunc) (gpointer user_data);

BlThrottle *bl_throttle_new (guint interval_ms, BlThrottleFunc func, gpointer user_data);
void bl_throttle_free (BlThrottle *self);
void bl_throttle_request (BlThrottle *self);
void bl_throttle_flush (BlThrottle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlThrottle, bl_throttle_free)

G_END_DECLS
