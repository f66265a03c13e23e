/* bl-lock.h: a file that a process holds as long as it lives. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BlLock BlLock;

BlLock *bl_lock_new (const char *path, gboolean *is_taken);
void bl_lock_free (BlLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlLock, bl_lock_free)

G_END_DECLS
