/* bl-recovery.h: the files that windows save aside, and those that a crash left. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BlRecovery BlRecovery;

BlRecovery *bl_recovery_new (void);
BlRecovery *bl_recovery_claim_newest (void);
const char *bl_recovery_get_path (const BlRecovery *self);
void bl_recovery_remove (BlRecovery *self);
void bl_recovery_free (BlRecovery *self);
gboolean bl_recovery_has_left_over (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlRecovery, bl_recovery_free)

G_END_DECLS
