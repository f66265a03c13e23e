/* ae-envi-pair.h: finds the header of an ENVI data file, and the data file of a header. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *ae_envi_pair_find_header (const char *path);
char *ae_envi_pair_find_data (const char *header_path, const char *named, guint64 expected,
                              guint64 *size);

gboolean ae_envi_pair_is_esri (const guint8 *head, gsize n);

G_END_DECLS
