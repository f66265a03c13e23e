/* ae-mat-nest.h: whether what is nested in an array of a MATLAB file lies within it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More of cells and structures than this is not looked through, and not read. */
#define AE_MAT_NEST_MAX_BYTES (1u << 30)

gboolean ae_mat_nest_is_head_sane (const guint8 *body, gsize n, gboolean swap);
gboolean ae_mat_nest_is_sane (const guint8 *body, gsize n, gboolean swap);

G_END_DECLS
