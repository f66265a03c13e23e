/* ae-number.h: numbers that a person typed. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean ae_number_parse (const char *text, double *value);
gboolean ae_number_parse_count (const char *text, guint64 most, guint64 *value);

G_END_DECLS
