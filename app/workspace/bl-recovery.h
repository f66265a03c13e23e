/* bl-recovery.h: the files that windows save aside, and those that a crash left. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *bl_recovery_dup_own (void);
char *bl_recovery_dup_newest (void);

G_END_DECLS
