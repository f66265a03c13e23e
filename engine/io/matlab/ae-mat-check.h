/* ae-mat-check.h: whether a MATLAB file is as long as it says. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ae_mat_is_complete (const char *path, const guint8 *head, gsize n_head, guint64 size,
                             guint64 *expected);

G_END_DECLS
