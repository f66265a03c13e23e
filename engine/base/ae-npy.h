/* ae-npy.h: arrays in NumPy's own format, for the files that are written. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void ae_npy_append_header (GByteArray *out, const char *type, const char *shape);
void ae_npy_append_floats (GByteArray *out, const float *values, gsize n);

G_END_DECLS
