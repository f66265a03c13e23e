/* ae-endmembers.h: the corners of a cloud of codes, and which known spectrum each corner is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More corners than anybody tells apart. */
#define AE_ENDMEMBERS_MOST 32

gboolean ae_endmembers_find (const float *codes, gsize n, guint code, guint n_corners,
                             guint64 seed, gsize *corners, GError **error);
double ae_endmembers_assign (const double *cost, guint n_rows, guint n_columns, guint *columns);

G_END_DECLS
