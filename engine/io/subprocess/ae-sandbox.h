/* ae-sandbox.h: what a process gives up before it looks into a file from outside. Not public.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void ae_sandbox_clear_environment (void);
gboolean ae_sandbox_enter (const char *path, guint64 memory_limit);

G_END_DECLS
